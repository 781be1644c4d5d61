//! What a text's office-holders tell of when it was written: "President Obama" is written while he is president.
//!
//! A text calls its own time's holders by their office, and so may it those of the past, but not those to come. So the
//! latest holder of each office bounds it from below; the end of that holder's term bounds it from above, unless
//! another office's holder took office later, who shows that the first is looked back at.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{Published, evidence};
use crate::date::calendar::add;
use crate::date::tag::Unit;
use onrecord_text::analyze::fold::fold;
use onrecord_text::analyze::form::FormTable;
use onrecord_text::analyze::{Analyzed, Forms, Shape};
use onrecord_text::span::Span;

/// The terms, one a line; see its head.
const TERMS: &str = include_str!("offices.tsv");
/// Most words of a title and the first names after it.
const MAX_WORDS: usize = 12;
/// How long after a term its holder is still called by the office without a word such as "former", in days. Of 460
/// closed intervals, in two halves of the evaluation's articles, 446 are right; with 60 days 444, with 365 as many.
const GRACE_DAYS: i32 = 180;
/// Words directly before a title that make it another title ("vice president") or leave open who holds the office ("a
/// president", "if president").
const OTHER: &[&str] = &[
    "vice",
    "deputy",
    "assistant",
    "under",
    "associate",
    "shadow",
    "lieutenant",
    "lt",
    "state",
    "first",
    "lady",
    "a",
    "would",
    "if",
    "future",
    "incoming",
    "elect",
];
/// Words that say, anywhere shortly before a title, that the office is no longer held ("former Housing and Urban
/// Development Secretary").
const NO_LONGER: &[&str] =
    &["former", "formerly", "then", "ex", "late", "onetime", "past", "previous", "longtime", "ousted", "fired", "ally"];
/// How far before the title such a word may stand, in words. 3 gives one more interval that is right, 8 five fewer and
/// one wrong bound more.
const NO_LONGER_WORDS: usize = 5;
/// How often a text names the head of state under whom it is written, at least. Right of closed intervals, by halves of
/// the evaluation's articles: with 2, 95.9 and 97.9 % of 483; with 3, 95.7 and 98.3 % of 460; with 6, 95.9 and 98.2 % of
/// 437.
const OFTEN: u32 = 3;

/// A term of office.
#[derive(Debug)]
struct Term {
    office: u16,
    titles: Vec<Vec<String>>,
    /// The holder's first names, folded.
    given: Vec<String>,
    /// Whether the surname alone is the holder's: not the last part of one with a hyphen.
    alone: bool,
    first: Date,
    last: Option<Date>,
}

/// The terms of office, by their holders' surnames.
#[derive(Debug)]
pub(in crate::date) struct Offices {
    /// The number of each folded surname, from 1.
    surnames: FxHashMap<String, u16>,
    /// The terms of each, from number 1.
    terms: Vec<Vec<Term>>,
}

/// A holder that a text names by the office: one of the terms that may be meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::date) struct Holding {
    /// Title and name.
    pub(super) span: Span,
    pub(super) office: u16,
    pub(super) first: Date,
    pub(super) last: Option<Date>,
    /// Whether the text also names somebody who held the office later, by whatever title.
    pub(super) succeeded: bool,
}

impl Default for Offices {
    fn default() -> Self {
        let (mut all, mut offices) = (Offices { surnames: FxHashMap::default(), terms: Vec::new() }, Vec::new());
        for line in TERMS.lines().filter(|line| !line.starts_with('#')) {
            if let Some((surname, term)) = term(line, &mut offices) {
                all.add(surname, term);
            }
        }
        all
    }
}

impl Offices {
    fn add(&mut self, surname: String, term: Term) {
        let next = self.terms.len() as u16 + 1;
        let number = *self.surnames.entry(surname).or_insert(next);
        if number == next {
            self.terms.push(Vec::new());
        }
        self.terms[usize::from(number) - 1].push(term);
    }

    /// The number of a folded surname; 0 where no holder has it.
    pub(in crate::date) fn surname(&self, folded: &str) -> u16 {
        self.surnames.get(folded).copied().unwrap_or(0)
    }

    /// How often the text has each surname, written as a name.
    fn named(&self, text: &Analyzed, forms: &Forms, surnames: &FormTable<u16>) -> Vec<u32> {
        let mut named = vec![0; self.terms.len() + 1];
        for word in text.words.iter().filter(|word| forms.shape(word.form) != Shape::Lower) {
            named[usize::from(*surnames.get(word.form))] += 1;
        }
        named
    }

