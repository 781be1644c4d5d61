//! What programs write for JSON that is none, where it is plain what they meant: half of a pair of surrogates (texts
//! cut by their units), control characters as they are, numbers that are none (`NaN`, which Python writes).

/// The JSON text with U+FFFD in the place of every half of a pair, control characters in strings escaped, and `null`
/// in the place of numbers that are none; nothing where there is nothing of the kind.
pub(crate) fn mended(json: &str) -> Option<String> {
    let mut mended = Mended { json, out: String::new(), done: 0 };
    let (mut at, mut in_string) = (0, false);
    let bytes = json.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            b'"' => {
                in_string = !in_string;
                at + 1
            }
            b'\\' if in_string => mended.escape(at),
            ..=0x1F if in_string => mended.replace(at, 1, &format!("\\u{byte:04x}")),
            b'N' | b'I' | b'-' if !in_string => mended.number(at),
            _ => at + 1,
        };
    }
    mended.end()
}

/// A text some of whose parts are replaced.
struct Mended<'a> {
    json: &'a str,
    out: String,
    /// Up to where it was taken over.
    done: usize,
}

impl Mended<'_> {
    /// Passes over an escape, or replaces it; gives its end.
    fn escape(&mut self, at: usize) -> usize {
        let bytes = self.json.as_bytes();
        match (unit(bytes, at), unit(bytes, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at + 12,
            (Some(0xD800..=0xDFFF), _) => self.replace(at, 6, "\\ufffd"),
            (Some(_), _) => at + 6,
            // Another escape is of two bytes, of which the second may be a backslash.
            (None, _) => at + 2,
        }
    }

    /// Replaces a number that is none; gives its end.
    fn number(&mut self, at: usize) -> usize {
        let rest = &self.json[at..];
        let none = ["NaN", "Infinity", "-Infinity"].into_iter().find(|name| rest.starts_with(name));
        none.map_or(at + 1, |name| self.replace(at, name.len(), "null"))
    }

    fn replace(&mut self, at: usize, len: usize, by: &str) -> usize {
        self.out.push_str(&self.json[self.done..at]);
        self.out.push_str(by);
        self.done = at + len;
        self.done
    }

    fn end(mut self) -> Option<String> {
        self.out.push_str(&self.json[self.done..]);
        (self.done > 0).then_some(self.out)
    }
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
    fn what_is_plainly_meant_is_mended_and_the_rest_is_left() {
        for (json, expected) in [
            (r#""\ud800""#, Some(r#""\ufffd""#)),
            (r#""\udc00\ud800x""#, Some(r#""\ufffd\ufffdx""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud800 \u00e9 \n""#, None),
            (r#""\ud8"#, None),
            (r#""\"#, None),
            (
                "{\"a\": NaN, \"b\": [-Infinity, -1], \"NaN\": \"NaN\"}",
                Some("{\"a\": null, \"b\": [null, -1], \"NaN\": \"NaN\"}"),
            ),
            ("{\t\"a\":\"b\tc\\\"\u{1}\"\n}", Some("{\t\"a\":\"b\\u0009c\\\"\\u0001\"\n}")),
        ] {
            assert_eq!(mended(json).as_deref(), expected, "{json}");
        }
    }
}
