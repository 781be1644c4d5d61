//! English: the words of its dates. Another language is another such file.

use super::holidays::HOLIDAYS;
use super::notation;
use super::tag::{DayPart, Ref, Season, Tag, Unit};
use onrecord_text::analyze::Shape;
use onrecord_text::span::Span;

/// What the word `raw`, in folded form `folded`, can mean within a date.
pub(super) fn tag(raw: &str, folded: &str, shape: Shape) -> Tag {
    match folded.as_bytes().first() {
        Some(b'0'..=b'9') => notation::number(folded),
        Some(b'a'..=b'z' | b'\'') => word(raw, folded, shape),
        _ => Tag::Other,
    }
}

fn word(raw: &str, folded: &str, shape: Shape) -> Tag {
    let capital = matches!(shape, Shape::Capitalised | Shape::Upper);
    if let Some(tag) = month(folded, capital).or_else(|| weekday(folded, capital)) {
        return tag;
    }
    if let Some(tag) = number_word(folded).or_else(|| unit(folded)).or_else(|| part(folded)) {
        return tag;
    }
    if folded.ends_with(|c: char| c.is_ascii_digit())
        && let Some(tag) = notation::period_of_year(folded)
    {
        return tag;
    }
    if let Some(offset) = zone(raw) {
        return Tag::Zone(offset);
    }
    if matches!((raw, folded), ("AD" | "A.D." | "CE" | "C.E.", _)) {
        return Tag::AnnoDomini;
    }
    if matches!((raw, folded), ("BC" | "B.C." | "B.C" | "BCE" | "B.C.E.", _)) {
        return Tag::BeforeChrist;
    }
    if (shape == Shape::Capitalised || shape == Shape::Upper)
        && let Some(n) = HOLIDAYS.iter().position(|h| h.word == folded)
    {
        return Tag::Holiday(n as u8);
    }
    function_word(folded)
}

fn month(folded: &str, capital: bool) -> Option<Tag> {
    let (n, weak) = match folded {
        "january" => (1, false),
        "february" => (2, false),
        "march" => (3, true),
        "april" => (4, !capital),
        "may" => (5, true),
        "june" => (6, !capital),
        "july" => (7, false),
        "august" => (8, !capital),
        "september" => (9, false),
        "october" => (10, false),
        "november" => (11, false),
        "december" => (12, false),
        "jan" => (1, true),
        "feb" => (2, true),
        "mar" => (3, true),
        "apr" => (4, true),
        "jun" => (6, true),
        "jul" => (7, true),
        "aug" => (8, true),
        "sept" | "sep" => (9, true),
        "oct" => (10, true),
        "nov" => (11, true),
        "dec" => (12, true),
        _ => return None,
    };
    (capital || !weak).then_some(if weak { Tag::MonthWeak(n) } else { Tag::Month(n) })
}

fn weekday(folded: &str, capital: bool) -> Option<Tag> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    if let Some(n) = DAYS.iter().position(|d| *d == folded) {
        return Some(Tag::Weekday(n as u8 + 1));
    }
    let plural = folded.strip_suffix('s').and_then(|f| DAYS.iter().position(|d| *d == f));
    if let Some(n) = plural {
        return Some(Tag::Weekdays(n as u8 + 1));
    }
    let n = match folded {
        "mon" => 1,
        "tue" | "tues" => 2,
        "wed" | "weds" => 3,
        "thu" | "thur" | "thurs" => 4,
        "fri" => 5,
        "sat" => 6,
        "sun" => 7,
        _ => return None,
    };
    capital.then_some(Tag::WeekdayWeak(n))
}

