//! How analysed words reach the cluster: as tokens of our own.
//!
//! A value is words with a space between each two. What stands at the position of a word is joined to it by `|`:
//!
//! - `bank`: the folded form of a word that is no acronym
//! - `=isis|^ISIS`: an acronym, by its folded form and by its capitals. So a form that is meant by its stem is not found
//!   where it is an acronym, and one that is meant as written is found either way
//! - `<s` and `>s`: the first and the last word of a sentence; `<p` and `>p`: those of a paragraph. Of one word there is
//!   neither: no two words stand in it
//!
//! Each block of a passage is a value by itself; the server lays a gap between values.

use std::borrow::Cow;

use onrecord_text::analyze::{Analyzed, Forms, Word, fold};
use onrecord_text::passage::Passage;

use crate::schema::MAX_TOKEN;

/// The first word of a sentence.
pub const SENTENCE_START: &str = "<s";
/// The last word of a sentence.
pub const SENTENCE_END: &str = ">s";
/// The first word of a paragraph.
pub const PARAGRAPH_START: &str = "<p";
/// The last word of a paragraph.
pub const PARAGRAPH_END: &str = ">p";

/// Longest form that stands for itself, in bytes: a few tokens have to fit in one position.
const LONGEST: usize = MAX_TOKEN / 8;

/// The token of a folded form, where it is no acronym.
pub fn plain(form: &str) -> Cow<'_, str> {
    if form.len() > LONGEST {
        return Cow::Owned(format!("{:032x}", xxhash_rust::xxh3::xxh3_128(form.as_bytes())));
    }
    match form.contains(SPECIAL) {
        true => Cow::Owned(form.replace(SPECIAL, "_")),
        false => Cow::Borrowed(form),
    }
}

/// The token of an acronym's folded form.
pub fn acronym(form: &str) -> String {
    format!("={}", plain(form))
}

/// The token of an acronym's capitals.
pub fn capitals(capitals: &str) -> String {
    format!("^{}", plain(capitals))
}

/// What has a meaning between and before tokens; folding makes a few letters into some of these.
const SPECIAL: &[char] = &[' ', '|', '=', '^', '<', '>'];

/// A text value under way.
#[derive(Default)]
struct Value {
    text: String,
}

impl Value {
    /// Appends a word, and what else stands at its position.
    fn push(&mut self, word: &Word, content: &str, forms: &Forms, marks: &[&str]) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let folded = forms.folded(word.form);
        if word.acronym {
            let bare = fold::capitals(word.span.of(content));
            self.text.push_str(&format!("{}|{}", acronym(folded), capitals(&bare)));
        } else {
            self.text.push_str(&plain(folded));
        }
        marks.iter().for_each(|mark| {
            self.text.push('|');
            self.text.push_str(mark);
        });
    }
}

/// The words of a name.
pub fn of_name(name: &str, words: &[Word], forms: &Forms) -> String {
    let mut value = Value::default();
    words.iter().for_each(|word| value.push(word, name, forms, &[]));
    value.text
}

/// The words `from..to` of a passage, each as the number of an analysed word: a value for each block, with the bounds of
/// sentences and paragraphs as far as they lie within.
pub fn values(analyzed: &Analyzed, forms: &Forms, passage: &Passage, from: u32, to: u32) -> Vec<String> {
    let (mut values, mut current, mut block) = (Vec::new(), Value::default(), None);
    let sentences = &analyzed.sentences[passage.sentences.start as usize..passage.sentences.end as usize];
    let clipped = |n: usize| sentences[n].words.start.max(from)..sentences[n].words.end.min(to);
    for (n, sentence) in sentences.iter().enumerate() {
        let words = clipped(n);
        if words.is_empty() {
            continue;
        }
        if block.replace(sentence.block).is_some_and(|before| before != sentence.block) {
            values.push(std::mem::take(&mut current).text);
        }
        let of_block = |n: &usize| sentences[*n].block == sentence.block && !clipped(*n).is_empty();
        let first = (0..sentences.len()).find(|n| of_block(n)).map_or(words.start, |n| clipped(n).start);
        let last = (0..sentences.len()).rev().find(|n| of_block(n)).map_or(words.end, |n| clipped(n).end);
        for i in words.clone() {
            let marks = [
                (words.len() > 1 && i == words.start).then_some(SENTENCE_START),
                (words.len() > 1 && i + 1 == words.end).then_some(SENTENCE_END),
                (last - first > 1 && i == first).then_some(PARAGRAPH_START),
                (last - first > 1 && i + 1 == last).then_some(PARAGRAPH_END),
            ];
            let marks: Vec<&str> = marks.into_iter().flatten().collect();
            current.push(&analyzed.words[i as usize], analyzed.content(), forms, &marks);
        }
    }
    if !current.text.is_empty() {
        values.push(current.text);
    }
    values
}

/// How many tokens an index in a folder has of a passage: its words, the capitals of acronyms, and a mark at each
/// sentence and each block but the first. By that number passages are ranked.
pub fn length(analyzed: &Analyzed, passage: &Passage) -> u32 {
    let words = analyzed.words_of(&passage.words);
    let acronyms = words.iter().filter(|word| word.acronym).count() as u32;
    let starts = |count: usize| (count as u32).saturating_sub(1);
    let sentences = passage.sentence_starts(analyzed).count();
    let paragraphs = passage.paragraph_starts(analyzed).count();
    words.len() as u32 + acronyms + starts(sentences) + starts(paragraphs)
}

#[cfg(test)]
mod tests {
    use onrecord_text::analyze::analyze;
    use onrecord_text::article::{Address, Article, Block, BlockKind, Metadata};
    use onrecord_text::passage::split;
    use onrecord_text::span::Span;

    use super::*;

    fn article(blocks: &[&str]) -> Article {
        let (mut content, mut spans) = (String::new(), Vec::new());
        for text in blocks {
            let start = content.len();
            content.push_str(text);
            spans.push(Block { kind: BlockKind::Body, span: Span::new(start, content.len()) });
            content.push_str("\n\n");
        }
        let (id, path) = (String::new(), String::new());
        Article {
            id,
            path,
            content,
            text_start: 0,
            blocks: spans,
            metadata: Metadata::default(),
            address: Address::default(),
        }
    }

    fn values_of(blocks: &[&str]) -> Vec<String> {
        let (article, mut forms) = (article(blocks), Forms::new());
        let analyzed = analyze(&article, &mut forms);
        let passages = split(&analyzed);
        assert_eq!(passages.len(), 1, "{blocks:?}");
        values(&analyzed, &forms, &passages[0], passages[0].words.start, passages[0].words.end)
    }

    #[test]
    fn bounds_stand_at_their_words_and_an_acronym_at_its_form() {
        let values = values_of(&["The ISIS fell. It ended there.", "Yes."]);
        assert_eq!(values, ["the|<s|<p =isis|^ISIS fell|>s it|<s ended there|>s|>p", "yes"]);
    }

    #[test]
    fn no_text_makes_a_token_that_means_something_else() {
        for form in ["\u{fdfa}", "a|b", "=a", "^A", "<s", ">s", "a b"] {
            let token = plain(&fold::fold(form)).into_owned();
            assert!(!token.contains(SPECIAL), "{form} {token}");
        }
        let long = "x".repeat(5_000);
        assert!(acronym(&long).len() + capitals(&long).len() < MAX_TOKEN);
        assert_ne!(plain(&long), plain(&"x".repeat(5_001)));
    }
}
