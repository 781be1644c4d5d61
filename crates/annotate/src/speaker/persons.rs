//! One name for a person across a collection.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

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
    let short = short_names();
    for all in by_surname.values() {
        namesakes(all, &short, leads);
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
    // "Ali Al-Naimi" is Ali al-Naimi.
    let particle = parts.first().is_some_and(|first| PARTICLES.contains(&first.to_lowercase().as_str()));
    parts.len() == 2
        && !particle
        && parts.iter().all(|part| part.starts_with(char::is_uppercase) && part.chars().count() > 1)
}

/// Tells the bearers of one surname apart and leads their names.
fn namesakes(all: &[Parts], short: &ShortNames, leads: &mut Leads) {
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
    join(&mut bearers, by_initial);
    join(&mut bearers, by_end);
    join(&mut bearers, by_misspelling);
    join(&mut bearers, |all, from| by_nickname(all, from, short));
    for bearer in &bearers {
        bearer.spellings.iter().for_each(|(name, _)| leads.lead(SpeakerType::Person, name, bearer.best()));
    }
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

/// Joins bearers that are one person: what `find` gives for a bearer takes over its spellings.
fn join(bearers: &mut Vec<Bearer>, find: impl Fn(&[Bearer], &Bearer) -> Option<usize>) {
    for from in 0..bearers.len() {
        if let Some(to) = find(bearers, &bearers[from]).filter(|&to| to != from) {
            let spellings = std::mem::take(&mut bearers[from].spellings);
            bearers[to].spellings.extend(spellings);
        }
    }
    bearers.retain(|b| !b.spellings.is_empty());
}

/// The bearer whom most articles name, of those that fit.
fn most_named(bearers: &[Bearer], fits: impl Fn(&Bearer) -> bool) -> Option<usize> {
    (0..bearers.len()).filter(|&b| fits(&bearers[b])).max_by_key(|&b| bearers[b].uses())
}

/// The only bearer that fits.
fn only(bearers: &[Bearer], fits: impl Fn(&Bearer) -> bool) -> Option<usize> {
    let mut found = (0..bearers.len()).filter(|&b| !bearers[b].spellings.is_empty() && fits(&bearers[b]));
    found.next().filter(|_| found.next().is_none())
}

/// "J. Kerry" is the one bearer whose given name begins so.
fn by_initial(bearers: &[Bearer], short: &Bearer) -> Option<usize> {
    if short.given.chars().count() != 1 {
        return None;
    }
    only(bearers, |b| b.given != short.given && b.given.starts_with(short.given.as_str()))
}

/// "Bob Nardelli" is Robert Nardelli where hardly anybody else has the surname, or is named by it. One spelling for both:
/// what more articles print.
fn by_nickname(bearers: &[Bearer], from: &Bearer, short: &ShortNames) -> Option<usize> {
    let full_of = |nick: &Bearer| {
        let full = short.get(nick.given.as_str())?;
        let apart = |b: &Bearer| clash(&b.middle, &nick.middle) || other_generation(&b.suffix, &nick.suffix);
        only(bearers, |b| full.contains(&b.given.as_str()) && !apart(b))
    };
    let full = full_of(from).filter(|&full| bearers[full].uses() >= from.uses());
    let nick = || {
        let short_of = |b: &Bearer| full_of(b).is_some_and(|full| std::ptr::eq(&bearers[full], from));
        most_named(bearers, |b| b.uses() > from.uses() && short_of(b))
    };
    let other = full.or_else(nick)?;
    let total: u32 = bearers.iter().map(Bearer::uses).sum();
    let both = f64::from(from.uses() + bearers[other].uses());
    (bearers.len() <= FEW || both >= MOST * f64::from(total)).then_some(other)
}

/// Most bearers of a surname among whom a nickname is evidence.
const FEW: usize = 3;

/// Where more have the surname, the share of the articles that name one of them which both forms must have. Chosen by
/// reading the names of one collection, of which half joins "Ken Lewis" with Kenneth Lewis and .85 did not.
const MOST: f64 = 0.5;

/// Short forms of given names and what they may be short for.
type ShortNames = FxHashMap<&'static str, Vec<&'static str>>;

fn short_names() -> ShortNames {
    let lines = include_str!("../../lang/en/names/short.txt").lines().filter(|line| !line.starts_with('#'));
    let forms = lines.filter_map(|line| {
        let mut words = line.split_ascii_whitespace();
        Some((words.next()?, words.collect()))
    });
    forms.collect()
}

/// How much more often a name is printed than one that only has a word more before it, or that differs in one letter.
/// Chosen by reading the names of one collection; no gold measures it.
const PREVAILS: u32 = 5;

/// "Economist Ann Price", "Kees de Jager": names of which one ends with the whole of the other are one person's where one
/// of them is hardly printed: what stands before it is a noun, an office, or a given name that others leave out.
fn by_end(bearers: &[Bearer], odd: &Bearer) -> Option<usize> {
    let ends = |long: &Bearer, short: &Bearer| {
        let more = long.middle.len().saturating_sub(short.middle.len());
        more > 0 && long.middle[more - 1] == short.given && long.middle[more..] == short.middle
    };
    most_named(bearers, |b| {
        b.uses() >= odd.uses() * PREVAILS && !other_generation(&b.suffix, &odd.suffix) && (ends(odd, b) || ends(b, odd))
    })
}

/// "Mohammed El-Erian", "Yiannis Stournaras": given names of which one has a letter more within are one where hardly
/// anybody else has the surname and one of them is hardly printed.
fn by_misspelling(bearers: &[Bearer], odd: &Bearer) -> Option<usize> {
    let few = bearers.len() <= FEW;
    most_named(bearers, |b| few && b.uses() >= odd.uses() * PREVAILS && is_misspelt(&odd.given, &b.given))
}

/// Fewest letters of a given name that may be misspelt: of shorter ones too many differ in one letter ("Jon", "Joan"). A
/// judgement, not measured.
const LETTERS: usize = 5;

/// Whether one word has a letter more than the other, which is neither its first nor its last: the last one tells men from
/// women ("Daniel", "Daniela").
fn is_misspelt(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    if short.len() < LETTERS || long.len() != short.len() + 1 || long[0] != short[0] || long.last() != short.last() {
        return false;
    }
    let same = long.iter().zip(&short).take_while(|(x, y)| x == y).count();
    long[same + 1..] == short[same..]
}
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
