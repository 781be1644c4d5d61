//! Where the texts of an article's documents are put together.

/// Bytes that are UTF-8: whatever is appended is.
#[derive(Debug, Default)]
pub struct TextBuffer(Vec<u8>);

impl TextBuffer {
    /// An empty buffer with room for `bytes` bytes.
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

    /// Appends a text with its ASCII letters made small.
    #[inline]
    pub fn push_small(&mut self, text: &str) {
        let start = self.0.len();
        self.push_str(text);
        self.0[start..].make_ascii_lowercase();
    }

    /// Puts the ASCII character of these seven bits in the place of the one at byte `at`; of another it leaves
    /// what it is.
    #[inline]
    pub fn set_ascii(&mut self, at: usize, bits: u8) {
        if let Some(byte) = self.0.get_mut(at).filter(|byte| byte.is_ascii()) {
            *byte = bits & 0x7F;
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
    fn what_is_changed_stays_text() {
        let mut buffer = TextBuffer::default();
        buffer.push_small("Ältere A");
        buffer.push_str(" B");
        (0..12).for_each(|at| buffer.set_ascii(at, b'x'));
        buffer.push_ascii(0xFF);
        assert_eq!(buffer.into_string(), "Äxxxxxxxxx\u{7F}");
    }
}
