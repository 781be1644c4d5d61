//! Stored passages and the matcher: what is read of the index to decide whether a passage satisfies a query.

use std::sync::Arc;

use crate::index::record::{ArticleRecord, PassageRecord, PassageText};
use crate::index::{Collection, DocAddress, IndexError, Snapshot};
use onrecord_query::Query;
use onrecord_query::highlight::{Found, StoredFacts, StoredFindings, StoredMatcher, StoredText, sentences};
use onrecord_text::analyze::Forms;
use onrecord_text::span::Span;

/// Matches stored passages against a query and marks them. One per thread.
///
/// What was found in a passage, and its article's record, are read only where the query asks for them.
pub struct PassageMatcher {
    snapshot: Snapshot,
    matcher: StoredMatcher,
    names: Arc<Collection>,
    /// The article that was asked for last.
    article: Option<(DocAddress, ArticleRecord)>,
}

impl PassageMatcher {
    /// A matcher of `query` for passages of `snapshot`, with speakers' names by `names`.
    pub fn new(query: &Query, snapshot: Snapshot, names: Arc<Collection>) -> Self {
        Self::with_forms(query, snapshot, names, Forms::new())
    }

    /// A matcher that knows the spellings in `forms` already and does not analyse them again.
    pub fn with_forms(query: &Query, snapshot: Snapshot, names: Arc<Collection>, forms: Forms) -> Self {
        PassageMatcher { snapshot, matcher: StoredMatcher::new(query, forms), names, article: None }
    }

    /// The spellings, for the next matcher.
    pub fn into_forms(self) -> Forms {
        self.matcher.into_forms()
    }

    /// The text of the passage at `address`, and whether it satisfies the query; if so, why, with the marks in
    /// the coordinates of the article's content.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn look(&mut self, address: DocAddress) -> Result<(PassageText, Option<Found>), IndexError> {
        let needs = self.matcher.needs();
        if needs.quotes || needs.values {
            return self.find_by_all(address);
        }
        let passage = self.snapshot.text(address)?;
        let found = self.matcher.find_by_words(&text_of(&passage));
        Ok((passage, found))
    }

    /// Matches with everything that is known of the passage.
    fn find_by_all(&mut self, address: DocAddress) -> Result<(PassageText, Option<Found>), IndexError> {
        let record = self.snapshot.passage(address)?;
        let article = self.article(address)?;
        let passage = record.without_findings();
        let found =
            self.matcher.find_by_all(&text_of(&passage), &findings_of(&record), &facts_of(&article), &*self.names);
        self.article = Some((self.snapshot.first_passage(address), article));
        Ok((passage, found))
    }

    /// The record of the passage's article, read anew where it is not the last one's.
    fn article(&mut self, address: DocAddress) -> Result<ArticleRecord, IndexError> {
        let first = self.snapshot.first_passage(address);
        match self.article.take() {
            Some((known, article)) if known == first => Ok(article),
            _ => self.snapshot.article(first),
        }
    }
}

fn text_of(passage: &PassageText) -> StoredText<'_> {
    StoredText { kind: passage.kind, span: passage.span, text: &passage.text, blocks: &passage.blocks }
}

fn findings_of(record: &PassageRecord) -> StoredFindings<'_> {
    StoredFindings {
        quotes: record.quotes.as_slice().into(),
        dates: record.dates.as_slice().into(),
        topics: record.topics.as_slice().into(),
    }
}

fn facts_of(article: &ArticleRecord) -> StoredFacts<'_> {
    let published = &article.found.published;
    StoredFacts {
        title: &article.title,
        outlet: article.metadata.outlet.as_deref().unwrap_or_default(),
        section: article.section().unwrap_or_default(),
        author: article.metadata.author.as_deref().unwrap_or_default(),
        url: article.metadata.url.as_deref().unwrap_or_default(),
        path: &article.path,
        lang: article.found.language.as_deref(),
        published: (published.earliest, published.latest),
    }
}

/// The sentences of a passage, in the coordinates of the article's content.
pub fn sentences_of(passage: &PassageText) -> Vec<Span> {
    sentences(&text_of(passage))
}
