//! The API answers what the command line answers, and says what is wrong as exactly.

use serde_json::Value;

use crate::client::{Serving, encoded};
use crate::harness::{Output, Project};

/// Twenty queries, an operator or a field each.
const QUERIES: &[&str] = &[
    "foreign fighters finance",
    "\"foreign terrorist fighters\"",
    "ISIS AND finance",
    "finance OR funding",
    "ISIS -propaganda",
    "finance w/5 ISIS",
    "state pre/3 spokesman",
    "coalition w/s Russia",
    "meeting w/p Syria",
    "Tillerson w/a finance",
    "coalition NOT w/5 government",
    "terror*",
    "organi?ation",
    "Tilerson~1",
    "atleast3(ISIS)",
    "speaker:toner said:Russia",
    "role:spokesman",
    "date:2017",
    "title:coalition",
    "*",
];

/// The lines of an answer without the time that it took.
fn timeless(text: &str) -> Vec<Value> {
    let line = |line: &str| {
        let mut value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        if let Some(object) = value.as_object_mut() {
            object.remove("elapsed_ms");
        }
        value
    };
    text.lines().map(line).collect()
}

fn cli(project: &Project, options: &[&str], query: &str) -> Output {
    let output = project.run(["search"].iter().chain(options).chain(&["--", query]));
    assert!([0, 1].contains(&output.status), "{query}: {output}");
    output
}

#[test]
fn searches_equal_those_of_the_command_line() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for query in QUERIES {
        for (options, parameters) in [
            (&["-n", "7"][..], "n=7"),
            (&["-n", "5", "--offset", "3", "--sort", "-date"], "n=5&offset=3&sort=-date"),
            (&["--unit", "article", "--duplicates"], "unit=article&duplicates=true"),
            (&["--speaker", "Toner", "--since", "2017"], "speaker=Toner&since=2017"),
            (&["--unit", "quote", "--role", "spokesman"], "unit=quote&role=spokesman"),
            (&["--rank", "bm25", "--explain", "--lang", "en"], "rank=bm25&explain=true&lang=en"),
            (&["--author", "nobody", "--url", "example.org"], "author=nobody&url=example.org"),
            (&["--hits-only", "-n", "3"], "hits-only=true&n=3"),
        ] {
            let path = format!("/api/v1/search?q={}&{parameters}", encoded(query));
            let all: Vec<&str> = options.iter().copied().chain(["--format", "json"]).collect();
            let expected = cli(&project, &all, query);
            let answer = serving.get(&path).is(200);
            assert_eq!(answer.header("content-type"), "application/x-ndjson");
            assert_eq!(timeless(&answer.body), timeless(&expected.stdout), "{query} {parameters}");
        }
    }
}

#[test]
fn exports_equal_those_of_the_command_line() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for query in QUERIES {
        for (format, unit) in [
            ("csv", "passage"),
            ("csv", "quote"),
            ("trec", "passage"),
            ("ris", "article"),
            ("bibtex", "quote"),
            ("csl", "passage"),
            ("md", "quote"),
        ] {
            let path = format!("/api/v1/search?q={}&n=50&format={format}&unit={unit}", encoded(query));
            let answer = serving.get(&path).is(200);
            let expected = cli(&project, &["-n", "50", "--format", format, "--unit", unit], query);
            assert_eq!(answer.body, expected.stdout, "{query} as {format}");
            assert!(answer.header("content-disposition").starts_with("attachment"), "{format}");
        }
        let count = serving.get(&format!("/api/v1/search?q={}&count=true", encoded(query))).is(200);
        assert_eq!(count.body, cli(&project, &["--count"], query).stdout, "{query}");
    }
}

#[test]
fn an_article_is_one_reference_however_often_it_is_found() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let articles = serving.get("/api/v1/search?q=coalition&unit=article&n=100").is(200).json_lines();
    let total = articles[articles.len() - 1]["total"]["value"].as_u64().expect("a number") as usize;
    assert!(articles.len() - 2 > total, "some article has several passages");
    let ris = serving.get("/api/v1/search?q=coalition&unit=article&n=100&format=ris").is(200).body;
    assert_eq!(ris.matches("TY  - ").count(), total);
    let handle = articles[1]["handle"].as_str().and_then(|handle| handle.split(':').next()).expect("a handle");
    for format in ["ris", "bibtex", "csl", "md", "raw"] {
        let answer = serving.get(&format!("/api/v1/articles/{handle}?format={format}")).is(200);
        let shown = project.run(["show", handle, "--format", format]);
        assert_eq!(answer.body, shown.stdout, "{format}");
    }
}

