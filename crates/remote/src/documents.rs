//! An article as documents of the cluster: one for each passage, one for the whole, and its words.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::names::{routing, source_half, speaker_key};
use crate::record::pack_article;
use crate::schema::{DATED_BY_OTHERS, UNDATED};
use crate::tokens;
use crate::whole::Whole;
use onrecord_annotate::date::{PartialDate, Published};
use onrecord_annotate::speaker::{Quote, QuoteKind};
use onrecord_api::handle::Handle;
use onrecord_api::keys::{ArticleKey, article_hash};
use onrecord_text::analyze::{Analyzed, Forms, analyze_name};
use onrecord_text::article::BlockKind;
use onrecord_text::authors::authors;
use onrecord_text::passage::Passage;

/// The documents of an article, as JSON.
#[derive(Debug)]
pub struct Documents {
    /// Each passage, in order.
    pub passages: Vec<Vec<u8>>,
    /// The article's own document.
    pub article: Vec<u8>,
    /// What tells this state of the article from any other.
    pub digest: String,
}

/// An article as it is sent.
#[derive(Debug)]
pub struct Made {
    /// Its key.
    pub key: ArticleKey,
    /// What it is called where it is refused.
    pub name: String,
    /// Bytes of its text.
    pub bytes: usize,
    /// Its documents.
    pub documents: Documents,
    /// Their words.
    pub words: Vocabulary,
}

impl Made {
    /// How many passages it has.
    pub fn passages(&self) -> u32 {
        self.documents.passages.len() as u32
    }
}

/// The words that documents have, each folded form with its stem: what a stem has of forms is looked up there.
pub type Vocabulary = BTreeMap<String, String>;

/// Makes the documents of an article that was stored, and adds its words to `vocabulary`.
pub fn documents(whole: &Whole, forms: &mut Forms, vocabulary: &mut Vocabulary) -> Documents {
    let (analyzed, passages) = whole.analyze(forms);
    documents_of(whole, (&analyzed, &passages), forms, vocabulary)
}

/// Makes the documents of an article whose words and passages are known, and adds its words to `vocabulary`.
pub fn documents_of(
    whole: &Whole,
    (analyzed, passages): (&Analyzed, &[Passage]),
    forms: &Forms,
    vocabulary: &mut Vocabulary,
) -> Documents {
    let record = pack_article(&whole.stored);
    let digest = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(record.as_bytes()));
    let maker = Maker { whole, analyzed, passages, common: common(whole, vocabulary) };
    let title = maker.title(forms);
    let docs = passages.iter().map(|passage| maker.passage(passage, &title, forms).to_string().into_bytes());
    let docs = docs.collect();
    add_words(analyzed, forms, vocabulary);
    let article = maker.article(record, &digest, &title, forms).to_string().into_bytes();
    Documents { passages: docs, article, digest }
}

struct Maker<'a> {
    whole: &'a Whole,
    analyzed: &'a Analyzed<'a>,
    passages: &'a [Passage],
    /// The fields that all documents of the article have.
    common: Map<String, Value>,
}

