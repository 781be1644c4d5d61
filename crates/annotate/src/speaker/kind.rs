//! Kinds: whether a name is a human being's or a body's, by what the article shows.
//!
//! Evidence adds up over all mentions of a bearer. The figures are ranks, not measurements: a legal form or "Mr." settles
//! the matter, a noun beside the name nearly does, lists of given names and surnames come next, and the shape of the
//! name has the last word.

use super::bit;
use super::known::{known, knowns};
use super::mention::{Mention, sign};
use super::token::{Token, gap};

/// What speaks for a human being (above 0) or a body (below) where this mention stands.
pub(super) fn evidence(tokens: &[Token], mention: &Mention) -> i32 {
    let core = &tokens[mention.core.start as usize..mention.core.end as usize];
    let before = &tokens[mention.words.start as usize..mention.core.start as usize];
    spelling(core) + forerunners(before) + surroundings(mention)
}

/// What tells of a short form of a name that is known: only what stands about it.
pub(super) fn evidence_around(tokens: &[Token], mention: &Mention) -> i32 {
    let before = &tokens[mention.words.start as usize..mention.core.start as usize];
    // "the Trump administration": the article belongs to what follows.
    let last = tokens[mention.words.end as usize - 1];
    let follows = |t: &Token| t.is(bit::LOWER) && !t.is(bit::FUNCTION | bit::ADVERB | bit::PAST) && t.lex.cue < 3;
    let modifies = last.gap == gap::SPACE && tokens.get(mention.words.end as usize).is_some_and(follows);
    surroundings(mention) + if modifies { 0 } else { forerunners(before) }
}

/// What the name's own words tell.
fn spelling(core: &[Token]) -> i32 {
    const OF: [u32; 3] = knowns(["of", "for", "am"]);
    let given = core.len() > 1 && core[0].is(bit::FIRST_NAME) && !core[0].is(bit::PLACE | bit::ACRONYM);
    let last = core[core.len() - 1];
    let any = |bits: u64| core.iter().any(|t| t.is(bits));
    let linked =
        core.iter().any(|t| t.gap == gap::AMPERSAND || t.gap == gap::AMPERSAND_SPACED || OF.contains(&t.lex.word));
    let mut sum = 0;
    sum -= if any(bit::LEGAL_FORM) && core.len() > 1 { 20 } else { 0 };
    sum -= if linked && core.len() > 1 { 8 } else { 0 };
    sum -= if core.len() == 1 && last.is(bit::ACRONYM) { 8 } else { 0 };
    sum -= if any(bit::NUMBER) { 4 } else { 0 };
    let told = |t: &Token| t.is(bit::ENTERPRISE | bit::BODY) && !t.is(bit::SURNAME) && !(given && t.is(bit::PLURAL));
    sum -= if core[1..].iter().any(told) { 6 } else { 0 };
    // "Sakura Rail": no surname ends so.
    let institution = told(&last) && !last.is(bit::PLURAL | bit::ALSO_SURNAME);
    sum -= if core.len() > 1 && institution { 2 } else { 0 };
    // "Park Jin-young"
    sum += if core.len() > 2 && core[core.len() - 2].gap == gap::HYPHEN && last.is(bit::LOWER) { 3 } else { 0 };
    sum -= if core[0].is(bit::ENTERPRISE | bit::BODY) && !core[0].is(bit::FIRST_NAME | bit::SURNAME) { 6 } else { 0 };
    sum -= if last.is(bit::PLACE) && !given { 8 } else { 0 };
    // "Wall Street"
    sum -= if core.len() == 2 && last.lex.word == known("street") { 8 } else { 0 };
    sum -= if core.len() > 1 && !given && core[0].is(bit::PLACE | bit::PARTY) { 4 } else { 0 };
    sum -= if core.len() > 1 && core[0].is(bit::ACRONYM) && !core[0].is(bit::INITIAL | bit::DOTTED) { 2 } else { 0 };
    sum += if given { 5 } else { 0 };
    // "M.K. Stalin"
    sum += if core.len() > 1 && core[0].is(bit::INITIAL | bit::DOTTED) { 4 } else { 0 };
    sum += if core.len() > 1 && any(bit::SUFFIX) { 8 } else { 0 };
    sum += if core.len() > 2 && core[1..core.len() - 1].iter().any(|t| t.is(bit::INITIAL | bit::PARTICLE)) {
        4
    } else {
        0
    };
    sum + unlisted(core, given)
}

