//! PDF: the text of its pages, columns in order, in paragraphs.
//!
//! The parser is another's, and nested arrays overflow its stack: it runs in a process of its own.

use std::path::PathBuf;

use pdf_oxide::PdfDocument;

use super::document::document;
use crate::draft::Para;
use crate::input::{End, Input, Out, Reading};
use crate::sandbox;
use crate::source::SkipReason;
use onrecord_text::article::{BlockKind, Metadata};

/// The argument that makes the program the process in which PDF is read.
pub const SANDBOX_ARGUMENT: &str = sandbox::ARGUMENT;

/// Names the program that, run with [`SANDBOX_ARGUMENT`] alone, calls [`serve_sandbox`]. For the program's start, once:
/// without it PDF is passed over.
pub fn provide_sandbox(program: PathBuf) {
    sandbox::provide(program);
}

/// What the other process does: it reads a PDF on standard input, writes its text to standard output and gives the exit
/// status.
pub fn serve_sandbox() -> i32 {
    sandbox::serve(extract)
}

/// Between the texts of two pages.
const PAGE: char = '\u{c}';
/// Pages that are read.
const MAX_PAGES: usize = 20_000;

/// Reads a document, or the export of a database in one.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    if !sandbox::is_provided() {
        return Err(SkipReason::NotBuilt.into());
    }
    let bytes = input.bytes()?;
    let text = sandbox::run(&bytes).map_err(End::Failed)?;
    let paras = paragraphs(&String::from_utf8_lossy(&text));
    if paras.is_empty() {
        return Err(SkipReason::NoTextLayer.into());
    }
    document(input.origin, paras, Metadata::default(), out)?;
    if breaks_off(&bytes) {
        return Err(End::Failed("it breaks off, and only what is there was read; fetch it anew".into()));
    }
    Ok(())
}

/// Whether the sign that ends a PDF is not near its end.
fn breaks_off(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(16 << 10)..];
    memchr::memmem::find(tail, b"%%EOF").is_none()
}

/// The other process's work: the texts of the pages of a PDF, a form feed after each.
///
/// # Errors
/// When the PDF is damaged or encrypted: what is wrong and what to do.
pub(crate) fn extract(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let damaged = |error: &dyn std::fmt::Display| {
        format!("the PDF is damaged ({error}); open it in another program and save it anew")
    };
    let document = PdfDocument::from_bytes(bytes).map_err(|error| damaged(&error))?;
    let count = document.page_count().map_err(|error| match document.is_encrypted() {
        true => "it is encrypted; save it without its password first".to_owned(),
        false => damaged(&error),
    })?;
    let mut text = String::new();
    let mut failed = None;
    for page in 0..count.min(MAX_PAGES) {
        match document.extract_text(page) {
            Ok(found) => text.extend(found.chars().filter(|&c| c != PAGE)),
            Err(error) => failed = Some(error),
        }
        text.push(PAGE);
    }
    let empty = text.trim_matches(PAGE).trim().is_empty();
    match failed {
        _ if empty && document.is_encrypted() => Err("it is encrypted; save it without its password first".into()),
        Some(error) if empty => Err(damaged(&error)),
        _ => Ok(text.into_bytes()),
    }
}

/// The paragraphs of all pages. One that goes on over the end of a page is one.
fn paragraphs(text: &str) -> Vec<Para> {
    let mut paras: Vec<Para> = Vec::new();
    for (number, page) in text.split(PAGE).enumerate() {
        let mut of_page = paragraphs_of(page, number as u32 + 1);
        if let (Some(last), Some(first)) = (paras.last_mut().filter(|last| last.kind.is_none()), of_page.first())
            && first.text.starts_with(char::is_lowercase)
            && !crate::cues::ends_sentence(&last.text)
        {
            last.text.push(' ');
            last.text.push_str(&first.text);
            of_page.remove(0);
        }
        paras.extend(of_page);
    }
    paras
}

fn paragraphs_of(page: &str, number: u32) -> Vec<Para> {
    let mut paras = Vec::new();
    for block in page.split("\n\n") {
        let lines: Vec<&str> = block.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let mut open = String::new();
        for (at, line) in lines.iter().enumerate() {
            join(&mut open, line);
            let next = lines.get(at + 1);
            if next.is_none() || next.is_some_and(|next| ends(line, next, width)) {
                paras.push(para(std::mem::take(&mut open), number));
            }
        }
    }
    paras.retain(|para| !para.text.is_empty());
    paras
}

/// A paragraph; a number alone is the page's.
fn para(text: String, page: u32) -> Para {
    let is_number = text.len() <= 6 && text.trim_matches(['-', '–', ' ']).bytes().all(|b| b.is_ascii_digit());
    Para { page, kind: is_number.then_some(BlockKind::Boilerplate), ..Para::new(text) }
}

/// Whether a line ends its paragraph: a sentence ends on it, well before the column does, or an item of a list follows.
fn ends(line: &str, next: &str, width: usize) -> bool {
    let short = line.chars().count() * 4 < width * 3;
    (short && crate::cues::ends_sentence(line)) || crate::cues::list_marker(next).is_some()
}

/// Appends a line. The extraction leaves spaces before signs that belong to the word before.
fn join(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    let mut rest = line;
    while let Some(at) = [" ,", " .", " ;"].iter().filter_map(|sign| rest.find(sign)).min() {
        let after = rest[at + 2..].chars().next();
        let closes = after.is_none_or(char::is_whitespace);
        text.push_str(&rest[..at]);
        text.push_str(if closes { &rest[at + 1..at + 2] } else { &rest[at..at + 2] });
        rest = &rest[at + 2..];
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_over_lines_and_pages() {
        let text = "Title\n\nThe ministers of many countries met on Monday , and\nthey left.\nThen they met again on the next day and\nthe talks\u{c}went on \
                    for long.\n\n2\n\u{c}";
        let found = paragraphs(text);
        let texts: Vec<_> = found.iter().map(|para| (para.text.as_str(), para.page)).collect();
        assert_eq!(
            texts,
            [
                ("Title", 1),
                ("The ministers of many countries met on Monday, and they left.", 1),
                ("Then they met again on the next day and the talks went on for long.", 1),
                ("2", 2)
            ]
        );
    }
}
