//! The reference matcher: slow, obvious, and sharing nothing with the real one but the syntax tree and the
//! analysis of words. It says which passages a query finds and what is marked in them.

use std::collections::BTreeSet;

use onrecord::analyze::fold::fold;
use onrecord::analyze::form::Shape;
use onrecord::analyze::word::Words;
use onrecord::analyze::{Forms, form};
use onrecord::annotate::speaker::QuoteKind;
use onrecord::article::BlockKind;
use onrecord::query::Field;
use onrecord::query::ast::{Clause, Expr, ExprKind, Near, Occur, TermMode, Within};
use onrecord::query::period::Period;
use unicode_normalization::UnicodeNormalization;

/// A word with everything said of it.
#[derive(Clone, Debug)]
pub struct RefWord {
    pub start: usize,
    pub end: usize,
    pub raw: String,
    pub folded: String,
    pub stem: String,
    pub acronym: bool,
    pub sentence: usize,
    pub paragraph: usize,
}

/// A quote: kind, indexes of its words, speaker's and role's words.
#[derive(Clone, Debug)]
pub struct RefQuote {
    pub kind: QuoteKind,
    pub words: std::ops::Range<usize>,
    pub speaker: Vec<RefWord>,
    pub role: Vec<RefWord>,
}

/// A passage.
#[derive(Clone, Debug)]
pub struct RefPassage {
    pub kind: BlockKind,
    pub words: Vec<RefWord>,
    pub title: Vec<RefWord>,
    pub outlet: Vec<RefWord>,
    pub quotes: Vec<RefQuote>,
    pub topics: Vec<(String, String)>,
    pub published: (Option<jiff::civil::Date>, Option<jiff::civil::Date>),
    pub lang: Option<String>,
    pub path: String,
}

/// The words of a name or another text of one sentence.
pub fn ref_words(text: &str) -> Vec<RefWord> {
    let ranges: Vec<_> = Words::new(text).collect();
    let shapes: Vec<Shape> = ranges.iter().map(|r| form::shape(&text[r.clone()])).collect();
    let cased = shapes.iter().filter(|s| !matches!(s, Shape::Number | Shape::Other)).count();
    let upper = shapes.iter().filter(|s| **s == Shape::Upper).count();
    let shouted = cased >= 3 && upper * 5 >= cased * 4;
    let word = |(range, shape): (&std::ops::Range<usize>, &Shape)| {
        let raw = &text[range.clone()];
        RefWord {
            start: range.start,
            end: range.end,
            raw: raw.to_owned(),
            folded: fold(raw),
            stem: stem(raw),
            acronym: *shape == Shape::Upper && !shouted,
            sentence: 0,
            paragraph: 0,
        }
    };
    ranges.iter().zip(&shapes).map(word).collect()
}

fn stem(raw: &str) -> String {
    let mut forms = Forms::new();
    let id = forms.intern(raw);
    forms.stem(id).to_owned()
}

/// A run of words of one match that stand side by side: index of first and last.
type Run = (usize, usize);

/// One place where an expression of intervals matches: its ends, whether it has no gaps, its words.
#[derive(Clone, Debug)]
struct Place {
    start: usize,
    end: usize,
    solid: bool,
    runs: BTreeSet<Run>,
}

/// Words among which something is looked for.
#[derive(Clone, Copy)]
struct Text<'a> {
    words: &'a [RefWord],
    from: usize,
    to: usize,
}

/// The marks in the passage, as byte ranges with clauses; none if it does not match.
pub fn find(expr: &Expr, passage: &RefPassage) -> Option<Vec<(usize, usize, Vec<u32>)>> {
    let mut reference = Reference { passage, clause: 0, marked: Vec::new() };
    reference.eval(expr, true).then(|| join(reference.marked, passage))
}

/// Overlapping runs are one mark.
fn join(marked: Vec<(Run, u32)>, passage: &RefPassage) -> Vec<(usize, usize, Vec<u32>)> {
    let mut marks: Vec<(usize, usize, BTreeSet<u32>)> = Vec::new();
    let mut spans: Vec<(usize, usize, u32)> =
        marked.iter().map(|&((a, b), c)| (passage.words[a].start, passage.words[b].end, c)).collect();
    spans.sort();
    for (start, end, clause) in spans {
        match marks.last_mut() {
            Some(last) if start < last.1 => {
                last.1 = last.1.max(end);
                last.2.insert(clause);
            }
            _ => marks.push((start, end, [clause].into())),
        }
    }
    marks.into_iter().map(|(a, b, c)| (a, b, c.into_iter().collect())).collect()
}

