//! The table of names that was worked out for a collection, and what becomes it.

use std::cmp::Ordering;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::SpeakerType;
use super::alias::Aliases;

/// How many articles use each name.
pub(super) type Uses = FxHashMap<String, u32>;

/// A name as printed, with its telling words and the number of articles that use it.
pub(super) struct Named<'a> {
    pub name: &'a str,
    pub words: Vec<String>,
    pub uses: u32,
}

/// Longest chain of leads: another type, another spelling, a longer form, an acronym's name, and one to spare. It only ends a
/// circle.
const CHAIN: usize = 5;

/// Leads names as articles have them to canonical ones.
///
/// It is one text, so that opening an index costs nothing for the names that a search never asks for: sorted
/// lines, each with a letter for the speaker's type, the name, a tab, and letter and name that it leads to. Only names
/// that change are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameTable {
    lines: String,
}

/// What becomes a [`NameTable`].
#[derive(Default)]
pub(super) struct Leads {
    canonical: FxHashMap<(SpeakerType, String), (SpeakerType, String)>,
}

impl Leads {
    /// What a name of this type leads to, so far.
    pub(super) fn changed(&self, name: &str, kind: SpeakerType) -> Option<&str> {
        self.canonical.get(&(kind, name.to_owned())).map(|(_, to)| to.as_str())
    }

    /// Leads a name to another of its type.
    pub(super) fn lead(&mut self, kind: SpeakerType, from: &str, to: &str) {
        self.lead_as(kind, from, kind, to);
    }

    /// Leads a name to another, or to itself with another type.
    pub(super) fn lead_as(&mut self, kind: SpeakerType, from: &str, as_kind: SpeakerType, to: &str) {
        if (kind, from) != (as_kind, to) && !from.contains(char::is_control) && !to.contains(char::is_control) {
            self.canonical.insert((kind, from.to_owned()), (as_kind, to.to_owned()));
        }
    }

    /// Where a name leads in the end.
    fn last<'a>(&'a self, to: &'a (SpeakerType, String)) -> &'a (SpeakerType, String) {
        let mut at = to;
        for _ in 0..CHAIN {
            match self.canonical.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// The lines; what leads to a name that leads on goes to the last.
    pub(super) fn table(&self) -> NameTable {
        let line = |((kind, name), to): (&(SpeakerType, String), &(SpeakerType, String))| {
            let (to_kind, to) = self.last(to);
            format!("{}{name}\t{}{to}\n", kind.letter(), to_kind.letter())
        };
        let mut lines: Vec<String> = self.canonical.iter().map(line).collect();
        lines.sort_unstable();
        NameTable { lines: lines.concat() }
    }
}

impl NameTable {
    /// The table with these lines, as [`lines`](Self::lines) gave them.
    pub fn of_lines(lines: String) -> Self {
        NameTable { lines }
    }

    /// The table as a text, for storing.
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// The type used across the collection for the speaker whom an article calls `name` and takes for a `kind`.
    pub fn kind(&self, name: &str, kind: SpeakerType) -> SpeakerType {
        let letter = self.led_to(name, kind).and_then(|to| to.chars().next());
        letter.and_then(SpeakerType::of_letter).unwrap_or(kind)
    }

    /// The name used across the collection for what an article calls `name`. A user's alias has the last word.
    pub fn canonical<'a>(&'a self, name: &'a str, kind: SpeakerType, aliases: &'a Aliases) -> &'a str {
        let found = self.changed(name, kind).unwrap_or(name);
        aliases.canonical(name).or_else(|| aliases.canonical(found)).unwrap_or(found)
    }

    fn changed(&self, name: &str, kind: SpeakerType) -> Option<&str> {
        self.led_to(name, kind)?.get(1..)
    }

    /// The letter of the type and the name that a name is led to.
    fn led_to(&self, name: &str, kind: SpeakerType) -> Option<&str> {
        let mut wanted = String::with_capacity(name.len() + 1);
        wanted.push(kind.letter());
        wanted.push_str(name);
        let (mut from, mut to) = (0, self.lines.len());
        while from < to {
            let line = self.line_at(from + (to - from) / 2);
            let (key, leads_to) = self.lines[line.clone()].split_once('\t')?;
            match key.cmp(&wanted) {
                Ordering::Equal => return Some(leads_to),
                Ordering::Less => from = line.end + 1,
                Ordering::Greater => to = line.start,
            }
        }
        None
    }

    /// The line around byte `at`, without its end.
    fn line_at(&self, at: usize) -> Range<usize> {
        let bytes = self.lines.as_bytes();
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
        start..memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |more| at + more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: SpeakerType = SpeakerType::Person;
    const O: SpeakerType = SpeakerType::Organisation;

    #[test]
    fn a_table_comes_back_from_its_text() {
        let mut leads = Leads::default();
        let names: Vec<(String, String)> = (0..40).map(|n| (format!("A{n}"), format!("B{n}"))).collect();
        for (from, to) in &names {
            leads.lead(P, from, to);
            leads.lead(O, from, "One");
        }
        leads.lead(P, "A\t1", "B");
        let t = NameTable::of_lines(leads.table().lines().to_owned());
        for (from, to) in &names {
            assert_eq!((t.changed(from, P), t.changed(from, O)), (Some(to.as_str()), Some("One")));
        }
        for absent in ["", "A", "A1 ", "A\t1", "Z"] {
            assert_eq!(t.changed(absent, P), None, "{absent:?}");
        }
        assert_eq!(NameTable::default().changed("A1", P), None);
    }
}