fn number_word(folded: &str) -> Option<Tag> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    const DECADES: [&str; 8] =
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let index = |list: &[&str]| list.iter().position(|w| *w == folded);
    if let Some(n) = index(&SMALL) {
        return Some(Tag::Cardinal(n as u16));
    }
    if let Some(n) = index(&TENS) {
        return Some(Tag::Cardinal(n as u16 * 10 + 20));
    }
    if let Some(n) = index(&ORDINALS) {
        return Some(Tag::Ordinal(n as u8 + 1));
    }
    if let Some(n) = index(&DECADES) {
        return Some(Tag::Decade { decade: n as u16 + 2, full: false });
    }
    Some(match folded {
        "hundred" => Tag::Multiplier(100),
        "thousand" => Tag::Multiplier(1000),
        "dozen" => Tag::Multiplier(12),
        "several" | "few" | "many" | "couple" | "countless" | "numerous" => Tag::Vague,
        "thirtieth" => Tag::Ordinal(30),
        "final" | "closing" => Tag::Final,
        _ => return None,
    })
}

fn unit(folded: &str) -> Option<Tag> {
    Some(match folded {
        "minute" => Tag::Unit(Unit::Minute),
        "minutes" => Tag::Units(Unit::Minute),
        "seconds" => Tag::Units(Unit::Second),
        "hour" => Tag::Unit(Unit::Hour),
        "hours" | "hrs" => Tag::Units(Unit::Hour),
        "day" => Tag::Unit(Unit::Day),
        "days" => Tag::Units(Unit::Day),
        "weekend" => Tag::Unit(Unit::Weekend),
        "weekends" => Tag::Units(Unit::Weekend),
        "week" => Tag::Unit(Unit::Week),
        "weeks" => Tag::Units(Unit::Week),
        "fortnight" => Tag::Unit(Unit::Fortnight),
        "month" => Tag::Unit(Unit::Month),
        "months" => Tag::Units(Unit::Month),
        "quarter" => Tag::Unit(Unit::Quarter),
        "quarters" => Tag::Units(Unit::Quarter),
        "year" | "yr" => Tag::Unit(Unit::Year),
        "years" | "yrs" => Tag::Units(Unit::Year),
        "decade" => Tag::Unit(Unit::Decade),
        "decades" => Tag::Units(Unit::Decade),
        "century" => Tag::Unit(Unit::Century),
        "centuries" => Tag::Units(Unit::Century),
        "millennium" => Tag::Unit(Unit::Millennium),
        "millennia" => Tag::Units(Unit::Millennium),
        "season" => Tag::Unit(Unit::Season),
        "hourly" => Tag::Every(Unit::Hour),
        "daily" | "nightly" | "everyday" => Tag::Every(Unit::Day),
        "weekly" => Tag::Every(Unit::Week),
        "fortnightly" => Tag::Every(Unit::Fortnight),
        "monthly" => Tag::Every(Unit::Month),
        "annual" | "annually" | "yearly" => Tag::Every(Unit::Year),
        _ => return None,
    })
}

fn part(folded: &str) -> Option<Tag> {
    Some(match folded {
        "spring" => Tag::SeasonWeak(Season::Spring),
        "springtime" => Tag::Season(Season::Spring),
        "summer" | "summertime" => Tag::Season(Season::Summer),
        "autumn" => Tag::Season(Season::Autumn),
        "fall" => Tag::SeasonWeak(Season::Autumn),
        "winter" | "wintertime" => Tag::Season(Season::Winter),
        "morning" | "dawn" => Tag::DayPart(DayPart::Morning),
        "midday" => Tag::DayPart(DayPart::Midday),
        "afternoon" => Tag::DayPart(DayPart::Afternoon),
        "evening" | "dusk" => Tag::DayPart(DayPart::Evening),
        "night" | "overnight" | "nighttime" => Tag::DayPart(DayPart::Night),
        "daytime" => Tag::DayPart(DayPart::Daytime),
        "today" => Tag::Deictic(0),
        "yesterday" => Tag::Deictic(-1),
        "tomorrow" => Tag::Deictic(1),
        "tonight" => Tag::Tonight,
        "noon" => Tag::ClockName(12),
        "midnight" => Tag::ClockName(0),
        "am" | "a.m" => Tag::AmPm(false),
        "pm" | "p.m" => Tag::AmPm(true),
        "o'clock" => Tag::OClock,
        _ => return None,
    })
}

