//! The reference: whether a passage satisfies a query and what is marked, by trying everything.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use onrecord::analyze::fold::{capitals, fold, is_dotted};
use onrecord::analyze::form::{Shape, shape};
use onrecord::analyze::word::Words;
use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::speaker::{Quote, QuoteKind};
use onrecord::article::BlockKind;
use onrecord::query::ast::{Expr, ExprKind, Near, Occur, Phrase, Term, TermMode, Within, needs_optional};
use onrecord::query::pattern::FUNCTION_WORDS;
use onrecord::query::period::Period;
use onrecord::query::{Field, Query};
use onrecord::span::Span;

use crate::corpus::Corpus;

/// Marks with their clauses, by article id and ordinal of the passage.
pub type MarkedPassages = BTreeMap<(String, u32), Vec<(Span, Vec<u32>)>>;

/// A word of a text with all that connectors ask of it.
#[derive(Clone)]
struct Word {
    raw: String,
    folded: String,
    stem: String,
    acronym: bool,
    span: Span,
    position: u32,
    sentence: u32,
    paragraph: u32,
}

/// A passage with all that is known of it.
struct Passage<'a> {
    number: usize,
    ordinal: u32,
    kind: BlockKind,
    words: Vec<Word>,
    title: Vec<Word>,
    outlet: Vec<Word>,
    path: &'a str,
    lang: Option<&'a str>,
    published: (Option<Date>, Option<Date>),
    quotes: Vec<&'a Quote>,
    topics: Vec<(&'a str, &'a str)>,
    mentions: Vec<(Option<Date>, Option<Date>)>,
}

/// All passages that satisfy a query, with their marks.
pub fn matches(corpus: &Corpus, query: &Query) -> MarkedPassages {
    let passages = passages(corpus);
    let judge = Judge { passages: &passages, clauses: query.clauses() };
    let mut found = MarkedPassages::new();
    for passage in &passages {
        let whole_articles = speaks_of_articles_alone(&query.expr) && passage.ordinal > 0;
        if !whole_articles && judge.holds(&query.expr, passage, None) {
            let mut spans = Vec::new();
            judge.mark(&query.expr, passage, None, &mut spans);
            let id = corpus.articles[passage.number].id.clone();
            found.insert((id, passage.ordinal), joined(spans));
        }
    }
    found
}

/// Where only fields of articles are asked for, the first passage stands for all: the title.
fn speaks_of_articles_alone(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field { field, .. } => field.is_of_article(),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(speaks_of_articles_alone),
        ExprKind::Not(part) => speaks_of_articles_alone(part),
        ExprKind::Boost { expr, .. } => speaks_of_articles_alone(expr),
        ExprKind::Group(clauses) => clauses.iter().all(|clause| speaks_of_articles_alone(&clause.expr)),
        _ => false,
    }
}

fn passages(corpus: &Corpus) -> Vec<Passage<'_>> {
    let mut found = Vec::new();
    for (number, article) in corpus.articles.iter().enumerate() {
        let findings = &corpus.findings[number];
        let mut forms = Forms::new();
        let text = analyze(article, &mut forms);
        let mut title = Vec::new();
        for (place, passage) in corpus.passages[number].iter().enumerate() {
            let (mut words, mut block, mut paragraph) = (Vec::new(), None, 0);
            for (sentence, s) in text.sentences.iter().enumerate() {
                for (index, word) in (s.words.clone()).zip(text.words_of(&s.words)) {
                    if !passage.words.contains(&index) {
                        continue;
                    }
                    paragraph += u32::from(block.is_some_and(|b| b != s.block));
                    block = Some(s.block);
                    words.push(Word {
                        raw: forms.raw(word.form).to_owned(),
                        folded: forms.folded(word.form).to_owned(),
                        stem: forms.stem(word.form).to_owned(),
                        acronym: word.acronym,
                        span: word.span,
                        // No connector reaches from one block to the next.
                        position: words.len() as u32 + paragraph * 10_000,
                        sentence: sentence as u32,
                        paragraph,
                    });
                }
            }
            if passage.kind == BlockKind::Title {
                title = words.clone();
            }
            let overlaps = |span: Span| passage.span.overlaps(span);
            found.push(Passage {
                number,
                ordinal: passage.ordinal,
                kind: passage.kind,
                words,
                title: title.clone(),
                outlet: short_text(article.metadata.outlet.as_deref().unwrap_or_default()),
                path: &article.path,
                lang: findings.language.as_deref(),
                published: (findings.published.earliest, findings.published.latest),
                quotes: findings.quotes.iter().filter(|quote| overlaps(quote.span)).collect(),
                topics: findings.passage_topics[place].iter().map(|t| (t.id.as_str(), t.label.as_str())).collect(),
                mentions: findings.dates.iter().filter(|d| overlaps(d.span)).map(|d| (d.earliest, d.latest)).collect(),
            });
        }
    }
    found
}

