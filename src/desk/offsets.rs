//! From bytes to code points, where spans leave the library.

use std::borrow::Cow;

use crate::article::{Article, locate};
use crate::span::Span;
use onrecord_api::{Place, Within};

/// How many bytes lie between two remembered counts.
const STRIDE: usize = 256;

/// Counts code points of an article's content.
pub struct Offsets<'a> {
    content: &'a str,
    text_start: u32,
    /// Code points before byte `i * STRIDE`; empty where the content is ASCII.
    counts: Cow<'a, [u32]>,
}

impl<'a> Offsets<'a> {
    /// Offsets of an article.
    pub fn of(article: &'a Article) -> Self {
        Offsets::new(&article.content, article.text_start)
    }

    /// Offsets of a content whose text proper begins at byte `text_start`.
    pub fn new(content: &'a str, text_start: u32) -> Self {
        Offsets { content, text_start, counts: Cow::Owned(counts(content)) }
    }

    /// Offsets of an article whose [`counts`] are known.
    pub fn counted(article: &'a Article, counts: &'a [u32]) -> Self {
        Offsets { content: &article.content, text_start: article.text_start, counts: Cow::Borrowed(counts) }
    }

    /// The content.
    pub fn content(&self) -> &'a str {
        self.content
    }

    /// The span as the outside sees it.
    pub fn place(&self, span: Span) -> Place {
        let location = locate(span, self.text_start);
        let base = if location.in_title { 0 } else { self.chars_before(self.text_start) };
        Place {
            bytes: [location.span.start, location.span.end],
            chars: [self.chars_before(span.start) - base, self.chars_before(span.end) - base],
            within: location.in_title.then_some(Within::Title),
        }
    }

    /// The words at a span.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(self.content)
    }

    fn chars_before(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        let Some(&counted) = self.counts.get(byte / STRIDE) else { return byte as u32 };
        let from = byte / STRIDE * STRIDE;
        counted + starts(&self.content.as_bytes()[from..byte])
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
            let offsets = Offsets::new(&text, 0);
            let span = offsets.place(Span::new(0, byte));
            prop_assert_eq!(span.chars[1] as usize, text[..byte].chars().count());
        }
    }
}
