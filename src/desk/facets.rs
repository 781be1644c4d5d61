//! How often the values of a field occur.

use jiff::civil::date;

use super::archive::Refusal;
use super::question::{filtered, parse};
use onrecord_api::backend::{DayCounts, Over, View};
use onrecord_api::{Error, FacetValue, FacetsAnswer, FacetsRequest, Field, Interval, Stop};

/// Counts the values of a field over what satisfies a query.
pub(super) fn facets(view: &dyn View, request: &FacetsRequest, stop: &Stop) -> Result<FacetsAnswer, Refusal> {
    if !Field::FACETS.contains(&request.field) {
        let message = format!("the values of {} are not counted", request.field.name());
        return Err(Error::Setting { name: "field".into(), message }.into());
    }
    let query = filtered(parse(&request.query)?, &request.filters)?;
    let boilerplate = request.filters.include_boilerplate;
    let over = Over { query, boilerplate, limit: request.limit, stop: stop.clone() };
    if request.field == Field::Date {
        return Ok(histogram(view.count_days(&over)?, request.interval));
    }
    let counts = view.count_values(request.field, &over)?;
    let labels = &view.collection().topic_labels;
    let value = |(value, count): (String, u64)| {
        let label = labels.get(&value).filter(|_| request.field == Field::Topic).cloned();
        FacetValue { value, label, count }
    };
    let values = counts.values.into_iter().take(request.limit).map(value).collect();
    Ok(FacetsAnswer { field: request.field, values, without: counts.without, error: counts.error })
}

/// The bars of a histogram. An article that is known to a year alone has no month.
fn histogram(counts: DayCounts, interval: Interval) -> FacetsAnswer {
    let (mut values, mut without): (Vec<FacetValue>, u64) = (Vec::new(), counts.without);
    for ((first, last), count) in counts.days {
        let value = bar(first, interval);
        if value != bar(last, interval) {
            without += count;
            continue;
        }
        match values.last_mut() {
            Some(last) if last.value == value => last.count += count,
            _ => values.push(FacetValue { value, label: None, count }),
        }
    }
    FacetsAnswer { field: Field::Date, values, without, error: 0 }
}

/// The year, month or day of a day, given in days since 1970-01-01.
fn bar(day: i64, interval: Interval) -> String {
    let day = date(1970, 1, 1).saturating_add(jiff::Span::new().try_days(day).unwrap_or_default());
    let format = match interval {
        Interval::Year => "%Y",
        Interval::Month => "%Y-%m",
        Interval::Day => "%Y-%m-%d",
    };
    day.strftime(format).to_string()
}
