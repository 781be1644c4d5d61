//! Office files and books: ZIP archives of XML.

mod docx;
mod epub;
mod opendocument;
mod sheet;
mod xlsx;

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::archive::{open_part, part};
use super::document::document;
use crate::input::{End, Origin, Out, Reading};
use crate::source::SkipReason;

/// Reads an archive that is an office file or a book; none where it is none.
pub(crate) fn read<R: Read + Seek>(origin: &Origin, archive: &mut ZipArchive<R>, out: &mut Out) -> Option<Reading> {
    if archive.index_for_name("word/document.xml").is_some() {
        return Some(docx::read(origin, archive, out));
    }
    if archive.index_for_name("xl/workbook.xml").is_some() {
        return Some(xlsx::read(origin, archive, out));
    }
    if archive.index_for_name("ppt/presentation.xml").is_some()
        || archive.index_for_name("Index/Document.iwa").is_some()
    {
        return Some(Err(SkipReason::OldOffice.into()));
    }
    let mimetype = match archive.index_for_name("mimetype").map(|_| part(archive, "mimetype")) {
        None => return None,
        Some(Ok(bytes)) => bytes.unwrap_or_default(),
        Some(Err(end)) => return Some(Err(end)),
    };
    match mimetype.trim() {
        "application/epub+zip" => Some(epub::read(origin, archive, out)),
        mimetype if mimetype.starts_with("application/vnd.oasis.opendocument.text") => {
            Some(opendocument::read_text(origin, archive, out))
        }
        mimetype if mimetype.starts_with("application/vnd.oasis.opendocument.spreadsheet") => {
            Some(opendocument::read_sheet(origin, archive, out))
        }
        mimetype if mimetype.starts_with("application/vnd.oasis") => Some(Err(SkipReason::UnknownKind.into())),
        _ => None,
    }
}

/// What is said of XML that breaks off or contradicts itself.
fn malformed(part: &str, error: impl std::fmt::Display) -> End {
    End::Failed(format!("its part {part} is damaged ({error}); open it in an office program and save it anew"))
}

/// The name of an element without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// The value of an attribute, whatever its prefix.
fn value(element: &quick_xml::events::BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| local(attribute.key.as_ref()) == name)?;
    Some(crate::tags::resolved(&found.value).into_owned())
}
