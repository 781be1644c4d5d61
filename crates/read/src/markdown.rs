//! Markdown: blocks by its line-level marks. Offsets refer to the raw text, front matter and marks included.
//!
//! Marks within a line (emphasis, links) stay as they are: taking them out would move every offset.

use std::ops::Range;

use super::front_matter::{FrontMatter, front_matter};
use super::input::{Input, Out, Reading};
use super::{blocks, cues, same_words};
use onrecord_text::article::{Article, Block, BlockKind};
use onrecord_text::span::Span;

/// Reads a Markdown file, which is one article.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let text = input.text()?;
    let article = read_markdown(&input.origin.id, &input.origin.path, &text);
    out.article(Article { address: input.origin.address(), ..article })
}

/// The article that the Markdown `text` holds.
pub(crate) fn read_markdown(id: &str, path: &str, text: &str) -> Article {
    let (FrontMatter { title, metadata }, start) = front_matter(text).unwrap_or_default();
    let mut blocks = Scanner::new(text, start).blocks();
    let head = blocks.iter().take_while(|block| block.kind != BlockKind::Body).count();
    let first = blocks[..head].iter().position(|block| block.kind == BlockKind::Heading);
    let own = first.filter(|&i| title.as_ref().is_none_or(|title| same_words(title, blocks[i].span.of(text))));
    if let Some(i) = own {
        blocks[i].kind = BlockKind::Title;
    }
    let outside = if own.is_some() { None } else { title.filter(|title| !title.trim().is_empty()) };
    super::assemble(id, path, outside.as_deref(), text, blocks, metadata)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    blocks: Vec<Block>,
    /// The paragraph or list item that further lines may go on with.
    open: Option<(BlockKind, Range<usize>)>,
    lower: String,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Scanner { text, at, blocks: Vec::new(), open: None, lower: String::new() }
    }

    fn blocks(mut self) -> Vec<Block> {
        while self.at < self.text.len() {
            let line = self.line();
            self.read(line);
        }
        self.close();
        self.blocks
    }

    /// The next line without its line end.
    fn line(&mut self) -> Range<usize> {
        let start = self.at;
        let end = memchr::memchr(b'\n', &self.text.as_bytes()[start..]).map_or(self.text.len(), |len| start + len);
        self.at = end + 1;
        start..end
    }

    fn read(&mut self, line: Range<usize>) {
        let raw = &self.text[line.clone()];
        let bare = raw.trim_start_matches([' ', '\t', '>']);
        let start = line.end - bare.len();
        let bare = bare.trim_end();
        if bare.trim_matches('#').is_empty() || is_comment(bare) {
            self.close();
        } else if let Some(fence) = fence(bare) {
            self.close();
            self.fenced(fence);
        } else if self.open.is_some() && is_underline(bare) {
            self.close_as(BlockKind::Heading);
        } else if is_rule(bare) {
            self.close();
        } else if let Some(heading) = heading(bare) {
            self.close();
            self.push(BlockKind::Heading, start + heading.start..start + heading.end);
        } else if let Some(marker) = cues::list_marker(bare) {
            self.close();
            self.open = Some((BlockKind::List, start + marker..start + bare.len()));
        } else {
            self.go_on(start..start + bare.len());
        }
    }

    fn go_on(&mut self, line: Range<usize>) {
        match &mut self.open {
            Some((_, open)) => open.end = line.end,
            None => self.open = Some((BlockKind::Body, line)),
        }
    }

    /// The lines up to the end of a code block, as they are.
    fn fenced(&mut self, fence: &str) {
        let start = self.at.min(self.text.len());
        let mut end = start;
        while self.at < self.text.len() {
            let line = self.line();
            if self.text[line.clone()].trim_start().starts_with(fence) {
                break;
            }
            end = line.end;
        }
        if end > start {
            self.push(BlockKind::Body, start..end);
        }
    }

    fn close(&mut self) {
        if let Some((kind, range)) = self.open.take() {
            let kind = if kind == BlockKind::Body { self.kind(&range) } else { kind };
            self.push(kind, range);
        }
    }

    fn close_as(&mut self, kind: BlockKind) {
        if let Some((_, range)) = self.open.take() {
            self.push(kind, range);
        }
    }

    fn kind(&mut self, range: &Range<usize>) -> BlockKind {
        let text = &self.text[range.clone()];
        if text.starts_with("![") && text.ends_with(')') && !text.contains('\n') {
            return BlockKind::Caption;
        }
        let bare = text.trim_matches(['*', '_']);
        let in_head = self.blocks.iter().all(|block| block.kind != BlockKind::Body);
        blocks::kind_by_look(bare, in_head, &mut self.lower)
    }

    fn push(&mut self, kind: BlockKind, range: Range<usize>) {
        let text = &self.text[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        if start < end {
            self.blocks.push(Block { kind, span: Span::new(start, end) });
        }
    }
}

fn is_comment(line: &str) -> bool {
    line.starts_with("<!--") && line.ends_with("-->")
}

/// The mark that opens a code block.
fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

/// The line under a heading of the older kind.
fn is_underline(line: &str) -> bool {
    line.len() >= 2 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

fn is_rule(line: &str) -> bool {
    let marks = line.bytes().filter(|b| !b.is_ascii_whitespace());
    ['-', '*', '_', '='].iter().any(|&m| marks.clone().all(|b| b == m as u8) && marks.clone().count() >= 3)
}

/// The words of a heading within its line.
fn heading(line: &str) -> Option<Range<usize>> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    if !(1..=6).contains(&level) || !words.starts_with([' ', '\t']) {
        return None;
    }
    let start = line.len() - words.trim_start().len();
    let end = line.trim_end_matches('#').trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::*;

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let article = read_markdown("a", "a", text);
        article.blocks.iter().map(|b| (b.kind, b.span.of(&article.content).to_owned())).collect()
    }

    #[test]
    fn every_mark() {
        let text = "---\ntitle: Other\n---\n# Ministers meet #\n\nThey met on Monday\nin Paris.\n\n- one\n- two\n  goes on\n\n> quoted\n> words\n\n\
                    Heading\n-------\n\n```\ncode # x\n\ny\n```\n***\n<!-- note -->\nEnd.";
        let expected: Vec<(BlockKind, &str)> = vec![
            (Title, "Other"),
            (Heading, "Ministers meet"),
            (Body, "They met on Monday\nin Paris."),
            (List, "one"),
            (List, "two\n  goes on"),
            (Body, "quoted\n> words"),
            (Heading, "Heading"),
            (Body, "code # x\n\ny"),
            (Body, "End."),
        ];
        let found = blocks(text);
        assert_eq!(found.iter().map(|(k, t)| (*k, t.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_first_heading_is_the_title_where_no_other_is_given() {
        assert_eq!(blocks("# A title\n\nText.")[0], (Title, "A title".into()));
        let same = read_markdown("a", "a", "---\ntitle: A title\n---\n# A title\nText.");
        assert_eq!((same.text_start, same.title()), (0, "A title"));
    }

    #[test]
    fn offsets_refer_to_the_raw_text() {
        let text = "---\ntitle: Ministers\n---\nThey met.\n";
        let article = read_markdown("a", "a", text);
        assert_eq!(article.text(), text);
        assert_eq!(article.blocks.len(), 2);
    }

    #[test]
    fn nothing_but_marks() {
        for text in ["#", "# #", "---", "```", "```\n", "- ", "> >", "===\n---"] {
            read_markdown("a", "a", text);
        }
        assert!(blocks("#\n\n---\n").is_empty());
    }
}