    /// Whether somebody who held the office after the term is named more often than its holder, who is named
    /// `times`: a candidate for it may be named too, but the text is rather about who is in office. A head of state who
    /// is hardly named is rather one of the past.
    fn is_succeeded(&self, term: &Term, times: u32, named: &[u32]) -> bool {
        if term.titles.iter().any(|title| title.len() == 1 && title[0] == "president") && times < OFTEN {
            return true;
        }
        let later = |other: &Term| other.office == term.office && other.first > term.first && other.given != term.given;
        self.terms.iter().zip(&named[1..]).any(|(terms, named)| *named > times && terms.iter().any(later))
    }

    /// The holders that the text names by their offices; `surnames` are the numbers of its spellings.
    pub(in crate::date) fn holdings(&self, text: &Analyzed, forms: &Forms, surnames: &FormTable<u16>) -> Vec<Holding> {
        let word = |i: usize| forms.folded(text.words[i].form).trim_end_matches('.');
        let named = self.named(text, forms, surnames);
        let mut found = Vec::new();
        for sentence in &text.sentences {
            let (from, end) = (sentence.words.start as usize, sentence.words.end as usize);
            for at in from..end {
                let number = *surnames.get(text.words[at].form);
                if number == 0 {
                    continue;
                }
                let words: Vec<&str> = (from.max(at.saturating_sub(MAX_WORDS))..at).map(word).collect();
                for term in &self.terms[usize::from(number) - 1] {
                    if let Some(length) = titled(term, &words) {
                        let span = text.words[at - length].span.cover(text.words[at].span);
                        let Term { office, first, last, .. } = *term;
                        let succeeded = self.is_succeeded(term, named[usize::from(number)], &named);
                        found.push(Holding { span, office, first, last, succeeded });
                    }
                }
            }
        }
        found
    }
}

/// Confines a publication date that the text's dates allow by the holders that it names.
pub(super) fn confined(published: Published, holdings: &[Holding]) -> Published {
    let mut latest: FxHashMap<u16, Date> = FxHashMap::default();
    for holding in holdings {
        let known = latest.entry(holding.office).or_insert(holding.first);
        *known = (*known).max(holding.first);
    }
    let of_latest =
        |holding: &&Holding| latest.get(&holding.office).is_some_and(|first| same_holder(holdings, holding, *first));
    let current: Vec<&Holding> = holdings.iter().filter(of_latest).collect();
    narrowed(&published, &current).unwrap_or(published)
}

/// The last day on which a holder is called by the office: news goes on doing so for a while ("ousted FBI Director").
fn until(term: &Holding) -> Option<Date> {
    term.last.and_then(|last| add(last, Unit::Day, GRACE_DAYS))
}

/// Whether the holding is of the holder who has the term that began on `first`: of two terms of one holder either
/// may be meant.
fn same_holder(holdings: &[Holding], holding: &Holding, first: Date) -> bool {
    holdings.iter().any(|other| other.office == holding.office && other.first == first && other.span == holding.span)
}

/// The interval that the terms leave of the published one; none where they leave nothing.
fn narrowed(published: &Published, terms: &[&Holding]) -> Option<Published> {
    let begun = |office: u16| terms.iter().filter(|term| term.office == office).min_by_key(|term| term.first);
    let lower = terms.iter().filter_map(|term| begun(term.office)).max_by_key(|term| term.first)?;
    let earliest = published.earliest.map_or(lower.first, |first| first.max(lower.first));
    // Who left before somebody named here took office is looked back at, and so is whose successor is named.
    let ended = |office: u16| {
        let of_office = terms.iter().filter(|term| term.office == office && !term.succeeded);
        let still = of_office.filter(|term| term.last.is_none_or(|last| last > earliest));
        still.max_by_key(|term| term.last.unwrap_or(Date::MAX))
    };
    let upper = terms.iter().filter_map(|term| ended(term.office)).filter(|term| term.last.is_some());
    let upper = upper.min_by_key(|term| term.last);
    let last = upper.and_then(|term| until(term));
    let latest = published.latest.into_iter().chain(last).min();
    if latest.is_some_and(|latest| latest < earliest) {
        return None;
    }
    let mut evidence_of = published.evidence.clone();
    if published.earliest != Some(earliest) {
        evidence_of.push(evidence(lower.span, "in office since then: a lower bound"));
    }
    evidence_of.extend(
        upper
            .filter(|_| latest != published.latest)
            .map(|term| evidence(term.span, "in office until then: an upper bound")),
    );
    Some(super::infer::between(Some(earliest), latest, evidence_of))
}

