//! Years, and what follows a day or a month as its year.

use super::step::{connected, free};
use super::*;
use crate::date::english;
use onrecord_text::analyze::Shape;

/// A year after a day or month: the word after it. `comma`: whether a comma may come before it.
pub(super) fn year_after(view: &View, at: usize, comma: bool) -> Option<(usize, Year)> {
    let gap = view.gap(at - 1);
    if let Some(year) = apostrophe_number(view, at).filter(|_| gap == Gap::Possessive && !counts(view, at + 1)) {
        return Some((at + 1, Year::TwoDigits(year)));
    }
    if !(matches!(gap, Gap::Space | Gap::Hyphen | Gap::Dot) || comma && gap == Gap::Comma) {
        return None;
    }
    if let Some((end, year)) = year_number(view, at) {
        return Some((end, Year::Is(year)));
    }
    if gap != Gap::Space {
        return None;
    }
    let at = if view.tag(at) == Tag::Of { at + 1 } else { at };
    if let Some((end, year)) = year_number(view, at).filter(|_| view.joins(at - 1)) {
        return Some((end, Year::Is(year)));
    }
    let of = view.tag(at - 1) == Tag::Of && view.gap(at - 1) == Gap::Possessive;
    if let Some(year) = apostrophe_number(view, at).filter(|_| of) {
        return Some((at + 1, Year::TwoDigits(year)));
    }
    relative_year(view, at)
}

/// The year after a day or month that ends before word `at`, and the word after it; where no year follows, `at` and that
/// none is said.
pub(super) fn year_or_unsaid(view: &View, at: usize) -> (usize, Year) {
    year_after(view, at, true).unwrap_or((at, Year::Unsaid(Toward::Unsaid)))
}

/// The two digits of `'82`, whose century an apostrophe stands for.
pub(super) fn apostrophe_number(view: &View, at: usize) -> Option<u8> {
    let Tag::Digits { value, len: 2 } = view.tag(at) else { return None };
    let left_out = matches!(view.char_before(at), Some('\'' | '\u{2019}' | '\u{2018}'));
    let closed = matches!(view.char_after(at), Some('\'' | '\u{2019}' | '%'));
    (left_out && !closed).then_some(value as u8)
}

/// `last year`, `of the same year`, as a year.
pub(super) fn relative_year(view: &View, p: usize) -> Option<(usize, Year)> {
    let the = view.tag(p) == Tag::The;
    let at = if the { p + 1 } else { p };
    if view.tag(at + 1) != Tag::Unit(Unit::Year) || view.gap(at) != Gap::Space {
        return None;
    }
    let year = match view.tag(at) {
        Tag::Last if !the => Year::Dct(-1),
        Tag::This if !the => Year::Dct(0),
        Tag::Next if !the => Year::Dct(1),
        Tag::That | Tag::Same => Year::Anchor(0),
        Tag::Next | Tag::Following => Year::Anchor(1),
        Tag::Previous => Year::Anchor(-1),
        _ => return None,
    };
    Some((at + 2, year))
}

/// A year that its form alone makes one: four digits, or any before BC or AD.
pub(super) fn year_number(view: &View, p: usize) -> Option<(usize, i16)> {
    let Tag::Digits { value, len } = view.tag(p) else { return spelled_year(view, p) };
    let spaced = matches!(view.gap(p), Gap::Space | Gap::Nothing);
    match view.tag(p + 1) {
        Tag::BeforeChrist if spaced && len <= 4 && value > 0 => return Some((p + 2, -(value as i16))),
        Tag::AnnoDomini if spaced && len <= 4 && value > 0 => return Some((p + 2, value as i16)),
        _ => {}
    }
    (len == 4 && (1000..=2199).contains(&value)).then_some((p + 1, value as i16))
}

/// `nineteen ninety-six`, `eighteen twelve`: a century and the years in it.
fn spelled_year(view: &View, p: usize) -> Option<(usize, i16)> {
    let (Tag::Cardinal(century @ 17..=20), Tag::Cardinal(years @ 10..=90)) = (view.tag(p), view.tag(p + 1)) else {
        return None;
    };
    if !view.joins(p) {
        return None;
    }
    let ones = match view.tag(p + 2) {
        Tag::Cardinal(ones @ 1..=9) if years >= 20 && view.joins(p + 1) => ones,
        _ => 0,
    };
    let end = p + 2 + usize::from(ones > 0);
    let counts = view.joins(end - 1) && matches!(view.tag(end), Tag::Units(_) | Tag::Multiplier(_));
    (!counts).then_some((end, (century * 100 + years + ones) as i16))
}

