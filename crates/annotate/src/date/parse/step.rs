//! Steps that many expressions share: over an article, toward a time, to the other end of a range.

use super::*;

/// Whether no digit, currency sign or the like is glued to the number at `i`.
pub(super) fn free(view: &View, i: usize) -> bool {
    let before = view.char_before(i);
    let after = view.char_after(i);
    !before.is_some_and(|c| matches!(c, '$' | '£' | '€' | '#' | '¥' | '.' | '%'))
        && !after.is_some_and(|c| matches!(c, '%' | '°' | '$' | '€'))
}

/// `last`, `this`, `next`, … before a month, weekday or season.
pub(super) fn toward(view: &View, p: usize) -> Option<Toward> {
    Some(match view.tag(p) {
        Tag::Last | Tag::Past => Toward::Last,
        Tag::This => Toward::This,
        Tag::Next | Tag::Coming => Toward::Next,
        Tag::Following => Toward::Following,
        Tag::Previous => Toward::Previous,
        Tag::That if joins_clauses(view, p) => return None,
        Tag::That | Tag::Same => Toward::Same,
        _ => return None,
    })
}

/// Whether `that` opens a clause of which the month or weekday after it is the subject: "said in March that April would",
/// "says that April sales". In "he left that April" it points.
fn joins_clauses(view: &View, p: usize) -> bool {
    let auxiliary = matches!(
        view.folded(p + 2),
        "is" | "was" | "will" | "would" | "has" | "had" | "could" | "may" | "might" | "should" | "can" | "must"
    );
    let saying = matches!(
        view.folded_before(p),
        "said"
            | "says"
            | "say"
            | "saying"
            | "announced"
            | "reported"
            | "noted"
            | "added"
            | "warned"
            | "showed"
            | "indicated"
    );
    view.folded(p) == "that"
        && view.gap(p + 1) == Gap::Space
        && (auxiliary || saying)
        && !matches!(view.before(p), Tag::In | Tag::Since | Tag::Of | Tag::On | Tag::From | Tag::After | Tag::Before)
        && matches!(view.tag(p + 1), Tag::Month(_) | Tag::MonthWeak(_) | Tag::Weekday(_))
}

/// The number of a thing among its kind: 1 for `first`, 31 for `31st`, -1 for `last`.
pub(super) fn nth(view: &View, at: usize) -> Option<i8> {
    match view.tag(at) {
        Tag::Ordinal(n @ 1..=31) => Some(n as i8),
        Tag::Last | Tag::Final => Some(-1),
        _ => None,
    }
}

/// After `the` at word `p`, or `p` itself.
pub(super) fn skip_the(view: &View, p: usize) -> usize {
    if view.tag(p) == Tag::The && view.gap(p) == Gap::Space { p + 1 } else { p }
}

/// After `this` in `this past spring`, `this coming Sunday`.
pub(super) fn skip_this(view: &View, p: usize) -> usize {
    let twice = view.tag(p) == Tag::This && matches!(view.tag(p + 1), Tag::Past | Tag::Coming);
    if twice && view.gap(p) == Gap::Space { p + 1 } else { p }
}

/// The word after a connector of two ends (`to`, `and`, a dash) that follows word `at`.
pub(super) fn connected(view: &View, at: usize) -> Option<usize> {
    match view.gap(at) {
        Gap::Hyphen | Gap::Dash | Gap::Slash => Some(at + 1),
        Gap::Space if is_connector(view.tag(at + 1), view.folded(at + 1)) => {
            (view.gap(at + 1) == Gap::Space).then_some(at + 2)
        }
        _ => None,
    }
}

fn is_connector(tag: Tag, folded: &str) -> bool {
    matches!(tag, Tag::To | Tag::And | Tag::Or) || matches!(folded, "through" | "until" | "till")
}
