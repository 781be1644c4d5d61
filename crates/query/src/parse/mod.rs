//! The parser: tokens to a syntax tree, by recursive descent.
//!
//! From the loosest binding to the tightest: side by side, `OR`, `AND`, `NOT + -`, `w/a`, connectors,
//! fields. Connectors of equal rank bind from the left. Words and what is like them are read in `leaf`.

mod date_words;
mod leaf;
mod signs;

use crate::ast::{Expr, ExprKind, Near};
use crate::error::{ErrorKind, QueryError, floor_boundary};
use crate::field::Field;
use crate::group::{self, Item};
use crate::lex::{Connector, Token, TokenKind, lex};
use crate::note::Note;
use crate::value;
use crate::{MAX_QUERY_BYTES, Query, place};
use onrecord_text::span::Span;

/// Reads a query.
///
/// # Errors
/// When the text cannot be understood, with the place and a hint; and beyond the limits on length,
/// nesting, and number of words.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        let span = Span::new(floor_boundary(text, MAX_QUERY_BYTES), text.len());
        let error = QueryError::new(ErrorKind::TooLong, span, format!("a query has at most {MAX_QUERY_BYTES} bytes"));
        return Err(error.hint("leave words out"));
    }
    let mut notes = Vec::new();
    let tokens = lex(text, &mut notes)?;
    let mut parser = Parser { text, tokens, at: 0, depth: 0, terms: 0, notes };
    let expr = parser.query()?;
    place::check(&expr)?;
    parser.notes.sort_by_key(|note| note.span.start);
    Ok(Query { expr, notes: parser.notes })
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    terms: usize,
    notes: Vec<Note>,
}

/// What stands where an operand may stand: nothing, where it had no word in it.
type Operand = Option<Item>;

