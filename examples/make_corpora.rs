//! Makes the corpora that speed is measured on out of one in JSON Lines, with `id` and `text` on each line.
//!
//!     cargo run --release --example make_corpora -- copies 5 CORPUS.jsonl OUT.jsonl
//!     cargo run --release --example make_corpora -- undated CORPUS.jsonl FOLDER
//!
//! `copies` writes so many copies. In each but the first, names and an eighth of all other words have an ending of
//! their own, so that the vocabulary and the number of names grow as they do in a larger corpus, and no article
//! repeats another. `undated` writes each article's text to a file of its own, without what else is known of it: no
//! date, no title, and a name that says nothing.

#![allow(clippy::print_stderr)]

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde_json::Value;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match &args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["copies", count, from, to] => copies(count.parse()?, Path::new(from), Path::new(to)),
        ["undated", from, to] => undated(Path::new(from), Path::new(to)),
        _ => Err("copies COUNT CORPUS OUT, or undated CORPUS FOLDER".into()),
    }
}

fn articles(path: &Path) -> Result<impl Iterator<Item = Result<Value, Box<dyn std::error::Error>>>, std::io::Error> {
    let lines = BufReader::new(File::open(path)?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}

fn copies(count: usize, from: &Path, to: &Path) -> Outcome {
    let mut out = BufWriter::new(File::create(to)?);
    for copy in 0..count {
        for article in articles(from)? {
            let mut article = article?;
            if copy > 0 {
                for name in ["id", "title", "text"] {
                    if let Some(text) = article[name].as_str() {
                        let changed = if name == "id" { format!("{text}-{copy}") } else { changed(text, copy) };
                        article[name] = Value::String(changed);
                    }
                }
            }
            writeln!(out, "{article}")?;
        }
    }
    Ok(out.flush()?)
}

/// Syllables that tell the words of one copy from those of another.
const ENDINGS: [&str; 8] = ["", "ba", "den", "kov", "mar", "nia", "sel", "tor"];

/// The text with an ending of the copy's own on its names and some other words.
fn changed(text: &str, copy: usize) -> String {
    let ending = ENDINGS[copy % ENDINGS.len()].repeat(1 + copy / ENDINGS.len());
    let mut changed = String::with_capacity(text.len() + text.len() / 8);
    for piece in text.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        changed.push_str(word);
        if is_changed(word) {
            changed.push_str(&ending);
        }
        changed.push_str(&piece[word.len()..]);
    }
    changed
}

/// Whether a word looks like a part of a name, or is among the others that are changed.
fn is_changed(word: &str) -> bool {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    let is_name = word.len() > 4 && word.starts_with(|c: char| c.is_ascii_uppercase());
    word.len() > 4 && (is_name || hasher.finish().is_multiple_of(8))
}

fn undated(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    let mut count = 0;
    for article in articles(from)? {
        fs::write(to.join(format!("article-{count:06}.txt")), article?["text"].as_str().unwrap_or_default())?;
        count += 1;
    }
    eprintln!("{count} files");
    Ok(())
}
