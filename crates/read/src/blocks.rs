//! Blocks of plain text: what each paragraph is, by its look and by its place.
//!
//! A page copied as text begins with a head (section label, title, byline, dateline), goes on with
//! paragraphs, and ends with what the page adds. Looks come first (`cues`, `boilerplate`); place then
//! decides what a look means: "March 2017" is a dateline in the head and a heading further down.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{boilerplate, caption, cues, dateline};
use onrecord_text::article::{Block, BlockKind};
use onrecord_text::limit;
use onrecord_text::span::Span;

/// Paragraphs longer than this, in bytes, are body without a further look.
const LONG: usize = boilerplate::MAX_LEN;
/// Longest title in bytes and words.
const MAX_TITLE: (usize, usize) = (250, 40);

/// How many paragraphs at the head and at the tail of a page may be more than they look.
const HEAD: usize = 4;
const TAIL: usize = 6;
/// Fewest bytes of a paragraph in between that is prose without a further look, if it is a sentence.
const PROSE: usize = 200;

/// What a paragraph looks like by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// A sentence or more.
    Prose,
    /// A few words without a full stop: title, label, heading.
    Label,
    ListItem,
    Caption,
    Byline,
    Issuer,
    Credit,
    Dateline,
    Boilerplate,
}

/// The blocks of the paragraphs of `text`, which are byte ranges in it, in order and without white space
/// at either end. With `titled` the title is known already and none of them.
pub fn classify(text: &str, paragraphs: &[Range<usize>], titled: bool) -> Vec<Block> {
    let mut lower = String::new();
    let mut looks = Vec::with_capacity(paragraphs.len());
    let labels = transcript_labels(text, paragraphs);
    let is_turn = |text: &str| !labels.is_empty() && cues::turn_label(text).is_some_and(|l| labels.contains(l));
    for (i, paragraph) in paragraphs.iter().enumerate() {
        limit::check();
        let edge = i < HEAD || i + TAIL >= paragraphs.len() || looks.last() == Some(&Look::Boilerplate);
        let paragraph = &text[paragraph.clone()];
        let turn = is_turn(paragraph);
        let plain = turn || (!edge && is_plain_prose(paragraph));
        looks.push(if plain { Look::Prose } else { look(paragraph, &mut lower) });
    }
    if looks.first() == Some(&Look::Boilerplate) && !titled && is_announced(&text[paragraphs[0].clone()]) {
        looks[0] = Look::Label;
    }
    spread_forms(text, paragraphs, &mut looks);
    let texts = |i: usize| &text[paragraphs[i].clone()];
    let title = if titled { None } else { find_title(&looks, texts) };
    let title = title.filter(|&i| !is_turn(texts(i)));
    let head = head_end(&looks, title);
    (0..looks.len())
        .map(|i| {
            let place = Place { i, title, head, last: looks.len() - 1 };
            let span = Span::new(paragraphs[i].start, paragraphs[i].end);
            Block { kind: kind(&looks, place, texts), span }
        })
        .collect()
}

/// Fewest turns of one speaker by which a transcript is known whose labels are no capitals.
const COMES_BACK: usize = 3;

/// The labels of a transcript: those in capitals, if two paragraphs open so, and those that come back; none elsewhere.
fn transcript_labels<'a>(text: &'a str, paragraphs: &[Range<usize>]) -> FxHashSet<&'a str> {
    let turns =
        paragraphs.iter().map(|p| &text[p.clone()]).filter_map(|p| Some((cues::turn_label(p)?, cues::is_turn(p))));
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut capitals = 0;
    for (label, shouted) in turns {
        *counts.entry(label).or_default() += 1;
        capitals += usize::from(shouted);
    }
    let returns = counts.values().any(|&n| n >= COMES_BACK) && counts.len() > 1;
    if capitals < 2 && !returns {
        return FxHashSet::default();
    }
    let kept = |(label, n): (&'a str, usize)| (n > 1 || !label.contains(char::is_lowercase)).then_some(label);
    counts.into_iter().filter_map(kept).collect()
}

/// What kind of block a paragraph is by its look alone, and whether any prose stands before it: for formats
/// whose marks tell title and headings.
pub fn kind_by_look(text: &str, in_head: bool, lower: &mut String) -> BlockKind {
    match look(text, lower) {
        Look::Dateline if in_head => BlockKind::Dateline,
        Look::Issuer if in_head => BlockKind::Byline,
        Look::Prose | Look::Label | Look::Dateline | Look::Issuer => BlockKind::Body,
        Look::ListItem => BlockKind::List,
        Look::Caption => BlockKind::Caption,
        Look::Byline | Look::Credit => BlockKind::Byline,
        Look::Boilerplate => BlockKind::Boilerplate,
    }
}

