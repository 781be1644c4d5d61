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
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    "`\\'\\\"; }} @article{x, title={y}} \\input{/etc/passwd}",
    "[a](javascript:alert(1)) ![b](http://evil.example/x.png) <http://evil.example>",
    "+1+cmd|' /C calc'!A0",
    "x\u{2028}\u{2029}\u{feff}\u{e0041}\u{fff9}x\u{fffb}",
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
            "author": text, "url": address(i, text), "date": "2017-03-04"});
        lines.push_str(&format!("{article}\n"));
    }
    lines
        .push_str(&format!("{}\n", json!({"id": "plain", "title": "", "text": "An article without a title or date."})));
    project.file("news/<b>hostile&\"'.jsonl", lines);
    let status = project.run(["index", "news"]).status;
    assert!([0, 2].contains(&status));
    project
}

/// Where an article claims to be on the web.
fn address(i: usize, text: &str) -> String {
    if i.is_multiple_of(2) { format!("javascript:alert({i})") } else { format!("https://evil.example/{text}") }
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
    "br",
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
            let is_own = value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
            // An article's own address is a link that tells the other side nothing.
            let to_the_web = value.starts_with("https://") && tag.contains("rel=\"external noopener noreferrer\"");
            assert!(!leads || is_own || to_the_web || value.is_empty(), "{path} leads to {value}");
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
    let mut paths: Vec<String> = [
        "/",
        "/?q=word",
        "/?q=said:before",
        "/dates",
        "/dates?in=2017",
        "/dates?in=2017-03",
        "/topics",
        "/index",
        "/?unit=quote",
        "/?unit=quote&q=never",
        "/?fragment=1&unit=quote",
    ]
    .map(str::to_owned)
    .into();
    for text in HOSTILE {
        let text = encoded(text);
        for path in [
            "/?q=",
            "/?q=word&speaker=",
            "/?q=word&outlet=",
            "/?q=word&topic=",
            "/?unit=quote&speaker=",
            "/?unit=quote&q=",
            "/?author=",
            "/?url=",
            "/?lang=",
            "/?recent=",
            "/?sort=",
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
    for unit in ["passage", "article", "quote"] {
        let export = |format: &str| {
            serving.get(&format!("/api/v1/search?q=word%20OR%20never&n=200&unit={unit}&format={format}")).is(200).body
        };
        references_keep_to_their_formats(&export("ris"), &export("bibtex"), &export("csl"));
    }
    for format in ["csv", "trec", "json", "ris", "bibtex", "csl", "md"] {
        let answer = serving.get(&format!("/api/v1/search?q=word&format={format}")).is(200);
        assert!(answer.header("content-disposition").contains("attachment"), "{format}");
        assert!(!answer.header("content-type").contains("html"), "{format}");
        // A table holds what was read, to the letter; the others are text.
        let controls = answer.body.contains('\u{0}') || answer.body.contains('\u{1b}');
        assert!(format == "csv" || !controls, "{format} holds control characters");
    }
    for (i, text) in HOSTILE.iter().enumerate() {
        let id = encoded(&format!("{i}-{text}"));
        let answer = serving.get(&format!("/api/v1/articles/{id}?format=ris")).is(200);
        let name = answer.header("content-disposition");
        let plain = |c: char| c.is_ascii_alphanumeric() || " ;=\"-.".contains(c);
        assert!(name.starts_with("attachment; filename=\"onrecord-") && name.chars().all(plain), "{name}");
    }
}

/// As many records as begin also end, and every line is of its format.
fn references_keep_to_their_formats(ris: &str, bibtex: &str, csl: &str) {
    let records = serde_json::from_str::<serde_json::Value>(csl).expect("JSON").as_array().map_or(0, Vec::len);
    assert!(records > 0);
    let is_tag = |line: &&str| line.is_empty() || line.get(2..6) == Some("  - ");
    assert!(ris.split("\r\n").all(|line| is_tag(&line)), "{ris}");
    for tag in ["TY  - NEWS\r\n", "ER  - \r\n"] {
        assert_eq!(ris.matches(tag).count(), records, "{tag}: {ris}");
    }
    let entries: Vec<&str> = bibtex.split("\n\n").filter(|entry| !entry.is_empty()).collect();
    assert_eq!(entries.len(), records, "{bibtex}");
    for entry in entries {
        let mut depth = 0;
        let mut escaped = false;
        for c in entry.chars() {
            depth += match c {
                '{' if !escaped => 1,
                '}' if !escaped => -1,
                _ => 0,
            };
            escaped = c == '\\' && !escaped;
            assert!(depth >= 0, "{entry}");
        }
        assert!(depth == 0 && entry.starts_with('@') && entry.matches("\n@").count() == 0, "{entry}");
    }
}
