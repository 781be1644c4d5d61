//! Files that were not read when they were last looked at: what a summary says once, kept for whoever asks later.

use std::collections::BTreeMap;

use crate::answer::Unread;
use serde::{Deserialize, Serialize};

/// Most unread files that are kept by name; the rest is a number. It bounds the record, to about a megabyte.
const MAX_FILES: usize = 10_000;

/// Files that were not read, or not to their end, by their absolute paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadFiles(BTreeMap<String, Unread>);

impl UnreadFiles {
    /// Takes a file in, unless it is there or there are very many already. The first reason counts.
    pub fn add(&mut self, path: String, unread: Unread) {
        if self.0.len() < MAX_FILES {
            self.0.entry(path).or_insert(unread);
        }
    }

    /// Keeps the files whose absolute paths are `wanted`.
    pub fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(|path, _| wanted(path));
    }

    /// Takes in the files of another list.
    pub fn extend(&mut self, others: UnreadFiles) {
        others.0.into_iter().for_each(|(path, unread)| self.add(path, unread));
    }

    /// The files with their absolute paths, in the order of these.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Unread)> {
        self.0.iter().map(|(path, unread)| (path.as_str(), unread))
    }

    /// What is known of the file at an absolute path.
    pub fn get(&self, path: &str) -> Option<&Unread> {
        self.0.get(path)
    }

    /// The files in the order of their paths, as users named them.
    pub fn told(self) -> Vec<Unread> {
        self.0.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_counts() {
        let unread = |why: &str| Unread { path: "a".into(), why: why.into(), failed: true };
        let mut files = UnreadFiles::default();
        files.add("/a".into(), unread("first"));
        files.add("/a".into(), unread("second"));
        files.add("/b".into(), unread("other"));
        files.retain(|path| path == "/a");
        assert_eq!(files.told(), [unread("first")]);
    }
}
