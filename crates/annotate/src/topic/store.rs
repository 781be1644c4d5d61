//! Storage: a model as bytes and back.
//!
//! A file begins with a name, two versions (of this layout and of the word analysis) and ends with a hash
//! of all before it; numbers are little-endian, strings and lists have their length before them.

use xxhash_rust::xxh3::xxh3_64;

use super::error::ModelError;
use super::features::Lexicon;
use super::model::{Class, Model};
use super::planes::Planes;
use super::vectors::Space;

/// The first bytes of a model file.
const NAME: &[u8; 8] = b"onrtopic";

/// Version of the layout and of what the features mean; with the analysis' own version it makes the
/// version of a file.
const LAYOUT: u32 = 1;

fn version() -> u32 {
    LAYOUT << 16 | onrecord_text::analyze::VERSION
}

impl Model {
    /// The model as bytes for a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(NAME.to_vec());
        out.number(version());
        out.list(self.lexicon.words(), |out, word| out.string(word));
        out.list(self.space.features(), |out, &feature| out.0.extend(feature.to_le_bytes()));
        out.list(self.space.idf(), |out, &idf| out.real(idf));
        out.list(&self.classes, |out, class| {
            out.string(&class.id);
            [class.bias, class.threshold, class.slope].into_iter().for_each(|n| out.real(n));
        });
        out.list(&self.planes.starts, |out, &start| out.number(start));
        out.list(&self.planes.weights, |out, &(class, weight)| {
            out.0.extend(class.to_le_bytes());
            out.real(weight);
        });
        out.number(self.per_article.0);
        out.number(self.per_article.1);
        let hash = xxh3_64(&out.0);
        out.0.extend(hash.to_le_bytes());
        out.0
    }

    /// Reads what [`Model::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are no model, one of another version, or damaged. No bytes lead to a panic.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        let rest = bytes.strip_prefix(NAME).ok_or(ModelError::NotAModel)?;
        let mut input = Reader(rest);
        let found = input.number()?;
        if found != version() {
            return Err(ModelError::Version { found, expected: version() });
        }
        let (content, hash) = bytes.split_at(bytes.len().saturating_sub(8));
        if xxh3_64(content).to_le_bytes() != hash {
            return Err(ModelError::Damaged);
        }
        let model = input.model()?;
        if model.is_sound() { Ok(model) } else { Err(ModelError::Damaged) }
    }

    /// Whether all references stay within the model.
    fn is_sound(&self) -> bool {
        let dimensions = self.space.features().len();
        self.space.idf().len() == dimensions && self.planes.is_sound(self.classes.len(), dimensions)
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, n: u32) {
        self.0.extend(n.to_le_bytes());
    }

    fn real(&mut self, n: f32) {
        self.0.extend(n.to_le_bytes());
    }

    fn string(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Writer, &T)) {
        self.number(items.len() as u32);
        items.iter().for_each(|i| item(self, i));
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(ModelError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        Ok(self.bytes(N)?.try_into().expect("as many bytes as asked for"))
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn real(&mut self) -> Result<f32, ModelError> {
        let number = f32::from_le_bytes(self.array()?);
        if number.is_finite() { Ok(number) } else { Err(ModelError::Damaged) }
    }

    fn string(&mut self) -> Result<String, ModelError> {
        let len = self.number()? as usize;
        String::from_utf8(self.bytes(len)?.to_vec()).map_err(|_| ModelError::Damaged)
    }

    /// Every item has at least a byte, so a length beyond the rest is refused before memory is taken.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, ModelError>) -> Result<Vec<T>, ModelError> {
        let len = self.number()? as usize;
        if len > self.0.len() {
            return Err(ModelError::Damaged);
        }
        (0..len).map(|_| item(self)).collect()
    }

    fn model(&mut self) -> Result<Model, ModelError> {
        let words = self.list(|input| Ok(input.string()?.into_boxed_str()))?;
        let features = self.list(|input| Ok(u64::from_le_bytes(input.array()?)))?;
        let idf = self.list(Self::real)?;
        let classes = self.list(Self::class)?;
        let starts = self.list(Self::number)?;
        let weights = self.list(|input| Ok((u16::from_le_bytes(input.array()?), input.real()?)))?;
        let per_article = (self.number()?, self.number()?);
        let (lexicon, space) = (Lexicon::new(words), Space::new(features, idf));
        Ok(Model { lexicon, space, classes, planes: Planes { starts, weights }, per_article })
    }

    fn class(&mut self) -> Result<Class, ModelError> {
        Ok(Class { id: self.string()?, bias: self.real()?, threshold: self.real()?, slope: self.real()? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::trained;
    use super::*;

    #[test]
    fn a_model_comes_back_as_it_was() {
        let model = trained();
        let bytes = model.to_bytes();
        let back = Model::from_bytes(&bytes).unwrap();
        assert_eq!(back.to_bytes(), bytes);
        assert_eq!(back.classes, model.classes);
    }

    #[test]
    fn what_is_no_model_is_refused_with_the_reason() {
        let bytes = trained().to_bytes();
        assert_eq!(Model::from_bytes(b"%PDF-1.4").err(), Some(ModelError::NotAModel));
        let mut newer = bytes.clone();
        newer[8] += 1;
        assert!(matches!(Model::from_bytes(&newer).err(), Some(ModelError::Version { .. })));
        let mut changed = bytes.clone();
        changed[40] ^= 1;
        assert_eq!(Model::from_bytes(&changed).err(), Some(ModelError::Damaged));
        for len in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..len]).is_err(), "{len}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_lead_to_a_panic(content in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = NAME.to_vec();
            bytes.extend(version().to_le_bytes());
            bytes.extend(content);
            let hash = xxh3_64(&bytes);
            bytes.extend(hash.to_le_bytes());
            if let Ok(model) = Model::from_bytes(&bytes) {
                prop_assert!(model.is_sound());
            }
        }
    }
}
