//! What can be asked of an archive, and what it answers: plain data that serialises both ways.
//!
//! - [`request`]: what is asked: a search, an article, counts, statistics, an update, a removal
//! - [`answer`]: what is answered; an answer needs nothing else to be printed, and nothing of it is an address
//! - [`article`]: an article and what was found in it, as answers show them
//! - [`place`]: a place in an article's text, in bytes and in code points
//! - [`backend`]: what an engine has to be able to do, in plain data
//! - [`store`]: what it has to be able to do to be filled and changed; [`keys`]: by what it tells articles apart
//! - [`sources`], [`unread`]: what is remembered of the files that were read, and of those that were not
//! - [`clues`]: what articles tell of each other's dates
//! - [`collection`]: what the articles of an archive say of each other
//! - [`half_life`]: how much recent articles are preferred
//! - [`handle`]: short names of articles
//! - [`values`]: values that are indexed as they stand, tested as the matcher does
//! - [`error`]: why there is no answer, as kinds with data; what the reader is to type is up to the face
//!
//! Faces (the command line, a web page, an API) turn their own words into a [`Request`] and an [`Answer`] into
//! their own output. They decide nothing.
//!
//! ```
//! use onrecord_api::{Filters, Request, SearchRequest};
//! use onrecord_query::Field;
//!
//! let mut request = SearchRequest::new("finance w/5 ISIS");
//! request.filters = Filters::default().and(Field::Speaker, "Toner");
//! request.filters.since = Some("2017-03".into());
//! let json = serde_json::to_string(&Request::Search(request.clone())).unwrap();
//! assert_eq!(serde_json::from_str::<Request>(&json).unwrap(), Request::Search(request));
//! ```

pub mod answer;
pub mod article;
pub mod backend;
pub mod clues;
pub mod collection;
pub mod error;
pub mod half_life;
pub mod handle;
pub mod keys;
pub mod nearest;
pub mod place;
pub mod request;
pub mod sources;
pub mod store;
pub mod unread;
pub mod values;

pub use answer::{
    Answer, Erased, FacetColumn, FacetValue, FacetsAnswer, Hit, Note, Part, Ranked, RankedAnswer, Relation,
    RemoveAnswer, Saying, SearchAnswer, SettleAnswer, ShowAnswer, Shown, Statement, StatsAnswer, Total, Understood,
    Unread, UpdateAnswer, Versions,
};
pub use article::{
    Address, AnnotatedArticle, ArticleHead, Attribution, Date, Evidence, HitPassage, Mark, PassageHead, Published,
    Quote, Speaker, Topic, Words,
};
pub use error::{Error, QueryProblem};
pub use handle::Handle;
pub use onrecord_query::{Field, Stop, Stopped};
pub use place::{Place, Within};
pub use request::{
    FacetsRequest, Filters, Interval, Parts, Rank, RemoveRequest, Request, SearchRequest, SettleRequest, ShowRequest,
    Sort, StatsRequest, TopicsSetting, Unit, UpdateRequest,
};
