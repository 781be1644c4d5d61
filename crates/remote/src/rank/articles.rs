//! Whole articles by all their words, as the engine on disk ranks them.
//!
//! The server proposes articles by the words of the whole; these are scored here. What the first of them share
//! (`shared_words`) is looked for in all of those proposed, and not in others.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::client::Client;
use crate::error::RemoteError;
use crate::index::search;
use crate::lexicon::Lexicon;
use crate::rank::figures::Figures;
use crate::rank::reading::{Counter, Read, Tally};
use crate::rank::words::{Resolved, Word};
use onrecord_api::backend::ScorePart;
use onrecord_query::Stop;
use onrecord_query::rank::bm25::Saturation;
use onrecord_query::rank::stopwords::is_stop_word;
use onrecord_query::rank::weights::WORDS_READ;
use onrecord_query::rank::{Meeting, Weights};
use onrecord_text::analyze::Forms;
use onrecord_text::analyze::word::Words;
use onrecord_text::article::BlockKind;

/// In how many articles, and in how many titles, the words of a query stand.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    /// Of each word in any form: articles and titles.
    stems: Vec<(u32, u32)>,
    /// Of each written form of each word.
    written: Vec<Vec<u32>>,
}

impl Frequencies {
    /// Counts in how many articles each of the words stands.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn count(words: &[Word], client: &Client, stop: &Stop) -> Result<Self, RemoteError> {
        let mut filters = serde_json::Map::new();
        let terms = |field: &str, tokens: Vec<String>| json!({"terms": {(field): tokens}});
        for (n, word) in words.iter().enumerate() {
            filters.insert(format!("{n}"), terms("words", word.tokens()));
            filters.insert(format!("{n}t"), terms("title_bag", word.tokens()));
            for (m, (form, _)) in word.written.iter().enumerate() {
                let tokens = crate::lexicon::tokens_of(&word.key(form));
                filters.insert(format!("{n}w{m}"), terms("words", tokens));
            }
        }
        if filters.is_empty() {
            return Ok(Frequencies::default());
        }
        let aggs = json!({"forms": {"filters": {"filters": filters}}});
        let query = json!({"term": {"doc": "article"}});
        let body = json!({"size": 0, "track_total_hits": false, "query": query, "aggs": aggs});
        let answered = search(client, &body, stop)?;
        let buckets = &answered["aggregations"]["forms"]["buckets"];
        let count = |key: String| buckets[key]["doc_count"].as_u64().unwrap_or(0) as u32;
        Ok(Frequencies {
            stems: (0..words.len()).map(|n| (count(format!("{n}")), count(format!("{n}t")))).collect(),
            written: (0..)
                .zip(words)
                .map(|(n, word): (usize, &Word)| (0..word.written.len()).map(|m| count(format!("{n}w{m}"))).collect())
                .collect(),
        })
    }
}

/// Scores articles by the words of a query.
pub struct Scoring<'a> {
    /// Who asks.
    pub client: &'a Client,
    /// The words of the index.
    pub lexicon: &'a Lexicon,
    /// The figures of the whole.
    pub figures: &'a Figures,
    /// The words of the query.
    pub words: &'a Resolved,
    /// The constants.
    pub weights: Weights,
    /// When it is to end early.
    pub stop: &'a Stop,
}

/// An article with its score and, where they are wanted, the parts of it.
pub struct Scored {
    /// Its place among those scored.
    pub article: usize,
    /// The score.
    pub score: f32,
    /// What it is made of.
    pub parts: Vec<ScorePart>,
}

impl Scored {
    fn add(&mut self, name: &str, words: &str, score: f32) {
        self.score += score;
        if score != 0.0 {
            self.parts.push(ScorePart { name: name.to_owned(), words: words.to_owned(), score });
        }
    }
}

