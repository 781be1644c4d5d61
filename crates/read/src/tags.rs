//! HTML, SGML and what databases export of them as a stream of tags and text: linear in time, without a tree, so that
//! no nesting hurts.

use std::borrow::Cow;

/// What markup consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An opening tag: its name as written, and what stands after the name.
    Open(&'a str, &'a str),
    /// A closing tag.
    Close(&'a str),
    /// Text, its references to characters resolved.
    Text(Cow<'a, str>),
}

/// The tokens of a markup text. Comments, declarations, scripts and styles are left out.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Whether a tag begins further on that nothing ends: what follows is text.
    open_ended: bool,
    /// Which raw elements are not closed from here on, so that nobody looks again.
    unclosed: [bool; RAW.len()],
}

/// Elements whose content is no text of the page.
const RAW: [&str; 4] = ["script", "style", "noscript", "template"];

impl<'a> Tokens<'a> {
    /// Those of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Tokens { text, at: 0, open_ended: false, unclosed: [false; RAW.len()] }
    }

    /// Passes over what stands up to and including `end`, or over everything.
    fn skip_past(&mut self, end: &str) {
        let rest = &self.text[self.at..];
        self.at += memchr::memmem::find(rest.as_bytes(), end.as_bytes()).map_or(rest.len(), |at| at + end.len());
    }

    /// Passes over the content of a script or style; one that is never closed ends with its tag.
    fn skip_raw(&mut self, raw: usize) {
        let (rest, name) = (&self.text.as_bytes()[self.at..], RAW[raw]);
        if self.unclosed[raw] {
            return;
        }
        let closes = |at: &usize| {
            rest.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        };
        match memchr::memmem::find_iter(rest, b"</").find(closes) {
            Some(end) => self.at += end,
            None => self.unclosed[raw] = true,
        }
    }

    /// The tag at a `<`; none where it is none.
    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at + 1..];
        let (closing, body) = rest.strip_prefix('/').map_or((false, rest), |body| (true, body));
        if self.open_ended || !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let Some(end) = tag_end(body) else {
            self.open_ended = true;
            return None;
        };
        let inner = &body[..end];
        let name = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
        self.at += 1 + usize::from(closing) + end + 1;
        let (name, attributes) = inner.split_at(name);
        Some(if closing { Token::Close(name) } else { Token::Open(name, attributes) })
    }

    fn text_until_tag(&mut self, from: usize) -> Token<'a> {
        let rest = &self.text[from..];
        let end = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        let start = self.at;
        self.at = from + end;
        Token::Text(resolved(&self.text[start..self.at]))
    }
}

/// Where a tag ends; a `>` within quotes does not end it. Quotes that never close count for nothing.
fn tag_end(body: &str) -> Option<usize> {
    let bytes = body.as_bytes();
    let (mut at, mut quotes) = (0, true);
    loop {
        let next = at + memchr::memchr3(b'>', b'"', b'\'', &bytes[at..])?;
        match bytes[next] {
            b'>' => return Some(next),
            quote if quotes && opens_value(&bytes[..next]) => {
                // A value is short; what runs on is text after a stray quote.
                let window = &bytes[next + 1..bytes.len().min(next + 1 + (64 << 10))];
                match memchr::memchr(quote, window) {
                    Some(end) => at = next + 1 + end + 1,
                    None => {
                        quotes = false;
                        at = next + 1;
                    }
                }
            }
            _ => at = next + 1,
        }
    }
}

fn opens_value(before: &[u8]) -> bool {
    before.trim_ascii_end().last() == Some(&b'=')
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return None;
            }
            if !rest.starts_with('<') {
                return Some(self.text_until_tag(self.at));
            }
            if rest.starts_with("<!--") {
                self.skip_past("-->");
            } else if rest.starts_with("<![CDATA[") {
                let start = self.at + "<![CDATA[".len();
                self.skip_past("]]>");
                let end = self.at.max(start);
                return Some(Token::Text(Cow::Borrowed(self.text[start..end].trim_end_matches("]]>"))));
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                self.skip_past(">");
            } else if let Some(tag) = self.tag() {
                if let Token::Open(name, attributes) = &tag
                    && let Some(raw) = RAW.iter().position(|raw| name.eq_ignore_ascii_case(raw))
                    && !attributes.ends_with('/')
                {
                    self.skip_raw(raw);
                }
                return Some(tag);
            } else {
                return Some(self.text_until_tag(self.at + 1));
            }
        }
    }
}

/// A text with its references to characters resolved: `&amp;`, `&eacute;`, `&#8217;`, `&#x2019;`.
pub(crate) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((found, used)) => {
                out.push_str(&found);
                rest = &rest[used..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What the reference after an `&` means, and its length.
fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let len =
        text.bytes().take(32).position(|b| !(b.is_ascii_alphanumeric() || b == b'#')).unwrap_or(text.len().min(32));
    let name = text.get(..len)?;
    let used = len + usize::from(text[len..].starts_with(';'));
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return character(code).map(|c| (Cow::Owned(c.to_string()), used));
    }
    (used > len)
        .then(|| quick_xml::escape::resolve_html5_entity(name))
        .flatten()
        .map(|found| (Cow::Borrowed(found), used))
}

