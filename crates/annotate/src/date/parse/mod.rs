//! Recognising: which words are a date, and what they say of it, not yet which day that is.
//!
//! The words of a sentence are run through once; only around a word that can be a part of a date is
//! anything matched. Rules are tried from the earliest word that may open the expression, and the longest
//! match wins. What an expression denotes is decided later (see [`super::resolve`]), for that needs the
//! day of writing, the dates around it and the tense.

mod absolute;
mod clock;
mod compared;
mod days;
mod duration;
mod month;
mod numeric;
mod quarter;
mod range;
mod reference;
mod relative;
mod step;
mod view;
mod weekday;
mod year;

pub(super) use view::{Gap, View};

use super::tag::{DayPart, Ref, Season, Tag, Unit};
use onrecord_text::span::Span;

/// Which year a calendar expression speaks of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Year {
    /// It does not say.
    Unsaid(Toward),
    /// It says so; negative before the common era.
    Is(i16),
    /// Two digits after an apostrophe.
    TwoDigits(u8),
    /// That of a day which goes by its date ("the Sept. 11 attacks"), for who writes after it.
    Known(i16),
    /// The same, where before that year the words are no date ("9/11").
    Named(i16),
    /// A number that is a year only in a narrative of such years.
    Short(i16),
    /// So many years from the year of writing.
    Dct(i8),
    /// So many years from the year spoken of.
    Anchor(i8),
}

/// Which of the days, months or seasons of one name is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Toward {
    Unsaid,
    Last,
    This,
    Next,
    /// After the time spoken of.
    Following,
    /// Before the time spoken of.
    Previous,
    /// Of the time spoken of.
    Same,
}

/// Which part of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Inner {
    Whole,
    Half(u8),
    Quarter(u8),
    Season(Season),
    Month(u8),
    /// The nth week of a month, the last where negative.
    WeekOf(u8, i8),
    Day(u8, u8),
    /// The nth such weekday of a month, the last where negative: month, weekday, n.
    NthWeekday(u8, u8, i8),
    /// The last day of a month.
    LastDay(u8),
    /// A day of the month spoken of.
    DayOf(u8),
    /// A holiday, by its number in the language's list.
    Holiday(u8),
    /// Month/day or day/month, as the article's other dates have it.
    Ambiguous(u8, u8),
}

/// From where a relative expression counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum From {
    /// The day of writing.
    Dct,
    /// The time spoken of.
    Anchor,
    /// The day of writing in a report, the time spoken of in a narrative.
    Context,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Amount {
    /// In tenths.
    Tenths(u32),
    /// It does not say.
    Unknown,
}

impl Amount {
    /// The whole number it is, if it is one.
    pub(super) fn whole(self) -> Option<i32> {
        match self {
            Amount::Tenths(n) => Some((n / 10) as i32),
            Amount::Unknown => None,
        }
    }
}

/// Which part of the stretch is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Edge {
    Early,
    Mid,
    Late,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: Option<u8>,
    /// Quarters of an hour east of Greenwich.
    pub(super) zone: Option<i8>,
}