/// Long footers and forms stand at a page's ends; a long sentence in between is the article's.
fn is_plain_prose(text: &str) -> bool {
    text.len() >= PROSE && text.ends_with(['.', '"', '”', '?', '!']) && cues::list_marker(text).is_none()
}

fn look(text: &str, lower: &mut String) -> Look {
    if text.len() > LONG {
        return if cues::list_marker(text).is_some() { Look::ListItem } else { Look::Prose };
    }
    boilerplate::normalize(text, lower);
    if boilerplate::is_boilerplate(lower) {
        Look::Boilerplate
    } else if cues::is_credit_line(lower) {
        Look::Credit
    } else if caption::is_caption(text, lower) {
        Look::Caption
    } else if cues::list_marker(text).is_some() {
        Look::ListItem
    } else if text.len() > MAX_TITLE.0 {
        Look::Prose
    } else {
        short_look(text, lower)
    }
}

fn short_look(text: &str, lower: &str) -> Look {
    if dateline::is_dateline(text) {
        Look::Dateline
    } else if cues::is_byline(text) {
        Look::Byline
    } else if cues::is_issuer(text, lower) {
        Look::Issuer
    } else if is_label(text) {
        Look::Label
    } else {
        Look::Prose
    }
}

/// No full stop, no quote, not many words; or a few words in capitals ("FULL TEXT.").
fn is_label(text: &str) -> bool {
    let opens_quote = text.starts_with(['"', '“', '‘', '«', '„']) && text.ends_with(['"', '”', '’', '»', '“']);
    let capitals = text.len() <= 30 && !text.contains(char::is_lowercase) && text.contains(char::is_alphabetic);
    let question = text.ends_with('?') && cues::word_count(text, 9) <= 8;
    let open = !cues::ends_sentence(text) && !text.ends_with([',', ';']);
    !opens_quote && (open || capitals || question) && cues::word_count(text, MAX_TITLE.1 + 1) <= MAX_TITLE.1
}

/// The fields and buttons after a comment form or a footer belong to it, where nothing else follows.
fn spread_forms(text: &str, paragraphs: &[Range<usize>], looks: &mut [Look]) {
    let page = |look: &&Look| matches!(look, Look::Label | Look::Boilerplate);
    let tail = looks.len() - looks.iter().rev().take_while(page).count();
    for i in tail.max(looks.len() / 2 + 1)..looks.len() {
        let field = looks[i] == Look::Label && boilerplate::is_form_field(&text[paragraphs[i].clone()]);
        if field && looks[i - 1] == Look::Boilerplate {
            looks[i] = Look::Boilerplate;
        }
    }
}

/// The paragraph that is the title: the first that is nothing else, after a section label if there is one.
fn find_title<'a>(looks: &[Look], text: impl Fn(usize) -> &'a str) -> Option<usize> {
    let candidate = |look: &Look| matches!(look, Look::Label | Look::Prose | Look::Issuer);
    let first = looks.iter().take(8).position(candidate)?;
    let next = (first + 1..looks.len().min(first + 4)).find(|&i| looks[i] != Look::Boilerplate);
    match (looks[first], next) {
        (Look::Label | Look::Issuer, Some(next)) if is_section(text(first)) && is_headline(looks, next, &text) => {
            Some(next)
        }
        (Look::Label | Look::Issuer, Some(_)) => Some(first),
        (_, Some(_)) if is_sentence_title(text(first)) => Some(first),
        _ => None,
    }
}

/// A label of one or two words, or one of a few more that names a known section.
fn is_section(text: &str) -> bool {
    let words = cues::word_count(text, 6);
    let known =
        || text.split([' ', '/', '>', '|', '&', ',']).any(|w| SECTIONS.iter().any(|s| s.eq_ignore_ascii_case(w)));
    text.len() <= 40 && !text.contains([':', '?', '!']) && (words <= 2 || (words <= 5 && known()))
}

/// A headline after one word and a colon ("WATCH: Ministers meet in Paris"), which further down is a link.
fn is_announced(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.ends_with(':')) && cues::word_count(text, 5) == 5
}

