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
use onrecord_text::analyze::Word;
use onrecord_text::passage::BLOCK_GAP;

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
pub fn push_word(value: &mut TextBuffer, word: &str) {
    if !word.is_empty() {
        push(value, 0, word);
    }
}

/// Bytes of the longest words that [`push_run`] takes.
pub const RUN_WORD: usize = LONG as usize - 1;

/// Appends words that stand in `text` with one byte between each two, none longer than [`RUN_WORD`], their ASCII
/// letters made small: all at once, the bytes between them becoming those that say how long they are.
pub fn push_run(value: &mut TextBuffer, text: &str, words: &[Word]) {
    let ([first, ..], [.., last]) = (words, words) else { return };
    let before = value.len();
    value.push_ascii(0);
    value.push_small(first.span.cover(last.span).of(text));
    for word in words {
        let from_first = (word.span.start - first.span.start) as usize;
        value.set_ascii(before + from_first, word.span.len() as u8);
    }
}

/// Appends a term that stands at the position of the word before it.
pub fn push_same(value: &mut TextBuffer, term: &str) {
    push(value, SAME, term);
}

fn push(value: &mut TextBuffer, kind: u8, token: &str) {
    let len = token.len().min(usize::from(LONG)) as u8;
    value.push_ascii(kind | len);
    value.push_str(token);
    if len == LONG {
        value.push_ascii(END as u8);
    }
}

/// Appends the gap between two blocks.
pub fn push_gap(value: &mut TextBuffer) {
    value.push_ascii(GAP);
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
    text: &'a str,
    /// Where the next token's byte stands.
    at: usize,
    next_position: usize,
    token: Token,
}

impl Tokenizer for AnalyzedTokenizer {
    type TokenStream<'a> = AnalyzedTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalyzedTokens<'a> {
        AnalyzedTokens { text, at: 0, next_position: 0, token: Token::default() }
    }
}

impl<'a> AnalyzedTokens<'a> {
    /// The token of length `len` that begins at byte `start`; goes on to the next.
    #[inline]
    fn take(&mut self, start: usize, len: u8) -> &'a str {
        let end = start + usize::from(len);
        match self.text.get(start..end) {
            Some(token) if len != LONG => {
                self.at = end;
                token
            }
            _ => self.take_long(start),
        }
    }

    /// The token that begins at byte `start` and ends at [`END`], or with the text.
    #[cold]
    fn take_long(&mut self, start: usize) -> &'a str {
        let rest = self.text.get(start..).unwrap_or("");
        let (token, _) = rest.split_once(END).unwrap_or((rest, ""));
        self.at = start + token.len() + END.len_utf8();
        token
    }
}

impl TokenStream for AnalyzedTokens<'_> {
    fn advance(&mut self) -> bool {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            if byte == GAP {
                self.next_position += BLOCK_GAP as usize - 1;
                self.at += 1;
                continue;
            }
            let token = self.take(self.at + 1, byte & LONG);
            self.next_position += usize::from(byte & SAME == 0);
            self.token.position = self.next_position.saturating_sub(1);
            self.token.text.clear();
            self.token.text.push_str(token);
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
    use onrecord_text::analyze::FormId;
    use onrecord_text::span::Span;

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
    fn a_run_of_words_is_those_words() {
        let text = "In Zürich-West it ended.";
        let mut start = 0;
        let words = text.split_inclusive([' ', '-', '.']).map(|piece| {
            let span = Span::new(start, start + piece.len() - 1);
            start += piece.len();
            Word { span, form: FormId(0), acronym: false }
        });
        let words: Vec<Word> = words.collect();
        let mut value = TextBuffer::default();
        push_run(&mut value, text, &words[..3]);
        push_run(&mut value, text, &[]);
        push_run(&mut value, text, &words[3..]);
        let expected = ["in", "zürich", "west", "it", "ended"].map(str::to_owned);
        assert_eq!(tokens_of(&value.into_string()), expected.into_iter().zip(0..).collect::<Vec<_>>());
    }

    #[test]
    fn any_text_is_borne() {
        for text in ["a", "\u{3}é", "\u{5}ab", "é", "\u{7F}abc", "\u{3F}abc"] {
            assert!(tokens_of(text).len() <= text.len(), "{text:?}");
        }
    }
}
