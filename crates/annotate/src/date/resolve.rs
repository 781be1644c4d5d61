//! Resolving: which days an expression denotes, given the day of writing, the dates around it and the tense.
//!
//! A report speaks from the day it was written; a narrative moves from date to date. Which of the two an
//! article is shows in its own dates: many years far from the day of writing and hardly a `today` make a
//! narrative. There a date without a year belongs to the time spoken of last, in a report to the nearest
//! such date that fits the tense.

use jiff::civil::Date;

use super::calendar::{Moment, add, containing, date, easter, nth_weekday, shift, week_of};
use super::holidays::{HOLIDAYS, HolidayDay};
use super::parse::{Amount, Clock, Core, Edge, Expr, Found, From, Inner, Toward, Year};
use super::tag::{DayPart, Ref, Unit};
use super::tense::Tense;
use super::{PartialDate, TimexType};
use onrecord_text::date::Order;

/// What the resolution of an article's expressions starts from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// When it was written, as far as known.
    pub(super) written: Option<PartialDate>,
    /// Whether it tells a story of other times.
    pub(super) narrative: bool,
    /// Whether its dates put the day before the month.
    pub(super) day_first: bool,
}

/// What an expression was resolved to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: TimexType,
    pub(super) value: String,
    /// What it denotes, where that has a place in the calendar.
    pub(super) moment: Option<Moment>,
    pub(super) days: Option<(Date, Date)>,
}

/// The time spoken of so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Anchor {
    /// The last moment with a year.
    pub(super) moment: Option<Moment>,
    /// The last moment before that with a year other than its own.
    pub(super) before: Option<Moment>,
    /// The last day.
    pub(super) day: Option<Date>,
    /// Whether `moment` was given with its own year, in the paragraph at hand.
    pub(super) local: bool,
    /// Whether that ties the words at hand to it: in the same sentence, or where nobody knows the day of writing.
    pub(super) tied: bool,
    /// Whether `day` was spoken of in the paragraph at hand or shortly before it.
    pub(super) near: bool,
    /// Whether the text at hand tells a story of other times.
    pub(super) narrative: bool,
    /// The quarter that figures were last given for, in the paragraph at hand or the one before.
    pub(super) reported: Option<Moment>,
}

impl Setting {
    /// The day of writing.
    fn day(&self) -> Option<Date> {
        let written = self.written?;
        date(written.year, written.month? as u8, written.day? as u8)
    }

    /// The day, month or year of writing.
    fn moment(&self) -> Option<Moment> {
        let w = self.written?;
        Some(match (w.month, w.day) {
            (Some(m), Some(d)) => Moment::Day(w.year, m as u8, d as u8),
            (Some(m), None) => Moment::Month(w.year, m as u8),
            _ => Moment::Year(w.year),
        })
    }

    /// Resolves one expression. None where it turns out to be no date here.
    pub(super) fn resolve(&self, expr: Expr, tense: Tense, anchor: Anchor) -> Option<Resolved> {
        let resolved = match expr.core {
            Core::Calendar { year, inner } => self.calendar(year, inner, expr, tense, anchor)?,
            Core::Weekday { day, toward } => self.weekday(day, toward, tense, anchor),
            Core::Decade { decade, full } => self.decade(decade, full),
            Core::Century(c) => of_moment(Moment::Century(c)),
            Core::Shift { unit: Unit::Weekend, count: Amount::Tenths(0), back: true, .. } => {
                self.over_the_weekend(tense, anchor)
            }
            Core::Shift { unit, count, back, from } => self.shift(unit, count, back, from, anchor),
            Core::Duration { amount, unit } => plain(TimexType::Duration, period(amount, unit)),
            Core::Set { amount, unit } => plain(TimexType::Set, recurrence(amount, unit)),
            Core::Weekdays(day) => plain(TimexType::Set, format!("XXXX-WXX-{day}")),
            Core::Ref(kind) => plain(TimexType::Date, reference(kind).into()),
            Core::YearBefore { from } => self.year_before(from, anchor),
            Core::Reported { years_before } => self.reported(years_before, anchor)?,
            Core::SamePeriod { unit, year } => self.same_period(unit, year, anchor),
            Core::EachYear(inner) => plain(TimexType::Set, yearless(inner)),
            Core::NamedWeekday(day) => plain(TimexType::Date, format!("XXXX-WXX-{day}")),
            Core::NumberedWeekday { weekday, day } => self.numbered_weekday((weekday, day), tense, anchor),
            Core::WeekdayWeeks { day, weeks } => self.weekday_weeks(day, weeks),
            Core::Anniversary { back, unit, of } => self.anniversary(back, unit, of),
            Core::ThatTime => self.that_time(anchor),
            Core::AnyDay => plain(TimexType::Set, "XXXX-XX-XX".into()),
            Core::TimeOfDay => self.time_of_day(anchor),
        };
        Some(with_time(narrow(resolved, expr.edge), expr))
    }

