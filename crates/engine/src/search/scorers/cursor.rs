//! A cursor over the occurrences of one word of a query: the union of several terms' posting lists.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use crate::search::postings::{SegmentLists, Spelling};

struct SpellingCursor {
    postings: SegmentPostings,
    except: Option<SegmentPostings>,
}

impl SpellingCursor {
    fn open(segment: &SegmentLists, spelling: &Spelling, option: IndexRecordOption) -> tantivy::Result<Option<Self>> {
        let Some(list) = segment.list(&spelling.lists) else { return Ok(None) };
        let except = spelling.except.as_ref().and_then(|except| segment.list(except));
        let except = except.map(|list| segment.postings(list, option)).transpose()?;
        Ok(Some(SpellingCursor { postings: segment.postings(list, option)?, except }))
    }

    /// Occurrences in the current document.
    fn freq(&mut self) -> u32 {
        self.postings.term_freq() - self.except_here().map_or(0, |except| except.term_freq())
    }

    fn except_here(&mut self) -> Option<&mut SegmentPostings> {
        let doc = self.postings.doc();
        let except = self.except.as_mut()?;
        if except.doc() < doc {
            except.seek(doc);
        }
        (except.doc() == doc).then_some(except)
    }

    fn append_positions(&mut self, out: &mut Vec<u32>, scratch: &mut Vec<u32>) {
        let from = out.len();
        self.postings.append_positions_with_offset(0, out);
        let Some(except) = self.except_here() else { return };
        except.positions(scratch);
        let mut kept = from;
        for i in from..out.len() {
            if scratch.binary_search(&out[i]).is_err() {
                out[kept] = out[i];
                kept += 1;
            }
        }
        out.truncate(kept);
    }
}

/// Above this many terms the next document is found with a heap.
const LINEAR_MAX: usize = 8;

/// The documents that hold any of some terms, with frequencies and positions over all of them.
pub struct Cursor {
    terms: Vec<SpellingCursor>,
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    doc: DocId,
    scratch: Vec<u32>,
}

impl Cursor {
    /// Opens the posting lists; terms that the segment does not have are left out.
    pub fn open(segment: &SegmentLists, spellings: &[Spelling], option: IndexRecordOption) -> tantivy::Result<Self> {
        let mut terms = Vec::with_capacity(spellings.len());
        for spelling in spellings {
            terms.extend(SpellingCursor::open(segment, spelling, option)?);
        }
        let mut heap = BinaryHeap::new();
        if terms.len() > LINEAR_MAX {
            heap.extend(terms.iter().enumerate().map(|(i, t)| Reverse((t.postings.doc(), i))));
        }
        let mut cursor = Cursor { terms, heap, doc: TERMINATED, scratch: Vec::new() };
        cursor.doc = cursor.settle(0);
        Ok(cursor)
    }

    /// Sum of the terms' document frequencies in the segment: an upper bound of the cursor's.
    pub fn cost(&self) -> u64 {
        self.terms.iter().map(|t| u64::from(t.postings.doc_freq())).sum()
    }

    /// Occurrences in the current document.
    pub fn freq(&mut self) -> u32 {
        if let [only] = &mut self.terms[..] {
            return only.freq();
        }
        let doc = self.doc;
        self.terms.iter_mut().filter(|t| t.postings.doc() == doc).map(SpellingCursor::freq).sum()
    }

    /// Positions in the current document, ascending, each once.
    pub fn positions(&mut self, out: &mut Vec<u32>) {
        out.clear();
        let doc = self.doc;
        let mut holders = 0;
        for term in self.terms.iter_mut().filter(|t| t.postings.doc() == doc) {
            term.append_positions(out, &mut self.scratch);
            holders += 1;
        }
        if holders > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }

    /// The first document from `target` on in which a term has an occurrence that counts.
    fn settle(&mut self, mut target: DocId) -> DocId {
        if let [SpellingCursor { postings, except: None }] = &mut self.terms[..] {
            return if postings.doc() < target { postings.seek(target) } else { postings.doc() };
        }
        loop {
            let doc = if self.heap.is_empty() { self.next_linear(target) } else { self.next_heap(target) };
            if doc == TERMINATED || self.counts(doc) {
                return doc;
            }
            target = doc + 1;
        }
    }

    fn next_linear(&mut self, target: DocId) -> DocId {
        let mut doc = TERMINATED;
        for term in &mut self.terms {
            if term.postings.doc() < target {
                term.postings.seek(target);
            }
            doc = doc.min(term.postings.doc());
        }
        doc
    }

    fn next_heap(&mut self, target: DocId) -> DocId {
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((doc, i)) = *top;
            if doc >= target {
                return doc;
            }
            *top = Reverse((self.terms[i].postings.seek(target), i));
        }
        TERMINATED
    }

    fn counts(&mut self, doc: DocId) -> bool {
        let mut here = self.terms.iter_mut().filter(|t| t.postings.doc() == doc);
        here.any(|t| t.except.is_none() || t.freq() > 0)
    }
}

impl DocSet for Cursor {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = self.settle(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = if target >= TERMINATED { TERMINATED } else { self.settle(target) };
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.cost().min(u64::from(u32::MAX)) as u32
    }
}
