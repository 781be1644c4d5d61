//! What can be wrong with a query, and how it is shown.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use onrecord_text::span::Span;

/// What sort of mistake it is, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Nothing is asked for.
    Empty,
    /// Longer than [`MAX_QUERY_BYTES`](crate::MAX_QUERY_BYTES).
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    TooDeep,
    /// More words than [`MAX_TERMS`](crate::MAX_TERMS).
    TooManyTerms,
    /// A quotation mark without its other half.
    UnclosedQuote,
    /// A parenthesis without its other half.
    Parenthesis,
    /// A regular expression that does not end or does not compile.
    Regex,
    /// An operator without something to work on.
    MissingOperand,
    /// A field without a value.
    MissingValue,
    /// Something that may not stand at this place.
    Misplaced,
    /// What looks like an operator and is none, where it would be read as a word or the sign be lost.
    NoOperator,
    /// A number that is out of range.
    Number,
    /// A date or range of dates that does not exist.
    Date,
    /// A kind of block that does not exist.
    Kind,
}

/// A query that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What sort of mistake it is.
    pub kind: ErrorKind,
    /// Where in the query text, in bytes.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// What may have been meant.
    pub candidates: Vec<String>,
}

impl QueryError {
    /// A mistake at `span`.
    pub fn new(kind: ErrorKind, span: Span, message: impl Into<String>) -> Self {
        QueryError { kind, span, message: message.into(), hint: None, candidates: Vec::new() }
    }

    /// With advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With what may have been meant.
    pub fn candidates(mut self, candidates: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.candidates = candidates.into_iter().map(Into::into).collect();
        self
    }

    /// The advice and what may have been meant, as lines to show.
    pub fn advice(&self) -> Vec<String> {
        let meant = (!self.candidates.is_empty()).then(|| format!("did you mean {}?", self.candidates.join(" or ")));
        self.hint.iter().cloned().chain(meant).collect()
    }
}

/// Longest piece of a query that is shown around a mistake, in bytes.
const SHOWN: usize = 400;

/// The error as text with a caret under its place in `query`.
///
/// Control characters of the query are shown as `\u{FFFD}`, so that the text is harmless on a terminal.
pub fn render(error: &QueryError, query: &str) -> String {
    show(&error.message, &error.advice(), error.span, query)
}

/// An error as text with a caret, from its parts: what is wrong (`message`), lines of advice, and the place in bytes.
pub fn show(message: &str, advice: &[String], span: Span, query: &str) -> String {
    let (shown, span) = excerpt(query, span);
    let annotation = AnnotationKind::Primary.span(span);
    let mut group =
        Level::ERROR.primary_title(message).element(Snippet::source(&*shown).path("query").annotation(annotation));
    for line in advice {
        group = group.element(Level::HELP.message(&**line));
    }
    Renderer::plain().render(&[group])
}

/// The part of the query around `span`, on one line, and the span within it.
fn excerpt(query: &str, span: Span) -> (String, std::ops::Range<usize>) {
    let at = |i: usize| floor_boundary(query, i);
    let (start, end) = (at(span.start as usize), at((span.end as usize).max(span.start as usize)));
    let from = at(start.saturating_sub(SHOWN / 2));
    let to = at(end.min(start + SHOWN / 2) + SHOWN / 4);
    let mut shown = String::new();
    let (mut first, mut last) = (0, 0);
    for (i, c) in query[from..to].char_indices() {
        if from + i == start {
            first = shown.len();
        }
        shown.push(if c == '\n' || c == '\t' {
            ' '
        } else if is_unprintable(c) {
            '\u{FFFD}'
        } else {
            c
        });
        if from + i < end {
            last = shown.len();
        }
    }
    if start >= to {
        first = shown.len();
    }
    (shown, first..last.max(first))
}

fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The last character bound up to `i`.
pub(super) fn floor_boundary(text: &str, i: usize) -> usize {
    let i = i.min(text.len());
    (0..=i).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caret_stands_under_the_place() {
        let error = QueryError::new(ErrorKind::Date, Span::new(10, 17), "there is no month 13").hint("write 2017-12");
        let text = render(&error, "ISIS date:2017-13");
        assert!(text.contains("there is no month 13"), "{text}");
        assert!(text.contains("ISIS date:2017-13"), "{text}");
        assert!(text.contains("^^^^^^^"), "{text}");
        assert!(text.contains("write 2017-12"), "{text}");
    }

    #[test]
    fn hostile_queries_are_shown_harmless() {
        let query = "\u{1b}[2J\u{202e}abc \"";
        let at = query.len() - 1;
        let text = render(&QueryError::new(ErrorKind::UnclosedQuote, Span::new(at, at + 1), "not closed"), query);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }

    #[test]
    fn a_place_outside_the_query_is_no_panic() {
        for (start, end) in [(0, 0), (3, 3), (900, 1000), (1, 2)] {
            let text = render(&QueryError::new(ErrorKind::Empty, Span::new(start, end), "m"), "é ü");
            assert!(text.contains('m'));
        }
    }
}
