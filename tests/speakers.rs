//! Who speaks in real articles, labelled by reading before anybody looked at what the annotator makes of them:
//! `crates/annotate/tests/speaker/articles.tsv` and `more-articles.tsv`. The texts are not part of the project; where they are
//! absent, the tests say so and pass.

#![allow(clippy::print_stderr)] // a test says what it skipped

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::speaker::{Quote, QuoteKind, SpeakerAnnotator};
use onrecord::article::Metadata;
use onrecord::read::article_from_text;
use serde_json::Value;

/// Labels, and the least shares of each sort that come out right, a little below what was measured.
struct Set {
    labels: &'static str,
    least: [(&'static str, f64); 3],
}

/// 27 articles, whose errors suggested rules.
const FIRST: Set = Set {
    labels: include_str!("../crates/annotate/tests/speaker/articles.tsv"),
    least: [("quotation", 0.94), ("paraphrase", 0.93), ("nobody", 0.75)],
};

/// 93 articles of other readers, opinion and tables of events among them. Before anybody looked at their errors, .874 of the
/// quotations, .710 of the paraphrases and .683 of the words that nobody says were right.
const MORE: Set = Set {
    labels: include_str!("../crates/annotate/tests/speaker/more-articles.tsv"),
    least: [("quotation", 0.88), ("paraphrase", 0.76), ("nobody", 0.78)],
};

/// What stands for no name.
const NOBODY: &str = "nobody";

/// Words of an article and who said them.
struct Label<'a> {
    collection: &'a str,
    article: &'a str,
    /// Code points from the article's text's start.
    start: usize,
    end: usize,
    sort: &'a str,
    /// Names any of which is right, in small letters; none where it is no speech.
    names: Vec<&'a str>,
}

impl<'a> Label<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let [collection, article, start, end, sort, names] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let names: Vec<&str> = if names == NOBODY { Vec::new() } else { names.split('|').collect() };
        let sort = if names.is_empty() { "nobody" } else { sort };
        Some(Label { collection, article, start: start.parse().ok()?, end: end.parse().ok()?, sort, names })
    }

    /// Whether one of the quotes over these words has one of the names, or, for no speech, none has a speaker.
    fn is_met(&self, text: &str, content_start: usize, quotes: &[Quote]) -> bool {
        let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte) + content_start;
        let (start, end) = (byte(self.start) as u32, byte(self.end) as u32);
        let indirect = self.sort == "paraphrase";
        let over = |q: &&Quote| (q.kind == QuoteKind::Indirect) == indirect && q.span.start < end && start < q.span.end;
        let speakers = quotes.iter().filter(over).filter_map(|q| q.speaker.as_ref());
        let mut speakers = speakers.peekable();
        if self.names.is_empty() || self.names.contains(&NOBODY) && speakers.peek().is_none() {
            return speakers.next().is_none();
        }
        speakers.any(|speaker| self.names.iter().any(|name| is_called(&speaker.name, name)))
    }
}

/// Whether a speaker's name holds another or its last word.
fn is_called(speaker: &str, name: &str) -> bool {
    let speaker = speaker.to_lowercase();
    let last = name.rsplit(' ').next().unwrap_or(name);
    speaker.contains(name) || speaker.replace("'s", "").split(' ').any(|word| word == last)
}

fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("ONRECORD_SHARED").map_or_else(beside, PathBuf::from)
}

/// The texts of the labelled articles of a collection.
fn texts(collection: &str, labels: &[Label]) -> Option<HashMap<String, String>> {
    let file = match collection {
        "published" => "data/published/published-allsides-dev.jsonl",
        _ => "data/news/corpus-medium.jsonl",
    };
    let wanted: HashSet<&str> = labels.iter().filter(|l| l.collection == collection).map(|l| l.article).collect();
    let lines = std::fs::read_to_string(shared().join(file)).ok()?;
    // Each line begins with the record's id.
    let id = |line: &'_ str| line.split('"').nth(3).is_some_and(|id| wanted.contains(id));
    let held = lines.lines().filter(|line| id(line));
    let articles = held.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Some(articles.filter_map(|a| Some((a["id"].as_str()?.to_owned(), a["text"].as_str()?.to_owned()))).collect())
}

#[test]
fn who_speaks_in_articles_that_were_read() {
    come_out(&FIRST);
}

#[test]
fn who_speaks_in_more_articles_that_were_read() {
    come_out(&MORE);
}

/// Annotates the articles of a set and compares.
fn come_out(set: &Set) {
    let labels: Vec<Label> = set.labels.lines().filter(|l| !l.starts_with('#')).filter_map(Label::read).collect();
    assert!(labels.len() > 200);
    let mut met: HashMap<&str, (usize, usize)> = HashMap::new();
    for collection in ["published", "medium"] {
        let Some(texts) = texts(collection, &labels) else {
            eprintln!("the articles are absent: not tested");
            return;
        };
        for (id, text) in &texts {
            let article = article_from_text(id, id, None, text, Metadata::default());
            let mut forms = Forms::new();
            let quotes = SpeakerAnnotator::new().annotate(&analyze(&article, &mut forms), &forms);
            for label in labels.iter().filter(|l| l.article == id) {
                let count = met.entry(label.sort).or_default();
                count.0 += usize::from(label.is_met(text, article.text_start as usize, &quotes));
                count.1 += 1;
            }
        }
    }
    for (sort, least) in set.least {
        let (right, all) = met[sort];
        eprintln!("{sort}: {right} of {all} are right");
        assert!(right as f64 >= least * all as f64, "{sort}: {right} of {all} are right");
    }
}