/// How many words before the surname are its holder's first names and a title of the office; none where they are not.
fn titled(term: &Term, before: &[&str]) -> Option<usize> {
    let given = before.iter().rev().zip(term.given.iter().rev()).take_while(|(a, b)| **a == b.as_str()).count();
    let initial = before.len() > given && before[before.len() - 1 - given].len() <= 2 && given == 0;
    for names in [term.given.len(), 0, usize::from(initial) + term.given.len()] {
        if names == 0 && !term.alone || names > 0 && given < names.min(term.given.len()) || names > before.len() {
            continue;
        }
        let head = &before[..before.len() - names];
        let ends = |title: &&Vec<String>| {
            head.len() >= title.len() && head[head.len() - title.len()..].iter().zip(title.iter()).all(|(a, b)| a == b)
        };
        let title = term.titles.iter().filter(ends).max_by_key(|title| title.len());
        if let Some(title) = title {
            let rest = &head[..head.len() - title.len()];
            let other = rest.iter().rev().take(2).any(|word| OTHER.contains(word))
                || rest.iter().rev().take(NO_LONGER_WORDS).any(|word| NO_LONGER.contains(word))
                || head.last() == Some(&"elect");
            return (!other).then_some(names + title.len());
        }
    }
    None
}

/// Surname and term of a line.
fn term(line: &'static str, offices: &mut Vec<&'static str>) -> Option<(String, Term)> {
    let mut fields = line.split('\t');
    let (office, titles, name) = (fields.next()?, fields.next()?, fields.next()?);
    let (first, last) = (fields.next()?.parse().ok()?, fields.next().filter(|last| !last.is_empty()));
    let number = offices.iter().position(|known| *known == office).unwrap_or_else(|| {
        offices.push(office);
        offices.len() - 1
    });
    let mut names = words(name);
    let surname = names.pop()?;
    let alone = !name.rsplit(' ').next()?.contains('-') || name.ends_with("al-Assad");
    let titles = titles.split('|').map(words).collect();
    let term = Term {
        office: number as u16,
        titles,
        given: names,
        alone,
        first,
        last: last.and_then(|last| last.parse().ok()),
    };
    Some((surname, term))
}

/// The words of a name or title as the analysis has them.
fn words(text: &str) -> Vec<String> {
    text.split([' ', '-']).map(|word| fold(word).trim_end_matches('.').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_term() {
        let lines = TERMS.lines().filter(|line| !line.starts_with('#')).count();
        let offices = Offices::default();
        assert_eq!(offices.terms.iter().map(Vec::len).sum::<usize>(), lines);
        for term in offices.terms.iter().flatten() {
            assert!(term.last.is_none_or(|last| term.first < last), "{term:?}");
        }
    }

    fn published(text: &str) -> Published {
        use onrecord_text::article::Metadata;
        let article = onrecord_read::article_from_text("a", "a.txt", None, text, Metadata::default());
        let mut forms = Forms::new();
        let text = onrecord_text::analyze::analyze(&article, &mut forms);
        crate::date::DateAnnotator::new().annotate(&text, &forms).published
    }

    #[test]
    fn holders_confine_the_date() {
        let day = |y, m, d| Some(jiff::civil::date(y, m, d));
        let text = "President Obama met Secretary of State John Kerry. Obama said he agreed. Obama left.";
        let found = published(text);
        assert_eq!((found.earliest, found.latest), (day(2013, 2, 1), day(2017, 7, 19)));
        assert_eq!(found.basis, crate::date::Basis::Inferred);
        assert_eq!(found.evidence.len(), 2);
        let found = published("House Speaker Paul D. Ryan spoke with Chancellor Angela Merkel.");
        assert_eq!((found.earliest, found.latest), (day(2015, 10, 29), day(2019, 7, 2)));
    }

    #[test]
    fn who_is_no_holder() {
        for text in [
            "Former President Barack Obama spoke.",
            "The voters like the idea of a President Trump.",
            "The then Secretary of State John Kerry spoke.",
            "He became president in May.",
            "Former Housing and Urban Development Secretary Julian Castro ran.",
            "President-elect Joe Biden spoke.",
            "Lieutenant Governor Gavin Newsom spoke.",
        ] {
            assert_eq!(published(text), Published::default(), "{text}");
        }
    }

    #[test]
    fn who_is_looked_back_at() {
        let found = published("President Trump praised President Ronald Reagan. Trump spoke. Trump left.");
        assert_eq!((found.earliest, found.latest), (Some(jiff::civil::date(2017, 1, 20)), None));
    }
}
