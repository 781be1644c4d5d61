//! Values of fields that are indexed as they stand: which of them a value of a query means.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::search;
use onrecord_api::collection::Collection;
use onrecord_api::values::ValueMatcher;
use onrecord_query::ast::Expr;
use onrecord_query::{Field, Stop};

/// Most distinct values of a field that are looked at one by one.
const MOST_VALUES: usize = 50_000;

/// The values of a field, as far as they were read.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// The values, the most frequent first.
    pub all: Arc<Vec<String>>,
    /// Whether these are all.
    pub are_all: bool,
}

/// Reads values, each field's once.
#[derive(Default)]
pub struct ValueReader {
    read: Mutex<HashMap<&'static str, Values>>,
}

impl ValueReader {
    /// The values of a field.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn values(&self, client: &Client, field: Field, stop: &Stop) -> Result<Values, RemoteError> {
        let name = field.name();
        if let Some(known) = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Ok(known.clone());
        }
        let terms = json!({"terms": {"field": name, "size": MOST_VALUES}});
        let query = json!({"term": {"doc": "passage"}});
        let body = json!({"size": 0, "track_total_hits": false, "query": query, "aggs": {"values": terms}});
        let answered = search(client, &body, stop)?;
        let found = &answered["aggregations"]["values"];
        let buckets = found["buckets"].as_array().map_or(&[][..], Vec::as_slice);
        let all = buckets.iter().filter_map(|bucket| Some(bucket["key"].as_str()?.to_owned()));
        let values = Values { all: Arc::new(all.collect()), are_all: found["sum_other_doc_count"] == json!(0) };
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(name, values.clone());
        Ok(values)
    }
}

/// Those of some values that `value` means as a whole.
pub fn meant(values: &Values, field: Field, value: &Expr, collection: &Arc<Collection>) -> Vec<String> {
    let mut test = ValueMatcher::of_one(field, value, collection.clone());
    values.all.iter().filter(|known| test.holds(known)).cloned().collect()
}
