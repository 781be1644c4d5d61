//! How an update is done, and what follows from it for a source.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::topic_query;
use crate::annotate::all::Annotator;
use crate::annotate::topic::{Model, Taxonomy, TaxonomyError, TopicTagger};
use crate::limit;
use crate::source::SourceFile;
use onrecord_api::sources::Part;

/// How an update is done.
pub struct Options {
    /// Threads that annotate.
    pub threads: usize,
    /// The part of the sources that is looked at.
    pub part: Part,
    /// Read everything, changed or not.
    pub force: bool,
    /// Believe that whatever is not there is really gone.
    pub prune: bool,
    /// Follow links out of the PATHs, now and whenever they are looked at again.
    pub follow: bool,
    /// Leave annotations out.
    pub annotations: bool,
    /// Taxonomy of all sources without one of their own.
    pub taxonomy: Taxonomy,
    /// That taxonomy's name and text, unless it is the default one.
    pub taxonomy_text: Option<(String, String)>,
    /// A learned model that advises the common taxonomy.
    pub model: Option<Arc<Model>>,
    /// The user's own names for speakers, as written; nothing leaves those of the index.
    pub aliases: Option<String>,
    /// Taxonomies of folders, by the folder's real path.
    pub folder_taxonomies: Vec<(PathBuf, Taxonomy)>,
    /// Folders whose taxonomy cannot be read now, since they are missing or empty, with its fingerprint: what lies
    /// below them keeps its topics.
    pub absent_taxonomies: Vec<(PathBuf, String)>,
    /// The processor time that an article of so many bytes, or the reading of a file until its next article, may take:
    /// [`limit::time_for`].
    pub time_for: fn(u64) -> Duration,
}

impl Default for Options {
    /// All sources, one thread, annotated by the built-in taxonomy.
    fn default() -> Self {
        Self {
            threads: 1,
            part: Part::WHOLE,
            force: false,
            prune: false,
            follow: false,
            annotations: true,
            taxonomy: Taxonomy::default_news(),
            taxonomy_text: None,
            model: None,
            aliases: None,
            folder_taxonomies: Vec::new(),
            absent_taxonomies: Vec::new(),
            time_for: limit::time_for,
        }
    }
}

impl Options {
    /// The number of the taxonomy of a source: that of the nearest folder with one, or the common one, 0.
    pub fn taxonomy_of(&self, file: &SourceFile) -> usize {
        self.taxonomy_of_path(&file.path)
    }

    /// The same by the source's real path.
    pub fn taxonomy_of_path(&self, path: &Path) -> usize {
        let folders = self.folder_taxonomies.iter().enumerate();
        let nearest = folders
            .filter(|(_, (folder, _))| path.starts_with(folder))
            .max_by_key(|(_, (folder, _))| folder.components().count());
        nearest.map_or(0, |(number, _)| number + 1)
    }

    /// Whether what lies at a path keeps its topics, since its taxonomy cannot be read now.
    pub fn keeps_topics(&self, path: &Path) -> bool {
        self.absent_taxonomies.iter().any(|(folder, _)| path.starts_with(folder))
    }

    /// The annotators that the options ask for; taxonomy 0 is the common one.
    ///
    /// # Errors
    /// When a query of a taxonomy is wrong: file, line and reason.
    pub fn annotator(&self) -> Result<Annotator, TaxonomyError> {
        if !self.annotations {
            return Ok(Annotator::disabled());
        }
        let (common, tag) = tagger(&self.taxonomy)?;
        let mut taggers = vec![match &self.model {
            Some(model) => (common.with_model(model.clone()), tag ^ xxhash_rust::xxh3::xxh3_64(&model.to_bytes())),
            None => (common, tag),
        }];
        for (_, taxonomy) in &self.folder_taxonomies {
            taggers.push(tagger(taxonomy)?);
        }
        Ok(Annotator::new(taggers))
    }
}

/// A taxonomy's tagger and the first half of its fingerprint.
fn tagger(taxonomy: &Taxonomy) -> Result<(TopicTagger, u64), TaxonomyError> {
    let fingerprint = taxonomy.fingerprint();
    let tag = fingerprint.get(..16).and_then(|half| u64::from_str_radix(half, 16).ok()).unwrap_or(1);
    Ok((TopicTagger::with_queries(taxonomy, &topic_query::compile)?, tag))
}
