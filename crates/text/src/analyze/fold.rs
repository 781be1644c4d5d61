//! Folding: the form under which a word is indexed and compared.
//!
//! Case, accents, compatibility variants, invisible characters and the dots of an acronym do not
//! distinguish words: `CAFÉ` = `café` = `cafe`, `U.S.` = `US`, `don’t` = `don't`, `Straße` = `strasse`. Nor do
//! strokes, hooks and ligatures of Latin letters (`Søren` = `Soren`, `Łukasz` = `Lukasz`, `cœur` = `coeur`), which
//! Unicode does not take apart: they fold as in Lucene's `ASCIIFoldingFilter`.

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

/// Whether matching passes over the character: soft hyphens, joiners, marks of direction, variation selectors, tags
/// and whatever else Unicode calls ignorable by default, and the Arabic line that only stretches a word. (The
/// zero-width space, U+200B, separates words and is in none.)
pub fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
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
    for c in folded {
        match plain_letters(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
}

/// Apostrophes, and the letters that stand for a stop of the throat in Hawaiian, Arabic and Hebrew names
/// (`Hawaiʻi`, `Qurʾan`), which most write as one.
fn straight_apostrophe(c: char) -> char {
    match c {
        '\u{2018}'
        | '\u{2019}'
        | '\u{201B}'
        | '\u{02B9}'
        | '\u{02BB}'..='\u{02BF}'
        | '\u{FF07}'
        | '\u{A78B}'
        | '\u{A78C}' => '\'',
        _ => c,
    }
}

/// The plain letters of a small Latin letter that has a stroke, a hook or a tail, or that is two in one.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ə' | 'ⱥ' | 'ɐ' | 'ɑ' => "a",
        'æ' => "ae",
        'ꜳ' => "aa",
        'ꜵ' => "ao",
        'ꜷ' => "au",
        'ꜹ' | 'ꜻ' => "av",
        'ꜽ' => "ay",
        'ƀ' | 'ƃ' | 'ɓ' => "b",
        'ƈ' | 'ȼ' | 'ɕ' | 'ↄ' => "c",
        'đ' | 'ð' | 'ƌ' | 'ɖ' | 'ɗ' | 'ȡ' | 'ꝺ' => "d",
        'ǝ' | 'ɛ' | 'ɇ' | 'ⱸ' => "e",
        'ƒ' | 'ꝼ' => "f",
        'ǥ' | 'ɠ' | 'ꞡ' => "g",
        'ħ' | 'ɦ' | 'ⱨ' | 'ⱶ' => "h",
        'ƕ' => "hv",
        'ı' | 'ɨ' | 'ɩ' => "i",
        'ȷ' | 'ɉ' | 'ʝ' => "j",
        'ƙ' | 'ⱪ' | 'ꝁ' | 'ꝃ' | 'ꝅ' | 'ꞣ' => "k",
        'ł' | 'ƚ' | 'ɫ' | 'ɬ' | 'ɭ' | 'ⱡ' | 'ȴ' | 'ꝉ' => "l",
        'ɱ' => "m",
        'ŋ' | 'ɲ' | 'ƞ' | 'ɳ' | 'ȵ' | 'ꞑ' | 'ꞥ' => "n",
        'ø' | 'ɵ' | 'ɔ' | 'ⱺ' | 'ꝋ' | 'ꝍ' => "o",
        'œ' => "oe",
        'ꝏ' => "oo",
        'ȣ' => "ou",
        'ƥ' | 'ᵽ' | 'ꝑ' | 'ꝓ' | 'ꝕ' => "p",
        'ĸ' | 'ɋ' | 'ꝗ' | 'ꝙ' => "q",
        'ɍ' | 'ɽ' | 'ɼ' | 'ꞧ' => "r",
        'ʂ' | 'ȿ' | 'ꞩ' => "s",
        'ß' => "ss",
        'ŧ' | 'ƫ' | 'ƭ' | 'ʈ' | 'ⱦ' | 'ȶ' => "t",
        'þ' | 'ꝥ' | 'ꝧ' => "th",
        'ꜩ' => "tz",
        'ʉ' | 'ᵾ' => "u",
        'ʋ' | 'ⱱ' | 'ⱴ' | 'ꝟ' => "v",
        'ꝡ' => "vy",
        'ⱳ' => "w",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' | 'ɀ' | 'ʐ' | 'ʑ' | 'ⱬ' => "z",
        _ => return None,
    })
}

/// Combining marks that a reader may leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic
/// vowel signs. The vowel signs of Indic scripts are letters to their readers and stay.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}'
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
            ("Søren", "soren"),
            ("Łukasz", "lukasz"),
            ("ĐOKOVIĆ", "dokovic"),
            ("Þór", "thor"),
            ("Ærø", "aero"),
            ("ǼRØ", "aero"),
            ("Œdipus", "oedipus"),
            ("cœur", "coeur"),
            ("Ħamrun", "hamrun"),
            ("Işık", "isik"),
            ("Əliyev", "aliyev"),
            ("Guðmundur", "gudmundur"),
            ("STRAẞE", "strasse"),
            ("Ŧ", "t"),
            ("Ŋ", "n"),
            ("CO₂", "co2"),
            ("ＦＵＬＬ", "full"),
            ("Hawaiʻi", "hawai'i"),
            ("S\u{202a}mith\u{e0041}", "smith"),
            ("𝐁𝐨𝐥𝐝", "bold"),
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
        for raw in ["CAFÉ", "Straße", "STRAẞE", "İstanbul", "U.S.A.", "ŉdanger", "Ǆ", "ᾳ", "Ærøʻ", "ꝃꞧꜽ"]
        {
            assert_eq!(fold(&fold(raw)), fold(raw), "{raw}");
        }
    }
}
