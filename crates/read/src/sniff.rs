//! The kind of a file by its first bytes.

use crate::source::{Compression, Kind};
use std::io::{self, Read};

/// How many bytes are looked at.
pub(crate) const HEAD: u64 = 64 * 1024;

/// Fills `head` with the first bytes of `input`.
///
/// # Errors
/// When `input` cannot be read.
pub(crate) fn fill(input: &mut dyn Read, head: &mut Vec<u8>) -> io::Result<()> {
    input.take(HEAD).read_to_end(head).map(drop)
}

/// The compression that the first bytes show.
pub(crate) fn compression(head: &[u8]) -> Compression {
    match head {
        [0x1F, 0x8B, 0x08, ..] => Compression::Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Compression::Zstd,
        _ => Compression::None,
    }
}

/// The kind that the first bytes show whatever the name says; none where they may be anybody's.
pub(crate) fn certain(head: &[u8]) -> Option<Kind> {
    if let Some(text) = wide(head) {
        let read_as_any =
            |kind: &Kind| matches!(kind, Kind::Html | Kind::Xml | Kind::Json | Kind::JsonLines | Kind::Table);
        return certain(text.trim_start().as_bytes()).filter(read_as_any);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    by_magic(text).or_else(|| {
        let text = text.trim_ascii_start();
        match text.first()? {
            b'<' => markup(text),
            b'{' if text[1..].trim_ascii_start().starts_with(b"\"") => Some(object(text)),
            b'[' if text[1..].trim_ascii_start().starts_with(b"{") => Some(Kind::Json),
            b'0'..=b'9' if is_subrip(text) => Some(Kind::Subtitles),
            _ if is_mailbox(text) => Some(Kind::Mailbox),
            _ if is_mail(text) => Some(Kind::Mail),
            _ if is_tabbed(text) => Some(Kind::Table),
            _ => None,
        }
    })
}

/// The text of a head in UTF-16 that says so.
fn wide(head: &[u8]) -> Option<String> {
    let encoding = match head {
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE,
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE,
        _ => return None,
    };
    Some(encoding.decode_without_bom_handling(&head[2..]).0.into_owned())
}

/// The kind of a file whose name says nothing.
pub(crate) fn likely(head: &[u8]) -> Kind {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if text.starts_with(b"---\n") || text.starts_with(b"---\r\n") || text.starts_with(b"+++\n") {
        return Kind::Markdown;
    }
    match text.trim_ascii_start().first() {
        Some(b'{') => object(text.trim_ascii_start()),
        _ if is_table(text) => Kind::Table,
        _ => Kind::Text,
    }
}

fn by_magic(head: &[u8]) -> Option<Kind> {
    const MAGIC: &[(&[u8], Kind)] = &[
        (b"%PDF-", Kind::Pdf),
        (b"{\\rtf", Kind::Rtf),
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (b"WARC/", Kind::Warc),
        (b"WEBVTT", Kind::Subtitles),
        (b"TY  - ", Kind::Ris),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::OldOffice),
        (b"Rar!\x1A\x07", Kind::OtherArchive),
        (b"7z\xBC\xAF\x27\x1C", Kind::OtherArchive),
        (b"BZh", Kind::OtherArchive),
        (b"\xFD7zXZ\0", Kind::OtherArchive),
    ];
    let text = head.trim_ascii_start();
    let found = MAGIC.iter().find(|(magic, _)| head.starts_with(magic) || text.starts_with(magic));
    let is_tar = head.get(257..262) == Some(b"ustar");
    found.map(|&(_, kind)| kind).filter(|&kind| kind != Kind::OtherArchive || !is_prose(head)).or(if is_tar {
        Some(Kind::Tar)
    } else {
        None
    })
}

/// Text that merely begins with the letters of an archive.
fn is_prose(head: &[u8]) -> bool {
    !super::decode::is_binary(head) || head.iter().take(64).all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
}

/// One object a line, or one over several lines. A line longer than the look counts as the first.
fn object(text: &[u8]) -> Kind {
    let whole = memchr::memchr(b'\n', text);
    let line = text[..whole.unwrap_or(text.len())].trim_ascii_end();
    if line.ends_with(b"}") || (whole.is_none() && text.len() as u64 > HEAD / 2) { Kind::JsonLines } else { Kind::Json }
}

/// A page, XML or SGML, by its document type and root element.
fn markup(text: &[u8]) -> Option<Kind> {
    let is_xml = text.starts_with(b"<?xml");
    let start = text[..text.len().min(4096)].to_ascii_lowercase();
    let has = |mark: &[u8]| memchr::memmem::find(&start, mark).is_some();
    if start.starts_with(b"<!doctype lewis") || start.starts_with(b"<reuters") {
        return Some(Kind::Sgml);
    }
    let root = root(&start);
    match root {
        b"html" | b"head" | b"body" => Some(Kind::Html),
        _ if !is_xml && has(b"<!doctype html") => Some(Kind::Html),
        _ if is_news_root(root) || is_xml => Some(Kind::Xml),
        _ if has(b"<html") || has(b"<head") || has(b"<body") => Some(Kind::Html),
        _ => None,
    }
}

/// Root elements of XML that holds news, in small letters, without prefix.
fn is_news_root(root: &[u8]) -> bool {
    const ROOTS: &[&[u8]] = &[
        b"rss",
        b"feed",
        b"rdf",
        b"newsitem",
        b"newsmessage",
        b"newsml",
        b"nitf",
        b"tei",
        b"teicorpus",
        b"ppsresponse",
        b"packageitem",
    ];
    ROOTS.contains(&root)
}

