//! From a word of a query to the units that have it: posting lists, read once per query and summed by unit.

use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use crate::search::postings::List;
use crate::search::postings::{FieldReader, SegmentLists, Spelling};

/// The units of each segment that have a word, each once, with its occurrences.
#[derive(Clone, Debug, Default)]
pub(super) struct Occurrences {
    /// By segment: unit and number of occurrences, in no order.
    pub segments: Vec<Vec<(u32, u32)>>,
}

impl Occurrences {
    /// Number of units.
    pub(super) fn df(&self) -> u32 {
        self.segments.iter().map(|units| units.len() as u32).sum()
    }
}

/// Sums the occurrences of `spellings` by unit, on top of those of `base`; `unit_of` gives the unit of each of a
/// segment's documents and the number of units, which stands for documents that count nowhere.
///
/// # Errors
/// When the index is damaged.
pub(super) fn occurrences<'f, 'u>(
    field: &FieldReader,
    spellings: impl IntoIterator<Item = &'f Spelling, IntoIter: Clone>,
    base: &[Occurrences],
    unit_of: impl Fn(usize) -> (&'u [u32], usize),
    counts: &mut Counts,
) -> tantivy::Result<Occurrences> {
    let spellings = spellings.into_iter();
    let mut found = Occurrences::default();
    for (ord, segment) in field.segments().iter().enumerate() {
        let (unit_of, units) = unit_of(ord);
        counts.reserve(units);
        base.iter().flat_map(|part| &part.segments[ord]).for_each(|&(unit, tf)| counts.add(unit, tf));
        for spelling in spellings.clone() {
            if let Some(info) = segment.list(&spelling.lists) {
                for_each(segment, info, |doc, tf| counts.add(unit_of[doc as usize], tf))?;
            }
            if let Some(info) = spelling.except.as_ref().and_then(|places| segment.list(places)) {
                for_each(segment, info, |doc, tf| counts.add(unit_of[doc as usize], tf.wrapping_neg()))?;
            }
        }
        found.segments.push(counts.drain(units as u32));
    }
    Ok(found)
}

/// Calls `take` with every document and position of `spelling` within `ranges` (ascending, disjoint) of a
/// segment. Exceptions are not regarded.
///
/// # Errors
/// When the index is damaged.
pub(super) fn positions(
    segment: &SegmentLists,
    spelling: &Spelling,
    ranges: &[(DocId, DocId)],
    mut take: impl FnMut(DocId, u32),
) -> tantivy::Result<()> {
    let Some(info) = segment.list(&spelling.lists) else { return Ok(()) };
    let mut postings = segment.postings(info, IndexRecordOption::WithFreqsAndPositions)?;
    let mut positions = Vec::new();
    for &(first, end) in ranges {
        let mut doc = if postings.doc() < first { postings.seek(first) } else { postings.doc() };
        while doc < end {
            postings.positions(&mut positions);
            positions.iter().for_each(|&position| take(doc, position));
            doc = postings.advance();
        }
        if doc == TERMINATED {
            break;
        }
    }
    Ok(())
}

/// Calls `take` with the number of each range (ascending, disjoint) in which a document of a segment has
/// `spelling`, the document, and the occurrences there. Exceptions are not regarded.
///
/// # Errors
/// When the index is damaged.
pub(super) fn frequencies(
    segment: &SegmentLists,
    spelling: &Spelling,
    ranges: &[(DocId, DocId)],
    take: impl FnMut(usize, DocId, u32),
) -> tantivy::Result<()> {
    match segment.list(&spelling.lists) {
        Some(info) => in_ranges(segment, info, ranges, take),
        None => Ok(()),
    }
}

/// The frequencies of the occurrences that do not count.
///
/// # Errors
/// When the index is damaged.
pub(super) fn exceptions(
    segment: &SegmentLists,
    spelling: &Spelling,
    ranges: &[(DocId, DocId)],
    take: impl FnMut(usize, DocId, u32),
) -> tantivy::Result<()> {
    match spelling.except.as_ref().and_then(|places| segment.list(places)) {
        Some(info) => in_ranges(segment, info, ranges, take),
        None => Ok(()),
    }
}

fn in_ranges(
    segment: &SegmentLists,
    info: &TermInfo,
    ranges: &[(DocId, DocId)],
    mut take: impl FnMut(usize, DocId, u32),
) -> tantivy::Result<()> {
    let mut list = List::new(segment.blocks(info)?);
    for (number, &(first, end)) in ranges.iter().enumerate() {
        if list.seek(first) == TERMINATED {
            break;
        }
        list.take_blocks_until(end, |docs, tfs| docs.iter().zip(tfs).for_each(|(&doc, &tf)| take(number, doc, tf)));
    }
    Ok(())
}

fn for_each(segment: &SegmentLists, info: &TermInfo, mut take: impl FnMut(u32, u32)) -> tantivy::Result<()> {
    let mut blocks = segment.blocks(info)?;
    while blocks.block_len() > 0 {
        for (&doc, &tf) in blocks.docs().iter().zip(blocks.freqs()) {
            take(doc, tf);
        }
        blocks.advance();
    }
    Ok(())
}

/// Counters of units, and which of them are not zero. Reused from word to word.
#[derive(Default)]
pub(super) struct Counts {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Counts {
    fn reserve(&mut self, units: usize) {
        if self.counts.len() <= units {
            self.counts.resize(units + 1, 0);
        }
    }

    #[inline]
    fn add(&mut self, unit: u32, tf: u32) {
        let count = &mut self.counts[unit as usize];
        if *count == 0 {
            self.touched.push(unit);
        }
        *count = count.wrapping_add(tf);
    }

    /// Units with their counts, those of `outside` and beyond left out; all counters are zero again.
    fn drain(&mut self, outside: u32) -> Vec<(u32, u32)> {
        let mut found = Vec::with_capacity(self.touched.len());
        for unit in self.touched.drain(..) {
            let count = std::mem::take(&mut self.counts[unit as usize]);
            if count > 0 && unit < outside {
                found.push((unit, count));
            }
        }
        found
    }
}
