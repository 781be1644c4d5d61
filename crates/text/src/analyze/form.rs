//! Forms: every distinct spelling, analysed once.
//!
//! A corpus has few spellings and many words. Folding and classifying happen when a spelling is first seen,
//! stemming when its stem is first asked for; afterwards a word is a number, and annotators keep what they
//! know of it in a [`FormTable`].

use std::cell::OnceCell;
use std::ops::Range;

use hashbrown::HashTable;
use rust_stemmers::{Algorithm, Stemmer};

use super::ending::Ending;
use super::fold::fold;
use super::key::Key;
pub use super::shape::{Shape, shape};
use super::stem::stem;
use crate::limit::{self, Exceeded};

/// Spellings above which the article at hand is given up, for each takes a few hundred bytes. The 32,569 articles of
/// an agency, 100 MB, have 168,000 together.
const MAX_SPELLINGS: usize = 1 << 20;

/// The number of a spelling within its [`Forms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormId(pub u32);

/// What folding does to a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folding {
    /// Nothing.
    None,
    /// It makes ASCII letters small.
    Case,
    /// Anything else.
    Other,
}

impl Folding {
    fn of(raw: &str, folded: &str) -> Self {
        if raw == folded {
            Folding::None
        } else if raw.is_ascii() && raw.eq_ignore_ascii_case(folded) {
            Folding::Case
        } else {
            Folding::Other
        }
    }
}

struct Form {
    raw: Box<str>,
    /// Nothing where it is the spelling itself.
    folded: Option<Box<str>>,
    /// Worked out when it is first asked for: most spellings of an index run never are.
    stem: OnceCell<Box<str>>,
}

impl Form {
    fn folded(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.raw)
    }
}

/// What every word is asked for: apart from the rest, so that it lies close together.
#[derive(Clone, Copy)]
struct Traits {
    shape: Shape,
    folding: Folding,
    ending: Ending,
}

/// A spelling's number under its key.
struct Entry {
    first: u64,
    last: u64,
    len: u32,
    id: FormId,
}

impl Entry {
    fn key(&self) -> Key {
        Key { len: self.len, first: self.first, last: self.last }
    }
}

/// A spelling as it was met last: all that [`Forms::meet`] tells of it, in half a line of the processor's cache.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Recent {
    key: Key,
    met: Met,
}

/// No spelling: the key of no bytes, which no word has.
const NOTHING: Recent = Recent { key: Key { len: 0, first: 0, last: 0 }, met: Met { id: FormId(0), upper: false } };

/// Spellings that are kept at hand. Of the words of a news text 83 % are among the last that fell to these places (68 %
/// with 2,048, 89 % with 16,384, for which the nearest caches have no room).
const RECENT: usize = 8192;

/// The number of a spelling, and whether it is all in capitals.
#[derive(Clone, Copy)]
pub(super) struct Met {
    pub(super) id: FormId,
    pub(super) upper: bool,
}

/// The spellings seen so far. One per thread: it only grows, until its owner starts anew with
/// [`Forms::clear`].
pub struct Forms {
    ids: HashTable<Entry>,
    /// Whole keys by their hashes: frequent words lie close together here, and among all spellings far apart.
    recent: Box<[Recent]>,
    forms: Vec<Form>,
    traits: Vec<Traits>,
    stemmer: Stemmer,
    generation: u32,
}

impl Default for Forms {
    fn default() -> Self {
        Forms {
            ids: HashTable::new(),
            recent: Box::default(),
            forms: Vec::new(),
            traits: Vec::new(),
            stemmer: Stemmer::create(Algorithm::English),
            generation: 0,
        }
    }
}

impl Forms {
    /// No spellings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of the spelling `raw`, a word as it stands in a text.
    pub fn intern(&mut self, raw: &str) -> FormId {
        self.intern_at(raw, 0..raw.len())
    }

    /// The number of the spelling of the word that stands at `at` in `text`, in bytes on character bounds.
    pub fn intern_at(&mut self, text: &str, at: Range<usize>) -> FormId {
        let key = Key::at(text.as_bytes(), at.clone());
        self.find(key, key.hash(), text, at)
    }

    /// The same for the words of a long text, most of which have been met before, with what each is asked for.
    #[inline]
    pub(super) fn meet(&mut self, text: &str, at: Range<usize>) -> Met {
        let key = Key::at(text.as_bytes(), at.clone());
        let hash = key.hash();
        match self.recent.get(hash as usize % RECENT) {
            Some(recent) if recent.key == key && key.is_whole() => recent.met,
            _ => self.meet_again(key, hash, text, at),
        }
    }

    fn meet_again(&mut self, key: Key, hash: u64, text: &str, at: Range<usize>) -> Met {
        let id = self.find(key, hash, text, at);
        let met = Met { id, upper: self.shape(id) == Shape::Upper };
        // The spellings of a name or a query lie close together as it is.
        if self.recent.is_empty() && self.forms.len() >= RECENT / 8 {
            self.recent = vec![NOTHING; RECENT].into();
        }
        if let Some(recent) = self.recent.get_mut(hash as usize % RECENT) {
            *recent = Recent { key, met };
        }
        met
    }