fn zone(raw: &str) -> Option<i8> {
    Some(match raw {
        "UTC" | "GMT" | "Z" => 0,
        "BST" | "CET" | "WAT" => 4,
        "CEST" | "EET" => 8,
        "MSK" => 12,
        "IST" => 22,
        "JST" | "KST" => 36,
        "AEST" => 40,
        "EDT" | "AST" => -16,
        "EST" | "ET" | "CDT" => -20,
        "CST" | "CT" | "MDT" => -24,
        "MST" | "PDT" => -28,
        "PST" | "PT" => -32,
        _ => return None,
    })
}

fn function_word(folded: &str) -> Tag {
    match folded {
        "the" => Tag::The,
        "a" | "an" => Tag::A,
        "this" => Tag::This,
        "that" => Tag::That,
        "these" | "those" => Tag::These,
        "last" | "latest" => Tag::Last,
        "past" => Tag::Past,
        "next" => Tag::Next,
        "previous" | "preceding" | "prior" => Tag::Previous,
        "following" | "subsequent" | "ensuing" | "succeeding" => Tag::Following,
        "same" => Tag::Same,
        "coming" | "upcoming" => Tag::Coming,
        "every" | "each" => Tag::Each,
        "per" => Tag::Per,
        "of" => Tag::Of,
        "in" => Tag::In,
        "on" => Tag::On,
        "at" => Tag::At,
        "since" | "by" | "until" | "till" | "during" | "for" | "through" | "throughout" => Tag::Since,
        "to" => Tag::To,
        "and" => Tag::And,
        "or" => Tag::Or,
        "from" => Tag::From,
        "between" => Tag::Between,
        "ago" => Tag::Ago,
        "later" | "afterwards" | "afterward" => Tag::Later,
        "earlier" | "previously" => Tag::Earlier,
        "before" => Tag::Before,
        "after" => Tag::After,
        "hence" => Tag::Hence,
        "early" => Tag::Early,
        "late" => Tag::Late,
        "mid" => Tag::Mid,
        "beginning" | "start" | "outset" | "onset" => Tag::Start,
        "middle" => Tag::Middle,
        "end" | "close" => Tag::End,
        "part" => Tag::Part,
        "rest" | "remainder" => Tag::Rest,
        "half" => Tag::Half,
        "about" | "around" | "nearly" | "almost" | "roughly" | "some" | "over" | "more" | "less" | "than" | "least"
        | "most" | "up" | "just" | "only" | "approximately" | "exactly" | "under" | "fewer" | "barely" | "another"
        | "very" | "mere" | "further" | "well" => Tag::Approx,
        "straight" | "consecutive" | "full" | "whole" | "entire" | "trading" | "working" | "business" | "calendar"
        | "additional" | "solid" | "successive" | "extra" | "brutal" | "bloody" | "intervening" | "short"
        | "corresponding" | "comparable" | "equivalent" | "latter" | "academic" | "remaining" | "tumultuous"
        | "near" | "foreseeable" | "distant" | "immediate" => Tag::Filler,
        "period" => Tag::Period,
        "single" => Tag::Single,
        "long" => Tag::Long,
        "soon" => Tag::Soon,
        "term" => Tag::Term,
        "old" => Tag::Old,
        "time" => Tag::Time,
        "being" => Tag::Being,
        "date" => Tag::Date,
        "era" => Tag::Era,
        "fiscal" | "financial" | "fy" => Tag::Fiscal,
        "now" | "nowadays" | "currently" | "presently" | "current" => Tag::Ref(Ref::Present),
        "recently" | "recent" | "lately" => Tag::Ref(Ref::Past),
        "future" => Tag::RefNoun(Ref::Future),
        "present" => Tag::RefNoun(Ref::Present),
        _ => Tag::Other,
    }
}

/// Whether it is a weekday's name or abbreviation, whatever its case.
pub(super) fn is_weekday_name(name: &str) -> bool {
    matches!(weekday(&name.to_lowercase(), true), Some(Tag::Weekday(_) | Tag::WeekdayWeak(_)))
}

