//! From a word of a query to the units that have it: posting lists, read once per query and summed by unit.

use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, TERMINATED, Term};

use super::units::SegmentUnits;

/// One form, in each segment of the index.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where its posting lists are.
    pub lists: Vec<Option<TermInfo>>,
    /// The posting lists of occurrences that do not count: those as an acronym.
    pub except: Vec<Option<TermInfo>>,
}

impl Form {
    /// Number of passages that have it.
    pub fn passages(&self) -> u32 {
        self.lists.iter().flatten().map(|info| info.doc_freq).sum()
    }
}

/// A field's posting lists, by segment.
pub struct FieldLists {
    segments: Vec<Arc<InvertedIndexReader>>,
    field: Field,
}

/// The units of each segment that have a word, each once, with its occurrences.
#[derive(Clone, Debug, Default)]
pub struct Occurrences {
    /// By segment: unit and number of occurrences, in no order.
    pub segments: Vec<Vec<(u32, u32)>>,
}

impl Occurrences {
    /// The same by article, given passages.
    pub fn by_article(&self, units: &[SegmentUnits], counts: &mut Counts) -> Occurrences {
        let mut found = Occurrences::default();
        for (passages, segment) in self.segments.iter().zip(units) {
            counts.reserve(segment.first.len());
            passages.iter().for_each(|&(doc, tf)| counts.add(segment.article_of[doc as usize], tf));
            found.segments.push(counts.drain(segment.first.len() as u32));
        }
        found
    }

    /// Number of units.
    pub fn df(&self) -> u32 {
        self.segments.iter().map(|units| units.len() as u32).sum()
    }
}

impl FieldLists {
    /// Of all segments of `searcher`.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(searcher: &Searcher, field: Field) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter().map(|s| s.inverted_index(field)).collect::<Result<_, _>>()?;
        Ok(FieldLists { segments, field })
    }

    /// Finds the form `term`; occurrences at which `except` stands as well do not count.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn form(&self, term: &str, except: Option<&str>) -> tantivy::Result<Form> {
        let find = |text: &str| -> tantivy::Result<Vec<Option<TermInfo>>> {
            let term = Term::from_field_text(self.field, text);
            self.segments.iter().map(|segment| Ok(segment.get_term_info(&term)?)).collect()
        };
        Ok(Form { lists: find(term)?, except: except.map(find).transpose()?.unwrap_or_default() })
    }

    /// Sums the occurrences of `forms` by unit, on top of those of `base`; `unit_of` gives the unit of each of a
    /// segment's documents and the number of units, which stands for documents that count nowhere.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn occurrences<'f, 'u>(
        &self,
        forms: impl IntoIterator<Item = &'f Form, IntoIter: Clone>,
        base: &[Occurrences],
        unit_of: impl Fn(usize) -> (&'u [u32], usize),
        counts: &mut Counts,
    ) -> tantivy::Result<Occurrences> {
        let forms = forms.into_iter();
        let mut found = Occurrences::default();
        for (ord, segment) in self.segments.iter().enumerate() {
            let (unit_of, units) = unit_of(ord);
            counts.reserve(units);
            base.iter().flat_map(|part| &part.segments[ord]).for_each(|&(unit, tf)| counts.add(unit, tf));
            for form in forms.clone() {
                if let Some(info) = &form.lists[ord] {
                    for_each(segment, info, |doc, tf| counts.add(unit_of[doc as usize], tf))?;
                }
                if let Some(info) = form.except.get(ord).and_then(Option::as_ref) {
                    for_each(segment, info, |doc, tf| counts.add(unit_of[doc as usize], tf.wrapping_neg()))?;
                }
            }
            found.segments.push(counts.drain(units as u32));
        }
        Ok(found)
    }
}

impl FieldLists {
    /// Calls `take` with every document and position of `form` within `ranges` (ascending, disjoint) of a
    /// segment. Exceptions are not regarded.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn positions(
        &self,
        segment: usize,
        form: &Form,
        ranges: &[(DocId, DocId)],
        mut take: impl FnMut(DocId, u32),
    ) -> tantivy::Result<()> {
        let Some(info) = &form.lists[segment] else { return Ok(()) };
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = self.segments[segment].read_postings_from_terminfo(info, option)?;
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
}

impl FieldLists {
    /// Calls `take` with the number of each range (ascending, disjoint) in which a document of a segment has
    /// `form`, and its occurrences there. Exceptions are not regarded.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn frequencies(
        &self,
        segment: usize,
        form: &Form,
        ranges: &[(DocId, DocId)],
        mut take: impl FnMut(usize, u32),
    ) -> tantivy::Result<()> {
        let Some(info) = &form.lists[segment] else { return Ok(()) };
        let mut postings = self.segments[segment].read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        for (number, &(first, end)) in ranges.iter().enumerate() {
            let mut doc = if postings.doc() < first { postings.seek(first) } else { postings.doc() };
            while doc < end {
                take(number, postings.term_freq());
                doc = postings.advance();
            }
        }
        Ok(())
    }
}

fn for_each(index: &InvertedIndexReader, info: &TermInfo, mut take: impl FnMut(u32, u32)) -> tantivy::Result<()> {
    let mut blocks = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
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
pub struct Counts {
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