/// `two thousand`, `two thousand and eight`, as a year: only where the words around say that it is one.
fn two_thousand(view: &View, p: usize) -> Option<(usize, i16)> {
    let thousand = view.tag(p) == Tag::Cardinal(2) && view.tag(p + 1) == Tag::Multiplier(1000) && view.joins(p);
    let and = usize::from(view.tag(p + 2) == Tag::And && view.joins(p + 1));
    let at = p + 2 + and;
    let ones = |i: usize| match view.tag(i) {
        Tag::Cardinal(n @ 1..=9) if view.joins(i - 1) => n,
        _ => 0,
    };
    match view.tag(at) {
        Tag::Cardinal(n @ 1..=19) if thousand && view.joins(at - 1) => Some((at + 1, 2000 + n as i16)),
        Tag::Cardinal(n @ 20..=90) if thousand && view.joins(at - 1) => {
            Some((at + 1 + usize::from(ones(at + 1) > 0), (2000 + n + ones(at + 1)) as i16))
        }
        _ => thousand.then_some((p + 2, 2000)),
    }
}

/// `in two thousand eight`, as it is spoken: after a word of time, where no thing follows that it could count.
fn spoken_year(view: &View, p: usize) -> Option<(usize, i16)> {
    let timed = matches!(view.before(p), Tag::In | Tag::Since | Tag::From | Tag::Of | Tag::After | Tag::Before);
    let (end, year) = if timed { two_thousand(view, p)? } else { return None };
    let function = matches!(
        view.folded(end),
        "we" | "i"
            | "you"
            | "he"
            | "she"
            | "it"
            | "they"
            | "there"
            | "when"
            | "where"
            | "was"
            | "were"
            | "but"
            | "with"
    );
    let links = !matches!(view.tag(end), Tag::Other | Tag::Multiplier(_) | Tag::Unit(_) | Tag::Units(_) | Tag::Half);
    (end > p + 2 && (view.ends_clause(end - 1) || function || links)).then_some((end, year))
}

/// `Sept. 2015`.
pub(super) fn dotted_year(view: &View, next: usize) -> Option<(usize, Year)> {
    let (end, year) = year_number(view, next).filter(|_| view.gap(next - 1) == Gap::Dot)?;
    Some((end, Year::Is(year)))
}

/// A year alone, where the words around do not make it a number.
pub(super) fn year(view: &View, p: usize) -> Matched {
    if let Some(found) = apostrophe_year(view, p).or_else(|| era_year(view, p)) {
        return Some(found);
    }
    let at = year_word(view, p).unwrap_or(p);
    let two_thousand = || if at > p { two_thousand(view, at) } else { spoken_year(view, at) };
    if let Some((end, year)) = spelled_year(view, at).or_else(two_thousand) {
        return Some((end, Expr::calendar(Year::Is(year), Inner::Whole)));
    }
    let Tag::Digits { value, len } = view.tag(at) else { return None };
    if !free(view, at) {
        return None;
    }
    if let Some((end, year)) = year_number(view, at) {
        let era = end > at + 1;
        return (era || at > p || reads_as_year(view, at, year))
            .then_some((end, Expr::calendar(Year::Is(year), Inner::Whole)));
    }
    if let Some(era) = era_of_range(view, at) {
        return Some((at + 1, Expr::calendar(Year::Is(era * value as i16), Inner::Whole)));
    }
    let short = len == 3
        && matches!(view.before(at), Tag::In | Tag::Since | Tag::After | Tag::Early | Tag::Late | Tag::Of)
        && view.shape(at + 1) != Shape::Lower;
    (short && view.tag(at + 1) == Tag::Other).then(|| (at + 1, Expr::calendar(Year::Short(value as i16), Inner::Whole)))
}

