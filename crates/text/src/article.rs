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
