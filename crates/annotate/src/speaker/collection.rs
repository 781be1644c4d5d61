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

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::SpeakerType;
use super::bit;
use super::bodies::{self, has_initials, is_acronym};
use super::matching::name_words;
pub use super::name_table::NameTable;
use super::name_table::{Leads, Named, Uses};
use super::words::lists_of_words;
use super::{descriptions, persons};

/// What a collection's articles call their speakers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameUses {
    uses: BTreeMap<SpeakerType, Uses>,
    /// Articles that hold both an acronym and a name with those initials.
    together: BTreeMap<String, Uses>,
}

impl NameUses {
    /// Adds an article: the distinct names of its speakers.
    pub fn add<'a>(&mut self, names: impl IntoIterator<Item = (&'a str, SpeakerType)>) {
        let mut names: Vec<(&str, SpeakerType)> = names.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        names.iter().for_each(|&(name, kind)| self.add_times(name, kind, 1));
        self.note_expansions(&names);
    }

    /// Counts a name in `articles` more articles. What those articles tell of acronyms is not counted here but by
    /// [`note_expansions`](NameUses::note_expansions).
    pub fn add_times(&mut self, name: &str, kind: SpeakerType, articles: u32) {
        count(self.uses.entry(kind).or_default(), name, articles);
    }

    /// Adds what an article with these distinct names tells of what acronyms stand for.
    pub fn note_expansions(&mut self, names: &[(&str, SpeakerType)]) {
        for (acronym, _) in names.iter().filter(|(name, kind)| is_acronym_of_body(name, *kind)) {
            let bodies = names.iter().filter(|(_, kind)| *kind == SpeakerType::Organisation);
            for (name, _) in bodies.filter(|(name, _)| has_initials(name, acronym)) {
                count(self.together.entry((*acronym).to_owned()).or_default(), name, 1);
            }
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
        let names = both_types(of(SpeakerType::Person), of(SpeakerType::Organisation));
        let (people, bodies) = settled_types(names, &mut leads);
        for kind in [SpeakerType::Group, SpeakerType::Document, SpeakerType::Unnamed] {
            descriptions::lead(kind, of(kind), &mut leads);
        }
        persons::lead(people, &mut leads);
        bodies::lead(bodies, &self.together, &mut leads);
        leads.table()
    }
}

/// Some articles take "Goldman Sachs" for a person, others name a body whose name begins with these words ("Goldman Sachs
/// Asset Management"). It is a body where the former are at most so many times as many as the latter. Chosen by reading the
/// names of one collection; no gold measures it.
const LONGER: u32 = 12;

/// How many articles must take a full name for a body's, and for how many times as many that take it for a person's it is
/// one: at a body people work and its shares are traded, which is told of no person ("Morgan Stanley"). Chosen by
/// reading: of the names of one collection all eight beyond it are bodies; with 3 for 10, six of 27 are persons.
const OFTEN: u32 = 10;
const BODILY: u32 = 6;

/// A name with its words, and how many articles take it for a person and for a body.
struct Both<'a> {
    name: &'a str,
    words: Vec<String>,
    person: u32,
    body: u32,
}

/// All names in their order.
fn both_types<'a>(people: &'a Uses, bodies: &'a Uses) -> Vec<Both<'a>> {
    let mut uses: FxHashMap<&str, (u32, u32)> = people.iter().map(|(name, &uses)| (name.as_str(), (uses, 0))).collect();
    bodies.iter().for_each(|(name, &body)| uses.entry(name).or_default().1 = body);
    let mut names: Vec<(&str, (u32, u32))> = uses.into_iter().collect();
    names.sort_unstable();
    names.into_iter().map(|(name, (person, body))| Both { name, words: name_words(name), person, body }).collect()
}

/// How often bodies are named whose names begin with two words or more, by these words.
fn longer_bodies(names: &[Both]) -> FxHashMap<String, u32> {
    let mut longer: FxHashMap<String, u32> = FxHashMap::default();
    for Both { words, body, .. } in names.iter().filter(|name| name.body > 0) {
        if words.last().is_some_and(|last| persons::is_suffix(last)) {
            continue;
        }
        for end in 2..words.len().min(5) {
            *longer.entry(words[..end].join(" ")).or_default() += body;
        }
    }
    longer
}

