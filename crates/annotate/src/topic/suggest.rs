//! Suggestions: words and phrases that are typical of a topic's passages.
//!
//! Keyness by the log-likelihood ratio (Dunning, "Accurate methods for the statistics of surprise and
//! coincidence", Computational Linguistics 19, 1993) of the passages with a word among those that have the
//! topic and among the rest. Function words and numbers are no part of a suggestion.

use rustc_hash::FxHashMap;

use super::features::{Feature, Lexicon, NUMBER, Reader, WordId, words_of};
use super::taxonomy::TopicDef;
use onrecord_text::analyze::{Analyzed, Forms};
use onrecord_text::passage::Passage;

/// Fewest passages of the topic in which a suggested term occurs.
const LEAST_PASSAGES: u32 = 3;

/// The log-likelihood ratio above which a difference is no chance (p < 0.001 at one degree of freedom).
const SIGNIFICANT: f64 = 10.83;

/// Share of a word's passages from which on it is but a part of the phrase that it occurs in.
const PART: f64 = 0.8;

/// A term proposed for a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The term in its most frequent spelling.
    pub term: String,
    /// Log-likelihood ratio: how surely it is typical of the topic.
    pub keyness: f64,
    /// In how many passages of the topic it occurs.
    pub inside: u32,
    /// In how many other passages it occurs.
    pub outside: u32,
}

/// Counts words over passages with a topic and without.
#[derive(Default)]
pub struct Suggester {
    lexicon: Lexicon,
    reader: Reader,
    counts: FxHashMap<Feature, [u32; 2]>,
    passages: [u32; 2],
    /// Spellings of words in passages with the topic.
    spellings: FxHashMap<WordId, FxHashMap<Box<str>, u32>>,
}

impl Suggester {
    /// Nothing counted yet.
    pub fn new() -> Suggester {
        Suggester::default()
    }

    /// Counts a passage that has the topic or has it not. Boilerplate is passed over.
    pub fn add(&mut self, text: &Analyzed, forms: &Forms, passage: &Passage, has_topic: bool) {
        let sentences = &text.sentences[passage.sentences.start as usize..passage.sentences.end as usize];
        self.reader.learn(forms, &mut self.lexicon);
        let bag = self.reader.bag(text, sentences);
        if bag.is_empty() {
            return;
        }
        let side = usize::from(!has_topic);
        self.passages[side] += 1;
        for (feature, _) in bag {
            self.counts.entry(feature).or_default()[side] += 1;
        }
        if has_topic {
            self.note_spellings(text, forms, passage);
        }
    }

    fn note_spellings(&mut self, text: &Analyzed, forms: &Forms, passage: &Passage) {
        for word in &text.words[passage.words.start as usize..passage.words.end as usize] {
            let raw = if word.acronym { forms.raw(word.form) } else { forms.folded(word.form) };
            let spellings = self.spellings.entry(self.reader.id(word)).or_default();
            match spellings.get_mut(raw) {
                Some(count) => *count += 1,
                None => drop(spellings.insert(raw.into(), 1)),
            }
        }
    }

    /// The `limit` most typical terms that `topic` (if it is one of a taxonomy) does not have yet.
    pub fn suggest(&self, topic: Option<&TopicDef>, limit: usize) -> Vec<Suggestion> {
        let known = self.known(topic);
        let mut candidates: Vec<(Feature, Suggestion)> = self.candidates(&known).collect();
        self.drop_parts(&mut candidates);
        candidates.sort_by(|(_, a), (_, b)| b.keyness.total_cmp(&a.keyness).then_with(|| a.term.cmp(&b.term)));
        candidates.into_iter().take(limit).map(|(_, suggestion)| suggestion).collect()
    }

    fn candidates(&self, known: &[Vec<WordId>]) -> impl Iterator<Item = (Feature, Suggestion)> {
        self.counts.iter().filter_map(move |(&feature, &[inside, outside])| {
            let keyness = log_likelihood_ratio([inside, outside], self.passages);
            let typical = inside >= LEAST_PASSAGES && keyness >= SIGNIFICANT;
            let words: Vec<WordId> = words(feature).collect();
            let new = || !known.iter().any(|term| words.windows(term.len()).any(|w| w == term));
            if !typical || !words.iter().all(|&word| self.is_content(word)) || !new() {
                return None;
            }
            Some((feature, Suggestion { term: self.spell(&words), keyness, inside, outside }))
        })
    }

