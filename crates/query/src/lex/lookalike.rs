//! What looks like an operator and is none here: connectors as other programs write them (`w/`, `near3`, `n/3`,
//! `ADJ3`), and `and`, `or`, `not` in small letters. A word like this is never searched without a note.
//! Between two operands, where nobody means the word, it is an error.

use super::connector::{ends_operand, is_connector};
use super::scan::{is_other_minus, small_operator};
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
    /// When it is an error.
    refused: Refused,
}

/// When something that looks like an operator is an error rather than a word with a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// Always: as a word it would turn the answer round.
    Always,
    /// Between two operands, where nobody means the word.
    Between,
    /// Never.
    Never,
    /// Never, and there is no note either where it stands at an end: there it is a word like others.
    NorTold,
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
        let next = tokens.get(i + 1);
        report(word, between || behind_operator, token.span, notes)?;
        small_before_group(word, token.span, next)?;
        notes.extend(without_parenthesis(word, token.span, next));
        notes.extend(of_connector(word, token.span, before.filter(|_| after)));
        let in_parentheses =
            i >= 2 && ends_operand(&tokens[i - 2]) && before.is_some_and(|t| t.kind == TokenKind::Open);
        notes.extend(dialog_connector(word, token.span, next.filter(|_| in_parentheses)));
        notes.extend(field_apart(token.span, before.map(|before| before.span), text));
        notes.extend(followed_by(word, token.span, next.map(|next| next.span.of(text))));
    }
    notes.extend(small_operators(&small));
    Ok(())
}

fn report(word: &str, between: bool, span: Span, notes: &mut Vec<Note>) -> Result<(), QueryError> {
    if let Some(Lookalike { what, hint, refused }) = lookalike(word) {
        if refused == Refused::Always || refused == Refused::Between && between {
            let error = QueryError::new(ErrorKind::NoOperator, span, format!("{word} is {what}"));
            return Err(error.hint(format!("{hint}; for the word itself write \"{word}\"")));
        }
        if refused != Refused::NorTold || between {
            notes.push(Note::new("no-operator", format!("{word} is {what} and is read as a word; {hint}"), span));
        }
    }
    notes.extend(compared_field(word, span));
    Ok(())
}

/// `speaker=toner`, `date>2020`: a field's name with a sign of other programs.
fn compared_field(word: &str, span: Span) -> Option<Note> {
    let (name, value) = word.split_at(word.find(['=', '<', '>', '!'])?);
    let field = Field::from_name(name)?.name();
    let meant = match (value.strip_prefix("!="), value.trim_start_matches('=')) {
        (Some(other), _) => format!("-{field}:{other}"),
        (None, _) if value.starts_with('!') => return None,
        (None, value) => format!("{field}:{value}"),
    };
    Some(Note::new("no-operator", format!("{word} is read as words; for the field write {meant}"), span))
}

/// `not (a b)`: the word beside a group, a phrase or a field, which would be required where it was to be left out.
fn small_before_group(word: &str, span: Span, next: Option<&Token>) -> Result<(), QueryError> {
    use TokenKind::*;
    let required = |next: &Token| matches!(next.kind, Open | Phrase(_) | Field(_) | AtLeast(_) | Plus);
    if small_operator(word) != Some(Not) || !next.is_some_and(required) {
        return Ok(());
    }
    let message = format!("{word} in small letters is no operator, and what follows it would be required");
    let hint = format!("write NOT to leave out what follows; for the word itself write \"{word}\"");
    Err(QueryError::new(ErrorKind::NoOperator, span, message).hint(hint))
}

/// `a w/10 words b`: what the distance is counted in, which needs no saying.
fn of_connector(word: &str, span: Span, before: Option<&Token>) -> Option<Note> {
    let counted = matches!(word.to_ascii_lowercase().as_str(), "word" | "words");
    let behind = before.is_some_and(|before| matches!(before.kind, TokenKind::Connector(_)));
    let message = format!("{word} is searched as a word; a connector is written without it: a w/10 b");
    (counted && behind).then(|| Note::new("no-operator", message, span))
}

/// `a (5w) b`: a connector of other archives.
fn dialog_connector(word: &str, span: Span, next: Option<&Token>) -> Option<Note> {
    let alone = next.is_some_and(|next| next.kind == TokenKind::Close);
    let message = format!("({word}) is no connector and is read as a word that is required; {NEARNESS}");
    (alone && is_counted(&word.to_ascii_lowercase())).then(|| Note::new("no-operator", message, span))
}

