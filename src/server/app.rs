//! What all handlers share: the archive, the threads that work, and what is known of the archive's present state.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::http::etag::ETag;
use super::http::pool::Pool;
use super::http::problem::Problem;
use super::http::settings::Settings;
use super::http::token::Token;
use super::page::frame::Held;
use super::page::histogram::Axis;
use super::refusals;
use super::requests::EVERYTHING;
use crate::api::{
    Answer, Error, FacetsAnswer, FacetsRequest, Field, Filters, Request, SearchAnswer, SearchRequest, ShowAnswer,
    ShowRequest, StatsAnswer, StatsRequest, Stop, Unit, UpdateAnswer,
};
use crate::desk::Archive;

/// What all handlers share.
pub struct App {
    archive: Archive,
    base: String,
    token: Option<Token>,
    allow_write: bool,
    /// Who may work.
    pub pool: Pool,
    known: Mutex<Option<(u64, Arc<Overview>)>>,
    run: Mutex<Run>,
}

/// A run that brings the index up to date.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Whether one is under way.
    pub under_way: bool,
    /// What the last one did.
    pub last: Option<UpdateAnswer>,
    /// Why the last one failed.
    pub failure: Option<String>,
}

/// Most counts over the whole archive that are kept for one state of it: those of the pages that lead into it (some
/// thirty), and some more.
const KEPT_COUNTS: usize = 100;

/// What pages say of the archive as a whole, worked out once for each of its states.
struct Overview {
    articles: u64,
    axis: Option<Axis>,
    topics: Vec<(String, String)>,
    /// Counts over everything, by what was asked: they take longest, and every visit begins with them.
    counts: Mutex<HashMap<String, FacetsAnswer>>,
    stats: OnceLock<StatsAnswer>,
}

impl App {
    /// For an archive. It need not be there yet: it may be made after the server was started.
    ///
    /// # Errors
    /// When the system refuses threads.
    pub fn new(archive: Archive, settings: &Settings) -> io::Result<Self> {
        Ok(App {
            archive,
            base: settings.base_path.clone(),
            token: settings.token.clone(),
            allow_write: settings.allow_write,
            pool: Pool::new(settings.workers, settings.timeout)?,
            known: Mutex::default(),
            run: Mutex::default(),
        })
    }

    /// The path that all addresses begin with.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The access token that a client must send; none where none is asked for.
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Whether the index may be brought up to date from here.
    pub fn allows_writing(&self) -> bool {
        self.allow_write
    }

    /// The run that is under way, and what the last one did.
    pub fn run(&self) -> Run {
        locked(&self.run).clone()
    }

    /// Changes what is known of runs.
    pub fn set_run<T>(&self, change: impl FnOnce(&mut Run) -> T) -> T {
        change(&mut locked(&self.run))
    }

    /// The archive.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Names the archive's present state.
    ///
    /// # Errors
    /// When there is no archive.
    pub fn revision(&self) -> Result<u64, Problem> {
        self.archive.revision().map_err(|error| self.refused(error))
    }

    /// As [`read`](App::read), unless the client has the answer already. The tag is of the state that was asked.
    ///
    /// # Errors
    /// As [`read`](App::read).
    pub async fn answer<T: Send + 'static>(
        self: &Arc<Self>,
        parts: Parts,
        work: impl FnOnce(&Reader) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Asked<T>, Problem> {
        let tagged = move |reader: &Reader| {
            let revision = reader.archive.revision().map_err(|error| reader.app.refused(error))?;
            let tag = ETag::new(&revision.to_string(), env!("CARGO_PKG_VERSION"), &parts.uri, &parts.headers);
            if tag.is_known(&parts.headers) {
                return Ok(Asked::AsBefore(tag));
            }
            Ok(Asked::Anew(work(reader)?, tag))
        };
        self.read(tagged).await
    }

    /// Asks the archive what `work` wants to know, as soon as a thread is free.
    ///
    /// # Errors
    /// When the server is busy, the work takes too long, or there is no answer.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Reader) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        self.pool
            .run(move |stop| {
                let archive = app.archive.now().map_err(|error| app.refused(error))?;
                work(&Reader { app: &app, archive: &archive, stop, overview: OnceCell::new() })
            })
            .await
    }

    /// An error of the desk as a problem.
    pub fn refused(&self, error: Error) -> Problem {
        refusals::problem(error, self.pool.deadline().as_secs_f32())
    }

    /// What pages say of the archive as a whole.
    fn overview(&self, reader: &Reader) -> Result<Arc<Overview>, Problem> {
        let revision = reader.archive.revision().map_err(|error| self.refused(error))?;
        if let Some((known, overview)) = &*locked(&self.known)
            && *known == revision
        {
            return Ok(overview.clone());
        }
        let overview = Arc::new(Overview::of(reader)?);
        *locked(&self.known) = Some((revision, overview.clone()));
        Ok(overview)
    }
}

