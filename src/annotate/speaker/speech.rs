//! From decisions to quotes: the speaker's name, type and role behind a mention.

use std::ops::Range;

use super::antecedent::antecedent;
use super::attribution::Choice;
use super::lexicon::bit;
use super::mention::{Mention, NOBODY, Sort};
use super::scene::Scene;
use super::{Quote, QuoteKind, Speaker, SpeakerType};
use crate::span::Span;

/// Turns decisions on an article's runs and events into quotes.
pub(super) struct Speech<'a> {
    scene: &'a Scene<'a>,
}

impl<'a> Speech<'a> {
    pub(super) fn new(scene: &'a Scene<'a>) -> Self {
        Speech { scene }
    }

    /// The quote for a run.
    pub(super) fn quote(&self, run: u32, choice: &Choice) -> Quote {
        let span = self.scene.runs[run as usize].span;
        Quote {
            span,
            kind: self.kind(run),
            speaker: choice.mention.map(|m| self.speaker(m)),
            mention: choice.mention.map(|m| self.span(&self.scene.mentions[m as usize].words)),
            cue: choice.cue.map(|cue| self.span(&(cue..cue + 1))),
            confidence: choice.probability,
        }
    }

    fn kind(&self, run: u32) -> QuoteKind {
        let first = self.scene.run_words[run as usize].start;
        if self.scene.token(first).is(bit::LOWER) { QuoteKind::Mixed } else { QuoteKind::Direct }
    }

    fn span(&self, words: &Range<u32>) -> Span {
        let at = |i: u32| self.scene.text.words[i as usize].span;
        at(words.start).cover(at(words.end - 1))
    }

    /// Who is behind a mention.
    pub(super) fn speaker(&self, m: u32) -> Speaker {
        let mention = &self.scene.mentions[m as usize];
        if mention.sort == Sort::Pronoun {
            if let Some(a) = antecedent(self.scene, m) {
                return self.named(&self.scene.mentions[a as usize]);
            }
        }
        self.named(mention)
    }

    fn named(&self, mention: &Mention) -> Speaker {
        let content = self.scene.text.content();
        if mention.entity == NOBODY {
            let name = self.span(&mention.words).of(content).to_owned();
            return Speaker { name, kind: SpeakerType::Unnamed, role: None };
        }
        let entity = &self.scene.entities[mention.entity as usize];
        let kind = if entity.body { SpeakerType::Organisation } else { SpeakerType::Person };
        Speaker { name: self.span(&entity.name).of(content).to_owned(), kind, role: None }
    }
}
