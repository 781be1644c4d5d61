//! A query's words: the forms that each has in the index, and how many passages have them.

use std::collections::{BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

use crate::client::Client;
use crate::error::RemoteError;
use crate::lexicon::Lexicon;
use onrecord_query::Stop;
use onrecord_query::rank::{Keyword, KeywordQuery, Meeting};
use onrecord_text::analyze::stem::stem;

/// One stem of a query with the forms it was written in.
#[derive(Clone, Debug)]
pub struct Word {
    /// The stem, or the form itself where it is not to be stemmed.
    pub stem: String,
    /// How it meets the words of a text.
    pub meeting: Meeting,
    /// How often the query has it, times the weights it was given.
    pub weight: f32,
    /// Whether it says little.
    pub is_stop_word: bool,
    /// The forms of the query, each once with its weight.
    pub written: Vec<(String, f32)>,
    /// All other forms of the stem.
    pub others: Vec<String>,
}

/// A query as stems.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The stems, in the order of their first words.
    pub words: Vec<Word>,
    /// The query's words in order, as numbers of stems; stop words left out.
    pub sequence: Vec<usize>,
    /// Whether these words are all that is looked for in texts.
    pub are_all: bool,
}

impl Resolved {
    /// The words of `query`. Where all are stop words, they are treated as ordinary words.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(query: &KeywordQuery, client: &Client, lexicon: &Lexicon, stop: &Stop) -> Result<Self, RemoteError> {
        let only_stop_words = query.words.iter().all(Keyword::is_stop_word);
        let stemmer = Stemmer::create(Algorithm::English);
        let mut resolved = Resolved { words: Vec::new(), sequence: Vec::new(), are_all: !query.and_more };
        let mut places: HashMap<(String, Meeting), usize> = HashMap::new();
        for keyword in &query.words {
            let stem = match keyword.meeting {
                Meeting::Stem => stem(&stemmer, &keyword.form).into_owned(),
                Meeting::Exact | Meeting::Capitals => keyword.form.clone(),
            };
            let next = resolved.words.len();
            let place = *places.entry((stem.clone(), keyword.meeting)).or_insert(next);
            if place == next {
                let is_stop_word = !only_stop_words && keyword.is_stop_word();
                resolved.words.push(Word::new(stem, keyword.meeting, is_stop_word));
            }
            resolved.words[place].write(keyword);
            if !resolved.words[place].is_stop_word {
                resolved.sequence.push(place);
            }
        }
        resolved.look_up(client, lexicon, stop)?;
        Ok(resolved)
    }

    fn look_up(&mut self, client: &Client, lexicon: &Lexicon, stop: &Stop) -> Result<(), RemoteError> {
        let stems = self.words.iter().filter(|word| word.meeting == Meeting::Stem).map(|word| word.stem.clone());
        lexicon.families(client, &stems.collect(), stop)?;
        for word in self.words.iter_mut().filter(|word| word.meeting == Meeting::Stem) {
            word.others = lexicon.family(&word.stem);
            word.others.retain(|form| word.written.iter().all(|(written, _)| written != form));
        }
        let keys: BTreeSet<String> = self.words.iter().flat_map(Word::keys).collect();
        lexicon.documents(client, &keys, stop)
    }

    /// The words that are no stop words, with their numbers.
    pub fn counting(&self) -> impl Iterator<Item = (usize, &Word)> {
        self.words.iter().enumerate().filter(|(_, word)| !word.is_stop_word)
    }
}

impl Word {
    fn new(stem: String, meeting: Meeting, is_stop_word: bool) -> Self {
        Word { stem, meeting, weight: 0.0, is_stop_word, written: Vec::new(), others: Vec::new() }
    }

    fn write(&mut self, keyword: &Keyword) {
        self.weight += keyword.weight;
        match self.written.iter_mut().find(|(form, _)| *form == keyword.form) {
            Some((_, weight)) => *weight += keyword.weight,
            None => self.written.push((keyword.form.clone(), keyword.weight)),
        }
    }

    /// What the lexicon calls a written form.
    pub fn key(&self, form: &str) -> String {
        if self.meeting == Meeting::Capitals { format!("^{form}") } else { form.to_owned() }
    }

    fn keys(&self) -> impl Iterator<Item = String> {
        let written = self.written.iter().map(|(form, _)| self.key(form));
        written.chain(self.others.iter().cloned())
    }

    /// How many passages have its forms: those that have several count for each.
    pub fn documents(&self, lexicon: &Lexicon) -> u64 {
        self.keys().map(|key| lexicon.documents_of(&key)).sum()
    }

    /// The tokens that mean it.
    pub fn tokens(&self) -> Vec<String> {
        let written = self.written.iter().flat_map(|(form, _)| crate::lexicon::tokens_of(&self.key(form)));
        let others = self.others.iter().map(|form| crate::tokens::plain(form).into_owned());
        written.chain(others).collect()
    }
}
