//! Matching and marking, end to end: query and text in, marked passages out.

use serde_json::json;

use crate::harness::{Project, bracketed, ends, slice, text};

/// A query, and the passages it finds, marks in brackets.
type Case<'a> = (&'a str, &'a [&'a str]);

/// Indexes each text as an article of its own and asserts what each query finds, in any order.
fn check(texts: &[&str], cases: &[Case]) {
    let project = Project::new();
    let record = |(id, text): (usize, &&str)| json!({"id": id, "title": "Headline", "text": text}).to_string();
    project.file("news/a.jsonl", texts.iter().enumerate().map(record).collect::<Vec<_>>().join("\n"));
    project.run(["index", "news"]).succeeds();
    for (query, expected) in cases {
        let mut found: Vec<String> = project.hits(query).iter().map(bracketed).collect();
        let mut expected: Vec<String> = expected.iter().map(|text| (*text).to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{query}");
    }
}

/// The marked words in the seeds, each with the first three characters of its article's id.
fn marks_in_seeds(project: &Project, query: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for hit in project.hits(query) {
        let number = text(&hit["article"]["id"])[..3].to_owned();
        let marks = hit["marks"].as_array().expect("marks");
        found.extend(marks.iter().map(|mark| (number.clone(), text(&mark["text"]))));
    }
    found.sort();
    found
}

#[test]
fn phrases_are_whole() {
    check(
        &[
            "x a b y a b a",
            "b a",
            "a b c",
            "how do we or how do we",
            "to be or not to be.",
            "of the remaining areas it holds",
        ],
        &[
            ("\"a b\"", &["x [a b] y [a b] a", "[a b] c"]),
            ("\"a b\" \"b c\"", &["[a b c]"]),
            ("\"how do we\"", &["[how do we] or [how do we]"]),
            ("\"to be or not to be\"", &["[to be or not to be]."]),
            ("\"the remaining areas it holds\"", &["of [the remaining areas it holds]"]),
            ("\"to be or not to\" \"be or not to be\"", &["[to be or not to be]."]),
        ],
    );
}

#[test]
fn every_kind_of_quotation_mark_makes_a_phrase() {
    let phrases = ["“a b”", "„a b“", "«a b»", "»a b«", "\"a b\"", "'a b'", "‘a b’", "“a b\"", "„a b”"];
    let cases: Vec<Case> = phrases.iter().map(|query| (*query, &["x [a b] y"] as &[&str])).collect();
    check(&["x a b y", "a x b"], &cases);
}

#[test]
fn near_words_are_marked_and_the_gap_is_not() {
    check(
        &["Foreign Terrorist Fighters", "fighters who are foreign", "a a b"],
        &[
            ("\"foreign fighters\"~1", &["[Foreign] Terrorist [Fighters]"]),
            ("foreign w/2 fighters", &["[Foreign] Terrorist [Fighters]"]),
            ("foreign w/3 fighters", &["[Foreign] Terrorist [Fighters]", "[fighters] who are [foreign]"]),
            ("foreign near/3 fighters", &["[Foreign] Terrorist [Fighters]", "[fighters] who are [foreign]"]),
            ("foreign /3 fighters", &["[Foreign] Terrorist [Fighters]", "[fighters] who are [foreign]"]),
            ("foreign pre/9 fighters", &["[Foreign] Terrorist [Fighters]"]),
            ("foreign +9 fighters", &["[Foreign] Terrorist [Fighters]"]),
            ("foreign w/1 fighters", &[]),
            ("a w/5 b", &["a [a] [b]"]),
            ("\"a b\"~3", &["a [a b]"]),
        ],
    );
}

#[test]
fn connectors_mark_every_minimal_interval() {
    check(
        &["A x b. B y. Z a b a.", "One a. Two b."],
        &[
            ("a w/s b", &["[A] x [b]. B y. Z [a] [b] [a]."]),
            ("a w/p b", &["[A] x [b]. [B] y. Z [a] [b] [a].", "One [a]. Two [b]."]),
            ("(a w/1 b) w/2 z", &["A x b. B y. [Z] [a] [b] a."]),
        ],
    );
}

#[test]
fn paragraphs_are_those_of_the_source() {
    check(
        &["First a.\n\nThen b.", "Here a. There b."],
        &[
            ("a w/p b", &["Here [a]. There [b]."]),
            ("a w/50 b", &["Here [a]. There [b]."]),
            ("\"a then\"", &[]),
            ("a AND b", &["First [a].\n\nThen [b].", "Here [a]. There [b]."]),
        ],
    );
}

#[test]
fn not_near_marks_only_where_it_holds() {
    check(
        &["a b x x x x a", "a b"],
        &[("a NOT w/2 b", &["a b x x x x [a]"]), ("a NOT w/s b", &[]), ("a AND NOT b", &[])],
    );
}

#[test]
fn patterns_mark_whole_words() {
    check(
        &[
            "terror terrorist, terrorists; terrorizing error",
            "Foreign fighters and foreign figs",
            "Rex Tillerson spoke",
            "organisation organization organ",
        ],
        &[
            ("terror*", &["[terror] [terrorist], [terrorists]; [terrorizing] error"]),
            ("terroris!", &["terror [terrorist], [terrorists]; terrorizing error"]),
            ("/terroris[mt]s?/", &["terror [terrorist], [terrorists]; terrorizing error"]),
            ("\"foreign fig*\"", &["[Foreign fighters] and [foreign figs]"]),
            ("Tilerson~1", &["Rex [Tillerson] spoke"]),
            ("organi?ation", &["[organisation] [organization] organ"]),
        ],
    );
}

#[test]
fn stems_reach_further_than_exact_forms() {
    check(
        &["defeat defeated defeating", "Toner said toner"],
        &[
            ("defeat", &["[defeat] [defeated] [defeating]"]),
            ("\"defeat\"", &["[defeat] defeated defeating"]),
            ("=defeat", &["[defeat] defeated defeating"]),
            ("caps(Toner)", &["[Toner] said toner"]),
        ],
    );
}

#[test]
fn acronyms_are_their_own_words() {
    check(
        &["They fled ISIS again.", "Let us see the U.S.-led men of the US.", "ISIS's men and ISIS’s money fell."],
        &[
            ("ISI", &[]),
            ("isis", &["They fled [ISIS] again.", "[ISIS]'s men and [ISIS]’s money fell."]),
            ("ISIS’s", &["They fled [ISIS] again.", "[ISIS]'s men and [ISIS]’s money fell."]),
            ("ISIS's", &["They fled [ISIS] again.", "[ISIS]'s men and [ISIS]’s money fell."]),
            ("US", &["Let us see the [U.S.]-led men of the [US]."]),
            ("U.S.", &["Let us see the [U.S.]-led men of the [US]."]),
            ("caps(US)", &["Let us see the [U.S.]-led men of the [US]."]),
            ("us", &["Let [us] see the [U.S.]-led men of the [US]."]),
        ],
    );
}

#[test]
fn spellings_of_one_word_are_one() {
    check(
        &[
            "Bashar al-Assad and al Assad",
            "a 68-nation group of 68 nations",
            "He stated\u{a0}that it was",
            "its networks…We welcome",
            "co\u{ad}operate co\u{200d}operate co\u{2060}operate co\u{feff}operate co\u{200b}operate",
            "café cafe\u{301} CAFÉ cafe",
            "Die Straße in İstanbul endet",
            "北京市 ist 👩‍👩‍👧 groß",
        ],
        &[
            ("al-Assad", &["Bashar [al-Assad] and [al Assad]"]),
            ("\"al Assad\"", &["Bashar [al-Assad] and [al Assad]"]),
            ("68-nation", &["a [68-nation] group of [68 nations]"]),
            ("\"68 nation\"", &["a [68-nation] group of 68 nations"]),
            ("\"stated that\"", &["He [stated\u{a0}that] it was"]),
            ("networks", &["its [networks]…We welcome"]),
            ("\"networks we\"", &["its [networks…We] welcome"]),
            (
                "cooperate",
                &["[co\u{ad}operate] [co\u{200d}operate] [co\u{2060}operate] [co\u{feff}operate] co\u{200b}operate"],
            ),
            ("cafe", &["[café] [cafe\u{301}] [CAFÉ] [cafe]"]),
            ("cafe\u{301}", &["[café] [cafe\u{301}] [CAFÉ] [cafe]"]),
            ("strasse", &["Die [Straße] in İstanbul endet"]),
            ("istanbul", &["Die Straße in [İstanbul] endet"]),
            ("endet", &["Die Straße in İstanbul [endet]"]),
            ("京", &["北[京]市 ist 👩‍👩‍👧 groß"]),
            ("北京", &["[北京]市 ist 👩‍👩‍👧 groß"]),
            ("GROSS", &["北京市 ist 👩‍👩‍👧 [groß]"]),
        ],
    );
}

#[test]
fn nothing_under_a_not_is_marked() {
    check(
        &[
            "ISIS has small working groups.",
            "ISIS is a small group.",
            "ISIS and propaganda.",
            "x and z",
            "x with y and z",
        ],
        &[
            ("ISIS -\"small group\"", &["[ISIS] has small working groups.", "[ISIS] and propaganda."]),
            ("ISIS AND NOT propaganda", &["[ISIS] has small working groups.", "[ISIS] is a small group."]),
            ("ISIS NOT propaganda", &["[ISIS] has small working groups.", "[ISIS] is a small group."]),
            ("ISIS -propaganda", &["[ISIS] has small working groups.", "[ISIS] is a small group."]),
            ("ISIS && -propaganda", &["[ISIS] has small working groups.", "[ISIS] is a small group."]),
            ("(x AND y) OR z", &["x and [z]", "[x] with [y] and [z]"]),
            ("(x && y) || z", &["x and [z]", "[x] with [y] and [z]"]),
            ("+x y", &["[x] and z", "[x] with [y] and z"]),
            ("-x -ISIS", &["Headline"; 5]),
        ],
    );
}

#[test]
fn a_number_of_occurrences_is_counted_and_marked() {
    check(
        &["ISIS and ISIS and ISIS", "ISIS and ISIS"],
        &[("atleast3(ISIS)", &["[ISIS] and [ISIS] and [ISIS]"]), ("atleast4(ISIS)", &[])],
    );
}

#[test]
fn the_whole_article_can_be_asked_for() {
    check(
        &["Only a here.", "Long a.\n\n\u{2022} Item b", "Only b here."],
        &[("a w/a b", &["Long [a].", "\u{2022} Item [b]"])],
    );
}

#[test]
fn in_the_seeds_only_the_phrase_is_marked() {
    let project = Project::with_indexed_seeds();
    let marks = |query: &str| marks_in_seeds(&project, query);
    let pair = |number: &str, words: &str| (number.to_owned(), words.to_owned());
    let both = [pair("001", "foreign terrorist fighters"), pair("002", "Foreign Terrorist Fighters")];
    assert_eq!(marks("\"foreign terrorist fighters\""), both);
    assert_eq!(marks("\"foreign terrorist fig*\""), both);
    assert!(marks("\"stated that\"").contains(&pair("000", "stated\u{a0}that")));
    for query in ["ISIS -\"small group\"", "ISIS AND NOT propaganda", "atleast3(ISIS)"] {
        let found = marks(query);
        assert!(!found.is_empty() && found.iter().all(|(_, words)| words == "ISIS"), "{query}: {found:?}");
    }
    assert!(marks("ISI").is_empty());
    assert!(marks("terror*").iter().any(|(_, words)| words == "terrorizing"));
    let nations = marks("68-nation");
    assert!(nations.contains(&pair("000", "68-nation")), "{nations:?}");
    let dotted = marks("US");
    assert!(dotted.iter().all(|(_, words)| words == "U.S." || words == "US"), "{dotted:?}");
    assert!(marks("al-Assad").contains(&pair("001", "al-Assad")));
}

#[test]
fn a_field_marks_nothing_and_is_the_reason() {
    let project = Project::with_indexed_seeds();
    for (query, why) in [
        ("title:foreign", "title"),
        ("speaker:toner", "speaker"),
        ("date:2017", "date"),
        ("kind:caption", "kind"),
        ("path:seeds*", "path"),
        ("mentions:2017-03-22", "mentions"),
        ("section:homeland", "section"),
        ("*", "all"),
    ] {
        let hits = project.hits(query);
        assert!(!hits.is_empty(), "{query}");
        for hit in &hits {
            assert_eq!((hit["marks"].clone(), text(&hit["why"])), (json!([]), why.to_owned()), "{query}");
        }
    }
    let both = project.hits("speaker:toner said:\"foreign fighters\"");
    assert_eq!(both.len(), 1);
    assert_eq!(both[0]["marks"][0]["text"], "foreign fighters");
}

#[test]
fn dates_mark_nothing_in_the_text() {
    let project = Project::with_indexed_seeds();
    let plain = project.hits("coalition");
    let dated = project.hits("coalition date:2017..2019");
    assert!(!dated.is_empty());
    for hit in &dated {
        let same = plain.iter().find(|other| other["id"] == hit["id"]).expect("a narrower query finds fewer");
        assert_eq!(same["marks"], hit["marks"]);
    }
}

#[test]
fn marks_of_title_and_body_do_not_mix() {
    let project = Project::new();
    let body = "Then fighters fled.";
    let record = json!({"id": "x", "title": "Fighters fled", "text": body});
    project.file("news/a.jsonl", record.to_string());
    project.run(["index", "news"]).succeeds();
    for hit in project.hits("fighters") {
        let span = &hit["marks"][0]["span"];
        let (source, from) = if span["in"] == "title" { ("Fighters fled", 0) } else { (body, 5) };
        assert_eq!(ends(span, "bytes"), (from, from + 8));
        assert_eq!(slice(source, span).to_lowercase(), "fighters");
    }
}

#[test]
fn a_phrase_is_never_cut_by_the_edge_of_what_is_shown() {
    let filler = "Nothing of note happened on that day in the town. ".repeat(12);
    let project =
        Project::indexed(&[("a.txt", &format!("Title\n\n{filler}Then foreign terrorist fighters came. {filler}\n"))]);
    let shown = project.run(["search", "\"foreign terrorist fighters\""]).succeeds().stdout.clone();
    assert!(shown.contains("[foreign terrorist fighters]"), "{shown}");
}
