//! The places of a text at which a word of a query may stand, by the bytes there: the other words are not looked at.

use crate::highlight::rare::{Beginning, Trace};
use onrecord_text::analyze::word::is_common_mark;

/// So many different stops are looked for in many bytes at once.
const FEW_STOPS: usize = 4;

/// The bytes looked at at once.
const AT_ONCE: usize = u32::BITS as usize;

/// The bit that tells small letters of ASCII from great ones.
const SMALL: u8 = 0x20;

/// The bit of what does not depend on the bytes around.
const ALWAYS: u8 = 0x80;

/// Anchors that have a bit of their own.
const OWN_BITS: usize = 7;

/// Many bytes of a text, or a mask of each: all its bits or none.
type Many = [u8; AT_ONCE];

/// A byte at which a word is looked at, for its letter in either case, and the one before it in the word, likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stop {
    /// The byte, as a small letter.
    byte: Many,
    /// The one before it, as a small letter; unused where there is none.
    before: Many,
    is_first: bool,
}

impl Stop {
    fn new(beginning: &Beginning) -> Self {
        let before = beginning.before();
        Stop {
            byte: [beginning.byte() | SMALL; AT_ONCE],
            before: [before.unwrap_or_default() | SMALL; AT_ONCE],
            is_first: before.is_none(),
        }
    }
}

/// Masks of those of many bytes at which one of some stops may be, or a character outside ASCII; `before` are the
/// bytes before each. Written so that all bytes are looked at alike, which is what makes it a few operations.
fn masks(stops: &[Stop], bytes: &Many, before: &Many) -> Many {
    let mut masks = bytes.map(|byte| mask(byte >= 0x80));
    let (bytes, small) = (bytes.map(|byte| byte | SMALL), before.map(|byte| byte | SMALL));
    let hidden = before.map(|byte| mask(byte == b'.') | mask(byte >= 0x80));
    for stop in stops {
        for i in 0..AT_ONCE {
            let follows = if stop.is_first {
                mask(small[i].wrapping_sub(b'a') >= 26)
            } else {
                mask(small[i] == stop.before[i]) | hidden[i]
            };
            masks[i] |= mask(bytes[i] == stop.byte[i]) & follows;
        }
    }
    masks
}

/// All bits or none.
#[inline(always)]
fn mask(holds: bool) -> u8 {
    0_u8.wrapping_sub(u8::from(holds))
}

