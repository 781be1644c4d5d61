//! What an archive remembers of the files that it was filled from, so that the next run reads only what has changed.

use serde::{Deserialize, Serialize};

use crate::keys::SourceKey;

/// A file or stream that articles were read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// The path that identifies it: absolute, as the file system has it.
    pub path: String,
    /// The path as the user named it.
    pub display: String,
    /// Size in bytes when read.
    pub size: u64,
    /// Time of last change when read, in nanoseconds since 1970.
    pub modified: i64,
    /// Time of last change of the file or of what the file system says of it, in nanoseconds since 1970: it tells of
    /// changes that keep size and time of the contents.
    pub changed: i64,
    /// xxh3-128 of its bytes.
    pub hash: u128,
    /// How many articles it held.
    pub articles: u32,
    /// Whether reading it ended without a failed record; a file with one is read again next time.
    pub complete: bool,
}

impl SourceRecord {
    /// Its key.
    pub fn key(&self) -> SourceKey {
        SourceKey::of(&self.path)
    }
}

/// A PATH that was indexed: what is looked at again until it is taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRecord {
    /// Where it is: absolute, links resolved.
    pub path: String,
    /// Where it is: absolute, with the links as the user named them.
    pub named: String,
    /// As the user named it, for display.
    pub display: String,
    /// Whether links are followed below it.
    pub follow: bool,
}

/// A part of the sources: which of how many, from 1. Several workers, each with a part of its own, fill one archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    number: u32,
    of: u32,
}

impl Part {
    /// All of them.
    pub const WHOLE: Part = Part { number: 1, of: 1 };

    /// Part `number` of `of`; none where there is no such part, or more than 65,536.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        let is_one = number >= 1 && number <= of && of <= 1 << 16;
        is_one.then_some(Part { number, of })
    }

    /// Whether it is all of them.
    pub fn is_whole(self) -> bool {
        self.of == 1
    }

    /// The [slots](SourceKey::slot) of its sources: the first, and the one behind the last.
    pub fn slots(self) -> (u32, u32) {
        let bound = |number: u32| ((u64::from(number) << 16) / u64::from(self.of)) as u32;
        (bound(self.number - 1), bound(self.number))
    }

    /// Whether a source falls to it.
    pub fn holds(self, source: &SourceKey) -> bool {
        self.has_slot(source.slot())
    }

    /// Whether what falls to one of 65,536 slots falls to it.
    pub fn has_slot(self, slot: u16) -> bool {
        let (from, to) = self.slots();
        (from..to).contains(&u32::from(slot))
    }
}

impl Default for Part {
    fn default() -> Self {
        Part::WHOLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_falls_to_one_part() {
        for of in [1, 2, 3, 7, 16, 65_536] {
            let parts: Vec<Part> = (1..=of).filter_map(|number| Part::new(number, of)).collect();
            assert_eq!((parts[0].slots().0, parts[parts.len() - 1].slots().1), (0, 1 << 16));
            assert!(parts.windows(2).all(|pair| pair[0].slots().1 == pair[1].slots().0));
        }
        assert!(Part::new(0, 3).is_none() && Part::new(4, 3).is_none() && Part::new(1, 70_000).is_none());
        let source = SourceKey::of("/a");
        assert_eq!((1..=5).filter(|&n| Part::new(n, 5).is_some_and(|part| part.holds(&source))).count(), 1);
    }
}
