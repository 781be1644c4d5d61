//! One name for a person across a collection.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::SpeakerType;
use super::name_table::{Leads, Named};

/// A surname alone means the bearer whom at least this share of the articles name that name any bearer in full, and at least
/// so many articles. Chosen by reading the names of one collection; no gold measures it.
const NEARLY_ALL: f64 = 0.85;
const FEWEST: u32 = 5;

/// Most bearers that are listed for an undecided surname, since more would not fit a line, and the least share of the articles
/// that makes somebody one of them. Chosen by reading, as above.
const MOST_NAMED: usize = 3;
const COUNTS: f64 = 0.08;

/// Bearers of one full name: spellings that agree.
struct Bearer<'a> {
    given: String,
    middle: Vec<String>,
    suffix: Option<String>,
    spellings: Vec<(&'a str, u32)>,
}

impl Bearer<'_> {
    /// The spelling that most articles use, the shorter of two used alike.
    fn best(&self) -> &str {
        let rank = |&(name, uses): &(&str, u32)| (uses, Reverse(name.len()), Reverse(name.to_owned()));
        self.spellings.iter().max_by_key(|s| rank(s)).map_or("", |s| s.0)
    }

    fn uses(&self) -> u32 {
        self.spellings.iter().map(|(_, uses)| uses).sum()
    }
}

/// A person's name taken apart.
struct Parts<'a> {
    name: &'a str,
    uses: u32,
    /// Given and middle names; none where the surname stands alone.
    given: Vec<String>,
    suffix: Option<String>,
}

/// Leads the names of persons to those used everywhere.
pub(super) fn lead(names: Vec<Named>, leads: &mut Leads) {
    let mut by_surname: BTreeMap<String, Vec<Parts>> = BTreeMap::new();
    for named in names {
        if let Some((surname, parts)) = take_apart(named) {
            by_surname.entry(surname).or_default().push(parts);
        }
    }
    for all in by_surname.values() {
        namesakes(all, leads);
    }
}

fn take_apart(named: Named<'_>) -> Option<(String, Parts<'_>)> {
    let mut words = named.words;
    words.retain(|w| !TITLES.contains(&w.as_str()));
    let suffix = if words.len() > 1 { words.pop_if(|last| SUFFIXES.contains(&last.as_str())) } else { None };
    let mut surname = words.pop()?;
    // "Domscheit-Berg" is one surname, "Ki-moon" is none.
    if is_double(named.name) {
        let first = words.pop()?;
        surname = format!("{first}-{surname}");
    }
    // "von der Leyen" is a surname alone.
    if words.iter().all(|w| PARTICLES.contains(&w.as_str())) {
        words.clear();
    }
    Some((surname, Parts { name: named.name, uses: named.uses, given: words, suffix }))
}

/// Whether a name ends with two surnames that a hyphen joins, a suffix aside.
fn is_double(name: &str) -> bool {
    let last = name.split_whitespace().rfind(|word| !SUFFIXES.contains(&word.to_lowercase().trim_end_matches('.')));
    let parts: Vec<&str> = last.map_or(Vec::new(), |last| last.split('-').collect());
    parts.len() == 2 && parts.iter().all(|part| part.starts_with(char::is_uppercase) && part.chars().count() > 1)
}

/// Tells the bearers of one surname apart and leads their names.
fn namesakes(all: &[Parts], leads: &mut Leads) {
    let (mut full, alone): (Vec<&Parts>, Vec<&Parts>) = all.iter().partition(|n| !n.given.is_empty());
    full.sort_by_key(|n| (Reverse(n.given.len()), n.given.clone(), n.name));
    let mut bearers: Vec<Bearer> = Vec::new();
    let mut by_given: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for parts in full {
        let (given, middle) = (parts.given[0].as_str(), &parts.given[1..]);
        let same =
            |&b: &usize| !clash(&bearers[b].middle, middle) && !other_generation(&bearers[b].suffix, &parts.suffix);
        let fits: Vec<usize> = by_given.get(given).into_iter().flatten().copied().filter(same).collect();
        match fits.as_slice() {
            [only] => {
                bearers[*only].spellings.push((parts.name, parts.uses));
                bearers[*only].suffix = bearers[*only].suffix.take().or_else(|| parts.suffix.clone());
            }
            _ => {
                by_given.entry(given).or_default().push(bearers.len());
                let spellings = vec![(parts.name, parts.uses)];
                bearers.push(Bearer {
                    given: given.to_owned(),
                    middle: middle.to_vec(),
                    suffix: parts.suffix.clone(),
                    spellings,
                });
            }
        }
    }
    for bearer in &bearers {
        bearer.spellings.iter().for_each(|(name, _)| leads.lead(SpeakerType::Person, name, bearer.best()));
    }
    initials(&bearers, leads);
    nicknames(&bearers, leads);
    match meant(&mut bearers) {
        Meant::One(name) => alone.iter().for_each(|n| leads.lead(SpeakerType::Person, n.name, &name)),
        Meant::Several(names) => undecided(&alone, &names, leads),
        Meant::Unknown => plain_forms(&alone, leads),
    }
}

/// Whom a surname alone means.
enum Meant {
    One(String),
    Several(Vec<String>),
    Unknown,
}

