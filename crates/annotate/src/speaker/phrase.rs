//! Phrases after a mention that belong to it: a place or body with a preposition, what stands after a noun for people or a
//! document, another name.

use std::ops::Range;

use super::bit;
use super::description::{LONGEST_APPOSITIVE, LONGEST_BRACKET, Reader};
use super::known::{known, knowns};
use super::mention::{Mention, NEAR, Sort, sign};
use super::token::{Token, gap};

/// Most words between a preposition and the name that they belong to: "of the human rights group Amnesty". Half and twice
/// as many give the same F1 on PolNeAR (a third of train, dev) and change none of the 36,000 quotes of 3,311 articles of an
/// agency.
const LONGEST_ATTRIBUTE: usize = 6;

impl Reader<'_> {
    /// ", known as Jokowi,": another name.
    pub(super) fn other_name(&mut self, at: usize) -> Option<usize> {
        const KNOWN_AS: [u32; 5] = knowns(["known", "nicknamed", "dubbed", "called", "alias"]);
        let comma = self.gap(at) == gap::COMMA | gap::SPACE && self.mention.sort == Sort::Name;
        self.at(at).filter(|_| comma)?;
        let verb = (at..at + 2).find(|&w| self.at(w).is_some_and(|t| KNOWN_AS.contains(&t.lex.word)))?;
        let name = verb + 1 + usize::from(self.at(verb + 1).is_some_and(|t| t.lex.word == known("as")));
        let named = |m: &&Mention| m.sort == Sort::Name && m.words.start as usize == name;
        let name = self.rest.iter().take(NEAR).find(named)?;
        let end = name.words.end as usize;
        if self.gap(end) & (gap::COMMA | gap::STOP) == 0 {
            return None;
        }
        self.alias = Some(name.words.start);
        Some(end)
    }

    /// ", as the president is known,"
    pub(super) fn as_known(&mut self, at: usize) -> Option<usize> {
        const KNOWN: [u32; 2] = knowns(["known", "called"]);
        let comma = self.gap(at) == gap::COMMA | gap::SPACE && self.mention.sort == Sort::Name;
        self.at(at).filter(|t| comma && t.lex.word == known("as"))?;
        let last = (at + 1..self.end.min(at + LONGEST_BRACKET)).find(|&w| self.tokens[w].gap & gap::COMMA != 0)?;
        let words = &self.tokens[at..=last];
        if !words.iter().any(|t| t.is(bit::AUXILIARY)) || !words.iter().any(|t| KNOWN.contains(&t.lex.word)) {
            return None;
        }
        self.signs |= if words.iter().any(|t| t.is(bit::PERSON | bit::OFFICE)) { sign::PERSON } else { 0 };
        Some(last + 1)
    }

    /// "of Maine", "at Goldman Sachs", "of the opposition Green Alliance", where the verb or the sentence's end follows;
    /// after a document also "to the board".
    pub(super) fn prepositional(&mut self, at: usize) -> Option<usize> {
        const PREPOSITIONS: [u32; 6] = knowns(["of", "at", "from", "with", "for", "in"]);
        const OF_DOCUMENTS: [u32; 4] = knowns(["to", "on", "by", "about"]);
        let comma = self.gap(at) == gap::COMMA | gap::SPACE;
        let document = self.mention.sort == Sort::Nominal && self.tokens[self.mention.head as usize].is(bit::DOCUMENT);
        // "an aide to the senator"
        let person = self.mention.sort == Sort::Nominal && self.tokens[self.mention.head as usize].is(bit::PERSON);
        let leads = |t: &&Token| {
            PREPOSITIONS.contains(&t.lex.word)
                || document && !comma && OF_DOCUMENTS.contains(&t.lex.word)
                || person && !comma && t.lex.word == known("to")
        };
        let first = self.at(at).filter(leads)?;
        if self.gap(at) != gap::SPACE && !comma && self.gap(at) & gap::CLOSE == 0 || first.is(bit::CAP) {
            return None;
        }
        let attributed =
            self.mention.sort == Sort::Name && self.at(at + 1).is_some_and(|t| t.is(bit::DET | bit::POSSESSIVE));
        let near = |m: &&Mention| {
            let start = m.words.start as usize;
            start > at
                && (start <= at + 2 || attributed && start <= at + LONGEST_ATTRIBUTE && self.modifies(at + 1..start))
        };
        let mut end = self.rest.iter().take(NEAR).find(near).map(|m| m.words.end as usize)?;
        // "of the human rights group Amnesty International"
        let named = |m: &&Mention| m.sort == Sort::Name && m.words.start as usize == end;
        if let Some(name) = self.rest.iter().take(NEAR).find(named).filter(|_| self.gap(end) == gap::SPACE) {
            end = name.words.end as usize;
        }
        // "… at Acme Capital in New York"
        let more = self
            .rest
            .iter()
            .take(NEAR)
            .find(|m| m.words.start as usize == end + 1 || m.words.start as usize == end + 2);
        let linked = self.at(end).is_some_and(|t| PREPOSITIONS.contains(&t.lex.word)) && self.gap(end) == gap::SPACE;
        if let Some(more) = more.filter(|_| linked) {
            end = more.words.end as usize;
        }
        // "of Flint, Mich.,"
        let state = |m: &&Mention| m.sort == Sort::Name && m.words.start as usize == end;
        let state = self.rest.iter().take(NEAR).find(state).filter(|_| self.gap(end) == gap::COMMA | gap::SPACE);
        if let Some(state) = state.filter(|m| m.core.len() <= 2 && self.gap(m.words.end as usize) & gap::COMMA != 0) {
            end = state.words.end as usize;
        }
        // "a spokesman for Ann Price (D., N.H.), who was away, said"
        let labelled = self.at(end).filter(|_| self.gap(end) & gap::OPEN != 0);
        let close = labelled
            .and_then(|_| (end..self.end.min(end + LONGEST_BRACKET)).find(|&i| self.tokens[i].gap & gap::CLOSE != 0));
        end = close.map_or(end, |close| close + 1);
        let described =
            person && !comma && self.gap(end) & gap::COMMA != 0 && self.at(end).is_some_and(|t| t.is(bit::CLAUSE));
        let plain = !comma && self.ends_clause(end) && self.follows_cue();
        if !(self.is_verbal(end) || plain || described || comma && self.gap(end) & gap::COMMA != 0) || end > self.end {
            return None;
        }
        // "the family in a statement": a document is nowhere that somebody is from.
        let within = self.rest.iter().take(NEAR).take_while(|m| (m.words.end as usize) <= end);
        let document =
            within.last().is_some_and(|m| m.sort == Sort::Nominal && self.tokens[m.head as usize].is(bit::DOCUMENT));
        self.signs |= if document { 0 } else { sign::FROM };
        Some(end)
    }

    /// Whether these words stand before a name and belong to it: "the opposition", "the far-right".
    fn modifies(&self, words: Range<usize>) -> bool {
        const PLAIN: u64 = bit::DET | bit::POSSESSIVE;
        self.tokens[words].iter().all(|t| {
            let joined = t.gap == gap::SPACE || t.gap == gap::HYPHEN || t.gap == gap::POSSESSIVE | gap::SPACE;
            let attribute =
                !t.is(bit::FUNCTION | bit::ADVERB | bit::PERSON | bit::OFFICE | bit::NUMBER) && t.lex.cue < 4;
            joined && !t.quoted() && (t.is(PLAIN) || attribute)
        })
    }

    /// "familiar with the matter", "with knowledge of the talks", "who asked not to be named": after a noun for people, up
    /// to the verb of saying; "released by the police" after a document.
    pub(super) fn postposed(&mut self, at: usize) -> Option<usize> {
        let head = self.tokens[self.mention.head as usize];
        let noun = self.mention.sort == Sort::Nominal && head.is(bit::PERSON | bit::DOCUMENT);
        let first = self.at(at).filter(|_| noun && self.gap(at) == gap::SPACE)?;
        // "In a statement released on Monday, the union said": no subject.
        let led = self.mention.words.start as usize > self.start
            && self.tokens[self.mention.words.start as usize - 1].is(bit::PREPOSITION);
        let document = !head.is(bit::PERSON);
        let issued = document && first.is(bit::PAST) && !first.is(bit::SAYING | bit::RELAY);
        let with = head.is(bit::PERSON) && first.lex.word == known("with");
        let opens = first.is(bit::POSTPOSED | bit::CLAUSE) || with || issued;
        if !opens || document && led || first.lex.word == known("that") {
            return None;
        }
        let says = |t: &Token| t.is(bit::LOWER) && t.lex.cue >= 6 && !t.is(bit::ING);
        (at + 2..self.end.min(at + LONGEST_APPOSITIVE))
            .take_while(|&i| !(self.tokens[i].quoted() || document && self.gap(i) & gap::COMMA != 0))
            .find(|&i| says(&self.tokens[i]))
            .filter(|&i| !self.names_another(at, i))
    }

    /// Whether a name or pronoun alone stands between a comma and the verb at word `i`: "analysts who like her, Bolton said".
    fn names_another(&self, at: usize, i: usize) -> bool {
        let subject = self.tokens[at..i].iter().rev().take_while(|t| t.gap & gap::COMMA == 0).count();
        let words = &self.tokens[i - subject..i];
        subject > 0 && i - subject > at && words.iter().all(|t| t.is(bit::CAP | bit::PRONOUN | bit::DET))
    }
}
