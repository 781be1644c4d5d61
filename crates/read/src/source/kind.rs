//! The kinds of files that are read: one row each, from which the documentation's table is made.

/// Kinds of files that hold articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// To be told from the contents.
    #[default]
    Unknown,
    /// Plain text: one article, or the export of a database.
    Text,
    /// Markdown with or without front matter, one article.
    Markdown,
    /// An HTML page: one article, or the export of a database.
    Html,
    /// JSON Lines, one article a line.
    JsonLines,
    /// JSON: an object, an array of them, or an answer of an API.
    Json,
    /// A table: comma- or tab-separated values.
    Table,
    /// A Word document, or the export of a database in one.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A workbook of Excel.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
    /// An electronic book.
    Epub,
    /// Rich Text Format.
    Rtf,
    /// PDF.
    Pdf,
    /// A mail, or a page saved as one.
    Mail,
    /// A mailbox: mails one after the other.
    Mailbox,
    /// A web archive.
    Warc,
    /// News, feeds and articles in XML.
    Xml,
    /// The Reuters collection in SGML.
    Sgml,
    /// Subtitles.
    Subtitles,
    /// References in RIS.
    Ris,
    /// A ZIP archive.
    Zip,
    /// A tar archive.
    Tar,
    /// A file of an older office program, which is not read.
    OldOffice,
    /// An archive of a kind that is not read.
    OtherArchive,
}

/// What is true of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindFacts {
    /// The kind.
    pub kind: Kind,
    /// Its name for people.
    pub name: &'static str,
    /// The endings of file names that tell it, in small letters.
    pub endings: &'static [&'static str],
    /// How its first bytes tell it, whatever the name; empty where only the name does.
    pub signs: &'static str,
    /// What is read of it.
    pub reads: &'static str,
    /// Whether one file may hold many articles and be read as a stream, so that its size has no limit.
    pub many: bool,
    /// The feature of the build that reads it, where it can be left out.
    pub feature: Option<&'static str>,
}

impl Kind {
    /// The kind's row; none for [`Kind::Unknown`].
    pub fn facts(self) -> Option<&'static KindFacts> {
        KINDS.iter().find(|facts| facts.kind == self)
    }

    /// Whether such a file is no text: what is named so and looks otherwise is damaged.
    pub fn is_binary(self) -> bool {
        matches!(self, Kind::Docx | Kind::Odt | Kind::Xlsx | Kind::Ods | Kind::Epub | Kind::Pdf | Kind::Zip | Kind::Tar)
    }
}

