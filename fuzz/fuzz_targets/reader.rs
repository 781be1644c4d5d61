//! Any bytes under any name: blocks are in order, disjoint and inside the content; passages analysed by themselves
//! have the words they have in their article; all annotators give spans of the content, and the same again; what
//! is stored gives the article back.

#![no_main]

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use libfuzzer_sys::fuzz_target;
use onrecord::analyze::{Analyzed, Forms, Word, analyze};
use onrecord::annotate::Findings;
use onrecord::annotate::all::Annotator;
use onrecord::annotate::topic::{Taxonomy, TopicTagger};
use onrecord::article::{Article, Block, Metadata};
use onrecord::index::document::{Annotated, documents};
use onrecord::index::record::{ArticleRecord, PassageRecord, restore, unpack};
use onrecord::index::{Document, schema};
use onrecord::passage::{Passage, split};
use onrecord::read::read;
use onrecord::source::{Format, SourceFile};
use onrecord::span::Span;
use tantivy::schema::Value;

const NAMES: [&str; 9] =
    ["a", "a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.txt.gz", "a.jsonl.zst", "2017-03-22-news.txt"];

thread_local! {
    static ANNOTATOR: RefCell<Annotator> = RefCell::new(Annotator::new(vec![(TopicTagger::new(&Taxonomy::default_news()), 1)]));
}

fuzz_target!(|input: (u8, &[u8])| {
    let (name, bytes) = input;
    let name = NAMES[name as usize % NAMES.len()];
    let file = SourceFile {
        path: PathBuf::from(name),
        display: name.into(),
        id: "a".into(),
        root: PathBuf::from("."),
        size: bytes.len() as u64,
        modified: 0,
        format: Format::from_name(Path::new(name)).expect("a name of an article"),
    };
    let mut input = bytes;
    read(&file, &mut input, &mut |article| {
        if let Ok(article) = article {
            ANNOTATOR.with_borrow_mut(|annotator| check(&article, annotator));
        }
        ControlFlow::Continue(())
    });
});

fn check(article: &Article, annotator: &mut Annotator) {
    let mut last = 0;
    for block in &article.blocks {
        assert!(block.span.start >= last && article.content.get(block.span.range()).is_some());
        assert_eq!(block.span.of(&article.content).trim().len(), block.span.of(&article.content).len());
        last = block.span.end;
    }
    assert!(article.content.get(article.text_start as usize..).is_some());
    let text = analyze(article, annotator.forms());
    let passages = split(&text);
    let findings = annotator.annotate(&text, &passages, 0, None);
    assert_found(&findings, &text, &passages);
    let again = annotator.annotate(&text, &passages, 0, None);
    assert_eq!(format!("{again:?}"), format!("{findings:?}"), "annotators are pure");
    passages.iter().for_each(|passage| assert_stands_alone(passage, &text, annotator.known_forms()));
    let annotated = Annotated { text: &text, forms: annotator.known_forms(), passages: &passages, findings: &findings };
    assert_restored(article, &annotated);
}

fn assert_found(findings: &Findings, text: &Analyzed, passages: &[Passage]) {
    let within = |span: Span| assert!(text.content().get(span.range()).is_some(), "{span:?}");
    for quote in &findings.quotes {
        [Some(quote.span), quote.mention, quote.cue].into_iter().flatten().for_each(within);
    }
    findings.dates.iter().for_each(|date| within(date.span));
    findings.published.evidence.iter().for_each(|evidence| within(evidence.span));
    findings.passage_topics.iter().flatten().flat_map(|topic| &topic.evidence).for_each(|span| within(*span));
    assert_eq!(findings.passage_topics.len(), passages.len());
}

/// What marks depend on: a passage by itself has the words it had in its article.
fn assert_stands_alone(passage: &Passage, text: &Analyzed, forms: &Forms) {
    let base = passage.span.start;
    let moved = |span: Span| Span { start: span.start - base, end: span.end - base };
    let alone = Article {
        id: String::new(),
        path: String::new(),
        content: passage.span.of(text.content()).to_owned(),
        text_start: 0,
        blocks: passage.blocks(text).map(|block| Block { span: moved(block.span), ..block }).collect(),
        metadata: Metadata::default(),
        address: Default::default(),
    };
    let mut own = Forms::new();
    let again = analyze(&alone, &mut own);
    let told = |word: &Word, base: u32, forms: &Forms| {
        (word.span.start - base, word.span.end - base, word.acronym, forms.raw(word.form).to_owned())
    };
    let here: Vec<_> = text.words_of(&passage.words).iter().map(|word| told(word, base, forms)).collect();
    let there: Vec<_> = again.words.iter().map(|word| told(word, 0, &own)).collect();
    assert_eq!(here, there);
    assert_eq!(again.sentences.len(), passage.sentences.len());
}

fn assert_restored(article: &Article, annotated: &Annotated) {
    let fields = schema::build().1;
    let docs = documents(&fields, &[0; 16], annotated);
    let bytes = |doc: &Document, field| doc.get_first(field).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
    let Some(record) = docs.first().and_then(|doc| bytes(doc, fields.parent)) else { return };
    let record: ArticleRecord = unpack(&record).expect("an article");
    let passages: Vec<PassageRecord> =
        docs.iter().map(|doc| unpack(&bytes(doc, fields.record).expect("a record")).expect("a passage")).collect();
    assert_eq!(&restore(&record, &passages), article);
}
