//! The fields of the index.
//!
//! Two kinds of documents share it: passages, and one record per source file (`is_source`). Fields marked
//! *article* are filled on an article's first passage only.

use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing,
    TextOptions,
};

use super::tokens::TOKENIZER;

/// What stands in the kind column of a record: no kind of passage.
pub const RECORD_KIND: u64 = 255;

/// The fields, by what they are for.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The passage's words with positions; see [`super::tokens`].
    pub body: Field,
    /// The words of title passages once more: what `title:` searches.
    pub title: Field,
    /// [Key](super::document::article_key) of the article, on every passage: what replaces and removes it, and by
    /// its first half what finds it by its id.
    pub article: Field,
    /// Key of the source file (16 bytes), on every passage and on the source's record.
    pub source: Field,
    /// Place of the passage in its article, from 0.
    pub ordinal: Field,
    /// Number of passages of the article.
    pub passages: Field,
    /// Number of words of the passage.
    pub length: Field,
    /// Kind of the passage, as its place in [`BlockKind::ALL`](onrecord_text::article::BlockKind::ALL).
    pub kind: Field,
    /// *Article*: first day of the published interval, in days since 1970-01-01; absent where open.
    pub earliest: Field,
    /// *Article*: last day of the published interval; absent where open.
    pub latest: Field,
    /// *Article*: the first day of the best date; what sorting uses, and histograms with the next.
    pub best: Field,
    /// *Article*: the last day of the best date: the first one, or that of its month or year.
    pub best_last: Field,
    /// *Article*: the outlet's name, for facets.
    pub outlet: Field,
    /// *Article*: words of the outlet.
    pub outlet_words: Field,
    /// *Article*: words of the section.
    pub section: Field,
    /// *Article*: who wrote it, as given, for facets.
    pub author: Field,
    /// *Article*: words of the author.
    pub author_words: Field,
    /// *Article*: its address on the web.
    pub url: Field,
    /// *Article*: the path as the user named it.
    pub path: Field,
    /// *Article*: ISO 639-1 code of the language.
    pub lang: Field,
    /// Speakers of the passage's quotes, as [`push_speaker_key`](super::record::push_speaker_key) has it.
    pub speaker: Field,
    /// The first and the last position of each direct or mixed quote of the passage, one after the other.
    pub said: Field,
    /// The first and the last position of each indirect quote of the passage, one after the other.
    pub paraphrased: Field,
    /// Roles of the passage's speakers, as printed.
    pub role: Field,
    /// Identifiers of the passage's topics.
    pub topic: Field,
    /// Intervals that the passage's date mentions denote, as `first..last` in ISO days.
    pub mentions: Field,
    /// *Article*: its [handle](onrecord_api::Handle), by which it is found.
    pub handle: Field,
    /// *Article*: path and id with a zero character between them, for ties and for runs.
    pub place: Field,
    /// The passage's text and what follows it up to the next passage, stored as it stands.
    pub text: Field,
    /// The record of the passage (see [`super::packed`]).
    pub record: Field,
    /// *Article*: the record of the article; on a source's document, that of the source.
    pub parent: Field,
    /// *Article*: the [hash](super::document::article_hash) of all that it was read as.
    pub hash: Field,
    /// *Article*: the term `1` where nothing gives its publication date, and `2` where other articles do.
    pub undated: Field,
    /// One term on records, which are never hits: the number of their [`Class`](super::record::Class).
    pub is_record: Field,
}

/// Builds the schema and its fields.
pub fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = |record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(record).set_fieldnorms(true),
        )
    };
    let positions = || words(IndexRecordOption::WithFreqsAndPositions);
    let number = || NumericOptions::default().set_fast();
    let key = || BytesOptions::default().set_indexed();
    let stored = || BytesOptions::default().set_stored();
    let facet = || STRING | FAST;
    let fields = Fields {
        body: schema.add_text_field("body", positions()),
        title: schema.add_text_field("title", positions()),
        article: schema.add_bytes_field("article", key()),
        source: schema.add_bytes_field("source", key()),
        ordinal: schema.add_u64_field("ordinal", number()),
        passages: schema.add_u64_field("passages", number()),
        length: schema.add_u64_field("length", number()),
        kind: schema.add_u64_field("kind", number()),
        earliest: schema.add_i64_field("earliest", number()),
        latest: schema.add_i64_field("latest", number()),
        best: schema.add_i64_field("best", number()),
        best_last: schema.add_i64_field("best_last", number()),
        outlet: schema.add_text_field("outlet", facet()),
        outlet_words: schema.add_text_field("outlet_words", positions()),
        section: schema.add_text_field("section", positions()),
        author: schema.add_text_field("author", facet()),
        author_words: schema.add_text_field("author_words", positions()),
        url: schema.add_text_field("url", STRING),
        path: schema.add_text_field("path", STRING),
        lang: schema.add_text_field("lang", facet()),
        speaker: schema.add_text_field("speaker", facet()),
        said: schema.add_u64_field("said", number()),
        paraphrased: schema.add_u64_field("paraphrased", number()),
        role: schema.add_text_field("role", facet()),
        topic: schema.add_text_field("topic", facet()),
        mentions: schema.add_text_field("mentions", STRING),
        handle: schema.add_bytes_field("handle", key()),
        place: schema.add_text_field("place", TextOptions::default().set_fast("raw")),
        text: schema.add_text_field("text", TextOptions::default().set_stored()),
        record: schema.add_bytes_field("record", stored()),
        parent: schema.add_bytes_field("parent", stored()),
        hash: schema.add_u64_field("hash", number()),
        undated: schema.add_u64_field("undated", INDEXED),
        is_record: schema.add_u64_field("is_record", INDEXED),
    };
    (schema.build(), fields)
}