/// A handle leads where the id leads, also where two files have an article of the same id.
#[test]
fn a_name_that_several_articles_have_is_no_guess() {
    let project = Project::new();
    for name in ["a", "b"] {
        project.file(
            &format!("news/{name}.jsonl"),
            format!("{{\"id\":\"1\",\"title\":\"Of {name}\",\"text\":\"Common words of {name}.\"}}\n"),
        );
    }
    project.run(["index", "news"]).succeeds();
    let serving = Serving::of(&project);
    let problem = serving.get("/api/v1/articles/1").is(400).json();
    let handles: Vec<&str> =
        problem["candidates"].as_array().expect("handles").iter().filter_map(Value::as_str).collect();
    assert_eq!(handles.len(), 2, "{problem}");
    for handle in handles {
        let title = serving.json(&format!("/api/v1/articles/{handle}"))["title"].clone();
        assert!(serving.get("/?q=common").is(200).body.contains(&format!("/a/{handle}?")), "{title}");
        assert!(serving.get("/a/1").is(400).body.contains(&format!("/a/{handle}\"")), "{title}");
    }
}

#[test]
fn statements_are_counted_as_statements() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for query in ["*", "coalition", "said:Russia", "role:spokesman"] {
        let path = format!("/api/v1/search?q={}&unit=quote&n=200", encoded(query));
        let lines = serving.get(&path).is(200).json_lines();
        let statements = &lines[1..lines.len() - 1];
        assert!(!statements.is_empty(), "{query}");
        assert_eq!(lines[lines.len() - 1]["total"]["value"], statements.len());
        let counted = serving.json(&format!("/api/v1/facets/speaker?q={}&unit=quote&n=1000", encoded(query)));
        assert_eq!(counted["unit"], "quote");
        let name = |statement: &Value| statement["quote"]["speaker"]["name"].as_str().map(str::to_owned);
        for value in counted["values"].as_array().expect("values") {
            let of = statements.iter().filter(|&statement| name(statement).as_deref() == value["value"].as_str());
            assert_eq!(value["count"], of.count(), "{query}: {value}");
        }
        assert_eq!(counted["without"], statements.iter().filter(|&statement| name(statement).is_none()).count());
        let dates = serving.json(&format!("/api/v1/facets/date?q={}&unit=quote&interval=year", encoded(query)));
        let bars = dates["values"].as_array().expect("bars").iter().filter_map(|bar| bar["count"].as_u64());
        assert_eq!(bars.sum::<u64>() + dates["without"].as_u64().expect("a number"), statements.len() as u64);
    }
}

#[test]
fn articles_facets_and_statistics_equal_those_of_the_command_line() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for hit in project.hits("*") {
        let id = hit["article"]["id"].as_str().expect("an id").to_owned();
        let shown = project.run(["show", "--format", "json", &id]);
        assert_eq!(
            timeless(&serving.get(&format!("/api/v1/articles/{}", encoded(&id))).is(200).body),
            timeless(&shown.stdout)
        );
        let text = serving.get(&format!("/api/v1/articles/{}/text", encoded(&id))).is(200);
        assert_eq!(text.body, project.raw(&id));
    }
    for field in ["speaker", "role", "topic", "outlet", "author", "kind", "lang", "date"] {
        for query in ["*", "coalition"] {
            for (options, parameters) in [
                (&["--format", "json", "--interval", "week"][..], "&interval=week"),
                (&["--format", "json", "--interval", "quarter", "--unit", "quote"], "&interval=quarter&unit=quote"),
                (&["--format", "json", "--by", "topic", "-n", "5", "--unit", "article"], "&by=topic&n=5&unit=article"),
                (&["--prefix", "s", "--format", "csv"], "&prefix=s&format=csv"),
                (&["--format", "json", "--type", "person"], "&type=person"),
            ] {
                let counted = project.run(["facets", field].iter().chain(options).chain(&["--", query]));
                let answer = serving.get(&format!("/api/v1/facets/{field}?q={}{parameters}", encoded(query)));
                // Only speakers have types, and statements are of no language: both say so.
                assert_eq!(answer.status == 400, counted.status == 2, "{field} {parameters}: {counted}");
                if answer.status == 400 {
                    continue;
                }
                match parameters.contains("csv") {
                    true => assert_eq!(answer.body, counted.stdout, "{field} of {query}"),
                    false => assert_eq!(timeless(&answer.body), timeless(&counted.stdout), "{field} of {query}"),
                }
            }
        }
    }
    let stats = project.run(["stats", "--format", "json"]);
    assert_eq!(timeless(&serving.get("/api/v1/stats").is(200).body), timeless(&stats.stdout));
}

