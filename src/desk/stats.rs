//! What an archive holds, in numbers.

use jiff::{Timestamp, Unit as TimeUnit, civil::Date};

use super::question::parse;
use super::refusal::Refusal;
use onrecord_api::backend::{Holdings, Over, View};
use onrecord_api::{StatsAnswer, Stop, Unit, Versions};

/// What the archive holds.
pub(super) fn stats(view: &dyn View) -> Result<StatsAnswer, Refusal> {
    let period = period(view)?;
    let held: Holdings = view.holdings()?;
    let changed = held.changed.and_then(|time| Timestamp::try_from(time).ok()?.round(TimeUnit::Second).ok());
    Ok(StatsAnswer {
        sources: held.sources,
        articles: held.articles,
        passages: held.passages,
        segments: held.segments,
        bytes: held.bytes,
        speakers: held.speakers,
        roles: held.roles,
        topics: held.topics,
        dated_articles: held.dated_articles,
        period,
        source_bytes: held.source_bytes,
        paths: held.paths,
        changed: changed.map(|time| time.to_string()),
        unread: held.unread,
        versions: Versions { format: held.format, analysis: held.analysis },
    })
}

/// The first and the last day of the best dates of all articles.
fn period(view: &dyn View) -> Result<Option<[Date; 2]>, Refusal> {
    let (query, stop) = (parse("*")?, Stop::NEVER);
    let over = Over { query, boilerplate: true, unit: Unit::Article, limit: 0, speaker_type: None, stop };
    let days = view.count_days(&over)?.days;
    let (first, last) = (days.iter().map(|(day, _)| day.0).min(), days.iter().map(|(day, _)| day.1).max());
    Ok(first.and_then(date_of).zip(last.and_then(date_of)).map(|(first, last)| [first, last]))
}

/// The day of a number of days since 1970-01-01.
fn date_of(days: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
