//! The figures of a whole index that ranking needs.

use serde_json::{Value, json};

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::search;
use onrecord_query::Stop;
use onrecord_query::rank::bm25::Extent;

/// The figures of one state of the index.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many passages there are, boilerplate included.
    pub passages: u64,
    /// Tokens of all passages.
    pub tokens: u64,
    /// Tokens of titles.
    pub title_tokens: u64,
    /// Articles with a passage.
    pub articles: u64,
    /// Articles that have words outside boilerplate, and these words.
    pub whole: Extent,
    /// Articles whose title is not all they have, and the words of these titles.
    pub titles: Extent,
    /// Passages that have words, and these words.
    pub worded: Extent,
    /// Articles whose date is known at least in part.
    pub dated: u64,
    /// First day of the newest article, in days since 1970-01-01.
    pub newest: i64,
}

impl Figures {
    /// Reads them.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn read(client: &Client, stop: &Stop) -> Result<Self, RemoteError> {
        let sum = |field: &str| json!({"sum": {"field": field}});
        let with = |field: &str| json!({"filter": {"exists": {"field": field}}});
        let dated = json!({"bool": {"should": [
            {"exists": {"field": "earliest"}}, {"exists": {"field": "latest"}}, {"exists": {"field": "best"}},
        ]}});
        let passages = json!({"filter": {"term": {"doc": "passage"}}, "aggs": {
            "tokens": sum("tokens"),
            "length": sum("length"),
            "worded": with("length"),
            "titles": {"filter": {"term": {"kind": "title"}}, "aggs": {"tokens": sum("tokens")}},
        }});
        let articles = json!({"filter": {"term": {"doc": "article"}}, "aggs": {
            "words": sum("article_words"),
            "worded": with("article_words"),
            "title_words": sum("title_words"),
            "titled": with("title_words"),
            "dated": {"filter": dated},
            "newest": {"max": {"field": "best"}},
        }});
        let aggs = json!({"passages": passages, "articles": articles});
        let body = json!({"size": 0, "track_total_hits": false, "query": {"match_all": {}}, "aggs": aggs});
        Ok(Figures::of(&search(client, &body, stop)?["aggregations"]))
    }

    fn of(found: &Value) -> Self {
        let (passages, articles) = (&found["passages"], &found["articles"]);
        let sum = |value: &Value| value["value"].as_f64().unwrap_or(0.0) as u64;
        let count = |value: &Value| value["doc_count"].as_u64().unwrap_or(0);
        let extent = |counted: &Value, words: &Value| Extent { count: count(counted) as u32, words: sum(words) };
        Figures {
            passages: count(passages),
            tokens: sum(&passages["tokens"]),
            title_tokens: sum(&passages["titles"]["tokens"]),
            articles: count(articles),
            whole: extent(&articles["worded"], &articles["words"]),
            titles: extent(&articles["titled"], &articles["title_words"]),
            worded: extent(&passages["worded"], &passages["length"]),
            dated: count(&articles["dated"]),
            newest: articles["newest"]["value"].as_f64().unwrap_or(0.0) as i64,
        }
    }

    /// BM25's inverse document frequency of what stands in `documents` passages.
    pub fn idf(&self, documents: u64) -> f32 {
        let documents = documents.min(self.passages);
        (1.0 + ((self.passages - documents) as f32 + 0.5) / (documents as f32 + 0.5)).ln()
    }

    /// BM25 of passages, with the constants of Lucene: how far `count` occurrences count in a passage of `tokens`
    /// tokens, the length known as exactly as an index on disk knows it.
    pub fn saturated(&self, count: u32, tokens: u32) -> f32 {
        const K1: f32 = 1.2;
        const B: f32 = 0.75;
        let average = self.tokens as f32 / self.passages.max(1) as f32;
        let norm = K1 * (1.0 - B + B * rounded(tokens) as f32 / average);
        (1.0 + K1) * count as f32 / (count as f32 + norm)
    }
}

/// The length that stands for a length in an index: up to 40 each by itself, then with three bits of precision, as Lucene
/// has it (`SmallFloat`).
pub fn rounded(length: u32) -> u32 {
    const EXACT: u32 = 24;
    let Some(rest) = length.checked_sub(EXACT).filter(|rest| *rest >= 16) else { return length };
    let shift = rest.ilog2() - 3;
    EXACT + (rest >> shift << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_rounded_as_on_disk() {
        let pairs =
            [(0, 0), (39, 39), (40, 40), (41, 40), (42, 42), (55, 54), (57, 56), (60, 60), (100, 96), (1000, 984)];
        for (length, expected) in pairs {
            assert_eq!(rounded(length), expected, "{length}");
        }
    }
}
