//! What single words, phrases, numbers and field values of a query mean.

use unicode_normalization::char::is_combining_mark;

use crate::MAX_SLOP;
use crate::ast::{Expr, ExprKind, Phrase, Term, TermMode};
use crate::error::{ErrorKind, QueryError};
use crate::field::{Field, similar};
use crate::lex::{Piece, TokenKind};
use crate::pattern::regex;
use crate::period::Period;
use crate::wild::wild_words;
use onrecord_text::analyze::word::Words;
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// The text from its first word character to its last; `wild`: with `*` and `?` as word characters.
pub(crate) fn trimmed(text: &str, wild: bool) -> String {
    let mut text = text;
    loop {
        let shorter = without_stray_marks(words_of(text, wild));
        if shorter.len() == text.len() {
            return text.to_owned();
        }
        text = shorter;
    }
}

/// The text from the beginning of its first word to the end of its last.
fn words_of(text: &str, wild: bool) -> &str {
    let words = if wild { wild_words(text) } else { Words::new(text).collect() };
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => &text[first.start..last.end],
        _ => "",
    }
}

/// A text without marks at its beginning that belong to a character which is not there: beside another
/// neighbour they would make another word.
fn without_stray_marks(text: &str) -> &str {
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?');
    text.trim_start_matches(|c| is_combining_mark(c) || !begins(c))
}

/// The words of a phrase, `*` being a word character.
pub(crate) fn phrase_words(text: &str) -> Vec<String> {
    let words = wild_words(text).into_iter().map(|range| trimmed(&text[range], true));
    words.filter(|word| !word.is_empty()).collect()
}

/// A name that is given with the family name first, `Rourke, Ines`, as that or in the other order.
pub(crate) fn turned_name(text: &str, name: &Expr) -> Option<Expr> {
    let (family, given) = text.split_once(',')?;
    let (family, given) = (phrase_words(family), phrase_words(given));
    let few = |words: &[String]| (1..=3).contains(&words.len());
    if !few(&family) || !few(&given) || text.matches(',').count() > 1 || text.contains(['*', '?']) {
        return None;
    }
    let turned = Phrase { words: given.into_iter().chain(family).collect(), slop: 0 };
    let turned = Expr::new(ExprKind::Phrase(turned), name.span);
    Some(Expr::new(ExprKind::Or(vec![name.clone(), turned]), name.span))
}

/// The number of words that may stand between the words of a phrase.
pub(crate) fn slop(n: Option<u32>, at: Span) -> Result<u32, QueryError> {
    n.filter(|&n| n <= MAX_SLOP).ok_or_else(|| {
        let error = QueryError::new(ErrorKind::Number, at, "how many words may stand between?");
        error.hint(format!("write \"a b\"~2, with a number up to {MAX_SLOP}"))
    })
}

/// The number of wrong characters of a fuzzy word.
pub(crate) fn edits(n: Option<u32>, at: Span) -> Result<u8, QueryError> {
    match n {
        None | Some(1) => Ok(1),
        Some(2) => Ok(2),
        Some(_) => {
            let error = QueryError::new(ErrorKind::Number, at, "a word may have one or two wrong characters");
            Err(error.hint("write word~1 or word~2"))
        }
    }
}

/// Checks a regular expression.
pub(crate) fn check_regex(pattern: &str, span: Span) -> Result<(), QueryError> {
    let fail = |why: String| {
        let error = QueryError::new(ErrorKind::Regex, span, format!("this regular expression cannot be used: {why}"));
        error.hint("it is compared with the whole word, in small letters and without accents")
    };
    regex::compile(pattern).map(|_| ()).map_err(fail)
}

/// A value that is taken as it stands.
pub(crate) fn verbatim(field: Field, kind: &TokenKind, span: Span) -> Result<Option<Expr>, QueryError> {
    let piece = match kind {
        TokenKind::Phrase(piece) | TokenKind::Word(piece, _) => piece.clone(),
        TokenKind::Star => Piece(vec![('*', false)]),
        _ => {
            let message = format!("{}: takes a plain value", field.name());
            return Err(QueryError::new(ErrorKind::Misplaced, span, message).hint(example(field)));
        }
    };
    let text = piece.text();
    let kind = match field {
        Field::Date | Field::Mentions => ExprKind::Period(period(field, text.trim(), span)?),
        Field::Kind => ExprKind::Kind(block_kind(text.trim(), span)?),
        _ if text.trim().is_empty() => return Ok(None),
        _ => ExprKind::Term(verbatim_term(&piece)),
    };
    Ok(Some(Expr::new(kind, span)))
}

fn verbatim_term(piece: &Piece) -> Term {
    if piece.has(&['*', '?']) {
        return Term { text: piece.wild_text(&['*', '?']).trim().to_owned(), mode: TermMode::Wild };
    }
    Term { text: piece.text().trim().to_owned(), mode: TermMode::Plain }
}

/// Refuses a period that the field never has.
pub(crate) fn check_period(field: Field, period: Period, span: Span) -> Result<Period, QueryError> {
    if field != Field::Mentions || period != Period::Unknown {
        return Ok(period);
    }
    let error = QueryError::new(ErrorKind::Date, span, "a mentioned date is never unknown");
    Err(error.hint("date:unknown finds articles whose date of publication is not known"))
}

fn period(field: Field, text: &str, span: Span) -> Result<Period, QueryError> {
    match Period::parse(text) {
        Ok(period) => check_period(field, period, span),
        Err(error) => Err(QueryError::new(ErrorKind::Date, span, error.message).hint(error.hint)),
    }
}

fn block_kind(text: &str, span: Span) -> Result<BlockKind, QueryError> {
    let name = text.to_lowercase();
    BlockKind::from_name(&name).ok_or_else(|| {
        let names = BlockKind::ALL.map(BlockKind::name);
        let error = QueryError::new(ErrorKind::Kind, span, format!("there is no kind {text}"));
        error.hint(format!("the kinds are {}", names.join(", "))).candidates(similar(&name, names.into_iter()))
    })
}

/// How a field is used.
pub(crate) fn example(field: Field) -> String {
    format!("write {}", field.example())
}
