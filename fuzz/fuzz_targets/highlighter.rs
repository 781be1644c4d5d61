//! Any query on any text: marks are sorted, disjoint, inside the passage and on the bounds of graphemes; each is
//! for a clause of the query; windows cut none; the text of HTML is the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::analyze::{Analyzed, Forms, analyze};
use onrecord::article::Metadata;
use onrecord::highlight::{Found, Matcher, PassageView, Shown, Why, html, windows};
use onrecord::passage::{Passage, split};
use onrecord::query::{Query, parse};
use onrecord::read::article_from_text;
use onrecord::span::Span;
use unicode_segmentation::UnicodeSegmentation;

fuzz_target!(|input: (&str, &str, u8)| {
    let (query, text, width) = input;
    let Ok(query) = parse(query) else { return };
    let article = article_from_text("a", "a", None, text, Metadata::default());
    let mut forms = Forms::new();
    let analyzed = analyze(&article, &mut forms);
    let mut matcher = Matcher::new(&query);
    for passage in split(&analyzed) {
        if let Some(found) = matched(&mut matcher, &analyzed, &forms, &passage) {
            assert_marks(&found, &query, passage.span.of(&article.content), passage.span);
            assert_shown(&found, passage.span.of(&article.content), &analyzed, &passage, width.into());
        }
    }
});

fn matched(matcher: &mut Matcher, analyzed: &Analyzed, forms: &Forms, passage: &Passage) -> Option<Found> {
    let positions: Vec<u32> = passage.positions(analyzed).collect();
    let sentences: Vec<u32> = passage.sentence_starts(analyzed).collect();
    let paragraphs: Vec<u32> = passage.paragraph_starts(analyzed).collect();
    let words = analyzed.words_of(&passage.words);
    let text = passage.span.of(analyzed.content());
    let view = PassageView {
        kind: passage.kind,
        sentences: &sentences,
        paragraphs: &paragraphs,
        same_article: &[true; 1024],
        ..PassageView::of_words(text, passage.span, words, &positions, forms)
    };
    let found = matcher.matches(&view);
    assert_eq!(matcher.is_match(&view), found.is_some());
    found
}

fn assert_marks(found: &Found, query: &Query, text: &str, place: Span) {
    let clauses = query.clauses().len() as u32;
    let bounds: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
    let is_bound = |at: u32| bounds.binary_search(&((at - place.start) as usize)).is_ok();
    let mut last = place.start;
    for mark in &found.marks {
        assert!(mark.span.start >= last && mark.span.start < mark.span.end && mark.span.end <= place.end);
        assert!(is_bound(mark.span.start) && is_bound(mark.span.end), "{:?} cuts a character of {text:?}", mark.span);
        assert!(!mark.clauses.is_empty() && mark.clauses.is_sorted() && mark.clauses.iter().all(|&c| c < clauses));
        last = mark.span.end;
    }
    assert_eq!(found.why == Why::Text, !found.marks.is_empty());
}

fn assert_shown(found: &Found, text: &str, analyzed: &Analyzed, passage: &Passage, width: usize) {
    let range = passage.sentences.start as usize..passage.sentences.end as usize;
    let sentences: Vec<Span> = analyzed.sentences[range].iter().map(|sentence| sentence.span).collect();
    let shown = Shown { text, span: passage.span, sentences: &sentences, marks: &found.marks };
    for window in windows(&shown, width, 3) {
        assert!(passage.span.contains(window) && analyzed.content().get(window.range()).is_some());
        assert!(found.marks.iter().all(|mark| !mark.span.overlaps(window) || window.contains(mark.span)));
    }
    let marked = html(text, passage.span, &found.marks);
    assert_eq!(marked.matches("<mark>").count(), found.marks.len());
    let plain = marked.replace("<mark>", "").replace("</mark>", "");
    assert_eq!(plain, html(text, passage.span, &[]));
    assert!(!plain.contains(['<', '>', '"']));
}
