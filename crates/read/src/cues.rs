//! What the look of a single paragraph tells of its kind, whatever stands around it.
//!
//! These are cues, not verdicts: `blocks` weighs them by place.

/// Who speaks, where a paragraph opens with that and a colon as in transcripts ("MR. TONER: ", "Donald Trump: "): up to
/// six words, each with a capital.
pub(crate) fn turn_label(text: &str) -> Option<&str> {
    const LONGEST: usize = 48;
    const MOST: usize = 6;
    let head = &text.as_bytes()[..text.len().min(LONGEST)];
    let colon = head.iter().position(|&b| b == b':')?;
    let label = text[..colon].trim_matches(['*', '_']);
    let words = || label.split_whitespace();
    let capital = |word: &str| !word.trim_start_matches('(').starts_with(char::is_lowercase);
    let spaced = text[colon + 1..].trim_start_matches(['*', '_']).starts_with(char::is_whitespace);
    let named = label.contains(char::is_alphabetic) && words().count() <= MOST && words().all(capital);
    (spaced && named).then_some(label)
}

/// Whether a paragraph opens with who speaks, in capitals, as in transcripts ("QUESTION: "), and ends as speech does,
/// unlike a link ("WATCH: Ministers meet").
pub(crate) fn is_turn(text: &str) -> bool {
    turn_label(text).is_some_and(|label| !label.contains(char::is_lowercase)) && ends_sentence(text)
}

/// Whether the text ends as a sentence does: a terminator, closing marks after it allowed.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    bare.ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
}

/// The number of white-space separated pieces, counted no further than `limit`.
pub(crate) fn word_count(text: &str, limit: usize) -> usize {
    text.split_whitespace().take(limit).count()
}

/// The bytes of a list marker and the space after it: a bullet, or a number or letter with a dot or parenthesis.
pub(crate) fn list_marker(text: &str) -> Option<usize> {
    if text.as_bytes().first()?.is_ascii_uppercase() {
        return None;
    }
    let token = text.split(char::is_whitespace).next()?;
    if token.len() == text.len() || token.len() > 5 {
        return None;
    }
    let bullet = matches!(token, "-" | "*" | "+" | "•" | "–" | "‣" | "●" | "◦" | "▪" | "■" | "·" | "►" | "o");
    let inner = token.strip_prefix('(').unwrap_or(token);
    let enumerated =
        inner.strip_suffix([')', '.']).is_some_and(is_enumerator) && (token.ends_with(')') || inner == token);
    (bullet || enumerated).then(|| text.len() - text[token.len()..].trim_start().len())
}

/// One to three digits, or one small letter, or a small Roman number.
fn is_enumerator(text: &str) -> bool {
    let digits = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let roman = text.len() <= 4 && text.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let letter = text.len() == 1 && text.as_bytes()[0].is_ascii_lowercase();
    !text.is_empty() && (digits || roman || letter)
}

/// Words that may stand small in a line of names.
const NAME_LINKS: &[&str] = &[
    "and",
    "&",
    "of",
    "for",
    "the",
    "in",
    "at",
    "with",
    "de",
    "la",
    "van",
    "von",
    "der",
    "al",
    "bin",
    "staff",
    "writer",
    "writers",
    "reporter",
    "reporters",
    "correspondent",
    "editor",
    "special",
    "to",
    "chief",
    "political",
    "senior",
    "contributor",
    "columnist",
    "on",
];

/// Openings of a byline; a name follows.
const BYLINE_OPENINGS: &[&str] = &[
    "by ",
    "posted by ",
    "written by ",
    "reported by ",
    "story by ",
    "words by ",
    "text by ",
    "author: ",
    "authors: ",
];

/// "By Jane Roe and John Doe, Staff Writers": an opening and then names only.
pub(crate) fn is_byline(text: &str) -> bool {
    let Some(opening) = BYLINE_OPENINGS.iter().find(|o| starts_with_ignore_case(text, o)) else {
        return false;
    };
    let names = &text[opening.len()..];
    text.len() <= 160 && !ends_like_sentence(names) && are_names(names)
}

