//! Stem families: the words of an index that share a stem.
//!
//! The index holds words as they are, so that every place of a word is stored once. A stem is resolved when a
//! query asks for it: by a walk through the term dictionary below the stem, along the endings that the stemmer
//! takes off, after which the stemmer itself has the last word. What was found is kept for the snapshot.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use rust_stemmers::{Algorithm, Stemmer};
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use crate::index::Snapshot;
use onrecord_text::analyze::stem::{odd_form, stem as stem_of, unchanged};

/// Families kept before the memory starts anew: far above what one session asks for.
const KEPT: usize = 1 << 16;

/// Families by field and stem.
type Families = HashMap<(Field, String), Arc<[String]>>;

/// The families found so far. To be used with one snapshot only.
pub struct StemFamilies {
    stemmer: Stemmer,
    endings: Endings,
    known: Mutex<Families>,
}

impl Default for StemFamilies {
    fn default() -> Self {
        StemFamilies { stemmer: Stemmer::create(Algorithm::English), endings: Endings::new(), known: Mutex::default() }
    }
}

impl StemFamilies {
    /// No family yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The Porter2 stem of a folded word.
    pub fn stem<'a>(&self, folded: &'a str) -> std::borrow::Cow<'a, str> {
        stem_of(&self.stemmer, folded)
    }

    /// The folded words of `field` with this stem, sorted.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn family(&self, snapshot: &Snapshot, field: Field, stem: &str) -> tantivy::Result<Arc<[String]>> {
        let key = (field, stem.to_owned());
        if let Some(family) = self.known.lock().expect("no holder panics").get(&key) {
            return Ok(family.clone());
        }
        let family: Arc<[String]> = self.find(snapshot, field, stem)?.into();
        let mut known = self.known.lock().expect("no holder panics");
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, family.clone());
        Ok(family)
    }

    fn find(&self, snapshot: &Snapshot, field: Field, stem: &str) -> tantivy::Result<Vec<String>> {
        let mut family = Vec::new();
        for segment in snapshot.searcher().segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().search(BelowStem::new(stem, &self.endings)).into_stream()?;
            while terms.advance() {
                let form = std::str::from_utf8(terms.key()).ok();
                family.extend(form.filter(|form| self.stem(form) == stem).map(str::to_owned));
            }
        }
        family.sort_unstable();
        family.dedup();
        Ok(family)
    }
}

/// Pieces whose concatenations hold every ending that Porter2 takes off or rewrites (Porter 2001, "Snowball",
/// english). Too many pieces cost time, too few lose forms.
const PIECES: [&str; 47] = [
    "s", "es", "ies", "ied", "ed", "eed", "ing", "ly", "li", "y", "i", "e", "l", "er", "or", "ion", "al", "at", "it",
    "iz", "ism", "enc", "anc", "ent", "ant", "abl", "ibl", "bl", "bil", "abil", "ibil", "ous", "iv", "ness", "ful",
    "less", "ic", "log", "og", "ment", "ate", "ative", "ize", "able", "ible", "'", "'s",
];

/// A trie of [`PIECES`] in which the end of a piece leads back to the root. A set of its nodes is a bit set.
struct Endings {
    nodes: Vec<Node>,
}

#[derive(Clone, Default)]
struct Node {
    children: Vec<(u8, u8)>,
    ends: bool,
}

/// The set of the root alone.
const ROOT: u128 = 1;

impl Endings {
    fn new() -> Self {
        let mut nodes = vec![Node::default()];
        for piece in PIECES {
            let mut at = 0;
            for &byte in piece.as_bytes() {
                let known = nodes[at].children.iter().find(|&&(b, _)| b == byte).map(|&(_, child)| child as usize);
                at = known.unwrap_or_else(|| {
                    let child = nodes.len();
                    nodes[at].children.push((byte, child as u8));
                    nodes.push(Node::default());
                    child
                });
            }
            nodes[at].ends = true;
        }
        assert!(nodes.len() <= 128, "a set of nodes fits 128 bits");
        Endings { nodes }
    }

    /// The nodes after `byte`, from any of `from`.
    fn step(&self, mut from: u128, byte: u8) -> u128 {
        let mut to = 0;
        while from != 0 {
            let node = &self.nodes[from.trailing_zeros() as usize];
            from &= from - 1;
            if let Some(&(_, child)) = node.children.iter().find(|&&(b, _)| b == byte) {
                to |= 1 << child;
                to |= if self.nodes[child as usize].ends { ROOT } else { 0 };
            }
        }
        to
    }
}

