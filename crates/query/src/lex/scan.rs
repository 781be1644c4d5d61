//! Where runs of characters begin and end.

use super::token::{Piece, TokenKind};

/// A double quotation mark of any language.
pub(crate) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '「' | '」' | '『' | '』')
}

/// A single quotation mark of any language.
pub(super) fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`' | '´')
}

/// Longest phrase in single quotation marks, in characters. An apostrophe may begin a word (`'tis`), and
/// looking for its other half must not take long where there are many.
const MAX_SINGLE: usize = 1000;

/// Where the single quotation mark that begins `text` is closed: by one that no letter follows.
pub(super) fn closing_single(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).take(MAX_SINGLE).peekable();
    let mut words = false;
    while let Some((i, c)) = chars.next() {
        let inside = chars.peek().is_some_and(|&(_, c)| c.is_alphanumeric());
        if is_single_quote(c) && !inside {
            return words.then_some(i);
        }
        words |= c.is_alphanumeric();
        if is_double_quote(c) {
            return None;
        }
    }
    None
}

/// Length of the marks that open and close a phrase in two single marks on both sides, as TeX has them: ``` ``a b'' ```.
pub(super) fn doubled_single(text: &str) -> Option<(usize, usize, usize)> {
    let pair = |text: &str| {
        let mut chars = text.chars();
        let (first, second) = (chars.next()?, chars.next()?);
        (is_single_quote(first) && first == second).then(|| first.len_utf8() + second.len_utf8())
    };
    let open = pair(text)?;
    let inner = text[open..].char_indices().take(MAX_SINGLE).find_map(|(at, _)| Some((at, pair(&text[open + at..])?)));
    let (at, close) = inner?;
    text[open..open + at].contains(char::is_alphanumeric).then_some((open, open + at, close))
}

/// Flags behind a regular expression, as other programs have them: `/tin/i`.
pub(super) fn regex_flags(after: &str) -> Option<&str> {
    let len = after.bytes().take_while(|b| matches!(b, b'i' | b'g' | b'm' | b'u')).count();
    let ends = after[len..].chars().next().is_none_or(|c| ends_chunk(c) || c == '^');
    (len > 0 && ends).then_some(&after[..len])
}

/// Whether a run of characters that belong together ends before `c`.
pub(super) fn ends_chunk(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_double_quote(c)
}

/// Length of the run of characters that belong together, escapes included.
pub(super) fn chunk_len(text: &str) -> usize {
    read_until(text, |c, _| ends_chunk(c)).1
}

/// Reads with escapes up to a character for which `ends` (given it and the text from it on) holds.
pub(super) fn read_until(text: &str, ends: impl Fn(char, &str) -> bool) -> (Piece, usize) {
    let mut piece = Vec::new();
    let mut chars = text.char_indices();
    while let Some((i, c)) = chars.next() {
        if c == '\\' {
            piece.extend(chars.next().map(|(_, c)| (c, true)));
        } else if ends(c, &text[i..]) {
            return (Piece(piece), i);
        } else {
            piece.push((c, false));
        }
    }
    (Piece(piece), text.len())
}

/// Whether an operand can begin here, so that a sign before it is an operator.
pub(super) fn begins_operand(rest: &str) -> bool {
    let Some(c) = rest.chars().next() else { return false };
    match c {
        // `!=` and `-=` exclude an exact word, and by themselves nothing.
        '=' => begins_operand(&rest[1..]),
        c => !c.is_whitespace() && !matches!(c, ')' | '+' | '-' | '&' | '|' | '~' | '^'),
    }
}

/// A sign other than the minus that means one right before a word: `!` and the dashes.
pub(super) fn is_other_minus(c: char) -> bool {
    matches!(c, '!' | '！' | '¬' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// The operator that a word is where letters do not count as small or capital.
pub(super) fn small_operator(chunk: &str) -> Option<TokenKind> {
    let is = |name: &str| chunk.eq_ignore_ascii_case(name);
    [("and", TokenKind::And), ("or", TokenKind::Or), ("not", TokenKind::Not)]
        .into_iter()
        .find_map(|(name, kind)| is(name).then_some(kind))
}

/// Length of a suffix `~2`, `~` or `^2` at the beginning of `text`, if something may end there.
pub(super) fn suffix_len(text: &str) -> Option<usize> {
    let mark = text.chars().next().filter(|c| matches!(c, '~' | '^'))?;
    let digits = text[1..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let after = text[1 + digits..].chars().next();
    let ends = after.is_none_or(|c| ends_chunk(c) || matches!(c, '~' | '^'));
    (ends && (digits > 0 || mark == '~')).then_some(1 + digits)
}

/// The letters before a colon with which the chunk begins.
pub(super) fn field_name(chunk: &str) -> Option<&str> {
    let (name, _) = chunk.split_once(':')?;
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic())).then_some(name)
}

/// The digits of `atleast3`.
pub(super) fn atleast(chunk: &str) -> Option<&str> {
    let (name, digits) = chunk.split_at_checked("atleast".len())?;
    let number = digits.bytes().all(|b| b.is_ascii_digit());
    (name.eq_ignore_ascii_case("atleast") && number).then_some(digits)
}

/// `terror!` is `terror*`.
pub(super) fn exclamation_as_star(piece: &mut Piece) {
    if let [.., (before, _), last @ ('!', false)] = &mut piece.0[..]
        && before.is_alphanumeric()
    {
        *last = ('*', false);
    }
}

/// Where a regular expression ends: the first slash that is not escaped.
pub(super) fn closing_slash(body: &str) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in body.char_indices() {
        match c {
            '/' if !escaped => return Some(i),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    None
}
