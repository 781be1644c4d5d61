//! Boilerplate: words of the page and not of the article, told by phrases that pages share.
//!
//! Three lists, from the most certain to the least: lines that are wholly a known label, lines that open
//! with a known invitation, and phrases that betray a form or a footer wherever they stand. A paragraph of
//! ordinary length passes through one look at each word's first letter.

/// Longest paragraph, in bytes, that is looked at: footers are shorter, and paragraphs of the article are
/// spared the look.
pub const MAX_LEN: usize = 700;

/// A paragraph made comparable: small letters, straight apostrophes, single spaces.
///
/// Accented letters are left as they are: the phrases are English.
pub fn normalize(text: &str, out: &mut String) {
    out.clear();
    let mut rest = text;
    while let Some(special) = rest.bytes().position(|b| b >= 0x80 || b.is_ascii_control()) {
        push_ascii(&rest[..special], out);
        let c = rest[special..].chars().next().unwrap_or(' ');
        push_special(c, out);
        rest = &rest[special + c.len_utf8()..];
    }
    push_ascii(rest, out);
}

fn push_ascii(text: &str, out: &mut String) {
    let from = out.len();
    if out.ends_with(' ') || text.starts_with(' ') || text.contains("  ") {
        for c in text.chars() {
            push_special(c, out);
        }
    } else {
        out.push_str(text);
    }
    out[from..].make_ascii_lowercase();
}

fn push_special(c: char, out: &mut String) {
    match c {
        c if c.is_whitespace() && (out.is_empty() || out.ends_with(' ')) => {}
        c if c.is_whitespace() => out.push(' '),
        '’' | '‘' => out.push('\''),
        '–' | '—' => out.push('-'),
        c => out.push(c),
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
    let weight: u32 = word_starts(lower).map(|at| phrase_weight(&lower[at..])).sum();
    weight >= 2 || (weight == 1 && lower.len() <= 80 && !lower.ends_with(['.', '"', '”']))
}

/// The byte offsets at which words begin, and those of the copyright sign.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.bytes().enumerate().filter_map(move |(i, b)| {
        let word = b.is_ascii_alphanumeric();
        let starts = word && !inside;
        inside = word || b == b'\'';
        starts.then_some(i)
    })
}

fn phrase_weight(rest: &str) -> u32 {
    let same = from_letter(PHRASES, rest.as_bytes()[0], |phrase| phrase.0).iter();
    same.filter(|(phrase, _)| rest.starts_with(phrase)).map(|&(_, weight)| weight).max().unwrap_or(0)
}

/// The entries of a list sorted by first byte whose text begins with `first`.
fn from_letter<T>(list: &[T], first: u8, text: impl Fn(&T) -> &str) -> &[T] {
    let byte = |entry: &T| text(entry).as_bytes()[0];
    let start = list.partition_point(|entry| byte(entry) < first);
    let len = list[start..].iter().take_while(|entry| byte(entry) == first).count();
    &list[start..start + len]
}