/// The words of an outlet or a name.
fn short_text(text: &str) -> Vec<Word> {
    let mut forms = Forms::new();
    let word = |(place, range): (usize, std::ops::Range<usize>)| {
        let form = forms.intern(&text[range.clone()]);
        Word {
            raw: forms.raw(form).to_owned(),
            folded: forms.folded(form).to_owned(),
            stem: forms.stem(form).to_owned(),
            acronym: false,
            span: Span::new(range.start, range.end),
            position: place as u32,
            sentence: 0,
            paragraph: 0,
        }
    };
    Words::new(text).enumerate().map(word).collect()
}

/// One way to match: where, and the runs of words in it.
#[derive(Clone, Debug, PartialEq)]
struct Alignment {
    start: u32,
    end: u32,
    /// Whether every word between is part of it.
    solid: bool,
    runs: BTreeSet<(u32, u32)>,
}

struct Judge<'a> {
    passages: &'a [Passage<'a>],
    clauses: Vec<&'a Expr>,
}

impl Judge<'_> {
    /// Whether the passage, or the quote in it, satisfies the expression.
    fn holds(&self, expr: &Expr, passage: &Passage, quote: Option<&Quote>) -> bool {
        match &expr.kind {
            ExprKind::All => true,
            ExprKind::Boost { expr, .. } => self.holds(expr, passage, quote),
            ExprKind::Not(part) => !self.holds(part, passage, quote),
            ExprKind::Or(parts) => parts.iter().any(|part| self.holds(part, passage, quote)),
            ExprKind::SameArticle(parts) => {
                let somewhere =
                    |part: &Expr| self.passages.iter().any(|p| p.number == passage.number && self.holds(part, p, None));
                parts.iter().any(|part| self.holds(part, passage, None)) && parts.iter().all(somewhere)
            }
            ExprKind::And(parts) => {
                let parts: Vec<(Occur, &Expr)> = parts.iter().map(|part| (Occur::Must, part)).collect();
                self.holds_group(&parts, false, passage, quote)
            }
            ExprKind::Group(clauses) => {
                let parts: Vec<(Occur, &Expr)> = clauses.iter().map(|c| (c.occur, &c.expr)).collect();
                self.holds_group(&parts, needs_optional(clauses), passage, quote)
            }
            ExprKind::Field { field, value } if field.is_of_quote() => {
                passage.quotes.iter().any(|quote| self.holds_of_quote(*field, value, passage, quote))
            }
            ExprKind::Field { field, value } => self.holds_in_field(*field, value, passage),
            _ => !self.found(expr, &words_in(passage, quote), true).is_empty(),
        }
    }

    fn holds_group(&self, parts: &[(Occur, &Expr)], needs: bool, passage: &Passage, quote: Option<&Quote>) -> bool {
        let of = |occur: Occur| parts.iter().filter(move |part| part.0 == occur).map(|part| part.1);
        let of_quotes: Vec<(Field, &Expr)> = of(Occur::Must).filter_map(of_quote).collect();
        let one_quote =
            |quote: &Quote| of_quotes.iter().all(|(f, value)| self.holds_of_quote(*f, value, passage, quote));
        of(Occur::Must).filter(|part| of_quote(part).is_none()).all(|part| self.holds(part, passage, quote))
            && (of_quotes.is_empty() || passage.quotes.iter().any(|quote| one_quote(quote)))
            && !of(Occur::MustNot).any(|part| self.holds(part, passage, quote))
            && (!needs
                || of(Occur::Should).next().is_none()
                || of(Occur::Should).any(|part| self.holds(part, passage, quote)))
    }

    fn holds_of_quote(&self, field: Field, value: &Expr, passage: &Passage, quote: &Quote) -> bool {
        let speaker = quote.speaker.as_ref();
        let name = |text: Option<&str>| self.holds_in_words(value, &short_text(text.unwrap_or_default()), false);
        match field {
            Field::Speaker => name(speaker.map(|s| s.name.as_str())),
            Field::Role => name(speaker.and_then(|s| s.role.as_deref())),
            Field::Said if quote.kind == QuoteKind::Indirect => false,
            Field::Paraphrased if quote.kind != QuoteKind::Indirect => false,
            _ => self.holds_in_words(value, &words_in(passage, Some(quote)), true),
        }
    }

    /// A value over the words of a field.
    fn holds_in_words(&self, value: &Expr, words: &[Word], stemmed: bool) -> bool {
        match &value.kind {
            ExprKind::All => !words.is_empty(),
            ExprKind::Boost { expr, .. } => self.holds_in_words(expr, words, stemmed),
            ExprKind::And(parts) => parts.iter().all(|part| self.holds_in_words(part, words, stemmed)),
            ExprKind::Or(parts) => parts.iter().any(|part| self.holds_in_words(part, words, stemmed)),
            ExprKind::Not(part) => !self.holds_in_words(part, words, stemmed),
            ExprKind::Group(clauses) => {
                let of = |occur| clauses.iter().filter(move |clause| clause.occur == occur);
                let holds = |clause: &onrecord::query::ast::Clause| self.holds_in_words(&clause.expr, words, stemmed);
                of(Occur::Must).all(holds)
                    && !of(Occur::MustNot).any(holds)
                    && (!needs_optional(clauses) || of(Occur::Should).count() == 0 || of(Occur::Should).any(holds))
            }
            _ => !self.found(value, words, stemmed).is_empty(),
        }
    }

    fn holds_in_field(&self, field: Field, value: &Expr, passage: &Passage) -> bool {
        let each = |test: &dyn Fn(&Expr) -> bool| any_leaf(value, test);
        match field {
            Field::Title => self.holds_in_words(value, &passage.title, true),
            Field::Outlet => self.holds_in_words(value, &passage.outlet, false),
            Field::Kind => each(&|leaf| matches!(&leaf.kind, ExprKind::Kind(kind) if *kind == passage.kind)),
            Field::Date => each(&|leaf| matches!(&leaf.kind, ExprKind::Period(p) if overlaps(p, passage.published))),
            Field::Mentions => each(
                &|leaf| matches!(&leaf.kind, ExprKind::Period(p) if passage.mentions.iter().any(|m| holds_within(p, *m))),
            ),
            Field::Topic => each(&|leaf| {
                let wanted = fold(&leaf_text(leaf));
                passage.topics.iter().any(|(id, label)| fold(id) == wanted || fold(label) == wanted)
            }),
            Field::Lang => each(&|leaf| passage.lang == Some(&leaf_text(leaf))),
            Field::Path => each(&|leaf| glob_within(&leaf_text(leaf), passage.path)),
            _ => unreachable!("no query of the test asks for {field:?}"),
        }
    }

    /// The minimal ways to match words, phrases, connectors and counts of them.
    fn found(&self, expr: &Expr, words: &[Word], stemmed: bool) -> Vec<Alignment> {
        match &expr.kind {
            ExprKind::Term(term) => {
                let tests: Vec<Test> = term_tests(term, stemmed);
                minimal(sequences(&tests, words, 0))
            }
            ExprKind::Phrase(phrase) => minimal(sequences(&phrase_tests(phrase), words, phrase.slop)),
            ExprKind::Or(parts) => minimal(parts.iter().flat_map(|part| self.found(part, words, stemmed)).collect()),
            ExprKind::Boost { expr, .. } => self.found(expr, words, stemmed),
            ExprKind::Near(near) => self.near(near, words, stemmed),
            ExprKind::AtLeast { count, expr } => {
                let found = self.found(expr, words, stemmed);
                if found.len() >= *count as usize { found } else { Vec::new() }
            }
            other => unreachable!("no words in {other:?}"),
        }
    }

    fn near(&self, near: &Near, words: &[Word], stemmed: bool) -> Vec<Alignment> {
        let (left, right) = (self.found(&near.left, words, stemmed), self.found(&near.right, words, stemmed));
        if near.negated {
            return left.into_iter().filter(|x| !right.iter().any(|y| related(x, y, near, words))).collect();
        }
        let mut pairs = Vec::new();
        for x in &left {
            for y in right.iter().filter(|y| related(x, y, near, words)) {
                pairs.push(Alignment {
                    start: x.start.min(y.start),
                    end: x.end.max(y.end),
                    solid: false,
                    runs: x.runs.union(&y.runs).copied().collect(),
                });
            }
        }
        minimal(pairs)
    }

    /// Collects the words that make the expression true, with their clause.
    fn mark(&self, expr: &Expr, passage: &Passage, quote: Option<&Quote>, spans: &mut Vec<(Span, u32)>) {
        let mut those_that_hold = |parts: &mut dyn Iterator<Item = &Expr>| {
            for part in parts.filter(|part| self.holds(part, passage, quote)) {
                self.mark(part, passage, quote, spans);
            }
        };
        match &expr.kind {
            ExprKind::All | ExprKind::Not(_) => {}
            ExprKind::Boost { expr, .. } => self.mark(expr, passage, quote, spans),
            ExprKind::Or(parts) | ExprKind::SameArticle(parts) => those_that_hold(&mut parts.iter()),
            ExprKind::And(parts) => self.mark_required(&mut parts.iter(), passage, spans),
            ExprKind::Group(clauses) => {
                let of = |occur| clauses.iter().filter(move |c| c.occur == occur).map(|c| &c.expr);
                those_that_hold(&mut of(Occur::Should));
                self.mark_required(&mut of(Occur::Must), passage, spans);
            }
            ExprKind::Field { .. } => self.mark_required(&mut std::iter::once(expr), passage, spans),
            _ => self.mark_words(expr, expr, &words_in(passage, quote), spans),
        }
    }

    /// The parts of an AND: those of one quote are marked in each quote that has them all.
    fn mark_required(&self, parts: &mut dyn Iterator<Item = &Expr>, passage: &Passage, spans: &mut Vec<(Span, u32)>) {
        let parts: Vec<&Expr> = parts.collect();
        let of_quotes: Vec<(&Expr, Field, &Expr)> =
            parts.iter().filter_map(|part| of_quote(part).map(|(field, value)| (*part, field, value))).collect();
        for part in parts.iter().filter(|part| of_quote(part).is_none()) {
            if !matches!(part.unboosted().kind, ExprKind::Field { .. }) {
                self.mark(part, passage, None, spans);
            }
        }
        for quote in &passage.quotes {
            if !of_quotes.iter().all(|(_, field, value)| self.holds_of_quote(*field, value, passage, quote)) {
                continue;
            }
            for (part, field, value) in &of_quotes {
                if matches!(field, Field::Said | Field::Paraphrased) {
                    self.mark_value(part, value, &words_in(passage, Some(quote)), spans);
                }
            }
        }
    }

    fn mark_value(&self, clause: &Expr, value: &Expr, words: &[Word], spans: &mut Vec<(Span, u32)>) {
        match &value.kind {
            ExprKind::All | ExprKind::Not(_) => {}
            ExprKind::Boost { expr, .. } => self.mark_value(clause, expr, words, spans),
            ExprKind::And(parts) => parts.iter().for_each(|part| self.mark_value(clause, part, words, spans)),
            ExprKind::Or(parts) => {
                let hold = parts.iter().filter(|part| self.holds_in_words(part, words, true));
                hold.for_each(|part| self.mark_value(clause, part, words, spans));
            }
            _ => self.mark_words(clause, value, words, spans),
        }
    }

    fn mark_words(&self, clause: &Expr, expr: &Expr, words: &[Word], spans: &mut Vec<(Span, u32)>) {
        let clause = clause.unboosted();
        let number = self.clauses.iter().position(|c| std::ptr::eq(*c, clause)).expect("a positive clause") as u32;
        let span_of = |position| words.iter().find(|w| w.position == position).expect("a word").span;
        for alignment in self.found(expr, words, true) {
            spans.extend(alignment.runs.iter().map(|&(a, b)| (span_of(a).cover(span_of(b)), number)));
        }
    }
}

