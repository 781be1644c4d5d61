//! Web archives: WARC with captured pages, WET with their text. One article a page.
//!
//! Source: ISO 28500, "WARC file format". After a record that is damaged, the next is looked for.

use std::io::{self, BufRead, BufReader, Read};

use flate2::read::{GzDecoder, ZlibDecoder};

use crate::article_from_text;
use crate::decode::{declared_charset, decode_with};
use crate::draft::flat;
use crate::html::read_html;
use crate::input::{End, Input, Origin, Out, Reading};
use crate::source::SkipReason;
use crate::{MAX_ARTICLE_BYTES, ReadError};
use encoding_rs::Encoding;
use onrecord_text::article::{Address, Article, Lines, Metadata};

/// Most bytes of a line of a record's head.
const MAX_LINE: u64 = 64 << 10;
/// Most lines of a head.
const MAX_FIELDS: usize = 1000;

/// Reads the articles of a web archive.
pub(crate) fn read(input: Input, out: &mut Out) -> Reading {
    let origin = input.origin;
    let mut body = BufReader::with_capacity(256 << 10, input.body);
    let (mut number, mut found) = (0, false);
    while let Some(record) = Record::next(&mut body)? {
        number += 1;
        let reading = match record {
            Ok(record) => article(origin, &record, number, out).map(|any| found |= any),
            Err(message) => Err(End::Failed(message)),
        };
        let place = Origin { member: Some(format!("record {number}")), ..origin.clone() };
        out.part(&place, reading)?;
    }
    if found || number == 0 { Ok(()) } else { Err(SkipReason::NoText.into()) }
}

/// A head's fields, with their names in small letters.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    fn push(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':').filter(|_| self.0.len() < MAX_FIELDS) {
            self.0.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
}

struct Record {
    fields: Fields,
    content: Vec<u8>,
}

impl Record {
    /// The next record, or what is wrong with it; none at the end.
    fn next(body: &mut impl BufRead) -> io::Result<Option<Result<Record, String>>> {
        let mut line = Vec::new();
        let mut strayed = false;
        loop {
            line.clear();
            if body.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
                return Ok(strayed.then(|| Err("it ends within a record; fetch the archive anew".into())));
            }
            if line.starts_with(b"WARC/") {
                break;
            }
            strayed |= !line.trim_ascii().is_empty();
        }
        let mut fields = Fields::default();
        loop {
            line.clear();
            if body.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 || line.trim_ascii().is_empty() {
                break;
            }
            fields.push(&String::from_utf8_lossy(&line));
        }
        let Some(length) = fields.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return Ok(Some(Err("its length is missing; the records after it are read".into())));
        };
        Self::content(body, fields, length).map(Some)
    }

    fn content(body: &mut impl BufRead, fields: Fields, length: u64) -> io::Result<Result<Record, String>> {
        let wanted = matches!(fields.get("warc-type"), Some("response" | "resource" | "conversion"));
        let mut content = Vec::new();
        if !wanted || length > MAX_ARTICLE_BYTES {
            io::copy(&mut body.take(length), &mut io::sink())?;
            let fields = Fields::default();
            return Ok(Ok(Record { fields, content }));
        }
        body.take(length).read_to_end(&mut content)?;
        if (content.len() as u64) < length {
            return Ok(Err("the archive ends within it; fetch the archive anew".into()));
        }
        Ok(Ok(Record { fields, content }))
    }
}

/// Hands on the article of a record; whether it is one.
fn article(origin: &Origin, record: &Record, number: u32, out: &mut Out) -> Result<bool, End> {
    let Some(url) = record.fields.get("warc-target-uri").map(|url| url.trim_matches(['<', '>'])) else {
        return Ok(false);
    };
    let http = record.fields.get("content-type").is_some_and(|kind| kind.contains("application/http"));
    let (fields, bytes) = if http {
        let Some((fields, bytes)) = response(&record.content)? else { return Ok(false) };
        (fields, bytes)
    } else {
        (Fields::default(), record.content.clone())
    };
    let kind =
        fields.get("content-type").or(record.fields.get("content-type").filter(|_| !http)).unwrap_or("text/html");
    let kind = kind.to_lowercase();
    let is_page = kind.contains("html");
    if !(is_page || kind.starts_with("text/plain")) || url.starts_with("dns:") || url.ends_with("/robots.txt") {
        return Ok(false);
    }
    let charset = kind
        .split("charset=")
        .nth(1)
        .and_then(|label| Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes()));
    let declared = charset.or_else(|| if is_page { declared_charset(&bytes) } else { None });
    let Some(text) = decode_with(bytes, declared).filter(|text| !text.trim().is_empty()) else { return Ok(false) };
    let found = if is_page { read_html(url, &origin.path, &text) } else { Ok(plain(url, origin, &text)) };
    let mut article = match found {
        Ok(article) => article,
        Err(ReadError::Unreadable { message, .. }) if message.contains("no text") => {
            out.skip(format!("{}: {url}", origin.display()), SkipReason::NoText)?;
            return Ok(true);
        }
        Err(ReadError::Unreadable { message, .. }) => return Err(End::Failed(format!("{url}: {message}"))),
        Err(error) => return Err(End::Failed(error.to_string())),
    };
    complete(&mut article.metadata, url, record.fields.get("warc-date"));
    article.address = Address { member: origin.member.clone(), record: Some(number), lines: Lines::None };
    out.article(article)?;
    Ok(true)
}