    fn calendar(&self, year: Year, inner: Inner, expr: Expr, tense: Tense, anchor: Anchor) -> Option<Resolved> {
        let inner = self.ordered(inner);
        if let Inner::DayOf(day) = inner {
            return Some(self.day_of(day, tense, anchor));
        }
        let year = match year {
            Year::Is(y) => Some(y),
            Year::TwoDigits(n) => Some(self.full_year(n, anchor)),
            Year::Named(year) if self.written.is_some_and(|written| written.year < year) => return None,
            Year::Known(year) if self.written.is_some_and(|written| written.year < year) => {
                self.choose_year(inner, Toward::Unsaid, expr, tense, anchor)
            }
            Year::Known(year) | Year::Named(year) => Some(year),
            Year::Short(n) => Some(short_year(n, anchor)?),
            Year::Dct(by) => self.written.map(|w| w.year + i16::from(by)),
            Year::Anchor(by) => self.spoken(anchor).and_then(Moment::year).map(|y| y + i16::from(by)),
            Year::Unsaid(toward) => self.choose_year(inner, toward, expr, tense, anchor),
        };
        Some(match year {
            Some(y) => placed(inner, y).map_or_else(|| plain(TimexType::Date, yearless(inner)), of_moment),
            None => plain(TimexType::Date, yearless(inner)),
        })
    }

    /// Month and day of a date that could be read either way.
    fn ordered(&self, inner: Inner) -> Inner {
        match inner {
            Inner::Ambiguous(a, b) if self.day_first => Inner::Day(b, a),
            Inner::Ambiguous(a, b) => Inner::Day(a, b),
            other => other,
        }
    }

    /// `'82`: in a narrative the one nearest to the time spoken of, else the latest that is not more than five years ahead.
    fn full_year(&self, n: u8, anchor: Anchor) -> i16 {
        let told = anchor.moment.and_then(Moment::year).filter(|_| anchor.narrative);
        let limit = told.map_or_else(|| self.written.map_or(2030, |w| w.year + 5), |year| year + 49);
        let mut year = limit - limit.rem_euclid(100) + i16::from(n);
        if year > limit {
            year -= 100;
        }
        year
    }

    /// The time spoken of, else the time of writing.
    fn spoken(&self, anchor: Anchor) -> Option<Moment> {
        anchor.moment.or_else(|| self.moment())
    }

    /// The time to count from in words like `this year`.
    fn context(&self, anchor: Anchor) -> Option<Moment> {
        if anchor.narrative { self.spoken(anchor) } else { self.moment().or(anchor.moment) }
    }

    /// The year of a day, month or season that comes without one.
    fn choose_year(&self, inner: Inner, toward: Toward, expr: Expr, tense: Tense, anchor: Anchor) -> Option<i16> {
        let spoken = self.spoken(anchor);
        match toward {
            Toward::Unsaid if self.follows_anchor(tense, anchor) => going_on(inner, anchor)
                .filter(|year| anchor.narrative || !self.is_told_before(inner, *year, tense))
                .or_else(|| self.nearest_year(inner, expr, tense)),
            Toward::Unsaid => self.nearest_year(inner, expr, tense),
            Toward::This if !anchor.narrative => self.written.map(|w| w.year),
            Toward::This | Toward::Same => spoken?.year(),
            Toward::Last => self.last_year_of(inner, self.context(anchor)?),
            Toward::Next => self.beyond(inner, self.context(anchor)?, true),
            Toward::Following => self.beyond(inner, spoken?, true),
            Toward::Previous => self.beyond(inner, spoken?, false),
        }
    }

    /// Whether a date without a year goes on from the date before it.
    fn follows_anchor(&self, tense: Tense, anchor: Anchor) -> bool {
        anchor.moment.is_some() && (anchor.narrative || anchor.tied && !tense.looks_ahead())
    }

