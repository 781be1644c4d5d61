//! Small articles for this module's tests.

use super::model::Model;
use super::train::{TrainOptions, TrainingSet};
use onrecord_text::analyze::{Analyzed, Forms, analyze};
use onrecord_text::article::{Article, Block, BlockKind, Metadata};
use onrecord_text::passage::Passage;
use onrecord_text::span::Span;

/// An article of one block a line, of the given kinds.
pub(super) fn article(lines: &[(BlockKind, &str)]) -> Article {
    let mut content = String::new();
    let mut blocks = Vec::new();
    for (kind, line) in lines {
        let start = content.len();
        content.push_str(line);
        blocks.push(Block { kind: *kind, span: Span::new(start, content.len()) });
        content.push('\n');
    }
    Article {
        id: "a".into(),
        path: "a".into(),
        content,
        text_start: 0,
        blocks,
        metadata: Metadata::default(),
        address: Default::default(),
    }
}

/// One passage for each block with words.
pub(super) fn passages(text: &Analyzed) -> Vec<Passage> {
    let mut passages = Vec::new();
    for (number, block) in text.article.blocks.iter().enumerate() {
        let sentences = text.sentences_of(number as u32);
        let from = text.sentences.partition_point(|s| s.block < number as u32) as u32;
        if let (Some(first), Some(last)) = (sentences.first(), sentences.last()) {
            passages.push(Passage {
                ordinal: passages.len() as u32,
                kind: block.kind,
                span: block.span,
                line: number as u32 + 1,
                words: first.words.start..last.words.end,
                sentences: from..from + sentences.len() as u32,
            });
        }
    }
    passages
}

/// A model that knows "sport" and "money".
pub(super) fn trained() -> Model {
    let (mut set, mut forms) = (TrainingSet::new(), Forms::new());
    for (text, topic) in LABELLED {
        let article = article(&[(BlockKind::Body, text)]);
        set.add(&analyze(&article, &mut forms), &forms, &[topic]);
    }
    set.train(&TrainOptions { least_articles: 1, ..TrainOptions::default() }).unwrap()
}

/// Articles with the topic of each.
pub(super) const LABELLED: [(&str, &str); 8] = [
    ("The striker scored a goal in the match.", "sport"),
    ("Two goals won the match for the home team.", "sport"),
    ("The team lost its last match.", "sport"),
    ("The coach praised the striker and the team.", "sport"),
    ("The bank raised its interest rate.", "money"),
    ("Shares of the bank fell after its profit warning.", "money"),
    ("Profit rose and the shares with it.", "money"),
    ("The rate of interest hurts the profit of the bank.", "money"),
];
