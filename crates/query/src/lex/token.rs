//! What a query's tokens are.

use crate::ast::Within;
use crate::field::Field;
use onrecord_text::span::Span;

/// A piece of query text with the escapes taken off: each character and whether it was escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece(pub Vec<(char, bool)>);

impl Piece {
    /// The characters.
    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|&(c, _)| c).collect()
    }

    /// Whether an unescaped character of `wild` occurs.
    pub(crate) fn has(&self, wild: &[char]) -> bool {
        self.0.iter().any(|&(c, escaped)| !escaped && wild.contains(&c))
    }

    /// The characters of a phrase, with `*` where it is no sign of its own, and `?` only where a letter follows it in a
    /// word: at the end of a word it is the mark of a question.
    pub(crate) fn phrase_text(&self) -> String {
        let mut text = self.wild_text(&['*', '?']);
        let chars: Vec<char> = text.chars().collect();
        let is_wild = |at: usize| chars.get(at).is_some_and(|c| matches!(c, '*' | '?'));
        let is_letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '*');
        let stands_in_word = |at: usize| {
            let first = (0..=at).rev().take_while(|&i| is_wild(i)).last().unwrap_or(at);
            let last = (at..chars.len()).take_while(|&i| is_wild(i)).last().unwrap_or(at);
            let begins = first == 0 || chars[first - 1].is_whitespace() || is_letter(first - 1);
            begins && (is_letter(last + 1) || (at..=last).any(is_letter))
        };
        text = chars.iter().enumerate().map(|(at, &c)| if c == '?' && !stands_in_word(at) { '-' } else { c }).collect();
        text
    }

    /// The characters, with `*` and `?` only where they are wildcards (unescaped and among `wild`).
    pub(crate) fn wild_text(&self, wild: &[char]) -> String {
        let keep = |&(c, escaped): &(char, bool)| {
            let literal = escaped || !wild.contains(&c);
            if matches!(c, '*' | '?') && literal { '-' } else { c }
        };
        self.0.iter().map(keep).collect()
    }
}

/// A connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Connector {
    /// How far apart.
    pub within: Within,
    /// Whether the order counts.
    pub ordered: bool,
    /// Whether `NOT` stood before it.
    pub negated: bool,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`, `&&`
    And,
    /// `OR`, `||`
    Or,
    /// `NOT`
    Not,
    /// `+` before a word
    Plus,
    /// `-` before a word
    Minus,
    /// `=` before a word
    Exact,
    /// `w/5` and the like
    Connector(Connector),
    /// `w/a`
    SameArticle,
    /// `title:`
    Field(Field),
    /// `atleast3`, an opening parenthesis follows
    AtLeast(u32),
    /// `caps(…)` whole
    Caps(Piece),
    /// Words in quotation marks, without these
    Phrase(Piece),
    /// `/…/` without the slashes
    Regex(String),
    /// `*` by itself
    Star,
    /// Anything else up to white space; the name before a colon, where it looks like a field.
    Word(Piece, Option<String>),
    /// `~2` right behind something; without a number `~`
    Tilde(Option<u32>),
    /// `^2` right behind something
    Caret(f32),
}

/// A token and its place.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}
