//! Escapes of JSON that stand for no character: half of a pair of surrogates, as programs leave it that cut texts by
//! their units.

/// The JSON text with U+FFFD in the place of every half of a pair; nothing where there is none.
pub(crate) fn mended(json: &str) -> Option<String> {
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    let bytes = json.as_bytes();
    while let Some(slash) = memchr::memchr(b'\\', &bytes[at..]) {
        let start = at + slash;
        at = match (unit(bytes, start), unit(bytes, start + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => start + 12,
            (Some(0xD800..=0xDFFF), _) => {
                out.push_str(&json[from..start]);
                out.push_str("\\ufffd");
                from = start + 6;
                from
            }
            (Some(_), _) => start + 6,
            // Another escape is of two bytes, of which the second may be a backslash.
            (None, _) => start + 2,
        };
        if at >= bytes.len() {
            break;
        }
    }
    out.push_str(&json[from..]);
    (from > 0).then_some(out)
}

/// The unit of UTF-16 that the escape at `at` stands for.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_replaced_and_pairs_are_not() {
        for (json, expected) in [
            (r#""\ud800""#, Some(r#""\ufffd""#)),
            (r#""\udc00\ud800x""#, Some(r#""\ufffd\ufffdx""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud800 \u00e9 \n""#, None),
            (r#""\ud8"#, None),
            (r#""\"#, None),
        ] {
            assert_eq!(mended(json).as_deref(), expected, "{json}");
        }
    }
}
