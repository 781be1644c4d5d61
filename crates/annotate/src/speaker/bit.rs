//! Word classes, as bits of [`Lex::bits`](super::lexicon::Lex::bits).

pub(crate) const CAP: u64 = 1 << 0;
pub(crate) const LOWER: u64 = 1 << 1;
pub(crate) const NUMBER: u64 = 1 << 2;
pub(crate) const DET: u64 = 1 << 3;
pub(crate) const QUANTIFIER: u64 = 1 << 4;
pub(crate) const PREPOSITION: u64 = 1 << 5;
pub(crate) const CONJUNCTION: u64 = 1 << 6;
pub(crate) const AUXILIARY: u64 = 1 << 7;
pub(crate) const PRONOUN: u64 = 1 << 8;
pub(crate) const POSSESSIVE: u64 = 1 << 9;
pub(crate) const ADVERB: u64 = 1 << 10;
pub(crate) const TITLE: u64 = 1 << 11;
pub(crate) const OFFICE: u64 = 1 << 12;
pub(crate) const TIME: u64 = 1 << 13;
pub(crate) const PARTICLE: u64 = 1 << 14;
pub(crate) const PARTY: u64 = 1 << 15;
pub(crate) const PERSON: u64 = 1 << 16;
pub(crate) const BODY: u64 = 1 << 17;
pub(crate) const DOCUMENT: u64 = 1 << 18;
pub(crate) const PLURAL: u64 = 1 << 19;
pub(crate) const MALE: u64 = 1 << 20;
pub(crate) const FEMALE: u64 = 1 << 21;
pub(crate) const NEGATION: u64 = 1 << 22;
pub(crate) const CLAUSE: u64 = 1 << 23;
pub(crate) const PAST: u64 = 1 << 24;
pub(crate) const ING: u64 = 1 << 25;
pub(crate) const ACRONYM: u64 = 1 << 26;
pub(crate) const FIRST_NAME: u64 = 1 << 27;
pub(crate) const SUFFIX: u64 = 1 << 28;
pub(crate) const INITIAL: u64 = 1 << 29;
pub(crate) const OTHER_PRONOUN: u64 = 1 << 30;
pub(crate) const PLACE: u64 = 1 << 31;
pub(crate) const LEGAL_FORM: u64 = 1 << 32;
pub(crate) const ENTERPRISE: u64 = 1 << 33;
pub(crate) const GENERIC: u64 = 1 << 34;
pub(crate) const MUTE: u64 = 1 << 35;
pub(crate) const WORK: u64 = 1 << 36;
pub(crate) const RELAY: u64 = 1 << 37;
pub(crate) const DEGREE: u64 = 1 << 38;
pub(crate) const SURNAME: u64 = 1 << 39;
pub(crate) const TICKER: u64 = 1 << 40;
pub(crate) const SAYING: u64 = 1 << 41;
pub(crate) const DEED: u64 = 1 << 42;
/// Four capitals or more and nothing else, as in headings.
pub(crate) const SHOUTED: u64 = 1 << 43;
/// "20th"
pub(crate) const ORDINAL: u64 = 1 << 44;
pub(crate) const POSTPOSED: u64 = 1 << 45;
pub(crate) const IRREGULAR: u64 = 1 << 46;
pub(crate) const VERB_PARTICLE: u64 = 1 << 47;
pub(crate) const PROPER: u64 = 1 << 48;
pub(crate) const NOTE_LABEL: u64 = 1 << 49;
pub(crate) const ASKER: u64 = 1 << 50;
pub(crate) const ADDRESSING: u64 = 1 << 51;
pub(crate) const MEDIA: u64 = 1 << 52;
pub(crate) const TITLING: u64 = 1 << 53;
/// In ordinary use in small letters.
pub(crate) const COMMON: u64 = 1 << 54;
pub(crate) const GATHERING: u64 = 1 << 55;
pub(crate) const SHORT_OFFICE: u64 = 1 << 56;
pub(crate) const OPENER: u64 = 1 << 57;
pub(crate) const ALSO_SURNAME: u64 = 1 << 58;
pub(crate) const CHARGING: u64 = 1 << 59;
pub(crate) const CLERIC: u64 = 1 << 62;
/// A word in ordinary use with the ending of a plural.
pub(crate) const MANY: u64 = 1 << 61;
/// Initials with stops: "M.K."
pub(crate) const DOTTED: u64 = 1 << 60;
/// Any closed class: no such word is a part of a name.
pub(crate) const FUNCTION: u64 =
    DET | QUANTIFIER | PREPOSITION | CONJUNCTION | AUXILIARY | PRONOUN | POSSESSIVE | NEGATION | CLAUSE | OTHER_PRONOUN;
