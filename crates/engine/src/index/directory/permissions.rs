//! Who may read an index: its owner alone, unless its folder was opened to others, which its files then follow.

use std::fs;
use std::io;
use std::path::Path;

/// Makes the folder of an index. A new one is its owner's alone, or open to the readers whom the user's mask lets in
/// where it is `shared`; to one that is there, `shared` lets everybody in who may read.
///
/// # Errors
/// When the file system refuses.
#[cfg(unix)]
pub(crate) fn make_folder(path: &Path, shared: bool) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    if !path.exists() {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let made = fs::DirBuilder::new().mode(if shared { 0o755 } else { 0o700 }).create(path);
        return made.or_else(|error| if path.is_dir() { Ok(()) } else { Err(error) });
    }
    let mode = fs::metadata(path)?.permissions().mode();
    if shared && mode & 0o055 != 0o055 {
        fs::set_permissions(path, fs::Permissions::from_mode(mode | 0o055))?;
    }
    Ok(())
}

/// Makes the folder of an index.
///
/// # Errors
/// When the file system refuses.
#[cfg(not(unix))]
pub(crate) fn make_folder(path: &Path, _shared: bool) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// The permissions of files in a folder: whoever may read it may read them; its group may write them where it may
/// write the folder.
#[cfg(unix)]
pub(super) fn of_files(folder: &Path) -> io::Result<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder)?.permissions().mode();
    Ok(fs::Permissions::from_mode(mode & 0o664 | 0o600))
}

/// The permissions of files in a folder.
#[cfg(not(unix))]
pub(super) fn of_files(folder: &Path) -> io::Result<fs::Permissions> {
    let mut permissions = fs::metadata(folder)?.permissions();
    permissions.set_readonly(false);
    Ok(permissions)
}

/// Gives every file of an index the permissions that its folder stands for.
///
/// # Errors
/// When the file system refuses.
pub(crate) fn follow_folder(folder: &Path) -> io::Result<()> {
    let permissions = of_files(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if super::is_own_file(&path) && fs::metadata(&path)?.permissions() != permissions {
            fs::set_permissions(&path, permissions.clone())?;
        }
    }
    Ok(())
}