const fn row(kind: Kind, name: &'static str, endings: &'static [&'static str]) -> KindFacts {
    KindFacts { kind, name, endings, signs: "", reads: "", many: false, feature: None }
}

impl KindFacts {
    const fn signs(self, signs: &'static str) -> Self {
        KindFacts { signs, ..self }
    }

    const fn reads(self, reads: &'static str) -> Self {
        KindFacts { reads, ..self }
    }

    const fn many(self) -> Self {
        KindFacts { many: true, ..self }
    }

    const fn feature(self, feature: &'static str) -> Self {
        KindFacts { feature: Some(feature), ..self }
    }
}

/// Every kind, in the order of the documentation.
pub const KINDS: &[KindFacts] = &[
    row(Kind::Text, "plain text", &["txt", "text"])
        .reads("one article; exports of Nexis and Factiva: one article each, with outlet, date, byline, section"),
    row(Kind::Markdown, "Markdown", &["md", "markdown", "mdown", "mkd"])
        .signs("`---` or `+++`")
        .reads("one article; title, date, outlet, author, section, URL and tags of its front matter"),
    row(Kind::Html, "HTML", &["html", "htm", "xhtml"])
        .signs("`<html`, `<!DOCTYPE html`")
        .reads("the article of a saved page; exports of Nexis, Factiva, ProQuest and Europresse: one article each"),
    row(Kind::JsonLines, "JSON Lines", &["jsonl", "ndjson", "jsonlines"])
        .signs("one `{…}` a line")
        .reads("one article a line")
        .many(),
    row(Kind::Json, "JSON", &["json"])
        .signs("`{` or `[{`")
        .reads("an article, an array of them, answers of NewsAPI, GDELT and others, news-please, CSL JSON"),
    row(Kind::Table, "CSV, TSV", &["csv", "tsv", "tab"])
        .signs("a first line with names of columns")
        .reads("one article a row, by the names of the columns")
        .many()
        .feature("tables"),
    row(Kind::Docx, "Word", &["docx", "docm", "dotx"])
        .signs("`PK` with `word/document.xml`")
        .reads("one article; exports of Nexis and Factiva: one article each")
        .feature("office"),
    row(Kind::Odt, "OpenDocument text", &["odt", "ott"])
        .signs("`PK` with its `mimetype`")
        .reads("as Word")
        .feature("office"),
    row(Kind::Xlsx, "Excel", &["xlsx", "xlsm"])
        .signs("`PK` with `xl/workbook.xml`")
        .reads("as CSV, every sheet that has a column of text")
        .feature("office"),
    row(Kind::Ods, "OpenDocument spreadsheet", &["ods"])
        .signs("`PK` with its `mimetype`")
        .reads("as Excel")
        .feature("office"),
    row(Kind::Epub, "EPUB", &["epub"])
        .signs("`PK` with its `mimetype`")
        .reads("one article a chapter, in the order of the book")
        .feature("office"),
    row(Kind::Rtf, "RTF", &["rtf"])
        .signs("`{\\rtf`")
        .reads("one article; exports of Nexis and Factiva: one article each"),
    row(Kind::Pdf, "PDF", &["pdf"])
        .signs("`%PDF-`")
        .reads("one article, columns in order; exports of Nexis and Factiva: one article each")
        .feature("pdf"),
    row(Kind::Mail, "mail", &["eml", "emlx", "mht", "mhtml"])
        .signs("lines of a mail's head")
        .reads("subject, date, sender, text; a saved page; attached documents and exports")
        .feature("mail"),
    row(Kind::Mailbox, "mailbox", &["mbox", "mbx"])
        .signs("`From ` and a mail's head")
        .reads("every mail, as above")
        .many()
        .feature("mail"),
    row(Kind::Warc, "WARC, WET", &["warc", "wet"])
        .signs("`WARC/`")
        .reads("one article a page, with its URL; where nothing dates the page, it appeared by the day of its capture")
        .many(),
    row(Kind::Xml, "XML", &["xml", "rss", "atom", "nitf", "newsml", "tei", "nxml", "rdf"])
        .signs("the root element")
        .reads("NewsML-G2, NewsML 1, NITF, Factiva XML, TEI, JATS, RSS, Atom")
        .feature("xml"),
    row(Kind::Sgml, "SGML", &["sgm", "sgml"])
        .signs("`<!DOCTYPE lewis`, `<REUTERS`")
        .reads("the Reuters collection: title, date, topics, text"),
    row(Kind::Subtitles, "subtitles", &["srt", "vtt"])
        .signs("`WEBVTT`, a number and a time")
        .reads("cues joined to sentences; speakers named in them"),
    row(Kind::Ris, "RIS", &["ris"]).signs("`TY  - `").reads("one article a reference that has an abstract or notes"),
    row(Kind::Zip, "ZIP", &["zip"])
        .signs("`PK`")
        .reads("whatever is in it, archives in archives too")
        .many()
        .feature("archives"),
    row(Kind::Tar, "tar", &["tar"]).signs("`ustar`").reads("whatever is in it").many().feature("archives"),
    row(Kind::OldOffice, "older office files", &["doc", "xls", "ppt", "dot", "pptx", "pages", "numbers", "key", "msg"])
        .signs("`D0 CF 11 E0`")
        .reads("nothing: save as DOCX, XLSX, EML or PDF"),
    row(Kind::OtherArchive, "other archives", &["rar", "7z", "bz2", "xz", "lz4", "mobi"])
        .signs("their first bytes")
        .reads("nothing: unpack them"),
];