/// Openings of a credit at the end.
const CREDIT_OPENINGS: &[&str] =
    &["reporting by ", "additional reporting by ", "writing by ", "compiled by ", "contributing: ", "editing by "];

/// "(Reporting by A; Editing by B)", "Contributing: A", "A contributed to this report.": credits at the end.
/// `lower` is the paragraph as `boilerplate::normalize` makes it.
pub(crate) fn is_credit_line(lower: &str) -> bool {
    let open = lower.trim_start_matches(['(', '[', '*', '—', '-', ' ']);
    let opened = lower.len() <= 400 && CREDIT_OPENINGS.iter().any(|opening| open.starts_with(opening));
    opened || (lower.len() <= 250 && has_contribution(lower))
}

fn has_contribution(lower: &str) -> bool {
    let after = memchr::memmem::find(lower.as_bytes(), b"contributed to this ").map(|at| &lower[at + 20..]);
    after.is_some_and(|rest| ["report", "story", "article"].iter().any(|what| rest.starts_with(what)))
}

/// Whether every word is capitalised but for links between names.
pub(crate) fn are_names(text: &str) -> bool {
    let mut names = 0;
    let fits = text.split([' ', '\u{a0}', ',', '/', '|', '\n', ';']).filter(|w| !w.is_empty()).all(|word| {
        let name = word.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '@');
        names += usize::from(name);
        name || NAME_LINKS.contains(&word)
    });
    fits && (1..=16).contains(&names)
}

/// A full stop that is not an initial's or an abbreviation's ("Jr.").
pub(crate) fn ends_like_sentence(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    ends_sentence(text) && !(last.ends_with('.') && last.len() <= 4)
}

/// Kinds of documents that an office issues; they open a byline of a press release.
const DOCUMENT_TYPES: &[&str] = &[
    "media note",
    "press release",
    "news release",
    "press statement",
    "media release",
    "media advisory",
    "media statement",
    "fact sheet",
    "notice to the press",
    "taken question",
    "press briefing",
    "readout",
];

/// Who issues such documents.
const OFFICES: &[&str] = &[
    "office of",
    "bureau of",
    "department of",
    "ministry of",
    "press office",
    "press service",
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "press secretary",
    "public affairs",
    "embassy of",
    "u.s. embassy",
    "media relations",
];

/// "Media Note Office of the Spokesperson": names the issuing office, in capitals and without a full stop.
pub(crate) fn is_issuer(text: &str, lower: &str) -> bool {
    text.len() <= 120
        && !ends_sentence(text)
        && !text.contains(':')
        && are_names(text)
        && (DOCUMENT_TYPES.iter().any(|t| lower.starts_with(t)) || OFFICES.iter().any(|o| lower.contains(o)))
}

/// Whether `text` begins with the ASCII words `prefix`, in any case.
pub(crate) fn starts_with_ignore_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        for text in [
            "By Jane Roe",
            "BY JANE ROE AND JOHN DOE",
            "By Jane Roe, Reuters",
            "by Jane van der Roe Jr.",
            "Posted by Admin",
        ] {
            assert!(is_byline(text), "{text}");
        }
        for text in ["By Friday, troops had taken the town.", "By far the best", "Byzantium", "By then it was late"] {
            assert!(!is_byline(text), "{text}");
        }
    }

    #[test]
    fn list_items() {
        for text in ["- one", "• one", "1. one", "12) one", "(a) one", "iv) one"] {
            assert!(list_marker(text).is_some(), "{text}");
        }
        for text in ["-one", "2016. It was", "A. Smith said", "J. Smith", "(AP) - The", "1.5 million", "-"] {
            assert!(list_marker(text).is_none(), "{text}");
        }
    }

    #[test]
    fn issuers() {
        for text in ["Media Note Office of the Spokesperson", "Office of the Press Secretary", "Press Statement"] {
            assert!(is_issuer(text, &text.to_lowercase()), "{text}");
        }
        assert!(!is_issuer("Office of the future is here", "office of the future is here"));
    }
}
