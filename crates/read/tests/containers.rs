//! Kinds that are written here, small: office files, archives, mailboxes, and files made to hurt.

mod found;

use std::io::{Cursor, Write};
use std::path::Path;

use found::Found;
use onrecord_read::source::{Format, SkipReason, SourceFile};
use onrecord_text::article::{Article, BlockKind};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read_as(name: &str, bytes: &[u8]) -> Found {
    let format = Format::from_name(Path::new(name)).unwrap_or_default();
    let file = SourceFile { path: name.into(), display: name.into(), id: name.into(), format, ..SourceFile::stdin() };
    let mut found = Found::default();
    found.take_in(&file, &mut { bytes });
    found
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

const SENTENCE: &str = "The ministers of many countries met on Monday to talk about what they would do next.";

fn docx(paragraphs: &str) -> Vec<u8> {
    let xml = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{paragraphs}</w:body></w:document>");
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Titre\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/styles.xml", styles.as_bytes()),
        ("word/document.xml", xml.as_bytes()),
    ])
}

#[test]
fn a_letter_in_word() {
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Titre\"/></w:pPr><w:r><w:t>Ministers </w:t></w:r><w:r><w:t>meet &amp; agree</w:t></w:r></w:p>\
         <w:p><w:r><w:t>{SENTENCE}</w:t><w:br/><w:t>And left.</w:t></w:r><w:del><w:r><w:t>No</w:t></w:r></w:del></w:p>"
    );
    // Whatever its name.
    for name in ["letter.docx", "letter.zip", "letter"] {
        let found = read_as(name, &docx(&body));
        assert_eq!(found.articles.len(), 1, "{found:?}");
        assert_eq!(found.articles[0].title(), "Ministers meet & agree");
        assert_eq!(found.articles[0].text(), format!("Ministers meet & agree\n\n{SENTENCE}\nAnd left."));
        assert_eq!(found.articles[0].id, name);
    }
}

#[test]
fn workbooks_and_open_document() {
    let sheet = "<worksheet><sheetData><row><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Date</t></is></c><c r=\"D1\" \
                 t=\"inlineStr\"><is><t>Text</t></is></c></row><row><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>44259</v></c><c \
                 r=\"D2\" t=\"str\"><v>They met.</v></c></row></sheetData></worksheet>";
    let strings = "<sst><si><t>Headline</t></si><si><r><t>Ministers </t></r><r><t>meet</t></r></si></sst>";
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let book = zip(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let found = read_as("a.xlsx", &book);
    assert_eq!(found.articles.len(), 1, "{found:?}");
    let article = &found.articles[0];
    assert_eq!(
        (article.title(), article.metadata.date.as_deref(), article.text()),
        ("Ministers meet", Some("2021-03-04"), "They met.")
    );
    assert_eq!(article.address.place(1).after("a.xlsx"), "a.xlsx#1");
    let content = format!("<office:text><text:h>Ministers meet</text:h><text:p>{SENTENCE}</text:p></office:text>");
    let odt = zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())]);
    let found = read_as("a.odt", &odt);
    assert_eq!(found.articles[0].title(), "Ministers meet");
    let rows = "<table:table><table:table-row><table:table-cell><text:p>title</text:p></table:table-cell><table:table-cell><text:p>body</text:p>\
                </table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>T</text:p></table:table-cell><table:table-cell>\
                <text:p>They met.</text:p></table:table-cell></table:table-row></table:table>";
    let ods = zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", rows.as_bytes())]);
    assert_eq!(read_as("a.ods", &ods).articles[0].text(), "They met.");
}

#[test]
fn a_book() {
    let container = "<container><rootfiles><rootfile full-path=\"O/c.opf\"/></rootfiles></container>";
    let package = "<package><metadata><dc:creator>Jane Roe</dc:creator></metadata><manifest><item id=\"b\" href=\"b.xhtml\"/><item id=\"a\" \
                   href=\"a.xhtml\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>";
    let chapter = |title: &str| {
        format!("<html><head><title>Book</title></head><body><h1>{title}</h1><p>{SENTENCE}</p></body></html>")
    };
    let book = zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container.as_bytes()),
        ("O/c.opf", package.as_bytes()),
        ("O/a.xhtml", chapter("One").as_bytes()),
        ("O/b.xhtml", chapter("Two").as_bytes()),
    ]);
    let found = read_as("a.epub", &book);
    let titles: Vec<&str> = found.articles.iter().map(Article::title).collect();
    assert_eq!(titles, ["One", "Two"]);
    assert_eq!(found.articles[0].metadata.author.as_deref(), Some("Jane Roe"));
}

