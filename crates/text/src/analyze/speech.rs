//! Who said it, right behind what was asked or called out: `“Why?” Brown asked.` is one sentence.

use super::ending::{STARTERS, is_in, is_terminator};
use super::form::{Forms, Shape};
use super::token::Word;

/// Whether marks that close something close a quotation.
pub(super) fn closes_quotation(closing: &str) -> bool {
    closing.contains(['"', '”', '’', '\'', '»'])
}

/// Most words of a name and a role in front of the verb.
const LONGEST_SPEAKER: usize = 8;

/// Whether after word `i` somebody with a capital is said to have said what stands before it: `Brown asked.`, `Sen. Ted
/// Cruz told reporters.`, and not `Brown said it was over.`, which is a sentence of its own.
pub(super) fn follows(content: &str, words: &[Word], i: usize, forms: &Forms) -> bool {
    let rest = &words[i + 1..words.len().min(i + 2 + LONGEST_SPEAKER)];
    for (n, word) in rest.iter().enumerate() {
        let raw = forms.raw(word.form);
        let small = forms.shape(word.form) == Shape::Lower;
        if small && n > 0 && is_in(ASKING, raw) {
            return true;
        }
        if small && n > 0 && is_in(SAYING, raw) {
            return ends_clause(content, words, i + 1 + n, forms);
        }
        let starts = n == 0 && is_in(STARTERS, raw) && !is_in(PRONOUNS, raw);
        let dot = words.get(i + 2 + n).is_some_and(|next| is_full_stop(content, word, next, forms));
        if starts || dot || (small && !is_in(PARTICLES, raw)) {
            return false;
        }
    }
    false
}

/// Whether a mark that no title or initial needs stands between two words.
fn is_full_stop(content: &str, word: &Word, next: &Word, forms: &Forms) -> bool {
    let gap = &content[word.span.end as usize..next.span.start as usize];
    gap.contains(is_terminator) && forms.ending(word.form).abbreviation.is_none()
}

/// Whether nothing of what was said follows the verb at `at`: a mark or a word that begins no clause.
fn ends_clause(content: &str, words: &[Word], at: usize, forms: &Forms) -> bool {
    let Some(next) = words.get(at + 1) else { return true };
    let gap = &content[words[at].span.end as usize..next.span.start as usize];
    gap.contains(|c: char| c == ',' || is_terminator(c)) || is_in(AFTER_SAYING, forms.raw(next.form))
}

/// Verbs that go with what was asked or called out before them; sorted for binary search.
const ASKING: &[&str] = &[
    "answered",
    "asked",
    "asks",
    "chanted",
    "cried",
    "demanded",
    "exclaimed",
    "inquired",
    "joked",
    "mused",
    "queried",
    "quipped",
    "replied",
    "responded",
    "retorted",
    "screamed",
    "shouted",
    "sighed",
    "snapped",
    "thundered",
    "wondered",
    "wonders",
    "yelled",
];

/// Verbs of saying that may also begin a statement of their own.
const SAYING: &[&str] = &[
    "added",
    "adds",
    "continued",
    "declared",
    "insisted",
    "posted",
    "recalled",
    "remarked",
    "said",
    "says",
    "told",
    "tweeted",
    "urged",
    "warned",
    "wrote",
];

/// What goes on after a verb of saying without telling what was said.
const AFTER_SAYING: &[&str] = &[
    "after",
    "afterwards",
    "and",
    "as",
    "at",
    "before",
    "during",
    "earlier",
    "from",
    "in",
    "last",
    "later",
    "of",
    "on",
    "reporters",
    "then",
    "to",
    "via",
    "when",
    "while",
    "with",
];

/// Small words inside names and roles.
const PARTICLES: &[&str] =
    &["al", "and", "bin", "da", "de", "del", "der", "di", "el", "for", "of", "the", "van", "von"];

/// Words of [`STARTERS`] that stand for a speaker.
const PRONOUNS: &[&str] = &["He", "I", "One", "She", "They", "We", "You"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_as_they_are_searched() {
        assert!([ASKING, SAYING, AFTER_SAYING, PARTICLES, PRONOUNS].iter().all(|list| list.is_sorted()));
    }
}
