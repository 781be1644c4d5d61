//! What people write is read as they mean it, or they are told: signs, connectors, values, letters, tables, records.

use serde_json::{Value, json};

use crate::harness::{Project, text};

/// A project with a JSON Lines file of articles as `(id, text)`.
fn articles(articles: &[(&str, &str)]) -> Project {
    let project = Project::new();
    let lines: Vec<String> =
        articles.iter().map(|(id, text)| json!({"id": id, "title": "Report", "text": text}).to_string()).collect();
    project.file("news/in.jsonl", lines.join("\n"));
    project.run(["index", "news"]).succeeds();
    project
}

/// The ids found, or nothing where the query is an error; and whether anything was said about it.
fn asked(project: &Project, query: &str) -> (Option<Vec<String>>, bool) {
    let output = project.run(["search", "--format", "json", "--duplicates", "-n", "100", "--", query]);
    if output.status == 2 {
        let error: Value = serde_json::from_str(&output.stderr).unwrap_or_else(|_| panic!("{output}"));
        return (None, error["span"].is_object());
    }
    let lines = output.json_lines();
    let notes = lines[0]["query"]["notes"].as_array().is_some_and(|notes| !notes.is_empty());
    let mut ids: Vec<String> =
        lines.iter().filter(|line| line["type"] == "hit").map(|hit| text(&hit["article"]["id"])).collect();
    ids.sort();
    ids.dedup();
    (Some(ids), notes)
}

fn met() -> Project {
    articles(&[
        ("a", "Smith met Jones in Rome."),
        ("b", "Smith went home alone."),
        ("c", "Jones stayed; it was not good."),
    ])
}

#[test]
fn negation_is_never_turned_round() {
    let project = met();
    for query in ["Smith NOT Jones", "Smith -Jones"] {
        assert_eq!(asked(&project, query).0.as_deref(), Some(&["b".to_owned()][..]), "{query}");
    }
    for query in ["Smith !Jones", "Smith AND !Jones", "Smith AND not Jones", "Smith –Jones", "Smith −Jones"] {
        assert_eq!(asked(&project, query), (Some(vec!["b".to_owned()]), true), "{query}");
    }
    for query in [
        "Smith And Not Jones",
        "Smith — Jones",
        "Smith --Jones",
        "Smith NOT:Jones",
        "Smith ANDNOT Jones",
        "Smith !!Jones",
        "Smith -!Jones",
        "Smith –-Jones",
        "Smith != Jones",
        "Smith % Jones",
    ] {
        assert!(asked(&project, query).1, "{query} is read in silence");
    }
}

#[test]
fn connectors_are_never_words_in_silence() {
    let project = met();
    assert_eq!(asked(&project, "Smith w/3 Jones"), (Some(vec!["a".to_owned()]), false));
    for connector in [
        "w/", "w3", "near3", "NEAR", "near", "w/three", "w/-1", "n/3", "ADJ3", "adj3", "w/5x", "p/3", "onear/3",
        "AND/OR", "within/", "pre3", "atleast3", "w/o", "w\\3", "w／3", "w / 3", "NOT NEAR", "SAME", "NEAR:3",
    ] {
        let query = format!("Smith {connector} Jones");
        assert!(asked(&project, &query).1, "{query} is read in silence");
    }
    for query in ["Smith w/5Jones", "smith^-1", "caps(smith", "allcaps(SMITH)", "C++", "C# Smith", "smith||jones"] {
        assert!(asked(&project, query).1, "{query} is read in silence");
    }
}

