//! One name for an organisation across a collection.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::SpeakerType;
use super::bit;
use super::body_core::core_of;
use super::name_table::{Leads, Named, Uses};
use super::words::lists_of_words;

/// Several bodies may have a longer name that one short form fits. The short form means one of them if that one is named in
/// this many times as many articles as all the others together. Chosen by reading the names of one collection; no gold
/// measures it.
const PREVAILS: u32 = 6;

/// Several bodies may also fit an acronym or a clipped name. It means one of them if that one has at least this many tenths of
/// the articles that name any of them. A rare misreading then does no harm, and a form that two bodies share stays as it is.
/// Chosen by reading the names of one collection; no gold measures it.
const MEANT: u32 = 8;

/// Leads the names of bodies to those used everywhere.
pub(super) fn lead(names: Vec<Named>, together: &BTreeMap<String, Uses>, leads: &mut Leads) {
    let forms = legal_forms();
    let mut by_core: BTreeMap<String, Vec<Spelt>> = BTreeMap::new();
    for named in names {
        let (country, core) = core_of(&named.words, &forms);
        // "JP Morgan" and "JPMorgan" are one.
        by_core.entry(core.replace(' ', "")).or_default().push(Spelt { country, core, named });
    }
    let mut bodies: Vec<Body> = Vec::new();
    for spelt in by_core.values() {
        for same in by_country(spelt) {
            let Some(best) = same.iter().max_by_key(|s| (s.named.uses, s.named.words.len(), Reverse(s.named.name)))
            else {
                continue;
            };
            same.iter().for_each(|s| leads.lead(SpeakerType::Organisation, s.named.name, best.named.name));
            let uses = same.iter().map(|s| s.named.uses).sum();
            let spellings = same.iter().map(|s| (s.named.name, s.named.uses)).collect();
            // "JP Morgan" is one word, too, by which "JPMorgan Chase" begins.
            let core = same.iter().map(|s| s.core.as_str()).min_by_key(|core| core.split(' ').count());
            bodies.push(Body { core: core.unwrap_or(&best.core), name: best.named.name, spellings, uses });
        }
    }
    short_forms(&bodies, leads);
    tails(&bodies, leads);
    initialisms(&bodies, &forms, leads);
    clippings(&bodies, leads);
    acronyms(together, leads);
}

/// A body's name with the country before it and the rest, by which it is compared.
struct Spelt<'a> {
    country: Option<String>,
    core: String,
    named: Named<'a>,
}

/// Names that are alike but for a country before them, apart by country. Those without go with the only country, or with
/// that of nearly all.
fn by_country<'a, 'b>(spelt: &'b [Spelt<'a>]) -> Vec<Vec<&'b Spelt<'a>>> {
    let mut countries: BTreeMap<Option<&String>, (u32, Vec<&Spelt>)> = BTreeMap::new();
    for one in spelt {
        let entry = countries.entry(one.country.as_ref()).or_default();
        entry.0 += one.named.uses;
        entry.1.push(one);
    }
    let without = countries.remove(&None);
    let total: u32 = countries.values().map(|(uses, _)| uses).sum();
    let mut groups: Vec<(u32, Vec<&Spelt>)> = countries.into_values().collect();
    if let Some((_, names)) = without {
        match groups.iter_mut().max_by_key(|(uses, _)| *uses) {
            Some((uses, most)) if *uses >= (total - *uses) * PREVAILS => most.extend(names),
            _ => groups.push((0, names)),
        }
    }
    groups.into_iter().map(|(_, names)| names).collect()
}

/// A body: its name without legal form and country, as most articles have it, all spellings of it, and how many articles
/// name it.
struct Body<'a> {
    core: &'a str,
    name: &'a str,
    spellings: Vec<(&'a str, u32)>,
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
    for short in bodies.iter().filter(|b| !b.core.contains(' ')) {
        let Some(longer) = longer.get(short.core) else { continue };
        let Some(most) = longer.iter().max_by_key(|b| (b.uses, Reverse(b.name))) else { continue };
        // "Treasury" by itself is the Treasury Department.
        let department = most.core.strip_prefix(short.core) == Some(" department") && short.uses >= FEWEST;
        if common.contains(short.core) && !department {
            continue;
        }
        let others = rivals(most, longer);
        if most.uses >= others * PREVAILS {
            // One spelling for both: what more articles print.
            let (from, to) = if most.uses >= short.uses { (short, *most) } else { (*most, short) };
            leads.lead(SpeakerType::Organisation, from.name, to.name);
        }
    }
}

