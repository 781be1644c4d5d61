//! One name for an organisation across a collection.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::SpeakerType;
use super::lexicon::bit;
use super::name_table::{Leads, Named, Uses};
use super::words::lists_of_words;

/// How much more often than all others together a body is named that a short form means. Chosen by reading the names of
/// one collection; no gold measures it.
const PREVAILS: u32 = 6;

/// Of ten articles that hold an acronym and a name with those initials, in how many the name is one: then it is what the
/// acronym means. Where names differ by more than an odd misreading, the acronym stays.
const MEANT: u32 = 8;

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

/// Leads the names of bodies to those used everywhere.
pub(super) fn lead(names: Vec<Named>, together: &BTreeMap<String, Uses>, leads: &mut Leads) {
    let forms = legal_forms();
    let mut by_core: BTreeMap<String, Vec<(Option<String>, Named)>> = BTreeMap::new();
    for named in names {
        let (country, core) = core_of(&named.words, &forms);
        by_core.entry(core).or_default().push((country, named));
    }
    let mut bodies: Vec<Body> = Vec::new();
    for (core, named) in &by_core {
        let mut countries: Vec<&String> = named.iter().filter_map(|(country, _)| country.as_ref()).collect();
        countries.sort();
        countries.dedup();
        let one = countries.len() <= 1;
        for country in std::iter::once(None).chain(countries.into_iter().map(Some)) {
            let same: Vec<&Named> =
                named.iter().filter(|(c, _)| one || c.as_ref() == country).map(|(_, n)| n).collect();
            let best = same.iter().max_by_key(|n| (n.uses, n.words.len(), Reverse(n.name)));
            if let Some(best) = best {
                same.iter().for_each(|n| leads.lead(SpeakerType::Organisation, n.name, best.name));
                bodies.push(Body { core, name: best.name, uses: same.iter().map(|n| n.uses).sum() });
            }
            if one {
                break;
            }
        }
    }
    short_forms(&bodies, leads);
    initialisms(&bodies, &forms, leads);
    acronyms(together, leads);
}

/// A body: its name without legal form and country, as most articles have it, and how many name it.
struct Body<'a> {
    core: &'a str,
    name: &'a str,
    uses: u32,
}

/// "Ford" is Ford Motor where hardly another body begins so; a word that is no name by itself is nobody's short form.
fn short_forms(bodies: &[Body], leads: &mut Leads) {
    let common = common_words();
    let mut longer: FxHashMap<&str, Vec<&Body>> = FxHashMap::default();
    for body in bodies {
        if let Some((first, _)) = body.core.split_once(' ') {
            longer.entry(first).or_default().push(body);
        }
    }
    for short in bodies.iter().filter(|b| !b.core.contains(' ') && !common.contains(b.core)) {
        let Some(longer) = longer.get(short.core) else { continue };
        let Some(most) = longer.iter().max_by_key(|b| (b.uses, Reverse(b.name))) else { continue };
        let others: u32 = longer.iter().map(|b| b.uses).sum::<u32>() - most.uses;
        if most.uses >= others * PREVAILS {
            // One spelling for both: what more articles print.
            let (from, to) = if most.uses >= short.uses { (short, *most) } else { (*most, short) };
            leads.lead(SpeakerType::Organisation, from.name, to.name);
        }
    }
}

/// "SEC" is the Securities and Exchange Commission where hardly another body that is named has those initials. Within an
/// article that has both, they are one already, so that their being together shows in no counts.
fn initialisms(bodies: &[Body], forms: &BTreeSet<&str>, leads: &mut Leads) {
    let mut by_initials: FxHashMap<String, Vec<&Body>> = FxHashMap::default();
    for body in bodies.iter().filter(|b| b.name.contains(' ')) {
        by_initials.entry(initials(body.name, forms)).or_default().push(body);
    }
    let acronyms = bodies.iter().filter(|b| is_acronym(b.name) && b.name.chars().count() >= LEAST_LETTERS);
    for acronym in acronyms {
        let Some(named) = by_initials.get(acronym.name) else { continue };
        let total: u32 = named.iter().map(|b| b.uses).sum();
        let most = named.iter().max_by_key(|b| (b.uses, Reverse(b.name)));
        if let Some(most) = most.filter(|b| b.uses >= FEWEST && b.uses * 10 >= total * MEANT) {
            leads.lead(SpeakerType::Organisation, acronym.name, most.name);
        }
    }
}

