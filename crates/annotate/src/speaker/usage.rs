//! Usage: how the words of an article use capitals, and which of them are surnames there.

/// What is noted of a word, as bits.
pub(super) mod note {
    /// It occurs in small letters, so that a capital at a sentence's start means nothing.
    pub(crate) const SMALL: u16 = 1;
    /// It occurs with a capital that is owed to no place: within a sentence of ordinary letters.
    pub(crate) const CAPITAL: u16 = 1 << 1;
    /// It ends a full name or follows "Mr.", whatever else it means: "Mervyn King", "Theresa May".
    pub(crate) const SURNAME: u16 = 1 << 2;
}

/// How many bits the notes of a word take.
const WIDTH: u32 = 3;

/// The notes of an article, by the number of the word. The table is kept from article to article: a note counts only
/// where it bears the article's number.
#[derive(Default)]
pub(super) struct Usage {
    notes: Vec<u16>,
    article: u16,
}

impl Usage {
    /// Forgets all notes; `words` is one more than the greatest number of a word.
    pub(super) fn begin(&mut self, words: usize) {
        self.article += 1;
        if self.article >> (u16::BITS - WIDTH) != 0 {
            self.notes.clear();
            self.article = 1;
        }
        if self.notes.len() < words {
            self.notes.resize(words.next_power_of_two(), 0);
        }
    }

    /// Adds to the notes of a word; without a branch that could not be foretold.
    pub(super) fn note(&mut self, word: u32, bits: u16) {
        let held = &mut self.notes[word as usize];
        let known = if *held >> WIDTH == self.article { *held } else { self.article << WIDTH };
        *held = known | bits;
    }

    /// Whether one of these bits was noted of the word.
    pub(super) fn has(&self, word: u32, bits: u16) -> bool {
        let held = self.notes[word as usize];
        held >> WIDTH == self.article && held & bits != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_of_one_word_and_one_article() {
        let mut usage = Usage::default();
        usage.begin(8);
        usage.note(3, note::SMALL);
        usage.note(3, note::SURNAME);
        assert!(usage.has(3, note::SMALL) && usage.has(3, note::SURNAME) && !usage.has(3, note::CAPITAL));
        assert!((0..8).all(|word| word == 3 || !usage.has(word, note::SMALL)));
        usage.begin(8);
        assert!(!usage.has(3, note::SMALL));
    }
}