impl Scoring<'_> {
    /// The articles by their scores, best first; those without a word of the query are left out.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn rank(&self, read: &[Read], forms: &mut Forms) -> Result<Vec<Scored>, RemoteError> {
        let frequencies = Frequencies::count(&self.words.words, self.client, self.stop)?;
        let text = self.weights.of_articles(&self.figures.whole);
        let mut counter = Counter::new(self.words);
        let tallies: Vec<(Tally, Tally)> = read.iter().map(|read| count(&mut counter, read, forms)).collect();
        let mut scored: Vec<Scored> = Vec::with_capacity(read.len());
        for (article, (all, title)) in tallies.iter().enumerate() {
            let mut one = Scored { article, score: 0.0, parts: Vec::new() };
            self.add_words(&mut one, &read[article], all, title, &frequencies, text);
            scored.push(one);
        }
        scored.retain(|scored| scored.score > 0.0);
        sort(&mut scored, read);
        let rescored = self.weights.rescored as usize;
        for one in scored.iter_mut().take(rescored) {
            self.add_stop_words(one, &read[one.article], &mut counter, text, forms);
            self.add_pairs(one, &read[one.article], &mut counter, &frequencies, text, forms);
        }
        sort(&mut scored, read);
        let length = self.words.counting().count();
        if self.weights.feedback > 0.0 && length >= self.weights.feedback_least as usize {
            self.add_feedback(&mut scored, read, text, forms)?;
            sort(&mut scored, read);
        }
        Ok(scored)
    }

    fn times(&self, occurrences: f32) -> f32 {
        occurrences.powf(self.weights.repetition)
    }

    /// Adds the stems of the query, their exact forms, and what the title has of them.
    fn add_words(
        &self,
        one: &mut Scored,
        read: &Read,
        all: &Tally,
        title: &Tally,
        known: &Frequencies,
        text: Saturation,
    ) {
        let length = read.words as f32;
        let in_title = Saturation::new(self.weights.k1, self.weights.b, self.figures.titles.average());
        for (n, word) in self.words.counting() {
            let (articles, titles) = known.stems[n];
            let weight = self.times(word.weight);
            let idf = self.figures.whole.idf(articles);
            one.add("stem", &word.stem, weight * idf * text.of(all.all[n] as f32, length));
            for (m, (form, times)) in word.written.iter().enumerate() {
                let weight = self.weights.exact * self.times(*times) * self.figures.whole.idf(known.written[n][m]);
                one.add("exact form", form, weight * text.of(all.written[n][m] as f32, length));
            }
            if read.title_words > 0 {
                let weight = self.weights.title * weight * self.figures.titles.idf(titles);
                let own = in_title.of(title.all[n] as f32, read.title_words as f32);
                one.add("title", &word.stem, weight * own);
            }
        }
    }

    /// Adds the forms of stop words that the query has; their idf is that among passages.
    fn add_stop_words(&self, one: &mut Scored, read: &Read, counter: &mut Counter, text: Saturation, forms: &Forms) {
        let stop_words = self.words.words.iter().enumerate().filter(|(_, word)| word.is_stop_word);
        if self.weights.stop <= 0.0 || stop_words.clone().next().is_none() {
            return;
        }
        // In the whole of it, boilerplate and all.
        let mut all = counter.none();
        read.passages.iter().for_each(|passage| all.take_in(&counter.count(passage, forms)));
        for (n, word) in stop_words {
            for (m, (form, times)) in word.written.iter().enumerate() {
                let documents = self.lexicon.documents_of(&word.key(form)) as u32;
                let weight = self.weights.stop * self.times(*times) * self.figures.worded.idf(documents);
                one.add("stop word", form, weight * text.of(all.written[n][m] as f32, read.words as f32));
            }
        }
    }

    /// Adds neighbouring words of the query that stand near each other.
    fn add_pairs(
        &self,
        one: &mut Scored,
        read: &Read,
        counter: &mut Counter,
        known: &Frequencies,
        text: Saturation,
        forms: &Forms,
    ) {
        if self.weights.near <= 0.0 {
            return;
        }
        for ((first, second), times) in pairs(&self.words.sequence, self.weights.span as usize) {
            let mut nearness = 0.0;
            for passage in &read.passages {
                let a = counter.positions(passage, first, forms);
                let b = counter.positions(passage, second, forms);
                nearness += closeness(&a, &b, self.weights.window as u32);
            }
            let idf = self.figures.whole.idf(known.stems[first].0) + self.figures.whole.idf(known.stems[second].0);
            let names = [first, second].map(|word| self.words.words[word].stem.as_str()).join(" ");
            one.add("near", &names, self.weights.near * times * idf * text.of(nearness, read.words as f32));
        }
    }

    /// Adds the words that the first articles share.
    fn add_feedback(
        &self,
        scored: &mut [Scored],
        read: &[Read],
        text: Saturation,
        forms: &mut Forms,
    ) -> Result<(), RemoteError> {
        let chosen = self.shared_words(scored, read, forms)?;
        let shares: f32 = chosen.iter().map(|(_, share, _)| share).sum();
        let length: f32 = self.words.counting().map(|(_, word)| self.times(word.weight)).sum();
        let whole = length * self.weights.feedback / (1.0 - self.weights.feedback);
        let words = chosen.iter().map(|(word, ..)| word.clone()).collect();
        let resolved = Resolved { words, sequence: Vec::new(), are_all: true };
        let mut counter = Counter::new(&resolved);
        for one in scored {
            let (all, _) = count(&mut counter, &read[one.article], forms);
            for (n, (word, share, documents)) in chosen.iter().enumerate() {
                let weight = whole * share / shares * self.figures.whole.idf(*documents);
                one.add("feedback", &word.stem, weight * text.of(all.all[n] as f32, read[one.article].words as f32));
            }
        }
        Ok(())
    }

    /// The words of the first articles with the largest shares, out of those that are not too common, with their shares
    /// and in how many articles they stand.
    fn shared_words(
        &self,
        scored: &[Scored],
        read: &[Read],
        forms: &mut Forms,
    ) -> Result<Vec<(Word, f32, u32)>, RemoteError> {
        let first = &scored[..scored.len().min(self.weights.feedback_articles as usize)];
        let total: f32 = first.iter().map(|one| one.score).sum();
        let mut model: BTreeMap<String, f32> = BTreeMap::new();
        for one in first {
            for (stem, share) in shares(&read[one.article], forms) {
                *model.entry(stem).or_default() += share * one.score / total;
            }
        }
        let mut ranked: Vec<(String, f32)> = model.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked.truncate(MOST_LOOKED_AT);
        self.lexicon.families(self.client, &ranked.iter().map(|(stem, _)| stem.clone()).collect(), self.stop)?;
        let word = |stem: &String| Word {
            stem: stem.clone(),
            meeting: Meeting::Stem,
            weight: 0.0,
            is_stop_word: false,
            written: Vec::new(),
            others: self.lexicon.family(stem),
        };
        let words: Vec<Word> = ranked.iter().map(|(stem, _)| word(stem)).collect();
        let known = Frequencies::count(&words, self.client, self.stop)?;
        let common = self.weights.feedback_common * self.figures.whole.count as f32;
        let fits = |documents: u32| documents > 1 && documents as f32 <= common;
        let chosen = words.into_iter().zip(ranked).zip(known.stems).filter(|(_, (documents, _))| fits(*documents));
        let chosen = chosen.map(|((word, (_, share)), (documents, _))| (word, share, documents));
        Ok(chosen.take(self.weights.feedback_words as usize).collect())
    }
}

