//! Counts of values and of days.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::index::search as ask;
use crate::search::Searching;
use crate::view::RemoteView;
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::{Speaker, SpeakerType};
use onrecord_api::Unit;
use onrecord_api::backend::{BackendError, DayCounts, Over, Search, ValueCounts};
use onrecord_api::values::parse_speaker_key;
use onrecord_query::{Field, speaks_of_articles_alone};

/// Values of a field that the server counts at most; more are reported with the error bound that it gives. It
/// bounds the memory of one answer, to some megabytes.
const MOST_VALUES: usize = 10_000;
/// Most values that are counted anew because several of them are one speaker's. It bounds the size of one request.
const MOST_NAMES: usize = 1_000;

/// How often each value of a field occurs.
///
/// # Errors
/// When the query asks for more than the limits allow, the index cannot be read, or it is to stop.
pub fn count_values(view: &RemoteView, field: Field, over: &Over) -> Result<ValueCounts, BackendError> {
    let name = match field {
        Field::Speaker | Field::Role | Field::Topic | Field::Outlet | Field::Author | Field::Lang | Field::Kind => {
            field.name()
        }
        _ => return Ok(ValueCounts::default()),
    };
    let by_article = over.unit == Unit::Article;
    let search = search_of(over);
    let query = Searching::new(view, &search)?.counted(by_article)?;
    let articles = json!({"cardinality": {"field": "place", "precision_threshold": 40_000}});
    let each = if by_article { json!({"articles": articles}) } else { json!({}) };
    let terms = json!({"terms": {"field": name, "size": MOST_VALUES}, "aggs": each});
    let none = json!({"missing": {"field": name}});
    let mut aggs = json!({"values": terms, "none": none});
    if by_article {
        // Of an article with the value in one passage and none in another, not both count.
        aggs["all"] = articles.clone();
        aggs["some"] = json!({"filter": {"exists": {"field": name}}, "aggs": {"articles": articles}});
    }
    let body = json!({"size": 0, "track_total_hits": false, "query": query, "aggs": aggs});
    let answered = ask(&view.client, &body, &over.stop)?;
    let found = &answered["aggregations"];
    let count = |bucket: &Value| match by_article {
        true => bucket["articles"]["value"].as_u64().unwrap_or(0),
        false => bucket["doc_count"].as_u64().unwrap_or(0),
    };
    let without = match by_article {
        true => found["all"]["value"].as_u64().unwrap_or(0).saturating_sub(count(&found["some"])),
        false => found["none"]["doc_count"].as_u64().unwrap_or(0),
    };
    let buckets = found["values"]["buckets"].as_array().map_or(&[][..], Vec::as_slice);
    let mut named: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for bucket in buckets {
        let key = bucket["key"].as_str().unwrap_or_default();
        let shown = match field {
            Field::Speaker => canonical(view, key, over.speaker_type),
            _ => Some(key.to_owned()),
        };
        let Some(shown) = shown else { continue };
        named.entry(shown).or_default().push((key.to_owned(), count(bucket)));
    }
    let counted = Counted { view, query: &query, name, by_article };
    let without = match over.speaker_type.filter(|_| field == Field::Speaker) {
        Some(_) => counted.without(&named, over)?,
        None => without,
    };
    let mut values = counted.once_each(named, over)?;
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let error = found["values"]["doc_count_error_upper_bound"].as_u64().unwrap_or(0);
    let left_out = found["values"]["sum_other_doc_count"].as_u64().unwrap_or(0);
    Ok(ValueCounts { values, without, error: if left_out > 0 { error.max(1) } else { 0 } })
}

/// The canonical name of a speaker; none where speakers of another type are counted. The type is that which the whole
/// collection gives.
fn canonical(view: &RemoteView, key: &str, wanted: Option<SpeakerType>) -> Option<String> {
    let Some((kind, name)) = parse_speaker_key(key) else { return Some(key.to_owned()) };
    let speaker = Speaker { name: name.to_owned(), kind, role: None };
    let is_other = wanted.is_some_and(|wanted| wanted != view.collection.kind(&speaker));
    (!is_other).then(|| view.collection.canonical(&speaker).into_owned())
}

struct Counted<'a> {
    view: &'a RemoteView,
    query: &'a Value,
    name: &'a str,
    by_article: bool,
}

