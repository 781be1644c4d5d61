//! Marks: from the spans of matched words to what is shown.

use unicode_segmentation::GraphemeCursor;

use onrecord_text::span::Span;

/// A highlighted range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where, in the coordinates of the passage's words.
    pub span: Span,
    /// The clauses of the query that it makes true: indexes into its positive clauses, ascending.
    pub clauses: Vec<u32>,
}

/// Joins matched spans to marks: sorted, disjoint, on the bounds of graphemes, inside the passage whose text
/// is `text` at `passage`. Each span comes with the clause it is for; `matched` is left sorted.
pub(super) fn join(matched: &mut [(Span, u32)], text: &str, passage: Span) -> Vec<Mark> {
    for (span, _) in matched.iter_mut() {
        *span = on_graphemes(*span, text, passage);
    }
    matched.sort_unstable_by_key(|(span, clause)| (span.start, span.end, *clause));
    let mut marks: Vec<Mark> = Vec::with_capacity(matched.len());
    for &(span, clause) in matched.iter() {
        match marks.last_mut() {
            Some(last) if span.start < last.span.end => {
                last.span = last.span.cover(span);
                if let Err(at) = last.clauses.binary_search(&clause) {
                    last.clauses.insert(at, clause);
                }
            }
            _ if span.is_empty() => {}
            _ => marks.push(Mark { span, clauses: vec![clause] }),
        }
    }
    marks
}

fn on_graphemes(span: Span, text: &str, passage: Span) -> Span {
    let at = |offset: u32| (offset.clamp(passage.start, passage.end) - passage.start) as usize;
    let start = floor(text, at(span.start)) as u32;
    let end = ceiling(text, at(span.end)) as u32;
    Span { start: passage.start + start, end: passage.start + end }
}

/// The last grapheme bound up to `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !is_bound(text, at) {
        at -= 1;
    }
    at
}

/// The first grapheme bound from `at` on.
fn ceiling(text: &str, mut at: usize) -> usize {
    while !is_bound(text, at) {
        at += 1;
    }
    at
}

/// Whether no grapheme cluster goes across byte `at`. Nothing but CR LF joins two ASCII characters.
pub(super) fn is_bound(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if at == 0 || at >= bytes.len() {
        return true;
    }
    if bytes[at - 1].is_ascii() && bytes[at].is_ascii() {
        return (bytes[at - 1], bytes[at]) != (b'\r', b'\n');
    }
    text.is_char_boundary(at) && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(text: &str, spans: &[(usize, usize, u32)]) -> Vec<(String, Vec<u32>)> {
        let mut matched: Vec<_> = spans.iter().map(|&(a, b, clause)| (Span::new(a, b), clause)).collect();
        let marks = join(&mut matched, text, Span::new(0, text.len()));
        marks.into_iter().map(|mark| (mark.span.of(text).to_owned(), mark.clauses)).collect()
    }

    #[test]
    fn overlapping_spans_are_one_mark() {
        let marks = joined("a b c d", &[(2, 5, 1), (0, 3, 0), (6, 7, 0), (6, 7, 0)]);
        assert_eq!(marks, [("a b c".to_owned(), vec![0, 1]), ("d".to_owned(), vec![0])]);
    }

    #[test]
    fn neighbours_stay_apart() {
        assert_eq!(joined("ab", &[(0, 1, 0), (1, 2, 1)]).len(), 2);
    }

    #[test]
    fn graphemes_are_whole() {
        let text = "x cafe\u{301} 👩‍👩‍👧";
        assert_eq!(joined(text, &[(2, 6, 0)])[0].0, "cafe\u{301}");
        assert_eq!(joined(text, &[(9, 13, 0)])[0].0, "👩‍👩‍👧");
    }

    proptest! {
        #[test]
        fn marks_are_sorted_disjoint_and_whole(text in "\\PC{0,20}", spans in prop::collection::vec((0u32..90, 0u32..90, 0u32..3), 0..6)) {
            let mut matched: Vec<_> = spans.iter().map(|&(a, b, clause)| (Span { start: a, end: b }, clause)).collect();
            let marks = join(&mut matched, &text, Span::new(0, text.len()));
            let mut last = 0;
            for mark in marks {
                prop_assert!(mark.span.start >= last && mark.span.end > mark.span.start);
                prop_assert!(is_bound(&text, mark.span.start as usize) && is_bound(&text, mark.span.end as usize));
                prop_assert!(mark.clauses.is_sorted() && text.get(mark.span.range()).is_some());
                last = mark.span.end;
            }
        }
    }
}