/// A line with the length of a headline, something following it.
fn is_headline<'a>(looks: &[Look], i: usize, text: &impl Fn(usize) -> &'a str) -> bool {
    looks[i] == Look::Label && cues::word_count(text(i), 4) >= 4 && i + 1 < looks.len()
}

/// A title set with a full stop: short, no quote and no report's opening.
fn is_sentence_title(text: &str) -> bool {
    text.len() <= 160 && cues::word_count(text, 25) <= 24 && !text.starts_with(['"', '“']) && !opens_report(text)
}

/// "PARIS (Reuters) - ", "WASHINGTON — ": a place in capitals or an agency before a dash.
fn opens_report(text: &str) -> bool {
    let dash = [" - ", " — ", " – ", " -- "].iter().filter_map(|dash| text.find(dash)).min();
    let place = &text[..dash.unwrap_or(0)];
    let first = place.split([' ', ',']).next().unwrap_or_default();
    let capitals = first.len() > 2 && !first.contains(char::is_lowercase);
    place.len() <= 60 && (place.ends_with(')') || capitals)
}

/// One past the head: the first prose after the title.
fn head_end(looks: &[Look], title: Option<usize>) -> usize {
    let from = title.map_or(0, |t| t + 1);
    let prose = |look: &Look| matches!(look, Look::Prose | Look::ListItem);
    looks[from..].iter().position(prose).map_or(looks.len(), |n| from + n)
}

#[derive(Clone, Copy)]
struct Place {
    i: usize,
    title: Option<usize>,
    head: usize,
    last: usize,
}

impl Place {
    fn in_head(self) -> bool {
        self.i < self.head
    }

    /// Among the last three, where credits stand.
    fn in_tail(self) -> bool {
        self.i + 2 >= self.last
    }
}

fn kind<'a>(looks: &[Look], place: Place, text: impl Fn(usize) -> &'a str) -> BlockKind {
    if place.title == Some(place.i) {
        return BlockKind::Title;
    }
    if place.title.is_some_and(|title| place.i < title) && looks[place.i] == Look::Label {
        return BlockKind::Section;
    }
    match looks[place.i] {
        Look::Prose => BlockKind::Body,
        Look::ListItem => BlockKind::List,
        Look::Caption => BlockKind::Caption,
        Look::Credit => BlockKind::Byline,
        Look::Byline if place.in_head() || place.in_tail() => BlockKind::Byline,
        Look::Issuer if place.in_head() => BlockKind::Byline,
        Look::Dateline if place.in_head() || place.i == place.last => BlockKind::Dateline,
        Look::Boilerplate => label_of_page(looks, place, text),
        Look::Byline | Look::Issuer | Look::Dateline | Look::Label => label(looks, place, text),
    }
}

/// A label that pages share ("News Ticker") is the section's where a title follows it.
fn label_of_page<'a>(looks: &[Look], place: Place, text: impl Fn(usize) -> &'a str) -> BlockKind {
    let heads_title = place.i == 0 && place.title == Some(1) && looks.len() > 2;
    if heads_title && is_section(text(0)) && text(0).contains(char::is_alphanumeric) {
        BlockKind::Section
    } else {
        BlockKind::Boilerplate
    }
}

/// A short line that is neither title nor section: a name in the head, a list under a lead-in, a heading.
fn label<'a>(looks: &[Look], place: Place, text: impl Fn(usize) -> &'a str) -> BlockKind {
    let is = |i: usize| looks.get(i).is_some_and(|look| *look == Look::Label);
    let i = place.i;
    if place.in_head() && is_author(looks, i, text(i)) {
        return BlockKind::Byline;
    }
    let led_in = i > 0 && text(i - 1).ends_with(':');
    let run = (i > 0 && is(i - 1)) as usize + is(i + 1) as usize;
    if !place.in_head() && (led_in || run == 2 || (run == 1 && (is_pair_of_three(looks, i)))) {
        return BlockKind::List;
    }
    let followed = i < place.last && !matches!(looks[i + 1], Look::Boilerplate | Look::Credit);
    if followed && cues::word_count(text(i), 16) <= 15 { BlockKind::Heading } else { BlockKind::Body }
}

/// Whether the label stands at the edge of three in a row.
fn is_pair_of_three(looks: &[Look], i: usize) -> bool {
    let is = |i: Option<usize>| i.and_then(|i| looks.get(i)) == Some(&Look::Label);
    (is(i.checked_sub(1)) && is(i.checked_sub(2))) || (is(Some(i + 1)) && is(Some(i + 2)))
}

