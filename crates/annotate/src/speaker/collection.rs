//! One name for a speaker across a collection.
//!
//! Articles are added as the names they hold, in any order; what is kept is how many articles use which
//! name, so collections merge by addition and the result depends on neither order nor grouping. The table
//! made of it leads a name as one article has it to the name and type used everywhere. A merge needs evidence:
//!
//! - A name that some articles take for a person and some for an organisation is what its longer forms are, or what
//!   more articles say ([`types`](super::collection)).
//! - A surname alone joins the one full name that has it, or the one that nearly all articles mean; where several compete,
//!   it stays undecided and says so: "Clinton (Bill Clinton or Hillary Clinton)", which both names find.
//! - Full names are one if surname and given name agree and middle names and generations do not clash.
//! - A body's name joins another that differs by its legal form, that only adds "U.S.", or that turns "Department of X"
//!   round, unless another country's competes; a short form joins the one body that begins with it; an acronym joins
//!   a name with those initials if articles hold both, or many name that body and hardly another with those initials.
//! - A nickname joins the full given name ("Bob", "Robert") where hardly anybody else has the surname.
//! - Groups, documents and unnamed speakers are one where they differ in article, case or hyphen alone ("the report", "a
//!   report"; "policy-makers", "policymakers"), by what most articles print.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::SpeakerType;
use super::alias::Aliases;
use super::lexicon::bit;
use super::matching::name_words;
use super::words::lists_of_words;
use super::{bodies, descriptions, persons};

/// How many articles use each name.
pub(super) type Uses = FxHashMap<String, u32>;

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
/// lines, each with a letter for the speaker's type, the name, a tab, and letter and name that it leads to. Only names
/// that change are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameTable {
    lines: String,
}

/// What becomes a [`NameTable`].
#[derive(Default)]
pub(super) struct Leads {
    canonical: BTreeMap<(SpeakerType, String), (SpeakerType, String)>,
}

impl NameUses {
    /// Adds an article: the distinct names of its speakers.
    pub fn add<'a>(&mut self, names: impl IntoIterator<Item = (&'a str, SpeakerType)>) {
        let mut names: Vec<(SpeakerType, &str)> = names.into_iter().map(|(name, kind)| (kind, name)).collect();
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
        let empty = Uses::default();
        let of = |kind| self.uses.get(&kind).unwrap_or(&empty);
        let (people, bodies) = settled_types(of(SpeakerType::Person), of(SpeakerType::Organisation), &mut leads);
        for kind in [SpeakerType::Group, SpeakerType::Document, SpeakerType::Unnamed] {
            descriptions::lead(kind, of(kind), &mut leads);
        }
        persons::lead(&people, &mut leads);
        bodies::lead(&bodies, &self.together, &mut leads);
        leads.table()
    }
}

impl Leads {
    pub(super) fn changed(&self, name: &str, kind: SpeakerType) -> Option<&str> {
        self.canonical.get(&(kind, name.to_owned())).map(|(_, to)| to.as_str())
    }

    /// Leads a name to another of its type.
    pub(super) fn lead(&mut self, kind: SpeakerType, from: &str, to: &str) {
        self.lead_as(kind, from, kind, to);
    }

