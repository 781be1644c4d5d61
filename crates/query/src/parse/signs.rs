//! Signs at a word that are no part of it: those that say nothing are told, those that could turn the answer round
//! are refused.

use crate::error::{ErrorKind, QueryError};
use crate::lex::Piece;
use crate::note::Note;
use onrecord_text::span::Span;

/// Signs that operators are made of.
const OPERATORS: [char; 9] = ['+', '-', '!', '&', '|', '~', '^', '\u{2013}', '\u{2014}'];

/// Signs that exclude.
const EXCLUDING: [char; 4] = ['-', '!', '\u{2013}', '\u{2014}'];

/// Checks a word for signs that would be lost.
///
/// # Errors
/// `--word`, where the exclusion would be lost; `a||b` and `a&&b`, which would be read as neighbours; `word^x` and
/// `word~x`, where there is no number.
pub(super) fn check(piece: &Piece, span: Span) -> Result<(), QueryError> {
    let (lead, inner) = split(piece);
    let refuse = |message: String, hint: &str| Err(QueryError::new(ErrorKind::NoOperator, span, message).hint(hint));
    let operators = !inner.is_empty() && lead.iter().all(|c| OPERATORS.contains(c));
    if operators && lead.iter().any(|c| EXCLUDING.contains(c)) {
        return Err(says_nothing(&lead.iter().collect::<String>(), span));
    }
    let bare: String = inner.iter().map(|&(c, escaped)| if escaped { 'a' } else { c }).collect();
    if let Some(sign) = bare.chars().find(|c| matches!(c, '^' | '~')) {
        let error =
            QueryError::new(ErrorKind::Number, span, format!("{sign} needs a number above 0 and nothing after it"));
        return Err(error
            .hint(format!("write word^2 for a weight, word~1 for a wrong character, \\{sign} for the sign itself")));
    }
    if bare.contains('|') || bare.contains("&&") {
        return refuse("operators stand between spaces".to_owned(), "write a OR b, a AND b");
    }
    Ok(())
}

/// Two signs before a word, each of which excludes: nobody can tell whether the one is to undo the other.
pub(super) fn doubled(signs: Span, text: &str) -> QueryError {
    says_nothing(signs.of(text), signs)
}

/// Tells of a regular expression in quotation marks, where it is none: `"/t.n/ rose"`.
pub(super) fn regex_in_phrase(piece: &Piece, span: Span) -> Option<Note> {
    let text = piece.text();
    let regex = text.split_whitespace().find(|word| {
        let inner = word.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        inner.is_some_and(|inner| inner.contains(|c| ".*+?[](){}|\\^$".contains(c)))
    })?;
    let message = format!(
        "in quotation marks {regex} is no regular expression and is read as words; write {regex} pre/1 and the next word"
    );
    Some(Note::new("no-regex", message, span))
}

fn says_nothing(signs: &str, span: Span) -> QueryError {
    let error = QueryError::new(ErrorKind::NoOperator, span, format!("{signs} before a word says nothing"));
    error.hint("write -word or NOT word to leave out passages with it, or the word alone")
}

/// Tells of signs around a word that are not searched: `C++` is read as the word `C`.
pub(super) fn left_out(piece: &Piece, span: Span) -> Option<Note> {
    let (lead, inner) = split(piece);
    let core = inner.iter().rposition(|&(c, escaped)| escaped || is_of_word(c)).map_or(0, |last| last + 1);
    let (core, trail) = inner.split_at(core);
    let signs: String = lead.iter().copied().chain(trail.iter().map(|&(c, _)| c)).filter(|&c| is_sign(c)).collect();
    let word: String = core.iter().map(|&(c, _)| c).collect();
    let told = !signs.is_empty() && !word.is_empty();
    told.then(|| Note::new("signs-left-out", format!("{signs} is not searched; this is read as the word {word}"), span))
}

type Chars<'a> = &'a [(char, bool)];

/// The bare characters before a word, and the rest.
fn split(piece: &Piece) -> (Vec<char>, Chars<'_>) {
    let first = piece.0.iter().position(|&(c, escaped)| escaped || is_of_word(c)).unwrap_or(piece.0.len());
    let (lead, inner) = piece.0.split_at(first);
    (lead.iter().map(|&(c, _)| c).collect(), inner)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '*' | '?')
}

/// Whether a reader takes the character for more than punctuation.
fn is_sign(c: char) -> bool {
    matches!(c, '+' | '#' | '@' | '&' | '$' | '%' | '^' | '~' | '<' | '>' | '=' | '|' | '€' | '£' | '¥' | '§')
}