#[test]
fn archives_in_archives() {
    let inner = zip(&[("b.txt", SENTENCE.as_bytes()), ("c.jpg", b"\xFF\xD8\xFF"), (".DS_Store", b"x")]);
    let lines = b"{\"id\":1,\"text\":\"one\"}\n{\"id\":2,\"text\":\"two\"}\n";
    let outer = zip(&[
        ("a.jsonl", lines),
        ("d/e.zip", &inner),
        ("broken.docx", b"\0\0\0"),
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    ]);
    let found = read_as("x.zip", &outer);
    let ids: Vec<&str> = found.articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["x.zip/a.jsonl#1", "x.zip/a.jsonl#2", "x.zip/d/e.zip/b.txt"]);
    assert_eq!(found.articles[2].address.place(1).after("x.zip"), "x.zip/d/e.zip/b.txt:1");
    assert_eq!(found.articles[1].address.place(1).after("x.zip"), "x.zip/a.jsonl:2");
    assert!(found.errors[0].starts_with("x.zip/broken.docx: it is no Word file"), "{:?}", found.errors);
    let skipped: Vec<_> = found.skipped.iter().map(|(name, reason)| (name.as_str(), *reason)).collect();
    assert_eq!(skipped, [("x.zip/d/e.zip/c.jpg", SkipReason::UnknownKind), ("x.zip/old.doc", SkipReason::OldOffice)]);
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(SENTENCE.len() as u64);
    tar.append_data(&mut header, "./f/g.txt", SENTENCE.as_bytes()).expect("memory");
    let tar = tar.into_inner().expect("memory");
    assert_eq!(read_as("y.tar", &tar).articles[0].id, "y.tar/f/g.txt");
}

#[test]
fn archives_made_to_hurt() {
    let zeros = vec![b' '; 200 << 20];
    let bomb = zip(&[("bomb.txt", &zeros), ("after.txt", SENTENCE.as_bytes())]);
    let found = read_as("x.zip", &bomb);
    assert_eq!((found.articles.len(), found.errors.len() + found.skipped.len()), (1, 1), "{:?}", found.errors);
    let mut nested = zip(&[("a.txt", SENTENCE.as_bytes())]);
    for _ in 0..8 {
        nested = zip(&[("n.zip", &nested)]);
    }
    let found = read_as("x.zip", &nested);
    assert!(found.articles.is_empty() && found.errors[0].contains("more than 4 archives"), "{:?}", found.errors);
    for bytes in [&bomb[..bomb.len() / 2], b"PK\x03\x04", b"PK\x05\x06"] {
        let found = read_as("x.zip", bytes);
        assert!(found.articles.is_empty());
    }
    let deep = docx(&"<w:p>".repeat(100_000));
    read_as("a.docx", &deep);
    let entity = docx("<w:p><w:r><w:t>&lol9;</w:t></w:r></w:p>");
    assert!(read_as("a.docx", &entity).errors.is_empty());
    let wide = "<worksheet><sheetData><row><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData></worksheet>";
    let book = zip(&[("xl/workbook.xml", b"<w/>"), ("xl/worksheets/sheet1.xml", wide.as_bytes())]);
    assert_eq!(read_as("a.xlsx", &book).skipped[0].1, SkipReason::TooLarge);
}