    /// Whether `year` would put what the words tell as past after the day of writing. In "it takes effect on 1 January
    /// 2020; it was passed on 3 July", written in 2019, the 3 July cannot be that of 2020.
    fn is_told_before(&self, inner: Inner, year: i16, tense: Tense) -> bool {
        let begins = placed(inner, year).and_then(Moment::first_day);
        tense == Tense::Past && begins.zip(self.day()).is_some_and(|(begins, written)| begins > written)
    }

    /// The year that brings the date nearest to the day of writing, on the side that the tense says.
    fn nearest_year(&self, inner: Inner, expr: Expr, tense: Tense) -> Option<i16> {
        let written = self.written?;
        let now = self.moment()?.days().map(|(a, b)| midpoint(a, b))?;
        let (back, ahead) = match tense {
            // Companies report for the quarter that ended last, whatever the tense: "it expects to report". One that is to
            // come is named so shortly before it, unless the words look ahead. With 100 days ahead for all the value F1 on
            // TimeBank is 82.5 instead of 82.9; the other sets do not change.
            _ if matches!(inner, Inner::Quarter(_)) && tense.looks_ahead() => (300, 100),
            _ if matches!(inner, Inner::Quarter(_)) => (330, 60),
            Tense::Past => (335, 30),
            Tense::Future | Tense::Conditional => (20, 345),
            Tense::Present | Tense::Unknown if expr.edge.is_some() => (300, 65),
            Tense::Present | Tense::Unknown => (245, 120),
        };
        let distance = |y: i16| {
            let (first, last) = placed(inner, y)?.days()?;
            let (ended, begins) = (days_between(last, now), days_between(now, first));
            (ended <= back && begins <= ahead).then_some(ended.max(begins).max(0))
        };
        (written.year - 1..=written.year + 1).filter(|&y| distance(y).is_some()).min_by_key(|&y| distance(y))
    }

    /// The year of `last March`. The month just past is "last month" or plain "March", unless its year is past, too.
    fn last_year_of(&self, inner: Inner, from: Moment) -> Option<i16> {
        let year = self.beyond(inner, from, false)?;
        let just_past = match (inner, from.month()) {
            (Inner::Month(month), Some(now)) => now == (year, month + 1),
            _ => false,
        };
        Some(if just_past { year - 1 } else { year })
    }

    /// The year of the first such date after `from`, or of the last before it.
    fn beyond(&self, inner: Inner, from: Moment, after: bool) -> Option<i16> {
        let year = from.year()?;
        let own = placed(inner, year)?;
        let (Some((first, last)), Some((own_first, own_last))) = (from.days(), own.days()) else {
            return Some(if after { year + 1 } else { year - 1 });
        };
        Some(match (after, own_first > last, own_last < first) {
            (true, true, _) | (false, _, true) => year,
            (true, ..) => year + 1,
            (false, ..) => year - 1,
        })
    }

    /// `the 20th`: of the month spoken of.
    fn day_of(&self, day: u8, tense: Tense, anchor: Anchor) -> Resolved {
        let month = match anchor.moment.and_then(Moment::month) {
            Some(month) if anchor.narrative || anchor.local || self.written.is_none() => Some(month),
            other => self.month_for(day, tense).or(other),
        };
        match month.and_then(|(y, m)| (date(y.max(1), m, day).is_some() || y < 1).then_some(Moment::Day(y, m, day))) {
            Some(moment) => of_moment(moment),
            None => plain(TimexType::Date, format!("XXXX-XX-{day:02}")),
        }
    }

    /// The month of the nearest such day on the side that the tense says.
    fn month_for(&self, day: u8, tense: Tense) -> Option<(i16, u8)> {
        let today = self.day()?;
        let (y, m) = (today.year(), today.month() as u8);
        let back = tense == Tense::Past && i16::from(day) > i16::from(today.day());
        let ahead = tense.looks_ahead() && i16::from(day) < i16::from(today.day());
        shift(Moment::Month(y, m), Unit::Month, i32::from(ahead) - i32::from(back))?.month()
    }