fn meant(bearers: &mut [Bearer]) -> Meant {
    bearers.sort_by_key(|b| (Reverse(b.uses()), b.best().to_owned()));
    let total: u32 = bearers.iter().map(Bearer::uses).sum();
    let share = |b: &Bearer| f64::from(b.uses()) / f64::from(total.max(1));
    match bearers {
        [] => Meant::Unknown,
        [only] => Meant::One(only.best().to_owned()),
        [first, ..] if share(first) >= NEARLY_ALL && first.uses() >= FEWEST => Meant::One(first.best().to_owned()),
        _ => {
            let mut names: Vec<String> =
                bearers.iter().filter(|b| share(b) >= COUNTS).map(|b| b.best().to_owned()).collect();
            names.sort();
            if (2..=MOST_NAMED).contains(&names.len()) { Meant::Several(names) } else { Meant::Unknown }
        }
    }
}

/// "Clinton" becomes "Clinton (Bill Clinton or Hillary Clinton)": it says what is open, and both names find it.
fn undecided(alone: &[&Parts], names: &[String], leads: &mut Leads) {
    let Some(plain) = plainest(alone) else { return };
    let to = format!("{plain} ({})", names.join(" or "));
    alone.iter().for_each(|n| leads.lead(SpeakerType::Person, n.name, &to));
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

/// "Bob Nardelli" is Robert Nardelli where hardly anybody else has the surname, or is named by it.
fn nicknames(bearers: &[Bearer], leads: &mut Leads) {
    let total: u32 = bearers.iter().map(Bearer::uses).sum();
    for bearer in bearers {
        let Some(full) = NICKNAMES.iter().find(|(short, _)| *short == bearer.given).map(|(_, full)| *full) else {
            continue;
        };
        let same = |b: &&Bearer| {
            full.contains(&b.given.as_str())
                && !clash(&b.middle, &bearer.middle)
                && !other_generation(&b.suffix, &bearer.suffix)
        };
        let mut found = bearers.iter().filter(same);
        if let (Some(other), None) = (found.next(), found.next()) {
            let both = f64::from(bearer.uses() + other.uses());
            if bearers.len() > FEW && both < NEARLY_ALL * f64::from(total) {
                continue;
            }
            // One spelling for both: what more articles print.
            let (from, to) = if bearer.uses() > other.uses() { (other, bearer) } else { (bearer, other) };
            from.spellings.iter().for_each(|(name, _)| leads.lead(SpeakerType::Person, name, to.best()));
        }
    }
}

/// Most bearers of a surname among whom a nickname is evidence.
const FEW: usize = 3;

/// Short forms of given names and what they may be short for.
const NICKNAMES: &[(&str, &[&str])] = &[
    ("andy", &["andrew"]),
    ("ben", &["benjamin"]),
    ("bill", &["william"]),
    ("bob", &["robert"]),
    ("charlie", &["charles"]),
    ("chris", &["christopher"]),
    ("chuck", &["charles"]),
    ("dan", &["daniel"]),
    ("dave", &["david"]),
    ("debbie", &["deborah", "debra"]),
    ("dick", &["richard"]),
    ("don", &["donald"]),
    ("doug", &["douglas"]),
    ("ed", &["edward", "edwin"]),
    ("fred", &["frederick"]),
    ("greg", &["gregory"]),
    ("jeff", &["jeffrey"]),
    ("jim", &["james"]),
    ("joe", &["joseph"]),
    ("ken", &["kenneth"]),
    ("larry", &["lawrence"]),
    ("matt", &["matthew"]),
    ("mike", &["michael"]),
    ("nick", &["nicholas"]),
    ("phil", &["philip", "phillip"]),
    ("ray", &["raymond"]),
    ("rick", &["richard"]),
    ("ron", &["ronald"]),
    ("sam", &["samuel"]),
    ("steve", &["steven", "stephen"]),
    ("sue", &["susan"]),
    ("tim", &["timothy"]),
    ("tom", &["thomas"]),
    ("tony", &["anthony"]),
];

/// "Mr. Toner" is "Toner" where nobody gives more.
fn plain_forms(alone: &[&Parts], leads: &mut Leads) {
    if let Some(plain) = plainest(alone) {
        alone.iter().for_each(|n| leads.lead(SpeakerType::Person, n.name, plain));
    }
}

/// The shortest form of a surname, the most used of two as short.
fn plainest<'a>(alone: &[&Parts<'a>]) -> Option<&'a str> {
    alone.iter().min_by_key(|n| (n.name.split(' ').count(), Reverse(n.uses), n.name)).map(|n| n.name)
}

/// Whether two lists of middle names cannot be one person's: neither empty, and no word or initial shared.
fn clash(a: &[String], b: &[String]) -> bool {
    let agree = |x: &String, y: &String| {
        x == y || x.len() == 1 && y.starts_with(x.as_str()) || y.len() == 1 && x.starts_with(y.as_str())
    };
    !a.is_empty() && !b.is_empty() && !a.iter().any(|x| b.iter().any(|y| agree(x, y)))
}

/// Whether two names tell of different generations: "Jr" and "Sr".
fn other_generation(a: &Option<String>, b: &Option<String>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Whether the folded word may stand between given name and surname: "van", "bin".
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether the folded word tells a generation: "Jr".
pub(super) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word)
}

const TITLES: &[&str] =
    &["mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "gen", "president", "senator", "secretary", "sir", "lord"];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
const PARTICLES: &[&str] =
    &["de", "la", "van", "von", "der", "den", "del", "della", "di", "da", "dos", "al", "el", "bin", "du", "le"];
