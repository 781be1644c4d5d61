//! Tables: comma-, semicolon- or tab-separated values, one article a row, its fields by the names of the columns.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8};

use crate::columns::{self, Fields, Role};
use crate::decode;
use crate::draft::Draft;
use crate::input::{End, Input, Origin, Out, Reading};
use crate::source::SkipReason;
use crate::{MAX_ARTICLE_BYTES, ReadError};
use onrecord_text::article::Lines;

/// Reads the articles of a table.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let origin = input.origin;
    let encoding = match input.head {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => None,
        head if head.contains(&0) => None,
        head => Some(decode::encoding_of(head)),
    };
    match encoding {
        Some(encoding) => rows(origin, input.head, &mut input.body, encoding, out),
        None => {
            let text = input.text()?;
            rows(origin, text.as_bytes(), &mut text.as_bytes(), UTF_8, out)
        }
    }
}

/// Reads the rows of `body`, whose text is in `encoding` and which begins with `head`.
fn rows(origin: &Origin, head: &[u8], body: &mut dyn Read, encoding: &'static Encoding, out: &mut Out) -> Reading {
    let Head { start, lines, sign } = Head::of(head);
    io::copy(&mut (&mut *body).take(start as u64), &mut io::sink())?;
    let mut reader = ReaderBuilder::new().delimiter(sign).flexible(true).from_reader(Capped::new(body));
    let text = |bytes: &[u8]| encoding.decode_without_bom_handling(bytes).0.into_owned();
    let names: Vec<String> = reader.byte_headers().map_err(failed)?.iter().map(text).collect();
    let mut row = ByteRecord::new();
    let Some(table) = Table::new(&names) else { return Err(no_column(&names)) };
    loop {
        reader.get_mut().room = MAX_ARTICLE_BYTES;
        match reader.read_byte_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let line = row.position().map_or(0, |at| at.line() + lines);
                table.row(origin, row.iter().map(text), line, out)?;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

fn failed(error: csv::Error) -> End {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => End::Io(error),
        other => End::Failed(format!("the table is damaged: {other:?}; check its quotation marks")),
    }
}

/// What is said of a table without a column of texts. One of figures alone, without names of columns, is passed over.
pub(crate) fn no_column(names: &[String]) -> End {
    if !names.iter().any(|name| name.chars().any(char::is_alphabetic)) {
        return SkipReason::UnknownKind.into();
    }
    let listed: Vec<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    let listed = listed.join(", ");
    End::Failed(format!("no column holds texts; the columns are {listed}; name the one that does \"text\""))
}

/// Where the names of the columns stand, and what is between them.
struct Head {
    /// The byte at which their line begins.
    start: usize,
    /// What the line of a row is more than the reader of rows says.
    lines: u64,
    /// The sign between columns.
    sign: u8,
}

/// Most lines before the one with the names: what was searched, and when. A judgement, not measured; each
/// costs one look, at a table without names of texts.
const MAX_BEFORE: usize = 20;

impl Head {
    /// By the first bytes of a table. The names stand in the first line, unless only a later one names columns of
    /// articles.
    fn of(head: &[u8]) -> Self {
        let (told, sign) = told_sign(head);
        let (mut start, mut first) = (told, None);
        for (number, line) in head[told..].split_inclusive(|&b| b == b'\n').take(MAX_BEFORE).enumerate() {
            let bare = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii();
            // The reader of rows is before the second half of such a line end when it says on which line a row begins.
            let lines = number as u64 + u64::from(told > 0) + u64::from(line.ends_with(b"\r\n"));
            let here = Head { start, lines, sign: sign.unwrap_or_else(|| delimiter(line)) };
            start += line.len();
            if names_texts(bare, here.sign) {
                return here;
            }
            first.get_or_insert(here);
        }
        first.unwrap_or(Head { start: told, lines: 0, sign: sign.unwrap_or(b',') })
    }
}

/// Whether a line names columns that articles have, their texts among them.
fn names_texts(line: &[u8], sign: u8) -> bool {
    let line = String::from_utf8_lossy(line);
    let names: Vec<&str> = line.split(char::from(sign)).map(|name| name.trim().trim_matches('"')).collect();
    let is_text = |name: &&str| columns::role(name).is_some_and(|(r, _)| matches!(r, Role::Text | Role::Summary));
    names.len() >= 2 && columns::is_header(&names) && names.iter().any(is_text)
}

/// The line with which a table tells the sign between its columns to spreadsheets, `sep=;`: its length in bytes, a mark of
/// the order of bytes included, and the sign.
fn told_sign(head: &[u8]) -> (usize, Option<u8>) {
    let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let line = head[mark..].split_inclusive(|&b| b == b'\n').next().unwrap_or_default();
    let told = line.trim_ascii().trim_ascii_start();
    let told = told.strip_prefix(b"\"").and_then(|told| told.strip_suffix(b"\"")).unwrap_or(told);
    match told.get(..4).filter(|name| name.eq_ignore_ascii_case(b"sep=")).and(told.get(4..)) {
        // A tab is white space at the end of its line.
        Some([]) if line.contains(&b'\t') => (mark + line.len(), Some(b'\t')),
        Some(&[sign]) => (mark + line.len(), Some(sign)),
        _ => (0, None),
    }
}

/// The sign between the columns of a line: the one that it has most.
fn delimiter(line: &[u8]) -> u8 {
    let count = |sign: u8| line.iter().filter(|&&b| b == sign).count();
    // Of equals the last is taken.
    [b'|', b';', b',', b'\t'].into_iter().max_by_key(|&sign| count(sign)).unwrap_or(b',')
}

/// A reader that ends a row which a quotation mark keeps open for longer than an article may be.
struct Capped<'a> {
    body: &'a mut dyn Read,
    room: u64,
}

