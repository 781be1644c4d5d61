//! The first passages of a set, where no score tells which: by place or by date.

use tantivy::DocAddress;

use super::articles::Articles;
use super::set::PassageSet;
use crate::index::IndexError;
use crate::search::top::Places;

/// What goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By path and id of the article.
    Place,
    /// By the article's date, those without one last; then by place.
    Date {
        /// The newest first.
        newest_first: bool,
    },
}

/// An article of which a passage is in the set, with what it is put in order by.
struct Entry {
    key: (bool, i64),
    /// Number of its path and id in its segment.
    place: u64,
    article: usize,
    /// Its first passage of the set.
    first: DocAddress,
}

/// Gives the first passages or articles of a set in an order.
pub struct Ordered<'a> {
    articles: &'a Articles,
    places: &'a Places,
    order: Order,
}

impl<'a> Ordered<'a> {
    /// Puts passages in `order`; `places` are of the same state of the index as `articles`.
    pub fn new(articles: &'a Articles, places: &'a Places, order: Order) -> Self {
        Ordered { articles, places, order }
    }

    /// The first `limit` passages of `set`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn passages(&self, set: &PassageSet, limit: usize) -> Result<Vec<DocAddress>, IndexError> {
        let mut passages = Vec::new();
        for entry in self.entries(set, limit)? {
            let DocAddress { segment_ord, doc_id } = entry.first;
            let end = self.articles.segments()[segment_ord as usize].firsts[entry.article + 1];
            let bits = &set.segments()[segment_ord as usize];
            let mut doc = doc_id;
            while doc < end && passages.len() < limit {
                passages.push(DocAddress::new(segment_ord, doc));
                doc = bits.next(doc + 1);
            }
            if passages.len() >= limit {
                break;
            }
        }
        Ok(passages)
    }

    /// Of the first `limit` articles that have a passage in `set` the first such passage.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn articles(&self, set: &PassageSet, limit: usize) -> Result<Vec<DocAddress>, IndexError> {
        Ok(self.entries(set, limit)?.into_iter().map(|entry| entry.first).collect())
    }

    /// The first `limit` articles that have a passage in `set`.
    fn entries(&self, set: &PassageSet, limit: usize) -> Result<Vec<Entry>, IndexError> {
        let mut entries = Vec::new();
        if limit == 0 {
            return Ok(entries);
        }
        for number in 0..self.articles.segments().len() {
            let mut own = self.entries_of(number, set)?;
            if own.len() > limit {
                own.select_nth_unstable_by_key(limit - 1, |entry| (entry.key, entry.place, entry.article));
                own.truncate(limit);
            }
            entries.extend(own);
        }
        entries.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| self.places.compare(a.first, b.first)));
        entries.truncate(limit);
        Ok(entries)
    }

    /// The articles of one segment.
    fn entries_of(&self, segment: usize, set: &PassageSet) -> Result<Vec<Entry>, IndexError> {
        let places = &self.articles.places()?[segment];
        let days = match self.order {
            Order::Place => None,
            Order::Date { .. } => Some(&self.articles.best_days()?[segment]),
        };
        let key = |article: usize| match (self.order, days.and_then(|days| days[article])) {
            (Order::Place, _) => (false, 0),
            (_, None) => (true, 0),
            (Order::Date { newest_first }, Some(day)) => (false, if newest_first { -day } else { day }),
        };
        let mut entries = Vec::new();
        self.articles.segments()[segment].each_in(&set.segments()[segment], |article, doc| {
            let first = DocAddress::new(segment as u32, doc);
            entries.push(Entry { key: key(article), place: places[article], article, first });
        });
        Ok(entries)
    }
}
