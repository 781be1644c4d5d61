//! JSON Lines, read record by record: memory is bounded by the longest line.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use encoding_rs_io::DecodeReaderBytesBuilder;
use rustc_hash::FxBuildHasher;
use xxhash_rust::xxh3::xxh3_64;

use super::decode::{self, with_unix_line_ends};
use super::record::Record;
use super::{MAX_ARTICLE_BYTES, Outcome, ReadError, Sink, article_from_text};
use super::{escapes, sniff};
use onrecord_text::article::Article;

/// Most bytes of a line.
const MAX_LINE: usize = MAX_ARTICLE_BYTES as usize;
/// Bytes asked of the source at once.
const BUFFER: usize = 256 * 1024;

/// Reads the articles of `input`, one a line; blank lines are passed over. A line that is no article is an
/// error in the sink, and the next is read. `path` is the source's name for display.
pub(crate) fn read_lines(path: &str, input: &mut dyn Read, sink: &mut Sink) -> Outcome {
    let mut head = Vec::new();
    if let Err(error) = sniff::fill(input, &mut head) {
        let _ = sink(Err(ReadError::Io { path: path.into(), error }));
        return Outcome::Done;
    }
    let utf16 = decode::utf16(&head);
    let mut whole = head.as_slice().chain(input);
    let mut transcoded;
    let input: &mut dyn Read = match utf16 {
        Some(encoding) => {
            transcoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(whole);
            &mut transcoded
        }
        None => &mut whole,
    };
    let mut lines = Lines { input: BufReader::with_capacity(BUFFER, input), line: Vec::new(), number: 0 };
    let mut ids = Ids::default();
    loop {
        let item = match lines.next() {
            Ok(Some(Length::Fits)) => match parse(path, lines.record(), lines.number, &mut ids) {
                Some(item) => item,
                None => continue,
            },
            Ok(Some(Length::TooLong)) => {
                Err(ReadError::LineTooLong { path: path.into(), line: lines.number, limit: MAX_LINE })
            }
            Ok(None) => return Outcome::Done,
            Err(error) => {
                let _ = sink(Err(ReadError::Io { path: path.into(), error }));
                return Outcome::Done;
            }
        };
        if let ControlFlow::Break(()) = sink(item) {
            return Outcome::Stopped;
        }
    }
}

/// The ids of a file, as hashes: two of ten million ids share one with a chance of 3 in a million.
#[derive(Default)]
pub(crate) struct Ids(HashSet<u64, FxBuildHasher>);

impl Ids {
    /// Whether the id is new.
    pub(crate) fn insert(&mut self, id: &str) -> bool {
        self.0.insert(xxh3_64(id.as_bytes()))
    }
}

fn parse(path: &str, bytes: &[u8], line: u64, ids: &mut Ids) -> Option<Result<Article, ReadError>> {
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    let mut record = match record_of(bytes) {
        Ok(record) => record,
        Err(error) => return Some(Err(malformed(path, line, &error))),
    };
    let id = record.take_id().unwrap_or_else(|| format!("line-{line}"));
    if !ids.insert(&id) {
        return Some(Err(ReadError::DuplicateId { path: path.into(), line, id }));
    }
    Some(Ok(article(path, &id, record)))
}

/// A record in whatever encoding; half a pair of surrogates costs that character alone.
fn record_of(bytes: &[u8]) -> serde_json::Result<Record> {
    let text = decode::lossless(bytes);
    serde_json::from_str(&text).or_else(|error| match escapes::mended(&text) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    })
}

/// The article of a record.
pub(crate) fn article(path: &str, id: &str, mut record: Record) -> Article {
    let metadata = record.metadata();
    let text = with_unix_line_ends(record.text);
    let title = record.title.map(with_unix_line_ends);
    article_from_text(id, path, title.as_deref(), &text, metadata)
}

/// The parser's error at `line` of the file; its own line is of the record.
pub(crate) fn malformed(path: &str, line: u64, error: &serde_json::Error) -> ReadError {
    let message = message(error);
    ReadError::Malformed { path: path.into(), line, column: error.column().max(1) as u64, message }
}

/// What the parser says, without the place.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]).to_owned()
}

enum Length {
    Fits,
    TooLong,
}

