//! Clues: what an article tells that may date another article, or that another may date.
//!
//! They are worked out when a collection has articles to date, and not kept; see [`super::corpus`].

use super::english::{self, Verb};
use super::tag::Tag;
use super::tense::{Tense, tense};
use super::{DateMention, TimexType};
use crate::analyze::form::FormTable;
use crate::analyze::{Analyzed, FormId, Forms, Sentence, Shape};
use crate::span::Span;

/// What an article tells about dates beyond its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateClues {
    /// Days that it speaks of by month and day.
    pub days: Vec<DayClue>,
    /// Pieces of what it quotes.
    pub quotes: Vec<QuoteClue>,
    /// Its most frequent names, hashed.
    pub names: Vec<u32>,
}

impl DateClues {
    /// Whether other articles can tell anything of this one's date.
    pub fn can_be_dated_by_others(&self) -> bool {
        !self.quotes.is_empty() || self.days.iter().any(|day| day.year.is_none())
    }
}

/// A day that an article speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayClue {
    /// Its words.
    pub span: Span,
    /// Month from 1.
    pub month: u8,
    /// Day of the month from 1.
    pub day: u8,
    /// Its year, where the article settles it.
    pub year: Option<i16>,
    /// On which side of the article's publication it lies.
    pub side: Side,
    /// The content words of its sentence, hashed.
    pub words: Vec<u32>,
}

/// On which side of an article's publication a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before it or on it.
    Past,
    /// After it or on it.
    Future,
    /// The words do not tell.
    Unknown,
}

/// Some words in a row of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteClue {
    /// Where they stand.
    pub span: Span,
    /// Their hash.
    pub hash: u64,
    /// Whether the paragraph names a weekday or the like, as a report of something just said does.
    pub fresh: bool,
}

/// Words of a quote that are hashed together.
const SHINGLE: usize = 8;
/// Of so many shingles in a row the one with the smallest hash is kept, so that any run of
/// `SHINGLE + WINDOW - 1` words that two quotes share gives them a hash in common (winnowing:
/// Schleimer, Wilkerson and Aiken, 2003).
const WINDOW: usize = 6;
/// Most quote clues of an article.
const MAX_QUOTES: usize = 256;
/// Most day clues of an article.
const MAX_DAYS: usize = 24;
/// Most content words of a day clue.
const MAX_WORDS: usize = 40;
/// Most names of an article.
const MAX_NAMES: usize = 24;

/// What a spelling is as a clue.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClueForm {
    /// Hash of the stem.
    stem: u32,
    /// Whether it is a word with content of its own.
    content: bool,
    /// Whether it is written as a name.
    name: bool,
}

/// What the spelling is as a clue.
pub(super) fn clue_form(forms: &Forms, id: FormId) -> ClueForm {
    let folded = forms.folded(id);
    let shape = forms.shape(id);
    let letters = folded.chars().take(4).filter(|c| c.is_alphabetic()).count();
    let name = matches!(shape, Shape::Capitalised | Shape::Upper | Shape::Mixed) && letters >= 2;
    let content = (letters == 4 || name) && !english::is_common(folded);
    ClueForm { stem: hash(forms.stem(id).bytes()) as u32, content, name: name && content }
}

/// FNV-1a: stable across versions and machines, for hashes that are stored.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The clues of an article whose date mentions are `mentions`.
pub(super) fn clues(
    text: &Analyzed,
    table: &FormTable<ClueForm>,
    verbs: &FormTable<Verb>,
    tags: &FormTable<Tag>,
    mentions: &[DateMention],
) -> DateClues {
    let (mut days, mut fresh) = (Vec::new(), Vec::new());
    for mention in mentions.iter().filter(|m| m.kind == TimexType::Date) {
        let words = text.words_in(mention.span);
        let Some(sentence) = sentence_of(text, words.start as u32) else { continue };
        if text.words.get(words.start).is_some_and(|w| is_deictic(*tags.get(w.form))) {
            fresh.push(sentence.block);
        }
        if let Some((year, month, day)) = day_of(&mention.value).filter(|_| days.len() < MAX_DAYS) {
            let tense = tense(
                text,
                verbs,
                (sentence.words.start as usize, sentence.words.end as usize),
                words.start,
                words.end,
            );
            let side = side(text, mention.span, tense);
            let words = content_words(text, table, sentence, mention.span);
            days.push(DayClue { span: mention.span, month, day, year, side, words });
        }
    }
    DateClues { days, quotes: quotes(text, table, &fresh), names: names(text, table) }
}