/// A bit for each mask, the lowest for the first.
fn bits(masks: &Many) -> u32 {
    let (parts, _) = masks.as_chunks::<8>();
    let part = |part: &[u8; 8]| {
        // Each byte's lowest bit is moved to its place in the highest byte; no two meet before.
        let lowest = u64::from_le_bytes(*part) & 0x0101_0101_0101_0101;
        (lowest.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
    };
    parts.iter().rev().fold(0, |bits, masks| bits << 8 | part(masks))
}

/// Where the words of some anchors may stand in a text.
#[derive(Clone, Debug)]
pub(super) struct Stops {
    /// The bytes at which a word is looked at: for each byte a set of anchors, as bits, whose trace it is. The
    /// highest bit is for whatever does not depend on the bytes around.
    bytes: [u8; 256],
    /// What the stops in ASCII are, if they are few enough to be looked for in many bytes at once.
    few: Option<Vec<Stop>>,
    /// For each byte the anchors before whose trace it can stand.
    before: [u8; 256],
    /// What the anchors that have a trace in ASCII begin with; the first of them have a bit of their own.
    beginnings: Vec<Beginning>,
}

impl Stops {
    /// Of anchors with these traces.
    pub(super) fn new(traces: impl ExactSizeIterator<Item = Trace>) -> Self {
        let outside_ascii = if traces.len() > 0 { ALWAYS } else { 0 };
        let mut stops = Stops { bytes: [0; 256], few: Some(Vec::new()), before: [ALWAYS; 256], beginnings: Vec::new() };
        traces.for_each(|trace| stops.add(trace));
        stops.bytes[0x80..].fill(outside_ascii);
        // No word has any, and the search goes on at some.
        (0..=0x7F_u8).filter(u8::is_ascii_whitespace).for_each(|space| stops.bytes[usize::from(space)] = 0);
        stops
    }

    fn add(&mut self, trace: Trace) {
        match trace {
            Trace::Everywhere => (self.bytes, self.few) = ([ALWAYS; 256], None),
            Trace::OutsideAscii => {}
            Trace::At(beginning) => self.add_beginning(beginning),
        }
    }

    fn add_beginning(&mut self, beginning: Beginning) {
        let number = self.beginnings.len();
        let (own, byte) = (if number < OWN_BITS { 1 << number } else { ALWAYS }, beginning.byte());
        self.bytes[usize::from(byte)] |= own;
        self.bytes[usize::from(byte.to_ascii_uppercase())] |= own;
        let may_follow = beginning.may_follow();
        self.before.iter_mut().zip(may_follow).for_each(|(anchors, may)| *anchors |= own & may);
        self.few = self.few.take().filter(|few| few.len() < FEW_STOPS);
        self.few.iter_mut().for_each(|few| few.push(Stop::new(&beginning)));
        self.beginnings.push(beginning);
    }

    /// The first place from `from` on at which a word may stand, in a text that begins there or between two words.
    pub(super) fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        match &self.few {
            Some(few) => self.next_by_many(few, bytes, from),
            None => self.next_by_one(bytes, from),
        }
    }

    /// By many bytes at once.
    fn next_by_many(&self, few: &[Stop], bytes: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        while at < bytes.len() {
            let padded;
            let (part, before) = match bytes[at..].first_chunk() {
                Some(part) if at > from => (part, bytes[at - 1..].first_chunk().unwrap_or(part)),
                _ => {
                    padded = pad(bytes, at, from);
                    (&padded.0, &padded.1)
                }
            };
            let masks = masks(few, part, before);
            let (mut places, mut next) = (if masks == [0; AT_ONCE] { 0 } else { bits(&masks) }, 0);
            while places != 0 {
                let place = places.trailing_zeros() as usize;
                places &= places - 1;
                if place < next || !self.stops_at(bytes, at + place, before[place]) {
                    continue;
                }
                if !is_common_mark(bytes, at + place) {
                    return Some(at + place);
                }
                next = place + 3;
            }
            at += next.max(AT_ONCE);
        }
        None
    }

    /// By one byte after the other.
    fn next_by_one(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let (mut at, mut before) = (from, b' ');
        while at < bytes.len() {
            if self.stops_at(bytes, at, before) {
                if !is_common_mark(bytes, at) {
                    return Some(at);
                }
                at += 2;
            }
            before = bytes[at];
            at += 1;
        }
        None
    }

    /// Whether a word of an anchor may stand around `at` in a text, with the byte `before` in front of that.
    fn stops_at(&self, bytes: &[u8], at: usize, before: u8) -> bool {
        let mut anchors = self.bytes[usize::from(bytes[at])] & self.before[usize::from(before)];
        while anchors != 0 && anchors & ALWAYS == 0 {
            if self.beginnings[anchors.trailing_zeros() as usize].may_stand(bytes, at) {
                return true;
            }
            anchors &= anchors - 1;
        }
        anchors != 0
    }
}

/// The bytes from `at` on, of a text that begins at `from`, and those before each; spaces where there are none.
fn pad(bytes: &[u8], at: usize, from: usize) -> (Many, Many) {
    let (mut part, mut before) = ([b' '; AT_ONCE], [b' '; AT_ONCE]);
    let rest = &bytes[at..bytes.len().min(at + AT_ONCE)];
    part[..rest.len()].copy_from_slice(rest);
    before[1..].copy_from_slice(&part[..AT_ONCE - 1]);
    if at > from {
        before[0] = bytes[at - 1];
    }
    (part, before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_bits_in_their_order() {
        for at in [0, 1, 7, 8, 13, 24, 31] {
            let mut masks = [0; AT_ONCE];
            (masks[at], masks[5]) = (0xFF, 0xFF);
            assert_eq!(bits(&masks), 1 << at | 1 << 5);
        }
        assert_eq!((bits(&[0; AT_ONCE]), bits(&[0xFF; AT_ONCE])), (0, u32::MAX));
    }
}