/// After `the year`, `FY`: the number's place.
fn year_word(view: &View, p: usize) -> Option<usize> {
    let the = view.tag(p) == Tag::The && view.joins(p);
    let at = if the { p + 1 } else { p };
    let word = matches!(view.tag(at), Tag::Unit(Unit::Year) | Tag::Units(Unit::Year)) && (the || at == p);
    let numbered = year_number(view, at + 1).is_some() || two_thousand(view, at + 1).is_some();
    (word && view.gap(at) == Gap::Space && numbered).then_some(at + 1)
}

/// `AD 70`.
fn era_year(view: &View, p: usize) -> Matched {
    let Tag::Digits { value: v @ 1..=2199, .. } = view.tag(p + 1) else { return None };
    (view.tag(p) == Tag::AnnoDomini && view.gap(p) == Gap::Space)
        .then(|| (p + 2, Expr::calendar(Year::Is(v as i16), Inner::Whole)))
}

/// `240-238 BC`, `between 499 and 493 BC`: the first number is a year as the second is.
fn era_of_range(view: &View, at: usize) -> Option<i16> {
    let second = connected(view, at)?;
    let (end, year) = year_number(view, second)?;
    (end > second + 1).then(|| year.signum())
}

/// `'82`, `the class of '92`, `Euro '96`, where the words before it are of time or of a name. A straight mark may also
/// open a quotation ("said '10 people died'"); a curly one that closes does not.
fn apostrophe_year(view: &View, p: usize) -> Matched {
    let year = apostrophe_number(view, p)?;
    let mark = |c: char| matches!(c, '\'' | '\u{2019}' | '\u{2018}');
    let glued = p > view.from && view.between(p - 1).starts_with(mark);
    let next = view.tag(p + 1);
    let counted = view.joins(p) && (matches!(next, Tag::Units(_) | Tag::Multiplier(_)) || counts(view, p + 1));
    let named = view.shape(p.saturating_sub(1)) == Shape::Capitalised;
    let led = p > view.from
        && (named || is_of_time(view.before(p)) || matches!(view.before(p), Tag::Of | Tag::And | Tag::The));
    let sure = view.char_before(p) == Some('\u{2019}') || led || p == view.from && view.ends_clause(p);
    let apart = !next.goes_with_number() || !view.joins(p) || led;
    (!glued && !counted && sure && apart).then(|| (p + 1, Expr::calendar(Year::TwoDigits(year), Inner::Whole)))
}

/// Whether four digits read as a year rather than as a number of things.
fn reads_as_year(view: &View, at: usize, year: i16) -> bool {
    let gap = if at > view.from { view.gap(at - 1) } else { Gap::Other };
    if is_split_year(view, at) || at > view.from && is_split_year(view, at - 1) {
        return true;
    }
    let counted = view.gap(at) == Gap::Space && (counts(view, at + 1) || is_of_many(view, at + 1));
    let timed = is_of_time(view.before(at)) || view.before(at) == Tag::The;
    if matches!(gap, Gap::Slash | Gap::Colon)
        || matches!(view.gap(at), Gap::Colon | Gap::Slash) && matches!(view.tag(at + 1), Tag::Digits { .. })
    {
        return false;
    }
    let measured = matches!(view.tag(at + 1), Tag::Units(_) | Tag::Zone(_)) && view.joins(at);
    if measured
        || is_numbered(view, at) && gap != Gap::Comma
        || is_in_groups(view, at)
        || is_hyphened(view, at)
        || is_total(view, at)
    {
        return false;
    }
    if (1900..=2099).contains(&year) {
        return !counted || timed && view.folded(at + 1) != "men";
    }
    let ranged = connected(view, at).is_some_and(|n| year_number(view, n).is_some())
        || matches!(gap, Gap::Hyphen | Gap::Dash) && year_number(view, at - 1).is_some();
    let began = matches!(gap, Gap::Space | Gap::Dot) && is_beginning(view.folded_before(at));
    !counted
        && (timed
            || ranged
            || began
            || matches!(view.char_before(at), Some('('))
            || matches!(view.before(at), Tag::Of | Tag::To | Tag::And | Tag::Month(_)))
}

/// Whether the word before a number makes it a year.
fn is_of_time(before: Tag) -> bool {
    use Tag::*;
    matches!(before, In | Since | From | Between | Early | Late | Mid | After | Before)
}

