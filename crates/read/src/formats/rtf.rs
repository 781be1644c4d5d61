//! Rich Text Format: paragraphs, code pages and characters by number; what is no text of the document is left out.
//!
//! Source: Microsoft, "Rich Text Format (RTF) Specification", version 1.9.1. Read in one pass without recursion.

use encoding_rs::Encoding;

use super::code_page::{character_set, code_page};
use super::document::document;
use crate::draft::Para;
use crate::input::{End, Input, Out, Reading};
use onrecord_text::article::{BlockKind, Metadata};

/// Groups within groups that are gone into.
const MAX_GROUPS: usize = 4096;

/// Reads a document, or the export of a database in one.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let bytes = input.bytes()?;
    document(input.origin, paragraphs(&bytes)?, Metadata::default(), out)
}

/// The paragraphs of a document.
pub(crate) fn paragraphs(bytes: &[u8]) -> Result<Vec<Para>, End> {
    let mut reader = Reader::new(bytes);
    reader.read()?;
    reader.end_paragraph();
    Ok(reader.paras)
}

/// What a group inherits from the one around it.
#[derive(Clone, Copy)]
struct Group {
    /// What its text is.
    target: Target,
    /// How many characters stand in for one by number.
    fallback: usize,
    /// The code page of its font.
    encoding: Option<&'static Encoding>,
    hidden: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Text,
    /// The table of fonts: their numbers and character sets.
    Fonts,
    Nothing,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    group: Group,
    outer: Vec<Group>,
    default: &'static Encoding,
    fonts: Vec<(i32, &'static Encoding)>,
    font: i32,
    /// Bytes in the code page that are not decoded yet.
    pending: Vec<u8>,
    /// A first half of a pair of surrogates.
    surrogate: Option<u16>,
    /// Characters that stand in for one that was given by number.
    skip: usize,
    /// Whether the group may be left out by who does not know it.
    optional: bool,
    para: String,
    heading: bool,
    paras: Vec<Para>,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let group = Group { target: Target::Text, fallback: 1, encoding: None, hidden: false };
        Reader {
            bytes,
            at: 0,
            group,
            outer: Vec::new(),
            default: encoding_rs::WINDOWS_1252,
            fonts: Vec::new(),
            font: 0,
            pending: Vec::new(),
            surrogate: None,
            skip: 0,
            optional: false,
            para: String::new(),
            heading: false,
            paras: Vec::new(),
        }
    }

