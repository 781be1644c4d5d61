//! Which words of a query each spelling is, worked out once per spelling.

use rustc_hash::FxHashMap;

use crate::pattern::{Pattern, WordForm};
use onrecord_text::analyze::{FormId, Forms, Shape, Word};

/// Sets of leaves by spelling. To be used with one [`Forms`] only.
#[derive(Clone, Debug)]
pub(super) struct WordTable {
    patterns: Vec<Pattern>,
    /// The bytes with which words begin that some pattern may mean.
    beginnings: [bool; 256],
    /// Bits of `sets` that make one set, in words of 64.
    stride: usize,
    /// For each spelling seen, standing as an acronym or not, the number of its set. A query meets few
    /// spellings of the many that there are.
    numbers: FxHashMap<(FormId, bool), u32>,
    sets: Vec<u64>,
    generation: u32,
}

impl WordTable {
    /// No spelling known yet.
    pub(super) fn new(patterns: Vec<Pattern>) -> Self {
        let stride = patterns.len().div_ceil(64);
        let beginnings = beginnings(&patterns);
        WordTable { sets: vec![0; stride], beginnings, patterns, stride, numbers: FxHashMap::default(), generation: 0 }
    }

    /// Forgets the spellings if `forms` did.
    pub(super) fn update(&mut self, forms: &Forms) {
        if self.generation != forms.generation() {
            self.numbers.clear();
            self.sets.truncate(self.stride);
            self.generation = forms.generation();
        }
    }

    /// Whether some leaf may be a word that begins with this byte.
    pub(super) fn may_begin(&self, byte: u8) -> bool {
        self.beginnings[byte as usize]
    }

    /// The leaves that a word of this spelling is, standing as an acronym or not.
    pub(super) fn set(&mut self, form: FormId, acronym: bool, forms: &Forms) -> &[u64] {
        let number = self.number(form, acronym, forms) as usize;
        &self.sets[number * self.stride..][..self.stride]
    }

    /// Whether a word of this spelling is one thing as an acronym and another as a word.
    pub(super) fn is_ambiguous(&mut self, form: FormId, forms: &Forms) -> bool {
        if forms.shape(form) != Shape::Upper {
            return false;
        }
        let (word, acronym) = (self.number(form, false, forms), self.number(form, true, forms));
        let set = |number: u32| &self.sets[number as usize * self.stride..][..self.stride];
        set(word) != set(acronym)
    }

    /// Calls `found` with each leaf that the word is, of those in `mask`.
    pub(super) fn leaves(&mut self, word: &Word, forms: &Forms, mask: &[u64], mut found: impl FnMut(usize)) {
        for (i, part) in self.set(word.form, word.acronym, forms).iter().enumerate() {
            let mut bits = part & mask[i];
            while bits != 0 {
                found(i * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    /// The number of a spelling's set; 0 is the empty one.
    fn number(&mut self, form: FormId, acronym: bool, forms: &Forms) -> u32 {
        let raw = forms.raw(form).as_bytes();
        if !raw.first().is_some_and(|&first| self.may_begin(first)) {
            return 0;
        }
        if let Some(&number) = self.numbers.get(&(form, acronym)) {
            return number;
        }
        let number = self.classify(form, acronym, forms);
        self.numbers.insert((form, acronym), number);
        number
    }

    fn classify(&mut self, form: FormId, acronym: bool, forms: &Forms) -> u32 {
        let form = WordForm::new(forms, form, acronym);
        let mut number = 0;
        for (leaf, pattern) in self.patterns.iter().enumerate() {
            if pattern.matches(&form) {
                if number == 0 {
                    number = self.sets.len() / self.stride;
                    self.sets.resize(self.sets.len() + self.stride, 0);
                }
                self.sets[number * self.stride + leaf / 64] |= 1 << (leaf % 64);
            }
        }
        number as u32
    }
}

/// The first bytes of the words, as they stand in a text, that patterns may mean. Folding changes nothing but
/// the case of an ASCII character; what another folds to is left open.
fn beginnings(patterns: &[Pattern]) -> [bool; 256] {
    let mut possible = [false; 256];
    for pattern in patterns {
        match pattern.beginning().bytes().next() {
            None => return [true; 256],
            Some(byte) => {
                possible[byte.to_ascii_lowercase() as usize] = true;
                possible[byte.to_ascii_uppercase() as usize] = true;
            }
        }
    }
    possible[0x80..].fill(true);
    possible
}
