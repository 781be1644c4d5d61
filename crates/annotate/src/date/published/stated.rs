//! The publication date in the text's own words: a dateline, a header or byline line, a label.
//!
//! Only places that speak of the text itself count. A date in a caption, a title or a sentence is a date
//! that the article speaks of, however near the top it stands.

use super::{Basis, PartialDate, Published, between, evidence, known};
use crate::date::calendar::date;
use crate::date::english;
use crate::date::parse::{Core, Found, Inner, Year};
use crate::date::resolve::order;
use onrecord_text::analyze::Analyzed;
use onrecord_text::article::BlockKind;
use onrecord_text::date::FieldDate;
use onrecord_text::span::Span;

/// How many lines from the top may be a header.
const HEADER_LINES: usize = 12;
/// Longest line that can be a header, in bytes.
const HEADER_BYTES: usize = 160;
/// Most words beside the date in a header line.
const HEADER_WORDS: usize = 12;
/// How far into its line the date of an agency's dateline may begin, in bytes.
const DATELINE_BYTES: usize = 60;

/// Where a date was found to speak of the text itself, strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Published,
    Dateline,
    Header,
    Agency,
    Updated,
}

impl Place {
    fn rule(self) -> &'static str {
        match self {
            Place::Published => "published: label",
            Place::Dateline => "dateline",
            Place::Header => "date line at the top",
            Place::Agency => "agency dateline",
            Place::Updated => "updated: label",
        }
    }
}

/// The stated date, if the text has one.
pub(super) fn stated(text: &Analyzed, found: &[Found]) -> Option<Published> {
    let candidates = found.iter().filter_map(|f| Some((place(text, f)?, f)));
    let (place, best) = candidates.min_by_key(|(place, f)| (*place, f.span.start))?;
    let evidence = vec![evidence(best.span, place.rule())];
    match either(text, found, best) {
        Some(either) => Some(Published { basis: Basis::Stated, evidence, ..between(either) }),
        None => Some(known(full_day(best)?, Basis::Stated, evidence)),
    }
}

/// Both readings of a day in digits alone, where the text's other dates do not tell which of day and month comes first.
fn either(text: &Analyzed, found: &[Found], best: &Found) -> Option<FieldDate> {
    let Core::Calendar { year: Year::Is(year), inner: Inner::Ambiguous(a, b) } = best.expr.core else { return None };
    let either = FieldDate::Either { month_first: date(year, a, b)?, day_first: date(year, b, a)? };
    Some(match order(found, text.content()) {
        Some(order) => either.in_order(order),
        None => either,
    })
}

/// The day that an expression names with its year.
pub(super) fn full_day(found: &Found) -> Option<PartialDate> {
    match found.expr.core {
        Core::Calendar { year: Year::Is(year @ 1..), inner: Inner::Day(month, day) | Inner::Ambiguous(month, day) } => {
            Some(PartialDate { year, month: Some(month as i8), day: Some(day as i8) })
        }
        _ => None,
    }
    .filter(|date| date.days().is_some())
}

/// The place that makes the date the article's own, if it stands in one.
fn place(text: &Analyzed, found: &Found) -> Option<Place> {
    full_day(found)?;
    let block = text.article.blocks[text.sentences[found.sentence as usize].block as usize];
    if matches!(block.kind, BlockKind::Caption | BlockKind::Title | BlockKind::List)
        || found.span.start < text.article.text_start
    {
        return None;
    }
    let line = line_of(text, found.span);
    let head = &text.content()[line.start as usize..found.span.start as usize];
    if line.len() <= HEADER_BYTES {
        if let Some(place) = labelled(head) {
            return Some(place);
        }
        if block.kind == BlockKind::Dateline && header_like(text, line, found) {
            return Some(Place::Dateline);
        }
        if line_number(text, line)? < HEADER_LINES && header_like(text, line, found) {
            return Some(Place::Header);
        }
    }
    let tail = &text.content()[found.span.end as usize..line.end as usize];
    (is_agency_dateline(text, line, found, tail) && line_number(text, line)? < HEADER_LINES).then_some(Place::Agency)
}

/// How far to either side of a date its line is looked for, in bytes: further than any header or dateline reaches, so
/// that many dates in one long line cost no more than their own number.
const REACH: usize = 2 * HEADER_BYTES;

/// The line that holds the span, without white space at its ends; of a line too long to be a header, a part.
fn line_of(text: &Analyzed, span: Span) -> Span {
    let content = text.content();
    let from = floor(content, (span.start as usize).saturating_sub(REACH));
    let to = floor(content, (span.end as usize + REACH).min(content.len())).max(span.end as usize);
    let start = content[from..span.start as usize].rfind('\n').map_or(from, |i| from + i + 1);
    let end = content[span.end as usize..to].find('\n').map_or(to, |i| span.end as usize + i);
    let lead = content[start..end].len() - content[start..end].trim_start().len();
    Span::new(start + lead, start + content[start..end].trim_end().len())
}

fn floor(content: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| content.is_char_boundary(at)).unwrap_or(0)
}

/// How much of a text can be its header, in bytes.
const HEAD_BYTES: usize = 1 << 14;

/// How many lines with text stand above; none where there are too many to be a header.
fn line_number(text: &Analyzed, line: Span) -> Option<usize> {
    let above = &text.content()[text.article.text_start as usize..line.start as usize];
    if above.len() > HEAD_BYTES {
        return None;
    }
    let lines = above.lines().filter(|l| !l.trim().is_empty()).take(HEADER_LINES).count();
    (lines < HEADER_LINES).then_some(lines)
}

