//! Neighbouring words of a query that stand near each other in a text.
//!
//! For each occurrence of the first word of a pair, the nearest occurrence of the second within
//! [`Weights::window`](super::Weights) counts, the less the farther off it is: a soft form of the ordered and
//! unordered windows of Metzler & Croft (2005), whose sum is saturated as BM25 does with occurrences. Stop words
//! are passed over, so that "price of oil" is a pair of two words.

use tantivy::DocId;

use super::postings::positions;
use crate::search::postings::{SegmentLists, Spelling};

/// Positions of a word in some documents: documents ascending, each with its positions, ascending.
#[derive(Default)]
pub(super) struct Positions {
    docs: Vec<(DocId, u32, u32)>,
    positions: Vec<u32>,
}

impl Positions {
    /// Reads the positions of any of `spellings` in the documents of `ranges` (ascending, disjoint) of a segment.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn read<'f>(
        segment: &SegmentLists,
        spellings: impl Iterator<Item = &'f Spelling>,
        ranges: &[(DocId, DocId)],
    ) -> tantivy::Result<Self> {
        let mut found: Vec<(DocId, u32)> = Vec::new();
        for spelling in spellings {
            positions(segment, spelling, ranges, |doc, position| found.push((doc, position)))?;
        }
        found.sort_unstable();
        found.dedup();
        let mut all = Positions::default();
        for (doc, position) in found {
            let at = all.positions.len() as u32;
            all.positions.push(position);
            match all.docs.last_mut() {
                Some((last, _, end)) if *last == doc => *end = at + 1,
                _ => all.docs.push((doc, at, at + 1)),
            }
        }
        Ok(all)
    }

    /// The nearness of this word and another in the documents from `first` to before `end`.
    pub(super) fn nearness(&self, other: &Positions, (first, end): (DocId, DocId), window: u32) -> f32 {
        let (mut a, mut b) = (self.from(first, end), other.from(first, end));
        let mut sum = 0.0;
        while let (Some(&(x, from, to)), Some(&(y, other_from, other_to))) = (a.first(), b.first()) {
            if x == y {
                let here = &self.positions[from as usize..to as usize];
                sum += closeness(here, &other.positions[other_from as usize..other_to as usize], window);
            }
            (a, b) = (&a[usize::from(x <= y)..], &b[usize::from(y <= x)..]);
        }
        sum
    }

    fn from(&self, first: DocId, end: DocId) -> &[(DocId, u32, u32)] {
        let start = self.docs.partition_point(|&(doc, ..)| doc < first);
        let len = self.docs[start..].partition_point(|&(doc, ..)| doc < end);
        &self.docs[start..start + len]
    }
}

/// Sum over `a` of one over the root of the distance to the nearest of `b`, if that is within `window`.
fn closeness(a: &[u32], b: &[u32], window: u32) -> f32 {
    let mut next = 0;
    let mut sum = 0.0;
    for &position in a {
        while next < b.len() && b[next] < position {
            next += 1;
        }
        let before = next.checked_sub(1).map(|i| position - b[i]);
        let after = b.get(next).map(|&p| p - position);
        let distance = before.into_iter().chain(after).filter(|&d| d > 0).min();
        if let Some(distance) = distance.filter(|&d| d <= window) {
            sum += (distance as f32).sqrt().recip();
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_one_counts_by_its_distance() {
        assert_eq!(closeness(&[5], &[6], 15), 1.0);
        assert_eq!(closeness(&[5], &[1, 9], 15), 0.5);
        assert_eq!(closeness(&[5, 50], &[1, 9], 15), 0.5);
        assert_eq!(closeness(&[5], &[5], 15), 0.0);
        assert_eq!(closeness(&[], &[1], 15), 0.0);
    }
}