impl Maker<'_> {
    fn values(&self, passage: &Passage, forms: &Forms) -> Vec<String> {
        tokens::values(self.analyzed, forms, passage, passage.words.start, passage.words.end)
    }

    /// The words of the title passages.
    fn title(&self, forms: &Forms) -> Vec<String> {
        let titles = self.passages.iter().filter(|passage| passage.kind == BlockKind::Title);
        titles.flat_map(|passage| self.values(passage, forms)).collect()
    }

    fn passage(&self, passage: &Passage, title: &[String], forms: &Forms) -> Value {
        let (whole, ordinal) = (self.whole, passage.ordinal);
        let findings = whole.findings(ordinal);
        let mut doc = self.common.clone();
        let speakers = || findings.quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        doc.insert("doc".into(), json!("passage"));
        doc.insert("join".into(), json!({"name": "passage", "parent": routing(&whole.key)}));
        doc.insert("ordinal".into(), json!(ordinal));
        doc.insert("kind".into(), json!(passage.kind.name()));
        doc.insert("stands".into(), json!(ordinal == whole.representative()));
        doc.insert("tokens".into(), json!(tokens::length(self.analyzed, passage)));
        insert_above_zero(&mut doc, "length", passage.words.len() as u32);
        doc.insert("body".into(), json!(self.values(passage, forms)));
        doc.insert("title".into(), json!(title));
        doc.insert("topic".into(), distinct(findings.topics.iter().map(|topic| topic.id.clone())));
        doc.insert("speaker".into(), distinct(speakers().map(speaker_key)));
        doc.insert("role".into(), distinct(speakers().filter_map(|speaker| speaker.role.clone())));
        let mentions = findings.dates.iter().filter_map(|date| date.earliest.zip(date.latest));
        let mentions = mentions.filter(|(first, last)| first <= last);
        let mentions: Vec<Value> = mentions.map(|(a, b)| json!({"gte": days(a), "lte": days(b)})).collect();
        doc.insert("mentions".into(), json!(mentions));
        let quotes = findings.quotes.iter().map(|quote| self.quote(quote, passage, forms));
        doc.insert("quotes".into(), json!(quotes.collect::<Vec<_>>()));
        Value::Object(doc)
    }

    /// A quote, with as much of its words as lies in the passage.
    fn quote(&self, quote: &Quote, passage: &Passage, forms: &Forms) -> Value {
        let words = self.analyzed.words_in(quote.span);
        let from = (words.start as u32).max(passage.words.start);
        let to = (words.end as u32).min(passage.words.end).max(from);
        let mut doc = Map::new();
        doc.insert("kind".into(), json!(kind_name(quote.kind)));
        doc.insert("body".into(), json!(tokens::values(self.analyzed, forms, passage, from, to)));
        if let Some(speaker) = &quote.speaker {
            doc.insert("speaker".into(), json!(speaker_key(speaker)));
            speaker.role.iter().for_each(|role| drop(doc.insert("role".into(), json!(role))));
        }
        Value::Object(doc)
    }

    fn article(&self, record: String, digest: &str, title: &[String], forms: &Forms) -> Value {
        let counted = || self.passages.iter().filter(|passage| passage.kind != BlockKind::Boilerplate);
        let titles = || self.passages.iter().filter(|passage| passage.kind == BlockKind::Title);
        let words: u32 = counted().map(|passage| passage.words.len() as u32).sum();
        let title_words: u32 = titles().map(|passage| passage.words.len() as u32).sum();
        // A title that is all there is of an article distinguishes nothing in it.
        let (title_words, title) = if title_words == words { (0, &[][..]) } else { (title_words, title) };
        let mut doc = self.common.clone();
        doc.insert("doc".into(), json!("article"));
        doc.insert("join".into(), json!({"name": "article"}));
        doc.insert("id".into(), json!(self.whole.stored.article.id));
        doc.insert("handle".into(), json!(hex(Handle::of(&self.whole.key).to_bytes())));
        doc.insert("words".into(), json!(counted().flat_map(|p| self.values(p, forms)).collect::<Vec<_>>()));
        doc.insert("title_bag".into(), json!(title));
        insert_above_zero(&mut doc, "article_words", words);
        insert_above_zero(&mut doc, "title_words", title_words);
        doc.insert("passages".into(), json!(self.passages.len()));
        doc.insert("digest".into(), json!(digest));
        doc.insert("source".into(), json!(source_half(&self.whole.key.source_half())));
        doc.insert("hash".into(), json!(article_hash(&self.whole.stored.article).cast_signed()));
        let published = &self.whole.stored.findings;
        let own = published.own_published.as_ref();
        let mut dating = Vec::new();
        if !own.unwrap_or(&published.published).is_given() {
            dating.push(UNDATED);
        }
        if own.is_some() {
            dating.push(DATED_BY_OTHERS);
        }
        doc.insert("dating".into(), json!(dating));
        doc.insert("record".into(), json!(record));
        Value::Object(doc)
    }
}

/// A count of nothing is no value: so those that have words are those that have a value.
fn insert_above_zero(doc: &mut Map<String, Value>, field: &str, count: u32) {
    if count > 0 {
        doc.insert(field.into(), json!(count));
    }
}

/// What is true of the article and all its passages.
fn common(whole: &Whole, vocabulary: &mut Vocabulary) -> Map<String, Value> {
    let (facts, mut doc, forms) = (whole.facts(), Map::new(), &mut Forms::new());
    doc.insert("place".into(), json!(whole.place()));
    for (field, value) in
        [("outlet", facts.outlet), ("path", facts.path), ("url", facts.url), ("lang", facts.lang.unwrap_or_default())]
    {
        if !value.is_empty() {
            doc.insert(field.into(), json!(value));
        }
    }
    let authors = authors(facts.author);
    if !authors.is_empty() {
        doc.insert("author".into(), json!(authors));
    }
    for (field, name) in
        [("outlet_words", facts.outlet), ("section_words", facts.section), ("author_words", facts.author)]
    {
        let words = analyze_name(name, forms);
        if !words.is_empty() {
            doc.insert(field.into(), json!(tokens::of_name(name, &words, forms)));
            words.iter().for_each(|word| add_word(word.form, forms, vocabulary));
        }
    }
    for (field, day) in days_of(&whole.stored.findings.published) {
        day.into_iter().for_each(|day| drop(doc.insert(field.into(), json!(day))));
    }
    doc
}

/// The days of a publication, counted from 1970-01-01.
fn days_of(published: &Published) -> [(&'static str, Option<i64>); 4] {
    let first = |best: PartialDate| best.days().map(|(first, _)| first);
    let last = |best: PartialDate| best.days().map(|(_, last)| last);
    [
        ("earliest", published.earliest.map(days)),
        ("latest", published.latest.map(days)),
        ("best", published.best.and_then(first).map(days)),
        ("best_last", published.best.and_then(last).map(days)),
    ]
}

/// The days from 1970-01-01 to a day.
pub fn days(day: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    day.since(epoch).map_or(0, |span| i64::from(span.get_days()))
}

/// How kinds of quotes are called.
pub fn kind_name(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Mixed => "mixed",
        QuoteKind::Indirect => "indirect",
    }
}

fn add_words(analyzed: &Analyzed, forms: &Forms, vocabulary: &mut Vocabulary) {
    analyzed.words.iter().for_each(|word| add_word(word.form, forms, vocabulary));
}

fn add_word(form: onrecord_text::analyze::FormId, forms: &Forms, vocabulary: &mut Vocabulary) {
    let folded = forms.folded(form);
    if !vocabulary.contains_key(folded) {
        vocabulary.insert(folded.to_owned(), forms.stem(form).to_owned());
    }
}

fn distinct(values: impl Iterator<Item = String>) -> Value {
    let mut values: Vec<String> = values.collect();
    values.sort_unstable();
    values.dedup();
    json!(values)
}

fn hex(bytes: [u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(bytes))
}
