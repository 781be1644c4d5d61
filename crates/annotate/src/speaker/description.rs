//! Descriptions: what stands after a mention and belongs to it, up to the verb.
//!
//! English puts a good deal between a name and its verb: brackets ("(IEA)", "(D-Ohio)"), ages, party labels and degrees
//! ("D-N.Y.", "MD"), a place or body with a preposition ("of Maine", "at Goldman Sachs"), and between commas appositives,
//! relative clauses and participles ("a nurse in Leeds", "who saw it", "speaking in Paris"). Whoever is named there
//! does not compete with the one described, and the verb stands beside the whole.

use std::ops::Range;

use super::bit;
use super::known::{known, knowns};
use super::mention::{Mention, Sort, sign};
use super::token::{Token, gap};

/// Most descriptions of one mention, and the longest of each sort, in words. On PolNeAR dev (mention, name, passage F1
/// 93.1, 92.7, 90.6) appositives of 13 words give 93.1, 92.5, 90.4, of 52 words 93.0, 92.7, 90.6; brackets half or twice as
/// long give the same, and change two of the 36,000 quotes of 3,311 articles of an agency.
const MOST: usize = 5;
pub(super) const LONGEST_BRACKET: usize = 12;
pub(super) const LONGEST_APPOSITIVE: usize = 26;
const LONGEST_CLAUSE: usize = 40;
const LONGEST_OFFICE: u32 = 9;
const LONGEST_CAPITALS: usize = 20;
/// Words in which an office is looked for ("Hill Valley Associate Director"), and the owner of a role. Half and twice as many give
/// the same quotes on PolNeAR (a third of train, dev).
const LONGEST_TITLE: usize = 8;
const LONGEST_OWNER: usize = 4;

/// Works out what describes each mention of a sentence, whose words are `words`; `first` is the number of the first.
pub(super) fn describe(tokens: &[Token], words: Range<usize>, first: u32, mentions: &mut [Mention]) {
    for k in 0..mentions.len() {
        let mention = &mentions[k];
        if mention.modifier || mention.sort == Sort::Pronoun {
            continue;
        }
        name_after_role(tokens, k, mentions);
        let mut reader = Reader {
            tokens,
            end: words.end,
            start: words.start,
            mention: &mentions[k],
            rest: &mentions[k + 1..],
            signs: 0,
            alias: None,
        };
        let reach = reader.reach();
        let signs = reader.signs;
        let alias = reader.alias;
        mentions[k].signs |= signs | said_of_itself(tokens, reach, words.end);
        mentions[k].reach = reach as u32;
        let (described, rest) = mentions.split_at_mut(k + 1);
        let end = described[k].words.end;
        for inner in rest.iter_mut().take_while(|m| (m.words.end as usize) <= reach) {
            let alone =
                inner.words.start == end && inner.core.len() == 1 && tokens[inner.head as usize].is(bit::ACRONYM);
            if alone && described[k].sort == Sort::Name && signs & sign::ACRONYM != 0 {
                inner.same_as = first + k as u32;
            }
            if alias == Some(inner.words.start) {
                inner.same_as = first + k as u32;
            }
            inner.modifier = true;
        }
    }
}

/// "Warren's director, Kate Lyle, said": the role before a name in apposition belongs to the name.
fn name_after_role(tokens: &[Token], k: usize, mentions: &mut [Mention]) {
    let role = &mentions[k];
    let singular = tokens[role.head as usize].is(bit::PERSON) && !tokens[role.head as usize].is(bit::PLURAL);
    if role.sort != Sort::Nominal || !singular {
        return;
    }
    let end = end_of_role(tokens, role.words.end);
    let named = |m: &&Mention| m.words.start <= end;
    let Some(at) = mentions[k + 1..].iter().take_while(named).position(|m| m.words.start == end) else { return };
    let name = &mentions[k + 1 + at];
    let closed = tokens[name.words.end as usize - 1].gap & (gap::COMMA | gap::STOP) != 0;
    if name.sort == Sort::Name && closed && name.run == role.run && name.sentence == role.sentence {
        mentions[k..=k + at].iter_mut().for_each(|m| m.modifier = true);
        mentions[k + 1 + at].signs |= sign::PERSON;
    }
}

