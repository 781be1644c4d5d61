//! Paragraphs of plain text: which line breaks separate and which were only put in to fill a column.
//!
//! A blank line always separates. Between two lines that stand together the text as a whole decides: where
//! its lines fill a column, as in old wire copy and Project Gutenberg, a break is a wrap; else every line
//! is a paragraph.

use std::ops::Range;

/// Widest column, in characters, that lines are wrapped at.
const MAX_COLUMN: usize = 100;
/// Narrowest column of running text.
const MIN_COLUMN: usize = 40;
/// How many characters short of the column a line may stay that fills it: columns are ragged.
const RAGGED: usize = 6;
/// Fewest wrapped lines from which a column can be told.
const MIN_WRAPPED: usize = 3;

/// One line that is not blank, without the white space around it.
struct Line<'a> {
    text: &'a str,
    start: usize,
    /// In characters, counted no further than one past [`MAX_COLUMN`].
    width: usize,
    indented: bool,
    after_blank: bool,
}

/// The paragraphs of `text` as byte ranges, in order, without white space at either end.
///
/// With `titled` the first line is no title, so that it may be part of a wrapped paragraph.
pub fn paragraphs(text: &str, titled: bool) -> Vec<Range<usize>> {
    let lines = lines(text);
    let column = wrap_column(&lines);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let end = line.start + line.text.len();
        let first_pair = i == 1 && !titled;
        match found.last_mut() {
            Some(last) if !line.after_blank && joins(&lines[i - 1], line, column, first_pair) => last.end = end,
            _ => found.push(line.start..end),
        }
    }
    found
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut after_blank) = (0, true);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let raw = &text[start..end];
        let trimmed = raw.trim_start();
        let indent = raw.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        if !trimmed.is_empty() {
            let indented = indent >= 2 || raw.starts_with('\t');
            lines.push(Line { text: trimmed, start: start + indent, width: width(trimmed), indented, after_blank });
        }
        after_blank = trimmed.is_empty();
        start = end + 1;
    }
    lines
}

/// The column at which the text is wrapped, if it is: most of the lines that another follows fill it.
fn wrap_column(lines: &[Line]) -> Option<usize> {
    let pairs = || lines.windows(2).filter(|pair| !pair[1].after_blank);
    let mut widths = [0usize; MAX_COLUMN + 2];
    let mut total = 0;
    for pair in pairs() {
        widths[pair[0].width] += 1;
        total += 1;
    }
    // A long line in a wrapped text is an address or a table's; a text with more of them is not wrapped.
    if total < MIN_WRAPPED || widths[MAX_COLUMN + 1] * 10 > total {
        return None;
    }
    let column = widest_common(&widths, total)?;
    let filled = pairs().filter(|pair| fills(&pair[0], &pair[1], column)).count();
    (filled >= MIN_WRAPPED && filled * 10 >= total * 6).then_some(column)
}

/// The width that one line in twenty reaches: a few lines may stick out.
fn widest_common(widths: &[usize; MAX_COLUMN + 2], total: usize) -> Option<usize> {
    let mut reached = 0;
    for column in (MIN_COLUMN..=MAX_COLUMN).rev() {
        reached += widths[column];
        if reached * 20 >= total {
            return Some(column);
        }
    }
    None
}

/// Width in characters, counted no further than one past [`MAX_COLUMN`].
fn width(line: &str) -> usize {
    let most = MAX_COLUMN + 1;
    if line.len() > 4 * most || line.is_ascii() { line.len().min(most) } else { line.chars().take(most).count() }
}

/// Whether the first word of `next` would not have fitted on `line`.
fn fills(line: &Line, next: &Line, column: usize) -> bool {
    let word = next.text.split(char::is_whitespace).next().unwrap_or_default();
    line.width + 1 + width(word) + RAGGED > column
}

/// Whether `next` goes on with the paragraph of `line`, the line before it.
fn joins(line: &Line, next: &Line, column: Option<usize>, first_pair: bool) -> bool {
    if super::cues::list_marker(next.text).is_some() {
        return false;
    }
    let open = !super::cues::ends_sentence(line.text);
    let runs_on = open && next.text.starts_with(char::is_lowercase);
    let Some(column) = column else {
        return line.text.ends_with([',', ';']) || (runs_on && line.width <= MAX_COLUMN);
    };
    let new_indent = next.indented && !line.indented;
    !new_indent && (fills(line, next, column) || runs_on || (open && !first_pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text, false).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn blank_lines_separate() {
        assert_eq!(split("\n\na b\n \t\n\u{a0}\nc d\n\n"), ["a b", "c d"]);
        assert!(split(" \n\n").is_empty());
    }

    #[test]
    fn without_blank_lines_a_line_is_a_paragraph() {
        let text = "Coalition to meet\nMarch 01, 2008\nThe ministers will meet in March.\nThey met before.";
        assert_eq!(split(text).len(), 4);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "THE SIEGE\n\nIt was the best of times, it was the worst of times, it was the\n\
                    age of wisdom, it was the age of foolishness, it was the epoch\n\
                    of belief, it was the epoch of incredulity, it was the season\n\
                    of Light.\n\nThere were a king with a large jaw and a queen with a plain\n\
                    face, on the throne of England.";
        assert_eq!(split(text).len(), 3);
    }

    #[test]
    fn an_indent_begins_a_paragraph_of_wrapped_text() {
        let text = "Mounting trade friction between the\n\
                    U.S. And Japan has raised fears among many of Asia's exporting\n\
                    nations that the row could inflict far-reaching economic\n\
                    damage, businessmen and officials said.\n    \
                    They told Reuter correspondents in Asian capitals a U.S.\n\
                    Move against Japan might boost protectionist sentiment in the\n\
                    U.S. And lead to curbs on American imports of their products.";
        let found: Vec<_> = paragraphs(text, true).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found.len(), 2);
        assert!(found[1].starts_with("They told"));
    }

    #[test]
    fn a_headline_in_two_lines_is_one() {
        let long = "The vote was held on Tuesday in all of the states that had not yet voted, and it was close \
                    everywhere that anybody looked.";
        let text = format!("Social sites overflow;\nTool lets users tell they are safe.\n\n{long}\n{long}\n{long}");
        assert_eq!(split(&text).len(), 4);
    }
}
