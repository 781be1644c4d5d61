//! Text of documents made harmless for terminals.
//!
//! Control characters (C0, DEL, C1), and the bidirectional overrides and isolates that can make text read
//! as something else, are shown as visible symbols, and so are characters that nobody sees (tags, marks of annotations,
//! fillers, invisible operators), in which words can be hidden. Line breaks inside a text become spaces.

use std::borrow::Cow;

/// `text` with nothing in it that a terminal would obey.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible).collect())
}

/// The same for a line of columns: tabs stay.
pub fn sanitize_line(text: &str) -> String {
    text.split('\t').map(sanitize).collect::<Vec<_>>().join("\t")
}

/// The same with line ends and tabs left as they are: for texts of several lines.
pub fn sanitize_lines(text: &str) -> Cow<'_, str> {
    let shown = |c: char| if matches!(c, '\n' | '\r' | '\t') { c } else { visible(c) };
    if text.chars().all(|c| shown(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

/// Whether a terminal would obey the character instead of showing it.
pub fn is_control(c: char) -> bool {
    // Most characters are of these, and there are very many.
    !(' '..='~').contains(&c) && visible(c) != c
}

fn visible(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{FFFD}',
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180E}'
        | '\u{2061}'..='\u{2064}'
        | '\u{206A}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => '\u{FFFD}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_as_a_control() {
        let hostile = "\u{1b}[31m\u{9b}0m\u{7f}\u{8}a\r\nb\u{202e}\u{1b}]8;;x\u{7}";
        let shown = sanitize(hostile);
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
        assert_eq!(shown, "␛[31m�0m␡␈a  b�␛]8;;x␇");
    }

    #[test]
    fn nothing_is_hidden() {
        assert_eq!(sanitize("a\u{E0041}b\u{FFF9}c\u{3164}d\u{2063}e"), "a�b�c�d�e");
        assert_eq!(sanitize("co\u{AD}op 👩\u{200D}👧 ❤\u{FE0F}"), "co\u{AD}op 👩\u{200D}👧 ❤\u{FE0F}");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        assert!(matches!(sanitize("“foreign” – café"), Cow::Borrowed(_)));
    }
}
