//! The English word lists of this annotator, which lie in `lang/en`: folded words with the classes they have.

use super::bit;

/// Files of `lang/en` that hold one class each.
const FILES: [(u64, &str); 7] = [
    (bit::MALE, include_str!("../../lang/en/names/male.txt")),
    (bit::FEMALE, include_str!("../../lang/en/names/female.txt")),
    (bit::FIRST_NAME, include_str!("../../lang/en/names/either.txt")),
    (bit::SURNAME, include_str!("../../lang/en/names/surnames.txt")),
    (bit::SAYING, include_str!("../../lang/en/saying.txt")),
    (bit::DEED, include_str!("../../lang/en/deeds.txt")),
    (bit::COMMON, include_str!("../../lang/en/common.txt")),
];

/// The file of all other classes, in sections.
const SECTIONS: &str = include_str!("../../lang/en/classes.txt");

/// The class that each section is for.
const CLASSES: [(&str, u64); 46] = [
    ("determiner", bit::DET),
    ("quantifier", bit::QUANTIFIER),
    ("preposition", bit::PREPOSITION),
    ("conjunction", bit::CONJUNCTION),
    ("auxiliary", bit::AUXILIARY),
    ("pronoun", bit::PRONOUN),
    ("other-pronoun", bit::OTHER_PRONOUN),
    ("possessive", bit::POSSESSIVE),
    ("negation", bit::NEGATION),
    ("clause", bit::CLAUSE),
    ("adverb", bit::ADVERB),
    ("title", bit::TITLE),
    ("office", bit::OFFICE),
    ("time", bit::TIME),
    ("particle", bit::PARTICLE),
    ("people", bit::PARTY),
    ("person", bit::PERSON),
    ("body", bit::BODY),
    ("document", bit::DOCUMENT),
    ("place", bit::PLACE),
    ("suffix", bit::SUFFIX),
    ("male", bit::MALE),
    ("female", bit::FEMALE),
    ("legal-form", bit::LEGAL_FORM),
    ("enterprise", bit::ENTERPRISE),
    ("generic", bit::GENERIC),
    ("mute", bit::MUTE),
    ("work", bit::WORK),
    ("relay", bit::RELAY),
    ("degree", bit::DEGREE),
    ("postposed", bit::POSTPOSED),
    ("irregular-plural", bit::IRREGULAR),
    ("verb-particle", bit::VERB_PARTICLE),
    ("proper", bit::PROPER),
    ("note-label", bit::NOTE_LABEL),
    ("asker", bit::ASKER),
    ("addressing", bit::ADDRESSING),
    ("media", bit::MEDIA),
    ("titling", bit::TITLING),
    ("gathering", bit::GATHERING),
    ("short-office", bit::SHORT_OFFICE),
    ("opener", bit::OPENER),
    ("also-surname", bit::ALSO_SURNAME),
    ("charging", bit::CHARGING),
    ("cleric", bit::CLERIC),
    ("surname", bit::SURNAME),
];

/// Classes and the words that have them, separated by white space; a word may stand in several.
pub(super) fn lists_of_words() -> Vec<(u64, &'static str)> {
    let mut lists = Vec::new();
    for (bits, file) in FILES {
        lists.extend(lines(file).map(|line| (bits, line)));
    }
    let mut bits = 0;
    for line in lines(SECTIONS) {
        match line.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            Some(name) => bits = class(name),
            None => lists.push((bits, line)),
        }
    }
    lists
}

/// The lines that are no notes.
fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

fn class(name: &str) -> u64 {
    CLASSES.iter().find(|(known, _)| *known == name).expect("every section of the word lists has a class").1
}
