//! What looks like an operator and is none here: connectors as other programs write them (`w/`, `near3`, `n/3`,
//! `ADJ3`), and `and`, `or`, `not` in small letters. A word like this is never searched without a note.
//! Between two operands, where nobody means the word, it is an error.

use super::connector::{ends_operand, is_connector};
use super::scan::small_operator;
use super::token::{Token, TokenKind};
use crate::error::{ErrorKind, QueryError};
use crate::field::Field;
use crate::note::Note;
use onrecord_text::span::Span;

/// What to do about a word that looks like an operator.
#[derive(Clone, Debug, PartialEq)]
struct Lookalike {
    /// What it is.
    what: &'static str,
    /// What to write instead.
    hint: &'static str,
    /// Whether nobody means the word where it stands between operands.
    refused: bool,
}

/// Whether a word by itself looks like an operator.
pub(crate) fn is_lookalike(word: &str) -> bool {
    lookalike(word).is_some()
}

/// Looks at all words outside quotation marks.
///
/// # Errors
/// At the first that can only be meant as an operator and is none.
pub(super) fn check_lookalikes(tokens: &[Token], text: &str, notes: &mut Vec<Note>) -> Result<(), QueryError> {
    let mut small: Vec<(String, Span)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).map(|before| &tokens[before]);
        let is_value = before.is_some_and(|token| matches!(token.kind, TokenKind::Field(field) if field.is_verbatim()));
        if !matches!(token.kind, TokenKind::Word(..)) || is_value {
            continue;
        }
        let (word, after) = (token.span.of(text), tokens.get(i + 1).is_some_and(begins_any));
        let between = after && before.is_some_and(|token| ends_operand(token) || token.kind == TokenKind::Star);
        if is_small_operator(word, between, after) {
            small.push((word.to_owned(), token.span));
        }
        let behind_operator = after && before.is_some_and(is_operator);
        report(word, between || behind_operator, token.span, notes)?;
        notes.extend(without_parenthesis(word, token.span, tokens.get(i + 1)));
    }
    notes.extend(small_operators(&small));
    Ok(())
}

fn report(word: &str, between: bool, span: Span, notes: &mut Vec<Note>) -> Result<(), QueryError> {
    if let Some(Lookalike { what, hint, refused }) = lookalike(word) {
        if refused && between {
            let error = QueryError::new(ErrorKind::NoOperator, span, format!("{word} is {what}"));
            return Err(error.hint(format!("{hint}; for the word itself write \"{word}\"")));
        }
        notes.push(Note::new("no-operator", format!("{word} is {what} and is read as a word; {hint}"), span));
    }
    if let Some(field) = word.split_once('=').and_then(|(name, _)| Field::from_name(name)) {
        let name = field.name();
        notes.push(Note::new("no-operator", format!("{word} is read as words; for the field write {name}:"), span));
    }
    Ok(())
}

/// `caps (US)`: a function's name with a space behind it.
fn without_parenthesis(word: &str, span: Span, next: Option<&Token>) -> Option<Note> {
    let told = word.eq_ignore_ascii_case("caps")
        && next.is_some_and(|next| next.kind == TokenKind::Open && next.span.start > span.end);
    let message = format!("{word} is read as a word; write {word}(US), without a space");
    told.then(|| Note::new("no-operator", message, span))
}

fn is_operator(token: &Token) -> bool {
    matches!(token.kind, TokenKind::And | TokenKind::Or | TokenKind::Not)
}

/// Whether the word is `and` or `or` between two operands, or `not` before one.
fn is_small_operator(word: &str, between: bool, after: bool) -> bool {
    match small_operator(word) {
        Some(TokenKind::Not) => after,
        Some(_) => between,
        None => false,
    }
}

