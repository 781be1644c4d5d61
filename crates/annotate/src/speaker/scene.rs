//! Everything about an article that the speaker models look at, prepared once.

use std::ops::Range;

use super::bit;
use super::entity::{Entity, link};
use super::known::known;
use super::lexicon::{Lex, Lexicon};
use super::marks::Run;
use super::mention::{Mention, push_mentions};
use super::profile::{Profile, profiles};
use super::token::{QuotedWords, Token, UNQUOTED, gap, push_tokens};
use super::usage::Usage;
use onrecord_text::analyze::Analyzed;
use onrecord_text::analyze::form::{FormTable, Forms};
use onrecord_text::article::BlockKind;
use onrecord_text::span::Span;

/// Words of the longest article whose buffers are kept for the next, to bound memory.
const MAX_BUFFERED: usize = 1 << 16;

/// Longest role before a name, in words. Half and twice as many change none of the 36,000 quotes of 3,311 articles of an
/// agency, nor PolNeAR (a third of train, dev).
const LONGEST_ROLE: usize = 8;

/// What scenes are built in: kept between articles to spare allocation.
#[derive(Default)]
pub(super) struct Buffers {
    tokens: Vec<Token>,
    mentions: Vec<Mention>,
    profiles: Vec<Profile>,
    usage: Usage,
}

/// An article prepared for attribution.
pub(super) struct Scene<'a> {
    pub text: &'a Analyzed<'a>,
    pub tokens: Vec<Token>,
    /// The words of each paragraph; only where there are runs.
    paragraphs: Vec<Range<u32>>,
    pub runs: Vec<Run>,
    /// The words of each run.
    pub run_words: Vec<Range<u32>>,
    /// For each word how many words there are up to it, where a run counts as one; only where there are runs.
    steps: Vec<u32>,
    /// Sorted by head.
    pub mentions: Vec<Mention>,
    /// What the models see of each mention.
    pub profiles: Vec<Profile>,
    /// The first mention of each sentence, and their number.
    first_mentions: Vec<u32>,
    pub entities: Vec<Entity>,
    usage: Usage,
}

impl<'a> Scene<'a> {
    /// Prepares an article with these quotation-mark runs, in buffers that were used before.
    pub(super) fn new(
        text: &'a Analyzed<'a>,
        forms: &Forms,
        (table, lexicon): (&mut FormTable<Lex>, &mut Lexicon),
        runs: Vec<Run>,
        buffers: Buffers,
    ) -> Self {
        let Buffers { mut tokens, mut mentions, mut profiles, mut usage } = buffers;
        let mut quoted = QuotedWords::new(runs);
        push_tokens(text, forms, table, lexicon, &mut quoted, &mut tokens);
        let QuotedWords { runs, words: run_words, .. } = quoted;
        usage.begin(lexicon.words());
        let first_mentions = push_mentions(&tokens, &text.sentences, &mut usage, &mut mentions);
        let entities = link(&tokens, &mut mentions);
        profiles.extend(self::profiles(&tokens, &text.sentences, &mentions, &entities));
        let quotes = !runs.is_empty();
        let paragraphs = if quotes { paragraphs(&tokens) } else { Vec::new() };
        let steps = if quotes { steps(&tokens, &run_words) } else { Vec::new() };
        Scene { text, tokens, paragraphs, runs, run_words, steps, mentions, profiles, first_mentions, entities, usage }
    }

    /// The buffers, for the next article.
    pub(super) fn into_buffers(self) -> Buffers {
        let Scene { mut tokens, mut mentions, mut profiles, usage, .. } = self;
        if tokens.capacity() > MAX_BUFFERED {
            return Buffers::default();
        }
        tokens.clear();
        mentions.clear();
        profiles.clear();
        Buffers { tokens, mentions, profiles, usage }
    }

