//! Months, with or without their year.

use super::step::toward;
use super::year::{apostrophe_number, dotted_year, year_after, year_number};
use super::*;
use onrecord_text::analyze::Shape;

/// A month at `p`: its number and the word after it. Weak spellings count only where `sure`.
pub(super) fn month_name(view: &View, p: usize, sure: bool) -> Option<(u8, usize)> {
    match view.tag(p) {
        Tag::Month(m) => Some((m, p + 1)),
        Tag::MonthWeak(m) if sure => Some((m, p + 1)),
        _ => None,
    }
}

/// A month with or without its year. Weak spellings need a word of time around them.
pub(super) fn month(view: &View, p: usize) -> Matched {
    let toward = toward(view, p);
    let at = p + usize::from(toward.is_some());
    if toward.is_some() && view.gap(p) != Gap::Space {
        return None;
    }
    let (month, next) = month_name(view, at, toward.is_some() || month_context(view, at))?;
    if toward.is_none() && name_of_something(view, at) {
        return None;
    }
    let year = year_after(view, next, true).or_else(|| dotted_year(view, next));
    let (end, year) = match (year, toward) {
        (Some((end, year)), _) => (end, year),
        (None, Some(toward)) => (next, Year::Unsaid(toward)),
        (None, None) => (next, Year::Unsaid(Toward::Unsaid)),
    };
    Some((end, Expr::calendar(year, Inner::Month(month))))
}

/// Whether the words around make a weak spelling a month: `in May`, `early March`, `May 2016`.
fn month_context(view: &View, at: usize) -> bool {
    let short = apostrophe_number(view, at + 1).is_some() && view.gap(at) == Gap::Possessive;
    let year = year_number(view, at + 1).is_some() && view.joins(at) || short;
    let linked = matches!(
        view.before(at),
        Tag::In
            | Tag::Since
            | Tag::Early
            | Tag::Late
            | Tag::Mid
            | Tag::Of
            | Tag::Last
            | Tag::Next
            | Tag::This
            | Tag::From
            | Tag::Between
            | Tag::After
            | Tag::Before
            | Tag::To
            | Tag::Previous
            | Tag::Following
            | Tag::On
            | Tag::And
            | Tag::Each
    ) && at > view.from
        && view.joins(at - 1);
    let both = matches!(view.before(at), Tag::To | Tag::And | Tag::On | Tag::Of | Tag::After | Tag::Before);
    year || linked && (!both || month_beyond(view, at))
}

/// Whether a connector before `at` follows a date, as in `April and May`.
fn month_beyond(view: &View, at: usize) -> bool {
    let full = view.folded(at).len() > 3 && !matches!(view.tag(at + 1), Tag::Other);
    at >= view.from + 2
        && matches!(
            view.tag(at - 2),
            Tag::Month(_) | Tag::MonthWeak(_) | Tag::Digits { .. } | Tag::End | Tag::Start | Tag::Middle
        )
        || full
        || view.ends_clause(at)
}

/// Whether a month's name is a part of a longer name (`April Jones`, `Mrs May`).
fn name_of_something(view: &View, at: usize) -> bool {
    let person =
        matches!(view.folded_before(at), "mrs" | "mr" | "ms" | "theresa" | "dr" | "prime" | "miss") && at > view.from;
    let title = matches!(view.tag(at), Tag::MonthWeak(_))
        && view.gap(at) == Gap::Space
        && view.shape(at + 1) == Shape::Capitalised
        && view.tag(at + 1) == Tag::Other
        && !matches!(view.before(at), Tag::In | Tag::Since);
    let first_name = matches!(view.folded(at), "april" | "june" | "august")
        && view.gap(at) == Gap::Space
        && view.shape(at + 1) == Shape::Capitalised
        && view.tag(at + 1) == Tag::Other
        && !matches!(view.before(at), Tag::In | Tag::Since | Tag::The | Tag::Last | Tag::Early | Tag::Late);
    person || title || first_name
}
