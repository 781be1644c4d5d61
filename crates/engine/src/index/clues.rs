//! What articles tell of each other's dates, kept where some article has no date of its own: to read it off the texts
//! again takes as long as to analyse them all.
//!
//! What an article tells is kept under a fingerprint of all that it was read off, so that it is right as long as it is
//! found. It lies in shards, each a record of the index, so that few bytes are written anew when one article changes.

use std::collections::HashSet;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::Term;

use super::day::Day;
use super::document::clues_key;
use super::error::IndexError;
use super::outline::Print;
use super::reader::Snapshot;
use super::record::{Class, damaged, pack};
use super::writer::Writer;
use onrecord_annotate::date::{Basis, DateClues, Published};

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
        let gone: Vec<Print> = self.told.keys().copied().filter(|print| !prints.contains(print)).collect();
        for print in gone {
            self.changed.insert(print.shard());
            self.told.remove(&print);
        }
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
        for address in self.addresses(Term::from_field_u64(self.fields().is_record, Class::Clues as u64))? {
            let shard: Vec<Stored<DateClues>> = self.parent(address)?;
            for stored in shard {
                let (print, told) = stored.told()?;
                clues.told.insert(print, told);
            }
        }
        Ok(clues)
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
                self.put_record(&clues_key(shard), pack(&stored), None, Class::Clues)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;
    use onrecord_annotate::date::QuoteClue;
    use onrecord_text::span::Span;

    use super::super::options::WriterOptions;
    use super::*;

    fn told(hash: u64) -> Told {
        let quotes = vec![QuoteClue { span: Span::new(3, 9), hash, fresh: true }];
        let own = Published { earliest: Some(date(2017, 3, 4)), basis: Basis::Inferred, ..Published::default() };
        Told { own, clues: DateClues { quotes, ..DateClues::default() } }
    }

    fn write(folder: &Path, change: impl FnOnce(&mut Clues)) -> Clues {
        let mut writer = Writer::open(folder, WriterOptions::default()).expect("a writer");
        let mut clues = writer.snapshot().and_then(|snapshot| snapshot.clues()).expect("clues");
        change(&mut clues);
        writer.put_clues(&clues).expect("a record");
        writer.commit().expect("a commit");
        writer.close().expect("an end");
        Snapshot::open(folder).and_then(|snapshot| snapshot.clues()).expect("clues")
    }

    #[test]
    fn what_articles_tell_is_kept_until_they_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let prints: Vec<Print> = (0..200).map(|n| Print::of(&format!("file-{n}\0id"), 7)).collect();
        let clues = write(folder.path(), |clues| {
            prints.iter().zip(0..).for_each(|(&print, n)| clues.insert(print, told(n)));
        });
        assert!(prints.iter().zip(0..).all(|(&print, n)| clues.get(print) == Some(&told(n))));
        let changed = Print::of("file-3\0id", 8);
        assert_eq!((changed == prints[3], changed.shard()), (false, prints[3].shard()));
        let clues = write(folder.path(), |clues| {
            clues.insert(changed, told(3000));
            clues.retain([changed, prints[9]].into_iter());
        });
        assert_eq!((clues.get(changed), clues.get(prints[9])), (Some(&told(3000)), Some(&told(9))));
        assert_eq!(clues.told.len(), 2);
        assert_eq!(write(folder.path(), |clues| clues.retain(std::iter::empty())).told.len(), 0);
    }
}
