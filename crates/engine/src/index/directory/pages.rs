//! Files in pages, each with a checksum: what was not written as it stands is never answered from.
//!
//! A file is written once, from its beginning to its end. Behind its bytes stand the checksums of its pages, and a
//! trailer that tells how many bytes there are. A page is checked when something of it is read for the first time, so
//! that a search checks what it reads and nothing else.
//!
//! ```text
//! bytes │ a checksum of 4 bytes for each page │ number of bytes (8) │ checksum of the checksums (8) │ MAGIC (8)
//! ```
//!
//! Numbers are little-endian; checksums are the low bytes of xxh3-64.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Bytes of a page: a stored passage touches a few of them, and the checksums take a thousandth of a file.
pub(super) const PAGE: usize = 4096;

const MAGIC: [u8; 8] = *b"onrecPG1";

/// Bytes of the trailer behind the checksums.
const TRAILER: usize = 24;

/// Bytes of a file that are not as they were written.
#[derive(Debug)]
pub(crate) struct Corrupt {
    /// The file, below the index folder.
    pub file: PathBuf,
    /// What is wrong with it.
    pub what: &'static str,
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.what)
    }
}

impl std::error::Error for Corrupt {}

impl Corrupt {
    pub(super) fn error(file: &Path, what: &'static str) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, Corrupt { file: file.to_owned(), what })
    }
}

fn checksum(page: &[u8]) -> u32 {
    xxh3_64(page) as u32
}

/// Checksum of the checksums and of the number of bytes.
fn table_checksum(sums: &[u8], len: u64) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(sums);
    hasher.update(&len.to_le_bytes());
    hasher.digest()
}

/// The checksums of a file's pages, worked out while it is written.
#[derive(Default)]
struct Sums {
    page: Vec<u8>,
    sums: Vec<u8>,
    len: u64,
}

impl Sums {
    fn add(&mut self, mut bytes: &[u8]) {
        self.len += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(PAGE - self.page.len()));
            self.page.extend_from_slice(now);
            bytes = later;
            if self.page.len() == PAGE {
                self.end_page();
            }
        }
    }

    fn end_page(&mut self) {
        self.sums.extend(checksum(&self.page).to_le_bytes());
        self.page.clear();
    }

    /// What stands behind the bytes of the file.
    fn end(&mut self) -> Vec<u8> {
        if !self.page.is_empty() {
            self.end_page();
        }
        let sum = table_checksum(&self.sums, self.len);
        [&self.sums, &self.len.to_le_bytes()[..], &sum.to_le_bytes(), &MAGIC].concat()
    }
}

/// Writes a file with the checksums of its pages.
pub(super) struct PageWriter<W> {
    inner: W,
    sums: Sums,
}

impl<W: TerminatingWrite> PageWriter<W> {
    pub(super) fn new(inner: W) -> Self {
        PageWriter { inner, sums: Sums::default() }
    }
}

impl<W: TerminatingWrite> Write for PageWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sums.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: TerminatingWrite> TerminatingWrite for PageWriter<W> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.inner.write_all(&self.sums.end())?;
        self.inner.terminate_ref(token)
    }
}

/// A file whose pages are checked when they are first read.
pub(super) struct CheckedFile {
    path: PathBuf,
    whole: OwnedBytes,
    len: usize,
    /// A bit for each page that was found to be right.
    right: Box<[AtomicU64]>,
}

impl CheckedFile {
    /// The file with these bytes.
    ///
    /// # Errors
    /// When it is cut short, or its checksums are not as they were written.
    pub(super) fn new(path: &Path, whole: OwnedBytes) -> io::Result<Self> {
        let len = data_len(&whole).map_err(|what| Corrupt::error(path, what))?;
        let words = len.div_ceil(PAGE).div_ceil(64);
        Ok(CheckedFile { path: path.to_owned(), whole, len, right: (0..words).map(|_| AtomicU64::new(0)).collect() })
    }

    /// Checks every page.
    ///
    /// # Errors
    /// When one is not as it was written.
    pub(super) fn check_all(&self) -> io::Result<()> {
        self.check(0..self.len)
    }

