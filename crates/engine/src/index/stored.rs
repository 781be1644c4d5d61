//! A stored document as read back, without a copy.
//!
//! Tantivy's own way reads bytes one at a time into a general document, which took half of the time of showing
//! a hit. The layout is that of `tantivy::schema::document` in the version that `Cargo.toml` pins: the number of
//! values, then of each its field as four bytes, a byte for its type, and its length with as many bytes.
//! Every test that shows anything would fail on another layout.

use tantivy::schema::Field;

/// The stored fields of a document.
#[derive(Debug, Default)]
pub(super) struct Stored<'a> {
    /// A passage's text and what follows it, or the collection's names.
    pub text: Option<&'a str>,
    /// Packed records, by the number of their field.
    records: [Option<(u32, &'a [u8])>; 2],
}

const TEXT: u8 = 0;
const BYTES: u8 = 4;

impl<'a> Stored<'a> {
    /// The fields of a document as the store has it; nothing where it is none of ours.
    pub(super) fn parse(mut bytes: &'a [u8]) -> Option<Self> {
        let mut stored = Stored::default();
        for _ in 0..number(&mut bytes)? {
            let (field, rest) = bytes.split_first_chunk()?;
            let (&code, rest) = rest.split_first()?;
            bytes = rest;
            let len = usize::try_from(number(&mut bytes)?).ok()?;
            let (value, rest) = bytes.split_at_checked(len)?;
            bytes = rest;
            match code {
                TEXT => stored.text = Some(std::str::from_utf8(value).ok()?),
                BYTES => *stored.records.iter_mut().find(|r| r.is_none())? = Some((u32::from_le_bytes(*field), value)),
                _ => return None,
            }
        }
        Some(stored)
    }

    /// The record in `field`.
    pub(super) fn record(&self, field: Field) -> Option<&'a [u8]> {
        self.records.iter().flatten().find(|(of, _)| *of == field.field_id()).map(|(_, bytes)| *bytes)
    }
}

/// Takes a number off the front: seven bits a byte, lowest first, the last byte with its highest bit set.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte >= 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One text and two records: "hé" in field 3, [1, 2] in field 300, nothing in field 0.
    const DOCUMENT: &[u8] = b"\x83\x03\0\0\0\x00\x83h\xC3\xA9\x2C\x01\0\0\x04\x82\x01\x02\0\0\0\0\x04\x80";

    #[test]
    fn a_document_is_read() {
        let stored = Stored::parse(DOCUMENT).expect("a document");
        assert_eq!(stored.text, Some("hé"));
        assert_eq!(stored.record(Field::from_field_id(300)), Some(&[1, 2][..]));
        assert_eq!(stored.record(Field::from_field_id(0)), Some(&[][..]));
        assert_eq!(stored.record(Field::from_field_id(1)), None);
    }

    #[test]
    fn damage_is_nothing() {
        for end in 1..DOCUMENT.len() {
            assert!(Stored::parse(&DOCUMENT[..end]).is_none(), "{end}");
        }
        assert!(Stored::parse(b"\x81\0\0\0\0\x01\x81\x01").is_none(), "a number");
        assert!(Stored::parse(b"\x81\0\0\0\0\x00\x81\xFF").is_none(), "no UTF-8");
        assert!(Stored::parse(&[0; 12]).is_none(), "an endless number");
    }
}