    /// A word that hardly occurs but in one of the phrases proposed says nothing more than the phrase.
    fn drop_parts(&self, candidates: &mut Vec<(Feature, Suggestion)>) {
        let mut in_phrases: FxHashMap<WordId, u32> = FxHashMap::default();
        for (feature, suggestion) in candidates.iter().filter(|(feature, _)| words_of(*feature).1.is_some()) {
            for word in words(*feature) {
                let most = in_phrases.entry(word).or_default();
                *most = (*most).max(suggestion.inside);
            }
        }
        candidates.retain(|(feature, suggestion)| match words_of(*feature) {
            (word, None) => {
                f64::from(in_phrases.get(&word).copied().unwrap_or(0)) < PART * f64::from(suggestion.inside)
            }
            _ => true,
        });
    }

    /// The topic's own terms of one or two words.
    fn known(&self, topic: Option<&TopicDef>) -> Vec<Vec<WordId>> {
        let mut forms = Forms::new();
        let terms = topic.into_iter().flat_map(|topic| &topic.terms);
        terms
            .filter_map(|term| term.words().iter().map(|word| self.lexicon.known(word, &mut forms)).collect())
            .collect()
    }

    fn is_content(&self, word: WordId) -> bool {
        let word = self.lexicon.word(word);
        word != NUMBER && word.chars().count() > 1 && FUNCTION_STEMS.binary_search(&word).is_err()
    }

    fn spell(&self, words: &[WordId]) -> String {
        let spell = |word: &WordId| {
            let spellings = self.spellings.get(word).into_iter().flatten();
            let best = spellings.max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            best.map_or(self.lexicon.word(*word), |(spelling, _)| spelling)
        };
        words.iter().map(spell).collect::<Vec<_>>().join(" ")
    }
}

fn words(feature: Feature) -> impl Iterator<Item = WordId> {
    let (first, second) = words_of(feature);
    std::iter::once(first).chain(second)
}

/// Twice the log of how much likelier the counts are if the two sides differ, as Dunning's formula; 0 where
/// the first side has relatively fewer.
fn log_likelihood_ratio(with: [u32; 2], all: [u32; 2]) -> f64 {
    let [a, b] = with.map(f64::from);
    let [n, m] = all.map(f64::from);
    if a * m <= b * n {
        return 0.0;
    }
    let (c, d, total) = (n - a, m - b, n + m);
    let term =
        |seen: f64, row: f64, column: f64| if seen > 0.0 { seen * (seen * total / (row * column)).ln() } else { 0.0 };
    2.0 * (term(a, a + b, n) + term(b, a + b, m) + term(c, c + d, n) + term(d, c + d, m))
}

