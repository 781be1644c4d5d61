//! Wildcards: `*` for any characters, `?` for one.

use onrecord_text::analyze::fold::fold;

/// A word with wildcards, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard {
    parts: Vec<Part>,
    prefix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Char(char),
    One,
    Any,
}

impl Wildcard {
    /// Reads a word in which `*` and `?` are wildcards.
    pub fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        for piece in text.split_inclusive(['*', '?']) {
            let literal = piece.trim_end_matches(['*', '?']);
            parts.extend(fold(literal).chars().map(Part::Char));
            match &piece[literal.len()..] {
                "*" if parts.last() != Some(&Part::Any) => parts.push(Part::Any),
                "?" => parts.push(Part::One),
                _ => {}
            }
        }
        let prefix = parts.iter().map_while(|part| if let Part::Char(c) = part { Some(*c) } else { None }).collect();
        Wildcard { parts, prefix }
    }

    /// The characters before the first wildcard.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A regular expression for the same words.
    pub fn regex(&self) -> String {
        let part = |part: &Part| match part {
            Part::Char(c) if c.is_alphanumeric() => c.to_string(),
            Part::Char(c) => format!("\\x{{{:X}}}", u32::from(*c)),
            Part::One => "(?s:.)".to_owned(),
            Part::Any => "(?s:.)*".to_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    /// Whether the folded form fits. Goes back to the last `*` alone, so that the time is at most the
    /// product of the lengths.
    pub fn matches(&self, folded: &str) -> bool {
        let (mut at, mut text) = (0, folded.chars());
        let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            let part = self.parts.get(at).copied();
            if part == Some(Part::Any) {
                retry = Some((at, text.clone()));
                at += 1;
                continue;
            }
            let fits = match (text.next(), part) {
                (None, None) => return true,
                (None, Some(_)) => return false,
                (Some(c), Some(Part::Char(own))) => c == own,
                (Some(_), part) => part == Some(Part::One),
            };
            if fits {
                at += 1;
                continue;
            }
            let Some((any, rest)) = &mut retry else { return false };
            if rest.next().is_none() {
                return false;
            }
            (at, text) = (*any + 1, rest.clone());
        }
    }

    /// Whether some part of the text fits, whatever stands before and after it.
    pub fn occurs_in(&self, text: &str) -> bool {
        let mut open = self.clone();
        open.parts.insert(0, Part::Any);
        open.parts.push(Part::Any);
        open.matches(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slow(pattern: &[char], text: &[char]) -> bool {
        match (pattern.first(), text.first()) {
            (None, None) => true,
            (Some('*'), _) => slow(&pattern[1..], text) || (!text.is_empty() && slow(pattern, &text[1..])),
            (Some('?'), Some(_)) => slow(&pattern[1..], &text[1..]),
            (Some(a), Some(b)) => a == b && slow(&pattern[1..], &text[1..]),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            prop_assert_eq!(Wildcard::new(&pattern).matches(&text), slow(&chars(&pattern), &chars(&text)));
        }
    }

    #[test]
    fn folds_and_knows_its_prefix() {
        let wildcard = Wildcard::new("ORGANI?ATION*");
        assert!(wildcard.matches("organisations") && wildcard.matches("organization"));
        assert!(!wildcard.matches("organiation"));
        assert_eq!(wildcard.prefix(), "organi");
        assert!(Wildcard::new("00?_*").occurs_in("seeds/001_x.txt"));
    }
}
