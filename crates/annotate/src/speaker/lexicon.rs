//! What a spelling tells of its word: the classes drawn from the word lists and from the learned lexicon. Each
//! spelling is classified once.

use rustc_hash::FxHashMap;

use super::words::LISTS;
use onrecord_text::analyze::form::Forms;
use onrecord_text::analyze::{FormId, Shape};

/// Word classes, as bits of [`Lex::bits`].
pub(super) mod bit {
    pub(crate) const CAP: u32 = 1;
    pub(crate) const LOWER: u32 = 1 << 1;
    pub(crate) const NUMBER: u32 = 1 << 2;
    pub(crate) const DET: u32 = 1 << 3;
    pub(crate) const QUANTIFIER: u32 = 1 << 4;
    pub(crate) const PREPOSITION: u32 = 1 << 5;
    pub(crate) const CONJUNCTION: u32 = 1 << 6;
    pub(crate) const AUXILIARY: u32 = 1 << 7;
    pub(crate) const PRONOUN: u32 = 1 << 8;
    pub(crate) const POSSESSIVE: u32 = 1 << 9;
    pub(crate) const ADVERB: u32 = 1 << 10;
    pub(crate) const TITLE: u32 = 1 << 11;
    pub(crate) const OFFICE: u32 = 1 << 12;
    pub(crate) const TIME: u32 = 1 << 13;
    pub(crate) const PARTICLE: u32 = 1 << 14;
    pub(crate) const PARTY: u32 = 1 << 15;
    pub(crate) const PERSON: u32 = 1 << 16;
    pub(crate) const BODY: u32 = 1 << 17;
    pub(crate) const DOCUMENT: u32 = 1 << 18;
    pub(crate) const PLURAL: u32 = 1 << 19;
    pub(crate) const MALE: u32 = 1 << 20;
    pub(crate) const FEMALE: u32 = 1 << 21;
    pub(crate) const NEGATION: u32 = 1 << 22;
    pub(crate) const CLAUSE: u32 = 1 << 23;
    pub(crate) const PAST: u32 = 1 << 24;
    pub(crate) const ING: u32 = 1 << 25;
    pub(crate) const ACRONYM: u32 = 1 << 26;
    pub(crate) const FIRST_NAME: u32 = 1 << 27;
    pub(crate) const SUFFIX: u32 = 1 << 28;
    pub(crate) const PLACE: u32 = 1 << 31;
    pub(crate) const INITIAL: u32 = 1 << 29;
    pub(crate) const OTHER_PRONOUN: u32 = 1 << 30;
    /// Any closed class: no such word is a part of a name.
    pub(crate) const FUNCTION: u32 = DET
        | QUANTIFIER
        | PREPOSITION
        | CONJUNCTION
        | AUXILIARY
        | PRONOUN
        | POSSESSIVE
        | NEGATION
        | CLAUSE
        | OTHER_PRONOUN;
}

/// What is known of a spelling.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lex {
    /// Classes, see [`bit`].
    pub bits: u32,
    /// Hash of the folded form: its identity in features and comparisons.
    pub hash: u32,
    /// How often the word is a cue where it occurs in the learning text: 0 never, 1 to 7.
    pub cue: u8,
    /// The same for a source's head noun.
    pub source: u8,
    /// The word for features: of a closed class itself, else its class.
    pub class: u32,
    /// What it says as a word between a cue and a mention, see [`path`].
    pub path: u8,
    /// What it says to one who looks for mentions, see [`hint`].
    pub hint: u8,
}

/// What a word says to one who looks for mentions, as bits of [`Lex::hint`].
pub(super) mod hint {
    /// A mention may begin or end with it.
    pub(crate) const MENTION: u8 = 1;
    /// It is nearly always a cue: what stands before it may be a source.
    pub(crate) const CUE: u8 = 1 << 1;
}

/// Classes of the words that a mention may begin or end with.
const TELLING: u32 = bit::CAP | bit::PRONOUN | bit::PERSON | bit::BODY | bit::DOCUMENT | bit::QUANTIFIER;

fn hint_bits(bits: u32, cue: u8, source: u8) -> u8 {
    let mention = if bits & TELLING != 0 || source >= 2 { hint::MENTION } else { 0 };
    if cue >= 5 && bits & bit::LOWER != 0 { mention | hint::CUE } else { mention }
}

