//! Which words can have one of some stems, told by their first letters: most have none, and need not be stemmed.

use rustc_hash::FxHashSet;

use onrecord_text::analyze::stem::beginning;

/// Bytes at the beginning of a word that are looked at.
const LOOKED_AT: usize = 4;

/// The beginnings of the words that have one of some stems.
#[derive(Default)]
pub(super) struct Beginnings(FxHashSet<Box<[u8]>>);

impl Beginnings {
    /// Adds those of the words with this stem.
    pub(super) fn add(&mut self, stem: &str) {
        let begins = beginning(stem).as_bytes();
        self.0.insert(begins[..begins.len().min(LOOKED_AT)].into());
    }

    /// Whether a folded word may have one of the stems.
    pub(super) fn has(&self, folded: &str) -> bool {
        let bytes = folded.as_bytes();
        (0..=bytes.len().min(LOOKED_AT)).any(|len| self.0.contains(&bytes[..len]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_text::analyze::Forms;

    #[test]
    fn words_of_a_stem_begin_so() {
        let mut forms = Forms::new();
        let words = ["fights", "fighting", "dying", "die", "us", "a", "skies", "北京", "é", "happily", "oil"];
        for word in words {
            let form = forms.intern(word);
            let mut beginnings = Beginnings::default();
            beginnings.add(forms.stem(form));
            assert!(beginnings.has(forms.folded(form)), "{word}");
            assert!(!beginnings.has("zebra"), "{word}");
        }
    }
}
