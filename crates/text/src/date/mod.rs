//! Days, months and years, and the dates that fields beside a text are given in.
//!
//! - [`partial`]: dates known so far and no further
//! - [`field`]: a date as records, headers and front matter write it
//! - [`address`]: dates in URLs and file names
//! - `counted`: days by a count of weeks, quarters, days or seconds
//! - `digits`: digits of other scripts
//! - `label`: what stands before a date in its field
//! - `months`: the names of months
//! - `passed_over`: weekdays, endings and articles in dates
//! - `period`: quarters, seasons and several months as fields name them
//! - [`stated`]: what such a field says, where it may say one of several things
//! - `time`: times of day beside a date

pub mod address;
mod counted;
mod digits;
pub mod field;
mod label;
mod months;
pub mod partial;
mod passed_over;
mod period;
pub mod stated;
mod time;

pub use months::month_number;
pub use partial::{PartialDate, PartialDateError};
pub use stated::{FieldDate, Order};
