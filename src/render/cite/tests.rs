use super::author::{Author, authors};
use super::*;
use onrecord_api::Published;

fn article() -> ArticleHead {
    ArticleHead {
        id: "a.txt".into(),
        path: "a.txt".into(),
        title: "50% of {ISIS} & \"allies\"\nTY  - BOOK".into(),
        outlet: Some("The Daily".into()),
        author: Some("By Ann Lee, Bo van Dyk and Reuters Staff".into()),
        url: Some("https://example.org/a?x={1}".into()),
        published: Published { best: Some("2017-03".into()), ..Published::default() },
        ..ArticleHead::default()
    }
}

fn cited(format: CitationFormat) -> String {
    let article = article();
    let speaker = Speaker {
        name: "Mark Toner".into(),
        kind: onrecord_annotate::speaker::SpeakerType::Person,
        role: Some("spokesman".into()),
    };
    let citation = Citation {
        article: &article,
        handle: "k7m2qx:4",
        words: Some("“We\nwill\u{202e}.”"),
        speaker: Some(&speaker),
        line: Some(12),
    };
    let mut out = Vec::new();
    write(format, &[citation], &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn ris_has_a_field_a_line_whatever_the_article_says() {
    let ris = cited(CitationFormat::Ris);
    assert_eq!(ris.matches("TY  - ").count(), 1, "that of the title is none: {ris}");
    assert!(ris.lines().all(|line| line.is_empty() || line[2..].starts_with("  - ")), "{ris}");
    assert!(ris.contains("AU  - Lee, Ann\r\nAU  - van Dyk, Bo\r\nAU  - Reuters Staff\r\n"), "{ris}");
    assert!(ris.contains("DA  - 2017/03//\r\n") && ris.contains("PY  - 2017\r\n"), "{ris}");
    assert!(ris.contains("N1  - “We will\u{fffd}.” — Mark Toner, spokesman\r\n"), "{ris}");
}

#[test]
fn bibtex_escapes_what_tex_would_read() {
    let bibtex = cited(CitationFormat::BibTeX);
    assert!(bibtex.starts_with("@article{k7m2qx:4,\n"), "{bibtex}");
    assert!(bibtex.contains("title = {50\\% of \\{ISIS\\} \\& \"allies\" TY - BOOK},"), "{bibtex}");
    assert!(bibtex.contains("month = mar,") && !bibtex.contains("day ="), "{bibtex}");
    assert!(bibtex.contains("url = {https://example.org/a?x=%7B1%7D},"), "{bibtex}");
}

#[test]
fn csl_is_json_with_the_date_as_far_as_it_is_known() {
    let csl: serde_json::Value = serde_json::from_str(&cited(CitationFormat::Csl)).unwrap();
    assert_eq!(csl[0]["issued"]["date-parts"], serde_json::json!([[2017, 3]]));
    assert_eq!(csl[0]["author"][1], serde_json::json!({"family": "van Dyk", "given": "Bo"}));
    assert_eq!(csl[0]["author"][2], serde_json::json!({"literal": "Reuters Staff"}));
}

#[test]
fn markdown_reads_words_only() {
    let markdown = cited(CitationFormat::Markdown);
    assert!(markdown.starts_with("> “We will\u{fffd}.”\n>\n> — Mark Toner, spokesman, "), "{markdown}");
    assert!(markdown.trim_end().ends_with("k7m2qx:4, a.txt:12"), "{markdown}");
    assert!(
        markdown.contains("[50% of \\{ISIS\\} & \"allies\" TY  - BOOK](<https://example.org/a?x={1}>)")
            || markdown.contains("[50% of \\{ISIS\\} & \"allies\" TY - BOOK](<https://example.org/a?x={1}>)"),
        "{markdown}"
    );
}

#[test]
fn bylines_are_read_as_newspapers_write_them() {
    let person = |given: &str, family: &str| Author::Person { given: given.into(), family: family.into() };
    assert_eq!(authors("Lee, Ann"), [person("Ann", "Lee")]);
    assert_eq!(authors("Ann Lee, Bo Li"), [person("Ann", "Lee"), person("Bo", "Li")]);
    assert_eq!(authors("Martin Luther King Jr."), [person("Martin Luther", "King Jr.")]);
    assert_eq!(authors("Associated Press"), [Author::Literal("Associated Press".into())]);
    assert_eq!(authors("Madonna"), [Author::Literal("Madonna".into())]);
    assert_eq!(authors(""), []);
}
