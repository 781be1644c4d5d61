//! The publication date that the text's own dates allow: what it tells as past lies before it, what it
//! announces lies after it.
//!
//! Constraints are intersected into an interval whose ends may stay open. Only what the text gives with
//! its year can found one; days without a year narrow it, and only where their year follows from a date
//! beside which no later year is named. When the constraints contradict each other nothing is concluded.

use jiff::civil::Date;

use super::{Basis, Evidence, PartialDate, Precision, Published, evidence, stated};
use crate::date::calendar::{Moment, date};
use crate::date::english;
use crate::date::parse::{Core, Found, Inner, Toward, Year};
use crate::date::tense::Tense;
use onrecord_text::analyze::Analyzed;

/// Longest step from a dated event to the announced day without a year that follows it, in days. 20 to 120
/// give the same.
const ANNOUNCED_DAYS: i32 = 60;

/// A bound on the day of publication, with the expression it rests on.
#[derive(Clone, Copy)]
struct Bound<'a> {
    day: Date,
    found: &'a Found,
    rule: &'static str,
    /// Whether it was given to the month or the day.
    exact: bool,
}

/// The interval that the dates of the text allow.
pub(super) fn infer(text: &Analyzed, found: &[Found], tenses: &[Tense]) -> Published {
    let lower = latest(found.iter().zip(tenses).filter_map(|(f, t)| lower(text, f, *t)));
    let upper = earliest(found.iter().zip(tenses).filter_map(|(f, t)| upper(text, f, *t)));
    match (lower, upper) {
        (Some(lower), Some(upper)) if lower.day > upper.day => Published::default(),
        (Some(lower), Some(_)) if !lower.exact => interval(Some(lower), None),
        (Some(lower), upper) if lower.exact => {
            let base = Base { lower, upper, sole: is_latest_year(found, lower.day.year()) };
            base.narrowed(text, found, tenses)
        }
        (lower, upper) => interval(lower, upper),
    }
}

fn latest<'a>(bounds: impl Iterator<Item = Bound<'a>>) -> Option<Bound<'a>> {
    bounds.fold(None, |best: Option<Bound>, b| if best.is_none_or(|x| b.day > x.day) { Some(b) } else { best })
}

fn earliest<'a>(bounds: impl Iterator<Item = Bound<'a>>) -> Option<Bound<'a>> {
    bounds.fold(None, |best: Option<Bound>, b| if best.is_none_or(|x| b.day < x.day) { Some(b) } else { best })
}

/// What an expression names with its year: a moment, and whether to the month or finer.
fn named(found: &Found) -> Option<(Date, Date, bool)> {
    let Core::Calendar { year: Year::Is(y @ 1900..), inner } = found.expr.core else { return None };
    let (moment, exact) = match inner {
        Inner::Whole => (Moment::Year(y), false),
        Inner::Month(m) => (Moment::Month(y, m), true),
        Inner::Day(m, d) => (Moment::Day(y, m, d), true),
        Inner::Quarter(q) => (Moment::Quarter(y, q), false),
        Inner::Season(s) => (Moment::Season(y, s), false),
        _ => return None,
    };
    moment.days().map(|(a, b)| (a, b, exact))
}

/// What lies before publication.
fn lower<'a>(text: &Analyzed, found: &'a Found, tense: Tense) -> Option<Bound<'a>> {
    let (first, _, exact) = named(found)?;
    let rule = match tense {
        _ if !exact && speaks_of_plans(text, found) => return None,
        _ if stated::is_caption(text, found) => "a picture's date is a lower bound",
        _ if exact && stated::is_heading(text, found) => "a dated heading is a lower bound",
        _ if is_since(text, found) => "begun then: a lower bound",
        Tense::Past if exact || is_placed(text, found) => "told as past: a lower bound",
        _ => return None,
    };
    // A time stamp in digits is as a rule in universal time, which may be a day ahead.
    let stamp = found.span.of(text.content()).starts_with(|c: char| c.is_ascii_digit()) && is_digits_alone(found);
    let day = if stamp { first.yesterday().ok()? } else { first };
    Some(Bound { day, found, rule, exact })
}

/// Whether the sentence speaks of an election or of what may be: a year in it is as often one to come ("2020
/// candidates", "premiums in 2015 could rise").
fn speaks_of_plans(text: &Analyzed, found: &Found) -> bool {
    let sentence = &text.sentences[found.sentence as usize].words;
    let words = &text.words[sentence.start as usize..sentence.end as usize];
    words.iter().any(|word| english::is_of_plans(&word.span.of(text.content()).to_lowercase()))
}

/// Whether the expression is a day in digits alone.
fn is_digits_alone(found: &Found) -> bool {
    found.words.1 - found.words.0 == 3 && stated::full_day(found).is_some()
}

/// Whether a preposition of time leads to the year (`in 2014`), which a name or a plan does not have.
fn is_placed(text: &Analyzed, found: &Found) -> bool {
    english::follows(text.content(), found.span, english::PLACING)
}

/// Whether the expression is where something began (`since 2014`), whatever the tense.
fn is_since(text: &Analyzed, found: &Found) -> bool {
    english::follows(text.content(), found.span, english::BEGINNING)
}

/// What lies after publication.
fn upper<'a>(text: &Analyzed, found: &'a Found, tense: Tense) -> Option<Bound<'a>> {
    let (_, last, exact) = named(found)?;
    let dated = english::follows(text.content(), found.span, english::MEETING);
    let ahead = tense == Tense::Future && exact && dated && !stated::is_caption(text, found);
    ahead.then_some(Bound { day: last, found, rule: "announced: an upper bound", exact })
}

