//! Random articles over few words, with random quotes, dates and topics, and an index of them.

use jiff::civil::{Date, date};

use onrecord::analyze::{Analyzed, Forms, analyze};
use onrecord::annotate::Findings;
use onrecord::annotate::date::{DateMention, PartialDate, Published, TimexType};
use onrecord::annotate::speaker::{Quote, QuoteKind, Speaker, SpeakerType};
use onrecord::annotate::topic::{Topic, TopicSource};
use onrecord::article::{Article, Metadata};
use onrecord::index::document::{Annotated, article_key, documents, source_key};
use onrecord::index::writer::WriterOptions;
use onrecord::index::{Snapshot, Writer};
use onrecord::passage::{self, Passage};
use onrecord::read::article_from_text;
use onrecord::span::Span;

use crate::Random;

/// The words of texts: stems, acronyms, function words, accents, and what is not quite a word.
const WORDS: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "fight", "fighter", "fighters", "fighting", "the", "us", "of", "US", "U.S.",
    "ISIS", "ISIS's", "isis", "café", "al-Beta", "alphabet", "Gamma", "Toner",
];

/// Topics with their labels.
pub const TOPICS: &[(&str, &str)] = &[("t1", "First topic"), ("medtop:04", "Economy")];

/// Articles with all that is known of them.
pub struct Corpus {
    /// The articles.
    pub articles: Vec<Article>,
    /// Their passages.
    pub passages: Vec<Vec<Passage>>,
    /// What was "found" in them.
    pub findings: Vec<Findings>,
}

impl Corpus {
    /// A few dozen articles.
    pub fn random(random: &mut Random) -> Self {
        let mut corpus = Corpus { articles: Vec::new(), passages: Vec::new(), findings: Vec::new() };
        for number in 0..24 {
            let article = random_article(random, number);
            let mut forms = Forms::new();
            let text = analyze(&article, &mut forms);
            let passages = passage::split(&text);
            corpus.findings.push(random_findings(random, &text, &passages));
            corpus.passages.push(passages);
            corpus.articles.push(article);
        }
        corpus
    }

    /// An index of it, in a few segments and with some articles replaced.
    pub fn snapshot(&self) -> Snapshot {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut writer = Writer::open(folder.path(), WriterOptions::default()).expect("an index");
        let mut forms = Forms::new();
        let numbers = (0..self.articles.len()).chain((0..self.articles.len()).step_by(5));
        for (step, number) in numbers.enumerate() {
            let (article, findings) = (&self.articles[number], &self.findings[number]);
            let text = analyze(article, &mut forms);
            let passages = passage::split(&text);
            let annotated = Annotated { text: &text, forms: &forms, passages: &passages, findings };
            let source = source_key(&article.path);
            let docs = documents(writer.fields(), &source, &annotated);
            writer.put_article(&article_key(&source, &article.id), docs, 1).expect("memory");
            if step % 9 == 8 {
                writer.commit().expect("a commit");
            }
        }
        writer.commit().expect("a commit");
        writer.close().expect("the end");
        Snapshot::open(folder.path()).expect("the index")
    }

    /// The place of an article by id.
    pub fn number(&self, id: &str) -> usize {
        self.articles.iter().position(|article| article.id == id).expect("an article of the corpus")
    }

    /// A passage by article id and ordinal, with its article.
    pub fn passage(&self, key: &(String, u32)) -> (&Passage, &Article) {
        let number = self.number(&key.0);
        (&self.passages[number][key.1 as usize], &self.articles[number])
    }

    /// When the article of a passage appeared.
    pub fn published(&self, key: &(String, u32)) -> (Option<Date>, Option<Date>) {
        let published = &self.findings[self.number(&key.0)].published;
        (published.earliest, published.latest)
    }

    /// The quotes of the article of a passage.
    pub fn quotes(&self, key: &(String, u32)) -> &[Quote] {
        &self.findings[self.number(&key.0)].quotes
    }
}

fn random_article(random: &mut Random, number: usize) -> Article {
    let title = sentence(random);
    let paragraphs: Vec<String> = (0..1 + random.below(4)).map(|_| paragraph(random)).collect();
    let outlet = random.once_in(2).then(|| random.one_of(&["Daily Alpha", "Beta Times"]).to_owned());
    let metadata = Metadata { outlet, ..Metadata::default() };
    let id = format!("{number:02}");
    article_from_text(&id, &format!("news/{id}.txt"), Some(&title), &paragraphs.join("\n\n"), metadata)
}

fn paragraph(random: &mut Random) -> String {
    (0..1 + random.below(4)).map(|_| sentence(random) + ".").collect::<Vec<_>>().join(" ")
}

fn sentence(random: &mut Random) -> String {
    let words: Vec<&str> = (0..2 + random.below(7)).map(|_| random.one_of(WORDS)).collect();
    format!("So {}", words.join(random.one_of(&[" ", " ", ", "])))
}

fn random_findings(random: &mut Random, text: &Analyzed, passages: &[Passage]) -> Findings {
    let mut findings = Findings { language: random.once_in(2).then(|| "en".to_owned()), ..Findings::default() };
    findings.published = random_published(random);
    for sentence in &text.sentences {
        if random.once_in(3) {
            findings.quotes.push(random_quote(random, sentence.span));
        }
        if random.once_in(3) {
            findings.dates.push(random_mention(random, sentence.span));
        }
    }
    findings.passage_topics = passages.iter().map(|_| random_topics(random)).collect();
    findings
}

fn random_published(random: &mut Random) -> Published {
    let first = date(2016 + random.below(3) as i16, 1 + random.below(12) as i8, 1 + random.below(28) as i8);
    let last = if random.once_in(2) { first } else { first.last_of_month() };
    let (earliest, latest) = match random.below(5) {
        0 => (None, None),
        1 => (Some(first), None),
        _ => (Some(first), Some(last)),
    };
    let best = PartialDate { year: first.year(), month: Some(first.month()), day: None };
    Published { earliest, latest, best: earliest.map(|_| best), ..Published::default() }
}

fn random_quote(random: &mut Random, span: Span) -> Quote {
    let speakers = [("Mark Toner", Some("acting spokesman")), ("Alpha Beta", Some("secretary")), ("an official", None)];
    let (name, role) = random.one_of(&speakers);
    let speaker = Speaker { name: name.to_owned(), kind: SpeakerType::Person, role: role.map(str::to_owned) };
    Quote {
        span,
        kind: random.one_of(&[QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect]),
        speaker: (!random.once_in(4)).then_some(speaker),
        mention: None,
        cue: None,
        confidence: 1.0,
    }
}

fn random_mention(random: &mut Random, span: Span) -> DateMention {
    let first = date(2017, 1 + random.below(4) as i8, 1 + random.below(28) as i8);
    let last = if random.once_in(2) { first } else { first.last_of_month() };
    let known = !random.once_in(5);
    DateMention {
        span: Span { start: span.start, end: span.start + 2 },
        kind: TimexType::Date,
        value: "XXXX".to_owned(),
        earliest: known.then_some(first),
        latest: known.then_some(last),
        range: None,
    }
}

fn random_topics(random: &mut Random) -> Vec<Topic> {
    let chosen = TOPICS.iter().filter(|_| random.once_in(2));
    let topic = |(id, label): &(&str, &str)| Topic {
        id: (*id).to_owned(),
        label: (*label).to_owned(),
        score: 1.0,
        evidence: Vec::new(),
        by: TopicSource::Terms,
    };
    chosen.map(topic).collect()
}
