//! What a page's marks would cost: one look over the page before it is parsed, which refuses what the parsers would
//! take hours or gigabytes for.
//!
//! Tags are counted as a browser sees them: not those inside scripts, styles and comments, and an element of a
//! drawing (SVG) that closes itself is closed.

use std::borrow::Cow;

use memchr::memchr;
use memchr::memmem::find;

/// Elements within elements that are gone into. Browsers stop at 512; the parser walks them recursively and
/// would exhaust its stack.
const MAX_DEPTH: usize = 512;
/// Depth times elements: an unclosed mark (`<b>`) is opened anew in every paragraph after it, so that short pages
/// can make long trees.
const MAX_TREE: usize = 3_000_000;
/// Elements of a page; weighing them all takes time that grows faster than their number.
pub(super) const MAX_ELEMENTS: usize = 200_000;
/// Attributes of one tag: the parser compares each with all before it.
const MAX_ATTRIBUTES: usize = 500;
/// Marks that are no elements (closing tags, stray `<`, unknown `&names;`): the parser keeps a word about each.
const MAX_OTHER_MARKS: usize = 2_000_000;
/// Bytes of text after which a piece of it is cut off: the parser looks for `<` from every `&` to the piece's end.
const PIECE: usize = 1 << 13;

/// The page, with empty comments in very long runs of text, which change nothing that is read of it.
///
/// # Errors
/// With the reason, when the page would take too long or too much memory.
pub(super) fn bounded(html: &str) -> Result<Cow<'_, str>, String> {
    let mut scan = Scan { html: html.as_bytes(), ..Scan::default() };
    let mut at = 0;
    while at < html.len() {
        at = scan.text(at);
        at = scan.mark(at);
        scan.check()?;
    }
    Ok(with_comments(html, &scan.cuts))
}

fn with_comments<'a>(html: &'a str, cuts: &[usize]) -> Cow<'a, str> {
    if cuts.is_empty() {
        return Cow::Borrowed(html);
    }
    const COMMENT: &str = "<!---->";
    let (mut whole, mut from) = (String::with_capacity(html.len() + cuts.len() * COMMENT.len()), 0);
    for &cut in cuts {
        whole.push_str(&html[from..cut]);
        whole.push_str(COMMENT);
        from = cut;
    }
    whole.push_str(&html[from..]);
    Cow::Owned(whole)
}

#[derive(Default)]
struct Scan<'a> {
    html: &'a [u8],
    depth: usize,
    deepest: usize,
    elements: usize,
    others: usize,
    /// Attributes of the tag with the most.
    attributes: usize,
    /// Drawings and formulas that are open, in which a tag can close itself.
    foreign: usize,
    /// Where runs of text are cut.
    cuts: Vec<usize>,
}

impl Scan<'_> {
    /// Passes over the text from `at` on, to the next `<`.
    fn text(&mut self, at: usize) -> usize {
        let end = memchr(b'<', &self.html[at..]).map_or(self.html.len(), |len| at + len);
        let mut from = at;
        for i in at..end {
            let byte = self.html[i];
            self.others += usize::from(byte == b'&' && !is_reference(&self.html[i + 1..end]));
            // No reference goes on behind any of these, so that none is cut.
            let cuttable = byte == b'&' || byte.is_ascii_whitespace() || byte >= 0xC0;
            if cuttable && i - from >= PIECE {
                self.cuts.push(i);
                from = i;
            }
        }
        end
    }

    /// Passes over what begins with the `<` at `at`: a tag with what belongs to it, a comment, or the sign alone.
    fn mark(&mut self, at: usize) -> usize {
        let rest = &self.html[at.min(self.html.len())..];
        match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => behind(rest, b"-->").map_or(self.html.len(), |len| at + len),
            Some(b'!' | b'?') => behind(rest, b">").map_or(self.html.len(), |len| at + len),
            Some(b'/') => {
                self.close(name(&rest[2..]));
                behind(rest, b">").map_or(self.html.len(), |len| at + len)
            }
            Some(byte) if byte.is_ascii_alphabetic() => self.open(at),
            _ => {
                self.others += 1;
                at + 1
            }
        }
    }

    fn close(&mut self, name: &[u8]) {
        self.others += 1;
        self.depth = self.depth.saturating_sub(usize::from(opens(name)));
        self.foreign = self.foreign.saturating_sub(usize::from(is_foreign(name)));
    }

    fn open(&mut self, at: usize) -> usize {
        let name = name(&self.html[at + 1..]);
        let tag = Tag::read(self.html, at + 1 + name.len());
        self.elements += 1;
        self.attributes = self.attributes.max(tag.attributes);
        let closed = tag.closes_itself && (self.foreign > 0 || is_foreign(name));
        if opens(name) && !closed {
            self.depth += 1;
            self.deepest = self.deepest.max(self.depth);
            self.foreign += usize::from(is_foreign(name));
        }
        if self.foreign == 0 && is_raw(name) { self.raw_text(tag.end, name) } else { tag.end }
    }

    /// Passes over the text of an element in which nothing is a tag but its own end.
    fn raw_text(&self, from: usize, name: &[u8]) -> usize {
        let mut at = from;
        while let Some(end) = find(&self.html[at..], b"</") {
            let closing = self::name(&self.html[at + end + 2..]);
            if closing.eq_ignore_ascii_case(name) {
                return at + end;
            }
            at += end + 2;
        }
        self.html.len()
    }

    fn check(&self) -> Result<(), String> {
        if self.deepest > MAX_DEPTH {
            Err(format!("the page is nested deeper than {MAX_DEPTH} elements"))
        } else if self.elements > MAX_ELEMENTS || self.deepest * self.elements > MAX_TREE {
            Err(format!("the page has too many elements ({} or more)", self.elements))
        } else if self.attributes > MAX_ATTRIBUTES {
            Err(format!("a tag of the page has more than {MAX_ATTRIBUTES} attributes"))
        } else if self.others > MAX_OTHER_MARKS {
            Err(format!("the page has more than {MAX_OTHER_MARKS} marks that are no elements"))
        } else {
            Ok(())
        }
    }
}