/// One past the last word of a role that goes on to a comma with "of", "for", "at" or "in": "the mayor of Leeds,".
fn end_of_role(tokens: &[Token], end: u32) -> u32 {
    const LINKS: [u32; 4] = knowns(["of", "for", "at", "in"]);
    let comma = |w: u32| tokens[w as usize].gap == gap::COMMA | gap::SPACE;
    let linked = |w: u32| tokens.get(w as usize).is_some_and(|t| LINKS.contains(&t.lex.word));
    if comma(end - 1) || tokens[end as usize - 1].gap != gap::SPACE || !linked(end) {
        return end;
    }
    let limit = (end + LONGEST_OFFICE).min(tokens.len() as u32);
    let plain = |w: &u32| {
        let token = &tokens[*w as usize];
        token.is(bit::CAP | bit::PREPOSITION | bit::DET | bit::CONJUNCTION) || token.is(bit::LOWER) && token.lex.cue < 3
    };
    let of = (end..limit).take_while(plain);
    of.take_while(|&w| tokens[w as usize].gap == gap::SPACE || comma(w)).find(|&w| comma(w)).map_or(end, |w| w + 1)
}

pub(super) struct Reader<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) mention: &'a Mention,
    /// The mentions after it.
    pub(super) rest: &'a [Mention],
    pub(super) signs: u16,
    /// Where another name for the mention begins: "known as Pelé".
    pub(super) alias: Option<u32>,
}

/// Words after a verb of saying among which a pronoun tells of the one who says. Half and twice as many give the same F1 on
/// PolNeAR (a third of train, dev), and change five of the 36,000 quotes of 3,311 articles of an agency.
const SAID: usize = 6;

/// What the first pronoun in what a name says tells of its bearer: "said he", "said on Monday it". What stands at word
/// `reach`, after the name and what describes it, is the verb.
fn said_of_itself(tokens: &[Token], reach: usize, end: usize) -> u16 {
    const HE: [u32; 3] = knowns(["he", "she", "his"]);
    const IT: [u32; 2] = knowns(["it", "its"]);
    let says = |&w: &usize| tokens[w].is(bit::LOWER) && tokens[w].is(bit::SAYING) && tokens[w].lex.cue >= 4;
    let Some(verb) = (reach..end.min(reach + 2)).find(says) else { return 0 };
    let plain = |t: &&Token| !t.quoted() && (t.is(bit::LOWER | bit::TIME | bit::NUMBER));
    let said = tokens[verb + 1..end.min(verb + 1 + SAID).max(verb + 1)].iter().take_while(plain);
    let pronoun = said.into_iter().find(|t| t.is(bit::PRONOUN | bit::OTHER_PRONOUN | bit::POSSESSIVE));
    match pronoun.map(|t| t.lex.word) {
        Some(word) if HE.contains(&word) => sign::HE,
        Some(word) if IT.contains(&word) => sign::IT,
        _ => 0,
    }
}

