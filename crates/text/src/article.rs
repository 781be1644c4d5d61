//! What reading a source yields: an article's text and the blocks it is made of. Plain data.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// What a block of text is within its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A section label ("Homeland Security").
    Section,
    /// Who wrote or issued it ("By Jane Roe", "Media Note Office of the Spokesperson").
    Byline,
    /// Place and date of issue on a line of their own.
    Dateline,
    /// Words under a picture, with its credit.
    Caption,
    /// A heading between paragraphs.
    Heading,
    /// A paragraph of the article proper.
    Body,
    /// A list item, or a run of them.
    List,
    /// Words of the page and not of the article: comment forms, footers, sharing links.
    Boilerplate,
}

impl BlockKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [BlockKind; 9] = [
        BlockKind::Title,
        BlockKind::Section,
        BlockKind::Byline,
        BlockKind::Dateline,
        BlockKind::Caption,
        BlockKind::Heading,
        BlockKind::Body,
        BlockKind::List,
        BlockKind::Boilerplate,
    ];

    /// The kind's name in JSON, queries and messages.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Section => "section",
            BlockKind::Byline => "byline",
            BlockKind::Dateline => "dateline",
            BlockKind::Caption => "caption",
            BlockKind::Heading => "heading",
            BlockKind::Body => "body",
            BlockKind::List => "list",
            BlockKind::Boilerplate => "boilerplate",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One run of text with a kind. Blocks are in text order, disjoint, and without white space at either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the content.
    pub span: Span,
}

/// What a source says of its article outside the text: front matter, JSON fields, headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The publication date as given; in digits alone, day and month in the order of its source, as ISO 8601.
    /// See [`date::field`](crate::date::field).
    pub date: Option<String>,
    /// Newspaper, agency or office that published it.
    pub outlet: Option<String>,
    /// The author or authors as given.
    pub author: Option<String>,
    /// Section or desk.
    pub section: Option<String>,
    /// Where it was found on the web.
    pub url: Option<String>,
    /// Topic labels that came with it (used for learning, never as found topics).
    pub topics: Vec<String>,
}

/// Where in its source an article lies: what leads from a result to the place it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The path within an archive; the parts of an archive within an archive are joined by `/`.
    pub member: Option<String>,
    /// The number of the record, from 1: a row of a table, a message of a mailbox, an article of an export.
    pub record: Option<u32>,
    /// How lines of the text lead to lines of the file.
    pub lines: Lines,
}

/// How a line of an article's text leads to a line of its file or of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lines {
    /// The text is the file: lines are the same.
    #[default]
    Same,
    /// The text begins on this line of the file, and its line breaks are those of the file.
    From(u32),
    /// The text stands on this one line of the file.
    On(u32),
    /// The text was taken out of a file that has no such lines.
    None,
    /// The lines of the text, from 1, on which each page begins. The first page begins on the first line.
    Pages(Vec<u32>),
}

/// The place in its file that a line of an article's text leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The path within an archive.
    pub member: Option<String>,
    /// The number of the record, from 1.
    pub record: Option<u32>,
    /// The page, from 1.
    pub page: Option<u32>,
    /// The line of the file, or of the page where there is one, from 1.
    pub line: Option<u32>,
}

impl Address {
    /// The place that line `line` of the text, from 1, leads to.
    pub fn place(&self, line: u32) -> Place {
        let (page, line) = match &self.lines {
            Lines::Same => (None, Some(line)),
            Lines::From(first) => (None, Some(first.saturating_add(line.saturating_sub(1)))),
            Lines::On(only) => (None, Some(*only)),
            Lines::None => (None, None),
            Lines::Pages(starts) => {
                let page = starts.partition_point(|&start| start <= line).max(1);
                let start = starts.get(page - 1).copied().unwrap_or(1);
                (Some(page as u32), Some(line.saturating_sub(start) + 1))
            }
        };
        Place { member: self.member.clone(), record: self.record, page, line }
    }
}

impl Address {
    /// The line of the file or page that line `line` of the text leads to; that of the text where the file has none.
    pub fn line(&self, line: u32) -> u32 {
        self.place(line).line.unwrap_or(line)
    }
}

