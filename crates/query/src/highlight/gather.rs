//! Finding those words of a text that a query may mean, without splitting all of it into words.
//!
//! A match has in it at least one of the query's *anchors*: for each phrase or connector the word that is rarest
//! by its letters. So a text is searched for the bytes that the anchors must have; the words around an anchor are
//! looked at, as far as a match can reach, and the rest of the text is skipped. No word contains ASCII white space,
//! so the search for words can begin at any white space.

use std::ops::Range;

use crate::highlight::plan::Plan;
use crate::highlight::rare::Trace;
use crate::highlight::stops::Stops;
use crate::highlight::table::WordTable;
use onrecord_text::analyze::word::Words;
use onrecord_text::analyze::{Forms, Word};
use onrecord_text::span::Span;

/// Words of a text that a query may mean. Reused from text to text.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The words; none of them is one thing as an acronym and another as a word.
    pub words: Vec<Word>,
    /// Their positions, ascending. Two words so near that a match can reach from one to the other are as far apart as
    /// in the text; others are farther apart than any match reaches, however far that is in the text.
    pub positions: Vec<u32>,
}

/// Where the words of a query are looked for.
#[derive(Clone, Debug)]
pub(super) struct Gatherer {
    /// Where a word of an anchor may stand.
    stops: Stops,
    /// The words of which one is in every match, as a set of leaves.
    anchors: Vec<u64>,
    /// Words between the first and the last of a match, the last included.
    reach: u32,
}

impl Gatherer {
    /// For the words that a query looks for in the text.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut anchors = vec![0; plan.patterns.len().div_ceil(64)];
        plan.anchors.iter().for_each(|&leaf| anchors[leaf / 64] |= 1 << (leaf % 64));
        let stops = Stops::new(plan.anchors.iter().map(|&leaf| Trace::of(&plan.patterns[leaf])));
        Gatherer { stops, anchors, reach: plan.reach }
    }

    /// Finds the words in the `blocks` of `text`; their spans are places in `text`. Nothing where more must be
    /// known of one: whether it is an acronym, which depends on its sentence.
    pub(super) fn gather(
        &self,
        text: &str,
        blocks: impl Iterator<Item = Range<usize>>,
        table: &mut WordTable,
        forms: &mut Forms,
        found: &mut Gathered,
    ) -> Option<()> {
        found.words.clear();
        found.positions.clear();
        table.update(forms);
        let mut walk = Walk { gatherer: self, text, table, forms, found, done: 0, place: 0 };
        blocks.into_iter().try_for_each(|block| walk.block(block))
    }
}

/// A walk through one text.
struct Walk<'a> {
    gatherer: &'a Gatherer,
    text: &'a str,
    table: &'a mut WordTable,
    forms: &'a mut Forms,
    found: &'a mut Gathered,
    /// All words before this place of the block are done with.
    done: usize,
    /// The position of the next word.
    place: u32,
}

