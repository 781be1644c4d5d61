//! Mail: single messages, mailboxes, and pages saved as mail. A mail that carries an export is split; documents that are
//! attached are read like files.

use std::io::{BufRead, BufReader};

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Address as Senders, Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::exports;
use crate::decode::{decode, with_unix_line_ends};
use crate::draft::flat;
use crate::html::read_html;
use crate::input::{End, Input, Origin, Out, Reading};
use crate::source::{Format, Kind, SkipReason};
use crate::tags;
use crate::{MAX_ARTICLE_BYTES, article_from_text, read_from};
use onrecord_text::article::{Address, Article, Lines, Metadata};

/// Mails within mails that are gone into.
const MAX_DEPTH: u8 = 4;

/// Reads a mail.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let bytes = input.bytes()?;
    read_message(input.origin, without_count(&bytes), None, out)
}

/// A mail without what Apple's program puts around it: a line with its length before it, notes of its own behind.
fn without_count(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(0);
    let count = std::str::from_utf8(&bytes[..end]).ok().and_then(|line| line.trim().parse().ok());
    match count {
        Some(count) => bytes[end + 1..].get(..count).unwrap_or(&bytes[end + 1..]),
        None => bytes,
    }
}

/// Reads the mails of a mailbox, one after the other.
pub(crate) fn read_mailbox(input: Input, out: &mut Out) -> Reading {
    let origin = input.origin;
    let mut body = BufReader::with_capacity(256 << 10, input.body);
    let (mut mail, mut line, mut number, mut after_blank, mut too_long) = (Vec::new(), Vec::new(), 0u32, true, false);
    loop {
        line.clear();
        let ended = read_line(&mut body, &mut line)? == 0;
        if ended || (after_blank && is_envelope(&line)) {
            if number > 0 {
                let reading = if too_long {
                    Err(SkipReason::TooLarge.into())
                } else {
                    read_message(origin, &mail, Some(number), out)
                };
                let place = Origin { member: Some(number.to_string()), ..origin.clone() };
                out.part(&place, reading)?;
            }
            if ended {
                return Ok(());
            }
            mail.clear();
            (number, too_long) = (number + 1, false);
            continue;
        }
        after_blank = line.trim_ascii().is_empty();
        too_long |= (mail.len() + line.len()) as u64 > MAX_ARTICLE_BYTES;
        if !too_long {
            mail.extend_from_slice(unquoted(&line));
        }
    }
}

/// Reads a line up to its end or the most that a mail may have.
fn read_line(body: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    std::io::Read::take(body, MAX_ARTICLE_BYTES).read_until(b'\n', line)
}

/// The line before each mail: "From jane@example.org Thu Jan  1 00:00:00 1970".
fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(rest);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_year = |word: &&str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1970..2200).contains(&year));
    let is_time = |word: &&str| word.len() >= 5 && word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
    words.len() >= 2 && words.iter().any(is_year) && words.iter().any(is_time)
}

/// A line as it was before the mailbox set a sign before it, lest it look like the beginning of a mail.
fn unquoted(line: &[u8]) -> &[u8] {
    let bare = line.iter().position(|&b| b != b'>').unwrap_or(0);
    if bare > 0 && line[bare..].starts_with(b"From ") { &line[1..] } else { line }
}

/// Hands on the article of a mail and the articles of what is attached; `record` is its number in a mailbox.
fn read_message(origin: &Origin, bytes: &[u8], record: Option<u32>, out: &mut Out) -> Reading {
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    let Some(message) = message else {
        return Err(End::Failed("it is no mail; save its text as a plain file".into()));
    };
    read_parsed(origin, &message, record, out)
}

fn read_parsed(origin: &Origin, message: &Message, record: Option<u32>, out: &mut Out) -> Reading {
    let found = read_body(origin, message, record, out)?;
    let mut attached = false;
    for (number, part) in message.attachments().enumerate() {
        attached |= read_attachment(origin, part, record, number, out)?;
    }
    if found || attached || record.is_some() { Ok(()) } else { Err(SkipReason::NoText.into()) }
}

/// Hands on the article of a mail's text, or those of the export that it is; whether there is a text.
fn read_body(origin: &Origin, message: &Message, record: Option<u32>, out: &mut Out) -> Result<bool, End> {
    let html = html_of(message);
    let text = text_of(message);
    let inner = Origin { id: id_of(origin, message, record), ..origin.clone() };
    for (export, is_html) in [(&html, true), (&text, false)] {
        let split =
            if is_html { exports::read_html(export, &inner, out)? } else { exports::read_text(export, &inner, out)? };
        if split {
            return Ok(true);
        }
    }
    let subject = message.subject().map(flat).filter(|subject| !subject.is_empty());
    let (title, text, metadata) = match text.trim().is_empty() {
        false => (subject, text, Metadata::default()),
        true => page(&html, subject),
    };
    if text.trim().is_empty() {
        return Ok(false);
    }
    let metadata = metadata_of(message, metadata);
    let article = article_from_text(&inner.id, &origin.path, title.as_deref(), text.trim_matches('\n'), metadata);
    let address = Address { member: origin.member.clone(), record, lines: Lines::None };
    out.article(Article { address, ..article })?;
    Ok(true)
}

/// The text of a mail's page: its article, or all of it where the article is but a part.
fn page(html: &str, subject: Option<String>) -> (Option<String>, String, Metadata) {
    if html.trim().is_empty() {
        return (subject, String::new(), Metadata::default());
    }
    let all = tags::text(html);
    match read_html("", "", html) {
        Ok(article) if article.text().len() * 2 > all.len() => {
            let title = subject.or_else(|| Some(article.title().to_owned()));
            (title, article.text().to_owned(), article.metadata)
        }
        _ => (subject, all, Metadata::default()),
    }
}

