//! Mentions: the words that can name a source. Names, pronouns, and nouns for persons, bodies and documents.
//!
//! One pass over the tokens of each sentence. No parser: a name is a run of capitalised words (`name`), a nominal is a
//! noun with the words to its left that belong to it (`nominal`); what describes a mention after it (`description`)
//! belongs to it. What is no source in its place is left to the models.

use std::ops::Range;

use super::bit;
use super::description::describe;
use super::known::knowns;
use super::lexicon::hint;
use super::token::{Token, UNQUOTED, gap};
use super::usage::{Usage, note};
use onrecord_text::analyze::Sentence;

/// What sort of words a mention is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// "Mark Toner", "the State Department"
    Name,
    /// "he"
    Pronoun,
    /// "an official", "the president", "Republicans"
    Nominal,
}

/// Words that can name a source.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub sort: Sort,
    /// All its words, titles and articles included.
    pub words: Range<u32>,
    /// The name without title and office; the whole of other mentions.
    pub core: Range<u32>,
    /// The word that stands for it: a surname, a noun.
    pub head: u32,
    pub sentence: u32,
    /// The run it stands in, or [`UNQUOTED`](super::token::UNQUOTED).
    pub run: u32,
    /// Whether it belongs to a greater mention: "Clinton" in "the Clinton campaign".
    pub modifier: bool,
    /// Whether its first word has a capital of its own, not for the place at a sentence's start.
    pub proper: bool,
    /// Whether the possessive after it is a part of the name: "McDonald's said".
    pub owned: bool,
    /// One past the words that describe it: "Ann Price, a nurse at the clinic,".
    pub reach: u32,
    /// What its surroundings tell of the bearer, see [`sign`].
    pub signs: u16,
    /// The mention that it stands in brackets after, as its short form, or [`NOBODY`].
    pub same_as: u32,
    /// Whom it names, for names that were linked; else [`NOBODY`].
    pub entity: u32,
}

/// What the surroundings of a mention tell of its bearer, as bits of [`Mention::signs`].
pub(super) mod sign {
    /// A noun for a human being describes it: "host Ann Price", "Ann Price, a nurse".
    pub(crate) const PERSON: u16 = 1;
    /// An age stands after it.
    pub(crate) const AGE: u16 = 1 << 1;
    /// "who" goes on about it.
    pub(crate) const WHO: u16 = 1 << 2;
    /// "which" goes on about it.
    pub(crate) const WHICH: u16 = 1 << 3;
    /// A noun for a body describes it: "automaker Ford", "Acme, a software company".
    pub(crate) const BODY: u16 = 1 << 4;
    /// A code of a stock market stands after it.
    pub(crate) const TICKER: u16 = 1 << 5;
    /// Its acronym stands after it in brackets.
    pub(crate) const ACRONYM: u16 = 1 << 6;
    /// A place or body that it is of or from stands after it.
    pub(crate) const FROM: u16 = 1 << 7;
    /// A party and state or a degree stand after it.
    pub(crate) const LABEL: u16 = 1 << 8;
    /// It "said he", "said her".
    pub(crate) const HE: u16 = 1 << 9;
    /// It "said it", "said its".
    pub(crate) const IT: u16 = 1 << 10;
    /// People work for it, its shares are traded, or its trade stands before it without an article: "an analyst at Acme",
    /// "Acme shares", "drugmakers Acme and Bolt".
    pub(crate) const EMPLOYER: u16 = 1 << 11;
}

impl Mention {
    /// Whether it can be a source: in the reporter's own words, and not a part of another's name.
    pub(super) fn is_candidate(&self) -> bool {
        self.run == UNQUOTED && !self.modifier
    }
}

/// No entity, no mention.
pub(super) const NOBODY: u32 = u32::MAX;

/// How many mentions before or after one are looked at for another that belongs to it: the subject of its verb, whoever is
/// named together with it, what describes it. It bounds the time of long lists of names: half and twice as many give the
/// same quotes on PolNeAR (a third of train, dev), on 3,311 articles of an agency and on transcripts.
pub(super) const NEAR: usize = 12;

/// Longest name or nominal, in words.
pub(super) const LONGEST: usize = 12;

/// What is told of a sentence before its mentions are looked for.
struct Outline {
    /// Whether it is a headline, in which capitals tell nothing.
    headline: bool,
    /// Where the report begins in it.
    opening: usize,
}

