//! Which of the values that a field has are nearest to one that it has not: misspelt speakers, topics that are called
//! otherwise, outlets by half a name.

use std::cmp::Reverse;

use onrecord_query::pattern::fuzzy::distance;
use onrecord_text::analyze::fold::fold;
use onrecord_text::analyze::word::Words;

/// Most words, or values, that are proposed in place of one that the archive has not: they fit one line. A choice of what to
/// show.
pub const MOST_SIMILAR: usize = 3;
/// Values of a field that are all named where none is near.
const FEW: usize = 8;

/// A value that some article has.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// As it is asked for.
    pub name: String,
    /// What people call it.
    pub label: String,
}

impl Known {
    /// Whether a value asks for it: by its name, or by words of what it is called.
    pub fn is(&self, value: &str, words: &[String]) -> bool {
        let called = self::words(&self.label);
        fold(&self.name) == fold(value) || !words.is_empty() && called.windows(words.len()).any(|part| part == words)
    }
}

/// The folded words of a value.
pub fn words(value: &str) -> Vec<String> {
    Words::new(value).map(|range| fold(&value[range])).collect()
}

/// The values of which most words are those asked for or nearly so; of few values all, where none is near.
pub fn similar(asked: &[String], values: &[Known]) -> Vec<String> {
    let mut near: Vec<_> = values.iter().filter_map(|known| Some((nearness(asked, known)?, &known.name))).collect();
    near.sort_by_key(|((matched, errors), name)| (Reverse(*matched), *errors, name.len()));
    if near.is_empty() && values.len() <= FEW {
        return values.iter().map(|known| known.name.clone()).collect();
    }
    near.into_iter().take(MOST_SIMILAR).map(|(_, name)| name.clone()).collect()
}

/// How many of the words asked for are nearly in a value, and with how many wrong letters; nothing where fewer than
/// half are.
fn nearness(asked: &[String], known: &Known) -> Option<(usize, usize)> {
    let own: Vec<String> = words(&known.name).into_iter().chain(words(&known.label)).collect();
    let (mut matched, mut errors) = (0, 0);
    for word in asked {
        let nearest = own.iter().filter_map(|other| near(word, other)).min();
        matched += usize::from(nearest.is_some());
        errors += nearest.unwrap_or(0);
    }
    (matched > 0 && 2 * matched >= asked.len()).then_some((matched, errors))
}

/// Letters in which two words differ, where that may be a slip, or where one begins the other.
fn near(a: &str, b: &str) -> Option<usize> {
    let (short, long) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    let most = match short {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    if short >= 4 && (a.starts_with(b) || b.starts_with(a)) {
        return Some(1);
    }
    if long - short > most || long > 64 {
        return None;
    }
    Some(distance(a, b)).filter(|&errors| errors <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Known {
        Known { name: name.into(), label: name.into() }
    }

    #[test]
    fn slips_and_halves_of_names_are_near() {
        let names = ["Angela Merkel", "Angela Davis", "Mark Toner", "The New York Times"].map(known);
        assert_eq!(similar(&words("Angela Merkle"), &names)[0], "Angela Merkel");
        assert_eq!(similar(&words("tonner"), &names), ["Mark Toner"]);
        assert_eq!(similar(&words("New Yorker Times"), &names), ["The New York Times"]);
        assert_eq!(similar(&words("zebra"), &names).len(), 4, "few values are all named");
    }
}
