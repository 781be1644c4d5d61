//! All annotators over one article.

use super::Findings;
use super::date::DateAnnotator;
use super::speaker::SpeakerAnnotator;
use super::topic::TopicTagger;
use crate::analyze::{Analyzed, Forms};
use crate::passage::Passage;

/// Spellings above which a thread forgets those it has seen, to bound its memory: some 60 MB.
const MAX_FORMS: usize = 400_000;

/// The annotators of one thread, with the spellings they have seen.
pub struct Annotator {
    forms: Forms,
    dates: DateAnnotator,
    speakers: SpeakerAnnotator,
    taggers: Vec<TopicTagger>,
    enabled: bool,
}

impl Annotator {
    /// Annotators with one tagger per taxonomy in use.
    pub fn new(taggers: Vec<TopicTagger>) -> Self {
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

    /// The spellings of the articles analysed so far.
    pub fn known_forms(&self) -> &Forms {
        &self.forms
    }

    /// Everything to be found in an article analysed with these [`forms`](Self::forms), topics by the
    /// taxonomy with number `taxonomy`.
    pub fn annotate(&mut self, text: &Analyzed, passages: &[Passage], taxonomy: usize) -> Findings {
        if !self.enabled {
            return Findings::default();
        }
        let dated = self.dates.annotate(text, &self.forms);
        let quotes = self.speakers.annotate(text, &self.forms);
        let tagged = self.taggers.get_mut(taxonomy).map(|tagger| tagger.tag(text, &self.forms, passages));
        let (passage_topics, topics) = tagged.map_or_else(Default::default, |t| (t.passages, t.article));
        Findings { language: None, published: dated.published, dates: dated.mentions, quotes, passage_topics, topics }
    }
}
