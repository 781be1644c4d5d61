//! The reference: whether a passage satisfies a query and what is marked, by the letter of the definitions.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::annotate::speaker::QuoteKind;
use onrecord::article::BlockKind;
use onrecord::query::ast::{Clause, Expr, ExprKind, Occur};
use onrecord::query::period::Period;
use onrecord::query::{Field, Query};
use onrecord::span::Span;

use crate::corpus::{Corpus, Days, Passage, Quote};
use crate::interval::{Alignment, find};
use crate::words::{Word, fold, folded_glob, glob};

/// Marks with their clauses, by article id and ordinal of the passage.
pub(crate) type MarkedPassages = BTreeMap<(String, u32), Vec<(Span, Vec<u32>)>>;

/// What is to be marked, with the numbers of clauses.
type Marks = Vec<(Span, u32)>;

/// All passages that satisfy a query, with their marks. `boilerplate`: whether the page's furniture counts.
pub(crate) fn matches(corpus: &Corpus, query: &Query, boilerplate: bool) -> MarkedPassages {
    let mut clauses = Vec::new();
    number(&query.expr, &mut clauses);
    let judge = Judge { corpus, clauses };
    let mut found = MarkedPassages::new();
    for passage in &corpus.passages {
        let admitted = boilerplate || passage.kind != BlockKind::Boilerplate;
        let wanted = passage.stands_for_article || !speaks_of_articles_alone(&query.expr);
        if let Some(marks) = (admitted && wanted).then(|| judge.holds(&query.expr, passage)).flatten() {
            found.insert((corpus.articles[passage.article].id.clone(), passage.ordinal), joined(marks));
        }
    }
    found
}

/// The same without the headlines of articles of which something else is found, unless the query asks for headlines or
/// for articles as such.
pub(crate) fn without_headlines_beside_others(corpus: &Corpus, query: &Query, found: MarkedPassages) -> MarkedPassages {
    if speaks_of_articles_alone(&query.expr) || query.names_headlines() {
        return found;
    }
    let articles: Vec<String> = found.keys().map(|(article, _)| article.clone()).collect();
    let is_alone = |article: &String| articles.iter().filter(|other| *other == article).count() == 1;
    let kept = found.into_iter().filter(|(key, _)| corpus.passage(key).kind != BlockKind::Title || is_alone(&key.0));
    kept.collect()
}

/// Where only fields of articles are asked for, one passage stands for all.
fn speaks_of_articles_alone(expr: &Expr) -> bool {
    use Field::{Author, Date, Lang, Outlet, Path, Section, Title, Url};
    match &expr.kind {
        ExprKind::Field { field, .. } => [Title, Outlet, Section, Author, Url, Path, Lang, Date].contains(field),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(speaks_of_articles_alone),
        ExprKind::Not(expr) | ExprKind::Boost { expr, .. } => speaks_of_articles_alone(expr),
        ExprKind::Group(clauses) => clauses.iter().all(|clause| speaks_of_articles_alone(&clause.expr)),
        _ => false,
    }
}

/// The positive clauses, left to right.
fn number<'a>(expr: &'a Expr, clauses: &mut Vec<&'a Expr>) {
    match &expr.kind {
        ExprKind::Not(_) => {}
        ExprKind::Boost { expr, .. } => number(expr, clauses),
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::SameArticle(parts) => {
            parts.iter().for_each(|part| number(part, clauses));
        }
        ExprKind::Group(parts) => {
            let positive = parts.iter().filter(|part| part.occur != Occur::MustNot);
            positive.for_each(|part| number(&part.expr, clauses));
        }
        _ => clauses.push(expr),
    }
}

struct Judge<'a> {
    corpus: &'a Corpus,
    clauses: Vec<&'a Expr>,
}

