//! A linear support vector machine for one topic against the rest.
//!
//! Dual coordinate descent for the squared hinge loss (Hsieh, Chang, Lin, Keerthi and Sundararajan, "A dual
//! coordinate descent method for large-scale linear SVM", ICML 2008), without shrinking.

use super::vectors::Vector;

/// Passes over the examples at most; text converges long before.
const MAX_PASSES: usize = 60;

/// Largest violation of the optimality conditions that is accepted.
const TOLERANCE: f32 = 0.05;

/// Weights and bias of a separating plane.
pub(super) struct Plane {
    pub weights: Vec<f32>,
    pub bias: f32,
}

impl Plane {
    /// Signed distance (in units of the margin) of a vector.
    pub(super) fn side(&self, vector: &Vector) -> f32 {
        self.bias + vector.iter().map(|&(d, v)| self.weights[d as usize] * v).sum::<f32>()
    }
}

/// One example: its vector and whether it has the topic.
pub(super) type Example<'a> = (&'a Vector, bool);

/// Finds the plane with the widest margin in `dimensions` dimensions, a mistake costing `cost`.
pub(super) fn separate(examples: &[Example], dimensions: usize, cost: f32) -> Plane {
    let mut plane = Plane { weights: vec![0.0; dimensions], bias: 0.0 };
    let diagonal = 0.5 / cost;
    let norms: Vec<f32> = examples.iter().map(|(x, _)| norm(x) + diagonal).collect();
    let mut alphas = vec![0.0f32; examples.len()];
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..MAX_PASSES {
        random.shuffle(&mut order);
        let mut worst = 0.0f32;
        for &i in &order {
            let i = i as usize;
            let (vector, positive) = examples[i];
            let sign = if positive { 1.0 } else { -1.0 };
            let gradient = sign * plane.side(vector) - 1.0 + diagonal * alphas[i];
            let violation = if alphas[i] == 0.0 { gradient.min(0.0) } else { gradient };
            if violation.abs() < 1e-6 {
                continue;
            }
            worst = worst.max(violation.abs());
            let alpha = (alphas[i] - gradient / norms[i]).max(0.0);
            plane.push(vector, sign * (alpha - alphas[i]));
            alphas[i] = alpha;
        }
        if worst < TOLERANCE {
            break;
        }
    }
    plane
}

impl Plane {
    fn push(&mut self, vector: &Vector, by: f32) {
        for &(d, v) in vector {
            self.weights[d as usize] += by * v;
        }
        self.bias += by;
    }
}

/// Squared length with the constant that carries the bias.
fn norm(vector: &Vector) -> f32 {
    1.0 + vector.iter().map(|(_, v)| v * v).sum::<f32>()
}

/// A small generator (xorshift64*, Vigna 2016): the same data gives the same model.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        ((number * n as u64) >> 32) as usize
    }

    fn shuffle(&mut self, items: &mut [u32]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separable_examples_are_separated() {
        let vectors: Vec<Vector> =
            vec![vec![(0, 1.0)], vec![(0, 0.8), (2, 0.6)], vec![(1, 1.0)], vec![(1, 0.8), (2, 0.6)]];
        let examples: Vec<Example> = vectors.iter().zip([true, true, false, false]).collect();
        let plane = separate(&examples, 3, 1.0);
        for (vector, positive) in examples {
            assert_eq!(plane.side(vector) > 0.0, positive);
        }
        assert!(plane.weights[0] > 0.0 && plane.weights[1] < 0.0 && plane.weights[2].abs() < 0.1);
    }

    #[test]
    fn examples_of_one_kind_give_a_plane_on_one_side() {
        let vector = vec![(0, 1.0)];
        assert!(separate(&[(&vector, false)], 1, 1.0).side(&vector) < 0.0);
        assert!(separate(&[], 1, 1.0).bias == 0.0);
    }
}
