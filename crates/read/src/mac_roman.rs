//! Mac Roman, in which the Macintosh wrote until 2001: told from Windows-1252 by what its bytes would be there.

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
};

/// The encoding, which the detector took for `guess`: it knows no Mac Roman, and takes that for one of the West or the
/// middle of Europe.
pub(crate) fn or(guess: &'static Encoding, bytes: &[u8]) -> &'static Encoding {
    if is_like_it(guess) && is_mac_roman(bytes) { MACINTOSH } else { guess }
}

/// Whether an encoding is one of Western or middle Europe, for which the detector may take another of them.
pub(crate) fn is_like_it(encoding: &'static Encoding) -> bool {
    [WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257, ISO_8859_2, ISO_8859_4].contains(&encoding)
}

/// Whether more bytes make sense as Mac Roman than as Windows-1252, each by the letters around it.
fn is_mac_roman(bytes: &[u8]) -> bool {
    let (mut mac, mut windows) = (0usize, 0usize);
    for (at, &byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        mac += usize::from(fits_mac(before, byte, after));
        windows += usize::from(fits_windows(before, byte, after));
    }
    mac > windows
}

/// Whether the byte stands where its character in Mac Roman stands in text, and that in Windows-1252 does not.
fn fits_mac(before: u8, byte: u8, after: u8) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    match byte {
        // “ ‘, which are Ò Ô
        0xD2 | 0xD4 => !letter(before) && (letter(after) || after >= 0x80),
        // ” ’, which are Ó Õ
        0xD3 | 0xD5 => {
            (before.is_ascii_lowercase() || before.is_ascii_punctuation() || before >= 0x80)
                && !after.is_ascii_uppercase()
        }
        // – —, which are Ð Ñ
        0xD0 | 0xD1 => !letter(before) && !letter(after),
        // é ä, which are Ž Š; è ê ç, which are no letters
        0x8E | 0x8A | 0x8F | 0x90 | 0x8D => {
            before.is_ascii_lowercase() || after.is_ascii_lowercase() && byte != 0x8E && byte != 0x8A
        }
        // à â ë í ï ô ö ü within a word, where marks and š stand in few words
        0x88 | 0x89 | 0x91 | 0x93 | 0x95 | 0x99 | 0x9F => before.is_ascii_lowercase() && after.is_ascii_lowercase(),
        _ => false,
    }
}

/// Whether the byte stands where its character in Windows-1252 stands in text.
fn fits_windows(before: u8, byte: u8, after: u8) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    match byte {
        0x91 | 0x93 => !letter(before) && letter(after),
        0x92 => letter(before),
        0x94 => (letter(before) || before.is_ascii_punctuation()) && !letter(after),
        0x85 | 0x96 | 0x97 => !letter(before) || !letter(after),
        0xC0..=0xDE => after.is_ascii_lowercase() && !letter(before),
        0xDF..=0xFF => before.is_ascii_lowercase() || after.is_ascii_lowercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_from_the_other() {
        for text in [
            "“café”",
            "Le café est fermé. Il a été là, près de l’école.",
            "Die Männer sagten: „Schön“ – “oh” — und gingen für Öl.",
        ] {
            let mac: Vec<u8> = text.chars().map(to_mac).collect();
            assert_eq!(or(WINDOWS_1252, &mac), MACINTOSH, "{text}");
            assert_eq!(or(WINDOWS_1252, &WINDOWS_1252.encode(text).0), WINDOWS_1252, "{text}");
        }
        for text in ["Éric Òscar said no", "Šárka and Žofie met in Ústí", "JOSÉ PEÑA", "He said “no” – that’s all…"]
        {
            assert_eq!(or(WINDOWS_1252, &WINDOWS_1252.encode(text).0), WINDOWS_1252, "{text}");
        }
    }

    /// The byte of a character in Mac Roman.
    fn to_mac(c: char) -> u8 {
        let is_it = |byte: &u8| MACINTOSH.decode_without_bom_handling(&[*byte]).0.starts_with(c);
        (0..=255).find(is_it).expect("a character of Mac Roman")
    }
}