impl Judge<'_> {
    /// What is to be marked in the passage if it satisfies the expression.
    fn holds(&self, expr: &Expr, passage: &Passage) -> Option<Marks> {
        match &expr.kind {
            ExprKind::All => Some(Marks::new()),
            ExprKind::Boost { expr, .. } => self.holds(expr, passage),
            ExprKind::Not(part) => self.holds(part, passage).is_none().then(Marks::new),
            ExprKind::Or(parts) => any_of(parts.iter().map(|part| self.holds(part, passage))),
            ExprKind::And(parts) => {
                let parts: Vec<(Occur, &Expr)> = parts.iter().map(|part| (Occur::Must, part)).collect();
                self.holds_group(&parts, false, passage)
            }
            ExprKind::Group(clauses) => {
                let parts: Vec<(Occur, &Expr)> = clauses.iter().map(|c| (c.occur, &c.expr)).collect();
                self.holds_group(&parts, one_is_needed(clauses), passage)
            }
            ExprKind::SameArticle(parts) => {
                let mut others = self.corpus.passages.iter().filter(|p| p.article == passage.article);
                let somewhere = |part: &Expr| others.clone().any(|other| self.holds(part, other).is_some());
                let whole = parts.iter().all(somewhere) && others.next().is_some();
                whole.then(|| any_of(parts.iter().map(|part| self.holds(part, passage)))).flatten()
            }
            ExprKind::Field { field, value } if is_of_quote(*field) => {
                self.one_quote(&[(expr, *field, value)], passage)
            }
            ExprKind::Field { field, value } => holds_in_field(*field, value, passage).then(Marks::new),
            _ => self.marks(expr, holds_in(expr, &passage.words, true)?, &passage.words),
        }
    }

    /// An AND: its fields that speak of a quote speak of the same one.
    fn holds_group(&self, parts: &[(Occur, &Expr)], needs_optional: bool, passage: &Passage) -> Option<Marks> {
        let (mut of_one_quote, mut optional, mut marks) = (Vec::new(), Vec::new(), Marks::new());
        for &(occur, expr) in parts {
            match (occur, of_quote(expr)) {
                (Occur::Must, Some(part)) => of_one_quote.push(part),
                (Occur::Must, None) => marks.extend(self.holds(expr, passage)?),
                (Occur::Should, _) => optional.push(self.holds(expr, passage)),
                (Occur::MustNot, _) if self.holds(expr, passage).is_some() => return None,
                (Occur::MustNot, _) => {}
            }
        }
        if !of_one_quote.is_empty() {
            marks.extend(self.one_quote(&of_one_quote, passage)?);
        }
        match any_of(optional.into_iter()) {
            Some(more) => marks.extend(more),
            None if needs_optional => return None,
            None => {}
        }
        Some(marks)
    }

    /// Whether one quote has all parts; each that does is marked.
    fn one_quote(&self, parts: &[(&Expr, Field, &Expr)], passage: &Passage) -> Option<Marks> {
        any_of(passage.quotes.iter().map(|quote| {
            let mut marks = Marks::new();
            for &(clause, field, value) in parts {
                let words = words_of_quote(field, quote, passage)?;
                let found = holds_in(value, &words, field != Field::Speaker)?;
                if matches!(field, Field::Said | Field::Paraphrased) {
                    marks.extend(self.marks(clause, found, &words)?);
                }
            }
            Some(marks)
        }))
    }

    /// The words found, as marks of a clause; none is kept of a clause that is not positive.
    fn marks(&self, clause: &Expr, found: Vec<Alignment>, words: &[Word]) -> Option<Marks> {
        let number = self.clauses.iter().position(|c| std::ptr::eq(*c, clause)).unwrap_or(usize::MAX) as u32;
        let span_of = |position| words.iter().find(|w| w.position == position).expect("a word").span;
        let runs = found.iter().flat_map(|alignment| &alignment.runs);
        Some(runs.map(|&(first, last)| (span_of(first).cover(span_of(last)), number)).collect())
    }
}

