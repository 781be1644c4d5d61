//! BM25, in the form of Lucene since version 8: the idf is never negative.

/// The collection's figures that BM25 needs of a unit (articles, passages, titles).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// Number of units that have words.
    pub count: u32,
    /// Their words together.
    pub words: u64,
}

impl Extent {
    /// Takes one unit in.
    pub fn add(&mut self, words: u32) {
        self.count += u32::from(words > 0);
        self.words += u64::from(words);
    }

    /// Words of a unit on average, at least 1.
    pub fn average(&self) -> f32 {
        (self.words as f32 / self.count.max(1) as f32).max(1.0)
    }

    /// How rare a word is that `df` units have: ln(1 + (N − df + ½) / (df + ½)).
    pub fn idf(&self, df: u32) -> f32 {
        let rest = self.count.saturating_sub(df) as f32;
        (1.0 + (rest + 0.5) / (df as f32 + 0.5)).ln()
    }
}

/// How far occurrences count in a unit of some length.
#[derive(Clone, Copy, Debug)]
pub struct Saturation {
    k1: f32,
    /// k1 · (1 − b)
    floor: f32,
    /// k1 · b / average length
    slope: f32,
}

impl Saturation {
    /// For units of that average length.
    pub fn new(k1: f32, b: f32, average: f32) -> Self {
        Saturation { k1, floor: k1 * (1.0 - b), slope: k1 * b / average }
    }

    /// From 0 to k1 + 1, for `tf` occurrences in a unit of `length` words.
    pub fn of(&self, tf: f32, length: f32) -> f32 {
        tf * (self.k1 + 1.0) / (tf + self.floor + self.slope * length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_by_hand() {
        let extent = Extent { count: 10, words: 200 };
        assert!((extent.idf(2) - (1.0_f32 + 8.5 / 2.5).ln()).abs() < 1e-6);
        assert!(extent.idf(10) > 0.0);
        let saturation = Saturation::new(1.2, 0.75, extent.average());
        // At the average length the denominator is tf + k1.
        assert!((saturation.of(3.0, 20.0) - 3.0 * 2.2 / 4.2).abs() < 1e-6);
        assert!(saturation.of(3.0, 40.0) < saturation.of(3.0, 20.0));
    }
}
