//! Labels of transcripts that no colon ends: a time after the name or before it, a line of its own with company and role,
//! a dash after a name in capitals, a stop after a title and a name in capitals.

use std::ops::Range;

use super::bit;
use super::known::known;
use super::label::{Label, Labelled, in_block};
use super::scene::Scene;
use super::token::{Token, gap};

/// Longest name, and longest line of a name with company and role, in words. Half and twice as many change none of the
/// 12,700 quotes of the transcripts at hand, nor the texts of each kind that the tests have; they keep prose from being
/// taken for a label.
const LONGEST_NAME: u32 = 5;
const LONGEST_LINE: u32 = 18;

/// Most words that a time is: hours, minutes and seconds ("00:01:02"). With 1, three texts of the tests come out
/// wrong; 6 changes nothing.
const LONGEST_TIME: u32 = 3;

/// The label that begins with word `at` of a block, if one of these sorts does.
pub(super) fn header(scene: &Scene, at: u32, block: u32) -> Option<Label> {
    let line = Line { scene, block };
    line.titled(at)
        .or_else(|| line.timed(at))
        .or_else(|| line.dashed(at))
        .or_else(|| line.employed(at))
        .or_else(|| line.operator(at))
}

/// One past a time that opens a line: "[00:01:02] |Jim Cole:"; `at` where none does.
pub(super) fn after_time(scene: &Scene, at: u32, block: u32) -> u32 {
    let line = Line { scene, block };
    line.time(at).filter(|&end| in_block(scene, end, block).is_some()).unwrap_or(at)
}

struct Line<'a> {
    scene: &'a Scene<'a>,
    block: u32,
}

impl Line<'_> {
    fn token(&self, at: u32) -> Option<&Token> {
        in_block(self.scene, at, self.block).map(|w| self.scene.token(w))
    }

    /// Where the time ends that word `at` begins, as hours, minutes and seconds with colons.
    fn time(&self, at: u32) -> Option<u32> {
        let number = |w: &u32| self.token(*w).is_some_and(|t| t.is(bit::NUMBER));
        let words = (at..at + LONGEST_TIME).take_while(number);
        let mut end = at;
        for word in words {
            end = word + 1;
            if self.scene.token(word).gap & !gap::COLON != 0 {
                break;
            }
        }
        if end == at {
            return None;
        }
        let printed = self.scene.span(at..end).of(self.scene.text.content());
        let clock = printed.contains(':') && printed.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b));
        clock.then_some(end)
    }

    /// The words of a name from `at` on: capitals that may be one, as many as there are before other punctuation.
    fn name(&self, at: u32) -> Option<Range<u32>> {
        let part = |t: &Token| t.is(bit::CAP | bit::PARTICLE) && (!t.is(bit::FUNCTION) || t.is(bit::PARTICLE));
        let mut end = at;
        while end - at < LONGEST_NAME && self.token(end).is_some_and(part) {
            end += 1;
            if self.scene.token(end - 1).gap != gap::SPACE
                && self.scene.token(end - 1).gap & (gap::HYPHEN | gap::STOP) == 0
            {
                break;
            }
        }
        let listed = (at..end).any(|w| self.scene.token(w).is(bit::FIRST_NAME | bit::SURNAME));
        (end > at && listed && self.scene.token(at).is(bit::CAP)).then_some(at..end)
    }

    fn label(&self, name: Range<u32>, end: u32) -> Option<Label> {
        Some(Label { start: name.start, end, name, who: Labelled::Name, office: None })
    }

    fn ends_line(&self, end: u32) -> bool {
        self.scene.token(end - 1).gap & gap::BREAK != 0 || self.token(end).is_none()
    }

    /// "Jim Cole  0:01" on a line of its own.
    fn timed(&self, at: u32) -> Option<Label> {
        let name = self.name(at)?;
        let end = self.time(name.end)?;
        if self.ends_line(end) { self.label(name, end) } else { None }
    }

    /// "JIM COLE — Good morning": a full name in capitals, which no place is.
    fn dashed(&self, at: u32) -> Option<Label> {
        let name = self.name(at).filter(|name| name.len() > 1)?;
        let last = self.scene.token(name.end - 1).gap;
        let shouted = name
            .clone()
            .all(|w| self.scene.token(w).is(bit::ACRONYM | bit::INITIAL) && !self.scene.token(w).is(bit::PLACE));
        let given = name.clone().any(|w| self.scene.token(w).is(bit::FIRST_NAME));
        if shouted && given && last & gap::DASH != 0 && last & gap::SPACE != 0 {
            self.label(name.clone(), name.end)
        } else {
            None
        }
    }

    /// "Mr. COLE. I rise": a title, a name in capitals, a stop; "The SPEAKER. The time has come".
    fn titled(&self, at: u32) -> Option<Label> {
        let first = self.token(at)?;
        let title = first.is(bit::TITLE) && first.is(bit::CAP) && first.gap == gap::ABBREVIATED;
        let capitals = |w: &u32| self.token(*w).is_some_and(|t| t.is(bit::ACRONYM) && !t.is(bit::DOTTED));
        let plain = |w: &u32| self.scene.token(*w).gap == gap::SPACE || self.scene.token(*w).gap & gap::HYPHEN != 0;
        let words = at + 1..at + 1 + LONGEST_NAME;
        let inner = words.take_while(capitals).take_while(plain).count() as u32;
        let last = at + 1 + inner;
        let stop = capitals(&last) && self.scene.token(last).gap == gap::ABBREVIATED;
        let office = first.is(bit::DET)
            && first.is(bit::CAP)
            && self.scene.tokens.get(last as usize).is_some_and(|t| t.is(bit::OFFICE | bit::PERSON));
        let name = at + 1..last + 1;
        match stop {
            true if title => Some(Label { start: at, end: last + 1, name, who: Labelled::Name, office: None }),
            true if office => {
                Some(Label { start: at, end: last + 1, name: at..last + 1, who: Labelled::Office, office: None })
            }
            _ => None,
        }
    }

    /// "Jim Cole - Nordbank - Analyst" on a line of its own, as in transcripts of companies' calls.
    fn employed(&self, at: u32) -> Option<Label> {
        let name = self.name(at).filter(|name| name.len() > 1)?;
        let dash = |w: u32| self.scene.token(w).gap & gap::DASH != 0 && self.scene.token(w).gap & gap::SPACE != 0;
        if !dash(name.end - 1) {
            return None;
        }
        let last = (name.end..name.end + LONGEST_LINE)
            .take_while(|&w| self.token(w).is_some())
            .find(|&w| self.ends_line(w + 1))?;
        let words = || (name.end..=last).map(|w| self.scene.token(w));
        let role = words().any(|t| t.is(bit::PERSON | bit::OFFICE | bit::SHORT_OFFICE) && t.is(bit::CAP));
        let sentence = words()
            .any(|t| t.gap & (gap::EXCLAIM | gap::COLON | gap::SEMICOLON | gap::MARK) != 0 || t.is(bit::AUXILIARY));
        let stop = self.scene.token(last).gap & gap::STOP != 0;
        if role && !sentence && !stop { self.label(name.clone(), last + 1) } else { None }
    }

    /// "Operator" on a line of its own.
    fn operator(&self, at: u32) -> Option<Label> {
        let token = self
            .token(at)
            .filter(|t| t.is(bit::CAP) && t.is(bit::GENERIC) && t.gap & !(gap::BREAK | gap::SPACE) == 0)?;
        let operator = token.lex.word == known("operator") && self.ends_line(at + 1);
        operator.then(|| Label { start: at, end: at + 1, name: at..at + 1, who: Labelled::Office, office: None })
    }
}
