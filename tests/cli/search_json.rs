//! `search --format json` and the other formats for programs.

use serde_json::{Value, json};

use crate::harness::{Project, bracketed, ends, slice, text, texts};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value} is no object")).keys().map(String::as_str).collect()
}

/// Asserts that an object has these keys, whatever their order.
fn has_keys(value: &Value, expected: &[&str]) {
    let (mut found, mut expected) = (keys(value), expected.to_vec());
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{value}");
}

fn is_span(value: &Value, raw: &str) {
    let expected: &[&str] = if value.get("in").is_some() { &["bytes", "chars", "in"] } else { &["bytes", "chars"] };
    has_keys(value, expected);
    if value.get("in").is_none() {
        slice(raw, value);
    }
}

#[test]
fn a_search_is_a_beginning_hits_and_a_summary() {
    let project = Project::with_indexed_seeds();
    let lines = project.run(["search", "--format", "json", "-n", "3", "coalition"]).succeeds().json_lines();
    assert_eq!(texts(&lines, "type"), ["begin", "hit", "hit", "hit", "summary"]);
    let begin = &lines[0];
    has_keys(begin, &["type", "format_version", "query"]);
    assert_eq!(begin["format_version"], 1);
    assert_eq!(begin["query"], json!({"text": "coalition", "interpreted": "coalition", "notes": []}));
    let summary = &lines[4];
    has_keys(summary, &["type", "total", "returned", "elapsed_ms"]);
    assert_eq!(summary["total"]["relation"], "eq");
    assert_eq!(summary["returned"], 3);
    assert!(summary["total"]["value"].as_u64() > Some(3) && summary["elapsed_ms"].as_f64() > Some(0.0));
}

#[test]
fn every_hit_has_the_promised_shape() {
    let project = Project::with_indexed_seeds();
    for (place, hit) in project.hits("coalition OR ISIS OR Toner OR said").iter().enumerate() {
        let hit_keys =
            ["type", "rank", "score", "id", "handle", "article", "passage", "marks", "quotes", "topics", "view", "why"];
        has_keys(hit, &hit_keys);
        assert_eq!(hit["rank"], place + 1);
        let article = &hit["article"];
        has_keys(article, &["id", "path", "title", "outlet", "section", "author", "url", "published"]);
        let published = &article["published"];
        has_keys(published, &["earliest", "latest", "best", "precision", "basis", "evidence"]);
        let passage = &hit["passage"];
        has_keys(passage, &["ordinal", "kind", "line", "address", "span", "text"]);
        assert_eq!(text(&hit["id"]), format!("{}:{}", text(&article["id"]), passage["ordinal"]));
        let raw = project.raw(&text(&article["id"]));
        is_span(&passage["span"], &raw);
        assert_eq!(slice(&raw, &passage["span"]), text(&passage["text"]));
        let line = raw[..ends(&passage["span"], "bytes").0].matches('\n').count() + 1;
        assert_eq!(passage["line"], line);
        for mark in hit["marks"].as_array().expect("marks") {
            has_keys(mark, &["span", "text", "clauses"]);
            assert_eq!(slice(&raw, &mark["span"]), text(&mark["text"]));
        }
        for quote in hit["quotes"].as_array().expect("quotes") {
            has_quote_shape(quote, &raw);
        }
        for topic in hit["topics"].as_array().expect("topics") {
            assert!(topic["id"].is_string() && topic["label"].is_string() && topic["score"].is_number());
            topic["evidence"].as_array().expect("evidence").iter().for_each(|span| is_span(span, &raw));
        }
        assert_eq!(hit["why"] == "text", hit["marks"] != json!([]));
    }
}

fn has_quote_shape(quote: &Value, raw: &str) {
    has_keys(quote, &["span", "kind", "speaker", "mention", "cue", "confidence"]);
    is_span(&quote["span"], raw);
    assert!(["direct", "mixed", "indirect"].contains(&text(&quote["kind"]).as_str()), "{quote}");
    if !quote["speaker"].is_null() {
        has_keys(&quote["speaker"], &["name", "type", "role"]);
        let kinds = ["person", "organisation", "group", "document", "unnamed"];
        assert!(kinds.contains(&text(&quote["speaker"]["type"]).as_str()), "{quote}");
    }
    for words in [&quote["mention"], &quote["cue"]].into_iter().filter(|words| !words.is_null()) {
        assert_eq!(slice(raw, &words["span"]), text(&words["text"]));
    }
}

