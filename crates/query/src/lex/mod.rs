//! From query text to tokens. Every decision about single characters (quotation marks, escapes, wildcards,
//! what begins an operator) is made here; what the tokens mean together is the parser's business.
//!
//! - `token`: what the tokens are
//! - `scan`: where runs of characters end
//! - `connector`: `w/5` and its like, and what takes several tokens to tell
//! - `lookalike`: what other programs take for an operator, and small `and`, `or`, `not`

mod connector;
mod lookalike;
mod scan;
mod token;

pub(crate) use connector::{MAX_DISTANCE, is_connector};
pub(crate) use lookalike::is_lookalike;
pub(crate) use scan::is_double_quote;
pub(crate) use token::{Connector, Piece, Token, TokenKind};

use crate::error::{ErrorKind, QueryError};
use crate::field::Field;
use crate::note::Note;
use connector::{connector, join_connectors};
use lookalike::check_lookalikes;
use onrecord_text::span::Span;
use scan::*;

/// Splits a query into tokens.
///
/// # Errors
/// Unclosed quotation marks and regular expressions, and numbers out of range.
pub(crate) fn lex(text: &str, notes: &mut Vec<Note>) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), notes };
    lexer.run()?;
    let tokens = join_connectors(lexer.tokens, text, notes);
    check_lookalikes(&tokens, text, notes)?;
    Ok(tokens)
}

/// Most occurrences that `atleastN()` can ask for.
pub(crate) const MAX_COUNT: u32 = 1000;

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    notes: &'a mut Vec<Note>,
}