/// Accepts the words that may have a given stem.
struct BelowStem<'e> {
    prefix: Vec<u8>,
    /// A form that does not begin like its stem.
    odd: &'static [u8],
    endings: &'e Endings,
    /// Whether endings may follow: the stemmer leaves words with other characters alone.
    open: bool,
}

#[derive(Clone)]
struct Walk {
    /// Bytes of the prefix read, or None off it.
    prefix: Option<usize>,
    /// Places in the endings once the prefix is read.
    endings: u128,
    /// Bytes of the odd form read, or None off it.
    odd: Option<usize>,
}

impl<'e> BelowStem<'e> {
    fn new(stem: &str, endings: &'e Endings) -> Self {
        let open = stem.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'');
        let prefix = if open { unchanged(stem) } else { stem };
        BelowStem { prefix: prefix.into(), odd: odd_form(stem).as_bytes(), endings, open }
    }
}

impl Automaton for BelowStem<'_> {
    type State = Walk;

    fn start(&self) -> Walk {
        let endings = if self.prefix.is_empty() { ROOT } else { 0 };
        Walk { prefix: Some(0), endings, odd: (!self.odd.is_empty()).then_some(0) }
    }

    fn is_match(&self, walk: &Walk) -> bool {
        let ended = walk.prefix == Some(self.prefix.len()) || walk.endings & ROOT != 0;
        ended || walk.odd == Some(self.odd.len()) && !self.odd.is_empty()
    }

    fn can_match(&self, walk: &Walk) -> bool {
        walk.prefix.is_some() || walk.endings != 0 || walk.odd.is_some()
    }

    fn accept(&self, walk: &Walk, byte: u8) -> Walk {
        let follow = |text: &[u8], at: Option<usize>| at.filter(|&at| text.get(at) == Some(&byte)).map(|at| at + 1);
        let prefix = follow(&self.prefix, walk.prefix);
        let mut endings = self.endings.step(walk.endings, byte);
        let doubled = walk.prefix == Some(self.prefix.len()) && self.prefix.last() == Some(&byte);
        if self.open && (doubled || prefix == Some(self.prefix.len())) {
            endings |= ROOT;
        }
        Walk { prefix, endings, odd: follow(self.odd, walk.odd) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(stem: &str, form: &str) -> bool {
        let endings = Endings::new();
        let automaton = BelowStem::new(stem, &endings);
        let walk = form.bytes().fold(automaton.start(), |walk, byte| automaton.accept(&walk, byte));
        automaton.can_match(&walk) && automaton.is_match(&walk)
    }

    #[test]
    fn every_way_of_reducing_a_word_is_undone() {
        let stemmer = Stemmer::create(Algorithm::English);
        for form in [
            "fighters",
            "agreed",
            "hopping",
            "hoping",
            "happily",
            "cries",
            "ties",
            "dying",
            "lying",
            "tying",
            "skies",
            "relational",
            "conditional",
            "sensibilities",
            "possibly",
            "vietnamization",
            "operator",
            "feudalism",
            "decisiveness",
            "hopefulness",
            "callousness",
            "formality",
            "sensitivity",
            "analogously",
            "apologies",
            "triplicate",
            "formative",
            "electricity",
            "electrical",
            "goodness",
            "revival",
            "allowance",
            "inference",
            "airliner",
            "gyroscopic",
            "adjustable",
            "defensible",
            "irritant",
            "replacement",
            "adjustment",
            "dependent",
            "adoption",
            "communism",
            "activate",
            "effective",
            "controlling",
            "rolled",
            "using",
            "being",
            "news",
            "gently",
            "idly",
            "singly",
            "early",
            "only",
            "don't",
            "generalisations",
            "communities",
            "exceedingly",
            "beliefs",
            "yes",
            "sayings",
            "enjoyed",
            "sky",
            "o'clock",
            "rock'n'roll",
            "carelessly",
            "beautifully",
        ] {
            let stem = stemmer.stem(form);
            assert!(accepts(&stem, form), "{form} → {stem}");
        }
    }

    #[test]
    fn other_words_are_passed_over() {
        for (stem, form) in [("fight", "fought"), ("oper", "operand"), ("us", "usher"), ("5bn", "5bns"), ("die", "dy")]
        {
            assert!(!accepts(stem, form), "{form}");
        }
    }
}
