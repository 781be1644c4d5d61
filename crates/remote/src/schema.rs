//! How the index lies in the cluster: its settings and fields, with their version.
//!
//! One index holds several sorts of documents, told apart by `doc`: passages, which are searched; articles, their
//! parents, which hold [records](crate::record) and the words of the whole; words, which say what forms a stem has; the
//! collection's record; and what is remembered of the [sources](crate::ledger). The text goes over as [tokens] of our own, so that no analysis of the server decides anything.
//! Of what is sent only `record`, `digest` and `passages` are kept as they are (`_source`); all else is there to be
//! searched.
//!
//! [tokens]: crate::tokens

use serde_json::{Value, json};

use onrecord_text::analyze;
use onrecord_text::passage::BLOCK_GAP;

/// Version of fields, tokens and records. Whoever changes one of them raises it.
pub const FORMAT: u32 = 2;

/// How an index is laid out over the nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Parts (shards) of the index.
    pub shards: u32,
    /// Copies of each part beside the first, at most: as many as there are nodes for.
    pub replicas: u32,
}

impl Default for Layout {
    fn default() -> Self {
        Layout { shards: 3, replicas: 1 }
    }
}

/// What the index says of itself.
pub fn versions() -> Value {
    json!({"onrecord": {"format": FORMAT, "analysis": analyze::VERSION}})
}

/// The body of the request that makes an index.
pub fn definition(layout: Layout) -> Value {
    json!({
        "settings": {
            "number_of_shards": layout.shards,
            "auto_expand_replicas": format!("0-{}", layout.replicas),
            "refresh_interval": "-1",
            "codec": "best_compression",
            // What was taken out is to leave the disk where that is asked for, however little it is.
            "merge.policy.expunge_deletes_allowed": 0,
            "max_result_window": MAX_WINDOW,
            "similarity": {"articles": {"type": "BM25", "k1": 1.1, "b": 0.8}},
            "analysis": {
                "tokenizer": {"spaces": {
                    "type": "char_group", "tokenize_on_chars": [" "], "max_token_length": MAX_TOKEN,
                }},
                "filter": {"stack": {
                    "type": "pattern_capture", "preserve_original": false, "patterns": [r"([^|]+)"],
                }},
                "analyzer": {"tokens": {"type": "custom", "tokenizer": "spaces", "filter": ["stack"]}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": versions(),
            "_routing": {"required": true},
            "_source": {"includes": ["record", "digest", "passages", "form", "stem"]},
            "properties": properties(),
        },
    })
}

/// In the field `dating`: nothing in the article gives its publication date.
pub const UNDATED: &str = "undated";
/// In the field `dating`: other articles date it.
pub const DATED_BY_OTHERS: &str = "others";

/// Most hits that one page reaches into: the server's own default (`index.max_result_window`).
pub const MAX_WINDOW: usize = 10_000;

/// Most bytes of the tokens at one position. Lucene takes terms of up to 32,766 bytes; the rest is room for the
/// forms of one word.
pub const MAX_TOKEN: usize = 2_000;

/// Longest value that is found as it stands, in characters: Lucene takes 32,766 bytes.
const LONGEST_VALUE: usize = 8_000;

fn properties() -> Value {
    let keyword = || json!({"type": "keyword", "ignore_above": LONGEST_VALUE});
    let set = || json!({"type": "keyword", "doc_values": false, "ignore_above": LONGEST_VALUE});
    let long = || json!({"type": "long"});
    let words = || json!({"type": "text", "analyzer": "tokens", "position_increment_gap": BLOCK_GAP - 1});
    let bag = || json!({"type": "text", "analyzer": "tokens", "index_options": "freqs", "similarity": "articles"});
    let mut properties = json!({
        "doc": keyword(),
        "join": {"type": "join", "relations": {"article": "passage"}},
        // Of passages.
        "ordinal": {"type": "integer", "index": false},
        "kind": keyword(),
        "stands": {"type": "boolean", "doc_values": false},
        "tokens": {"type": "integer", "index": false},
        "length": {"type": "integer", "index": false},
        "body": words(),
        "title": words(),
        "outlet_words": words(),
        "section_words": words(),
        "author_words": words(),
        "topic": keyword(),
        "speaker": keyword(),
        "role": keyword(),
        "mentions": {"type": "long_range", "doc_values": false},
        "quotes": {"type": "nested", "properties": {
            "kind": set(), "speaker": set(), "role": set(), "body": words(),
        }},
        // Of passages and of articles.
        "place": {"type": "keyword", "index": false, "ignore_above": LONGEST_VALUE},
        "outlet": keyword(),
        "author": keyword(),
        "path": keyword(),
        "url": keyword(),
        "lang": keyword(),
        "earliest": {"type": "long", "doc_values": false},
        "latest": {"type": "long", "doc_values": false},
        "best": long(),
        "best_last": {"type": "long", "index": false},
        // Of articles.
        "words": bag(),
        "title_bag": bag(),
        "article_words": {"type": "integer", "index": false},
        "title_words": {"type": "integer", "index": false},
        "id": set(),
        "handle": set(),
        "passages": {"type": "integer", "index": false, "doc_values": false},
        "digest": {"type": "keyword", "index": false, "doc_values": false},
        "record": {"type": "binary"},
        // Of words.
        "form": keyword(),
        "stem": keyword(),
    });
    for (name, field) in [
        // Of articles: what tells whether one has changed, and whether it has a date of its own.
        ("source", set()),
        ("hash", json!({"type": "long", "index": false})),
        ("dating", set()),
        // Of sources.
        ("slot", json!({"type": "integer", "doc_values": false})),
        ("size", json!({"type": "long", "index": false})),
    ] {
        properties[name] = field;
    }
    properties
}
