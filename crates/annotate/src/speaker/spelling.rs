//! What the spelling of a word tells: capitals, digits, stops, endings.

use super::bit;
use onrecord_text::analyze::Shape;

/// The letters of an acronym of up to eight, a byte each; 0 for others.
pub(super) fn packed_letters(raw: &str) -> u64 {
    let letters = || raw.bytes().filter(|&b| b != b'.');
    let packed = letters().fold(0u64, |packed, letter| packed << 8 | u64::from(letter));
    if (2..=8).contains(&letters().count()) && raw.is_ascii() { packed } else { 0 }
}

/// The classes that follow from capitals, digits and stops.
pub(super) fn shape_bits(shape: Shape, raw: &str) -> u64 {
    let initial = if raw.chars().count() == 1 && raw != "I" { bit::INITIAL } else { 0 };
    if is_ticker(raw) {
        return bit::TICKER;
    }
    match shape {
        Shape::Lower => bit::LOWER,
        Shape::Capitalised => bit::CAP | initial,
        Shape::Mixed => bit::CAP,
        Shape::Number => bit::NUMBER,
        // "3M" is a name, "5bn" and "20th" are numbers.
        Shape::Other | Shape::Upper if raw.starts_with(|c: char| c.is_ascii_digit()) => {
            let ordinal =
                if raw.ends_with("th") || raw.ends_with("st") || raw.ends_with("nd") { bit::ORDINAL } else { 0 };
            if raw.ends_with(|c: char| c.is_ascii_uppercase()) {
                bit::CAP | bit::ACRONYM
            } else {
                bit::NUMBER | ordinal
            }
        }
        Shape::Upper if raw.len() >= 4 && raw.bytes().all(|b| b.is_ascii_uppercase()) => {
            bit::CAP | bit::ACRONYM | bit::SHOUTED
        }
        Shape::Upper if is_dotted(raw) => bit::CAP | bit::ACRONYM | bit::DOTTED,
        Shape::Upper => bit::CAP | bit::ACRONYM,
        Shape::Other => bit::CAP,
    }
}

/// "M.K.", "A.P.J": initials of given names, but not the "U.S." and the like.
fn is_dotted(raw: &str) -> bool {
    const PLACES: [&str; 12] = ["US", "USA", "UK", "UN", "EU", "UAE", "DC", "NY", "NJ", "LA", "NC", "SC"];
    let letters: String = raw.split('.').collect();
    let single = raw.split('.').all(|part| part.len() <= 1);
    single && raw.contains('.') && letters.len() <= 3 && !PLACES.contains(&letters.as_str())
}

/// "HD.N", "UBSN.VX", "7203.T": a code of a stock market, an upper-case symbol with the market's letters after a stop.
pub(super) fn is_ticker(raw: &str) -> bool {
    let Some((symbol, market)) = raw.split_once('.') else { return false };
    let capitals = |s: &str| s.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let series = symbol.trim_end_matches(|c: char| c.is_ascii_lowercase());
    (1..=2).contains(&market.len())
        && market.bytes().all(|b| b.is_ascii_uppercase())
        && series.len() >= 2
        && symbol.len() - series.len() <= 1
        && capitals(series)
}

/// Classes that hold for the capitalised or for the small spelling alone.
pub(super) fn mismatched(bits: u64, raw: &str) -> u64 {
    let lower_only = if raw == "US" || raw == "IT" || raw == "WHO" || raw == "U.S." { bit::FUNCTION } else { 0 };
    let names = bit::MALE | bit::FEMALE | bit::SURNAME;
    if bits & bit::LOWER != 0 { names } else { lower_only }
}

/// The classes that follow from a word's ending, and from its other classes.
pub(super) fn suffix_bits(folded: &str, bits: u64) -> u64 {
    let mut more = 0;
    if folded.len() > 4 && folded.ends_with("ed") {
        more |= bit::PAST;
    }
    if folded.len() > 4 && folded.ends_with("ing") {
        more |= bit::ING;
    }
    // "Eventually Merkel said"
    let capital = folded.len() > 6 && bits & bit::COMMON != 0 && bits & (NAMED | NOUNS) == 0;
    if folded.len() > 4 && folded.ends_with("ly") && (bits & bit::LOWER != 0 || capital) {
        more |= bit::ADVERB;
    }
    if bits & bit::IRREGULAR != 0 {
        more |= bit::PLURAL;
    }
    let many = folded.len() > 4 && folded.ends_with('s') && !["ss", "us", "is"].iter().any(|end| folded.ends_with(end));
    if many && bits & (NAMED | bit::ACRONYM) == 0 && bits & (bit::COMMON | bit::PERSON) != 0 {
        more |= bit::MANY;
    }
    if bits & bit::LOWER != 0 && is_agent(folded) {
        more |= bit::PERSON;
    }
    if is_agents(folded) && bits & NAMED == 0 {
        more |= bit::PERSON | bit::PLURAL;
    }
    if bits & (bit::MALE | bit::FEMALE) != 0 && bits & bit::TITLE == 0 {
        more |= bit::FIRST_NAME;
    }
    if bits & bit::LOWER != 0 && folded.len() > 6 && folded.ends_with("maker") {
        more |= bit::BODY | bit::GENERIC;
    }
    more
}

/// Classes of words that are names.
const NAMED: u64 = bit::FIRST_NAME | bit::SURNAME | bit::MALE | bit::FEMALE | bit::PLACE;

/// Classes of nouns that end as adverbs do: "assembly", "weekly".
const NOUNS: u64 = bit::BODY | bit::ENTERPRISE | bit::MEDIA | bit::DOCUMENT;

/// "fishermen", "tribeswomen": the plural of a noun whose ending names one who does something.
fn is_agents(folded: &str) -> bool {
    let kind = folded.strip_suffix("men").map(|kind| kind.strip_suffix("wo").unwrap_or(kind));
    kind.is_some_and(|kind| {
        kind.len() >= 3 && !matches!(kind, "speci" | "regi" | "acu" | "abdo" | "turk" | "bitu" | "cycla")
    })
}

/// Whether a noun's ending names one who does something.
pub(super) fn is_agent(folded: &str) -> bool {
    folded.len() > 5
        && ["man", "woman", "person", "ologist", "crat", "ician"].iter().any(|s| folded.ends_with(s))
        && !matches!(folded, "german" | "human")
}
