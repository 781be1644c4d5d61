//! The desk itself: a request in, an answer out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::kept::Kept;
use super::refusal::{Refusal, of_archive};
use super::{facets, remove, search, show, stats, update};
use crate::ingest::Observer;
use crate::ingest::plan::{Known, remembered};
use onrecord_api::backend::{Backend, BackendError, View};
use onrecord_api::sources::Part;
use onrecord_api::store::{Inventory, Store};
use onrecord_api::{
    Answer, Erased, Error, FacetsAnswer, FacetsRequest, RankedAnswer, RemoveAnswer, RemoveRequest, Request,
    SearchAnswer, SearchRequest, SettleAnswer, SettleRequest, ShowAnswer, ShowRequest, StatsAnswer, Stop, UpdateAnswer,
    UpdateRequest,
};
use onrecord_engine::Embedded;

/// An archive of articles: an index in a folder, or whatever else a [`Backend`] holds.
///
/// Several threads may ask at once. Each answer is of one commit, and commits of other threads and programs are
/// seen by the next question.
#[derive(Clone)]
pub struct Archive {
    backend: Arc<dyn Backend>,
    store: Option<Arc<dyn Store>>,
    kept: Arc<Kept>,
}

impl Archive {
    /// The archive whose index is in `folder`.
    ///
    /// # Errors
    /// When there is none, it is of another version, or it is damaged.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let archive = Archive::at(folder);
        archive.view().map_err(of_archive)?;
        Ok(archive)
    }

    /// The archive whose index is, or will be, in `folder`. Nothing is looked at yet; the first update makes an index
    /// where there is none.
    pub fn at(folder: impl AsRef<Path>) -> Self {
        Archive::held_by(Arc::new(Embedded::new(folder.as_ref())))
    }

    /// The archive that an engine holds, to be asked and changed.
    pub fn held_by<E: Backend + Store + 'static>(engine: Arc<E>) -> Self {
        Archive { backend: engine.clone(), store: Some(engine), kept: Arc::default() }
    }

    /// The archive that another engine holds. It can be asked, but not changed from here.
    pub fn of(backend: Arc<dyn Backend>) -> Self {
        Archive { backend, store: None, kept: Arc::default() }
    }

    /// Answers a request.
    ///
    /// # Errors
    /// When the request cannot be understood, its time is over, or the archive cannot be used.
    pub fn ask(&self, request: &Request, stop: &Stop) -> Result<Answer, Error> {
        Ok(match request {
            Request::Search(request) => Answer::Search(self.search(request, stop)?),
            Request::Rank(request) => Answer::Rank(self.rank(request, stop)?),
            Request::Show(request) => Answer::Show(self.show(request)?),
            Request::Facets(request) => Answer::Facets(self.facets(request, stop)?),
            Request::Stats(_) => Answer::Stats(self.stats()?),
            Request::Update(request) => Answer::Update(self.update(request, &mut Unobserved(stop))?),
            Request::Remove(request) => Answer::Remove(self.remove(request)?),
            Request::Settle(request) => Answer::Settle(self.settle(request)?),
        })
    }

    /// Finds passages or articles.
    ///
    /// # Errors
    /// When the query cannot be understood, the time is over, or the archive cannot be read.
    pub fn search(&self, request: &SearchRequest, stop: &Stop) -> Result<SearchAnswer, Error> {
        self.asked(&request.query, |view| search::search(view, request, stop))
    }

    /// Finds passages or articles, and gives their ids and scores alone.
    ///
    /// # Errors
    /// As [`search`](Archive::search).
    pub fn rank(&self, request: &SearchRequest, stop: &Stop) -> Result<RankedAnswer, Error> {
        self.asked(&request.query, |view| search::rank(view, request, stop))
    }

    /// The articles and passages of a name.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn show(&self, request: &ShowRequest) -> Result<ShowAnswer, Error> {
        self.asked("", |view| show::show(view, request))
    }

    /// Counts the values of a field.
    ///
    /// # Errors
    /// As [`search`](Archive::search).
    pub fn facets(&self, request: &FacetsRequest, stop: &Stop) -> Result<FacetsAnswer, Error> {
        self.asked(&request.query, |view| facets::facets(view, request, &self.kept, stop))
    }

    /// What the archive holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn stats(&self) -> Result<StatsAnswer, Error> {
        self.asked("", stats::stats)
    }

    /// Brings the archive up to date with files and folders.
    ///
    /// # Errors
    /// When a setting cannot be used, or the archive cannot be written. What cannot be read of the files is in the
    /// answer.
    pub fn update(&self, request: &UpdateRequest, observer: &mut dyn Observer) -> Result<UpdateAnswer, Error> {
        update::update(self.store()?, request, observer)
    }

    /// Takes the articles under paths out.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn remove(&self, request: &RemoveRequest) -> Result<RemoveAnswer, Error> {
        remove::remove(self.store()?, request)
    }

    /// Works out anew what the articles tell of each other: names of speakers, dates that others settle. An update does so
    /// by itself, unless it was of a [part](UpdateRequest::part) of the sources.
    ///
    /// # Errors
    /// When the archive cannot be read or written.
    pub fn settle(&self, request: &SettleRequest) -> Result<SettleAnswer, Error> {
        update::settle(self.store()?, request)
    }

    /// Makes what was taken out, or replaced, leave the disk, where it has not by itself.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn erase(&self) -> Result<Erased, Error> {
        self.store()?.erase(u64::MAX)
    }

    /// What is known of a part of the sources; nothing where there is no archive yet.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn known(&self, part: Part) -> Result<Known, Error> {
        match self.inventory(part) {
            Ok(inventory) => Known::of(inventory.as_ref()),
            Err(error) if error.is_missing() => Ok(Known::default()),
            Err(error) => Err(error),
        }
    }

    /// The PATHs that were indexed, for looking at all of them again.
    ///
    /// # Errors
    /// When there is no archive, or it cannot be read.
    pub fn remembered(&self) -> Result<Vec<PathBuf>, Error> {
        remembered(self.inventory(Part::WHOLE)?.as_ref())
    }

    /// What the archive holds of a part of the sources.
    ///
    /// # Errors
    /// When there is no archive, or it cannot be read.
    pub(super) fn inventory(&self, part: Part) -> Result<Arc<dyn Inventory>, Error> {
        self.store()?.inventory(part)
    }

    /// The state that the last commit left, for more than one question.
    ///
    /// # Errors
    /// When there is no archive, or it cannot be read.
    pub fn view(&self) -> Result<Arc<dyn View>, BackendError> {
        self.backend.view()
    }

    /// The archive as it is now, for several questions whose answers belong together. Later commits do not change it, and
    /// it cannot be written.
    ///
    /// # Errors
    /// When there is no archive, or it cannot be read.
    pub fn now(&self) -> Result<Archive, Error> {
        let backend = Arc::new(AsItWas(self.view().map_err(of_archive)?));
        Ok(Archive { backend, store: None, kept: self.kept.clone() })
    }

    /// A number that names the present state; it differs after each commit.
    ///
    /// # Errors
    /// When there is no archive, or it cannot be read.
    pub fn revision(&self) -> Result<u64, Error> {
        Ok(self.view().map_err(of_archive)?.revision())
    }

    fn store(&self) -> Result<&dyn Store, Error> {
        let cannot = || Error::Setting { name: "index".into(), message: "this archive cannot be written".into() };
        self.store.as_deref().ok_or_else(cannot)
    }

    fn asked<T>(&self, query: &str, answer: impl FnOnce(&dyn View) -> Result<T, Refusal>) -> Result<T, Error> {
        let view = self.view().map_err(of_archive)?;
        answer(view.as_ref()).map_err(|refusal| refusal.of_query(query))
    }
}

/// One state of an archive.
struct AsItWas(Arc<dyn View>);

impl Backend for AsItWas {
    fn view(&self) -> Result<Arc<dyn View>, BackendError> {
        Ok(self.0.clone())
    }
}

/// The observer of an update that nobody watches; a stop interrupts it.
struct Unobserved<'a>(&'a Stop);

impl Observer for Unobserved<'_> {
    fn observe(&mut self, _event: crate::ingest::Event) {}

    fn is_interrupted(&self) -> bool {
        self.0.is_due()
    }
}
