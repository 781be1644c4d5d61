//! What a file's name says of its format. Contents are looked at later, by `read`.

use std::path::Path;

/// How a source is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Format {
    /// The kind of text.
    pub kind: Kind,
    /// What it is wrapped in.
    pub compression: Compression,
}

/// Kinds of text that hold articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// To be told from the contents.
    #[default]
    Unknown,
    /// Plain text, one article.
    Text,
    /// Markdown with or without front matter, one article.
    Markdown,
    /// An HTML page, one article.
    Html,
    /// JSON Lines, one article a line.
    JsonLines,
    /// One JSON object, or an array of them.
    Json,
}

/// What the text is wrapped in.
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
            Some((_, extension)) => kind_of(extension)?,
            None => Kind::Unknown,
        };
        Some(Format { kind, compression })
    }

    /// Whether one such source may hold many articles.
    pub fn holds_many(self) -> bool {
        matches!(self.kind, Kind::JsonLines)
    }
}

/// The kind that an extension tells. An extension that nobody knows may be part of a name ("No. 5") and says
/// nothing.
fn kind_of(extension: &str) -> Option<Kind> {
    match extension {
        "txt" | "text" => Some(Kind::Text),
        "md" | "markdown" | "mdown" | "mkd" => Some(Kind::Markdown),
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "jsonl" | "ndjson" | "jsonlines" => Some(Kind::JsonLines),
        "json" => Some(Kind::Json),
        _ if NO_ARTICLES.binary_search(&extension).is_ok() => None,
        _ => Some(Kind::Unknown),
    }
}

/// Extensions of files that hold no articles though some are text; sorted.
const NO_ARTICLES: &[&str] = &[
    "7z", "a", "aac", "aiff", "avi", "avif", "bak", "bat", "bib", "bin", "bmp", "bz2", "c", "cc", "cfg", "class",
    "conf", "cpp", "crt", "cs", "css", "csv", "dat", "db", "dll", "dmg", "doc", "docx", "dtd", "ear", "eot", "eps",
    "epub", "exe", "flac", "flv", "gif", "go", "h", "heic", "hpp", "ico", "ics", "idx", "ini", "ipynb", "iso", "jar",
    "java", "jpeg", "jpg", "js", "jsx", "key", "less", "lock", "log", "lz4", "m4a", "m4v", "map", "mbox", "mid", "mkv",
    "mobi", "mov", "mp3", "mp4", "mpeg", "mpg", "msi", "numbers", "o", "odp", "ods", "odt", "ogg", "ogv", "opus",
    "orig", "otf", "pages", "parquet", "pdf", "pem", "php", "pl", "png", "ppt", "pptx", "ps", "psd", "pub", "py",
    "pyc", "qrels", "rar", "rb", "rdf", "rej", "rpm", "rs", "rss", "rtf", "scss", "sh", "so", "sql", "sqlite", "srt",
    "svg", "swf", "swp", "sys", "tar", "tex", "tgz", "tif", "tiff", "tmp", "toml", "ts", "tsv", "tsx", "ttf", "vtt",
    "war", "wasm", "wav", "webm", "webp", "wma", "wmv", "woff", "woff2", "xls", "xlsx", "xml", "xsd", "xsl", "xz",
    "yaml", "yml", "zip",
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
            ("a.csv", None),
            ("a.csv.gz", None),
            ("a.tar.gz", None),
            ("README", plain(Kind::Unknown)),
            ("Speech No. 5", plain(Kind::Unknown)),
            ("a.story", plain(Kind::Unknown)),
        ] {
            assert_eq!(Format::from_name(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(NO_ARTICLES.is_sorted());
    }
}
