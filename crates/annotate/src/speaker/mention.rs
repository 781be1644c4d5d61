//! Mentions: the words that can name a source. Names, pronouns, and nouns for persons, bodies and documents.
//!
//! One pass over the tokens of each sentence. No parser: a name is a run of capitalised words, a nominal is a
//! noun with the words to its left that belong to it. What is no source in its place is left to the models.

use std::ops::Range;

use super::lexicon::{Lex, bit, hashes, hint};
use super::token::{Token, UNQUOTED, gap};
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
    /// Whom it names, for names that were linked; else [`NOBODY`].
    pub entity: u32,
}

impl Mention {
    /// Whether it can be a source: in the reporter's own words, and not a part of another's name.
    pub(super) fn is_candidate(&self) -> bool {
        self.run == UNQUOTED && !self.modifier
    }
}

/// No entity.
pub(super) const NOBODY: u32 = u32::MAX;

/// Longest name or nominal, in words.
const LONGEST: usize = 12;

/// A set of words, as hashed bits, some sixteen for a word: a false answer is rare and harmless.
struct WordSet {
    bits: Vec<u64>,
}

impl WordSet {
    /// A set for so many words.
    fn new(size: usize) -> Self {
        WordSet { bits: vec![0; (size / 4).next_power_of_two().clamp(64, 1 << 16)] }
    }

    fn place(&self, lex: Lex) -> (usize, u32) {
        ((lex.hash >> 6) as usize & (self.bits.len() - 1), lex.hash & 63)
    }

    /// Adds a word on a condition, without a branch that could not be foretold.
    fn add_if(&mut self, condition: bool, lex: Lex) {
        let (word, bit) = self.place(lex);
        self.bits[word] |= u64::from(condition) << bit;
    }

    fn has(&self, lex: Lex) -> bool {
        let (word, bit) = self.place(lex);
        self.bits[word] >> bit & 1 == 1
    }
}

/// How the words of an article use capitals.
struct Usage {
    /// Words that occur in small letters, so that a capital at a sentence's start means nothing.
    small: WordSet,
    /// Words that occur with a capital that is owed to no place: within a sentence of ordinary letters.
    capital: WordSet,
}

impl Usage {
    /// The usage in an article of which these sentences are headlines.
    fn of(tokens: &[Token], sentences: &[Sentence], headlines: &[u32]) -> Self {
        let mut usage = Usage { small: WordSet::new(tokens.len()), capital: WordSet::new(tokens.len() / 4) };
        let mut headlines = headlines.iter().copied().peekable();
        for (number, sentence) in sentences.iter().enumerate() {
            let words = &tokens[sentence.words.start as usize..sentence.words.end as usize];
            let ordinary = headlines.next_if_eq(&(number as u32)).is_none();
            for (i, token) in words.iter().enumerate() {
                usage.small.add_if(token.is(bit::LOWER), token.lex);
                usage.capital.add_if(ordinary && i > 0 && token.is(bit::CAP), token.lex);
            }
        }
        usage
    }
}

/// Pushes the mentions of an article to `found`, in text order; gives the first of each sentence, and their
/// number.
pub(super) fn push_mentions(tokens: &[Token], sentences: &[Sentence], found: &mut Vec<Mention>) -> Vec<u32> {
    let numbers = 0..sentences.len();
    let headlines: Vec<u32> = numbers.filter(|&n| is_headline(tokens, sentences, n)).map(|n| n as u32).collect();
    let usage = Usage::of(tokens, sentences, &headlines);
    let mut headlines = headlines.into_iter().peekable();
    let mut firsts = Vec::with_capacity(sentences.len() + 1);
    let mut finder = Finder { tokens, usage: &usage, end: 0, start: 0, found };
    for (number, sentence) in sentences.iter().enumerate() {
        firsts.push(finder.found.len() as u32);
        if headlines.next_if_eq(&(number as u32)).is_none() {
            finder.start = sentence.words.start as usize;
            finder.end = sentence.words.end as usize;
            finder.sentence();
        }
    }
    firsts.push(finder.found.len() as u32);
    firsts
}

