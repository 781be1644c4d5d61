//! Archives: ZIP and tar, and whatever is in them. A ZIP may be an office file or a book.

use std::io::{Cursor, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::read_zipfile_from_stream_with_compressed_size;
use zip::result::ZipError;

use super::shadowed::{Shadowed, shadowed};
use crate::decode::decode;
use crate::input::{End, Input, Origin, Out, Reading};
use crate::source::{Format, SkipReason};
use crate::{MAX_ARTICLE_BYTES, read_from};

/// Archives within archives that are gone into.
const MAX_DEPTH: u8 = 4;
/// Members of one archive.
const MAX_MEMBERS: usize = 5_000_000;
/// How many times its packed size a member may have: text packs to a tenth, seldom to a hundredth.
const MAX_RATIO: u64 = 400;
/// Bytes that may unpack from however little.
const ANY_RATIO: u64 = 1 << 20;
/// Bytes of an archive that is rather held in memory than read from its file: half as much as a run has under way of texts, so
/// that the peak of memory hardly shows it.
const SMALL: u64 = 16 << 20;
/// Most bytes of an archive that is held in memory: one within another, or one from a stream.
const MAX_HELD: u64 = 512 << 20;

/// Reads a ZIP archive, an office file or a book.
pub(crate) fn read_zip(mut input: Input, out: &mut Out) -> Reading {
    let origin = input.origin;
    // Its list of members is read in many small pieces, which costs more than to read a small archive whole.
    let is_small = input.file.is_some_and(|file| file.size <= SMALL);
    match if is_small { None } else { input.reopened()? } {
        Some(file) => read_open(origin, open(file)?, out),
        None => read_open(origin, open(Cursor::new(input.bytes_within(MAX_HELD)?))?, out),
    }
}

fn open<R: Read + Seek>(input: R) -> Result<ZipArchive<R>, End> {
    ZipArchive::new(input).map_err(damaged)
}

/// What is said of an archive that cannot be read.
pub(super) fn damaged(error: ZipError) -> End {
    match error {
        ZipError::Io(error) => End::Io(error),
        ZipError::UnsupportedArchive(words) if words.contains("assword") => {
            End::Failed("it is encrypted; unpack it with its password first".into())
        }
        error => {
            End::Failed(format!("the archive is damaged ({error}); fetch it anew or unpack it with another program"))
        }
    }
}

fn read_open<R: Read + Seek>(origin: &Origin, mut archive: ZipArchive<R>, out: &mut Out) -> Reading {
    #[cfg(feature = "office")]
    if let Some(reading) = super::office::read(origin, &mut archive, out) {
        return reading;
    }
    if origin.depth >= MAX_DEPTH {
        return Err(End::Failed(format!("it lies in more than {MAX_DEPTH} archives; unpack the outer ones")));
    }
    if archive.len() > MAX_MEMBERS {
        return Err(SkipReason::TooLarge.into());
    }
    for index in 0..archive.len() {
        read_member(origin, &mut archive, index, out)?;
    }
    let (directory, offset) = (archive.central_directory_start(), archive.offset());
    let mut bytes = archive.into_inner();
    for hidden in shadowed(&mut bytes, directory, MAX_MEMBERS)? {
        bytes.seek(SeekFrom::Start(offset + hidden.at))?;
        read_shadowed(origin, &mut bytes, &hidden, out)?;
    }
    Ok(())
}

/// Reads a member that another of the same name hides, at which `bytes` stand.
fn read_shadowed(origin: &Origin, bytes: &mut impl Read, hidden: &Shadowed, out: &mut Out) -> Reading {
    match read_zipfile_from_stream_with_compressed_size(bytes, hidden.packed) {
        Ok(Some(mut file)) => {
            member(origin, &hidden.name, hidden.packed.saturating_mul(MAX_RATIO).max(ANY_RATIO), &mut file, out)
        }
        Ok(None) => Ok(()),
        Err(error) => out.part(&origin.member(&hidden.name), Err(damaged(error))),
    }
}

fn read_member<R: Read + Seek>(origin: &Origin, archive: &mut ZipArchive<R>, index: usize, out: &mut Out) -> Reading {
    let name = archive.name_for_index(index).unwrap_or_default().to_owned();
    let mut file = match archive.by_index(index) {
        Ok(file) => file,
        Err(error) => {
            return out.part(&origin.member(&name), Err(damaged(error)));
        }
    };
    if file.is_dir() || file.is_symlink() {
        return Ok(());
    }
    let packed = file.compressed_size();
    member(origin, &name, packed.saturating_mul(MAX_RATIO).max(ANY_RATIO), &mut file, out)
}

/// Reads a member of an archive that may unpack to no more than `most` bytes.
fn member(origin: &Origin, name: &str, most: u64, body: &mut dyn Read, out: &mut Out) -> Reading {
    let name = &within(name);
    if name.is_empty() || is_hidden(name) {
        return Ok(());
    }
    let origin = origin.member(name);
    let Some(format) = Format::from_name(name.as_ref()) else {
        return out.skip(origin.display(), SkipReason::UnknownKind);
    };
    let mut measured = Measured { body, most, left: out.budget, read: 0 };
    let reading = read_from(&origin, format, None, &mut measured, out);
    out.budget = out.budget.saturating_sub(measured.read);
    out.part(&origin, reading)
}

/// A member's name as a path below the archive. Nothing is unpacked to a disk, so that names which lead out of it (`../a`,
/// `/a`, `C:\\a`) do no harm, and what they name is read like the rest.
fn within(name: &str) -> String {
    let drive = |part: &&str| part.len() == 2 && part.ends_with(':');
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..") && !drive(part));
    let joined = parts.collect::<Vec<_>>().join("/");
    if name.ends_with('/') { String::new() } else { joined }
}

/// Files that programs leave beside others: `.DS_Store`, `__MACOSX/`.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// A reader that ends what swells.
struct Measured<'a> {
    body: &'a mut dyn Read,
    most: u64,
    left: u64,
    read: u64,
}

impl Read for Measured<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = self.body.read(buffer)?;
        self.read += len as u64;
        if self.read > self.most || self.read > self.left {
            return Err(std::io::Error::other("it unpacks to far more than text does"));
        }
        Ok(len)
    }
}

/// Reads a tar archive.
pub(crate) fn read_tar(input: Input, out: &mut Out) -> Reading {
    let origin = input.origin;
    if origin.depth >= MAX_DEPTH {
        return Err(End::Failed(format!("it lies in more than {MAX_DEPTH} archives; unpack the outer ones")));
    }
    let mut archive = tar::Archive::new(input.body);
    for entry in archive.entries()? {
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        member(origin, &name, u64::MAX, &mut entry, out)?;
    }
    Ok(())
}

#[cfg(feature = "office")]
/// The text of a part of an office file; none where it has no such part.
pub(super) fn part<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Result<Option<String>, End> {
    let Some((mut file, most)) = open_part(archive, name)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.by_ref().take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(SkipReason::TooLarge.into()) } else { Ok(decode(bytes)) }
}

#[cfg(feature = "office")]
/// The bytes of a part of an office file as they are unpacked, and how many of them are read at most; none where it has
/// no such part.
pub(super) fn open_part<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    name: &str,
) -> Result<Option<(impl Read + use<'a, R>, u64)>, End> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(error)),
    };
    let most = file.compressed_size().saturating_mul(MAX_RATIO).clamp(ANY_RATIO, MAX_ARTICLE_BYTES);
    Ok(Some((file, most)))
}