fn text_of(message: &Message) -> String {
    let texts = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(with_unix_line_ends(decoded(message, part, text))),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

fn html_of(message: &Message) -> String {
    let pages = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(html) => Some(with_unix_line_ends(decoded(message, part, html))),
        _ => None,
    });
    pages.collect::<Vec<_>>().join("\n")
}

/// The text of a part as the parser decoded it, or, where its encoding is unknown or not what the mail says, as its bytes
/// tell.
fn decoded(message: &Message, part: &MessagePart, text: &str) -> String {
    let again = || {
        let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize)?;
        let bytes = match part.encoding {
            Encoding::None => Some(raw.to_vec()),
            Encoding::QuotedPrintable => quoted_printable_decode(raw),
            Encoding::Base64 => base64_decode(raw),
        };
        decode(bytes?).filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))
    };
    let broken = text.contains(char::REPLACEMENT_CHARACTER);
    if broken { again() } else { None }.unwrap_or_else(|| text.to_owned())
}

fn id_of(origin: &Origin, message: &Message, record: Option<u32>) -> String {
    match (message.message_id(), record) {
        (Some(id), _) => id.to_owned(),
        (None, Some(record)) => format!("{}#{record}", origin.id),
        (None, None) => origin.id.clone(),
    }
}

/// What a mail's head says. A page's own metadata go before it, where it is a saved page.
fn metadata_of(message: &Message, page: Metadata) -> Metadata {
    let sender = message.from().and_then(Senders::first);
    let name = sender.and_then(|sender| sender.name.as_deref().or(sender.address.as_deref())).map(flat);
    let domain =
        sender.and_then(|sender| sender.address.as_deref()?.rsplit_once('@')).map(|(_, domain)| domain.to_lowercase());
    let saved =
        message.header_raw("Snapshot-Content-Location").or_else(|| message.header_raw("Content-Location")).map(flat);
    let is_saved = saved.as_ref().is_some_and(|url| url.starts_with("http"));
    let sent = message.date().map(|date| format!("{:04}-{:02}-{:02}", full_year(date.year), date.month, date.day));
    // A day in another form than mails have is read as a field's, or told of where it is none.
    let sent = sent.or_else(|| message.header_raw("Date").map(flat).filter(|date| !date.is_empty()));
    Metadata {
        date: page.date.or(sent.filter(|_| !is_saved)),
        outlet: page.outlet.or(domain.filter(|_| !is_saved)),
        author: page.author.or(name.filter(|_| !is_saved)),
        url: saved.filter(|_| is_saved).or(page.url),
        ..page
    }
}

/// The year of a mail's date, which in old mails has two digits, or three (RFC 5322, 4.3).
fn full_year(year: u16) -> u16 {
    match year {
        0..50 => year + 2000,
        50..1000 => year + 1900,
        _ => year,
    }
}

/// Reads what is attached to a mail; whether it is something that may hold articles. Pictures are none.
fn read_attachment(
    origin: &Origin,
    part: &MessagePart,
    record: Option<u32>,
    number: usize,
    out: &mut Out,
) -> Result<bool, End> {
    if origin.depth >= MAX_DEPTH {
        return Ok(false);
    }
    let named = part.attachment_name().is_some();
    let name = part.attachment_name().map_or_else(|| format!("attachment-{}", number + 1), flat);
    let name = record.map_or_else(|| name.clone(), |record| format!("{record}/{name}"));
    let member = origin.member(&name);
    if let PartType::Message(message) = &part.body {
        let reading = read_parsed(&member, message, None, out);
        out.part(&member, reading)?;
        return Ok(true);
    }
    let Some(format) =
        Format::from_name(name.as_ref()).filter(|format| is_document(format.kind, named && !is_programs(&name)))
    else {
        return Ok(false);
    };
    let reading = read_from(&member, format, None, &mut part.contents(), out);
    out.part(&member, reading)?;
    Ok(true)
}

/// Whether a program gave a part its name: mailing lists attach their notes, which become `ATT00001.txt`.
fn is_programs(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("att0"))
}

/// Kinds of which an attachment is read. Text without a name of its own is the footer of a list, or a signature.
fn is_document(kind: Kind, named: bool) -> bool {
    kind != Kind::Unknown && (kind != Kind::Text || named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn envelopes() {
        for line in ["From a@b.org Thu Jan  1 00:00:00 1970", "From MAILER-DAEMON Fri Jul  8 12:08:34 2011 +0000"] {
            assert!(is_envelope(line.as_bytes()), "{line}");
        }
        for line in ["From here on", "From 1999 to 2001 it fell", ">From a@b.org Thu Jan  1 00:00:00 1970"] {
            assert!(!is_envelope(line.as_bytes()), "{line}");
        }
        assert_eq!(unquoted(b">>From me"), b">From me");
        assert_eq!(unquoted(b"> quoted"), b"> quoted");
        assert_eq!(without_count(b"123\nSubject: a"), b"Subject: a");
        assert_eq!(without_count(b"10  \nSubject: a<?xml?>"), b"Subject: a");
        assert_eq!([10, 99, 110, 2010].map(full_year), [2010, 1999, 2010, 2010]);
        assert!(is_programs("2/ATT00001.txt") && !is_programs("attack.txt"));
    }
}
