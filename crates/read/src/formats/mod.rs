//! The formats: a table of how each is known by its first bytes and read.
//!
//! [`KINDS`](crate::source::KINDS) says what each is called, which endings it has and what is read of it.

use super::decode;
use super::input::{End, Input, Out, Reading};
use super::{html, json, jsonl, markdown, sniff};
use crate::source::{Kind, SkipReason};

#[cfg(feature = "archives")]
mod archive;
mod code_page;
mod document;
pub(crate) mod exports;
#[cfg(feature = "mail")]
mod mail;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "pdf")]
pub(crate) mod pdf;
mod plain;
mod ris;
mod rtf;
mod sgml;
#[cfg(feature = "archives")]
mod shadowed;
mod subtitles;
#[cfg(feature = "tables")]
mod table;
mod warc;
#[cfg(feature = "xml")]
mod xml;

/// Reads the articles of something into what takes them.
type Read = fn(Input, &mut Out) -> Reading;

/// Which function reads each kind, in this build.
const READERS: &[(Kind, Read)] = &[
    (Kind::Text, plain::read),
    (Kind::Markdown, markdown::read),
    (Kind::Html, html::read),
    (Kind::JsonLines, jsonl::read),
    (Kind::Json, json::read),
    #[cfg(feature = "tables")]
    (Kind::Table, table::read),
    #[cfg(feature = "archives")]
    (Kind::Zip, archive::read_zip),
    #[cfg(feature = "archives")]
    (Kind::Tar, archive::read_tar),
    (Kind::Rtf, rtf::read),
    #[cfg(feature = "pdf")]
    (Kind::Pdf, pdf::read),
    #[cfg(feature = "mail")]
    (Kind::Mail, mail::read),
    #[cfg(feature = "mail")]
    (Kind::Mailbox, mail::read_mailbox),
    (Kind::Warc, warc::read),
    #[cfg(feature = "xml")]
    (Kind::Xml, xml::read),
    (Kind::Sgml, sgml::read),
    (Kind::Subtitles, subtitles::read),
    (Kind::Ris, ris::read),
    (Kind::OldOffice, |_, _| Err(SkipReason::OldOffice.into())),
    (Kind::OtherArchive, |_, _| Err(SkipReason::OtherArchive.into())),
];

/// The kind of what is named like `named` and begins with `head`. First bytes go before the name.
///
/// # Errors
/// When it holds no text, or is not at all what its name says.
pub(crate) fn kind(named: Kind, head: &[u8]) -> Result<Kind, End> {
    let is_object = head.trim_ascii_start().first() == Some(&b'{');
    match (named, sniff::certain(head)) {
        // How objects lie in lines is up to the name.
        (Kind::Json | Kind::JsonLines, Some(Kind::Json | Kind::JsonLines)) if is_object => Ok(named),
        // A saved page may be XML, and an office file or a book is an archive.
        (Kind::Html, Some(Kind::Xml)) => Ok(Kind::Html),
        (_, Some(kind)) => Ok(kind),
        (Kind::OtherArchive, None) if decode::is_binary(head) => Ok(named),
        (named, None) if named.is_binary() && decode::is_binary(head) => Err(not_as_named(named)),
        (_, None) if decode::is_binary(head) => Err(SkipReason::Binary.into()),
        (Kind::Xml, None) if head.trim_ascii_start().starts_with(b"<") => Ok(named),
        (Kind::Xml | Kind::Sgml, None) if !head.trim_ascii().is_empty() => Err(SkipReason::UnknownKind.into()),
        (Kind::Unknown | Kind::OldOffice | Kind::OtherArchive, None) => Ok(sniff::likely(head)),
        (named, None) if named.is_binary() => Ok(sniff::likely(head)),
        (named, None) => Ok(named),
    }
}

fn not_as_named(named: Kind) -> End {
    let name = named.facts().map_or("such", |facts| facts.name);
    End::Failed(format!("it is no {name} file though its name says so; check that it is whole"))
}

/// Reads the articles of `input`.
pub(crate) fn read(input: Input, out: &mut Out) -> Reading {
    match READERS.iter().find(|(kind, _)| *kind == input.kind) {
        Some((_, read)) => read(input, out),
        None => Err(SkipReason::NotBuilt.into()),
    }
}
