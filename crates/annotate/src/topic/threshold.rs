//! Thresholds: from a distance to the plane to a decision and a score.
//!
//! The threshold that gives the best F1 on articles the plane has not seen (SCut); where even that F1 is
//! poor, no threshold found on so few examples is worth trusting, and the highest distance seen is used
//! (SCutFBR.1 of Yang, "A study on thresholding strategies for text categorization", SIGIR 2001).

/// F1 below which a threshold is not trusted.
const POOR: f32 = 0.1;

/// A distance seen in cross-validation, and whether the article has the topic.
pub(super) type Seen = (f32, bool);

/// The threshold for one topic. Orders `seen`.
pub(super) fn choose(seen: &mut [Seen]) -> f32 {
    seen.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let labelled = seen.iter().filter(|(_, has)| *has).count() as f32;
    let (mut best, mut threshold, mut right) = (0.0, 0.0, 0.0);
    for (i, &(distance, has)) in seen.iter().enumerate() {
        right += f32::from(u8::from(has));
        let next = seen.get(i + 1).map_or(distance - 1.0, |&(next, _)| next);
        let f1 = 2.0 * right / (i as f32 + 1.0 + labelled);
        if next < distance && f1 > best {
            (best, threshold) = (f1, (distance + next) / 2.0);
        }
    }
    if best < POOR { seen.first().map_or(0.0, |&(highest, _)| highest.max(0.0)) } else { threshold }
}

/// How steeply the probability of the topic rises with the distance: the slope of a logistic curve fitted
/// to what was seen (Platt 1999), by Newton's method on slope and offset.
pub(super) fn slope(seen: &[Seen]) -> f32 {
    let (mut slope, mut offset) = (2.0f64, 0.0f64);
    for _ in 0..30 {
        let mut g = [0.0f64; 2];
        let mut h = [1e-3f64, 0.0, 1e-3];
        for &(distance, has) in seen {
            let x = f64::from(distance);
            let p = 1.0 / (1.0 + (-(slope * x + offset)).exp());
            let (error, spread) = (p - f64::from(u8::from(has)), (p * (1.0 - p)).max(1e-9));
            g = [g[0] + error * x, g[1] + error];
            h = [h[0] + spread * x * x, h[1] + spread * x, h[2] + spread];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        if determinant.abs() < 1e-12 {
            break;
        }
        let step = [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant];
        slope -= step[0].clamp(-2.0, 2.0);
        offset -= step[1].clamp(-2.0, 2.0);
    }
    if slope.is_finite() { slope.clamp(1.0, 20.0) as f32 } else { 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_parts_what_can_be_parted() {
        let mut seen = vec![(-0.2, true), (-0.9, false), (0.4, true), (-0.8, false), (-1.0, false)];
        let threshold = choose(&mut seen);
        assert!((-0.8..-0.2).contains(&threshold), "{threshold}");
        assert_eq!(choose(&mut []), 0.0);
    }

    #[test]
    fn a_hopeless_topic_needs_the_highest_distance() {
        let mut seen: Vec<Seen> = (0..100).map(|i| (i as f32 / 100.0, i == 0)).collect();
        assert_eq!(choose(&mut seen), 0.99);
    }

    #[test]
    fn the_slope_is_steeper_where_kinds_are_clearly_apart() {
        let mixed: Vec<Seen> = (0..100).map(|i| (i as f32 / 50.0 - 1.0, i % 3 == 0 || i > 70)).collect();
        let clear: Vec<Seen> = (0..100).map(|i| (i as f32 / 50.0 - 1.0, i > 50)).collect();
        assert!(slope(&clear) > slope(&mixed));
    }
}