/// What the words between a cue and a mention tell, as bits of [`Lex::path`].
pub(super) mod path {
    /// A comma stands after a word; known of tokens, not of spellings.
    pub(crate) const COMMA: u8 = 1;
    pub(crate) const CLAUSE: u8 = 1 << 1;
    pub(crate) const CONJUNCTION: u8 = 1 << 2;
    pub(crate) const CUE: u8 = 1 << 3;
    pub(crate) const PREPOSITION: u8 = 1 << 4;
    /// A word is quoted; known of tokens, not of spellings.
    pub(crate) const QUOTED: u8 = 1 << 5;
    pub(crate) const AUXILIARY: u8 = 1 << 6;
}

/// What a word says as one between a cue and a mention.
fn path_bits(bits: u32, cue: u8) -> u8 {
    let classes = [
        (bit::CLAUSE, path::CLAUSE),
        (bit::CONJUNCTION, path::CONJUNCTION),
        (bit::PREPOSITION, path::PREPOSITION),
        (bit::AUXILIARY, path::AUXILIARY),
    ];
    let told = classes.iter().filter(|(class, _)| bits & class != 0).fold(0, |told, (_, bit)| told | bit);
    if cue >= 2 { told | path::CUE } else { told }
}

impl Lex {
    pub(super) fn is(self, bits: u32) -> bool {
        self.bits & bits != 0
    }
}

/// The learned part: how apt a word is to be a cue, and to head a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Propensities {
    /// Folded form to (cue class, source class), each 0 to 7.
    pub words: FxHashMap<String, (u8, u8)>,
}

impl Propensities {
    /// Appends one line per word, `word cue source`, sorted, and an empty line.
    pub fn pack(&self, out: &mut Vec<u8>) {
        let mut lines: Vec<String> = self.words.iter().map(|(w, (c, s))| format!("{w} {c}{s}\n")).collect();
        lines.sort();
        out.extend(lines.concat().into_bytes());
        out.push(b'\n');
    }

    /// Reads what [`Propensities::pack`] wrote from the front of `bytes`.
    pub fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let mut words = FxHashMap::default();
        loop {
            let end = bytes.iter().position(|&b| b == b'\n')?;
            let (line, rest) = (&bytes[..end], &bytes[end + 1..]);
            *bytes = rest;
            if line.is_empty() {
                return Some(Propensities { words });
            }
            let (word, classes) = std::str::from_utf8(line).ok()?.split_once(' ')?;
            let [cue, source] = *classes.as_bytes() else { return None };
            words.insert(word.to_owned(), (cue.wrapping_sub(b'0'), source.wrapping_sub(b'0')));
        }
    }
}

/// The word lists, ready to classify spellings.
pub(super) struct Lexicon {
    lists: FxHashMap<&'static str, u32>,
    learned: Propensities,
}

impl Lexicon {
    pub(super) fn new(learned: Propensities) -> Self {
        let mut lists = FxHashMap::default();
        for (bits, words) in LISTS {
            for word in words.split_ascii_whitespace() {
                *lists.entry(word).or_insert(0) |= bits;
            }
        }
        Lexicon { lists, learned }
    }

    /// The classes of a spelling.
    pub(super) fn classify(&self, forms: &Forms, form: FormId) -> Lex {
        let folded = forms.folded(form);
        let raw = forms.raw(form);
        let mut bits = self.lists.get(folded).copied().unwrap_or(0);
        bits |= shape_bits(forms.shape(form), raw);
        bits &= !mismatched(bits, raw);
        if bits & bit::FUNCTION == 0 {
            bits |= suffix_bits(folded, bits) | self.plural_bits(folded);
        }
        let (cue, source) = self.learned.words.get(folded).copied().unwrap_or((0, 0));
        let cue = if bits & bit::FUNCTION == 0 { cue } else { 0 };
        if bits & bit::TITLE != 0 && bits & bit::LOWER != 0 {
            bits &= !bit::TITLE;
        }
        let hash = hash(folded);
        let (path, hint) = (path_bits(bits, cue), hint_bits(bits, cue, source));
        Lex { bits, hash, cue, source, class: feature_class(bits, hash, cue), path, hint }
    }

