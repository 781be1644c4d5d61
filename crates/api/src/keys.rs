//! Keys and hashes by which archives tell articles and sources apart, the same in every engine: so what was written to
//! one is found again in another.

use onrecord_text::article::Article;

/// Names a source within an archive: 16 bytes of its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceKey(pub [u8; 16]);

impl SourceKey {
    /// That of the source at an absolute path.
    pub fn of(path: &str) -> Self {
        SourceKey(source_key(path))
    }

    /// The key of the article with this id.
    pub fn article(&self, id: &str) -> ArticleKey {
        ArticleKey(article_key(&self.0, id))
    }

    /// The half of it that stands in the keys of its articles.
    pub fn half(&self) -> [u8; 8] {
        let mut half = [0; 8];
        half.copy_from_slice(&self.0[..8]);
        half
    }

    /// Where it falls among 65,536 slots, evenly: by this, sources are divided among workers.
    pub fn slot(&self) -> u16 {
        xxhash_rust::xxh3::xxh3_64(&self.0) as u16
    }
}

/// Names an article within an archive, in all its states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleKey(pub [u8; 16]);

impl ArticleKey {
    /// The [half](SourceKey::half) of its source's key.
    pub fn source_half(&self) -> [u8; 8] {
        let mut half = [0; 8];
        half.copy_from_slice(&self.0[8..]);
        half
    }

    /// Where it falls among 65,536 slots, evenly, whatever its source.
    pub fn slot(&self) -> u16 {
        xxhash_rust::xxh3::xxh3_64(&self.0) as u16
    }
}

/// Key of an article: its [`id_key`] and 8 bytes of its source's key. Terms that end alike share what they end
/// with, so that the articles of one source cost little more than their ids.
pub fn article_key(source: &[u8; 16], id: &str) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&id_key(id));
    key[8..].copy_from_slice(&source[..8]);
    key
}

/// The first half of the keys of all articles with this id, whatever their source.
pub fn id_key(id: &str) -> [u8; 8] {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes()).to_le_bytes()
}

/// Key of a source: 16 bytes of its path.
pub fn source_key(path: &str) -> [u8; 16] {
    xxhash_rust::xxh3::xxh3_128(path.as_bytes()).to_le_bytes()
}

/// Key of a PATH's record, which no source has: its path with a zero character before it.
pub fn path_key(path: &str) -> [u8; 16] {
    source_key(&format!("\0{path}"))
}

/// Hash of all that an article was read as: whether it has changed.
///
/// # Panics
/// Never: what is hashed is plain data.
pub fn article_hash(article: &Article) -> u64 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    hasher.update(article.content.as_bytes());
    let rest = (&article.metadata, &article.blocks, article.text_start, &article.address);
    hasher.update(&postcard::to_stdvec(&rest).expect("plain data"));
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_tells_its_source() {
        let source = SourceKey::of("/news/a.jsonl");
        assert_eq!(source.article("7").source_half(), source.half());
        assert_ne!(source.article("7"), SourceKey::of("/news/b.jsonl").article("7"));
    }
}
