//! Search results for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::dates::published_in_words;
use super::sanitize::sanitize;
use onrecord_api::{Hit, Place, Relation, SearchAnswer};

/// How results are laid out.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// Columns; nothing where lines are not to be wrapped.
    pub width: Option<usize>,
}

const TITLE: Style = Style::new().bold();
const MARK: Style = AnsiColor::Red.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Prints the hits of an answer, and a line that counts them.
///
/// # Errors
/// When nothing can be written.
pub fn print_hits(answer: &SearchAnswer, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    for hit in &answer.hits {
        print_hit(hit, options, out)?;
        writeln!(out)?;
    }
    let total = answer.total.value;
    let at_least = if answer.total.relation == Relation::Exact { "" } else { "at least " };
    let shown = answer.hits.len();
    match (total, shown as u64 == total) {
        (0, _) => writeln!(out, "no passage found"),
        (_, true) => writeln!(out, "{FAINT}{total} {}{FAINT:#}", plural(total, "passage")),
        _ => writeln!(out, "{FAINT}{shown} of {at_least}{total} {}{FAINT:#}", plural(total, "passage")),
    }
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn print_hit(hit: &Hit, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let article = &hit.article;
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    writeln!(out, "{TITLE}{}. {}{TITLE:#}", hit.rank, sanitize(title))?;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(article.outlet.as_ref().or(article.section.as_ref()).cloned());
    facts.extend(published_in_words(&article.published));
    facts.push(hit.passage.address.after(&article.path));
    if !hit.speakers.is_empty() {
        facts.push(format!("said by {}", hit.speakers.join(", ")));
    }
    if hit.duplicates > 0 {
        facts.push(format!("{} more like this", hit.duplicates));
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
    let (passage, whole) = (&hit.passage, hit.passage.span.bytes);
    let shown = hit.view.first().unwrap_or(&passage.span).bytes;
    let text = |start: u32, end: u32| &passage.text[(start - whole[0]) as usize..(end - whole[0]) as usize];
    let mut words = Vec::new();
    let mut current = ShownWord { text: String::new(), width: 0 };
    if shown[0] > whole[0] {
        push(&mut current, "… ", false, &mut words);
    }
    let mut at = shown[0];
    let lies_within = |place: &&Place| shown[0] <= place.bytes[0] && place.bytes[1] <= shown[1];
    for mark in hit.marks.iter().map(|mark| &mark.span).filter(lies_within) {
        let [start, end] = mark.bytes;
        push(&mut current, text(at, start), false, &mut words);
        push(&mut current, text(start, end), true, &mut words);
        at = end;
    }
    push(&mut current, text(at, shown[1]), false, &mut words);
    if shown[1] < whole[1] {
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