/// The sentences of an article with what is told of each.
fn outlined<'a>(tokens: &[Token], sentences: &'a [Sentence]) -> Vec<(&'a Sentence, Outline)> {
    let outline =
        |n: usize| Outline { headline: is_headline(tokens, sentences, n), opening: opening_of(tokens, sentences, n) };
    (0..sentences.len()).map(|n| (&sentences[n], outline(n))).collect()
}

/// Takes note of how the words of an article use capitals.
fn note_usage(usage: &mut Usage, tokens: &[Token], sentences: &[(&Sentence, Outline)]) {
    for (sentence, outline) in sentences {
        let words = &tokens[sentence.words.start as usize..sentence.words.end as usize];
        let opening = outline.opening - sentence.words.start as usize;
        for (i, token) in words.iter().enumerate() {
            let inside = !outline.headline && i > opening && token.is(bit::CAP);
            let small = if token.is(bit::LOWER) { note::SMALL } else { 0 };
            let capital = if inside { note::CAPITAL } else { 0 };
            let surname = if inside && is_surname(words, i) { note::SURNAME } else { 0 };
            usage.note(token.lex.word, small | capital | surname);
        }
    }
}

/// Whether word `i`, which is not the first, ends a full name or follows "Mr.".
fn is_surname(words: &[Token], i: usize) -> bool {
    const OTHERWISE: u64 = bit::FUNCTION | bit::OFFICE | bit::TITLE | bit::PARTY | bit::PERSON | bit::TIME;
    let (before, token) = (&words[i - 1], &words[i]);
    if !token.is(bit::CAP) || !before.is(bit::CAP) || before.run != token.run {
        return false;
    }
    let ends =
        !words.get(i + 1).is_some_and(|next| token.gap == gap::SPACE && next.is(bit::CAP) && !next.is(bit::SUFFIX));
    if before.is(bit::TITLE) {
        return ends && before.is(bit::MALE | bit::FEMALE);
    }
    // "in Florida Friday", "to Corpus Christi Tuesday"
    let longer = i >= 2 && words[i - 2].is(bit::CAP) && words[i - 2].gap == gap::SPACE && !words[i - 2].is(OTHERWISE);
    let given = before.is(bit::FIRST_NAME) && !((before.is(bit::PLACE) || longer) && token.is(bit::TIME))
        || token.is(OTHERWISE & !bit::TIME)
            && !before.is(OTHERWISE | bit::BODY | bit::PLACE | bit::ENTERPRISE | bit::ACRONYM);
    ends && before.gap == gap::SPACE && given
}

/// Pushes the mentions of an article to `found`, in text order; gives the first of each sentence, and their
/// number.
pub(super) fn push_mentions(
    tokens: &[Token],
    sentences: &[Sentence],
    usage: &mut Usage,
    found: &mut Vec<Mention>,
) -> Vec<u32> {
    let sentences = outlined(tokens, sentences);
    note_usage(usage, tokens, &sentences);
    let mut firsts = Vec::with_capacity(sentences.len() + 1);
    let mut finder = Finder { tokens, usage, end: 0, start: 0, found };
    for (sentence, outline) in &sentences {
        let first = finder.found.len();
        firsts.push(first as u32);
        if !outline.headline {
            finder.end = sentence.words.end as usize;
            finder.start = outline.opening;
            finder.sentence();
            describe(tokens, finder.start..finder.end, first as u32, &mut finder.found[first..]);
        }
    }
    firsts.push(finder.found.len() as u32);
    firsts
}

/// Longest dateline and cross-heading, in words.
const LONGEST_LEAD: usize = 14;

/// Where the report begins in sentence `number`.
fn opening_of(tokens: &[Token], sentences: &[Sentence], number: usize) -> usize {
    let words = &sentences[number].words;
    let opens = number.checked_sub(1).is_none_or(|n| sentences[n].block != sentences[number].block);
    opening(tokens, words.start as usize..words.end as usize, opens)
}