/// A lock that a panic elsewhere does not spoil: what it guards is replaced as a whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Overview {
    fn of(reader: &Reader) -> Result<Self, Problem> {
        let all = |field, limit| FacetsRequest { unit: Unit::Article, ..FacetsRequest::new(field, limit) };
        let topics = reader.counted(all(Field::Topic, 10_000))?.values;
        let months = reader.counted(all(Field::Date, 0))?;
        let label = |value: crate::api::FacetValue| (value.value.clone(), value.label.unwrap_or(value.value));
        Ok(Overview {
            articles: months.values.iter().map(|month| month.count).sum::<u64>() + months.without,
            axis: Axis::over(&months.values),
            topics: topics.into_iter().map(label).collect(),
            counts: Mutex::default(),
            stats: OnceLock::new(),
        })
    }

    /// The counts that are kept for a request, or those that are made for it.
    fn counts(
        &self,
        request: &FacetsRequest,
        make: impl FnOnce() -> Result<FacetsAnswer, Problem>,
    ) -> Result<FacetsAnswer, Problem> {
        let key = format!("{request:?}");
        if let Some(known) = locked(&self.counts).get(&key) {
            return Ok(known.clone());
        }
        let made = make()?;
        let mut counts = locked(&self.counts);
        if counts.len() >= KEPT_COUNTS {
            counts.clear();
        }
        counts.insert(key, made.clone());
        Ok(made)
    }
}

/// Whether counts hold as long as the state of the archive: they are over all of it, and of no days that are named by
/// today. Long lists are not kept.
fn is_kept(request: &FacetsRequest) -> bool {
    let Filters { since, until, .. } = &request.filters;
    let is_fixed = |day: &String| day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let days = [since, until].into_iter().flatten().all(is_fixed);
    request.query == EVERYTHING && days && request.prefix.is_empty() && request.limit <= 200
}

/// What an archive says to a client that may have asked before.
pub enum Asked<T> {
    /// What the client has still holds.
    AsBefore(ETag),
    /// An answer with its tag.
    Anew(T, ETag),
}

impl<T> Asked<T> {
    /// The response: that nothing has changed, or what `make` makes of the answer, with the tag.
    pub fn response<R: IntoResponse>(self, make: impl FnOnce(T) -> R) -> Response {
        match self {
            Asked::AsBefore(tag) => tag.not_modified(),
            Asked::Anew(answer, tag) => ([(header::ETAG, tag.value())], make(answer)).into_response(),
        }
    }
}

/// What a handler asks the archive with, while it has a thread.
pub struct Reader<'a> {
    app: &'a App,
    archive: &'a Archive,
    stop: &'a Stop,
    overview: OnceCell<Option<Arc<Overview>>>,
}

impl Reader<'_> {
    /// What pages say of the archive as a whole; nothing where it cannot be worked out, as every other question will
    /// tell. Programs do not wait for it.
    fn overview(&self) -> Option<&Overview> {
        self.overview.get_or_init(|| self.app.overview(self).ok()).as_deref()
    }

    /// The path that all addresses begin with.
    pub fn base(&self) -> &str {
        &self.app.base
    }

    /// How much the archive holds.
    pub fn held(&self) -> Option<Held> {
        self.overview().map(|known| Held::new(known.articles))
    }

    /// The axis of all histograms; none where no article has a date.
    pub fn axis(&self) -> Option<Axis> {
        self.overview()?.axis
    }

    /// The label of a topic, or what was given.
    pub fn topic_label(&self, id: &str) -> String {
        let topics = self.overview().into_iter().flat_map(|known| &known.topics);
        topics.clone().find(|(known, _)| known.eq_ignore_ascii_case(id)).map_or(id, |(_, label)| label).to_owned()
    }

    /// Asks for a search.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn search(&self, request: SearchRequest) -> Result<SearchAnswer, Problem> {
        match self.ask(Request::Search(request))? {
            Answer::Search(answer) => Ok(answer),
            _ => Err(Problem::internal()),
        }
    }

    /// Asks for an article or passage.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn show(&self, request: ShowRequest) -> Result<ShowAnswer, Problem> {
        match self.ask(Request::Show(request))? {
            Answer::Show(answer) => Ok(answer),
            _ => Err(Problem::internal()),
        }
    }

    /// Asks for counts.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn facets(&self, request: FacetsRequest) -> Result<FacetsAnswer, Problem> {
        match is_kept(&request).then(|| self.overview()).flatten() {
            Some(overview) => overview.counts(&request, || self.counted(request.clone())),
            None => self.counted(request),
        }
    }

    fn counted(&self, request: FacetsRequest) -> Result<FacetsAnswer, Problem> {
        match self.ask(Request::Facets(request))? {
            Answer::Facets(answer) => Ok(answer),
            _ => Err(Problem::internal()),
        }
    }

    /// Asks for statistics.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn stats(&self) -> Result<StatsAnswer, Problem> {
        if let Some(known) = self.overview().and_then(|known| known.stats.get()) {
            return Ok(known.clone());
        }
        let Answer::Stats(stats) = self.ask(Request::Stats(StatsRequest {}))? else { return Err(Problem::internal()) };
        if let Some(overview) = self.overview() {
            // Another may have been quicker, with the same.
            let _ = overview.stats.set(stats.clone());
        }
        Ok(stats)
    }

    fn ask(&self, request: Request) -> Result<Answer, Problem> {
        let refused = |error| match (&error, &request) {
            (Error::Stopped { .. }, Request::Search(SearchRequest { query, .. }))
            | (Error::Stopped { .. }, Request::Facets(FacetsRequest { query, .. })) => {
                self.app.refused(error).hint(&refusals::costly(query))
            }
            _ => self.app.refused(error),
        };
        self.archive.ask(&request, self.stop).map_err(refused)
    }
}
