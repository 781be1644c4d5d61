//! Quotation-mark runs: where the words between quotation marks begin and end.
//!
//! One pass over the bytes of each block. A mark that may open and close alike (`"`, `''`, and curly ones that
//! were typed the wrong way round) is judged by its neighbours: an opening mark stands before a word and
//! after white space or an opening bracket. Runs never cross a block, for a quote of several
//! paragraphs opens each with a mark and closes only the last: an unclosed run ends with its block.
//!
//! Single marks are quotation marks only in an article that uses no double ones; elsewhere they are
//! apostrophes or marks within a quote.

use onrecord_text::article::{Article, Block, BlockKind};
use onrecord_text::span::Span;

/// Runs beyond this many are left out, so that an article of nothing but quotation marks stays small.
pub const MAX_RUNS: usize = 1 << 16;

/// The words between an opening and a closing quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// From the opening mark to the closing one (or the block's end), both included.
    pub span: Span,
    /// Its block, as an index into the article's blocks.
    pub block: u32,
    /// Whether the closing mark is there.
    pub closed: bool,
}

/// The quotation-mark runs of an article, in order; boilerplate holds none.
pub fn runs(article: &Article) -> Vec<Run> {
    let mut runs = Vec::new();
    for marks in [double_mark as fn(&[u8], usize) -> Option<Mark>, single_mark] {
        for (number, block) in article.blocks.iter().enumerate() {
            if block.kind != BlockKind::Boilerplate {
                block_runs(&article.content, *block, number as u32, marks, &mut runs);
            }
        }
        if !runs.is_empty() {
            break;
        }
    }
    runs
}

/// What a mark is by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    len: usize,
    role: Role,
    single: bool,
}

impl Mark {
    fn new(len: usize, role: Role) -> Option<Self> {
        Some(Mark { len, role, single: false })
    }

    fn single(len: usize, role: Role) -> Option<Self> {
        Some(Mark { len, role, single: true })
    }
}

/// The double mark that begins at byte `at`, if one does.
fn double_mark(bytes: &[u8], at: usize) -> Option<Mark> {
    match bytes[at] {
        b'"' => Mark::new(1, Role::Either),
        b'\'' if bytes.get(at + 1) == Some(&b'\'') => Mark::new(2, Role::Either),
        b'`' if bytes.get(at + 1) == Some(&b'`') => Mark::new(2, Role::Opens),
        0xC2 => match bytes.get(at + 1) {
            Some(0xAB) => Mark::new(2, Role::Opens),
            Some(0xBB) => Mark::new(2, Role::Either),
            _ => None,
        },
        0xE2 => match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(0x80), Some(0x9C)) => Mark::new(3, Role::Either),
            (Some(0x80), Some(0x9D | 0x9F)) => Mark::new(3, Role::Either),
            (Some(0x80), Some(0x9E)) => Mark::new(3, Role::Opens),
            (Some(0x80), Some(0x99)) if bytes[at..].starts_with("’’".as_bytes()) => Mark::new(6, Role::Either),
            (Some(0x80), Some(0x98)) if bytes[at..].starts_with("‘‘".as_bytes()) => Mark::new(6, Role::Opens),
            _ => None,
        },
        _ => None,
    }
}

/// The single mark that begins at byte `at`, if one does.
fn single_mark(bytes: &[u8], at: usize) -> Option<Mark> {
    match bytes[at] {
        b'\'' => Mark::single(1, Role::Either),
        b'`' => Mark::single(1, Role::Opens),
        0xE2 if bytes.get(at + 1) == Some(&0x80) => match bytes.get(at + 2) {
            Some(0x98 | 0x9A) => Mark::single(3, Role::Opens),
            Some(0x99) => Mark::single(3, Role::Closes),
            _ => None,
        },
        _ => None,
    }
}

/// Looks for bytes that may begin a mark: three common ones, and two more only where the block has them.
struct Finder {
    rare: bool,
}

impl Finder {
    fn new(block: &[u8]) -> Self {
        Finder { rare: memchr::memchr2(b'`', 0xC2, block).is_some() }
    }

