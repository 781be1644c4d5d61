//! What the words about a name tell of it: a class, an employer, a role that it belongs to.

use super::bit;
use super::known::{known, knowns};
use super::mention::{Finder, sign};
use super::name::{CLASSED, is_class};
use super::token::gap;

/// Most words of a term that begins with a place, the place aside: "the London interbank offered rate".
/// 6 gives the same quotes on PolNeAR (a third of train, dev), 1 others on dev, at the same F1.
const LONGEST_TERM: usize = 3;

impl Finder<'_> {
    /// What the noun before a name tells: "host Ann Price", "automaker Ford".
    pub(super) fn describing_noun(&self, core: usize, start: usize) -> u16 {
        let before = |at: usize| at > self.start && self.joined(at - 1);
        let noun = if before(core) && core > start { Some(core - 1) } else { (before(start)).then(|| start - 1) };
        match noun.map(|n| self.tokens[n]) {
            Some(t) if t.is(bit::PERSON | bit::OFFICE) && !t.is(bit::PLURAL) => sign::PERSON,
            Some(t) if t.is(bit::LOWER) && t.is(bit::GENERIC | bit::BODY) => {
                let edge = self.tokens[self.left_edge(noun.unwrap_or(start))];
                let bare = t.is(bit::GENERIC) && !edge.is(bit::DET | bit::POSSESSIVE);
                (if t.is(bit::PLURAL) { 0 } else { sign::BODY }) | if bare { sign::EMPLOYER } else { 0 }
            }
            _ => 0,
        }
    }

    /// Whether people work for what the name of words `start..end` names, or its shares are traded: "an analyst at Acme",
    /// "Acme shares". A possessive after it is a person's as well ("a nurse at Ann Price's clinic").
    pub(super) fn is_employer(&self, start: usize, end: usize) -> bool {
        const TRADED: [u32; 8] =
            knowns(["analyst", "analysts", "economist", "economists", "strategist", "strategists", "shares", "stock"]);
        let owner = self.tokens[end - 1].gap & gap::POSSESSIVE != 0;
        let before = |back: usize| start.checked_sub(back).filter(|&at| at >= self.start).map(|at| self.tokens[at]);
        let at = before(1).is_some_and(|t| t.lex.word == known("at") && t.gap == gap::SPACE);
        let staff = before(2).is_some_and(|t| t.is(bit::PERSON | bit::OFFICE) && t.gap == gap::SPACE);
        let traded = end < self.end && self.joined(end - 1) && TRADED.contains(&self.tokens[end].lex.word);
        !owner && (at && staff || traded)
    }

    /// Whether the noun after a name says that it is a paper, station or agency: "Stern magazine", "the Antara news agency".
    pub(super) fn is_classed(&self, end: usize) -> bool {
        if end >= self.end || !self.joined(end - 1) || self.tokens[end - 1].gap != gap::SPACE {
            return false;
        }
        let noun = end + usize::from(CLASSED.contains(&self.tokens[end].lex.word));
        noun < self.end && is_class(&self.tokens[noun], noun > end)
    }

    /// Whether a name is only the first part of an adjective or a term: "Hong Kong-based", "the London interbank rate",
    /// "its Web site".
    pub(super) fn is_compound(&self, start: usize, end: usize) -> bool {
        if !self.joined(end - 1) || !self.tokens[end].is(bit::LOWER) {
            return false;
        }
        let next = self.tokens[end];
        let hyphenated = self.tokens[end - 1].gap == gap::HYPHEN && next.is(bit::PAST);
        // "its Web site"
        if next.lex.word == known("site") || next.lex.word == known("sites") {
            return true;
        }
        let places = self.tokens[start..end].iter().all(|t| t.is(bit::PLACE | bit::DET));
        let term = (end..self.end.min(end + LONGEST_TERM)).take_while(|&w| self.tokens[w].is(bit::LOWER));
        let traded = |w: usize| self.tokens[w].is(bit::MUTE);
        hyphenated || places && self.tokens[start].is(bit::DET) && term.into_iter().any(traded)
    }

    /// Whether the possessive after a name is its own, for a verb follows instead of what would be owned.
    pub(super) fn owns(&self, end: usize) -> bool {
        let verb = self.tokens.get(end).is_some_and(|t| t.is(bit::AUXILIARY) || t.is(bit::LOWER) && t.lex.cue >= 5);
        self.tokens[end - 1].gap == gap::POSSESSIVE | gap::SPACE && end < self.end && verb
    }

    /// Whether the run that ends here only modifies the noun after it ("Democratic voters").
    pub(super) fn is_modifier(&self, end: usize) -> bool {
        let last = self.tokens[end - 1];
        self.joined(end - 1)
            && self.tokens[end].is(bit::LOWER)
            && !self.tokens[end].is(bit::FUNCTION | bit::ADVERB)
            && last.is(bit::PARTY)
            && self.tokens[end].lex.cue == 0
    }

    /// Marks the name just found as part of the role before another's name: "State Department spokesman Mark
    /// Toner", "Clinton's campaign manager Robby Mook".
    pub(super) fn mark_modifier(&mut self, end: usize) {
        let follows = |i: usize| self.joined(i) || self.tokens[i].gap == gap::POSSESSIVE | gap::SPACE;
        let mut k = end;
        while k < self.end && k - end < 5 && follows(k - 1) && self.is_role_word(k) {
            k += 1;
        }
        let role = k > end
            && self.tokens[k - 1].is(bit::PERSON | bit::OFFICE | bit::BODY)
            && k < self.end
            && self.joined(k - 1);
        if role && self.begins_name(k) {
            self.found.last_mut().expect("a name was just found").modifier = true;
        }
    }

    pub(super) fn is_role_word(&self, i: usize) -> bool {
        let token = self.tokens[i];
        token.is(bit::LOWER) && !token.is(bit::FUNCTION | bit::ADVERB | bit::PAST | bit::TIME) && token.lex.cue < 3
    }

    pub(super) fn with_article(&self, i: usize) -> usize {
        let before = |i: usize| self.tokens[i - 1].is(bit::DET) && !self.tokens[i - 1].is(bit::CLAUSE);
        let article = i > self.start && before(i) && self.joined(i - 1);
        if article { i - 1 } else { i }
    }
}
