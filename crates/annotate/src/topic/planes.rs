//! Planes: the weights of all topics of a model, stored by dimension, since a text has few dimensions.

use super::vectors::Vector;

/// The weights of one topic that are not negligible, by ascending dimension.
pub(super) type Weights = Vec<(u32, f32)>;

/// For each dimension the topics that weigh it.
#[derive(Clone, Debug, Default)]
pub(super) struct Planes {
    /// For each dimension its place in `weights`: `starts[d]..starts[d + 1]`.
    pub starts: Vec<u32>,
    /// Topic and weight.
    pub weights: Vec<(u16, f32)>,
}

impl Planes {
    /// From the weights of each topic.
    pub(super) fn new(topics: &[&Weights], dimensions: usize) -> Planes {
        let mut starts = vec![0u32; dimensions + 1];
        for &(dimension, _) in topics.iter().copied().flatten() {
            starts[dimension as usize + 1] += 1;
        }
        for dimension in 0..dimensions {
            starts[dimension + 1] += starts[dimension];
        }
        let mut free = starts.clone();
        let mut weights = vec![(0, 0.0); starts[dimensions] as usize];
        for (topic, of_topic) in topics.iter().enumerate() {
            for &(dimension, weight) in *of_topic {
                let place = &mut free[dimension as usize];
                weights[*place as usize] = (topic as u16, weight);
                *place += 1;
            }
        }
        Planes { starts, weights }
    }

    /// Adds to each topic's side what the vector says.
    pub(super) fn add_sides(&self, vector: &Vector, sides: &mut [f32]) {
        for &(dimension, value) in vector {
            let row = self.starts[dimension as usize] as usize..self.starts[dimension as usize + 1] as usize;
            for &(topic, weight) in &self.weights[row] {
                sides[topic as usize] += weight * value;
            }
        }
    }

    /// Whether all references stay within so many topics and dimensions.
    pub(super) fn is_sound(&self, topics: usize, dimensions: usize) -> bool {
        self.starts.len() == dimensions + 1
            && self.starts.first() == Some(&0)
            && self.starts.is_sorted()
            && self.starts.last() == Some(&(self.weights.len() as u32))
            && self.weights.iter().all(|&(topic, _)| usize::from(topic) < topics)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_sums_of_weights() {
        let (a, b): (Weights, Weights) = (vec![(0, 1.0), (2, 2.0)], vec![(2, -1.0)]);
        let planes = Planes::new(&[&a, &b], 3);
        let mut sides = [0.5, 0.0];
        planes.add_sides(&vec![(0, 0.5), (1, 9.0), (2, 1.0)], &mut sides);
        assert_eq!(sides, [3.0, -1.0]);
        assert!(planes.is_sound(2, 3));
        assert!(!planes.is_sound(1, 3) && !planes.is_sound(2, 4));
    }
}
