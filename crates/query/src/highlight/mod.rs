//! Matching and marking: whether a passage satisfies a query, and which of its words make it so.
//!
//! - where: [`Matcher`] over a [`PassageView`] gives [`Found`]: marks and a reason; [`StoredMatcher`] makes the views
//!   of what an engine stores
//! - which: [`window()`] chooses what of a long passage is shown
//! - how: [`markup`] turns marks into nested events, [`html`] into HTML
//!
//! Spans are the only currency between the three. Whether a passage matches and what is marked come from the
//! same evaluation, so the two never disagree. Nothing here knows where passages are stored.

mod gather;
mod marks;
pub mod markup;
mod matcher;
mod needs;
mod plan;
mod rare;
mod stops;
mod stored;
mod table;
#[cfg(test)]
mod tests;
mod values;
mod view;
mod why;
pub mod window;

pub use gather::Gathered;
pub use marks::Mark;
pub use markup::html;
pub use matcher::{Found, Matcher};
pub use needs::Needs;
pub use stored::{StoredFacts, StoredFindings, StoredMatcher, StoredText, sentences};
pub use view::{PassageView, QuoteView, TopicView};
pub use why::Why;
pub use window::{Shown, window, windows};
