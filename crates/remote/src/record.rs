//! An article as the cluster keeps it: the whole of it in one record, packed, in its article's document.
//!
//! What a search shows, matches and ranks is read of these records, and never of what the server was given to search:
//! so whatever the server finds is judged by the article itself.

use std::io::Read;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::RemoteError;
use onrecord_annotate::Findings;
use onrecord_annotate::date::{DateMention, Published};
use onrecord_annotate::speaker::Quote;
use onrecord_annotate::topic::Topic;
use onrecord_api::backend::StoredArticle;
use onrecord_api::collection::Collection;
use onrecord_text::article::{Address, Article, Block, BlockKind, Metadata};
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// Most bytes of one unpacked record: articles are shorter than 4 GiB, and those this long are hostile.
const MAX_RECORD: u64 = 1 << 30;

/// The record of an article.
#[derive(Serialize, Deserialize)]
struct ArticleRecord {
    id: String,
    path: String,
    content: String,
    text_start: u32,
    blocks: Vec<Block>,
    metadata: Metadata,
    address: Address,
    passages: Vec<(BlockKind, Span, u32)>,
    language: Option<String>,
    published: Published,
    own_published: Option<Published>,
    dates: Vec<DateMention>,
    quotes: Vec<Quote>,
    taxonomy: u64,
    passage_topics: Vec<Vec<Topic>>,
    topics: Vec<Topic>,
}

/// Packs an article.
pub fn pack_article(stored: &StoredArticle) -> String {
    let StoredArticle { article, passages, findings } = stored.clone();
    pack(&ArticleRecord {
        id: article.id,
        path: article.path,
        content: article.content,
        text_start: article.text_start,
        blocks: article.blocks,
        metadata: article.metadata,
        address: article.address,
        passages: passages.iter().map(|p| (p.kind, p.span, p.line)).collect(),
        language: findings.language,
        published: findings.published,
        own_published: findings.own_published,
        dates: findings.dates,
        quotes: findings.quotes,
        taxonomy: findings.taxonomy,
        passage_topics: findings.passage_topics,
        topics: findings.topics,
    })
}

/// Unpacks an article. Which of the analysed words its passages hold is not kept.
///
/// # Errors
/// When the record is damaged.
pub fn unpack_article(packed: &str) -> Result<StoredArticle, RemoteError> {
    let record: ArticleRecord = unpack(packed)?;
    check(&record)?;
    let passage = |(ordinal, (kind, span, line)): (u32, (BlockKind, Span, u32))| Passage {
        ordinal,
        kind,
        span,
        line,
        words: 0..0,
        sentences: 0..0,
    };
    Ok(StoredArticle {
        article: Article {
            id: record.id,
            path: record.path,
            content: record.content,
            text_start: record.text_start,
            blocks: record.blocks,
            metadata: record.metadata,
            address: record.address,
        },
        passages: (0..).zip(record.passages).map(passage).collect(),
        findings: Findings {
            language: record.language,
            published: record.published,
            own_published: record.own_published,
            dates: record.dates,
            clues: None,
            quotes: record.quotes,
            taxonomy: record.taxonomy,
            passage_topics: record.passage_topics,
            topics: record.topics,
        },
    })
}

/// Whether spans lie within the content: slicing relies on it.
fn check(record: &ArticleRecord) -> Result<(), RemoteError> {
    let fits = |span: &Span| record.content.get(span.range()).is_some();
    let spans = record.blocks.iter().map(|block| &block.span).chain(record.passages.iter().map(|(_, span, _)| span));
    let quotes = record.quotes.iter().map(|quote| &quote.span).chain(record.dates.iter().map(|date| &date.span));
    let starts = record.content.is_char_boundary(record.text_start as usize);
    if starts && spans.chain(quotes).all(fits) {
        return Ok(());
    }
    Err(RemoteError::Damaged(format!("the record of article {} does not fit its text", record.id)))
}

/// The collection's record, with the names of speakers.
pub fn pack_collection(collection: &Collection) -> String {
    pack(&(collection, collection.names.lines()))
}

/// Unpacks the collection's record.
///
/// # Errors
/// When the record is damaged.
pub fn unpack_collection(packed: &str) -> Result<Collection, RemoteError> {
    use onrecord_annotate::speaker::collection::NameTable;
    let (mut collection, lines): (Collection, String) = unpack(packed)?;
    collection.names = NameTable::of_lines(lines);
    Ok(collection.ready())
}

/// Packs a record.
pub(crate) fn pack<T: Serialize>(record: &T) -> String {
    let bytes = postcard::to_stdvec(record).unwrap_or_default();
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    // Memory takes whatever is written.
    let _ = encoder.write_all(&bytes);
    STANDARD.encode(encoder.finish().unwrap_or_default())
}

/// Unpacks a record.
///
/// # Errors
/// When it is damaged.
pub(crate) fn unpack<T: DeserializeOwned>(packed: &str) -> Result<T, RemoteError> {
    let damaged = |what: String| RemoteError::Damaged(format!("a record cannot be read: {what}"));
    let bytes = STANDARD.decode(packed).map_err(|error| damaged(error.to_string()))?;
    let mut record = Vec::with_capacity(bytes.len() * 3);
    let mut decoder = DeflateDecoder::new(bytes.as_slice()).take(MAX_RECORD);
    decoder.read_to_end(&mut record).map_err(|error| damaged(error.to_string()))?;
    postcard::from_bytes(&record).map_err(|error| damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(content: &str, end: usize) -> StoredArticle {
        let span = Span { start: 0, end: end as u32 };
        StoredArticle {
            article: Article {
                id: "a".into(),
                path: "p".into(),
                content: content.into(),
                text_start: 0,
                blocks: vec![Block { kind: BlockKind::Body, span }],
                metadata: Metadata::default(),
                address: Address::default(),
            },
            passages: vec![Passage { ordinal: 0, kind: BlockKind::Body, span, line: 1, words: 0..0, sentences: 0..0 }],
            findings: Findings::default(),
        }
    }

    #[test]
    fn an_article_comes_back_whole() {
        let before = stored("Zürich said: “so it is”.", 10);
        let after = unpack_article(&pack_article(&before)).expect("a record");
        assert_eq!((after.article, after.passages), (before.article, before.passages));
    }

    #[test]
    fn what_is_no_record_or_does_not_fit_is_refused() {
        let outside = pack_article(&stored("short", 400));
        let between = pack_article(&stored("ü", 1));
        let good = pack_article(&stored("Some words.", 4));
        for packed in ["", "no base64", "AAAA", &good[..good.len() / 2], &outside, &between] {
            assert!(matches!(unpack_article(packed), Err(RemoteError::Damaged(_))), "{packed}");
        }
    }
}
