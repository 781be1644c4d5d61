//! Passages with a quote that has what is asked of its words: the index knows where quotes begin and end.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::query::EnableScoring;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::condition::{Condition, ConditionWeight, OpenCondition};
use super::cursor::Cursor;
use super::intervals::{Marks, positions_at};
use crate::search::lexicon::Word;
use crate::search::postings::{FieldReader, SegmentLists};
use onrecord_query::interval::{Bounds, Positions, Program, Scratch};

/// What is asked of a quote's words.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Nothing.
    All,
    /// All of this.
    And(Vec<Asked>),
    /// Any of this.
    Or(Vec<Asked>),
    /// Not this.
    Not(Box<Asked>),
    /// Words, phrases or connectors, and how often at least.
    Find(Program, usize),
}

impl Asked {
    /// Whether it speaks of sentences or paragraphs.
    pub fn speaks_of_bounds(&self) -> bool {
        match self {
            Asked::All => false,
            Asked::And(parts) | Asked::Or(parts) => parts.iter().any(Asked::speaks_of_bounds),
            Asked::Not(part) => part.speaks_of_bounds(),
            Asked::Find(program, _) => program.speaks_of_bounds(),
        }
    }

    fn holds(&self, scoped: &Scoped, bounds: &Bounds, scratch: &mut Scratch) -> bool {
        match self {
            Asked::All => true,
            Asked::And(all) => all.iter().all(|part| part.holds(scoped, bounds, scratch)),
            Asked::Or(any) => any.iter().any(|part| part.holds(scoped, bounds, scratch)),
            Asked::Not(part) => !part.holds(scoped, bounds, scratch),
            Asked::Find(program, count) => match program.single_word() {
                Some(leaf) => scoped.of(leaf).len() >= *count,
                None => program.run(scoped, bounds, scratch).len() >= *count,
            },
        }
    }
}

/// The condition that some quote of a passage has what is asked of its words.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// The posting lists of texts.
    pub reader: Arc<FieldReader>,
    /// The column of the first and the last position of each quote.
    pub column: &'static str,
    /// What is asked.
    pub asked: Arc<Asked>,
    /// The words that it speaks of.
    pub leaves: Arc<[Word]>,
    /// Where sentences and paragraphs begin, if it speaks of them.
    pub marks: Option<Marks>,
}

impl Condition for Quoted {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Arc<dyn ConditionWeight>> {
        Ok(Arc::new(self.clone()))
    }
}

impl ConditionWeight for Quoted {
    fn open(&self, segment: &SegmentReader) -> tantivy::Result<Box<dyn OpenCondition>> {
        let quotes = segment.fast_fields().u64(self.column)?;
        let words = Words::open(self, self.reader.segment(segment)?)?;
        let positions = vec![Vec::new(); self.leaves.len()];
        Ok(Box::new(OpenQuoted {
            quoted: self.clone(),
            segment: segment.clone(),
            quotes,
            words,
            asked: 0,
            positions,
            ends: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            scratch: Scratch::new(),
        }))
    }
}

/// The occurrences of the words.
struct Words {
    leaves: Vec<Cursor>,
    marks: Option<(Cursor, Cursor)>,
}

impl Words {
    fn open(quoted: &Quoted, lists: &SegmentLists) -> tantivy::Result<Self> {
        let open = |word: &Word| Cursor::open(lists, word, IndexRecordOption::WithFreqsAndPositions);
        let leaves = quoted.leaves.iter().map(open).collect::<tantivy::Result<_>>()?;
        let marks = match &quoted.marks {
            Some(marks) => Some((open(&marks.sentences)?, open(&marks.paragraphs)?)),
            None => None,
        };
        Ok(Words { leaves, marks })
    }
}

struct OpenQuoted {
    quoted: Quoted,
    segment: SegmentReader,
    quotes: Column<u64>,
    words: Words,
    /// The passage whose words were looked at last.
    asked: DocId,
    /// The first and the last position of each quote of the passage, one after the other.
    ends: Vec<u64>,
    positions: Vec<Vec<u32>>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    scratch: Scratch,
}

impl OpenCondition for OpenQuoted {
    fn holds(&mut self, doc: DocId) -> tantivy::Result<bool> {
        self.ends.clear();
        self.ends.extend(self.quotes.values_for_doc(doc));
        if self.ends.is_empty() {
            return Ok(false);
        }
        if doc < self.asked {
            self.words = Words::open(&self.quoted, self.quoted.reader.segment(&self.segment)?)?;
        }
        self.asked = doc;
        self.load(doc);
        let OpenQuoted { quoted, ends, positions, sentences, paragraphs, scratch, .. } = self;
        let bounds = Bounds { sentences, paragraphs };
        Ok(ends.chunks_exact(2).any(|ends| {
            let scoped = Scoped { positions, first: ends[0] as u32, last: ends[1] as u32 };
            quoted.asked.holds(&scoped, &bounds, scratch)
        }))
    }
}

impl OpenQuoted {
    fn load(&mut self, doc: DocId) {
        for (cursor, positions) in self.words.leaves.iter_mut().zip(&mut self.positions) {
            positions_at(cursor, doc, positions);
        }
        if let Some((sentences, paragraphs)) = &mut self.words.marks {
            positions_at(sentences, doc, &mut self.sentences);
            positions_at(paragraphs, doc, &mut self.paragraphs);
        }
    }
}

/// The positions of words within one quote.
struct Scoped<'a> {
    positions: &'a [Vec<u32>],
    first: u32,
    last: u32,
}

impl Positions for Scoped<'_> {
    fn of(&self, leaf: usize) -> &[u32] {
        let all = self.positions.of(leaf);
        let from = all.partition_point(|&position| position < self.first);
        let to = all.partition_point(|&position| position <= self.last);
        &all[from..to.max(from)]
    }
}
