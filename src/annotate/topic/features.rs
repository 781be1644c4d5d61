//! Features: the words of a text as numbers that a linear model weighs.
//!
//! A feature is a word (its stem; an acronym in its capitals; any number alike) or two neighbouring words
//! of a sentence. Boilerplate gives none.

use rustc_hash::FxHashMap;

use crate::analyze::form::{FormId, FormTable, Forms, Shape};
use crate::analyze::{Analyzed, Sentence, Word};
use crate::article::BlockKind;

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

fn single(word: WordId) -> Feature {
    Feature::from(word) << 32 | Feature::from(NONE)
}

fn pair(first: WordId, second: WordId) -> Feature {
    Feature::from(first) << 32 | Feature::from(second)
}

/// The feature of a word, or of two in a row.
pub(super) fn feature(first: WordId, second: Option<WordId>) -> Feature {
    pair(first, second.unwrap_or(NONE))
}

/// The words of a feature.
pub(super) fn words_of(feature: Feature) -> (WordId, Option<WordId>) {
    let second = feature as u32;
    ((feature >> 32) as u32, (second != NONE).then_some(second))
}

/// The words known so far, and what each spelling is among them.
#[derive(Default)]
pub(super) struct Lexicon {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
    closed: bool,
    table: FormTable<[WordId; 2]>,
}

impl Lexicon {
    /// A lexicon of these words that takes in no others.
    pub fn closed(words: Vec<Box<str>>) -> Lexicon {
        let ids = words.iter().enumerate().map(|(id, word)| (word.clone(), id as WordId)).collect();
        Lexicon { ids, words, closed: true, table: FormTable::default() }
    }

    pub fn word(&self, id: WordId) -> &str {
        &self.words[id as usize]
    }

    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// What a word of a text last seen by [`Lexicon::bag`] is.
    pub fn id(&self, word: &Word) -> WordId {
        self.table.get(word.form)[usize::from(word.acronym)]
    }

    /// What a word of a term is, if a text had it; capitals are taken to make an acronym.
    pub fn known(&self, word: &str, forms: &mut Forms) -> Option<WordId> {
        let form = forms.intern(word);
        let acronym = || self.ids.get(acronym_name(forms, form).as_str());
        let plain = || self.ids.get(plain_name(forms, form));
        if forms.shape(form) == Shape::Upper { acronym() } else { plain() }.copied()
    }

    /// The features of the given sentences of `text` with their occurrences.
    pub fn bag(&mut self, text: &Analyzed, forms: &Forms, sentences: &[Sentence]) -> Bag {
        self.update(forms);
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
                bag.push((single(id), occurrences));
                if before != NONE {
                    bag.push((pair(before, id), occurrences));
                }
            }
            before = id;
        }
    }

    fn update(&mut self, forms: &Forms) {
        let Lexicon { ids, words, closed, table } = self;
        table.update(forms, |forms, form| {
            let mut id = |name: &str| match ids.get(name) {
                Some(&id) => id,
                None if *closed => NONE,
                None => {
                    let id = words.len() as WordId;
                    words.push(name.into());
                    ids.insert(name.into(), id);
                    id
                }
            };
            let plain = id(plain_name(forms, form));
            let acronym = if forms.shape(form) == Shape::Upper { id(&acronym_name(forms, form)) } else { plain };
            [plain, acronym]
        });
    }
}

fn plain_name(forms: &Forms, form: FormId) -> &str {
    if forms.shape(form) == Shape::Number { NUMBER } else { forms.stem(form) }
}

fn acronym_name(forms: &Forms, form: FormId) -> String {
    forms.folded(form).to_uppercase()
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
