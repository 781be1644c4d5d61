//! Books: the chapters of an EPUB in the order of its spine, one article each.

use std::io::{Read, Seek};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{local, malformed, part, value};
use crate::draft::{Draft, Para, flat};
use crate::input::{End, Origin, Out, Reading};
use crate::tags::{resolved, runs};
use onrecord_text::article::{BlockKind, Metadata};

/// Reads a book.
pub(super) fn read<R: Read + Seek>(origin: &Origin, archive: &mut ZipArchive<R>, out: &mut Out) -> Reading {
    let container = part(archive, "META-INF/container.xml")?.unwrap_or_default();
    let package = attribute_of(&container, "rootfile", "full-path").unwrap_or_else(|| "content.opf".into());
    let book = book(&part(archive, &package)?.unwrap_or_default(), &package)?;
    for (number, chapter) in book.chapters.iter().enumerate() {
        let Some(html) = part(archive, chapter)? else { continue };
        let mut draft = chapter_of(&html);
        draft.record = Some(number as u32 + 1);
        draft.metadata = book.metadata.clone();
        if draft.has_text() {
            draft.send(origin, out)?;
        }
    }
    Ok(())
}

struct Book {
    chapters: Vec<String>,
    metadata: Metadata,
}

fn attribute_of(xml: &str, name: &str, attribute: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) if local(element.name().as_ref()) == name => {
                return value(&element, attribute);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The chapters' paths in their order, and what the package says of the book.
fn book(xml: &str, package: &str) -> Result<Book, End> {
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut items, mut spine, mut metadata) = (std::collections::HashMap::new(), Vec::new(), Metadata::default());
    let (mut reader, mut open) = (Reader::from_str(xml), String::new());
    loop {
        match reader.read_event().map_err(|error| malformed(package, error))? {
            Event::Start(element) | Event::Empty(element) => {
                let name = local(element.name().as_ref()).to_owned();
                match name.as_str() {
                    "item" => items.extend(value(&element, "id").zip(value(&element, "href"))),
                    "itemref" => spine.extend(value(&element, "idref")),
                    _ => {}
                }
                open = name;
            }
            Event::Text(text) => {
                let text = flat(&resolved(&text));
                let field = match open.as_str() {
                    "creator" => &mut metadata.author,
                    "publisher" => &mut metadata.outlet,
                    "date" => &mut metadata.date,
                    _ => continue,
                };
                if field.is_none() && !text.is_empty() {
                    *field = Some(text);
                }
            }
            Event::End(_) => open.clear(),
            Event::Eof => break,
            _ => {}
        }
    }
    let chapters = spine.iter().filter_map(|id| items.get(id)).map(|href| path(folder, href)).collect();
    Ok(Book { chapters, metadata })
}

fn path(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default().replace("%20", " ");
    if folder.is_empty() { href } else { format!("{folder}/{href}") }
}

/// A chapter's paragraphs; its first heading is its title.
fn chapter_of(html: &str) -> Draft {
    let mut draft = Draft::default();
    for run in runs(html) {
        let is = |name: &str| run.marks.split(' ').any(|mark| mark == name);
        let heading = ["h1", "h2", "h3", "h4"].into_iter().any(is);
        if is("title") && !heading {
            draft.title.get_or_insert(run.text);
        } else if heading && !draft.has_text() {
            draft.title = Some(run.text);
        } else {
            let kind = heading.then_some(BlockKind::Heading);
            draft.paras.push(Para { kind, ..Para::new(run.text) });
        }
    }
    draft
}