    fn read(&mut self) -> Result<(), End> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open()?,
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), End> {
        self.flush();
        if self.outer.len() >= MAX_GROUPS {
            return Err(End::Failed("it is nested too deeply; save it anew in a word processor".into()));
        }
        self.outer.push(self.group);
        (self.skip, self.optional) = (0, false);
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        if let Some(outer) = self.outer.pop() {
            self.group = outer;
        }
        (self.skip, self.optional) = (0, false);
    }

    /// A control word or sign, after its backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.sign(first);
        }
        let rest = &self.bytes[self.at..];
        let name_len = rest.iter().take(32).position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len().min(32));
        let number = &rest[name_len..];
        let negative = usize::from(number.first() == Some(&b'-'));
        let digits = number[negative..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let value = std::str::from_utf8(&number[..negative + digits]).ok().and_then(|text| text.parse::<i32>().ok());
        let used = name_len + if digits > 0 { negative + digits } else { 0 };
        let name = &rest[..name_len];
        self.at += used + usize::from(rest.get(used) == Some(&b' '));
        self.word(name, value);
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'\'' => {
                let hex = self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => self.optional = true,
            b'~' => self.push('\u{a0}'),
            b'_' => self.push('\u{2011}'),
            b'\\' | b'{' | b'}' => self.byte(sign),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, name: &[u8], value: Option<i32>) {
        if std::mem::take(&mut self.optional) && !matches!(name, b"shptxt" | b"fldrslt") {
            self.group.target = Target::Nothing;
            return;
        }
        match name {
            b"par" | b"sect" | b"page" | b"row" | b"nestrow" | b"cell" | b"nestcell" => self.end_paragraph(),
            b"line" => self.push('\n'),
            b"tab" => self.push('\t'),
            b"emdash" => self.push('—'),
            b"endash" => self.push('–'),
            b"lquote" => self.push('‘'),
            b"rquote" => self.push('’'),
            b"ldblquote" => self.push('“'),
            b"rdblquote" => self.push('”'),
            b"bullet" => self.push('•'),
            b"emspace" | b"enspace" => self.push(' '),
            b"u" => self.unicode(value.unwrap_or(0)),
            b"uc" => self.group.fallback = usize::try_from(value.unwrap_or(1)).unwrap_or(1),
            b"bin" => {
                self.at = self.at.saturating_add(usize::try_from(value.unwrap_or(0)).unwrap_or(0)).min(self.bytes.len())
            }
            b"pard" => self.heading = false,
            b"outlinelevel" => self.heading = value.is_some_and(|level| level < 9),
            b"v" => self.group.hidden = value != Some(0),
            b"deleted" => self.group.hidden = value != Some(0),
            b"plain" => self.group.hidden = false,
            _ => self.font_word(name, value),
        }
    }

    fn font_word(&mut self, name: &[u8], value: Option<i32>) {
        match name {
            b"ansicpg" => self.default = code_page(value.unwrap_or(1252)).unwrap_or(self.default),
            b"mac" => self.default = encoding_rs::MACINTOSH,
            b"fonttbl" => self.group.target = Target::Fonts,
            b"f" if self.group.target == Target::Fonts => self.font = value.unwrap_or(0),
            b"f" => {
                self.flush();
                let font = value.unwrap_or(0);
                self.group.encoding =
                    self.fonts.iter().find(|(number, _)| *number == font).map(|(_, encoding)| *encoding);
            }
            b"fcharset" if self.group.target == Target::Fonts => {
                if let Some(encoding) = character_set(value.unwrap_or(0)) {
                    self.fonts.push((self.font, encoding));
                }
            }
            name if is_no_text(name) => self.group.target = Target::Nothing,
            _ => {}
        }
    }

    /// A character by its number, of which one over 32,767 is written as a negative.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.skip = self.group.fallback;
        let unit = (number & 0xFFFF) as u16;
        match (self.surrogate.take(), unit) {
            (_, 0xD800..=0xDBFF) => self.surrogate = Some(unit),
            (Some(first), 0xDC00..=0xDFFF) => {
                char::decode_utf16([first, unit]).flatten().for_each(|c| self.push_shown(c));
            }
            _ => char::from_u32(u32::from(unit)).into_iter().for_each(|c| self.push_shown(c)),
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.shows() {
            self.pending.push(byte);
        }
    }

    fn shows(&self) -> bool {
        self.group.target == Target::Text && !self.group.hidden
    }

    /// A character by a control word; it may stand in for another.
    fn push(&mut self, c: char) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.flush();
        self.push_shown(c);
    }

    fn push_shown(&mut self, c: char) {
        if self.shows() && (!c.is_control() || c == '\n' || c == '\t') {
            self.para.push(c);
        }
    }

    /// Decodes what is pending.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let encoding = self.group.encoding.unwrap_or(self.default);
        let text = encoding.decode_without_bom_handling(&self.pending).0;
        self.para.extend(text.chars().filter(|c| !c.is_control() || *c == '\t'));
        self.pending.clear();
    }

    fn end_paragraph(&mut self) {
        self.flush();
        self.skip = 0;
        if self.group.target != Target::Text {
            return;
        }
        let text = std::mem::take(&mut self.para);
        if !text.trim().is_empty() {
            let kind = self.heading.then_some(BlockKind::Heading);
            self.paras.push(Para { kind, ..Para::new(text) });
        }
    }
}

/// Groups whose text is not the document's.
fn is_no_text(name: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"header",
        b"headerl",
        b"headerr",
        b"headerf",
        b"footer",
        b"footerl",
        b"footerr",
        b"footerf",
        b"fldinst",
        b"object",
        b"objdata",
        b"pntext",
        b"listtext",
        b"listtable",
        b"listoverridetable",
        b"rsidtbl",
        b"generator",
        b"themedata",
        b"datastore",
        b"xmlnstbl",
        b"latentstyles",
        b"annotation",
        b"atnid",
        b"atnauthor",
        b"bkmkstart",
        b"bkmkend",
        b"filetbl",
        b"revtbl",
        b"template",
        b"private",
        b"xe",
        b"tc",
        b"ftnsep",
        b"ftnsepc",
        b"aftnsep",
        b"aftnsepc",
        b"nonshppict",
        b"mmathPr",
        b"passwordhash",
        b"blipuid",
        b"picprop",
        b"sp",
        b"userprops",
        b"wgrffmtfilter",
        b"falt",
        b"panose",
    ];
    NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(rtf: &str) -> Vec<String> {
        paragraphs(rtf.as_bytes()).expect("paragraphs").into_iter().map(|para| para.text).collect()
    }

    #[test]
    fn characters_and_paragraphs() {
        let rtf = r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial Cyr;}}{\info{\title No}}
            {\*\generator x}{\stylesheet{\s1 heading 1;}}Ministers said \ldblquote We agree\rdblquote  in Troms\'f8 and \u8220?Oslo\u8221?.\par
            {\f1 \'cc\'ee\'f1\'ea\'e2\'e0} \u-10179?\u-8704? a{\v hidden}b{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\cell one\cell\row}";
        let found: Vec<String> = texts(rtf).iter().map(|text| text.trim().to_owned()).collect();
        assert_eq!(found, ["Ministers said “We agree” in Tromsø and “Oslo”.", "Москва 😀 ablink", "one"]);
    }

    #[test]
    fn what_is_made_to_hurt() {
        assert!(paragraphs("{".repeat(1 << 20).as_bytes()).is_err());
        for rtf in ["}".repeat(1 << 20), r"{\rtf1 \bin999999999 a".into(), r"{\rtf1 \'".into(), r"\u".repeat(1 << 18)] {
            let _ = paragraphs(rtf.as_bytes());
        }
    }
}
