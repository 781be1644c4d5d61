//! Transcripts: speaker turns ("MR. TONER: …", "QUESTION: …"), each carried on until the next.
//!
//! A label is a few capitalised words and a colon at the start of a line. Labels count only where an
//! article shows that it is a transcript: one label comes back, or a label says so ("QUESTION:").

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::entity::Entity;
use super::lexicon::{bit, knowns};
use super::scene::Scene;
use super::token::gap;
use super::{Quote, QuoteKind, Speaker, SpeakerType};
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// Longest label, in words.
const LONGEST: u32 = 6;

/// Fewest words of a turn that speaks for a transcript.
const FEWEST: u32 = 3;

/// Fewest labels of a transcript.
const LABELS: usize = 2;

/// Labels that begin notes, not turns.
const NOTES: [u32; 39] = knowns([
    "related",
    "more",
    "watch",
    "read",
    "note",
    "update",
    "updated",
    "photo",
    "photos",
    "video",
    "source",
    "editor",
    "also",
    "see",
    "correction",
    "contact",
    "subject",
    "date",
    "from",
    "to",
    "re",
    "here",
    "breaking",
    "poll",
    "image",
    "tags",
    "follow",
    "caption",
    "credit",
    "time",
    "where",
    "when",
    "what",
    "who",
    "ps",
    "warning",
    "summary",
    "transcript",
    "topics",
]);

/// Labels of askers without a name.
const ASKERS: [u32; 7] = knowns(["q", "question", "questioner", "reporter", "moderator", "participant", "audience"]);

/// A line of a transcript.
struct Line {
    words: Range<u32>,
    block: u32,
    /// The words of its label.
    label: Option<Range<u32>>,
}

/// The turns of an article that is a transcript, one quote per line; empty for others.
pub(super) fn turns(scene: &Scene) -> Vec<Quote> {
    if scene.tokens.iter().filter(|t| t.gap & gap::COLON != 0).take(LABELS).count() < LABELS {
        return Vec::new();
    }
    let lines = lines(scene);
    if !is_transcript(scene, &lines) {
        return Vec::new();
    }
    let mut quotes = Vec::new();
    let mut speaking: Option<(Speaker, Range<u32>)> = None;
    for line in &lines {
        if !is_spoken(scene, line) {
            speaking = None;
            continue;
        }
        if let Some(label) = &line.label {
            speaking = Some((speaker(scene, label), label.clone()));
        }
        let start = line.label.as_ref().map_or(line.words.start, |l| l.end);
        if let Some((speaker, label)) = speaking.as_ref().filter(|_| start < line.words.end && !is_aside(scene, start))
        {
            quotes.push(quote(scene, start..line.words.end, line.block, speaker, label));
        }
    }
    quotes
}

fn quote(scene: &Scene, words: Range<u32>, block: u32, speaker: &Speaker, label: &Range<u32>) -> Quote {
    let last = scene.tokens.get(words.end as usize).is_none_or(|t| scene.block(t.sentence) != block);
    let mut span = scene.span(words);
    if last {
        span.end = scene.text.article.blocks[block as usize].span.end;
    } else {
        span.end += terminator(&scene.text.content()[span.end as usize..]);
    }
    Quote {
        span: with_opening(scene, span),
        kind: QuoteKind::Direct,
        speaker: Some(speaker.clone()),
        mention: Some(scene.span(label.clone())),
        cue: None,
        confidence: 0.97,
    }
}

/// Bytes of the punctuation that ends a line.
fn terminator(rest: &str) -> u32 {
    let end = rest.find(|c: char| c == '\n' || c.is_alphanumeric()).unwrap_or(rest.len());
    rest[..end].trim_end().len() as u32
}

/// Takes in an opening mark or bracket that stands directly before.
fn with_opening(scene: &Scene, span: Span) -> Span {
    let before = &scene.text.content()[..span.start as usize];
    let bare = before.trim_end_matches(['"', '“', '‘', '«', '[', '(', '…', '—', '–', '-']);
    Span { start: bare.len() as u32, end: span.end }
}

/// "(Laughter.)", "[crosstalk]": nobody's words.
fn is_aside(scene: &Scene, start: u32) -> bool {
    let before = &scene.text.content()[..scene.text.words[start as usize].span.start as usize];
    before.ends_with(['(', '['])
}

