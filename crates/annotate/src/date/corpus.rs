//! What articles tell of each other's dates: a pass over the clues of a whole collection.
//!
//! An article that does not state its date may speak of a day that another article gives with its year, or
//! quote the same words as another whose date is known. Each such neighbour confines the publication to a
//! window; the windows are intersected, and where they contradict each other nothing is concluded. Only
//! dates that articles have by themselves are drawn on, never ones that this pass gave, so the result does
//! not depend on the order of the articles and a second run changes nothing. What is stated, given beside
//! the text or in its name is never touched.
//!
//! The work is that of sorting the clues: words and quotes too common to tell articles apart are left out,
//! which bounds how many neighbours one article is compared with.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::calendar::{add, date};
use super::clues::{DateClues, DayClue, Side};
use super::tag::Unit;
use super::{Basis, Evidence, PartialDate, Published, published};

/// An article as this pass sees it.
#[derive(Clone, Copy, Debug)]
pub struct Dating<'a> {
    /// Its key, unique within the collection; named in evidence, and settling ties.
    pub id: &'a str,
    /// What it says of its own date.
    pub published: &'a Published,
    /// Its clues.
    pub clues: &'a DateClues,
}

/// Widest interval of an article that may date others by a quote, in days.
const NARROW_DAYS: i32 = 31;
/// How many days apart articles that quote the same words may have appeared.
const QUOTE_DAYS: i32 = 3;
/// The same where nothing but the quote ties them.
const LOOSE_QUOTE_DAYS: i32 = 10;
/// Furthest that a day written without its year lies from its article's publication, in days.
const YEARLESS_DAYS: i32 = 335;
/// A word or quote in more articles than this tells no two of them apart.
const COMMON: usize = 24;
/// Fewest words of its sentence that two articles must share for a day to be the same event.
const SHARED_WORDS: usize = 3;
/// How much these words must tell together: the sum of their inverse document frequencies, in nats.
const SHARED_WEIGHT: f64 = 12.0;
/// How many other articles must support a conclusion that is drawn from a day, or from a quote that no article reports as
/// just said.
const WITNESSES: usize = 2;
/// Widest interval that is worth giving, in days.
const WORTH_DAYS: i32 = 400;
/// How many of their most frequent names two articles must share for a day to be the same event, besides those words.
const SHARED_NAMES: usize = 3;
/// Quote pieces that two articles must share to have reported the same speech, where nothing else ties them.
const SHARED_QUOTES: usize = 3;
/// Furthest that a day lies from the publication of an article for which its year is beyond doubt, in days.
const NEAR_DAYS: i32 = 200;

/// For each article in turn its publication date as the collection settles it, where that says more than
/// the article alone.
pub fn settle(articles: &[Dating]) -> Vec<Option<Published>> {
    let index = Index::new(articles);
    articles.iter().map(|article| index.settle(article)).collect()
}

/// Which articles hold which clue.
struct Index<'a> {
    articles: &'a [Dating<'a>],
    /// Days with a year, by month, day and one of their words.
    days: FxHashMap<(u8, u8, u32), Vec<(u32, u32)>>,
    /// Quote pieces of articles with a narrow date.
    quotes: FxHashMap<u64, Vec<u32>>,
    /// In how many articles a word of a day's sentence comes.
    words: FxHashMap<u32, u32>,
}

/// What a neighbour allows, and why.
struct Window<'a> {
    /// The articles that bear it out.
    by: BTreeSet<&'a str>,
    earliest: Option<Date>,
    latest: Option<Date>,
    evidence: Evidence,
}