    fn next(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = &bytes[at..];
        let found = if self.rare {
            rest.iter().position(|b| matches!(b, b'"' | b'\'' | b'`' | 0xC2 | 0xE2))
        } else {
            memchr::memchr3(b'"', b'\'', 0xE2, rest)
        };
        found.map(|n| at + n)
    }
}

fn block_runs(
    content: &str,
    block: Block,
    number: u32,
    mark_at: fn(&[u8], usize) -> Option<Mark>,
    runs: &mut Vec<Run>,
) {
    let bytes = &content.as_bytes()[..block.span.end as usize];
    let first = block.span.start as usize;
    let mut open: Option<usize> = None;
    let mut at = first;
    let finder = Finder::new(&bytes[first..]);
    while let Some(found) = finder.next(bytes, at) {
        at = found;
        let Some(mark) = mark_at(bytes, at) else {
            at += 1;
            continue;
        };
        let place = Place::of(content, first, at, at + mark.len, bytes.len());
        let broken = open.filter(|&start| !mark.single && place.opens(mark) && begins_line(&content[start..at]));
        if let Some(start) = broken {
            push_run(content, start, start + content[start..at].trim_end().len(), number, false, runs);
            open = None;
        }
        match open {
            None if place.opens(mark) => open = Some(at),
            Some(start) if place.closes(mark) => {
                push_run(content, start, at + mark.len, number, true, runs);
                open = None;
            }
            _ => {}
        }
        at += mark.len;
        if runs.len() >= MAX_RUNS {
            return;
        }
    }
    if let Some(start) = open.filter(|&start| !single_at(bytes, start, mark_at)) {
        push_run(content, start, bytes.len(), number, false, runs);
    }
}

/// Whether what stands before a mark ends a line and a sentence: then the mark opens a new paragraph's run.
fn begins_line(before: &str) -> bool {
    let text = before.trim_end();
    before[text.len()..].contains('\n') && text.ends_with(['.', '!', '?', '…', '-', '—', ')', '\'', '’'])
}

/// An apostrophe that nothing closes was no quotation mark.
fn single_at(bytes: &[u8], at: usize, mark_at: fn(&[u8], usize) -> Option<Mark>) -> bool {
    mark_at(bytes, at).is_some_and(|mark| mark.single)
}

/// The neighbours of a mark.
struct Place {
    before: Option<char>,
    after: Option<char>,
}

impl Place {
    fn of(content: &str, first: usize, start: usize, end: usize, last: usize) -> Self {
        let before = content[first..start].chars().next_back();
        let after = content[end..last].chars().next();
        Place { before, after }
    }

    /// After white space, an opening bracket, a dash or another mark, and before something else than a space.
    fn opens(&self, mark: Mark) -> bool {
        let leads = self.before.is_none() && !mark.single;
        if mark.role == Role::Closes || !leads && self.after.is_none_or(char::is_whitespace) {
            return false;
        }
        let free = self.before.is_none_or(|c| c.is_whitespace() || is_opening(c));
        let word = |c: char| {
            c.is_alphanumeric()
                || matches!(
                    c,
                    '$' | '#'
                        | '@'
                        | '['
                        | '('
                        | '…'
                        | '.'
                        | '‘'
                        | '\''
                        | '“'
                        | '"'
                        | '£'
                        | '€'
                        | '-'
                        | '—'
                        | '–'
                        | '*'
                )
        };
        leads || (free || (mark.role == Role::Opens && !mark.single)) && self.after.is_some_and(word)
    }

    /// Not where it can only open; a single mark not within a word, nor as a plural's possessive.
    fn closes(&self, mark: Mark) -> bool {
        if mark.role == Role::Opens && !mark.single {
            return false;
        }
        let word_after = self.after.is_some_and(char::is_alphanumeric);
        if mark.single {
            let possessive = self.before == Some('s') && self.after.is_some_and(|c| c == ' ');
            return mark.role != Role::Opens
                && !word_after
                && !self.before.is_none_or(char::is_whitespace)
                && !possessive;
        }
        !(word_after && self.before.is_some_and(|c| c.is_whitespace() || matches!(c, '(' | '[')))
    }
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '—'
            | '–'
            | '-'
            | '/'
            | ':'
            | '…'
            | '"'
            | '“'
            | '‘'
            | '\''
            | '«'
            | '.'
            | ','
            | '*'
            | '\u{200b}'
    )
}