struct Reference<'a> {
    passage: &'a RefPassage,
    clause: u32,
    /// Marks of what has been found true so far.
    marked: Vec<(Run, u32)>,
}

impl<'a> Reference<'a> {
    fn text(&self) -> Text<'a> {
        Text { words: &self.passage.words, from: 0, to: self.passage.words.len() }
    }

    /// Whether the part holds; its marks are kept if it does, and its clauses counted in any case.
    fn eval(&mut self, expr: &Expr, positive: bool) -> bool {
        let before = self.marked.len();
        let holds = self.eval_part(expr, positive);
        if !holds || !positive {
            self.marked.truncate(before);
        }
        holds
    }

    fn number(&mut self, positive: bool) -> u32 {
        self.clause += u32::from(positive);
        self.clause.wrapping_sub(1)
    }

    fn eval_part(&mut self, expr: &Expr, positive: bool) -> bool {
        match &expr.kind {
            ExprKind::And(all) => {
                let clauses: Vec<(Occur, &Expr)> = all.iter().map(|expr| (Occur::Must, expr)).collect();
                self.group(&clauses, false, positive)
            }
            ExprKind::Group(clauses) => {
                let wanted = |c: &&Clause| c.occur == Occur::Must && !only_narrows(&c.expr);
                let needs = clauses.iter().filter(wanted).count() == 0;
                let list: Vec<(Occur, &Expr)> = clauses.iter().map(|c| (c.occur, &c.expr)).collect();
                self.group(&list, needs, positive)
            }
            ExprKind::Or(any) => any.iter().fold(false, |holds, part| self.eval(part, positive) | holds),
            ExprKind::Not(part) => !self.eval(part, false),
            ExprKind::Boost { expr, .. } => self.eval(expr, positive),
            ExprKind::Field { field, value } if is_of_quote(*field) => {
                let number = self.number(positive);
                self.one_quote(&[(*field, value, number)])
            }
            ExprKind::Field { field, value } => {
                self.number(positive);
                self.field(*field, value)
            }
            ExprKind::All => {
                self.number(positive);
                true
            }
            ExprKind::SameArticle(_) => unimplemented!("asked of the whole article"),
            _ => {
                let number = self.number(positive);
                let found = holds_in(expr, self.text(), true);
                self.marked.extend(found.iter().flatten().map(|&run| (run, number)));
                found.is_some()
            }
        }
    }

    fn group(&mut self, clauses: &[(Occur, &Expr)], needs_optional: bool, positive: bool) -> bool {
        let mut quote = Vec::new();
        let (mut holds, mut optional) = (true, !needs_optional);
        for &(occur, expr) in clauses {
            let mut plain = expr;
            while let ExprKind::Boost { expr, .. } = &plain.kind {
                plain = expr;
            }
            match (&plain.kind, occur) {
                (ExprKind::Field { field, value }, Occur::Must) if is_of_quote(*field) => {
                    let number = self.number(positive);
                    quote.push((*field, &**value, number));
                }
                (_, Occur::Must) => holds &= self.eval(expr, positive),
                (_, Occur::Should) => optional |= self.eval(expr, positive),
                (_, Occur::MustNot) => holds &= !self.eval(expr, false),
            }
        }
        holds & optional & (quote.is_empty() || self.one_quote(&quote))
    }

    /// Whether one quote has all parts; marks what those that do say.
    fn one_quote(&mut self, parts: &[(Field, &Expr, u32)]) -> bool {
        let mut any = false;
        for quote in &self.passage.quotes {
            let inside = Text { words: &self.passage.words, from: quote.words.start, to: quote.words.end };
            let asked = |field: Field, value: &Expr| match field {
                Field::Speaker => value_in(value, &quote.speaker, false).then(Vec::new),
                Field::Role => value_in(value, &quote.role, true).then(Vec::new),
                Field::Said if quote.kind == QuoteKind::Indirect => None,
                Field::Paraphrased if quote.kind != QuoteKind::Indirect => None,
                _ => holds_in(value, inside, true),
            };
            let found: Vec<_> = parts.iter().map(|&(field, value, number)| (asked(field, value), number)).collect();
            if found.iter().all(|(runs, _)| runs.is_some()) {
                any = true;
                for (runs, number) in found {
                    self.marked.extend(runs.into_iter().flatten().map(|run| (run, number)));
                }
            }
        }
        any
    }

    fn field(&self, field: Field, value: &Expr) -> bool {
        let passage = self.passage;
        match &value.kind {
            ExprKind::Or(any) => any.iter().any(|part| self.field(field, part)),
            ExprKind::And(all) => all.iter().all(|part| self.field(field, part)),
            ExprKind::Not(part) => !self.field(field, part),
            ExprKind::Kind(kind) => passage.kind == *kind,
            ExprKind::Period(period) => overlaps(period, passage.published),
            ExprKind::Term(term) if field == Field::Topic => {
                passage.topics.iter().any(|(id, label)| [id, label].iter().any(|t| fold(t) == fold(&term.text)))
            }
            ExprKind::Term(term) if field == Field::Lang => passage.lang.as_deref() == Some(term.text.as_str()),
            ExprKind::Term(term) if field == Field::Path => fold(&passage.path).contains(&fold(&term.text)),
            _ if field == Field::Title => value_in(value, &passage.title, true),
            _ if field == Field::Outlet => value_in(value, &passage.outlet, false),
            _ => unimplemented!("{field:?} {value}"),
        }
    }
}