/// How many articles name persons with a surname, and bodies whose longer names begin or end with a word ("Ford Motor",
/// "Royal Dutch Shell").
fn full_names(names: &[Both]) -> FxHashMap<String, (u32, u32)> {
    let mut full: FxHashMap<String, (u32, u32)> = FxHashMap::default();
    for Both { words, person, body, .. } in names {
        if let [first, .., surname] = words.as_slice() {
            let called = full.entry(surname.clone()).or_default();
            called.0 += person;
            called.1 += body;
            full.entry(first.clone()).or_default().1 += body;
        }
    }
    full
}

/// The names of persons and of bodies by the types that they have across the collection, each in their order; a name
/// whose type changes is led to the other.
fn settled_types<'a>(names: Vec<Both<'a>>, leads: &mut Leads) -> (Vec<Named<'a>>, Vec<Named<'a>>) {
    let (full, longer, places) = (full_names(&names), longer_bodies(&names), place_words());
    let (mut as_people, mut as_bodies) = (Vec::new(), Vec::new());
    for both in names {
        let is_place = both.body > 0 && places.contains(both.name.to_lowercase().as_str());
        let is_person = !is_place && is_person(&both, &full, &longer);
        let Both { name, words, person, body } = both;
        if is_place {
            // "Moscow said" is no Mr. Moscow's, whoever else has the surname; an article that has both tells them apart.
            as_people.extend((person > 0).then(|| Named { name, words: words.clone(), uses: person }));
            as_bodies.push(Named { name, words, uses: body });
        } else if is_person {
            as_people.push(Named { name, words, uses: person + body });
            if body > 0 {
                leads.lead_as(SpeakerType::Organisation, name, SpeakerType::Person, name);
            }
        } else {
            as_bodies.push(Named { name, words, uses: person + body });
            if person > 0 {
                leads.lead_as(SpeakerType::Person, name, SpeakerType::Organisation, name);
            }
        }
    }
    let full: FxHashMap<String, (&str, u32)> = as_people
        .iter()
        .filter(|person: &&Named| person.words.len() > 1 && person.uses >= FEWEST)
        .map(|person| (person.words.join(" "), (person.name, person.uses)))
        .collect();
    as_bodies.retain(|body| match described_person(body, &full) {
        Some(name) => {
            leads.lead_as(SpeakerType::Organisation, body.name, SpeakerType::Person, name);
            false
        }
        None => true,
    });
    (as_people, as_bodies)
}

/// Of how many articles a full name must be, and how much more often than with words before it, so that those are no part
/// of it. Chosen by reading the names of one collection; no gold measures it.
const FEWEST: u32 = 5;
const PREVAILS: u32 = 5;

/// "Citigroup Inc Ann Price", "Treasury Ann Price": whose full name ends what was taken for a body's. A name with "of",
/// "and" or the like is a body's that is called after somebody.
fn described_person<'a>(body: &Named, full: &FxHashMap<String, (&'a str, u32)>) -> Option<&'a str> {
    const LINKS: [&str; 4] = ["of", "for", "and", "the"];
    let words = &body.words;
    if words.iter().any(|word| LINKS.contains(&word.as_str())) || body.name.contains(['&', '/']) {
        return None;
    }
    let ends = (1..words.len().saturating_sub(1)).filter_map(|from| full.get(&words[from..].join(" ")));
    ends.into_iter().find(|(_, uses)| *uses >= body.uses * PREVAILS).map(|(name, _)| *name)
}

/// Places that stand for those who govern them.
fn place_words() -> BTreeSet<&'static str> {
    let places = lists_of_words().into_iter().filter(|(bits, _)| *bits == bit::PLACE);
    places.flat_map(|(_, words)| words.split_ascii_whitespace()).collect()
}

/// Whether a name is a person's across the collection.
fn is_person(both: &Both, full: &FxHashMap<String, (u32, u32)>, longer: &FxHashMap<String, u32>) -> bool {
    let &Both { name, ref words, person, body } = both;
    // "Barron's", "McDonald's"
    if name.ends_with("'s") || name.ends_with("’s") {
        return false;
    }
    if words.len() > 1 && body >= OFTEN && body * BODILY >= person {
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
        // One "Detailed Eurostat" makes nobody of the many who say Eurostat.
        (_, 0) => people + person >= body,
        (0, _) => false,
        _ => people + person > bodies + body,
    }
}

/// Whether a name is an acronym that longer names of the same article may explain.
pub fn is_acronym_of_body(name: &str, kind: SpeakerType) -> bool {
    kind == SpeakerType::Organisation && is_acronym(name)
}

