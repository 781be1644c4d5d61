//! What a field says of a date, before anything else decides between its readings.

use jiff::civil::Date;

use super::PartialDate;

/// What a field says of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldDate {
    /// A day, a month or a year.
    Known(PartialDate),
    /// A week, a quarter, some months: its first and last day.
    Period(Date, Date),
    /// Some day up to this one: `..2019-04-05`.
    Until(Date),
    /// Day and month in digits alone, of which either may be which.
    Either {
        /// The day, if the month comes first, as in the United States.
        month_first: Date,
        /// The day, if the day comes first, as in Britain.
        day_first: Date,
    },
}

/// Which of day and month comes first where both are digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `03/04/2017` is the third of April.
    DayFirst,
    /// `03/04/2017` is the fourth of March.
    MonthFirst,
}

impl FieldDate {
    /// First and last day of what may be meant, where it has a first.
    pub fn days(self) -> Option<(Date, Date)> {
        match self {
            FieldDate::Until(_) => None,
            FieldDate::Known(date) => date.days(),
            FieldDate::Period(first, last) => Some((first, last)),
            FieldDate::Either { month_first: a, day_first: b } => Some((a.min(b), a.max(b))),
        }
    }

    /// The day that `order` makes of it.
    pub fn in_order(self, order: Order) -> Self {
        match (self, order) {
            (FieldDate::Either { day_first: day, .. }, Order::DayFirst)
            | (FieldDate::Either { month_first: day, .. }, Order::MonthFirst) => {
                FieldDate::Known(PartialDate::of_day(day))
            }
            (other, _) => other,
        }
    }
}
