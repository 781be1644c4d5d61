//! Small texts, each for a habit of English newsrooms, with who speaks in them: `speaker/kinds.txt`.
//!
//! The texts were written before anybody looked at what the annotator makes of them. A line that begins with `#` names
//! the habit, a line without indent is a text (` | ` ends a paragraph, ` ⏎ ` a line), an indented line says who said the words
//! that it gives: `words => name (type)`, or `words => nobody`.

use onrecord_annotate::speaker::{Quote, QuoteKind, SpeakerAnnotator, SpeakerType};
use onrecord_read::article_from_text;
use onrecord_text::analyze::{Forms, analyze};
use onrecord_text::article::Metadata;

/// What the file asks, and what of it did not come out.
pub struct Outcome {
    /// How many texts.
    pub asked: usize,
    /// A line for each that did not come out.
    pub failures: Vec<String>,
}

/// Annotates each text of the file and compares.
pub fn outcome(file: &str, annotator: &mut SpeakerAnnotator) -> Outcome {
    let mut outcome = Outcome { asked: 0, failures: Vec::new() };
    let mut forms = Forms::new();
    let (mut habit, mut content, mut quotes) = ("", String::new(), Vec::new());
    for line in file.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(name) = line.strip_prefix("# ") {
            habit = name;
        } else if let Some(expectation) = line.strip_prefix("  ") {
            outcome.asked += 1;
            let (words, expected) = expectation.split_once(" => ").expect("an expectation has an arrow");
            let found = speaker_of(words, &content, &quotes);
            if found.strip_prefix("the ").unwrap_or(&found) != expected {
                outcome.failures.push(format!("{habit}: {content:?}: {words:?} is {found}, not {expected}"));
            }
        } else {
            let text = format!(
                "The day was long and cold in the town.\n\n{}",
                line.replace(" | ", "\n\n").replace(" ⏎ ", "\n")
            );
            let article = article_from_text("a", "a", Some("Report of the day"), &text, Metadata::default());
            quotes = annotator.annotate(&analyze(&article, &mut forms), &forms);
            content = article.content;
        }
    }
    outcome
}

/// The speaker of the shortest quote that holds `words`, with type, without an indefinite article. What stands in
/// quotation marks is not looked for in paraphrases.
fn speaker_of(words: &str, content: &str, quotes: &[Quote]) -> String {
    let marked = content.find(words).is_some_and(|at| content[..at].ends_with(['“', '"']));
    let holds = |q: &&Quote| q.span.of(content).contains(words) && !(marked && q.kind == QuoteKind::Indirect);
    let found = quotes.iter().filter(holds).min_by_key(|q| (q.kind == QuoteKind::Indirect, q.span.len()));
    let Some(speaker) = found.and_then(|q| q.speaker.as_ref()) else { return "nobody".into() };
    let name = speaker.name.strip_prefix("a ").or_else(|| speaker.name.strip_prefix("an ")).unwrap_or(&speaker.name);
    format!("{name} ({})", type_name(speaker.kind))
}

fn type_name(kind: SpeakerType) -> String {
    format!("{kind:?}").to_lowercase()
}

#[test]
fn nineteen_texts_of_twenty_come_out_right() {
    let Outcome { asked, failures } = outcome(include_str!("speaker/kinds.txt"), &mut SpeakerAnnotator::new());
    assert!(asked >= 150 && failures.len() * 20 <= asked, "{} of {asked}:\n{}", failures.len(), failures.join("\n"));
}
