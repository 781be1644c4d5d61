//! How long it takes to match and mark one passage that has been analysed, over the seed articles' passages.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::analyze::{Forms, Word, analyze};
use onrecord::article::{Article, Metadata};
use onrecord::highlight::{Matcher, PassageView};
use onrecord::passage::split;
use onrecord::query::parse;
use onrecord::read::article_from_text;
use onrecord::span::Span;

struct Stored {
    text: String,
    span: Span,
    words: Vec<Word>,
    positions: Vec<u32>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

fn articles() -> Vec<Article> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("seeds").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| std::fs::read_to_string(path).expect("seed");
    paths.iter().map(|path| article_from_text("a", "a", None, &read(path), Metadata::default())).collect()
}

fn passages(forms: &mut Forms) -> Vec<Stored> {
    let mut stored = Vec::new();
    for article in articles() {
        let analyzed = analyze(&article, forms);
        for passage in split(&analyzed) {
            stored.push(Stored {
                text: passage.span.of(&article.content).to_owned(),
                span: passage.span,
                words: analyzed.words_of(&passage.words).to_vec(),
                positions: passage.positions(&analyzed).collect(),
                sentences: passage.sentence_starts(&analyzed).collect(),
                paragraphs: passage.paragraph_starts(&analyzed).collect(),
            });
        }
    }
    stored
}

fn matching(criterion: &mut Criterion) {
    let mut forms = Forms::new();
    let passages = passages(&mut forms);
    let mut group = criterion.benchmark_group("match and mark a passage");
    group.throughput(Throughput::Elements(passages.len() as u64));
    for query in
        ["ISIS", "foreign fighters finance", "\"foreign terrorist fighters\"", "foreign w/5 fighters", "terror*"]
    {
        let mut matcher = Matcher::new(&parse(query).expect("query"));
        group.bench_function(query, |bencher| {
            bencher.iter(|| {
                let view = |stored: &'_ Stored| {
                    matcher
                        .matches(&PassageView {
                            sentences: &stored.sentences,
                            paragraphs: &stored.paragraphs,
                            ..PassageView::of_words(&stored.text, stored.span, &stored.words, &stored.positions, &forms)
                        })
                        .map_or(0, |found| found.marks.len())
                };
                passages.iter().map(view).sum::<usize>()
            });
        });
    }
    group.bench_function("analysing it first", |bencher| {
        bencher.iter(|| articles_words(&mut forms));
    });
    group.finish();
}

/// The analysis of the seeds again, with all spellings known.
fn articles_words(forms: &mut Forms) -> usize {
    thread_local!(static ARTICLES: Vec<Article> = articles());
    ARTICLES.with(|all| all.iter().map(|article| analyze(article, forms).words.len()).sum())
}

criterion_group!(benches, matching);
criterion_main!(benches);
