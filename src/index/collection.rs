//! What the articles of an index say of each other, kept and committed with them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::annotate::CanonicalNames;
use crate::annotate::speaker::Speaker;

/// The record of the collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    /// Fingerprints of the taxonomies that gave the topics, by folder; that of all others under "".
    pub taxonomies: BTreeMap<String, String>,
    /// Labels of topics by identifier.
    pub topic_labels: BTreeMap<String, String>,
    /// Canonical names of speakers, by the name that articles have.
    pub speakers: BTreeMap<String, String>,
}

impl CanonicalNames for Collection {
    fn canonical<'a>(&'a self, speaker: &'a Speaker) -> Cow<'a, str> {
        Cow::Borrowed(self.speakers.get(&super::record::speaker_key(speaker)).unwrap_or(&speaker.name))
    }
}
