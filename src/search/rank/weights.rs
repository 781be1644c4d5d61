//! Every constant of the ranking, with where it comes from.
//!
//! "Measured" means the ten test collections of `../shared/data/relevance`, with one setting for all of them;
//! `cargo run --release --example tune_ranking` prints what each constant contributes.

/// The constants of a ranking function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// BM25's saturation of repeated words (Robertson & Zaragoza 2009). 1.2 is Lucene's value.
    pub k1: f32,
    /// BM25's correction for length. 0.75 is Lucene's value.
    pub b: f32,
    /// Weight of the exact forms of the query beside their stems.
    pub exact: f32,
    /// Weight of words in the title, which also count in the text.
    pub title: f32,
}

impl Weights {
    /// What measured best.
    pub const DEFAULT: Weights = Weights { k1: 1.2, b: 0.75, exact: 0.3, title: 0.35 };

    /// BM25 over stems and nothing else; stop words left out, as Lucene's English analysis does.
    pub const BM25: Weights = Weights { exact: 0.0, title: 0.0, ..Weights::DEFAULT };
}

impl Weights {
    /// The names of the parts that a weight of 0 takes out.
    pub const PARTS: [&'static str; 2] = ["exact", "title"];

    /// The constant of a name, for experiments.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut f32> {
        Some(match name {
            "k1" => &mut self.k1,
            "b" => &mut self.b,
            "exact" => &mut self.exact,
            "title" => &mut self.title,
            _ => return None,
        })
    }
}
