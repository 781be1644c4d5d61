//! Reading: the bytes of a source in, its articles out, one file per format.
//!
//! - [`decode`]: any encoding to text
//! - [`paragraphs`], [`blocks`], [`boilerplate`]: what plain text consists of
//! - `sniff`, `formats`: the kinds of files, how each is known and read
//! - `draft`: an article in paragraphs, before it is put together
//!
//! Nothing here opens a file. Parsers that others wrote run where a panic ends the source, not the run.

pub mod blocks;
pub mod boilerplate;
mod byline;
mod caption;
mod cell;
mod columns;
mod compression;
mod cues;
mod dateline;
mod day;
mod day_order;
pub mod decode;
mod draft;
mod error;
mod escapes;
mod formats;
mod front_matter;
mod furniture;
pub mod guard;
mod html;
mod input;
mod json;
mod jsonl;
mod lexicon;
mod mac_roman;
mod markdown;
mod markup;
pub mod paragraphs;
mod record;
#[cfg(feature = "pdf")]
mod sandbox;
mod sniff;
pub mod source;
mod tags;
#[cfg(test)]
mod tests;
mod utf32;

use std::io::Read;
use std::ops::ControlFlow;

pub use columns::field_names;
pub use error::ReadError;
#[cfg(feature = "pdf")]
pub use formats::pdf::{SANDBOX_ARGUMENT, provide_sandbox, serve_sandbox};

use crate::day_order::DayOrder;
use crate::guard::Guarded;
use crate::input::{End, Input, Origin, Out, Reading};
use crate::source::{Compression, Format, Kind, Skip, SkipReason, SourceFile};
use crate::utf32::Utf32;
use onrecord_text::article::{Address, Article, Block, BlockKind, Metadata};
use onrecord_text::span::Span;

pub use crate::source::MAX_ARTICLE_BYTES;

/// What is not read, and why.
#[derive(Debug)]
pub enum NotRead {
    /// A source, or one record of it, that could not be read: an error.
    Failed(ReadError),
    /// A member of an archive that is passed over for a good reason.
    Skipped(Skip),
}

/// Where articles go as they are read, and what of single records and members is not read; it may end the reading.
pub type Sink<'a> = dyn FnMut(Result<Article, NotRead>) -> ControlFlow<()> + 'a;

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

/// Most bytes that the members of one archive may unpack to, archives within it included.
const MAX_UNPACKED: u64 = 64 << 30;

/// Reads the articles of the source `file`, whose bytes are `input`, into `sink`.
///
/// Its kind is told from its first bytes, and from its name where they say nothing. Kinds that hold many articles
/// are read as streams; others are held whole, up to [`MAX_ARTICLE_BYTES`]. Dates in digits alone (`03/04/2017`) are
/// read as the source as a whole has them, day or month first. Errors, those of the input too, go to the sink.
pub fn read(file: &SourceFile, input: &mut dyn Read, sink: &mut Sink) -> Outcome {
    let mut order = DayOrder::new(sink);
    match read_in_turn(file, input, &mut |item| order.take(item)) {
        Outcome::Done if order.finish().is_break() => Outcome::Stopped,
        outcome => outcome,
    }
}

fn read_in_turn(file: &SourceFile, input: &mut dyn Read, sink: &mut Sink) -> Outcome {
    let origin = Origin::file(file);
    let mut out = Out::new(sink, MAX_UNPACKED);
    let source = Some(file).filter(|file| file.modified != 0);
    match read_from(&origin, file.format, source, input, &mut out) {
        Err(End::Skipped(reason)) => Outcome::Skipped(reason),
        reading => match out.part(&origin, reading).and_then(|()| out.finish(&origin)) {
            Ok(()) => Outcome::Done,
            Err(_) => Outcome::Stopped,
        },
    }
}

/// Reads what `origin` is: unwraps it, tells its kind and hands it to its format. `file` is the file itself where it
/// can be opened anew.
fn read_from(
    origin: &Origin,
    named: Format,
    file: Option<&SourceFile>,
    input: &mut dyn Read,
    out: &mut Out,
) -> Reading {
    let mut head = Vec::new();
    sniff::fill(input, &mut head)?;
    let wrapped = match sniff::compression(&head) {
        Compression::None if decode::is_binary(&head) || head.is_empty() => named.compression,
        Compression::None if sniff::certain(&head).is_none() => named.compression,
        found => found,
    };
    let mut whole = head.as_slice().chain(input);
    if wrapped == Compression::None {
        return read_plain(origin, named.kind, file, &head, &mut whole, out);
    }
    let mut plain = Guarded::new(compression::decompress(wrapped, &mut whole));
    let mut head = Vec::new();
    sniff::fill(&mut plain, &mut head)?;
    read_plain(origin, named.kind, None, &head, &mut head.as_slice().chain(plain), out)
}

fn read_plain(
    origin: &Origin,
    named: Kind,
    file: Option<&SourceFile>,
    head: &[u8],
    body: &mut dyn Read,
    out: &mut Out,
) -> Reading {
    if head.is_empty() {
        return Err(SkipReason::Empty.into());
    }
    if let Some(order) = utf32::order(head) {
        let mut plain = Utf32::new(body, order);
        let mut head = Vec::new();
        sniff::fill(&mut plain, &mut head)?;
        return read_plain(origin, named, None, &head, &mut head.as_slice().chain(plain), out);
    }
    let kind = formats::kind(named, head)?;
    formats::read(Input { origin, kind, file, head, body }, out)
}

/// Builds an article from decoded text; `title` is given where it stands outside the text.
///
/// A text whose first paragraph repeats that title has it once: in the text.
pub fn article_from_text(id: &str, path: &str, title: Option<&str>, text: &str, metadata: Metadata) -> Article {
    article_from((id, path), title, (text, 0), metadata)
}

/// The same, of a text whose paragraphs begin at a byte of it.
fn article_from(
    (id, path): (&str, &str),
    title: Option<&str>,
    (text, start): (&str, usize),
    metadata: Metadata,
) -> Article {
    let title = title.filter(|title| !title.trim().is_empty());
    let mut paragraphs = paragraphs::paragraphs(&text[start..], title.is_some());
    paragraphs.iter_mut().for_each(|range| *range = range.start + start..range.end + start);
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
    let (id, path, address) = (id.into(), path.into(), Address::default());
    Article { id, path, content, text_start, blocks, metadata, address }
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
