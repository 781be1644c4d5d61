//! Members of a ZIP archive that another of the same name hides: programs find members by their names, and the last of
//! those alike alone. Nothing is lost of what an archive holds, so the others are read, too.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// Where a member begins that another hides.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shadowed {
    /// Its name.
    pub(super) name: String,
    /// Where its own header begins, in bytes from the beginning of the archive.
    pub(super) at: u64,
    /// How many bytes it has packed.
    pub(super) packed: u64,
}

/// The members that have the name of a later one, by the directory that begins at byte `start`.
///
/// Layout: PKWARE's APPNOTE 6.3.10, section 4.3.12. Members beyond four gigabytes are left aside.
///
/// # Errors
/// When the archive cannot be read.
pub(super) fn shadowed(archive: &mut (impl Read + Seek), start: u64, most: usize) -> io::Result<Vec<Shadowed>> {
    archive.seek(SeekFrom::Start(start))?;
    let mut directory = BufReader::new(archive);
    let mut last: HashMap<Vec<u8>, (u64, u64)> = HashMap::new();
    let mut found = Vec::new();
    for _ in 0..most {
        let Some((name, at, packed)) = entry(&mut directory)? else { break };
        if at == u64::from(u32::MAX) {
            continue;
        }
        let shown = String::from_utf8_lossy(&name).into_owned();
        if let Some((at, packed)) = last.insert(name, (at, packed)) {
            found.push(Shadowed { name: shown, at, packed });
        }
    }
    Ok(found)
}

/// Name, place and packed size of the next entry of a directory; none at its end.
fn entry(directory: &mut impl Read) -> io::Result<Option<(Vec<u8>, u64, u64)>> {
    let mut head = [0; 46];
    if directory.read_exact(&mut head).is_err() || !head.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    let short = |at: usize| u64::from(u16::from_le_bytes([head[at], head[at + 1]]));
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let mut name = vec![0; short(28) as usize];
    directory.read_exact(&mut name)?;
    io::copy(&mut directory.take(short(30) + short(32)), &mut io::sink())?;
    Ok(Some((name, long(42), long(20))))
}
