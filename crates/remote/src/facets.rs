//! Counts of values and of days.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

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
/// Most names that are counted anew because several values are one speaker's. It bounds the number of requests.
const MOST_NAMES: usize = 1_000;
/// How many names are counted anew in one request, to keep it small. A judgement, not measured.
const AT_ONCE: usize = 200;
/// Up to so many articles of a value are counted exactly where all values are counted at once. The server keeps 2 KB for
/// each value then, so that [`MOST_VALUES`] take 20 MB; with the most that it offers (40,000) it refused 1,000 values, which
/// took 395 MB.
const FEW: u64 = 200;
/// Twice the standard error of a count above [`FEW`] that was not made anew: a sketch of 2,048 registers (1.04 / √2048;
/// Flajolet et al., HyperLogLog, 2007).
const SKETCHED: f64 = 0.046;
/// Most values whose articles are counted one by one. Each costs the server a look at all its articles.
/// A judgement, not measured.
const MOST_EXACT: usize = 200;

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
    let query = Searching::new(view, &search_of(over))?.counted(by_article)?;
    let counted = Counted { view, over, query, field, name, by_article };
    let found = counted.all()?;
    let buckets = found["values"]["buckets"].as_array().map_or(&[][..], Vec::as_slice);
    let named = counted.named(buckets)?;
    let without = match over.speaker_type.filter(|_| field == Field::Speaker) {
        Some(_) => {
            let keys: Vec<&String> = named.values().flat_map(|name| &name.values).collect();
            counted.without(&json!({"terms": {(name): keys}}))?
        }
        None if by_article => counted.without(&json!({"exists": {"field": name}}))?,
        None => found["none"]["doc_count"].as_u64().unwrap_or(0),
    };
    let (mut values, uncertain) = counted.once_each(named)?;
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(ValueCounts { values, without, error: left_out(&found["values"], buckets) + uncertain })
}

/// The articles of a bucket: exactly up to [`FEW`], above that by a sketch.
fn articles(bucket: &Value) -> u64 {
    bucket["articles"]["value"].as_u64().unwrap_or(0)
}

/// By how much counts may err because not all values were given: one that was not has at most as many as the last.
fn left_out(found: &Value, buckets: &[Value]) -> u64 {
    if found["sum_other_doc_count"].as_u64().unwrap_or(0) == 0 {
        return 0;
    }
    let last = buckets.last().and_then(|bucket| bucket["doc_count"].as_u64()).unwrap_or(0);
    found["doc_count_error_upper_bound"].as_u64().unwrap_or(0) + last.max(1)
}

/// A name that is shown, with what the index calls it.
#[derive(Default)]
struct Name {
    values: Vec<String>,
    /// The sum of their counts.
    count: u64,
    /// The sum of their passages.
    passages: u64,
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
    over: &'a Over,
    query: Value,
    field: Field,
    name: &'a str,
    by_article: bool,
}

