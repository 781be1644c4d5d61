//! A place in an article's text, as the outside sees it.

use serde::{Deserialize, Serialize};

/// A half-open range of an article's text: `{"bytes":[start,end],"chars":[start,end]}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// UTF-8 bytes.
    pub bytes: [u32; 2],
    /// Unicode code points.
    pub chars: [u32; 2],
    /// Present where the place lies in a title that is not part of the text; it is then counted within the title.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
}

/// What a place lies in, other than the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// The article's title.
    Title,
}

impl Place {
    /// The bytes as a range, for slicing the text (or the title).
    pub fn range(&self) -> std::ops::Range<usize> {
        self.bytes[0] as usize..self.bytes[1] as usize
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(&self, other: &Place) -> bool {
        self.within == other.within && self.bytes[0] < other.bytes[1] && other.bytes[0] < self.bytes[1]
    }
}
