//! The order of hits: what words, filters and dates make of it.

use serde_json::{Value, json};

use crate::harness::{Project, text};

/// Articles on oil, the later the higher their number, in which the words of queries stand ever farther apart.
fn oil() -> Project {
    let project = Project::new();
    let texts = [
        "The price of oil rose again on Monday, and the price of oil will rise again, said the minister of oil.",
        "The price of oil rose on Monday, the minister said, who is in charge of trade and of the whole industry.",
        "Oil rose on Monday, the minister said, who is in charge of trade, and so did the price of bread and milk.",
        "The minister is in charge of trade and of all that the people in the north of the country buy and sell.",
    ];
    let record =
        |(n, text): (usize, &&str)| json!({"id": n, "text": text, "date": format!("201{n}-05-01")}).to_string();
    let lines: Vec<String> = texts.iter().enumerate().map(record).collect();
    project.file("news/a.jsonl", lines.join("\n"));
    project.run(["index", "news"]).succeeds();
    project
}

fn order(hits: &[Value]) -> Vec<(String, f64)> {
    hits.iter().map(|hit| (text(&hit["article"]["id"]), hit["score"].as_f64().expect("a score"))).collect()
}

fn ids(hits: &[Value]) -> Vec<String> {
    order(hits).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn a_filter_changes_no_score() {
    let project = oil();
    for words in ["oil price", "the price of oil", "minister", "oil oil price", "oil^3 price", "oil AND price"] {
        let all = order(&project.hits(words));
        let filtered = order(&project.hits_with(&["--since", "2009", "--kind", "body"], words));
        assert_eq!(all.len(), filtered.len(), "{words}");
        for (a, b) in all.iter().zip(&filtered) {
            assert_eq!(a.0, b.0, "{words}");
            assert!((a.1 - b.1).abs() < 1e-4, "{words}: {a:?} and {b:?}");
        }
    }
}

#[test]
fn recent_articles_can_be_preferred_whatever_is_asked() {
    let project = oil();
    for query in ["oil", "\"price of oil\"", "oil AND price", "pric*", "oil date:2010..", "oil w/5 rose"] {
        let plain = ids(&project.hits(query));
        let recent = ids(&project.hits_with(&["--recent", "10d"], query));
        let mut newest_first = plain.clone();
        newest_first.sort_unstable_by(|a, b| b.cmp(a));
        assert!(plain.len() > 1 && plain[0] == "0", "{query}: {plain:?}");
        assert_eq!(recent, newest_first, "{query}");
        let bm25 = ids(&project.hits_with(&["--recent", "10d", "--rank", "bm25"], query));
        assert_eq!(bm25, newest_first, "{query}");
    }
}

#[test]
fn the_parts_of_a_score_are_explained_whatever_is_asked() {
    let project = oil();
    for query in ["oil price", "\"price of oil\"", "oil AND price", "the oil date:2010..", "pric*"] {
        let output = project.run(["search", "--explain", "--recent", "2y", query]);
        let mut sums: Vec<(f64, f64)> = Vec::new();
        for line in output.stdout.lines() {
            let first = |line: &str| line.split_whitespace().next().and_then(|word| word.parse::<f64>().ok());
            if let Some((_, score)) =
                line.rsplit_once(' ').filter(|(place, _)| place.contains(". ") && place.ends_with(":0"))
            {
                sums.push((score.parse().expect("a score"), 0.0));
            } else if let (Some(part), Some(sum)) = (first(line).filter(|_| line.contains('.')), sums.last_mut()) {
                sum.1 += part;
            }
        }
        assert!(!sums.is_empty(), "{query}: {output}");
        assert!(sums.iter().all(|(score, parts)| (score - parts).abs() < 1e-3), "{query}: {sums:?}\n{output}");
    }
}

#[test]
fn stop_words_decide_only_among_those_that_have_nothing_else() {
    let project = oil();
    let hits = project.hits("the price of oil");
    assert_eq!(ids(&hits)[..2], ["0", "1"]);
    assert_eq!(hits.len(), 4, "a passage with stop words alone is a hit as well");
    assert_eq!(ids(&project.hits_with(&["--kind", "body"], "the price of oil")), ids(&hits));
    let either = ids(&project.hits("the OR oil"));
    assert_eq!((either[0].as_str(), either.len()), ("0", 4));
}

#[test]
fn beginnings_of_words_count_beside_words() {
    let project = oil();
    let hits = order(&project.hits("bread OR pric*"));
    assert_eq!(hits.len(), 3);
    assert!(hits.iter().all(|(_, score)| *score > 0.0), "{hits:?}");
}

/// Some three hundred articles in which passages, titles and other passages have ever other shares of a query's words.
fn many() -> Project {
    let project = Project::new();
    let filler = ["harbour", "council", "ferry", "budget", "bridge", "school", "market", "river", "museum", "train"];
    let record = |n: usize| {
        let word = |at: usize| filler[at % filler.len()];
        let (often, rarely) = ("debt crisis ".repeat(n % 4), if n.is_multiple_of(7) { "crisis" } else { "debt" });
        let first = format!("{} {rarely} {} {} of {often} and {}.", word(n), word(n / 3), word(n / 7), word(n + 5));
        let second =
            format!("The {} of {} {}.", word(n + 1), word(n / 2), if n.is_multiple_of(5) { "crisis debt" } else { "" });
        let title = if n.is_multiple_of(11) { "Debt crisis" } else { "Town notes" };
        json!({"id": n, "title": title, "text": format!("{first}\n\n{second}")}).to_string()
    };
    project.file("news/a.jsonl", (0..300).map(record).collect::<Vec<_>>().join("\n"));
    project.run(["index", "news"]).succeeds();
    project
}

/// The hits as a reader gets them, copies shown once.
fn shown(project: &Project, options: &[&str], query: &str) -> Vec<Value> {
    let output = project.run([&["search", "--format", "json", "--hits-only"], options, &["--", query]].concat());
    output.succeeds().json_lines()
}

#[test]
fn a_list_begins_the_same_however_long_it_is() {
    let project = many();
    let found = |args: &[&str], query: &str| -> Vec<String> {
        shown(&project, args, query).iter().map(|hit| text(&hit["id"])).collect()
    };
    for options in [&["--duplicates"][..], &[], &["--unit", "article"], &["--rank", "bm25"]] {
        for query in ["debt crisis", "\"debt crisis\" harbour", "cris* debt", "the debt of the crisis"] {
            let all = found(&[options, &["-n", "150"]].concat(), query);
            let mut pages = Vec::new();
            for offset in ["0", "20", "40", "60", "80", "100"] {
                pages.extend(found(&[options, &["-n", "20", "--offset", offset]].concat(), query));
            }
            assert!(pages.len() >= 60, "{query} {options:?}: {}", pages.len());
            assert_eq!(pages, all[..pages.len().min(all.len())], "{query} {options:?}");
        }
    }
}

#[test]
fn a_page_is_full_in_spite_of_copies() {
    let project = Project::new();
    let copy = "The weathervane turned east at noon and the harbour master closed the port until the storm had passed.";
    let record = |n: usize| {
        let text =
            if n < 90 { copy.to_owned() } else { format!("Number {n} is where a weathervane stood, {n} years ago.") };
        json!({"id": n, "title": format!("Notes {n}"), "text": text}).to_string()
    };
    project.file("news/a.jsonl", (0..120).map(record).collect::<Vec<_>>().join("\n"));
    project.run(["index", "news"]).succeeds();
    for (unit, query) in [("passage", "weathervane turned"), ("article", "weathervane turned"), ("passage", "weath*")] {
        let hits = shown(&project, &["--unit", unit], query);
        assert_eq!(hits.len(), 10, "{unit} {query}");
    }
}

#[test]
fn a_headline_is_no_passage_of_its_article_where_there_is_another() {
    let project = many();
    let hits = shown(&project, &["--unit", "article", "-n", "40"], "debt crisis");
    let of_title = |hit: &&Value| hit["passage"]["kind"] == "title";
    assert!(hits.len() >= 40 && hits.iter().all(|hit| !of_title(&hit)), "{:?}", hits.iter().find(of_title));
    let alone = shown(&project, &["--unit", "article"], "\"town notes\"");
    assert!(!alone.is_empty() && alone.iter().all(|hit| of_title(&hit)));
    let lines = project.run(["search", "--unit", "article", "--format", "oneline", "-n", "3", "debt", "crisis"]);
    assert_eq!(lines.succeeds().stdout.lines().count(), 3);
}