impl<'a> Index<'a> {
    fn new(articles: &'a [Dating<'a>]) -> Self {
        let mut index =
            Index { articles, days: FxHashMap::default(), quotes: FxHashMap::default(), words: FxHashMap::default() };
        for (n, article) in articles.iter().enumerate() {
            index.add_days(n as u32, article);
            index.add_quotes(n as u32, article);
        }
        index.days.retain(|_, places| places.len() <= COMMON);
        index.quotes.retain(|_, places| places.len() <= COMMON);
        index
    }

    fn add_days(&mut self, n: u32, article: &Dating) {
        let words: BTreeSet<u32> = article.clues.days.iter().flat_map(|d| d.words.iter().copied()).collect();
        for word in words {
            *self.words.entry(word).or_default() += 1;
        }
        for (i, day) in article.clues.days.iter().enumerate().filter(|(_, d)| is_sure(article.published, d)) {
            for word in &day.words {
                self.days.entry((day.month, day.day, *word)).or_default().push((n, i as u32));
            }
        }
    }

    fn add_quotes(&mut self, n: u32, article: &Dating) {
        if narrow(article.published).is_none() {
            return;
        }
        let hashes: BTreeSet<u64> = article.clues.quotes.iter().map(|q| q.hash).collect();
        for hash in hashes {
            self.quotes.entry(hash).or_default().push(n);
        }
    }

    /// The article's date by its neighbours, where that narrows what it says itself.
    fn settle(&self, article: &Dating<'a>) -> Option<Published> {
        if matches!(article.published.basis, Basis::Stated | Basis::Metadata | Basis::Filename) {
            return None;
        }
        let own = (article.published.earliest, article.published.latest);
        let mut windows: Vec<Window<'a>> = self.events(article).collect();
        let tied = !windows.is_empty();
        windows.extend(self.quoted(article, tied));
        let witnesses: BTreeSet<&str> = windows.iter().flat_map(|w| w.by.iter().copied()).collect();
        if tied && witnesses.len() < WITNESSES {
            return None;
        }
        let earliest = windows.iter().filter_map(|w| w.earliest).chain(own.0).max();
        let latest = windows.iter().filter_map(|w| w.latest).chain(own.1).min();
        let (Some(first), Some(last)) = (earliest, latest) else { return None };
        if first > last || days(first, last) > WORTH_DAYS || !narrows(own, first, last) {
            return None;
        }
        let telling = windows.into_iter().filter(|w| w.earliest == earliest || w.latest == latest);
        Some(settled(first, last, telling.map(|w| w.evidence).collect()))
    }

    /// The windows that days without a year get from articles that give the year.
    fn events(&self, article: &Dating<'a>) -> impl Iterator<Item = Window<'a>> {
        let article = *article;
        article.clues.days.iter().filter(|d| d.year.is_none()).filter_map(move |d| self.event(&article, d))
    }

    fn event(&self, article: &Dating, clue: &DayClue) -> Option<Window<'a>> {
        let mut years: BTreeMap<i16, BTreeSet<&'a str>> = BTreeMap::new();
        for (n, i) in self.candidates(article, clue) {
            let other = self.articles.get(n as usize)?;
            if let Some(year) = other.clues.days[i as usize].year {
                years.entry(year).or_default().insert(other.id);
            }
        }
        // An event of every year, or two events on one day: the year stays open.
        let (year, by) = years.pop_first().filter(|_| years.is_empty())?;
        let day = date(year, clue.month, clue.day)?;
        let (earliest, latest) = window(day, clue.side)?;
        let rule = format!("the day is {day} in {}", shown(by.first()?));
        Some(Window {
            by,
            earliest: Some(earliest),
            latest: Some(latest),
            evidence: Evidence { span: clue.span, rule },
        })
    }

    /// Days with a year that are the same event: the same day, in a sentence with the same words, in an
    /// article with the same names.
    fn candidates(&self, article: &Dating, clue: &DayClue) -> BTreeSet<(u32, u32)> {
        let mut shared: BTreeMap<(u32, u32), (usize, f64)> = BTreeMap::new();
        for word in &clue.words {
            for place in self.days.get(&(clue.month, clue.day, *word)).into_iter().flatten() {
                let sum = shared.entry(*place).or_default();
                *sum = (sum.0 + 1, sum.1 + self.weight(*word));
            }
        }
        let enough = |(n, weight): (usize, f64)| n >= SHARED_WORDS && weight >= SHARED_WEIGHT;
        let same = |(n, _): &(u32, u32)| {
            let other = &self.articles[*n as usize];
            other.id != article.id && same_names(article, other)
        };
        shared.into_iter().filter(|(_, sum)| enough(*sum)).map(|(place, _)| place).filter(same).collect()
    }

    /// How much a word tells: its inverse document frequency, smoothed for small collections.
    fn weight(&self, word: u32) -> f64 {
        let articles = self.articles.len() as f64 + 50.0;
        (articles / f64::from(self.words.get(&word).copied().unwrap_or(1))).ln()
    }

    /// The windows of dated articles that quote the same words.
    ///
    /// Where an event ties the two, any piece will do; else it takes several, reported as just said, for
    /// words worth quoting are quoted again later.
    fn quoted(&self, article: &Dating<'a>, tied: bool) -> impl Iterator<Item = Window<'a>> {
        let (needed, reach) = if tied { (1, QUOTE_DAYS) } else { (SHARED_QUOTES, LOOSE_QUOTE_DAYS) };
        let mut found: BTreeMap<&'a str, (usize, Window<'a>)> = BTreeMap::new();
        for quote in article.clues.quotes.iter().filter(|q| tied || q.fresh) {
            for n in self.quotes.get(&quote.hash).into_iter().flatten() {
                let other = self.articles[*n as usize];
                if other.id == article.id {
                    continue;
                }
                let Some((first, last)) = narrow(other.published) else { continue };
                let rule = format!("{} quotes the same words", shown(other.id));
                let window = Window {
                    by: BTreeSet::from([other.id]),
                    earliest: add(first, Unit::Day, -reach),
                    latest: add(last, Unit::Day, reach),
                    evidence: Evidence { span: quote.span, rule },
                };
                found.entry(other.id).or_insert((0, window)).0 += 1;
            }
        }
        found.into_values().filter(move |(n, _)| *n >= needed).map(|(_, window)| window)
    }
}