/// What stands in a tag behind its name.
struct Tag {
    attributes: usize,
    closes_itself: bool,
    /// Behind its `>`.
    end: usize,
}

impl Tag {
    fn read(html: &[u8], from: usize) -> Self {
        let (mut at, mut attributes, mut slash) = (from, 0, false);
        while at < html.len() {
            match html[at] {
                b'>' => return Tag { attributes, closes_itself: slash, end: at + 1 },
                b'/' => (at, slash) = (at + 1, true),
                byte if byte.is_ascii_whitespace() => at += 1,
                _ => {
                    (attributes, slash) = (attributes + 1, false);
                    at = Tag::attribute(html, at);
                }
            }
        }
        Tag { attributes, closes_itself: false, end: html.len() }
    }

    /// Behind the attribute that begins at `from`, its value included.
    fn attribute(html: &[u8], from: usize) -> usize {
        let run = |from: usize, ends: fn(u8) -> bool| {
            html[from..].iter().position(|&byte| ends(byte)).map_or(html.len(), |len| from + len)
        };
        let name = run(from + 1, |byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/'));
        let sign = run(name, |byte| !byte.is_ascii_whitespace());
        if html.get(sign) != Some(&b'=') {
            return name;
        }
        let value = run(sign + 1, |byte| !byte.is_ascii_whitespace());
        match html.get(value) {
            Some(&quote @ (b'"' | b'\'')) => {
                memchr(quote, &html[value + 1..]).map_or(html.len(), |len| value + 1 + len + 1)
            }
            _ => run(value, |byte| byte.is_ascii_whitespace() || byte == b'>'),
        }
    }
}

/// Behind the first `end` in `rest`.
fn behind(rest: &[u8], end: &[u8]) -> Option<usize> {
    find(rest, end).map(|at| at + end.len())
}

/// The letters and digits with which a tag begins.
fn name(tag: &[u8]) -> &[u8] {
    &tag[..tag.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len())]
}

/// Whether what follows a `&` is a reference to a character that every parser knows.
fn is_reference(rest: &[u8]) -> bool {
    const COMMON: [&[u8]; 7] = [b"amp;", b"lt;", b"gt;", b"quot;", b"nbsp;", b"apos;", b"#"];
    COMMON.iter().any(|reference| rest.starts_with(reference))
}

fn is_one_of(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

fn is_foreign(name: &[u8]) -> bool {
    is_one_of(name, &["svg", "math"])
}

/// Whether nothing in the element is a tag.
fn is_raw(name: &[u8]) -> bool {
    is_one_of(name, &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
}

/// Whether the tag opens an element which another tag must close. Paragraphs and items close themselves.
fn opens(name: &[u8]) -> bool {
    const CLOSED: [&str; 24] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody",
    ];
    !is_one_of(name, &CLOSED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_pages_are_left_as_they_are() {
        let script = format!("<script>{}</script><p>a</p>", "if (a<b) document.write('<div>');".repeat(1000));
        let icons = format!("<svg>{}</svg><p>a</p>", "<path d=\"M0 0\"/><g/>".repeat(1000));
        let comment = format!("<!--{}--><p>a</p>", "<div>".repeat(1000));
        let style = format!("<STYLE>{}</STYLE><p title='<div>'>a</p>", "<div>".repeat(1000));
        for html in [script, icons, comment, style, "<p>a <b>b</b> &amp; 3 < 4".to_owned()] {
            assert_eq!(bounded(&html).as_deref(), Ok(&*html));
        }
    }

    #[test]
    fn hostile_pages_are_refused() {
        for html in [
            "<div>".repeat(600),
            "<svg>".repeat(600),
            "<br>".repeat(MAX_ELEMENTS + 1),
            format!("<p {}>", "a=1 ".repeat(600)),
            "</p>".repeat(MAX_OTHER_MARKS + 1),
            "<".repeat(MAX_OTHER_MARKS + 1),
            "&x;".repeat(MAX_OTHER_MARKS + 1),
        ] {
            assert!(bounded(&html).is_err(), "{}", &html[..20]);
        }
    }

    #[test]
    fn long_runs_of_text_are_cut_between_characters_and_references() {
        let html = format!("<p>{}{}</p>", "&amp;é ".repeat(5000), "x".repeat(20_000));
        let cut = bounded(&html).expect("a sound page");
        assert!(cut.matches("<!---->").count() >= 4);
        assert_eq!(cut.replace("<!---->", ""), html);
        assert!(cut.split("<!---->").all(|piece| piece.matches("&").count() == piece.matches("&amp;").count()));
    }

    #[test]
    fn what_is_not_closed_ends_with_the_page() {
        for html in
            ["<", "<p", "<p a", "<p a=", "<p a='", "<!--", "<!", "</", "<script>", "<script></scrip", "&", "<p/"]
        {
            assert!(bounded(html).is_ok(), "{html}");
        }
    }
}
