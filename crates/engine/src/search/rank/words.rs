//! A query's words as forms of the index.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use super::keywords::{Keyword, KeywordQuery, Meeting};
use crate::index::IndexError;
use crate::search::lexicon::{self, Lexicon};
use crate::search::postings::{FieldReader, Spelling};

/// Forms kept before the cache starts anew.
const CACHED: usize = 1 << 16;

/// A form with its posting lists in texts and in titles.
pub(super) struct Lookup {
    /// The form.
    pub form: String,
    /// In texts.
    pub body: Spelling,
    /// In titles, once they were asked for.
    title: OnceLock<Spelling>,
    /// Whether it was reached by its stem, and so does not count where it is an acronym.
    stemmed: bool,
}

/// One stem of a query with the forms it was written in.
pub(super) struct Word {
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
pub(super) struct Resolved {
    /// The stems, in the order of their first words.
    pub words: Vec<Word>,
    /// The query's words in order, as numbers of stems; stop words left out.
    pub sequence: Vec<usize>,
    /// Whether these words are all that is looked for in texts.
    pub are_all: bool,
}

impl Resolved {
    /// The words that are no stop words.
    pub(super) fn counting(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| !word.is_stop_word)
    }
}

impl Word {
    /// All its forms.
    pub(super) fn forms(&self) -> impl Iterator<Item = &Lookup> + Clone {
        self.written.iter().map(|(lookup, _)| &**lookup).chain(self.others.iter().map(|lookup| &**lookup))
    }

    /// The spellings of all its forms in texts.
    pub(super) fn spellings(&self) -> lexicon::Word {
        self.forms().map(|lookup| lookup.body.clone()).collect()
    }
}

/// The words of an index, remembered by form.
pub(super) struct Dictionary {
    lexicon: Arc<Lexicon>,
    /// Words of texts.
    pub body: Arc<FieldReader>,
    /// Words of titles.
    pub title: Arc<FieldReader>,
    known: Mutex<HashMap<String, Arc<Lookup>>>,
}

impl Dictionary {
    /// The words that `lexicon` finds.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn open(lexicon: &Arc<Lexicon>) -> Result<Self, IndexError> {
        let fields = lexicon.snapshot().fields();
        let (body, title) = (lexicon.field(fields.body)?, lexicon.field(fields.title)?);
        Ok(Dictionary { lexicon: lexicon.clone(), body, title, known: Mutex::default() })
    }

    /// The posting lists of a form in titles.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn titles<'l>(&self, lookup: &'l Lookup) -> tantivy::Result<&'l Spelling> {
        if let Some(known) = lookup.title.get() {
            return Ok(known);
        }
        let found = spelling(&self.title, &lookup.form, lookup.stemmed)?;
        Ok(lookup.title.get_or_init(|| found))
    }

    /// The stems of a query, in the order of their first words. Where the query has stop words only, none
    /// counts as one.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn resolve(&self, query: &KeywordQuery) -> Result<Resolved, IndexError> {
        let only_stop_words = query.words.iter().all(Keyword::is_stop_word);
        let mut words: Vec<Word> = Vec::new();
        let mut places: HashMap<(String, Meeting), usize> = HashMap::new();
        let mut sequence = Vec::new();
        for keyword in &query.words {
            let stem = match keyword.meeting {
                Meeting::Stem => self.lexicon.families().stem(&keyword.form).into_owned(),
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
                self.add_others(&mut words[place], &stem)?;
            }
        }
        Ok(Resolved { words, sequence, are_all: !query.and_more })
    }

    /// A stem that is in no query.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn stem(&self, stem: &str) -> Result<Word, IndexError> {
        let own = stem.to_owned();
        let mut word = Word { stem: own, weight: 0.0, is_stop_word: false, written: Vec::new(), others: Vec::new() };
        self.add_others(&mut word, stem)?;
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

    fn add_others(&self, word: &mut Word, stem: &str) -> Result<(), IndexError> {
        let (snapshot, families) = (self.lexicon.snapshot(), self.lexicon.families());
        for form in families.family(snapshot, snapshot.fields().body, stem)?.iter() {
            if word.written.iter().all(|(lookup, _)| lookup.form != *form) {
                word.others.push(self.lookup(form, true)?);
            }
        }
        Ok(())
    }

    fn lookup(&self, form: &str, stemmed: bool) -> Result<Arc<Lookup>, IndexError> {
        let lock = || self.known.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let key = if stemmed { format!("~{form}") } else { form.to_owned() };
        if let Some(lookup) = lock().get(&key) {
            return Ok(lookup.clone());
        }
        let body = spelling(&self.body, form, stemmed)?;
        let lookup = Arc::new(Lookup { form: form.to_owned(), body, title: OnceLock::new(), stemmed });
        let mut known = lock();
        if known.len() >= CACHED {
            known.clear();
        }
        known.insert(key, lookup.clone());
        Ok(lookup)
    }
}

/// Finds a form; one reached by its stem does not count where it is an acronym.
fn spelling(field: &FieldReader, form: &str, stemmed: bool) -> tantivy::Result<Spelling> {
    let capitals = form.to_uppercase();
    field.spelling(form, (stemmed && capitals != form).then_some(&capitals))
}