/// A character by its number; those from 128 to 159 are meant as in Windows-1252. Control characters are spaces.
fn character(code: u32) -> Option<char> {
    if (0x80..0xA0).contains(&code) {
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0.chars().next();
    }
    char::from_u32(code).map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c })
}

/// The value of an attribute, among what stands after a tag's name.
pub(crate) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let bytes = attributes.as_bytes();
    let mut from = 0;
    while let Some(at) = find_ignoring_case(&bytes[from..], name.as_bytes()).map(|at| at + from) {
        from = at + name.len();
        let begins = at > 0 && (bytes[at - 1].is_ascii_whitespace() || matches!(bytes[at - 1], b'"' | b'\''));
        let Some(value) = attributes[from..].trim_start().strip_prefix('=').filter(|_| begins) else { continue };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => value[1..].split(quote).next().unwrap_or_default(),
            None => value.split(|c: char| c.is_whitespace()).next().unwrap_or_default(),
        };
        return Some(resolved(value));
    }
    None
}

fn find_ignoring_case(text: &[u8], name: &[u8]) -> Option<usize> {
    let first = *name.first()?;
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text)
        .find(|&at| text.get(at..at + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

/// Elements that stand on lines of their own.
pub(crate) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 38] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "title",
        "tr",
        "ul",
    ];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// A run of text that stands on lines of its own, with the tags around it that say what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its text: white space is one space each, a `<br>` a line break.
    pub text: String,
    /// The values of `class` and `id` of the elements that were opened since the run before, with a space before and
    /// after each; elements without either count by their name.
    pub marks: String,
}

/// The runs of text of a markup text, in order, without empty ones.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run { text: String::new(), marks: " ".into() };
    for token in Tokens::new(text) {
        match token {
            Token::Text(text) => push_words(&mut run.text, &text),
            Token::Open(name, _) if name.eq_ignore_ascii_case("br") => push_break(&mut run.text),
            Token::Open(name, attributes) => {
                if is_block(name) {
                    end(&mut run, &mut runs);
                }
                note(&mut run.marks, name, attributes);
            }
            Token::Close(name) if is_block(name) => end(&mut run, &mut runs),
            Token::Close(_) => {}
        }
    }
    end(&mut run, &mut runs);
    runs
}

fn note(marks: &mut String, name: &str, attributes: &str) {
    // Marks gather from tag to tag where no text follows: there is an end to how many are of use.
    if marks.len() > 4096 {
        return;
    }
    let before = marks.len();
    for attribute in ["class", "id"] {
        if let Some(value) = self::attribute(attributes, attribute) {
            marks.push_str(value.trim());
            marks.push(' ');
        }
    }
    if marks.len() == before {
        marks.push_str(&name.to_ascii_lowercase());
        marks.push(' ');
    }
}

fn end(run: &mut Run, runs: &mut Vec<Run>) {
    let text = run.text.trim_matches(|c: char| c.is_whitespace());
    if !text.is_empty() {
        let text = text.to_owned();
        runs.push(Run { text, marks: std::mem::replace(&mut run.marks, " ".into()) });
    }
    run.text.clear();
}

/// Appends text, its white space as one space each.
fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with([' ', '\n']) && !out.is_empty() {
            out.push(' ');
        }
    }
}

fn push_break(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() {
        out.push('\n');
    }
}

/// All text of a markup text, a blank line between runs.
pub(crate) fn text(markup: &str) -> String {
    runs(markup).into_iter().map(|run| run.text).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_text() {
        let html = "<style>p {}</style><DIV CLASS=\"c0\"><P CLASS='c1'><SPAN>1 of\n 2&nbsp;DOCUMENTS</SPAN></P></DIV>\
                    <!-- <p>no</p> --><p id=x>A &amp; B<br>C &#8217;s caf&eacute; 1 < 2 & R&D</p><script>if (a<b) {}</script>";
        let found = runs(html);
        assert_eq!(found[0].text, "1 of 2 DOCUMENTS");
        assert!(found[0].marks.contains(" c0 ") && found[0].marks.contains(" c1 "));
        assert_eq!(found[1].text, "A & B\nC ’s café 1 < 2 & R&D");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn attributes() {
        let attributes = " data-class=\"no\" class = 'a > b' ID=x href=\"a&amp;b\"";
        assert_eq!(attribute(attributes, "class").as_deref(), Some("a > b"));
        assert_eq!(attribute(attributes, "id").as_deref(), Some("x"));
        assert_eq!(attribute(attributes, "href").as_deref(), Some("a&b"));
        assert_eq!(attribute(attributes, "title"), None);
    }

    #[test]
    fn what_is_made_to_hurt_takes_its_time_once() {
        for html in ["<".repeat(1 << 20), "<p \"".repeat(1 << 18), "<script>".repeat(1 << 16), "&#x".repeat(1 << 18)] {
            let _ = runs(&html);
        }
    }
}