impl Walk<'_> {
    fn block(&mut self, block: Range<usize>) -> Option<()> {
        self.done = block.start;
        self.leap();
        let mut from = block.start;
        while let Some(stop) = self.gatherer.stops.next(&self.text.as_bytes()[..block.end], from) {
            let chunk = self.chunk_start(stop, from)..self.chunk_end(stop, block.end);
            from = chunk.end;
            if self.has_anchor(chunk.clone()) {
                from = self.around(chunk.start, block.end)?;
            }
        }
        Some(())
    }

    /// What follows is beyond the reach of what was before.
    fn leap(&mut self) {
        self.place = self.place.saturating_add(self.gatherer.reach).saturating_add(1);
    }

    fn chunk_start(&self, at: usize, least: usize) -> usize {
        let space = self.text.as_bytes()[least..at].iter().rposition(u8::is_ascii_whitespace);
        space.map_or(least, |space| least + space + 1)
    }

    fn chunk_end(&self, at: usize, most: usize) -> usize {
        let space = self.text.as_bytes()[at..most].iter().position(u8::is_ascii_whitespace);
        space.map_or(most, |space| at + space)
    }

    fn has_anchor(&mut self, chunk: Range<usize>) -> bool {
        let text = &self.text[chunk];
        Words::new(text).any(|range| {
            let word = &text[range];
            let anchors = &self.gatherer.anchors;
            let is_among = |set: &[u64]| set.iter().zip(anchors).any(|(set, anchors)| set & anchors != 0);
            self.table.may_begin(word.as_bytes()[0]) && {
                let form = self.forms.intern(word);
                is_among(self.table.set(form, false, self.forms)) || is_among(self.table.set(form, true, self.forms))
            }
        })
    }

    /// Looks at the words within reach of the anchor in the chunk at `chunk`, and of the anchors that it meets;
    /// the place up to which it came.
    fn around(&mut self, chunk: usize, end: usize) -> Option<usize> {
        let mut at = self.words_before(chunk);
        if at > self.done {
            self.leap();
        }
        let mut left = None;
        while at < end && left != Some(0) {
            let chunk = at..self.chunk_end(self.skip_space(at, end), end);
            at = chunk.end;
            for range in Words::new(&self.text[chunk.clone()]) {
                let is_anchor = self.word(chunk.start + range.start..chunk.start + range.end)?;
                left = if is_anchor { Some(self.gatherer.reach) } else { left.map(|n: u32| n.saturating_sub(1)) };
            }
        }
        self.done = at;
        Some(at)
    }

    fn skip_space(&self, at: usize, end: usize) -> usize {
        let word = self.text.as_bytes()[at..end].iter().position(|b| !b.is_ascii_whitespace());
        word.map_or(end, |word| at + word)
    }

    /// The place from which on there are as many words before `at` as a match can reach, or all that are not
    /// done with.
    fn words_before(&self, mut at: usize) -> usize {
        let mut words = 0;
        while words < self.gatherer.reach && at > self.done {
            let bytes = &self.text.as_bytes()[self.done..at];
            let end =
                bytes.iter().rposition(|b| !b.is_ascii_whitespace()).map_or(self.done, |last| self.done + last + 1);
            at = self.chunk_start(end, self.done);
            words += Words::new(&self.text[at..end]).count() as u32;
        }
        at
    }

    /// Takes the next word; whether it is an anchor.
    fn word(&mut self, range: Range<usize>) -> Option<bool> {
        let place = self.place;
        self.place = self.place.saturating_add(1);
        if !self.table.may_begin(self.text.as_bytes()[range.start]) {
            return Some(false);
        }
        let form = self.forms.intern(&self.text[range.clone()]);
        if self.table.is_ambiguous(form, self.forms) {
            return None;
        }
        let set = self.table.set(form, false, self.forms);
        if set.iter().all(|&part| part == 0) {
            return Some(false);
        }
        self.found.words.push(Word { span: Span::new(range.start, range.end), form, acronym: false });
        self.found.positions.push(place);
        Some(set.iter().zip(&self.gatherer.anchors).any(|(set, anchors)| set & anchors != 0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::highlight::{Found, Matcher, PassageView};
    use onrecord_read::article_from_text;
    use onrecord_text::analyze::{Analyzed, analyze};
    use onrecord_text::article::Metadata;
    use onrecord_text::passage::{Passage, split};

    /// With all words of the passage.
    fn by_all(matcher: &mut Matcher, text: &Analyzed, passage: &Passage, forms: &Forms) -> Option<Found> {
        let positions: Vec<u32> = passage.positions(text).collect();
        let words = text.words_of(&passage.words);
        let content = passage.span.of(text.content());
        matcher.matches(&PassageView::of_words(content, passage.span, words, &positions, forms))
    }

    /// With the words gathered; None where these do not suffice.
    fn by_few(matcher: &mut Matcher, text: &Analyzed, passage: &Passage, forms: &mut Forms) -> Option<Option<Found>> {
        let (content, base) = (passage.span.of(text.content()), passage.span.start);
        let blocks = passage.blocks(text).map(|b| (b.span.start - base) as usize..(b.span.end - base) as usize);
        let mut found = Gathered::default();
        matcher.gather(content, blocks, forms, &mut found)?;
        assert!(found.positions.is_sorted_by(|a, b| a < b));
        let span = Span::new(0, content.len());
        let view = PassageView::of_words(content, span, &found.words, &found.positions, forms);
        let mut found = matcher.matches(&view);
        for mark in found.iter_mut().flat_map(|found| &mut found.marks) {
            mark.span = Span { start: mark.span.start + base, end: mark.span.end + base };
        }
        Some(found)
    }

    /// Compares both; how many passages were told by few words.
    fn compare(query: &str, text: &str) -> usize {
        let query = crate::parse(query).unwrap_or_else(|error| panic!("{}", crate::error::render(&error, query)));
        let article = article_from_text("a", "a", None, text, Metadata::default());
        let (mut forms, mut matcher) = (Forms::new(), Matcher::new(&query));
        let analyzed = analyze(&article, &mut forms);
        let mut told = 0;
        for passage in split(&analyzed) {
            let all = by_all(&mut matcher, &analyzed, &passage, &forms);
            if let Some(few) = by_few(&mut matcher, &analyzed, &passage, &mut forms) {
                assert_eq!(few, all, "{query} on {text}");
                told += 1;
            }
        }
        told
    }

    const QUERIES: [&str; 22] = [
        "dance",
        "dances OR ISIS",
        "\"to be\"",
        "\"be to be\"",
        "\"to dance\" be",
        "\"be dance\"~2",
        "\"to be dance\"~3",
        "to w/2 dance",
        "dance pre/3 (be OR to)",
        "(to w/2 be) w/4 dance",
        "(\"to be\" w/3 dance) w/2 isis",
        "be NOT w/2 dance",
        "(be NOT w/2 to) w/4 dance",
        "atleast2(be)",
        "atleast2(\"to be\")",
        "be -\"to dance\"",
        "danc*",
        "*ce",
        "dence~1",
        "/da.*/",
        "=café \"don't be\"",
        "US 北 \"isis be\"",
    ];

    #[test]
    fn the_rest_of_a_text_is_not_needed() {
        let text = "He was to be or not to be, and “to dance” is\tto be — said ISIS.\n\nDances; the US don’t be. Isis to BE \
                    caf\u{e9}-dance x x x x x x to x be x dance 北京 be.to dance,be co\u{ad}be";
        let told: usize = QUERIES.iter().map(|query| compare(query, text)).sum();
        assert!(told > QUERIES.len(), "{told}");
    }

    #[test]
    fn words_are_found_wherever_they_stand_among_many_bytes() {
        for before in 0..70 {
            let filler = |len: usize| "zq vw x".chars().cycle().take(len).collect::<String>();
            let text = format!("{} Dance, U.S. dancing to be {}", filler(before), filler(90));
            let told: usize = QUERIES.iter().map(|query| compare(query, &text)).sum();
            assert!(told > 0, "{before}");
        }
    }

    proptest! {
        #[test]
        fn few_words_tell_what_all_do(
            query in prop::sample::select(&QUERIES),
            text in "((to|be|Be|dance|dancing|x|y z|ISIS|isis|US|us|U\\.S\\.|café|don’t|don't|北京|e\u{301}|é)( |  |-|\\.|, |\n| — |\n\n|’|\u{ad})){0,40}",
        ) {
            compare(query, &text);
        }

        #[test]
        fn any_text_is_walked(query in prop::sample::select(&QUERIES), text in "([ -~]|[“”’—…é\u{301}\u{AD}京\n\t]){0,60}") {
            compare(query, &text);
        }
    }
}