/// Whether a word stands in header lines ("Published on 4 March by ...").
pub(super) fn is_header_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "published",
        "posted",
        "updated",
        "issued",
        "released",
        "modified",
        "first",
        "last",
        "by",
        "on",
        "at",
        "in",
        "for",
        "of",
        "the",
        "and",
        "date",
        "a.m",
        "p.m",
        "am",
        "pm",
        "a.m.",
        "p.m.",
        "min",
        "mins",
        "minute",
        "minutes",
        "read",
        "est",
        "edt",
        "gmt",
        "de",
        "filed",
        "from",
        "edition",
        "story",
        "th",
        "st",
        "nd",
        "rd",
    ];
    WORDS.contains(&word.to_lowercase().trim_end_matches([':', ',']))
}

/// Whether the folded word is too common to tell what a sentence is about.
#[rustfmt::skip]
pub(super) fn is_common(folded: &str) -> bool {
    let function = matches!(folded,
        "about" | "after" | "again" | "also" | "been" | "before" | "being" | "both" | "could" | "down" | "during" |
        "each" | "even" | "from" | "have" | "here" | "into" | "just" | "like" | "made" | "make" | "many" | "more" |
        "most" | "much" | "only" | "other" | "over" | "said" | "says" | "same" | "should" | "since" | "some" |
        "such" | "than" | "that" | "their" | "them" | "then" | "there" | "these" | "they" | "this" | "those" |
        "through" | "told" | "under" | "until" | "very" | "were" | "what" | "when" | "where" | "which" | "while" |
        "will" | "with" | "would" | "your" | "year" | "years" | "month" | "week" | "the" | "and" | "but" | "for" |
        "his" | "her" | "its" | "our" | "not" | "you" | "she" | "who" | "are" | "was" | "has" | "had" | "mr" |
        "mrs" | "ms" | "he" | "it" | "we" | "in" | "on" | "at" | "as" | "if" | "an" | "by" | "of" | "or" | "to" |
        "so" | "no" | "is" | "be" | "do" | "my"
    );
    function || month(folded, true).is_some() || weekday(folded, true).is_some()
}

/// Whether a number before the folded word counts it: people by what they do (`workers`, `visitors`), and things that
/// news gives numbers of. What is called by its year (`2015 elections`, `2018 earnings`) is not among them.
pub(super) fn is_counted(folded: &str) -> bool {
    let doers =
        folded.len() > 5 && ["ers", "ors", "ees", "ists", "ants", "ians"].iter().any(|ending| folded.ends_with(ending));
    doers && !NO_DOERS.contains(&folded) || COUNTED.contains(&folded)
}

/// Words that end as people's do, and are not counted or are called by a year.
#[rustfmt::skip]
const NO_DOERS: &[&str] = &[
    "awardees", "committees", "covenants", "degrees", "dinners", "disasters", "errors", "finishers", "floors", "grants",
    "guarantees", "honorees", "honors", "inductees", "letters", "matters", "nominees", "numbers", "offers", "orders",
    "papers", "posters", "powers", "primers", "qualifiers", "quarters", "summers", "variants", "warrants", "winners",
    "winters",
];

/// Nouns that news gives numbers of.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "acres", "aircraft", "animals", "apartments", "arrests", "athletes", "babies", "bags", "ballots", "barrels",
    "beds", "bicycles", "bikes", "birds", "births", "boats", "bodies", "books", "bottles", "boxes", "boys",
    "buildings", "buses", "businesses", "calls", "calories", "cars", "cases", "casualties", "cats", "cattle", "cents",
    "chairs", "children", "churches", "citizens", "clinics", "companies", "complaints", "copies", "cows", "deaths",
    "delegates", "dogs", "dollars", "doses", "downloads", "dwellings", "electors", "emails", "entries", "euros",
    "families", "fans", "farms", "feet", "firms", "flats", "flights", "girls", "goats", "graves", "guests", "guns",
    "hectares", "homes", "horses", "hospitals", "hotels", "households", "houses", "inmates", "islands", "items",
    "jobs", "kg", "kids", "killed", "kilograms", "kilometers", "kilometres", "km", "lives", "lorries", "men",
    "messages", "meters", "metres", "mg", "miles", "missiles", "monks", "names", "nurses", "objects", "pages",
    "parcels", "parents", "patients", "people", "percent", "photographs", "photos", "pieces", "pigs", "places",
    "planes", "plants", "points", "police", "pounds", "priests", "prisoners", "properties", "pupils", "residents",
    "rifles", "rockets", "rooms", "rounds", "rupees", "samples", "schools", "seats", "sheep", "shells", "ships",
    "shops", "signatures", "soldiers", "songs", "spaces", "species", "spectators", "square", "staff", "steps",
    "stores", "students", "tanks", "tests", "tickets", "tonnes", "tons", "towns", "trees", "troops", "trucks",
    "turbines", "tweets", "units", "vehicles", "victims", "villages", "visits", "volunteers", "votes", "weapons",
    "wells", "women", "words", "wounded", "yards", "yen",
];