    fn weekday(&self, day: u8, toward: Toward, tense: Tense, anchor: Anchor) -> Resolved {
        let unknown = || plain(TimexType::Date, format!("XXXX-WXX-{day}"));
        let story = matches!(toward, Toward::Following | Toward::Previous | Toward::Same) || anchor.narrative;
        let Some(from) = (if story { anchor.day.or_else(|| self.day()) } else { self.day() }) else {
            return unknown();
        };
        let ahead = (i32::from(day) - i32::from(from.weekday().to_monday_one_offset())).rem_euclid(7);
        let days = match (toward, tense) {
            (Toward::Last | Toward::Previous, _) => {
                if ahead == 0 {
                    -7
                } else {
                    ahead - 7
                }
            }
            (Toward::Next | Toward::Following, _) => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            (Toward::This, Tense::Past) => {
                if ahead == 0 {
                    0
                } else {
                    ahead - 7
                }
            }
            (Toward::This | Toward::Same, _) => ahead,
            (Toward::Unsaid, Tense::Future | Tense::Conditional) => ahead,
            (Toward::Unsaid, _) if anchor.narrative => ahead,
            (Toward::Unsaid, _) => {
                if ahead == 0 {
                    0
                } else {
                    ahead - 7
                }
            }
        };
        add(from, Unit::Day, days).map_or_else(unknown, |d| of_moment(Moment::of(d)))
    }

    /// "Friday the 13th": the last such day of what was, the next of what will be, else the nearer of the two; in a story
    /// the next.
    fn numbered_weekday(&self, (weekday, day): (u8, u8), tense: Tense, anchor: Anchor) -> Resolved {
        let story = anchor.day.filter(|_| anchor.narrative);
        let Some(from) = story.or_else(|| self.day()) else {
            return plain(TimexType::Date, format!("XXXX-XX-{day:02}"));
        };
        let last = such_weekday(from, (weekday, day), false);
        let next = such_weekday(from, (weekday, day), true);
        let distance = |other: Option<Date>| other.map(|other| days_between(from, other).abs());
        let nearer = if distance(next).is_some_and(|n| distance(last).is_none_or(|l| n < l)) { next } else { last };
        let found = match tense {
            _ if story.is_some() => next,
            Tense::Past => last,
            Tense::Future | Tense::Conditional => next,
            Tense::Present | Tense::Unknown => nearer,
        };
        found.map_or_else(|| plain(TimexType::Date, format!("XXXX-XX-{day:02}")), |day| of_moment(Moment::of(day)))
    }

    /// The weekday that lies `weeks` weeks after the next one, or, where `weeks` is negative, before the last one: "a week
    /// on Tuesday" (1), "a week ago Friday" (-1).
    fn weekday_weeks(&self, day: u8, weeks: i8) -> Resolved {
        let found = self.day().and_then(|today| {
            let ahead = (i32::from(day) - i32::from(today.weekday().to_monday_one_offset()) - 1).rem_euclid(7) + 1;
            let nearest = if weeks > 0 {
                ahead
            } else if ahead == 7 {
                0
            } else {
                ahead - 7
            };
            add(today, Unit::Day, nearest + 7 * i32::from(weeks))
        });
        found.map_or_else(|| plain(TimexType::Date, format!("XXXX-WXX-{day}")), |day| of_moment(Moment::of(day)))
    }

    /// "two years ago this week": the week two years before the day of writing.
    fn anniversary(&self, back: i32, unit: Unit, of: Unit) -> Resolved {
        let day = self.day().and_then(|day| add(day, unit, -back));
        day.map_or_else(|| plain(TimexType::Date, unplaced(of)), |day| of_moment(containing(of, day)))
    }

    fn decade(&self, decade: u16, full: bool) -> Resolved {
        let decade = decade as i16;
        if full {
            return of_moment(Moment::Decade(decade));
        }
        let now = self.written.map_or(202, |w| w.year / 10);
        let own = now - now.rem_euclid(10) + decade;
        of_moment(Moment::Decade(if own > now { own - 10 } else { own }))
    }

    /// The quarter that figures are given for, else the last that ended before the day of writing.
    fn reported(&self, years_before: u8, anchor: Anchor) -> Option<Resolved> {
        let last = || shift(containing(Unit::Quarter, self.day()?), Unit::Quarter, -1);
        match anchor.reported.or_else(last) {
            Some(quarter) => years_back(quarter, years_before).map(of_moment),
            None => Some(plain(TimexType::Date, unplaced(Unit::Quarter))),
        }
    }

