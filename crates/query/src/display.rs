//! The canonical text of a query: parsing it gives the same query again.

use std::fmt::{self, Display, Formatter, Write};

use crate::ast::{Clause, Expr, ExprKind, Near, Occur, Phrase, Term, TermMode, Within};
use crate::field::Field;
use crate::lex::{is_connector, is_double_quote, is_lookalike};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::All => f.write_str("*"),
            ExprKind::Term(term) => write!(f, "{term}"),
            ExprKind::Phrase(phrase) => write!(f, "{phrase}"),
            ExprKind::And(all) if all.len() == 1 => write!(f, "({})", all[0]),
            ExprKind::And(all) => joined(f, all, " AND ", binds_under_and),
            ExprKind::Or(all) => joined(f, all, " OR ", binds_under_or),
            ExprKind::SameArticle(all) => joined(f, all, " w/a ", binds_under_near),
            ExprKind::Not(inner) => {
                f.write_str("NOT ")?;
                part(f, inner, binds_under_same_article(inner))
            }
            ExprKind::Group(clauses) => group(f, clauses),
            ExprKind::Near(near) => connector(f, near),
            ExprKind::AtLeast { count, expr } => write!(f, "atleast{count}({expr})"),
            ExprKind::Boost { expr, weight } => {
                part(f, expr, is_tight(expr))?;
                write!(f, "^{weight}")
            }
            ExprKind::Field { field, value } => field_text(f, *field, value),
            ExprKind::Period(period) => write!(f, "{period}"),
            ExprKind::Kind(kind) => f.write_str(kind.name()),
        }
    }
}

/// Writes a part, in parentheses unless it is `bare`.
fn part(f: &mut Formatter<'_>, expr: &Expr, bare: bool) -> fmt::Result {
    if bare || is_single_and(expr) { write!(f, "{expr}") } else { write!(f, "({expr})") }
}

/// An `And` of one part writes its own parentheses.
fn is_single_and(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::And(all) if all.len() == 1)
}

fn joined(f: &mut Formatter<'_>, all: &[Expr], by: &str, bare: fn(&Expr) -> bool) -> fmt::Result {
    for (i, expr) in all.iter().enumerate() {
        f.write_str(if i > 0 { by } else { "" })?;
        part(f, expr, bare(expr))?;
    }
    Ok(())
}

/// Whether it binds tighter than any operator.
fn is_tight(expr: &Expr) -> bool {
    !expr.is_boolean() && !matches!(expr.kind, ExprKind::Near(_))
}

fn binds_under_near(expr: &Expr) -> bool {
    is_tight(expr) || matches!(expr.kind, ExprKind::Near(_))
}

fn binds_under_same_article(expr: &Expr) -> bool {
    binds_under_near(expr) || matches!(expr.kind, ExprKind::SameArticle(_))
}

fn binds_under_and(expr: &Expr) -> bool {
    binds_under_same_article(expr) || matches!(expr.kind, ExprKind::Not(_))
}

fn binds_under_or(expr: &Expr) -> bool {
    binds_under_and(expr) || matches!(expr.kind, ExprKind::And(_))
}

fn group(f: &mut Formatter<'_>, clauses: &[Clause]) -> fmt::Result {
    for (i, Clause { occur, expr }) in clauses.iter().enumerate() {
        f.write_str(if i > 0 { " " } else { "" })?;
        f.write_str(sign(*occur, expr))?;
        part(f, expr, binds_under_same_article(expr))?;
    }
    Ok(())
}

/// What is written before a part of a group. A plus before a number would be read as a distance.
fn sign(occur: Occur, expr: &Expr) -> &'static str {
    let number = |term: &Term| term.mode == TermMode::Plain && term.text.bytes().all(|b| b.is_ascii_digit());
    match (occur, &expr.unboosted().kind) {
        (Occur::MustNot, _) => "-",
        (Occur::Must, ExprKind::Term(term)) if number(term) => "+\\",
        (Occur::Must, ExprKind::Term(_)) => "+",
        _ => "",
    }
}

fn connector(f: &mut Formatter<'_>, near: &Near) -> fmt::Result {
    part(f, &near.left, binds_under_near(&near.left))?;
    f.write_str(if near.negated { " NOT " } else { " " })?;
    f.write_str(if near.ordered { "pre/" } else { "w/" })?;
    match near.within {
        Within::Words(n) => write!(f, "{n} ")?,
        Within::Sentence => f.write_str("s ")?,
        Within::Paragraph => f.write_str("p ")?,
    }
    part(f, &near.right, is_tight(&near.right))
}

fn field_text(f: &mut Formatter<'_>, field: Field, value: &Expr) -> fmt::Result {
    write!(f, "{}:", field.name())?;
    let bare = matches!(
        value.kind,
        ExprKind::All | ExprKind::Term(_) | ExprKind::Phrase(_) | ExprKind::Period(_) | ExprKind::Kind(_)
    );
    match (&value.kind, bare) {
        (ExprKind::Term(term), _) if field.is_verbatim() => verbatim(f, &term.text, term.mode),
        _ if bare => write!(f, "{value}"),
        _ if field.is_verbatim() => write!(f, "({})", Verbatim(value)),
        _ if is_single_and(value) => write!(f, "{value}"),
        _ => write!(f, "({value})"),
    }
}