/// Whether one of the prepositions directly precedes the span.
pub(super) fn follows(content: &str, span: Span, prepositions: &[&str]) -> bool {
    let head = content[..span.start as usize].trim_end();
    let word = head.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    prepositions.iter().any(|p| p.eq_ignore_ascii_case(word))
}

/// Words of elections and of what may be.
const PLANS: &[&str] = &[
    "candidate",
    "candidates",
    "candidacy",
    "nomination",
    "nominee",
    "nominees",
    "contender",
    "contenders",
    "hopeful",
    "hopefuls",
    "campaign",
    "campaigns",
    "presidential",
    "election",
    "elections",
    "re-election",
    "reelection",
    "primary",
    "primaries",
    "retirement",
    "retiring",
    "retire",
    "bid",
    "run",
    "running",
    "race",
    "ballot",
    "would",
    "could",
    "may",
    "might",
    "will",
    "can",
    "should",
    "projected",
    "expected",
    "planned",
    "next",
    "effect",
    "expire",
    "expires",
];

/// Whether the word, in small letters, is of an election or of what may be.
pub(super) fn is_of_plans(word: &str) -> bool {
    PLANS.contains(&word)
}

/// Prepositions that name when something happened.
pub(super) const HAPPENING: &[&str] = &["on", "since", "after"];

/// Prepositions that place an event in a year.
pub(super) const PLACING: &[&str] = &["in", "during"];

/// Prepositions that name when something announced will be.
pub(super) const MEETING: &[&str] = &["on", "by", "until", "in"];

/// Prepositions that name where something began.
pub(super) const BEGINNING: &[&str] = &["since"];

/// Words that mark a line as a picture's caption.
pub(super) const PICTURE_CREDITS: &[&str] = &[
    "Photo",
    "PHOTO",
    "Reuters/",
    "REUTERS/",
    "AP/",
    "AFP/",
    "Getty",
    "(AP ",
    "Image",
    "Courtesy",
    "Credit:",
    "Pictured",
    "Screenshot",
    "Illustration",
    "File picture",
];

/// The tense that a word gives its surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// No finite verb.
    None,
    /// `was`, `said`.
    Past,
    /// `is`, `has`, `says`.
    Present,
    /// `will`, `upcoming`.
    Future,
    /// `would`, `may`: perhaps to come.
    Modal,
    /// A word that opens a clause of its own (`that`, `because`).
    Clause,
    /// `on`, which ties a date to the noun before it.
    Preposition,
    /// `expected`, `scheduled`, `due`: what is so is yet to come, unless `was` precedes.
    Planned,
    /// `be`: decided by what stands before.
    Bare,
    /// `payable`, `until`: the day after it is a deadline, or fixed beforehand.
    Deadline,
    /// `through`, `from`: the day after it bounds what goes on, and lies ahead unless the words speak of the past.
    Bound,
    /// `to`, which after `is` looks ahead ("is to resume").
    To,
    /// `resume`, `begin`: after a plural, the plain present of what is fixed beforehand ("talks resume Monday").
    Timetable,
}