    /// "the same period last year": the month, quarter or half spoken of, in another year.
    fn same_period(&self, unit: Unit, year: Year, anchor: Anchor) -> Resolved {
        let spoken = match unit {
            Unit::Month => anchor.moment.and_then(Moment::month).map(|(y, m)| Moment::Month(y, m)),
            _ => anchor.reported.or(anchor.moment.filter(|moment| moment.is_period())),
        };
        let last = || shift(containing(unit, self.day()?), unit, -1);
        let Some(period) = spoken.or_else(last) else { return plain(TimexType::Date, unplaced(unit)) };
        let years = match year {
            Year::Is(year) => period.year().map_or(0, |own| year - own),
            _ => -1,
        };
        of_moment(period.in_other_year(years))
    }

    /// "down from $10 million a year ago", of a quarter: the same quarter of the year before.
    fn year_before(&self, from: From, anchor: Anchor) -> Resolved {
        let quarter = anchor.reported.and_then(|quarter| years_back(quarter, 1));
        quarter.map_or_else(|| self.shift(Unit::Year, Amount::Tenths(10), true, from, anchor), of_moment)
    }

    /// "over the weekend": the last one of what was, the next of what will be, or that which the day of writing lies in;
    /// where the words do not tell, up to Wednesday the last.
    fn over_the_weekend(&self, tense: Tense, anchor: Anchor) -> Resolved {
        let from = if anchor.narrative { anchor.day.or_else(|| self.day()) } else { self.day().or(anchor.day) };
        let Some(day) = from else { return plain(TimexType::Date, unplaced(Unit::Weekend)) };
        let weekday = day.weekday().to_monday_one_offset();
        let last = match tense {
            _ if weekday >= 6 => false,
            Tense::Past => true,
            Tense::Future | Tense::Conditional => false,
            Tense::Present | Tense::Unknown => weekday <= 3,
        };
        let weekend = shift(Moment::of(day), Unit::Weekend, -i32::from(last));
        weekend.map_or_else(|| plain(TimexType::Date, unplaced(Unit::Weekend)), of_moment)
    }

    fn shift(&self, unit: Unit, count: Amount, back: bool, from: From, anchor: Anchor) -> Resolved {
        let base = match from {
            From::Dct => self.moment(),
            From::Anchor => self.spoken(anchor),
            From::Context if unit == Unit::Day && anchor.near => anchor.day.map(Moment::of),
            From::Context => self.context(anchor),
        };
        let Some(count) = count.whole() else {
            return plain(TimexType::Date, reference(if back { Ref::Past } else { Ref::Future }).into());
        };
        let Some(base) = base else {
            return plain(TimexType::Date, unplaced(unit));
        };
        let count = if back { -count } else { count };
        if is_finer(unit, base.unit()) {
            return finer(base, unit, count);
        }
        shift(base, unit, count).map_or_else(|| plain(TimexType::Date, unplaced(unit)), of_moment)
    }

    fn that_time(&self, anchor: Anchor) -> Resolved {
        match anchor.moment {
            Some(moment) => of_moment(moment),
            None => plain(TimexType::Date, "PAST_REF".into()),
        }
    }

    fn time_of_day(&self, anchor: Anchor) -> Resolved {
        let day =
            if anchor.narrative || anchor.near { anchor.day.or_else(|| self.day()) } else { self.day().or(anchor.day) };
        day.map_or_else(|| plain(TimexType::Time, "XXXX-XX-XX".into()), |d| of_moment(Moment::of(d)))
    }
}

/// The quarter of the same number, `years` years earlier; nothing where the moment is no quarter.
fn years_back(quarter: Moment, years: u8) -> Option<Moment> {
    match quarter {
        Moment::Quarter(year, quarter) => Some(Moment::Quarter(year - i16::from(years), quarter)),
        _ => None,
    }
}

fn plain(kind: TimexType, value: String) -> Resolved {
    Resolved { kind, value, moment: None, days: None }
}

fn of_moment(moment: Moment) -> Resolved {
    Resolved { kind: TimexType::Date, value: moment.value(), moment: Some(moment), days: moment.days() }
}

fn reference(kind: Ref) -> &'static str {
    match kind {
        Ref::Past => "PAST_REF",
        Ref::Present => "PRESENT_REF",
        Ref::Future => "FUTURE_REF",
    }
}

/// A number of such length that it is a year only among others of its kind.
fn short_year(n: i16, anchor: Anchor) -> Option<i16> {
    match anchor.moment?.year()? {
        y if y < 0 => Some(-n),
        y if y < 1000 => Some(n),
        _ => None,
    }
}

