//! Holidays that news in English names in place of a date, and when they are.

/// A holiday known by a name: one capitalised word, and the words that may or must follow it.
pub(super) struct Holiday {
    /// Its first word, folded.
    pub(super) word: &'static str,
    /// The folded words that must follow.
    pub(super) then: &'static [&'static str],
    /// When it is.
    pub(super) day: HolidayDay,
}

/// When a holiday is.
#[derive(Clone, Copy)]
pub(super) enum HolidayDay {
    /// Month and day.
    Fixed(u8, u8),
    /// Month, weekday from 1 (Monday), and which one in the month, -1 being the last.
    Nth(u8, u8, i8),
    /// Days from Easter Sunday.
    Easter(i8),
}

/// The holidays, longer names first where two begin alike.
pub(super) const HOLIDAYS: &[Holiday] = &[
    Holiday { word: "christmas", then: &["eve"], day: HolidayDay::Fixed(12, 24) },
    Holiday { word: "christmas", then: &[], day: HolidayDay::Fixed(12, 25) },
    Holiday { word: "boxing", then: &["day"], day: HolidayDay::Fixed(12, 26) },
    Holiday { word: "new", then: &["year's", "eve"], day: HolidayDay::Fixed(12, 31) },
    Holiday { word: "new", then: &["year's", "day"], day: HolidayDay::Fixed(1, 1) },
    Holiday { word: "new", then: &["year", "eve"], day: HolidayDay::Fixed(12, 31) },
    Holiday { word: "new", then: &["year", "day"], day: HolidayDay::Fixed(1, 1) },
    Holiday { word: "valentine", then: &["day"], day: HolidayDay::Fixed(2, 14) },
    Holiday { word: "independence", then: &["day"], day: HolidayDay::Fixed(7, 4) },
    Holiday { word: "halloween", then: &[], day: HolidayDay::Fixed(10, 31) },
    Holiday { word: "thanksgiving", then: &[], day: HolidayDay::Nth(11, 4, 4) },
    Holiday { word: "labor", then: &["day"], day: HolidayDay::Nth(9, 1, 1) },
    Holiday { word: "memorial", then: &["day"], day: HolidayDay::Nth(5, 1, -1) },
    Holiday { word: "veterans", then: &["day"], day: HolidayDay::Fixed(11, 11) },
    Holiday { word: "easter", then: &["monday"], day: HolidayDay::Easter(1) },
    Holiday { word: "easter", then: &["sunday"], day: HolidayDay::Easter(0) },
    Holiday { word: "easter", then: &[], day: HolidayDay::Easter(0) },
    Holiday { word: "good", then: &["friday"], day: HolidayDay::Easter(-2) },
    Holiday { word: "ash", then: &["wednesday"], day: HolidayDay::Easter(-46) },
    Holiday { word: "palm", then: &["sunday"], day: HolidayDay::Easter(-7) },
    Holiday { word: "martin", then: &["luther", "king", "jr", "day"], day: HolidayDay::Nth(1, 1, 3) },
    Holiday { word: "martin", then: &["luther", "king", "day"], day: HolidayDay::Nth(1, 1, 3) },
    Holiday { word: "mlk", then: &["day"], day: HolidayDay::Nth(1, 1, 3) },
    Holiday { word: "presidents", then: &["day"], day: HolidayDay::Nth(2, 1, 3) },
    Holiday { word: "columbus", then: &["day"], day: HolidayDay::Nth(10, 1, 2) },
    Holiday { word: "juneteenth", then: &[], day: HolidayDay::Fixed(6, 19) },
    Holiday { word: "remembrance", then: &["day"], day: HolidayDay::Fixed(11, 11) },
    Holiday { word: "armistice", then: &["day"], day: HolidayDay::Fixed(11, 11) },
    Holiday { word: "patrick", then: &["day"], day: HolidayDay::Fixed(3, 17) },
    Holiday { word: "bastille", then: &["day"], day: HolidayDay::Fixed(7, 14) },
    Holiday { word: "canada", then: &["day"], day: HolidayDay::Fixed(7, 1) },
    Holiday { word: "australia", then: &["day"], day: HolidayDay::Fixed(1, 26) },
    Holiday { word: "anzac", then: &["day"], day: HolidayDay::Fixed(4, 25) },
    Holiday { word: "bonfire", then: &["night"], day: HolidayDay::Fixed(11, 5) },
    Holiday { word: "burns", then: &["night"], day: HolidayDay::Fixed(1, 25) },
    Holiday { word: "groundhog", then: &["day"], day: HolidayDay::Fixed(2, 2) },
    Holiday { word: "earth", then: &["day"], day: HolidayDay::Fixed(4, 22) },
    Holiday { word: "hogmanay", then: &[], day: HolidayDay::Fixed(12, 31) },
    Holiday { word: "maundy", then: &["thursday"], day: HolidayDay::Easter(-3) },
    Holiday { word: "shrove", then: &["tuesday"], day: HolidayDay::Easter(-47) },
    Holiday { word: "mardi", then: &["gras"], day: HolidayDay::Easter(-47) },
    Holiday { word: "whit", then: &["monday"], day: HolidayDay::Easter(50) },
];

/// A day of history that goes by its date without a year, where words of what happened follow it.
pub(super) struct KnownDay {
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) year: i16,
    /// The two numbers, in the order in which they are the day's name with a slash between them.
    slashed: Option<(u8, u8)>,
    /// Whether the two numbers name it by themselves, with no word of what happened.
    alone: bool,
    /// The folded words of which one follows.
    pub(super) then: &'static [&'static str],
}

impl KnownDay {
    /// Whether two numbers with a slash between them name the day (`9/11`). `after`: whether the word before says "after",
    /// "since" or the like, as of something that happened; `next` is the folded word that follows.
    pub(super) fn is_slashed(&self, numbers: (u8, u8), after: bool, next: &str) -> bool {
        self.slashed == Some(numbers) && (self.alone || after || self.then.contains(&next))
    }
}

/// The days known so, wherever news is read in English: "the Sept. 11 attacks", "after 9/11", "the Oct. 7 massacre". What
/// was written before is not about them.
pub(super) const KNOWN_DAYS: &[KnownDay] = &[
    KnownDay {
        month: 9,
        day: 11,
        year: 2001,
        slashed: Some((9, 11)),
        alone: true,
        then: &["attack", "attacks", "terrorist", "terror", "hijackers", "hijackings", "commission", "victims"],
    },
    KnownDay {
        month: 1,
        day: 6,
        year: 2021,
        slashed: None,
        alone: false,
        then: &["attack", "riot", "riots", "insurrection", "rioters", "committee", "defendants", "panel"],
    },
    KnownDay { month: 10, day: 7, year: 2023, slashed: None, alone: false, then: &["attack", "attacks", "massacre"] },
    KnownDay {
        month: 7,
        day: 7,
        year: 2005,
        slashed: Some((7, 7)),
        alone: false,
        then: &["attacks", "bombing", "bombings", "bombers", "inquest", "inquests"],
    },
    KnownDay {
        month: 11,
        day: 26,
        year: 2008,
        slashed: Some((26, 11)),
        alone: false,
        then: &["attacks", "attackers", "terror", "terrorist"],
    },
    KnownDay { month: 6, day: 4, year: 1989, slashed: None, alone: false, then: &["crackdown", "massacre"] },
    KnownDay {
        month: 7,
        day: 20,
        year: 1944,
        slashed: None,
        alone: false,
        then: &["plot", "plotters", "conspirators"],
    },
];
