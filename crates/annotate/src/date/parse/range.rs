//! The other ends of ranges and lists, bare numbers that are what the first end says.

use super::*;

/// After the first end of a range or of a list, the bare numbers that go on from it (`March 22 to 23`, `1947-54`,
/// `May 1, 2 and 3`): the word after them.
pub(super) fn match_end(view: &View, end: usize, expr: Expr, push: &mut impl FnMut(usize, usize, Expr)) -> usize {
    let Core::Calendar { year, inner } = expr.core else {
        return end;
    };
    match (year, inner) {
        (_, Inner::Day(month, day)) => {
            let mut end = end;
            for (at, day) in days::listed(view, end, day) {
                let said = year::year_after(view, at + 1, true);
                let (after, year) = said.unwrap_or((at + 1, year));
                push(at, after, Expr::calendar(year, Inner::Day(month, day)));
                end = after;
            }
            end
        }
        (Year::Is(first), Inner::Whole) if first > 0 => match last_year(view, end, first) {
            Some((at, last)) => {
                push(at, at + 1, Expr::calendar(Year::Is(last), Inner::Whole));
                at + 1
            }
            None => end,
        },
        _ => end,
    }
}

/// The year in two digits behind a hyphen (`1947-54`, `the 2018-19 season`), or the next behind a slash: its place.
fn last_year(view: &View, end: usize, first: i16) -> Option<(usize, i16)> {
    if let Some(next) = year::next_year(view, end, first) {
        return Some((end, next));
    }
    let (at, value, _) = days::bare_end(view, end).filter(|found| found.2 == 2)?;
    let later = value as i16 > first % 100 && view.gap(end - 1) != Gap::Space;
    later.then_some((at, first - first % 100 + value as i16))
}