/// Whether a name is of capitals alone: "FBI", "U.S.".
pub(super) fn is_acronym(name: &str) -> bool {
    name.len() >= 3 && name.chars().all(|c| c.is_ascii_uppercase() || c == '.')
}

/// Whether the capitals of a name's words are those of an acronym.
pub(super) fn has_initials(name: &str, acronym: &str) -> bool {
    let capitals = name.split_whitespace().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase());
    name.contains(' ') && capitals.eq(acronym.chars().filter(|&c| c != '.'))
}

/// The first letters of a name's capitalised words without legal forms.
fn initials(name: &str, forms: &BTreeSet<&str>) -> String {
    let telling = name.split_whitespace().filter(|word| !forms.contains(word.to_lowercase().as_str()));
    telling.filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}

/// Shorter acronyms have too many names with their initials.
const LEAST_LETTERS: usize = 3;

/// Of how many articles a name must be to be what an acronym means.
const FEWEST: u32 = 5;

/// Legal forms and what else a company's name may lack.
fn legal_forms() -> BTreeSet<&'static str> {
    let legal = lists_of_words().into_iter().filter(|(bits, _)| *bits == bit::LEGAL_FORM);
    legal
        .flat_map(|(_, words)| words.split_ascii_whitespace())
        .chain(["group", "holdings", "holding", "company"])
        .collect()
}

/// Words that many names begin with.
fn common_words() -> BTreeSet<&'static str> {
    let classes =
        bit::ENTERPRISE | bit::PARTY | bit::PLACE | bit::BODY | bit::OFFICE | bit::PERSON | bit::DET | bit::FIRST_NAME;
    let common = lists_of_words().into_iter().filter(|(bits, _)| bits & classes != 0);
    common.flat_map(|(_, words)| words.split_ascii_whitespace()).collect()
}

/// The country that a body's name begins with, and the rest in a standard order without articles and legal form.
fn core_of(words: &[String], forms: &BTreeSet<&str>) -> (Option<String>, String) {
    let mut telling: Vec<&str> =
        words.iter().map(String::as_str).filter(|w| !matches!(*w, "the" | "of" | "for" | "and")).collect();
    while telling.len() > 1 && telling.last().is_some_and(|last| forms.contains(last)) {
        telling.pop();
    }
    let marked = telling.len() > 1 && COUNTRIES.contains(&telling[0]);
    let country = marked
        .then(|| if telling[0] == "united" || telling[0] == "american" { "us".into() } else { telling[0].to_owned() });
    let states = marked && telling[0] == "united" && telling.get(1) == Some(&"states") && telling.len() > 2;
    let skip = if states { 2 } else { usize::from(marked && is_institution(&telling)) };
    let mut core = telling[skip..].to_vec();
    if core.len() > 1 && matches!(core[0], "department" | "ministry" | "bureau") {
        core.rotate_left(1);
    }
    (country, core.join(" "))
}

/// Whether a country before a name only says whose institution it is: "Russian Defense Ministry", but not "British
/// Airways" or "United Nations".
fn is_institution(telling: &[&str]) -> bool {
    const INSTITUTIONS: &[&str] = &[
        "department",
        "ministry",
        "bureau",
        "embassy",
        "army",
        "navy",
        "police",
        "government",
        "parliament",
        "senate",
        "congress",
        "treasury",
        "agency",
        "commission",
        "court",
        "military",
        "administration",
        "office",
        "council",
        "house",
        "committee",
        "service",
        "forces",
        "force",
        "reserve",
    ];
    telling.iter().any(|word| INSTITUTIONS.contains(word))
}

fn acronyms(together: &BTreeMap<String, Uses>, leads: &mut Leads) {
    for (acronym, names) in together {
        let canonical = |name: &String| leads.changed(name, SpeakerType::Organisation).unwrap_or(name).to_owned();
        let mut full: BTreeMap<String, u32> = BTreeMap::new();
        for (name, &uses) in names {
            *full.entry(canonical(name)).or_default() += uses;
        }
        let total: u32 = full.values().sum();
        if let Some((most, _)) = full.iter().find(|(_, uses)| **uses * 10 >= total * MEANT) {
            leads.lead(SpeakerType::Organisation, acronym, most);
        }
    }
}
