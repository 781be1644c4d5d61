//! Reading: the bytes of a source in, its articles out, one file per format.
//!
//! - [`decode`]: any encoding to text
//! - [`paragraphs`], [`blocks`], [`boilerplate`]: what plain text consists of
//! - `markdown`, `html`, `json`, `jsonl`: the formats
//!
//! Nothing here opens a file. Parsers that others wrote run where a panic ends the source, not the run.

pub mod blocks;
pub mod boilerplate;
mod caption;
mod compression;
mod cues;
mod dateline;
mod day_order;
pub mod decode;
mod error;
mod front_matter;
pub mod guard;
mod html;
mod json;
mod jsonl;
mod lexicon;
mod markdown;
mod markup;
pub mod paragraphs;
mod record;
mod sniff;
pub mod source;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::ops::ControlFlow;

pub use error::ReadError;

use crate::day_order::DayOrder;
use crate::guard::Guarded;
use crate::source::{Kind, SkipReason, SourceFile};
use onrecord_text::article::{Article, Block, BlockKind, Metadata};
use onrecord_text::span::Span;

pub use crate::source::MAX_ARTICLE_BYTES;

/// Where articles go as they are read, and the errors of single records; it may end the reading.
pub type Sink<'a> = dyn FnMut(Result<Article, ReadError>) -> ControlFlow<()> + 'a;

/// How the reading of a source ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was read to its end; errors, if any, went to the sink.
    Done,
    /// The sink ended it.
    Stopped,
    /// It holds no article for a good reason.
    Skipped(SkipReason),
}

/// Reads the articles of the source `file`, whose bytes are `input`, into `sink`.
///
/// JSON Lines are read record by record; other kinds are held whole, up to [`MAX_ARTICLE_BYTES`]. A kind that
/// the name did not tell is told from the first bytes. Dates in digits alone (`03/04/2017`) are read as the
/// source as a whole has them, day or month first. Errors, those of the input too, go to the sink.
pub fn read(file: &SourceFile, input: &mut dyn Read, sink: &mut Sink) -> Outcome {
    let mut order = DayOrder::new(sink);
    match read_in_turn(file, input, &mut |item| order.take(item)) {
        Outcome::Done if order.finish().is_break() => Outcome::Stopped,
        outcome => outcome,
    }
}

fn read_in_turn(file: &SourceFile, input: &mut dyn Read, sink: &mut Sink) -> Outcome {
    let mut plain = Guarded::new(compression::decompress(file.format.compression, input));
    let mut head = Vec::new();
    let kind = match file.format.kind {
        Kind::Unknown => match sniff::fill(&mut plain, &mut head) {
            Ok(()) if decode::is_binary(&head) => return Outcome::Skipped(SkipReason::Binary),
            Ok(()) => sniff::kind(&head),
            Err(error) => return failed(file, error, sink),
        },
        kind => kind,
    };
    let mut whole = head.as_slice().chain(plain);
    if kind == Kind::JsonLines {
        return jsonl::read_lines(&file.display, &mut whole, sink);
    }
    if file.size > MAX_ARTICLE_BYTES {
        return Outcome::Skipped(SkipReason::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(file.size.min(MAX_ARTICLE_BYTES)).unwrap_or(0));
    match whole.take(MAX_ARTICLE_BYTES + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MAX_ARTICLE_BYTES => Outcome::Skipped(SkipReason::TooLarge),
        Ok(_) => read_whole(file, kind, bytes, sink),
        Err(error) => failed(file, error, sink),
    }
}

fn failed(file: &SourceFile, error: std::io::Error, sink: &mut Sink) -> Outcome {
    match sink(Err(ReadError::Io { path: file.display.clone(), error })) {
        ControlFlow::Continue(()) => Outcome::Done,
        ControlFlow::Break(()) => Outcome::Stopped,
    }
}

fn read_whole(file: &SourceFile, kind: Kind, bytes: Vec<u8>, sink: &mut Sink) -> Outcome {
    let declared = if kind == Kind::Html { decode::declared_charset(&bytes) } else { None };
    let Some(text) = decode::decode_with(bytes, declared) else { return Outcome::Skipped(SkipReason::Binary) };
    if text.trim().is_empty() {
        return Outcome::Skipped(SkipReason::Empty);
    }
    let (id, path) = (file.id.as_str(), file.display.as_str());
    let article = match kind {
        Kind::Json => return json::read_json(file, &text, sink),
        Kind::Html => html::read_html(id, path, &text),
        Kind::Markdown => Ok(markdown::read_markdown(id, path, &text)),
        _ => Ok(article_from_text(id, path, None, &text, Metadata::default())),
    };
    match sink(article) {
        ControlFlow::Continue(()) => Outcome::Done,
        ControlFlow::Break(()) => Outcome::Stopped,
    }
}

/// Builds an article from decoded text; `title` is given where it stands outside the text.
///
/// A text whose first paragraph repeats that title has it once: in the text.
pub fn article_from_text(id: &str, path: &str, title: Option<&str>, text: &str, metadata: Metadata) -> Article {
    let title = title.filter(|title| !title.trim().is_empty());
    let paragraphs = paragraphs::paragraphs(text, title.is_some());
    let first = paragraphs.first().map_or("", |p| &text[p.clone()]);
    let repeated = title.is_some_and(|title| same_words(title, first));
    let mut blocks = blocks::classify(text, &paragraphs, title.is_some());
    if repeated {
        blocks[0].kind = BlockKind::Title;
    }
    assemble(id, path, title.filter(|_| !repeated), text, blocks, metadata)
}

/// An article of `text`, in which `blocks` lie, with a title that stands outside it or none.
fn assemble(
    id: &str,
    path: &str,
    title: Option<&str>,
    text: &str,
    mut blocks: Vec<Block>,
    metadata: Metadata,
) -> Article {
    let mut content = String::with_capacity(title.map_or(0, |title| title.len() + 1) + text.len());
    if let Some(title) = title {
        content.push_str(title);
        content.push('\n');
        let by = content.len() as u32;
        blocks.iter_mut().for_each(|b| b.span = Span { start: b.span.start + by, end: b.span.end + by });
        blocks.insert(0, Block { kind: BlockKind::Title, span: trimmed(title) });
    }
    let text_start = content.len() as u32;
    content.push_str(text);
    Article { id: id.into(), path: path.into(), content, text_start, blocks, metadata }
}

/// The span of a text without the white space around it.
fn trimmed(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

/// Whether two titles differ in white space and closing punctuation alone.
fn same_words(a: &str, b: &str) -> bool {
    let words = |s| str::split_whitespace(str::trim_end_matches(s, ['.', '!', '?', ' ']));
    a.len().abs_diff(b.len()) <= 16 && words(a).eq(words(b))
}
