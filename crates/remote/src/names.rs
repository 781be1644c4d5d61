//! What documents are called, and values that stand for more than they say.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use onrecord_annotate::speaker::Speaker;
use onrecord_api::keys::ArticleKey;

/// The document with the record of the collection; its routing is the same.
pub const COLLECTION: &str = "collection";

/// The id of an article's document, by which its passages are routed to the same part of the index.
pub fn routing(key: &ArticleKey) -> String {
    URL_SAFE_NO_PAD.encode(key.0)
}

/// The key of an article's id.
pub fn key_of(routing: &str) -> Option<ArticleKey> {
    let bytes = URL_SAFE_NO_PAD.decode(routing).ok()?;
    Some(ArticleKey(bytes.try_into().ok()?))
}

/// The id of a passage.
pub fn passage_id(key: &ArticleKey, ordinal: u32) -> String {
    format!("{}:{ordinal}", routing(key))
}

/// The article and the number of a passage's id.
pub fn passage_of(id: &str) -> Option<(ArticleKey, u32)> {
    let (article, ordinal) = id.rsplit_once(':')?;
    Some((key_of(article)?, ordinal.parse().ok()?))
}

/// The half of a source's key that its articles carry, as their documents have it.
pub fn source_half(half: &[u8; 8]) -> String {
    URL_SAFE_NO_PAD.encode(half)
}

/// The id of a record that is no article's: what sort it is, and its key among these.
pub fn record_id(sort: &str, key: &[u8; 16]) -> String {
    format!("{sort}-{}", URL_SAFE_NO_PAD.encode(key))
}

/// The id of a word.
pub fn word_id(form: &str) -> String {
    format!("w{}", URL_SAFE_NO_PAD.encode(xxhash_rust::xxh3::xxh3_128(form.as_bytes()).to_le_bytes()))
}

/// The value of a speaker: the letter of the type, a colon, the name used within the article.
pub fn speaker_key(speaker: &Speaker) -> String {
    format!("{}:{}", speaker.kind.letter(), speaker.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_back() {
        let key = ArticleKey([250; 16]);
        assert_eq!(passage_of(&passage_id(&key, 12)), Some((key, 12)));
        assert_eq!(passage_of("collection"), None);
        assert_eq!(key_of(&word_id("bank")), None);
    }
}
