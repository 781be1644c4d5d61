//! Profiles: what the models see of a mention wherever they meet it, worked out once for each.

use super::bit;
use super::entity::Entity;
use super::mention::{Mention, Sort};
use super::token::{Token, gap};
use onrecord_text::analyze::Sentence;

/// What a mention is and what stands beside it, as values of features.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    /// The sort of mention, finer than [`Sort`].
    pub sort: u32,
    /// The identity of its head, and how apt that is to be a source.
    pub head: u32,
    pub source: u32,
    /// The classes of the words before and after it, 0 where there is none.
    pub before: u32,
    pub after: u32,
    /// The punctuation before and after it.
    pub gap_before: u32,
    pub gap_after: u32,
    /// The paragraph of its head.
    pub paragraph: u32,
    /// Whether it begins or ends its sentence.
    pub opens: bool,
    pub closes: bool,
    /// Whether the word after it is quoted.
    pub meets_quote: bool,
}

/// The profile of each mention.
pub(super) fn profiles<'a>(
    tokens: &'a [Token],
    sentences: &'a [Sentence],
    mentions: &'a [Mention],
    entities: &'a [Entity],
) -> impl Iterator<Item = Profile> + 'a {
    mentions.iter().map(|mention| profile(tokens, &sentences[mention.sentence as usize], mention, entities))
}

fn profile(tokens: &[Token], sentence: &Sentence, mention: &Mention, entities: &[Entity]) -> Profile {
    let head = &tokens[mention.head as usize];
    let before = mention.words.start.checked_sub(1).map(|w| &tokens[w as usize]);
    let after = tokens.get(mention.reach as usize);
    Profile {
        sort: sort(head, mention, entities),
        head: head.lex.hash,
        source: u32::from(head.lex.source),
        before: before.map_or(0, |t| t.lex.class()),
        after: after.map_or(0, |t| t.lex.class()),
        gap_before: before.map_or(0, punctuation),
        gap_after: gap_after(tokens, mention),
        paragraph: head.paragraph,
        opens: mention.words.start == sentence.words.start,
        closes: mention.reach == sentence.words.end,
        meets_quote: after.is_some_and(Token::quoted),
    }
}

fn sort(head: &Token, mention: &Mention, entities: &[Entity]) -> u32 {
    match mention.sort {
        Sort::Pronoun => 16 + head.lex.hash % 61,
        Sort::Nominal => {
            2 + u32::from(head.is(bit::PERSON))
                + 2 * u32::from(head.is(bit::BODY))
                + 4 * u32::from(head.is(bit::DOCUMENT))
        }
        Sort::Name if entities.get(mention.entity as usize).is_some_and(|e| e.body) => 1,
        Sort::Name => 0,
    }
}

/// The punctuation after a mention and what describes it; how brackets end is no matter.
fn gap_after(tokens: &[Token], mention: &Mention) -> u32 {
    let gap = punctuation(&tokens[mention.reach as usize - 1]);
    let bracket = u32::from(gap::OPEN | gap::CLOSE | gap::OTHER);
    if mention.reach > mention.words.end { gap & !bracket } else { gap }
}

/// The punctuation after a word, less plain spaces.
pub(super) fn punctuation(token: &Token) -> u32 {
    u32::from(token.gap & gap::PUNCTUATION)
}
