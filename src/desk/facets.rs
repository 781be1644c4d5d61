//! How often the values of a field occur.

use std::collections::HashMap;

use super::histogram::Histogram;
use super::kept::Kept;
use super::question::{any_word, filtered, notes, parse};
use super::refusal::Refusal;
use crate::query::Query;
use onrecord_api::backend::{BackendError, DayCounts, Over, ValueCounts, View};
use onrecord_api::{Error, FacetColumn, FacetValue, FacetsAnswer, FacetsRequest, Field, Relation, Stop, Unit};

/// Counts the values of a field over what satisfies a query.
pub(super) fn facets(
    view: &dyn View,
    request: &FacetsRequest,
    kept: &Kept,
    stop: &Stop,
) -> Result<FacetsAnswer, Refusal> {
    for field in [Some(request.field), request.by].into_iter().flatten() {
        check(field)?;
    }
    if request.by == Some(Field::Date) {
        let message = format!("dates stand in the rows of a table: count the date by {}", request.field.name());
        return Err(Error::Setting { name: "by".into(), message }.into());
    }
    if request.speaker_type.is_some() && ![Some(request.field), request.by].contains(&Some(Field::Speaker)) {
        let message = format!("{} has no types: count speakers", request.field.name());
        return Err(Error::Setting { name: "type".into(), message }.into());
    }
    let written = parse(&request.query)?;
    let said = any_word(&written);
    let query = filtered(written, &request.filters)?;
    let mut answer = counts(view, request, &query, kept, stop)?;
    answer.notes = notes(&request.query, &query.notes);
    answer.notes.extend(notes(&request.query, said.as_slice()));
    let is_of_articles = request.unit != Unit::Quote;
    if request.field == Field::Date && is_of_articles && !matches!(request.query.trim(), "" | "*") {
        add_shares(view, request, (kept, stop), &mut answer)?;
    }
    if let Some(by) = request.by {
        add_columns(view, request, by, &query, (kept, stop), &mut answer)?;
    }
    Ok(answer)
}

fn check(field: Field) -> Result<(), Error> {
    if Field::FACETS.contains(&field) {
        return Ok(());
    }
    let message = format!("the values of {} are not counted", field.name());
    Err(Error::Setting { name: "field".into(), message })
}

/// The counts of the field itself.
fn counts(
    view: &dyn View,
    request: &FacetsRequest,
    query: &Query,
    kept: &Kept,
    stop: &Stop,
) -> Result<FacetsAnswer, Refusal> {
    let all = if request.prefix.is_empty() { request.limit } else { usize::MAX };
    let over = over(request, query.clone(), all, stop);
    let answer = FacetsAnswer { field: request.field, unit: request.unit, ..FacetsAnswer::default() };
    if request.field == Field::Date {
        let (days, relation) = days(view, &over, kept)?;
        let histogram = Histogram::of(days, request.interval);
        let value = |(value, count)| FacetValue { value, count, ..FacetValue::default() };
        let values = histogram.bars.into_iter().map(value).collect();
        return Ok(FacetsAnswer { values, without: histogram.without, relation, ..answer });
    }
    let (counts, relation) = values(view, &over, request.field, kept)?;
    let labels = &view.collection().topic_labels;
    let value = |(value, count): (String, u64)| {
        let label = labels.get(&value).filter(|_| request.field == Field::Topic).cloned();
        FacetValue { value, label, count, ..FacetValue::default() }
    };
    let values = counts.values.into_iter().map(value).filter(|value| begins(value, &request.prefix));
    let values = values.take(request.limit).collect();
    Ok(FacetsAnswer { values, without: counts.without, error: counts.error, relation, ..answer })
}

/// Counts by the days on which articles appeared.
fn days(view: &dyn View, over: &Over, kept: &Kept) -> Result<(DayCounts, Relation), BackendError> {
    match over.unit {
        Unit::Quote => {
            let rows = kept.rows(view, over)?;
            Ok((rows.days(), rows.relation))
        }
        Unit::Passage | Unit::Article => Ok((view.count_days(over)?, Relation::Exact)),
    }
}

/// Counts by the values of a field.
fn values(view: &dyn View, over: &Over, field: Field, kept: &Kept) -> Result<(ValueCounts, Relation), BackendError> {
    match over.unit {
        Unit::Quote => {
            let rows = kept.rows(view, over)?;
            Ok((rows.values(field, over.speaker_type)?, rows.relation))
        }
        Unit::Passage | Unit::Article => Ok((view.count_values(field, over)?, Relation::Exact)),
    }
}

fn over(request: &FacetsRequest, query: Query, limit: usize, stop: &Stop) -> Over {
    let (boilerplate, speaker_type) = (request.filters.include_boilerplate, request.speaker_type);
    Over { query, boilerplate, unit: request.unit, limit, speaker_type, stop: stop.clone() }
}

/// Whether a word of the value or of its label begins with `prefix`, in any case of letters.
fn begins(value: &FacetValue, prefix: &str) -> bool {
    let prefix = prefix.to_lowercase();
    let words = |text: &str| {
        let text = text.to_lowercase();
        text.starts_with(&prefix) || text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&prefix))
    };
    prefix.is_empty() || words(&value.value) || value.label.as_deref().is_some_and(words)
}

/// Adds to each bar how many articles the archive has of its period: a rise of the bars may be a rise of the archive.
fn add_shares(
    view: &dyn View,
    request: &FacetsRequest,
    (kept, stop): (&Kept, &Stop),
    answer: &mut FacetsAnswer,
) -> Result<(), Refusal> {
    let everything = filtered(parse("")?, &request.filters)?;
    let all = kept.bars(view, &over(request, everything, request.limit, stop), request.interval)?;
    for bar in &mut answer.values {
        bar.of = Some(all.get(&bar.value).copied().unwrap_or(bar.count).max(bar.count));
    }
    Ok(())
}

/// Columns of a table, where the request does not say how many.
const COLUMNS: usize = 6;

/// Adds a column for each of the most frequent values of another field.
fn add_columns(
    view: &dyn View,
    request: &FacetsRequest,
    by: Field,
    query: &Query,
    (kept, stop): (&Kept, &Stop),
    answer: &mut FacetsAnswer,
) -> Result<(), Refusal> {
    let columns = FacetsRequest { field: by, limit: COLUMNS, prefix: String::new(), by: None, ..request.clone() };
    for column in counts(view, &columns, query, kept, stop)?.values {
        let narrowed =
            query.clone().and_field(by, &column.value).map_err(|error| Error::of_query(&error, &column.value))?;
        let counted = FacetsRequest { limit: usize::MAX, prefix: String::new(), ..request.clone() };
        let counted = counts(view, &counted, &narrowed, kept, stop)?.values;
        let counted: HashMap<&str, u64> = counted.iter().map(|value| (value.value.as_str(), value.count)).collect();
        for row in &mut answer.values {
            row.by.push(counted.get(row.value.as_str()).copied().unwrap_or(0));
        }
        answer.columns.push(FacetColumn { value: column.value, label: column.label });
    }
    answer.by = Some(by);
    Ok(())
}