/// Whether no expression names a later year.
fn is_latest_year(found: &[Found], year: i16) -> bool {
    found.iter().all(|f| !matches!(f.expr.core, Core::Calendar { year: Year::Is(y), .. } if y > year))
}

/// A lower bound that founds an interval.
struct Base<'a> {
    lower: Bound<'a>,
    upper: Option<Bound<'a>>,
    /// Whether its year is the latest that the text names.
    sole: bool,
}

impl<'a> Base<'a> {
    /// The interval, narrowed by days without a year where that is sound.
    fn narrowed(mut self, text: &Analyzed, found: &'a [Found], tenses: &[Tense]) -> Published {
        if !self.sole {
            return interval(Some(self.lower), self.upper);
        }
        if let Some(day) = found.iter().find_map(|f| self.dateline(text, f)) {
            return day;
        }
        for (f, tense) in found.iter().zip(tenses) {
            if let Some(bound) = self.announced(text, f, *tense) {
                self.upper = earliest(self.upper.into_iter().chain([bound]));
            }
        }
        interval(Some(self.lower), self.upper)
    }

    /// `LONDON, Sept. 28 (UPI) —`: the first such day from the lower bound on.
    fn dateline(&self, text: &Analyzed, found: &'a Found) -> Option<Published> {
        let (month, day) = yearless(found)?;
        if !stated::yearless_dateline(text, found) {
            return None;
        }
        let day = self.next(month, day).filter(|d| days_after(self.lower.day, *d) <= ANNOUNCED_DAYS)?;
        let bound = Bound { day, found, rule: "dateline, its year from the text", exact: true };
        let mut published = interval(Some(bound), Some(bound));
        published.evidence = evidences(&[Some(bound), Some(self.lower)]);
        Some(published)
    }

    /// Whether the lower bound is near enough to publication to tell the year of what is announced.
    fn founded(&self) -> bool {
        stated::full_day(self.lower.found).is_some()
    }

    /// A day to come, without its year: the first such day after the lower bound.
    fn announced(&self, text: &Analyzed, found: &'a Found, tense: Tense) -> Option<Bound<'a>> {
        let (month, day) = yearless(found).filter(|_| tense == Tense::Future && self.founded())?;
        let day = self.next(month, day).filter(|d| days_after(self.lower.day, *d) <= ANNOUNCED_DAYS)?;
        let last = if is_weekday_given(text, found) { day } else { day.yesterday().ok()?.max(self.lower.day) };
        Some(Bound { day: last, found, rule: "yet to come: an upper bound", exact: true })
    }

    /// The first such day from the lower bound on.
    fn next(&self, month: u8, day: u8) -> Option<Date> {
        let year = self.lower.day.year();
        [year, year + 1].into_iter().filter_map(|y| date(y, month, day)).find(|d| *d >= self.lower.day)
    }
}

/// Whether the day comes with its weekday, as also the day of writing does.
fn is_weekday_given(text: &Analyzed, found: &Found) -> bool {
    found.span.of(text.content()).split(|c: char| !c.is_alphabetic()).next().is_some_and(english::is_weekday_name)
}

/// Month and day of an expression without a year.
fn yearless(found: &Found) -> Option<(u8, u8)> {
    match found.expr.core {
        Core::Calendar { year: Year::Unsaid(Toward::Unsaid), inner: Inner::Day(month, day) } => Some((month, day)),
        _ => None,
    }
}

fn days_after(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The interval between the bounds.
fn interval(lower: Option<Bound>, upper: Option<Bound>) -> Published {
    between(lower.map(|b| b.day), upper.map(|b| b.day), evidences(&[lower, upper]))
}

/// The interval between two days, of which either may be open.
pub(super) fn between(earliest: Option<Date>, latest: Option<Date>, evidence: Vec<Evidence>) -> Published {
    let best = match (earliest, latest) {
        (None, None) => return Published::default(),
        (Some(a), Some(b)) if a == b => Some(PartialDate::of_day(a)),
        // The middle of years says little, but it sorts better than their beginning.
        (Some(a), Some(b)) if (b.year() - a.year()) > 1 => Some(PartialDate::of_year((a.year() + b.year()) / 2)),
        (Some(a), Some(b)) if a.year() != b.year() => Some(PartialDate::of_year(b.year())),
        (Some(a), Some(_)) => Some(PartialDate::of_month(a)),
        _ => None,
    };
    let precision = precision(earliest, latest);
    Published { earliest, latest, best, precision, basis: Basis::Inferred, evidence }
}

fn evidences(bounds: &[Option<Bound>]) -> Vec<Evidence> {
    bounds.iter().flatten().map(|b| evidence(b.found.span, b.rule)).collect()
}

/// How exactly an interval says it.
pub(in crate::date) fn precision(earliest: Option<Date>, latest: Option<Date>) -> Precision {
    let (Some(a), Some(b)) = (earliest, latest) else { return Precision::Unknown };
    let whole = |m: Moment| m.days() == Some((a, b));
    if a == b {
        Precision::Day
    } else if whole(Moment::Month(a.year(), a.month() as u8)) {
        Precision::Month
    } else if whole(Moment::Year(a.year())) {
        Precision::Year
    } else {
        Precision::Interval
    }
}
