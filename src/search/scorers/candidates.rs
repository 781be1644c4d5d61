//! A stretch of documents in which some are proposed by the postings of one word, and kept or dropped by those of
//! others.
//!
//! Most postings of the others are of documents that nobody proposed: they are passed over by one bit each. What is
//! left carries how often each word stands there, so that no list is asked twice. Loops over postings have no branch
//! that goes by what is in them: a processor guesses such branches wrong.

use tantivy::DocId;

use super::list::List;
use super::word_lists::freq_at;

/// Documents that a stretch can have: their bits fit the nearest cache.
const SPAN: usize = 1 << 16;

/// To look for a document in a list takes as long as to pass over so many of its postings.
const LOOKING: f32 = 16.0;

/// Postings that are passed over at once.
const AT_ONCE: usize = 128;

/// A number for each document that can be proposed.
type Column<T> = Box<[T; SPAN]>;

/// Documents that may be among the best.
pub struct Candidates {
    base: DocId,
    end: DocId,
    /// The documents of the stretch that were proposed and have numbers.
    places: Places,
    /// Those of the first of two words that are laid over each other.
    first: Places,
    /// How many there are: they have numbers from 0.
    count: usize,
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
    /// The same of the second of two words.
    second: Vec<Posting>,
}

/// Place in the stretch and frequency. A passage has some hundred words at most.
type Posting = (u16, u16);

impl Default for Candidates {
    fn default() -> Self {
        Candidates {
            base: 0,
            end: 0,
            places: Places::default(),
            first: Places::default(),
            count: 0,
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
    /// How far a stretch from `base` can go.
    pub fn reach(base: DocId) -> DocId {
        base.saturating_add(SPAN as DocId)
    }

    /// Begins anew with the documents from `base` up to `end`, for words with so many rows.
    pub fn start(&mut self, base: DocId, end: DocId, rows: usize) {
        self.docs[..self.count].iter().for_each(|&doc| self.places.clear(place(doc, self.base)));
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

    /// Proposes the documents of a list that are worth more than `limit` by `most`, which is given a document and a
    /// frequency; but those of no block that `is_idle`. The list goes to the end of the stretch.
    pub fn propose(
        &mut self,
        list: &mut List,
        limit: i32,
        most: impl Fn(DocId, u32) -> u32,
        mut is_idle: impl FnMut(&mut List) -> bool,
    ) {
        let Candidates { base, end, places, count, docs, points, freqs, kept, left, .. } = self;
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
        *left = *count;
        for (number, &doc) in docs[..*count].iter().enumerate().rev() {
            places.set(place(doc, *base), number as u16);
            kept[number] = number as u16;
        }
    }

    /// Proposes the documents of several lists together. Those that are not worth more than `limit` by `most` are
    /// dropped at once.
    pub fn propose_any(&mut self, lists: &mut [List], limit: i32, most: impl Fn(DocId, u32) -> u32) {
        let Candidates { base, end, places, postings, .. } = self;
        postings.clear();
        lists.iter_mut().for_each(|list| while gather(list, (*base, *end), places, postings) {});
        self.number_all();
        self.fill(0);
        self.weigh(0, true, limit, most);
    }

    /// Proposes the documents that are in lists of two words both, of which none is much rarer; but those of no block
    /// of the first that `is_idle`. Documents are not weighed.
    pub fn propose_both(&mut self, words: [&mut [List]; 2], mut is_idle: impl FnMut(&mut List) -> bool) {
        let Candidates { base, end, places, first, postings, second, .. } = self;
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
                places.bits[at / 64] |= 1 << (at % 64);
                second.push((at as u16, freq as u16));
            });
        }
        postings.iter().for_each(|&(at, _)| first.clear(at.into()));
        self.number_all();
        self.fill(0);
        std::mem::swap(&mut self.postings, &mut self.second);
        self.fill(1);
    }

    /// Numbers all documents that have a bit.
    fn number_all(&mut self) {
        let Candidates { base, end, places, docs, kept, .. } = self;
        let count = places.number_all((*end - *base) as usize, |number, at| {
            docs[number % SPAN] = *base + at as DocId;
            kept[number % SPAN] = number as u16;
        });
        self.points[..count].fill(0);
        (self.count, self.left) = (count, count);
    }

    /// Fills a row with the frequencies of the postings that were gathered.
    fn fill(&mut self, row: usize) {
        let row = &mut self.freqs[row];
        row[..self.count].fill(0);
        for postings in self.postings.chunks(AT_ONCE) {
            let (mut met, mut count) = ([0_u8; AT_ONCE], 0);
            for (i, &(at, _)) in postings.iter().enumerate() {
                met[count % AT_ONCE] = i as u8;
                count += self.places.has(usize::from(at));
            }
            for &i in &met[..count] {
                let (at, freq) = postings[usize::from(i)];
                row[self.places.number(usize::from(at))] += u32::from(freq);
            }
        }
    }