/// Counts so many more articles with the name.
fn count(uses: &mut Uses, name: &str, more: u32) {
    match uses.get_mut(name) {
        Some(articles) => *articles += more,
        None => drop(uses.insert(name.to_owned(), more)),
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

#[cfg(test)]
mod tests {
    use super::super::alias::Aliases;
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
    fn short_given_names_of_a_frequent_surname_need_half_of_it() {
        let mut uses = NameUses::default();
        (0..40).for_each(|_| uses.add([("Henry Walsh", P)]));
        (0..4).for_each(|_| uses.add([("Hank Walsh", P)]));
        ["Ann Walsh", "Tom Walsh", "Jane Walsh", "Otto Walsh"].iter().for_each(|name| uses.add([(*name, P)]));
        assert_eq!(canonical(&uses.table(), "Hank Walsh", P), "Henry Walsh");
        (0..60).for_each(|_| uses.add([("Otto Walsh", P)]));
        assert_eq!(canonical(&uses.table(), "Hank Walsh", P), "Hank Walsh");
    }

    #[test]
    fn what_stands_before_a_known_name_is_no_part_of_it() {
        let mut uses = NameUses::default();
        (0..30).for_each(|_| uses.add([("Ingrid Solheim", P), ("Piet Jan van Loon", P)]));
        uses.add([("Shipowner Ingrid Solheim", P), ("Norsk Rail Ingrid Solheim", O)]);
        uses.add([("Jan van Loon", P), ("Friends of Ingrid Solheim", O)]);
        let t = uses.table();
        assert_eq!(canonical(&t, "Shipowner Ingrid Solheim", P), "Ingrid Solheim");
        assert_eq!(canonical(&t, "Norsk Rail Ingrid Solheim", O), "Ingrid Solheim");
        assert_eq!(t.kind("Norsk Rail Ingrid Solheim", O), P);
        assert_eq!(canonical(&t, "Friends of Ingrid Solheim", O), "Friends of Ingrid Solheim");
        assert_eq!(canonical(&t, "Jan van Loon", P), "Piet Jan van Loon");
    }

    #[test]
    fn given_names_are_spelt_in_several_ways() {
        let mut uses = NameUses::default();
        (0..30).for_each(|_| uses.add([("Giannis Kostopoulos", P), ("Daniel Kvist", P), ("Omar al-Hadidi", P)]));
        uses.add([("Gianis Kostopoulos", P), ("Daniela Kvist", P), ("Omar Al-Hadidi", P)]);
        let t = uses.table();
        assert_eq!(canonical(&t, "Gianis Kostopoulos", P), "Giannis Kostopoulos");
        assert_eq!(canonical(&t, "Daniela Kvist", P), "Daniela Kvist");
        assert_eq!(canonical(&t, "Omar Al-Hadidi", P), "Omar al-Hadidi");
    }

    #[test]
    fn houses_are_called_by_their_last_word_or_shortened() {
        let names = [
            ("Norsk Hydro Varme", "Varme"),
            ("Bank of Lapland", "BofL"),
            ("Department of Fisheries", "Fisheries Department"),
            ("Sandvik-Larsen Co", "SL"),
            ("Dallas Fed", "Federal Reserve Bank of Dallas"),
            ("Dallas Fed", "Dallas Federal Reserve Bank"),
            ("Pohjola Savings Bank", "Pohjola Savings"),
        ];
        let mut uses = NameUses::default();
        (0..60).for_each(|_| uses.add(names.map(|(long, _)| (long, O))));
        (0..9).for_each(|_| uses.add(names.map(|(_, short)| (short, O))));
        (0..9).for_each(|_| uses.add([("DOF", O)]));
        let t = uses.table();
        for (long, short) in names {
            assert_eq!(canonical(&t, short, O), canonical(&t, long, O), "{short}");
        }
        assert_eq!(canonical(&t, "DOF", O), canonical(&t, "Department of Fisheries", O));
    }

    #[test]
    fn descriptions_are_one_in_short_and_in_full() {
        let (g, u) = (SpeakerType::Group, SpeakerType::Unnamed);
        let t = table(&[
            &[("Fed governors", g), ("a Fed aide", u), ("the ratings agency", O)],
            &[("Fed governors", g), ("a Fed aide", u), ("the ratings agency", O)],
            &[("Federal Reserve governors", g), ("a Federal Reserve aide", u), ("the rating agency", O)],
        ]);
        assert_eq!(canonical(&t, "Federal Reserve governors", g), "Fed governors");
        assert_eq!(canonical(&t, "a Federal Reserve aide", u), "a Fed aide");
        assert_eq!(canonical(&t, "the rating agency", O), "the ratings agency");
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