/// The marks of all that hold, if any does.
fn any_of(parts: impl Iterator<Item = Option<Marks>>) -> Option<Marks> {
    let held: Vec<Marks> = parts.flatten().collect();
    (!held.is_empty()).then(|| held.concat())
}

/// Whether one of the optional parts must hold: where nothing else says which words are wanted.
fn one_is_needed(clauses: &[Clause]) -> bool {
    let says_words = |c: &Clause| c.occur == Occur::Must && !only_narrows(&c.expr);
    clauses.iter().any(|c| c.occur == Occur::Should) && !clauses.iter().any(says_words)
}

/// Whether a part says nothing of the words wanted.
fn only_narrows(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field { .. } | ExprKind::Not(_) => true,
        ExprKind::And(all) | ExprKind::Or(all) => all.iter().all(only_narrows),
        ExprKind::Boost { expr, .. } => only_narrows(expr),
        _ => false,
    }
}

fn is_of_quote(field: Field) -> bool {
    matches!(field, Field::Speaker | Field::Role | Field::Said | Field::Paraphrased)
}

/// The clause, field and value of an expression that speaks of a quote.
fn of_quote(expr: &Expr) -> Option<(&Expr, Field, &Expr)> {
    match &expr.kind {
        ExprKind::Boost { expr, .. } => of_quote(expr),
        ExprKind::Field { field, value } if is_of_quote(*field) => Some((expr, *field, value)),
        _ => None,
    }
}

/// The words that a field asks of a quote; none where the quote has nothing of the kind.
fn words_of_quote(field: Field, quote: &Quote, passage: &Passage) -> Option<Vec<Word>> {
    let words = match field {
        Field::Speaker => quote.speaker.clone(),
        Field::Role => quote.role.clone(),
        Field::Said if quote.kind == QuoteKind::Indirect => return None,
        Field::Paraphrased if quote.kind != QuoteKind::Indirect => return None,
        _ => passage.words.iter().filter(|word| quote.span.contains(word.span)).cloned().collect(),
    };
    (!words.is_empty()).then_some(words)
}

/// What an expression finds in the words of a text or field, if it holds there.
fn holds_in(expr: &Expr, words: &[Word], stemmed: bool) -> Option<Vec<Alignment>> {
    let any = |parts: &[&Expr]| {
        let held: Vec<_> = parts.iter().filter_map(|part| holds_in(part, words, stemmed)).collect();
        (!held.is_empty()).then(|| held.concat())
    };
    let all = |parts: &[&Expr]| {
        let held: Option<Vec<_>> = parts.iter().map(|part| holds_in(part, words, stemmed)).collect();
        held.map(|held| held.concat())
    };
    match &expr.kind {
        ExprKind::All => (!words.is_empty()).then(Vec::new),
        ExprKind::And(parts) => all(&parts.iter().collect::<Vec<_>>()),
        ExprKind::Or(parts) => any(&parts.iter().collect::<Vec<_>>()),
        ExprKind::Not(part) => holds_in(part, words, stemmed).is_none().then(Vec::new),
        ExprKind::Boost { expr, .. } => holds_in(expr, words, stemmed),
        ExprKind::Group(clauses) => {
            let of = |occur| clauses.iter().filter(move |c| c.occur == occur).map(|c| &c.expr).collect::<Vec<_>>();
            let (required, optional) = (all(&of(Occur::Must))?, any(&of(Occur::Should)));
            let holds = any(&of(Occur::MustNot)).is_none() && (optional.is_some() || !one_is_needed(clauses));
            holds.then(|| [required, optional.unwrap_or_default()].concat())
        }
        _ => Some(find(expr, words, stemmed)).filter(|found| !found.is_empty()),
    }
}