/// The field and value of an expression that speaks of a quote.
fn of_quote(expr: &Expr) -> Option<(Field, &Expr)> {
    match &expr.unboosted().kind {
        ExprKind::Field { field, value } if field.is_of_quote() => Some((*field, value)),
        _ => None,
    }
}

/// The words of the passage, or of a quote as far as it lies in it.
fn words_in(passage: &Passage, quote: Option<&Quote>) -> Vec<Word> {
    let inside = |word: &&Word| quote.is_none_or(|quote| quote.span.contains(word.span));
    passage.words.iter().filter(inside).cloned().collect()
}

fn any_leaf(value: &Expr, test: &dyn Fn(&Expr) -> bool) -> bool {
    match &value.kind {
        ExprKind::Or(parts) => parts.iter().any(|part| any_leaf(part, test)),
        _ => test(value),
    }
}

fn leaf_text(leaf: &Expr) -> String {
    match &leaf.kind {
        ExprKind::Term(term) => term.text.clone(),
        ExprKind::Phrase(phrase) => phrase.words.join(" "),
        _ => unreachable!("a value is a word or a phrase"),
    }
}

fn overlaps(period: &Period, (earliest, latest): (Option<Date>, Option<Date>)) -> bool {
    match (earliest, latest) {
        (Some(from), Some(to)) => {
            *period != Period::Unknown
                && period.earliest().is_none_or(|first| to >= first)
                && period.latest().is_none_or(|last| from <= last)
        }
        _ => *period == Period::Unknown,
    }
}

