//! Fingerprints: how a file is known to be unchanged.
//!
//! Size and times of change are compared first, which costs no reading: that of the contents, which programs may set
//! as they like, and that which the file system keeps for itself. Where they differ the contents are read again.

use std::fs::Metadata;
use std::io::{self, Read};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

/// Size and hash of the bytes of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Bytes read.
    pub size: u64,
    /// xxh3-128 of them.
    pub hash: u128,
}

/// Time of last change in nanoseconds since 1970; 0 where the file system has none.
pub(super) fn modified(metadata: &Metadata) -> i64 {
    let Ok(time) = metadata.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
    }
}

/// Time at which the file system last changed anything of the file, its other time included, in nanoseconds since 1970;
/// 0 where it does not say.
#[cfg(unix)]
pub(super) fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec())
}

/// Time at which the file system last changed anything of the file: it does not say.
#[cfg(not(unix))]
pub(super) fn changed(_: &Metadata) -> i64 {
    0
}

/// Hashes what is read through it.
pub struct HashingReader<R> {
    inner: R,
    hasher: Box<Xxh3>,
    size: u64,
}

impl<R: Read> HashingReader<R> {
    /// A reader of `inner` that hashes.
    pub fn new(inner: R) -> Self {
        HashingReader { inner, hasher: Box::new(Xxh3::new()), size: 0 }
    }

    /// The fingerprint of the whole: what was not read so far is read now.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn finish(mut self) -> io::Result<Fingerprint> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(Fingerprint { size: self.size, hash: self.hasher.digest128() })
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..len]);
        self.size += len as u64;
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_all_bytes() {
        let bytes = vec![7u8; 100_000];
        let mut reader = HashingReader::new(bytes.as_slice());
        reader.read_exact(&mut [0; 10]).expect("ten bytes");
        let expected = Fingerprint { size: 100_000, hash: xxhash_rust::xxh3::xxh3_128(&bytes) };
        assert_eq!(reader.finish().expect("memory can be read"), expected);
    }
}
