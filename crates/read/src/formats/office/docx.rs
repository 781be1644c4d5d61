//! Word documents: the paragraphs of `word/document.xml`, with the styles that say title and heading.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{document, local, malformed, open_part, part, value};
use crate::draft::Para;
use crate::input::{End, Origin, Out, Reading};
use crate::tags::resolved;
use onrecord_text::article::{BlockKind, Metadata};

const BODY: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
/// What refers to a note, and the part that holds the notes: they are read after the text.
const NOTES: [(&str, &str); 2] =
    [("footnoteReference", "word/footnotes.xml"), ("endnoteReference", "word/endnotes.xml")];

/// Reads a document.
pub(super) fn read<R: Read + Seek>(origin: &Origin, archive: &mut ZipArchive<R>, out: &mut Out) -> Reading {
    let xml = part(archive, BODY)?.unwrap_or_default();
    let mut used = used_styles(&xml);
    let styles = match open_part(archive, STYLES)?.filter(|_| !used.is_empty()) {
        Some((part, most)) => styles(BufReader::new(part.take(most)), &mut used),
        None => HashMap::new(),
    };
    let mut paras = paragraphs(&xml, &styles)?;
    for (reference, notes) in NOTES {
        let notes = if xml.contains(reference) { part(archive, notes)? } else { None };
        paras.extend(paragraphs(&notes.unwrap_or_default(), &styles)?);
    }
    document(origin, paras, Metadata::default(), out)
}

/// The ids of the styles that the paragraphs of a document have.
fn used_styles(xml: &str) -> HashSet<String> {
    let value = |(at, _): (usize, &str)| {
        let element = xml[at..].split('>').next()?;
        let value = element.split_once("val=")?.1;
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        Some(resolved(value[1..].split(quote).next()?).into_owned())
    };
    xml.match_indices("pStyle ").filter_map(value).collect()
}

/// The kinds of the styles that are `wanted`, by their id: the name that Word itself gives them is English in every
/// language. Documents carry hundreds of styles and use a few, so the reading ends with the last of these.
fn styles(xml: impl BufRead, wanted: &mut HashSet<String>) -> HashMap<String, BlockKind> {
    let mut reader = Reader::from_reader(xml);
    let (mut found, mut id, mut buffer) = (HashMap::new(), None, Vec::new());
    while !wanted.is_empty()
        && let Ok(event) = reader.read_event_into(&mut buffer)
    {
        match event {
            Event::Start(element) if local(element.name().as_ref()) == "style" => {
                id = value(&element, "styleId").filter(|id| wanted.contains(id));
            }
            Event::Empty(element) | Event::Start(element) if local(element.name().as_ref()) == "name" => {
                let kind = value(&element, "val").and_then(|name| kind_of_style(&name));
                if let Some(id) = id.take() {
                    wanted.remove(&id);
                    found.extend(kind.map(|kind| (id, kind)));
                }
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    found
}

fn kind_of_style(name: &str) -> Option<BlockKind> {
    let name = name.to_lowercase();
    match name.as_str() {
        "title" => Some(BlockKind::Title),
        "caption" => Some(BlockKind::Caption),
        name if name.starts_with("heading ") => Some(BlockKind::Heading),
        _ => None,
    }
}

/// The paragraphs of a document's XML.
fn paragraphs(xml: &str, styles: &HashMap<String, BlockKind>) -> Result<Vec<Para>, End> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut body = Body { styles, paras: Vec::new(), open: Vec::new(), text: false, hidden: 0 };
    loop {
        match reader.read_event().map_err(|error| malformed(BODY, error))? {
            Event::Start(element) => body.start(&element),
            Event::Empty(element) => {
                body.start(&element);
                body.end(local(element.name().as_ref()));
            }
            Event::End(element) => body.end(local(element.name().as_ref())),
            Event::Text(text) if body.text => body.push(&resolved(&text)),
            Event::CData(text) if body.text => body.push(&text),
            Event::GeneralRef(name) if body.text => {
                let reference = format!("&{};", &*name);
                body.push(&resolved(&reference));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    while !body.open.is_empty() {
        body.close();
    }
    Ok(body.paras)
}

struct Body<'a> {
    styles: &'a HashMap<String, BlockKind>,
    paras: Vec<Para>,
    /// Paragraphs within paragraphs, as text boxes have them.
    open: Vec<Para>,
    /// Whether text is a run's.
    text: bool,
    /// Elements that are open and whose text is shown a second time or not at all.
    hidden: u32,
}

/// Text boxes for older programs, and what was deleted.
fn is_hidden(name: &str) -> bool {
    matches!(name, "Fallback" | "del" | "moveFrom")
}

/// Paragraphs within each other that are gone into.
const MAX_OPEN: usize = 64;

impl Body<'_> {
    fn start(&mut self, element: &BytesStart) {
        let name = element.name();
        match local(name.as_ref()) {
            name if is_hidden(name) => self.hidden += 1,
            "p" if name.as_ref() == "w:p" && self.open.len() < MAX_OPEN => self.open.push(Para::default()),
            "pStyle" => {
                let kind =
                    value(element, "val").and_then(|id| self.styles.get(&id).copied().or_else(|| kind_of_style(&id)));
                self.kind(kind);
            }
            "outlineLvl" => self.kind(value(element, "val").filter(|level| level != "9").map(|_| BlockKind::Heading)),
            "t" => self.text = true,
            "tab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            name if is_hidden(name) => self.hidden = self.hidden.saturating_sub(1),
            "t" => self.text = false,
            "p" => self.close(),
            _ => {}
        }
    }

    fn kind(&mut self, kind: Option<BlockKind>) {
        if let (Some(open), Some(kind)) = (self.open.last_mut(), kind) {
            open.kind.get_or_insert(kind);
        }
    }

    fn push(&mut self, text: &str) {
        if self.hidden == 0
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    fn close(&mut self) {
        if let Some(mut para) = self.open.pop()
            && !para.text.trim().is_empty()
        {
            para.text.retain(|c| c != '\r');
            self.paras.push(para);
        }
    }
}