/// Lines that are nothing else; sorted.
const LABELS: &[&str] = &[
    "ad",
    "add a comment",
    "advertisement",
    "advertising",
    "advertisment",
    "all comments",
    "all rights reserved",
    "also read",
    "article continues after advertisement",
    "article continues below",
    "back to top",
    "breaking news",
    "categories",
    "close",
    "comment",
    "comments",
    "continue reading",
    "copy link",
    "discuss",
    "don't miss",
    "download app",
    "editor's pick",
    "editor's picks",
    "editors' picks",
    "email",
    "email address",
    "ends",
    "facebook",
    "facebook twitter",
    "filed under",
    "flipboard",
    "follow",
    "follow us",
    "go to top",
    "home",
    "instagram",
    "latest",
    "latest headlines",
    "latest news",
    "leave a comment",
    "leave a reply",
    "linkedin",
    "load more",
    "loading",
    "log in",
    "login",
    "menu",
    "more",
    "more info",
    "more news",
    "more stories",
    "most popular",
    "most read",
    "most viewed",
    "name",
    "news ticker",
    "newsletter",
    "newsletters",
    "next",
    "next article",
    "next post",
    "next story",
    "no comments",
    "pinterest",
    "popular",
    "post comment",
    "previous",
    "previous article",
    "previous post",
    "print",
    "print this article",
    "privacy policy",
    "promoted stories",
    "read also",
    "read full article",
    "read full story",
    "read later",
    "read more",
    "read next",
    "read original",
    "read the full article",
    "read the full story",
    "read the rest here",
    "recommended",
    "recommended for you",
    "reddit",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related links",
    "related news",
    "related posts",
    "related stories",
    "related story",
    "related topics",
    "related video",
    "related videos",
    "reply",
    "report abuse",
    "save",
    "save article",
    "scroll down",
    "search",
    "see also",
    "share",
    "share article",
    "share story",
    "shares",
    "show comments",
    "sign in",
    "sign up",
    "skip advertisement",
    "skip to content",
    "skip to main content",
    "sponsored",
    "sponsored content",
    "story continues below",
    "story continues below advertisement",
    "submit",
    "subscribe",
    "subscribe now",
    "support us",
    "tags",
    "terms of service",
    "terms of use",
    "top",
    "top stories",
    "topics",
    "trending",
    "trending now",
    "tweet",
    "twitter",
    "up next",
    "view all comments",
    "view comments",
    "watch",
    "watch live",
    "watch more",
    "watch now",
    "website",
    "whatsapp",
    "write a comment",
    "you may also like",
    "you might also like",
    "youtube",
];

/// Openings, sorted by their first letter; the longest line in bytes that they may open, and whether it may end
/// with a full stop.
const OPENINGS: &[(&str, usize, bool)] = &[
    ("(c) 20", 400, true),
    ("add a comment", 80, true),
    ("already a subscriber", 120, true),
    ("also read", 160, false),
    ("article continues", 60, false),
    ("be the first to comment", 80, true),
    ("back to", 30, false),
    ("become a member", 160, true),
    ("become a subscriber", 160, true),
    ("become a patron", 160, true),
    ("comments are closed", 80, true),
    ("comments on this", 80, true),
    ("click to", 100, true),
    ("click here", 160, true),
    ("categories:", 200, false),
    ("category:", 120, false),
    ("continue reading", 120, false),
    ("copyright ©", 400, true),
    ("copyright (c)", 400, true),
    ("copyright 19", 400, true),
    ("copyright 20", 400, true),
    ("copyright by", 200, true),
    ("c) 20", 400, true),
    ("contact the author", 160, true),
    ("contact the reporter", 160, true),
    ("contact the writer", 160, true),
    ("contact us", 120, true),
    ("don't miss:", 160, true),
    ("download the app", 120, true),
    ("download our", 120, true),
    ("donate now", 120, true),
    ("donate today", 120, true),
    ("email this", 60, false),
    ("email the author", 160, true),
    ("email the reporter", 160, true),
    ("enable javascript", 200, true),
    ("enter your email", 160, true),
    ("follow us on", 160, true),
    ("follow me on", 120, true),
    ("follow him on", 120, true),
    ("follow her on", 120, true),
    ("follow them on", 120, true),
    ("follow @", 120, true),
    ("find us on", 120, true),
    ("filed under", 120, false),
    ("get the latest", 160, true),
    ("get our daily", 160, true),
    ("get our free", 160, true),
    ("get our newsletter", 160, true),
    ("get breaking news", 160, true),
    ("got a tip", 160, true),
    ("have a tip", 160, true),
    ("have a story", 160, true),
    ("image copyright", 60, false),
    ("join the conversation", 80, true),
    ("join us on", 120, true),
    ("javascript is", 200, true),
    ("leave a reply", 80, true),
    ("leave a comment", 80, true),
    ("leave your comment", 80, true),
    ("log in to", 120, true),
    ("log in or", 120, true),
    ("login to", 120, true),
    ("like us on", 120, true),
    ("listen:", 160, true),
    ("more:", 160, true),
    ("more from", 80, false),
    ("more on this", 80, false),
    ("more stories from", 80, false),
    ("more news from", 80, false),
    ("notify me of", 160, true),
    ("post a comment", 80, true),
    ("print this", 60, false),
    ("pin it", 40, false),
    ("posted in", 80, false),
    ("powered by", 60, true),
    ("please enable javascript", 200, true),
    ("register for free", 120, true),
    ("register now", 120, true),
    ("read more", 160, false),
    ("read more:", 200, true),
    ("read also", 160, false),
    ("read also:", 200, true),
    ("read next", 160, false),
    ("read next:", 200, true),
    ("read the full", 120, true),
    ("read the rest", 80, true),
    ("read the original", 120, true),
    ("read full", 80, true),
    ("related:", 200, true),
    ("related article:", 200, true),
    ("related articles:", 200, true),
    ("related story:", 200, true),
    ("related stories:", 200, true),
    ("related coverage:", 200, true),
    ("related video:", 200, true),
    ("recommended:", 160, true),
    ("return to", 30, false),
    ("sign up for", 160, true),
    ("sign up to", 160, true),
    ("sign up here", 120, true),
    ("subscribe to", 160, true),
    ("subscribe for", 160, true),
    ("subscribe here", 120, true),
    ("subscribe and", 160, true),
    ("subscribe now", 120, true),
    ("sign in to", 120, true),
    ("sign in or", 120, true),
    ("share this", 80, true),
    ("share on", 60, false),
    ("share via", 60, false),
    ("share with", 60, false),
    ("share to", 60, false),
    ("see also:", 200, true),
    ("story continues", 60, false),
    ("skip to", 40, false),
    ("send tips", 160, true),
    ("save my name", 160, true),
    ("support our journalism", 160, true),
    ("support independent journalism", 160, true),
    ("tweet this", 60, false),
    ("tap here", 160, true),
    ("trending:", 160, true),
    ("tagged", 80, false),
    ("tags:", 200, false),
    ("topics:", 200, false),
    ("this video", 60, false),
    ("up next:", 160, true),
    ("view all", 40, false),
    ("write a comment", 80, true),
    ("watch:", 160, true),
    ("watch the video", 80, true),
    ("write to us", 160, true),
    ("you may also", 120, false),
    ("you might also", 120, false),
    ("©", 400, true),
];

