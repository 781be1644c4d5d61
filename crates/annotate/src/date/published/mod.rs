//! When the article appeared: from a field beside the text, from the text's own words, from its address,
//! else by what the text's dates allow.

mod address;
mod infer;
mod literal;
mod stated;

pub(super) use infer::precision;
pub(super) use literal::literal;

use super::parse::Found;
use super::tense::Tense;
use super::{Basis, Evidence, PartialDate, Precision, Published};
use onrecord_text::analyze::Analyzed;
use onrecord_text::span::Span;

/// The publication date as far as it is given, by the strongest source that gives it.
pub(super) fn given(text: &Analyzed, found: &[Found]) -> Option<Published> {
    let metadata = &text.article.metadata;
    let field = metadata.date.as_deref().and_then(literal);
    let from_url = || metadata.url.as_deref().and_then(address::in_url);
    field
        .map(|date| known(date, Basis::Metadata, Vec::new()))
        .or_else(|| stated::stated(text, found))
        .or_else(|| from_url().map(|date| known(date, Basis::Filename, Vec::new())))
        .or_else(|| address::in_path(&text.article.path).map(|date| known(date, Basis::Filename, Vec::new())))
}

/// What the text's dates allow; `tenses` are those around `found`.
pub(super) fn inferred(text: &Analyzed, found: &[Found], tenses: &[Tense]) -> Published {
    infer::infer(text, found, tenses)
}

/// A publication date known to the day, the month or the year. No such day: nothing is known.
fn known(date: PartialDate, basis: Basis, evidence: Vec<Evidence>) -> Published {
    match date.days() {
        Some((earliest, latest)) => Published {
            earliest: Some(earliest),
            latest: Some(latest),
            best: Some(date),
            precision: date.precision(),
            basis,
            evidence,
        },
        None => Published::default(),
    }
}

fn evidence(span: Span, rule: impl Into<String>) -> Evidence {
    Evidence { span, rule: rule.into() }
}
