//! Where the texts of an article's documents are put together.

use std::ops::Range;

/// Bytes that are UTF-8: whatever is appended is.
#[derive(Debug, Default)]
pub struct TextBuffer(Vec<u8>);

impl TextBuffer {
    /// An empty buffer with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        TextBuffer(Vec::with_capacity(bytes))
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes of memory that it takes.
    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }

    /// Appends a text.
    #[inline]
    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Appends the ASCII character of these seven bits.
    #[inline]
    pub fn push_ascii(&mut self, bits: u8) {
        self.0.push(bits & 0x7F);
    }

    /// Appends the word at `at` in `text`, its ASCII letters small if so wished. Most words are copied with what
    /// follows them up to a fixed length, and that is cut off again: a copy of so many bytes takes one instruction.
    #[inline]
    pub fn push_word(&mut self, text: &str, at: Range<usize>, small: bool) {
        const WIDE: usize = 16;
        let word = text[at.clone()].as_bytes();
        let end = self.0.len() + word.len();
        match text.as_bytes()[at.start..].first_chunk::<WIDE>() {
            Some(wide) if word.len() <= WIDE => {
                let mut wide = *wide;
                if small {
                    wide.make_ascii_lowercase();
                }
                self.0.extend_from_slice(&wide);
                self.0.truncate(end);
            }
            _ => {
                self.0.extend_from_slice(word);
                if small {
                    self.0[end - word.len()..].make_ascii_lowercase();
                }
            }
        }
    }

    /// All of it as a text.
    pub fn into_string(self) -> String {
        String::from_utf8(self.0).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

impl std::fmt::Write for TextBuffer {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_appended_as_they_stand() {
        let text = "É, A Commissionership at ÉÉÉÉÉÉÉÉÉ and Zürich.";
        for (small, expected) in [(false, text.to_owned()), (true, text.to_ascii_lowercase())] {
            let mut buffer = TextBuffer::default();
            let (mut start, mut words) = (0, Vec::new());
            for word in text.split_inclusive(' ') {
                buffer.push_word(text, start..start + word.len(), small);
                start += word.len();
                words.push(word);
            }
            assert_eq!(words.concat(), text);
            assert_eq!(buffer.into_string(), expected);
        }
    }
}
