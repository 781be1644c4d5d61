//! Folders on which another disk is mounted.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Tells folders on which another disk is mounted, looking at each folder once.
#[derive(Default)]
pub struct Mounts {
    devices: HashMap<PathBuf, Option<u64>>,
}

impl Mounts {
    /// Whether another disk is mounted on the folder than on the one it lies in. Where systems do not tell, none is.
    pub fn is_one(&mut self, folder: &Path) -> bool {
        let Some(above) = folder.parent() else { return false };
        let (own, above) = (self.device(folder), self.device(above));
        own.is_some() && above.is_some() && own != above
    }

    /// The nearest folder at or above `path`, and below `root`, on which another disk is mounted.
    pub fn nearest(&mut self, path: &Path, root: &Path) -> Option<PathBuf> {
        let below_root = path.ancestors().take_while(|folder| *folder != root && folder.starts_with(root));
        below_root.into_iter().find(|folder| self.is_one(folder)).map(Path::to_owned)
    }

    fn device(&mut self, folder: &Path) -> Option<u64> {
        if let Some(&known) = self.devices.get(folder) {
            return known;
        }
        let device = device_of(folder);
        self.devices.insert(folder.to_owned(), device);
        device
    }
}

#[cfg(unix)]
fn device_of(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(folder).ok().map(|data| data.dev())
}

#[cfg(not(unix))]
fn device_of(_: &Path) -> Option<u64> {
    None
}
