//! The kind of a source whose name says nothing, by its first bytes.

use std::io::{self, Read};

use crate::source::Kind;

/// How many bytes are looked at.
const HEAD: u64 = 64 * 1024;

/// Fills `head` with the first bytes of `input`.
///
/// # Errors
/// When `input` cannot be read.
pub(crate) fn fill(input: &mut dyn Read, head: &mut Vec<u8>) -> io::Result<()> {
    input.take(HEAD).read_to_end(head).map(drop)
}

/// The kind of text that begins with `head`.
pub(crate) fn kind(head: &[u8]) -> Kind {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if text.starts_with(b"---\n") || text.starts_with(b"+++\n") {
        return Kind::Markdown;
    }
    let text = text.trim_ascii_start();
    match text.first() {
        Some(b'{') => object(text),
        Some(b'[') if text[1..].trim_ascii_start().starts_with(b"{") => Kind::Json,
        Some(b'<') if is_page(text) => Kind::Html,
        _ => Kind::Text,
    }
}

/// One object a line, or one over several lines. A line longer than the look counts as the first.
fn object(text: &[u8]) -> Kind {
    let whole = memchr::memchr(b'\n', text);
    let line = text[..whole.unwrap_or(text.len())].trim_ascii_end();
    if line.ends_with(b"}") || (whole.is_none() && text.len() as u64 > HEAD / 2) { Kind::JsonLines } else { Kind::Json }
}

fn is_page(text: &[u8]) -> bool {
    let start = text[..text.len().min(1024)].to_ascii_lowercase();
    [b"<!doctype html".as_slice(), b"<html", b"<head", b"<body"]
        .iter()
        .any(|mark| memchr::memmem::find(&start, mark).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (head, expected) in [
            ("{\"text\":\"a\"}\n{\"text\":\"b\"}", Kind::JsonLines),
            ("{\n  \"text\": \"a\"\n}", Kind::Json),
            ("\u{feff} [ {\"text\":\"a\"}]", Kind::Json),
            ("[Editor's note] It began", Kind::Text),
            ("<!DOCTYPE html><p>", Kind::Html),
            ("<?xml version='1.0'?>\n<html xmlns=''>", Kind::Html),
            ("<b>so", Kind::Text),
            ("---\ntitle: T\n---\n", Kind::Markdown),
            ("", Kind::Text),
        ] {
            assert_eq!(kind(head.as_bytes()), expected, "{head}");
        }
    }
}