impl Counted<'_> {
    /// How many have none of the values that are counted.
    fn without(&self, named: &BTreeMap<String, Vec<(String, u64)>>, over: &Over) -> Result<u64, BackendError> {
        let keys: Vec<&String> = named.values().flatten().map(|(key, _)| key).collect();
        let with = json!({"terms": {(self.name): keys}});
        let mut query = json!({"bool": {"filter": [self.query], "must_not": [with]}});
        if self.by_article {
            let of_all = json!({"has_child": {"type": "passage", "query": self.query}});
            let of_those = json!({"has_child": {"type": "passage", "query": {"bool": {"filter": [self.query, with]}}}});
            let articles = json!([{"term": {"doc": "article"}}, of_all]);
            query = json!({"bool": {"filter": articles, "must_not": [of_those]}});
        }
        let body = json!({"size": 0, "track_total_hits": true, "query": query});
        let answered = ask(&self.view.client, &body, &over.stop)?;
        Ok(answered["hits"]["total"]["value"].as_u64().unwrap_or(0))
    }

    /// The counts by name. Where several values have one name, what has two of them is counted once.
    fn once_each(
        &self,
        named: BTreeMap<String, Vec<(String, u64)>>,
        over: &Over,
    ) -> Result<Vec<(String, u64)>, BackendError> {
        let sum = |values: &[(String, u64)]| values.iter().map(|(_, count)| count).sum::<u64>();
        let mut counts: BTreeMap<String, u64> =
            named.iter().map(|(name, values)| (name.clone(), sum(values))).collect();
        let mut several: Vec<(&String, &Vec<(String, u64)>)> = named.iter().filter(|(_, v)| v.len() > 1).collect();
        several.sort_by_key(|(_, values)| std::cmp::Reverse(sum(values)));
        for several in several[..several.len().min(MOST_NAMES)].chunks(200) {
            let filter = |values: &[(String, u64)]| {
                let keys: Vec<&String> = values.iter().map(|(key, _)| key).collect();
                json!({"terms": {(self.name): keys}})
            };
            let filters: serde_json::Map<String, Value> =
                (0..).zip(several).map(|(n, (_, values)): (usize, _)| (n.to_string(), filter(values))).collect();
            let articles = json!({"articles": {"cardinality": {"field": "place", "precision_threshold": 40_000}}});
            let each = if self.by_article { articles } else { json!({}) };
            let aggs = json!({"names": {"filters": {"filters": filters}, "aggs": each}});
            let body = json!({"size": 0, "track_total_hits": false, "query": self.query, "aggs": aggs});
            let answered = ask(&self.view.client, &body, &over.stop)?;
            let buckets = &answered["aggregations"]["names"]["buckets"];
            for (n, (name, _)) in several.iter().enumerate() {
                let bucket = &buckets[n.to_string()];
                let figure = if self.by_article { &bucket["articles"]["value"] } else { &bucket["doc_count"] };
                counts.insert((*name).clone(), figure.as_u64().unwrap_or(0));
            }
        }
        Ok(counts.into_iter().collect())
    }
}

/// How many articles appeared when.
///
/// # Errors
/// When the query asks for more than the limits allow, the index cannot be read, or it is to stop.
pub fn count_days(view: &RemoteView, over: &Over) -> Result<DayCounts, BackendError> {
    let search = search_of(over);
    let query = Searching::new(view, &search)?.counted_articles()?;
    let (mut counts, mut after) = (DayCounts::default(), None);
    loop {
        let source = |name: &str| json!({(name): {"terms": {"field": name, "missing_bucket": true}}});
        let mut composite = json!({"size": 1_000, "sources": [source("best"), source("best_last")]});
        if let Some(after) = after.take() {
            composite["after"] = after;
        }
        let aggs = json!({"days": {"composite": composite}});
        let body = json!({"size": 0, "track_total_hits": false, "query": query, "aggs": aggs});
        let answered = ask(&view.client, &body, &over.stop)?;
        let days = &answered["aggregations"]["days"];
        for bucket in days["buckets"].as_array().into_iter().flatten() {
            let count = bucket["doc_count"].as_u64().unwrap_or(0);
            match (bucket["key"]["best"].as_i64(), bucket["key"]["best_last"].as_i64()) {
                (Some(first), Some(last)) => counts.days.push(((first, last), count)),
                _ => counts.without += count,
            }
        }
        match days.get("after_key") {
            Some(key) if !key.is_null() => after = Some(key.clone()),
            _ => break,
        }
    }
    counts.days.sort_unstable();
    Ok(counts)
}

/// The search whose passages are counted.
fn search_of(over: &Over) -> Search {
    over.search(if over.unit == Unit::Article { Unit::Article } else { Unit::Passage })
}

impl Searching<'_> {
    /// What finds the passages that are counted. Of a query of articles alone, all passages of these count where
    /// articles do.
    pub(crate) fn counted(mut self, by_article: bool) -> Result<Value, BackendError> {
        if by_article && speaks_of_articles_alone(&self.search_query().expr) {
            let found = self.counted_passages(false)?;
            let has = json!({"has_child": {"type": "passage", "query": found}});
            let of_article = json!({"has_parent": {"parent_type": "article", "query": has}});
            let filter = json!([{"term": {"doc": "passage"}}, of_article]);
            return Ok(json!({"bool": {"filter": filter, "must_not": self.excluded()}}));
        }
        let keeps = self.keeps_titles();
        self.counted_passages(!by_article && !keeps)
    }

    /// What finds the articles that are counted.
    pub(crate) fn counted_articles(mut self) -> Result<Value, BackendError> {
        let has = json!({"has_child": {"type": "passage", "query": self.counted_passages(false)?}});
        Ok(json!({"bool": {"filter": [{"term": {"doc": "article"}}, has]}}))
    }
}