#[test]
fn passages_come_with_those_around_them() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let hit = project.hits("\"foreign terrorist fighters\"").remove(0);
    let (id, ordinal) = (hit["article"]["id"].as_str().expect("an id").to_owned(), hit["passage"]["ordinal"].clone());
    let n = ordinal.as_u64().expect("a number");
    let path = |n: u64, rest: &str| format!("/api/v1/articles/{}/passages/{n}{rest}", encoded(&id));
    let alone = serving.json(&path(n, ""));
    assert_eq!(alone["passages"].as_array().map(Vec::len), Some(1));
    assert_eq!(alone["passages"][0]["text"], hit["passage"]["text"]);
    let around = serving.json(&path(n, "?context=1"));
    let ordinals: Vec<u64> =
        around["passages"].as_array().expect("passages").iter().filter_map(|p| p["ordinal"].as_u64()).collect();
    assert_eq!(ordinals, [n - 1, n, n + 1]);
    serving.get(&path(99_999, "")).is(404);
    serving.get(&path(n, "?contxt=1")).is(400);
}

#[test]
fn one_object_with_counts() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let object = serving.json("/api/v1/search?q=coalition&n=3&facets=speaker,topic,outlet,date");
    let lines = serving.get("/api/v1/search?q=coalition&n=3").is(200).json_lines();
    assert_eq!(object["hits"].as_array().expect("hits")[..], lines[1..lines.len() - 1]);
    assert_eq!(object["total"], lines[lines.len() - 1]["total"]);
    for field in ["speaker", "topic", "outlet", "date"] {
        let counted = serving.json(&format!("/api/v1/facets/{field}?q=coalition&n=20"));
        assert_eq!(object["facets"][field], counted, "{field}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for (query, at) in [("(finance OR funding", [0, 1]), ("é (x", [2, 3]), ("date:2017-13", [5, 12])] {
        let problem = serving.get(&format!("/api/v1/search?q={}", encoded(query))).is(400);
        assert_eq!(problem.header("content-type"), "application/problem+json");
        let problem = problem.json();
        assert_eq!(problem["query"], query);
        assert_eq!(problem["span"]["chars"], serde_json::json!(at), "{query}");
        assert_eq!(problem["status"], 400);
        for name in ["type", "title", "detail"] {
            assert!(problem[name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
        }
    }
    for (path, parameter) in [
        ("/api/v1/search?spaeker=toner", "spaeker"),
        ("/api/v1/search?q=a&sort=best", "sort"),
        ("/api/v1/search?q=a&n=100000", "n"),
        ("/api/v1/search?q=a&n=201", "n"),
        ("/api/v1/search?q=a&offset=9999&n=5", "offset"),
        ("/api/v1/search?q=a&q=b", "q"),
        ("/api/v1/search?q=a&since=someday", "since"),
        ("/api/v1/search?q=a&recent=soon", "recent"),
        ("/api/v1/search?q=a&unit=quote&format=trec", "format"),
        ("/api/v1/search?q=a&count=1", "count"),
        ("/api/v1/search?q=a&hits-only=true&format=csv", "hits-only"),
        ("/api/v1/facets/speaker?by=date", "by"),
        ("/api/v1/facets/speaker?interval=decade", "interval"),
        ("/api/v1/articles/x?query=a", "query"),
        ("/api/v1/stats?x=1", "x"),
        ("/?page=0", "page"),
        ("/dates?in=March", "in"),
    ] {
        let answer = serving.get(path).is(400);
        if path.starts_with("/api") {
            let problem = answer.json();
            assert_eq!(problem["parameter"], parameter, "{path}: {problem}");
        }
    }
    for path in ["/api/v1/articles/nothing", "/api/v1/facets/headline", "/api/v1/nowhere", "/a/nothing", "/nowhere"] {
        serving.get(path).is(404);
    }
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for path in ["/?q=ISIS", "/api/v1/search?q=ISIS", "/api/v1/stats", "/dates"] {
        let tag = serving.get(path).is(200).header("etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        let again = serving.get_with(path, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        serving.get_with(path, "If-None-Match: \"other\"\r\n").is(200);
    }
    let path = "/api/v1/search?q=ISIS";
    let tag = serving.get(path).header("etag").to_owned();
    project.file("seeds/new.txt", "A new article\n\nISIS is named here, too.\n");
    project.run(["index", "seeds"]).succeeds();
    serving.get_with(path, &format!("If-None-Match: {tag}\r\n")).is(200);
}
