//! One name for a speaker across a collection.
//!
//! Articles are added as the names they hold, in any order; what is kept is how many articles use which
//! name, so collections merge by addition and the result depends on neither order nor grouping. The table
//! made of it leads a name as one article has it to the name used everywhere. A merge needs evidence:
//!
//! - A surname alone joins the one full name that has it; where two bearers compete, it stays alone.
//! - Full names are one if surname and given name agree and middle names do not clash.
//! - A body's name joins a longer one that only adds "U.S.", or turns "Department of X" round, unless another
//!   country's competes; an acronym joins a name with those initials if some article holds both and no
//!   other such name is known.
//! - Groups and unnamed speakers are never merged.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::SpeakerType;
use super::alias::Aliases;
use super::matching::name_words;

/// How many articles use each name.
type Uses = FxHashMap<String, u32>;

/// What a collection's articles call their speakers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameUses {
    uses: BTreeMap<SpeakerType, Uses>,
    /// Articles that hold both an acronym and a name with those initials.
    together: BTreeMap<String, Uses>,
}

/// Leads names as articles have them to canonical ones.
///
/// It is one text, so that opening an index costs nothing for the names that a search never asks for: sorted
/// lines, each with a letter for the speaker's type, the name, a tab and the name that it leads to. Only names
/// that change are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameTable {
    lines: String,
}

/// What becomes a [`NameTable`].
#[derive(Default)]
struct Leads {
    canonical: BTreeMap<SpeakerType, BTreeMap<String, String>>,
}

impl NameUses {
    /// Adds an article: the distinct names of its speakers.
    pub fn add<'a>(&mut self, names: impl IntoIterator<Item = (&'a str, SpeakerType)>) {
        let mut names: Vec<(SpeakerType, &str)> =
            names.into_iter().filter(|(_, kind)| is_merged(*kind)).map(|(name, kind)| (kind, name)).collect();
        names.sort_unstable();
        names.dedup();
        for &(kind, name) in &names {
            count(self.uses.entry(kind).or_default(), name);
            if kind == SpeakerType::Organisation && is_acronym(name) {
                self.note_expansions(name, &names);
            }
        }
    }

    fn note_expansions(&mut self, acronym: &str, names: &[(SpeakerType, &str)]) {
        let bodies = names.iter().filter(|(kind, _)| *kind == SpeakerType::Organisation);
        for (_, name) in bodies.filter(|(_, name)| has_initials(name, acronym)) {
            count(self.together.entry(acronym.to_owned()).or_default(), name);
        }
    }

    /// Takes an article's names out again; the same names as were added.
    pub fn remove<'a>(&mut self, names: impl IntoIterator<Item = (&'a str, SpeakerType)>) {
        let mut gone = NameUses::default();
        gone.add(names);
        subtract(&mut self.uses, &gone.uses);
        subtract(&mut self.together, &gone.together);
    }

    /// Adds another collection's names.
    pub fn merge(&mut self, other: NameUses) {
        add_up(&mut self.uses, other.uses);
        add_up(&mut self.together, other.together);
    }

    /// The table for this collection, in time near to linear in its names.
    pub fn table(&self) -> NameTable {
        let mut leads = Leads::default();
        if let Some(uses) = self.uses.get(&SpeakerType::Person) {
            persons(uses, &mut leads);
        }
        if let Some(uses) = self.uses.get(&SpeakerType::Organisation) {
            bodies(uses, &self.together, &mut leads);
        }
        leads.table()
    }
}

impl Leads {
    fn changed(&self, name: &str, kind: SpeakerType) -> Option<&str> {
        self.canonical.get(&kind)?.get(name).map(String::as_str)
    }

    fn lead(&mut self, kind: SpeakerType, from: &str, to: &str) {
        if from != to && !from.contains(char::is_control) && !to.contains(char::is_control) {
            self.canonical.entry(kind).or_default().insert(from.to_owned(), to.to_owned());
        }
    }

