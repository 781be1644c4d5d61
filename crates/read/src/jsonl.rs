//! JSON Lines, read record by record: memory is bounded by the longest line.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::decode;
use super::input::{Input, Origin, Out, Reading};
use super::record::{Record, article, canonical, malformed};
use super::{MAX_ARTICLE_BYTES, ReadError, escapes, json};
use onrecord_text::article::Lines as ArticleLines;

/// Most bytes of a line.
const MAX_LINE: usize = MAX_ARTICLE_BYTES as usize;
/// Bytes asked of the source at once.
const BUFFER: usize = 256 * 1024;

/// Reads articles, one a line; blank lines are passed over. A line that is no article is an error, and the next is
/// read.
pub(crate) fn read(input: Input, out: &mut Out) -> Reading {
    let origin = input.origin;
    // What is in UTF-16 is made UTF-8 as it is read.
    let mut transcoded;
    let body: &mut dyn Read = match decode::utf16(input.head) {
        Some(encoding) => {
            transcoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(input.body);
            &mut transcoded
        }
        None => input.body,
    };
    let mut lines = Lines { input: BufReader::with_capacity(BUFFER, body), line: Vec::new(), number: 0 };
    loop {
        match lines.next()? {
            None => return Ok(()),
            Some(Length::Fits) => take(origin, lines.record(), lines.number, out)?,
            Some(Length::TooLong) => {
                let path = origin.display();
                out.fail(ReadError::LineTooLong { path, line: lines.number, limit: MAX_LINE })?;
            }
        }
    }
}

/// Hands on the articles of a line.
fn take(origin: &Origin, bytes: &[u8], line: u64, out: &mut Out) -> Reading {
    if bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    let failed = |error: &serde_json::Error| malformed(&origin.display(), line, error);
    let value = match value_of(bytes) {
        Ok(value) => value,
        Err(error) => return out.fail(failed(&error)),
    };
    let values = json::records(value);
    if values.is_empty() {
        let (path, message) = (origin.display(), "no article, but an empty list".into());
        return out.fail(ReadError::Malformed { path, line, column: 1, message });
    }
    for value in values {
        let mut record = match serde_json::from_value::<Record>(canonical(value)) {
            Ok(record) => record,
            Err(error) => {
                out.fail(failed(&error))?;
                continue;
            }
        };
        let own = record.take_id();
        let (number, has_own) = (u32::try_from(line).ok(), own.is_some());
        let mut article = article(origin, own, number, record);
        article.address.lines = ArticleLines::On(number.unwrap_or(0));
        if !has_own {
            out.article(article)?;
        } else if out.is_new(&article.id) {
            out.identified(article)?;
        } else {
            out.fail(ReadError::DuplicateId { path: origin.display(), line, id: article.id })?;
        }
    }
    Ok(())
}

/// A record in whatever encoding; half a pair of surrogates costs that character alone, and its like as little.
fn value_of(bytes: &[u8]) -> serde_json::Result<serde_json::Value> {
    let text = decode::of_record(bytes);
    serde_json::from_str(&text).or_else(|error| match escapes::mended(&text) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    })
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

    /// The line's bytes without a byte order mark: where files were put together one stands at the beginning of each.
    fn record(&self) -> &[u8] {
        self.line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.line)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::ops::ControlFlow;

    use onrecord_text::article::Article;

    use super::super::NotRead;
    use super::*;
    use crate::source::Kind;

    fn read_all(body: &mut dyn io::Read, sink: &mut super::super::Sink) -> Reading {
        let origin = Origin { path: "f.jsonl".into(), id: "f.jsonl".into(), ..Origin::default() };
        let input = Input { origin: &origin, kind: Kind::JsonLines, file: None, head: b"", body };
        read(input, &mut Out::new(sink, 0))
    }

    fn words(item: Result<Article, NotRead>) -> String {
        match item {
            Ok(article) => format!("{}: {}|{}", article.id, article.title(), article.text()),
            Err(NotRead::Failed(error)) => error.to_string(),
            Err(NotRead::Skipped(skip)) => skip.display,
        }
    }

    fn all(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let _ = read_all(&mut text.as_bytes(), &mut |item| {
            found.push(words(item));
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn records_and_errors_in_order() {
        let text = "\u{feff}{\"id\":1,\"title\":\"T\",\"text\":\"a\\r\\nb\"}\n\n{\"text\":\"c\"}\n{\"id\":\n{\"id\":\"1\",\"text\":\"d\"}";
        let found = all(text);
        assert_eq!(found[..2], ["1: T|a\nb", "f.jsonl#3: |c"]);
        assert!(found[2].starts_with("f.jsonl:4:6: malformed record: EOF while parsing a value;"), "{}", found[2]);
        assert!(found[3].starts_with("f.jsonl:5:1: the id \"1\" stands twice"), "{}", found[3]);
    }

    #[test]
    fn a_missing_field_is_named() {
        let found = all("{\"id\":1}\n[1]\nnull");
        assert!(found[0].contains("missing field `text`"), "{}", found[0]);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn the_reader_stops_when_told() {
        let text = "{\"text\":\"a\"}\n{\"text\":\"b\"}\n";
        let mut seen = 0;
        let reading = read_all(&mut text.as_bytes(), &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        });
        assert!(reading.is_err());
        assert_eq!(seen, 1);
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let long = io::Cursor::new(b"{\"text\":\"").chain(io::repeat(b'a').take(MAX_LINE as u64));
        let mut input = long.chain(io::Cursor::new(b"\n{\"text\":\"b\"}"));
        let mut found = Vec::new();
        let _ = read_all(&mut input, &mut |item| {
            found.push(item.is_ok());
            ControlFlow::Continue(())
        });
        assert_eq!(found, [false, true]);
    }
}
