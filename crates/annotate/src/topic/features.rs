//! Features: the words of a text as numbers that a linear model weighs.
//!
//! A feature is a word (its stem; an acronym in its capitals; any number alike) or two neighbouring words
//! of a sentence. Boilerplate gives none.

use rustc_hash::FxHashMap;

use onrecord_text::analyze::form::{FormId, FormTable, Forms, Shape};
use onrecord_text::analyze::{Analyzed, Sentence, Word};
use onrecord_text::article::BlockKind;

/// Number of a word in a [`Lexicon`].
pub(super) type WordId = u32;

/// The word that is none: second half of a feature of one word.
const NONE: WordId = u32::MAX;

/// The one word that stands for all numbers.
pub(super) const NUMBER: &str = "0";

/// A feature: one word, or two in a row.
pub(super) type Feature = u64;

/// How often each feature occurs, by feature.
pub(super) type Bag = Vec<(Feature, f32)>;

/// How many occurrences in the text one in the title is worth.
const TITLE_OCCURRENCES: f32 = 2.0;

/// The feature of a word, or of two in a row.
pub(super) fn feature(first: WordId, second: Option<WordId>) -> Feature {
    Feature::from(first) << 32 | Feature::from(second.unwrap_or(NONE))
}

/// The words of a feature.
pub(super) fn words_of(feature: Feature) -> (WordId, Option<WordId>) {
    let second = feature as u32;
    ((feature >> 32) as u32, (second != NONE).then_some(second))
}

/// The words known so far, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
}

impl Lexicon {
    pub(super) fn new(words: Vec<Box<str>>) -> Lexicon {
        let ids = words.iter().enumerate().map(|(id, word)| (word.clone(), id as WordId)).collect();
        Lexicon { ids, words }
    }

    pub(super) fn word(&self, id: WordId) -> &str {
        &self.words[id as usize]
    }

    pub(super) fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// The number of a word, which it gets if it has none.
    pub(super) fn add(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = self.words.len() as WordId;
        self.words.push(word.into());
        self.ids.insert(word.into(), id);
        id
    }

    fn get(&self, word: &str) -> WordId {
        self.ids.get(word).copied().unwrap_or(NONE)
    }

    /// What a word of a term is, if a text had it; capitals are taken to make an acronym.
    pub(super) fn known(&self, word: &str, forms: &mut Forms) -> Option<WordId> {
        let form = forms.intern(word);
        let [plain, acronym] = numbers(forms, form, |name| self.get(name));
        let id = if forms.shape(form) == Shape::Upper { acronym } else { plain };
        (id != NONE).then_some(id)
    }
}

/// What each spelling is: the number of its word, and of its word as an acronym. One per thread.
#[derive(Default)]
pub(super) struct Reader {
    table: FormTable<[WordId; 2]>,
}

impl Reader {
    /// Takes in the spellings that are new, with the words of `lexicon` alone.
    pub(super) fn update(&mut self, forms: &Forms, lexicon: &Lexicon) {
        self.table.update(forms, |forms, form| numbers(forms, form, |name| lexicon.get(name)));
    }

    /// Takes in the spellings that are new, and their words into `lexicon`.
    pub(super) fn learn(&mut self, forms: &Forms, lexicon: &mut Lexicon) {
        self.table.update(forms, |forms, form| numbers(forms, form, |name| lexicon.add(name)));
    }

    /// What a word is.
    pub(super) fn id(&self, word: &Word) -> WordId {
        self.table.get(word.form)[usize::from(word.acronym)]
    }

    /// The features of the given sentences of `text` with their occurrences.
    pub(super) fn bag(&self, text: &Analyzed, sentences: &[Sentence]) -> Bag {
        let mut bag = Bag::new();
        for sentence in sentences {
            let occurrences = match text.article.blocks[sentence.block as usize].kind {
                BlockKind::Boilerplate => continue,
                BlockKind::Title => TITLE_OCCURRENCES,
                _ => 1.0,
            };
            self.add_sentence(text, sentence, occurrences, &mut bag);
        }
        sum_up(bag)
    }

    fn add_sentence(&self, text: &Analyzed, sentence: &Sentence, occurrences: f32, bag: &mut Bag) {
        let mut before = NONE;
        for word in &text.words[sentence.words.start as usize..sentence.words.end as usize] {
            let id = self.id(word);
            if id != NONE {
                bag.push((feature(id, None), occurrences));
                if before != NONE {
                    bag.push((feature(before, Some(id)), occurrences));
                }
            }
            before = id;
        }
    }
}

/// The numbers of a spelling's word, and of the acronym it may be.
fn numbers(forms: &Forms, form: FormId, mut number: impl FnMut(&str) -> WordId) -> [WordId; 2] {
    let plain = if forms.shape(form) == Shape::Number { number(NUMBER) } else { number(forms.stem(form)) };
    let acronym = forms.shape(form) == Shape::Upper;
    [plain, if acronym { number(&forms.folded(form).to_uppercase()) } else { plain }]
}

/// Adds the occurrences of equal features, and orders them.
fn sum_up(mut bag: Bag) -> Bag {
    bag.sort_unstable_by_key(|&(feature, _)| feature);
    bag.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    bag
}