/// What an expression says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Core {
    Calendar {
        year: Year,
        inner: Inner,
    },
    Weekday {
        day: u8,
        toward: Toward,
    },
    Decade {
        decade: u16,
        full: bool,
    },
    Century(i16),
    /// A number of units from some time, back or ahead. Where the number is not said only the direction is known.
    Shift {
        unit: Unit,
        count: Amount,
        back: bool,
        from: From,
    },
    Duration {
        amount: Amount,
        unit: Unit,
    },
    /// A recurrence: `P1Y` style where counted, `XXXX` style else.
    Set {
        amount: Amount,
        unit: Unit,
    },
    /// A recurring day.
    Weekdays(u8),
    Ref(Ref),
    /// `a year ago`, `a year earlier`: of a figure, the same period a year before.
    YearBefore {
        from: From,
    },
    /// The period that a report of figures is about, moved back by `years_before` years: "the quarter", "the year-earlier
    /// quarter".
    Reported {
        years_before: u8,
    },
    /// The period of another year that is like the one spoken of, and compared with it: "the same period last year".
    SamePeriod {
        unit: Unit,
        year: Year,
    },
    /// A part of each year: "every July".
    EachYear(Inner),
    /// A weekday with a name of its own, of which nobody can tell which week it is in: "Black Monday".
    NamedWeekday(u8),
    /// The day of a month that is such a weekday: "Friday the 13th".
    NumberedWeekday {
        weekday: u8,
        day: u8,
    },
    /// A weekday some weeks away. "A week on Tuesday" has `weeks` 1: one week after next Tuesday. "A week ago Friday" has
    /// `weeks` -1: one week before last Friday.
    WeekdayWeeks {
        day: u8,
        weeks: i8,
    },
    /// The unit `of` that holds the day which lies `back` times `unit` before the day of writing: "two years ago this week".
    Anniversary {
        back: i32,
        unit: Unit,
        of: Unit,
    },
    /// The time spoken of, in words that do not name it.
    ThatTime,
    /// A time of day on the day spoken of.
    TimeOfDay,
    /// A time of day on any day.
    AnyDay,
}

/// An expression, not yet resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expr {
    pub(super) core: Core,
    pub(super) edge: Option<Edge>,
    pub(super) part: Option<DayPart>,
    pub(super) clock: Option<Clock>,
}

impl Expr {
    pub(super) fn new(core: Core) -> Self {
        Expr { core, edge: None, part: None, clock: None }
    }

    fn calendar(year: Year, inner: Inner) -> Self {
        Expr::new(Core::Calendar { year, inner })
    }

    fn edged(self, edge: Option<Edge>) -> Self {
        Expr { edge: edge.or(self.edge), ..self }
    }

    fn in_part(self, part: DayPart) -> Self {
        Expr { part: Some(part), ..self }
    }

    /// Whether it names a day or a part of one, so that a time of day may join it.
    fn is_day(self) -> bool {
        match self.core {
            Core::Calendar { inner, .. } => {
                matches!(
                    inner,
                    Inner::Day(..)
                        | Inner::NthWeekday(..)
                        | Inner::LastDay(_)
                        | Inner::DayOf(_)
                        | Inner::Holiday(_)
                        | Inner::Ambiguous(..)
                )
            }
            Core::Weekday { .. } | Core::NumberedWeekday { .. } | Core::WeekdayWeeks { .. } => true,
            Core::Shift { unit, .. } => unit == Unit::Day,
            _ => false,
        }
    }
}

/// An expression found in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    /// Its first word and the one after its last, as indexes into the article's words.
    pub(super) words: (u32, u32),
    /// Its sentence, as an index into the article's.
    pub(super) sentence: u32,
    pub(super) expr: Expr,
    /// Whether it is the first end of a range whose other end is found next.
    pub(super) opens_range: bool,
    /// Whether it has no year of its own and is of that of the expression found next (`Q1 and Q2`).
    pub(super) year_of_next: bool,
}

/// A match of some rule: the word after its last, and what it says.
type Matched = Option<(usize, Expr)>;

/// How far back from its head an expression may begin, in words.
const MAX_LEAD: usize = 8;

/// Calls `push` with each expression of the sentence in text order.
pub(super) fn scan(view: &View, mut push: impl FnMut(usize, usize, Expr)) {
    let mut floor = view.from;
    let mut head = view.next_head(view.from);
    while head < view.end {
        let after = match view.tag(head) {
            tag if is_mere_number(view, head, tag) => None,
            _ => match_around(view, floor, head, &mut push),
        };
        floor = after.unwrap_or(floor);
        let next = after.unwrap_or(head + 1);
        head = view.next_head(next);
    }
}

