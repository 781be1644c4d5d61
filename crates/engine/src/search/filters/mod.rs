//! Filters: sets of passages that other parts of a query are applied to.
//!
//! A filter is worked out once, as one bit a passage, and is then a question that costs next to nothing: scorers drop
//! the passages outside before they look at them, and a narrow filter lets them pass over most of the index.
//!
//! - [`bits`]: a set of the documents of one segment
//! - [`set`]: a set of passages of an index, and the query that finds them
//! - [`articles`]: which passages are one article, and what is true of all of them
//! - [`names`]: names and roles of speakers by their words; [`mentions`]: the days that passages speak of
//! - [`order`]: the first passages of a set by place or by date

use std::sync::OnceLock;

use super::cache::Cache;
use super::error::SearchError;
use crate::index::{Collection, Snapshot};
use onrecord_query::ast::{Expr, ExprKind};
use onrecord_query::{Field, Stop};

pub mod articles;
pub mod bits;
pub mod mentions;
pub mod names;
pub mod order;
pub mod set;

pub use articles::Articles;
pub use bits::Bits;
pub use mentions::Mentions;
pub use names::Names;
pub use set::{PassageSet, SetQuery};

/// The passages with some value of a field.
#[derive(Clone, Debug)]
pub struct Filter {
    /// At least these.
    pub set: PassageSet,
    /// Whether no others are among them; if they are, the text of each passage must be looked at.
    pub sure: bool,
}

impl Filter {
    /// All of `snapshot`.
    pub fn everything(snapshot: &Snapshot) -> Self {
        Filter { set: PassageSet::everything(snapshot), sure: true }
    }

    /// None of `snapshot`.
    pub fn nothing(snapshot: &Snapshot) -> Self {
        Filter { set: PassageSet::nothing(snapshot), sure: true }
    }

    /// Those that are in both.
    pub fn and(self, other: Filter) -> Self {
        Filter { set: self.set.and(&other.set), sure: self.sure && other.sure }
    }

    /// Those that are in any of both.
    pub fn or(self, other: Filter) -> Self {
        Filter { set: self.set.or(&other.set), sure: self.sure && other.sure }
    }

    /// Those that are not in `other`. One that may hold too many takes nothing away.
    pub fn and_not(self, other: Filter) -> Self {
        if other.sure { Filter { set: self.set.and_not(&other.set), ..self } } else { Filter { sure: false, ..self } }
    }
}

/// The filters of one state of an index: those that were asked for are remembered.
pub struct Filters {
    articles: Articles,
    names: [OnceLock<Names>; 2],
    mentions: OnceLock<Mentions>,
    quotes: [OnceLock<PassageSet>; 2],
    known: Cache<String, Filter>,
}

/// Bytes of the filters that are remembered.
const KEPT: usize = 16 << 20;

impl Filters {
    /// Of `snapshot`.
    pub fn new(snapshot: &Snapshot) -> Self {
        Filters {
            articles: Articles::new(snapshot),
            names: Default::default(),
            mentions: OnceLock::new(),
            quotes: Default::default(),
            known: Cache::new(KEPT),
        }
    }

    /// The articles.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// The names of speakers, or else their roles.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn names(&self, field: Field, collection: &Collection) -> tantivy::Result<&Names> {
        let cell = &self.names[usize::from(field == Field::Speaker)];
        once(cell, || Names::read(self.articles.snapshot(), field, collection))
    }

    /// The passages with quotes of either kind, whose positions are in `column`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn with_quotes(&self, direct: bool, column: &'static str) -> Result<&PassageSet, SearchError> {
        Ok(once(&self.quotes[usize::from(direct)], || self.articles.with_value(column))?)
    }

    /// The intervals of days that passages speak of.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn mentions(&self) -> tantivy::Result<&Mentions> {
        once(&self.mentions, || Mentions::read(self.articles.snapshot()))
    }

    /// The passages with a field's value: remembered, or else those that `make` finds.
    ///
    /// # Errors
    /// Those of `make`; or when it is to `stop`, since it may have ended early.
    pub fn cached(
        &self,
        field: Field,
        value: &Expr,
        stop: &Stop,
        make: impl FnOnce() -> Result<Filter, SearchError>,
    ) -> Result<Filter, SearchError> {
        let expr = Expr::synthetic(ExprKind::Field { field, value: Box::new(value.clone()) });
        self.known.get_or_make(
            expr.to_string(),
            |filter| filter.set.bytes(),
            || {
                let made = make()?;
                stop.check()?;
                Ok(made)
            },
        )
    }
}

/// What `cell` holds, or else what `make` gives.
pub(in crate::search) fn once<T, E>(cell: &OnceLock<T>, make: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let made = make()?;
    Ok(cell.get_or_init(|| made))
}