/// Two to four names in the head with a dateline after them, or a writer's office among them.
fn is_author(looks: &[Look], i: usize, text: &str) -> bool {
    const OFFICES: &[&str] =
        &["staff writer", "correspondent", "reporter", "associated press", "reuters", "contributor"];
    let lower = text.to_lowercase();
    let dated = looks.get(i + 1) == Some(&Look::Dateline) && cues::word_count(text, 5) <= 4;
    text.len() <= 100 && cues::are_names(text) && (dated || OFFICES.iter().any(|o| lower.contains(o)))
}

/// Names of sections and desks.
const SECTIONS: &[&str] = &[
    "news",
    "world",
    "politics",
    "business",
    "sport",
    "sports",
    "opinion",
    "opinions",
    "culture",
    "arts",
    "entertainment",
    "tech",
    "technology",
    "science",
    "health",
    "environment",
    "climate",
    "education",
    "travel",
    "lifestyle",
    "life",
    "style",
    "money",
    "economy",
    "markets",
    "finance",
    "local",
    "national",
    "nation",
    "international",
    "region",
    "regional",
    "weather",
    "obituaries",
    "editorial",
    "analysis",
    "commentary",
    "features",
    "magazine",
    "media",
    "security",
    "defense",
    "defence",
    "home",
    "us",
    "u.s.",
    "uk",
    "europe",
    "asia",
    "africa",
    "americas",
    "mideast",
    "middle",
    "exclusive",
    "blog",
    "blogs",
    "video",
    "photos",
    "headlines",
    "ticker",
    "releases",
    "statements",
    "briefing",
    "briefings",
];

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::*;

    fn kinds(text: &str, titled: bool) -> Vec<BlockKind> {
        let paragraphs = super::super::paragraphs::paragraphs(text, titled);
        classify(text, &paragraphs, titled).into_iter().map(|block| block.kind).collect()
    }

    const LEAD: &str =
        "The ministers of many countries met on Monday to talk about what they would do next in the region.";

    #[test]
    fn a_page_with_all_its_parts() {
        let text = format!(
            "Politics\n\nMinisters meet to talk about the region\n\nBy Jane Roe\n\nJuly 5, 2017\n\n{LEAD}\n\n\
             What they want\n\n{LEAD}\n\nThey named:\n\nFrance\n\nItaly\n\n{LEAD}\n\n(Reporting by Jane Roe; Editing by John \
             Doe)\n\nLeave a Reply\n\nName *\n\nEmail *"
        );
        let expected = [
            Section,
            Title,
            Byline,
            Dateline,
            Body,
            Heading,
            Body,
            Body,
            List,
            Heading,
            Body,
            Byline,
            Boilerplate,
            Boilerplate,
            Boilerplate,
        ];
        assert_eq!(kinds(&text, false), expected);
    }

    #[test]
    fn a_title_with_a_full_stop() {
        assert_eq!(kinds(&format!("Ministers meet in Paris.\n\n{LEAD}\n\n{LEAD}"), false), [Title, Body, Body]);
    }

    #[test]
    fn a_title_that_looks_like_a_link() {
        let link = "WATCH: Ministers meet again in Paris";
        assert_eq!(kinds(&format!("{link}\n\n{LEAD}\n\n{link}\n\n{LEAD}"), false), [Title, Body, Boilerplate, Body]);
    }

    #[test]
    fn prose_without_a_title() {
        assert_eq!(kinds(&format!("{LEAD} {LEAD}\n\n{LEAD}"), false), [Body, Body]);
        assert_eq!(kinds(&format!("PARIS (Reuters) - {LEAD}\n\n{LEAD}"), false), [Body, Body]);
        assert_eq!(kinds(LEAD, false), [Body]);
    }

    #[test]
    fn title_and_date_lines_before_sentences() {
        let text = format!("Northrop and EADS defeat Boeing\nMarch 01, 2008\n{LEAD}\n{LEAD}");
        assert_eq!(kinds(&text, false), [Title, Dateline, Body, Body]);
    }

    #[test]
    fn with_a_title_given_none_is_looked_for() {
        assert_eq!(kinds(&format!("Ministers meet in Paris.\n\n{LEAD}"), true), [Body, Body]);
    }

    #[test]
    fn only_boilerplate_is_that() {
        assert_eq!(kinds("Share this\n\nAdvertisement\n\nAll rights reserved.", false), [Boilerplate; 3]);
    }
}