/// The part of the year as a moment.
fn placed(inner: Inner, year: i16) -> Option<Moment> {
    Some(match inner {
        Inner::Whole => Moment::Year(year),
        Inner::Half(h) => Moment::Half(year, h),
        Inner::Quarter(q) => Moment::Quarter(year, q),
        Inner::Season(s) => Moment::Season(year, s),
        Inner::Month(m) => Moment::Month(year, m),
        Inner::Day(m, d) if year < 1 || date(year, m, d).is_some() => Moment::Day(year, m, d),
        Inner::NthWeekday(m, weekday, n) => Moment::of(nth_weekday(year, m, weekday, n)?),
        Inner::LastDay(m) => Moment::of(date(year, m, 1)?.last_of_month()),
        Inner::WeekOf(m, n) => week_of_month(year, m, n)?,
        Inner::Holiday(h) => Moment::of(holiday(year, HOLIDAYS.get(h as usize)?.day)?),
        Inner::Day(..) | Inner::DayOf(_) | Inner::Ambiguous(..) => return None,
    })
}

fn holiday(year: i16, day: HolidayDay) -> Option<Date> {
    match day {
        HolidayDay::Fixed(m, d) => date(year, m, d),
        HolidayDay::Nth(m, weekday, n) => nth_weekday(year, m, weekday, n),
        HolidayDay::Easter(by) => add(easter(year)?, Unit::Day, i32::from(by)),
    }
}

/// The last day up to `from` (the next after it, if `ahead`) that is such a day of its month and such a weekday.
fn such_weekday(from: Date, (weekday, day): (u8, u8), ahead: bool) -> Option<Date> {
    (0..=SUCH_MONTHS).find_map(|months| {
        let month = add(from.first_of_month(), Unit::Month, if ahead { months } else { -months })?;
        let found = date(month.year(), month.month() as u8, day)?;
        let side = if ahead { found > from } else { found <= from };
        (side && found.weekday().to_monday_one_offset() == weekday as i8).then_some(found)
    })
}

/// How many months are searched for a day of the month that is such a weekday ("Friday the 13th"). The longest way from one to
/// the next is 14 months, of a 31st 20, counted over the 400 years after which the calendar repeats.
const SUCH_MONTHS: i32 = 20;

/// The nth week of a month: that of its nth Thursday, as ISO 8601 gives weeks to months.
fn week_of_month(year: i16, month: u8, n: i8) -> Option<Moment> {
    nth_weekday(year, month, 4, n).map(week_of)
}

/// The value of a part of a year that is not known.
fn yearless(inner: Inner) -> String {
    match inner {
        Inner::Whole => "XXXX".into(),
        Inner::Half(h) => format!("XXXX-H{h}"),
        Inner::Quarter(q) => format!("XXXX-Q{q}"),
        Inner::Season(s) => format!("XXXX-{}", s.code()),
        Inner::Month(m) | Inner::WeekOf(m, _) => format!("XXXX-{m:02}"),
        Inner::NthWeekday(m, ..) | Inner::LastDay(m) => format!("XXXX-{m:02}-XX"),
        Inner::Day(m, d) | Inner::Ambiguous(m, d) => format!("XXXX-{m:02}-{d:02}"),
        Inner::DayOf(d) => format!("XXXX-XX-{d:02}"),
        Inner::Holiday(h) => match HOLIDAYS.get(h as usize).map(|h| h.day) {
            Some(HolidayDay::Fixed(m, d)) => format!("XXXX-{m:02}-{d:02}"),
            _ => "XXXX-XX-XX".into(),
        },
    }
}

/// A year of which nothing is known, in TIMEX3. Its first three digits are a decade, its first two a century.
const UNKNOWN_YEAR: &str = "XXXX";

/// The value of a unit of time that has no known place in the calendar.
fn unplaced(unit: Unit) -> String {
    match unit {
        Unit::Week | Unit::Fortnight => "XXXX-WXX".into(),
        Unit::Weekend => "XXXX-WXX-WE".into(),
        Unit::Month => "XXXX-XX".into(),
        Unit::Quarter => "XXXX-QX".into(),
        Unit::Season | Unit::Year => UNKNOWN_YEAR.into(),
        Unit::Decade => UNKNOWN_YEAR[..3].into(),
        Unit::Century | Unit::Millennium => UNKNOWN_YEAR[..2].into(),
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX".into(),
    }
}