impl Counted<'_> {
    /// The server's counts of values, and of what has none.
    fn all(&self) -> Result<Value, BackendError> {
        let terms = json!({"terms": {"field": self.name, "size": MOST_VALUES}, "aggs": self.each()});
        let aggs = json!({"values": terms, "none": {"missing": {"field": self.name}}});
        let body = json!({"size": 0, "track_total_hits": false, "query": self.query, "aggs": aggs});
        Ok(ask(&self.view.client, &body, &self.over.stop)?["aggregations"].take())
    }

    /// What is counted of each value beside passages.
    fn each(&self) -> Value {
        let articles = json!({"articles": {"cardinality": {"field": "place", "precision_threshold": FEW}}});
        if self.by_article { articles } else { json!({}) }
    }

    /// The values by the names that are shown.
    fn named(&self, buckets: &[Value]) -> Result<BTreeMap<String, Name>, BackendError> {
        let mut named: BTreeMap<String, Name> = BTreeMap::new();
        for bucket in buckets {
            let key = bucket["key"].as_str().unwrap_or_default();
            let Some(shown) = self.shown(key) else { continue };
            let passages = bucket["doc_count"].as_u64().unwrap_or(0);
            let name = named.entry(shown).or_default();
            name.values.push(key.to_owned());
            name.count += if self.by_article { articles(bucket) } else { passages };
            name.passages += passages;
        }
        if self.field == Field::Speaker && buckets.len() == MOST_VALUES {
            // A name may have values that are too rare to be among those counted.
            let known: HashSet<String> = named.values().flat_map(|name| name.values.iter().cloned()).collect();
            let all = self.view.values.values(&self.view.client, self.field, &self.over.stop)?.all;
            for value in all.iter().filter(|value| !known.contains(*value)) {
                let name = self.shown(value).and_then(|shown| named.get_mut(&shown));
                name.into_iter().for_each(|name| name.values.push(value.clone()));
            }
        }
        Ok(named)
    }

    fn shown(&self, key: &str) -> Option<String> {
        match self.field {
            Field::Speaker => canonical(self.view, key, self.over.speaker_type),
            _ => Some(key.to_owned()),
        }
    }

    /// How many have nothing that `with` finds. Of an article with the value in one passage and none in another, not both
    /// count.
    fn without(&self, with: &Value) -> Result<u64, BackendError> {
        let mut query = json!({"bool": {"filter": [self.query], "must_not": [with]}});
        if self.by_article {
            let of_all = json!([{"term": {"doc": "article"}}, self.of_articles(None)]);
            query = json!({"bool": {"filter": of_all, "must_not": [self.of_articles(Some(with))]}});
        }
        let body = json!({"size": 0, "track_total_hits": true, "query": query});
        let answered = ask(&self.view.client, &body, &self.over.stop)?;
        Ok(answered["hits"]["total"]["value"].as_u64().unwrap_or(0))
    }

    /// What finds the articles with a passage that is counted, and that `with` finds.
    fn of_articles(&self, with: Option<&Value>) -> Value {
        let both: Vec<&Value> = std::iter::once(&self.query).chain(with).collect();
        json!({"has_child": {"type": "passage", "query": {"bool": {"filter": both}}}})
    }

    /// The counts by name, and by how much one may err. Where several values have one name, what has two of them is
    /// counted once.
    fn once_each(&self, mut named: BTreeMap<String, Name>) -> Result<(Vec<(String, u64)>, u64), BackendError> {
        let mut several: Vec<&mut Name> = named.values_mut().filter(|name| name.values.len() > 1).collect();
        several.sort_by_key(|name| Reverse(name.passages));
        several.truncate(MOST_NAMES);
        for several in several.chunks_mut(AT_ONCE) {
            self.count_again(several)?;
        }
        let uncertain = if self.by_article { self.count_exactly(&mut named)? } else { 0 };
        Ok((named.into_iter().map(|(shown, name)| (shown, name.count)).collect(), uncertain))
    }

    /// Counts what some names have, each in a bucket of its own.
    fn count_again(&self, names: &mut [&mut Name]) -> Result<(), BackendError> {
        let aggs = json!({"names": {"filters": self.filters(names, |with| with), "aggs": self.each()}});
        let body = json!({"size": 0, "track_total_hits": false, "query": self.query, "aggs": aggs});
        let answered = ask(&self.view.client, &body, &self.over.stop)?;
        for (n, name) in names.iter_mut().enumerate() {
            let bucket = &answered["aggregations"]["names"]["buckets"][n.to_string()];
            name.passages = bucket["doc_count"].as_u64().unwrap_or(0);
            name.count = if self.by_article { articles(bucket) } else { name.passages };
        }
        Ok(())
    }

    /// Counts the articles of the names that are wanted one by one, where the server has estimated them; tells by how much
    /// the count of another may err.
    fn count_exactly(&self, named: &mut BTreeMap<String, Name>) -> Result<u64, BackendError> {
        let mut first: Vec<&mut Name> = named.values_mut().collect();
        first.sort_by_key(|name| Reverse(name.count));
        // Of those beyond the wanted ones some may be more frequent than they seem.
        let wanted = self.over.limit.saturating_mul(2).saturating_add(10).min(MOST_EXACT);
        let is_sketched = |name: &&mut Name| name.passages > FEW;
        let mut rest = first.split_off(first.len().min(wanted));
        first.retain(is_sketched);
        rest.retain(is_sketched);
        for names in first.chunks_mut(AT_ONCE) {
            let aggs = json!({"names": {"filters": self.filters(names, |with| self.of_articles(Some(&with)))}});
            let query = json!({"term": {"doc": "article"}});
            let body = json!({"size": 0, "track_total_hits": false, "query": query, "aggs": aggs});
            let answered = ask(&self.view.client, &body, &self.over.stop)?;
            for (n, name) in names.iter_mut().enumerate() {
                let bucket = &answered["aggregations"]["names"]["buckets"][n.to_string()];
                name.count = bucket["doc_count"].as_u64().unwrap_or(0);
            }
        }
        let is_shown = self.over.limit > wanted;
        let sketched = rest.iter().map(|name| name.count).max().filter(|_| is_shown).unwrap_or(0);
        Ok((sketched as f64 * SKETCHED).ceil() as u64)
    }

    /// A filter for each of some names.
    fn filters(&self, names: &[&mut Name], with: impl Fn(Value) -> Value) -> Value {
        let filter = |name: &Name| with(json!({"terms": {(self.name): name.values}}));
        let filters: serde_json::Map<String, Value> =
            (0..).zip(names).map(|(n, name): (usize, _)| (n.to_string(), filter(name))).collect();
        json!({"filters": filters})
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
