//! The folder of an index: its files as they are written and read.
//!
//! - `pages`: files in pages, each with a checksum that is compared when the page is read
//! - `seal`: the small files that name the others, with a checksum of their own
//! - `permissions`: who may read them
//!
//! What the file system refuses is kept, since the engine often tells only that something failed.

mod pages;
pub(crate) mod permissions;
mod seal;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use self::pages::{CheckedFile, PageWriter};

pub(crate) use self::pages::Corrupt;

/// The file that names the parts of an index.
pub(crate) const META: &str = "meta.json";

/// The file that names all files that the engine has made.
pub(crate) const MANAGED: &str = ".managed.json";

/// Endings of the files of a segment.
const PARTS: [&str; 8] = ["store", "term", "idx", "pos", "fieldnorm", "fast", "del", "temp"];

/// Whether a file's name is that of one that the engine makes in the folder of an index.
pub(crate) fn is_own_file(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let lock = name.starts_with(".tantivy-") && name.ends_with(".lock");
    let part = |(segment, rest): (&str, &str)| {
        let ending = rest.rsplit('.').next().unwrap_or_default();
        segment.len() == 32 && segment.bytes().all(|b| b.is_ascii_hexdigit()) && PARTS.contains(&ending)
    };
    name == META || name == MANAGED || lock || name.starts_with(TEMPORARY) || name.split_once('.').is_some_and(part)
}

/// Whether a folder holds nothing but the files of an index.
pub(crate) fn holds_nothing_else(folder: &Path) -> bool {
    let entries = fs::read_dir(folder);
    entries.is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| is_own_file(&entry.path()))))
}

/// Beginning of the names of files that are being written and get another name once they are whole.
const TEMPORARY: &str = ".onrecord-";

/// What the file system refused first.
#[derive(Debug, Default)]
struct Refusals(Mutex<Option<io::Error>>);

impl Refusals {
    /// The result, its error kept.
    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::Interrupted
        {
            self.lock().get_or_insert_with(|| copy(error));
        }
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<io::Error>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A copy of an error.
pub(crate) fn copy(error: &io::Error) -> io::Error {
    match (error.raw_os_error(), error.get_ref().and_then(|inner| inner.downcast_ref::<Corrupt>())) {
        (Some(code), _) => io::Error::from_raw_os_error(code),
        (None, Some(corrupt)) => Corrupt::error(&corrupt.file, corrupt.what),
        (None, None) => io::Error::new(error.kind(), error.to_string()),
    }
}

/// The folder of an index.
#[derive(Clone, Debug)]
pub(crate) struct IndexDirectory {
    inner: MmapDirectory,
    folder: PathBuf,
    /// Permissions of new files; nothing where none are made.
    new_files: Option<fs::Permissions>,
    refusals: Arc<Refusals>,
}

impl IndexDirectory {
    /// The folder at `path`, to be read. Readers lock out the removal of files while they open them; where no lock can
    /// be taken because nothing can be written, they go without.
    ///
    /// # Errors
    /// When there is no such folder, or it cannot be looked into.
    pub(crate) fn to_read(path: &Path) -> Result<Self, OpenDirectoryError> {
        let inner = MmapDirectory::open(path)?;
        Ok(IndexDirectory { inner, folder: path.to_owned(), new_files: None, refusals: Arc::default() })
    }

    /// The folder at `path`, to be written.
    ///
    /// # Errors
    /// When there is no such folder, or it cannot be looked into.
    pub(crate) fn to_write(path: &Path) -> Result<Self, OpenDirectoryError> {
        let refused = |error| OpenDirectoryError::wrap_io_error(error, path.to_owned());
        let new_files = permissions::of_files(path).map_err(refused)?;
        Ok(IndexDirectory { new_files: Some(new_files), ..Self::to_read(path)? })
    }

    /// What the file system refused first, if anything.
    pub(crate) fn refusal(&self) -> Option<io::Error> {
        self.refusals.lock().as_ref().map(copy)
    }

