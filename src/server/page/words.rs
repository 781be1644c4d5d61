//! Text of documents as HTML: escaped, with marks, quotes and dates around their words.

use crate::api::Place;
use crate::highlight::markup::{Event, escape_html, events};
use crate::span::Span;

/// What stands around words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// What was said.
    Quote,
    /// A date that is spoken of.
    Date,
    /// A mark.
    Mark,
}

impl Around {
    fn open(self, again: bool) -> &'static str {
        match self {
            Around::Quote => "<q>",
            Around::Date => "<i class=\"d\">",
            // One mark in two pieces is counted once.
            Around::Mark if again => "<mark class=\"more\">",
            Around::Mark => "<mark>",
        }
    }

    fn close(self) -> &'static str {
        match self {
            Around::Quote => "</q>",
            Around::Date => "</i>",
            Around::Mark => "</mark>",
        }
    }
}

/// `text`, which stands at `place`, as HTML, with what stands around the words at other places. Places in the title
/// do not meet those in the text.
pub fn html(text: &str, place: Place, around: &[(Place, Around)]) -> String {
    let same = around.iter().filter(|(other, _)| other.within == place.within);
    let ranges: Vec<(Span, (usize, Around))> =
        same.enumerate().map(|(i, &(other, around))| (span(other), (i, around))).collect();
    let mut begun = vec![false; ranges.len()];
    let mut out = String::with_capacity(text.len() + ranges.len() * 16);
    for event in events(text, span(place), &ranges) {
        match event {
            Event::Open((i, around)) => out.push_str(around.open(std::mem::replace(&mut begun[i], true))),
            Event::Close((_, around)) => out.push_str(around.close()),
            Event::Text(text) => escape_html(&shown(text), &mut out),
        }
    }
    out
}

/// The text as it can be shown: what no page may hold is left visible as a replacement character.
pub fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    let wrong = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(wrong) { text.replace(wrong, "\u{fffd}").into() } else { text.into() }
}

/// A number with its thousands set apart.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 article", "12,000 articles".
pub fn counted(value: u64, what: &str) -> String {
    format!("{} {what}{}", number(value), if value == 1 { "" } else { "s" })
}

/// A sentence: a capital at its beginning and a full stop at its end.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    let mut out: String = first.into_iter().flatten().chain(chars).collect();
    if !out.ends_with(['.', '?', '!', '…']) {
        out.push('.');
    }
    out
}

fn span(place: Place) -> Span {
    Span { start: place.bytes[0], end: place.bytes[1] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: u32, end: u32) -> Place {
        Place { bytes: [start, end], chars: [start, end], within: None }
    }

    #[test]
    fn only_the_tags_are_markup() {
        let around = [(at(9, 12), Around::Mark), (at(10, 15), Around::Quote)];
        let shown = html("<b>\"a\"</b>", at(8, 18), &around);
        let expected = "&lt;<mark>b<q>&gt;&quot;</q></mark><q>a&quot;&lt;</q>/b&gt;";
        assert_eq!(shown, expected);
    }

    #[test]
    fn one_mark_in_two_pieces_is_one() {
        let around = [(at(0, 3), Around::Quote), (at(2, 6), Around::Mark)];
        let shown = html("abcdef", at(0, 6), &around);
        assert_eq!(shown, "<q>ab<mark>c</mark></q><mark class=\"more\">def</mark>");
    }

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(html("a\0b\u{1b}[31m", at(0, 8), &[]), "a\u{fffd}b\u{fffd}[31m");
    }

    #[test]
    fn numbers_and_sentences() {
        assert_eq!([number(7), number(1234), number(1234567)], ["7", "1,234", "1,234,567"]);
        assert_eq!([counted(1, "article"), counted(1000, "article")], ["1 article", "1,000 articles"]);
        assert_eq!([sentence("one"), sentence("really?"), sentence("")], ["One.", "Really?", "."]);
    }
}
