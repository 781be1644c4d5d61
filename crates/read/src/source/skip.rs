//! Why a source is passed over: reported in the summary, and no error.

use std::fmt;

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
    /// Pages without text: pictures of text.
    NoTextLayer,
    /// A file of an older office program.
    OldOffice,
    /// An archive of a kind that is not read.
    OtherArchive,
    /// A kind that this build of the program was made without.
    NotBuilt,
    /// A mail, feed or reference that has no text of its own.
    NoText,
    /// A symbolic link to a folder.
    LinkedFolder,
    /// A symbolic link to a folder that it lies in.
    LinkLoop,
    /// A symbolic link to a file outside of the PATH.
    LinkOut,
    /// A symbolic link that leads nowhere.
    BrokenLink,
    /// A pipe, socket or device.
    NotAFile,
}

impl SkipReason {
    /// Every reason, in the order of the summary.
    pub const ALL: [SkipReason; 14] = [
        SkipReason::Binary,
        SkipReason::Empty,
        SkipReason::TooLarge,
        SkipReason::UnknownKind,
        SkipReason::NoTextLayer,
        SkipReason::OldOffice,
        SkipReason::OtherArchive,
        SkipReason::NotBuilt,
        SkipReason::NoText,
        SkipReason::LinkedFolder,
        SkipReason::LinkLoop,
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
            SkipReason::NoTextLayer => "pages without text",
            SkipReason::OldOffice => "older office file",
            SkipReason::OtherArchive => "archive of a kind that is not read",
            SkipReason::NotBuilt => "kind left out of this build",
            SkipReason::NoText => "no text in it",
            SkipReason::LinkedFolder => "link to a folder (--follow reads it)",
            SkipReason::LinkLoop => "link to a folder that it lies in",
            SkipReason::LinkOut => "link out of its PATH (--follow reads it)",
            SkipReason::BrokenLink => "broken link",
            SkipReason::NotAFile => "not a regular file",
        }
    }

    /// The reason, and what to do about it where anything can be done.
    pub fn told(self) -> String {
        match self.advice() {
            "" => self.message().to_owned(),
            advice => format!("{}; {advice}", self.message()),
        }
    }

    /// What the user can do to have it read after all; empty where there is nothing to do.
    pub fn advice(self) -> &'static str {
        match self {
            SkipReason::TooLarge => "split it into articles",
            SkipReason::UnknownKind => "save its text as a plain file if it holds an article",
            SkipReason::NoTextLayer => "recognise its text first, with ocrmypdf for example",
            SkipReason::OldOffice => "save it as DOCX, XLSX, EML or PDF",
            SkipReason::OtherArchive => "unpack it, or pack it anew as ZIP",
            SkipReason::NotBuilt => "use a build with all formats",
            SkipReason::BrokenLink => "mend the link",
            SkipReason::Binary
            | SkipReason::Empty
            | SkipReason::NoText
            | SkipReason::LinkedFolder
            | SkipReason::LinkLoop
            | SkipReason::LinkOut
            | SkipReason::NotAFile => "",
        }
    }
}

/// A source, or a member of an archive, that is passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Its path as the user named it.
    pub display: String,
    /// Why.
    pub reason: SkipReason,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.display, self.reason.told())
    }
}
