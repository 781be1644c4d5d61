//! Reads whole files that requests name, up to a limit of size.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Most bytes of a file of queries, of a taxonomy and of a list of paths.
pub const TEXT: u64 = 256 << 20;

/// Most bytes of a model.
pub const MODEL: u64 = 2 << 30;

/// Reads a file whole. `what` names it in messages: "the taxonomy".
///
/// # Errors
/// When it cannot be read or has more than `most` bytes.
pub fn read(path: &Path, what: &str, most: u64) -> Result<Vec<u8>, String> {
    let name = path.display();
    let cannot = |error: std::io::Error| format!("cannot read {what} {name}: {error}");
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    if bytes.len() as u64 > most {
        return Err(format!("{name} is too large for {what}: it has more than {} MB", most >> 20));
    }
    Ok(bytes)
}
