//! Queries that cannot be understood: an error with a caret under the place and a hint; never a panic.

use crate::harness::Project;

#[test]
fn a_mistake_is_shown_with_a_caret_and_a_hint() {
    let project = Project::indexed(&[("a.txt", "Title\n\nThe minister spoke.\n")]);
    // Query, the text under which carets stand, part of the message.
    let cases = [
        ("minister \"spoke", "\"", "quot"),
        ("(minister spoke", "(", "parenthes"),
        ("minister)", ")", "parenthes"),
        ("minister date:2017-13", "2017-13", "month"),
        ("date:2017-02-30", "2017-02-30", ""),
        ("kind:poem", "poem", "poem"),
        ("/minis[ter/", "", ""),
        ("minister AND OR spoke", "", ""),
    ];
    for (query, place, words) in cases {
        let output = project.run(["search", "--", query]);
        output.fails_with(&[words, query]);
        assert_eq!(output.stdout, "", "{query}");
        let lines: Vec<&str> = output.stderr.lines().collect();
        let caret = lines.iter().position(|line| line.contains('^')).unwrap_or_else(|| panic!("no caret: {output}"));
        let column = lines[caret].chars().position(|c| c == '^').expect("a caret");
        let above: String = lines[caret - 1].chars().skip(column).collect();
        assert!(above.starts_with(place), "the caret of {query} stands under {above:?}");
    }
}

#[test]
fn an_empty_query_asks_for_everything_and_an_empty_part_is_an_error() {
    let project = Project::indexed(&[("a.txt", "Title\n\nThe minister spoke.\n")]);
    for query in ["()", "\"\""] {
        project.run(["search", "--", query]).status(2);
    }
    for query in ["", "   ", "*"] {
        assert_eq!(project.run(["search", "--count", "--", query]).succeeds().stdout, "1\n", "{query:?}");
    }
}

#[test]
fn no_query_makes_it_panic_or_hang() {
    let project = Project::with_indexed_seeds();
    let deep = "(".repeat(5000);
    let closed = format!("{}ISIS{}", "(".repeat(5000), ")".repeat(5000));
    let (kind, field) = (format!("kind:{}", "oit".repeat(50)), format!("{}:x", "oitalei".repeat(50)));
    let (many, long) = ("ISIS OR ".repeat(5000), "a".repeat(100_000));
    let hostile = [
        &kind,
        &field,
        "AND",
        "OR OR",
        "NOT",
        "-",
        "+",
        "\"",
        "“",
        "*",
        "**",
        "?",
        "~",
        "^",
        ":",
        "title:",
        ":x",
        "x:",
        "(((",
        ")))",
        "a w/ b",
        "a w/99999999999999999999 b",
        "atleast0(a)",
        "atleast99999999999(a)",
        "a~99",
        "a^-1",
        "a^NaN",
        "a^inf",
        "/(/",
        "/(a*)*b/",
        "/a{1000}{1000}{1000}/",
        "/\\p{L}*/",
        "\u{0}",
        "\u{1b}[31m",
        "\u{202e}x",
        "é^2",
        "date:99999999-99",
        "date:..",
        "date:2017..2016",
        "mentions:x",
        "kind:",
        "said:(said:x)",
        "title:(a w/5 b)",
        "NOT NOT NOT a",
        "a AND NOT b OR -c",
        "\"a b\"~999999",
        "x* AND *y",
        "*x*",
        "????????",
        "speaker:*",
        "\\",
        "a\\",
        "-(a b)",
        "-*",
        "* -*",
        "US",
        "\"\"~2",
        "a w/a",
        "w/a",
        "a w/a b w/a c",
        "path:/",
        "topic:\"",
        "🙂",
        deep.as_str(),
        closed.as_str(),
        many.as_str(),
        long.as_str(),
    ];
    for query in hostile.into_iter().filter(|query| !query.contains('\0')) {
        let shown: String = query.chars().take(40).collect();
        let output = project.run(["search", "--format", "json", "--", query]);
        assert!((0..=2).contains(&output.status), "{shown}: {output}");
        assert!(!output.stderr.contains("panicked"), "{shown}: {output}");
        assert!(!output.stderr.contains('\u{1b}') && !output.stderr.contains('\u{202e}'), "{shown}: {output}");
    }
}

#[test]
fn unknown_fields_are_read_as_text_and_reported() {
    let project = Project::indexed(&[("a.txt", "Title\n\nThe note: minister spoke.\n")]);
    let output = project.run(["search", "--format", "json", "note:minister"]);
    let notes = &output.json_lines()[0]["query"]["notes"];
    assert_eq!(notes.as_array().map(Vec::len), Some(1), "{output}");
}

#[test]
fn a_query_that_begins_with_a_dash_needs_two_before_it() {
    let project = Project::indexed(&[
        ("a.txt", "First title\n\nThe minister spoke.\n"),
        ("b.txt", "Second title\n\nThe envoy spoke.\n"),
    ]);
    project.run(["search", "-minister", "spoke"]).status(2);
    assert_eq!(project.run(["search", "--format", "paths", "--", "-minister", "spoke"]).stdout, "news/b.txt\n");
}

#[test]
fn programs_get_errors_as_a_line_of_json() {
    let project = Project::with_indexed_seeds();
    let error = |args: &[&str]| {
        let output = project.run(args);
        assert_eq!((output.status, output.stderr.lines().count()), (2, 1), "{output}");
        serde_json::from_str::<serde_json::Value>(&output.stderr).unwrap_or_else(|_| panic!("{output}"))
    };
    let of_query = error(&["search", "--format", "json", "(finance OR funding"]);
    assert_eq!(of_query["type"], "error");
    assert_eq!(of_query["message"], "this parenthesis is not closed");
    assert_eq!(of_query["span"]["chars"], serde_json::json!([0, 1]));
    assert!(of_query["hint"].as_str().is_some_and(|hint| hint.contains(')')), "{of_query}");
    let other = error(&["--index", "nowhere", "facets", "kind", "--format", "json"]);
    assert!(other["span"].is_null() && other["message"].as_str().is_some_and(|text| text.contains("nowhere")));
}
