//! What the columns tell of each article: where it comes from, and whether it is as it was.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use tantivy::DocAddress;
use tantivy::columnar::StrColumn;

use super::error::IndexError;
use super::reader::{Snapshot, missing};
use onrecord_api::clues::Print;

impl Snapshot {
    /// The [hash](super::document::article_hash) of the article whose first passage is at `address`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn article_hash(&self, address: DocAddress) -> Result<u64, IndexError> {
        let known = &self.hashes[address.segment_ord as usize];
        let column = match known.get() {
            Some(column) => column,
            None => {
                let column = self.searcher().segment_reader(address.segment_ord).fast_fields().u64("hash")?;
                known.get_or_init(|| column)
            }
        };
        column.first(address.doc_id).ok_or_else(|| missing("the hash of an article"))
    }

    /// The path and the id of each of some articles, with a zero character between them.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn places(&self, articles: &[DocAddress]) -> Result<Vec<String>, IndexError> {
        let mut places = Vec::with_capacity(articles.len());
        for articles in articles.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let fast = self.searcher().segment_reader(articles[0].segment_ord).fast_fields();
            let column = fast.str("place")?.ok_or_else(|| missing("the column of places"))?;
            let ord = |article: &DocAddress| column.ords().first(article.doc_id).ok_or_else(|| missing("a place"));
            let ords = articles.iter().map(ord).collect::<Result<Vec<u64>, _>>()?;
            let known = values_of(&column, ords.iter().copied().collect())?;
            for ord in ords {
                places.push(known.get(&ord).cloned().ok_or_else(|| missing("a place"))?);
            }
        }
        Ok(places)
    }

    /// The print of the article at a place whose first passage is at `address`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn print(&self, place: &str, address: DocAddress) -> Result<Print, IndexError> {
        Ok(Print::of(place, self.article_hash(address)?))
    }
}

/// The id in a [place](Snapshot::places).
pub fn id_of_place(place: &str) -> &str {
    place.split_once('\0').map_or(place, |(_, id)| id)
}

/// The values of a column with these numbers.
///
/// # Errors
/// When the index is damaged.
fn values_of(column: &StrColumn, ords: BTreeSet<u64>) -> Result<FxHashMap<u64, String>, IndexError> {
    let (ords, mut values) = (Vec::from_iter(ords), FxHashMap::default());
    let mut next = ords.iter();
    let mut take = |value: &[u8]| {
        if let Some(&ord) = next.next() {
            values.insert(ord, String::from_utf8_lossy(value).into_owned());
        }
    };
    let all = column.dictionary().sorted_ords_to_term_cb(&ords, &mut take);
    all.map_err(|error| IndexError::Damaged { what: error.to_string() })?;
    Ok(values)
}