/// Whether a step of `unit` is smaller than what is known of the place it is taken from.
fn is_finer(unit: Unit, base: Unit) -> bool {
    unit < base && !(unit == Unit::Weekend && base <= Unit::Week) && !(unit <= Unit::Fortnight && base <= Unit::Weekend)
}

/// A step smaller than its place is known: the place alone remains, as far as the step leaves it sure.
fn finer(base: Moment, unit: Unit, count: i32) -> Resolved {
    let days = if count == 0 { base.days() } else { None };
    let value = match (base, unit) {
        (Moment::Month(..), Unit::Second | Unit::Minute | Unit::Hour | Unit::Day) => format!("{}-XX", base.value()),
        (Moment::Year(_), Unit::Month) if count == 0 => format!("{}-XX", base.value()),
        (Moment::Year(_), Unit::Second | Unit::Minute | Unit::Hour | Unit::Day) => format!("{}-XX-XX", base.value()),
        _ => unplaced(unit),
    };
    Resolved { days, ..plain(TimexType::Date, value) }
}

/// The year of the month or day that goes on from the time spoken of, or from the one before where that was a look
/// aside: what comes in small steps after the earlier of the two, and would be a leap back from the later.
fn going_on(inner: Inner, anchor: Anchor) -> Option<i16> {
    let moment = anchor.moment?;
    let year = year_in_story(inner, moment)?;
    let is_back = |before: &Moment| before.year() > moment.year() && moment.month().is_none();
    let Some(before) = anchor.before.filter(|before| anchor.narrative && is_back(before)) else { return Some(year) };
    let step = |from: Moment, year: i16| {
        let (last, next) = (from.month()?, month_of(inner)?);
        Some((i32::from(year) - i32::from(last.0)) * 12 + i32::from(next) - i32::from(last.1))
    };
    let other = year_in_story(inner, before)?;
    let small = step(before, other).is_some_and(|months| (0..=SMALL_STEP).contains(&months));
    let leap = step(moment, year).is_none_or(|months| !(0..=SMALL_STEP).contains(&months));
    Some(if small && leap { other } else { year })
}

/// Up to how many months a narrative moves on, as a rule, without naming the year. Value F1 on WikiWars: 86.7 with
/// 1, 86.6 with 3, 86.5 with 6; MEANTIME and TimeBank do not change. So the figure hardly matters; 3 stands for a
/// season.
const SMALL_STEP: i32 = 3;

/// In a narrative time goes on: a month that lies well before the last one is the next year's.
fn year_in_story(inner: Inner, anchor: Moment) -> Option<i16> {
    let year = anchor.year()?;
    let (Some((_, last)), Some(month)) = (anchor.month(), month_of(inner)) else {
        return Some(year);
    };
    let gap = i16::from(month) - i16::from(last);
    Some(if gap <= -8 {
        year + 1
    } else if gap >= 11 {
        year - 1
    } else {
        year
    })
}

fn month_of(inner: Inner) -> Option<u8> {
    match inner {
        Inner::Month(m) | Inner::Day(m, _) | Inner::WeekOf(m, _) | Inner::NthWeekday(m, ..) | Inner::LastDay(m) => {
            Some(m)
        }
        _ => None,
    }
}

fn midpoint(a: Date, b: Date) -> Date {
    add(a, Unit::Day, days_between(a, b) / 2).unwrap_or(a)
}

/// Days from `a` to `b`.
pub(super) fn days_between(a: Date, b: Date) -> i32 {
    a.duration_until(b).as_hours() as i32 / 24
}

/// `P30D`, `PT2H`, `P2.5Y`, `PXM`.
fn period(amount: Amount, unit: Unit) -> String {
    let (amount, unit) = match (amount, unit) {
        (Amount::Tenths(n), Unit::Fortnight) => (Amount::Tenths(n.saturating_mul(2)), unit),
        (Amount::Tenths(n @ 1..=9), Unit::Century | Unit::Decade) => {
            (Amount::Tenths(n * if unit == Unit::Century { 100 } else { 10 }), Unit::Year)
        }
        (Amount::Tenths(5), Unit::Hour) => (Amount::Tenths(300), Unit::Minute),
        other => other,
    };
    let number = match amount {
        Amount::Unknown => "X".into(),
        Amount::Tenths(n) if n % 10 == 0 => (n / 10).to_string(),
        Amount::Tenths(n) => format!("{}.{}", n / 10, n % 10),
    };
    format!("{}{number}{}", if unit.is_clock() { "PT" } else { "P" }, unit.letters())
}