fn is_of_quote(field: Field) -> bool {
    [Field::Speaker, Field::Role, Field::Said, Field::Paraphrased].contains(&field)
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

fn overlaps(period: &Period, published: (Option<jiff::civil::Date>, Option<jiff::civil::Date>)) -> bool {
    match (period, published) {
        (Period::Unknown, (Some(_), Some(_))) => false,
        (Period::Unknown, _) => true,
        (_, (Some(a), Some(b))) => {
            period.earliest().is_none_or(|from| from <= b) && period.latest().is_none_or(|to| to >= a)
        }
        _ => false,
    }
}

fn value_in(value: &Expr, words: &[RefWord], stemmed: bool) -> bool {
    holds_in(value, Text { words, from: 0, to: words.len() }, stemmed).is_some()
}

/// The runs to mark if the expression holds in the text.
fn holds_in(expr: &Expr, text: Text, stemmed: bool) -> Option<Vec<Run>> {
    let each = |all: &[Expr]| all.iter().map(|part| holds_in(part, text, stemmed)).collect::<Vec<_>>();
    match &expr.kind {
        ExprKind::All => Some(Vec::new()),
        ExprKind::And(all) => each(all).into_iter().collect::<Option<Vec<_>>>().map(|runs| runs.concat()),
        ExprKind::Or(any) => {
            let found: Vec<_> = each(any).into_iter().flatten().collect();
            (!found.is_empty()).then(|| found.concat())
        }
        ExprKind::Not(part) => holds_in(part, text, stemmed).is_none().then(Vec::new),
        ExprKind::Boost { expr, .. } => holds_in(expr, text, stemmed),
        ExprKind::Group(clauses) => {
            let of = |occur| {
                let own = clauses.iter().filter(move |c| c.occur == occur);
                own.map(|c| holds_in(&c.expr, text, stemmed)).collect::<Vec<_>>()
            };
            let required: Vec<Run> = of(Occur::Must).into_iter().collect::<Option<Vec<_>>>()?.concat();
            let optional: Vec<_> = of(Occur::Should).into_iter().flatten().collect();
            let wanted = clauses.iter().any(|c| c.occur == Occur::Must && !only_narrows(&c.expr));
            let excluded = of(Occur::MustNot).iter().any(Option::is_some);
            (!excluded && (wanted || !optional.is_empty())).then(|| [required, optional.concat()].concat())
        }
        ExprKind::AtLeast { count, expr } => {
            let places = places(expr, text, stemmed);
            (places.len() >= *count as usize).then(|| runs_of(places))
        }
        _ => {
            let places = places(expr, text, stemmed);
            (!places.is_empty()).then(|| runs_of(places))
        }
    }
}

fn runs_of(places: Vec<Place>) -> Vec<Run> {
    places.into_iter().flat_map(|place| place.runs).collect()
}

/// Where words, phrases and connectors match: those places that hold no other.
fn places(expr: &Expr, text: Text, stemmed: bool) -> Vec<Place> {
    let all = match &expr.kind {
        ExprKind::Term(term) => {
            let words = split(&term.text, term.mode);
            let is = |i: usize, word: &RefWord| matches(&words[i], term.mode, stemmed, word);
            sequences(words.len(), 0, text, &is)
        }
        ExprKind::Phrase(phrase) => {
            let shouted = phrase.words.len() >= 3 && phrase.words.iter().all(|w| !w.chars().any(char::is_lowercase));
            let words: Vec<String> =
                phrase.words.iter().map(|w| if shouted { w.to_lowercase() } else { w.clone() }).collect();
            let is = |i: usize, word: &RefWord| matches(&words[i], TermMode::Wild, false, word);
            sequences(words.len(), phrase.slop as usize, text, &is)
        }
        ExprKind::Boost { expr, .. } => places(expr, text, stemmed),
        ExprKind::Or(any) => any.iter().flat_map(|part| places(part, text, stemmed)).collect(),
        ExprKind::Near(near) => connected(near, text, stemmed),
        _ => unreachable!("no place: {expr}"),
    };
    minimal(all)
}

fn minimal(all: Vec<Place>) -> Vec<Place> {
    let mut merged: Vec<Place> = Vec::new();
    for place in all {
        match merged.iter_mut().find(|other| (other.start, other.end) == (place.start, place.end)) {
            Some(same) => {
                same.solid &= place.solid;
                same.runs.extend(place.runs);
            }
            None => merged.push(place),
        }
    }
    let holds = |a: &Place, b: &Place| a.start <= b.start && b.end <= a.end && (a.start, a.end) != (b.start, b.end);
    let kept = merged.iter().filter(|place| !merged.iter().any(|other| holds(place, other)));
    kept.cloned().collect()
}

/// Words in order with at most `slop` others between, in one paragraph. Of those between the same ends, the
/// one whose words come earliest.
fn sequences(len: usize, slop: usize, text: Text, is: &dyn Fn(usize, &RefWord) -> bool) -> Vec<Place> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for i in 0..len {
        let longer = |s: &Vec<usize>| {
            let from = s.last().map_or(text.from, |last| last + 1);
            let next = (from..text.to).filter(|&j| is(i, &text.words[j]));
            let next = next.filter(|&j| s.last().is_none_or(|&l| text.words[l].paragraph == text.words[j].paragraph));
            next.map(|j| [s.clone(), vec![j]].concat()).collect::<Vec<_>>()
        };
        found = found.iter().flat_map(longer).filter(|s| s[s.len() - 1] + 1 - s[0] - s.len() <= slop).collect();
    }
    found.retain(|s| !s.is_empty());
    found.sort();
    found.dedup_by_key(|s| (s[0], s[s.len() - 1]));
    let place = |s: Vec<usize>| {
        let mut runs: Vec<Run> = Vec::new();
        for &i in &s {
            match runs.last_mut() {
                Some(run) if run.1 + 1 == i => run.1 = i,
                _ => runs.push((i, i)),
            }
        }
        let (start, end) = (s[0], s[s.len() - 1]);
        Place { start, end, solid: end - start + 1 == s.len(), runs: runs.into_iter().collect() }
    };
    found.into_iter().map(place).collect()
}

