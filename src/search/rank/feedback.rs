//! Pseudo-relevance feedback: words that the first results share are looked for as well.
//!
//! RM3 (Lavrenko & Croft 2001; Abdul-Jaleel et al. 2004), gently: a word's weight is its share of each of the
//! first results' words, weighted by their scores. Of a long article the beginning is read, which in news says
//! what it is about.

use std::collections::HashMap;

use crate::analyze::Forms;
use crate::analyze::word::Words;

use super::stopwords::is_stop_word;

/// Words read of each article.
pub const READ: usize = 400;

/// Spellings kept before the memory starts anew.
const KEPT: usize = 1 << 18;

/// Shares of stems in what was read so far.
#[derive(Default)]
pub struct Model {
    shares: HashMap<String, f32>,
}

impl Model {
    /// Takes an article in whose score is that share of all the scores.
    pub fn read(&mut self, texts: &[String], share: f32, forms: &mut Forms) {
        if forms.len() > KEPT {
            forms.clear();
        }
        let words = texts.iter().flat_map(|text| Words::new(text).map(|range| &text[range])).take(READ);
        let ids: Vec<_> = words.map(|word| forms.intern(word)).collect();
        let each = share / ids.len().max(1) as f32;
        for id in ids {
            let (stem, folded) = (forms.stem(id), forms.folded(id));
            if folded.len() < 2 || is_stop_word(folded) {
                continue;
            }
            match self.shares.get_mut(stem) {
                Some(sum) => *sum += each,
                None => drop(self.shares.insert(stem.to_owned(), each)),
            }
        }
    }

    /// Stems with their shares, the largest first, ties by stem.
    pub fn ranked(self) -> Vec<(String, f32)> {
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
        model.read(&["The oil price".to_owned(), "oil".to_owned()], 0.6, &mut forms);
        model.read(&["Prices".to_owned()], 0.4, &mut forms);
        let ranked = model.ranked();
        assert_eq!(ranked.iter().map(|(stem, _)| stem.as_str()).collect::<Vec<_>>(), ["price", "oil"]);
        assert!((ranked[0].1 - 0.55).abs() < 1e-6 && (ranked[1].1 - 0.3).abs() < 1e-6);
    }
}