/// Phrases of forms and footers, sorted by their first letter, with their weight: 2 is certain.
const PHRASES: &[(&str, u32)] = &[
    ("accept cookies", 2),
    ("affiliate commission", 2),
    ("affiliate link", 2),
    ("all rights reserved", 2),
    ("app store", 1),
    ("by clicking", 1),
    ("by signing up", 2),
    ("by submitting", 1),
    ("by subscribing", 2),
    ("click here", 1),
    ("comments are moderated", 2),
    ("cookie notice", 1),
    ("cookie policy", 2),
    ("cookie settings", 2),
    ("delivered to your inbox", 2),
    ("delivered straight to your inbox", 2),
    ("email address will not be published", 2),
    ("external links to other internet sites", 2),
    ("follow us on", 1),
    ("for more information, visit", 1),
    ("google play", 1),
    ("in your inbox", 1),
    ("link in bio", 2),
    ("manages this site", 2),
    ("material may not be published", 2),
    ("may not be published, broadcast", 2),
    ("may not be reproduced", 1),
    ("may be reproduced without", 1),
    ("newsletter", 1),
    ("not be construed as an endorsement", 2),
    ("our newsletter", 1),
    ("our privacy", 1),
    ("our terms", 1),
    ("powered by disqus", 2),
    ("powered by wordpress", 2),
    ("privacy notice", 1),
    ("privacy policies contained", 2),
    ("privacy policy", 1),
    ("published, broadcast, rewritten", 2),
    ("read our", 1),
    ("required fields are marked", 2),
    ("rewritten or redistributed", 2),
    ("sign up for", 1),
    ("subscribe to our", 1),
    ("support our journalism", 1),
    ("terms and conditions", 1),
    ("terms of service", 1),
    ("terms of use", 1),
    ("this article originally appeared", 2),
    ("this article was originally published", 2),
    ("this article was first published", 2),
    ("this post originally appeared", 2),
    ("this site uses", 1),
    ("this story originally appeared", 2),
    ("this story was originally published", 2),
    ("this story was first published", 2),
    ("unsubscribe", 1),
    ("use of cookies", 2),
    ("uses cookies", 1),
    ("we use cookies", 2),
    ("without permission", 1),
    ("your browser", 1),
    ("your email", 1),
    ("your inbox", 1),
];

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
