//! Sentences of texts that no evaluation set has, with the dates in them: `date/inputs.tsv`.

use onrecord_annotate::date::DateAnnotator;
use onrecord_read::article_from_text;
use onrecord_text::analyze::{Forms, analyze};
use onrecord_text::article::Metadata;

/// The mentions of a text written on a day, as the file gives them.
fn mentions(day: &str, text: &str) -> String {
    let metadata = Metadata { date: Some(day.into()), ..Metadata::default() };
    let article = article_from_text("a", "a", None, text, metadata);
    let mut forms = Forms::new();
    let dated = DateAnnotator::new().annotate(&analyze(&article, &mut forms), &forms);
    let words = dated.mentions.iter().map(|m| format!("{}={}", m.span.of(&article.content), m.value));
    words.collect::<Vec<_>>().join("; ")
}

#[test]
fn ninety_seven_inputs_of_a_hundred_come_out_right() {
    let lines = include_str!("date/inputs.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    let wrong = |row: &&Vec<&str>| mentions(row[0], row[2]) != row[1];
    let failures: Vec<String> = rows
        .iter()
        .filter(wrong)
        .map(|row| format!("{}: {}, not {}", row[2], mentions(row[0], row[2]), row[1]))
        .collect();
    assert!(
        rows.len() >= 80 && failures.len() * 100 <= 3 * rows.len(),
        "{} wrong:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
