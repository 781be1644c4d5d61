//! From bytes to code points, where spans leave the library.

use std::borrow::Cow;

use crate::article::{Article, locate};
use crate::span::Span;
use onrecord_api::backend::BackendHit;
use onrecord_api::{Place, Within};

/// How many bytes lie between two remembered counts.
const STRIDE: usize = 256;

/// Counts code points of an article's content, or of a part of it.
pub struct Offsets<'a> {
    /// What is known of the content.
    part: &'a str,
    /// Where that begins in the content, in bytes and in code points.
    start: [u32; 2],
    /// Where the text proper begins in the content, in bytes and in code points.
    text_start: [u32; 2],
    /// Code points of the part before its byte `i * STRIDE`; empty where it is ASCII.
    counts: Cow<'a, [u32]>,
}

impl<'a> Offsets<'a> {
    /// Offsets of an article.
    pub fn of(article: &'a Article) -> Self {
        Offsets::with(article, Cow::Owned(counts(&article.content)))
    }

    /// Offsets of an article whose [`counts`] are known.
    pub fn counted(article: &'a Article, counts: &'a [u32]) -> Self {
        Offsets::with(article, Cow::Borrowed(counts))
    }

    fn with(article: &'a Article, counts: Cow<'a, [u32]>) -> Self {
        let bytes = article.text_start;
        let chars = starts(&article.content.as_bytes()[..bytes as usize]);
        Offsets { part: &article.content, start: [0; 2], text_start: [bytes, chars], counts }
    }

    /// Offsets of what lies within a hit's passage, known from it alone.
    pub fn of_hit(hit: &'a BackendHit) -> Self {
        let (article, passage) = (&hit.article, &hit.passage);
        Offsets {
            part: &passage.text,
            start: [passage.span.start, passage.chars_before],
            text_start: [article.text_start, article.text_start_chars],
            counts: Cow::Owned(counts(&passage.text)),
        }
    }

    /// The span, which lies in what is known, as the outside sees it.
    pub fn place(&self, span: Span) -> Place {
        let location = locate(span, self.text_start[0]);
        let base = if location.in_title { 0 } else { self.text_start[1] };
        Place {
            bytes: [location.span.start, location.span.end],
            chars: [self.chars_before(span.start) - base, self.chars_before(span.end) - base],
            within: location.in_title.then_some(Within::Title),
        }
    }

    /// The words at a span.
    pub fn text(&self, span: Span) -> &'a str {
        let start = self.start[0];
        &self.part[(span.start - start) as usize..(span.end - start) as usize]
    }

    /// Code points of the content before its byte `byte`.
    fn chars_before(&self, byte: u32) -> u32 {
        let byte = (byte - self.start[0]) as usize;
        let Some(&counted) = self.counts.get(byte / STRIDE) else { return self.start[1] + byte as u32 };
        let from = byte / STRIDE * STRIDE;
        self.start[1] + counted + starts(&self.part.as_bytes()[from..byte])
    }
}

/// How many code points a content has before each multiple of `STRIDE` bytes: what takes [`Offsets`] its time, to be
/// kept and used again.
pub fn counts(content: &str) -> Vec<u32> {
    if content.is_ascii() { Vec::new() } else { count(content.as_bytes()) }
}

fn count(bytes: &[u8]) -> Vec<u32> {
    let mut counts = vec![0];
    for chunk in bytes.chunks(STRIDE) {
        counts.push(counts[counts.len() - 1] + starts(chunk));
    }
    counts
}

/// How many code points begin in `bytes`.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting(text in "[a-zé–𝄞]{0,900}", at in any::<prop::sample::Index>()) {
            let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let byte = bounds[at.index(bounds.len())];
            let known = Cow::Owned(counts(&text));
            let offsets = Offsets { part: &text, start: [10, 7], text_start: [2, 1], counts: known };
            let place = offsets.place(Span::new(10, 10 + byte));
            prop_assert_eq!(place.bytes, [8, 8 + byte as u32]);
            prop_assert_eq!(place.chars, [6, 6 + text[..byte].chars().count() as u32]);
            prop_assert_eq!(offsets.text(Span::new(10, 10 + byte)), &text[..byte]);
        }
    }
}
