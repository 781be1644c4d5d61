//! What a spelling tells of its word: the classes drawn from the word lists and from the learned lexicon. Each
//! spelling is classified once.

use rustc_hash::FxHashMap;

use super::bit;
use super::known::KNOWN;
use super::spelling::{is_agent, mismatched, packed_letters, shape_bits, suffix_bits};
use super::words::lists_of_words;
use onrecord_text::analyze::FormId;
use onrecord_text::analyze::form::Forms;

/// What is known of a spelling: half a line of the processor's cache, for it is fetched for each word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lex {
    /// Classes, see [`bit`].
    pub bits: u64,
    /// The number of the folded form, its identity in comparisons: below the number of [`KNOWN`] words it is the place
    /// among them.
    pub word: u32,
    /// Hash of the folded form: its value in features, which are hashed themselves.
    pub hash: u32,
    /// The first letter, and of an acronym all letters, from the first on, a byte each; 0 for others.
    pub initial: u8,
    pub initials: u64,
    /// How often the word is a cue where it occurs in the learning text: 0 never, 1 to 7.
    pub cue: u8,
    /// How often the word is the head noun of a source in the learning text: 0 never, 1 to 7.
    pub source: u8,
    /// What [`Lex::class`] says of a word of no closed class.
    pub(super) open_class: u8,
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
const TELLING: u64 = bit::CAP | bit::PRONOUN | bit::PERSON | bit::BODY | bit::DOCUMENT | bit::QUANTIFIER;

fn hint_bits(bits: u64, cue: u8, source: u8) -> u8 {
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
fn path_bits(bits: u64, cue: u8) -> u8 {
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
    pub(super) fn is(self, bits: u64) -> bool {
        self.bits & bits != 0
    }

    /// The word for features: of a closed class itself, else its class and aptness as a cue.
    pub(super) fn class(self) -> u32 {
        if self.is(bit::FUNCTION) { self.hash | 1 } else { u32::from(self.open_class) << 1 }
    }
}

const _: () = assert!(size_of::<Lex>() == 32);

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

/// The word lists, ready to classify spellings, and the numbers of the folded words met so far.
pub(super) struct Lexicon {
    lists: FxHashMap<&'static str, u64>,
    learned: Propensities,
    numbers: FxHashMap<Box<str>, u32>,
    /// Which generation of spellings the numbers are of.
    generation: u32,
}

impl Lexicon {
    pub(super) fn new(learned: Propensities) -> Self {
        let mut lists = FxHashMap::default();
        for (bits, words) in lists_of_words() {
            for word in words.split_ascii_whitespace() {
                *lists.entry(word).or_insert(0) |= bits;
            }
        }
        let mut lexicon = Lexicon { lists, learned, numbers: FxHashMap::default(), generation: 0 };
        lexicon.forget();
        lexicon
    }

    /// Forgets the words of other spellings than these, so that memory stays bounded as theirs does.
    pub(super) fn follow(&mut self, forms: &Forms) {
        if self.generation != forms.generation() {
            self.generation = forms.generation();
            self.forget();
        }
    }

    fn forget(&mut self) {
        let known = KNOWN.iter().zip(0..).map(|(&word, number)| (word.into(), number));
        self.numbers = known.collect();
    }

    /// How many words have numbers.
    pub(super) fn words(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a folded word, the same for the same word.
    pub(super) fn number(&mut self, folded: &str) -> u32 {
        if let Some(&number) = self.numbers.get(folded) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(folded.into(), number);
        number
    }

    /// The classes of a spelling.
    pub(super) fn classify(&mut self, forms: &Forms, form: FormId) -> Lex {
        let folded = forms.folded(form);
        let raw = forms.raw(form);
        let mut bits = self.lists.get(folded).copied().unwrap_or(0);
        bits |= shape_bits(forms.shape(form), raw);
        bits &= !mismatched(bits, raw);
        if bits & bit::FUNCTION == 0 {
            bits |= self.plural_bits(folded);
            bits |= suffix_bits(folded, bits);
        }
        let learned = self.learned.words.get(folded).copied();
        let (cue, source) = learned.unwrap_or((if bits & bit::SAYING != 0 { UNSEEN_SAYING } else { 0 }, 0));
        let cue = if bits & bit::FUNCTION == 0 { cue } else { 0 };
        if bits & bit::TITLE != 0 && bits & bit::LOWER != 0 {
            bits &= !bit::TITLE;
        }
        let hash = hash(folded);
        let (path, hint) = (path_bits(bits, cue), hint_bits(bits, cue, source));
        let initial = raw.bytes().next().unwrap_or(0);
        let initials = if bits & bit::ACRONYM != 0 { packed_letters(raw) } else { 0 };
        Lex {
            bits,
            word: self.number(folded),
            hash,
            initial,
            initials,
            cue,
            source,
            open_class: open_class(bits, cue),
            path,
            hint,
        }
    }

    /// Whether the folded word is of a class that never tells of speech.
    pub(super) fn is_function(&self, folded: &str) -> bool {
        self.lists.get(folded).is_some_and(|bits| bits & (bit::FUNCTION | bit::TIME | bit::PARTY) != 0)
    }

    /// A plural shares its singular's class.
    fn plural_bits(&self, folded: &str) -> u64 {
        let nouns = bit::PERSON | bit::BODY | bit::DOCUMENT | bit::OFFICE;
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

/// The class of a word, and its aptness as a cue.
fn open_class(bits: u64, cue: u8) -> u8 {
    let classes = [
        bit::WORK,
        bit::TIME,
        bit::CAP,
        bit::ADVERB,
        bit::ING,
        bit::PAST,
        bit::PERSON,
        bit::BODY,
        bit::DOCUMENT,
        bit::NUMBER,
    ];
    let class = classes.iter().position(|&c| bits & c != 0).map_or(20, |n| n as u8 + 1);
    class * 8 + cue.min(7).div_ceil(2)
}

/// A folded word's value in features.
fn hash(folded: &str) -> u32 {
    let mut h = 0xCBF2_9CE4_8422_2325u64;
    for &byte in folded.as_bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    (h ^ (h >> 32)) as u32
}

/// How apt a verb of saying is to be a cue where the learning text did not tell.
const UNSEEN_SAYING: u8 = 4;
