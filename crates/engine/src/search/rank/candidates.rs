//! The first of the two steps in which passages are ranked: the best by what finds them, out of which the second chooses.

use tantivy::query::Query;
use tantivy::{DocAddress, Score};

use super::ranker::{RankOptions, Ranker};
use crate::index::IndexError;
use crate::search::filters::PassageSet;
use crate::search::top::{self, Choice, Scored};

impl Ranker {
    /// The passages that `found` matches out of which the best are chosen.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn candidates(&self, found: &dyn Query, options: &RankOptions) -> Result<Vec<Scored>, IndexError> {
        if options.limit == 0 {
            return Ok(Vec::new());
        }
        top::best_unordered(&self.places, found, &self.choice(options)?)
    }

    /// The candidates, and the set of all passages that `found` matches, in one pass.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn candidates_of_all(
        &self,
        found: &dyn Query,
        options: &RankOptions,
    ) -> Result<(Vec<Scored>, PassageSet), IndexError> {
        top::best_and_all(&self.places, found, &self.choice(options)?)
    }

    /// What candidates are chosen by.
    fn choice(&self, options: &RankOptions) -> Result<Choice<impl Fn(DocAddress) -> Score>, IndexError> {
        let recency = self.recency(options)?;
        let factor = move |address| recency.as_ref().map_or(1.0, |recency| recency.factor(address));
        Ok(Choice { k: options.candidates(), admission: options.admission(), factor })
    }
}
