//! Transcripts: speaker turns ("MR. TONER: …", "Q    …", "Donald Trump: …"), each carried on until the next.
//!
//! A label stands at the start of a paragraph, or of a line within one; other line breaks were put in to fill a column and
//! mean nothing. Labels count only where an article shows that it is a transcript: one label comes back, a label says so
//! ("QUESTION:"), or the article opens with one in capitals ("THE PRESIDENT:").

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::bit;
use super::description::initials as initials_of;
use super::entity::Entity;
use super::label::{Label, Labelled, is_slip, label};
use super::scene::Scene;
use super::token::gap;
use super::{Quote, QuoteKind, Speaker, SpeakerType};
use onrecord_text::analyze::Sentence;
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// Fewest words of a turn that speaks for a transcript.
const FEWEST: u32 = 2;

/// How sure a turn's speaker is.
const CONFIDENCE: f32 = 0.97;

/// A paragraph of a transcript, or a part of one from a label on.
struct Part {
    words: Range<u32>,
    block: u32,
    label: Option<Label>,
}

/// The turns of an article that is a transcript, one quote per paragraph; empty for others.
pub(super) fn turns(scene: &Scene) -> Vec<Quote> {
    let mut parts = parts(scene);
    drop_strays(scene, &mut parts);
    let Some(counts) = transcript_labels(scene, &parts) else { return Vec::new() };
    let cast = Cast::new(scene, &parts, counts);
    let mut quotes = Vec::new();
    let mut speaking: Option<(Speaker, Span)> = None;
    for part in &parts {
        if !is_spoken(scene, part) {
            speaking = None;
            continue;
        }
        if let Some(label) = &part.label {
            speaking = Some((cast.speaker(scene, label), label.span(scene)));
        }
        let start = part.label.as_ref().map_or(part.words.start, |l| l.end);
        let aside = start >= part.words.end || is_aside(scene, start..part.words.end);
        if let Some((speaker, mention)) = speaking.as_ref().filter(|_| !aside) {
            quotes.push(quote(scene, start..part.words.end, part.block, speaker, *mention));
        }
    }
    quotes
}

fn quote(scene: &Scene, words: Range<u32>, block: u32, speaker: &Speaker, mention: Span) -> Quote {
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
        mention: Some(mention),
        cue: None,
        confidence: CONFIDENCE,
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

/// "(Laughter.)", "[crosstalk]", "12:19 P.M. EDT": nobody's words.
fn is_aside(scene: &Scene, words: Range<u32>) -> bool {
    let before = &scene.text.content()[..scene.text.words[words.start as usize].span.start as usize];
    let bracket = before.ends_with(['(', '[']) && scene.token(words.end - 1).gap & gap::CLOSE != 0;
    let clock = scene.token(words.start).is(bit::NUMBER)
        && words.len() <= 5
        && words.clone().all(|w| scene.token(w).is(bit::NUMBER | bit::CAP));
    bracket || clock
}

/// Whether a part is speech or may be: headings and what a page adds are none, unless they have a label.
fn is_spoken(scene: &Scene, part: &Part) -> bool {
    match scene.block_kind(part.block) {
        BlockKind::Title | BlockKind::Section | BlockKind::Heading | BlockKind::Dateline => part.label.is_some(),
        BlockKind::Boilerplate => false,
        _ => true,
    }
}

/// The paragraphs of an article, cut where a line begins with a label.
fn parts(scene: &Scene) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut block = u32::MAX;
    let mut broken = false;
    for sentence in &scene.text.sentences {
        for i in sentence.words.clone() {
            let opens = sentence.block != block;
            if opens || broken {
                let found = label(scene, i, sentence.block);
                if opens || found.is_some() {
                    parts.push(Part { words: i..i, block: sentence.block, label: found });
                }
            }
            block = sentence.block;
            broken = scene.token(i).gap & gap::BREAK != 0;
            if let Some(part) = parts.last_mut() {
                part.words.end = i + 1;
            }
        }
    }
    parts
}

/// Takes the labels away that a transcript's others speak against: ordinary words before a colon, where the others are in
/// capitals or come back.
fn drop_strays(scene: &Scene, parts: &mut [Part]) {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let (mut all, mut shouted) = (0, 0);
    for label in parts.iter().filter_map(|part| part.label.as_ref()) {
        *counts.entry(label.key(scene)).or_default() += 1;
        all += 1;
        shouted += usize::from(label.who == Labelled::Asker || label.is_shouted(scene));
    }
    let in_capitals = shouted * 10 >= all * 7;
    for part in parts {
        let stray = part.label.as_ref().is_some_and(|label| {
            let plain = label.who == Labelled::Name && !label.is_titled(scene) && !label.is_shouted(scene);
            let rare = counts.get(&label.key(scene)).is_none_or(|&n| n < 2);
            plain && (in_capitals || rare && !label.is_listed(scene))
        });
        if stray {
            part.label = None;
        }
    }
}

