//! A query's words as forms of the index.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tantivy::schema::Field;

use super::keywords::{Keyword, KeywordQuery, Meeting};
use super::postings::{FieldLists, Form};
use crate::index::{IndexError, Snapshot};
use crate::search::stems::StemFamilies;

/// Forms kept before the cache starts anew.
const CACHED: usize = 1 << 16;

/// A form with its posting lists in texts and in titles.
pub struct Lookup {
    /// The form.
    pub form: String,
    /// In texts.
    pub body: Form,
    /// In titles.
    pub title: Form,
}

/// One stem of a query with the forms it was written in.
pub struct Word {
    /// The stem, or the form itself where it is not to be stemmed.
    pub stem: String,
    /// How often the query has it, times the weights it was given.
    pub weight: f32,
    /// Whether it says little.
    pub is_stop_word: bool,
    /// The forms of the query, each once with its weight.
    pub written: Vec<(Arc<Lookup>, f32)>,
    /// All other forms of the stem.
    pub others: Vec<Arc<Lookup>>,
}

/// A query as stems of the index.
pub struct Resolved {
    /// The stems, in the order of their first words.
    pub words: Vec<Word>,
    /// The query's words in order, as numbers of stems; stop words left out.
    pub sequence: Vec<usize>,
}

impl Word {
    /// All its forms.
    pub fn forms(&self) -> impl Iterator<Item = &Lookup> + Clone {
        self.written.iter().map(|(lookup, _)| &**lookup).chain(self.others.iter().map(|lookup| &**lookup))
    }
}

/// The posting lists of the words of an index, remembered by form.
pub struct Dictionary {
    /// Words of texts.
    pub body: FieldLists,
    /// Words of titles.
    pub title: FieldLists,
    snapshot: Snapshot,
    field: Field,
    known: Mutex<HashMap<String, Arc<Lookup>>>,
}

impl Dictionary {
    /// Of the state `snapshot`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(snapshot: &Snapshot) -> Result<Self, IndexError> {
        let field = |field| FieldLists::open(snapshot.searcher(), field);
        let fields = snapshot.fields();
        Ok(Dictionary {
            body: field(fields.body)?,
            title: field(fields.title)?,
            snapshot: snapshot.clone(),
            field: fields.body,
            known: Mutex::default(),
        })
    }

    /// The stems of a query, in the order of their first words. Where the query has stop words only, none
    /// counts as one.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn resolve(&self, query: &KeywordQuery, stems: &StemFamilies) -> Result<Resolved, IndexError> {
        let only_stop_words = query.words.iter().all(Keyword::is_stop_word);
        let mut words: Vec<Word> = Vec::new();
        let mut places: HashMap<(String, Meeting), usize> = HashMap::new();
        let mut sequence = Vec::new();
        for keyword in &query.words {
            let stem = match keyword.meeting {
                Meeting::Stem => stems.stem(&keyword.form).into_owned(),
                Meeting::Exact | Meeting::Capitals => keyword.form.clone(),
            };
            let place = *places.entry((stem.clone(), keyword.meeting)).or_insert(words.len());
            if place == words.len() {
                let is_stop_word = !only_stop_words && keyword.is_stop_word();
                words.push(Word { stem, weight: 0.0, is_stop_word, written: Vec::new(), others: Vec::new() });
            }
            self.write(&mut words[place], keyword)?;
            if !words[place].is_stop_word {
                sequence.push(place);
            }
        }
        for ((stem, meeting), place) in places {
            if meeting == Meeting::Stem {
                self.add_others(&mut words[place], &stem, stems)?;
            }
        }
        Ok(Resolved { words, sequence })
    }

    /// A stem that is in no query.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn stem(&self, stem: &str, stems: &StemFamilies) -> Result<Word, IndexError> {
        let stem = stem.to_owned();
        let mut word = Word { stem, weight: 0.0, is_stop_word: false, written: Vec::new(), others: Vec::new() };
        let stem = word.stem.clone();
        self.add_others(&mut word, &stem, stems)?;
        Ok(word)
    }

    fn write(&self, word: &mut Word, keyword: &Keyword) -> Result<(), IndexError> {
        word.weight += keyword.weight;
        if let Some((_, weight)) = word.written.iter_mut().find(|(lookup, _)| lookup.form == keyword.form) {
            *weight += keyword.weight;
            return Ok(());
        }
        let lookup = self.lookup(&keyword.form, false)?;
        word.written.push((lookup, keyword.weight));
        Ok(())
    }

    fn add_others(&self, word: &mut Word, stem: &str, stems: &StemFamilies) -> Result<(), IndexError> {
        for form in stems.family(&self.snapshot, self.field, stem)?.iter() {
            if word.written.iter().all(|(lookup, _)| lookup.form != *form) {
                word.others.push(self.lookup(form, true)?);
            }
        }
        Ok(())
    }

    /// The lists of a form; one reached by its stem only does not count where it is an acronym.
    fn lookup(&self, form: &str, stemmed: bool) -> Result<Arc<Lookup>, IndexError> {
        let lock = || self.known.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let key = if stemmed { format!("~{form}") } else { form.to_owned() };
        if let Some(lookup) = lock().get(&key) {
            return Ok(lookup.clone());
        }
        let capitals = form.to_uppercase();
        let except = (stemmed && capitals != form).then_some(&capitals[..]);
        let lookup = Arc::new(Lookup {
            form: form.to_owned(),
            body: self.body.form(form, except)?,
            title: self.title.form(form, except)?,
        });
        let mut known = lock();
        if known.len() >= CACHED {
            known.clear();
        }
        known.insert(key, lookup.clone());
        Ok(lookup)
    }
}