/// Whether a number has nothing beside it that makes it a date: most numbers of a text.
fn is_mere_number(view: &View, head: usize, tag: Tag) -> bool {
    match tag {
        Tag::Decimal(_) => !view.tag(head + 1).goes_with_number(),
        Tag::Digits { value: 1000..=2199, len: 4 } => false,
        Tag::Digits { value: 19_000_101..=20_991_231, len: 8 } => false,
        Tag::Digits { len: 5.., .. } => !view.tag(head + 1).goes_with_number(),
        Tag::Digits { .. } => {
            !view.tag(head + 1).goes_with_number()
                && matches!(view.gap(head), Gap::Space | Gap::Comma | Gap::Other)
                && !matches!(view.char_before(head), Some('\'' | '\u{2019}' | '\u{2018}'))
                && view.before(head) == Tag::Other
        }
        _ => false,
    }
}

/// Tries all starts before the head, earliest first; gives the word after the match.
fn match_around(view: &View, floor: usize, head: usize, push: &mut impl FnMut(usize, usize, Expr)) -> Option<usize> {
    let mut start = head;
    while start > floor && head - start < MAX_LEAD && view.tag(start - 1).is_opening() && view.joins(start - 1) {
        start -= 1;
    }
    for p in start..=head {
        if let Some((end, expr)) = match_at(view, p).filter(|m| m.0 > head) {
            push(p, end, expr);
            return Some(range::match_end(view, end, expr, push));
        }
    }
    None
}

/// The longest match that begins at word `p`. Which rules may apply shows in its first word.
fn match_at(view: &View, p: usize) -> Matched {
    use Tag::*;
    let tag = view.tag(p);
    // The second halves of "more than", "at least", "at most" open nothing.
    if tag == Tag::Approx && matches!(view.folded(p), "than" | "least" | "most" | "up") {
        return None;
    }
    let none = |_: &View, _: usize| -> Matched { None };
    let (time, date, relative, duration, other): (Rule, Rule, Rule, Rule, Rule) = match tag {
        Digits { .. } | Decimal(_) | Cardinal(_) => {
            (clock::time, absolute::date, relative::relative, duration::duration, none)
        }
        HourAmPm { .. } | HalfDayTime { .. } | ClockName(_) => (clock::time, none, none, none, none),
        The | Last | Past | Next | Previous | Following | Same | Coming | Final | These | This | That => {
            (none, absolute::date, relative::relative, duration::duration, reference::reference)
        }
        Approx => (none, absolute::date, relative::relative, duration::duration, reference::reference),
        Vague | Multiplier(_) | Half | Filler | Single | Unit(_) | Units(_) => {
            (none, absolute::date, relative::relative, duration::duration, duration::set)
        }
        A if is_year_before(view, p + 1) => return None,
        A | Each | Per | Every(_) | Weekdays(_) => (none, none, relative::relative, duration::duration, duration::set),
        Ordinal(_) => (none, absolute::date, none, duration::duration, none),
        Weekday(_) => (none, absolute::date, weekday::weeks, none, none),
        Month(_)
        | MonthWeak(_)
        | WeekdayWeak(_)
        | Decade { .. }
        | Holiday(_)
        | QuarterName(_)
        | HalfName(_)
        | QuarterOf { .. }
        | HalfOf { .. }
        | Fiscal
        | FiscalYear(_)
        | Dotted { .. }
        | AnnoDomini => (none, absolute::date, none, none, none),
        Deictic(_) | Tonight | DayPart(_) | Earlier | Later | Season(_) | SeasonWeak(_) | Early | Late | Mid
        | Start | Middle | End | Rest | Part => (none, absolute::date, relative::relative, none, none),
        Ref(_) | RefNoun(_) | To | Date | Soon => (none, none, none, none, reference::reference),
        _ => return None,
    };
    let mut best: Matched = None;
    for rule in [time, date, relative, duration, other] {
        match rule(view, p) {
            Some(found) if best.is_none_or(|b| found.0 > b.0) => best = Some(found),
            _ => {}
        }
    }
    best
}

/// `a year-earlier loss`: the article belongs to the loss.
fn is_year_before(view: &View, p: usize) -> bool {
    view.tag(p) == Tag::Unit(Unit::Year)
        && view.gap(p) == Gap::Hyphen
        && matches!(view.tag(p + 1), Tag::Ago | Tag::Earlier)
}

/// A rule: what begins at a word, if anything does.
type Rule = fn(&View, usize) -> Matched;
