//! Words that point at past, present or future without naming a date.

use super::*;

/// `now`, `recent years`, `in the past`, `to date`, `at that time`.
pub(super) fn reference(view: &View, p: usize) -> Matched {
    match view.tag(p) {
        Tag::Soon => soon(view, p),
        Tag::Approx => more_recently(view, p),
        Tag::Coming | Tag::Past => some_years(view, p),
        Tag::Ref(kind) => Some((past_years(view, p + 1), Expr::new(Core::Ref(kind)))),
        Tag::RefNoun(Ref::Future) if view.gap(p) == Gap::Space && matches!(view.tag(p + 1), Tag::Units(_)) => {
            Some((p + 2, Expr::new(Core::Ref(Ref::Future))))
        }
        Tag::RefNoun(kind) => Some((p + 1, Expr::new(Core::Ref(kind)))).filter(|_| is_noun(view, p, kind)),
        Tag::The => after_the(view, p),
        Tag::This | Tag::That | Tag::These | Tag::Same => that_time(view, p),
        Tag::To => to_date(view, p),
        Tag::Date => (view.before(p) == Tag::To && view.ends_clause(p)).then(|| (p + 1, present())),
        _ => None,
    }
}

/// `will soon seek`, `soon to be`, `very soon`, `as soon as possible`: in a tale of the past, `soon` is no time.
fn soon(view: &View, p: usize) -> Matched {
    let ahead = |word: &str| {
        matches!(word, "will" | "would" | "may" | "might" | "can" | "could" | "should" | "shall" | "to" | "be")
    };
    let future = Expr::new(Core::Ref(Ref::Future));
    if view.folded_before(p) == "as" && view.folded(p + 1) == "as" {
        return (view.folded(p + 2) == "possible").then_some((p + 3, future));
    }
    let spoken = ahead(view.folded_before(p)) || ahead(view.folded(p + 1));
    (spoken || matches!(view.folded_before(p), "very" | "pretty" | "anytime")).then_some((p + 1, future))
}

/// `more recently`, `most recently`.
fn more_recently(view: &View, p: usize) -> Matched {
    let more = matches!(view.folded(p), "more" | "most") && view.gap(p) == Gap::Space;
    (more && view.folded(p + 1) == "recently").then(|| (p + 2, Expr::new(Core::Ref(Ref::Past))))
}

/// `coming months`, `past years`, how many of them not being said.
fn some_years(view: &View, p: usize) -> Matched {
    let kind = if view.tag(p) == Tag::Coming { Ref::Future } else { Ref::Past };
    let alone = !matches!(view.before(p), Tag::The | Tag::These | Tag::This);
    let units = view.gap(p) == Gap::Space && matches!(view.tag(p + 1), Tag::Units(_));
    (alone && units).then(|| (p + 2, Expr::new(Core::Ref(kind))))
}

fn present() -> Expr {
    Expr::new(Core::Ref(Ref::Present))
}

/// After `recent`, the unit that goes with it.
fn past_years(view: &View, end: usize) -> usize {
    let goes =
        view.folded(end - 1) == "recent" && view.gap(end - 1) == Gap::Space && matches!(view.tag(end), Tag::Units(_));
    if goes { end + 1 } else { end }
}

/// `present` may be a verb or a gift, and `future` says of a thing that it is to come ("future earnings"): either is a
/// time where it stands for itself.
fn is_noun(view: &View, p: usize, kind: Ref) -> bool {
    kind == Ref::Future && (view.ends_clause(p) || matches!(view.before(p), Tag::In | Tag::The))
        || view.before(p) == Tag::At && view.ends_clause(p)
        || view.tag(p + 1) == Tag::Unit(Unit::Day)
}

/// `the past`, `the future`, `the near future`, `the present`, `the time being`, `the time`.
fn after_the(view: &View, p: usize) -> Matched {
    if view.gap(p) != Gap::Space {
        return None;
    }
    let near = usize::from(matches!(view.folded(p + 1), "near" | "foreseeable" | "distant" | "recent" | "immediate"));
    let at = p + 1 + near;
    match view.tag(at) {
        Tag::RefNoun(kind) if kind == Ref::Future || view.ends_clause(at) => Some((at + 1, Expr::new(Core::Ref(kind)))),
        _ if is_term(view, p + 1) => Some((p + 3, Expr::new(Core::Ref(Ref::Future)))),
        Tag::Past if view.ends_clause(at) || view.before(p) == Tag::In && goes_on(view.folded(at + 1)) => {
            Some((at + 1, Expr::new(Core::Ref(Ref::Past))))
        }
        Tag::Time if view.tag(at + 1) == Tag::Being => Some((at + 2, present())),
        Tag::Time if view.before(p) == Tag::At && view.ends_clause(at) => Some((at + 1, Expr::new(Core::ThatTime))),
        Tag::Same if view.tag(at + 1) == Tag::Time && view.before(p) == Tag::At => None,
        _ => None,
    }
}

/// `near term`, `long term`, which are times to come.
fn is_term(view: &View, p: usize) -> bool {
    matches!(view.folded(p), "near" | "short" | "medium" | "long" | "longer" | "nearer" | "shorter")
        && view.tag(p + 1) == Tag::Term
        && view.gap(p) == Gap::Space
        && view.gap(p + 1) != Gap::Hyphen
}

/// Words with which a sentence goes on after `in the past`.
fn goes_on(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "it"
            | "he"
            | "she"
            | "they"
            | "we"
            | "i"
            | "you"
            | "has"
            | "have"
            | "had"
            | "but"
            | "when"
            | "because"
            | "and"
            | "was"
            | "were"
            | "is"
            | "are"
            | "would"
            | "as"
            | "by"
            | "to"
            | "for"
            | "with"
            | "about"
            | "on"
    )
}

/// `at that time`, `at this time`, `these days`.
fn that_time(view: &View, p: usize) -> Matched {
    if view.gap(p) != Gap::Space {
        return None;
    }
    match (view.folded(p), view.tag(p + 1)) {
        ("this" | "that", Tag::Period) if matches!(view.before(p), Tag::In | Tag::Since | Tag::Of | Tag::Approx) => {
            Some((p + 2, Expr::new(Core::ThatTime)))
        }
        ("these", Tag::Units(Unit::Day)) => Some((p + 2, present())),
        ("this", Tag::Time) if matches!(view.before(p), Tag::At | Tag::Since) => Some((p + 2, present())),
        ("that", Tag::Time) if matches!(view.before(p), Tag::At | Tag::Since) => {
            Some((p + 2, Expr::new(Core::ThatTime)))
        }
        _ => None,
    }
}

/// `to date`, where it is no verb with an object or an origin (`to date from`).
fn to_date(view: &View, p: usize) -> Matched {
    let joined = view.gap(p) == Gap::Space && view.tag(p + 1) == Tag::Date;
    let verb = matches!(view.tag(p + 2), Tag::From | Tag::The | Tag::A | Tag::Each | Tag::This | Tag::That)
        || matches!(view.folded(p + 2), "back" | "her" | "him" | "them" | "you" | "me" | "someone" | "other" | "his");
    (joined && (!verb || view.ends_clause(p + 1))).then(|| (p + 2, present()))
}