#[test]
fn a_mailbox() {
    let mail = |n: u32, body: &str| {
        format!(
            "From jane@news.example Thu Mar  4 10:00:00 2021\nFrom: Jane Roe <jane@news.example>\nSubject: Mail {n}\nDate: Thu, 4 Mar 2021 \
             23:30:00 -0500\nMessage-ID: <{n}@news.example>\n\n{body}\n\n"
        )
    };
    let mbox = mail(1, ">From here on it is quoted.\nFrom there on, too.") + &mail(2, SENTENCE) + &mail(2, SENTENCE);
    let found = read_as("a.mbox", mbox.as_bytes());
    let ids: Vec<&str> = found.articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["1@news.example", "2@news.example", "2@news.example#2"], "{found:?}");
    assert_eq!(found.articles[0].text(), "From here on it is quoted.\nFrom there on, too.");
    assert_eq!(found.articles[0].metadata.date.as_deref(), Some("2021-03-04"));
    assert_eq!(found.articles[1].address.place(1).after("a.mbox"), "a.mbox#2");
}

#[test]
fn a_mail_with_documents() {
    let table = "title,content,date\nA,They met.,2021-03-04\n";
    let mail = format!(
        "From: jane@news.example\nSubject: =?utf-8?Q?Caf=C3=A9?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: \
         text/html\n\n<html><body><p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b\nContent-Type: \
         text/csv; name=t.csv\nContent-Disposition: attachment; filename=t.csv\n\n{table}\n--b--\n"
    );
    let found = read_as("a.eml", mail.as_bytes());
    assert_eq!(found.articles.len(), 2, "{found:?}");
    assert_eq!(found.articles[0].title(), "Café");
    assert!(found.articles[0].text().contains(SENTENCE));
    assert_eq!(found.articles[1].address.place(1).after("a.eml"), "a.eml/t.csv#1:2");
}

#[test]
fn wrong_and_missing_endings() {
    let rtf = format!("{{\\rtf1\\ansi {SENTENCE}\\par}}");
    for name in ["a.rtf", "a.doc", "a.txt", "a"] {
        assert_eq!(read_as(name, rtf.as_bytes()).articles[0].text(), SENTENCE, "{name}");
    }
    let ris = format!("TY  - NEWS\nTI  - T\nAB  - {SENTENCE}\nER  - \n");
    assert_eq!(read_as("a.txt", ris.as_bytes()).articles[0].title(), "T");
    let page = format!("<!DOCTYPE html><title>T</title><p>{SENTENCE}</p>");
    assert!(read_as("a.xls", page.as_bytes()).articles[0].text().contains(SENTENCE));
    assert_eq!(read_as("a.xml", b"<?xml version='1.0'?><config><a/></config>").skipped[0].1, SkipReason::UnknownKind);
    assert!(read_as("a.pdf", b"\0\x01\x02\x03\0\0").errors[0].contains("it is no PDF file"));
    assert_eq!(read_as("a.txt", b"Rar!\x1A\x07\x01\0\0\0").skipped[0].1, SkipReason::OtherArchive);
    let gz = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(rtf.as_bytes()).expect("memory");
        packed.finish().expect("memory")
    };
    assert_eq!(read_as("a.txt", &gz).articles[0].text(), SENTENCE);
}

#[test]
fn transcripts_of_subtitles_keep_their_speakers() {
    let vtt = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Jane Roe>Good afternoon.\n\n00:05.000 --> 00:06.000\n<v John Doe>Hello.\n";
    let found = read_as("a.vtt", vtt.as_bytes());
    assert_eq!(
        found.articles[0].text().lines().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
        ["Jane Roe: Good afternoon.", "John Doe: Hello."]
    );
    assert!(found.articles[0].blocks.iter().all(|block| block.kind != BlockKind::Title));
}

#[test]
fn bytes_made_to_hurt() {
    let heads: [&[u8]; 14] = [
        b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n",
        b"{\\rtf1\\bin-5 ",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"\n\n--",
        b"From a@b Thu Jan 1 00:00:00 1970\nA: b\nC: d\n\n",
        b"<?xml version='1.0'?><rss",
        b"<REUTERS>",
        b"WEBVTT\n\n00:99999999999999999999 --> 1\n",
        b"TY  - \nER  - \nER  - ",
        b"1 of 3 DOCUMENTS\n\n\n2 of 3 DOCUMENTS",
        b"End of Document\n\nBody\n\nEnd of Document",
        b"HD\nAN\nDocument EXW0000020170319ed3j00001",
        b"ProQuest document ID: 1\n\nTitle:",
        b"id,text,date\n\"",
        b"<span class='DocPublicationName'>",
    ];
    for head in heads {
        for tail in
            [&b""[..], b"\0\xFF\xFE", &[b'<'; 5000], &[b'{'; 5000], &[b'\n'; 5000], "é\u{202e}".repeat(500).as_bytes()]
        {
            for name in ["a", "a.txt", "a.html", "a.csv", "a.eml"] {
                read_as(name, &[head, tail].concat());
            }
        }
    }
}

