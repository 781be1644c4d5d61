//! What the columns tell of each article: where it comes from, and whether it is as it was.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::DocAddress;
use tantivy::columnar::StrColumn;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::error::IndexError;
use super::reader::{Snapshot, missing};

/// Into how many shards what is kept under prints is divided: a power of two. A run that changes one article
/// rewrites one shard, a sixty-fourth of it all.
pub(super) const SHARDS: u64 = 64;

/// Names an article in one of its states: another text, path or id makes another print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Print(#[serde(with = "postcard::fixint::le")] u64);

impl Print {
    /// That of the article at a place (see [`Fields::place`](super::schema::Fields::place)) with this
    /// [hash](super::document::article_hash).
    pub(super) fn of(place: &str, hash: u64) -> Self {
        let mut hasher = Xxh3::new();
        hasher.update(&hash.to_le_bytes());
        hasher.update(place.as_bytes());
        // The place alone decides which shard it is: that of the states before, which need room no more.
        Print((hasher.digest() & !(SHARDS - 1)) | (xxh3_64(place.as_bytes()) & (SHARDS - 1)))
    }

    /// The number of its shard.
    pub(super) fn shard(self) -> usize {
        (self.0 & (SHARDS - 1)) as usize
    }
}

/// An article by what the columns tell.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its first passage.
    pub address: DocAddress,
    /// Its path and id with a zero character between them.
    pub place: String,
    /// Its print.
    pub print: Print,
}

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

    /// The outlines of all articles.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn outlines(&self) -> Result<Vec<Outline>, IndexError> {
        let articles: Vec<DocAddress> = self.articles().collect();
        let mut outlines = Vec::with_capacity(articles.len());
        for (&address, place) in articles.iter().zip(self.places(&articles)?) {
            let print = Print::of(&place, self.article_hash(address)?);
            outlines.push(Outline { address, place, print });
        }
        Ok(outlines)
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
