//! Partial names: the words by which a speaker's name or role is found.
//!
//! `speaker:toner` and `speaker:"mark toner"` both mean "Mark C. Toner": the words asked for must all occur
//! in the name, in this order, with others between them if need be.

use onrecord_text::analyze::fold::fold;
use onrecord_text::analyze::word::Words;

/// The folded words of a name or role, in order: what an index holds of it.
pub fn name_words(name: &str) -> Vec<String> {
    Words::new(name).map(|range| fold(&name[range])).filter(|word| !word.is_empty()).collect()
}

/// What a user asks of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern {
    words: Vec<String>,
}

impl NamePattern {
    /// A pattern from the words of a query. Articles and "Mr." and the like are passed over, for canonical
    /// names have none; a pattern of nothing else keeps them.
    pub fn new(query: &str) -> Self {
        let all = name_words(query);
        let telling: Vec<String> = all.iter().filter(|w| !IDLE.contains(&w.as_str())).cloned().collect();
        NamePattern { words: if telling.is_empty() { all } else { telling } }
    }

    /// The words that must occur, in order.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a name with these [words](name_words) is meant. An empty pattern means nobody.
    pub fn matches(&self, name: &[String]) -> bool {
        let mut rest = name.iter();
        !self.words.is_empty() && self.words.iter().all(|word| rest.any(|w| w == word))
    }
}

const IDLE: &[&str] = &["the", "a", "an", "mr", "mrs", "ms", "miss"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_names_match() {
        for (query, name, expected) in [
            ("toner", "Mark Toner", true),
            ("\"mark toner\"", "Mark C. Toner", true),
            ("Mr. Toner", "Mark Toner", true),
            ("toner mark", "Mark Toner", false),
            ("the State Department", "U.S. State Department", true),
            ("us", "U.S. State Department", true),
            ("kerry", "Mark Toner", false),
            ("José", "Jose Díaz", true),
            ("", "Mark Toner", false),
        ] {
            assert_eq!(NamePattern::new(query).matches(&name_words(name)), expected, "{query} / {name}");
        }
    }
}
