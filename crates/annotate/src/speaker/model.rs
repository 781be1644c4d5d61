//! Learned weights: linear models over hashed features, and how they are packed.
//!
//! A feature is a template with up to three small values, hashed to a slot of a table of one byte each
//! (Weinberger et al., "Feature hashing for large scale multitask learning", 2009): no dictionary of feature
//! names has to be shipped or looked up, and collisions cost little where slots outnumber live features.

/// A feature's slot before it is cut to a table's size.
pub(super) type Feature = u32;

/// The feature of `template` with values `a` and `b`.
#[inline]
pub(super) fn feature(template: u32, a: u32, b: u32) -> Feature {
    let x = u64::from(a) << 32 | u64::from(b);
    let x = (x ^ (u64::from(template) << 56 | u64::from(template) << 24)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (x >> 32) as u32
}

/// What takes in the features of candidates, one row for each.
pub(super) trait Rows {
    /// Adds to the row at hand.
    fn push<const N: usize>(&mut self, features: [Feature; N]);
    /// Ends the row at hand.
    fn end(&mut self);
}

/// Rows as they are, to learn from.
#[derive(Default)]
pub(super) struct FeatureRows {
    pub features: Vec<Feature>,
    /// Where each row ends in `features`.
    pub ends: Vec<usize>,
}

impl FeatureRows {
    pub(super) fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
    }
}

impl Rows for FeatureRows {
    fn push<const N: usize>(&mut self, features: [Feature; N]) {
        self.features.extend(features);
    }

    fn end(&mut self) {
        self.ends.push(self.features.len());
    }
}

/// The score of each row by a model, summed up while its features are named.
pub(super) struct Scores<'a> {
    model: &'a Linear,
    sum: i32,
    pub scores: Vec<f32>,
}

impl<'a> Scores<'a> {
    pub(super) fn new(model: &'a Linear) -> Self {
        Scores { model, sum: 0, scores: Vec::with_capacity(32) }
    }

    pub(super) fn clear(&mut self) {
        self.scores.clear();
    }
}

impl Rows for Scores<'_> {
    #[inline]
    fn push<const N: usize>(&mut self, features: [Feature; N]) {
        self.sum += self.model.sum(features);
    }

    #[inline]
    fn end(&mut self) {
        self.scores.push(self.sum as f32 * self.model.scale);
        self.sum = 0;
    }
}

/// A linear model: the score of a candidate is the sum of its features' weights. A weight is a byte, so that
/// a model stays in the processor's nearest cache.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// One weight per slot, in units of `scale`, and nothing beyond the last: the compiler sees that no slot is.
    weights: Box<[i8; MAX_SLOTS]>,
    /// How many slots there are, a power of two.
    slots: usize,
    scale: f32,
}

/// Most slots of a model.
const MAX_SLOTS: usize = 1 << 15;

impl Linear {
    /// Rounds learned weights, one per slot, to a byte each.
    pub(super) fn new(learned: &[f32]) -> Self {
        let most = learned.iter().fold(0f32, |m, w| m.max(w.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        Self::of(learned.iter().map(|w| (w / scale).round() as i8), learned.len(), scale)
    }

    fn of(weights: impl Iterator<Item = i8>, slots: usize, scale: f32) -> Self {
        let mut held = Box::new([0; MAX_SLOTS]);
        held.iter_mut().zip(weights).for_each(|(slot, weight)| *slot = weight);
        Linear { weights: held, slots, scale }
    }

    /// The weights of these features together, in units of the model's scale.
    #[inline]
    fn sum<const N: usize>(&self, features: [Feature; N]) -> i32 {
        let weight = |f: Feature| i32::from(self.weights[slot(f, self.slots) & (MAX_SLOTS - 1)]);
        features.into_iter().map(weight).sum()
    }

    /// Appends slots (as a power of two), scale and one byte per weight.
    pub(super) fn pack(&self, out: &mut Vec<u8>) {
        out.push(self.slots.trailing_zeros() as u8);
        out.extend(self.scale.to_le_bytes());
        out.extend(self.weights[..self.slots].iter().map(|&w| w as u8));
    }

    /// Reads what [`Linear::pack`] wrote from the front of `bytes`; none where it is cut short.
    pub(super) fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let (&bits, rest) = bytes.split_first()?;
        let (scale, rest) = rest.split_first_chunk::<4>()?;
        let slots = 1usize.checked_shl(u32::from(bits)).filter(|&slots| slots <= MAX_SLOTS)?;
        let (packed, rest) = rest.split_at_checked(slots)?;
        *bytes = rest;
        Some(Self::of(packed.iter().map(|&b| b as i8), slots, f32::from_le_bytes(*scale)))
    }
}

/// The slot of a feature among a power of two of them.
#[inline]
pub(super) fn slot(feature: Feature, slots: usize) -> usize {
    feature as usize & (slots - 1)
}

/// Turns scores into probabilities that sum to 1.
pub(super) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for s in scores.iter_mut() {
        *s = (*s - most).exp();
        sum += *s;
    }
    for s in scores.iter_mut() {
        *s /= sum;
    }
}

/// The upper end of the class that a count falls into: 0, 1, 2, 3, then ever wider ones.
pub(super) fn bucket(n: u32) -> u32 {
    match n {
        0..=3 => n,
        4..=5 => 4,
        6..=8 => 5,
        9..=12 => 6,
        13..=20 => 7,
        21..=35 => 8,
        36..=70 => 9,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_weights_to_a_byte() {
        let mut learned = [0.0; 16];
        learned[3] = -2.54;
        learned[9] = 1.0;
        let model = Linear::new(&learned);
        let mut bytes = Vec::new();
        model.pack(&mut bytes);
        assert_eq!(Linear::unpack(&mut bytes.as_slice()), Some(model.clone()));
        assert!(Linear::unpack(&mut &bytes[..7]).is_none());
        let mut scores = Scores::new(&model);
        scores.push([3]);
        scores.end();
        scores.push([9, 25]);
        scores.end();
        assert!((scores.scores[0] + 2.54).abs() < 1e-6 && (scores.scores[1] - 2.0).abs() < 0.02);
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut scores = [1.0, 3.0, -200.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6 && scores[1] > scores[0]);
    }
}