    fn lead_as(&mut self, kind: SpeakerType, from: &str, as_kind: SpeakerType, to: &str) {
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
    fn table(&self) -> NameTable {
        let line = |((kind, name), to): (&(SpeakerType, String), &(SpeakerType, String))| {
            let (to_kind, to) = self.last(to);
            format!("{}{name}\t{}{to}\n", kind.letter(), to_kind.letter())
        };
        let mut lines: Vec<String> = self.canonical.iter().map(line).collect();
        lines.sort_unstable();
        NameTable { lines: lines.concat() }
    }
}

/// How often articles may take "Goldman Sachs" for a person for each time that they name a body whose name begins with
/// these words ("Goldman Sachs Asset Management"); up to this ratio it is a body. Chosen by reading the names of one
/// collection; no gold measures it.
const LONGER: u32 = 12;

/// How often bodies are named whose names begin with two words or more, by these words.
fn longer_bodies(bodies: &Uses) -> FxHashMap<String, u32> {
    let mut longer: FxHashMap<String, u32> = FxHashMap::default();
    for (name, &uses) in bodies {
        let words = name_words(name);
        if words.last().is_some_and(|last| persons::is_suffix(last)) {
            continue;
        }
        for end in 2..words.len().min(5) {
            *longer.entry(words[..end].join(" ")).or_default() += uses;
        }
    }
    longer
}

/// Longest chain of leads: another type, another spelling, a longer form, an acronym's name.
const CHAIN: usize = 5;

/// The names by the types that they have across the collection; a name whose type changes is led to the other.
fn settled_types(people: &Uses, bodies: &Uses, leads: &mut Leads) -> (Uses, Uses) {
    let mut full: FxHashMap<String, (u32, u32)> = FxHashMap::default();
    for (name, &uses) in people {
        if let [_, .., surname] = name_words(name).as_slice() {
            full.entry(surname.clone()).or_default().0 += uses;
        }
    }
    for (name, &uses) in bodies {
        if let [first, _, ..] = name_words(name).as_slice() {
            full.entry(first.clone()).or_default().1 += uses;
        }
    }
    let longer = longer_bodies(bodies);
    let is_person = |name: &str, person: u32, body: u32| {
        let words = name_words(name);
        // "Barron's", "McDonald's"
        if name.ends_with("'s") || name.ends_with("’s") {
            return false;
        }
        if words.len() > 1 && longer.get(&words.join(" ")).is_some_and(|&uses| uses * LONGER >= person) {
            return false;
        }
        let surname = words.iter().position(|word| !persons::is_particle(word)).map_or(&words[..], |at| &words[at..]);
        let (people, bodies) = match surname {
            [word] => full.get(word).copied().unwrap_or_default(),
            _ => (0, 0),
        };
        match (people, bodies) {
            (0, 0) => person > body,
            (_, 0) => true,
            (0, _) => false,
            _ => people + person > bodies + body,
        }
    };
    let (mut as_people, mut as_bodies) = (Uses::default(), Uses::default());
    let places = place_words();
    let names: BTreeSet<&String> = people.keys().chain(bodies.keys()).collect();
    for name in names {
        let (person, body) = (people.get(name).copied().unwrap_or(0), bodies.get(name).copied().unwrap_or(0));
        // "Moscow said" is no Mr. Moscow's, whoever else has the surname; an article that has both tells them apart.
        if person > 0 && body > 0 && places.contains(name.to_lowercase().as_str()) {
            as_people.insert(name.clone(), person);
            as_bodies.insert(name.clone(), body);
        } else if body > 0 && places.contains(name.to_lowercase().as_str()) {
            as_bodies.insert(name.clone(), body);
        } else if is_person(name, person, body) {
            as_people.insert(name.clone(), person + body);
            leads.lead_as(SpeakerType::Organisation, name, SpeakerType::Person, name);
        } else {
            as_bodies.insert(name.clone(), person + body);
            leads.lead_as(SpeakerType::Person, name, SpeakerType::Organisation, name);
        }
    }
    (as_people, as_bodies)
}

/// Places that stand for those who govern them.
fn place_words() -> BTreeSet<&'static str> {
    let places = lists_of_words().into_iter().filter(|(bits, _)| *bits == bit::PLACE);
    places.flat_map(|(_, words)| words.split_ascii_whitespace()).collect()
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

/// A name as printed, with its telling words and the number of articles that use it.
pub(super) struct Named<'a> {
    pub name: &'a str,
    pub words: Vec<String>,
    pub uses: u32,
}