/// A label such as `Published on` that ends the text before the date.
fn labelled(head: &str) -> Option<Place> {
    let mut words: Vec<String> = Vec::new();
    for word in head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).rev().take(6) {
        words.push(word.to_lowercase());
    }
    let is_day = |w: &String| english::is_weekday_name(w) || matches!(w.as_str(), "on" | "at" | "date");
    let label = words.iter().position(|w| !is_day(w))?;
    let lead: usize = words.len() - label;
    match words[label].as_str() {
        "published" | "posted" | "issued" | "released" | "filed" if lead <= 2 => Some(Place::Published),
        "updated" | "modified" | "edited" if lead <= 2 => Some(Place::Updated),
        _ => None,
    }
}

/// Whether the line holds, beside the date, nothing but names, labels and marks.
fn header_like(text: &Analyzed, line: Span, found: &Found) -> bool {
    let (mut others, mut small) = (0, 0);
    for i in text.words_in(line) {
        let word = text.words[i];
        if (found.words.0..found.words.1).contains(&(i as u32)) {
            continue;
        }
        let raw = word.span.of(text.content());
        others += 1;
        small += usize::from(raw.starts_with(char::is_lowercase) && !english::is_header_word(raw));
    }
    let credits = english::PICTURE_CREDITS.iter().any(|c| line.of(text.content()).contains(c));
    let sentence = line.of(text.content()).ends_with(['.', '?', '!']) && others > 3;
    others <= HEADER_WORDS && small == 0 && !credits && !sentence && (others == 0 || names_no_event(text, line, found))
}

/// Whether the words before the date are a place, an author or a label, not an event with its date
/// (`Washington Gathering March 4, 2017`): a comma, mark or line end keeps them apart.
fn names_no_event(text: &Analyzed, line: Span, found: &Found) -> bool {
    let content = text.content();
    let head = content[line.start as usize..found.span.start as usize].trim_end();
    let apart = head.is_empty() || head.ends_with([',', '|', '-', '–', '—', ':', '•', '·', '(', '/', '.', '*', '_']);
    let label = head.rsplit(char::is_whitespace).next().is_some_and(english::is_header_word);
    let place = head.contains(',') && head.split_whitespace().count() <= 4;
    let weekday =
        head.rsplit(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).is_some_and(english::is_weekday_name);
    apart
        || label
        || place
        || weekday
        || head.split_whitespace().count() == 1 && head.chars().all(|c| !c.is_lowercase())
}

/// `WASHINGTON, March 4, 2017 (Reuters) -` at the beginning of a paragraph.
fn is_agency_dateline(text: &Analyzed, line: Span, found: &Found, tail: &str) -> bool {
    let head = &text.content()[line.start as usize..found.span.start as usize];
    if found.span.start - line.start > DATELINE_BYTES as u32 || !opens_body(tail) {
        return false;
    }
    let mut words = text.words_in(Span { start: line.start, end: found.span.start }).peekable();
    let named = words.peek().is_some();
    let names = words.all(|i| text.words[i].span.of(text.content()).starts_with(char::is_uppercase));
    let place = head.trim_end().ends_with([',', '—', '–', '-', '(', '/', '.']) || shouts(head);
    named && names && place
}

fn shouts(head: &str) -> bool {
    head.chars().any(char::is_alphabetic) && head.chars().all(|c| !c.is_lowercase())
}

/// Whether what follows the date is what parts a dateline from its report.
fn opens_body(tail: &str) -> bool {
    let tail = tail.trim_start();
    let rest = match tail.strip_prefix(['(', '/']) {
        Some(agency) => agency.split_once([')', '/']).filter(|(name, _)| name.len() <= 40).map_or("", |(_, rest)| rest),
        None => tail.trim_start_matches([',', '.']),
    };
    let rest = rest.trim_start();
    rest.starts_with(['-', '–', '—', ':']) || tail.starts_with('(') && !rest.is_empty()
}

/// The day and month of an agency's dateline that leaves out the year.
pub(super) fn yearless_dateline(text: &Analyzed, found: &Found) -> bool {
    let line = line_of(text, found.span);
    let tail = &text.content()[found.span.end as usize..line.end as usize];
    is_agency_dateline(text, line, found, tail) && line_number(text, line).is_some_and(|n| n < HEADER_LINES)
}

/// Whether a block reads as a picture's caption, by its kind or its credit.
pub(super) fn is_caption(text: &Analyzed, found: &Found) -> bool {
    let block = text.article.blocks[text.sentences[found.sentence as usize].block as usize];
    let words = block.span.of(text.content());
    block.kind == BlockKind::Caption || words.len() < 600 && english::PICTURE_CREDITS.iter().any(|c| words.contains(c))
}

/// Whether the words look like a heading: short, and no sentence.
pub(super) fn is_heading(text: &Analyzed, found: &Found) -> bool {
    let block = text.article.blocks[text.sentences[found.sentence as usize].block as usize];
    let words = block.span.of(text.content());
    let verbs =
        text.words_in(block.span).filter(|&i| text.words[i].span.of(text.content()).starts_with(char::is_lowercase));
    matches!(block.kind, BlockKind::Heading | BlockKind::Caption)
        || words.len() <= 80 && !words.ends_with(['.', '!', '?', '”', '"']) && verbs.count() <= 3
}