/// Whether a field that does not speak of quotes has a value.
fn holds_in_field(field: Field, value: &Expr, passage: &Passage) -> bool {
    let has = |text: &str, value: &Expr| is_text(value, text);
    match field {
        Field::Title => holds_in(value, &passage.title, true).is_some(),
        Field::Outlet => holds_in(value, &passage.outlet, false).is_some(),
        Field::Section => holds_in(value, &passage.section, true).is_some(),
        Field::Author => holds_in(value, &passage.author, false).is_some(),
        Field::Kind => of_values(value, &|leaf| matches!(leaf.kind, ExprKind::Kind(kind) if kind == passage.kind)),
        Field::Date => of_values(value, &|leaf| period(leaf).is_some_and(|p| overlaps(&p, passage.published))),
        Field::Mentions => of_values(value, &|leaf| {
            period(leaf).is_some_and(|period| passage.mentions.iter().any(|days| lies_within(&period, *days)))
        }),
        Field::Topic => {
            of_values(value, &|leaf| passage.topics.iter().any(|(id, label)| has(id, leaf) || has(label, leaf)))
        }
        Field::Lang => of_values(value, &|leaf| passage.lang.as_deref().is_some_and(|lang| has(lang, leaf))),
        Field::Path => of_values(value, &|leaf| is_text_within(leaf, &passage.path)),
        Field::Url => of_values(value, &|leaf| passage.url.as_deref().is_some_and(|url| is_text_within(leaf, url))),
        _ => unreachable!("{field:?} speaks of a quote"),
    }
}

/// Boolean logic over values that are taken as they stand.
fn of_values(value: &Expr, test: &dyn Fn(&Expr) -> bool) -> bool {
    match &value.kind {
        ExprKind::And(parts) => parts.iter().all(|part| of_values(part, test)),
        ExprKind::Or(parts) => parts.iter().any(|part| of_values(part, test)),
        ExprKind::Not(part) => !of_values(part, test),
        ExprKind::Boost { expr, .. } => of_values(expr, test),
        _ => test(value),
    }
}

fn period(leaf: &Expr) -> Option<Period> {
    if let ExprKind::Period(period) = leaf.kind { Some(period) } else { None }
}

fn pattern_of(leaf: &Expr) -> Vec<char> {
    match &leaf.kind {
        ExprKind::Term(term) => folded_glob(&term.text),
        other => unreachable!("{other:?} is no value"),
    }
}

fn is_text(leaf: &Expr, text: &str) -> bool {
    glob(&pattern_of(leaf), &fold(text).chars().collect::<Vec<_>>())
}

fn is_text_within(leaf: &Expr, text: &str) -> bool {
    let pattern = [vec!['*'], pattern_of(leaf), vec!['*']].concat();
    glob(&pattern, &fold(text).chars().collect::<Vec<_>>())
}

/// Intervals that are not known at both ends are what `unknown` finds, and nothing else does.
fn overlaps(period: &Period, days: Days) -> bool {
    match days {
        (Some(from), Some(to)) => {
            *period != Period::Unknown
                && period.earliest().is_none_or(|first| to >= first)
                && period.latest().is_none_or(|last| from <= last)
        }
        _ => *period == Period::Unknown,
    }
}

fn lies_within(period: &Period, days: Days) -> bool {
    let (Some(from), Some(to)) = days else { return false };
    period.earliest().is_none_or(|first| from >= first) && period.latest().is_none_or(|last| to <= last)
}

/// Overlapping spans as one mark.
fn joined(mut spans: Marks) -> Vec<(Span, Vec<u32>)> {
    spans.sort_by_key(|(span, _)| (span.start, span.end));
    let mut marks: Vec<(Span, BTreeSet<u32>)> = Vec::new();
    for (span, clause) in spans {
        match marks.last_mut() {
            Some((last, clauses)) if span.start < last.end => {
                *last = last.cover(span);
                clauses.insert(clause);
            }
            _ => marks.push((span, [clause].into())),
        }
    }
    marks.into_iter().map(|(span, clauses)| (span, clauses.into_iter().collect())).collect()
}