impl Parser<'_> {
    fn query(&mut self) -> Result<Expr, QueryError> {
        let item = self.side_by_side(Context::Text)?;
        if let Some(Token { kind: TokenKind::Close, span }) = self.peek() {
            let error = QueryError::new(ErrorKind::Parenthesis, *span, "this parenthesis was never opened");
            return Err(error.hint("leave it out, or add ( before it"));
        }
        let whole = Span::new(0, self.text.len());
        item.map(|item| item.expr).ok_or_else(|| {
            let error = QueryError::new(ErrorKind::Empty, whole, "the query has no word in it");
            error.hint("write words to search for, or * for everything")
        })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn peek_kind(&self) -> Option<&TokenKind> {
        self.peek().map(|token| &token.kind)
    }

    /// The next token, if it is `kind`.
    fn take(&mut self, kind: &TokenKind) -> Option<Span> {
        let span = self.peek().filter(|token| token.kind == *kind)?.span;
        self.at += 1;
        Some(span)
    }

    fn note(&mut self, code: &'static str, message: impl Into<String>, span: Span) {
        self.notes.push(Note::new(code, message, span));
    }

    fn deeper<T>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, QueryError>) -> Result<T, QueryError> {
        let end = Span::new(self.text.len(), self.text.len());
        place::check_depth(self.depth, self.peek().map_or(end, |token| token.span))?;
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Operands side by side, up to a closing parenthesis or the end.
    fn side_by_side(&mut self, context: Context) -> Result<Operand, QueryError> {
        let mut items = Vec::new();
        while self.peek_kind().is_some_and(|kind| *kind != TokenKind::Close) {
            if !self.leading_operator()? {
                items.extend(self.or(context)?);
            }
        }
        Ok(group::side_by_side(items))
    }

    /// Passes over an operator that has nothing before it.
    fn leading_operator(&mut self) -> Result<bool, QueryError> {
        let Some(token) = self.peek().filter(|token| is_infix(&token.kind)).cloned() else {
            return Ok(false);
        };
        self.at += 1;
        if self.peek().is_some_and(|next| is_infix(&next.kind)) {
            return Err(self.missing(token.span));
        }
        let written = token.span.of(self.text);
        self.note("operator", format!("{written} has nothing before it and is left out"), token.span);
        Ok(true)
    }

    fn missing(&self, operator: Span) -> QueryError {
        let written = operator.of(self.text);
        let error =
            QueryError::new(ErrorKind::MissingOperand, operator, format!("{written} needs something on both sides"));
        error.hint(format!("to search for the word itself, write \"{}\"", written.to_lowercase()))
    }

    /// Whether an operand follows the operator at `operator`; at the end the operator is left out.
    fn operand_follows(&mut self, operator: Span) -> Result<bool, QueryError> {
        match self.peek_kind() {
            None | Some(TokenKind::Close) => {
                let written = operator.of(self.text).to_owned();
                self.note("operator", format!("{written} has nothing after it and is left out"), operator);
                Ok(false)
            }
            Some(kind) if is_infix(kind) => Err(self.missing(operator)),
            Some(_) => Ok(true),
        }
    }

    fn or(&mut self, context: Context) -> Result<Operand, QueryError> {
        let mut items = self.and(context)?.into_iter().collect::<Vec<_>>();
        let mut count = items.len();
        while let Some(span) = self.take(&TokenKind::Or) {
            if self.operand_follows(span)? {
                items.extend(self.and(context)?);
                count += 1;
            }
        }
        Ok(if count > 1 { self.combined(items, group::any) } else { items.pop() })
    }

    fn and(&mut self, context: Context) -> Result<Operand, QueryError> {
        let mut items = self.signed(context)?.into_iter().collect::<Vec<_>>();
        let mut count = items.len();
        while let Some(span) = self.take(&TokenKind::And) {
            if self.operand_follows(span)? {
                items.extend(self.signed(context)?);
                count += 1;
            }
        }
        Ok(if count > 1 { self.combined(items, group::all) } else { items.pop() })
    }

    /// Combines by an operator, beside which a plus says nothing.
    fn combined(&mut self, items: Vec<Item>, combine: fn(Vec<Item>) -> Operand) -> Operand {
        for item in &items {
            if let Some(plus) = item.plus {
                self.note("plus", "+ says nothing beside AND and OR and is left out", plus);
            }
        }
        combine(items)
    }

    /// An operand with any signs before it.
    fn signed(&mut self, context: Context) -> Result<Operand, QueryError> {
        let (mut negated, mut plus, mut first) = (false, None, None);
        let mut signs = 0;
        while let Some(token) = self.peek().cloned() {
            let excludes = matches!(token.kind, TokenKind::Not | TokenKind::Minus);
            if excludes && negated {
                return Err(signs::doubled(first.unwrap_or(token.span).cover(token.span), self.text));
            }
            match token.kind {
                TokenKind::Not | TokenKind::Minus => negated = true,
                TokenKind::Plus => plus = Some(token.span),
                _ => break,
            }
            signs += 1;
            self.at += 1;
            first = first.or(Some(token.span));
            if !self.operand_follows(token.span)? {
                return Ok(None);
            }
        }
        let item = self.same_article(context)?;
        let Some(first) = first else { return Ok(item) };
        if signs > 1 {
            let read = if negated { "NOT" } else { "+" };
            self.note("signs", format!("several signs in a row are read as one {read}"), first);
        }
        Ok(item.map(|item| if negated { item.negate(first) } else { Item { plus: plus.or(item.plus), ..item } }))
    }

    /// Operands joined by `w/a`.
    fn same_article(&mut self, context: Context) -> Result<Operand, QueryError> {
        let mut items = self.near(context)?.into_iter().collect::<Vec<_>>();
        let mut count = items.len();
        while let Some(span) = self.take(&TokenKind::SameArticle) {
            if self.operand_follows(span)? {
                items.extend(self.near(context)?);
                count += 1;
            }
        }
        Ok(if count > 1 { group::same_article(items) } else { items.pop() })
    }

    /// Operands joined by connectors, from the left.
    fn near(&mut self, context: Context) -> Result<Operand, QueryError> {
        let mut left = self.operand(context)?;
        while let Some(TokenKind::Connector(connector)) = self.peek_kind().cloned() {
            let span = self.peek().map_or(Span::default(), |token| token.span);
            self.at += 1;
            if !self.operand_follows(span)? {
                break;
            }
            let right = self.operand(context)?;
            left = self.joined(left, connector, right);
        }
        Ok(left)
    }

    fn joined(&mut self, left: Operand, connector: Connector, right: Operand) -> Operand {
        let (left, right) = match (left, right) {
            (Some(left), Some(right)) => (left.expr, right.expr),
            (left, right) => return left.or(right),
        };
        let span = left.span.cover(right.span);
        let Connector { within, ordered, negated } = connector;
        let near =
            Near { left: group::optional_as_any(left), right: group::optional_as_any(right), within, ordered, negated };
        Some(Item::plain(Expr::new(ExprKind::Near(Box::new(near)), span)))
    }

    /// One operand with its weight.
    fn operand(&mut self, context: Context) -> Result<Operand, QueryError> {
        let mut item = self.primary(context)?;
        while let Some(Token { kind: TokenKind::Caret(weight), span }) = self.peek().cloned() {
            self.at += 1;
            item = item.map(|item| item.boost(weight, span));
        }
        if let Some(Token { kind: TokenKind::Tilde(_), span }) = self.peek() {
            let error = QueryError::new(ErrorKind::Misplaced, *span, "~ does not go with what stands before it");
            return Err(error.hint("~2 goes behind a word (so many wrong characters) or a phrase (words between)"));
        }
        Ok(item)
    }

    fn primary(&mut self, context: Context) -> Result<Operand, QueryError> {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        if is_infix(&token.kind) || is_sign(&token.kind) || token.kind == TokenKind::Close {
            let written = token.span.of(self.text);
            let error = QueryError::new(ErrorKind::MissingOperand, token.span, format!("{written} may not stand here"));
            return Err(error.hint("write the word or phrase that belongs here"));
        }
        self.at += 1;
        let Token { kind, span } = token;
        match kind {
            TokenKind::Open => self.parenthesis(span, context),
            TokenKind::Field(field) => self.field(field, span, context),
            TokenKind::AtLeast(count) => self.at_least(count, span, context),
            kind => self.leaf(kind, span, context),
        }
    }

    fn parenthesis(&mut self, open: Span, context: Context) -> Result<Operand, QueryError> {
        let inner = self.deeper(|parser| parser.side_by_side(context))?;
        let Some(close) = self.take(&TokenKind::Close) else {
            let error = QueryError::new(ErrorKind::Parenthesis, open, "this parenthesis is not closed");
            return Err(error.hint("add ) where the group ends"));
        };
        if inner.is_none() {
            self.note("no-word", "there is no word in these parentheses; they are left out", open.cover(close));
        }
        Ok(inner.map(|item| item.parenthesise(open.cover(close))))
    }

    fn at_least(&mut self, count: u32, name: Span, context: Context) -> Result<Operand, QueryError> {
        let Some(open) = self.take(&TokenKind::Open) else { return Ok(None) };
        let item = self.parenthesis(open, context)?;
        Ok(item.map(|item| {
            let span = name.cover(item.expr.span);
            let expr = Box::new(group::optional_as_any(item.expr));
            Item::plain(Expr::new(ExprKind::AtLeast { count, expr }, span))
        }))
    }

    fn field(&mut self, field: Field, name: Span, context: Context) -> Result<Operand, QueryError> {
        if let Context::Field(outer) = context {
            let message = format!("{}: may not stand within {}:", field.name(), outer.name());
            return Err(QueryError::new(ErrorKind::Misplaced, name, message).hint("put them side by side"));
        }
        let value = match self.peek_kind() {
            None | Some(TokenKind::Close) => None,
            Some(kind) if is_infix(kind) => None,
            Some(_) => match self.date_of_words(field)? {
                None => self.deeper(|parser| parser.field_value(Context::Field(field)))?,
                date => date,
            },
        };
        let Some(value) = value else {
            let error = QueryError::new(ErrorKind::MissingValue, name, format!("{}: needs a value", field.name()));
            return Err(error.hint(value::example(field)));
        };
        let span = name.cover(value.expr.span);
        let kind = ExprKind::Field { field, value: Box::new(group::value_of(field, value.expr)) };
        Ok(Some(Item::plain(Expr::new(kind, span))))
    }

    /// A field's value: one word, phrase or group; of a word with a sign, the word without.
    fn field_value(&mut self, context: Context) -> Result<Operand, QueryError> {
        match self.peek().cloned() {
            Some(Token { kind: TokenKind::Plus | TokenKind::Minus | TokenKind::Not, span }) => {
                let error = QueryError::new(ErrorKind::Misplaced, span, "a sign goes before the field's name");
                Err(error.hint("write -title:word, or title:(-word)"))
            }
            _ => self.primary(context),
        }
    }
}

/// Where an operand stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// In the text.
    Text,
    /// Within a field.
    Field(Field),
}

impl Context {
    /// Whether names of people and outlets stand there.
    fn is_of_names(self) -> bool {
        matches!(self, Context::Field(field) if field.is_of_names())
    }
}

fn is_infix(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::And | TokenKind::Or | TokenKind::Connector(_) | TokenKind::SameArticle)
}

fn is_sign(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::Not | TokenKind::Minus | TokenKind::Plus)
}
