//! Dates of several words without quotation marks: `date:last month`. They are read whole, and a note
//! says so. Where the words can also be read otherwise, as in `date:2017 may` (a month, or a year and a verb), the first
//! word alone is the date, and a note says that.

use super::{Context, Operand, Parser};
use crate::ast::{Expr, ExprKind};
use crate::error::QueryError;
use crate::field::Field;
use crate::group::Item;
use crate::lex::{Token, TokenKind, is_double_quote};
use crate::period::Period;
use crate::value;
use onrecord_text::span::Span;

/// Most words of a date: `from 4 March 2017 to 5 April 2018` has eight.
const MOST: usize = 8;

impl Parser<'_> {
    /// The date of several words that stands behind the field's name, if that is how it reads.
    pub(super) fn date_of_words(&mut self, field: Field) -> Result<Operand, QueryError> {
        if !matches!(field, Field::Date | Field::Mentions) {
            return Ok(None);
        }
        let words = self.tokens[self.at..].iter().take(MOST).take_while(|token| is_bare(token)).count();
        let longest = (2..=words).rev().find_map(|count| self.period_of(count).map(|period| (count, period)));
        let Some((count, period)) = longest else { return Ok(None) };
        let span = self.span_of(count);
        let (text, name) = (span.of(self.text), field.name());
        if self.is_complete(period) {
            let first = self.span_of(1).of(self.text);
            let message = format!("{name}:{first} is read alone; to read all of it write {name}:\"{text}\"");
            self.note("date", message, span);
            return Ok(None);
        }
        let days = if Period::is_relative(text) { format!(", which is {period}") } else { String::new() };
        self.note("date", format!("{name}:{text} is read as {name}:\"{text}\"{days}"), span);
        // What stands between two dates is no word of the query.
        self.notes.retain(|note| note.code != "small-operator" || note.span.cover(span) != span);
        self.at += count;
        value::check_period(field, period, span)?;
        Ok(Some(Item::plain(Expr::new(ExprKind::Period(period), span))))
    }

    /// Tells which days are meant where the text alone does not say, and how a range of another program was read.
    pub(super) fn note_date(&mut self, context: Context, expr: &Expr) {
        let (Context::Field(field), ExprKind::Period(period)) = (context, &expr.kind) else { return };
        let text = expr.span.of(self.text);
        let date = text.trim_matches(is_double_quote);
        let other_signs = date.starts_with(['<', '>', '=', '[', '{', '\u{2264}', '\u{2265}']);
        let interval = date.contains('/') && period.earliest() != period.latest();
        if other_signs || interval || Period::is_relative(date) {
            self.note("date", format!("{}:{text} is {period}", field.name()), expr.span);
        }
    }

    /// What the next words say together.
    fn period_of(&self, count: usize) -> Option<Period> {
        Period::parse(self.span_of(count).of(self.text)).ok()
    }

    fn span_of(&self, count: usize) -> Span {
        self.tokens[self.at].span.cover(self.tokens[self.at + count - 1].span)
    }

    /// Whether the first word is a date by itself that the rest does not make a range of: what follows a year may be
    /// a word to look for.
    fn is_complete(&self, whole: Period) -> bool {
        let first = self.span_of(1).of(self.text);
        let has_year = first.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
        let alone = Period::parse(first).ok();
        let begins_range = alone.is_some_and(|alone| {
            alone.earliest() == whole.earliest() && whole.latest().is_none_or(|last| alone.latest() < Some(last))
        });
        has_year && alone.is_some() && !begins_range
    }
}

fn is_bare(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word(..) | TokenKind::Star)
}
