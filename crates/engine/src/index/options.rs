//! How an index is written.

/// How an index is written.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// Threads that build posting lists.
    pub threads: usize,
    /// Memory for the posting lists of all threads together, in bytes. With more there are fewer segments, each of
    /// which a search has to look into; that of some 110 MB of text fits the default.
    pub memory: usize,
    /// Bytes of article text after which a commit is due.
    pub commit_every: u64,
    /// Whether others than its owner may read the index.
    pub shared: bool,
}

impl Default for WriterOptions {
    fn default() -> Self {
        WriterOptions { threads: 1, memory: 128 << 20, commit_every: 256 << 20, shared: false }
    }
}