fn connected(near: &Near, text: Text, stemmed: bool) -> Vec<Place> {
    let (left, right) = (places(&near.left, text, stemmed), places(&near.right, text, stemmed));
    let so = |x: &Place, y: &Place| related(x, y, near, text.words);
    if near.negated {
        return left.into_iter().filter(|x| !right.iter().any(|y| so(x, y))).collect();
    }
    let mut found = Vec::new();
    for x in &left {
        for y in right.iter().filter(|y| so(x, y)) {
            let runs = x.runs.union(&y.runs).copied().collect();
            found.push(Place { start: x.start.min(y.start), end: x.end.max(y.end), solid: false, runs });
        }
    }
    found
}

fn related(x: &Place, y: &Place, near: &Near, words: &[RefWord]) -> bool {
    let used =
        |p: &Place| -> BTreeSet<usize> { if p.solid { (p.start..=p.end).collect() } else { [p.start, p.end].into() } };
    let (start, end) = (x.start.min(y.start), x.end.max(y.end));
    let apart = x.start.saturating_sub(y.end).max(y.start.saturating_sub(x.end));
    let (nearer, farther) = if x.end < y.start { (x.end, y.start) } else { (y.end, x.start) };
    let near_enough = match near.within {
        Within::Words(n) => apart <= n as usize && (apart == 0 || words[nearer].paragraph == words[farther].paragraph),
        Within::Sentence => words[start].sentence == words[end].sentence,
        Within::Paragraph => words[start].paragraph == words[end].paragraph,
    };
    near_enough && used(x).is_disjoint(&used(y)) && (!near.ordered || x.end < y.start)
}

