//! Speed of tagging with the default taxonomy, words given: bytes of text a second on one core.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::topic::{Taxonomy, TopicTagger};
use onrecord::article::Metadata;
use onrecord::passage::{Passage, split};
use onrecord::read::article_from_text;

/// News of several topics; each article repeats its paragraphs in another order, so none is like another.
const PARAGRAPHS: [&str; 8] = [
    "Secretary of State Rex Tillerson will host ministers from 68 countries in Washington on March 22 to discuss the \
     fight against Islamic State in Iraq and Syria, the State Department said on Thursday.",
    "Shares in the company fell 3 percent after the bank cut its forecast for earnings in the third quarter, citing \
     weak sales and a strong dollar that hurt exports to Europe.",
    "He said he had no idea what would come of it, and that the people whom he had met along the way had been kind \
     to him in spite of everything that had happened before.",
    "The striker scored twice in the second half as the hosts beat their rivals to reach the semi-final of the cup, \
     though their captain went off with a knee injury.",
    "A judge sentenced the former mayor to six years in prison on Friday for taking bribes from a builder, in a trial \
     that has gripped the city since last year.",
    "Doctors at the hospital said the patients were stable; health officials asked anybody with symptoms of the flu \
     to stay at home until the outbreak is under control.",
    "The software lets users share music files over the internet, which has led to lawsuits by record companies and \
     to a debate in Congress about copyright.",
    "It was a quiet morning by the river, where the road bends to the west and the houses stand far apart, and nobody \
     seemed to be in any hurry at all.",
];

fn articles() -> Vec<String> {
    (0..400)
        .map(|i| (0..12).map(|j| PARAGRAPHS[(i * 5 + j * 3 + i / 8 * j) % 8]).collect::<Vec<_>>().join("\n\n"))
        .collect()
}

fn tagging(c: &mut Criterion) {
    let texts = articles();
    let articles: Vec<_> =
        texts.iter().map(|text| article_from_text("a", "a", None, text, Metadata::default())).collect();
    let mut forms = Forms::new();
    let analyzed: Vec<_> = articles.iter().map(|article| analyze(article, &mut forms)).collect();
    let passages: Vec<Vec<Passage>> = analyzed.iter().map(split).collect();
    let mut tagger = TopicTagger::new(&Taxonomy::default_news());
    let mut group = c.benchmark_group("topics");
    group.throughput(Throughput::Bytes(texts.iter().map(|t| t.len() as u64).sum()));
    group.bench_function("tag with the default taxonomy", |b| {
        b.iter(|| {
            for (text, passages) in analyzed.iter().zip(&passages) {
                black_box(tagger.tag(text, &forms, passages));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, tagging);
criterion_main!(benches);
