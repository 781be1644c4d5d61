//! What a single word can mean within a date, whatever the language.

/// A calendar or clock unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The unit's letters in a TIMEX3 period, after `P` or `PT`.
    pub(super) fn letters(self) -> &'static str {
        match self {
            Unit::Second => "S",
            Unit::Minute | Unit::Month => "M",
            Unit::Hour => "H",
            Unit::Day => "D",
            Unit::Weekend => "WE",
            Unit::Week | Unit::Fortnight => "W",
            Unit::Quarter => "Q",
            Unit::Season | Unit::Year => "Y",
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Millennium => "ML",
        }
    }

    /// Whether the unit is shorter than a day.
    pub(super) fn is_clock(self) -> bool {
        self < Unit::Day
    }
}

/// A season; in TIMEX3 `SP`, `SU`, `FA`, `WI`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    pub(super) fn code(self) -> &'static str {
        ["SP", "SU", "FA", "WI"][self as usize]
    }
}

/// A part of the day; in TIMEX3 `MO`, `AF`, `EV`, `NI`, `DT`, `MI`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DayPart {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl DayPart {
    pub(super) fn code(self) -> &'static str {
        match self {
            DayPart::Morning => "MO",
            DayPart::Midday => "MI",
            DayPart::Afternoon => "AF",
            DayPart::Evening => "EV",
            DayPart::Night => "NI",
            DayPart::Daytime => "DT",
        }
    }
}

/// Past, present or future as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ref {
    Past,
    Present,
    Future,
}

/// What a spelling can mean within a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Nothing.
    Other,
    /// A month, 1 to 12.
    Month(u8),
    /// A spelling that is a month only beside a number or the like (`May`, `March`, `Jan`).
    MonthWeak(u8),
    /// A weekday, 1 (Monday) to 7.
    Weekday(u8),
    /// An abbreviation that is a weekday only beside a date (`Sat`).
    WeekdayWeak(u8),
    /// A recurring weekday (`Mondays`).
    Weekdays(u8),
    /// Digits without separators: value and number of digits.
    Digits {
        value: u32,
        len: u8,
    },
    /// A decimal number (`3.5`, `1,000`), in tenths.
    Decimal(u32),
    /// A number word.
    Cardinal(u16),
    /// `several`, `few`, `many`, `couple`.
    Vague,
    /// `hundred`, `thousand`, `dozen`.
    Multiplier(u16),
    /// `first`, `22nd`.
    Ordinal(u8),
    /// `final`, as an ordinal.
    Final,
    /// `1980s` (198, with century), `80s` or `eighties` (8, without).
    Decade {
        decade: u16,
        full: bool,
    },
    /// One unit.
    Unit(Unit),
    /// Several of a unit.
    Units(Unit),
    /// `daily`, `annual`.
    Every(Unit),
    /// A season's name.
    Season(Season),
    /// A part of the day.
    DayPart(DayPart),
    /// Days from the day of writing (`yesterday`: -1).
    Deictic(i8),
    /// `tonight`.
    Tonight,
    /// `noon` (12) or `midnight` (0).
    ClockName(u8),
    /// `a.m.` (false) or `p.m.` (true).
    AmPm(bool),
    /// `5pm`: hour and whether it is after noon.
    HourAmPm {
        hour: u8,
        pm: bool,
    },
    /// `10.30am`: hour from 0 to 23, and minute.
    HalfDayTime {
        hour: u8,
        minute: u8,
    },
    /// `o'clock`, `hours` after four digits.
    OClock,
    /// A time zone, in quarters of an hour east of Greenwich.
    Zone(i8),
    /// A word that alone points at past, present or future.
    Ref(Ref),
    /// `past`, `present`, `future` as nouns or adjectives.
    RefNoun(Ref),
    /// A holiday, by its number in the language's list.
    Holiday(u8),
    /// `Q1`, `Q4`.
    QuarterName(u8),
    /// `H1`, `2H`.
    HalfName(u8),
    /// `1Q12`, `2012Q1`; a year below 100 is of two digits.
    QuarterOf {
        quarter: u8,
        year: u16,
    },
    /// `1H12`, `2012H1`.
    HalfOf {
        half: u8,
        year: u16,
    },
    /// `period`, of which figures are given.
    Period,
    /// `FY2012`, `FY13`.
    FiscalYear(u16),
    /// `04.03.2017`: day, month, year.
    Dotted {
        day: u8,
        month: u8,
        year: u16,
    },
    /// A season's name that is more often another word (`fall`, `spring`).
    SeasonWeak(Season),
    /// `past`, which is `last` before a unit.
    Past,
    The,
    A,
    This,
    That,
    These,
    Last,
    Next,
    Previous,
    Following,
    Same,
    Coming,
    Each,
    Per,
    Of,
    In,
    On,
    At,
    /// Other prepositions of time: since, by, until, during, before.
    Since,
    To,
    And,
    Or,
    From,
    Between,
    Ago,
    Later,
    Earlier,
    Before,
    After,
    Hence,
    Early,
    Late,
    Mid,
    Start,
    Middle,
    End,
    Part,
    Rest,
    Half,
    /// about, nearly, over, less, than, just, …
    Approx,
    /// An adjective that may stand between a number and its unit.
    Filler,
    /// `single`, which counts one where no other number does.
    Single,
    /// `soon`.
    Soon,
    /// `term`, of which some are times to come.
    Term,
    Long,
    Old,
    Time,
    Being,
    Date,
    Era,
    Fiscal,
    BeforeChrist,
    AnnoDomini,
}

impl Tag {
    /// Whether an expression can be recognised by this word: only around such words is looked closer.
    pub(super) fn is_head(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Month(_)
                | MonthWeak(_)
                | Weekday(_)
                | WeekdayWeak(_)
                | Weekdays(_)
                | Digits { .. }
                | Decimal(_)
                | Decade { .. }
                | Unit(_)
                | Units(_)
                | Every(_)
                | Season(_)
                | DayPart(_)
                | Deictic(_)
                | Tonight
                | ClockName(_)
                | HourAmPm { .. }
                | HalfDayTime { .. }
                | Multiplier(1000)
                | AmPm(_)
                | OClock
                | Ref(_)
                | RefNoun(_)
                | Holiday(_)
                | QuarterName(_)
                | HalfName(_)
                | QuarterOf { .. }
                | HalfOf { .. }
                | FiscalYear(_)
                | Period
                | Cardinal(17..=20)
                | Dotted { .. }
                | SeasonWeak(_)
                | Past
                | Soon
                | Fiscal
                | Term
                | Time
                | Date
        )
    }

    /// Whether a number before this word may be one of a date, a time or a length of time.
    pub(super) fn goes_with_number(self) -> bool {
        !matches!(
            self,
            Tag::Other | Tag::The | Tag::A | Tag::In | Tag::At | Tag::On | Tag::From | Tag::Since | Tag::That
        )
    }

    /// Whether an expression may begin with this word and have its head after it.
    pub(super) fn is_opening(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Cardinal(_)
                | Vague
                | Multiplier(_)
                | Ordinal(_)
                | Final
                | The
                | A
                | This
                | That
                | These
                | Last
                | Past
                | Approx
                | Next
                | Previous
                | Following
                | Same
                | Coming
                | Each
                | Per
                | Of
                | In
                | To
                | And
                | Later
                | Earlier
                | Early
                | Late
                | Mid
                | Start
                | Middle
                | End
                | Part
                | Rest
                | Half
                | Filler
                | Fiscal
                | Single
                | Long
        )
    }
}