    /// Compares every byte of a file of a segment with its checksums; gives their number.
    ///
    /// # Errors
    /// When the file cannot be read, or is not as it was written.
    pub(crate) fn check_file(&self, path: &Path) -> Result<u64, OpenReadError> {
        let checked = self.checked(path)?;
        checked.check_all().map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(checked.len() as u64)
    }

    /// Compares a file that names others with its checksum.
    ///
    /// # Errors
    /// When the file cannot be read, or is not as it was written.
    pub(crate) fn check_sealed(&self, path: &Path) -> io::Result<()> {
        seal::unseal(path, &fs::read(self.folder.join(path))?).map(drop)
    }

    fn checked(&self, path: &Path) -> Result<CheckedFile, OpenReadError> {
        let wrapped = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let handle = self.inner.get_file_handle(path)?;
        let whole: OwnedBytes = handle.read_bytes(0..handle.len()).map_err(wrapped)?;
        CheckedFile::new(path, whole).map_err(wrapped)
    }

    fn write_atomically(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.folder)?;
        self.set_permissions(file.as_file())?;
        file.write_all(data)?;
        file.as_file().sync_data()?;
        file.persist(self.folder.join(path)).map_err(|error| error.error)?;
        Ok(())
    }

    fn set_permissions(&self, file: &fs::File) -> io::Result<()> {
        self.new_files.iter().try_for_each(|permissions| file.set_permissions(permissions.clone()))
    }

    fn create(&self, path: &Path) -> io::Result<fs::File> {
        let file = fs::OpenOptions::new().write(true).create_new(true).open(self.folder.join(path))?;
        self.set_permissions(&file)?;
        Ok(file)
    }
}

/// A file of a segment while it is written; durable once it has ended.
struct NewFile {
    file: fs::File,
    refusals: Arc<Refusals>,
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.refusals.note(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for NewFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.refusals.note(self.file.sync_data())
    }
}

fn is_read_only(error: &LockError) -> bool {
    let refused = [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem];
    matches!(error, LockError::IoError(error) if refused.contains(&error.kind()))
}

impl Directory for IndexDirectory {
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let is_new = self.new_files.is_some() && !self.folder.join(&lock.filepath).exists();
        let locked = self.inner.acquire_lock(lock);
        if is_new && let Ok(file) = fs::File::open(self.folder.join(&lock.filepath)) {
            self.set_permissions(&file).map_err(LockError::wrap_io_error)?;
        }
        match locked {
            Err(error) if lock.filepath == META_LOCK.filepath && self.new_files.is_none() && is_read_only(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            locked => locked,
        }
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.checked(path)?))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        // Whoever writes nothing has no use for the list of all files.
        if self.new_files.is_none() && path == Path::new(MANAGED) {
            return Ok(b"[]".to_vec());
        }
        let sealed = self.inner.atomic_read(path)?;
        if path == Path::new(MANAGED) && serde_json::from_slice::<Vec<PathBuf>>(&sealed).is_ok() {
            // At worst a file that is no longer needed is not deleted.
            return Ok(seal::unseal(path, &sealed).unwrap_or(sealed));
        }
        seal::unseal(path, &sealed).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.refusals.note(self.create(path)).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(error, path.to_owned()),
        })?;
        let file = NewFile { file, refusals: self.refusals.clone() };
        Ok(BufWriter::new(Box::new(PageWriter::new(file))))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.refusals.note(self.write_atomically(path, &seal::seal(data)))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.refusals.note(self.inner.sync_directory())
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_files_are_told_by_their_names() {
        let segment = "0123456789abcdef0123456789abcdef";
        let own = [META.to_owned(), MANAGED.into(), ".tantivy-writer.lock".into(), ".onrecord-x7".into()];
        let parts = ["store", "17.del", "store.temp"].map(|end| format!("{segment}.{end}"));
        assert!(own.iter().chain(&parts).all(|name| is_own_file(Path::new(name))));
        let others = ["a.txt", "x.store", ".gitignore", "meta.json.bak", "notes.idx"];
        assert!(!others.iter().any(|name| is_own_file(Path::new(name))));
        assert!(!is_own_file(Path::new(&format!("{segment}.txt"))));
    }
}
