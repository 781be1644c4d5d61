//! An automaton for the words that a regular expression means, to walk a sorted dictionary with: where nothing can
//! fit any more, all words that begin so are passed over.

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};

/// Accepts the folded words that fit.
pub struct WordAutomaton {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
}

/// Where an automaton stands after some bytes of a word.
pub type WalkState = StateID;

/// Bytes that an automaton may take; larger ones take longer to make than to do without.
const LIMIT: usize = 1 << 18;

impl WordAutomaton {
    /// For whole words that fit `regex`, whatever the case; none where it would be too large.
    pub fn new(regex: &str) -> Option<Self> {
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(LIMIT))
            .determinize_size_limit(Some(2 * LIMIT));
        let syntax = syntax::Config::new().case_insensitive(true).nest_limit(30);
        let whole = format!("(?:{regex})\\z");
        let dfa = dense::Builder::new().configure(config).syntax(syntax).build(&whole).ok()?;
        let start = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
        Some(WordAutomaton { dfa, start })
    }

    /// Before the first byte.
    pub fn start(&self) -> WalkState {
        self.start
    }

    /// After one more byte.
    pub fn next(&self, state: WalkState, byte: u8) -> WalkState {
        self.dfa.next_state(state, byte)
    }

    /// Whether a word that ends here fits.
    pub fn is_match(&self, state: WalkState) -> bool {
        self.dfa.is_match_state(self.dfa.next_eoi_state(state))
    }

    /// Whether some word that begins so may fit.
    pub fn can_match(&self, state: WalkState) -> bool {
        !self.dfa.is_dead_state(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::regex::WordRegex;
    use crate::pattern::wildcard::Wildcard;

    fn accepts(automaton: &WordAutomaton, word: &str) -> bool {
        let step = |state: Option<WalkState>, byte| {
            state.filter(|state| automaton.can_match(*state)).map(|state| automaton.next(state, byte))
        };
        word.bytes().fold(Some(automaton.start()), step).is_some_and(|state| automaton.is_match(state))
    }

    const WORDS: &[&str] =
        &["", "the", "he", "she", "thé", "é", "ing", "king", "go-ing", "a.b", "axb", "of", "北京", "ab"];

    #[test]
    fn it_accepts_what_the_expression_means() {
        for text in ["(the|of|and)", ".*ing", "th.", "ab?", "a.b", "x*", "[k-s]?ing", "he|she", "京"] {
            let (regex, automaton) = (WordRegex::new(text).unwrap(), WordRegex::new(text).unwrap());
            let automaton = WordAutomaton::new(automaton.text()).unwrap();
            WORDS.iter().for_each(|word| assert_eq!(accepts(&automaton, word), regex.matches(word), "{text} {word}"));
        }
    }

    #[test]
    fn it_accepts_what_a_wildcard_means() {
        for text in ["?he", "*ing", "t*e", "?", "*", "a.b", "??", "go-*"] {
            let wildcard = Wildcard::new(text);
            let automaton = WordAutomaton::new(&wildcard.regex()).unwrap();
            WORDS
                .iter()
                .for_each(|word| assert_eq!(accepts(&automaton, word), wildcard.matches(word), "{text} {word}"));
        }
    }

    #[test]
    fn a_large_one_is_not_made() {
        assert!(WordAutomaton::new("(.{1,40}a){1,20}").is_none());
    }
}
