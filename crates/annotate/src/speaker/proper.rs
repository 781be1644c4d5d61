//! Which words of a run of capitalised words are the name proper, behind titles, offices and what describes.

use std::ops::Range;

use super::bit;
use super::known::known;
use super::mention::Finder;
use super::token::{Token, gap};
use super::usage::note;

impl Finder<'_> {
    /// The name proper within a run: what follows the last title or office; none where all of it is one.
    pub(super) fn core(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let tokens = self.tokens;
        // "General Motors", "General Electric": here the word is no rank.
        let general = end - start == 2
            && tokens[start].lex.word == known("general")
            && tokens[end - 1].is(bit::ENTERPRISE)
            && !tokens[end - 1].is(bit::SURNAME | bit::FIRST_NAME);
        let body = tokens[end - 1].is(bit::BODY | bit::LEGAL_FORM) && !tokens[end - 1].is(bit::PERSON) || general;
        if end - start > 1 && body && !self.is_surname(end - 1) {
            return Some(self.after_verb(start, end)..end);
        }
        // "the Iowa Republican"
        let partisan = tokens[end - 1].is(bit::PARTY) && !tokens[end - 1].is(bit::PLURAL | bit::SURNAME);
        let determined = start > self.start && tokens[start - 1].is(bit::DET) && self.joined(start - 1);
        if partisan && determined && tokens[start..end - 1].iter().all(|t| t.is(bit::PLACE | bit::PARTY)) {
            return None;
        }
        let office = |i: usize| {
            tokens[i].is(bit::TITLE | bit::OFFICE) && !tokens[i].is(bit::ACRONYM) && !self.is_given_office(i, end)
                || self.is_short_office(i)
        };
        // "Grace Judge Toner": an office directly after a given name that opens the run is a middle name.
        let middle = |i: usize| i == start + 1 && tokens[start].is(bit::FIRST_NAME) && !tokens[start].is(bit::PLACE);
        let last = end - 1 - usize::from(tokens[end - 1].is(bit::SUFFIX) && end - start > 1);
        // "Committee Democrat Ann Price", "Equity Strategist Ann Price"
        let noun = |i: usize| {
            tokens[i].is(bit::PARTY | bit::PERSON)
                && (!tokens[i].is(bit::FIRST_NAME | bit::SURNAME) || tokens[i].is(bit::OFFICE | bit::CLERIC))
        };
        let partisan = |i: usize| {
            let surname = tokens[i].is(bit::PERSON) && tokens[i + 1].is(bit::SURNAME);
            i + 2 < end && noun(i) && (tokens[i + 1].is(bit::FIRST_NAME) || surname)
        };
        let last_office = (start..last).rev().find(|&i| office(i) && !middle(i) || partisan(i));
        let mut from = last_office.map_or(start, |i| i + 1);
        if from < end && !tokens[from].is(bit::CAP) && from > start && !tokens[from].is(bit::PARTICLE) {
            from = self.after_of(from, end)?;
        }
        from = self.after_verb(from, end);
        while from < end && self.precedes_name(from, end) {
            from += 1;
        }
        from += usize::from(self.describes_surname(from, end));
        // "De Blasio said": elsewhere the word is small, so the name is known by what follows it.
        let token = tokens[from.min(end - 1)];
        if from + 1 < end && token.is(bit::PARTICLE) && self.usage.has(token.lex.word, note::SMALL) {
            from += usize::from(token.is(bit::CAP) && self.opens_text(from));
        }
        (from < end).then_some(from..end)
    }

    /// "Dean Purcell", "Prime Minister Dean Barrow": a given name that is an office, too, with one word after it and no
    /// article before.
    fn is_given_office(&self, i: usize, end: usize) -> bool {
        let token = self.tokens[i];
        let article = i > self.start && self.tokens[i - 1].is(bit::DET) && self.joined(i - 1);
        token.lex.word == known("dean") && !article && i + 2 == end && self.tokens[i + 1].is(bit::CAP)
    }

    /// "Adds Merkel", "Eventually Merkel": a verb of saying or an adverb with a capital for its place is no part of the name.
    fn after_verb(&self, from: usize, end: usize) -> usize {
        let token = self.tokens[from];
        let opener = token.is(bit::SAYING | bit::OPENER | bit::ADVERB);
        let verb =
            opener && !token.is(bit::FIRST_NAME | bit::ACRONYM) && token.gap == gap::SPACE && self.opens_text(from);
        if verb && from + 1 < end && !self.usage.has(token.lex.word, note::CAPITAL) { from + 1 } else { from }
    }

    /// "GM Wagoner", "Combative Obama": an acronym or an ordinary word before a surname that the article knows.
    fn describes_surname(&self, from: usize, end: usize) -> bool {
        const NAMES: u64 = bit::FIRST_NAME | bit::SURNAME | bit::INITIAL | bit::DOTTED | bit::PARTICLE;
        if from + 2 != end || self.tokens[from].gap != gap::SPACE {
            return false;
        }
        let (token, last) = (self.tokens[from], self.tokens[from + 1]);
        let before = token.is(bit::ACRONYM) || token.is(bit::COMMON) && self.opens_text(from);
        before
            && !token.is(NAMES)
            && !last.is(bit::ACRONYM | bit::COMMON | bit::PROPER | bit::LEGAL_FORM)
            && self.is_surname(from + 1)
    }

    /// Whether word `i` of a run that ends at `end` stands before a name and is no part of it.
    fn precedes_name(&self, i: usize, end: usize) -> bool {
        let token = self.tokens[i];
        let shouted_title = token.is(bit::TITLE) && token.gap == gap::ABBREVIATED;
        let office = token.is(bit::OFFICE | bit::PERSON);
        if token.is(bit::ACRONYM) && !shouted_title && !office || i + 1 == end && self.is_surname(i) {
            return false;
        }
        if token.is(bit::TITLE | bit::OFFICE) {
            return !self.is_given_office(i, end);
        }
        let name = i + 1 < end && self.joined(i) && self.tokens[i].gap != gap::HYPHEN;
        let next = self.tokens.get(i + 1);
        let person = next.is_some_and(|t| t.is(bit::FIRST_NAME | bit::INITIAL | bit::TITLE | bit::OFFICE));
        let noun = token.is(bit::PERSON) && !token.is(bit::FIRST_NAME | bit::SURNAME) && self.opens_text(i);
        i + 1 == end && token.is(bit::PARTY) && !self.is_short_form(i)
            || name && person && (token.is(bit::PARTY) || noun)
    }

    /// "American said": a word for a people alone, with no article and a verb after it, is short for a longer name.
    fn is_short_form(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let alone = i == self.start || !self.joined(i - 1) || self.tokens[i - 1].is(bit::CONJUNCTION);
        let verb = |t: &Token| t.is(bit::AUXILIARY) || t.lex.cue >= 5;
        alone && !token.is(bit::PLURAL) && self.joined(i) && verb(&self.tokens[i + 1])
    }

    /// Where the name begins after an office with "of" or "to": "Secretary of State |Rex Tillerson".
    fn after_of(&self, of: usize, end: usize) -> Option<usize> {
        let given = |&i: &usize| self.tokens[i].is(bit::FIRST_NAME) && !self.tokens[i].is(bit::PLACE) && i + 1 < end;
        let first = (of + 1..end).find(given);
        let body = self.tokens[end - 1].is(bit::BODY | bit::PLACE | bit::ENTERPRISE);
        first.or_else(|| (end - of >= 4).then_some(end - 2).filter(|_| !body))
    }
}