/// Whether a sentence is a block by itself in which nearly all longer words have capitals: there they tell no
/// names.
fn is_headline(tokens: &[Token], sentences: &[Sentence], number: usize) -> bool {
    let sentence = &sentences[number];
    let shares = |other: Option<&Sentence>| other.is_some_and(|s| s.block == sentence.block);
    if shares(sentences.get(number + 1)) || shares(number.checked_sub(1).map(|n| &sentences[n])) {
        return false;
    }
    let words = &tokens[sentence.words.start as usize..sentence.words.end as usize];
    let telling = words.iter().filter(|t| !t.is(bit::FUNCTION | bit::NUMBER) && t.is(bit::CAP | bit::LOWER));
    let (mut all, mut small) = (0, 0);
    for token in telling.take(40) {
        all += 1;
        small += usize::from(token.is(bit::LOWER));
    }
    all >= 4 && small * 5 <= all
}

struct Finder<'a> {
    tokens: &'a [Token],
    usage: &'a Usage,
    start: usize,
    end: usize,
    found: &'a mut Vec<Mention>,
}

impl Finder<'_> {
    fn sentence(&mut self) {
        let mut i = self.next(self.start);
        while i < self.end {
            let end = if self.tokens[i].is(bit::PRONOUN) {
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

    /// The first word from `i` on that a mention may begin or end with, or the sentence's end.
    fn next(&self, mut i: usize) -> usize {
        while i < self.end {
            let next = self.tokens.get(i + 1).map_or(0, |t| t.lex.hint);
            if self.tokens[i].lex.hint & hint::MENTION != 0 || next & hint::CUE != 0 && self.precedes_cue(i) {
                break;
            }
            i += 1;
        }
        i
    }

    fn push(&mut self, sort: Sort, words: Range<usize>, core: Range<usize>) {
        let head = self.head_of(&core);
        let first = self.tokens[words.start];
        self.found.push(Mention {
            sort,
            words: words.start as u32..words.end as u32,
            core: core.start as u32..core.end as u32,
            head: head as u32,
            sentence: first.sentence,
            run: first.run,
            modifier: false,
            entity: NOBODY,
        });
    }

    /// The last word, or the one before a suffix ("Jr.").
    fn head_of(&self, core: &Range<usize>) -> usize {
        let last = core.end - 1;
        if core.len() > 1 && self.tokens[last].is(bit::SUFFIX) { last - 1 } else { last }
    }

    fn opens_text(&self, i: usize) -> bool {
        i == self.start || self.tokens[i - 1].gap & (gap::COLON | gap::MARK) != 0
    }

    fn begins_name(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let closed = token.is(bit::FUNCTION | bit::TIME) && !token.is(bit::ACRONYM);
        if !token.is(bit::CAP) || closed {
            return false;
        }
        let marked = token.is(bit::TITLE | bit::OFFICE | bit::PARTY);
        marked || !self.opens_text(i) || !self.is_common(i)
    }

    /// A capital at a sentence's start that is owed to the place alone.
    fn is_common(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let lone = !self.joined(i) || !self.tokens[i + 1].is(bit::CAP);
        let verbal = token.lex.cue > 0 || token.is(bit::PAST | bit::ING | bit::ADVERB);
        let noun = token.is(bit::PERSON | bit::DOCUMENT) || token.is(bit::BODY) && token.is(bit::PLURAL);
        if token.is(bit::FIRST_NAME | bit::ACRONYM) && !lone {
            return false;
        }
        let small = self.usage.small.has(token.lex) && !token.is(bit::ACRONYM);
        let known = self.usage.capital.has(token.lex) || token.is(bit::ACRONYM | bit::FIRST_NAME) || self.speaks(i);
        small || lone && (verbal || noun || !known)
    }

    /// Whether a word that is nearly always a cue, or a mark of apposition, follows.
    fn speaks(&self, i: usize) -> bool {
        let token = self.tokens[i];
        token.gap & (gap::POSSESSIVE | gap::COMMA | gap::COLON | gap::HYPHEN) != 0
            || self.joined(i) && (self.tokens[i + 1].lex.cue >= 4 || self.tokens[i + 1].is(bit::AUXILIARY))
    }

    /// Whether word `i + 1` follows within the sentence, after a space, a hyphen or an abbreviation's stop.
    fn joined(&self, i: usize) -> bool {
        if i + 1 >= self.end || self.tokens[i].run != self.tokens[i + 1].run {
            return false;
        }
        let token = self.tokens[i];
        let abbreviated = token.is(bit::TITLE | bit::INITIAL | bit::OFFICE) && token.gap == gap::STOP | gap::SPACE;
        token.gap == gap::SPACE || token.gap == gap::HYPHEN || abbreviated
    }

    fn is_name_word(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let date = token.is(bit::TIME) && !token.is(bit::MALE | bit::FEMALE);
        token.is(bit::CAP) && !token.is(bit::FUNCTION) && !date
    }

    /// How far a run of name words from `i` goes.
    fn name_end(&self, i: usize) -> usize {
        let mut j = i + 1;
        while j - i < LONGEST && self.joined(j - 1) {
            let hyphenated = self.tokens[j - 1].gap == gap::HYPHEN && self.tokens[j].is(bit::LOWER) && j - i > 1;
            if self.is_name_word(j) || hyphenated && !self.tokens[j].is(bit::PAST | bit::FUNCTION) && !self.is_noun(j) {
                j += 1;
            } else if self.is_link(i, j) && self.joined(j) {
                let skip = usize::from(self.tokens[j + 1].is(bit::DET));
                if !(j + 1 + skip < self.end && (skip == 0 || self.joined(j + 1)) && self.is_name_word(j + 1 + skip)) {
                    break;
                }
                j += 2 + skip;
            } else {
                break;
            }
        }
        j.min(self.end)
    }

    /// A small word within a name: "de", "of" after a body or an office.
    fn is_link(&self, i: usize, j: usize) -> bool {
        let token = self.tokens[j];
        if token.is(bit::PARTICLE) && token.is(bit::LOWER) {
            return true;
        }
        const OF: [u32; 2] = hashes(["of", "for"]);
        OF.contains(&token.lex.hash)
            && self.tokens[j - 1].is(bit::BODY | bit::OFFICE)
            && !self.tokens[i..j].iter().any(|t| t.is(bit::FIRST_NAME))
    }

    fn name(&mut self, i: usize) -> usize {
        let end = self.name_end(i);
        let start = self.with_article(i);
        match self.core(i, end) {
            Some(core) => {
                self.push(Sort::Name, start..end, core);
                self.mark_modifier(end);
            }
            None if self.is_modifier(end) => {}
            None => self.push(Sort::Nominal, start..end, start..end),
        }
        end
    }

    /// Whether the run that ends here only modifies the noun after it ("Democratic voters").
    fn is_modifier(&self, end: usize) -> bool {
        let last = self.tokens[end - 1];
        self.joined(end - 1)
            && self.tokens[end].is(bit::LOWER)
            && !self.tokens[end].is(bit::FUNCTION | bit::ADVERB)
            && last.is(bit::PARTY)
            && self.tokens[end].lex.cue == 0
    }

    /// Marks the name just found as part of the role before another's name: "State Department spokesman Mark
    /// Toner", "Clinton's campaign manager Robby Mook".
    fn mark_modifier(&mut self, end: usize) {
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

    fn is_role_word(&self, i: usize) -> bool {
        let token = self.tokens[i];
        token.is(bit::LOWER) && !token.is(bit::FUNCTION | bit::ADVERB | bit::PAST | bit::TIME) && token.lex.cue < 3
    }

    fn with_article(&self, i: usize) -> usize {
        let article = i > self.start && self.tokens[i - 1].is(bit::DET) && self.joined(i - 1);
        if article { i - 1 } else { i }
    }

    /// The name proper within a run: what follows the last title or office; none where all of it is one.
    fn core(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let tokens = &self.tokens[..end];
        let prefix = |i: usize| tokens[i].is(bit::TITLE | bit::OFFICE | bit::PARTY) && !tokens[i].is(bit::ACRONYM);
        if end - start > 1 && tokens[end - 1].is(bit::BODY) {
            return Some(start..end);
        }
        let last_office = (start..end - 1)
            .rev()
            .find(|&i| tokens[i].is(bit::TITLE | bit::OFFICE))
            .filter(|&i| !(start..i).any(|k| tokens[k].is(bit::FIRST_NAME)));
        let mut from = last_office.map_or(start, |i| i + 1);
        if from < end && !tokens[from].is(bit::CAP) && from > start {
            from = self.after_of(from, end)?;
        }
        while from < end && prefix(from) {
            from += 1;
        }
        (from < end).then_some(from..end)
    }

    /// Where the name begins after an office with "of": "Secretary of State |Rex Tillerson".
    fn after_of(&self, of: usize, end: usize) -> Option<usize> {
        let first = (of + 1..end).find(|&i| self.tokens[i].is(bit::FIRST_NAME) && i + 1 < end);
        first.or_else(|| (end - of >= 4).then_some(end - 2).filter(|_| !self.tokens[end - 1].is(bit::BODY)))
    }

    fn is_noun(&self, i: usize) -> bool {
        let token = self.tokens[i];
        let class = token.is(bit::PERSON | bit::BODY | bit::DOCUMENT) || token.lex.source >= 2;
        class && !token.is(bit::FUNCTION) && !(token.is(bit::PARTY) && self.is_adjective(i))
    }

    /// Whether a strong cue follows a noun that ends a noun phrase: "the heavyweights wrote".
    fn precedes_cue(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        let next = self.tokens.get(i + 1).is_some_and(|t| t.lex.hint & hint::CUE != 0);
        let open = bit::FUNCTION | bit::ADVERB | bit::TIME | bit::PAST | bit::ING | bit::CAP;
        next && token.lex.cue < 3 && !token.is(open) && token.gap == gap::SPACE && i > self.start && {
            let before = &self.tokens[i - 1];
            before.gap & gap::POSSESSIVE != 0
                || before.is(bit::DET | bit::POSSESSIVE | bit::QUANTIFIER | bit::NUMBER | bit::LOWER)
        }
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
    fn nominal(&mut self, i: usize) -> usize {
        if self.tokens[i].quoted() || !self.is_noun(i) && !self.precedes_cue(i) {
            return self.pronominal(i);
        }
        let followed =
            self.joined(i) && (self.is_noun(i + 1) && self.tokens[i + 1].lex.cue < 3 || self.names_holder(i));
        if !followed {
            let start = self.left_edge(i);
            self.found.iter_mut().rev().take_while(|m| m.head as usize >= start).for_each(|m| m.modifier = true);
            self.push(Sort::Nominal, start..i + 1, start..i + 1);
        }
        i + 1
    }

    /// Whether a name follows whose role this noun is ("spokesman Mark Toner").
    fn names_holder(&self, i: usize) -> bool {
        self.tokens[i].is(bit::PERSON) && self.begins_name(i + 1)
    }

    /// "Others said", "some argue": a quantifier that stands for people.
    fn pronominal(&mut self, i: usize) -> usize {
        let token = self.tokens[i];
        let before_cue = self.joined(i) && self.tokens[i + 1].lex.cue >= 3;
        if token.is(bit::QUANTIFIER) && before_cue && !token.quoted() && !self.is_noun(i + 1) {
            self.push(Sort::Nominal, i..i + 1, i..i + 1);
        }
        i + 1
    }

    /// Where the words begin that belong to the noun at `head`.
    fn left_edge(&self, head: usize) -> usize {
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

    fn may_modify(&self, i: usize) -> bool {
        let token = self.tokens[i];
        if token.is(bit::FUNCTION | bit::TIME) {
            return false;
        }
        let verbal = token.is(bit::LOWER) && (token.lex.cue >= 2 || token.is(bit::PAST | bit::ADVERB));
        !verbal
            || i > self.start
                && self.tokens[i - 1].is(bit::DET | bit::POSSESSIVE)
                && self.tokens[i - 1].gap == gap::SPACE
    }
}
