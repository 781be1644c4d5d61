//! Articles as the words that a query asks of them: how often each stands in each passage.

use std::sync::Arc;

use crate::rank::figures::rounded;
use crate::rank::words::{Resolved, Word};
use crate::tokens;
use crate::whole::Whole;
use onrecord_query::rank::Meeting;
use onrecord_text::analyze::{FormId, Forms, fold};
use onrecord_text::article::BlockKind;

/// An article, read.
pub struct Read {
    /// The article.
    pub whole: Arc<Whole>,
    /// Its passages.
    pub passages: Vec<ReadPassage>,
    /// Words outside boilerplate.
    pub words: u32,
    /// Words of its title; none where it is all there is.
    pub title_words: u32,
}

/// A passage, read.
pub struct ReadPassage {
    /// The kind of its blocks.
    pub kind: BlockKind,
    /// How long an index takes it to be, in tokens.
    pub tokens: u32,
    /// Its words: the spelling, and whether it is an acronym.
    pub words: Vec<(FormId, bool)>,
    /// The position of each.
    pub positions: Vec<u32>,
    /// Where sentences begin.
    pub sentences: Vec<u32>,
    /// Where paragraphs begin.
    pub paragraphs: Vec<u32>,
}

impl Read {
    /// Reads an article.
    pub fn new(whole: Arc<Whole>, forms: &mut Forms) -> Self {
        let (analyzed, placed) = whole.analyze(forms);
        let read = |passage: &onrecord_text::passage::Passage| ReadPassage {
            kind: passage.kind,
            tokens: rounded(tokens::length(&analyzed, passage)),
            words: analyzed.words_of(&passage.words).iter().map(|word| (word.form, word.acronym)).collect(),
            positions: passage.positions(&analyzed).collect(),
            sentences: passage.sentence_starts(&analyzed).collect(),
            paragraphs: passage.paragraph_starts(&analyzed).collect(),
        };
        let passages: Vec<ReadPassage> = placed.iter().map(read).collect();
        drop(analyzed);
        let count = |kinds: fn(BlockKind) -> bool| {
            let counted = passages.iter().filter(|passage| kinds(passage.kind));
            counted.map(|passage| passage.words.len() as u32).sum::<u32>()
        };
        let (words, title) = (count(|kind| kind != BlockKind::Boilerplate), count(|kind| kind == BlockKind::Title));
        let title_words = if title == words { 0 } else { title };
        Read { whole, words, title_words, passages }
    }
}

/// Which words of a query a spelling is: numbers of words, each with the number of the written form that it is, or none.
type Meant = Vec<(usize, Option<usize>)>;

/// What is known of spellings, acronyms apart: of each word of a text something is asked, so that a look-up has to cost no
/// more than a look into a list.
pub struct BySpelling<T>(Vec<Option<T>>);

/// Nothing.
impl<T> Default for BySpelling<T> {
    fn default() -> Self {
        BySpelling(Vec::new())
    }
}

impl<T: Copy> BySpelling<T> {
    /// What is known of a spelling; `find` says it the first time.
    pub fn get(&mut self, form: FormId, acronym: bool, find: impl FnOnce() -> T) -> T {
        let place = form.0 as usize * 2 + usize::from(acronym);
        if place >= self.0.len() {
            self.0.resize(place + 1, None);
        }
        *self.0[place].get_or_insert_with(find)
    }
}

/// Counts the words of a query in texts.
pub struct Counter<'a> {
    words: &'a [Word],
    /// Which of `meanings` each spelling has.
    known: BySpelling<u32>,
    /// What spellings can be; the first is no word of the query.
    meanings: Vec<Meant>,
}

/// How often the words of a query stand in something: in all forms, and in each that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By word.
    pub all: Vec<u32>,
    /// By word, by written form.
    pub written: Vec<Vec<u32>>,
}

impl Tally {
    fn of(words: &[Word]) -> Self {
        Tally { all: vec![0; words.len()], written: words.iter().map(|word| vec![0; word.written.len()]).collect() }
    }

    fn add(&mut self, meant: &[(usize, Option<usize>)]) {
        for &(word, written) in meant {
            self.all[word] += 1;
            written.into_iter().for_each(|written| self.written[word][written] += 1);
        }
    }

    /// Takes another in.
    pub fn take_in(&mut self, other: &Tally) {
        self.all.iter_mut().zip(&other.all).for_each(|(sum, n)| *sum += n);
        for (sums, counts) in self.written.iter_mut().zip(&other.written) {
            sums.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
    }
}

impl<'a> Counter<'a> {
    /// Counts the words of `query`; of one and the same [`Forms`].
    pub fn new(query: &'a Resolved) -> Self {
        Counter { words: &query.words, known: BySpelling::default(), meanings: vec![Meant::new()] }
    }

    /// Nothing counted.
    pub fn none(&self) -> Tally {
        Tally::of(self.words)
    }

    /// Counts the words in a passage.
    pub fn count(&mut self, passage: &ReadPassage, forms: &Forms) -> Tally {
        let mut tally = self.none();
        for &(form, acronym) in &passage.words {
            tally.add(self.meant(form, acronym, forms));
        }
        tally
    }

    /// The positions of a word in any form.
    pub fn positions(&mut self, passage: &ReadPassage, word: usize, forms: &Forms) -> Vec<u32> {
        let words = passage.words.iter().zip(&passage.positions);
        let is = words.filter(|((form, acronym), _)| self.meant(*form, *acronym, forms).iter().any(|m| m.0 == word));
        is.map(|(_, position)| *position).collect()
    }

    fn meant(&mut self, form: FormId, acronym: bool, forms: &Forms) -> &Meant {
        let (words, meanings) = (self.words, &mut self.meanings);
        let number = self.known.get(form, acronym, || {
            let each = words.iter().enumerate();
            let meant: Meant = each.filter_map(|(n, word)| Some((n, is_meant(word, form, acronym, forms)?))).collect();
            if meant.is_empty() {
                return 0;
            }
            meanings.push(meant);
            meanings.len() as u32 - 1
        });
        &self.meanings[number as usize]
    }
}

/// Whether a spelling is a word of a query; and if so, which of its written forms, if any.
fn is_meant(word: &Word, form: FormId, acronym: bool, forms: &Forms) -> Option<Option<usize>> {
    if word.meeting == Meeting::Capitals {
        let capitals = if acronym { fold::capitals(forms.raw(form)) } else { return None };
        return word.written.iter().position(|(written, _)| *written == capitals).map(Some);
    }
    let folded = forms.folded(form);
    if let Some(written) = word.written.iter().position(|(written, _)| written == folded) {
        return Some(Some(written));
    }
    let by_stem = word.meeting == Meeting::Stem && !acronym && forms.stem(form) == word.stem;
    by_stem.then_some(None)
}