    fn table(&self) -> NameTable {
        let line = |kind: SpeakerType, (name, to): (&String, &String)| format!("{}{name}\t{to}\n", kind.letter());
        let mut lines: Vec<String> =
            self.canonical.iter().flat_map(|(&kind, names)| names.iter().map(move |lead| line(kind, lead))).collect();
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

    /// The name used across the collection for what an article calls `name`. A user's alias has the last word.
    pub fn canonical<'a>(&'a self, name: &'a str, kind: SpeakerType, aliases: &'a Aliases) -> &'a str {
        let found = self.changed(name, kind).unwrap_or(name);
        aliases.canonical(name).or_else(|| aliases.canonical(found)).unwrap_or(found)
    }

    fn changed(&self, name: &str, kind: SpeakerType) -> Option<&str> {
        let mut letter_bytes = [0; 4];
        let wanted = (kind.letter().encode_utf8(&mut letter_bytes).as_bytes(), name.as_bytes());
        let (mut from, mut to) = (0, self.lines.len());
        while from < to {
            let line = self.line_at(from + (to - from) / 2);
            let (key, leads_to) = self.lines[line.clone()].split_once('\t')?;
            match key.as_bytes().iter().cmp(wanted.0.iter().chain(wanted.1)) {
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

/// Counts one more article with the name.
fn count(uses: &mut Uses, name: &str) {
    match uses.get_mut(name) {
        Some(articles) => *articles += 1,
        None => drop(uses.insert(name.to_owned(), 1)),
    }
}

fn add_up<K: Ord>(to: &mut BTreeMap<K, Uses>, more: BTreeMap<K, Uses>) {
    for (key, names) in more {
        let held = to.entry(key).or_default();
        names.into_iter().for_each(|(name, n)| *held.entry(name).or_default() += n);
    }
}

/// Empty entries go, so that a collection is the same whether a name was never there or is there no more.
fn subtract<K: Ord>(from: &mut BTreeMap<K, Uses>, gone: &BTreeMap<K, Uses>) {
    for (key, names) in gone {
        let Some(held) = from.get_mut(key) else { continue };
        for (name, n) in names {
            if let Some(count) = held.get_mut(name) {
                *count = count.saturating_sub(*n);
            }
        }
        held.retain(|_, n| *n > 0);
    }
    from.retain(|_, names| !names.is_empty());
}

fn is_merged(kind: SpeakerType) -> bool {
    matches!(kind, SpeakerType::Person | SpeakerType::Organisation)
}

/// A name as printed, with its telling words and the number of articles that use it.
struct Named<'a> {
    name: &'a str,
    words: Vec<String>,
    uses: u32,
}

/// The names in their order.
fn named(uses: &Uses) -> impl Iterator<Item = Named<'_>> {
    let mut names: Vec<(&String, u32)> = uses.iter().map(|(name, &uses)| (name, uses)).collect();
    names.sort_unstable();
    names.into_iter().map(|(name, uses)| Named { name, words: name_words(name), uses })
}

/// Bearers of one full name: spellings that agree.
struct Bearer<'a> {
    given: String,
    middle: Vec<String>,
    spellings: Vec<(&'a str, u32)>,
}

impl Bearer<'_> {
    /// The spelling that most articles use, the shorter of two used alike.
    fn best(&self) -> &str {
        let rank =
            |&(name, uses): &(&str, u32)| (uses, std::cmp::Reverse(name.len()), std::cmp::Reverse(name.to_owned()));
        self.spellings.iter().max_by_key(|s| rank(s)).map_or("", |s| s.0)
    }
}

fn persons(uses: &Uses, leads: &mut Leads) {
    let mut by_surname: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for mut named in named(uses) {
        named.words.retain(|w| !TITLES.contains(&w.as_str()));
        let suffixed = named.words.len() > 1 && named.words.last().is_some_and(|w| SUFFIXES.contains(&w.as_str()));
        let surname = named.words.iter().rev().nth(usize::from(suffixed)).cloned();
        if let Some(surname) = surname {
            by_surname.entry(surname).or_default().push(named);
        }
    }
    for named in by_surname.values() {
        namesakes(named, leads);
    }
}

/// Tells the bearers of one surname apart and leads their names.
fn namesakes(all: &[Named], leads: &mut Leads) {
    let (mut full, alone): (Vec<&Named>, Vec<&Named>) = all.iter().partition(|n| n.words.len() > 1);
    full.sort_by_key(|n| (std::cmp::Reverse(n.words.len()), n.words.clone(), n.name));
    let mut bearers: Vec<Bearer> = Vec::new();
    let mut by_given: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for named in full {
        let given = named.words[0].as_str();
        let middle = &named.words[1..named.words.len() - 1];
        let fits: Vec<usize> = by_given
            .get(given)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&b| !clash(&bearers[b].middle, middle))
            .collect();
        match fits.as_slice() {
            [only] => bearers[*only].spellings.push((named.name, named.uses)),
            _ => {
                by_given.entry(given).or_default().push(bearers.len());
                let spellings = vec![(named.name, named.uses)];
                bearers.push(Bearer { given: given.to_owned(), middle: middle.to_vec(), spellings });
            }
        }
    }
    for bearer in &bearers {
        bearer.spellings.iter().for_each(|(name, _)| leads.lead(SpeakerType::Person, name, bearer.best()));
    }
    initials(&bearers, leads);
    if let [only] = bearers.as_slice() {
        alone.iter().for_each(|n| leads.lead(SpeakerType::Person, n.name, only.best()));
    } else if bearers.is_empty() {
        plain_forms(&alone, leads);
    }
}