fn holds_within(period: &Period, (earliest, latest): (Option<Date>, Option<Date>)) -> bool {
    let (Some(from), Some(to)) = (earliest, latest) else { return *period == Period::Unknown };
    *period != Period::Unknown
        && period.earliest().is_none_or(|first| from >= first)
        && period.latest().is_none_or(|last| to <= last)
}

/// Which words a word of a query means.
type Test = Box<dyn Fn(&Word) -> bool>;

fn term_tests(term: &Term, stemmed: bool) -> Vec<Test> {
    let parts = |test: &dyn Fn(&str) -> Test| Words::new(&term.text).map(|range| test(&term.text[range])).collect();
    match term.mode {
        TermMode::Plain => parts(&|raw| plain(raw, stemmed)),
        TermMode::Exact => parts(&|raw| plain(raw, false)),
        TermMode::Caps => parts(&caps),
        TermMode::Fuzzy(edits) => parts(&|raw| {
            let wanted = fold(raw);
            Box::new(move |word| edit_distance(&wanted, &word.folded) <= usize::from(edits))
        }),
        TermMode::Wild => vec![glob_test(&term.text)],
        TermMode::Regex => {
            let regex = regex_automata::meta::Regex::new(&format!("^(?:{})$", term.text)).expect("a regex");
            vec![Box::new(move |word| regex.is_match(&word.folded))]
        }
    }
}