/// A group of values that are taken as they stand.
struct Verbatim<'a>(&'a Expr);

impl Display for Verbatim<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let parts = |f: &mut Formatter<'_>, all: &[Expr], by: &str| {
            for (i, expr) in all.iter().enumerate() {
                f.write_str(if i > 0 { by } else { "" })?;
                let bare = !matches!(expr.kind, ExprKind::And(_) | ExprKind::Or(_));
                if bare { write!(f, "{}", Verbatim(expr))? } else { write!(f, "({})", Verbatim(expr))? }
            }
            Ok(())
        };
        match &self.0.kind {
            ExprKind::Term(term) => verbatim_in_group(f, &term.text, term.mode),
            ExprKind::And(all) => parts(f, all, " AND "),
            ExprKind::Or(all) => parts(f, all, " OR "),
            ExprKind::Not(inner) => {
                f.write_str("NOT ")?;
                parts(f, std::slice::from_ref(inner), "")
            }
            ExprKind::Boost { expr, weight } => {
                parts(f, std::slice::from_ref(expr), "")?;
                write!(f, "^{weight}")
            }
            _ => write!(f, "{}", self.0),
        }
    }
}

/// A value taken as it stands, in quotation marks unless it is simple.
fn verbatim(f: &mut Formatter<'_>, text: &str, mode: TermMode) -> fmt::Result {
    let simple = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | '*' | '?');
    let begins = text.starts_with(|c: char| c.is_alphanumeric());
    if begins && text.chars().all(simple) && (mode == TermMode::Wild || !text.contains(['*', '?'])) {
        return f.write_str(text);
    }
    quoted(f, text, mode)
}

/// Writes a verbatim value within a group, where more values need quotation marks than at the top.
fn verbatim_in_group(f: &mut Formatter<'_>, text: &str, mode: TermMode) -> fmt::Result {
    let simple = text.chars().all(|c| c.is_lowercase() || c.is_ascii_digit());
    let operator = matches!(text, "and" | "or" | "not") || is_lookalike(text);
    if simple && !operator { f.write_str(text) } else { quoted(f, text, mode) }
}

fn quoted(f: &mut Formatter<'_>, text: &str, mode: TermMode) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        let wild = matches!(c, '*' | '?') && mode != TermMode::Wild;
        if wild || c == '\\' || is_double_quote(c) {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for (i, word) in self.words.iter().enumerate() {
            f.write_str(if i > 0 { " " } else { "" })?;
            escaped(f, word, |c| c == '\\' || is_double_quote(c))?;
        }
        f.write_char('"')?;
        if self.slop > 0 { write!(f, "~{}", self.slop) } else { Ok(()) }
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.mode {
            TermMode::Plain => word(f, &self.text, false),
            TermMode::Wild => word(f, &self.text, true),
            TermMode::Exact => {
                f.write_char('=')?;
                word(f, &self.text, false)
            }
            TermMode::Fuzzy(edits) => {
                word(f, &self.text, false)?;
                write!(f, "~{edits}")
            }
            TermMode::Caps => {
                f.write_str("caps(")?;
                escaped(f, &self.text, |c| matches!(c, '\\' | ')'))?;
                f.write_char(')')
            }
            TermMode::Regex => write!(f, "/{}/", escaped_slashes(&self.text)),
        }
    }
}

/// A regular expression's text with its bare slashes escaped.
fn escaped_slashes(pattern: &str) -> String {
    pattern.replace('/', "\\/")
}

/// A bare word, with a backslash wherever it would be read as something else.
fn word(f: &mut Formatter<'_>, text: &str, wild: bool) -> fmt::Result {
    let sign = text.starts_with(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '?' | '\\'));
    if sign || is_operator(text) {
        f.write_char('\\')?;
    }
    let field = text.split_once(':').is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphabetic()));
    escaped(f, text, |c| {
        c.is_whitespace()
            || is_double_quote(c)
            || matches!(c, '\\' | '(' | ')' | '~' | '^' | '|')
            || (c == '&' && text.contains("&&"))
            || (!wild && matches!(c, '*' | '?'))
            || (field && c == ':')
    })
}

fn escaped(f: &mut Formatter<'_>, text: &str, special: impl Fn(char) -> bool) -> fmt::Result {
    for c in text.chars() {
        if special(c) {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    Ok(())
}

/// Whether a word by itself is read as an operator.
fn is_operator(text: &str) -> bool {
    let operator = ["and", "or", "not"].iter().any(|operator| text.eq_ignore_ascii_case(operator));
    operator || is_connector(text) || is_lookalike(text)
}
