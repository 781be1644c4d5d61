//! Decoding: any bytes to text in UTF-8 with `\n` at line ends, or the finding that they are no text.
//!
//! A byte order mark decides; without one valid UTF-8 is UTF-8, the pattern of null bytes gives UTF-16
//! away, and what remains is a legacy encoding that `chardetng` names.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::mac_roman;

/// How many bytes are looked at to tell text from other data, and one encoding from another.
const SAMPLE: usize = 64 * 1024;

/// Openings of files that are no text though they may look it.
const MAGIC: &[&[u8]] = &[
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"SQLite format 3",
];

/// The bytes as text, without byte order mark and with `\n` at line ends; none when they are no text.
pub fn decode(bytes: Vec<u8>) -> Option<String> {
    decode_with(bytes, None)
}

/// As [`decode`], with the encoding that the bytes name themselves (an HTML page's `charset`), which is
/// believed where they are not valid UTF-8.
pub fn decode_with(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Some(with_unix_line_ends(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()));
    }
    if is_binary(&bytes) {
        return None;
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return Some(with_unix_line_ends(encoding.decode_without_bom_handling(&bytes).0.into_owned()));
    }
    let text = String::from_utf8(bytes).unwrap_or_else(|error| decode_legacy(error.as_bytes(), declared));
    Some(with_unix_line_ends(text))
}

/// The bytes of one record as text, in UTF-8 or the likeliest encoding.
pub(crate) fn of_record(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode_legacy(bytes, None)),
    }
}

/// UTF-16, of either order, where text that begins with these bytes is in it.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => Some(encoding).filter(|encoding| [UTF_16LE, UTF_16BE].contains(encoding)),
        None => unmarked_utf16(bytes),
    }
}

/// Whether what begins with these bytes is no text in any encoding.
pub fn is_binary(bytes: &[u8]) -> bool {
    let marked = Encoding::for_bom(bytes).is_some();
    has_magic(bytes) || (!marked && has_controls(bytes) && unmarked_utf16(bytes).is_none())
}

/// Whether the bytes begin like a known binary format.
fn has_magic(bytes: &[u8]) -> bool {
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

/// Whether the bytes hold more control characters than a slip or two.
fn has_controls(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let control = |b: u8| matches!(b, 0x00..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F);
    let controls: usize = sample.iter().map(|&b| usize::from(control(b))).sum();
    controls * 200 > sample.len()
}

/// The byte order of UTF-16 without a mark: one in which spaces, line ends and the like are frequent and
/// nothing is malformed, where the bytes hold what no other text does.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let telling = sample.iter().filter(|&&b| b <= 0x08).count();
    if sample.len() < 4 || telling == 0 || is_utf8_with_holes(sample, telling) {
        return None;
    }
    let little = utf16_score(sample, u16::from_le_bytes);
    let big = utf16_score(sample, u16::from_be_bytes);
    match little.max(big) {
        score if score * 100 < (sample.len() / 2) * 3 => None,
        _ if little > big => Some(UTF_16LE),
        _ => Some(UTF_16BE),
    }
}

/// Whether the bytes are UTF-8 with some bytes in it that no text has, as a disk leaves where a write broke off. UTF-16
/// that happens to be valid UTF-8 has such a byte in nearly every unit.
fn is_utf8_with_holes(sample: &[u8], telling: usize) -> bool {
    let is_utf8 = match std::str::from_utf8(sample) {
        Ok(_) => true,
        // The sample may cut a character in two.
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 && telling * 5 < sample.len()
}

/// How many units are common ASCII or CJK punctuation; 0 when one is no text.
fn utf16_score(sample: &[u8], unit: fn([u8; 2]) -> u16) -> usize {
    let units = || sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let bad = |c: &Result<char, _>| {
        c.as_ref().map_or(true, |&c: &char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || c > '\u{FFFD}')
    };
    let malformed = char::decode_utf16(units()).filter(bad).count();
    // The sample may cut a pair of surrogates in two.
    if malformed > 1 + sample.len() / 2000 {
        return 0;
    }
    units().filter(|unit| matches!(unit, 0x0A | 0x0D | 0x20..=0x7E | 0x3001 | 0x3002 | 0xFF0C)).count()
}

/// The encoding of a text that is read as a stream, by its first bytes, which hold no UTF-16.
pub fn encoding_of(head: &[u8]) -> &'static Encoding {
    let cut = head.len() - head.iter().rev().take(3).take_while(|&&b| b >= 0x80).count();
    if std::str::from_utf8(&head[..cut]).is_ok() || is_damaged_utf8(head) { encoding_rs::UTF_8 } else { guess(head) }
}

