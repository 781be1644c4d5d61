//! Stem families: the words of an index that share a stem.
//!
//! The index holds words as they are; a stem is resolved when a query asks for it, from the part of the
//! term dictionary that can hold its family. A Porter2 stem and its words agree in all but the stem's last
//! letters (`happi`: happy, happily), so few terms are looked at; what was found is kept for the snapshot.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use rust_stemmers::{Algorithm, Stemmer};
use tantivy::schema::Field;

use super::terms::scan_terms;
use crate::analyze::form::stem as stem_of;
use crate::index::Snapshot;

/// The families found so far. To be used with one snapshot only.
#[derive(Default)]
pub struct StemFamilies {
    known: Mutex<HashMap<(Field, String), Arc<[String]>>>,
}

impl StemFamilies {
    /// No family yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The folded words of `field` with this stem, sorted.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn family(&self, snapshot: &Snapshot, field: Field, stem: &str) -> tantivy::Result<Arc<[String]>> {
        let key = (field, stem.to_owned());
        if let Some(family) = self.known.lock().expect("no holder panics").get(&key) {
            return Ok(family.clone());
        }
        let family: Arc<[String]> = find(snapshot, field, stem)?.into();
        self.known.lock().expect("no holder panics").insert(key, family.clone());
        Ok(family)
    }
}

fn find(snapshot: &Snapshot, field: Field, stem: &str) -> tantivy::Result<Vec<String>> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut family = std::collections::BTreeSet::new();
    for segment in snapshot.searcher().segment_readers() {
        let index = segment.inverted_index(field)?;
        scan_terms(index.terms(), common_prefix(stem), |term| {
            if stem_of(&stemmer, term) == stem {
                family.insert(term.to_owned());
            }
            true
        })?;
    }
    Ok(family.into_iter().collect())
}

/// What every word of the stem begins with: Porter2 changes a final `i` from `y` and adds a final `e`; `die`,
/// `lie`, `tie` and `sky` are stems of `dying`, `lying`, `tying` and `skies` by its own list.
fn common_prefix(stem: &str) -> &str {
    let cut = match stem {
        "die" | "lie" | "tie" => 2,
        _ if stem.len() > 2 && stem.ends_with(['i', 'e', 'y']) => 1,
        _ => 0,
    };
    stem.get(..stem.len() - cut).unwrap_or(stem)
}
