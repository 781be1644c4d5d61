//! The annotator: an analysed article in, its quotes with their speakers out.

use super::attribution::{Case, Choice, EventIndex};
use super::event::events;
use super::history::History;
use super::indirect::indirect;
use super::lexicon::{Lex, Lexicon};
use super::marks::{Run, runs};
use super::model::Scores;
use super::scene::{Buffers, Scene};
use super::speech::Speech;
use super::stretch::stretches;
use super::turn::turns;
use super::weights::Weights;
use super::{Quote, QuoteKind};
use onrecord_text::analyze::form::FormTable;
use onrecord_text::analyze::{Analyzed, Forms};
use onrecord_text::limit;
use onrecord_text::span::Span;

/// Longest stretch of an article that is looked at as a whole, in words; a longer article is cut. A word
/// takes some hundred bytes, so a stretch some 50 MB; a novel as long as "War and Peace" has two.
const MAX_WORDS: u32 = 1 << 19;

/// Finds quotes and speakers. Holds the learned weights and what is known of each spelling; one per thread.
pub struct SpeakerAnnotator {
    lexicon: Lexicon,
    weights: Weights,
    table: FormTable<Lex>,
    buffers: Buffers,
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
        let lexicon = Lexicon::new(weights.propensities.clone());
        SpeakerAnnotator { lexicon, weights, table: FormTable::default(), buffers: Buffers::default() }
    }

    /// The quotes of an article, sorted by where they begin. One of more than `MAX_WORDS` words is looked at a
    /// stretch at a time, as if each was an article.
    pub fn annotate(&mut self, text: &Analyzed, forms: &Forms) -> Vec<Quote> {
        self.annotate_within(text, forms, MAX_WORDS)
    }

    fn annotate_within(&mut self, text: &Analyzed, forms: &Forms, most: u32) -> Vec<Quote> {
        let runs = runs(text.article);
        if text.words.len() <= most as usize {
            return self.quotes_of(text, forms, runs);
        }
        let mut quotes = Vec::new();
        for stretch in stretches(text, most) {
            let found = self.quotes_of(&stretch.text, forms, stretch.runs(&runs));
            // What goes on beyond a cut within a paragraph ends there.
            let clipped = found.into_iter().map(|quote| {
                let end = quote.span.end.min(stretch.span.end);
                Quote { span: Span { end, ..quote.span }, ..quote }
            });
            quotes.extend(clipped);
        }
        quotes
    }

    fn quotes_of(&mut self, text: &Analyzed, forms: &Forms, runs: Vec<Run>) -> Vec<Quote> {
        let buffers = std::mem::take(&mut self.buffers);
        let scene = Scene::new(text, forms, (&mut self.table, &mut self.lexicon), runs, buffers);
        let quotes = self.quotes(&scene);
        self.buffers = scene.into_buffers();
        quotes
    }

    fn quotes(&self, scene: &Scene) -> Vec<Quote> {
        let events = events(scene, &self.weights.cues);
        let index = EventIndex::new(scene, &events);
        let choices = self.choose(scene, &index);
        let mut speech = Speech::new(scene, &index, &self.weights.pronouns);
        let said = choices.iter().enumerate().filter(|(_, choice)| !choice.unsaid);
        let mut quotes: Vec<Quote> = said.map(|(run, choice)| speech.quote(run as u32, choice)).collect();
        quotes.extend(indirect(scene, &events, &choices, &mut speech));
        let turns = turns(scene);
        if !turns.is_empty() {
            quotes = outside(quotes, &turns);
            quotes.extend(turns);
        }
        quotes.sort_by_key(|q| (q.span.start, q.kind != QuoteKind::Indirect));
        quotes
    }

    fn choose(&self, scene: &Scene, events: &EventIndex) -> Vec<Choice> {
        if scene.runs.is_empty() {
            return Vec::new();
        }
        let mut case = Case::new();
        let mut history = History::default();
        let mut scores = Scores::new(&self.weights.runs);
        (0..scene.runs.len() as u32)
            .map(|run| {
                limit::check();
                case.gather(scene, run, &history);
                scores.clear();
                case.features(scene, events, &history, &mut scores);
                let choice = case.decide(scene, events, &history, &mut scores.scores);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{QuoteKind, SpeakerType};
    use super::*;
    use onrecord_read::article_from_text;
    use onrecord_text::analyze::analyze;
    use onrecord_text::article::{Article, BlockKind, Metadata};

    fn quotes_of(article: &Article) -> Vec<Quote> {
        let mut forms = Forms::new();
        let text = analyze(article, &mut forms);
        SpeakerAnnotator::new().annotate(&text, &forms)
    }

    /// Kind, words and speaker of each quote.
    fn said(text: &str) -> Vec<(QuoteKind, String, String)> {
        let article = article_from_text("a", "a", None, text, Metadata::default());
        let name = |q: &Quote| q.speaker.as_ref().map_or(String::new(), |s| s.name.clone());
        let row = |q: Quote| (q.kind, q.span.of(&article.content).to_owned(), name(&q));
        quotes_of(&article).into_iter().map(row).collect()
    }

    fn speakers(text: &str) -> Vec<String> {
        said(text).into_iter().filter(|(kind, ..)| *kind != QuoteKind::Indirect).map(|(.., name)| name).collect()
    }

    #[test]
    fn a_surname_and_a_pronoun_lead_to_the_full_name() {
        let text = "The talks went on, said acting harbour commissioner Mark Ferrant on Monday.\n\n\
                    “We have a deal,” Ferrant said. “It will hold.”\n\n“Nobody loses,” he added.";
        assert_eq!(speakers(text), ["Mark Ferrant"; 3]);
    }

    #[test]
    fn a_role_is_given_as_printed() {
        let text = "“It is over,” said acting harbour commissioner Mark Ferrant.";
        let article = article_from_text("a", "a", None, text, Metadata::default());
        let speaker = quotes_of(&article).remove(0).speaker.unwrap();
        assert_eq!(speaker.kind, SpeakerType::Person);
        assert_eq!(speaker.role.as_deref(), Some("acting harbour commissioner"));
    }

    #[test]
    fn who_is_only_mentioned_does_not_speak() {
        let text = "Jane Doe met Secretary Rex Orwell in Geneva. “Orwell was well prepared,” Doe told reporters.";
        assert_eq!(speakers(text), ["Jane Doe"]);
    }

    #[test]
    fn indirect_speech_takes_in_source_cue_and_content() {
        let found = said("The ministers said that the plan was dead. Nothing else happened that day.");
        let expected =
            (QuoteKind::Indirect, "The ministers said that the plan was dead".to_owned(), "ministers".to_owned());
        assert_eq!(found, [expected]);
    }

    #[test]
    fn a_turns_speaker_is_carried_over_its_paragraphs() {
        let text = "MR. FERRANT: Good afternoon, everybody, and welcome back.\n\nI have a short statement to read.\n\n\
                    QUESTION: Is the “deal” still on the table?\n\nMR. FERRANT: It is, and it will stay there.";
        assert_eq!(speakers(text), ["Ferrant", "Ferrant", "question", "Ferrant"]);
    }

    #[test]
    fn a_very_long_article_is_a_row_of_stretches() {
        let paragraph =
            |n: u32| format!("“We have deal number {n},” Mark Ferrant said. “It will hold.” He said it was so.");
        let text: Vec<String> = (0..60).map(paragraph).collect();
        for separator in ["\n\n", " "] {
            let article = article_from_text("a", "a", None, &text.join(separator), Metadata::default());
            let mut forms = Forms::new();
            let analyzed = analyze(&article, &mut forms);
            let mut annotator = SpeakerAnnotator::new();
            let whole = annotator.annotate(&analyzed, &forms);
            let stretches = annotator.annotate_within(&analyzed, &forms, 100);
            let spans = |quotes: &[Quote]| quotes.iter().map(|quote| quote.span).collect::<Vec<_>>();
            assert!(whole.len() >= 120);
            assert_eq!(spans(&stretches), spans(&whole));
            let named = |quote: &Quote| quote.speaker.as_ref().is_some_and(|speaker| speaker.name == "Mark Ferrant");
            assert!(stretches.iter().filter(|quote| named(quote)).count() >= 100, "{separator:?}");
        }
    }

    #[test]
    fn what_goes_on_beyond_a_stretch_ends_with_it() {
        let text = format!("MR. FERRANT: {}", "It will stay there for a while. ".repeat(30));
        let article = article_from_text("a", "a", None, &text, Metadata::default());
        let mut forms = Forms::new();
        let analyzed = analyze(&article, &mut forms);
        let quotes = SpeakerAnnotator::new().annotate_within(&analyzed, &forms, 50);
        assert!(quotes.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{quotes:?}");
    }

    #[test]
    fn boilerplate_says_nothing() {
        let mut article = article_from_text("a", "a", None, "“Sign up,” said Jane Doe.", Metadata::default());
        article.blocks.iter_mut().for_each(|b| b.kind = BlockKind::Boilerplate);
        assert!(quotes_of(&article).is_empty());
    }

    #[test]
    fn nothing_but_marks_stays_small() {
        for unit in ["\"", "“", "\"a\" ", "“a ", "''", "'a' ", "«a» ", "A: \"", "Mr. "] {
            assert!(said(&unit.repeat(20_000)).len() <= super::super::marks::MAX_RUNS, "{unit}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_borne(text in "([“”\"'‘’«»`:.,\n ]|said |he |Toner |Mr. |the |official |of |A|é){0,80}") {
            let article = article_from_text("a", "a", None, &text, Metadata::default());
            let mut last = 0;
            for quote in quotes_of(&article) {
                prop_assert!(article.content.get(quote.span.range()).is_some());
                prop_assert!(quote.span.start >= last && quote.confidence >= 0.0 && quote.confidence <= 1.0);
                last = quote.span.start;
            }
        }
    }
}
