//! How expressions that stand side by side hang together: ranges, lists, and the year that they share.

use super::parse::{Core, Expr, Found, Inner, Toward, Year};
use onrecord_text::analyze::Analyzed;

/// Marks the first ends of ranges, and gives dates without a year that of the other end of their range or
/// list (`April and June 1941`, `27 May - 28 May 1905`).
pub(super) fn share_years(found: &mut [Found], text: &Analyzed) {
    for i in (0..found.len().saturating_sub(1)).rev() {
        let (first, second) = (found[i], found[i + 1]);
        if first.sentence != second.sentence || first.words.1 + 1 < second.words.0 {
            continue;
        }
        let between = &text.content()[first.span.end as usize..second.span.start as usize];
        let link = link(between);
        if link == Link::None {
            continue;
        }
        found[i].opens_range = link == Link::Range || between == "/" && is_split_year(first.expr, second.expr);
        found[i].year_of_next = is_earlier_part(first.expr, second.expr);
        let (
            Core::Calendar { year: Year::Unsaid(Toward::Unsaid), inner },
            Core::Calendar { year: Year::Is(y), inner: other },
        ) = (first.expr.core, second.expr.core)
        else {
            continue;
        };
        if let Some(year) = shared_year(inner, other, y) {
            found[i].expr.core = Core::Calendar { year: Year::Is(year), inner };
        }
    }
}

/// Whether the second of two years is the next: `2018/19`.
fn is_split_year(first: Expr, second: Expr) -> bool {
    let year = |expr: Expr| match expr.core {
        Core::Calendar { year: Year::Is(year), inner: Inner::Whole } => Some(year),
        _ => None,
    };
    year(first).zip(year(second)).is_some_and(|(first, second)| i32::from(first) + 1 == i32::from(second))
}

/// Whether two quarters or halves without a year stand in the order they have in one.
fn is_earlier_part(first: Expr, second: Expr) -> bool {
    let part = |expr: Expr| match expr.core {
        Core::Calendar { year: Year::Unsaid(Toward::Unsaid), inner: Inner::Quarter(n) } => Some((4, n)),
        Core::Calendar { year: Year::Unsaid(Toward::Unsaid), inner: Inner::Half(n) } => Some((2, n)),
        _ => None,
    };
    part(first).zip(part(second)).is_some_and(|(first, second)| first.0 == second.0 && first.1 < second.1)
}

/// How two expressions hang together.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    None,
    List,
    Range,
}

fn link(between: &str) -> Link {
    match between.trim() {
        "to" | "-" | "\u{2013}" | "\u{2014}" | "through" | "until" | "till" | "--" => Link::Range,
        "and" | "or" | "," | "/" | "&" | ", and" => Link::List,
        _ => Link::None,
    }
}

/// The year of `inner` where `other`, which follows it, is of year `y`.
fn shared_year(inner: Inner, other: Inner, y: i16) -> Option<i16> {
    let place = |inner| match inner {
        Inner::Month(m) => Some((m, 0)),
        Inner::Day(m, d) => Some((m, d)),
        Inner::NthWeekday(m, ..) | Inner::LastDay(m) => Some((m, 0)),
        Inner::Season(s) => Some((s as u8 * 3 + 3, 0)),
        Inner::Quarter(q) => Some((q * 3, 0)),
        _ => None,
    };
    let (first, second) = (place(inner)?, place(other)?);
    Some(if first.0 <= second.0 { y } else { y - 1 })
}
