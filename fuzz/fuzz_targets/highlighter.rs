//! Any query on any passage: marks are sorted, disjoint, inside, on character bounds; windows cut none; the
//! text of HTML is the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::analyze::{Forms, analyze};
use onrecord::article::Metadata;
use onrecord::highlight::{Matcher, PassageView, Shown, html, windows};
use onrecord::passage::split;
use onrecord::query::parse;
use onrecord::read::article_from_text;

fuzz_target!(|input: (&str, &str, u8)| {
    let (query, text, width) = input;
    let Ok(query) = parse(query) else { return };
    let article = article_from_text("a", "a", None, text, Metadata::default());
    let mut forms = Forms::new();
    let analyzed = analyze(&article, &mut forms);
    let mut matcher = Matcher::new(&query);
    for passage in split(&analyzed) {
        let positions: Vec<u32> = passage.positions(&analyzed).collect();
        let words = analyzed.words_of(&passage.words);
        let text = passage.span.of(&article.content);
        let view = PassageView::of_words(text, passage.span, words, &positions, &forms);
        let Some(found) = matcher.matches(&view) else { continue };
        let mut last = passage.span.start;
        for mark in &found.marks {
            assert!(mark.span.start >= last && mark.span.start < mark.span.end && mark.span.end <= passage.span.end);
            assert!(article.content.get(mark.span.range()).is_some());
            last = mark.span.end;
        }
        let shown = Shown { text, span: passage.span, sentences: &[], marks: &found.marks };
        for window in windows(&shown, width.into(), 3) {
            assert!(found.marks.iter().all(|mark| !mark.span.overlaps(window) || window.contains(mark.span)));
        }
        let marked = html(text, passage.span, &found.marks);
        assert_eq!(marked.matches("<mark>").count(), found.marks.len());
    }
});