/// Keeps a run that holds at least one letter or digit and is no nickname.
fn push_run(content: &str, start: usize, end: usize, block: u32, closed: bool, runs: &mut Vec<Run>) {
    let nickname = closed && end - start <= LONGEST_NICKNAME && is_nickname(content, start, end);
    if !nickname && content[start..end].chars().any(char::is_alphanumeric) {
        runs.push(Run { span: Span::new(start, end), block, closed });
    }
}

/// Longest nickname with its marks, in bytes.
const LONGEST_NICKNAME: usize = 32;

/// `Robert “Bobby” Trent`: up to three capitalised words between a given name and a surname.
fn is_nickname(content: &str, start: usize, end: usize) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric();
    let inner = content[start..end].trim_matches(is_mark);
    let plain = content[start..end].len() - inner.len() <= 6 && !inner.contains([',', '.', '!', '?', ':']);
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let named = inner.split(' ').count() <= 3 && inner.split(' ').all(capital);
    let given = content[..start].strip_suffix(' ').and_then(|before| before.rsplit([' ', '\n', '.']).next());
    let surname = content[end..].strip_prefix(' ').and_then(|after| after.split([' ', '\n']).next());
    plain && named && given.is_some_and(is_given_name) && surname.is_some_and(is_given_name)
}

/// A word of letters with one capital at its start, at least three of them, that opens no sentence by itself.
fn is_given_name(word: &str) -> bool {
    let bare = word.trim_end_matches([',', '.', ':', ';', '?', '!']);
    let small = bare.chars().skip(1).filter(|c| c.is_lowercase()).count();
    let opens = [
        "The", "This", "That", "His", "Her", "Their", "And", "But", "For", "With", "From", "When", "After", "Its",
        "Our",
    ];
    bare.starts_with(char::is_uppercase)
        && bare.chars().all(|c| c.is_alphabetic() || c == '-')
        && small >= 2
        && !opens.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_read::article_from_text;
    use onrecord_text::article::Metadata;

    fn found(text: &str) -> Vec<String> {
        let article = article_from_text("a", "a", None, text, Metadata::default());
        runs(&article).into_iter().map(|run| run.span.of(&article.content).to_owned()).collect()
    }

    #[test]
    fn every_sort_of_mark() {
        for (text, expected) in [
            ("“We won,” he said. “Now what?”", vec!["“We won,”", "“Now what?”"]),
            ("\"We won,\" he said.", vec!["\"We won,\""]),
            ("''It's on,'' he said.", vec!["''It's on,''"]),
            ("``We won,'' he said.", vec!["``We won,''"]),
            ("«We won», he said.", vec!["«We won»"]),
            ("„We won“, he said.", vec!["„We won“"]),
            ("‘We won, don’t we,’ he said.", vec!["‘We won, don’t we,’"]),
            ("'The ministers' plan won,' he said.", vec!["'The ministers' plan won,'"]),
            ("“He said ‘no’ twice,” she said.", vec!["“He said ‘no’ twice,”"]),
            ("It is the ministers' plan, isn't it.", vec![]),
            ("A 6'2\" man with id=\"77\" came.", vec![]),
            ("\"\" and “ ” are empty.", vec![]),
            ("Robert “Bobby” Trent and Earl \"The Pearl\" Watts won.", vec![]),
            ("The “Today” Show said “Hello” twice.", vec!["“Today”", "“Hello”"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn an_unclosed_run_ends_with_its_paragraph() {
        for text in ["“We won.\n\n“And we won again,” he said.", "A.\n\n“We won.\n“And we won again,” he said."]
        {
            assert_eq!(found(text), ["“We won.", "“And we won again,”"], "{text}");
        }
    }
}
