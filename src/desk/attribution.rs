//! Who said the words of a passage that are marked.

use crate::annotate::CanonicalNames;
use crate::annotate::speaker::{Quote, QuoteKind, SpeakerType};
use crate::highlight::Mark;
use onrecord_api::backend::PassageCard;
use onrecord_api::{Attribution, Speaker};

/// Who said the marked words of a passage, each speaker once, in the order of the marks. Where no word is marked, who
/// said the quotes that the query asks for, or else who speaks in it at all.
pub(super) fn attributions(
    passage: &PassageCard,
    (marks, wanted): (&[Mark], &[&Quote]),
    names: &dyn CanonicalNames,
) -> Vec<Attribution> {
    let quotes: Vec<&Quote> = match (marks, wanted) {
        ([], []) => passage.quotes.iter().collect(),
        ([], wanted) => wanted.to_vec(),
        (marks, _) => marks.iter().filter_map(|mark| innermost(passage, mark)).collect(),
    };
    let mut found: Vec<Attribution> = Vec::new();
    for quote in quotes {
        let Some(attribution) = attribution(passage, quote, names) else { continue };
        match found.iter_mut().find(|known| is_one(&known.speaker, &attribution.speaker)) {
            Some(known) => *known = joined(known.clone(), attribution),
            None => found.push(attribution),
        }
    }
    found
}

/// What is said of a speaker of whom two of the marked statements are: the fuller name, and that words are quoted where
/// any are.
fn joined(a: Attribution, b: Attribution) -> Attribution {
    let is_quoted = |said: &Attribution| said.kind != QuoteKind::Indirect;
    let kind = if is_quoted(&a) || !is_quoted(&b) { a.kind } else { b.kind };
    let to = a.to.clone().or_else(|| b.to.clone());
    let fuller = if a.speaker.name.len() < b.speaker.name.len() { b } else { a };
    Attribution { kind, to, ..fuller }
}

/// Whether two speakers are one, or one is the surname by which the same passage calls the other.
fn is_one(a: &Speaker, b: &Speaker) -> bool {
    let (short, long) = if a.name.len() < b.name.len() { (a, b) } else { (b, a) };
    let Some(before) = long.name.strip_suffix(&short.name) else { return false };
    before.is_empty() || (before.ends_with(' ') && a.kind == SpeakerType::Person && b.kind == SpeakerType::Person)
}

/// The shortest quote that a mark lies in, since quotes lie within paraphrases.
fn innermost<'a>(passage: &'a PassageCard, mark: &Mark) -> Option<&'a Quote> {
    let around = passage.quotes.iter().filter(|quote| quote.span.overlaps(mark.span));
    around.filter(|quote| quote.speaker.is_some()).min_by_key(|quote| quote.span.end - quote.span.start)
}

/// Who said a quote, if that is known.
pub(super) fn attribution(passage: &PassageCard, quote: &Quote, names: &dyn CanonicalNames) -> Option<Attribution> {
    let speaker = quote.speaker.as_ref()?;
    let speaker =
        Speaker { name: names.canonical(speaker).into_owned(), kind: speaker.kind, role: speaker.role.clone() };
    Some(Attribution { speaker, kind: quote.kind, to: addressee(passage, quote) })
}

/// Verbs that name an addressee behind them: "told reporters".
const TELLING: &[&str] = &["told", "tells", "tell", "telling", "assured", "informed", "reminded", "warned"];

/// Words that end the name of an addressee, and pronouns, which name none that a reader of one passage would know.
const NO_ADDRESSEE: &[&str] = &[
    "about",
    "after",
    "at",
    "before",
    "by",
    "during",
    "earlier",
    "he",
    "her",
    "him",
    "his",
    "how",
    "if",
    "in",
    "it",
    "last",
    "late",
    "later",
    "me",
    "of",
    "on",
    "over",
    "she",
    "that",
    "them",
    "they",
    "this",
    "to",
    "today",
    "tomorrow",
    "us",
    "via",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "who",
    "why",
    "with",
    "yesterday",
    "you",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What is told rather than to whom: "told a story".
const WHAT_IS_TOLD: &[&str] =
    &["anecdote", "joke", "jokes", "lie", "lies", "stories", "story", "tale", "tales", "truth"];

/// Most words of an addressee that are shown: "the Senate Foreign Relations Committee".
const MAX_WORDS: usize = 5;

/// To whom something was said, as printed right behind the verb.
fn addressee(passage: &PassageCard, quote: &Quote) -> Option<String> {
    let cue = quote.cue?;
    let of_text = |at: u32| at.checked_sub(passage.span.start).map(|at| at as usize);
    let words = passage.text.get(of_text(cue.start)?..of_text(cue.end)?)?;
    if !TELLING.contains(&words.to_lowercase().as_str()) {
        return None;
    }
    let behind = passage.text.get(of_text(cue.end)?..)?.trim_start();
    let clause = behind.split([',', '.', ';', ':', '"', '“', '”', '\n', '(', '—', '–']).next()?;
    let named: Vec<&str> = clause
        .split_whitespace()
        .take_while(|word| !NO_ADDRESSEE.contains(&word.to_lowercase().as_str()))
        .take(MAX_WORDS + 1)
        .collect();
    let told = named.iter().position(|word| WHAT_IS_TOLD.contains(&word.to_lowercase().as_str()));
    ((1..=MAX_WORDS).contains(&named.len()) && told.is_none()).then(|| named.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::speaker::QuoteKind;
    use crate::article::BlockKind;
    use crate::span::Span;

    fn to(text: &str) -> Option<String> {
        let at = text.find("told").unwrap();
        let passage = PassageCard {
            ordinal: 0,
            kind: BlockKind::Body,
            span: Span::new(0, text.len()),
            line: 1,
            chars_before: 0,
            text: text.to_owned(),
            blocks: Vec::new(),
            quotes: Vec::new(),
            topics: Vec::new(),
        };
        let quote = Quote {
            span: Span::new(0, text.len()),
            kind: QuoteKind::Indirect,
            speaker: None,
            mention: None,
            cue: Some(Span::new(at, at + 4)),
            confidence: 1.0,
        };
        addressee(&passage, &quote)
    }

    #[test]
    fn an_addressee_stands_right_behind_the_verb() {
        assert_eq!(to("Toner told reporters today that it will").as_deref(), Some("reporters"));
        assert_eq!(
            to("He told the Senate Foreign Relations Committee on Monday").as_deref(),
            Some("the Senate Foreign Relations Committee")
        );
        assert_eq!(to("He told CNN: “No.”").as_deref(), Some("CNN"));
        assert_eq!(to("He told them that it will"), None);
        assert_eq!(to("He told a long and winding story of how it came about"), None);
    }
}