/// The words of a bare word's text; wildcards belong to words.
fn split(text: &str, mode: TermMode) -> Vec<String> {
    if mode == TermMode::Regex {
        return vec![text.to_owned()];
    }
    let wild = |c: char| mode == TermMode::Wild && matches!(c, '*' | '?');
    let pieces = text.split(|c: char| !c.is_alphanumeric() && !wild(c) && !matches!(c, '\'' | '’' | '.'));
    let whole: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    if mode == TermMode::Wild {
        return whole.into_iter().map(str::to_owned).collect();
    }
    Words::new(text).map(|range| text[range].to_owned()).collect()
}

/// Whether a word of the text is meant by a word of the query.
fn matches(query: &str, mode: TermMode, stemmed: bool, word: &RefWord) -> bool {
    match mode {
        TermMode::Regex => {
            let regex = regex_automata::meta::Regex::new(&format!("^(?i:{query})$")).unwrap();
            regex.is_match(&word.folded)
        }
        TermMode::Wild if query.contains(['*', '?']) => {
            let (query, word): (Vec<char>, Vec<char>) =
                (fold_wild(query).chars().collect(), word.folded.chars().collect());
            wild(&query, &word)
        }
        TermMode::Fuzzy(edits) => edit_distance(&fold(query), &word.folded) <= usize::from(edits),
        TermMode::Caps => {
            let plain = |s: &str| s.nfkc().filter(|c| *c != '.').collect::<String>();
            let capitals = form::shape(query) == Shape::Upper;
            plain(query) == plain(&word.raw) && fold(query) == word.folded && (word.acronym || !capitals)
        }
        TermMode::Exact => same_form(query, word),
        TermMode::Plain | TermMode::Wild => {
            let capitals = form::shape(query) == Shape::Upper;
            same_form(query, word) || (stemmed && !capitals && !word.acronym && stem(query) == word.stem)
        }
    }
}

/// Whether the forms are the same; capitals that spell a common word, or with dots, mean acronyms alone.
fn same_form(query: &str, word: &RefWord) -> bool {
    let common = ["us", "it", "who", "or", "am", "is", "in", "so", "the"];
    let capitals = form::shape(query) == Shape::Upper;
    let alone = capitals && (query.contains('.') || common.contains(&query.to_lowercase().as_str()));
    fold(query) == word.folded && (word.acronym || !alone)
}

fn fold_wild(query: &str) -> String {
    query.split_inclusive(['*', '?']).map(fold).collect()
}

fn wild(query: &[char], word: &[char]) -> bool {
    match (query.first(), word.first()) {
        (None, None) => true,
        (Some('*'), _) => wild(&query[1..], word) || (!word.is_empty() && wild(query, &word[1..])),
        (Some('?'), Some(_)) => wild(&query[1..], &word[1..]),
        (Some(a), Some(b)) => a == b && wild(&query[1..], &word[1..]),
        _ => false,
    }
}

/// Optimal string alignment, by the definition.
fn edit_distance(a: &str, b: &str) -> usize {
    fn go(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([x, a1 @ ..], [y, b1 @ ..]) if x == y => go(a1, b1),
            ([x, a1 @ ..], [y, b1 @ ..]) => {
                let plain = go(a1, b1).min(go(a1, b)).min(go(a, b1));
                match (a1, b1) {
                    ([x2, a2 @ ..], [y2, b2 @ ..]) if x == y2 && y == x2 => plain.min(go(a2, b2)) + 1,
                    _ => plain + 1,
                }
            }
        }
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 3 { usize::MAX } else { go(&a, &b) }
}