/// "J. Kerry" is the one bearer whose given name begins so.
fn initials(bearers: &[Bearer], leads: &mut Leads) {
    for bearer in bearers.iter().filter(|b| b.given.chars().count() == 1) {
        let fits = |b: &&Bearer| b.given != bearer.given && b.given.starts_with(bearer.given.as_str());
        let mut fuller = bearers.iter().filter(fits);
        if let (Some(only), None) = (fuller.next(), fuller.next()) {
            bearer.spellings.iter().for_each(|(name, _)| leads.lead(SpeakerType::Person, name, only.best()));
        }
    }
}

/// "Mr. Toner" is "Toner" where nobody gives more.
fn plain_forms(alone: &[&Named], leads: &mut Leads) {
    let plain = alone.iter().filter(|n| name_words(n.name).len() == 1).max_by_key(|n| (n.uses, n.name));
    if let Some(plain) = plain {
        alone.iter().for_each(|n| leads.lead(SpeakerType::Person, n.name, plain.name));
    }
}

/// Whether two lists of middle names cannot be one person's: neither empty, and no word or initial shared.
fn clash(a: &[String], b: &[String]) -> bool {
    let agree = |x: &String, y: &String| {
        x == y || x.len() == 1 && y.starts_with(x.as_str()) || y.len() == 1 && x.starts_with(y.as_str())
    };
    !a.is_empty() && !b.is_empty() && !a.iter().any(|x| b.iter().any(|y| agree(x, y)))
}