/// The name of the first element, without prefix.
fn root(text: &[u8]) -> &[u8] {
    for at in memchr::memchr_iter(b'<', text) {
        let rest = &text[at + 1..];
        if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let end =
                rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_.:".contains(b))).unwrap_or(rest.len());
            return rest[..end].rsplit(|&b| b == b':').next().unwrap_or_default();
        }
    }
    b""
}

/// A number on a line, then a time with a comma and an arrow.
fn is_subrip(text: &[u8]) -> bool {
    let mut lines = text.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
    let number = lines.next().is_some_and(|line| !line.is_empty() && line.iter().all(u8::is_ascii_digit));
    number && lines.next().is_some_and(|line| memchr::memmem::find(line, b" --> ").is_some())
}

fn is_mailbox(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"From ") else { return false };
    let Some(end) = memchr::memchr(b'\n', rest) else { return false };
    rest[..end].iter().filter(|b| **b == b':').count() >= 1 && heads(&rest[end + 1..]) >= 2
}

/// Lines of a mail's head that no other text begins with.
fn is_mail(text: &[u8]) -> bool {
    const SURE: &[&str] =
        &["mime-version", "received", "message-id", "return-path", "delivered-to", "x-mozilla-status", "x-gm-thrid"];
    let mut sure = false;
    let mut each = |name: &str| sure |= SURE.contains(&name);
    let count = head_lines(text, &mut each);
    sure && count >= 2
}

fn heads(text: &[u8]) -> usize {
    head_lines(text, &mut |_| ())
}

/// Counts the lines of a mail's head at the beginning of `text`, up to a blank line; 0 where another line stands among
/// them. `each` is called with every name, in small letters.
fn head_lines(text: &[u8], each: &mut dyn FnMut(&str)) -> usize {
    let mut count = 0;
    let mut lines = text.split(|&b| b == b'\n').peekable();
    while let Some(line) = lines.next() {
        let whole = lines.peek().is_some();
        let line = line.trim_ascii_end();
        if line.is_empty() {
            return count;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let name = line.iter().position(|&b| b == b':').map_or(&b""[..], |at| &line[..at]);
        let is_name = !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic());
        match std::str::from_utf8(name) {
            Ok(name) if is_name => {
                count += 1;
                each(&name.to_ascii_lowercase());
            }
            _ => return if whole { 0 } else { count },
        }
    }
    count
}

/// A first line with names of columns between tabs, which no text begins with: Excel's "Unicode text" is a `.txt`.
fn is_tabbed(text: &[u8]) -> bool {
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default();
    line.contains(&b'\t') && is_table(text)
}

/// A first line with names of columns that articles have.
fn is_table(text: &[u8]) -> bool {
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default().trim_ascii();
    let Ok(line) = std::str::from_utf8(line) else { return false };
    if line.trim_matches('"').to_ascii_lowercase().starts_with("sep=") && line.len() <= 8 {
        return true;
    }
    let sign = ['\t', ';', '|'].into_iter().find(|&sign| line.matches(sign).count() >= 2).unwrap_or(',');
    let columns: Vec<&str> = line.split(sign).map(|name| name.trim().trim_matches('"')).collect();
    columns.len() >= 3 && super::columns::is_header(&columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(head: &str) -> Kind {
        certain(head.as_bytes()).unwrap_or_else(|| likely(head.as_bytes()))
    }

    #[test]
    fn kinds() {
        for (head, expected) in [
            ("{\"text\":\"a\"}\n{\"text\":\"b\"}", Kind::JsonLines),
            ("{\n  \"text\": \"a\"\n}", Kind::Json),
            ("\u{feff} [ {\"text\":\"a\"}]", Kind::Json),
            ("[Editor's note] It began", Kind::Text),
            ("<!DOCTYPE html><p>", Kind::Html),
            ("<?xml version='1.0'?>\n<html xmlns=''>", Kind::Html),
            ("<?xml version='1.0'?><!-- a --><atom:feed xmlns:atom=''>", Kind::Xml),
            ("<rss version='2.0'><channel>", Kind::Xml),
            ("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS>", Kind::Sgml),
            ("<b>so", Kind::Text),
            ("---\ntitle: T\n---\n", Kind::Markdown),
            ("%PDF-1.4\n", Kind::Pdf),
            ("{\\rtf1\\ansi", Kind::Rtf),
            ("WARC/1.0\r\n", Kind::Warc),
            ("WEBVTT\n\n", Kind::Subtitles),
            ("1\n00:00:01,000 --> 00:00:04,000\nGood", Kind::Subtitles),
            ("1\nThe first of them", Kind::Text),
            ("TY  - NEWS\n", Kind::Ris),
            ("From a@b Thu Jan  1 00:00:00 1970\nSubject: A\nDate: B\n\nText", Kind::Mailbox),
            ("From here on: nothing\nwas as before: all", Kind::Text),
            ("Received: by x\n\tfor y\nSubject: A\nMIME-Version: 1.0\n\nText", Kind::Mail),
            ("Subject: what we do\nDate: now\n\nText", Kind::Text),
            ("BZhang said", Kind::Text),
            ("id,title,content,date\n1,a,b,c", Kind::Table),
            ("Headline\tDate\tFull Text\nA\tB\tC", Kind::Table),
            ("Headline\tDate\nA\tB", Kind::Text),
            ("", Kind::Text),
        ] {
            assert_eq!(kind(head), expected, "{head}");
        }
        let wide: Vec<u8> = "\u{feff}<!DOCTYPE html><p>é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(certain(&wide), Some(Kind::Html));
        assert_eq!(certain(b"BZh9\x31\x41\x59\x26\x53\x59\0\0\0\0"), Some(Kind::OtherArchive));
    }
}