/// How often each labelled name occurs, where the parts are a transcript's: labels come back, or one names an asker or
/// has a title, there are two of them at least, and they are no rarity. A label with next to nothing after it is a
/// table's, not a transcript's.
fn transcript_labels(scene: &Scene, parts: &[Part]) -> Option<FxHashMap<u32, u32>> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    let (mut sure, mut short) = (0, 0);
    let spoken = || parts.iter().filter(|part| is_spoken(scene, part));
    let nexts = parts.iter().skip(1).map(Some).chain([None]);
    let labelled = parts.iter().zip(nexts).filter(|(part, _)| is_spoken(scene, part));
    for (part, label, next) in labelled.filter_map(|(part, next)| Some((part, part.label.as_ref()?, next))) {
        let told = label.who != Labelled::Name || label.is_titled(scene);
        // A label on a line of its own is of the paragraph that follows.
        let heads = part.words.end == label.end && next.is_some_and(|next| next.label.is_none());
        if !heads && part.words.end - label.end < FEWEST {
            short += 1;
            if !told {
                continue;
            }
        }
        *counts.entry(label.key(scene)).or_default() += 1;
        sure += u32::from(told);
    }
    let labels: u32 = counts.values().sum();
    let repeated = counts.values().filter(|&&n| n >= 2).count();
    let led = spoken().next().is_some_and(|part| part.label.is_some());
    let shown = sure >= 1 || repeated >= 2 || repeated == 1 && (labels >= 4 || led && labels >= 3);
    // A statement of one person may have a label at its head alone.
    let opens = spoken()
        .take(4)
        .filter_map(|p| p.label.as_ref())
        .any(|l| l.who != Labelled::Asker && l.is_shouted(scene) && l.is_titled(scene));
    let share = if sure >= 2 || led && repeated >= 1 { 40 } else { 8 };
    let frequent = labels * share >= parts.len() as u32 && short * 2 <= labels;
    (labels >= 2 && shown && frequent || labels >= 1 && opens).then_some(counts)
}

/// The names and offices that the labels of a transcript are looked up in, worked out once.
struct Cast {
    /// How often each labelled name occurs.
    counts: FxHashMap<u32, u32>,
    /// The names of frequent labels, folded.
    frequent: Vec<(u32, String)>,
    /// The words of the fullest and most frequent name with each surname, labels of one word left out.
    fullest: FxHashMap<u32, Range<u32>>,
    /// The only person with each initials.
    initials: FxHashMap<u64, Option<Range<u32>>>,
    /// The holders of offices that a label named in brackets, by the last word of the office.
    holders: FxHashMap<u32, Range<u32>>,
    /// The only person whom the text names in full before the first label: in an interview, who answers.
    asked: Option<Range<u32>>,
}

/// Most frequent names that a rare one is compared with.
const MOST_FREQUENT: usize = 64;

/// Fewest turns of a frequent name.
const FREQUENT: u32 = 3;

impl Cast {
    fn new(scene: &Scene, parts: &[Part], counts: FxHashMap<u32, u32>) -> Self {
        let mut frequent: Vec<(u32, String)> = Vec::new();
        for label in parts.iter().filter_map(|part| part.label.as_ref()) {
            let key = label.key(scene);
            let often = counts.get(&key).is_some_and(|&n| n >= FREQUENT);
            if often && frequent.len() < MOST_FREQUENT && frequent.iter().all(|(k, _)| *k != key) {
                frequent.push((key, label.folded(scene)));
            }
        }
        let mut best: FxHashMap<u32, &Entity> = FxHashMap::default();
        for entity in scene.entities.iter().filter(|e| e.name.len() > 1 && !e.body) {
            let held = best.entry(scene.token(entity.name.end - 1).lex.word).or_insert(entity);
            if (entity.count, u32::MAX - entity.first) > (held.count, u32::MAX - held.first) {
                *held = entity;
            }
        }
        let fullest = best.into_iter().map(|(surname, entity)| (surname, entity.name.clone())).collect();
        let mut initials: FxHashMap<u64, Option<Range<u32>>> = FxHashMap::default();
        for entity in scene.entities.iter().filter(|e| e.name.len() > 1 && !e.body) {
            let letters = initials_of(&scene.tokens[entity.name.start as usize..entity.name.end as usize]);
            initials.entry(letters).and_modify(|one| *one = None).or_insert_with(|| Some(entity.name.clone()));
        }
        let labels = parts.iter().filter_map(|part| part.label.as_ref());
        let office = |label: &Label| Some((scene.token(label.office.clone()?.end - 1).lex.word, label.name.clone()));
        let holders = labels.filter_map(office).collect();
        let asked = only_person_before(scene, parts.iter().find_map(|part| Some(part.label.as_ref()?.start)));
        Cast { counts, frequent, fullest, initials, holders, asked }
    }

