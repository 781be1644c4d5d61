//! Clues: what an article tells that may date another article, or that another may date.
//!
//! They are worked out when a collection has articles to date; see [`super::corpus`].

use serde::{Deserialize, Serialize};

use super::english::{self, Verb};
use super::parse::Found;
use super::tag::Tag;
use super::tense::{Tense, tense};
use super::{DateMention, TimexType};
use onrecord_text::analyze::form::FormTable;
use onrecord_text::analyze::{Analyzed, FormId, Forms, Sentence, Shape, Word};
use onrecord_text::span::Span;

/// What an article tells about dates beyond its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateClues {
    /// Days that it speaks of by month and day.
    pub days: Vec<DayClue>,
    /// Pieces of what it quotes.
    pub quotes: Vec<QuoteClue>,
    /// Its most frequent names, hashed, where it speaks of days.
    pub names: Vec<u32>,
}

impl DateClues {
    /// Whether other articles can tell anything of this one's date.
    pub fn can_be_dated_by_others(&self) -> bool {
        !self.quotes.is_empty() || self.days.iter().any(|day| day.year.is_none())
    }
}

/// A day that an article speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Before it or on it.
    Past,
    /// After it or on it.
    Future,
    /// The words do not tell.
    Unknown,
}

/// Some words in a row of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
/// How many successive shingles make a window. Of each window only the shingle with the smallest hash is kept. Two quotes
/// that share `SHINGLE + WINDOW - 1` words in a row then always have a hash in common (winnowing: Schleimer, Wilkerson and
/// Aiken, 2003).
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
    bytes.fold(FNV_BASIS, fnv_step)
}

const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv_step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// What is known of spellings, as far as clues need it.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) forms: &'a FormTable<ClueForm>,
    pub(super) verbs: &'a FormTable<Verb>,
    pub(super) tags: &'a FormTable<Tag>,
}

/// The clues of an article in which these mentions were found.
pub(super) fn clues<'a>(
    text: &Analyzed,
    tables: Tables,
    mentions: impl Iterator<Item = (&'a Found, &'a DateMention)>,
) -> DateClues {
    let (mut days, mut fresh) = (Vec::new(), Vec::new());
    for (found, mention) in mentions.filter(|(_, m)| m.kind == TimexType::Date) {
        if is_deictic(*tables.tags.get(text.words[found.words.0 as usize].form)) {
            fresh.push(text.sentences[found.sentence as usize].block);
        }
        if let Some(date) = day_of(&mention.value).filter(|_| days.len() < MAX_DAYS) {
            days.push(day_clue(text, tables, found, date));
        }
    }
    // Names tell whether two articles speak of the same days.
    let names = if days.is_empty() { Vec::new() } else { names(text, tables.forms) };
    DateClues { days, quotes: quotes(text, tables.forms, &fresh), names }
}

fn day_clue(text: &Analyzed, tables: Tables, found: &Found, (year, month, day): (Option<i16>, u8, u8)) -> DayClue {
    let sentence = &text.sentences[found.sentence as usize];
    let bounds = (sentence.words.start as usize, sentence.words.end as usize);
    let tense = tense(text, tables.verbs, bounds, found.words.0 as usize, found.words.1 as usize);
    let side = side(text, found.span, tense);
    DayClue { span: found.span, month, day, year, side, words: content_words(text, tables.forms, sentence, found.span) }
}

/// Year, month and day of a TIMEX3 value that names a day (`2017-03-22`, `XXXX-03-22`).
fn day_of(value: &str) -> Option<(Option<i16>, u8, u8)> {
    let (year, rest) = value.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    Some((year.parse().ok(), month.parse().ok()?, day.parse().ok()?))
}

/// Whether a word names a day by its nearness to publication: "Monday", "yesterday".
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
    // The most frequent first, those alike in the order of their hashes.
    let rank = |same: &[u32]| u64::from(u32::MAX - same.len() as u32) << 32 | u64::from(same[0]);
    let mut counted: Vec<u64> = all.chunk_by(|a, b| a == b).map(rank).collect();
    if counted.len() > MAX_NAMES {
        counted.select_nth_unstable(MAX_NAMES);
        counted.truncate(MAX_NAMES);
    }
    counted.sort_unstable();
    counted.into_iter().map(|rank| rank as u32).collect()
}