    /// Notes how often a word stands in those that are left, by the lists of its spellings, of which about `density`
    /// of all documents are in one.
    pub fn ask(&mut self, row: usize, lists: &mut [List], density: f32) {
        let Candidates { base, end, places, count, docs, freqs, kept, left, .. } = self;
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
            pass_over(list, (*base, *end), places, |at, freq| row[places.number(at)] += freq);
        }
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
fn gather(list: &mut List, (base, end): (DocId, DocId), places: &mut Places, postings: &mut Vec<Posting>) -> bool {
    list.take_block_until(end, |docs, freqs| {
        postings.extend(docs.iter().zip(freqs).map(|(&doc, &freq)| {
            let at = place(doc, base);
            places.bits[at / 64] |= 1 << (at % 64);
            (at as u16, freq as u16)
        }));
    })
}

/// Passes over the postings of a list between two documents; calls `each` with place and frequency of those that are
/// among `places`.
#[inline(always)]
fn pass_over(list: &mut List, (base, end): (DocId, DocId), places: &Places, mut each: impl FnMut(usize, u32)) {
    list.take_blocks_until(end, |docs, freqs| {
        for (docs, freqs) in docs.chunks(AT_ONCE).zip(freqs.chunks(AT_ONCE)) {
            let (mut met, mut count) = ([0_u8; AT_ONCE], 0);
            for (i, &doc) in docs.iter().enumerate() {
                met[count % AT_ONCE] = i as u8;
                count += places.has(place(doc, base));
            }
            for &i in &met[..count] {
                each(place(docs[usize::from(i)], base), freqs[usize::from(i)]);
            }
        }
    });
}

/// A document's place in the stretch that begins at `base`.
#[inline(always)]
fn place(doc: DocId, base: DocId) -> usize {
    doc.wrapping_sub(base) as usize % SPAN
}

/// Which places of a stretch are those of documents that have a number, and which number.
struct Places {
    /// A bit for each place. Zero elsewhere.
    bits: Box<[u64; SPAN / 64]>,
    /// The number of the first of each 64 places that has one. Anything elsewhere.
    firsts: Box<[u16; SPAN / 64]>,
}

impl Default for Places {
    fn default() -> Self {
        Places { bits: Box::new([0; SPAN / 64]), firsts: Box::new([0; SPAN / 64]) }
    }
}

impl Places {
    /// Gives a place a number. Places must be given in descending order, their numbers likewise, one by one.
    #[inline(always)]
    fn set(&mut self, at: usize, number: u16) {
        self.bits[at / 64 % (SPAN / 64)] |= 1 << (at % 64);
        self.firsts[at / 64 % (SPAN / 64)] = number;
    }

    /// Takes the numbers of a place, and of those near it.
    #[inline(always)]
    fn clear(&mut self, at: usize) {
        self.bits[at / 64 % (SPAN / 64)] = 0;
    }

    /// 1 if a place has a number, else 0.
    #[inline(always)]
    fn has(&self, at: usize) -> usize {
        (self.bits[at / 64 % (SPAN / 64)] >> (at % 64) & 1) as usize
    }

    /// The number of a place that has one.
    #[inline(always)]
    fn number(&self, at: usize) -> usize {
        let before = self.bits[at / 64 % (SPAN / 64)] & ((1 << (at % 64)) - 1);
        (usize::from(self.firsts[at / 64 % (SPAN / 64)]) + before.count_ones() as usize) % SPAN
    }

    /// Numbers the places of the first `length` that have a bit, and calls `each` with numbers and places; how many
    /// they are.
    fn number_all(&mut self, length: usize, mut each: impl FnMut(usize, usize)) -> usize {
        let (mut count, parts) = (0, length.div_ceil(64));
        for (i, (bits, firsts)) in self.bits[..parts].chunks(8).zip(self.firsts.chunks_mut(8)).enumerate() {
            if bits.iter().fold(0, |any, bits| any | bits) == 0 {
                continue;
            }
            for (j, (&bits, first)) in bits.iter().zip(firsts).enumerate() {
                if bits == 0 {
                    continue;
                }
                *first = count as u16;
                let mut left = bits;
                while left != 0 {
                    each(count, (i * 8 + j) * 64 + left.trailing_zeros() as usize);
                    left &= left - 1;
                    count += 1;
                }
            }
        }
        count
    }
}