/// One note on all small operators of a query.
fn small_operators(small: &[(String, Span)]) -> Option<Note> {
    let (first, _) = small.first()?;
    let span = small.iter().map(|(_, span)| *span).reduce(Span::cover)?;
    let mut words: Vec<&str> = Vec::new();
    small.iter().for_each(|(word, _)| {
        if !words.contains(&word.as_str()) {
            words.push(word)
        }
    });
    let (verb, noun) = if words.len() > 1 { ("are", "words") } else { ("is", "a word") };
    let message = format!(
        "{} {verb} read as {noun}; for the operator write {} in capitals",
        words.join(", "),
        first.to_ascii_uppercase()
    );
    Some(Note::new("small-operator", message, span))
}

/// Whether something to look for begins with the token, signs and fields included.
fn begins_any(token: &Token) -> bool {
    use TokenKind::*;
    matches!(
        token.kind,
        Open | Caps(_) | Phrase(_) | Regex(_) | Word(..) | Exact | Field(_) | Star | AtLeast(_) | Not | Minus | Plus
    )
}

const NEARNESS: &str = "write w/3 for at most 3 words apart, pre/3 for the same in this order, w/s or w/p";

const NEGATION: &str = "write a NOT b for passages with a and without b";

fn lookalike(word: &str) -> Option<Lookalike> {
    // A slash of another kind is a slip.
    let slashed = word.replace(['\\', '\u{FF0F}', '\u{2215}', '\u{2044}'], "/");
    if slashed != word && is_connector(&slashed) {
        return Some(Lookalike { what: "no connector as it stands", hint: NEARNESS, refused: true });
    }
    let small = word.to_ascii_lowercase();
    let of_slash = small.split_once('/').and_then(|(name, far)| with_slash(word, name, far));
    of_slash.or_else(|| with_number(&small)).or_else(|| by_itself(word, &small))
}

/// `w/`, `w/three`, `n/3`, `AND/OR`.
fn with_slash(word: &str, name: &str, far: &str) -> Option<Lookalike> {
    let number = !far.is_empty() && far.bytes().all(|b| b.is_ascii_digit());
    let (what, hint) = match (name, far) {
        ("w", "o") => ("no connector", NEGATION),
        ("w" | "near" | "within" | "pre", _) => ("no connector as it stands", NEARNESS),
        ("n" | "nr" | "p" | "adj" | "onear" | "w/n", _) if number => ("no connector", NEARNESS),
        ("and", "or") | ("or", "and") if word.bytes().all(|b| !b.is_ascii_lowercase()) => {
            ("no operator", "write a OR b")
        }
        _ => return None,
    };
    Some(Lookalike { what, hint, refused: true })
}

/// `near3`, `ADJ3`, `w3`, `atleast3`.
fn with_number(small: &str) -> Option<Lookalike> {
    let name = small.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = small.len() - name.len();
    let (what, hint, refused) = match name {
        "near" | "adj" | "pre" | "within" | "onear" if digits > 0 => ("no connector", NEARNESS, true),
        "w" | "n" if (1..=3).contains(&digits) => ("no connector", NEARNESS, false),
        "atleast" => ("nothing without parentheses", "write atleast3(oil)", digits > 0),
        _ => return None,
    };
    Some(Lookalike { what, hint, refused })
}

/// `NEAR`, `near`, `ANDNOT`.
fn by_itself(word: &str, small: &str) -> Option<Lookalike> {
    let capitals = word.bytes().all(|b| !b.is_ascii_lowercase());
    let (what, hint, refused) = match small {
        "near" | "adj" => ("no connector without a number", NEARNESS, capitals),
        "onear" | "within" if capitals => ("no connector", NEARNESS, true),
        "andnot" | "and-not" | "and_not" | "butnot" => ("no operator", NEGATION, true),
        // Operators of other archives; in small letters they are words.
        "same" | "with" | "before" if capitals => ("no connector", NEARNESS, false),
        "xor" | "nor" if capitals => ("no operator", "write (a OR b) and what is to be left out as -c", true),
        _ => return None,
    };
    Some(Lookalike { what, hint, refused })
}
