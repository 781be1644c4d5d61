//! How many statements there are for each value of a field: counted one by one, since an engine counts passages.

use jiff::civil::{Date, date};
use std::collections::{BTreeMap, HashMap};

use super::statement::{COUNTED_ALONE, each};
use crate::annotate::CanonicalNames as _;
use crate::annotate::speaker::SpeakerType;
use crate::authors::authors;
use onrecord_api::backend::{BackendError, BackendHit, DayCounts, Over, Search, ValueCounts, View};
use onrecord_api::{Error, Field, Relation, Unit};

/// What statements are counted by.
pub(super) struct Rows {
    rows: Vec<Row>,
    /// Whether these are all statements.
    pub relation: Relation,
}

struct Row {
    speaker: Option<(String, SpeakerType)>,
    role: Option<String>,
    topics: Vec<String>,
    outlet: Option<String>,
    authors: Vec<String>,
    kind: &'static str,
    days: Option<(Date, Date)>,
}

impl Rows {
    /// The rows of the statements that are counted.
    ///
    /// # Errors
    /// As [`View::search`].
    pub(super) fn read(view: &dyn View, over: &Over) -> Result<Self, BackendError> {
        let search = Search { count_all: false, duplicates: false, findings: true, ..over.search(Unit::Quote) };
        let mut rows = Vec::new();
        let relation = each(view, &search, COUNTED_ALONE, |hit, n| {
            rows.push(row(view, hit, n));
            Ok(true)
        })?;
        Ok(Rows { rows, relation })
    }

    /// Statements by the values of a field, most frequent first; of speakers those of one type alone, if one is given.
    ///
    /// # Errors
    /// When statements have no such field.
    pub(super) fn values(&self, field: Field, kind: Option<SpeakerType>) -> Result<ValueCounts, BackendError> {
        let (mut counts, mut without) = (HashMap::<&str, u64>::new(), 0);
        for row in &self.rows {
            let values = row.values(field, kind)?;
            without += u64::from(values.is_empty());
            values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        }
        let mut values: Vec<(String, u64)> =
            counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(ValueCounts { values, without, error: 0 })
    }

    /// Statements by the best date of their articles.
    pub(super) fn days(&self) -> DayCounts {
        let mut days = BTreeMap::new();
        for ends in self.rows.iter().filter_map(|row| row.days) {
            *days.entry(ends).or_default() += 1;
        }
        let without = self.rows.iter().filter(|row| row.days.is_none()).count() as u64;
        let numbered = |((first, last), count)| ((number(first), number(last)), count);
        DayCounts { days: days.into_iter().map(numbered).collect(), without }
    }
}

/// Days since 1970-01-01.
fn number(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_hours() / 24
}

/// What the `n`th quote of a hit's passage is counted by.
fn row(view: &dyn View, hit: &BackendHit, n: usize) -> Row {
    let (article, passage) = (&hit.article, &hit.passage);
    let speaker = passage.quotes[n].speaker.as_ref();
    let names = view.collection();
    Row {
        speaker: speaker.map(|speaker| (names.canonical(speaker).into_owned(), names.kind(speaker))),
        role: speaker.and_then(|speaker| speaker.role.clone()),
        topics: passage.topics.iter().map(|topic| topic.id.clone()).collect(),
        outlet: article.metadata.outlet.clone(),
        authors: article.metadata.author.as_deref().map(authors).unwrap_or_default(),
        kind: passage.kind.name(),
        days: article.published.best.and_then(|best| best.days()),
    }
}

impl Row {
    /// The values of a field; a speaker only if of the type that is asked for.
    fn values(&self, field: Field, kind: Option<SpeakerType>) -> Result<Vec<&str>, BackendError> {
        let is_wanted = |speaker: &&(String, SpeakerType)| kind.is_none_or(|kind| kind == speaker.1);
        Ok(match field {
            Field::Speaker => self.speaker.iter().filter(is_wanted).map(|speaker| speaker.0.as_str()).collect(),
            Field::Role => self.role.as_deref().into_iter().collect(),
            Field::Topic => self.topics.iter().map(String::as_str).collect(),
            Field::Outlet => self.outlet.as_deref().into_iter().collect(),
            Field::Author => self.authors.iter().map(String::as_str).collect(),
            Field::Kind => vec![self.kind],
            field => return Err(not_counted(field)),
        })
    }
}

fn not_counted(field: Field) -> BackendError {
    let message = format!("statements are not counted by {}: count passages or articles", field.name());
    BackendError::Archive(Error::Setting { name: "unit".into(), message })
}