    /// The mentions whose heads lie among `words`, as indexes.
    pub(super) fn mentions_in(&self, words: Range<u32>) -> Range<usize> {
        let from = self.first_mention(words.start);
        from..self.first_mention(words.end).max(from)
    }

    /// The first mention whose head is word `word` or stands after it.
    fn first_mention(&self, word: u32) -> usize {
        let Some(token) = self.tokens.get(word as usize) else { return self.mentions.len() };
        let of = self.mentions_of(token.sentence);
        of.start + self.mentions[of].iter().take_while(|m| m.head < word).count()
    }

    /// The mentions of a sentence, as indexes.
    pub(super) fn mentions_of(&self, sentence: u32) -> Range<usize> {
        self.first_mentions[sentence as usize] as usize..self.first_mentions[sentence as usize + 1] as usize
    }

    /// The block of a sentence.
    pub(super) fn block(&self, sentence: u32) -> u32 {
        self.text.sentences[sentence as usize].block
    }

    pub(super) fn block_kind(&self, block: u32) -> BlockKind {
        self.text.article.blocks[block as usize].kind
    }

    /// The words of a paragraph; of none beyond the last.
    pub(super) fn paragraph(&self, number: u32) -> Range<u32> {
        let end = self.tokens.len() as u32;
        self.paragraphs.get(number as usize).cloned().unwrap_or(end..end)
    }

    /// The paragraph that a run begins in.
    pub(super) fn paragraph_of_run(&self, run: u32) -> u32 {
        self.token(self.run_words[run as usize].start).paragraph
    }

    /// How many words stand among these where a run counts as one; to be asked for where there are runs.
    pub(super) fn distance(&self, words: Range<u32>) -> u32 {
        if words.is_empty() {
            return 0;
        }
        self.steps[words.end as usize - 1] + 1 - self.steps[words.start as usize]
    }

    /// Where these words stand.
    pub(super) fn span(&self, words: Range<u32>) -> Span {
        let at = |i: u32| self.text.words[i as usize].span;
        at(words.start).cover(at(words.end - 1))
    }

    /// Whether these words may be a role before a name or an article before a noun: no verb of saying, no clause, no pause.
    pub(super) fn is_role(&self, words: Range<u32>) -> bool {
        const OTHER: u64 = bit::FUNCTION & !(bit::DET | bit::POSSESSIVE | bit::QUANTIFIER);
        let joined =
            |gap: u16| gap == gap::SPACE || gap & (gap::HYPHEN | gap::POSSESSIVE) != 0 || gap == gap::ABBREVIATED;
        const OF: u32 = known("of");
        words.len() <= LONGEST_ROLE
            && words.into_iter().map(|w| self.token(w)).all(|t| {
                let says = t.is(bit::LOWER) && t.lex.cue >= 5 && !t.is(bit::PERSON);
                joined(t.gap) && !t.quoted() && !says && (!t.is(OTHER) || t.is(bit::ACRONYM) || t.lex.word == OF)
            })
    }

    pub(super) fn token(&self, word: u32) -> &Token {
        &self.tokens[word as usize]
    }
}

fn paragraphs(tokens: &[Token]) -> Vec<Range<u32>> {
    let mut paragraphs: Vec<Range<u32>> = Vec::new();
    let mut start = 0;
    for words in tokens.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let end = start + words.len() as u32;
        // A block without words takes a number, too.
        paragraphs.resize(words[0].paragraph as usize, start..start);
        paragraphs.push(start..end);
        start = end;
    }
    paragraphs
}

/// For each word how many words there are up to it, where the words of a run count as one.
fn steps(tokens: &[Token], run_words: &[Range<u32>]) -> Vec<u32> {
    let mut steps = Vec::with_capacity(tokens.len());
    let (mut count, mut end) = (0, 0);
    for (i, token) in tokens.iter().enumerate() {
        if i as u32 >= end {
            count += 1;
            end = if token.run == UNQUOTED { 0 } else { run_words[token.run as usize].end };
        }
        steps.push(count);
    }
    steps
}
