//! Reading: bytes in, an [`Article`] out.

pub mod blocks;
pub mod boilerplate;
mod cues;
pub mod paragraphs;

use std::ops::Range;

use crate::article::{Article, Block, BlockKind, Metadata};
use crate::span::Span;

/// Builds an article from decoded text; `title` is given where it stands outside the text.
///
/// A text whose first paragraph repeats that title has it once: in the text.
pub fn article_from_text(id: &str, path: &str, title: Option<&str>, text: &str, metadata: Metadata) -> Article {
    let title = title.map(str::trim).filter(|title| !title.is_empty());
    let paragraphs = paragraphs::paragraphs(text, title.is_some());
    let repeats = title.is_some_and(|title| paragraphs.first().is_some_and(|p| same_words(title, &text[p.clone()])));
    let outside = title.filter(|_| !repeats).unwrap_or_default();
    let (content, text_start) = join(outside, text);
    let moved: Vec<Range<usize>> = paragraphs.iter().map(|p| p.start + text_start..p.end + text_start).collect();
    let mut blocks = Vec::with_capacity(moved.len() + 1);
    if !outside.is_empty() {
        blocks.push(Block { kind: BlockKind::Title, span: Span::new(0, outside.len()) });
    }
    blocks.extend(blocks::classify(&content, &moved, title.is_some()));
    if repeats {
        blocks[0].kind = BlockKind::Title;
    }
    Article { id: id.into(), path: path.into(), content, text_start: text_start as u32, blocks, metadata }
}

/// Title, line break and text, and where the text begins.
fn join(title: &str, text: &str) -> (String, usize) {
    if title.is_empty() {
        return (text.to_owned(), 0);
    }
    let mut content = String::with_capacity(title.len() + 1 + text.len());
    content.push_str(title);
    content.push('\n');
    content.push_str(text);
    (content, title.len() + 1)
}

/// Whether two titles differ in white space and closing punctuation alone.
fn same_words(a: &str, b: &str) -> bool {
    let words = |s| str::split_whitespace(str::trim_end_matches(s, ['.', '!', '?', ' ']));
    a.len().abs_diff(b.len()) <= 16 && words(a).eq(words(b))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// The place of the shared data, where it is there.
    fn shared(path: &str) -> Option<PathBuf> {
        let root = std::env::var_os("ONRECORD_SHARED")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
        let path = root.join(path);
        if !path.exists() {
            eprintln!("skipped: {} is absent", path.display());
        }
        path.exists().then_some(path)
    }

    fn seed(name: &str) -> Article {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
        let text = std::fs::read_to_string(path).expect("the seeds are part of the project");
        article_from_text(name, name, None, &text, Metadata::default())
    }

    /// The kinds of the blocks by the line they begin on.
    fn kinds(article: &Article) -> Vec<(usize, BlockKind)> {
        let line = |at: u32| article.content[..at as usize].matches('\n').count() + 1;
        article.blocks.iter().map(|block| (line(block.span.start), block.kind)).collect()
    }

    #[test]
    fn boilerplate_lines_of_the_seeds() {
        let Some(path) = shared("seeds_topics_gold.jsonl") else { return };
        let rows = std::fs::read_to_string(path).expect("readable");
        let (mut found, mut lost) = (0, Vec::new());
        for row in rows.lines() {
            let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
            let kinds = kinds(&seed(row["file"].as_str().expect("a name")));
            let line = row["line"].as_u64().expect("a number") as usize;
            let kind = kinds.iter().find(|(at, _)| *at == line).expect("a block on every line").1;
            use BlockKind::*;
            let page = matches!(kind, Section | Byline | Dateline | Boilerplate);
            match row["kind"].as_str() {
                Some("boilerplate") => found += usize::from(page),
                Some("passage") if page => lost.push(row),
                _ => {}
            }
        }
        assert!(found >= 9, "found {found} of 11");
        assert!(lost.is_empty(), "{lost:?}");
        println!("{found} of 11");
    }

    #[test]
    fn every_block_of_a_media_note() {
        use BlockKind::*;
        assert_eq!(
            kinds(&seed("004_9fd6de5ae2dce168.txt")),
            [(1, Title), (3, Byline), (5, Dateline), (7, Body), (9, Body), (11, Body), (13, Boilerplate)]
        );
    }

    #[test]
    fn a_repeated_title_is_in_the_text_alone() {
        let article =
            article_from_text("a", "a", Some("Ministers meet"), "Ministers  meet.\n\nThey met.", Metadata::default());
        assert_eq!((article.text_start, article.title(), article.blocks.len()), (0, "Ministers  meet.", 2));
    }
}