/// Hashes of the words inside quotation marks.
fn quotes(text: &Analyzed, table: &FormTable<ClueForm>, fresh: &[u32]) -> Vec<QuoteClue> {
    let mut clues = Vec::new();
    let mut winnower = Winnower { text, table, hashes: Vec::new() };
    for (number, block) in text.article.blocks.iter().enumerate() {
        let fresh = fresh.binary_search(&(number as u32)).is_ok();
        for run in quoted(block.span.of(text.content())) {
            let span = Span { start: block.span.start + run.start, end: block.span.start + run.end };
            winnower.add(span, fresh, &mut clues);
            if clues.len() >= MAX_QUOTES {
                clues.truncate(MAX_QUOTES);
                return clues;
            }
        }
    }
    clues
}

/// The stretches of a block between quotation marks, in bytes; a mark that is never closed opens none.
fn quoted(block: &str) -> impl Iterator<Item = Span> + '_ {
    let mut open: Option<usize> = None;
    marks(block).filter_map(move |(at, mark)| match (open, mark) {
        (Some(start), '"' | '”') => {
            open = None;
            Some(Span::new(start, at))
        }
        (_, '"' | '“' | '„') => {
            open = Some(at + mark.len_utf8());
            None
        }
        _ => None,
    })
}

/// The quotation marks of a block and where they stand.
fn marks(block: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    // The curly ones begin with this byte.
    memchr::memchr2_iter(b'"', 0xE2, block.as_bytes()).filter_map(|at| {
        let mark = block[at..].chars().next()?;
        matches!(mark, '"' | '“' | '”' | '„').then_some((at, mark))
    })
}

/// Finds winnowed shingles.
struct Winnower<'a> {
    text: &'a Analyzed<'a>,
    table: &'a FormTable<ClueForm>,
    /// The hashes of the shingles at hand; kept to spare allocation.
    hashes: Vec<u64>,
}

impl Winnower<'_> {
    /// Adds the winnowed shingles of the words within `span`.
    fn add(&mut self, span: Span, fresh: bool, clues: &mut Vec<QuoteClue>) {
        // The shortest `SHINGLE` words that can be: a byte for each, and a byte between two of them.
        if span.len() < 2 * SHINGLE - 1 {
            return;
        }
        let words = &self.text.words[self.text.words_in(span)];
        if words.len() < SHINGLE {
            return;
        }
        self.hash(words);
        let place = |n: usize| words[n].span.cover(words[n + SHINGLE - 1].span);
        let mut last = None;
        for (from, window) in self.hashes.windows(WINDOW.min(self.hashes.len())).enumerate() {
            let least = (0..window.len()).min_by_key(|&n| window[n]).map_or(from, |n| from + n);
            if last != Some(least) {
                clues.push(QuoteClue { span: place(least), hash: self.hashes[least], fresh });
                last = Some(least);
            }
        }
    }

    /// Hashes the shingles of the words, some side by side, since each step of one waits for the step before.
    fn hash(&mut self, words: &[Word]) {
        const LANES: usize = 4;
        let stem = |word: &Word| self.table.get(word.form).stem;
        let shingles = words.len() + 1 - SHINGLE;
        self.hashes.clear();
        let mut from = 0;
        while from + LANES <= shingles {
            let mut lanes = [FNV_BASIS; LANES];
            let mut stems = [0; SHINGLE + LANES - 1];
            stems.iter_mut().zip(&words[from..]).for_each(|(s, word)| *s = stem(word));
            for step in 0..SHINGLE {
                for byte in 0..4 {
                    for (lane, h) in lanes.iter_mut().enumerate() {
                        *h = fnv_step(*h, stems[step + lane].to_le_bytes()[byte]);
                    }
                }
            }
            self.hashes.extend(lanes);
            from += LANES;
        }
        self.hashes
            .extend((from..shingles).map(|n| hash(words[n..n + SHINGLE].iter().flat_map(|w| stem(w).to_le_bytes()))));
    }
}
