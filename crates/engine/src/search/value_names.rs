//! What the values of a field are called, by number: several values may have one name.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;

use super::facet::Facet;
use crate::index::record::parse_speaker_key;
use crate::index::{Collection, IndexError};
use onrecord_annotate::CanonicalNames;
use onrecord_annotate::speaker::{Speaker, SpeakerType};

/// The names of values, each once.
#[derive(Default)]
pub(super) struct NumberedNames {
    /// The names, in no order.
    pub names: Vec<Box<str>>,
    /// By segment and value, the number of the value's name; none where the value was not asked for or is not counted.
    pub numbers: Vec<Vec<Option<u32>>>,
}

/// The names of all values of the fields that were counted in large sets: read once for a state of the index.
#[derive(Default)]
pub struct ValueNames([OnceLock<NumberedNames>; FACETS]);

/// Fields whose values have names.
const FACETS: usize = 7;

/// All names of a field are read and kept if a request asks for more than one in `MANY` of its values; otherwise each
/// name is read by itself. Chosen by judgement, not measured.
const MANY: usize = 4;

/// A field, and of speakers the type of those that are counted, if not all are.
type Counted = (Facet, Option<SpeakerType>);

/// Names that were kept, or that were read for one question.
pub(super) enum Known<'a> {
    Kept(&'a NumberedNames),
    Read(NumberedNames),
}

impl std::ops::Deref for Known<'_> {
    type Target = NumberedNames;

    fn deref(&self) -> &NumberedNames {
        match self {
            Known::Kept(names) => names,
            Known::Read(names) => names,
        }
    }
}

impl ValueNames {
    /// At least the names of the values of a field that are `used`, which `columns` have; of speakers only those of a
    /// type, where one is given.
    ///
    /// # Errors
    /// When the index is damaged.
    pub(super) fn of(
        &self,
        counted @ (facet, speaker_type): Counted,
        columns: &[Option<StrColumn>],
        used: impl FnOnce() -> Vec<Vec<bool>>,
        collection: &Collection,
    ) -> Result<Known<'_>, IndexError> {
        let cell = &self.0[facet as usize];
        if let Some(names) = cell.get().filter(|_| speaker_type.is_none()) {
            return Ok(Known::Kept(names));
        }
        let used = used();
        let asked = used.iter().flatten().filter(|used| **used).count();
        if speaker_type.is_some() || asked * MANY < used.iter().map(Vec::len).sum() {
            return Ok(Known::Read(NumberedNames::read(counted, columns, &used, collection)?));
        }
        let all: Vec<Vec<bool>> = used.iter().map(|used| vec![true; used.len()]).collect();
        let names = NumberedNames::read(counted, columns, &all, collection)?;
        Ok(Known::Kept(cell.get_or_init(|| names)))
    }
}

impl NumberedNames {
    /// The names of the values that are `used`.
    fn read(
        (facet, speaker_type): Counted,
        columns: &[Option<StrColumn>],
        used: &[Vec<bool>],
        collection: &Collection,
    ) -> Result<Self, IndexError> {
        let (mut known, mut numbers) = (FxHashMap::<Box<str>, u32>::default(), Vec::new());
        let mut speaker = Speaker { name: String::new(), kind: SpeakerType::Person, role: None };
        let mut number = |value: &[u8]| {
            let value = String::from_utf8_lossy(value);
            let wanted = speaker_type.filter(|_| facet == Facet::Speaker);
            if wanted.is_some_and(|wanted| kind(collection, &value, &mut speaker).is_some_and(|kind| kind != wanted)) {
                return None;
            }
            let name = if facet == Facet::Speaker { canonical(collection, &value, &mut speaker) } else { value };
            let next = known.len() as u32;
            Some(match known.get(&*name) {
                Some(&number) => number,
                None => *known.entry(Box::from(&*name)).or_insert(next),
            })
        };
        for (column, used) in columns.iter().zip(used) {
            let mut own = vec![None; used.len()];
            if let Some(column) = column {
                each_used(column, used, |ord, value| own[ord as usize] = number(value))?;
            }
            numbers.push(own);
        }
        let mut names = vec![Box::default(); known.len()];
        known.into_iter().for_each(|(name, number)| names[number as usize] = name);
        Ok(NumberedNames { names, numbers })
    }
}

/// Calls `each` with the number and the bytes of each value of a column that is `used`.
fn each_used(column: &StrColumn, used: &[bool], mut each: impl FnMut(u64, &[u8])) -> Result<(), IndexError> {
    let ords: Vec<u64> = (0..).zip(used).filter(|(_, used)| **used).map(|(ord, _)| ord).collect();
    let mut next = ords.iter();
    let mut take = |value: &[u8]| {
        if let Some(&ord) = next.next() {
            each(ord, value);
        }
    };
    let all = column.dictionary().sorted_ords_to_term_cb(&ords, &mut take);
    all.map(drop).map_err(|error| IndexError::Damaged { what: error.to_string() })
}

/// The type that a speaker as indexed has everywhere, whatever the article took it for; `speaker` is room to ask with.
fn kind(collection: &Collection, value: &str, speaker: &mut Speaker) -> Option<SpeakerType> {
    let (kind, local) = parse_speaker_key(value)?;
    speaker.kind = kind;
    speaker.name.clear();
    speaker.name.push_str(local);
    Some(collection.kind(speaker))
}

/// The name used everywhere for a speaker as indexed; `speaker` is room to ask with.
pub(super) fn canonical<'s>(collection: &'s Collection, value: &'s str, speaker: &'s mut Speaker) -> Cow<'s, str> {
    let Some((kind, local)) = parse_speaker_key(value) else { return Cow::Borrowed(value) };
    speaker.kind = kind;
    speaker.name.clear();
    speaker.name.push_str(local);
    collection.canonical(speaker)
}