    fn check(&self, range: Range<usize>) -> io::Result<()> {
        if range.is_empty() {
            return Ok(());
        }
        for number in range.start / PAGE..=(range.end - 1) / PAGE {
            let (word, bit) = (&self.right[number / 64], 1 << (number % 64));
            if word.load(Ordering::Relaxed) & bit == 0 {
                self.check_page(number)?;
                word.fetch_or(bit, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn check_page(&self, number: usize) -> io::Result<()> {
        let start = number * PAGE;
        let page = &self.whole[start..self.len.min(start + PAGE)];
        let at = self.len + 4 * number;
        if self.whole[at..at + 4] != checksum(page).to_le_bytes() {
            return Err(Corrupt::error(&self.path, "its bytes are not those that were written"));
        }
        Ok(())
    }
}

/// How many bytes stand before the checksums; or what is wrong.
fn data_len(whole: &[u8]) -> Result<usize, &'static str> {
    let cut = "it is cut short";
    let (rest, trailer) = whole.split_last_chunk::<TRAILER>().ok_or(cut)?;
    let (len, rest_of_trailer) = trailer.split_first_chunk::<8>().ok_or(cut)?;
    let (sum, magic) = rest_of_trailer.split_first_chunk::<8>().ok_or(cut)?;
    if magic != MAGIC {
        return Err("its end is missing or wrong");
    }
    let (len, sum) = (u64::from_le_bytes(*len), u64::from_le_bytes(*sum));
    let at = usize::try_from(len).ok().filter(|&at| at <= rest.len() && rest.len() - at == 4 * at.div_ceil(PAGE));
    let at = at.ok_or("its length is not that which was written")?;
    if table_checksum(&rest[at..], len) != sum {
        return Err("its checksums are not those that were written");
    }
    Ok(at)
}

impl fmt::Debug for CheckedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CheckedFile({:?}, {})", self.path, self.len)
    }
}

impl HasLen for CheckedFile {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for CheckedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.len {
            return Err(Corrupt::error(&self.path, "it is shorter than another file says"));
        }
        self.check(range.clone())?;
        Ok(self.whole.slice(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8], step: usize) -> Vec<u8> {
        let mut sums = Sums::default();
        bytes.chunks(step).for_each(|chunk| sums.add(chunk));
        [bytes, &sums.end()].concat()
    }

    fn open(file: &[u8]) -> io::Result<CheckedFile> {
        CheckedFile::new(Path::new("a.idx"), OwnedBytes::new(file.to_owned()))
    }

    #[test]
    fn what_was_written_is_read_however_it_came() {
        for len in [0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + 17] {
            let bytes: Vec<u8> = (0..len).map(|i| (i * 7) as u8).collect();
            for step in [1, 1000, 5000] {
                let file = open(&written(&bytes, step)).expect("a file");
                assert_eq!((file.len(), file.read_bytes(0..len).expect("bytes").as_slice()), (len, &bytes[..]));
                file.check_all().expect("nothing is wrong");
            }
        }
    }

    #[test]
    fn every_turned_bit_and_every_cut_is_found() {
        let bytes: Vec<u8> = (0..2 * PAGE + 9).map(|i| (i % 251) as u8).collect();
        let file = written(&bytes, 4096);
        let is_found = |file: &[u8]| open(file).and_then(|file| file.check_all()).is_err();
        for bit in (0..file.len() * 8).step_by(13) {
            let mut damaged = file.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(is_found(&damaged), "bit {bit}");
        }
        assert!((0..file.len()).step_by(97).all(|end| is_found(&file[..end])));
    }

    #[test]
    fn a_page_that_is_not_read_does_no_harm_and_one_that_is_does() {
        let mut file = written(&[7; 3 * PAGE], 4096);
        file[PAGE + 5] ^= 1;
        let file = open(&file).expect("its end is right");
        file.read_bytes(0..PAGE).expect("the first page is right");
        file.read_bytes(2 * PAGE..3 * PAGE).expect("the last page is right");
        let error = file.read_bytes(PAGE - 1..PAGE + 1).expect_err("the second page is wrong");
        assert_eq!(error.to_string(), "a.idx: its bytes are not those that were written");
        assert!(file.read_bytes(0..3 * PAGE + 1).is_err(), "there are no such bytes");
    }
}