/// Where nothing else speaks: what lists of names tell, the number of words, and whether one is an ordinary word, as in
/// companies' names ("Standard Chartered") and hardly in those of persons ("Xi Jinping").
fn unlisted(core: &[Token], given: bool) -> i32 {
    const NAMES: u64 = bit::SURNAME | bit::FIRST_NAME | bit::INITIAL;
    let last = core[core.len() - 1];
    let surname = last.is(bit::SURNAME | bit::FIRST_NAME);
    let ordinary = core.iter().any(|t| t.is(bit::COMMON | bit::ENTERPRISE | bit::BODY) && !t.is(NAMES));
    match core.len() {
        1 if surname => 1,
        1 => -1,
        _ if given || surname => 2,
        2..=LONGEST_PERSON if !ordinary && is_free(core) => 1,
        _ => -1,
    }
}

/// Whether nothing in a name of several words speaks against a person: no acronym, no pair of names with a hyphen
/// ("Fiat-Chrysler"), no article of another language ("La Stampa").
fn is_free(core: &[Token]) -> bool {
    const OF_PERSONS: [u32; 3] = knowns(["van", "von", "de"]);
    let acronym = |t: &Token| t.is(bit::ACRONYM) && !t.is(bit::DOTTED | bit::INITIAL | bit::FIRST_NAME | bit::SURNAME);
    let pair = core.len() == 2 && core[0].gap & gap::HYPHEN != 0;
    let article = core.len() == 2 && core[0].is(bit::PARTICLE) && !OF_PERSONS.contains(&core[0].lex.word);
    !pair && !article && !core.iter().any(|t| t.is(OTHER) || acronym(t))
}

/// Whether the last word of a name may be a surname: no acronym, place or ordinary word, no part of a pair.
pub(super) fn may_be_surname(core: &[Token]) -> bool {
    let last = core[core.len() - 1];
    let known = last.is(bit::SURNAME);
    core.len() > 1
        && core[core.len() - 2].gap & gap::HYPHEN == 0
        && !last.is(OTHER | bit::ACRONYM)
        && (known || !last.is(bit::COMMON | bit::ENTERPRISE | bit::BODY))
}

/// Most words of a person's name that no list has: two given names, a particle and a surname. With 2, one text of the tests
/// comes out wrong, and six of the 36,000 quotes of 3,311 articles of an agency change; 8 changes nothing.
const LONGEST_PERSON: usize = 4;

/// Words that are in no person's name.
const OTHER: u64 = bit::PLACE | bit::PARTY | bit::NUMBER | bit::PROPER | bit::SHOUTED | bit::LEGAL_FORM | bit::OFFICE;

/// What title, office and article before the name tell.
fn forerunners(before: &[Token]) -> i32 {
    let titled = before.iter().any(|t| t.is(bit::TITLE | bit::OFFICE) && t.is(bit::CAP));
    match before.first() {
        _ if titled => 12,
        Some(first) if first.is(bit::DET) && before.len() == 1 => -8,
        _ => 0,
    }
}

/// What stands around the name.
fn surroundings(mention: &Mention) -> i32 {
    const WEIGHTS: [(u16, i32); 10] = [
        (sign::PERSON, 6),
        (sign::AGE, 5),
        (sign::LABEL, 8),
        (sign::WHO, 3),
        (sign::WHICH, -6),
        (sign::BODY, -6),
        (sign::EMPLOYER, -12),
        (sign::TICKER, -20),
        (sign::ACRONYM, -4),
        (sign::HE, 2),
    ];
    let owned = if mention.owned { -4 } else { 0 };
    // A surname alone says "it will rain" as well.
    let it = if mention.signs & sign::IT == 0 { 0 } else { -(mention.core.len().min(2) as i32) };
    WEIGHTS.iter().filter(|(sign, _)| mention.signs & sign != 0).map(|(_, weight)| weight).sum::<i32>() + owned + it
}