/// "Kodak" is Eastman Kodak where hardly another body's name ends so; a word that is no name by itself is nobody's.
fn tails(bodies: &[Body], leads: &mut Leads) {
    let common = common_words();
    let mut longer: FxHashMap<&str, Vec<&Body>> = FxHashMap::default();
    for body in bodies {
        let first = body.core.split_once(' ').map(|(first, _)| first);
        let last = body.core.rsplit_once(' ').map(|(_, last)| last);
        for word in [first, last].into_iter().flatten() {
            longer.entry(word).or_default().push(body);
        }
    }
    for short in bodies.iter().filter(|b| !b.core.contains(' ') && !common.contains(b.core) && !is_acronym(b.name)) {
        let Some(longer) = longer.get(short.core) else { continue };
        let Some(most) = longer.iter().max_by_key(|b| (b.uses, Reverse(b.name))) else { continue };
        let others = rivals(most, longer);
        // "Shell" is Royal Dutch Shell.
        let words = most.core.split(' ').count();
        let ends = most.core.ends_with(short.core) && most.uses >= FEWEST && words <= LONGEST_WITH_TAIL;
        if ends && most.uses >= others * PREVAILS {
            let (from, to) = if most.uses >= short.uses { (short, *most) } else { (*most, short) };
            leads.lead(SpeakerType::Organisation, from.name, to.name);
        }
    }
}

/// Two bodies fit one short form. If the one is named in fewer than a fiftieth (1 / `ODD`) of the articles that name the other,
/// it is taken for a misreading and does not compete. Chosen by reading the names of one collection; no gold measures it.
const ODD: u32 = 50;

/// How many articles name other bodies than `most`: not those whose name begins with all of its own ("JPMorgan Chase
/// Bank"), and none that is hardly ever named.
fn rivals(most: &Body, all: &[&Body]) -> u32 {
    let other = |b: &&&Body| !b.core.starts_with(most.core) && b.uses * ODD > most.uses;
    all.iter().filter(other).map(|b| b.uses).sum()
}

/// Most words of a name that is called by its last one ("Royal Dutch Shell"). Chosen by reading the names of one collection;
/// no gold measures it.
const LONGEST_WITH_TAIL: usize = 3;

/// "SocGen" is Societe Generale, "Citi" is Citigroup, "S&P" is Standard & Poor's: each part of the short form begins a
/// word of the long one, of which there is but one that many articles print.
fn clippings(bodies: &[Body], leads: &mut Leads) {
    let mut by_start: FxHashMap<char, Vec<&Body>> = FxHashMap::default();
    for body in bodies.iter().filter(|b| b.uses >= FEWEST) {
        if let Some(first) = body.core.chars().next() {
            by_start.entry(first).or_default().push(body);
        }
    }
    for short in bodies.iter().filter(|b| b.uses >= FEWEST && !b.name.contains(' ')) {
        let Some(parts) = parts_of(short.name) else { continue };
        let first = short.core.chars().next().unwrap_or_default();
        let long = by_start.get(&first).into_iter().flatten().filter(|b| is_clipped(&parts, b));
        let long: Vec<&&Body> = long.filter(|b| b.name != short.name).collect();
        let total: u32 = long.iter().map(|b| b.uses).sum();
        let most = long.iter().max_by_key(|b| (b.uses, Reverse(b.name)));
        if let Some(most) = most.filter(|b| b.uses * 10 >= total * MEANT) {
            leads.lead(SpeakerType::Organisation, short.name, most.name);
        }
    }
}

/// The parts of a clipped name in small letters: at an ampersand ("S&P") or at capitals ("SocGen"), or the whole.
fn parts_of(name: &str) -> Option<Vec<String>> {
    if let Some((first, second)) = name.split_once('&') {
        let letters = |part: &str| part.chars().all(char::is_alphabetic) && !part.is_empty();
        return (letters(first) && letters(second)).then(|| vec![first.to_lowercase(), second.to_lowercase()]);
    }
    let mut parts: Vec<String> = Vec::new();
    for letter in name.chars() {
        match parts.last_mut() {
            Some(part) if !letter.is_uppercase() => part.push(letter),
            _ => parts.push(letter.to_lowercase().collect()),
        }
    }
    let whole = parts.iter().all(|part| part.chars().count() >= LEAST_LETTERS);
    (whole && parts.len() <= 2 && name.chars().all(char::is_alphabetic)).then_some(parts)
}

