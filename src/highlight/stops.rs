//! The places of a text at which a word of a query may stand, by the bytes there: the other words are not looked at.

use crate::analyze::word::is_common_mark;
use crate::highlight::rare::{Beginning, Trace};

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

/// A byte at which a word is looked at, for its letter in either case, and the one before it in the word, likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stop {
    byte: u8,
    before: Option<u8>,
}

impl Stop {
    /// Marks where it may be among some bytes, of which `before` are those before each. Written so that all bytes are
    /// looked at, which is what makes it a few operations.
    fn mark(self, bytes: &[u8; AT_ONCE], before: &[u8; AT_ONCE], marks: &mut [u8; AT_ONCE]) {
        let letter = self.byte | SMALL;
        match self.before.map(|before| before | SMALL) {
            Some(first) => {
                for ((mark, &byte), &before) in marks.iter_mut().zip(bytes).zip(before) {
                    let follows = (before | SMALL == first) | (before == b'.') | (before >= 0x80);
                    *mark |= u8::from((byte | SMALL == letter) & follows);
                }
            }
            None => {
                for ((mark, &byte), &before) in marks.iter_mut().zip(bytes).zip(before) {
                    let follows = (before | SMALL).wrapping_sub(b'a') >= 26;
                    *mark |= u8::from((byte | SMALL == letter) & follows);
                }
            }
        }
    }
}

/// A bit for each mark that is 1 and not 0, the lowest for the first.
fn bits(marks: &[u8; AT_ONCE]) -> u32 {
    let (parts, _) = marks.as_chunks::<8>();
    // Each byte's lowest bit is moved to its place in the highest byte; no two meet before.
    let part = |part: &[u8; 8]| (u64::from_le_bytes(*part).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32;
    parts.iter().rev().fold(0, |bits, marks| bits << 8 | part(marks))
}

/// Where the words of some anchors may stand in a text.
#[derive(Clone, Debug)]
pub struct Stops {
    /// The bytes at which a word is looked at: for each byte a set of anchors, as bits, whose trace it is. The
    /// highest bit is for whatever does not depend on the bytes around.
    bytes: [u8; 256],
    /// What the stops in ASCII are, if they are few enough to be looked for in many bytes at once.
    few: Option<Vec<Stop>>,
    /// For each byte the anchors before whose trace it can stand.
    before: [u8; 256],
    /// What the anchors that have a bit of their own begin with.
    beginnings: Vec<Option<Beginning>>,
}

impl Stops {
    /// Of anchors with these traces.
    pub fn new(traces: impl ExactSizeIterator<Item = Trace>) -> Self {
        let outside_ascii = if traces.len() > 0 { ALWAYS } else { 0 };
        let mut stops = Stops { bytes: [0; 256], few: Some(Vec::new()), before: [ALWAYS; 256], beginnings: Vec::new() };
        traces.for_each(|trace| stops.add(trace));
        stops.bytes[0x80..].fill(outside_ascii);
        // No word has any, and the search goes on at some.
        (0..=0x7F_u8).filter(u8::is_ascii_whitespace).for_each(|space| stops.bytes[usize::from(space)] = 0);
        stops
    }

    fn add(&mut self, trace: Trace) {
        let number = self.beginnings.len();
        let own = if number < OWN_BITS { 1 << number } else { ALWAYS };
        if let Trace::At(beginning) = &trace {
            let (byte, before) = (beginning.byte(), beginning.before());
            self.few = self.few.take().filter(|few| few.len() < FEW_STOPS);
            self.few.iter_mut().for_each(|few| few.push(Stop { byte, before }));
            self.bytes[usize::from(byte)] |= own;
            self.bytes[usize::from(byte.to_ascii_uppercase())] |= own;
            let may_follow = beginning.may_follow();
            self.before.iter_mut().zip(may_follow).for_each(|(anchors, may)| *anchors |= own & may);
        }
        if trace == Trace::Everywhere {
            (self.bytes, self.few) = ([ALWAYS; 256], None);
        }
        self.beginnings.push(if let Trace::At(beginning) = trace { Some(beginning) } else { None });
    }

    /// The first place from `from` on at which a word may stand, in a text that begins there or between two words.
    pub fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let (mut at, mut before, mut many) = (from, b' ', true);
        while at < bytes.len() {
            if many && at > from {
                match self.first_of_many(bytes, at) {
                    Ok(stop) => return Some(stop),
                    Err(end) => (at, many) = (end, false),
                }
                before = bytes[at - 1];
                continue;
            }
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
            let beginning = self.beginnings.get(anchors.trailing_zeros() as usize).and_then(Option::as_ref);
            if beginning.is_none_or(|beginning| beginning.may_stand(bytes, at)) {
                return true;
            }
            anchors &= anchors - 1;
        }
        anchors != 0
    }

    /// The first stop from `at` on, which is not the first place, as far as many bytes can be looked at at once; where
    /// that ends if there is none.
    fn first_of_many(&self, bytes: &[u8], mut at: usize) -> Result<usize, usize> {
        let Some(few) = &self.few else { return Err(at) };
        while let (Some(part), Some(before)) = (bytes[at..].first_chunk(), bytes[at - 1..].first_chunk()) {
            let mut marks = part.map(|byte| byte >> 7);
            few.iter().for_each(|stop| stop.mark(part, before, &mut marks));
            let (mut places, mut next) = (bits(&marks), 0);
            while places != 0 {
                let place = places.trailing_zeros() as usize;
                places &= places - 1;
                if place < next || !self.stops_at(bytes, at + place, before[place]) {
                    continue;
                }
                if !is_common_mark(bytes, at + place) {
                    return Ok(at + place);
                }
                next = place + 3;
            }
            at += next.max(AT_ONCE);
        }
        Err(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_bits_in_their_order() {
        for at in [0, 1, 7, 8, 13, 24, 31] {
            let mut marks = [0; AT_ONCE];
            (marks[at], marks[5]) = (1, 1);
            assert_eq!(bits(&marks), 1 << at | 1 << 5);
        }
        assert_eq!((bits(&[0; AT_ONCE]), bits(&[1; AT_ONCE])), (0, u32::MAX));
    }
}
