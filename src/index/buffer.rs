//! Where the texts of an article's documents are put together.

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

    /// Makes the ASCII letters small from byte `from` on.
    #[inline]
    pub fn make_lowercase(&mut self, from: usize) {
        self.0[from..].make_ascii_lowercase();
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