/// Whether the words of a body's name begin with these parts; one part alone is clipped only of "group" ("Citi").
fn is_clipped(parts: &[String], body: &Body) -> bool {
    let words: Vec<&str> = body.core.split(' ').collect();
    match parts {
        [one] => words.len() == 1 && body.core.strip_prefix(one.as_str()) == Some("group"),
        _ => {
            parts.len() == words.len()
                && parts
                    .iter()
                    .zip(&words)
                    .all(|(part, word)| word.len() > part.len() && word.starts_with(part.as_str()))
        }
    }
}

/// "SEC" is the Securities and Exchange Commission where hardly another body that is named has those initials. Within an
/// article that has both, they are one already, so that their being together shows in no counts.
fn initialisms(bodies: &[Body], forms: &BTreeSet<&str>, leads: &mut Leads) {
    let mut by_initials: FxHashMap<String, FxHashMap<&str, (&Body, u32)>> = FxHashMap::default();
    let is_led_by_acronym = |name: &str| name.split(' ').next().is_some_and(is_short);
    for body in bodies {
        let spelt = body.spellings.iter().filter(|(name, _)| name.contains([' ', '-']) && !is_led_by_acronym(name));
        for (name, uses) in spelt {
            for letters in all_initials(name, forms) {
                by_initials.entry(letters).or_default().entry(body.name).or_insert((body, 0)).1 += uses;
            }
        }
    }
    for acronym in bodies.iter().filter(|b| is_short(b.name)) {
        let letters: String = acronym.name.chars().filter(|c| *c != '.').collect::<String>().to_uppercase();
        let Some(named) = by_initials.get(&letters) else { continue };
        let total: u32 = named.values().map(|(_, uses)| uses).sum();
        let most = named.values().max_by_key(|(body, uses)| (*uses, Reverse(body.name)));
        let fewest = if letters.len() < LEAST_LETTERS { FEWEST_OF_TWO } else { FEWEST };
        if let Some((most, _)) = most.filter(|(body, uses)| body.uses >= fewest && uses * 10 >= total * MEANT) {
            leads.lead(SpeakerType::Organisation, acronym.name, most.name);
        }
    }
}

/// The letters by which a name may be shortened: of its capitalised words, of all its words ("BoE"), with its small words
/// whole ("BofA").
fn all_initials(name: &str, forms: &BTreeSet<&str>) -> BTreeSet<String> {
    let words = || name.split([' ', '-']).filter(|word| !forms.contains(word.to_lowercase().trim_end_matches('.')));
    let all: String = words().filter_map(|word| word.chars().next()).collect();
    let part = |word: &str| {
        if word.starts_with(char::is_lowercase) { word.to_owned() } else { word.chars().take(1).collect() }
    };
    let whole: String = words().map(part).collect();
    BTreeSet::from([initials(name, forms), all.to_uppercase(), whole.to_uppercase()])
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
    let telling = name.split([' ', '-']).filter(|word| !forms.contains(word.to_lowercase().trim_end_matches('.')));
    telling.filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}

/// Whether a name is made of initials: "SEC", "U.S.", "BoE", "BofA".
fn is_short(name: &str) -> bool {
    let plain = name.replace("of", "");
    let letters = || plain.chars().filter(|c| *c != '.');
    let capitals = letters().filter(char::is_ascii_uppercase).count();
    let plain = letters().all(|c| c.is_ascii_alphabetic());
    plain && capitals >= 2 && letters().count() <= capitals + 1 && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Fewest letters of a part of a clipped name, and of an acronym for which [`FEWEST`] articles are enough: too many names
/// begin with fewer.
const LEAST_LETTERS: usize = 3;

/// Fewest articles that must name a body for two letters to mean it ("GM"). With 25 one name more of
/// those in 3,311 articles of an agency is led elsewhere: "U.S." to "United States".
const FEWEST_OF_TWO: u32 = 50;

/// Fewest articles that must name a body for an acronym to mean it, or for a short form of its name.
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
