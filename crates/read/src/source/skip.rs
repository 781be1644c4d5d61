//! Why a source is passed over: reported in the summary, and no error.

/// Why a source was passed over without being an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// Not text.
    Binary,
    /// No bytes, or white space only.
    Empty,
    /// More bytes than one article may have.
    TooLarge,
    /// A kind of file that holds no articles.
    UnknownKind,
    /// A symbolic link to a folder.
    LinkedFolder,
    /// A symbolic link to a file outside of the PATH.
    LinkOut,
    /// A symbolic link that leads nowhere.
    BrokenLink,
    /// A pipe, socket or device.
    NotAFile,
}

impl SkipReason {
    /// Every reason, in the order of the summary.
    pub const ALL: [SkipReason; 8] = [
        SkipReason::Binary,
        SkipReason::Empty,
        SkipReason::TooLarge,
        SkipReason::UnknownKind,
        SkipReason::LinkedFolder,
        SkipReason::LinkOut,
        SkipReason::BrokenLink,
        SkipReason::NotAFile,
    ];

    /// The reason in a few words, for summaries.
    pub fn message(self) -> &'static str {
        match self {
            SkipReason::Binary => "binary",
            SkipReason::Empty => "empty",
            SkipReason::TooLarge => "over the size limit",
            SkipReason::UnknownKind => "unknown kind",
            SkipReason::LinkedFolder => "link to a folder (--follow reads it)",
            SkipReason::LinkOut => "link out of its PATH (--follow reads it)",
            SkipReason::BrokenLink => "broken link",
            SkipReason::NotAFile => "not a regular file",
        }
    }
}

/// A source that is passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Its path as the user named it.
    pub display: String,
    /// Why.
    pub reason: SkipReason,
}