fn phrase_tests(phrase: &Phrase) -> Vec<Test> {
    let shouted = phrase.words.len() >= 3
        && phrase
            .words
            .iter()
            .all(|word| word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase));
    let test = |word: &String| {
        let word = if shouted { word.to_lowercase() } else { word.clone() };
        if word.contains(['*', '?']) { glob_test(&word) } else { plain(&word, false) }
    };
    phrase.words.iter().map(test).collect()
}

fn plain(raw: &str, stemmed: bool) -> Test {
    let mut forms = Forms::new();
    let form = forms.intern(raw);
    let (folded, stem) = (forms.folded(form).to_owned(), forms.stem(form).to_owned());
    let upper = shape(raw) == Shape::Upper;
    let only_acronyms = upper && (is_dotted(raw) || FUNCTION_WORDS.contains(&folded.as_str()));
    Box::new(move |word| {
        let same = word.folded == folded;
        let kin = stemmed && !upper && !word.acronym && word.stem == stem;
        (same || kin) && (word.acronym || !only_acronyms)
    })
}

fn caps(raw: &str) -> Test {
    let (bare, upper) = (capitals(raw), shape(raw) == Shape::Upper);
    Box::new(move |word| capitals(&word.raw) == bare && (word.acronym || !upper))
}

fn glob_test(pattern: &str) -> Test {
    let mut folded = String::new();
    for piece in pattern.split_inclusive(['*', '?']) {
        let literal = piece.trim_end_matches(['*', '?']);
        folded.push_str(&fold(literal));
        folded.push_str(&piece[literal.len()..]);
    }
    let pattern: Vec<char> = folded.chars().collect();
    Box::new(move |word| glob(&pattern, &word.folded.chars().collect::<Vec<_>>()))
}

