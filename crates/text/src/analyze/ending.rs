//! What spellings and characters say of the end of a sentence.

use super::shape::Shape;

/// Whether a character ends sentences.
pub(super) fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡')
}

/// What a spelling is to the sentences around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    pub(super) abbreviation: Option<Abbreviation>,
    /// Whether it begins sentences more often than, with its capital, it goes on with a name.
    pub(super) starts: bool,
}

/// What a full stop that follows may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// That of a title: a name follows.
    NeverFinal,
    /// That of a word that a number or a day follows.
    BeforeNumber,
    /// Both that of an abbreviation and the end of a sentence.
    MaybeFinal,
}

impl Ending {
    pub(super) fn of(raw: &str, folded: &str, shape: Shape) -> Self {
        Ending { abbreviation: abbreviation(raw, folded, shape), starts: is_in(STARTERS, raw) }
    }
}

fn abbreviation(raw: &str, folded: &str, shape: Shape) -> Option<Abbreviation> {
    let in_list = |list| folded.len() <= LONGEST_ABBREVIATION && is_in(list, folded);
    let initial = shape == Shape::Capitalised && raw.chars().count() == 1 && raw != "I";
    if shape != Shape::Lower && in_list(NEVER_FINAL) {
        Some(Abbreviation::NeverFinal)
    } else if in_list(BEFORE_NUMBER) {
        Some(Abbreviation::BeforeNumber)
    } else {
        (initial || in_list(MAYBE_FINAL)).then_some(Abbreviation::MaybeFinal)
    }
}

pub(super) fn is_in(sorted: &[&str], word: &str) -> bool {
    sorted.binary_search(&word).is_ok()
}

/// Bytes of the longest word of the lists of abbreviations.
const LONGEST_ABBREVIATION: usize = 6;

/// Titles and the like, with a capital: a name follows. Like the lists after it, sorted for binary search.
const NEVER_FINAL: &[&str] = &[
    "adm", "ald", "amb", "assoc", "asst", "atty", "brig", "capt", "cf", "cmdr", "col", "cpl", "del", "det", "dr", "fr",
    "ft", "gen", "gov", "govs", "hon", "insp", "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt",
    "pres", "prof", "pvt", "rep", "reps", "rev", "sec", "sen", "sens", "sgt", "st", "supt", "vs",
];

/// Abbreviations that a number or a day follows.
const BEFORE_NUMBER: &[&str] = &[
    "approx", "apr", "art", "aug", "dec", "est", "feb", "fig", "jan", "jul", "jun", "mar", "no", "nos", "nov", "oct",
    "para", "pp", "sep", "sept", "vol",
];

/// Abbreviations inside names that may also end a sentence.
const MAYBE_FINAL: &[&str] = &[
    "al", "am", "ariz", "ark", "assn", "ave", "blvd", "bros", "calif", "co", "colo", "conn", "corp", "cos", "dept",
    "esq", "etc", "fla", "ga", "ill", "inc", "ind", "jr", "kan", "ky", "la", "llc", "ltd", "mass", "md", "mich",
    "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "ph.d", "plc", "pm", "rd", "ret", "sr", "tenn",
    "tex", "univ", "va", "vt", "wash", "wis", "wyo",
];

/// Words that begin sentences; sorted for binary search.
pub(super) const STARTERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "For",
    "Former",
    "From",
    "Given",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "I'm",
    "If",
    "In",
    "Indeed",
    "Instead",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Like",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "Mr",
    "My",
    "Neither",
    "No",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "Of",
    "Officials",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "People",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "To",
    "Today",
    "Under",
    "Until",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yet",
    "You",
    "Your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_as_they_are_searched() {
        assert!([STARTERS, NEVER_FINAL, BEFORE_NUMBER, MAYBE_FINAL].iter().all(|list| list.is_sorted()));
        let abbreviations = [NEVER_FINAL, BEFORE_NUMBER, MAYBE_FINAL].into_iter().flatten();
        assert_eq!(abbreviations.map(|word| word.len()).max(), Some(LONGEST_ABBREVIATION));
    }
}