#[test]
fn scores_fall_and_pages_join() {
    let project = Project::with_indexed_seeds();
    let all = project.hits("coalition ISIS meeting");
    let scores: Vec<f64> = all.iter().map(|hit| hit["score"].as_f64().expect("a score")).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let mut paged = Vec::new();
    for offset in (0..all.len()).step_by(4) {
        paged.extend(project.hits_with(&["-n", "4", "--offset", &offset.to_string()], "coalition ISIS meeting"));
    }
    assert_eq!(texts(&all, "id"), texts(&paged, "id"));
}

#[test]
fn a_page_beyond_the_last_is_empty() {
    let project = Project::indexed(&[("a.txt", "Title\n\nThe minister spoke.\n")]);
    let far = u64::MAX.to_string();
    project.run(["search", "--format", "json", "--offset", "100", "minister"]).status(1);
    project.run(["search", "--format", "json", "--offset", &far, "minister"]).status(1);
    assert_eq!(project.hits_with(&["-n", &far], "minister").len(), 1);
}

#[test]
fn spans_of_json_lines_refer_to_text_or_title() {
    let project = Project::new();
    let body = "“Café – naïve,” said Mrs. Müller.\nThe fighters fled.";
    let record = json!({"id": "x1", "title": "Fighters flee “Zürich”", "text": body});
    project.file("news/a.jsonl", format!("{record}\n"));
    project.run(["index", "news"]).succeeds();
    assert_eq!(project.raw("x1"), body);
    let hits = project.hits("fighters");
    assert_eq!(hits.len(), 1, "the headline is left to the passage below it");
    let hits: Vec<_> = hits.into_iter().chain(project.hits("kind:title fighters")).collect();
    assert_eq!(hits.len(), 2);
    for hit in &hits {
        let span = &hit["marks"][0]["span"];
        let source = if span["in"] == "title" { "Fighters flee “Zürich”" } else { body };
        assert_eq!(slice(source, span), text(&hit["marks"][0]["text"]));
        assert_eq!(hit["passage"]["kind"] == "title", span["in"] == "title");
    }
}

