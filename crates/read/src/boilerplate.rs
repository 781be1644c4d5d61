//! Boilerplate: words of the page and not of the article, told by phrases that pages share.
//!
//! Three lists, from the most certain to the least: lines that are wholly a known label, lines that open
//! with a known invitation, and phrases that betray a form or a footer wherever they stand. A paragraph of
//! ordinary length passes through one look at each word's first letter.

use super::lexicon::{LABELS, OPENINGS, PHRASES};

/// Longest paragraph, in bytes, that is looked at: footers are shorter, and paragraphs of the article are
/// spared the look.
pub const MAX_LEN: usize = 700;

/// A paragraph made comparable: small letters, straight apostrophes, single spaces.
///
/// Accented letters are left as they are: the phrases are English.
pub fn normalize(text: &str, out: &mut String) {
    let mut bytes = std::mem::take(out).into_bytes();
    bytes.clear();
    let mut rest = text;
    while let Some(ascii) = rest.bytes().position(|b| !b.is_ascii()) {
        push_ascii(&rest.as_bytes()[..ascii], &mut bytes);
        let mut chars = rest[ascii..].chars();
        chars.next().into_iter().for_each(|c| push_special(c, &mut bytes));
        rest = chars.as_str();
    }
    push_ascii(rest.as_bytes(), &mut bytes);
    *out = String::from_utf8(bytes).unwrap_or_default();
}

/// Appends ASCII text; written without a branch, since every paragraph passes through.
fn push_ascii(text: &[u8], out: &mut Vec<u8>) {
    let mut after_space = out.last().is_none_or(|&b| b == b' ');
    let start = out.len();
    out.resize(start + text.len(), 0);
    let (target, mut end) = (&mut out[start..], 0);
    for &b in text {
        let space = b.is_ascii_whitespace();
        target[end] = if space { b' ' } else { b.to_ascii_lowercase() };
        end += usize::from(!(space && after_space));
        after_space = space;
    }
    out.truncate(start + end);
}

fn push_special(c: char, out: &mut Vec<u8>) {
    match c {
        c if c.is_whitespace() => push_ascii(b" ", out),
        '’' | '‘' => out.push(b'\''),
        '–' | '—' => out.push(b'-'),
        c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// Whether a paragraph, given as [`normalize`] made it, belongs to the page.
pub fn is_boilerplate(lower: &str) -> bool {
    if lower.len() > MAX_LEN {
        return false;
    }
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '@');
    bare.is_empty()
        || (is_label(bare) && !lower.ends_with('.'))
        || is_counter(bare)
        || is_invitation(lower, bare)
        || is_form_or_footer(lower)
}

/// Whether the line could be a field or button of a form: short and no sentence.
pub fn is_form_field(text: &str) -> bool {
    text.len() <= 60 && !super::cues::ends_sentence(text)
}

fn is_label(bare: &str) -> bool {
    bare.len() <= 40 && LABELS.binary_search(&bare).is_ok()
}

/// "12 comments", "comments (3)", "5 shares", "4 min read".
fn is_counter(bare: &str) -> bool {
    let digits = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit() || b == b',');
    let mut words = bare.split([' ', '(', ')']).filter(|w| !w.is_empty());
    let (first, second, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next());
    let counted = |w: &str| matches!(w, "comment" | "comments" | "share" | "shares" | "retweets" | "likes" | "views");
    let minutes = digits(first) && matches!(second, "min" | "minute") && rest == Some("read");
    minutes || (rest.is_none() && ((digits(first) && counted(second)) || (counted(first) && digits(second))))
}

/// An opening from the list, in a line short enough for what usually follows it.
fn is_invitation(lower: &str, bare: &str) -> bool {
    let Some(&first) = bare.as_bytes().first() else { return false };
    let sentence = lower.ends_with(['.', '"', '”']);
    from_letter(OPENINGS, first, |opening| opening.0).iter().any(|&(opening, longest, sentences)| {
        lower.len() <= longest && (sentences || !sentence) && starts_with_words(bare, opening)
    })
}

/// Whether `text` begins with `words` and no letter or digit goes on from there.
fn starts_with_words(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| {
        !words.ends_with(char::is_alphanumeric) || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'')
    })
}

