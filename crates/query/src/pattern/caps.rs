//! Words whose letters count: `caps(US)`, and dotted words in small letters.

use super::{FUNCTION_WORDS, WordForm};
use onrecord_text::analyze::fold::{capitals, fold, is_dotted};
use onrecord_text::analyze::form::{Shape, shape};

/// A word letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapsPattern {
    /// The word, without invisible characters and dots.
    pub bare: String,
    /// Its folded form.
    pub folded: String,
    /// Whether it is all in capitals, so that acronyms alone are meant.
    pub acronym: bool,
    /// Whether it is a dotted word in small letters, so that dotted forms and acronyms are meant.
    pub dotted: bool,
}

impl CapsPattern {
    /// The pattern of `caps(raw)`.
    pub(super) fn new(raw: &str) -> Self {
        CapsPattern { bare: capitals(raw), folded: fold(raw), acronym: shape(raw) == Shape::Upper, dotted: false }
    }

    /// The pattern of `u.s.`, where it is such a word.
    pub(super) fn dotted(raw: &str) -> Option<Self> {
        let folded = fold(raw);
        let dotted = shape(raw) != Shape::Upper && is_dotted(raw) && FUNCTION_WORDS.contains(&folded.as_str());
        dotted.then(|| CapsPattern { bare: capitals(raw), folded, acronym: false, dotted: true })
    }

    /// Whether a word of a text is meant.
    pub(super) fn matches(&self, form: &WordForm) -> bool {
        if self.dotted {
            return form.folded == self.folded && (form.acronym || is_dotted(form.raw));
        }
        form.folded == self.folded && (form.acronym || !self.acronym) && capitals(form.raw) == self.bare
    }
}