fn recurrence(amount: Amount, unit: Unit) -> String {
    if amount == Amount::Unknown { unplaced(unit) } else { period(amount, unit) }
}

/// The days that "early", "mid" or "late" leaves of a stretch: about a third of them.
fn narrow(resolved: Resolved, edge: Option<Edge>) -> Resolved {
    let (Some(edge), Some((first, last))) = (edge, resolved.days) else {
        return resolved;
    };
    let length = days_between(first, last) + 1;
    if length < 7 {
        return resolved;
    }
    let third = length / 3;
    let (from, to) = match edge {
        Edge::Early => (0, third - 1),
        Edge::Mid => (third, length - third - 1 - length % 3),
        Edge::Late => (length - third - length % 3, length - 1),
    };
    let day = |n| add(first, Unit::Day, n);
    Resolved { days: day(from).zip(day(to)), ..resolved }
}

/// Adds the time of day to the value of a day.
fn with_time(resolved: Resolved, expr: Expr) -> Resolved {
    let suffix = match (expr.clock, expr.part) {
        (Some(clock), _) => clock_value(clock),
        (None, Some(part)) => part_value(part),
        (None, None) => return resolved,
    };
    let kind = if resolved.kind == TimexType::Set { TimexType::Set } else { TimexType::Time };
    Resolved { kind, value: format!("{}T{suffix}", resolved.value), ..resolved }
}

fn part_value(part: DayPart) -> String {
    part.code().into()
}

fn clock_value(clock: Clock) -> String {
    let zone = match clock.zone {
        None => String::new(),
        Some(0) => "Z".into(),
        Some(quarters) => {
            let (hours, rest) = (quarters.unsigned_abs() / 4, quarters.unsigned_abs() % 4);
            let sign = if quarters < 0 { '-' } else { '+' };
            if rest == 0 { format!("{sign}{hours:02}") } else { format!("{sign}{hours:02}:{:02}", rest * 15) }
        }
    };
    format!("{:02}:{:02}{zone}", clock.hour, clock.minute.unwrap_or(0))
}

impl Setting {
    /// How much an expression speaks for a narrative (positive) or for a report (negative), if it does at all.
    pub(super) fn distance(&self, expr: Expr) -> Option<f32> {
        match expr.core {
            Core::Calendar { year: Year::Is(y), inner } => {
                let weight = if inner == Inner::Whole { 0.5 } else { 1.0 };
                let distant = self.written.is_none_or(|w| (w.year - y).abs() > 1);
                Some(if distant { weight } else { -weight })
            }
            Core::Weekday { toward: Toward::Unsaid | Toward::Last | Toward::Next, .. } => Some(-1.0),
            Core::Shift { from: From::Dct, .. } | Core::YearBefore { from: From::Dct } => Some(-1.0),
            _ => None,
        }
    }
}

/// What the dates of an article say of how it is to be read.
pub(super) fn setting(found: &[Found], content: &str, written: Option<PartialDate>) -> Setting {
    let mut setting = Setting { written, narrative: false, day_first: false };
    let (mut far, mut near) = (0.0, 0.0);
    for f in found {
        match setting.distance(f.expr) {
            Some(weight) if weight > 0.0 => far += weight,
            Some(weight) => near -= weight,
            None => {}
        }
    }
    setting.narrative = far >= 3.0 && far > 3.0 * near;
    setting.day_first = order(found, content) == Some(Order::DayFirst);
    setting
}

/// Which of day and month comes first in the dates of an article, by those that do not leave it open.
pub(super) fn order(found: &[Found], content: &str) -> Option<Order> {
    let days = found.iter().filter(|f| matches!(f.expr.core, Core::Calendar { inner: Inner::Day(..), .. }));
    let digit = |f: &Found| f.span.of(content).starts_with(|c: char| c.is_ascii_digit());
    match days.map(|f| if digit(f) { 1 } else { -1 }).sum::<i32>() {
        0 => None,
        1.. => Some(Order::DayFirst),
        _ => Some(Order::MonthFirst),
    }
}
