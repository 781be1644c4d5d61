//! What an engine has to be able to do for an archive to be filled and changed, in plain data: the other half of the
//! seam of which [`backend`](crate::backend) is the one that asks.
//!
//! A [`Store`] gives an [`Inventory`], which says what is there, by fingerprints, so that a run reads only what has
//! changed; and a [`StoreWriter`], which takes whole articles and what is to be remembered of their sources. Articles
//! are made ready by [`Prepare`] on as many threads as there are, and put there by one.
//!
//! What a writer owes its caller: after a commit everything handed in before it is there and is found. A run that is cut
//! short leaves nothing that a later run would take for whole: an article without its source's record is written again,
//! and a source's record never says more than is there.

use std::any::Any;
use std::path::Path;
use std::sync::Arc;

use crate::answer::Erased;
use crate::clues::{Clues, Print};
use crate::collection::Collection;
use crate::error::Error;
use crate::keys::{ArticleKey, SourceKey};
use crate::sources::{Part, PathRecord, SourceRecord};
use crate::unread::UnreadFiles;
use onrecord_annotate::Findings;
use onrecord_annotate::date::Published;
use onrecord_annotate::speaker::collection::NameUses;
use onrecord_text::analyze::{Analyzed, Forms};
use onrecord_text::article::Article;
use onrecord_text::passage::Passage;

/// Something that holds articles and can be changed.
pub trait Store: Send + Sync {
    /// What is there, of a part of the sources and all that is no source's alone.
    ///
    /// # Errors
    /// When there is no archive, or it cannot be read.
    fn inventory(&self, part: Part) -> Result<Arc<dyn Inventory>, Error>;

    /// Opens the archive to change it; where there is none, it is made.
    ///
    /// # Errors
    /// When somebody else writes who must be alone, the archive is of another version, or it cannot be written.
    fn writer(&self, writing: &Writing) -> Result<Box<dyn StoreWriter>, Error>;

    /// Makes what was taken out leave the disk, where no more than `limit` bytes have to be written anew for that.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn erase(&self, limit: u64) -> Result<Erased, Error>;

    /// The folder on this machine that is the archive's own: nothing in it is an article.
    fn folder(&self) -> Option<&Path> {
        None
    }
}

/// How an archive is written.
#[derive(Clone, Copy, Debug)]
pub struct Writing {
    /// Threads that build the index, where it is built here.
    pub threads: usize,
    /// Bytes of article text after which a commit is due.
    pub commit_every: u64,
    /// Whether others than its owner may read a new archive.
    pub shared: bool,
    /// The part of the sources that is written.
    pub part: Part,
}

impl Default for Writing {
    fn default() -> Self {
        Writing { threads: 1, commit_every: 256 << 20, shared: false, part: Part::WHOLE }
    }
}

/// What an archive holds, as far as a run that changes it has to know: one state, as a commit left it.
pub trait Inventory: Send + Sync {
    /// The sources, in no particular order.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn sources(&self) -> Result<Vec<SourceRecord>, Error>;

    /// The PATHs that are looked at again.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn paths(&self) -> Result<Vec<PathRecord>, Error>;

    /// Folders below the PATHs on which other disks are mounted.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn mounts(&self) -> Result<Vec<String>, Error>;

    /// Sources that were gone when they were last looked at, or had lost articles, and that were kept, since nobody had
    /// said that they are really gone.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn missed(&self) -> Result<Vec<String>, Error>;

    /// The files that were not read when they were last looked at.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn unread(&self) -> Result<UnreadFiles, Error>;

    /// What the articles say of each other.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn collection(&self) -> Result<Collection, Error>;

    /// Whether there are any articles.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn has_articles(&self) -> Result<bool, Error>;

    /// The articles of a source.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn articles_of_source(&self, source: &SourceKey) -> Result<Vec<KnownArticle>, Error>;

    /// All articles, each with where it comes from and its fingerprint. No text is read.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn outlines(&self) -> Result<Vec<Outline>, Error>;

    /// The articles of [`outlines`](Inventory::outlines) whose publication date nothing in them gives, in order.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn undated(&self) -> Result<Vec<At>, Error>;

    /// The articles that others date, in order.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn dated_by_others(&self) -> Result<Vec<At>, Error>;

    /// What is known of some articles beside their texts.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn facts(&self, articles: &[At]) -> Result<Vec<Facts>, Error>;

    /// The texts of some articles.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn texts(&self, articles: &[At]) -> Result<Vec<Article>, Error>;

    /// What each article calls its speakers.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn name_uses(&self) -> Result<NameUses, Error>;

    /// What articles tell of each other's dates, as it was kept.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn clues(&self) -> Result<Clues, Error>;
}

/// An article of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownArticle {
    /// Its key.
    pub key: ArticleKey,
    /// The [hash](crate::keys::article_hash) of what it was read as; none where it is not whole, and has to be written
    /// anew whatever it is read as.
    pub hash: Option<u64>,
}