/// Whether the word, in small letters, puts something off to a day that stands after it: "moved to", "put off until".
pub(super) fn puts_off(word: &str) -> bool {
    const WORDS: [&str; 9] =
        ["adjourned", "deferred", "delayed", "moved", "postponed", "pushed", "put", "rescheduled", "shifted"];
    WORDS.contains(&word)
}

/// Whether the word, in small letters, makes the month before it that of a delivery to come: "October futures".
pub(super) fn is_of_delivery(word: &str) -> bool {
    matches!(word, "delivery" | "deliveries" | "futures" | "contract" | "contracts" | "expiry")
}

/// The tense that the folded word gives its surroundings.
pub(super) fn verb(folded: &str, shape: Shape) -> Verb {
    match folded {
        "will" | "shall" | "won't" | "he'll" | "she'll" | "they'll" | "we'll" | "it'll" | "i'll" | "you'll"
        | "upcoming" | "forthcoming" | "intends" | "expects"
            if shape == Shape::Lower || folded.contains('\'') =>
        {
            Verb::Future
        }
        "would" | "should" | "could" | "may" | "might" | "can" if shape == Shape::Lower => Verb::Modal,
        "that" | "which" | "who" | "where" | "because" | "although" | "while" | "but" | "if" | "when" => Verb::Clause,
        // The plain present of what is fixed beforehand: "the law takes effect Monday", "the show opens Friday".
        "takes" | "begins" | "starts" | "opens" | "ends" | "airs" | "premieres" | "debuts" | "runs" | "resumes"
        | "reopens" | "convenes" | "reconvenes" | "meets" | "departs" | "arrives"
            if shape == Shape::Lower =>
        {
            Verb::Future
        }
        "expected" | "scheduled" | "due" | "planned" | "slated" | "set" | "supposed" | "planning" | "hoping" => {
            Verb::Planned
        }
        "is" | "are" | "has" | "have" | "says" | "say" | "does" | "do" | "isn't" | "aren't" | "hasn't" | "haven't" => {
            Verb::Present
        }
        "be" => Verb::Bare,
        "to" => Verb::To,
        "on" => Verb::Preposition,
        "through" | "from" => Verb::Bound,
        "payable" | "effective" | "record" | "until" | "till" | "expire" | "expires" | "redeemable" | "matures"
        | "maturing" | "deadline" => Verb::Deadline,
        "resume" | "begin" | "reopen" | "reconvene" if shape == Shape::Lower => Verb::Timetable,
        "was" | "were" | "had" | "did" | "wasn't" | "weren't" | "hadn't" | "didn't" => Verb::Past,
        _ if shape == Shape::Lower && is_past(folded) => Verb::Past,
        _ => Verb::None,
    }
}

fn is_past(folded: &str) -> bool {
    let regular =
        folded.len() > 4 && folded.ends_with("ed") && !matches!(folded, "need" | "indeed" | "exceed" | "united");
    regular || IRREGULAR_PAST.contains(&folded)
}

const IRREGULAR_PAST: &[&str] = &[
    "said",
    "told",
    "made",
    "took",
    "went",
    "came",
    "saw",
    "gave",
    "got",
    "knew",
    "thought",
    "found",
    "left",
    "felt",
    "brought",
    "began",
    "begun",
    "kept",
    "held",
    "wrote",
    "stood",
    "heard",
    "met",
    "ran",
    "paid",
    "sat",
    "spoke",
    "led",
    "grew",
    "lost",
    "fell",
    "sent",
    "built",
    "understood",
    "broke",
    "spent",
    "cut",
    "rose",
    "drove",
    "bought",
    "wore",
    "chose",
    "won",
    "hit",
    "sold",
    "fought",
    "threw",
    "caught",
    "taught",
    "drew",
    "flew",
    "shot",
    "struck",
    "became",
    "died",
    "laid",
    "sank",
    "swore",
    "withdrew",
    "overthrew",
    "beat",
    "quit",
    "fled",
    "sought",
    "shook",
    "rode",
    "arose",
    "taken",
    "given",
    "seen",
    "been",
    "killed",
    "born",
    "shown",
    "known",
    "written",
];