#[test]
fn dates_of_several_words_are_read_whole_or_it_is_told() {
    let project = Project::new();
    project.file("news/a.jsonl", r#"{"id":"a","title":"Report","date":"2017-03-04","text":"Smith may go in March."}"#);
    project.run(["index", "news"]).succeeds();
    let found = |query: &str| asked(&project, query);
    for query in ["date:March 2017", "date:4 March 2017", "Smith date:q1 2017", "date:2016 to 2018 Smith"] {
        assert_eq!(found(query), (Some(vec!["a".to_owned()]), true), "{query}");
    }
    for query in ["date:April 2017", "date:last month", "Smith date:q2 2017", "date:2015 - 2016", "date:since 2018"] {
        assert_eq!(found(query), (Some(Vec::new()), true), "{query}");
    }
    // A year stands alone, and what follows it may be a word.
    assert_eq!(found("date:2017 may"), (Some(vec!["a".to_owned()]), false));
    assert!(found("date:2017 Q1").1);
    assert_eq!(found("date:2017-03 Smith"), (Some(vec!["a".to_owned()]), false));
    assert_eq!(found("date:next to nothing").0, None);
}

#[test]
fn letters_with_strokes_and_narrow_spaces_are_found() {
    let project = articles(&[
        (
            "x",
            "Søren Kierkegaard, Łukasz Nowak, Novak Đoković, Þór, Ærø, Œdipus, cœur, ħ met Åsa, Şahin, Müller and Işık.",
        ),
        (
            "y",
            "Il a dit «\u{202f}bonjour\u{202f}» et perdu 10\u{202f}000 voix. Barack\u{202f}Obama at 9:30\u{202f}a.m.",
        ),
        ("z", "CO₂ and H₂O over 5 km² for ＦＵＬＬ　ＷＩＤＴＨ by Əliyev."),
    ]);
    for word in
        ["Soren", "Lukasz", "Dokovic", "Thor", "Aero", "Oedipus", "coeur", "h", "Asa", "Sahin", "Muller", "isik"]
    {
        assert_eq!(asked(&project, word).0.as_deref(), Some(&["x".to_owned()][..]), "{word}");
    }
    for word in ["bonjour", "\"10 000\"", "\"Barack Obama\"", "9:30"] {
        assert_eq!(asked(&project, word).0.as_deref(), Some(&["y".to_owned()][..]), "{word}");
    }
    for word in ["CO2", "H2O", "km2", "\"full width\"", "Aliyev"] {
        assert_eq!(asked(&project, word).0.as_deref(), Some(&["z".to_owned()][..]), "{word}");
    }
}

#[test]
fn words_of_emphasis_are_marked_without_its_marks() {
    let project = Project::new();
    project.article("a.md", "# Papers\n\nIt was _The Guardian_ and a __disaster__ for jan_6_report.\n");
    project.run(["index", "news"]).succeeds();
    for (query, mark) in [("\"The Guardian\"", "The Guardian"), ("disaster", "disaster"), ("report", "report")] {
        let hits = project.hits(query);
        assert_eq!(text(&hits[0]["marks"][0]["text"]), mark, "{query}");
    }
}

#[test]
fn a_question_and_its_speaker_are_one_sentence() {
    let project = articles(&[("a", "\"Why was the committee not told?\" Brown asked. Nobody answered.")]);
    assert_eq!(asked(&project, "committee w/s Brown").0.as_deref(), Some(&["a".to_owned()][..]));
    assert_eq!(asked(&project, "Brown w/s answered").0, Some(Vec::new()));
}

#[test]
fn values_that_nobody_has_are_answered_with_the_nearest() {
    let project = Project::new();
    let record = |id: &str, outlet: &str| {
        json!({"id": id, "outlet": outlet, "text": "“We will stay,” said Angela Merkel on Monday in Berlin."})
            .to_string()
    };
    project.file("news/in.jsonl", [record("a", "Reuters"), record("b", "The New York Times")].join("\n"));
    project.run(["index", "news"]).succeeds();
    for (query, near) in [
        ("speaker:\"Angela Merkle\"", "Angela Merkel"),
        ("outlet:reuter", "Reuters"),
        ("outlet:\"New Yorker Times\"", "The New York Times"),
    ] {
        let output = project.run(["search", query]);
        output.status(1);
        assert!(output.stderr.contains(near), "{query}: {output}");
    }
}

#[test]
fn copies_of_an_article_are_one_result() {
    let story = "The water bill passed on Tuesday after a long debate in which ministers of three parties spoke of rivers, \
                 dams and the price that farmers would have to pay for what they take.";
    let project = Project::new();
    let record = |n: u32| json!({"id": format!("o{n}"), "outlet": format!("Outlet {n}"), "text": story}).to_string();
    project.file("news/in.jsonl", (0..9).map(record).collect::<Vec<_>>().join("\n"));
    project.run(["index", "news"]).succeeds();
    for unit in ["passage", "article"] {
        let output = project.run(["search", "--unit", unit, "--format", "json", "\"water bill\""]);
        let lines = output.json_lines();
        let hits: Vec<&Value> = lines.iter().filter(|line| line["type"] == "hit").collect();
        assert_eq!((hits.len(), &hits[0]["duplicates"]), (1, &json!(8)), "{unit}: {output}");
        let all = project.run(["search", "--unit", unit, "--format", "json", "--duplicates", "\"water bill\""]);
        assert_eq!(all.json_lines().last().map(|line| line["returned"].clone()), Some(json!(9)), "{unit}");
    }
}

#[test]
fn tables_have_no_formulas() {
    let project = Project::new();
    let record = json!({"id": "a", "title": "=1+1|cmd", "outlet": "@out", "text": "-The water bill passed."});
    project.file("news/in.jsonl", record.to_string());
    project.run(["index", "news"]).succeeds();
    let table = project.run(["search", "--format", "csv", "water"]).succeeds().stdout.clone();
    assert!(table.contains(",'=1+1|cmd,'@out,"), "{table}");
    let marked = project.run(["search", "--bom", "--format", "csv", "water"]).succeeds().stdout.clone();
    assert!(marked.starts_with('\u{FEFF}'), "{marked:?}");
    let stats = project.run(["stats", "--format", "csv"]).succeeds().stdout.clone();
    let mut reader = csv::Reader::from_reader(stats.as_bytes());
    assert!(reader.records().all(|row| row.is_ok_and(|row| row.len() == 2)), "{stats}");
}

#[test]
fn documents_of_a_batch_are_told_apart() {
    let project = Project::new();
    for name in ["one", "two"] {
        project.file(&format!("news/{name}.jsonl"), json!({"id": "x", "text": "The minister spoke."}).to_string());
    }
    project.file("queries.tsv", "q1\tminister\n");
    project.run(["index", "news"]).succeeds();
    let output = project.run(["batch", "--unit", "article", "queries.tsv"]);
    let mut documents: Vec<&str> = output.succeeds().stdout.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    documents.sort_unstable();
    assert_eq!(documents.len(), 2, "{output}");
    assert!(documents[0].ends_with("one.jsonl#x") && documents[1].ends_with("two.jsonl#x"), "{output}");
    assert!(output.stderr.contains("several files"), "{output}");
}

#[test]
fn an_article_named_like_a_passage_says_so() {
    let project = articles(&[("x", "The minister spoke."), ("x:0", "The minister left.")]);
    let output = project.run(["show", "x:0"]);
    assert!(output.succeeds().stdout.contains("left") && output.stderr.contains("passage 0"), "{output}");
}

#[test]
fn half_a_pair_of_surrogates_costs_a_character() {
    let project = Project::new();
    project.file("news/a.jsonl", r#"{"id":"a","text":"The minister \ud83d spoke."}"#);
    project.file("news/b.json", r#"{"id":"b","title":"T","text":"The minister \ude00 spoke."}"#);
    let utf16: Vec<u8> =
        "{\"id\":\"c\",\"text\":\"The minister spoke in Köln.\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    project.file("news/c.jsonl", utf16);
    // A number that is none, a control character as it is, the byte order mark of a file that was appended.
    project.file("news/d.jsonl", "{\"id\":\"d\",\"author\":NaN,\"text\":\"The minister spoke.\"}\n\u{feff}{\"id\":\"e\",\"text\":\"The minister\u{1} left.\"}\n");
    project.run(["index", "news"]).succeeds();
    assert_eq!(project.found("minister"), ["a", "b", "c", "d", "e"]);
}

#[test]
fn records_are_read_in_whatever_encoding() {
    let project = Project::new();
    let record = |id: &str| {
        format!("{{\"id\":\"{id}\",\"title\":\"T\",\"text\":\"Der Außenminister sprach über Öl in Köln.\"}}\n")
    };
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| c as u8).collect() };
    let units = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(bytes).collect() };
    for (name, ending) in [("json", ".json"), ("lines", ".jsonl")] {
        project.file(&format!("news/1{ending}"), latin(&record(&format!("{name}-latin"))));
        project.file(&format!("news/2{ending}"), units(&record(&format!("{name}-little")), u16::to_le_bytes));
        let marked = format!("\u{feff}{}", record(&format!("{name}-big")));
        project.file(&format!("news/3{ending}"), units(&marked, u16::to_be_bytes));
    }
    // One file, two encodings, as exports are put together.
    project.file("news/4.jsonl", [record("one").into_bytes(), latin(&record("two"))].concat());
    project.run(["index", "news"]).succeeds();
    let all = ["json-big", "json-latin", "json-little", "lines-big", "lines-latin", "lines-little", "one", "two"];
    assert_eq!(project.found("\"über Öl in Köln\""), all);
}