    /// Who a label names: an asker without a name, an office, or a bearer of that surname in the article, else the label
    /// itself in ordinary letters.
    fn speaker(&self, scene: &Scene, label: &Label) -> Speaker {
        let printed = scene.span(label.name.clone()).of(scene.text.content());
        match label.who {
            Labelled::Asker | Labelled::Office if matches!(printed, "A" | "Answer" | "ANSWER") => match &self.asked {
                Some(name) => self.person(scene, name.clone()),
                None => unnamed("interviewee".into()),
            },
            Labelled::Asker if printed.len() <= 2 => unnamed("questioner".into()),
            Labelled::Office if self.holder(scene, label).is_some() => {
                let name = self.holder(scene, label).unwrap_or(label.name.clone());
                self.person(scene, name)
            }
            Labelled::Asker | Labelled::Office => unnamed(printed.to_lowercase()),
            Labelled::Name => {
                let fuller = self.fuller(scene, label).or_else(|| self.abbreviated(scene, label));
                let fuller = fuller.filter(|_| label.name.len() == 1);
                self.person(scene, fuller.unwrap_or(label.name.clone()))
            }
        }
    }

    fn person(&self, scene: &Scene, name: Range<u32>) -> Speaker {
        let name = ordinary(scene.span(name).of(scene.text.content()));
        Speaker { name, kind: SpeakerType::Person, role: None }
    }

    /// Who holds the office of a label, by another that has the name in brackets.
    fn holder(&self, scene: &Scene, label: &Label) -> Option<Range<u32>> {
        self.holders.get(&label.key(scene)).filter(|_| label.name.len() > 1).cloned()
    }

    /// "JC": the only person with these initials.
    fn abbreviated(&self, scene: &Scene, label: &Label) -> Option<Range<u32>> {
        let letters = scene.token(label.name.start).lex.initials;
        self.initials.get(&letters).filter(|_| letters != 0).cloned().flatten()
    }

    /// The fullest name with the label's surname, or with the one that it is a slip of.
    fn fuller(&self, scene: &Scene, label: &Label) -> Option<Range<u32>> {
        let own = label.key(scene);
        let rare = self.counts.get(&own).is_none_or(|&n| n < 2);
        let usual =
            rare.then(|| label.folded(scene)).and_then(|own| self.frequent.iter().find(|(_, f)| is_slip(&own, f)));
        let surname = usual.map_or(own, |(key, _)| *key);
        let named = self.fullest.get(&surname).filter(|name| !name.contains(&(label.name.end - 1)));
        named.cloned().or_else(|| in_title(scene, surname))
    }
}

/// The name of the only person whom the text names in full before word `label`.
fn only_person_before(scene: &Scene, label: Option<u32>) -> Option<Range<u32>> {
    let label = label?;
    let before = |e: &&Entity| {
        let first = scene.mentions.get(e.first as usize);
        !e.body && e.name.len() > 1 && first.is_some_and(|mention| mention.words.start < label)
    };
    let mut persons = scene.entities.iter().filter(before);
    persons.next().filter(|_| persons.next().is_none()).map(|entity| entity.name.clone())
}

fn unnamed(name: String) -> Speaker {
    Speaker { name, kind: SpeakerType::Unnamed, role: None }
}

/// A given name and this surname in the title, which names those who speak: "Press Briefing by Press Secretary Jane Roe".
fn in_title(scene: &Scene, surname: u32) -> Option<Range<u32>> {
    let title = |s: &&Sentence| scene.block_kind(s.block) == BlockKind::Title;
    let words = scene.text.sentences.iter().take_while(title).flat_map(|s| s.words.clone().skip(1));
    let named = |&w: &u32| {
        let (given, word) = (scene.token(w - 1), scene.token(w));
        word.lex.word == surname && given.is(bit::FIRST_NAME) && given.gap == gap::SPACE
    };
    words.into_iter().find(named).map(|w| w - 1..w + 1)
}

/// "JOHN MCTONER O'NEIL" as "John McToner O'Neil"; names that are not all capitals stay.
pub(super) fn ordinary(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().any(char::is_lowercase) {
        return name;
    }
    name.split(' ').map(ordinary_word).collect::<Vec<_>>().join(" ")
}

fn ordinary_word(word: &str) -> String {
    let scottish = word.len() > 4 && word.starts_with("MC");
    let mut out = String::with_capacity(word.len());
    let mut first = true;
    for (at, c) in word.chars().enumerate() {
        if first || scottish && at == 2 {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        first = !c.is_alphanumeric();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_become_ordinary() {
        for (shouted, plain) in [
            ("TONER", "Toner"),
            ("JEN  O'MALLEY-DILLON", "Jen O'Malley-Dillon"),
            ("MCENANY", "McEnany"),
            ("Jen Psaki", "Jen Psaki"),
        ] {
            assert_eq!(ordinary(shouted), plain);
        }
    }
}