impl<'a> Lexer<'a> {
    fn run(&mut self) -> Result<(), QueryError> {
        loop {
            self.suffixes()?;
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
            let Some(c) = self.rest().chars().next() else {
                return Ok(());
            };
            self.token(c)?;
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: TokenKind, len: usize) {
        let span = Span::new(self.at, self.at + len);
        self.tokens.push(Token { kind, span });
        self.at += len;
    }

    fn token(&mut self, c: char) -> Result<(), QueryError> {
        let rest = self.rest();
        let verbatim =
            matches!(self.tokens.last(), Some(t) if matches!(t.kind, TokenKind::Field(f) if f.is_verbatim()));
        match c {
            '(' => self.push(TokenKind::Open, 1),
            ')' => self.push(TokenKind::Close, 1),
            _ if is_double_quote(c) => return self.phrase(c),
            _ if is_single_quote(c) && doubled_single(rest).is_some() => self.doubled_phrase(),
            _ if is_single_quote(c) && closing_single(rest).is_some() => self.single_phrase(),
            _ if verbatim => self.word(true),
            _ if is_other_minus(c) && begins_operand(&rest[c.len_utf8()..]) => self.other_minus(c),
            '+' if begins_operand(&rest[1..]) => self.push(TokenKind::Plus, 1),
            '-' if begins_operand(&rest[1..]) => self.push(TokenKind::Minus, 1),
            '=' if begins_operand(&rest[1..]) && !rest[1..].starts_with('=') => self.push(TokenKind::Exact, 1),
            '/' => return self.slash(),
            _ => return self.chunk(),
        }
        Ok(())
    }

    /// `!word`, and a dash right before a word, which is what some programs make of a minus.
    fn other_minus(&mut self, sign: char) {
        let span = Span::new(self.at, self.at + sign.len_utf8());
        let message = format!("{sign} before a word is read as -, so passages with the word are left out");
        self.notes.push(Note::new("minus", message, span));
        self.push(TokenKind::Minus, sign.len_utf8());
    }

    /// A phrase in double quotation marks of any kind, closed by any.
    fn phrase(&mut self, open: char) -> Result<(), QueryError> {
        let from = open.len_utf8();
        let (piece, len) = read_until(&self.rest()[from..], |c, _| is_double_quote(c));
        let Some(close) = self.rest()[from + len..].chars().next() else {
            let span = Span::new(self.at, self.at + from);
            let error = QueryError::new(ErrorKind::UnclosedQuote, span, "this quotation mark is not closed");
            return Err(error.hint("add the closing mark, or write \\\" for the character itself"));
        };
        let whole = from + len + close.len_utf8();
        if (open, close) != ('"', '"') {
            self.note_quotes(whole);
        }
        self.push(TokenKind::Phrase(piece), whole);
        Ok(())
    }

    fn single_phrase(&mut self) {
        let rest = self.rest();
        let open = rest.chars().next().map_or(0, char::len_utf8);
        let Some(close) = closing_single(rest) else { return };
        let (piece, _) = read_until(&rest[open..close], |_, _| false);
        let whole = close + rest[close..].chars().next().map_or(0, char::len_utf8);
        self.note_quotes(whole);
        self.push(TokenKind::Phrase(piece), whole);
    }

    /// A phrase in two single marks on both sides: ``` ``a b'' ```.
    fn doubled_phrase(&mut self) {
        let Some((open, close, len)) = doubled_single(self.rest()) else { return };
        let (piece, _) = read_until(&self.rest()[open..close], |_, _| false);
        self.note_quotes(close + len);
        self.push(TokenKind::Phrase(piece), close + len);
    }

    fn note_quotes(&mut self, len: usize) {
        let span = Span::new(self.at, self.at + len);
        self.notes.push(Note::new("quotes", "these quotation marks are read as \"…\"", span));
    }

    /// A regular expression (`/…/`), a connector (`/5`), or text.
    fn slash(&mut self) -> Result<(), QueryError> {
        let rest = self.rest();
        let body = rest[1..].split(char::is_whitespace).next().unwrap_or_default();
        let end = closing_slash(body);
        if let Some(end) = end.filter(|&end| body.len() == end + 1 || body[end + 1..].starts_with([')', '^'])) {
            self.push(TokenKind::Regex(body[..end].replace("\\/", "/")), end + 2);
            return Ok(());
        }
        if let Some((end, flags)) = end.and_then(|end| Some((end, regex_flags(&body[end + 1..])?))) {
            let len = 1 + end + 1 + flags.len();
            let span = Span::new(self.at, self.at + len);
            let message = format!("{flags} is left out: a regular expression is compared in small letters");
            self.notes.push(Note::new("regex-flags", message, span));
            self.push(TokenKind::Regex(body[..end].replace("\\/", "/")), len);
            return Ok(());
        }
        if end.is_some() || body.is_empty() || connector(&rest[..chunk_len(rest)]).is_some() {
            return self.chunk();
        }
        let span = Span::new(self.at, self.at + 1 + body.len());
        let error = QueryError::new(ErrorKind::Regex, span, "this regular expression does not end");
        Err(error.hint("close it with /; it is about one word, so it holds no spaces; \\/ is a slash"))
    }

    /// A run of characters up to white space, a parenthesis or a quotation mark: operator, field or word.
    fn chunk(&mut self) -> Result<(), QueryError> {
        let rest = self.rest();
        let chunk = &rest[..chunk_len(rest)];
        let next = rest[chunk.len()..].chars().next();
        match chunk {
            "AND" | "&&" => self.push(TokenKind::And, chunk.len()),
            "OR" | "||" => self.push(TokenKind::Or, chunk.len()),
            "NOT" => self.push(TokenKind::Not, chunk.len()),
            "*" => self.push(TokenKind::Star, 1),
            _ if self.behind_operator() && small_operator(chunk).is_some() => self.small_operator(chunk),
            _ if next == Some('(') && chunk.eq_ignore_ascii_case("caps") => return self.caps(),
            _ if next == Some('(') && atleast(chunk).is_some() => return self.at_least(chunk),
            _ => return self.chunk_with_parts(chunk),
        }
        Ok(())
    }

    /// Whether an operator stands right before, after which a small `not` can be nothing else.
    fn behind_operator(&self) -> bool {
        use TokenKind::*;
        let last = self.tokens.last();
        last.is_some_and(|token| matches!(token.kind, And | Or | Not | Connector(_) | SameArticle))
    }

    fn small_operator(&mut self, chunk: &str) {
        let Some(kind) = small_operator(chunk) else { return };
        let span = Span::new(self.at, self.at + chunk.len());
        let message = format!(
            "{chunk} is read as {} after an operator; for the word write \"{chunk}\"",
            chunk.to_ascii_uppercase()
        );
        self.notes.push(Note::new("small-operator", message, span));
        self.push(kind, chunk.len());
    }

    fn chunk_with_parts(&mut self, chunk: &str) -> Result<(), QueryError> {
        if let Some(parsed) = connector(chunk) {
            let kind = parsed.map_err(|message| {
                let span = Span::new(self.at, self.at + chunk.len());
                QueryError::new(ErrorKind::Number, span, message)
                    .hint(format!("neighbours are at distance 1; at most {MAX_DISTANCE}"))
            })?;
            self.push(kind, chunk.len());
        } else if let Some(field) = field_name(chunk).and_then(Field::from_name) {
            self.push(TokenKind::Field(field), field.name().len() + 1);
        } else {
            self.word(false);
        }
        Ok(())
    }

    fn caps(&mut self) -> Result<(), QueryError> {
        let from = "caps(".len();
        let (piece, len) = read_until(&self.rest()[from..], |c, _| c == ')');
        if !self.rest()[from + len..].starts_with(')') {
            let span = Span::new(self.at + from - 1, self.at + from);
            let error = QueryError::new(ErrorKind::Parenthesis, span, "this parenthesis is not closed");
            return Err(error.hint("write caps(US)"));
        }
        self.push(TokenKind::Caps(piece), from + len + 1);
        Ok(())
    }

    fn at_least(&mut self, chunk: &str) -> Result<(), QueryError> {
        let count = atleast(chunk).and_then(|digits| digits.parse().ok()).filter(|n| (1..=MAX_COUNT).contains(n));
        let Some(count) = count else {
            let span = Span::new(self.at, self.at + chunk.len());
            let error = QueryError::new(ErrorKind::Number, span, "how many occurrences?");
            return Err(error.hint(format!("write atleast3(word), with a number from 1 to {MAX_COUNT}")));
        };
        self.push(TokenKind::AtLeast(count), chunk.len());
        Ok(())
    }

    /// A word, up to what ends a chunk or begins a suffix. `verbatim`: no suffix but a weight, no field.
    fn word(&mut self, verbatim: bool) {
        let rest = self.rest();
        let ends = |c: char, here: &str| {
            let suffix = if verbatim { c == '^' && suffix_len(here).is_some() } else { suffix_len(here).is_some() };
            ends_chunk(c) || suffix
        };
        let (mut piece, mut len) = read_until(rest, ends);
        if len == 0 {
            len = rest.chars().next().map_or(0, char::len_utf8);
            piece = Piece(rest[..len].chars().map(|c| (c, false)).collect());
        }
        if !verbatim && rest[len..].starts_with('(') {
            self.note_no_function(len);
        }
        let unknown = if verbatim { None } else { field_name(&rest[..len]).map(str::to_owned) };
        if !verbatim {
            exclamation_as_star(&mut piece);
        }
        self.push(TokenKind::Word(piece, unknown), len);
    }

    /// `near(…)`: a word that stands before a parenthesis like the name of a function.
    fn note_no_function(&mut self, len: usize) {
        let span = Span::new(self.at, self.at + len);
        let message = format!(
            "{}( is no function: it is read as a word beside a group; functions are atleast3(…) and caps(…)",
            span.of(self.text)
        );
        self.notes.push(Note::new("function", message, span));
    }

    /// `~2` and `^2` right behind a word, a phrase or a group.
    fn suffixes(&mut self) -> Result<(), QueryError> {
        let after = |t: &Token| !matches!(t.kind, TokenKind::Open | TokenKind::Field(_));
        while self.tokens.last().is_some_and(|t| after(t) && t.span.end as usize == self.at) {
            let Some(mark @ ('~' | '^')) = self.rest().chars().next() else {
                return Ok(());
            };
            let Some(len) = suffix_len(self.rest()) else {
                return if self.behind_group() { Err(self.bad_suffix(mark)) } else { Ok(()) };
            };
            let number = &self.rest()[1..len];
            let kind = if mark == '~' { self.tilde(number, len)? } else { self.caret(number, len)? };
            self.push(kind, len);
        }
        Ok(())
    }

    fn behind_group(&self) -> bool {
        matches!(
            self.tokens.last().map(|t| &t.kind),
            Some(TokenKind::Phrase(_) | TokenKind::Close | TokenKind::Regex(_))
        )
    }

    fn bad_suffix(&self, mark: char) -> QueryError {
        let span = Span::new(self.at, self.at + chunk_len(self.rest()).max(1));
        let error = QueryError::new(ErrorKind::Number, span, format!("{mark} needs a number"));
        error.hint("write \"a b\"~2 for up to two words between, word~1 for one wrong character, word^2 for a weight")
    }

    fn tilde(&self, number: &str, len: usize) -> Result<TokenKind, QueryError> {
        if number.is_empty() {
            return Ok(TokenKind::Tilde(None));
        }
        number.parse().map(|n| TokenKind::Tilde(Some(n))).map_err(|_| {
            let span = Span::new(self.at, self.at + len);
            let error = QueryError::new(ErrorKind::Number, span, "~ needs a whole number");
            error.hint("word~1 or word~2 allows so many wrong characters; \"a b\"~2 so many words between")
        })
    }

    fn caret(&self, number: &str, len: usize) -> Result<TokenKind, QueryError> {
        let weight = number.parse::<f32>().ok().filter(|w| *w > 0.0 && *w <= MAX_WEIGHT);
        weight.map(TokenKind::Caret).ok_or_else(|| {
            let span = Span::new(self.at, self.at + len);
            let error = QueryError::new(ErrorKind::Number, span, "^ needs a number above 0");
            error.hint(format!("word^2 counts double, word^0.5 half; at most {MAX_WEIGHT}"))
        })
    }
}

/// Largest weight.
pub(crate) const MAX_WEIGHT: f32 = 1000.0;