#[test]
fn a_file_of_nothing_but_errors_is_told_of_in_short() {
    let project = Project::new();
    project
        .file("news/a.jsonl", format!("{}{}", "{\n".repeat(5000), "{\"id\":\"a\",\"text\":\"The minister spoke.\"}"));
    let output = project.run(["index", "news"]);
    output.fails_with(&["a.jsonl:1000:", "4000 more records"]);
    assert!(!output.stderr.contains("a.jsonl:1001:"), "{output}");
    assert_eq!(project.found("minister"), ["a"]);
}

#[test]
fn too_many_threads_are_refused() {
    let project = Project::new();
    project.article("a.txt", "The minister spoke.");
    project.run(["index", "--threads", "99999", "news"]).fails_with(&["256"]);
    project.run(["index", "--threads", "0", "news"]).fails_with(&["256"]);
}

#[test]
fn arguments_are_repeated_harmless() {
    let output = Project::new().run(["search", "--format", "\u{1b}[31mred\u{202e}", "x"]);
    output.status(2);
    assert!(!output.stderr.contains('\u{1b}') && !output.stderr.contains('\u{202e}'), "{output}");
}

#[test]
fn a_search_gives_up_in_time() {
    let project = met();
    project.run(["search", "--timeout", "1m", "Smith"]).succeeds();
    project.run(["search", "--timeout", "soon", "Smith"]).fails_with(&["30s"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_never_ends_is_no_taxonomy() {
    let project = Project::new();
    project.article("a.txt", "The minister spoke.");
    project.run(["index", "--topics", "/dev/zero", "news"]).fails_with(&["/dev/zero"]);
}
