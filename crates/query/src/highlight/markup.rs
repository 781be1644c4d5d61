//! Markup: from spans to nested events, and from events to HTML.

use crate::highlight::marks::Mark;
use onrecord_text::span::Span;

/// One step through a text with marked ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a, T> {
    /// A range begins.
    Open(T),
    /// Text, never empty.
    Text(&'a str),
    /// The range that was opened last ends.
    Close(T),
}

/// The events of `text`, which stands at `place`, with `ranges` marked in it.
///
/// Ranges may overlap and come in any order. Opens and closes nest: a range that another one cuts across is
/// closed and opened again. What lies outside the text is cut off, and the text of all events together is
/// the text itself.
pub fn events<'a, T: Copy>(text: &'a str, place: Span, ranges: &[(Span, T)]) -> impl Iterator<Item = Event<'a, T>> {
    let mut walk = Walk { text, at: 0, open: Vec::new(), events: Vec::new() };
    let mut sorted: Vec<(usize, usize, T)> =
        ranges.iter().filter_map(|&(span, tag)| local(span, text, place).map(|(a, b)| (a, b, tag))).collect();
    sorted.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
    for (start, end, tag) in sorted {
        walk.advance(start);
        walk.open(end, tag);
    }
    walk.advance(text.len());
    walk.events.into_iter()
}

/// The part of a span that lies in the text, in bytes of the text; none where that is empty or would split a
/// character.
fn local(span: Span, text: &str, place: Span) -> Option<(usize, usize)> {
    let at = |offset: u32| (offset.saturating_sub(place.start) as usize).min(text.len());
    let (start, end) = (at(span.start), at(span.end));
    (start < end && text.is_char_boundary(start) && text.is_char_boundary(end)).then_some((start, end))
}

struct Walk<'a, T> {
    text: &'a str,
    at: usize,
    /// Open ranges with their ends, outermost first.
    open: Vec<(usize, T)>,
    events: Vec<Event<'a, T>>,
}

impl<T: Copy> Walk<'_, T> {
    /// Goes on to byte `to`, closing what ends up to there.
    fn advance(&mut self, to: usize) {
        while let Some(end) = self.open.iter().map(|&(end, _)| end).min().filter(|&end| end <= to) {
            self.text_to(end);
            self.close(end);
        }
        self.text_to(to);
    }

    fn text_to(&mut self, to: usize) {
        if to > self.at {
            self.events.push(Event::Text(&self.text[self.at..to]));
            self.at = to;
        }
    }

    /// Closes all ranges that end at `end`, and opens those again that had to be closed with them.
    fn close(&mut self, end: usize) {
        let Some(first) = self.open.iter().position(|&(e, _)| e <= end) else { return };
        let closed = self.open.split_off(first);
        self.events.extend(closed.iter().rev().map(|&(_, tag)| Event::Close(tag)));
        for (e, tag) in closed.into_iter().filter(|&(e, _)| e > end) {
            self.open(e, tag);
        }
    }

    fn open(&mut self, end: usize, tag: T) {
        self.events.push(Event::Open(tag));
        self.open.push((end, tag));
    }
}

/// The text, which stands at `place`, as HTML with `<mark>` around each mark; everything else is escaped.
pub fn html(text: &str, place: Span, marks: &[Mark]) -> String {
    let ranges: Vec<(Span, ())> = marks.iter().map(|mark| (mark.span, ())).collect();
    let mut out = String::with_capacity(text.len() + marks.len() * 13);
    for event in events(text, place, &ranges) {
        match event {
            Event::Open(()) => out.push_str("<mark>"),
            Event::Close(()) => out.push_str("</mark>"),
            Event::Text(text) => escape_html(text, &mut out),
        }
    }
    out
}

/// Appends `text` with the characters escaped that mean something in HTML, in text and in attributes.
pub fn escape_html(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_tags_are_markup() {
        let text = "<script>alert(\"x\" & 'y')</script>";
        let marks = [Mark { span: Span::new(108, 113), clauses: vec![0] }];
        let place = Span::new(100, 100 + text.len());
        let expected = "&lt;script&gt;<mark>alert</mark>(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;";
        assert_eq!(html(text, place, &marks), expected);
    }

    #[test]
    fn ranges_that_cross_are_opened_again() {
        use Event::{Close, Open, Text};
        let found: Vec<_> =
            events("abcd", Span::new(0, 4), &[(Span::new(0, 3), 'x'), (Span::new(2, 4), 'y')]).collect();
        let expected =
            [Open('x'), Text("ab"), Open('y'), Text("c"), Close('y'), Close('x'), Open('y'), Text("d"), Close('y')];
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn events_nest_and_keep_the_text(text in "\\PC{0,12}", ranges in prop::collection::vec((0u32..30, 0u32..30), 0..6)) {
            let ranges: Vec<_> = ranges.iter().enumerate().map(|(i, &(a, b))| (Span { start: a, end: b }, i)).collect();
            let (mut stack, mut seen) = (Vec::new(), String::new());
            for event in events(&text, Span::new(0, text.len()), &ranges) {
                match event {
                    Event::Open(tag) => stack.push(tag),
                    Event::Close(tag) => prop_assert_eq!(stack.pop(), Some(tag)),
                    Event::Text(part) => {
                        prop_assert!(!part.is_empty());
                        let at = seen.len() as u32;
                        for &(span, tag) in &ranges {
                            let whole = local(span, &text, Span::new(0, text.len())).is_some();
                            let covers = whole && span.start <= at && at < span.end;
                            prop_assert_eq!(stack.contains(&tag), covers);
                        }
                        seen.push_str(part);
                    }
                }
            }
            prop_assert!(stack.is_empty());
            prop_assert_eq!(seen, text);
        }
    }
}
