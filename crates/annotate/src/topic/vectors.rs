//! Vectors: bags of features weighed by `(1 + ln tf) · ln(N / df)` and brought to length 1 (the `ltc`
//! weighting of Salton and Buckley 1988, as used for text categorisation by Lewis et al. 2004).

use rustc_hash::FxHashMap;

use super::features::{Bag, Feature};

/// A sparse vector: dimensions in ascending order with their values.
pub(super) type Vector = Vec<(u32, f32)>;

/// The features that count, with their dimension and rarity.
#[derive(Clone, Debug)]
pub(super) struct Space {
    dimensions: FxHashMap<Feature, u32>,
    features: Vec<Feature>,
    idf: Vec<f32>,
}

impl Space {
    /// The features that occur in at least `least` of the bags.
    pub(super) fn learn(bags: &[Bag], least: u32) -> Space {
        let mut df: FxHashMap<Feature, u32> = FxHashMap::default();
        for bag in bags {
            for &(feature, _) in bag {
                *df.entry(feature).or_default() += 1;
            }
        }
        let mut kept: Vec<(Feature, u32)> = df.into_iter().filter(|&(_, n)| n >= least).collect();
        kept.sort_unstable();
        let idf = kept.iter().map(|&(_, n)| (bags.len() as f32 / n as f32).ln()).collect();
        Space::new(kept.into_iter().map(|(feature, _)| feature).collect(), idf)
    }

    pub(super) fn new(features: Vec<Feature>, idf: Vec<f32>) -> Space {
        let dimensions = features.iter().enumerate().map(|(i, &feature)| (feature, i as u32)).collect();
        Space { dimensions, features, idf }
    }

    pub(super) fn features(&self) -> &[Feature] {
        &self.features
    }

    pub(super) fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// The vector of a bag; without known features it is empty.
    pub(super) fn vector(&self, bag: &Bag) -> Vector {
        let weigh = |&(feature, tf): &(Feature, f32)| {
            let dimension = *self.dimensions.get(&feature)?;
            Some((dimension, (1.0 + tf.ln()) * self.idf[dimension as usize]))
        };
        let mut vector: Vector = bag.iter().filter_map(weigh).collect();
        let length = vector.iter().map(|(_, v)| v * v).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, v)| *v /= length);
        }
        vector.sort_unstable_by_key(|&(dimension, _)| dimension);
        vector
    }
}