#[test]
fn notes_come_after_the_text_of_a_letter() {
    let body = "<w:p><w:r><w:t>They met.</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p><w:p><w:r><w:t>They left.</w:t></w:r></w:p>";
    let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\"><w:p/></w:footnote><w:footnote w:id=\"2\"><w:p><w:r>\
                 <w:t>In Paris.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let letter = zip(&[("word/document.xml", xml.as_bytes()), ("word/footnotes.xml", notes.as_bytes())]);
    let found = read_as("a.docx", &letter);
    assert_eq!(found.articles[0].text(), "They met.\n\nThey left.\n\nIn Paris.", "{found:?}");
}

#[test]
fn tables_whose_names_are_not_in_the_first_line() {
    let row = format!("Ministers meet;2021-03-04;\"{SENTENCE}\"\r\n");
    for (head, line) in [
        ("sep=;\r\nHeadline;Date;Full Text\r\n", 3),
        ("Search: ministers\r\nFrom 2020, to 2021, all\r\n\r\nHeadline;Date;Full Text\r\n", 5),
        ("\u{feff}Headline;Date;Full Text\r\n", 2),
    ] {
        let found = read_as("a.csv", format!("{head}{row}").as_bytes());
        let [article] = found.articles.as_slice() else { panic!("one article of {head:?}: {found:?}") };
        assert_eq!(
            (article.title(), article.metadata.date.as_deref()),
            ("Ministers meet", Some("2021-03-04")),
            "{head:?}"
        );
        assert_eq!(article.address.lines, onrecord_text::article::Lines::On(line), "{head:?}");
    }
    let wide: Vec<u8> = format!("\u{feff}Headline\tDate\tFull Text\r\nMinisters meet\t2021-03-04\t{SENTENCE}\r\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_as("unicode text.txt", &wide).articles[0].metadata.date.as_deref(), Some("2021-03-04"));
}

#[test]
fn mails_say_their_encoding_wrong_and_carry_texts() {
    let head = "From: Jane Roe <jane@example.org>\nSubject: Talks\nDate: 4 Mar 21 10:00 EST\nMIME-Version: 1.0\n";
    for charset in ["unknown-8bit", "us-ascii", "utf-8"] {
        let mail = format!(
            "{head}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: quoted-printable\n\nThe caf=E9 =\nis shut. {SENTENCE}\n"
        );
        let found = read_as("a.eml", mail.as_bytes());
        let [article] = found.articles.as_slice() else { panic!("one article: {found:?}") };
        assert!(article.text().starts_with("The café is shut."), "{charset}: {}", article.text());
    }
    let part = |name: &str, text: &str| {
        format!("--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"{name}\"\n\n{text}\n\n")
    };
    let parts = part("statement.txt", SENTENCE) + &part("ATT00001.txt", &format!("List: {SENTENCE}"));
    let mail = format!(
        "{head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n\n{parts}--b--\n"
    );
    let found = read_as("a.eml", mail.as_bytes());
    assert_eq!(found.texts(), ["See below.", SENTENCE]);
    assert_eq!(found.articles[1].address.member.as_deref(), Some("statement.txt"));
}

#[test]
fn fields_above_a_text() {
    let text = format!("Title: Ministers meet\nAuthor: Jane Roe\nDate: March 4, 2021\n\n{SENTENCE}\n");
    for name in ["a.txt", "a.md"] {
        let found = read_as(name, text.as_bytes());
        let article = &found.articles[0];
        assert_eq!(
            (article.title(), article.metadata.author.as_deref()),
            ("Ministers meet", Some("Jane Roe")),
            "{name}"
        );
        assert_eq!(article.blocks.last().map(|block| block.span.of(&article.content)), Some(SENTENCE));
    }
    let talk = format!("Title: we have none\n\n{SENTENCE}\n");
    assert_eq!(read_as("a.txt", talk.as_bytes()).articles[0].metadata.author, None);
}

/// A ZIP archive whose two members have names of one length, the second then made that of the first.
fn zip_of_twins(name: &str, bodies: [&[u8]; 2]) -> Vec<u8> {
    let other = "z".repeat(name.len());
    let mut bytes = zip(&[(name, bodies[0]), (&other, bodies[1])]);
    while let Some(at) = bytes.windows(other.len()).position(|window| window == other.as_bytes()) {
        bytes[at..at + other.len()].copy_from_slice(name.as_bytes());
    }
    bytes
}

#[test]
fn no_member_of_an_archive_is_lost() {
    let first = format!("First. {SENTENCE}");
    let second = format!("Second. {SENTENCE}");
    let found = read_as("a.zip", &zip_of_twins("note.txt", [first.as_bytes(), second.as_bytes()]));
    assert!(found.errors.is_empty() && found.skipped.is_empty(), "{:?} {:?}", found.errors, found.skipped);
    let mut texts = found.texts();
    texts.sort_unstable();
    assert_eq!(texts, [first.as_str(), &second]);
    assert_ne!(found.articles[0].id, found.articles[1].id);
    let found = read_as("a.zip", &zip(&[("../evil.txt", SENTENCE.as_bytes()), ("/abs.txt", SENTENCE.as_bytes())]));
    let ids: Vec<&str> = found.articles.iter().map(|article| &*article.id).collect();
    assert_eq!(ids, ["a.zip/evil.txt", "a.zip/abs.txt"]);
}

#[test]
fn a_text_that_is_attached_is_read() {
    let mail = format!(
        "Subject: Notes\r\nFrom: Kay Orr <kay@example.org>\r\nDate: 7 Jun 18 10:00 EST\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{SENTENCE}\r\n--b\r\n\
         Content-Type: text/plain; name=note.txt\r\nContent-Disposition: attachment; filename=note.txt\r\n\r\n\
         Attached. {SENTENCE}\r\n--b--\r\n"
    );
    let found = read_as("a.eml", mail.as_bytes());
    assert_eq!(found.texts(), [SENTENCE, &format!("Attached. {SENTENCE}")]);
    assert_eq!(found.articles[0].metadata.date.as_deref(), Some("7 Jun 18 10:00 EST"));
}

#[test]
fn tables_as_spreadsheets_write_them() {
    let told = format!("sep=;\nTitle;Text;Date\nCrane;{SENTENCE};2021-03-04\n");
    for name in ["a.csv", "a"] {
        let found = read_as(name, told.as_bytes());
        assert!(found.errors.is_empty() && found.skipped.is_empty(), "{:?} {:?}", found.errors, found.skipped);
        assert_eq!((found.articles.len(), found.articles[0].title()), (1, "Crane"));
        assert_eq!(found.articles[0].address.place(1).after("a"), "a#1:3");
    }
    let twice = format!("Title,Body,Body,Author\nCrane,One. {SENTENCE},Two. {SENTENCE},\"['Kay Orr', 'Una Reid']\"\n");
    let found = read_as("a.csv", twice.as_bytes());
    assert_eq!(found.articles[0].text(), format!("One. {SENTENCE}\n\nTwo. {SENTENCE}"));
    assert_eq!(found.articles[0].metadata.author.as_deref(), Some("Kay Orr, Una Reid"));
    let figures = read_as("a.csv", b"name,city,amount\nCrane,Oslo,7\n");
    assert!(figures.errors[0].contains("the columns are name, city, amount"), "{:?}", figures.errors);
}

#[test]
fn utf32_is_text() {
    let text = format!("Crane falls\n\n{SENTENCE} It was a café.\n");
    let marked = format!("\u{feff}{text}");
    for unit in [u32::to_le_bytes, u32::to_be_bytes] {
        let bytes: Vec<u8> = marked.chars().flat_map(|c| unit(c as u32)).collect();
        let found = read_as("a.txt", &bytes);
        assert_eq!(found.articles.len(), 1, "{:?}", found.skipped);
        assert!(found.articles[0].content.contains("It was a café."), "{:?}", found.articles[0].content);
        assert_eq!(found.articles[0].title(), "Crane falls");
    }
}
