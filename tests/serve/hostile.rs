//! A hostile archive: titles, ids, outlets, names, texts, paths and queries with markup, quotation marks, text that
//! runs the other way, and control characters. Nothing of it becomes code, on any page or in any export.

use serde_json::json;

use crate::client::{Serving, encoded};
use crate::harness::Project;

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "\u{202e}gnp.exe\u{2066} RTL \u{2069}",
    "nul \u{0} bell \u{7} escape \u{1b}[31m",
    "=HYPERLINK(\"http://evil.example\")",
    "a/b?c#d&e%00../..",
    "TY  - JOUR\nER  - \nTY  - X",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "عنوان الخبر من اليمين إلى اليسار",
];

/// An archive with each of these in every place where it fits.
fn hostile() -> Project {
    let project = Project::new();
    let mut lines = String::new();
    for (i, text) in HOSTILE.iter().enumerate() {
        let body = format!(
            "The word is {text} here.\n\n\u{201c}We said {text} before,\u{201d} {text} told reporters on March 3.\n\n\u{201c}Never again,\u{201d} said Ann {text} Smith, spokeswoman for {text}."
        );
        let article = json!({"id": format!("{i}-{text}"), "title": text, "text": body, "outlet": text, "section": text,
            "author": text, "url": format!("javascript:alert({i})"), "date": "2017-03-04"});
        lines.push_str(&format!("{article}\n"));
    }
    lines
        .push_str(&format!("{}\n", json!({"id": "plain", "title": "", "text": "An article without a title or date."})));
    project.file("news/<b>hostile&\"'.jsonl", lines);
    let status = project.run(["index", "news"]).status;
    assert!([0, 2].contains(&status));
    project
}

/// Elements that pages are made of.
const ELEMENTS: &[&str] = &[
    "!doctype",
    "a",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "body",
    "button",
    "caption",
    "code",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "i",
    "input",
    "kbd",
    "label",
    "li",
    "line",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "output",
    "p",
    "progress",
    "q",
    "rect",
    "script",
    "section",
    "span",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
];

/// A page has no elements, handlers, addresses or control characters but its own.
fn is_harmless(page: &str, path: &str) {
    for tag in tags(page) {
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default().to_lowercase();
        assert!(ELEMENTS.contains(&name.as_str()), "{path} holds <{tag}>");
        for (attribute, value) in attributes(tag) {
            assert!(!attribute.starts_with("on") && attribute != "style", "{path} holds <{tag}>");
            let leads = ["href", "src", "action"].contains(&attribute.as_str());
            assert!(
                !leads || value.starts_with('/') || value.starts_with('#') || value.is_empty(),
                "{path} leads to {value}"
            );
        }
    }
    assert_eq!(page.matches("<script").count(), page.matches("<script src=\"/static/").count(), "{path}");
    assert!(!page.contains('\u{0}') && !page.contains('\u{1b}'), "{path} holds control characters");
}

/// What stands between `<` and `>`, quotation marks heeded.
fn tags(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let (mut quoted, after) = (false, &rest[start + 1..]);
        let end = after.find(|c: char| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.expect("every tag is closed");
        found.push(&after[..end]);
        rest = &after[end..];
    }
    found
}

/// The attributes of a tag with their values; all of them stand in double quotation marks.
fn attributes(tag: &str) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest);
    while !rest.trim().is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = rest[..end].trim().to_lowercase();
        rest = &rest[end..];
        let value = rest.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"'));
        let value = value.map_or("", |(value, after)| {
            rest = after;
            value
        });
        rest = rest.strip_prefix(' ').unwrap_or(rest);
        if !name.is_empty() {
            found.push((name, value));
        }
    }
    found
}

#[test]
fn the_check_finds_what_it_looks_for() {
    assert_eq!(tags("a <b c=\"x>y\">z</b>"), ["b c=\"x>y\"", "/b"]);
    assert_eq!(
        attributes("a href=\"/x\" hidden onclick=\"y z\""),
        [("href".into(), "/x"), ("hidden".into(), ""), ("onclick".into(), "y z")]
    );
    for wrong in ["<img src=x>", "<a onclick=\"x\">", "<a href=\"javascript:x\">", "<script>x</script>", "\u{1b}"] {
        assert!(std::panic::catch_unwind(|| is_harmless(wrong, "x")).is_err(), "{wrong}");
    }
}

#[test]
fn nothing_of_it_is_code_on_any_page() {
    let project = hostile();
    let serving = Serving::of(&project);
    let mut paths: Vec<String> =
        ["/", "/?q=word", "/?q=said:before", "/dates", "/dates?in=2017", "/dates?in=2017-03", "/topics", "/index"]
            .map(str::to_owned)
            .into();
    for text in HOSTILE {
        let text = encoded(text);
        for path in [
            "/?q=",
            "/?q=word&speaker=",
            "/?q=word&outlet=",
            "/?q=word&topic=",
            "/?since=",
            "/s/",
            "/a/",
            "/?nonsense=",
            "/dates?q=",
            "/dates?in=",
        ] {
            paths.push(format!("{path}{text}"));
        }
        paths.push(format!("/{text}"));
        paths.push(format!("/?{text}=1"));
    }
    let hits = serving.get("/api/v1/search?q=word&n=200").is(200).json_lines();
    for id in hits.iter().filter_map(|hit| hit["article"]["id"].as_str()) {
        paths.push(format!("/a/{}?q=word", encoded(id)));
    }
    assert!(paths.iter().filter(|path| path.starts_with("/a/")).count() >= 2 * HOSTILE.len(), "articles are found");
    for path in paths {
        let page = serving.get(&path);
        assert!(page.status < 500, "{path}: {}", page.status);
        is_harmless(&page.body, &path);
    }
}

#[test]
fn its_articles_can_be_read_and_linked_to() {
    let project = hostile();
    let serving = Serving::of(&project);
    for (i, text) in HOSTILE.iter().enumerate() {
        let id = encoded(&format!("{i}-{text}"));
        serving.get(&format!("/a/{id}?q=word")).is(200);
        assert_eq!(serving.json(&format!("/api/v1/articles/{id}"))["title"], *text);
    }
    assert!(serving.get("/a/plain").is(200).body.contains("no date"));
}

#[test]
fn exports_keep_to_their_formats() {
    let project = hostile();
    let serving = Serving::of(&project);
    let lines = serving.get("/api/v1/search?q=word&n=200").is(200).json_lines();
    let csv = serving.get("/api/v1/search?q=word&n=200&format=csv").is(200);
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.body.as_bytes()).records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), lines.len() - 2);
    let trec = serving.get("/api/v1/search?q=word&n=200&format=trec").is(200);
    assert!(trec.body.lines().all(|line| line.split(' ').count() == 6), "{}", trec.body);
    let ris = serving.get("/api/v1/search?q=word&n=200&unit=article&format=ris");
    if ris.status == 200 {
        let (begins, ends) = (ris.body.matches("\nTY  - ").count() + 1, ris.body.matches("\nER  - ").count());
        assert_eq!(begins, ends, "{}", ris.body);
    }
    for format in ["csv", "trec", "json"] {
        let answer = serving.get(&format!("/api/v1/search?q=word&format={format}")).is(200);
        assert!(answer.header("content-disposition").contains("attachment"), "{format}");
        assert!(!answer.header("content-type").contains("html"), "{format}");
    }
}
