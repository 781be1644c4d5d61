//! Regular expressions on words: compared with the whole folded form.

use regex_automata::meta::{BuildError, Regex};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

use onrecord_text::analyze::fold::fold;

/// Longest regular expression, in bytes.
pub const MAX_REGEX_BYTES: usize = 500;

/// Largest compiled form, in bytes: beyond it an expression is refused.
const MAX_COMPILED_BYTES: usize = 1 << 20;

/// A regular expression that is compared with whole words.
#[derive(Clone, Debug)]
pub struct WordRegex {
    regex: Regex,
    /// The expression, its letters folded.
    text: String,
    prefix: String,
}

impl WordRegex {
    /// Compiles `pattern`; nothing where it cannot be compiled.
    pub fn new(pattern: &str) -> Option<Self> {
        let (regex, text) = (compile(pattern).ok()?, fold_letters(pattern));
        Some(WordRegex { regex, text, prefix: literal_prefix(pattern) })
    }

    /// The expression, its letters folded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Characters with which every word begins that fits.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether the whole folded form fits.
    pub fn matches(&self, folded: &str) -> bool {
        self.regex.is_match(Input::new(folded).anchored(Anchored::Yes))
    }
}

/// Compiles `pattern` so that it matches folded words: case is ignored, and its own letters lose their accents.
///
/// # Errors
/// Why the pattern is none, or is too large, in one line.
pub fn compile(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > MAX_REGEX_BYTES {
        return Err(format!("it is longer than {MAX_REGEX_BYTES} bytes"));
    }
    let folded = fold_letters(pattern);
    build(&folded)?;
    build(&format!("(?:{folded})\\z"))
}

fn build(pattern: &str) -> Result<Regex, String> {
    let config = Regex::config().nfa_size_limit(Some(MAX_COMPILED_BYTES)).hybrid_cache_capacity(1 << 20);
    let syntax = syntax::Config::new().case_insensitive(true).nest_limit(30);
    Regex::builder().configure(config).syntax(syntax).build(pattern).map_err(|error| reason(&error))
}

/// The last line of an error, which says what is wrong; the lines before draw the pattern.
fn reason(error: &BuildError) -> String {
    if error.size_limit().is_some() {
        return "it is too large".into();
    }
    let text = error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string);
    let last = text.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

fn fold_letters(pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        if !c.is_ascii() && c.is_alphabetic() {
            folded.push_str(&fold(c.encode_utf8(&mut [0; 4])))
        } else {
            folded.push(c)
        }
    }
    folded
}

/// The letters and digits before the first character that means something else.
fn literal_prefix(pattern: &str) -> String {
    if pattern.contains('|') {
        return String::new();
    }
    let literal = pattern.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(pattern.len());
    // `b+*` may be nothing, though `b+` alone may not.
    let optional = pattern[literal..].trim_start_matches('+').starts_with(['?', '*', '{']);
    pattern[..literal - usize::from(optional && literal > 0)].to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, word: &str) -> bool {
        WordRegex::new(pattern).is_some_and(|regex| regex.matches(word))
    }

    #[test]
    fn whole_words_fit() {
        assert!(fits("terroris[mt]s?", "terrorists"));
        assert!(!fits("terror", "terrorists") && !fits("rrorists", "terrorists"));
        assert!(fits("a|ab", "ab"));
        assert!(fits("ab+*", "a"));
        assert!(fits("Caf[éè]s?", "cafes"));
    }

    #[test]
    fn prefixes_are_safe() {
        for (pattern, prefix) in [
            ("terroris[mt]", "terroris"),
            ("colou?r", "colo"),
            ("a|b", ""),
            ("x{2}", ""),
            ("ab+", "ab"),
            ("ab+*", "a"),
            ("ab+{0,1}c", "a"),
        ] {
            assert_eq!(literal_prefix(pattern), prefix);
        }
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for pattern in ["(", "a)(b", "[z-a]", "(?:(?:\\w{100}){100}){100}", "\\p{Nope}"] {
            assert!(compile(pattern).is_err(), "{pattern}");
        }
        assert!(compile(&"(".repeat(400)).is_err());
        assert!(compile(&"a".repeat(501)).is_err());
    }
}