/// `date :2017`: a field's name with a space behind it.
fn field_apart(span: Span, before: Option<Span>, text: &str) -> Option<Note> {
    let (name, value) = (before?.of(text), span.of(text).strip_prefix(':')?);
    let field = Field::from_name(name)?.name();
    let message = format!("{name} {} is read as words; for the field write {field}:{value}", span.of(text));
    (!value.is_empty()).then(|| Note::new("no-operator", message, before.map_or(span, |before| before.cover(span))))
}

/// `a FOLLOWED BY b`.
fn followed_by(word: &str, span: Span, next: Option<&str>) -> Option<Note> {
    let (what, hint) = match word {
        "FOLLOWED" => ("FOLLOWED BY", "a pre/3 b for b at most 3 words behind a"),
        "PRECEDED" => ("PRECEDED BY", "b pre/3 a for b at most 3 words before a"),
        _ => return None,
    };
    let message = format!("{what} is no connector and is read as words; write {hint}");
    (next == Some("BY")).then(|| Note::new("no-operator", message, span))
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
        return Some(Lookalike { what: "no connector as it stands", hint: NEARNESS, refused: Refused::Between });
    }
    if is_glued(word) {
        let hint = "put a space behind AND, OR and NOT, and leave out the other sign";
        return Some(Lookalike { what: "no operator as it stands", hint, refused: Refused::Always });
    }
    let small = word.to_ascii_lowercase();
    let of_slash = small.split_once('/').and_then(|(name, far)| with_slash(word, name, far));
    of_slash.or_else(|| with_number(&small)).or_else(|| by_itself(word, &small))
}

/// `NOT-a`, `AND+a`: an operator with a sign at it.
fn is_glued(word: &str) -> bool {
    let rest = ["AND", "OR", "NOT"].into_iter().find_map(|operator| word.strip_prefix(operator));
    rest.is_some_and(|rest| rest.starts_with(|c| matches!(c, '-' | '+' | '=') || is_other_minus(c)))
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
    Some(Lookalike { what, hint, refused: Refused::Between })
}

/// `5w`, `3n`.
fn is_counted(small: &str) -> bool {
    let number = small.strip_suffix(['w', 'n']);
    number.is_some_and(|n| matches!(n.len(), 1..=3) && n.bytes().all(|b| b.is_ascii_digit()))
}

/// `near3`, `ADJ3`, `w3`, `5w`, `atleast3`.
fn with_number(small: &str) -> Option<Lookalike> {
    if is_counted(small) {
        return Some(Lookalike { what: "no connector", hint: NEARNESS, refused: Refused::NorTold });
    }
    let name = small.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = small.len() - name.len();
    let (what, hint, refused) = match name {
        "near" | "adj" | "pre" | "within" | "onear" | "next" if digits > 0 => {
            ("no connector", NEARNESS, Refused::Between)
        }
        "w" | "n" if (1..=3).contains(&digits) => ("no connector", NEARNESS, Refused::Never),
        "atleast" if digits > 0 => ("nothing without parentheses", "write atleast3(oil)", Refused::Between),
        "atleast" => ("nothing without parentheses", "write atleast3(oil)", Refused::Never),
        _ => return None,
    };
    Some(Lookalike { what, hint, refused })
}

/// `NEAR`, `near`, `ANDNOT`.
fn by_itself(word: &str, small: &str) -> Option<Lookalike> {
    let capitals = word.bytes().all(|b| !b.is_ascii_lowercase());
    let (what, hint, refused) = match small {
        "near" | "adj" if capitals => ("no connector without a number", NEARNESS, Refused::Between),
        "near" | "adj" => ("no connector without a number", NEARNESS, Refused::Never),
        "onear" | "within" if capitals => ("no connector", NEARNESS, Refused::Between),
        "andnot" | "and-not" | "and_not" | "butnot" => ("no operator", NEGATION, Refused::Between),
        // Operators of other archives; in small letters they are words.
        "same" | "with" | "before" if capitals => ("no connector", NEARNESS, Refused::Never),
        "next" | "pre" | "after" if capitals => ("no connector", NEARNESS, Refused::NorTold),
        "except" if capitals => ("no operator", NEGATION, Refused::Between),
        "without" | "but" | "minus" if capitals => ("no operator", NEGATION, Refused::NorTold),
        "xor" | "nor" if capitals => {
            ("no operator", "write (a OR b) and what is to be left out as -c", Refused::Between)
        }
        _ => return None,
    };
    Some(Lookalike { what, hint, refused })
}