impl Place {
    /// Whether the line is one of the file itself, so that an editor can go there.
    pub fn leads_to_a_line(&self) -> bool {
        self.member.is_none() && self.page.is_none() && self.line.is_some()
    }

    /// The place as people write it, after the path of the file: `archive.zip/member.txt:12`, `table.csv#3`,
    /// `report.pdf:2:14` (page and line). A record that is numbered by its line, as in JSON Lines, has its line alone.
    pub fn after(&self, path: &str) -> String {
        let mut text = path.to_owned();
        let mut add = |sign: char, part: String| {
            text.push(sign);
            text.push_str(&part);
        };
        self.member.iter().for_each(|member| add('/', member.clone()));
        let is_line = |record: &u32| self.page.is_none() && self.line == Some(*record);
        self.record.iter().filter(|record| !is_line(record)).for_each(|record| add('#', record.to_string()));
        self.page.iter().chain(&self.line).for_each(|number| add(':', number.to_string()));
        text
    }
}

/// One document: what was read of a source.
///
/// All spans refer to [`content`](Article::content). Where the title is not part of the source's text
/// (JSON Lines, front matter in a field), the content begins with the title and a line break, and
/// [`text_start`](Article::text_start) says where the text proper begins; else it is 0. So one
/// coordinate serves title and text; [`Article::locate`] turns it into the outside's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Unique within its source; a file that is one article gets one from its path.
    pub id: String,
    /// The source as the user named it, for display.
    pub path: String,
    /// Title (where it is not part of the text) and text.
    pub content: String,
    /// Byte offset in `content` at which the text proper begins.
    pub text_start: u32,
    /// The blocks of the content.
    pub blocks: Vec<Block>,
    /// What the source says outside the text.
    pub metadata: Metadata,
    /// Where in its source it lies.
    pub address: Address,
}

/// A place as the outside sees it: in the text or in a title apart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Whether the span lies in a title that is not part of the text.
    pub in_title: bool,
    /// Bytes relative to that text or title.
    pub span: Span,
}

impl Article {
    /// The article's text as `show --format raw` prints it: without a title that stood elsewhere.
    pub fn text(&self) -> &str {
        &self.content[self.text_start as usize..]
    }

    /// The title block, if there is one.
    pub fn title_block(&self) -> Option<Block> {
        self.blocks.iter().copied().find(|block| block.kind == BlockKind::Title)
    }

    /// The title's words, or the empty string.
    pub fn title(&self) -> &str {
        self.title_block().map_or("", |block| block.span.of(&self.content))
    }

    /// The section it appeared in: as given beside it, or its section label.
    pub fn section(&self) -> Option<&str> {
        let label = || self.blocks.iter().find(|b| b.kind == BlockKind::Section).map(|b| b.span.of(&self.content));
        self.metadata.section.as_deref().or_else(label)
    }

    /// Its path and its id with a zero character between them: what tells it from all others, and puts them in order.
    pub fn place(&self) -> String {
        format!("{}\0{}", self.path, self.id)
    }

    /// Where a span of the content lies for the outside.
    pub fn locate(&self, span: Span) -> Location {
        locate(span, self.text_start)
    }
}

/// Where a span of a content lies whose text proper begins at byte `text_start`.
pub fn locate(span: Span, text_start: u32) -> Location {
    if span.start < text_start {
        return Location { in_title: true, span };
    }
    let span = Span { start: span.start - text_start, end: span.end - text_start };
    Location { in_title: false, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lead_to_places() {
        let place =
            |lines: Lines, line| Address { lines, record: Some(2), ..Address::default() }.place(line).after("a");
        assert_eq!(place(Lines::Same, 3), "a#2:3");
        assert_eq!(place(Lines::From(10), 3), "a#2:12");
        assert_eq!(place(Lines::On(10), 3), "a#2:10");
        assert_eq!(place(Lines::None, 3), "a#2");
        assert_eq!(place(Lines::Pages(vec![1, 5, 5, 9]), 7), "a#2:3:3");
        let member = Address { member: Some("b/c.txt".into()), ..Address::default() };
        assert_eq!(member.place(4).after("a.zip"), "a.zip/b/c.txt:4");
    }
}