/// An article's key as people are told of it: its id alone, or the name of the file where that is a path, without
/// control characters.
fn shown(key: &str) -> String {
    let id = key.rsplit('\0').next().unwrap_or(key);
    let name = if id.starts_with(['/', '\\']) { id.rsplit(['/', '\\']).next().unwrap_or(id) } else { id };
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn same_names(a: &Dating, b: &Dating) -> bool {
    a.clues.names.iter().filter(|name| b.clues.names.contains(name)).count() >= SHARED_NAMES
}

/// Whether the article settles the day's year beyond doubt: it lies near the article's own date, and is not
/// one on which something ends every year. What lies far back may be known by its day alone (`Sept. 11`).
fn is_sure(published: &Published, clue: &DayClue) -> bool {
    let day = clue.year.and_then(|y| date(y, clue.month, clue.day));
    let near = |d: Date| published.earliest.is_some_and(|e| days(e, d).abs() <= NEAR_DAYS);
    let recurs = clue.day == 1 || clue.day >= 30 || clue.month == 2 && clue.day >= 28;
    day.is_some_and(|d| !recurs && near(d))
}

/// The interval of an article that may date others.
fn narrow(published: &Published) -> Option<(Date, Date)> {
    let (first, last) = (published.earliest?, published.latest?);
    let known = matches!(published.basis, Basis::Stated | Basis::Metadata | Basis::Filename | Basis::Inferred);
    (known && days(first, last) <= NARROW_DAYS).then_some((first, last))
}

fn days(first: Date, last: Date) -> i32 {
    first.until(last).map_or(i32::MAX, |span| span.get_days())
}

/// When an article appeared that speaks of the day without its year.
fn window(day: Date, side: Side) -> Option<(Date, Date)> {
    Some(match side {
        Side::Future => (add(day, Unit::Day, -YEARLESS_DAYS)?, day.yesterday().ok()?),
        Side::Past => (day, add(day, Unit::Day, YEARLESS_DAYS)?),
        Side::Unknown => (add(day, Unit::Day, -YEARLESS_DAYS)?, add(day, Unit::Day, YEARLESS_DAYS)?),
    })
}

/// Whether the interval says decidedly more than the article's own.
fn narrows(own: (Option<Date>, Option<Date>), first: Date, last: Date) -> bool {
    match own {
        (Some(a), Some(b)) => days(first, last) * 2 < days(a, b),
        _ => true,
    }
}

fn settled(first: Date, last: Date, evidence: Vec<Evidence>) -> Published {
    let best = if first == last {
        PartialDate::of_day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        PartialDate::of_month(first)
    } else {
        PartialDate::of_year(last.year())
    };
    let precision = published::precision(Some(first), Some(last));
    Published { earliest: Some(first), latest: Some(last), best: Some(best), precision, basis: Basis::Corpus, evidence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_names_an_article_without_its_folders_and_without_controls() {
        assert_eq!(shown("/home/me/a.jsonl\0r1"), "r1");
        assert_eq!(shown("/home/me/a.txt\0/home/me/a.txt"), "a.txt");
        assert_eq!(shown("a.jsonl\0r\u{1b}[31m\u{7}1"), "r [31m 1");
    }
}
