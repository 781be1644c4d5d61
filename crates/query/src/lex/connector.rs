//! Connectors: `w/5` and its like, and what takes several tokens to tell.

use super::token::{Connector, Token, TokenKind};
use crate::ast::Within;
use crate::note::Note;

/// Largest distance of a connector.
pub(crate) const MAX_DISTANCE: u32 = 255;

/// Whether a word by itself is read as a connector.
pub(crate) fn is_connector(word: &str) -> bool {
    connector(word).is_some()
}

/// The connector that a chunk is, or what is wrong with its number.
pub(super) fn connector(chunk: &str) -> Option<Result<TokenKind, String>> {
    let (name, far) = chunk.split_once('/')?;
    let ordered = match name.to_ascii_lowercase().as_str() {
        "" | "w" | "near" | "within" => false,
        "pre" => true,
        _ => return None,
    };
    let within = match far.to_ascii_lowercase().as_str() {
        "s" | "sent" => Within::Sentence,
        "p" | "para" => Within::Paragraph,
        "a" if !ordered => return Some(Ok(TokenKind::SameArticle)),
        digits if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => match distance(digits) {
            Some(n) => Within::Words(n),
            None => return Some(Err(format!("a distance goes from 1 to {MAX_DISTANCE}: {chunk}"))),
        },
        _ => return None,
    };
    Some(Ok(TokenKind::Connector(Connector { within, ordered, negated: false })))
}

fn distance(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|n| (1..=MAX_DISTANCE).contains(n))
}

/// Joins what only several tokens tell: `NOT w/5`, and `+5` between two operands.
pub(super) fn join_connectors(tokens: Vec<Token>, text: &str, notes: &mut Vec<Note>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut i = 0;
    while i < tokens.len() {
        let two = negated(&tokens[i..], text, &joined).or_else(|| plus_distance(&tokens[i..], text, &joined, notes));
        i += if two.is_some() { 2 } else { 1 };
        joined.push(two.unwrap_or_else(|| tokens[i - 1].clone()));
    }
    joined
}

/// `NOT w/5`; also with a small `not`, which can mean nothing else before a connector.
fn negated(tokens: &[Token], text: &str, before: &[Token]) -> Option<Token> {
    let [not, Token { kind: TokenKind::Connector(connector), span }, ..] = tokens else { return None };
    let operand = before.last().is_some_and(ends_operand);
    if !operand || !not.span.of(text).eq_ignore_ascii_case("not") {
        return None;
    }
    let kind = TokenKind::Connector(Connector { negated: true, ..*connector });
    Some(Token { kind, span: not.span.cover(*span) })
}

/// `a +5 b`: a plus and a number of at most three digits between two operands.
fn plus_distance(tokens: &[Token], text: &str, before: &[Token], notes: &mut Vec<Note>) -> Option<Token> {
    let [plus, number, next, ..] = tokens else { return None };
    if plus.kind != TokenKind::Plus || !before.last().is_some_and(ends_operand) || !begins(next) {
        return None;
    }
    let digits = number.span.of(text);
    let n = Some(digits).filter(|d| d.len() <= 3 && d.bytes().all(|b| b.is_ascii_digit())).and_then(distance)?;
    let span = plus.span.cover(number.span);
    notes.push(Note::new("distance", format!("+{n} is read as pre/{n}; for the number write +\"{n}\""), span));
    let connector = Connector { within: Within::Words(n), ordered: true, negated: false };
    Some(Token { kind: TokenKind::Connector(connector), span })
}

/// Whether an operand ends with the token.
pub(super) fn ends_operand(token: &Token) -> bool {
    use TokenKind::*;
    matches!(token.kind, Close | Caps(_) | Phrase(_) | Regex(_) | Word(..) | Tilde(_) | Caret(_))
}

/// Whether the token begins an operand without a sign before it that is no field.
fn begins(token: &Token) -> bool {
    use TokenKind::*;
    matches!(token.kind, Open | Caps(_) | Phrase(_) | Regex(_) | Word(..) | Exact)
}
