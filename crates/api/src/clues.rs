//! What articles tell of each other's dates, kept where some article has no date of its own: to read it off the texts
//! again takes as long as to analyse them all.
//!
//! What an article tells is kept under a fingerprint of all that it was read off, so that it is right as long as it is
//! found. It lies in shards, each a record of the archive, so that few bytes are written anew when one article changes.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::error::Error;
use onrecord_annotate::date::{Basis, DateClues, Published};

/// Into how many shards what is kept under prints is divided: a power of two. A run that changes one article
/// rewrites one shard, a sixty-fourth of it all.
const SHARDS: u64 = 64;

/// Names an article in one of its states: another text, path or id makes another print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Print(#[serde(with = "postcard::fixint::le")] u64);

impl Print {
    /// That of the article at a place, its path and id with a zero character between them, with this
    /// [hash](crate::keys::article_hash).
    pub fn of(place: &str, hash: u64) -> Self {
        let mut hasher = Xxh3::new();
        hasher.update(&hash.to_le_bytes());
        hasher.update(place.as_bytes());
        // The place alone decides which shard it is: that of the states before, which need room no more.
        Print((hasher.digest() & !(SHARDS - 1)) | (xxh3_64(place.as_bytes()) & (SHARDS - 1)))
    }

    /// The number of its shard.
    pub fn shard(self) -> usize {
        (self.0 & (SHARDS - 1)) as usize
    }
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
    fn told(self) -> Result<(Print, Told), Error> {
        let day = |day: Option<Day>| day.map(Day::date).transpose().map_err(damaged);
        let (earliest, latest) = (day(self.days.0)?, day(self.days.1)?);
        let own = Published { earliest, latest, basis: self.basis, ..Published::default() };
        Ok((self.print, Told { own, clues: self.clues }))
    }
}

/// What is kept, and which shards have to be written.
#[derive(Clone, Debug, Default)]
pub struct Clues {
    told: HashMap<Print, Told>,
    changed: HashSet<usize>,
}

impl Clues {
    /// What is kept in these shards, as [`changed`](Clues::changed) gave them.
    ///
    /// # Errors
    /// When one of them is damaged.
    pub fn read<'a>(shards: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, Error> {
        let mut clues = Clues::default();
        for shard in shards {
            let shard: Vec<Stored<DateClues>> = postcard::from_bytes(shard).map_err(damaged)?;
            for stored in shard {
                let (print, told) = stored.told()?;
                clues.told.insert(print, told);
            }
        }
        Ok(clues)
    }

    /// What an article with this print tells.
    pub fn get(&self, print: Print) -> Option<&Told> {
        self.told.get(&print)
    }

    /// Of how many articles something is kept.
    pub fn len(&self) -> usize {
        self.told.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Keeps what an article tells.
    pub fn insert(&mut self, print: Print, told: Told) {
        self.changed.insert(print.shard());
        self.told.insert(print, told);
    }

    /// Forgets whatever else was kept.
    pub fn retain(&mut self, prints: impl Iterator<Item = Print>) {
        let prints: HashSet<Print> = prints.collect();
        let gone: Vec<Print> = self.told.keys().copied().filter(|print| !prints.contains(print)).collect();
        for print in gone {
            self.changed.insert(print.shard());
            self.told.remove(&print);
        }
    }

    /// Keeps what `other` keeps, and nothing else.
    pub fn follow(&mut self, other: &Clues) {
        for (&print, told) in &other.told {
            if self.get(print) != Some(told) {
                self.insert(print, told.clone());
            }
        }
        self.retain(other.told.keys().copied());
    }

    /// The shards to be written, by their numbers; nothing where nothing is left in one.
    pub fn changed(&self) -> impl Iterator<Item = (usize, Option<Vec<u8>>)> + '_ {
        self.changed.iter().map(|&shard| {
            let stored = self.stored(shard);
            // What is stored is plain data.
            (shard, if stored.is_empty() { None } else { postcard::to_stdvec(&stored).ok() })
        })
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

/// A day as one number: the years counted as of twelve months, the months as of 31 days.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Day(i32);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day((i32::from(date.year()) * 12 + i32::from(date.month()) - 1) * 31 + i32::from(date.day()) - 1)
    }
}

impl Day {
    /// The day.
    ///
    /// # Errors
    /// When the number is none of a day.
    pub fn date(self) -> Result<Date, postcard::Error> {
        let (months, day) = (self.0.div_euclid(31), self.0.rem_euclid(31) + 1);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let year = i16::try_from(year).map_err(|_| postcard::Error::SerdeDeCustom)?;
        Date::new(year, month as i8, day as i8).map_err(|_| postcard::Error::SerdeDeCustom)
    }
}

fn damaged(error: postcard::Error) -> Error {
    Error::Damaged { what: error.to_string() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onrecord_annotate::date::QuoteClue;
    use onrecord_text::span::Span;

    use super::*;

    fn told(hash: u64) -> Told {
        let quotes = vec![QuoteClue { span: Span::new(3, 9), hash, fresh: true }];
        let own = Published { earliest: Some(date(2017, 3, 4)), basis: Basis::Inferred, ..Published::default() };
        Told { own, clues: DateClues { quotes, ..DateClues::default() } }
    }

    /// Records by shard, as an archive keeps them.
    type Archive = HashMap<usize, Vec<u8>>;

    fn write(archive: &mut Archive, change: impl FnOnce(&mut Clues)) -> Clues {
        let mut clues = Clues::read(archive.values().map(Vec::as_slice)).expect("clues");
        change(&mut clues);
        for (shard, bytes) in clues.changed() {
            match bytes {
                Some(bytes) => drop(archive.insert(shard, bytes)),
                None => drop(archive.remove(&shard)),
            }
        }
        Clues::read(archive.values().map(Vec::as_slice)).expect("clues")
    }

    #[test]
    fn what_articles_tell_is_kept_until_they_change() {
        let mut archive = Archive::new();
        let prints: Vec<Print> = (0..200).map(|n| Print::of(&format!("file-{n}\0id"), 7)).collect();
        let clues = write(&mut archive, |clues| {
            prints.iter().zip(0..).for_each(|(&print, n)| clues.insert(print, told(n)));
        });
        assert!(prints.iter().zip(0..).all(|(&print, n)| clues.get(print) == Some(&told(n))));
        let changed = Print::of("file-3\0id", 8);
        assert_eq!((changed == prints[3], changed.shard()), (false, prints[3].shard()));
        let clues = write(&mut archive, |clues| {
            clues.insert(changed, told(3000));
            clues.retain([changed, prints[9]].into_iter());
        });
        assert_eq!((clues.get(changed), clues.get(prints[9])), (Some(&told(3000)), Some(&told(9))));
        assert_eq!(clues.len(), 2);
        assert!(write(&mut archive, |clues| clues.retain(std::iter::empty())).is_empty());
    }
}
