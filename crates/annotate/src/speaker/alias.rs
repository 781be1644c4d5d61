//! Aliases that a user adds: a small TOML file `speakers.toml` of canonical names, each with a list of others.
//!
//! ```toml
//! "Mark Toner" = ["Toner", "Mark C. Toner"]
//! "U.S. Department of State" = ["State Department", "Foggy Bottom"]
//! ```
//!
//! Reading the file is the caller's business; this module knows its text.

use rustc_hash::FxHashMap;
use toml::de::{DeTable, DeValue};

use super::matching::name_words;

/// Names under which a user wants others to appear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    /// Folded words of a name, joined by spaces, to the canonical name.
    canonical: FxHashMap<String, String>,
}

/// What is wrong with a file of aliases.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct AliasError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub reason: String,
}

impl Aliases {
    /// Reads aliases from the text of a TOML file.
    ///
    /// # Errors
    /// When it is no TOML, a value is no list of names, a name is empty, or one alias has two canonical names.
    pub fn parse(text: &str) -> Result<Self, AliasError> {
        let error = |at: usize, reason: String| AliasError { line: line_of(text, at), reason };
        let table = DeTable::parse(text).map_err(|e| error(e.span().map_or(0, |s| s.start), e.message().to_owned()))?;
        let mut aliases = Aliases::default();
        for (name, value) in table.get_ref() {
            let DeValue::Array(others) = value.get_ref() else {
                let reason = format!("{name:?} needs a list of names, as in [\"Toner\"]", name = name.get_ref());
                return Err(error(value.span().start, reason));
            };
            aliases.add(name.get_ref(), name.get_ref()).map_err(|reason| error(name.span().start, reason))?;
            for other in others {
                let at = other.span().start;
                let DeValue::String(other) = other.get_ref() else {
                    return Err(error(at, "an alias must be a name in quotation marks".into()));
                };
                aliases.add(other, name.get_ref()).map_err(|reason| error(at, reason))?;
            }
        }
        Ok(aliases)
    }

    fn add(&mut self, alias: &str, canonical: &str) -> Result<(), String> {
        let key = key(alias);
        if key.is_empty() {
            return Err(format!("{alias:?} is no name: it has no letters"));
        }
        match self.canonical.get(&key) {
            Some(held) if held != canonical => Err(format!("{alias:?} is already an alias of {held:?}")),
            _ => {
                self.canonical.insert(key, canonical.trim().to_owned());
                Ok(())
            }
        }
    }

    /// The canonical name for `name`, if the user gave one.
    pub fn canonical(&self, name: &str) -> Option<&str> {
        if self.canonical.is_empty() { None } else { self.canonical.get(&key(name)).map(String::as_str) }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.canonical.is_empty()
    }
}

fn key(name: &str) -> String {
    name_words(name).join(" ")
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|&b| b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_lead_to_the_canonical_name() {
        let aliases = Aliases::parse("\"Mark Toner\" = [\"Toner\", \"Mark C. Toner\"]\n").unwrap();
        assert_eq!(aliases.canonical("TONER"), Some("Mark Toner"));
        assert_eq!(aliases.canonical("mark c. toner"), Some("Mark Toner"));
        assert_eq!(aliases.canonical("Kerry"), None);
    }

    #[test]
    fn errors_name_line_and_reason() {
        for (text, line, part) in [
            ("\n\"Mark Toner\" = 3\n", 2, "list of names"),
            ("a = [\"x\"]\nb = [\"x\"]\n", 2, "already an alias"),
            ("a = [\"x\",\n 4]\n", 2, "quotation marks"),
            ("a = [\"...\"]", 1, "no letters"),
            ("a = [\n", 1, ""),
        ] {
            let error = Aliases::parse(text).unwrap_err();
            assert!(error.line >= line && error.reason.contains(part), "{text}: {error}");
        }
    }
}
