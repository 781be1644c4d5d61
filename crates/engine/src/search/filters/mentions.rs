//! The intervals of days that passages speak of, read once from the dictionary.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::index::Snapshot;
use crate::search::lexicon::Word;
use crate::search::postings::Spelling;
use crate::search::postings::segment::Places;
use crate::search::terms::scan_terms_with;
use onrecord_query::period::Period;

/// Each interval that some passage speaks of, with its posting lists.
pub struct Mentions(Vec<(Date, Date, Places)>);

impl Mentions {
    /// Those of `snapshot`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn read(snapshot: &Snapshot) -> tantivy::Result<Self> {
        let readers = snapshot.searcher().segment_readers();
        let mut lists: BTreeMap<(Date, Date), Vec<_>> = BTreeMap::new();
        for (number, segment) in readers.iter().enumerate() {
            scan_terms_with(segment.inverted_index(snapshot.fields().mentions)?.terms(), "", |term, list| {
                if let Some(days) = interval(term) {
                    lists.entry(days).or_insert_with(|| vec![None; readers.len()])[number] = Some(list.clone());
                }
                true
            })?;
        }
        Ok(Mentions(lists.into_iter().map(|((first, last), lists)| (first, last, lists.into())).collect()))
    }

    /// The intervals that lie within `period`, as spellings of one word.
    pub fn within(&self, period: Period) -> Word {
        let held = self.0.iter().filter(|(first, last, _)| period.holds(Some(*first), Some(*last)));
        held.map(|(_, _, lists)| Spelling { lists: lists.clone(), except: None }).collect()
    }
}

/// The interval of days written `first..last`.
fn interval(term: &str) -> Option<(Date, Date)> {
    let (first, last) = term.split_once("..")?;
    Some((first.parse().ok()?, last.parse().ok()?))
}