/// Where the report begins in a sentence: after a dateline ("PARIS, March 3 (Reuters) - ") where the sentence opens a
/// block, and after a cross-heading in capitals that ran into it ("NEXT STEPS The union").
fn opening(tokens: &[Token], words: Range<usize>, opens_block: bool) -> usize {
    let start = after_dateline(tokens, &words, opens_block);
    let capitals = |t: &&Token| t.is(bit::ACRONYM) || t.is(bit::INITIAL) && t.is(bit::CAP);
    let shouted = tokens[start..words.end].iter().take(LONGEST_LEAD).take_while(capitals).count();
    let shouted = shouted - usize::from(shouted > 0 && names_acronym(&tokens[start..words.end], shouted));
    let heading = &tokens[start..start + shouted];
    let after = tokens.get(start + shouted).filter(|_| start + shouted < words.end);
    let ordinary = after.is_some_and(|t| t.is(bit::CAP));
    let plain = |t: &Token| t.gap == gap::SPACE || t.gap == gap::HYPHEN || t.gap & gap::MARK != 0;
    let listed = |t: &Token| plain(t) || t.gap == gap::COMMA | gap::SPACE && shouted > 3;
    let several = shouted >= 2 || shouted == 1 && heading[0].is(bit::COMMON);
    if several
        && ordinary
        && !labels_quote(heading, after)
        && heading.iter().all(listed)
        && heading.iter().any(|t| t.is(bit::SHOUTED))
    {
        start + shouted
    } else {
        start
    }
}

/// "ANN PRICE, ECONOMIST, ACME BANK “…”": the name of whoever says what follows, and no heading.
fn labels_quote(heading: &[Token], after: Option<&Token>) -> bool {
    let quoted = after.is_some_and(Token::quoted);
    quoted && heading.iter().any(|t| t.is(bit::FIRST_NAME) || t.gap & gap::COMMA != 0)
}

/// Whether the last of the first `shouted` words, which are in capitals, is an acronym that the report begins with:
/// "SELLING GM GM executives", "NEW DEAL SOON IBM said".
fn names_acronym(words: &[Token], shouted: usize) -> bool {
    let Some(next) = words.get(shouted).filter(|_| shouted >= 2) else { return false };
    let (last, before) = (&words[shouted - 1], &words[shouted - 2]);
    let said = next.is(bit::LOWER) && next.is(bit::SAYING) && next.lex.cue >= 5;
    let short = !last.is(bit::SHOUTED) && shouted > 3;
    // "CEMENT BP said"
    let ordinary = !last.is(bit::COMMON) && words[..shouted - 1].iter().all(|t| t.is(bit::COMMON));
    next.is(bit::LOWER) && (last.lex.word == before.lex.word || said && short || ordinary && !last.is(bit::PLACE))
}

/// One past a dateline; within a block only one with an agency in brackets, as in texts that lost their paragraphs.
fn after_dateline(tokens: &[Token], words: &Range<usize>, opens_block: bool) -> usize {
    let lead = &tokens[words.start..words.end.min(words.start + LONGEST_LEAD)];
    let dash = lead.iter().position(|t| t.gap & gap::DASH != 0 && t.gap & gap::SPACE != 0);
    let Some(last) = dash.filter(|&last| words.start + last + 1 < words.end) else { return words.start };
    let agency = lead[last].gap & gap::CLOSE != 0;
    let place = agency || opens_block && lead[0].is(bit::SHOUTED | bit::PLACE);
    let plain = lead[..=last].iter().all(|t| t.is(bit::CAP | bit::NUMBER | bit::TIME) && !t.quoted());
    if place && plain { words.start + last + 1 } else { words.start }
}

/// Whether a sentence is a block by itself without a full stop in which nearly all longer words have capitals: there
/// they tell no names.
fn is_headline(tokens: &[Token], sentences: &[Sentence], number: usize) -> bool {
    let sentence = &sentences[number];
    let shares = |other: Option<&Sentence>| other.is_some_and(|s| s.block == sentence.block);
    if shares(sentences.get(number + 1)) || shares(number.checked_sub(1).map(|n| &sentences[n])) {
        return false;
    }
    let words = &tokens[sentence.words.start as usize..sentence.words.end as usize];
    if words.last().is_some_and(|t| t.gap & gap::STOP != 0) && words.iter().any(|t| t.is(bit::LOWER)) {
        return false;
    }
    let telling = words.iter().filter(|t| !t.is(bit::FUNCTION | bit::NUMBER) && t.is(bit::CAP | bit::LOWER));
    let (mut all, mut small) = (0, 0);
    for token in telling.take(40) {
        all += 1;
        small += usize::from(token.is(bit::LOWER));
    }
    all >= 4 && small * 5 <= all
}