/// Names an article within one [`Inventory`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At(pub u64);

/// An article by what is known without its text.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Which one.
    pub at: At,
    /// Its path and id with a zero character between them.
    pub place: String,
    /// Its print.
    pub print: Print,
}

/// What is known of an article beside its text.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its source's key; where an archive knows no more than the [half](SourceKey::half) that articles carry, zeros stand
    /// in the place of the other.
    pub source: SourceKey,
    /// Which taxonomy gave its topics; see [`Findings::taxonomy`].
    pub taxonomy: u64,
    /// When it was published, as the collection now has it.
    pub published: Published,
    /// Whether other articles said so.
    pub is_dated_by_others: bool,
}

/// An article with everything found in it, ready to be written.
pub struct Annotated<'a> {
    /// Words and sentences of the article.
    pub text: &'a Analyzed<'a>,
    /// The spellings that the words refer to.
    pub forms: &'a Forms,
    /// Its passages.
    pub passages: &'a [Passage],
    /// What annotators found.
    pub findings: &'a Findings,
}

/// Makes articles ready to be put into a store. Several threads may do so at once.
pub trait Prepare: Send + Sync {
    /// An article of a source, as the store's writer takes it.
    fn prepare(&self, source: &SourceKey, annotated: &Annotated) -> Prepared;
}

/// An article that is ready to be put into the store whose [`Prepare`] made it.
pub struct Prepared {
    /// Its key.
    pub key: ArticleKey,
    /// Bytes of its text.
    pub bytes: u64,
    /// How many passages it has.
    pub passages: u64,
    /// What the store makes of it.
    pub made: Box<dyn Any + Send>,
}

/// An article that a store did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its path and its id, to be shown.
    pub name: String,
    /// What the store said.
    pub reason: String,
}

/// Changes an archive. What is handed in lasts from the next commit on; where a store has no transactions, some of it
/// may last before, but never as something whole that it is not.
pub trait StoreWriter {
    /// What makes articles ready for this writer.
    fn preparer(&self) -> Arc<dyn Prepare>;

    /// What is there, as the last commit left it, also where there never was one.
    ///
    /// # Errors
    /// When the archive cannot be read.
    fn inventory(&self) -> Result<Arc<dyn Inventory>, Error>;

    /// Articles of this source are to come. `record` is what is known of it until it is read to its end, and says that
    /// this is not so.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn begin_source(&mut self, record: &SourceRecord) -> Result<(), Error> {
        let _ = record;
        Ok(())
    }

    /// Puts an article in the place of whatever the archive holds under its key; `is_new` says that it holds nothing.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_article(&mut self, article: Prepared, is_new: bool) -> Result<(), Error>;

    /// Takes an article out.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn remove_article(&mut self, key: &ArticleKey) -> Result<(), Error>;

    /// Takes a source and all its articles out.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn remove_source(&mut self, key: &SourceKey) -> Result<(), Error>;

    /// Records a source. All its articles were handed in before; where one of them was [refused](StoreWriter::refused),
    /// the record says that the source is not complete, whatever stands in it.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_source(&mut self, record: &SourceRecord) -> Result<(), Error>;

    /// Remembers a PATH.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_path(&mut self, record: &PathRecord) -> Result<(), Error>;

    /// Forgets a PATH.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn remove_path(&mut self, path: &str) -> Result<(), Error>;

    /// Remembers on which folders below the PATHs other disks are mounted.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_mounts(&mut self, folders: &[String]) -> Result<(), Error>;

    /// Remembers which sources are gone and kept.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_missed(&mut self, sources: &[String]) -> Result<(), Error>;

    /// Records which files were not read.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_unread(&mut self, files: &UnreadFiles) -> Result<(), Error>;

    /// Records what articles say of each other.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_collection(&mut self, collection: &Collection) -> Result<(), Error>;

    /// Keeps what articles tell of each other's dates: what has [changed](Clues::changed) of it.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn put_clues(&mut self, clues: &Clues) -> Result<(), Error>;

    /// Whether anything was handed in since the last commit.
    fn has_changes(&self) -> bool;

    /// Whether so much was handed in since the last commit that another is due.
    fn is_commit_due(&self) -> bool;

    /// Makes everything since the last commit last, and lets it be found. Without a change, nothing is written.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn commit(&mut self) -> Result<(), Error>;

    /// The articles that the store did not take since this was last asked.
    fn refused(&mut self) -> Vec<Refused> {
        Vec::new()
    }

    /// Ends the work on the archive.
    ///
    /// # Errors
    /// When the archive cannot be written.
    fn close(self: Box<Self>) -> Result<(), Error>;

    /// Leaves the archive as the last commit left it, without waiting for anything.
    fn abandon(self: Box<Self>);
}
