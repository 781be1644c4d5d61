//! Passages of articles that have something elsewhere: a block join over the passages of one article,
//! which lie next to each other in their segment.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::index::reader::Columns;

/// Passages, out of those that `shown` matches or else all, of the articles in which each of `all` matches
/// some passage. A passage's score is that of `shown`, or 0.
#[derive(Debug)]
pub struct ArticleQuery {
    shown: Option<Box<dyn Query>>,
    all: Vec<Box<dyn Query>>,
}

impl Clone for ArticleQuery {
    fn clone(&self) -> Self {
        ArticleQuery {
            shown: self.shown.as_ref().map(|q| q.box_clone()),
            all: self.all.iter().map(|q| q.box_clone()).collect(),
        }
    }
}

impl ArticleQuery {
    /// All passages of the articles in which `inner` matches some passage.
    pub fn spread(inner: Box<dyn Query>) -> Self {
        ArticleQuery { shown: None, all: vec![inner] }
    }

    /// The passages that `shown` matches in articles in which each of `all` matches some passage.
    pub fn same_article(shown: Box<dyn Query>, all: Vec<Box<dyn Query>>) -> Self {
        ArticleQuery { shown: Some(shown), all }
    }
}

impl Query for ArticleQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = match scoring.searcher() {
            Some(searcher) => EnableScoring::disabled_from_searcher(searcher),
            None => EnableScoring::disabled_from_schema(scoring.schema()),
        };
        let all = self.all.iter().map(|query| query.weight(unscored)).collect::<tantivy::Result<_>>()?;
        let shown = self.shown.as_ref().map(|query| query.weight(scoring)).transpose()?;
        Ok(Box::new(ArticleWeight { shown, all }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a tantivy::Term, bool)) {
        self.shown.iter().chain(&self.all).for_each(|query| query.query_terms(visitor));
    }
}

struct ArticleWeight {
    shown: Option<Box<dyn Weight>>,
    all: Vec<Box<dyn Weight>>,
}

impl Weight for ArticleWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let shown = match &self.shown {
            Some(weight) => Shown::Matches(weight.scorer(segment, boost)?),
            None => Shown::All(0),
        };
        let all = self.all.iter().map(|weight| weight.scorer(segment, 1.0)).collect::<tantivy::Result<_>>()?;
        let columns =
            Columns::open(segment).map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        let mut scorer = ArticleScorer { shown, all, columns, max_doc: segment.max_doc(), article_end: 0 };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.seek(doc) != doc {
            return Err(super::word::no_match(doc));
        }
        match &self.shown {
            Some(weight) => weight.explain(segment, doc),
            None => Ok(Explanation::new("its article matches", 0.0)),
        }
    }
}

/// The passages to give out of an article that qualifies.
enum Shown {
    Matches(Box<dyn Scorer>),
    /// Every passage; the number is the current one.
    All(DocId),
}

impl Shown {
    fn doc(&self) -> DocId {
        match self {
            Shown::Matches(scorer) => scorer.doc(),
            Shown::All(doc) => *doc,
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Shown::Matches(scorer) if scorer.doc() < target => scorer.seek(target),
            Shown::Matches(scorer) => scorer.doc(),
            Shown::All(doc) => {
                *doc = target.max(*doc);
                *doc
            }
        }
    }
}

struct ArticleScorer {
    shown: Shown,
    all: Vec<Box<dyn Scorer>>,
    columns: Columns,
    max_doc: DocId,
    /// One past the last passage of the article known to qualify.
    article_end: DocId,
}

impl ArticleScorer {
    /// Moves on from the current candidate to the first that belongs to an article that qualifies.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.shown.doc();
            if doc < self.article_end {
                return doc;
            }
            if doc >= self.max_doc {
                self.shown.seek(TERMINATED);
                return TERMINATED;
            }
            let (first, end) = (self.columns.first_of(doc), self.columns.end_of(doc));
            match self.missing(first, end) {
                None => self.article_end = end,
                Some(next) => {
                    self.shown.seek(if next >= self.max_doc {
                        TERMINATED
                    } else {
                        self.columns.first_of(next).max(end)
                    });
                }
            }
        }
    }

    /// Where the first of the conditions without a passage in `first..end` next has one.
    fn missing(&mut self, first: DocId, end: DocId) -> Option<DocId> {
        self.all.iter_mut().find_map(|scorer| {
            let doc = if scorer.doc() < first { scorer.seek(first) } else { scorer.doc() };
            (doc >= end).then_some(doc)
        })
    }
}

impl DocSet for ArticleScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.doc();
        if doc != TERMINATED {
            self.shown.seek(doc + 1);
            self.settle();
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.shown.seek(target);
            self.settle();
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.shown.doc()
    }

    fn size_hint(&self) -> u32 {
        match &self.shown {
            Shown::Matches(scorer) => scorer.size_hint(),
            Shown::All(_) => self.max_doc,
        }
    }
}

impl Scorer for ArticleScorer {
    fn score(&mut self) -> Score {
        match &mut self.shown {
            Shown::Matches(scorer) => scorer.score(),
            Shown::All(_) => 0.0,
        }
    }
}
