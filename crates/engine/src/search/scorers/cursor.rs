//! A cursor over the occurrences of one word of a query: the union of several terms' posting lists.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

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
    /// The terms that are not at the current document, by the one that they are at; empty for few terms.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    /// The terms at the current document.
    here: Vec<usize>,
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
            heap = terms.iter().enumerate().map(|(i, t)| Reverse((t.postings.doc(), i))).collect();
        }
        let mut cursor = Cursor { terms, heap, here: Vec::new(), doc: TERMINATED, scratch: Vec::new() };
        cursor.doc = cursor.settle(0);
        Ok(cursor)
    }

    /// Sum of the terms' document frequencies in the segment: an upper bound of the cursor's.
    pub fn cost(&self) -> u64 {
        self.terms.iter().map(|t| u64::from(t.postings.doc_freq())).sum()
    }

    /// Occurrences in the current document.
    pub fn freq(&mut self) -> u32 {
        let Cursor { terms, here, .. } = self;
        here.iter().map(|&i| terms[i].freq()).sum()
    }

    /// Positions in the current document, ascending, each once.
    pub fn positions(&mut self, out: &mut Vec<u32>) {
        out.clear();
        for &i in &self.here {
            self.terms[i].append_positions(out, &mut self.scratch);
        }
        if self.here.len() > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }

    /// The first document from `target` on in which a term has an occurrence that counts.
    fn settle(&mut self, mut target: DocId) -> DocId {
        if let [SpellingCursor { postings, except: None }] = &mut self.terms[..] {
            self.here.clear();
            self.here.push(0);
            return if postings.doc() < target { postings.seek(target) } else { postings.doc() };
        }
        loop {
            let doc = if self.terms.len() > LINEAR_MAX { self.next_heap(target) } else { self.next_linear(target) };
            if doc == TERMINATED || self.counts() {
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
        self.here.clear();
        let terms = self.terms.iter().enumerate();
        self.here.extend(terms.filter(|(_, term)| term.postings.doc() == doc).map(|(i, _)| i));
        doc
    }

    fn next_heap(&mut self, target: DocId) -> DocId {
        let Cursor { terms, heap, here, .. } = self;
        let mut seek = |i: usize| {
            let postings = &mut terms[i].postings;
            Reverse((if postings.doc() < target { postings.seek(target) } else { postings.doc() }, i))
        };
        heap.extend(here.drain(..).map(&mut seek));
        while let Some(mut top) = heap.peek_mut().filter(|top| top.0.0 < target) {
            *top = seek(top.0.1);
        }
        let Some(&Reverse((doc, _))) = heap.peek() else { return TERMINATED };
        while let Some(top) = heap.peek_mut().filter(|top| top.0.0 == doc && doc != TERMINATED) {
            here.push(PeekMut::pop(top).0.1);
        }
        doc
    }

    /// Whether a term has an occurrence here that counts.
    fn counts(&mut self) -> bool {
        let Cursor { terms, here, .. } = self;
        here.iter().any(|&i| terms[i].except.is_none() || terms[i].freq() > 0)
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