fn glob(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skip| glob(rest, &text[skip..])),
        Some((c, rest)) => text.split_first().is_some_and(|(t, left)| (*c == '?' || c == t) && glob(rest, left)),
    }
}

fn glob_within(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = format!("*{}*", pattern.to_lowercase()).chars().collect();
    glob(&pattern, &text.to_lowercase().chars().collect::<Vec<_>>())
}

/// Optimal string alignment, by the table.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = usize::from(a[i - 1] != b[j - 1]);
                let mut best = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + change);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len()][b.len()]
}

/// All ways to find words in this order with at most `slop` others between them.
fn sequences(tests: &[Test], words: &[Word], slop: u32) -> Vec<Alignment> {
    let mut found: Vec<Vec<u32>> = vec![Vec::new()];
    for test in tests {
        let mut longer = Vec::new();
        for sequence in &found {
            let after = |word: &&Word| sequence.last().is_none_or(|&last| word.position > last);
            for word in words.iter().filter(after).filter(|word| test(word)) {
                let mut next = sequence.clone();
                next.push(word.position);
                longer.push(next);
            }
        }
        found = longer;
    }
    let count = tests.len() as u32;
    let fits = |s: &&Vec<u32>| s.last().zip(s.first()).is_some_and(|(last, first)| last - first < count + slop);
    let mut kept: Vec<Alignment> = Vec::new();
    // In order, so that of two ways in the same place the earliest words are kept.
    for sequence in found.iter().filter(fits) {
        let (start, end) = (sequence[0], sequence[sequence.len() - 1]);
        if !kept.iter().any(|k| (k.start, k.end) == (start, end)) {
            kept.push(Alignment { start, end, solid: end - start + 1 == count, runs: runs(sequence) });
        }
    }
    kept
}

fn runs(sequence: &[u32]) -> BTreeSet<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &position in sequence {
        match runs.last_mut() {
            Some(last) if last.1 + 1 == position => last.1 = position,
            _ => runs.push((position, position)),
        }
    }
    runs.into_iter().collect()
}

/// Those that hold no other one; those at the same place as one.
fn minimal(all: Vec<Alignment>) -> Vec<Alignment> {
    let mut kept: Vec<Alignment> = Vec::new();
    for alignment in &all {
        let inside = |other: &Alignment| {
            let same = (other.start, other.end) == (alignment.start, alignment.end);
            !same && alignment.start <= other.start && other.end <= alignment.end
        };
        if all.iter().any(inside) {
            continue;
        }
        match kept.iter_mut().find(|k| (k.start, k.end) == (alignment.start, alignment.end)) {
            Some(same) => {
                same.solid &= alignment.solid;
                same.runs.extend(&alignment.runs);
            }
            None => kept.push(alignment.clone()),
        }
    }
    kept.sort_by_key(|alignment| alignment.start);
    kept
}

fn related(x: &Alignment, y: &Alignment, near: &Near, words: &[Word]) -> bool {
    let uses = |a: &Alignment| -> BTreeSet<u32> {
        if a.solid { (a.start..=a.end).collect() } else { [a.start, a.end].into() }
    };
    let (first, last) = (x.start.min(y.start), x.end.max(y.end));
    let word = |position| words.iter().find(|w| w.position == position).expect("a word");
    let reach = match near.within {
        Within::Words(n) => x.start.saturating_sub(y.end).max(y.start.saturating_sub(x.end)) <= n,
        Within::Sentence => word(first).sentence == word(last).sentence,
        Within::Paragraph => word(first).paragraph == word(last).paragraph,
    };
    reach && uses(x).is_disjoint(&uses(y)) && (!near.ordered || x.end < y.start)
}

/// Overlapping spans as one mark.
fn joined(mut spans: Vec<(Span, u32)>) -> Vec<(Span, Vec<u32>)> {
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
