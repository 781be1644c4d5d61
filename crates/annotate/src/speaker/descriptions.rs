//! One spelling for groups, documents and unnamed speakers across a collection: "the report" and "a report".

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::SpeakerType;
use super::body_core;
use super::name_table::{Leads, Uses};

/// Leads descriptions that differ in article, case or hyphen alone to the one that most articles print.
pub(super) fn lead(kind: SpeakerType, uses: &Uses, leads: &mut Leads) {
    let mut alike: FxHashMap<String, Vec<(&str, u32)>> = FxHashMap::default();
    for (name, &uses) in uses {
        alike.entry(plain(name)).or_default().push((name, uses));
    }
    for names in alike.values().filter(|names| names.len() > 1) {
        let Some((most, _)) = names.iter().max_by_key(|(name, uses)| (*uses, Reverse(*name))) else { continue };
        names.iter().for_each(|(name, _)| leads.lead(kind, name, most));
    }
}

/// A description without article, capitals and hyphens, each word as names are compared: "Fed officials" are "Federal
/// Reserve officials".
fn plain(name: &str) -> String {
    let small = name.to_lowercase();
    let bare = ["a ", "an ", "the "].iter().find_map(|article| small.strip_prefix(article)).unwrap_or(&small);
    let words: Vec<&str> = bare.split(' ').map(body_core::usual).collect();
    words.join(" ").replace('-', "")
}