/// One certain phrase, or two doubtful ones, or a doubtful one in a short line.
fn is_form_or_footer(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let (mut weight, mut inside) = (0, false);
    for (at, four) in bytes.windows(4).enumerate() {
        let slot = slot([four[0], four[1], four[2], four[3]]);
        if PHRASE_SLOTS[slot] & !inside {
            weight += phrase_weight(&bytes[at..]);
        }
        inside = IN_WORD[four[0] as usize];
    }
    weight >= 2 || (weight == 1 && lower.len() <= 80 && !lower.ends_with(['.', '"', '”']))
}

/// How many slots the first four bytes of phrases are spread over.
const SLOTS: usize = 2048;

/// The slots that a phrase falls into: all but a few words in a hundred are passed over by one look.
const PHRASE_SLOTS: [bool; SLOTS] = {
    let mut slots = [false; SLOTS];
    let mut i = 0;
    while i < PHRASES.len() {
        let phrase = PHRASES[i].0.as_bytes();
        slots[slot([phrase[0], phrase[1], phrase[2], phrase[3]])] = true;
        i += 1;
    }
    slots
};

const fn slot(first: [u8; 4]) -> usize {
    (u32::from_le_bytes(first).wrapping_mul(0x9E37_79B1) >> 21) as usize
}

/// Bytes after which no word begins.
const IN_WORD: [bool; 256] = {
    let mut inside = [false; 256];
    let mut b = 0;
    while b < 256 {
        inside[b] = (b as u8).is_ascii_alphanumeric() || b as u8 == b'\'';
        b += 1;
    }
    inside
};

fn phrase_weight(rest: &[u8]) -> u32 {
    let same = from_letter(PHRASES, rest[0], |phrase| phrase.0).iter();
    same.filter(|(phrase, _)| rest.starts_with(phrase.as_bytes())).map(|&(_, weight)| weight).max().unwrap_or(0)
}

/// The entries of a list sorted by first byte whose text begins with `first`.
pub fn from_letter<T>(list: &[T], first: u8, text: impl Fn(&T) -> &str) -> &[T] {
    let byte = |entry: &T| text(entry).as_bytes()[0];
    let start = list.partition_point(|entry| byte(entry) < first);
    let end = list.partition_point(|entry| byte(entry) <= first);
    &list[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flagged(text: &str) -> bool {
        let mut lower = String::new();
        normalize(text, &mut lower);
        is_boilerplate(&lower)
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(LABELS.is_sorted_by(|a, b| a < b), "{:?}", LABELS.windows(2).find(|w| w[0] >= w[1]));
        assert!(OPENINGS.is_sorted_by_key(|(opening, ..)| opening.as_bytes()[0]));
        assert!(PHRASES.is_sorted_by_key(|(phrase, _)| phrase.as_bytes()[0]));
    }

    #[test]
    fn words_of_the_page() {
        for text in [
            "Leave a Reply",
            "Your email address will not be published. Required fields are marked *",
            "ADVERTISEMENT",
            "Read more: Coalition meets in Brussels",
            "Sign up for our daily newsletter.",
            "12 Comments",
            "Comments (3)",
            "© 2019 The Daily Example. All rights reserved.",
            "Copyright 2017 The Associated Press. All rights reserved. This material may not be published, broadcast, \
             rewritten or redistributed.",
            "This site uses cookies. By continuing to browse you agree to our use of cookies and our privacy policy.",
            "Follow @janeroe on Twitter",
            "* * *",
            "Share this:",
            "Related Articles:",
        ] {
            assert!(flagged(text), "{text}");
        }
    }

    #[test]
    fn words_of_the_article() {
        for text in [
            "Topics of the meeting will include “how to thwart foreign terrorist fighters.”",
            "Facebook changed its privacy policy on Monday after regulators in Europe complained about it.",
            "The newsletter, published since 1982, went to subscribers in forty states.",
            "Share prices fell on Monday.",
            "More women voted than men.",
            "Home prices rise",
            "Related companies lost 3 percent.",
            "He told the court that readers may sign up for the programme at any post office.",
            "Watch out for the undertow, he said.",
            "Comment is free, but facts are sacred",
            "Search teams find wreck",
        ] {
            assert!(!flagged(text), "{text}");
        }
    }
}
