//! The annotator: an analysed article in, its quotes with their speakers out.

use super::attribution::{Case, Choice, EventIndex, History};
use super::event::events;
use super::indirect::indirect;
use super::lexicon::{Lex, Lexicon};
use super::scene::Scene;
use super::speech::Speech;
use super::turn::turns;
use super::weights::Weights;
use super::{Quote, QuoteKind};
use crate::analyze::form::FormTable;
use crate::analyze::{Analyzed, Forms};

/// Finds quotes and speakers. Holds the learned weights and what is known of each spelling; one per thread.
pub struct SpeakerAnnotator {
    lexicon: Lexicon,
    weights: Weights,
    table: FormTable<Lex>,
}

impl Default for SpeakerAnnotator {
    fn default() -> Self {
        Self::new()
    }
}

impl SpeakerAnnotator {
    /// An annotator with the embedded weights.
    pub fn new() -> Self {
        Self::with_weights(Weights::embedded())
    }

    /// An annotator with other weights, for learning and evaluation.
    pub fn with_weights(weights: Weights) -> Self {
        SpeakerAnnotator { lexicon: Lexicon::new(weights.propensities.clone()), weights, table: FormTable::default() }
    }

    /// The quotes of an article, sorted by where they begin.
    pub fn annotate(&mut self, text: &Analyzed, forms: &Forms) -> Vec<Quote> {
        let scene = Scene::new(text, forms, &mut self.table, &self.lexicon);
        let events = events(&scene, &self.weights.cues);
        let choices = self.choose(&scene, &EventIndex::new(&events));
        let mut speech = Speech::new(&scene, &events, &self.weights.pronouns);
        let quote = |(run, choice): (usize, &Choice)| speech.quote(run as u32, choice);
        let mut quotes: Vec<Quote> = choices.iter().enumerate().map(quote).collect();
        quotes.extend(indirect(&scene, &events, &choices, &mut speech));
        let turns = turns(&scene);
        if !turns.is_empty() {
            quotes = outside(quotes, &turns);
            quotes.extend(turns);
        }
        quotes.sort_by_key(|q| (q.span.start, q.kind != QuoteKind::Indirect));
        quotes
    }

    fn choose(&self, scene: &Scene, events: &EventIndex) -> Vec<Choice> {
        let mut case = Case::default();
        let mut history = History::default();
        (0..scene.runs.len() as u32)
            .map(|run| {
                case.gather(scene, events, run, &history);
                let choice = case.decide(scene, events, run, &self.weights.runs);
                history.push(run, choice.mention);
                choice
            })
            .collect()
    }
}

/// The quotes that overlap no turn; turns are in order.
fn outside(mut quotes: Vec<Quote>, turns: &[Quote]) -> Vec<Quote> {
    quotes.retain(|quote| {
        let next = turns.partition_point(|turn| turn.span.end <= quote.span.start);
        turns.get(next).is_none_or(|turn| !turn.span.overlaps(quote.span))
    });
    quotes
}
