//! Pseudo-relevance feedback: words that the first results share are looked for as well.
//!
//! RM3 (Lavrenko & Croft 2001; Abdul-Jaleel et al. 2004), gently: a word's weight is its share of each of the
//! first results' words, weighted by their scores. Of a long article the beginning is read, which in news says
//! what it is about.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use rustc_hash::FxBuildHasher;
use tantivy::DocAddress;

use super::stopwords::is_stop_word;
use super::weights::WORDS_READ;
use super::words::Word;
use onrecord_text::analyze::Forms;
use onrecord_text::analyze::word::Words;

/// Spellings kept before the memory starts anew.
const KEPT_FORMS: usize = 1 << 18;
/// Articles kept: some megabytes.
const KEPT_ARTICLES: usize = 1 << 12;
/// Stems kept.
const KEPT_STEMS: usize = 1 << 16;

/// The stems of an article with their shares of its words.
pub(super) type Shares = Arc<[(Arc<str>, f32)]>;

/// A stem that might be looked for.
#[derive(Clone)]
pub(super) struct Candidate {
    /// Its forms.
    pub word: Arc<Word>,
    /// Number of articles that have it.
    pub df: u32,
}

/// What feedback has read of an index: the same articles come up again and again.
#[derive(Default)]
pub(super) struct Memory {
    forms: Mutex<Forms>,
    articles: Mutex<HashMap<DocAddress, Shares, FxBuildHasher>>,
    stems: Mutex<HashMap<Arc<str>, Candidate, FxBuildHasher>>,
}

impl Memory {
    /// The shares of the article that begins at `first`; `texts` gives its first passages.
    ///
    /// # Errors
    /// Those of `texts`.
    pub(super) fn article<E>(
        &self,
        first: DocAddress,
        texts: impl FnOnce() -> Result<Vec<String>, E>,
    ) -> Result<Shares, E> {
        if let Some(known) = lock(&self.articles).get(&first) {
            return Ok(known.clone());
        }
        let read: Shares = shares(&texts()?, &mut lock(&self.forms)).into();
        let mut articles = lock(&self.articles);
        if articles.len() >= KEPT_ARTICLES {
            articles.clear();
        }
        articles.insert(first, read.clone());
        Ok(read)
    }

    /// A stem as a word to look for, as `look_up` found it the first time.
    ///
    /// # Errors
    /// Those of `look_up`.
    pub(super) fn stem<E>(
        &self,
        stem: &Arc<str>,
        look_up: impl FnOnce() -> Result<Candidate, E>,
    ) -> Result<Candidate, E> {
        if let Some(known) = lock(&self.stems).get(stem) {
            return Ok(known.clone());
        }
        let candidate = look_up()?;
        let mut stems = lock(&self.stems);
        if stems.len() >= KEPT_STEMS {
            stems.clear();
        }
        stems.insert(stem.clone(), candidate.clone());
        Ok(candidate)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Stems with their shares of the first [`WORDS_READ`] words, stop words and single letters left out.
fn shares(texts: &[String], forms: &mut Forms) -> Vec<(Arc<str>, f32)> {
    if forms.len() > KEPT_FORMS {
        forms.clear();
    }
    let words = texts.iter().flat_map(|text| Words::new(text).map(|range| &text[range])).take(WORDS_READ);
    let ids: Vec<_> = words.map(|word| forms.intern(word)).collect();
    let each = 1.0 / ids.len().max(1) as f32;
    let mut shares: HashMap<&str, f32> = HashMap::new();
    for &id in &ids {
        let folded = forms.folded(id);
        if folded.len() > 1 && !is_stop_word(folded) {
            *shares.entry(forms.stem(id)).or_default() += each;
        }
    }
    shares.into_iter().map(|(stem, share)| (stem.into(), share)).collect()
}

/// Shares of stems over several articles.
#[derive(Default)]
pub(super) struct Model {
    shares: HashMap<Arc<str>, f32, FxBuildHasher>,
}

impl Model {
    /// Takes an article in whose score is that part of all the scores.
    pub(super) fn add(&mut self, article: &Shares, part: f32) {
        for (stem, share) in article.iter() {
            *self.shares.entry(stem.clone()).or_default() += part * share;
        }
    }

    /// Stems with their shares, the largest first, ties by stem.
    pub(super) fn ranked(self) -> Vec<(Arc<str>, f32)> {
        let mut stems: Vec<_> = self.shares.into_iter().collect();
        stems.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        stems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_over_articles() {
        let mut model = Model::default();
        let mut forms = Forms::new();
        model.add(&shares(&["The oil price".to_owned(), "oil".to_owned()], &mut forms).into(), 0.6);
        model.add(&shares(&["Prices".to_owned()], &mut forms).into(), 0.4);
        let ranked = model.ranked();
        assert_eq!(ranked.iter().map(|(stem, _)| &**stem).collect::<Vec<_>>(), ["price", "oil"]);
        assert!((ranked[0].1 - 0.55).abs() < 1e-6 && (ranked[1].1 - 0.3).abs() < 1e-6);
    }
}
