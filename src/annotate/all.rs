//! All annotators over one article.

use super::Findings;
use super::date::{DateAnnotator, Published, Read};
use super::language::language;
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
        let Read { dated, own_published, clues } = self.dates.read(text, &self.forms, settled);
        let quotes = self.speakers.annotate(text, &self.forms);
        let taxonomy_tag = self.taxonomy_tag(taxonomy);
        let tagged = self.taggers.get_mut(taxonomy).map(|(tagger, _)| tagger.tag(text, &self.forms, passages));
        let (passage_topics, topics) = tagged.map_or_else(Default::default, |t| (t.passages, t.article));
        Findings {
            taxonomy: taxonomy_tag,
            language: language(text.article).map(str::to_owned),
            published: dated.published,
            own_published,
            clues,
            dates: dated.mentions,
            quotes,
            passage_topics,
            topics,
        }
    }
}
