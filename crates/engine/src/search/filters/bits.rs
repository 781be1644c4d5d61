//! A set of the documents of one segment, a bit each.

use std::ops::Range;

use tantivy::{DocId, TERMINATED};

/// A set of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    parts: Vec<u64>,
    /// Number of documents that there can be.
    docs: DocId,
}

impl Bits {
    /// None of `docs` documents.
    pub fn none(docs: DocId) -> Self {
        Bits { parts: vec![0; docs.div_ceil(64) as usize], docs }
    }

    /// All of `docs` documents.
    pub fn all(docs: DocId) -> Self {
        let mut bits = Bits::none(docs);
        bits.insert_range(0..docs);
        bits
    }

    /// Those of `docs` documents for which `holds` is true.
    pub fn which(docs: DocId, mut holds: impl FnMut(DocId) -> bool) -> Self {
        let part = |number: DocId| {
            let first = number * 64;
            let bit = |doc: DocId| u64::from(holds(doc)) << (doc - first);
            (first..docs.min(first + 64)).map(bit).fold(0, |part, bit| part | bit)
        };
        Bits { parts: (0..docs.div_ceil(64)).map(part).collect(), docs }
    }

    /// Number of documents that there can be.
    pub fn docs(&self) -> DocId {
        self.docs
    }

    /// Whether a document is in the set.
    #[inline(always)]
    pub fn has(&self, doc: DocId) -> bool {
        self.parts.get(doc as usize / 64).is_some_and(|part| part >> (doc % 64) & 1 == 1)
    }

    /// Puts a document in.
    #[inline(always)]
    pub fn insert(&mut self, doc: DocId) {
        if let Some(part) = self.parts.get_mut(doc as usize / 64) {
            *part |= 1 << (doc % 64);
        }
    }

    /// Puts the documents of a range in.
    pub fn insert_range(&mut self, range: Range<DocId>) {
        let Some((first, from, last, to)) = self.ends(range) else { return };
        if first == last {
            self.parts[first] |= from & to;
            return;
        }
        self.parts[first] |= from;
        self.parts[first + 1..last].fill(u64::MAX);
        self.parts[last] |= to;
    }

    /// Whether a document of a range is in the set. Looks no further than the range's end.
    pub fn has_any(&self, range: Range<DocId>) -> bool {
        let Some((first, from, last, to)) = self.ends(range) else { return false };
        if first == last {
            return self.parts[first] & from & to != 0;
        }
        let within = &self.parts[first + 1..last];
        self.parts[first] & from != 0 || self.parts[last] & to != 0 || within.iter().any(|part| *part != 0)
    }

    /// The first and the last part that a range touches, each with the bits that it touches there; nothing where it has
    /// no document.
    fn ends(&self, range: Range<DocId>) -> Option<(usize, u64, usize, u64)> {
        let last = range.end.min(self.docs).checked_sub(1).filter(|&last| range.start <= last)?;
        let (from, to) = (u64::MAX << (range.start % 64), u64::MAX >> (63 - last % 64));
        Some((range.start as usize / 64, from, last as usize / 64, to))
    }

    /// The first document of the set from `doc` on; the end where there is none.
    pub fn next(&self, doc: DocId) -> DocId {
        let number = doc as usize / 64;
        let Some(part) = self.parts.get(number) else { return TERMINATED };
        let rest = part >> (doc % 64);
        if rest != 0 {
            return doc + rest.trailing_zeros();
        }
        let later = self.parts[number + 1..].iter().position(|part| *part != 0).map(|more| number + 1 + more);
        later.map_or(TERMINATED, |number| number as DocId * 64 + self.parts[number].trailing_zeros())
    }

    /// The documents of the set, ascending.
    pub fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        self.parts.iter().enumerate().flat_map(|(number, &part)| {
            let mut left = part;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(number as DocId * 64 + bit)
            })
        })
    }

    /// How many documents are in the set.
    pub fn count(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.count_ones())).sum()
    }

    /// How many documents are in both sets.
    pub fn count_both(&self, other: &Bits) -> u64 {
        self.parts.iter().zip(&other.parts).map(|(own, other)| u64::from((own & other).count_ones())).sum()
    }

    /// Leaves those that are in `other` too.
    pub fn intersect(&mut self, other: &Bits) {
        self.parts.iter_mut().zip(&other.parts).for_each(|(own, other)| *own &= other);
    }

    /// Adds those that are in `other`.
    pub fn unite(&mut self, other: &Bits) {
        self.parts.iter_mut().zip(&other.parts).for_each(|(own, other)| *own |= other);
    }

    /// Leaves those that are not in `other`.
    pub fn subtract(&mut self, other: &Bits) {
        self.parts.iter_mut().zip(&other.parts).for_each(|(own, other)| *own &= !other);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(docs: DocId, members: &[DocId]) -> Bits {
        let mut bits = Bits::none(docs);
        members.iter().for_each(|&doc| bits.insert(doc));
        bits
    }

    #[test]
    fn members_are_found_in_order() {
        let members = [0, 1, 63, 64, 130, 199];
        let bits = of(200, &members);
        assert!(bits.iter().eq(members));
        assert_eq!((bits.count(), bits.next(2), bits.next(64), bits.next(131)), (6, 63, 64, 199));
        assert_eq!((bits.next(200), of(200, &[]).next(0)), (TERMINATED, TERMINATED));
        assert!(!bits.has(2) && !bits.has(TERMINATED));
    }

    proptest! {
        #[test]
        fn ranges_and_logic_are_those_of_sets(docs in 1u32..300, a in 0u32..300, b in 0u32..300, c in 0u32..300) {
            let mut bits = Bits::none(docs);
            bits.insert_range(a..b);
            prop_assert_eq!(&bits, &Bits::which(docs, |doc| (a..b).contains(&doc)));
            let third = Bits::which(docs, |doc| doc % 3 == c % 3);
            let (mut both, mut any, mut less) = (bits.clone(), bits.clone(), bits.clone());
            both.intersect(&third);
            any.unite(&third);
            less.subtract(&third);
            for doc in 0..docs {
                prop_assert_eq!(both.has(doc), bits.has(doc) && third.has(doc));
                prop_assert_eq!(any.has(doc), bits.has(doc) || third.has(doc));
                prop_assert_eq!(less.has(doc), bits.has(doc) && !third.has(doc));
            }
            prop_assert_eq!(bits.count_both(&third), both.count());
            prop_assert_eq!(Bits::all(docs).count(), u64::from(docs));
        }
    }
}