    /// Whether the folded word is of a class that never tells of speech.
    pub(super) fn is_function(&self, folded: &str) -> bool {
        self.lists.get(folded).is_some_and(|bits| bits & (bit::FUNCTION | bit::TIME | bit::PARTY) != 0)
    }

    /// A plural shares its singular's class.
    fn plural_bits(&self, folded: &str) -> u32 {
        let nouns = bit::PERSON | bit::BODY | bit::DOCUMENT;
        let singular = folded.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with('s'));
        let of = |s: &str| self.lists.get(s).copied().unwrap_or(0) & nouns;
        let Some(singular) = singular else { return 0 };
        let mut class = of(singular) | singular.strip_suffix('e').map_or(0, of);
        if class == 0 && is_agent(singular) {
            class = bit::PERSON;
        }
        if class == 0 && singular.ends_with("ie") {
            class = of(&format!("{}y", &singular[..singular.len() - 2]));
        }
        if class == 0 { 0 } else { class | bit::PLURAL }
    }
}

/// Closed-class words stand for themselves in features, others for their class and aptness as a cue.
fn feature_class(bits: u32, hash: u32, cue: u8) -> u32 {
    if bits & bit::FUNCTION != 0 {
        return hash | 1;
    }
    let classes =
        [bit::TIME, bit::CAP, bit::ADVERB, bit::ING, bit::PAST, bit::PERSON, bit::BODY, bit::DOCUMENT, bit::NUMBER];
    let class = classes.iter().position(|&c| bits & c != 0).map_or(20, |n| n as u32 + 1);
    (class * 8 + u32::from(cue.min(7)).div_ceil(2)) << 1
}

/// The identity of a folded word.
pub(super) const fn hash(folded: &str) -> u32 {
    let (bytes, mut at) = (folded.as_bytes(), 0);
    let mut h = 0xCBF2_9CE4_8422_2325u64;
    while at < bytes.len() {
        h = (h ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01B3);
        at += 1;
    }
    (h ^ (h >> 32)) as u32
}

/// The identities of folded words.
pub(super) const fn hashes<const N: usize>(folded: [&str; N]) -> [u32; N] {
    let (mut all, mut at) = ([0; N], 0);
    while at < N {
        all[at] = hash(folded[at]);
        at += 1;
    }
    all
}

fn shape_bits(shape: Shape, raw: &str) -> u32 {
    let initial = if raw.chars().count() == 1 && raw != "I" { bit::INITIAL } else { 0 };
    match shape {
        Shape::Lower => bit::LOWER,
        Shape::Capitalised => bit::CAP | initial,
        Shape::Mixed => bit::CAP,
        Shape::Upper => bit::CAP | bit::ACRONYM,
        Shape::Number => bit::NUMBER,
        Shape::Other if raw.starts_with(|c: char| c.is_ascii_digit()) => bit::NUMBER,
        Shape::Other => bit::CAP,
    }
}

/// Classes that hold for the capitalised or for the small spelling alone.
fn mismatched(bits: u32, raw: &str) -> u32 {
    let lower_only = if raw == "US" || raw == "IT" || raw == "WHO" || raw == "U.S." { bit::FUNCTION } else { 0 };
    let names = bit::MALE | bit::FEMALE | bit::TIME | bit::PARTICLE;
    if bits & bit::LOWER != 0 { names & !bit::TIME & !bit::PARTICLE } else { lower_only }
}

fn suffix_bits(folded: &str, bits: u32) -> u32 {
    let mut more = 0;
    if folded.len() > 4 && folded.ends_with("ed") {
        more |= bit::PAST;
    }
    if folded.len() > 4 && folded.ends_with("ing") {
        more |= bit::ING;
    }
    if folded.len() > 4 && folded.ends_with("ly") && bits & bit::LOWER != 0 {
        more |= bit::ADVERB;
    }
    if bits & bit::LOWER != 0 && is_agent(folded) {
        more |= bit::PERSON;
    }
    if bits & (bit::MALE | bit::FEMALE) != 0 {
        more |= bit::FIRST_NAME;
    }
    more
}

/// Whether a noun's ending names one who does something.
fn is_agent(folded: &str) -> bool {
    folded.len() > 5
        && ["man", "woman", "person", "ologist", "crat", "ician"].iter().any(|s| folded.ends_with(s))
        && !matches!(folded, "german" | "human")
}
