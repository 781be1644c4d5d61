//! JSON that is as harmless on a terminal as it is exact for programs.
//!
//! JSON itself escapes the control characters below U+0020 only; the others, and the bidirectional overrides
//! that [`sanitize`](super::sanitize) makes visible, are escaped here.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::sanitize::is_control;

/// Writes a value as one line of JSON.
///
/// # Errors
/// When nothing can be written.
pub fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // A line is put together before it is written: JSON comes in pieces of a byte or two.
    let mut line = Vec::with_capacity(1024);
    value.serialize(&mut Serializer::with_formatter(&mut line, Harmless(CompactFormatter)))?;
    line.push(b'\n');
    out.write_all(&line)
}

struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return self.0.write_string_fragment(out, fragment);
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(is_control) {
            let Some(c) = rest[at..].chars().next() else { break };
            self.0.write_string_fragment(out, &rest[..at])?;
            // Beyond four digits JSON writes a pair of surrogates.
            c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_string_fragment(out, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_comes_back() {
        let hostile = "a\u{1b}[31m\u{7f}\u{9b}é\u{202e}b\u{2069}\u{E0041}\n\"\\ 👩";
        let mut out = Vec::new();
        write_line(&hostile, &mut out).expect("memory");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(!text.trim_end().chars().any(is_control), "{text:?}");
        assert_eq!(serde_json::from_str::<String>(&text).expect("JSON"), hostile);
    }
}
