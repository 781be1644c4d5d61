//! Why there is no answer: kinds with data. The messages say what is wrong; what the reader is to type to mend it
//! is up to the face, which knows its own words.

use serde::{Deserialize, Serialize};

use crate::place::Place;
use onrecord_query::{Field, QueryError, Stopped};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Error {
    /// The query cannot be understood, or asks for more than the limits allow.
    #[error("{0}")]
    Query(Box<QueryProblem>),
    /// The value of a filter cannot be understood.
    #[error("{problem}")]
    Filter {
        /// The filter's field; none where it is the period.
        field: Option<Field>,
        /// What is wrong with its value.
        problem: Box<QueryProblem>,
    },
    /// A setting cannot be used.
    #[error("{message}")]
    Setting {
        /// Its name in the request.
        name: String,
        /// What is wrong with it.
        message: String,
    },
    /// The search was to end before it had its answer.
    #[error("{reason}")]
    Stopped {
        /// Why.
        reason: Stopped,
    },
    /// There is no index.
    #[error("no index at {place}")]
    Missing {
        /// Where one was looked for.
        place: String,
    },
    /// An index was begun and nothing was committed to it.
    #[error("no index at {place} yet: the run that began one was cut short")]
    Begun {
        /// Where it is.
        place: String,
    },
    /// Somebody else is writing the index.
    #[error("the index at {place} is being written by another onrecord")]
    Locked {
        /// Where it is.
        place: String,
    },
    /// The index was made by another version.
    #[error("the index at {place} has format {found}, this onrecord needs {expected}")]
    Version {
        /// Where it is.
        place: String,
        /// Versions found.
        found: String,
        /// Versions needed.
        expected: String,
    },
    /// What is there is no index of ours.
    #[error("{place} holds a meta.json that onrecord did not make")]
    Foreign {
        /// Where it is.
        place: String,
    },
    /// Something of the index cannot be read or understood.
    #[error("the index is damaged ({what})")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// The file system or network refuses.
    #[error("cannot use the index at {place}: {reason}")]
    Io {
        /// Where the index is.
        place: String,
        /// What it said.
        reason: String,
        /// The operating system's number for it, where it has one.
        code: Option<i32>,
    },
    /// What was to be written could not be; what was committed before is kept.
    #[error("cannot write to the index at {place}; what was committed before is kept")]
    Unwritable {
        /// Where the index is.
        place: String,
    },
    /// A server does not let this user in.
    #[error("the index at {place} is not open to this user")]
    Refused {
        /// Where the index is.
        place: String,
    },
    /// Not every part of an index that several computers hold has answered: an answer would leave something out.
    #[error("not all of the index at {place} is there ({what})")]
    Incomplete {
        /// Where the index is.
        place: String,
        /// What is missing.
        what: String,
    },
    /// Anything else that the engine reports.
    #[error("the search engine failed: {what}")]
    Engine {
        /// What it said.
        what: String,
    },
}

impl Error {
    /// Whether there is no archive to be read.
    pub fn is_missing(&self) -> bool {
        matches!(self, Error::Missing { .. } | Error::Begun { .. })
    }

    /// The error that reading the query `text` gave.
    pub fn of_query(error: &QueryError, text: &str) -> Self {
        Error::Query(Box::new(QueryProblem::new(error, text)))
    }
}

/// What is wrong with a query, or with a value that is read as a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct QueryProblem {
    /// The text that was read.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// Where in the text.
    pub span: Place,
    /// What to do about it.
    pub hint: Option<String>,
    /// What may have been meant.
    pub candidates: Vec<String>,
}

impl QueryProblem {
    /// The error that reading `text` gave.
    pub fn new(error: &QueryError, text: &str) -> Self {
        let chars = |byte: u32| text.get(..byte as usize).unwrap_or(text).chars().count() as u32;
        let (start, end) = (error.span.start, error.span.end);
        QueryProblem {
            text: text.to_owned(),
            message: error.message.clone(),
            span: Place { bytes: [start, end], chars: [chars(start), chars(end)], within: None },
            hint: error.hint.clone(),
            candidates: error.candidates.clone(),
        }
    }

    /// The advice and what may have been meant, as lines to show.
    pub fn advice(&self) -> Vec<String> {
        let meant = (!self.candidates.is_empty()).then(|| format!("did you mean {}?", self.candidates.join(" or ")));
        self.hint.iter().cloned().chain(meant).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_serialises_both_ways() {
        let problem =
            Box::new(QueryProblem { text: "a w/".into(), hint: Some("w/5".into()), ..QueryProblem::default() });
        for error in [
            Error::Query(problem.clone()),
            Error::Filter { field: Some(Field::Speaker), problem },
            Error::Stopped { reason: Stopped::TimedOut },
            Error::Missing { place: "index".into() },
        ] {
            let json = serde_json::to_string(&error).expect("it serialises");
            assert_eq!(serde_json::from_str::<Error>(&json).expect("it is read again"), error, "{json}");
        }
    }
}