/// Most stems that are compared to choose the words of feedback. Each costs a look-up; the rarest and most frequent
/// come first.
const MOST_LOOKED_AT: usize = 60;

/// Best first; ties by path and id.
fn sort(scored: &mut [Scored], read: &[Read]) {
    scored.sort_by(|a, b| {
        let place = |one: &Scored| read[one.article].whole.place();
        b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
    });
}

/// How often the words stand in an article outside boilerplate, and in its title.
fn count(counter: &mut Counter, read: &Read, forms: &Forms) -> (Tally, Tally) {
    let (mut all, mut title) = (counter.none(), counter.none());
    for passage in read.passages.iter().filter(|passage| passage.kind != BlockKind::Boilerplate) {
        let tally = counter.count(passage, forms);
        all.take_in(&tally);
        if passage.kind == BlockKind::Title {
            title.take_in(&tally);
        }
    }
    (all, title)
}

/// Stems of an article's beginning with their shares of its words, stop words and single letters left out.
fn shares(read: &Read, forms: &mut Forms) -> HashMap<String, f32> {
    let whole = &read.whole;
    let (mut texts, mut words) = (Vec::new(), 0);
    for ordinal in 0..whole.passages() {
        if words >= WORDS_READ {
            break;
        }
        if whole.kind(ordinal) != BlockKind::Boilerplate {
            words += read.passages[ordinal as usize].words.len();
            texts.push(whole.text(ordinal));
        }
    }
    let words = texts.iter().flat_map(|text| Words::new(text).map(|range| &text[range])).take(WORDS_READ);
    let ids: Vec<_> = words.map(|word| forms.intern(word)).collect();
    let each = 1.0 / ids.len().max(1) as f32;
    let mut shares: HashMap<String, f32> = HashMap::new();
    for &id in &ids {
        let folded = forms.folded(id);
        if folded.len() > 1 && !is_stop_word(folded) {
            *shares.entry(forms.stem(id).to_owned()).or_default() += each;
        }
    }
    shares
}

/// Two stems of a query that stand near each other in it, with how often they do.
fn pairs(sequence: &[usize], span: usize) -> Vec<((usize, usize), f32)> {
    let mut pairs: Vec<((usize, usize), f32)> = Vec::new();
    for gap in 1..=span {
        for (&first, &second) in sequence.iter().zip(sequence.iter().skip(gap)).filter(|(a, b)| a != b) {
            match pairs.iter_mut().find(|(pair, _)| *pair == (first, second)) {
                Some((_, times)) => *times += 1.0,
                None => pairs.push(((first, second), 1.0)),
            }
        }
    }
    pairs
}

/// Sum over `a` of one over the root of the distance to the nearest of `b`, if that is within `window`.
fn closeness(a: &[u32], b: &[u32], window: u32) -> f32 {
    let nearest = |position: u32| {
        let next = b.partition_point(|other| *other < position);
        let before = next.checked_sub(1).map(|i| position - b[i]);
        let after = b.get(next).map(|other| other - position);
        before.into_iter().chain(after).filter(|distance| *distance > 0).min()
    };
    let near = a.iter().filter_map(|&position| nearest(position)).filter(|distance| *distance <= window);
    near.map(|distance| (distance as f32).sqrt().recip()).sum()
}

/// What articles are found by: any word of the query, in the text or the title.
pub fn proposing(words: &Resolved, weights: &Weights) -> Vec<Value> {
    let part = |field: &str, word: &Word, boost: f32| json!({"match": {(field): {"query": word.tokens().join("|"), "boost": boost}}});
    let counting = words.counting().flat_map(|(_, word)| {
        let weight = word.weight.powf(weights.repetition);
        let title = (weights.title > 0.0).then(|| part("title_bag", word, weight * weights.title));
        std::iter::once(part("words", word, weight)).chain(title)
    });
    counting.collect()
}