struct Lines<R> {
    input: R,
    line: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line into `line`, without holding more of it than may be.
    fn next(&mut self) -> io::Result<Option<Length>> {
        self.line.clear();
        let (mut any, mut too_long) = (false, false);
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            let end = memchr::memchr(b'\n', buffer);
            let (piece, used) = (&buffer[..end.unwrap_or(buffer.len())], end.map_or(buffer.len(), |end| end + 1));
            any |= used > 0;
            too_long |= self.line.len() + piece.len() > MAX_LINE;
            if !too_long {
                self.line.extend_from_slice(piece);
            }
            self.input.consume(used);
            if end.is_some() || used == 0 {
                self.number += u64::from(any);
                return Ok(any.then_some(if too_long { Length::TooLong } else { Length::Fits }));
            }
        }
    }

    /// The line's bytes, the byte order mark at the file's beginning left out.
    fn record(&self) -> &[u8] {
        let mark: &[u8] = if self.number == 1 { b"\xEF\xBB\xBF" } else { b"" };
        self.line.strip_prefix(mark).unwrap_or(&self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut sink = |item: Result<Article, ReadError>| {
            found.push(item.map_or_else(|e| e.to_string(), |a| format!("{}: {}|{}", a.id, a.title(), a.text())));
            ControlFlow::Continue(())
        };
        read_lines("f.jsonl", &mut text.as_bytes(), &mut sink);
        found
    }

    #[test]
    fn records_and_errors_in_order() {
        let text = "\u{feff}{\"id\":1,\"title\":\"T\",\"text\":\"a\\r\\nb\"}\n\n{\"text\":\"c\"}\n{\"id\":\n{\"id\":\"1\",\"text\":\"d\"}";
        let found = read(text);
        assert_eq!(found[..2], ["1: T|a\nb", "line-3: |c"]);
        assert!(found[2].starts_with("f.jsonl:4:6: malformed record: EOF while parsing a value;"), "{}", found[2]);
        assert!(found[3].starts_with("f.jsonl:5:1: the id \"1\" stands twice"), "{}", found[3]);
    }

    fn read_bytes(bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        let mut sink = |item: Result<Article, ReadError>| {
            found.push(item.map_or_else(|e| e.to_string(), |a| a.text().to_owned()));
            ControlFlow::Continue(())
        };
        read_lines("f.jsonl", &mut &*bytes, &mut sink);
        found
    }

    #[test]
    fn records_in_any_encoding() {
        let text = "{\"text\":\"Die Außenminister trafen sich.\"}\n{\"text\":\"Über Öl sprachen sie später.\"}\n";
        let expected = ["Die Außenminister trafen sich.", "Über Öl sprachen sie später."];
        let latin = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xFF\xFE".as_slice(), &le].concat();
        for bytes in [text.as_bytes().to_vec(), latin, le, be, marked] {
            assert_eq!(read_bytes(&bytes), expected, "{:?}", &bytes[..8]);
        }
    }

    #[test]
    fn half_a_pair_costs_a_character() {
        let found = read_bytes(br#"{"text":"a \ud83d b \ud83d\ude00 c \udc00 \\ud800"}"#);
        assert_eq!(found, ["a \u{FFFD} b \u{1F600} c \u{FFFD} \\ud800"]);
    }

    #[test]
    fn a_missing_field_is_named() {
        let found = read("{\"id\":1}\n[1]\nnull");
        assert!(found[0].contains("missing field `text`"), "{}", found[0]);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn the_reader_stops_when_told() {
        let text = "{\"text\":\"a\"}\n{\"text\":\"b\"}\n";
        let mut seen = 0;
        let mut sink = |_| {
            seen += 1;
            ControlFlow::Break(())
        };
        assert!(matches!(read_lines("f", &mut text.as_bytes(), &mut sink), Outcome::Stopped));
        assert_eq!(seen, 1);
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let long = io::Cursor::new(b"{\"text\":\"").chain(io::repeat(b'a').take(MAX_LINE as u64));
        let mut input = long.chain(io::Cursor::new(b"\n{\"text\":\"b\"}"));
        let mut found = Vec::new();
        read_lines("f", &mut input, &mut |item| {
            found.push(item.is_ok());
            ControlFlow::Continue(())
        });
        assert_eq!(found, [false, true]);
    }
}
