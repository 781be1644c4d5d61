//! Search results for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::dates::published_in_words;
use super::hits::speakers;
use super::sanitize::sanitize;
use crate::annotate::CanonicalNames;
use crate::highlight::{Shown, window};
use crate::index::Snapshot;
use crate::index::record::ArticleRecord;
use crate::search::{Hit, SearchResponse};
use crate::span::Span;

/// How results are laid out.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// Columns; nothing where lines are not to be wrapped.
    pub width: Option<usize>,
}

/// Most characters of a passage that are shown.
const SHOWN_CHARS: usize = 700;

const TITLE: Style = Style::new().bold();
const MARK: Style = AnsiColor::Red.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Prints the hits of a response, and a line that counts them.
///
/// # Errors
/// When a hit cannot be read from the index, or nothing can be written.
pub fn print_hits(
    snapshot: &Snapshot,
    response: &SearchResponse,
    names: &dyn CanonicalNames,
    options: &TextOptions,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for hit in &response.hits {
        let (article, passage) = hit.read(snapshot)?;
        print_hit(hit, &article, &speakers(&passage, names), options, out)?;
        writeln!(out)?;
    }
    let total = response.total.value;
    let at_least = if response.total.exact { "" } else { "at least " };
    let shown = response.hits.len();
    let counted = match (total, shown as u64 == total) {
        (0, _) => writeln!(out, "no passage found"),
        (_, true) => writeln!(out, "{FAINT}{total} {}{FAINT:#}", plural(total, "passage")),
        _ => writeln!(out, "{FAINT}{shown} of {at_least}{total} {}{FAINT:#}", plural(total, "passage")),
    };
    Ok(counted?)
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn print_hit(
    hit: &Hit,
    article: &ArticleRecord,
    said: &[String],
    options: &TextOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    writeln!(out, "{TITLE}{}. {}{TITLE:#}", hit.rank, sanitize(title))?;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(article.metadata.outlet.as_deref().or(article.section()).map(str::to_owned));
    facts.extend(published_in_words(&article.found.published));
    facts.push(article.address.place(hit.passage.line).after(&article.path));
    if !said.is_empty() {
        facts.push(format!("said by {}", said.join(", ")));
    }
    if hit.copies > 0 {
        facts.push(format!("{} more like this", hit.copies));
    }
    writeln!(out, "   {FAINT}{}{FAINT:#}", sanitize(&facts.join(" · ")))?;
    let words = marked(hit);
    for line in wrap(&words, options.width.map_or(usize::MAX, |width| width.saturating_sub(3).max(20))) {
        writeln!(out, "   {line}")?;
    }
    Ok(())
}

/// A word of the shown passage: its text with styles, and its width in characters.
struct ShownWord {
    text: String,
    width: usize,
}

/// The passage's best part as words, marks styled; between brackets too, for where styles are not shown.
fn marked(hit: &Hit) -> Vec<ShownWord> {
    let passage = &hit.passage;
    let marks = &hit.found.marks;
    // Bytes are no fewer than characters: what is short enough is shown whole.
    let sentences = if passage.text.len() > SHOWN_CHARS { hit.sentences() } else { Vec::new() };
    let view = Shown { text: &passage.text, span: passage.span, sentences: &sentences, marks };
    let shown = window(&view, SHOWN_CHARS);
    let text = |span: Span| {
        &passage.text[(span.start - passage.span.start) as usize..(span.end - passage.span.start) as usize]
    };
    let mut words = Vec::new();
    let mut current = ShownWord { text: String::new(), width: 0 };
    if shown.start > passage.span.start {
        push(&mut current, "… ", false, &mut words);
    }
    let mut at = shown.start;
    for mark in marks.iter().filter(|mark| shown.contains(mark.span)) {
        push(&mut current, text(Span { start: at, end: mark.span.start }), false, &mut words);
        push(&mut current, text(mark.span), true, &mut words);
        at = mark.span.end;
    }
    push(&mut current, text(Span { start: at, end: shown.end }), false, &mut words);
    if shown.end < passage.span.end {
        push(&mut current, " …", false, &mut words);
    }
    if !current.text.is_empty() {
        words.push(current);
    }
    words
}

/// Appends a text to the words, breaking at white space.
fn push(current: &mut ShownWord, text: &str, is_mark: bool, words: &mut Vec<ShownWord>) {
    let text = sanitize(text);
    if is_mark {
        current.text.push_str(&format!("{MARK}[{MARK:#}"));
        current.width += 1;
    }
    let mut pieces = text.split(' ').peekable();
    while let Some(piece) = pieces.next() {
        if is_mark {
            current.text.push_str(&format!("{MARK}{piece}{MARK:#}"));
        } else {
            current.text.push_str(piece);
        }
        current.width += piece.chars().count();
        if pieces.peek().is_some() && !current.text.is_empty() {
            words.push(std::mem::replace(current, ShownWord { text: String::new(), width: 0 }));
        }
    }
    if is_mark {
        current.text.push_str(&format!("{MARK}]{MARK:#}"));
        current.width += 1;
    }
}

/// Words in lines of at most `width` characters, where words are not longer.
fn wrap(words: &[ShownWord], width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words.iter().filter(|word| !word.text.is_empty()) {
        if used > 0 && used + 1 + word.width > width {
            lines.push(String::new());
            used = 0;
        }
        let line = lines.last_mut().expect("never empty");
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(&word.text);
        used += word.width;
    }
    lines
}
