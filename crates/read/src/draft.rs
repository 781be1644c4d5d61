//! An article as a format finds it, in paragraphs, before it is put together.

use std::ops::Range;

use super::input::{Origin, Out, Reading};
use super::{assemble, blocks, same_words};
use onrecord_text::article::{Address, Article, BlockKind, Lines, Metadata};

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Para {
    /// Its text; line breaks within are those of the file.
    pub text: String,
    /// The line of the file on which it begins, from 1; 0 where the file has no such lines.
    pub line: u32,
    /// The page on which it begins, from 1; 0 where there are no pages.
    pub page: u32,
    /// What it is, where the format says so.
    pub kind: Option<BlockKind>,
}

impl Para {
    /// A paragraph without a place.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Para { text: text.into(), ..Para::default() }
    }

    /// This paragraph as a block of the given kind.
    pub(crate) fn kind(self, kind: BlockKind) -> Self {
        Para { kind: Some(kind), ..self }
    }

    /// Its words without line breaks.
    pub(crate) fn flat(&self) -> String {
        flat(&self.text)
    }
}

/// The words of a text with one space between each two.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id that a record brings along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum OwnId {
    /// None.
    #[default]
    None,
    /// One that is unique within its file alone: a row's number.
    InFile(String),
    /// One that is unique everywhere: an accession number, a Message-ID, a URL.
    Anywhere(String),
}

/// An article before it is put together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// Its own id.
    pub id: OwnId,
    /// The title, which is not among the paragraphs.
    pub title: Option<String>,
    /// The paragraphs.
    pub paras: Vec<Para>,
    /// What else is said of it.
    pub metadata: Metadata,
    /// Its number among the records of the file, from 1; none where the file is one article.
    pub record: Option<u32>,
}

impl Draft {
    /// Hands the article on; one without any text is passed over in silence only where it has no title either.
    pub(crate) fn send(self, origin: &Origin, out: &mut Out) -> Reading {
        let article = self.article(origin);
        if article.blocks.is_empty() { Ok(()) } else { out.article(article) }
    }

    /// Whether it has any words.
    pub(crate) fn has_text(&self) -> bool {
        self.paras.iter().any(|para| !para.text.trim().is_empty())
    }

    /// The article.
    pub(crate) fn article(mut self, origin: &Origin) -> Article {
        self.paras.iter_mut().for_each(|para| trim(&mut para.text));
        self.paras.retain(|para| !para.text.is_empty());
        let (text, ranges, lines) = put_together(&self.paras);
        let title = self.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let first = ranges.first().map_or("", |range| &text[range.clone()]);
        let repeated = title.is_some_and(|title| same_words(title, first));
        let own = self.paras.iter().any(|para| para.kind == Some(BlockKind::Title));
        let mut blocks = blocks::classify(&text, &ranges, title.is_some() || own);
        for (block, para) in blocks.iter_mut().zip(&self.paras) {
            block.kind = para.kind.unwrap_or(block.kind);
        }
        if repeated {
            blocks[0].kind = BlockKind::Title;
        }
        let id = self.id(origin);
        let outside = title.filter(|_| !repeated).map(flat);
        let mut article = assemble(&id, &origin.path, outside.as_deref(), &text, blocks, self.metadata);
        article.address = Address { member: origin.member.clone(), record: self.record, lines };
        article
    }

    fn id(&self, origin: &Origin) -> String {
        match (&self.id, self.record) {
            (OwnId::Anywhere(id), _) => id.clone(),
            (OwnId::InFile(id), _) if origin.depth == 0 => id.clone(),
            (OwnId::InFile(id), _) => format!("{}#{id}", origin.id),
            (OwnId::None, Some(record)) => format!("{}#{record}", origin.id),
            (OwnId::None, None) => origin.id.clone(),
        }
    }
}

fn trim(text: &mut String) {
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
}

/// The text, where each paragraph lies in it, and how its lines lead to the file's.
fn put_together(paras: &[Para]) -> (String, Vec<Range<usize>>, Lines) {
    let by_line = paras.iter().all(|para| para.line > 0) && paras.is_sorted_by_key(|para| para.line);
    let (mut text, mut ranges, mut line) = (String::new(), Vec::with_capacity(paras.len()), 0);
    let (mut starts, mut at) = (Vec::new(), 1u32);
    for para in paras {
        let breaks = match (ranges.is_empty(), by_line) {
            (true, _) => 0,
            (false, true) => para.line.saturating_sub(line).max(1),
            (false, false) => 2,
        };
        text.extend(std::iter::repeat_n('\n', breaks as usize));
        at += breaks;
        starts.resize(starts.len().max(para.page as usize), at);
        let within = memchr::memchr_iter(b'\n', para.text.as_bytes()).count() as u32;
        at += within;
        line = para.line + within;
        ranges.push(text.len()..text.len() + para.text.len());
        text.push_str(&para.text);
    }
    let lines = match (paras.first(), starts.first_mut()) {
        (_, Some(first)) => {
            *first = 1;
            Lines::Pages(starts)
        }
        (Some(first), None) if by_line => Lines::From(first.line),
        _ => Lines::None,
    };
    (text, ranges, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin { path: "a.zip".into(), id: "a.zip".into(), ..Origin::default() }.member("b.txt")
    }

    #[test]
    fn lines_of_the_file_are_kept() {
        let para = |text: &str, line| Para { line, ..Para::new(text) };
        let paras = vec![para("One sentence,\nwrapped.", 10), para("Another.", 15)];
        let article = Draft { title: Some("T".into()), paras, ..Draft::default() }.article(&origin());
        assert_eq!(article.text(), "One sentence,\nwrapped.\n\n\n\nAnother.");
        assert_eq!(article.address.place(6).after("a.zip"), "a.zip/b.txt:15");
        assert_eq!(article.blocks.len(), 3);
    }

    #[test]
    fn pages_begin_on_their_lines() {
        let para = |text: &str, page| Para { page, ..Para::new(text) };
        let paras = vec![para("One.", 1), para("Two.", 3), para("Three.", 3)];
        let article = Draft { paras, record: Some(2), ..Draft::default() }.article(&origin());
        assert_eq!(article.address.lines, Lines::Pages(vec![1, 3, 3]));
        assert_eq!(article.id, "a.zip/b.txt#2");
        assert_eq!(article.address.place(5).after("a"), "a/b.txt#2:3:3");
    }

    #[test]
    fn ids() {
        let id = |id: OwnId, record| Draft { id, record, ..Draft::default() }.article(&origin()).id;
        assert_eq!(id(OwnId::InFile("7".into()), Some(1)), "a.zip/b.txt#7");
        assert_eq!(id(OwnId::Anywhere("<7@x>".into()), Some(1)), "<7@x>");
        assert_eq!(id(OwnId::None, None), "a.zip/b.txt");
    }
}
