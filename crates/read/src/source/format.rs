//! What a file's name says of its format. Contents are looked at later, by `read`, and have the last word.

use std::path::Path;

pub use super::kind::{KINDS, Kind, KindFacts};

/// How a source is to be read, as far as its name tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Format {
    /// The kind of file.
    pub kind: Kind,
    /// What it is wrapped in.
    pub compression: Compression,
}

/// What a file is wrapped in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Compression {
    /// Nothing.
    #[default]
    None,
    /// gzip, one member or several.
    Gzip,
    /// Zstandard, one frame or several.
    Zstd,
}

impl Format {
    /// The format that a file's name tells; none where the name says that it holds no article.
    pub fn from_name(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let (name, compression) = match name.rsplit_once('.') {
            Some((stem, "gz")) => (stem, Compression::Gzip),
            Some((stem, "zst" | "zstd")) => (stem, Compression::Zstd),
            _ => (name.as_str(), Compression::None),
        };
        let kind = match name.rsplit_once('.') {
            Some((_, "tgz")) => return Some(Format { kind: Kind::Tar, compression: Compression::Gzip }),
            Some((_, extension)) => kind_of(extension)?,
            None => Kind::Unknown,
        };
        Some(Format { kind, compression })
    }

    /// Whether one such source may hold many articles.
    pub fn holds_many(self) -> bool {
        self.kind.facts().is_some_and(|facts| facts.many)
    }
}

/// The kind that an extension tells. An extension that nobody knows may be part of a name ("No. 5") and says
/// nothing.
fn kind_of(extension: &str) -> Option<Kind> {
    let named = KINDS.iter().find(|facts| facts.endings.contains(&extension));
    match named {
        Some(facts) => Some(facts.kind),
        None if NO_ARTICLES.binary_search(&extension).is_ok() => None,
        None => Some(Kind::Unknown),
    }
}

/// Extensions of files that hold no articles though some are text; sorted. Their contents are not looked at.
const NO_ARTICLES: &[&str] = &[
    "a", "aac", "aiff", "avi", "avif", "bat", "bib", "bin", "bmp", "c", "cc", "cfg", "class", "conf", "cpp", "crt",
    "cs", "css", "dat", "db", "dll", "dmg", "dtd", "ear", "eot", "eps", "exe", "flac", "flv", "gif", "go", "h", "heic",
    "hpp", "ico", "ics", "idx", "ini", "ipynb", "iso", "jar", "java", "jpeg", "jpg", "js", "jsx", "less", "lock",
    "log", "m4a", "m4v", "map", "mid", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "msi", "o", "odp", "ogg", "ogv",
    "opus", "orig", "otf", "parquet", "pem", "php", "pl", "png", "ps", "psd", "pub", "py", "pyc", "qrels", "rb", "rej",
    "rpm", "rs", "scss", "sh", "so", "sql", "sqlite", "svg", "swf", "swp", "sys", "tex", "tif", "tiff", "tmp", "toml",
    "ts", "tsx", "ttf", "war", "wasm", "wav", "webm", "webp", "wma", "wmv", "woff", "woff2", "xsd", "xsl", "yaml",
    "yml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let plain = |kind| Some(Format { kind, compression: Compression::None });
        for (name, expected) in [
            ("a.txt", plain(Kind::Text)),
            ("A.MD", plain(Kind::Markdown)),
            ("a.html", plain(Kind::Html)),
            ("a.jsonl.gz", Some(Format { kind: Kind::JsonLines, compression: Compression::Gzip })),
            ("a.jsonl.zst", Some(Format { kind: Kind::JsonLines, compression: Compression::Zstd })),
            ("a.csv", plain(Kind::Table)),
            ("a.tar.gz", Some(Format { kind: Kind::Tar, compression: Compression::Gzip })),
            ("a.tgz", Some(Format { kind: Kind::Tar, compression: Compression::Gzip })),
            ("a.DOCX", plain(Kind::Docx)),
            ("a.py", None),
            ("a.py.gz", None),
            ("README", plain(Kind::Unknown)),
            ("Speech No. 5", plain(Kind::Unknown)),
            ("a.story", plain(Kind::Unknown)),
        ] {
            assert_eq!(Format::from_name(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn the_lists_are_sorted_and_disjoint() {
        assert!(NO_ARTICLES.is_sorted());
        let mut endings: Vec<_> = KINDS.iter().flat_map(|facts| facts.endings).collect();
        let all = endings.len();
        endings.sort();
        endings.dedup();
        assert_eq!(endings.len(), all);
        assert!(endings.iter().all(|ending| NO_ARTICLES.binary_search(ending).is_err()));
    }
}
