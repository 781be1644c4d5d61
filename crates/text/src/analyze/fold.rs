//! Folding: the form under which a word is indexed and compared.
//!
//! Case, accents, compatibility variants, invisible characters and the dots of an acronym do not
//! distinguish words: `CAFÉ` = `café` = `cafe`, `U.S.` = `US`, `don’t` = `don't`, `Straße` = `strasse`.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded form of the word `raw` to `out`.
pub fn fold_into(raw: &str, out: &mut String) {
    let start = out.len();
    if raw.is_ascii() {
        out.push_str(raw);
        out[start..].make_ascii_lowercase();
    } else {
        fold_unicode(raw, out);
    }
    drop_acronym_dots(out, start);
}

/// The folded form of the word `raw`.
pub fn fold(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    fold_into(raw, &mut out);
    out
}

/// The capitals of an acronym, its dots and invisible characters left out: the term that `caps:` and
/// acronym queries look for (`U.S.` → `US`).
pub fn capitals(raw: &str) -> String {
    if raw.is_ascii() {
        return raw.replace('.', "");
    }
    raw.nfkc().filter(|&c| c != '.' && !is_ignorable(c)).collect()
}

/// Whether matching passes over the character: soft hyphen, joiners, byte order mark.
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}')
        || ('\u{FE00}'..='\u{FE0F}').contains(&c)
}

/// Upper before lower, so that ß and ſ, ı and final sigma meet their capitals' folding.
fn fold_unicode(raw: &str, out: &mut String) {
    let folded = raw
        .nfkd()
        .filter(|&c| !is_ignorable(c))
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|&c| !is_accent(c))
        .map(straight_apostrophe)
        .nfc();
    out.extend(folded);
}

fn straight_apostrophe(c: char) -> char {
    if matches!(c, '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{FF07}') { '\'' } else { c }
}

/// Combining marks that a reader may leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic
/// vowel signs. The vowel signs of Indic scripts are letters to their readers and stay.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// `u.s.` → `us`, for the part of `out` from `start`; `ph.d` and `example.com` stay as they are.
fn drop_acronym_dots(out: &mut String, start: usize) {
    if !out[start..].contains('.') || !is_dotted(&out[start..]) {
        return;
    }
    let bare: String = out[start..].chars().filter(|&c| c != '.').collect();
    out.truncate(start);
    out.push_str(&bare);
}

/// Whether the word is single letters with a dot between each two (and perhaps one at the end).
pub fn is_dotted(word: &str) -> bool {
    let mut letters = 0;
    for piece in word.strip_suffix('.').unwrap_or(word).split('.') {
        let mut chars = piece.chars().filter(|&c| !is_ignorable(c));
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_alphabetic() => letters += 1,
            _ => return false,
        }
    }
    letters >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_alike() {
        for (raw, folded) in [
            ("CAFÉ", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("U.S.", "us"),
            ("D.C", "dc"),
            ("don’t", "don't"),
            ("co\u{AD}operate", "cooperate"),
            ("ﬁnance", "finance"),
            ("한국", "한국"),
            ("ΟΔΟΣ", "οδοσ"),
            ("Ph.D", "ph.d"),
            ("example.com", "example.com"),
        ] {
            assert_eq!(fold(raw), folded, "{raw}");
        }
    }

    #[test]
    fn capitals_have_no_dots() {
        for (raw, expected) in [("U.S.", "US"), ("ISIS", "ISIS"), ("É.U.", "ÉU"), ("U\u{AD}N", "UN")] {
            assert_eq!(capitals(raw), expected, "{raw}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for raw in ["CAFÉ", "Straße", "İstanbul", "U.S.A.", "ŉdanger", "Ǆ", "ᾳ"] {
            assert_eq!(fold(&fold(raw)), fold(raw), "{raw}");
        }
    }
}
