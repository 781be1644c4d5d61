//! The candidates of a window of documents: proposed by the postings of one word, kept or dropped by those of others.
//!
//! Most postings of the other words are of documents that are no candidates. One bit of a bitmap tells, and the posting is
//! skipped. Candidates carry the frequency of each word, so that no list is read twice. The loops over postings have no
//! branches that depend on the postings, since a processor would predict them wrong.

use tantivy::DocId;

use super::bitmap::{Bitmap, PLACES};
use super::list::{List, freq_at};

/// Most documents of a window.
const SPAN: usize = PLACES;

/// To seek a document in a list costs as much as to read this many of its postings.
const LOOKING: f32 = 16.0;

/// Postings that are read at a time.
const AT_ONCE: usize = 128;

/// A number for each document that can be proposed.
type Column<T> = Box<[T; SPAN]>;

/// Documents that may be among the best.
pub struct Candidates {
    base: DocId,
    end: DocId,
    /// The documents of the window that were proposed. A document's number is its rank among them.
    proposed: Bitmap,
    /// How many there are.
    count: usize,
    /// The documents of the first of two lists while they are intersected; empty at other times.
    first: Bitmap,
    /// The documents by number, ascending.
    docs: Column<DocId>,
    /// Points of what the words asked so far add at most, by number.
    points: Column<u32>,
    /// How often each word stands in each document, by number; row by row.
    freqs: Vec<Column<u32>>,
    /// The numbers of those that were not dropped, ascending.
    kept: Column<u16>,
    /// How many these are.
    left: usize,
    /// Postings of several lists, one list after the other.
    postings: Vec<Posting>,
    /// The documents of the second of two lists while they are intersected.
    second: Vec<Posting>,
}

/// Place in the window, and frequency. A passage has some hundred words at most.
type Posting = (u16, u16);

impl Default for Candidates {
    fn default() -> Self {
        Candidates {
            base: 0,
            end: 0,
            proposed: Bitmap::default(),
            count: 0,
            first: Bitmap::default(),
            docs: column(),
            points: column(),
            freqs: Vec::new(),
            kept: column(),
            left: 0,
            postings: Vec::new(),
            second: Vec::new(),
        }
    }
}

/// Zeros, whose memory is not touched before it is used.
fn column<T: Copy + Default>() -> Column<T> {
    vec![T::default(); SPAN].try_into().unwrap_or_else(|_| Box::new([T::default(); SPAN]))
}

impl Candidates {
    /// Where a window that begins at `base` ends at the latest.
    pub fn reach(base: DocId) -> DocId {
        base.saturating_add(SPAN as DocId)
    }

    /// Begins a window of the documents from `base` up to `end`, for words with `rows` rows.
    pub fn start(&mut self, base: DocId, end: DocId, rows: usize) {
        self.docs[..self.count].iter().for_each(|&doc| self.proposed.clear(place(doc, self.base)));
        (self.base, self.end) = (base, end.min(Self::reach(base)));
        (self.count, self.left) = (0, 0);
        if self.freqs.len() < rows {
            self.freqs.resize_with(rows, column);
        }
    }

