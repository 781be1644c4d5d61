//! Days of history that are called by their number alone, their year left out, because news means one of them:
//! "the Sept. 11 attacks", "after 9/11".
//!
//! Only days of which that is true wherever news is read in English stand here, and each only with what happened on it:
//! "the meeting on September 11" is one of the year at hand. Before the day itself it has no such name.

use jiff::civil::Date;

use super::calendar::date;

/// A day with a number for a name.
pub(super) struct NamedDay {
    /// Year, month and day.
    day: (i16, u8, u8),
    /// The two numbers, in the order in which they are the name with a slash between them.
    slashed: Option<(u8, u8)>,
    /// Whether the two numbers are the name by themselves, with no word that says what happened.
    alone: bool,
    /// Words that follow the day's name, folded.
    events: &'static [&'static str],
}

impl NamedDay {
    /// The day.
    pub(super) fn date(&self) -> Option<Date> {
        date(self.day.0, self.day.1, self.day.2)
    }
}

/// The days, each with the words that make its name sure.
pub(super) const NAMED_DAYS: &[NamedDay] = &[
    NamedDay {
        day: (2001, 9, 11),
        slashed: Some((9, 11)),
        alone: true,
        events: &[
            "attacks",
            "hijackers",
            "hijackings",
            "terrorist",
            "terror",
            "commission",
            "conspirators",
            "plotters",
        ],
    },
    NamedDay {
        day: (2005, 7, 7),
        slashed: Some((7, 7)),
        alone: false,
        events: &["attacks", "bombings", "bombers", "bombing", "bombs", "inquest", "inquests", "terrorist", "terror"],
    },
    NamedDay {
        day: (2008, 11, 26),
        slashed: Some((26, 11)),
        alone: false,
        events: &["attacks", "attackers", "terrorist", "terror"],
    },
    NamedDay {
        day: (2021, 1, 6),
        slashed: None,
        alone: false,
        events: &["insurrection", "rioters", "riot", "insurrectionists", "committee", "defendants"],
    },
    NamedDay { day: (2023, 10, 7), slashed: None, alone: false, events: &["attacks", "massacre", "massacres"] },
    NamedDay { day: (1989, 6, 4), slashed: None, alone: false, events: &["crackdown", "massacre"] },
    NamedDay { day: (1944, 7, 20), slashed: None, alone: false, events: &["plot", "plotters", "conspirators"] },
];

/// The number in [`NAMED_DAYS`] of the month's day that this folded word follows.
pub(super) fn by_event(month: u8, day: u8, next: &str) -> Option<u8> {
    number(|named| (named.day.1, named.day.2) == (month, day) && named.events.contains(&next))
}

/// The number in [`NAMED_DAYS`] of two numbers with a slash between them. `after`: whether the words before say "after",
/// "since" or the like, so that something is named that happened; `next` is the folded word that follows.
pub(super) fn by_slash(first: u8, second: u8, after: bool, next: &str) -> Option<u8> {
    let is_named = |named: &NamedDay| named.alone || after || named.events.contains(&next);
    number(|named| named.slashed == Some((first, second)) && is_named(named))
}

fn number(is_it: impl Fn(&NamedDay) -> bool) -> Option<u8> {
    NAMED_DAYS.iter().position(is_it).map(|n| n as u8)
}
