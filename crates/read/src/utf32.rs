//! UTF-32, which programs for statistics and some databases write: made UTF-8 as it is read.

use std::io::{self, Read};

/// The order of the bytes of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The lowest first.
    Little,
    /// The highest first.
    Big,
}

/// Units of four bytes that are looked at where no mark says that text is in UTF-32. Each of them has to be a character and
/// three of four have to be ASCII; other text has that in no unit, since one byte of each would have to be zero. So more or
/// fewer than 64 tell the same, and only bound the look.
const SAMPLE: usize = 64;

/// The order of text in UTF-32 that begins with these bytes; none where they are something else. A mark says so, else
/// units that are all characters and mostly ASCII, as no other text has them.
pub(crate) fn order(head: &[u8]) -> Option<Order> {
    match head {
        [0xFF, 0xFE, 0, 0, ..] => return Some(Order::Little),
        [0, 0, 0xFE, 0xFF, ..] => return Some(Order::Big),
        _ => {}
    }
    [Order::Little, Order::Big].into_iter().find(|&order| {
        let units: Vec<u32> = head.chunks_exact(4).take(SAMPLE).map(|unit| code(unit, order)).collect();
        let ascii = units.iter().filter(|&&unit| matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E)).count();
        units.len() >= 4 && ascii * 4 >= units.len() * 3 && units.iter().all(|&unit| char::from_u32(unit).is_some())
    })
}

fn code(unit: &[u8], order: Order) -> u32 {
    let bytes = [unit[0], unit[1], unit[2], unit[3]];
    match order {
        Order::Little => u32::from_le_bytes(bytes),
        Order::Big => u32::from_be_bytes(bytes),
    }
}

/// A reader that makes UTF-8 of UTF-32, without its mark. What is no character becomes U+FFFD.
pub(crate) struct Utf32<'a> {
    body: &'a mut dyn Read,
    order: Order,
    plain: Vec<u8>,
    at: usize,
    begun: bool,
}

impl<'a> Utf32<'a> {
    /// Reads `body`, whose units have this order.
    pub(crate) fn new(body: &'a mut dyn Read, order: Order) -> Self {
        Utf32 { body, order, plain: Vec::new(), at: 0, begun: false }
    }

    /// Reads on; what is left of a unit at the end is dropped.
    fn fill(&mut self) -> io::Result<()> {
        let mut units = Vec::with_capacity(16 << 10);
        (&mut *self.body).take(16 << 10).read_to_end(&mut units)?;
        (self.at, self.plain) = (0, Vec::with_capacity(units.len()));
        for unit in units.chunks_exact(4) {
            let character = char::from_u32(code(unit, self.order)).unwrap_or(char::REPLACEMENT_CHARACTER);
            if self.begun || character != '\u{FEFF}' {
                self.plain.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            self.begun = true;
        }
        Ok(())
    }
}

impl Read for Utf32<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.plain.len() {
            self.fill()?;
        }
        let len = buffer.len().min(self.plain.len() - self.at);
        buffer[..len].copy_from_slice(&self.plain[self.at..self.at + len]);
        self.at += len;
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_with_and_without_mark() {
        let text = "Title\n\nA café and 外交.".repeat(2000);
        for (unit, order) in [(u32::to_le_bytes as fn(u32) -> [u8; 4], Order::Little), (u32::to_be_bytes, Order::Big)] {
            for mark in ["", "\u{FEFF}"] {
                let bytes: Vec<u8> = mark.chars().chain(text.chars()).flat_map(|c| unit(c as u32)).collect();
                assert_eq!(super::order(&bytes), Some(order));
                let mut plain = String::new();
                Utf32::new(&mut bytes.as_slice(), order).read_to_string(&mut plain).expect("memory");
                assert_eq!(plain, text);
            }
        }
        for other in [&b"Title"[..], b"\xFF\xFEa\0b\0c\0d\0e\0f\0g\0h\0", b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", b""] {
            assert_eq!(super::order(other), None);
        }
    }
}
