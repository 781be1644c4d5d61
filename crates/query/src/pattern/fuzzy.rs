//! Fuzzy words: with a character wrong, missing, too many, or two neighbours exchanged.
//!
//! The measure is the optimal string alignment distance (Damerau's four errors, no part edited twice) over
//! the characters of the folded forms.

/// A word that may be misspelt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fuzzy {
    folded: String,
    chars: Vec<char>,
    edits: usize,
}

/// Longest word compared without allocating, in characters.
const USUAL: usize = 64;

impl Fuzzy {
    /// The folded word with at most `edits` errors.
    pub fn new(folded: &str, edits: u8) -> Self {
        Fuzzy { folded: folded.to_owned(), chars: folded.chars().collect(), edits: usize::from(edits) }
    }

    /// The word itself.
    pub fn word(&self) -> &str {
        &self.folded
    }

    /// How many errors are allowed.
    pub fn edits(&self) -> u8 {
        self.edits as u8
    }

    /// Whether the folded form is near enough.
    pub fn matches(&self, folded: &str) -> bool {
        if folded.len() > (self.chars.len() + self.edits) * 4 {
            return false;
        }
        let mut usual = ['\0'; USUAL];
        let mut len = 0;
        for c in folded.chars() {
            if len == USUAL {
                let whole: Vec<char> = folded.chars().collect();
                return within(&self.chars, &whole, self.edits);
            }
            usual[len] = c;
            len += 1;
        }
        len.abs_diff(self.chars.len()) <= self.edits && within(&self.chars, &usual[..len], self.edits)
    }
}

/// The optimal string alignment distance of two words, in time of the product of their lengths.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        (before, last) = (last, row);
    }
    last[b.len()]
}

/// Whether the distance is at most `limit`: depth first, the cheapest way first. The branching is bounded
/// by the limit, which is 1 or 2 for queries.
fn within(a: &[char], b: &[char], limit: usize) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    if a.is_empty() || b.is_empty() {
        return a.len() + b.len() <= limit;
    }
    if limit == 0 || a.len().abs_diff(b.len()) > limit {
        return false;
    }
    let exchanged = a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0];
    (exchanged && within(&a[2..], &b[2..], limit - 1))
        || within(&a[1..], &b[1..], limit - 1)
        || within(&a[1..], b, limit - 1)
        || within(a, &b[1..], limit - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The textbook table.
    fn table(a: &[char], b: &[char]) -> usize {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let change = d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut best = change.min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(d[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn agrees_with_the_table(a in "[abc]{0,7}", b in "[abc]{0,7}") {
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(distance(&a, &b), table(&x, &y));
            for edits in 0..3 {
                prop_assert_eq!(Fuzzy::new(&a, edits).matches(&b), table(&x, &y) <= usize::from(edits));
            }
        }
    }

    #[test]
    fn words_far_apart_take_no_time() {
        let long = "al-Assad U.S. don’t 9/11 ".repeat(20);
        assert_eq!(distance(&long, "boilerplate"), 495);
        let word = "ab".repeat(100);
        assert_eq!(distance(&word, &"ba".repeat(100)), 2);
        assert!(Fuzzy::new(&word, 1).matches(&format!("b{word}")) && !Fuzzy::new(&word, 1).matches(&"ba".repeat(100)));
    }

    #[test]
    fn names() {
        assert!(Fuzzy::new("tilerson", 1).matches("tillerson"));
        assert!(Fuzzy::new("tillerson", 1).matches("tillesron"));
        assert!(!Fuzzy::new("tilerson", 1).matches("tillersons"));
        assert!(!Fuzzy::new("a", 2).matches(&"a".repeat(100_000)));
    }
}
