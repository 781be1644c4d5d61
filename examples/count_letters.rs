//! Counts which letters stand first in words and which after each other, as `crates/query/src/highlight/rare.rs` has them.
//!
//! Reads JSON Lines with a `text` from the standard input:
//!
//!     cargo run --release --example count_letters < ../shared/data/news/corpus-medium.jsonl

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::{BufRead, stdin};

/// Numbers stand for so many letters in all.
const OF: u64 = 10_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut counts = [[0_u64; 26]; 27];
    for line in stdin().lock().lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        count(article["text"].as_str().unwrap_or_default(), &mut counts);
    }
    let all: u64 = counts.iter().flatten().sum();
    for row in counts {
        let shares = row.map(|count| ((OF * count + all / 2) / all.max(1)).min(255).to_string());
        println!("    [{}],", shares.join(", "));
    }
    Ok(())
}

/// Adds the letters of a text: in the first row those that stand first in a word, then those after each letter.
fn count(text: &str, counts: &mut [[u64; 26]; 27]) {
    let letter = |byte: u8| byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_lowercase() - b'a'));
    let mut before = b' ';
    for byte in text.bytes() {
        if let Some(letter_here) = letter(byte)
            && !before.is_ascii_digit()
        {
            counts[letter(before).map_or(0, |before| before + 1)][letter_here] += 1;
        }
        before = byte;
    }
}