/// Finds the mentions of one sentence after another.
pub(super) struct Finder<'a> {
    pub tokens: &'a [Token],
    pub usage: &'a Usage,
    /// The sentence's first word, after dateline and cross-heading.
    pub start: usize,
    pub end: usize,
    pub found: &'a mut Vec<Mention>,
}

impl Finder<'_> {
    fn sentence(&mut self) {
        let mut i = self.next(self.start);
        while i < self.end {
            let pronoun = self.tokens[i].is(bit::PRONOUN) && !self.is_surname(i) || self.is_relayed(i);
            let end = if pronoun {
                self.push(Sort::Pronoun, i..i + 1, i..i + 1);
                i + 1
            } else if self.begins_name(i) {
                self.name(i)
            } else {
                self.nominal(i)
            };
            i = self.next(end);
        }
    }

    /// "quoted him as saying": an object whose words are passed on.
    fn is_relayed(&self, i: usize) -> bool {
        const OBJECTS: [u32; 3] = knowns(["him", "her", "them"]);
        OBJECTS.contains(&self.tokens[i].lex.word)
            && i > self.start
            && self.tokens[i - 1].is(bit::RELAY)
            && self.saying_after(i + 1)
    }

    /// Whether "as saying" or "saying" stands at word `i`.
    fn saying_after(&self, i: usize) -> bool {
        (i..self.end.min(i + 2)).any(|w| self.tokens[w].is_saying())
    }

    /// The first word from `i` on that a mention may begin or end with, or the sentence's end.
    fn next(&self, mut i: usize) -> usize {
        while i < self.end {
            let next = self.tokens.get(i + 1).map_or(0, |t| t.lex.hint);
            if self.tokens[i].lex.hint & hint::MENTION != 0
                || self.is_relayed(i)
                || next & hint::CUE != 0 && self.precedes_cue(i)
                || i <= self.start + 1 && self.leads_to_cue(i)
            {
                break;
            }
            i += 1;
        }
        i
    }

    pub(super) fn push(&mut self, sort: Sort, words: Range<usize>, core: Range<usize>) {
        let head = self.head_of(&core);
        let first = self.tokens[words.start];
        let proper = first.is(bit::CAP) && (!self.opens_text(words.start) || !self.is_common(words.start));
        self.found.push(Mention {
            sort,
            words: words.start as u32..words.end as u32,
            core: core.start as u32..core.end as u32,
            head: head as u32,
            sentence: first.sentence,
            run: first.run,
            modifier: false,
            proper: (proper || first.is(bit::PARTY | bit::PLACE | bit::PROPER))
                && first.is(bit::CAP)
                && !first.is(bit::FUNCTION),
            owned: false,
            reach: words.end as u32,
            signs: 0,
            same_as: NOBODY,
            entity: NOBODY,
        });
    }

    /// The last word, or the one before a suffix ("Jr.").
    fn head_of(&self, core: &Range<usize>) -> usize {
        let last = core.end - 1;
        if core.len() > 1 && self.tokens[last].is(bit::SUFFIX) { last - 1 } else { last }
    }

    /// Whether a capital may be owed to the place of word `i`: at the start of a sentence, or after a colon or mark.
    pub(super) fn opens_text(&self, i: usize) -> bool {
        i <= self.start || self.tokens[i - 1].gap & (gap::COLON | gap::MARK) != 0
    }

    /// Whether word `i + 1` follows within the sentence, after a space, a hyphen, an ampersand, an abbreviation's
    /// stop, or a mark about a nickname.
    pub(super) fn joined(&self, i: usize) -> bool {
        if i + 1 >= self.end || self.tokens[i].run != self.tokens[i + 1].run {
            return false;
        }
        let token = self.tokens[i];
        match token.gap {
            gap::SPACE | gap::HYPHEN => true,
            gap::ABBREVIATED => token.is(bit::TITLE | bit::INITIAL | bit::OFFICE | bit::SUFFIX | bit::PARTICLE),
            gap::AMPERSAND | gap::AMPERSAND_SPACED => token.is(bit::CAP) && self.tokens[i + 1].is(bit::CAP),
            gap => gap == gap::MARK | gap::SPACE && !token.quoted() && token.is(bit::CAP),
        }
    }
}
