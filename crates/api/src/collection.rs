//! What the articles of an index say of each other, kept and committed with them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::alias::Aliases;
use onrecord_annotate::speaker::collection::NameTable;
use onrecord_annotate::speaker::{Speaker, SpeakerType};

/// The record of the collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    /// Fingerprints of the taxonomies that gave the topics, by folder; that of all others under "".
    pub taxonomies: BTreeMap<String, String>,
    /// Name and text of the taxonomy in force, unless it is the default one.
    pub taxonomy: Option<(String, String)>,
    /// The learned model that advises that taxonomy.
    pub model: Option<Vec<u8>>,
    /// Labels of topics by identifier.
    pub topic_labels: BTreeMap<String, String>,
    /// Canonical names of speakers; stored apart from the rest.
    #[serde(skip)]
    pub names: NameTable,
    /// The user's own names for speakers, as written.
    pub aliases: String,
    /// Whether all this was worked out from the articles as they are: false in commits made on the way.
    pub settled: bool,
    #[serde(skip)]
    parsed: Aliases,
}

impl Collection {
    /// What is known, marked to be worked out anew: for a commit that changes articles.
    pub fn unsettled(self) -> Self {
        Collection { settled: false, ..self }
    }

    /// The collection, ready to be asked for names.
    pub fn ready(mut self) -> Self {
        self.parsed = Aliases::parse(&self.aliases).unwrap_or_default();
        self
    }
}

impl CanonicalNames for Collection {
    fn canonical<'a>(&'a self, speaker: &'a Speaker) -> Cow<'a, str> {
        Cow::Borrowed(self.names.canonical(&speaker.name, speaker.kind, &self.parsed))
    }

    fn kind(&self, speaker: &Speaker) -> SpeakerType {
        self.names.kind(&speaker.name, speaker.kind)
    }
}