#[test]
fn offsets_count_after_line_ends_and_byte_order_mark() {
    let project = Project::new();
    let text_with = "\u{feff}Tïtle of it\r\n\r\nThe ministers met.\r\nThey spöke.\r\n";
    project.file("news/a.txt", text_with);
    let utf16: Vec<u8> = std::iter::once(0xFEFFu16)
        .chain(text_with.trim_start_matches('\u{feff}').encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    project.file("news/b.txt", utf16);
    project.run(["index", "news"]).succeeds();
    for id in ["a.txt", "b.txt"] {
        let raw = project.raw(id);
        assert_eq!(raw, "Tïtle of it\n\nThe ministers met.\nThey spöke.\n");
        let hits: Vec<Value> = project.hits("ministers").into_iter().filter(|hit| hit["article"]["id"] == id).collect();
        assert_eq!(slice(&raw, &hits[0]["marks"][0]["span"]), "ministers");
    }
}

#[test]
fn marks_name_their_clauses() {
    let project = Project::indexed(&[("a.txt", "Title\n\nAlpha beta gamma delta.\n")]);
    let hits = project.hits("\"alpha beta\" \"beta gamma\" -zeta delta");
    assert_eq!(bracketed(&hits[0]), "[Alpha beta gamma] [delta].");
    assert_eq!(hits[0]["marks"][0]["clauses"], json!([0, 1]));
    assert_eq!(hits[0]["marks"][1]["clauses"], json!([2]));
}

#[test]
fn rewrites_are_reported_in_notes() {
    let project = Project::indexed(&[("a.txt", "Title\n\nForeign fighters fled.\n")]);
    let output = project.run(["search", "--format", "json", "“foreign fighters” AND"]);
    let begin = &output.json_lines()[0];
    assert_eq!(begin["query"]["interpreted"], "\"foreign fighters\"");
    let notes = begin["query"]["notes"].as_array().expect("notes");
    assert!(!notes.is_empty(), "{output}");
    for note in notes {
        has_keys(note, &["code", "message", "chars"]);
        let chars: Vec<u64> = note["chars"].as_array().expect("chars").iter().filter_map(Value::as_u64).collect();
        assert!(chars[0] <= chars[1] && chars[1] <= 22, "{note}");
    }
}

#[test]
fn copies_are_shown_once_unless_asked_for() {
    let text = "The minister spoke at length of finance, of the border, and of what the coalition was to do next.";
    let project = Project::indexed(&[
        ("a.txt", &format!("First title\n\n{text}\n")),
        ("b.txt", &format!("Second title\n\n{text}\n")),
    ]);
    let count = |args: &[&str]| project.run(args).json_lines().iter().filter(|line| line["type"] == "hit").count();
    assert_eq!(count(&["search", "--format", "json", "minister"]), 1);
    assert_eq!(count(&["search", "--format", "json", "--duplicates", "minister"]), 2);
}

#[test]
fn nothing_found_is_still_a_whole_answer() {
    let project = Project::with_indexed_seeds();
    let lines = project.run(["search", "--format", "json", "zebra"]).status(1).json_lines();
    assert_eq!(texts(&lines, "type"), ["begin", "summary"]);
    assert_eq!(lines[1]["total"], json!({"value": 0, "relation": "eq"}));
}

#[test]
fn the_count_is_the_number_of_hits() {
    let project = Project::with_indexed_seeds();
    let all = project.hits("coalition").len();
    assert_eq!(project.run(["search", "--count", "coalition"]).succeeds().stdout, format!("{all}\n"));
    assert_eq!(project.run(["search", "--count", "zebra"]).status(1).stdout, "0\n");
}

#[test]
fn other_formats_have_one_line_a_hit() {
    let project = Project::with_indexed_seeds();
    let search = |format| project.run(["search", "--format", format, "\"foreign terrorist fighters\""]);
    let paths = search("paths").succeeds().stdout.clone();
    assert_eq!(paths, "seeds/001_4168c8f3b6d72b22.txt\nseeds/002_8349903c940f5b7d.txt\n");
    let trec = search("trec").succeeds().stdout.clone();
    for (line, rank) in trec.lines().zip(1..) {
        let columns: Vec<&str> = line.split(' ').collect();
        assert_eq!((columns.len(), columns[1], columns[3]), (6, "Q0", rank.to_string().as_str()), "{line}");
    }
    let csv = search("csv").succeeds().stdout.clone();
    assert!(csv.starts_with("rank,score,id,path,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);
}

#[test]
fn sorting_by_date_puts_the_undated_last() {
    let project = Project::new();
    let record = |id: &str, date: Option<&str>| json!({"id": id, "text": "The minister spoke.", "date": date});
    let records = [record("b", Some("2016-05-01")), record("none", None), record("a", Some("2018-01-31"))];
    project.file("news/a.jsonl", records.map(|r| r.to_string()).join("\n"));
    project.run(["index", "news"]).succeeds();
    let ids = |sort: &str| -> Vec<String> {
        let hits = project.hits_with(&["--sort", sort], "minister");
        hits.iter().map(|hit| text(&hit["article"]["id"])).collect()
    };
    assert_eq!(ids("date"), ["b", "a", "none"]);
    assert_eq!(ids("-date"), ["a", "b", "none"]);
    assert_eq!(project.found("minister date:2016"), ["b"]);
    assert_eq!(project.found("minister date:unknown"), ["none"]);
    let since: Vec<Value> = project.hits_with(&["--since", "2017"], "minister");
    assert_eq!(since.len(), 1);
    assert_eq!(since[0]["article"]["published"]["basis"], "metadata");
}