fn sentence_of<'t>(text: &'t Analyzed, word: u32) -> Option<&'t Sentence> {
    text.sentences.get(text.sentences.partition_point(|s| s.words.end <= word))
}

/// Year, month and day of a TIMEX3 value that names a day (`2017-03-22`, `XXXX-03-22`).
fn day_of(value: &str) -> Option<(Option<i16>, u8, u8)> {
    let (year, rest) = value.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    Some((year.parse().ok(), month.parse().ok()?, day.parse().ok()?))
}

/// Whether a word opens an expression that only the days around publication are called by.
fn is_deictic(tag: Tag) -> bool {
    matches!(tag, Tag::Weekday(_) | Tag::Deictic(_))
}

fn side(text: &Analyzed, span: Span, tense: Tense) -> Side {
    match tense {
        Tense::Past if english::follows(text.content(), span, english::HAPPENING) => Side::Past,
        Tense::Future => Side::Future,
        _ => Side::Unknown,
    }
}

/// The content words of the sentence, the date's own left out.
fn content_words(text: &Analyzed, table: &FormTable<ClueForm>, sentence: &Sentence, date: Span) -> Vec<u32> {
    let words = &text.words[sentence.words.start as usize..sentence.words.end as usize];
    let outside = words.iter().filter(|w| !date.contains(w.span)).map(|w| table.get(w.form));
    let mut words: Vec<u32> = outside.filter(|form| form.content).map(|form| form.stem).collect();
    words.sort_unstable();
    words.dedup();
    words.truncate(MAX_WORDS);
    words
}

/// The names that come most often.
fn names(text: &Analyzed, table: &FormTable<ClueForm>) -> Vec<u32> {
    let mut all: Vec<u32> =
        text.words.iter().map(|w| table.get(w.form)).filter(|form| form.name).map(|form| form.stem).collect();
    all.sort_unstable();
    let mut counted: Vec<(std::cmp::Reverse<usize>, u32)> =
        all.chunk_by(|a, b| a == b).map(|run| (std::cmp::Reverse(run.len()), run[0])).collect();
    counted.sort_unstable();
    counted.into_iter().take(MAX_NAMES).map(|(_, name)| name).collect()
}

/// Hashes of the words inside quotation marks.
fn quotes(text: &Analyzed, table: &FormTable<ClueForm>, fresh: &[u32]) -> Vec<QuoteClue> {
    let mut clues = Vec::new();
    for (number, block) in text.article.blocks.iter().enumerate() {
        let fresh = fresh.binary_search(&(number as u32)).is_ok();
        for run in quoted(block.span.of(text.content())) {
            let span = Span::new(block.span.start as usize + run.0, block.span.start as usize + run.1);
            winnow(text, table, span, fresh, &mut clues);
            if clues.len() >= MAX_QUOTES {
                clues.truncate(MAX_QUOTES);
                return clues;
            }
        }
    }
    clues
}

/// The stretches of a block between quotation marks, in bytes; a mark that is never closed opens none.
fn quoted(block: &str) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut open: Option<usize> = None;
    for (at, mark) in block.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”' | '„')) {
        match (open, mark) {
            (None, '"' | '“' | '„') => open = Some(at + mark.len_utf8()),
            (Some(start), '"' | '”') => {
                runs.push((start, at));
                open = None;
            }
            (Some(_), '“' | '„') => open = Some(at + mark.len_utf8()),
            _ => {}
        }
    }
    runs
}

/// Adds the winnowed shingles of the words within `span`.
fn winnow(text: &Analyzed, table: &FormTable<ClueForm>, span: Span, fresh: bool, clues: &mut Vec<QuoteClue>) {
    let words = &text.words[text.words_in(span)];
    let shingles: Vec<QuoteClue> = words
        .windows(SHINGLE)
        .map(|run| {
            let bytes = run.iter().flat_map(|w| table.get(w.form).stem.to_le_bytes());
            QuoteClue { span: run[0].span.cover(run[SHINGLE - 1].span), hash: hash(bytes), fresh }
        })
        .collect();
    let mut last = None;
    for window in shingles.windows(WINDOW.min(shingles.len().max(1))) {
        let Some(least) = window.iter().min_by_key(|s| (s.hash, s.span.start)) else { continue };
        if last != Some(least.span) {
            clues.push(*least);
            last = Some(least.span);
        }
    }
}