impl<'a> Capped<'a> {
    fn new(body: &'a mut dyn Read) -> Self {
        Capped { body, room: MAX_ARTICLE_BYTES }
    }
}

impl Read for Capped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.room == 0 {
            return Err(std::io::Error::other("a row is longer than an article may be; check its quotation marks"));
        }
        let len = self.body.read(buffer)?;
        self.room = self.room.saturating_sub(len as u64);
        Ok(len)
    }
}

/// The columns of a table.
pub(crate) struct Table {
    roles: Vec<Option<(Role, usize)>>,
    rows: std::cell::Cell<u32>,
}

impl Table {
    /// The table whose columns have these names; none where none of them holds texts.
    pub(crate) fn new(names: &[String]) -> Option<Self> {
        let roles: Vec<_> = names.iter().map(|name| columns::role(name.trim_start_matches('\u{feff}'))).collect();
        let has_text = roles.iter().flatten().any(|(role, _)| matches!(role, Role::Text | Role::Summary));
        has_text.then(|| Table { roles, rows: 0.into() })
    }

    /// Hands on the article of a row; `line` is its line in the file, or 0.
    pub(crate) fn row(
        &self,
        origin: &Origin,
        values: impl Iterator<Item = String>,
        line: u64,
        out: &mut Out,
    ) -> Reading {
        self.rows.set(self.rows.get() + 1);
        let record = self.rows.get();
        let (mut fields, mut any) = (Fields::default(), false);
        for (role, value) in self.roles.iter().zip(values) {
            any |= !value.trim().is_empty();
            if let Some(role) = role {
                let is_text = matches!(role.0, Role::Text | Role::Summary);
                fields.add(*role, if is_text { columns::plain(decode::with_unix_line_ends(value)) } else { value });
            }
        }
        match (any, fields.has_text()) {
            (false, _) => Ok(()),
            (true, false) => out.fail(no_text(origin, record)),
            (true, true) => send(fields.draft(), origin, record, line, out),
        }
    }
}

fn no_text(origin: &Origin, record: u32) -> ReadError {
    origin.unreadable(format!("row {record} has no text; fill it in or leave the row out"))
}

fn send(draft: Draft, origin: &Origin, record: u32, line: u64, out: &mut Out) -> Reading {
    let mut article = Draft { record: Some(record), ..draft }.article(origin);
    if line > 0 {
        article.address.lines = Lines::On(u32::try_from(line).unwrap_or(u32::MAX));
    }
    out.article(article)
}