    /// Whether none is left.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// Those that are left, ascending: numbers and documents.
    pub fn kept(&self) -> impl Iterator<Item = (usize, DocId)> + use<'_> {
        self.kept[..self.left].iter().map(|&number| (usize::from(number), self.docs[usize::from(number)]))
    }

    /// How often the word of a row stands in one that is left.
    pub fn freq(&self, row: usize, number: usize) -> u32 {
        self.freqs[row][number % SPAN]
    }

    /// Proposes the documents of a list whose upper bound is above `limit`. `most` gives the bound, of a document and a
    /// frequency. Blocks that are `is_idle` are skipped. The list is moved to the end of the window.
    pub fn propose(
        &mut self,
        list: &mut List,
        limit: i32,
        most: impl Fn(DocId, u32) -> u32,
        mut is_idle: impl FnMut(&mut List) -> bool,
    ) {
        let Candidates { base, end, proposed, count, docs, points, freqs, kept, left, .. } = self;
        let row = &mut freqs[0];
        while list.doc() < *end {
            if is_idle(list) {
                list.next_block();
                continue;
            }
            list.take_block_until(*end, |block, freqs| {
                let mut at = *count;
                for (&doc, &freq) in block.iter().zip(freqs) {
                    let most = most(doc, freq);
                    (docs[at % SPAN], row[at % SPAN], points[at % SPAN]) = (doc, freq, most);
                    at += usize::from(most as i32 > limit);
                }
                *count = at;
            });
        }
        docs[..*count].iter().for_each(|&doc| proposed.set(place(doc, *base)));
        *left = proposed.count_ranks((*end - *base) as usize, |number, _| kept[number % SPAN] = number as u16);
    }

    /// Proposes the documents of several lists together. Those that are not worth more than `limit` by `most` are
    /// dropped at once.
    pub fn propose_any(&mut self, lists: &mut [List], limit: i32, most: impl Fn(DocId, u32) -> u32) {
        let Candidates { base, end, proposed, postings, .. } = self;
        postings.clear();
        lists.iter_mut().for_each(|list| while gather(list, (*base, *end), proposed, postings) {});
        self.number_anew();
        self.fill(0);
        self.weigh(0, true, limit, most);
    }

    /// Proposes the documents that are in lists of two words both, of which none is much rarer; but those of no block
    /// of the first that `is_idle`. Documents are not weighed.
    pub fn propose_both(&mut self, words: [&mut [List]; 2], mut is_idle: impl FnMut(&mut List) -> bool) {
        let Candidates { base, end, proposed, first, postings, second, .. } = self;
        let [lists, others] = words;
        postings.clear();
        second.clear();
        for list in lists {
            while list.doc() < *end {
                if is_idle(list) {
                    list.next_block();
                } else {
                    gather(list, (*base, *end), first, postings);
                }
            }
        }
        for list in others {
            list.seek(*base);
            pass_over(list, (*base, *end), first, |at, freq| {
                proposed.set(at);
                second.push((at as u16, freq as u16));
            });
        }
        postings.iter().for_each(|&(at, _)| first.clear(at.into()));
        self.number_anew();
        self.fill(0);
        std::mem::swap(&mut self.postings, &mut self.second);
        self.fill(1);
    }

    /// Notes which documents were proposed, none of which has points yet.
    fn number_anew(&mut self) {
        let Candidates { base, end, proposed, docs, kept, .. } = self;
        let count = proposed.count_ranks((*end - *base) as usize, |number, at| {
            docs[number % SPAN] = *base + at as DocId;
            kept[number % SPAN] = number as u16;
        });
        self.points[..count].fill(0);
        (self.count, self.left) = (count, count);
    }

    /// Fills a row with the frequencies of the postings that were gathered.
    fn fill(&mut self, row: usize) {
        let Candidates { proposed, count, freqs, postings, .. } = self;
        let row = &mut freqs[row];
        row[..*count].fill(0);
        for postings in postings.chunks(AT_ONCE) {
            among(proposed, postings.iter().map(|&(at, _)| at.into()), |i| {
                let (at, freq) = postings[i];
                row[proposed.rank(at.into())] += u32::from(freq);
            });
        }
    }

    /// Notes how often a word stands in those that are left, by the lists of its spellings, of which about `density`
    /// of all documents are in one.
    pub fn ask(&mut self, row: usize, lists: &mut [List], density: f32) {
        let Candidates { base, end, proposed, count, docs, freqs, kept, left, .. } = self;
        if *left as f32 * LOOKING < density * (*end - *base) as f32 {
            for &number in &kept[..*left] {
                let number = usize::from(number);
                freqs[row][number] = freq_at(lists, docs[number]);
            }
            return;
        }
        let row = &mut freqs[row];
        row[..*count].fill(0);
        for list in lists {
            list.seek(*base);
            pass_over(list, (*base, *end), proposed, |at, freq| row[proposed.rank(at)] += freq);
        }
    }

    /// Drops those for which `holds` is false.
    pub fn retain(&mut self, holds: impl Fn(DocId) -> bool) {
        let Candidates { docs, kept, left, .. } = self;
        let mut stay = 0;
        for i in 0..*left {
            let number = kept[i % SPAN];
            kept[stay % SPAN] = number;
            stay += usize::from(holds(docs[usize::from(number)]));
        }
        *left = stay;
    }

    /// Drops those in which a word does not stand.
    pub fn require(&mut self, row: usize) {
        let Candidates { freqs, kept, left, .. } = self;
        let row = &freqs[row];
        let mut stay = 0;
        for i in 0..*left {
            let number = kept[i % SPAN];
            kept[stay % SPAN] = number;
            stay += usize::from(row[usize::from(number)] > 0);
        }
        *left = stay;
    }

    /// Adds the points that a word is worth by `most`, which is given a document and a frequency, and drops the
    /// documents with no more than `limit`; if the word is required, also those without it.
    pub fn weigh(&mut self, row: usize, required: bool, limit: i32, most: impl Fn(DocId, u32) -> u32) {
        let Candidates { docs, points, freqs, kept, left, .. } = self;
        let row = &freqs[row];
        let mut stay = 0;
        for i in 0..*left {
            let number = kept[i % SPAN];
            let at = usize::from(number);
            let freq = row[at];
            points[at] += if freq > 0 { most(docs[at], freq) } else { 0 };
            kept[stay % SPAN] = number;
            stay += usize::from((freq > 0) | !required) & usize::from(points[at] as i32 > limit);
        }
        *left = stay;
    }
}

/// Adds the postings of a list's block that stand between two documents, and moves on; whether there may be more.
fn gather(list: &mut List, (base, end): (DocId, DocId), places: &mut Bitmap, postings: &mut Vec<Posting>) -> bool {
    list.take_block_until(end, |docs, freqs| {
        postings.extend(docs.iter().zip(freqs).map(|(&doc, &freq)| {
            let at = place(doc, base);
            places.set(at);
            (at as u16, freq as u16)
        }));
    })
}

/// Passes over the postings of a list between two documents; calls `each` with place and frequency of those that are
/// among `places`.
#[inline(always)]
fn pass_over(list: &mut List, (base, end): (DocId, DocId), places: &Bitmap, mut each: impl FnMut(usize, u32)) {
    list.take_blocks_until(end, |docs, freqs| {
        for (docs, freqs) in docs.chunks(AT_ONCE).zip(freqs.chunks(AT_ONCE)) {
            among(places, docs.iter().map(|&doc| place(doc, base)), |i| each(place(docs[i], base), freqs[i]));
        }
    });
}

/// Calls `each` with the numbers, from 0, of those of at most [`AT_ONCE`] places that are among `places`.
#[inline(always)]
fn among(places: &Bitmap, these: impl Iterator<Item = usize>, each: impl FnMut(usize)) {
    let (mut met, mut count) = ([0_u8; AT_ONCE], 0);
    for (i, at) in these.enumerate() {
        met[count % AT_ONCE] = i as u8;
        count += places.has(at);
    }
    met[..count].iter().copied().map(usize::from).for_each(each);
}

/// A document's place in the window that begins at `base`.
#[inline(always)]
fn place(doc: DocId, base: DocId) -> usize {
    doc.wrapping_sub(base) as usize % SPAN
}
