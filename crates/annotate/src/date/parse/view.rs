//! A sentence as the rules see it: tags of words, and what stands between them.

use super::Tag;
use onrecord_text::analyze::form::FormTable;
use onrecord_text::analyze::{Analyzed, Forms, Shape, Word};

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::date) enum Gap {
    Nothing,
    Space,
    Hyphen,
    /// A dash, or a hyphen with spaces.
    Dash,
    Comma,
    Slash,
    Colon,
    /// A full stop, with or without a space.
    Dot,
    /// A possessive or a lone apostrophe.
    Possessive,
    Other,
}

/// A sentence of an article.
pub(in crate::date) struct View<'a> {
    text: &'a str,
    words: &'a [Word],
    forms: &'a Forms,
    tags: &'a FormTable<Tag>,
    /// Which spellings are heads: a table of its own, small enough for the nearest cache.
    heads: &'a FormTable<bool>,
    /// First word of the sentence.
    pub(super) from: usize,
    /// The word after its last.
    pub(super) end: usize,
}

impl<'a> View<'a> {
    /// The sentence that is words `from..end`.
    pub(in crate::date) fn new(
        text: &'a Analyzed,
        forms: &'a Forms,
        tags: &'a FormTable<Tag>,
        heads: &'a FormTable<bool>,
        from: usize,
        end: usize,
    ) -> Self {
        View { text: text.content(), words: &text.words, forms, tags, heads, from, end }
    }

    /// The tag of word `i`, nothing outside the sentence.
    #[inline]
    pub(super) fn tag(&self, i: usize) -> Tag {
        if i < self.from || i >= self.end {
            return Tag::Other;
        }
        *self.tags.get(self.words[i].form)
    }

    /// The first head from word `i` on, or the end of the sentence.
    #[inline]
    pub(super) fn next_head(&self, i: usize) -> usize {
        let rest = &self.words[i.min(self.end)..self.end];
        rest.iter().position(|w| *self.heads.get(w.form)).map_or(self.end, |n| i + n)
    }

    /// The tag of the word before `i`.
    pub(super) fn before(&self, i: usize) -> Tag {
        if i == 0 { Tag::Other } else { self.tag(i - 1) }
    }

    /// The folded form of word `i`, empty outside the sentence.
    pub(super) fn folded(&self, i: usize) -> &'a str {
        if i < self.from || i >= self.end { "" } else { self.forms.folded(self.words[i].form) }
    }

    /// Whether word `i` begins with a digit: "22nd", not "second".
    pub(super) fn in_digits(&self, i: usize) -> bool {
        self.folded(i).starts_with(|c: char| c.is_ascii_digit())
    }

    /// The folded form of the word before `i`.
    pub(super) fn folded_before(&self, i: usize) -> &'a str {
        if i == 0 { "" } else { self.folded(i - 1) }
    }

    /// The shape of word `i`.
    pub(super) fn shape(&self, i: usize) -> Shape {
        if i < self.from || i >= self.end { Shape::Other } else { self.forms.shape(self.words[i].form) }
    }

    /// The text between word `i` and the next, or the end of the sentence.
    pub(super) fn between(&self, i: usize) -> &'a str {
        let start = self.words[i].span.end as usize;
        let end = if i + 1 < self.end { self.words[i + 1].span.start as usize } else { start };
        &self.text[start..end]
    }

    /// The text from the beginning of word `i` to the end of the sentence.
    pub(super) fn text_from(&self, i: usize) -> &'a str {
        &self.text[self.words[i].span.start as usize..self.words[self.end - 1].span.end as usize]
    }

    /// The word after that which ends `length` bytes after word `i` begins; none where no word ends there.
    pub(super) fn word_end(&self, i: usize, length: usize) -> Option<usize> {
        let end = self.words[i].span.start as usize + length;
        let last = self.words[i..self.end].iter().take_while(|word| word.span.end as usize <= end).count();
        (last > 0 && self.words[i + last - 1].span.end as usize == end).then_some(i + last)
    }

    /// What stands between word `i` and the next; `Other` at the end of the sentence.
    #[inline]
    pub(super) fn gap(&self, i: usize) -> Gap {
        if i + 1 >= self.end || i < self.from {
            return Gap::Other;
        }
        gap(self.between(i))
    }

    /// Whether word `i` and the next stand together: a space or a hyphen between them.
    pub(super) fn joins(&self, i: usize) -> bool {
        matches!(self.gap(i), Gap::Space | Gap::Hyphen)
    }

    /// The character before word `i`.
    pub(super) fn char_before(&self, i: usize) -> Option<char> {
        self.text[..self.words[i].span.start as usize].chars().next_back()
    }

    /// The character after word `i`.
    pub(super) fn char_after(&self, i: usize) -> Option<char> {
        self.text[self.words[i].span.end as usize..].chars().next()
    }

    /// Whether word `i` ends a clause: the sentence ends, or punctuation follows.
    pub(super) fn ends_clause(&self, i: usize) -> bool {
        i + 1 >= self.end || !self.joins(i)
    }
}

fn gap(text: &str) -> Gap {
    match text.as_bytes() {
        b" " | b"\xc2\xa0" => return Gap::Space,
        b"" => return Gap::Nothing,
        b"-" => return Gap::Hyphen,
        b", " | b"," => return Gap::Comma,
        _ => {}
    }
    let bare = text.trim();
    let spaced = bare.len() < text.len();
    match bare {
        "" if text.matches('\n').count() <= 1 => Gap::Space,
        "," => Gap::Comma,
        "." => Gap::Dot,
        "/" => Gap::Slash,
        ":" => Gap::Colon,
        "'" | "\u{2019}" | "'s" | "\u{2019}s" | "'S" => Gap::Possessive,
        "-" | "\u{2010}" | "\u{2011}" if !spaced => Gap::Hyphen,
        "-" | "\u{2013}" | "\u{2014}" | "--" | "\u{2012}" | "\u{2212}" => Gap::Dash,
        _ => Gap::Other,
    }
}