fn plain(url: &str, origin: &Origin, text: &str) -> Article {
    article_from_text(url, &origin.path, None, text, Metadata::default())
}

/// Fills in what the page itself does not say: address, site, and that it was published by the day of its capture.
fn complete(metadata: &mut Metadata, url: &str, captured: Option<&str>) {
    let host = url.split("://").nth(1).and_then(|rest| rest.split(['/', ':', '?']).next());
    let host = host.map(|host| host.trim_start_matches("www.").to_owned()).filter(|host| !host.is_empty());
    metadata.url.get_or_insert_with(|| url.to_owned());
    metadata.outlet = metadata.outlet.take().or(host);
    metadata.date =
        metadata.date.take().or_else(|| captured.and_then(|date| date.get(..10)).map(|day| format!("..{}", flat(day))));
}

/// The fields and the decoded body of an HTTP answer; none where it is no success.
fn response(content: &[u8]) -> Result<Option<(Fields, Vec<u8>)>, End> {
    let mut fields = Fields::default();
    let mut at = 0;
    let mut success = false;
    while let Some(len) = memchr::memchr(b'\n', &content[at..]) {
        let line = String::from_utf8_lossy(&content[at..at + len]);
        let line = line.trim_end();
        if at == 0 {
            success = line.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
        } else if !line.is_empty() {
            fields.push(line);
        }
        at += len + 1;
        if line.is_empty() || !success {
            break;
        }
    }
    if !success {
        return Ok(None);
    }
    let body = content[at..].to_vec();
    let is_chunked = fields.get("transfer-encoding").is_some_and(|coding| coding.to_lowercase().contains("chunked"));
    let body = if is_chunked { unchunked(&body).unwrap_or(body) } else { body };
    let coding = fields.get("content-encoding").unwrap_or_default().to_lowercase();
    let body = match coding.as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => inflated(GzDecoder::new(body.as_slice()))?,
        "deflate" if !body.starts_with(b"<") => inflated(ZlibDecoder::new(body.as_slice()))?,
        "br" | "zstd" => return Err(End::Failed(format!("a page is packed with {coding}, which is not read"))),
        _ => body,
    };
    Ok(Some((fields, body)))
}

fn inflated(packed: impl Read) -> Result<Vec<u8>, End> {
    let mut body = Vec::new();
    packed.take(MAX_ARTICLE_BYTES + 1).read_to_end(&mut body)?;
    if body.len() as u64 > MAX_ARTICLE_BYTES { Err(SkipReason::TooLarge.into()) } else { Ok(body) }
}

/// The body that comes in chunks, each after its length; none where it does not, though its head says so.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(rest.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(rest[..end].trim_ascii()).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(&rest[..length.min(rest.len())]);
        rest = rest.get(length..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        assert_eq!(unchunked(b"4\r\nWiki\r\n5;x=1\r\npedia\r\n0\r\n\r\n").as_deref(), Some(&b"Wikipedia"[..]));
        assert_eq!(unchunked(b"<html>\n"), None);
    }

    #[test]
    fn records_after_a_damaged_one() {
        let warc = "WARC/1.0\r\nWARC-Type: response\r\n\r\n\r\nnoise\r\nWARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: \
                    http://a.example/\r\nContent-Length: 5\r\n\r\nwords\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: \
                    50\r\n\r\nwords";
        let mut body = warc.as_bytes();
        let mut found = Vec::new();
        while let Some(record) = Record::next(&mut body).expect("memory") {
            found.push(record.map(|record| String::from_utf8(record.content).expect("text")));
        }
        assert_eq!(found.len(), 3);
        assert!(found[0].is_err() && found[2].is_err());
        assert_eq!(found[1].as_deref().ok(), Some("words"));
    }
}
