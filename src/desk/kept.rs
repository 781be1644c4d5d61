//! What was counted last, kept for the next question: one who counts by one field counts by another next, and every
//! histogram of a query is compared with that of everything.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::histogram::Histogram;
use super::statement_counts::Rows;
use onrecord_api::Interval;
use onrecord_api::backend::{BackendError, Over, View};

/// What was counted last.
#[derive(Default)]
pub(super) struct Kept {
    rows: Last<Key, Rows>,
    bars: Last<(Key, Interval), HashMap<String, u64>>,
}

/// What is counted, of which state of an archive.
#[derive(PartialEq, Eq)]
struct Key {
    revision: u64,
    query: String,
    boilerplate: bool,
}

impl Key {
    fn of(view: &dyn View, over: &Over) -> Self {
        Key { revision: view.revision(), query: over.query.to_string(), boilerplate: over.boilerplate }
    }
}

impl Kept {
    /// The rows of the statements that are counted.
    ///
    /// # Errors
    /// As [`View::search`].
    pub(super) fn rows(&self, view: &dyn View, over: &Over) -> Result<Arc<Rows>, BackendError> {
        self.rows.get(Key::of(view, over), || Rows::read(view, over))
    }

    /// The articles that are counted, by the names of the bars in which they stand.
    ///
    /// # Errors
    /// As [`View::count_days`].
    pub(super) fn bars(
        &self,
        view: &dyn View,
        over: &Over,
        interval: Interval,
    ) -> Result<Arc<HashMap<String, u64>>, BackendError> {
        let count = || Ok(Histogram::of(view.count_days(over)?, interval).bars.into_iter().collect());
        self.bars.get((Key::of(view, over), interval), count)
    }
}

/// What was made last, with what it was made for.
struct Last<K, T>(Mutex<Option<(K, Arc<T>)>>);

impl<K, T> Default for Last<K, T> {
    fn default() -> Self {
        Last(Mutex::default())
    }
}

impl<K: PartialEq, T> Last<K, T> {
    fn get(&self, key: K, make: impl FnOnce() -> Result<T, BackendError>) -> Result<Arc<T>, BackendError> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = kept().as_ref().filter(|(known, _)| *known == key) {
            return Ok(known.clone());
        }
        let made = Arc::new(make()?);
        *kept() = Some((key, made.clone()));
        Ok(made)
    }
}
