//! Which quotes of a found passage are asked for.

use crate::analyze::{Forms, analyze, analyze_name};
use crate::annotate::CanonicalNames;
use crate::annotate::speaker::Quote;
use crate::article::{Address, Article, Block, Metadata};
use crate::highlight::{Matcher, PassageView, QuoteView};
use crate::query::Query;
use crate::span::Span;
use onrecord_api::backend::BackendHit;

/// Tells which quotes are asked for.
pub(super) struct Wanted {
    /// What the query asks of the quote itself.
    matcher: Option<Matcher>,
    forms: Forms,
}

impl Wanted {
    /// For the quotes that `query` asks for.
    pub(super) fn new(query: &Query) -> Self {
        Wanted { matcher: query.of_one_statement().map(|query| Matcher::new(&query)), forms: Forms::new() }
    }

    /// A quote is asked for if it satisfies by itself what the query asks of quotes, and has some of the marked words
    /// where there are any.
    pub(super) fn is_one(&mut self, hit: &BackendHit, quote: &Quote, names: &dyn CanonicalNames) -> bool {
        let marks = &hit.found.marks;
        if !marks.is_empty() && !marks.iter().any(|mark| mark.span.overlaps(quote.span)) {
            return false;
        }
        self.matcher.is_none() || self.satisfies(hit, quote, names)
    }

    /// The quotes of a hit's passage that satisfy by themselves what the query asks of quotes; none where it asks
    /// nothing of them.
    pub(super) fn among<'h>(&mut self, hit: &'h BackendHit, names: &dyn CanonicalNames) -> Vec<&'h Quote> {
        hit.passage.quotes.iter().filter(|quote| self.satisfies(hit, quote, names)).collect()
    }

    fn satisfies(&mut self, hit: &BackendHit, quote: &Quote, names: &dyn CanonicalNames) -> bool {
        let Some(matcher) = &mut self.matcher else { return false };
        let alone = alone(words_of(hit, quote), hit);
        let text = analyze(&alone, &mut self.forms);
        let name = quote.speaker.as_ref().map(|speaker| names.canonical(speaker)).unwrap_or_default();
        let role = quote.speaker.as_ref().and_then(|speaker| speaker.role.as_deref()).unwrap_or_default();
        let (name, role) = (analyze_name(&name, &mut self.forms), analyze_name(role, &mut self.forms));
        let quotes = [QuoteView { kind: quote.kind, words: 0..text.words.len() as u32, speaker: &name, role: &role }];
        let positions: Vec<u32> = (0..text.words.len() as u32).collect();
        let span = Span::new(0, alone.content.len());
        let view = PassageView {
            quotes: &quotes,
            ..PassageView::of_words(&alone.content, span, &text.words, &positions, &self.forms)
        };
        matcher.is_match(&view)
    }
}

/// The words of a quote as an article by themselves.
fn alone(words: &str, hit: &BackendHit) -> Article {
    Article {
        id: String::new(),
        path: String::new(),
        content: words.to_owned(),
        text_start: 0,
        blocks: vec![Block { kind: hit.passage.kind, span: Span::new(0, words.len()) }],
        metadata: Metadata::default(),
        address: Address::default(),
    }
}

/// The words of a quote as far as they stand in the hit's passage.
pub(super) fn words_of<'a>(hit: &'a BackendHit, quote: &Quote) -> &'a str {
    let (span, text) = (hit.passage.span, hit.passage.text.as_str());
    let (start, end) = (quote.span.start.max(span.start), quote.span.end.min(span.end));
    text.get((start - span.start) as usize..end.saturating_sub(span.start) as usize).unwrap_or_default()
}
