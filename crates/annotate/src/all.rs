//! All annotators over one article.

use super::date::{DateAnnotator, DateClues, Published};
use super::language::language;
use super::speaker::SpeakerAnnotator;
use super::topic::TopicTagger;
use super::{Findings, from_thousandths, thousandths};
use onrecord_text::analyze::{Analyzed, Forms};
use onrecord_text::passage::Passage;

/// Spellings above which a thread forgets those it has seen, to bound its memory: with what annotators keep of each, some
/// 30 MB. Frequent words are soon there again.
const MAX_FORMS: usize = 100_000;

/// The annotators of one thread, with the spellings they have seen.
pub struct Annotator {
    forms: Forms,
    dates: DateAnnotator,
    speakers: SpeakerAnnotator,
    taggers: Vec<(TopicTagger, u64)>,
    enabled: bool,
}

impl Annotator {
    /// Annotators with these taggers, which articles name by number, each with a number that tells it from
    /// others.
    pub fn new(taggers: Vec<(TopicTagger, u64)>) -> Self {
        Annotator {
            forms: Forms::new(),
            dates: DateAnnotator::new(),
            speakers: SpeakerAnnotator::new(),
            taggers,
            enabled: true,
        }
    }

    /// Annotators that find nothing: for measuring what the rest costs.
    pub fn disabled() -> Self {
        Annotator { enabled: false, ..Annotator::new(Vec::new()) }
    }

    /// The spellings to analyse the next article with.
    pub fn forms(&mut self) -> &mut Forms {
        if self.forms.len() > MAX_FORMS {
            self.forms.clear();
        }
        &mut self.forms
    }

    /// A number that tells the taxonomy with this number from others; 0 where there is none.
    pub fn taxonomy_tag(&self, taxonomy: usize) -> u64 {
        self.taggers.get(taxonomy).map_or(0, |(_, tag)| *tag)
    }

    /// The spellings of the articles analysed so far.
    pub fn known_forms(&self) -> &Forms {
        &self.forms
    }

    /// What an article analysed with these [`forms`](Self::forms) says of its own publication, and what it tells
    /// that may date others: what [`corpus::settle`](super::date::corpus::settle) asks of each.
    pub fn dating(&mut self, text: &Analyzed) -> (Published, DateClues) {
        self.dates.dating(text, &self.forms)
    }

    /// Everything to be found in an article analysed with these [`forms`](Self::forms), topics by the
    /// taxonomy with number `taxonomy`; `settled` is the article's publication date where its collection
    /// settles it.
    pub fn annotate(
        &mut self,
        text: &Analyzed,
        passages: &[Passage],
        taxonomy: usize,
        settled: Option<Published>,
    ) -> Findings {
        if !self.enabled {
            return Findings::default();
        }
        let (dated, own_published) = match settled {
            Some(settled) => {
                let (dated, own) = self.dates.annotate_as(text, &self.forms, settled);
                (dated, Some(own))
            }
            None => (self.dates.annotate(text, &self.forms), None),
        };
        let mut quotes = self.speakers.annotate(text, &self.forms);
        quotes.iter_mut().for_each(|quote| quote.confidence = rounded(quote.confidence));
        let taxonomy_tag = self.taxonomy_tag(taxonomy);
        let tagged = self.taggers.get_mut(taxonomy).map(|(tagger, _)| tagger.tag(text, &self.forms, passages));
        let (mut passage_topics, mut topics) = tagged.map_or_else(Default::default, |t| (t.passages, t.article));
        passage_topics.iter_mut().flatten().chain(&mut topics).for_each(|topic| topic.score = rounded(topic.score));
        Findings {
            taxonomy: taxonomy_tag,
            language: language(text.article).map(str::to_owned),
            published: dated.published,
            own_published,
            dates: dated.mentions,
            clues: dated.clues,
            quotes,
            passage_topics,
            topics,
        }
    }
}

/// A score with the decimals that are kept of it.
fn rounded(score: f32) -> f32 {
    from_thousandths(thousandths(score))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::Taxonomy;
    use onrecord_read::article_from_text;
    use onrecord_text::analyze::analyze;
    use onrecord_text::article::Metadata;
    use onrecord_text::passage::split;

    /// Everything found in an article of nothing but `unit`, with the number of its words.
    fn found(annotator: &mut Annotator, unit: &str, bytes: usize) -> (Findings, usize) {
        let text = unit.repeat(bytes / unit.len());
        let article = article_from_text("a", "a", None, &text, Metadata::default());
        let text = analyze(&article, annotator.forms());
        let findings = annotator.annotate(&text, &split(&text), 0, None);
        (findings, text.words.len())
    }

    /// What is found stays in proportion to the article, whatever it is made of; `ONRECORD_LONG_TESTS=1` takes
    /// articles of 20 MB.
    #[test]
    fn articles_of_one_thing_are_borne() {
        let long = std::env::var_os("ONRECORD_LONG_TESTS").is_some();
        let bytes = if long { 20_000_000 } else { 100_000 };
        let mut annotator = Annotator::new(vec![(TopicTagger::new(&Taxonomy::default_news()), 1)]);
        for unit in ["\"", "“", "'", "\"a\" ", "“Ann said. ", "said ", "he said ", "Ann ", "Mr. Orwell, ", "A: b c d\n"]
        {
            let (findings, words) = found(&mut annotator, unit, bytes);
            assert!(findings.quotes.len() <= words, "{unit}");
            assert!(findings.dates.is_empty(), "{unit}");
        }
        for unit in ["May 5, ", "1999 ", "Monday ", "two days ago ", "war ", "war. ", "White House "] {
            let (findings, words) = found(&mut annotator, unit, bytes);
            assert!(findings.dates.len() <= words, "{unit}");
            assert!(findings.quotes.is_empty(), "{unit}");
        }
    }
}
