//! The learned weights as one packed file, embedded in the program.

use super::lexicon::Propensities;
use super::model::Linear;

/// Everything learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// How apt words are to be cues or sources.
    pub propensities: Propensities,
    /// Which mention is the source of a cue.
    pub cues: Linear,
    /// Which mention is the source of a quotation-mark run.
    pub runs: Linear,
    /// Whom "he" and "she" mean.
    pub pronouns: Linear,
}

impl Weights {
    /// The bytes to embed.
    pub fn pack(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.propensities.pack(&mut out);
        self.cues.pack(&mut out);
        self.runs.pack(&mut out);
        self.pronouns.pack(&mut out);
        out
    }

    /// Reads what [`Weights::pack`] wrote; none where the bytes are no such thing.
    pub fn unpack(mut bytes: &[u8]) -> Option<Self> {
        let propensities = Propensities::unpack(&mut bytes)?;
        let cues = Linear::unpack(&mut bytes)?;
        let runs = Linear::unpack(&mut bytes)?;
        let pronouns = Linear::unpack(&mut bytes)?;
        bytes.is_empty().then_some(Weights { propensities, cues, runs, pronouns })
    }

    /// The weights that come with the program.
    pub fn embedded() -> Self {
        Self::unpack(include_bytes!("weights.bin")).expect("the embedded weights were packed by this code")
    }
}
