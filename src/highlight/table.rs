//! Which words of a query each spelling is, worked out once per spelling.

use crate::analyze::{Forms, Word};
use crate::query::pattern::{Pattern, WordForm};

/// Sets of leaves by spelling. To be used with one [`Forms`] only.
#[derive(Clone, Debug)]
pub struct WordTable {
    patterns: Vec<Pattern>,
    /// Bits of `sets` that make one set, in words of 64.
    stride: usize,
    /// For each spelling, standing as an acronym or not: 0 for not yet known, else one more than the
    /// number of its set.
    numbers: Vec<u32>,
    sets: Vec<u64>,
    generation: u32,
}

impl WordTable {
    /// No spelling known yet.
    pub fn new(patterns: Vec<Pattern>) -> Self {
        let stride = patterns.len().div_ceil(64);
        WordTable { sets: vec![0; stride], patterns, stride, numbers: Vec::new(), generation: 0 }
    }

    /// Forgets the spellings if `forms` did.
    pub fn update(&mut self, forms: &Forms) {
        if self.generation != forms.generation() {
            self.numbers.clear();
            self.sets.truncate(self.stride);
            self.generation = forms.generation();
        }
        if self.numbers.len() < forms.len() * 2 {
            self.numbers.resize(forms.len() * 2, 0);
        }
    }

    /// Calls `found` with each leaf that the word is, of those in `mask`.
    pub fn leaves(&mut self, word: &Word, forms: &Forms, mask: &[u64], mut found: impl FnMut(usize)) {
        let slot = word.form.0 as usize * 2 + usize::from(word.acronym);
        if self.numbers[slot] == 0 {
            self.numbers[slot] = self.classify(word, forms) + 1;
        }
        let number = self.numbers[slot] as usize - 1;
        if number == 0 {
            return;
        }
        for (i, part) in self.sets[number * self.stride..][..self.stride].iter().enumerate() {
            let mut bits = part & mask[i];
            while bits != 0 {
                found(i * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    /// The number of the spelling's set; 0 is the empty one.
    fn classify(&mut self, word: &Word, forms: &Forms) -> u32 {
        let form = WordForm::new(forms, word.form, word.acronym);
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