/// Stems of English words that say nothing of a topic, sorted.
const FUNCTION_STEMS: &[&str] = &[
    "a",
    "about",
    "abov",
    "accord",
    "across",
    "after",
    "again",
    "against",
    "all",
    "almost",
    "alon",
    "along",
    "alreadi",
    "also",
    "although",
    "alway",
    "among",
    "an",
    "and",
    "ani",
    "anoth",
    "anyth",
    "are",
    "aren't",
    "around",
    "as",
    "ask",
    "at",
    "away",
    "back",
    "be",
    "becam",
    "becaus",
    "becom",
    "been",
    "befor",
    "began",
    "behind",
    "believ",
    "below",
    "between",
    "both",
    "but",
    "by",
    "call",
    "came",
    "can",
    "can't",
    "cannot",
    "come",
    "could",
    "couldn't",
    "day",
    "did",
    "didn't",
    "do",
    "doe",
    "doesn't",
    "don't",
    "done",
    "down",
    "dure",
    "each",
    "either",
    "els",
    "enough",
    "even",
    "ever",
    "everi",
    "few",
    "first",
    "for",
    "former",
    "four",
    "from",
    "further",
    "get",
    "give",
    "go",
    "good",
    "got",
    "great",
    "had",
    "has",
    "have",
    "he",
    "he's",
    "help",
    "her",
    "here",
    "him",
    "himself",
    "his",
    "how",
    "howev",
    "i",
    "i'm",
    "if",
    "in",
    "includ",
    "instead",
    "into",
    "is",
    "isn't",
    "it",
    "itself",
    "just",
    "keep",
    "know",
    "last",
    "late",
    "later",
    "least",
    "less",
    "let",
    "like",
    "littl",
    "look",
    "made",
    "make",
    "mani",
    "may",
    "me",
    "mean",
    "might",
    "more",
    "most",
    "mr",
    "mrs",
    "ms",
    "much",
    "must",
    "my",
    "near",
    "need",
    "never",
    "new",
    "next",
    "no",
    "nor",
    "not",
    "noth",
    "now",
    "of",
    "off",
    "offici",
    "often",
    "on",
    "onc",
    "one",
    "onli",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "part",
    "peopl",
    "per",
    "perhap",
    "put",
    "rather",
    "realli",
    "report",
    "said",
    "same",
    "saw",
    "say",
    "second",
    "see",
    "seem",
    "sever",
    "shall",
    "she",
    "should",
    "show",
    "sinc",
    "so",
    "some",
    "someth",
    "still",
    "such",
    "take",
    "tell",
    "than",
    "that",
    "the",
    "their",
    "them",
    "themselv",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "think",
    "this",
    "those",
    "though",
    "three",
    "through",
    "time",
    "to",
    "today",
    "togeth",
    "told",
    "too",
    "took",
    "toward",
    "two",
    "under",
    "until",
    "up",
    "us",
    "use",
    "veri",
    "via",
    "want",
    "was",
    "wasn't",
    "way",
    "we",
    "week",
    "well",
    "went",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "whi",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "will",
    "with",
    "within",
    "without",
    "won't",
    "would",
    "year",
    "yesterday",
    "yet",
    "you",
    "your",
];

#[cfg(test)]
mod tests {
    use super::super::testing::{article, passages};
    use super::*;
    use crate::topic::Taxonomy;
    use onrecord_text::analyze::analyze;
    use onrecord_text::article::BlockKind;

    #[test]
    fn the_ratio_is_dunnings() {
        // 2 · Σ O ln(O / E) for the table 10 of 100 against 5 of 1,000.
        let expected: f64 = 2.0
            * (10.0 * (10.0f64 * 1100.0 / (15.0 * 100.0)).ln()
                + 5.0 * (5.0f64 * 1100.0 / (15.0 * 1000.0)).ln()
                + 90.0 * (90.0f64 * 1100.0 / (1085.0 * 100.0)).ln()
                + 995.0 * (995.0f64 * 1100.0 / (1085.0 * 1000.0)).ln());
        assert!((log_likelihood_ratio([10, 5], [100, 1000]) - expected).abs() < 1e-9);
        assert_eq!(log_likelihood_ratio([1, 100], [100, 1000]), 0.0);
    }

    #[test]
    fn typical_words_are_suggested_and_known_ones_not() {
        let mut suggester = Suggester::new();
        let mut forms = Forms::new();
        for i in 0..40 {
            let money = i % 2 == 0;
            let text = if money { "The Central Bank kept rates of the NATO" } else { "It was the end of a long match" };
            let article = article(&[(BlockKind::Body, text)]);
            let analyzed = analyze(&article, &mut forms);
            suggester.add(&analyzed, &forms, &passages(&analyzed)[0], money);
        }
        let taxonomy = Taxonomy::parse("[[topic]]\nid = \"m\"\nterms = [\"rate\"]", "t").unwrap();
        let found = suggester.suggest(taxonomy.topic("m"), 10);
        let terms: Vec<&str> = found.iter().map(|s| s.term.as_str()).collect();
        assert_eq!(terms, ["NATO", "bank kept", "central bank"]);
        assert_eq!((found[0].inside, found[0].outside), (20, 0));
    }

    #[test]
    fn the_function_words_are_sorted() {
        assert!(FUNCTION_STEMS.is_sorted());
    }
}