/// Bytes that are not valid UTF-8: lines of UTF-8 among lines of another encoding, damaged UTF-8 where most of its
/// sequences are whole, else the declared or the likeliest encoding.
fn decode_legacy(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    if let Some(text) = by_lines(bytes) {
        return text;
    }
    if is_damaged_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let encoding = declared.unwrap_or_else(|| guess(bytes));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Text that was put together of lines in UTF-8 and lines in an encoding of one byte a letter, as of two programs; none
/// where it was not. In such an encoding hardly a line is UTF-8 by chance that has more than ASCII.
fn by_lines(bytes: &[u8]) -> Option<String> {
    let lines = || bytes.split_inclusive(|&b| b == b'\n');
    let is_foreign =
        |line: &&[u8]| std::str::from_utf8(line).is_err() && !line.utf8_chunks().any(|c| !c.valid().is_ascii());
    let whole = lines().filter(|line| !line.is_ascii() && std::str::from_utf8(line).is_ok()).count();
    let foreign: Vec<u8> = lines().filter(is_foreign).take(SAMPLE / 64).flatten().copied().collect();
    if whole == 0 || foreign.is_empty() || whole * 3 < lines().filter(is_foreign).count() {
        return None;
    }
    let encoding = Some(guess(&foreign)).filter(|encoding| encoding.is_single_byte())?;
    // Of so few letters the encodings of Western and of middle Europe cannot be told apart, and the former is common.
    let few = foreign.iter().filter(|b| !b.is_ascii()).count() < FEW_LETTERS;
    let encoding = if few && mac_roman::is_like_it(encoding) { WINDOWS_1252 } else { encoding };
    let decoded = |line: &[u8]| match is_foreign(&line) {
        true => encoding.decode_without_bom_handling(line).0.into_owned(),
        false => String::from_utf8_lossy(line).into_owned(),
    };
    Some(lines().map(decoded).collect())
}

/// Letters beyond ASCII from which on they tell the encoding of middle Europe from that of Western Europe. A judgement, not
/// measured: of fewer than a dozen letters most stand for a letter in either.
const FEW_LETTERS: usize = 16;

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&b| b >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 2 * broken
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A sample that begins with ASCII alone would tell nothing.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(SAMPLE / 2);
    detector.feed(&bytes[from..bytes.len().min(from + SAMPLE)], true);
    mac_roman::or(detector.guess(None, Utf8Detection::Deny), &bytes[from..bytes.len().min(from + SAMPLE)])
}

/// `\r\n` and a lone `\r` as `\n`.
pub fn with_unix_line_ends(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The encoding that an HTML page names in its first 1,024 bytes, where browsers look for it.
pub fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let label = head[at..].split(|b| matches!(b, b'"' | b'\'' | b'>' | b';' | b' ' | b'/')).find(|l| !l.is_empty())?;
    Encoding::for_label(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Die Außenminister trafen sich in Paris.\nÜber die Lage sprachen sie lange, und über Öl.\n";

    fn as_utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings() {
        let latin = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        let marked = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        let le = as_utf16(TEXT, u16::to_le_bytes);
        let be = as_utf16(TEXT, u16::to_be_bytes);
        let marked_le = [b"\xFF\xFE".as_slice(), &le].concat();
        for bytes in [TEXT.as_bytes().to_vec(), marked, latin, le, be, marked_le] {
            assert_eq!(decode(bytes.clone()).as_deref(), Some(TEXT), "{:?}", &bytes[..8]);
        }
    }

    #[test]
    fn other_scripts() {
        let russian = "Министры встретились в Париже. Они говорили о положении в регионе, и встреча была долгой.\n";
        let chinese = "外交部长在巴黎会面。\n他们讨论了该地区的局势，会议持续了很长时间。\n";
        let koi = encoding_rs::KOI8_R.encode(russian).0.into_owned();
        let gbk = encoding_rs::GBK.encode(chinese).0.into_owned();
        assert_eq!(decode(koi).as_deref(), Some(russian));
        assert_eq!(decode(gbk).as_deref(), Some(chinese));
        for text in [russian, chinese] {
            assert_eq!(decode(as_utf16(text, u16::to_le_bytes)).as_deref(), Some(text));
            assert_eq!(decode(as_utf16(text, u16::to_be_bytes)).as_deref(), Some(text));
        }
    }

    #[test]
    fn line_ends() {
        assert_eq!(decode(b"a\r\nb\rc\n".to_vec()).as_deref(), Some("a\nb\nc\n"));
    }

    #[test]
    fn lines_of_two_encodings() {
        let mixed = b"The caf\xC3\xA9 was shut.\nThe caf\xE9 was open.\n";
        assert_eq!(decode(mixed.to_vec()).as_deref(), Some("The café was shut.\nThe café was open.\n"));
        let many = [TEXT.as_bytes(), b"\x93Na\xEFve\x94, he said.\n", TEXT.as_bytes()].concat();
        assert_eq!(decode(many), Some(format!("{TEXT}“Naïve”, he said.\n{TEXT}")));
        assert_eq!(decode(b"\xD2caf\x8E\xD3".to_vec()).as_deref(), Some("“café”"));
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = TEXT.repeat(4).into_bytes();
        bytes.insert(1, 0xFF);
        assert!(decode(bytes).is_some_and(|text| text.contains("Außenminister") && text.contains('\u{FFFD}')));
    }

    #[test]
    fn what_is_no_text() {
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(noise), None);
        assert_eq!(decode(b"%PDF-1.4 and words".to_vec()), None);
        assert_eq!(decode(vec![0; 100]), None);
        let hole = b"{\"text\":\"The minister spoke.\"}\n\0\0\0\n{\"text\":\"He left.\"}\n";
        assert_eq!(utf16(hole), None);
        let slip = format!("{}\0{}", TEXT.repeat(9), TEXT);
        assert!(decode(slip.into_bytes()).is_some());
    }

    #[test]
    fn a_page_names_its_encoding() {
        assert_eq!(declared_charset(b"<meta charset=\"koi8-r\">"), Some(encoding_rs::KOI8_R));
        assert_eq!(declared_charset(b"<meta content='text/html; charset=Shift_JIS'>"), Some(encoding_rs::SHIFT_JIS));
        assert_eq!(declared_charset(b"<p>no charset</p>"), None);
    }
}