const TITLES: &[&str] =
    &["mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "gen", "president", "senator", "secretary", "sir", "lord"];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
const COUNTRIES: &[&str] = &[
    "us",
    "american",
    "united",
    "british",
    "uk",
    "russian",
    "chinese",
    "iraqi",
    "iranian",
    "syrian",
    "turkish",
    "french",
    "german",
    "israeli",
    "canadian",
    "mexican",
    "indian",
    "japanese",
    "australian",
    "ukrainian",
    "egyptian",
    "saudi",
];

fn bodies(uses: &Uses, together: &BTreeMap<String, Uses>, leads: &mut Leads) {
    let mut by_core: BTreeMap<String, Vec<(Option<String>, Named)>> = BTreeMap::new();
    for named in named(uses) {
        let (country, core) = core_of(&named.words);
        by_core.entry(core).or_default().push((country, named));
    }
    for named in by_core.values() {
        let mut countries: Vec<&String> = named.iter().filter_map(|(country, _)| country.as_ref()).collect();
        countries.sort();
        countries.dedup();
        let one = countries.len() <= 1;
        for country in std::iter::once(None).chain(countries.into_iter().map(Some)) {
            let same: Vec<&Named> =
                named.iter().filter(|(c, _)| one || c.as_ref() == country).map(|(_, n)| n).collect();
            let best = same.iter().max_by_key(|n| (n.uses, n.words.len(), std::cmp::Reverse(n.name)));
            if let Some(best) = best {
                same.iter().for_each(|n| leads.lead(SpeakerType::Organisation, n.name, best.name));
            }
        }
    }
    acronyms(together, leads);
}

/// The country that a body's name begins with, and the rest in a standard order without articles.
fn core_of(words: &[String]) -> (Option<String>, String) {
    let telling: Vec<&str> = words.iter().map(String::as_str).filter(|w| !matches!(*w, "the" | "of" | "for")).collect();
    let marked = telling.len() > 1 && COUNTRIES.contains(&telling[0]);
    let country = marked
        .then(|| if telling[0] == "united" || telling[0] == "american" { "us".into() } else { telling[0].to_owned() });
    let skip = if marked && telling[0] == "united" && telling.get(1) == Some(&"states") && telling.len() > 2 {
        2
    } else {
        usize::from(marked)
    };
    let mut core = telling[skip..].to_vec();
    if core.len() > 1 && matches!(core[0], "department" | "ministry" | "bureau") {
        core.rotate_left(1);
    }
    (country, core.join(" "))
}

fn acronyms(together: &BTreeMap<String, Uses>, leads: &mut Leads) {
    let mut expansions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (acronym, names) in together {
        let canonical = |name: &String| leads.changed(name, SpeakerType::Organisation).unwrap_or(name).to_owned();
        let full: BTreeSet<String> = names.keys().map(canonical).collect();
        expansions.insert(acronym, full.into_iter().collect());
    }
    for (acronym, full) in expansions {
        if let [only] = full.as_slice() {
            leads.lead(SpeakerType::Organisation, acronym, only);
        }
    }
}

fn is_acronym(name: &str) -> bool {
    name.len() >= 3 && name.chars().all(|c| c.is_ascii_uppercase() || c == '.')
}

fn has_initials(name: &str, acronym: &str) -> bool {
    let capitals = name.split_whitespace().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase());
    name.contains(' ') && capitals.eq(acronym.chars().filter(|&c| c != '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: SpeakerType = SpeakerType::Person;
    const O: SpeakerType = SpeakerType::Organisation;

    fn table(articles: &[&[(&str, SpeakerType)]]) -> NameTable {
        let mut uses = NameUses::default();
        articles.iter().for_each(|names| uses.add(names.iter().copied()));
        uses.table()
    }

    fn canonical<'a>(table: &'a NameTable, name: &'a str, kind: SpeakerType) -> String {
        table.canonical(name, kind, &Aliases::default()).to_owned()
    }

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

    #[test]
    fn a_surname_joins_the_only_full_name() {
        let t = table(&[
            &[("Mark Toner", P)],
            &[("Toner", P)],
            &[("Mr. Toner", P)],
            &[("Mark C. Toner", P), ("Mark Toner", P)],
        ]);
        for name in ["Toner", "Mr. Toner", "Mark C. Toner", "Mark Toner"] {
            assert_eq!(canonical(&t, name, P), "Mark Toner", "{name}");
        }
    }

    #[test]
    fn namesakes_stay_apart() {
        let t = table(&[
            &[("Hillary Clinton", P)],
            &[("Bill Clinton", P)],
            &[("Clinton", P)],
            &[("Hillary Rodham Clinton", P)],
        ]);
        assert_eq!(canonical(&t, "Clinton", P), "Clinton");
        assert_eq!(canonical(&t, "Bill Clinton", P), "Bill Clinton");
        assert_eq!(canonical(&t, "Hillary Rodham Clinton", P), "Hillary Clinton");
    }

    #[test]
    fn middle_names_that_clash_are_two_persons() {
        let t = table(&[&[("George W. Bush", P)], &[("George H. Bush", P)], &[("George Bush", P)]]);
        assert_eq!(canonical(&t, "George Bush", P), "George Bush");
        assert_eq!(canonical(&t, "George W. Bush", P), "George W. Bush");
    }

    #[test]
    fn bodies_merge_unless_countries_compete() {
        let t = table(&[
            &[("State Department", O)],
            &[("U.S. State Department", O)],
            &[("Department of State", O)],
            &[("State Department", O)],
        ]);
        assert_eq!(canonical(&t, "U.S. State Department", O), "State Department");
        assert_eq!(canonical(&t, "Department of State", O), "State Department");
        let t =
            table(&[&[("Defense Ministry", O)], &[("Russian Defense Ministry", O)], &[("Iraqi Defense Ministry", O)]]);
        assert_eq!(canonical(&t, "Defense Ministry", O), "Defense Ministry");
        assert_eq!(canonical(&t, "Iraqi Defense Ministry", O), "Iraqi Defense Ministry");
    }

    #[test]
    fn an_acronym_needs_an_article_with_both() {
        let apart = table(&[&[("FBI", O)], &[("Federal Bureau of Investigation", O)]]);
        assert_eq!(canonical(&apart, "FBI", O), "FBI");
        let both = table(&[&[("FBI", O), ("Federal Bureau of Investigation", O)]]);
        assert_eq!(canonical(&both, "FBI", O), "Federal Bureau of Investigation");
    }

    #[test]
    fn order_and_removal_leave_no_trace() {
        let articles: [&[(&str, SpeakerType)]; 3] =
            [&[("Toner", P), ("FBI", O)], &[("Mark Toner", P)], &[("Jane Toner", P)]];
        let mut forward = NameUses::default();
        articles.iter().for_each(|names| forward.add(names.iter().copied()));
        let mut backward = NameUses::default();
        articles.iter().rev().for_each(|names| backward.add(names.iter().copied()));
        assert_eq!(forward, backward);
        forward.remove(articles[2].iter().copied());
        assert_eq!(canonical(&forward.table(), "Toner", P), "Mark Toner");
        assert_eq!(canonical(&backward.table(), "Toner", P), "Toner");
    }

    #[test]
    fn a_users_alias_has_the_last_word() {
        let t = table(&[&[("Mark Toner", P)], &[("Toner", P)]]);
        let aliases = Aliases::parse("\"M. C. Toner\" = [\"Mark Toner\"]").unwrap();
        assert_eq!(t.canonical("Toner", P, &aliases), "M. C. Toner");
    }
}
