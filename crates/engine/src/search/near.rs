//! Words near a word, in a sorted dictionary: an automaton that walks along those that may be near enough.
//!
//! Its state is the last two rows of the table of distances between the word and what has been read of another
//! (optimal string alignment; R. Wagner, M. Fischer, "The string-to-string correction problem", 1974, by rows).
//! A walk ends where no entry allows for a word that is near enough.

use tantivy_fst::Automaton;

use onrecord_query::pattern::fuzzy::Fuzzy;

/// Accepts the words within a given number of edits of one word.
pub struct NearWord {
    word: Vec<char>,
    edits: u8,
}

/// What has been read.
#[derive(Clone)]
pub struct Read {
    /// Distances of what has been read to each beginning of the word, and of what was read one character ago.
    row: Vec<u8>,
    before: Vec<u8>,
    last: Option<char>,
    /// The bytes of a character that is not complete.
    bytes: [u8; 4],
    pending: usize,
    /// Whether the bytes are no text.
    broken: bool,
}

impl NearWord {
    /// The words that `fuzzy` means.
    pub fn new(fuzzy: &Fuzzy) -> Self {
        NearWord { word: fuzzy.word().chars().collect(), edits: fuzzy.edits() }
    }

    /// Reads a character: the next row of the table.
    fn read(&self, read: &mut Read, c: char) {
        let above = &read.row;
        let mut row = Vec::with_capacity(above.len());
        row.push(above[0].saturating_add(1));
        for (i, &own) in self.word.iter().enumerate() {
            let changed = above[i].saturating_add(u8::from(own != c));
            let mut least = changed.min(above[i + 1].saturating_add(1)).min(row[i].saturating_add(1));
            if i > 0 && read.last == Some(own) && self.word[i - 1] == c {
                least = least.min(read.before[i - 1].saturating_add(1));
            }
            row.push(least);
        }
        read.before = std::mem::replace(&mut read.row, row);
        read.last = Some(c);
    }
}

impl Automaton for NearWord {
    type State = Read;

    fn start(&self) -> Read {
        let row = (0..=self.word.len()).map(|i| i.min(usize::from(u8::MAX)) as u8).collect();
        let before = vec![u8::MAX; self.word.len() + 1];
        Read { row, before, last: None, bytes: [0; 4], pending: 0, broken: false }
    }

    fn is_match(&self, read: &Read) -> bool {
        !read.broken && read.pending == 0 && read.row.last().is_some_and(|&distance| distance <= self.edits)
    }

    fn can_match(&self, read: &Read) -> bool {
        // An exchange of neighbours costs one on top of the row before.
        let nearest = |row: &[u8]| row.iter().copied().min().unwrap_or(u8::MAX);
        !read.broken && (nearest(&read.row) <= self.edits || nearest(&read.before) < self.edits)
    }

    fn accept(&self, read: &Read, byte: u8) -> Read {
        let mut read = read.clone();
        if read.pending == read.bytes.len() {
            read.broken = true;
            return read;
        }
        read.bytes[read.pending] = byte;
        read.pending += 1;
        if let Ok(text) = std::str::from_utf8(&read.bytes[..read.pending]) {
            let c = text.chars().next();
            read.pending = 0;
            c.into_iter().for_each(|c| self.read(&mut read, c));
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn accepts(word: &str, edits: u8, other: &str) -> bool {
        let automaton = NearWord::new(&Fuzzy::new(word, edits));
        let mut read = automaton.start();
        for byte in other.bytes() {
            if !automaton.can_match(&read) {
                return false;
            }
            read = automaton.accept(&read, byte);
        }
        automaton.is_match(&read)
    }

    proptest! {
        #[test]
        fn it_accepts_what_the_pattern_means(word in "[abé]{0,6}", other in "[abé]{0,6}", edits in 0u8..3) {
            prop_assert_eq!(accepts(&word, edits, &other), Fuzzy::new(&word, edits).matches(&other));
        }
    }
}
