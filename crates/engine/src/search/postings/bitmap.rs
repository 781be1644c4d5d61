//! A set of places that knows how many of them stand before each: its rank.

/// Places that there can be: their bits fit the nearest cache.
pub const PLACES: usize = 1 << 16;

/// A set of places below [`PLACES`]; others count as the rest of a division by that.
pub struct Bitmap {
    /// A bit for each place.
    bits: Box<[u64; PLACES / 64]>,
    /// The rank of the first place in the set of each 64, once they are [counted](Self::count_ranks); anything where
    /// none is in the set.
    ranks: Box<[u16; PLACES / 64]>,
}

impl Default for Bitmap {
    fn default() -> Self {
        Bitmap { bits: Box::new([0; PLACES / 64]), ranks: Box::new([0; PLACES / 64]) }
    }
}

impl Bitmap {
    /// Puts a place in.
    #[inline(always)]
    pub fn set(&mut self, at: usize) {
        self.bits[at / 64 % (PLACES / 64)] |= 1 << (at % 64);
    }

    /// Takes a place out, and perhaps others near it: for when all are taken out one after the other.
    #[inline(always)]
    pub fn clear(&mut self, at: usize) {
        self.bits[at / 64 % (PLACES / 64)] = 0;
    }

    /// 1 if a place is in the set, else 0.
    #[inline(always)]
    pub fn has(&self, at: usize) -> usize {
        (self.bits[at / 64 % (PLACES / 64)] >> (at % 64) & 1) as usize
    }

    /// How many places in the set stand before this one, which is in it, when they were last counted.
    #[inline(always)]
    pub fn rank(&self, at: usize) -> usize {
        let part = at / 64 % (PLACES / 64);
        let before = self.bits[part] & ((1 << (at % 64)) - 1);
        (usize::from(self.ranks[part]) + before.count_ones() as usize) % PLACES
    }

    /// Counts the ranks of the places below `length`, beyond which there are none, and calls `each` with rank and
    /// place, ascending; how many there are.
    pub fn count_ranks(&mut self, length: usize, mut each: impl FnMut(usize, usize)) -> usize {
        let (mut count, parts) = (0, length.div_ceil(64));
        for (i, (bits, ranks)) in self.bits[..parts].chunks(8).zip(self.ranks.chunks_mut(8)).enumerate() {
            if bits.iter().fold(0, |any, bits| any | bits) == 0 {
                continue;
            }
            for (j, (&bits, rank)) in bits.iter().zip(ranks).enumerate().filter(|(_, (bits, _))| **bits != 0) {
                *rank = count as u16;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(places: &[usize]) -> Bitmap {
        let mut set = Bitmap::default();
        places.iter().for_each(|&at| set.set(at));
        set
    }

    #[test]
    fn ranks_count_the_places_before() {
        let places = [0, 1, 63, 64, 500, 511, 512, 4000, 65_535];
        let (mut set, mut found) = (of(&places), Vec::new());
        assert_eq!(set.count_ranks(PLACES, |rank, at| found.push((rank, at))), places.len());
        assert!(found.iter().copied().eq(places.iter().copied().enumerate()));
        for (rank, at) in places.into_iter().enumerate() {
            assert_eq!((set.has(at), set.rank(at)), (1, rank));
        }
        assert_eq!((set.has(2), set.has(65_534)), (0, 0));
    }

    #[test]
    fn a_full_set_has_ranks_up_to_its_last_place() {
        let mut set = of(&(0..PLACES).collect::<Vec<_>>());
        assert_eq!(set.count_ranks(PLACES, |rank, at| assert_eq!(rank, at)), PLACES);
        assert_eq!(set.rank(PLACES - 1), PLACES - 1);
        (0..PLACES).for_each(|at| set.clear(at));
        assert_eq!(set.count_ranks(PLACES, |_, at| panic!("{at} is left")), 0);
    }
}