/// The names in their order.
pub(super) fn named(uses: &Uses) -> impl Iterator<Item = Named<'_>> {
    let mut names: Vec<(&String, u32)> = uses.iter().map(|(name, &uses)| (name, uses)).collect();
    names.sort_unstable();
    names.into_iter().map(|(name, uses)| Named { name, words: name_words(name), uses })
}

pub(super) fn is_acronym(name: &str) -> bool {
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
    fn a_place_is_nobody_who_is_called_so() {
        let t = table(&[&[("Michael Moscow", P)], &[("Moscow", O)], &[("Michael Moscow", P), ("Moscow", P)]]);
        assert_eq!(canonical(&t, "Moscow", O), "Moscow");
        assert_eq!(t.kind("Moscow", O), O);
        assert_eq!(canonical(&t, "Moscow", P), "Michael Moscow");
    }

    #[test]
    fn two_surnames_with_a_hyphen_are_one() {
        let t =
            table(&[&[("Daniel Domscheit-Berg", P)], &[("Domscheit-Berg", P)], &[("Daniel Berg", P)], &[("Berg", P)]]);
        assert_eq!(canonical(&t, "Domscheit-Berg", P), "Daniel Domscheit-Berg");
        assert_eq!(canonical(&t, "Daniel Domscheit-Berg", P), "Daniel Domscheit-Berg");
        assert_eq!(canonical(&t, "Berg", P), "Daniel Berg");
    }

    #[test]
    fn namesakes_stay_apart() {
        let t = table(&[
            &[("Hillary Clinton", P)],
            &[("Bill Clinton", P)],
            &[("Clinton", P)],
            &[("Hillary Rodham Clinton", P)],
        ]);
        assert_eq!(canonical(&t, "Clinton", P), "Clinton (Bill Clinton or Hillary Clinton)");
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
    fn an_acronym_of_a_body_that_many_name_is_that_body() {
        let mut uses = NameUses::default();
        (0..9).for_each(|_| uses.add([("Federal Bureau of Investigation", O)]));
        uses.add([("Fancy Boat Imports", O)]);
        uses.add([("FBI", O)]);
        assert_eq!(canonical(&uses.table(), "FBI", O), "Federal Bureau of Investigation");
        (0..9).for_each(|_| uses.add([("Fancy Boat Imports", O)]));
        assert_eq!(canonical(&uses.table(), "FBI", O), "FBI");
    }

    #[test]
    fn a_nickname_is_evidence_where_few_have_the_surname() {
        let t = table(&[&[("Bob Nardelli", P)], &[("Robert Nardelli", P)], &[("Robert Nardelli", P)]]);
        assert_eq!(canonical(&t, "Bob Nardelli", P), "Robert Nardelli");
        let many = table(&[&[("Bob Hill", P)], &[("Robert Hill", P)], &[("Ann Hill", P)], &[("Tom Hill", P)]]);
        assert_eq!(canonical(&many, "Bob Hill", P), "Bob Hill");
        let two = table(&[&[("Bob Hill Jr", P)], &[("Robert Hill Sr", P)]]);
        assert_eq!(canonical(&two, "Bob Hill Jr", P), "Bob Hill Jr");
    }

    #[test]
    fn a_name_with_its_own_possessive_is_no_person() {
        let t = table(&[&[("Barron's", P)], &[("Alex Barron", P)]]);
        assert_eq!(t.kind("Barron's", P), O);
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
        assert_eq!(canonical(&backward.table(), "Toner", P), "Toner (Jane Toner or Mark Toner)");
    }

    #[test]
    fn nearly_all_articles_decide_on_a_surname() {
        let mut uses = NameUses::default();
        (0..30).for_each(|_| uses.add([("Donald Trump", P)]));
        (0..3).for_each(|_| uses.add([("Donald J. Trump", P)]));
        uses.add([("Ivanka Trump", P)]);
        uses.add([("Trump", O)]);
        let t = uses.table();
        for name in ["Donald J. Trump", "Donald Trump"] {
            assert_eq!(canonical(&t, name, P), "Donald Trump");
        }
        assert_eq!((canonical(&t, "Trump", O), t.kind("Trump", O)), ("Donald Trump".into(), P));
        assert_eq!(canonical(&t, "Ivanka Trump", P), "Ivanka Trump");
    }

    #[test]
    fn a_companys_forms_are_one() {
        let t = table(&[
            &[("Siemens AG", O)],
            &[("Siemens", O)],
            &[("Siemens", P)],
            &[("Ford Motor Co", O)],
            &[("Ford", O)],
        ]);
        for name in ["Siemens AG", "Siemens"] {
            assert_eq!(canonical(&t, name, O), "Siemens");
        }
        assert_eq!((canonical(&t, "Siemens", P), t.kind("Siemens", P)), ("Siemens".into(), O));
        assert_eq!(canonical(&t, "Ford", O), canonical(&t, "Ford Motor Co", O));
    }

    #[test]
    fn a_bodys_short_forms_and_spellings_are_one() {
        let names = [
            ("Standard & Poor's", "S&P"),
            ("Citigroup Inc", "Citi"),
            ("Societe Generale", "SocGen"),
            ("Eastman Kodak Co", "Kodak"),
            ("Bank of England", "BoE"),
            ("General Motors Corp", "GM"),
            ("Federal Reserve", "Fed"),
            ("JPMorgan", "JP Morgan"),
            ("Treasury Department", "Treasury"),
            ("Labor Department", "Labour Department"),
        ];
        let mut uses = NameUses::default();
        (0..60).for_each(|_| uses.add(names.map(|(long, _)| (long, O))));
        (0..9).for_each(|_| uses.add(names.map(|(_, short)| (short, O))));
        let t = uses.table();
        for (long, short) in names {
            assert_eq!(canonical(&t, short, O), canonical(&t, long, O), "{short}");
        }
        assert_ne!(canonical(&t, "GM", O), canonical(&t, "General Mills", O));
    }

    #[test]
    fn descriptions_differ_in_more_than_article_case_and_hyphen() {
        let (d, g) = (SpeakerType::Document, SpeakerType::Group);
        let t = table(&[
            &[("a report", d), ("policymakers", g), ("Republicans", g)],
            &[("a report", d), ("policymakers", g), ("Republicans", g)],
            &[("the report", d), ("policy-makers", g), ("republicans", g)],
            &[("a separate report", d)],
        ]);
        assert_eq!(canonical(&t, "the report", d), "a report");
        assert_eq!(canonical(&t, "policy-makers", g), "policymakers");
        assert_eq!(canonical(&t, "republicans", g), "Republicans");
        assert_eq!(canonical(&t, "a separate report", d), "a separate report");
    }

    #[test]
    fn a_nickname_is_one_person_where_both_forms_are_nearly_all() {
        let mut uses = NameUses::default();
        (0..40).for_each(|_| uses.add([("Larry Summers", P)]));
        (0..30).for_each(|_| uses.add([("Lawrence Summers", P)]));
        ["Ann Summers", "Tom Summers", "Jane Summers"].iter().for_each(|name| uses.add([(*name, P)]));
        assert_eq!(canonical(&uses.table(), "Lawrence Summers", P), "Larry Summers");
    }

    #[test]
    fn generations_are_two_persons() {
        let t = table(&[&[("Ken Griffey Jr", P)], &[("Ken Griffey Sr", P)], &[("Griffey", P)]]);
        assert_eq!(canonical(&t, "Ken Griffey Jr", P), "Ken Griffey Jr");
        assert_eq!(canonical(&t, "Ken Griffey Sr", P), "Ken Griffey Sr");
    }

    #[test]
    fn a_users_alias_has_the_last_word() {
        let t = table(&[&[("Mark Toner", P)], &[("Toner", P)]]);
        let aliases = Aliases::parse("\"M. C. Toner\" = [\"Mark Toner\"]").unwrap();
        assert_eq!(t.canonical("Toner", P, &aliases), "M. C. Toner");
    }
}
