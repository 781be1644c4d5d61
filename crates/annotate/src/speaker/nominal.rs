//! Nominals: nouns for persons, bodies and documents, with the words that belong to them.

use super::bit;
use super::known::{known, knowns};
use super::lexicon::hint;
use super::mention::{Finder, LONGEST, Mention, Sort};
use super::token::gap;

impl Finder<'_> {
    pub(super) fn is_noun(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let noun = token.is(bit::PERSON | bit::BODY | bit::DOCUMENT) || token.lex.source >= 2;
        let class = noun && !self.is_verb_of_name(i);
        class
            && !token.is(bit::FUNCTION | bit::MUTE | bit::POSTPOSED)
            && !(token.is(bit::PARTY) && self.is_adjective(i))
    }

    /// "Politico reports that": a verb between a name and its clause, though a noun is spelt alike.
    fn is_verb_of_name(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let says = token.is(bit::SAYING) && token.is(bit::LOWER) && token.gap == gap::SPACE && i > self.start;
        let that = i + 1 < self.end && self.tokens[i + 1].lex.word == known("that");
        says && that && {
            let name = self.tokens[i - 1];
            let article = (self.start..i).rev().find(|&w| !self.tokens[w].is(bit::CAP)).is_some_and(|w| {
                self.tokens[w].is(bit::DET | bit::POSSESSIVE) || self.tokens[w].gap & gap::POSSESSIVE != 0
            });
            name.is(bit::CAP) && name.gap == gap::SPACE && !article
        }
    }

    /// Whether a strong cue follows a noun that ends a noun phrase: "the heavyweights wrote".
    pub(super) fn precedes_cue(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        let next = self.tokens.get(i + 1).is_some_and(|t| t.lex.hint & hint::CUE != 0);
        let open = bit::FUNCTION | bit::NUMBER | bit::ADVERB | bit::TIME | bit::PAST | bit::ING | bit::CAP | bit::MUTE;
        next && token.lex.cue < 3 && !token.is(open) && token.gap == gap::SPACE && i > self.start && {
            let before = &self.tokens[i - 1];
            before.gap & gap::POSSESSIVE != 0
                || before.is(bit::DET | bit::POSSESSIVE | bit::QUANTIFIER | bit::NUMBER | bit::LOWER)
        }
    }

    /// Whether a plural opens the sentence, alone or after "the", and a preposition, its noun and a strong cue follow it:
    /// "Shepherds in the valley said". A subject never stands within the phrase.
    pub(super) fn leads_to_cue(&self, i: usize) -> bool {
        const PLACED: [u32; 6] = knowns(["in", "at", "from", "near", "on", "of"]);
        let token = self.tokens[i];
        let article = i == self.start + 1 && self.tokens[self.start].is(bit::DET) && token.is(bit::LOWER);
        let other = bit::FUNCTION
            | bit::TIME
            | bit::MUTE
            | bit::ADVERB
            | bit::ING
            | bit::ACRONYM
            | bit::FIRST_NAME
            | bit::SURNAME;
        if !(i == self.start && token.is(bit::CAP) || article)
            || !token.is(bit::MANY)
            || token.is(other)
            || !self.joined(i)
        {
            return false;
        }
        if !PLACED.contains(&self.tokens[i + 1].lex.word) || !self.joined(i + 1) {
            return false;
        }
        let phrase =
            (i + 2..self.end.min(i + 8)).take_while(|&w| self.tokens[w].gap == gap::SPACE && !self.tokens[w].quoted());
        let verb = phrase.into_iter().find(|&w| self.tokens[w].is(bit::LOWER) && self.tokens[w].lex.cue >= 6);
        verb.is_some_and(|verb| {
            verb > i + 2 && (i + 2..verb).all(|w| !self.tokens[w].is(bit::AUXILIARY | bit::CLAUSE | bit::PRONOUN))
        })
    }

    /// "conservative host", "black voters": a word for a persuasion or people directly before another word.
    fn is_adjective(&self, i: usize) -> bool {
        if !self.joined(i) {
            return false;
        }
        let next = self.tokens[i + 1];
        !self.tokens[i].is(bit::PLURAL) && !next.is(bit::FUNCTION | bit::ADVERB) && next.lex.cue < 3
    }

    /// The nominal whose head is word `i`, if it is one.
    pub(super) fn nominal(&mut self, i: usize) -> usize {
        let led = self.leads_to_cue(i);
        if self.tokens[i].quoted() || !self.is_noun(i) && !self.precedes_cue(i) && !led {
            return self.pronominal(i);
        }
        let followed =
            self.joined(i) && (self.is_noun(i + 1) && self.tokens[i + 1].lex.cue < 3 || self.names_holder(i));
        if !followed {
            let start = self.start_of_name(self.left_edge(i));
            self.found.iter_mut().rev().take_while(|m| m.head as usize >= start).for_each(|m| m.modifier = true);
            self.push(Sort::Nominal, start..i + 1, start..i + 1);
        }
        i + 1
    }

    /// Whether a name follows whose role this noun is ("spokesman Mark Toner"), or whose trade ("research firm IDC"). With
    /// an article the noun may stand for itself ("told the newspaper Toner was ill").
    fn names_holder(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let trade = token.is(bit::BODY) && token.is(bit::GENERIC) && token.is(bit::LOWER) && !token.is(bit::PLURAL);
        let bare = || {
            let first = self.tokens[self.left_edge(i)];
            !first.is(bit::DET | bit::POSSESSIVE) && self.left_edge(i) > self.start
        };
        (token.is(bit::PERSON) || trade && bare()) && self.begins_name(i + 1)
    }

    /// "Others said", "some argue": a quantifier that stands for people.
    fn pronominal(&mut self, i: usize) -> usize {
        let token = self.tokens[i];
        if let Some(end) = self.partitive(i) {
            self.push(Sort::Nominal, i..end, i..i + 1);
            return end;
        }
        let before_cue = self.joined(i) && self.tokens[i + 1].lex.cue >= 3;
        // "“It is mine,” said one."
        let closed = token.gap & (gap::STOP | gap::COMMA) != 0 && i > self.start;
        let after_cue = closed && {
            let verb = &self.tokens[i - 1];
            verb.is(bit::SAYING) && verb.is(bit::LOWER) && verb.lex.cue >= 6 && verb.gap == gap::SPACE
        };
        if token.is(bit::QUANTIFIER) && !token.quoted() && (after_cue || before_cue && !self.is_noun(i + 1)) {
            self.push(Sort::Nominal, i..i + 1, i..i + 1);
        }
        i + 1
    }

    /// Where "one of them", "some of the men" ends that stands beside a strong cue.
    fn partitive(&self, i: usize) -> Option<usize> {
        const THEM: [u32; 2] = knowns(["them", "us"]);
        let of = i + 1;
        let token = self.tokens[i];
        if !token.is(bit::QUANTIFIER) || token.quoted() || !self.joined(i) || self.tokens[of].lex.word != known("of") {
            return None;
        }
        let cue = |w: usize| self.tokens.get(w).is_some_and(|t| t.is(bit::LOWER) && t.lex.cue >= 5);
        let end = if self.joined(of) && THEM.contains(&self.tokens[of + 1].lex.word) {
            of + 2
        } else {
            let noun = (of + 1..self.end.min(of + 5)).find(|&w| self.tokens[w].is(bit::PLURAL) && self.is_noun(w))?;
            let plain = |w: usize| self.joined(w - 1) && (self.tokens[w].is(bit::DET | bit::POSSESSIVE | bit::LOWER));
            (of + 1..=noun).all(plain).then_some(noun + 1)?
        };
        (i > self.start && cue(i - 1) || self.joined(end - 1) && cue(end)).then_some(end)
    }

    /// Where the words begin that belong to the noun at `head`.
    pub(super) fn left_edge(&self, head: usize) -> usize {
        let mut start = head;
        while start > self.start && head - start < LONGEST / 2 {
            let before = self.tokens[start - 1];
            let plain = before.gap == gap::SPACE || before.gap == gap::HYPHEN || before.gap & gap::POSSESSIVE != 0;
            if !plain || before.run != self.tokens[head].run {
                break;
            }
            if before.is(bit::DET | bit::POSSESSIVE | bit::QUANTIFIER | bit::NUMBER) && !before.is(bit::CLAUSE) {
                start -= 1;
                if before.is(bit::DET | bit::POSSESSIVE) {
                    break;
                }
            } else if self.may_modify(start - 1) {
                start -= 1;
            } else {
                break;
            }
        }
        start
    }

    /// Where the name begins that word `at` stands in, with its article; else `at`: "a Bank of America spokesman".
    fn start_of_name(&self, at: usize) -> usize {
        let within = |m: &&Mention| (m.words.start as usize) < at && at < m.words.end as usize;
        self.found.last().filter(within).map_or(at, |m| m.words.start as usize)
    }

    fn may_modify(&self, i: usize) -> bool {
        let token = self.tokens[i];
        if token.is(bit::FUNCTION | bit::TIME) {
            return false;
        }
        // "self-described"
        let compound = i > self.start && self.tokens[i - 1].gap == gap::HYPHEN;
        let verbal = token.is(bit::LOWER) && (token.lex.cue >= 2 || token.is(bit::PAST | bit::ADVERB)) && !compound;
        !verbal
            || i > self.start
                && self.tokens[i - 1].is(bit::DET | bit::POSSESSIVE)
                && self.tokens[i - 1].gap == gap::SPACE
    }
}
