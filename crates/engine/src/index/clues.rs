//! What articles tell of each other's dates, kept where some article has no date of its own: to read it off the texts
//! again takes as long as to analyse them all.
//!
//! What an article tells is kept under a fingerprint of all that it was read off, so that it is right as long as it is
//! found. It lies in shards, each a record of the index, so that few bytes are written anew when one article changes.

use std::collections::HashSet;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::{DocAddress, Term};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::day::Day;
use super::document::clues_key;
use super::error::IndexError;
use super::reader::Snapshot;
use super::record::{damaged, pack};
use super::writer::Writer;
use onrecord_annotate::date::{Basis, DateClues, Published};

/// Number of shards: a power of two.
const SHARDS: u64 = 64;

/// Class of their records.
pub(super) const CLASS: u64 = 5;

/// Names an article in one of its states: another text, path or id makes another print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Print(#[serde(with = "postcard::fixint::le")] u64);

impl Print {
    /// That of the article at a place (see [`Fields::place`](super::schema::Fields::place)) with this
    /// [hash](super::document::article_hash).
    fn of(place: &str, hash: u64) -> Self {
        let mut hasher = Xxh3::new();
        hasher.update(&hash.to_le_bytes());
        hasher.update(place.as_bytes());
        // The place alone decides which shard it is: that of the states before, which need room no more.
        Print(hasher.digest() & !(SHARDS - 1) | xxh3_64(place.as_bytes()) & (SHARDS - 1))
    }

    fn shard(self) -> usize {
        (self.0 & (SHARDS - 1)) as usize
    }
}

/// An article as this pass needs it.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its first passage.
    pub address: DocAddress,
    /// Its path and id with a zero character between them.
    pub place: String,
    /// Its print.
    pub print: Print,
}

/// What an article tells of dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its publication by itself: first and last day, and what they rest on.
    pub own: Published,
    /// What may date others.
    pub clues: DateClues,
}

/// The same as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored<C> {
    print: Print,
    days: (Option<Day>, Option<Day>),
    basis: Basis,
    clues: C,
}

impl Stored<DateClues> {
    fn told(self) -> Result<(Print, Told), IndexError> {
        let day = |day: Option<Day>| day.map(Day::date).transpose().map_err(damaged);
        let (earliest, latest) = (day(self.days.0)?, day(self.days.1)?);
        let own = Published { earliest, latest, basis: self.basis, ..Published::default() };
        Ok((self.print, Told { own, clues: self.clues }))
    }
}

/// What is kept, and which shards have to be written.
#[derive(Debug, Default)]
pub struct Clues {
    told: FxHashMap<Print, Told>,
    changed: HashSet<usize>,
}

impl Clues {
    /// What an article with this print tells.
    pub fn get(&self, print: Print) -> Option<&Told> {
        self.told.get(&print)
    }

    /// Keeps what an article tells.
    pub fn insert(&mut self, print: Print, told: Told) {
        self.changed.insert(print.shard());
        self.told.insert(print, told);
    }

    /// Forgets whatever else was kept.
    pub fn retain(&mut self, prints: impl Iterator<Item = Print>) {
        let prints: HashSet<Print> = prints.collect();
        let changed = &mut self.changed;
        self.told.retain(|print, _| prints.contains(print) || changed.insert(print.shard()) && false);
    }

    /// The articles of a shard, in the order of their prints, as they are stored.
    fn stored(&self, shard: usize) -> Vec<Stored<&DateClues>> {
        let own = self.told.iter().filter(|(print, _)| print.shard() == shard);
        let mut stored: Vec<_> = own
            .map(|(&print, Told { own, clues })| Stored {
                print,
                days: (own.earliest.map(Day::from), own.latest.map(Day::from)),
                basis: own.basis,
                clues,
            })
            .collect();
        stored.sort_by_key(|stored| stored.print);
        stored
    }
}

impl Snapshot {
    /// What is kept of what articles tell of each other's dates.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn clues(&self) -> Result<Clues, IndexError> {
        let mut clues = Clues::default();
        for address in self.addresses(Term::from_field_u64(self.fields().is_record, CLASS))? {
            let shard: Vec<Stored<DateClues>> = self.parent(address)?;
            for stored in shard {
                let (print, told) = stored.told()?;
                clues.told.insert(print, told);
            }
        }
        Ok(clues)
    }

    /// The outlines of all articles.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn outlines(&self) -> Result<Vec<Outline>, IndexError> {
        let articles: Vec<DocAddress> = self.articles().collect();
        let mut outlines = Vec::with_capacity(articles.len());
        for (&address, place) in articles.iter().zip(self.places(&articles)?) {
            let print = Print::of(&place, self.article_hash(address)?);
            outlines.push(Outline { address, place, print });
        }
        Ok(outlines)
    }
}

impl Writer {
    /// Writes the shards that changed.
    ///
    /// # Errors
    /// When the engine cannot take them.
    pub fn put_clues(&mut self, clues: &Clues) -> Result<(), IndexError> {
        for &shard in &clues.changed {
            let stored = clues.stored(shard);
            if stored.is_empty() {
                self.remove_article(&clues_key(shard));
            } else {
                self.put_record(&clues_key(shard), pack(&stored), None, CLASS)?;
            }
        }
        Ok(())
    }
}
