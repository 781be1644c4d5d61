//! What an article is cut into.

use onrecord_read::article_from_text;
use onrecord_text::analyze::{Analyzed, Forms, analyze};
use onrecord_text::article::{Article, Block, BlockKind, Metadata};
use onrecord_text::passage::*;
use onrecord_text::span::Span;
use proptest::prelude::*;

fn article(title: Option<&str>, text: &str) -> Article {
    article_from_text("a", "a", title, text, Metadata::default())
}

fn texts(article: &Article) -> Vec<(BlockKind, u32, String)> {
    let analyzed = analyze(article, &mut Forms::new());
    let text = |p: &Passage| (p.kind, p.line, p.span.of(&article.content).to_owned());
    split(&analyzed).iter().map(text).collect()
}

/// A paragraph of `sentences` sentences of eleven words each.
fn paragraph(sentences: usize) -> String {
    vec!["The ministers met again in Paris to talk about the region."; sentences].join(" ")
}

#[test]
fn a_paragraph_is_a_passage_and_the_title_one_of_its_own() {
    let article = article(None, &format!("Ministers meet again in Paris\n\n{}\n\n{}", paragraph(3), paragraph(4)));
    let found: Vec<_> = texts(&article).into_iter().map(|(kind, line, _)| (kind, line)).collect();
    assert_eq!(found, [(BlockKind::Title, 1), (BlockKind::Body, 3), (BlockKind::Body, 5)]);
}

#[test]
fn short_neighbours_join() {
    let article = article(Some("Ministers"), &format!("She pauses.\n\n{}\n\n{}", paragraph(3), paragraph(6)));
    let found = texts(&article);
    assert_eq!(found.len(), 3);
    assert!(found[1].2.starts_with("She pauses.\n\nThe ministers"));
}

#[test]
fn a_lead_in_joins_its_quote() {
    let lead = format!("{} He went on to say the following in front of all of them:", paragraph(1));
    let article = article(Some("Ministers"), &format!("{lead}\n\n“{}”\n\n{}", paragraph(2), paragraph(6)));
    assert!(texts(&article)[1].2.ends_with('”'));
}

#[test]
fn a_very_long_paragraph_is_cut_at_sentence_ends() {
    let article = article(Some("Ministers"), &paragraph(100));
    let analyzed = analyze(&article, &mut Forms::new());
    for passage in &split(&analyzed)[1..] {
        assert!((90..=150).contains(&passage.words.len()), "{}", passage.words.len());
        assert!(passage.span.of(&article.content).ends_with('.'));
    }
}

#[test]
fn positions_jump_at_blocks() {
    let article = article(Some("Ministers"), "She pauses.\n\nThen she goes. He stays.");
    let analyzed = analyze(&article, &mut Forms::new());
    let passage = &split(&analyzed)[1];
    let after = 1 + BLOCK_GAP;
    assert_eq!(
        passage.positions(&analyzed).collect::<Vec<_>>(),
        [0, 1, after, after + 1, after + 2, after + 3, after + 4]
    );
    assert_eq!(passage.sentence_starts(&analyzed).collect::<Vec<_>>(), [0, after, after + 3]);
    assert_eq!(passage.paragraph_starts(&analyzed).collect::<Vec<_>>(), [0, after]);
}

#[test]
fn a_piece_knows_that_it_goes_on() {
    let article = article(None, &paragraph(30));
    let analyzed = analyze(&article, &mut Forms::new());
    let found: Vec<bool> = split(&analyzed).iter().map(|p| p.continues(&analyzed)).collect();
    assert_eq!(found, [false, true, true]);
}

/// The passage's text as an article by itself, its blocks moved there.
fn alone(passage: &Passage, analyzed: &Analyzed) -> Article {
    let by = |block: Block| Block {
        kind: block.kind,
        span: Span { start: block.span.start - passage.span.start, end: block.span.end - passage.span.start },
    };
    Article {
        id: "alone".into(),
        path: "alone".into(),
        content: passage.span.of(analyzed.content()).to_owned(),
        text_start: 0,
        blocks: passage.blocks(analyzed).map(by).collect(),
        metadata: Metadata::default(),
        address: Default::default(),
    }
}

fn check(article: &Article) {
    let mut forms = Forms::new();
    let analyzed = analyze(article, &mut forms);
    let passages = split(&analyzed);
    let (mut word, mut sentence, mut byte) = (0, 0, 0);
    for (i, passage) in passages.iter().enumerate() {
        assert_eq!(passage.ordinal as usize, i);
        assert_eq!((passage.words.start, passage.sentences.start), (word, sentence));
        (word, sentence) = (passage.words.end, passage.sentences.end);
        assert!(passage.span.start >= byte && !passage.span.is_empty());
        byte = passage.span.end;
        let text = passage.span.of(&article.content);
        assert_eq!(text.trim(), text);
        assert!(passage.blocks(&analyzed).all(|block| block.kind == passage.kind));
        check_alone(passage, &analyzed, &mut forms);
    }
    assert_eq!((word as usize, sentence as usize), (analyzed.words.len(), analyzed.sentences.len()));
    let covered = |block: &Block| passages.iter().any(|p| p.span.overlaps(block.span));
    assert!(article.blocks.iter().all(covered));
}

/// Highlighting analyses a stored passage again and must find what indexing found.
fn check_alone(passage: &Passage, analyzed: &Analyzed, forms: &mut Forms) {
    let article = alone(passage, analyzed);
    let again = analyze(&article, forms);
    let by = passage.span.start;
    let words = &analyzed.words[passage.words.start as usize..passage.words.end as usize];
    let moved = |span: Span| Span { start: span.start - by, end: span.end - by };
    let expected: Vec<_> = words.iter().map(|w| (moved(w.span), w.form, w.acronym)).collect();
    let found: Vec<_> = again.words.iter().map(|w| (w.span, w.form, w.acronym)).collect();
    assert_eq!(found, expected, "{:?}", article.content);
    let sentences = &analyzed.sentences[passage.sentences.start as usize..passage.sentences.end as usize];
    let expected: Vec<_> = sentences.iter().map(|s| moved(s.span)).collect();
    assert_eq!(again.sentences.iter().map(|s| s.span).collect::<Vec<_>>(), expected, "{:?}", article.content);
}

proptest! {
    #[test]
    fn passages_of_any_text(title in proptest::option::of("\\PC{0,20}"), text in any::<String>()) {
        check(&article(title.as_deref(), &text));
    }

    #[test]
    fn passages_of_paragraphs(
        parts in proptest::collection::vec(("[A-Z][a-z]{2,8}|US|U\\.S\\.|“Hi", 0..60usize, "[.:!?”]{0,2}[ \n]{1,2}|—|\\(|'s "), 1..40)
    ) {
        let text: String = parts.iter().map(|(word, n, end)| format!("{}{word}{end}", format!("{word} and the ").repeat(*n))).collect();
        check(&article(None, &text));
    }
}
