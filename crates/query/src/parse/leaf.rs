//! Words, phrases and what is like them.

use super::{Context, Operand, Parser, signs};
use crate::ast::{Expr, ExprKind, Phrase, Term, TermMode};
use crate::error::{ErrorKind, QueryError};
use crate::field::Field;
use crate::group::Item;
use crate::lex::{Piece, Token, TokenKind};
use crate::{MAX_TERMS, value};
use onrecord_text::span::Span;

impl Parser<'_> {
    /// A word, a phrase, or what is like one.
    pub(super) fn leaf(&mut self, kind: TokenKind, span: Span, context: Context) -> Result<Operand, QueryError> {
        self.count(1, span)?;
        if let Context::Field(field) = context
            && field.is_verbatim()
        {
            let expr = value::verbatim(field, &kind, span)?;
            expr.iter().for_each(|expr| self.note_date(context, expr));
            return Ok(expr.map(Item::plain));
        }
        match kind {
            TokenKind::Phrase(piece) => self.phrase(&piece, span, context),
            TokenKind::Word(piece, name) => self.word(&piece, name, span),
            TokenKind::Exact => self.exact(span),
            TokenKind::Caps(piece) => self.term(piece.text(), TermMode::Caps, span),
            TokenKind::Regex(pattern) => self.regex(pattern, span),
            _ => self.word(&Piece(vec![('*', false)]), None, span),
        }
    }

    fn count(&mut self, terms: usize, span: Span) -> Result<(), QueryError> {
        self.terms += terms;
        if self.terms <= MAX_TERMS {
            return Ok(());
        }
        let error = QueryError::new(ErrorKind::TooManyTerms, span, format!("a query has at most {MAX_TERMS} words"));
        Err(error.hint("leave words out"))
    }

    fn phrase(&mut self, piece: &Piece, span: Span, context: Context) -> Result<Operand, QueryError> {
        let words = value::phrase_words(&piece.phrase_text());
        self.notes.extend(signs::regex_in_phrase(piece, span));
        let (mut slop, mut end) = (0, span);
        if let Some(Token { kind: TokenKind::Tilde(n), span: at }) = self.peek().cloned() {
            self.at += 1;
            (slop, end) = (value::slop(n, at)?, at);
        }
        self.count(words.len().saturating_sub(1), span)?;
        if words.is_empty() {
            return Ok(self.without_words(span));
        }
        let expr = Expr::new(ExprKind::Phrase(Phrase { words, slop }), span.cover(end));
        let turned = context.is_of_names().then(|| value::turned_name(&piece.text(), &expr)).flatten();
        Ok(Some(Item::plain(turned.unwrap_or(expr))))
    }

    fn without_words(&mut self, span: Span) -> Operand {
        let message = match span.of(self.text) {
            "-" | "\u{2013}" | "\u{2014}" | "!" | "!=" | "<>" | "%" => {
                "a sign by itself is left out; to leave out passages with a word write -word, without a space"
            }
            "&" => "& is left out; for passages with both words write a AND b",
            "/" => "/ is left out; a connector is written without spaces: a w/3 b",
            "|" => "| is left out; for passages with any of the words write a OR b",
            _ => "there is no word in this; it is left out",
        };
        self.note("no-word", message, span);
        None
    }

    fn word(&mut self, piece: &Piece, name: Option<String>, span: Span) -> Result<Operand, QueryError> {
        if let Some(name) = name {
            self.unknown_field(&name, span)?;
        }
        self.signs(piece, span)?;
        if let Some(Token { kind: TokenKind::Tilde(n), span: at }) = self.peek().cloned() {
            self.at += 1;
            return self.term(piece.text(), TermMode::Fuzzy(value::edits(n, at)?), span.cover(at));
        }
        let wild = piece.has(&['*', '?']);
        let mode = if wild { TermMode::Wild } else { TermMode::Plain };
        let text = if wild { piece.wild_text(&['*', '?']) } else { piece.text() };
        if piece.0.last() == Some(&('?', false)) {
            let bare = piece.text();
            let bare = bare.trim_end_matches('?');
            let message = format!("? stands for one letter; leave it out to find {bare}");
            self.note("question-mark", message, span);
        }
        self.term(text, mode, span)
    }

    fn signs(&mut self, piece: &Piece, span: Span) -> Result<(), QueryError> {
        signs::check(piece, span)?;
        self.notes.extend(signs::left_out(piece, span));
        Ok(())
    }

    fn unknown_field(&mut self, name: &str, span: Span) -> Result<(), QueryError> {
        if name.eq_ignore_ascii_case("not") || matches!(name, "AND" | "OR") {
            let error = QueryError::new(ErrorKind::NoOperator, span, format!("{name}: is no operator"));
            let hint = match name {
                "AND" | "OR" => format!("write {name} between spaces"),
                _ => "write NOT and a space before the word, or - right before it".to_owned(),
            };
            return Err(error.hint(hint));
        }
        if ["sort", "order", "sortby", "limit"].contains(&name.to_ascii_lowercase().as_str()) {
            let message = format!("there is no field {name}: and it is read as text; it is chosen beside the query");
            self.note("beside-query", message, span);
            return Ok(());
        }
        let similar = Field::similar(name);
        let meant =
            if similar.is_empty() { String::new() } else { format!("; did you mean {}:?", similar.join(": or ")) };
        self.note("unknown-field", format!("there is no field {name}: and it is read as text{meant}"), span);
        Ok(())
    }

    /// What follows `=`.
    fn exact(&mut self, sign: Span) -> Result<Operand, QueryError> {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        match token.kind {
            TokenKind::Word(piece, name) if !piece.has(&['*', '?']) => {
                self.at += 1;
                if let Some(name) = name {
                    self.unknown_field(&name, token.span)?;
                }
                self.signs(&piece, token.span)?;
                self.term(piece.text(), TermMode::Exact, sign.cover(token.span))
            }
            TokenKind::Phrase(_) | TokenKind::Word(..) => self.primary(Context::Text),
            _ => {
                let error = QueryError::new(ErrorKind::Misplaced, sign, "= goes before a word");
                Err(error.hint("write =fighters, or \"foreign fighters\" for several words"))
            }
        }
    }

    fn regex(&mut self, pattern: String, span: Span) -> Result<Operand, QueryError> {
        value::check_regex(&pattern, span)?;
        Ok(Some(Item::plain(Expr::new(ExprKind::Term(Term { text: pattern, mode: TermMode::Regex }), span))))
    }

    fn term(&mut self, text: String, mode: TermMode, span: Span) -> Result<Operand, QueryError> {
        let text = value::trimmed(&text, mode == TermMode::Wild);
        if text.is_empty() {
            return Ok(self.without_words(span));
        }
        let all = mode == TermMode::Wild && text.bytes().all(|b| b == b'*');
        let kind = if all { ExprKind::All } else { ExprKind::Term(Term { text, mode }) };
        Ok(Some(Item::plain(Expr::new(kind, span))))
    }
}
