//! How analysed words reach Tantivy.
//!
//! A text value is the passage's folded words, each behind a byte that says how long it is, so that Tantivy
//! neither looks for words nor analyses them. The byte also says what else a token may be:
//!
//! - a token at the position of the token before it: the capitals of an acronym (`ISIS` beside `isis`), and the
//!   marks of structure [`SENTENCE`] and [`PARAGRAPH`], which mark the word before them as the first of a sentence
//!   or a block (never the passage's first)
//! - a gap, no token, but moving the position on by [`BLOCK_GAP`], so that no phrase or connector crosses two blocks

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::buffer::TextBuffer;
use crate::passage::BLOCK_GAP;

/// The name under which the tokenizer is registered.
pub const TOKENIZER: &str = "analyzed";

/// The term at the first word of each sentence but a passage's first.
pub const SENTENCE: &str = "\u{2}";
/// The term at the first word of each block but a passage's first.
pub const PARAGRAPH: &str = "\u{4}";

/// The byte before a gap, which has nothing behind it.
const GAP: u8 = 0;
/// The bit of a token that shares its predecessor's position.
const SAME: u8 = 0x40;
/// The length of a token that is as long or longer: it ends at [`END`].
const LONG: u8 = 0x3F;
/// A character that no word contains.
const END: char = '\0';

/// Appends a word to a text value; an empty one is none.
#[inline]
pub fn push_word(value: &mut TextBuffer, word: &str) {
    if !word.is_empty() {
        push(value, word, 0);
    }
}

/// Appends a term that stands at the position of the word before it.
pub fn push_same(value: &mut TextBuffer, term: &str) {
    push(value, term, SAME);
}

/// Appends the gap between two blocks.
pub fn push_gap(value: &mut TextBuffer) {
    value.push_ascii(GAP);
}

#[inline]
fn push(value: &mut TextBuffer, token: &str, kind: u8) {
    let len = token.len().min(usize::from(LONG)) as u8;
    value.push_ascii(kind | len);
    value.push_str(token);
    if len == LONG {
        value.push_ascii(END as u8);
    }
}

/// The tokenizers that the schema names.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, AnalyzedTokenizer);
    manager
}

/// Splits a text value as this module describes.
#[derive(Clone)]
pub struct AnalyzedTokenizer;

/// The tokens of one text value.
pub struct AnalyzedTokens<'a> {
    rest: &'a str,
    next_position: usize,
    token: Token,
}

impl Tokenizer for AnalyzedTokenizer {
    type TokenStream<'a> = AnalyzedTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalyzedTokens<'a> {
        AnalyzedTokens { rest: text, next_position: 0, token: Token::default() }
    }
}

impl<'a> AnalyzedTokens<'a> {
    /// Takes the token off the front whose byte, already taken, gives this length.
    fn take(&mut self, len: u8) -> &'a str {
        let end = if len == LONG { self.rest.find(END).unwrap_or(self.rest.len()) } else { usize::from(len) };
        let (token, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = if len == LONG { rest.strip_prefix(END).unwrap_or(rest) } else { rest };
        token
    }

    fn set(&mut self, text: &str, position: usize) {
        self.token.position = position;
        self.token.text.clear();
        self.token.text.push_str(text);
    }
}

impl TokenStream for AnalyzedTokens<'_> {
    fn advance(&mut self) -> bool {
        while let Some(&byte) = self.rest.as_bytes().first() {
            self.rest = self.rest.get(1..).unwrap_or("");
            if byte == GAP {
                self.next_position += BLOCK_GAP as usize - 1;
                continue;
            }
            let token = self.take(byte & LONG);
            if byte & SAME == 0 {
                self.set(token, self.next_position);
                self.next_position += 1;
            } else {
                self.set(token, self.next_position.saturating_sub(1));
            }
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens_of(value: &str) -> Vec<(String, usize)> {
        let mut tokenizer = AnalyzedTokenizer;
        let mut stream = tokenizer.token_stream(value);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push((stream.token().text.clone(), stream.token().position));
        }
        tokens
    }

    #[test]
    fn positions_follow_the_marks() {
        let mut value = TextBuffer::default();
        push_word(&mut value, "isis");
        push_same(&mut value, "ISIS");
        push_word(&mut value, "fell");
        push_same(&mut value, SENTENCE);
        push_word(&mut value, "");
        push_gap(&mut value);
        push_word(&mut value, "next");
        let gap = BLOCK_GAP as usize;
        let expected = [("isis", 0), ("ISIS", 0), ("fell", 1), (SENTENCE, 1), ("next", gap + 1)];
        assert_eq!(tokens_of(&value.into_string()), expected.map(|(t, p)| (t.to_owned(), p)));
    }

    #[test]
    fn words_of_any_length_come_back() {
        let words: Vec<String> = (1..200).flat_map(|len| ["a".repeat(len), "é".repeat(len)]).collect();
        let mut value = TextBuffer::default();
        words.iter().for_each(|word| push_word(&mut value, word));
        assert_eq!(tokens_of(&value.into_string()), words.into_iter().zip(0..).collect::<Vec<_>>());
    }

    #[test]
    fn any_text_is_borne() {
        for text in ["a", "\u{3}é", "\u{5}ab", "é", "\u{7F}abc", "\u{3F}abc"] {
            assert!(tokens_of(text).len() <= text.len(), "{text:?}");
        }
    }
}
