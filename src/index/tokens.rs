//! How analysed words reach Tantivy.
//!
//! A text value is the passage's folded words joined by spaces, so that Tantivy splits at spaces and
//! analyses nothing. Control characters, which no word contains, carry the rest:
//!
//! - a token that begins with [`SAME`] stands at the position of the token before it: the capitals of an
//!   acronym (`isis \u{1}ISIS`), and the marks of structure
//! - the tokens [`SENTENCE`] and [`PARAGRAPH`] mark the word before them as the first of a sentence or a
//!   block (never the passage's first)
//! - [`GAP`] moves the position on by [`BLOCK_GAP`], so that no phrase or connector crosses two blocks

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::passage::BLOCK_GAP;

/// The name under which the tokenizer is registered.
pub const TOKENIZER: &str = "analyzed";

/// First character of a token that shares its predecessor's position.
pub const SAME: char = '\u{1}';
/// The term at the first word of each sentence but a passage's first.
pub const SENTENCE: &str = "\u{2}";
/// The term at the first word of each block but a passage's first.
pub const PARAGRAPH: &str = "\u{4}";
/// A token by itself: a new block begins.
pub const GAP: &str = "\u{3}";

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

impl AnalyzedTokens<'_> {
    fn set(&mut self, text: &str, position: usize) {
        self.token.position = position;
        self.token.text.clear();
        self.token.text.push_str(text);
    }
}

impl TokenStream for AnalyzedTokens<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            // Words are short: a search by registers costs more than it saves.
            let end = self.rest.bytes().position(|b| b == b' ').unwrap_or(self.rest.len());
            let word = &self.rest[..end];
            self.rest = self.rest.get(end + 1..).unwrap_or("");
            if word == GAP {
                self.next_position += BLOCK_GAP as usize - 1;
            } else if let Some(same) = word.strip_prefix(SAME) {
                self.set(same, self.next_position.saturating_sub(1));
                return true;
            } else if !word.is_empty() {
                self.set(word, self.next_position);
                self.next_position += 1;
                return true;
            }
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

    #[test]
    fn positions_follow_the_marks() {
        let text = format!("isis {SAME}ISIS fell {SAME}{SENTENCE} {GAP} next");
        let mut tokenizer = AnalyzedTokenizer;
        let mut stream = tokenizer.token_stream(&text);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push((stream.token().text.clone(), stream.token().position));
        }
        let gap = BLOCK_GAP as usize;
        let expected = [("isis", 0), ("ISIS", 0), ("fell", 1), (SENTENCE, 1), ("next", gap + 1)];
        assert_eq!(tokens, expected.map(|(t, p)| (t.to_owned(), p)));
    }
}
