//! What the threads of a run tell each other.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::doubt::DoubtfulDate;
use crate::article::Article;
use crate::backlog::Share;
use crate::source::{Skip, SkipReason, SourceFile};
use onrecord_api::Error;
use onrecord_api::clues::{Print, Told};
use onrecord_api::keys::{ArticleKey, SourceKey};
use onrecord_api::sources::SourceRecord;
use onrecord_api::store::{KnownArticle, Prepared};

/// How long a thread of a run waits for room or work before it looks whether it is to end. So an interrupted run ends later
/// by at most this, and an idle thread wakes ten times a second.
pub(super) const PATIENCE: Duration = Duration::from_millis(100);

/// An article on its way to be annotated.
pub(super) struct Work {
    pub source: usize,
    pub source_key: SourceKey,
    pub article: Article,
    /// What the archive has of its source.
    pub had: Option<Arc<Had>>,
    pub taxonomy: usize,
    /// What it has of the bytes that may be under way.
    pub share: Share,
}

/// The articles that the archive has of a source.
pub(super) type Had = HashMap<ArticleKey, KnownArticle>;

/// What the writing thread is told.
pub(super) enum Message {
    Begin {
        source: usize,
        file: SourceFile,
        /// What the archive has of it, where it knows it.
        had: Option<Arc<Had>>,
    },
    Article {
        source: usize,
        article: Prepared,
        replaces: bool,
        /// What is wrong with the date given beside it.
        doubt: Option<DoubtfulDate>,
        /// Hash of what it was read as.
        hash: u64,
        /// What it tells that may date others, where it was asked.
        told: Option<Box<(Print, Told)>>,
        /// What it has of the bytes that may be under way.
        share: Share,
    },
    Same {
        source: usize,
        key: ArticleKey,
    },
    /// An article that the program could not cope with.
    Broken {
        source: usize,
        key: ArticleKey,
        message: String,
    },
    End {
        source: usize,
        record: SourceRecord,
    },
    Dropped {
        source: usize,
        reason: SkipReason,
    },
    UnchangedSource {
        path: String,
        display: String,
        articles: u32,
    },
    Skipped(Skip),
    Failed {
        path: Option<String>,
        message: String,
    },
    /// A source that is another worker's.
    OfAnotherPart {
        path: String,
    },
    /// The archive itself cannot be read any more.
    Broke(Error),
    /// Something could not be looked at: nothing is known of what lies there or below it.
    Unseen {
        at: PathBuf,
        message: String,
    },
}
