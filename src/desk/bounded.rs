//! Reads whole files that requests name, up to a limit of size.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Most bytes of a file of queries and of a list of paths.
pub const TEXT: u64 = 256 << 20;

/// Most queries, and most paths, of such a file.
pub const LINES: usize = 1_000_000;

/// Most bytes of a taxonomy (some hundred thousand topics), and of names of speakers.
pub const TAXONOMY: u64 = 32 << 20;

/// Most bytes of a model.
pub const MODEL: u64 = 256 << 20;

/// Reads a file whole. `what` names it in messages: "the taxonomy".
///
/// # Errors
/// When it cannot be read or has more than `most` bytes.
pub fn read(path: &Path, what: &str, most: u64) -> Result<Vec<u8>, String> {
    match File::open(path) {
        Ok(file) => read_from(file, path, what, most),
        Err(error) => Err(format!("cannot read {what} {}: {error}", path.display())),
    }
}

/// Reads all of `input`, which is the file at `path` or what was given in its place.
///
/// # Errors
/// When it cannot be read or has more than `most` bytes.
pub fn read_from(input: impl Read, path: &Path, what: &str, most: u64) -> Result<Vec<u8>, String> {
    let (name, mut bytes) = (path.display(), Vec::new());
    input.take(most + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot read {what} {name}: {error}"))?;
    if bytes.len() as u64 > most {
        return Err(format!("{name} is too large for {what}: it has more than {} MB", most >> 20));
    }
    Ok(bytes)
}