    fn find(&mut self, key: Key, hash: u64, text: &str, at: Range<usize>) -> FormId {
        let same = |entry: &Entry| {
            entry.key() == key && (key.is_whole() || *self.forms[entry.id.0 as usize].raw == text[at.clone()])
        };
        match self.ids.find(hash, same) {
            Some(entry) => entry.id,
            None => self.add(key, &text[at]),
        }
    }

    #[cold]
    fn add(&mut self, key: Key, raw: &str) -> FormId {
        if self.forms.len() >= MAX_SPELLINGS {
            limit::exceed(Exceeded::Spellings(MAX_SPELLINGS));
        }
        let id = self.push(raw);
        let entry = Entry { first: key.first, last: key.last, len: key.len, id };
        self.ids.insert_unique(key.hash(), entry, |entry| entry.key().hash());
        id
    }

    fn push(&mut self, raw: &str) -> FormId {
        let id = FormId(u32::try_from(self.forms.len()).expect("fewer than 2^32 spellings"));
        let folded = fold(raw);
        let (shape, folding) = (shape(raw), Folding::of(raw, &folded));
        self.traits.push(Traits { shape, folding, ending: Ending::of(raw, &folded, shape) });
        let folded = (folding != Folding::None).then(|| folded.into_boxed_str());
        self.forms.push(Form { raw: raw.into(), folded, stem: OnceCell::new() });
        id
    }

    /// The spelling itself.
    pub fn raw(&self, id: FormId) -> &str {
        &self.forms[id.0 as usize].raw
    }

    /// Its folded form, the one that is indexed.
    pub fn folded(&self, id: FormId) -> &str {
        self.forms[id.0 as usize].folded()
    }

    /// What folding does to it.
    pub fn folding(&self, id: FormId) -> Folding {
        self.traits[id.0 as usize].folding
    }

    /// What a full stop after it may be, and whether it begins sentences.
    pub(super) fn ending(&self, id: FormId) -> Ending {
        self.traits[id.0 as usize].ending
    }

    /// The Porter2 stem of its folded form, whether or not it is an acronym.
    pub fn stem(&self, id: FormId) -> &str {
        let form = &self.forms[id.0 as usize];
        form.stem.get_or_init(|| stem(&self.stemmer, form.folded()).into())
    }

    /// Its use of capitals and digits.
    pub fn shape(&self, id: FormId) -> Shape {
        self.traits[id.0 as usize].shape
    }

    /// How many spellings there are; ids run from 0 to this.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there is no spelling yet.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// How often it has been cleared: numbers of one generation mean nothing in another.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Forgets all spellings, so that memory stays bounded; tables notice by the generation.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.recent.fill(NOTHING);
        self.forms.clear();
        self.traits.clear();
        self.generation += 1;
    }
}

/// What an annotator knows of each spelling, worked out when the spelling is first asked for.
pub struct FormTable<T> {
    values: Vec<T>,
    generation: u32,
}

impl<T> Default for FormTable<T> {
    fn default() -> Self {
        FormTable { values: Vec::new(), generation: 0 }
    }
}

impl<T> FormTable<T> {
    /// Brings the table up to date with `forms`, calling `classify` for each new spelling. To be called
    /// once per article, before [`FormTable::get`].
    pub fn update(&mut self, forms: &Forms, mut classify: impl FnMut(&Forms, FormId) -> T) {
        if self.generation != forms.generation {
            self.values.clear();
            self.generation = forms.generation;
        }
        for n in self.values.len()..forms.len() {
            self.values.push(classify(forms, FormId(n as u32)));
        }
    }

    /// What is known of the spelling.
    pub fn get(&self, id: FormId) -> &T {
        &self.values[id.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (raw, expected) in [
            ("fighters", Shape::Lower),
            ("Toner", Shape::Capitalised),
            ("A", Shape::Capitalised),
            ("ISIS", Shape::Upper),
            ("U.S.", Shape::Upper),
            ("G20", Shape::Upper),
            ("McGurk", Shape::Mixed),
            ("iPhone", Shape::Mixed),
            ("1,000", Shape::Number),
            ("22nd", Shape::Other),
            ("京", Shape::Other),
        ] {
            assert_eq!(shape(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_spelling_has_one_number() {
        let mut forms = Forms::new();
        let id = forms.intern("Fighters");
        assert_eq!(forms.intern("Fighters"), id);
        assert_ne!(forms.intern("fighters"), id);
        assert_eq!((forms.folded(id), forms.stem(id)), ("fighters", "fighter"));
    }

    #[test]
    fn a_spelling_is_the_same_wherever_it_stands() {
        let mut forms = Forms::new();
        let alone: Vec<FormId> = (1..40).map(|len| forms.intern(&"a".repeat(len))).collect();
        assert_eq!(forms.len(), alone.len());
        let text = "a".repeat(80);
        for (id, len) in alone.into_iter().zip(1..) {
            assert_eq!(forms.intern_at(&text, 3..3 + len), id);
            assert_eq!(forms.intern_at(&text, 80 - len..80), id);
        }
        assert_eq!(forms.len(), 39);
    }
}
