//! Periods that are named by another one, as reports that compare them do: `last year's third quarter`, `the same
//! period a year earlier`, `the 1988 period`.

use super::year::year_number;
use super::*;

/// `this year's third quarter`, `next year's first half`, `last year's quarter`.
pub(super) fn of_years(view: &View, p: usize) -> Matched {
    let by = match view.tag(p) {
        Tag::Last => -1,
        Tag::This => 0,
        Tag::Next => 1,
        _ => return None,
    };
    let possessive = view.gap(p) == Gap::Space && view.gap(p + 1) == Gap::Possessive;
    if view.tag(p + 1) != Tag::Unit(Unit::Year) || !possessive {
        return None;
    }
    let at = p + 2;
    if view.tag(at) == Tag::Unit(Unit::Quarter) && by == -1 {
        return Some((at + 1, Expr::new(Core::SamePeriod { unit: Unit::Quarter, year: Year::Anchor(-1) })));
    }
    let fiscal = at + usize::from(view.tag(at) == Tag::Fiscal);
    let (end, inner) = part_of_year(view, fiscal)?;
    Some((end, Expr::calendar(Year::Dct(by), inner)))
}

/// `third quarter`, `second half`, `Q3`, which follow their year.
fn part_of_year(view: &View, p: usize) -> Option<(usize, Inner)> {
    match (view.tag(p), view.tag(p + 1)) {
        (Tag::QuarterName(n), _) => Some((p + 1, Inner::Quarter(n))),
        (Tag::HalfName(n), _) => Some((p + 1, Inner::Half(n))),
        (Tag::Ordinal(n @ 1..=4), Tag::Unit(Unit::Quarter)) if view.joins(p) => Some((p + 2, Inner::Quarter(n))),
        (Tag::Final, Tag::Unit(Unit::Quarter)) if view.joins(p) => Some((p + 2, Inner::Quarter(4))),
        (Tag::Ordinal(n @ 1..=2), Tag::Half) if view.joins(p) => Some((p + 2, Inner::Half(n))),
        _ => None,
    }
}

/// `the same period last year`, `the corresponding quarter of 1988`, `the same month a year ago`, `the quarter a year
/// earlier`.
pub(super) fn same_period(view: &View, p: usize) -> Matched {
    let the = usize::from(view.tag(p) == Tag::The && view.gap(p) == Gap::Space);
    let adjective = view.folded(p + the);
    let same = matches!(adjective, "same" | "corresponding" | "comparable" | "equivalent");
    let at = p + the + usize::from(same);
    let unit = match view.tag(at) {
        Tag::Unit(unit @ (Unit::Month | Unit::Quarter)) => unit,
        Tag::Period => Unit::Quarter,
        _ => return None,
    };
    let named = same || the == 1 && view.tag(at) == Tag::Unit(Unit::Quarter);
    if !named || view.gap(at) != Gap::Space || the + at - p > 1 && view.gap(at - 1) != Gap::Space {
        return None;
    }
    let (end, year) = compared_year(view, at + 1)?;
    Some((end, Expr::new(Core::SamePeriod { unit, year })))
}

/// `last year`, `of the previous year`, `a year ago`, `a year earlier`, `of 1988` after what it is compared with.
fn compared_year(view: &View, at: usize) -> Option<(usize, Year)> {
    let of = usize::from(matches!(view.tag(at), Tag::Of | Tag::In) && view.gap(at) == Gap::Space);
    let at = at + of;
    if of == 1
        && let Some((end, year)) = year_number(view, at)
    {
        return Some((end, Year::Is(year)));
    }
    let the = usize::from(view.tag(at) == Tag::The && view.gap(at) == Gap::Space);
    let year = view.tag(at + the + 1) == Tag::Unit(Unit::Year) && view.gap(at + the) == Gap::Space;
    if year && matches!(view.tag(at + the), Tag::Last | Tag::Previous) {
        return Some((at + the + 2, Year::Anchor(-1)));
    }
    let one = view.tag(at) == Tag::A || view.tag(at) == Tag::Cardinal(1);
    let before = view.tag(at + 1) == Tag::Unit(Unit::Year) && matches!(view.tag(at + 2), Tag::Ago | Tag::Earlier);
    let joined = view.gap(at) == Gap::Space && view.gap(at + 1) == Gap::Space;
    (one && before && joined).then_some((at + 3, Year::Anchor(-1)))
}

/// `the 1988 period`, `the 1988 quarter`: the period of that year that is compared with the one reported.
pub(super) fn of_year(view: &View, p: usize) -> Matched {
    if view.tag(p) != Tag::The || view.gap(p) != Gap::Space {
        return None;
    }
    let (at, year) = year_number(view, p + 1).filter(|found| view.gap(found.0 - 1) == Gap::Space)?;
    let unit = match view.tag(at) {
        Tag::Period | Tag::Unit(Unit::Quarter) => Unit::Quarter,
        Tag::Unit(Unit::Month) => Unit::Month,
        _ => return None,
    };
    Some((at + 1, Expr::new(Core::SamePeriod { unit, year: Year::Is(year) })))
}
