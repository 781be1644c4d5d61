//! What is shown of the best.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Ranked, Searching};
use crate::whole::Whole;
use onrecord_api::backend::BackendHit;
use onrecord_query::highlight::{Found, StoredMatcher};
use onrecord_query::rank::duplicates::Duplicates;
use onrecord_query::rank::weights::PASSAGES_OF_ARTICLE;
use onrecord_query::speaks_of_articles_alone;
use onrecord_text::article::BlockKind;

impl Searching<'_> {
    /// The best passages of an article: those that satisfy most clauses of the query, most often.
    pub(super) fn passages_of(&self, whole: &Whole, matcher: &mut StoredMatcher) -> Vec<(u32, Found)> {
        let alone = speaks_of_articles_alone(&self.query().expr);
        let ordinals = if alone { whole.representative()..whole.representative() + 1 } else { 0..whole.passages() };
        let admitted = |ordinal: &u32| self.search.boilerplate || whole.kind(*ordinal) != BlockKind::Boilerplate;
        let mut found: Vec<(u32, Found)> = ordinals
            .filter(|ordinal| admitted(ordinal))
            .filter_map(|ordinal| Some((ordinal, self.view.look(matcher, whole, ordinal)?)))
            .collect();
        // A headline ranks its article, but is no passage of it to be shown where there is another.
        let is_title = |ordinal: u32| whole.kind(ordinal) == BlockKind::Title;
        if !self.keeps_headlines() && found.iter().any(|(ordinal, _)| !is_title(*ordinal)) {
            found.retain(|(ordinal, _)| !is_title(*ordinal));
        }
        found.sort_by_cached_key(|(_, found)| Reverse(strength(found)));
        found.truncate(PASSAGES_OF_ARTICLE);
        found
    }

    /// Leaves out what repeats something before it, until `wanted` are left; tells how often each that stays was
    /// repeated.
    pub(super) fn collapse(&self, ranked: &mut Vec<Ranked>, wanted: usize, matcher: &mut StoredMatcher) -> Vec<usize> {
        let (mut seen, mut originals, mut copies) = (Duplicates::new(), Vec::new(), Vec::new());
        for hit in ranked.iter() {
            let text = if self.by_article() {
                let mut shown = self.passages_of(&hit.article, matcher);
                shown.sort_by_key(|(ordinal, _)| *ordinal);
                shown.iter().map(|(ordinal, _)| hit.article.text(*ordinal)).collect::<Vec<_>>().join("\n")
            } else {
                hit.article.text(hit.ordinal).to_owned()
            };
            match seen.repeats(&text) {
                Some(original) => copies[original] += 1,
                None => {
                    originals.push(hit.clone());
                    copies.push(0);
                }
            }
            if originals.len() > wanted {
                break;
            }
        }
        *ranked = originals;
        copies
    }

    pub(super) fn hit(&self, rank: usize, ranked: &Ranked, ordinal: u32, found: Found, copies: usize) -> BackendHit {
        let whole = &ranked.article;
        let passage = whole.passage_card(ordinal, self.search.findings);
        BackendHit { rank, score: ranked.score, article: whole.card(), passage, found, copies }
    }
}

/// Clauses satisfied, and marks.
fn strength(found: &Found) -> (usize, usize) {
    let clauses: BTreeSet<u32> = found.marks.iter().flat_map(|mark| mark.clauses.iter().copied()).collect();
    (clauses.len(), found.marks.len())
}