impl Reader<'_> {
    /// One past the last word that describes the mention.
    fn reach(&mut self) -> usize {
        let mut at = self.mention.words.end as usize;
        for _ in 0..MOST {
            let found = self
                .capitals(at)
                .or_else(|| self.bracket(at))
                .or_else(|| self.code(at))
                .or_else(|| self.age(at))
                .or_else(|| self.label(at))
                .or_else(|| self.prepositional(at))
                .or_else(|| self.postposed(at))
                .or_else(|| self.other_name(at))
                .or_else(|| self.as_known(at))
                .or_else(|| self.between_commas(at));
            match found {
                Some(next) if next > at => at = next,
                _ => break,
            }
        }
        at
    }

    pub(super) fn at(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i).filter(|_| i < self.end && self.tokens[i].run == self.mention.run)
    }

    pub(super) fn gap(&self, at: usize) -> u16 {
        self.tokens[at - 1].gap
    }

    /// "ANN PRICE, CHIEF ECONOMIST, ACME CAPITAL, NEW YORK: “…”": all in capitals from the name up to a colon or quote.
    fn capitals(&mut self, at: usize) -> Option<usize> {
        let core = &self.tokens[self.mention.core.start as usize..self.mention.core.end as usize];
        let shouted = |t: &Token| t.is(bit::ACRONYM | bit::INITIAL) && !t.is(bit::LOWER);
        let name = core.len() > 1 && core.iter().all(shouted) && core.iter().any(|t| t.is(bit::SHOUTED));
        self.at(at).filter(|t| name && shouted(t) && self.gap(at) & gap::COMMA != 0)?;
        let label = (at..self.tokens.len().min(at + LONGEST_CAPITALS)).take_while(|&i| shouted(&self.tokens[i]));
        let last = label.last()?;
        let quoted = self.tokens.get(last + 1).is_some_and(Token::quoted);
        let colon = quoted || self.tokens[last].gap & (gap::COLON | gap::MARK) != 0;
        if !colon || last >= self.end {
            return None;
        }
        let role = self.tokens[at..=last].iter().any(|t| t.is(bit::PERSON | bit::OFFICE));
        self.signs |= if role || core[0].is(bit::FIRST_NAME) { sign::PERSON } else { 0 };
        Some(last + 1)
    }

    /// "(IEA)", "(D-Ohio)", "( DELL.O )"
    fn bracket(&mut self, at: usize) -> Option<usize> {
        self.at(at).filter(|_| self.gap(at) & gap::OPEN != 0)?;
        let close = (at..self.end.min(at + LONGEST_BRACKET)).find(|&i| self.tokens[i].gap & gap::CLOSE != 0)?;
        let inner = &self.tokens[at..=close];
        self.signs |= match () {
            _ if inner.iter().any(|t| t.is(bit::TICKER)) || is_listing(inner) || is_split_code(inner) => sign::TICKER,
            _ if inner.len() == 1 && inner[0].lex.initials != 0 && self.initials() == inner[0].lex.initials => {
                sign::ACRONYM
            }
            _ if inner.len() == 1 && inner[0].is(bit::NUMBER) => sign::AGE,
            _ if inner[0].is(bit::INITIAL) && inner.len() > 1 => sign::LABEL,
            _ => 0,
        };
        Some(close + 1)
    }

    /// The first letters of the name's capitalised words, packed as an acronym's.
    fn initials(&self) -> u64 {
        let core = &self.tokens[self.mention.core.start as usize..self.mention.core.end as usize];
        initials(core)
    }

    /// "Home Depot Inc HD.N said"
    fn code(&mut self, at: usize) -> Option<usize> {
        let first = self.at(at).filter(|_| self.gap(at) & gap::COMMA == 0)?;
        // "DBKGn.DE", "7203.T": a stop without a space.
        let market = |t: &Token| t.is(bit::ACRONYM | bit::INITIAL);
        let split = first.gap & !gap::OPEN == gap::STOP
            && first.is(bit::CAP | bit::NUMBER)
            && self.at(at + 1).is_some_and(market);
        if !first.is(bit::TICKER) && !split {
            return None;
        }
        self.signs |= sign::TICKER;
        Some(at + 1 + usize::from(split))
    }

    /// ", 34," and ", aged 34,"
    fn age(&mut self, at: usize) -> Option<usize> {
        let comma = self.gap(at) == gap::COMMA | gap::SPACE && self.mention.sort == Sort::Name;
        let first = self.at(at).filter(|_| comma)?;
        let number = if first.lex.word == known("aged") { at + 1 } else { at };
        let closed = gap::COMMA | gap::STOP | gap::SEMICOLON;
        self.at(number).filter(|t| t.is(bit::NUMBER) && t.gap & closed != 0)?;
        self.signs |= sign::AGE;
        Some(number + 1)
    }

    /// ", D-N.Y.," and ", MD,"
    fn label(&mut self, at: usize) -> Option<usize> {
        let first = self.at(at).filter(|_| self.gap(at) & gap::COMMA != 0 && self.mention.sort == Sort::Name)?;
        // "Ph.D." is two words here.
        let doctor = first.lex.word == known("ph") && first.gap == gap::STOP;
        if doctor {
            self.signs |= sign::LABEL;
            return Some((at + 2).min(self.end));
        }
        // ", Republican of California,"
        let of = first.is(bit::PARTY) && self.at(at + 1).is_some_and(|t| t.lex.word == known("of"));
        if of && first.is(bit::CAP) && first.gap == gap::SPACE {
            let closed =
                (at + 2..self.end.min(at + 6)).find(|&i| self.tokens[i].gap & (gap::COMMA | gap::STOP) != 0)?;
            self.signs |= sign::LABEL;
            return Some(closed + 1);
        }
        let degree = first.is(bit::DEGREE) && !first.is(bit::LOWER);
        let seat = first.is(bit::INITIAL) && first.gap == gap::HYPHEN;
        if !degree && !seat {
            return None;
        }
        self.signs |= sign::LABEL;
        let mut end = at + 1 + usize::from(seat);
        while seat && self.tokens[end - 1].gap == gap::SPACE && self.at(end).is_some_and(|t| t.is(bit::CAP)) {
            end += 1;
        }
        Some(end.min(self.end))
    }

    /// Whether an adverbial opens the sentence and the mention belongs to it: "In an interview with Acme, the mayor, who
    /// left, said". Between the commas stands the subject.
    fn is_in_opening(&self) -> bool {
        let before = &self.tokens[self.start..self.mention.words.start as usize];
        let Some((first, rest)) = before.split_first() else { return false };
        let opens = first.is(bit::PREPOSITION | bit::ING | bit::PAST) && first.is(bit::CAP);
        let finite = |t: &Token| t.is(bit::AUXILIARY) || t.is(bit::LOWER) && t.lex.cue >= 5 && !t.is(bit::ING);
        opens && first.gap & gap::COMMA == 0 && !rest.iter().any(|t| t.gap & gap::COMMA != 0 || finite(t))
    }

    /// What stands between commas, or after one up to the end: an appositive, a relative clause, a participle.
    fn between_commas(&mut self, at: usize) -> Option<usize> {
        if let Some(next) = self.between_dashes(at) {
            return Some(next);
        }
        let comma = self.gap(at) & gap::COMMA != 0 && self.gap(at) & (gap::MARK | gap::BREAK) == 0;
        let first = *self.at(at).filter(|t| comma && !t.quoted())?;
        if !first.is(bit::CLAUSE) && self.is_in_opening() {
            return None;
        }
        let limit = if first.is(bit::CLAUSE) { LONGEST_CLAUSE } else { LONGEST_APPOSITIVE };
        if let Some(next) = self.aside(at) {
            return Some(next);
        }
        let opened = first.is(bit::CLAUSE | bit::DET | bit::POSSESSIVE | bit::QUANTIFIER | bit::ING | bit::PAST)
            || first.is(bit::PREPOSITION)
            || self.names_role(at)
            || self.names_office(at)
            || self.is_owned(at);
        if !opened || first.is(bit::CONJUNCTION | bit::PRONOUN | bit::AUXILIARY) && !first.is(bit::CLAUSE) {
            return None;
        }
        let last = self.closing_comma(at, limit, first.is(bit::CLAUSE))?;
        self.note(&first, at, last);
        Some(last + 1)
    }

    /// "Sinopec – the top refiner in Asia – said": between two dashes, before the verb.
    fn between_dashes(&mut self, at: usize) -> Option<usize> {
        let first = *self.at(at).filter(|t| self.gap(at) & gap::DASH != 0 && !t.quoted())?;
        let dashed = (at..self.end.min(at + LONGEST_APPOSITIVE)).take_while(|&i| !self.tokens[i].quoted());
        let last = dashed.into_iter().find(|&i| self.tokens[i].gap & gap::DASH != 0)?;
        if !self.is_verbal(last + 1) {
            return None;
        }
        self.note(&first, at, last);
        Some(last + 1)
    }

    /// ", however, said", ", meanwhile, told": a word between commas that links sentences and tells nothing of the mention.
    fn aside(&self, at: usize) -> Option<usize> {
        const LINKING: [u32; 6] = knowns(["however", "meanwhile", "though", "too", "instead", "also"]);
        let token = self.at(at)?;
        let linking = LINKING.contains(&token.lex.word) && token.gap == gap::COMMA | gap::SPACE;
        (linking && self.is_verbal(at + 1)).then_some(at + 1)
    }

    /// ", Hope City Associate Director, said": a title in capitals with its noun at the end.
    fn names_office(&self, at: usize) -> bool {
        let title = || (at..self.end.min(at + LONGEST_TITLE)).map(|i| &self.tokens[i]);
        let plain = |t: &&Token| t.is(bit::CAP) || t.is(bit::PREPOSITION | bit::CONJUNCTION | bit::DET);
        let Some(closed) = title().take_while(plain).position(|t| t.gap & gap::COMMA != 0) else { return false };
        let last = &self.tokens[at + closed];
        self.mention.sort == Sort::Name && last.is(bit::OFFICE | bit::PERSON) && last.is(bit::COMMON)
    }

    /// ", South Korea's top mobile carrier, said": an appositive that begins with whose it is.
    fn is_owned(&self, at: usize) -> bool {
        let owner = (at..self.end.min(at + LONGEST_OWNER)).map(|i| &self.tokens[i]);
        let mut owner = owner.take_while(|t| t.is(bit::CAP) && t.gap & gap::COMMA == 0);
        owner.any(|t| t.gap == gap::POSSESSIVE | gap::SPACE)
    }

    /// Whether a noun for a person or body stands near the start of an appositive without article.
    fn names_role(&self, at: usize) -> bool {
        let verb =
            |t: &Token| t.is(bit::AUXILIARY | bit::PRONOUN | bit::CONJUNCTION) || t.is(bit::LOWER) && t.lex.cue >= 5;
        let near = self.tokens[at..self.end.min(at + 7)].iter().take_while(|t| !verb(t));
        near.take_while(|t| t.gap & gap::COMMA == 0 || t.is(bit::PERSON))
            .any(|t| t.is(bit::LOWER) && t.is(bit::PERSON | bit::GENERIC))
    }

    /// The last word before the comma that ends what begins at `at`: the verb or a quote must follow.
    fn closing_comma(&self, at: usize, limit: usize, clause: bool) -> Option<usize> {
        let mut inner = clause;
        for i in at..self.end.min(at + limit) {
            let token = &self.tokens[i];
            if token.quoted() {
                return None;
            }
            inner |= token.is(bit::CLAUSE);
            if !inner
                && i > at
                && (token.is(bit::AUXILIARY) || token.is(bit::LOWER) && token.lex.cue >= 5 && !token.is(bit::PERSON))
            {
                return None;
            }
            if token.gap & gap::COMMA != 0
                && (self.is_verbal(i + 1)
                    || self.is_relayed(i + 1)
                    || self.tokens.get(i + 1).is_some_and(Token::quoted))
            {
                return Some(i);
            }
            if i + 1 == self.end {
                return self.follows_cue().then_some(i);
            }
        }
        None
    }

    /// "quoted Ann Price, a nurse, as saying"
    fn is_relayed(&self, i: usize) -> bool {
        (i..self.end.min(i + 2)).any(|w| self.tokens[w].is_saying())
    }

    fn note(&mut self, first: &Token, at: usize, last: usize) {
        let head =
            self.tokens[at..=last].iter().take(8).find(|t| t.is(bit::PERSON | bit::BODY | bit::OFFICE | bit::GENERIC));
        const WHICH: u32 = known("which");
        self.signs |= match () {
            _ if first.lex.word == WHICH => sign::WHICH,
            _ if first.is(bit::CLAUSE) => sign::WHO,
            // "managing director at Acme"
            _ if first.is(bit::ING) && self.tokens[at + 1..=last].first().is_some_and(|t| t.is(bit::PERSON)) => {
                sign::PERSON
            }
            _ if first.is(bit::ING | bit::PAST | bit::PREPOSITION) && !first.is(bit::DET) => 0,
            _ if head.is_some_and(|t| t.is(bit::PERSON | bit::OFFICE)) => sign::PERSON,
            _ if head.is_some() => sign::BODY,
            _ => 0,
        };
    }

    /// Whether a verb of the mention begins at word `i`, an adverb or a time before it allowed: "on Thursday said".
    pub(super) fn is_verbal(&self, i: usize) -> bool {
        let verb = |t: &Token| {
            t.is(bit::AUXILIARY) || t.is(bit::LOWER) && (t.lex.cue >= 3 || t.is(bit::SAYING)) && !t.is(bit::ING)
        };
        let Some(token) = self.tokens.get(i).filter(|_| i < self.end) else { return false };
        let timed = || {
            let on = usize::from(token.is(bit::PREPOSITION));
            let time = |w: usize| self.at(w).is_some_and(|t| t.is(bit::TIME) && t.gap == gap::SPACE);
            time(i + on) && self.at(i + on + 1).is_some_and(|t| verb(t) && t.is(bit::SAYING))
        };
        verb(token) || token.is(bit::ADVERB) && i + 1 < self.end && verb(&self.tokens[i + 1]) || timed()
    }

    pub(super) fn ends_clause(&self, end: usize) -> bool {
        end >= self.end
            || self.gap(end) & (gap::STOP | gap::COMMA | gap::COLON | gap::SEMICOLON) != 0
            || self.tokens[end].quoted()
    }

    /// Whether the verb stands before the mention, with nothing but its role between ("said nurse Ann Price of Leeds").
    pub(super) fn follows_cue(&self) -> bool {
        let start = self.mention.words.start as usize;
        let before = (self.start..start).rev().take(6).map(|b| &self.tokens[b]);
        let mut led = before.skip_while(|t| t.lex.cue < 4 && !t.is(bit::FUNCTION) && t.gap & gap::PUNCTUATION == 0);
        led.next().is_some_and(|t| t.lex.cue >= 4 && t.gap & (gap::STOP | gap::COMMA | gap::COLON) == 0)
    }
}

/// The first letters of the capitalised words of a name, legal forms left out, packed as an acronym's letters are; 0
/// where there are too few or too many.
pub(super) fn initials(name: &[Token]) -> u64 {
    let words = name.iter().filter(|t| t.is(bit::CAP) && !t.is(bit::LEGAL_FORM));
    let (packed, count) = words.fold((0, 0), |(packed, count), t| (packed << 8 | u64::from(t.lex.initial), count + 1));
    if (2..=8).contains(&count) { packed } else { 0 }
}

/// "(BAYGn.DE)", "(7261.T)": two words here.
fn is_split_code(inner: &[Token]) -> bool {
    inner.len() == 2 && inner[0].gap == gap::STOP && inner[1].is(bit::ACRONYM | bit::INITIAL)
}

/// "(NYSE: F)": an exchange, a colon and a symbol.
fn is_listing(inner: &[Token]) -> bool {
    inner.len() == 2 && inner[0].is(bit::ACRONYM) && inner[0].gap & gap::COLON != 0
}
