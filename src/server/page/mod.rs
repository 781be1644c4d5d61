//! The pages: the archive in a browser. A page is made of answers of the desk; its address is all its state.
//!
//! - [`start and results`](results), [`article`], [`speaker`], [`browse`] (dates and topics), [`status`],
//!   [`help`], [`problem`]
//! - [`groups`], [`statements`]: results that are articles, and that are statements; [`person`]: somebody whose name
//!   is asked for; [`paging`]: from page to page
//! - [`facets`], [`histogram`]: what stands beside and above the results
//! - [`links`], [`days`], [`who`], [`words`]: addresses, dates, speakers, and text of documents made harmless
//! - [`handlers`]: from a request to a page

pub mod article;
pub mod browse;
pub mod days;
pub mod facets;
pub mod frame;
pub mod groups;
pub mod handlers;
pub mod help;
pub mod histogram;
pub mod links;
pub mod paging;
pub mod person;
pub mod problem;
pub mod results;
pub mod speaker;
pub mod statements;
pub mod status;
pub mod who;
pub mod words;