fn is_spoken(scene: &Scene, line: &Line) -> bool {
    matches!(scene.block_kind(line.block), BlockKind::Body | BlockKind::List)
}

fn lines(scene: &Scene) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let sentences = &scene.text.sentences;
    for (number, sentence) in sentences.iter().enumerate() {
        let last = sentences.get(number + 1).is_none_or(|s| s.block != sentence.block);
        for i in sentence.words.clone() {
            if scene.token(i).gap & gap::BREAK != 0 || last && i + 1 == sentence.words.end {
                lines.push(Line { words: start..i + 1, block: sentence.block, label: label(scene, start..i + 1) });
                start = i + 1;
            }
        }
    }
    lines
}

/// The capitalised words up to a colon at the start of a line.
fn label(scene: &Scene, line: Range<u32>) -> Option<Range<u32>> {
    let end = (line.start..line.end.min(line.start + LONGEST)).find(|&w| scene.token(w).gap & gap::COLON != 0)? + 1;
    let words = || (line.start..end).map(|w| scene.token(w));
    let capital = words().all(|t| t.is(bit::CAP | bit::INITIAL)) && !words().any(|t| t.is(bit::NUMBER));
    let note = words().any(|t| NOTES.contains(&t.lex.word));
    let spaced = scene.token(end - 1).gap
        & !(gap::COLON | gap::SPACE | gap::BREAK | gap::MARK | gap::OPEN | gap::DASH | gap::STOP | gap::CLOSE)
        == 0;
    (capital && !note && spaced).then_some(line.start..end)
}

/// Whether labels come back, or one names an asker or has a title, there are two of them at least, and they
/// are no rarity among the lines. A label with next to nothing after it is a table's, not a transcript's.
fn is_transcript(scene: &Scene, lines: &[Line]) -> bool {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let mut sure = 0;
    let spoken = lines.iter().filter(|line| is_spoken(scene, line));
    for (line, label) in spoken.filter_map(|line| Some((line, line.label.as_ref()?))) {
        let last = scene.token(label.end - 1);
        if line.words.end - label.end < FEWEST {
            continue;
        }
        *counts.entry(last.lex.word).or_default() += 1;
        let titled = label.len() > 1 && scene.token(label.start).is(bit::TITLE);
        sure += u32::from(is_asker(last.lex.word) || titled);
    }
    let labels: u32 = counts.values().sum();
    let repeated = counts.values().filter(|&&n| n >= 2).count();
    labels >= LABELS as u32
        && labels * 8 >= lines.len() as u32
        && (sure >= 1 || repeated >= 2 || repeated == 1 && labels >= 4)
}

fn is_asker(word: u32) -> bool {
    ASKERS.contains(&word)
}

/// Who a label names: a bearer of that surname in the article, else the label itself in ordinary letters.
fn speaker(scene: &Scene, label: &Range<u32>) -> Speaker {
    let last = label.end - 1;
    let printed = scene.span(label.clone()).of(scene.text.content());
    if is_asker(scene.token(last).lex.word) {
        return Speaker { name: printed.to_owned(), kind: SpeakerType::Unnamed, role: None };
    }
    let surname = scene.token(last).lex.word;
    let same =
        |e: &&Entity| e.name.len() > 1 && scene.token(e.name.end - 1).lex.word == surname && !e.name.contains(&last);
    let from = (label.start..last).find(|&w| !scene.token(w).is(bit::TITLE | bit::OFFICE)).unwrap_or(last);
    let fuller = scene.entities.iter().filter(same).max_by_key(|e| (e.count, u32::MAX - e.first));
    let words = fuller.filter(|_| from == last).map_or(from..label.end, |e| e.name.clone());
    let name = ordinary(scene.span(words).of(scene.text.content()));
    Speaker { name, kind: SpeakerType::Person, role: None }
}

/// "JOHN TONER" as "John Toner"; names that are not all capitals stay.
fn ordinary(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut first = true;
    for c in name.chars() {
        if first {
            out.push(c)
        } else {
            out.extend(c.to_lowercase())
        }
        first = !c.is_alphanumeric();
    }
    out
}