/// Words after which a year stands without a preposition: `founded 1887`, `Est. 1887`, `born 1823`.
fn is_beginning(word: &str) -> bool {
    matches!(
        word,
        "founded"
            | "established"
            | "est"
            | "estd"
            | "born"
            | "died"
            | "built"
            | "erected"
            | "completed"
            | "opened"
            | "published"
            | "incorporated"
            | "chartered"
            | "formed"
            | "dated"
            | "circa"
            | "c"
            | "anno"
    )
}

/// Whether the word before makes the number the name of something: `No. 1954`, `PO Box 1954`, `Flight 1549`; or says how
/// nearly it counts: `about 2000`.
pub(super) fn is_numbered(view: &View, at: usize) -> bool {
    matches!(
        view.folded_before(at),
        "no" | "number"
            | "page"
            | "room"
            | "flight"
            | "route"
            | "highway"
            | "area"
            | "section"
            | "box"
            | "suite"
            | "apartment"
            | "apt"
            | "extension"
            | "ext"
            | "postcode"
            | "pin"
            | "about"
            | "nearly"
            | "approximately"
            | "almost"
            | "least"
            | "exceed"
            | "than"
    )
}

/// Whether the digits are a group of a longer number, as those of telephones and cards are written: `0800 2019 2020`.
/// Years beside each other, as in the head of a table, are years.
fn is_in_groups(view: &View, at: usize) -> bool {
    let is_group = |i: usize| matches!(view.tag(i), Tag::Digits { len: 3.., .. });
    let is_year = |i: usize| matches!(view.tag(i), Tag::Digits { value: 1900..=2099, len: 4 });
    let spaced = |i: usize| view.gap(i) == Gap::Space;
    let mut first = at;
    while first > view.from && is_group(first - 1) && spaced(first - 1) {
        first -= 1;
    }
    let groups = (first..view.end).take_while(|&i| is_group(i) && (i == first || spaced(i - 1)));
    groups.into_iter().any(|i| !is_year(i) && i != at)
}

/// Whether the digits are joined by a hyphen to such as are no year: `555-2018`.
fn is_hyphened(view: &View, at: usize) -> bool {
    let other = |i: usize| match view.tag(i) {
        Tag::Digits { value, len: 4 } => !(1000..=2199).contains(&value),
        Tag::Digits { len, .. } => len != 2 && len != 1,
        _ => false,
    };
    at > view.from && view.gap(at - 1) == Gap::Hyphen && other(at - 1) || view.gap(at) == Gap::Hyphen && other(at + 1)
}

/// Whether `of them` or `of the 5,000` follows a number, which then counts a part of them and is no year.
fn is_of_many(view: &View, of: usize) -> bool {
    view.tag(of) == Tag::Of && matches!(view.folded(of + 1), "them" | "the" | "these" | "those" | "its" | "their")
}

/// `a total of 2014`.
fn is_total(view: &View, at: usize) -> bool {
    view.before(at) == Tag::Of && at > view.from + 1 && matches!(view.folded(at - 2), "total" | "sum")
}

/// Whether a year and the next, written with a slash, begin at `at`: `2018/19`, `2018/2019`.
pub(super) fn is_split_year(view: &View, at: usize) -> bool {
    let Tag::Digits { value, len: 4 } = view.tag(at) else { return false };
    view.gap(at) == Gap::Slash && next_year(view, at + 1, value as i16).is_some()
}

/// The year after `year`, in two or four digits, as seasons and terms have it behind a hyphen or slash: `2018-19`.
pub(super) fn next_year(view: &View, at: usize, year: i16) -> Option<i16> {
    let Tag::Digits { value, len } = view.tag(at) else { return None };
    let joined = at > view.from && matches!(view.gap(at - 1), Gap::Hyphen | Gap::Dash | Gap::Slash);
    let next = year.checked_add(1).filter(|next| (1001..=2199).contains(next))?;
    let follows = match len {
        2 => value as i16 == next % 100,
        4 => value as i16 == next,
        _ => false,
    };
    let goes_on = matches!(view.gap(at), Gap::Hyphen | Gap::Slash) && matches!(view.tag(at + 1), Tag::Digits { .. });
    (joined && follows && !goes_on).then_some(next)
}

/// Whether the word is what a number would count.
pub(super) fn counts(view: &View, i: usize) -> bool {
    view.shape(i) == Shape::Lower && english::is_counted(view.folded(i))
}
