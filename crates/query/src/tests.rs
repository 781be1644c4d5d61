use proptest::prelude::*;

use super::error::ErrorKind;
use super::*;

fn canonical(text: &str) -> String {
    parse(text).unwrap_or_else(|error| panic!("{}", error::render(&error, text))).to_string()
}

fn notes(text: &str) -> Vec<&'static str> {
    parse(text).unwrap().notes.into_iter().map(|note| note.code).collect()
}

#[test]
fn the_whole_language() {
    for (text, expected) in [
        ("foreign fighters finance", "foreign fighters finance"),
        ("\"foreign terrorist fighters\"", "\"foreign terrorist fighters\""),
        ("a AND b", "a AND b"),
        ("a && b || c", "a AND b OR c"),
        ("a OR b AND c", "a OR b AND c"),
        ("(a OR b) AND c", "(a OR b) AND c"),
        ("+a +b", "a AND b"),
        ("+a b", "+a b"),
        ("a \"b c\"", "a \"b c\""),
        ("a -b", "a AND NOT b"),
        ("a AND NOT b", "a AND NOT b"),
        ("a NOT b", "a AND NOT b"),
        ("a b -c", "a b -c"),
        ("-a", "NOT a"),
        ("-a -\"b c\"", "NOT a AND NOT \"b c\""),
        ("a AND b c", "+a +b c"),
        ("a OR b c", "a b c"),
        ("\"x y\" OR b c", "(\"x y\" OR b) c"),
        ("a w/5 b", "a w/5 b"),
        ("a near/5 b", "a w/5 b"),
        ("a /5 b", "a w/5 b"),
        ("a pre/5 b", "a pre/5 b"),
        ("a +5 b", "a pre/5 b"),
        ("a W/S b", "a w/s b"),
        ("a w/p b", "a w/p b"),
        ("a w/a b", "a w/a b"),
        ("a NOT w/5 b", "a NOT w/5 b"),
        ("a not w/5 b", "a NOT w/5 b"),
        ("a w/5 b w/3 c", "a w/5 b w/3 c"),
        ("a w/5 (b w/3 c)", "a w/5 (b w/3 c)"),
        ("(finance OR funding) w/s (\"foreign fighters\")", "(finance OR funding) w/s \"foreign fighters\""),
        ("(finance funding) w/s x", "(finance OR funding) w/s x"),
        ("\"a b\"~2", "\"a b\"~2"),
        ("terror*", "terror*"),
        ("terror!", "terror*"),
        ("organi?ation", "organi?ation"),
        ("Tilerson~1", "Tilerson~1"),
        ("Tilerson~", "Tilerson~1"),
        ("\"foreign terrorist fig*\"", "\"foreign terrorist fig*\""),
        ("/terroris[mt]s?/", "/terroris[mt]s?/"),
        ("/a\\/b/", "/a\\/b/"),
        ("atleast3(ISIS)", "atleast3(ISIS)"),
        ("ATLEAST3(a w/5 b)", "atleast3(a w/5 b)"),
        ("=fighters", "=fighters"),
        ("=\"foreign fighters\"", "\"foreign fighters\""),
        ("caps(US)", "caps(US)"),
        ("word^2 other", "word^2 other"),
        ("\"a b\"^0.5", "\"a b\"^0.5"),
        ("(a b)^3", "(a b)^3"),
        ("title:foreign", "title:foreign"),
        ("title: foreign", "title:foreign"),
        ("Speaker:\"Mark Toner\"", "speaker:\"Mark Toner\""),
        ("said:(a b)", "said:(a b)"),
        ("title:(a AND \"b c\")", "title:(a AND \"b c\")"),
        ("topic:medtop:04000000", "topic:medtop:04000000"),
        ("topic:\"Foreign policy\"", "topic:\"Foreign policy\""),
        ("path:/home/x/y*.txt", "path:\"/home/x/y*.txt\""),
        ("kind:(title OR body)", "kind:(title OR body)"),
        ("date:2017-03..2017-07", "date:2017-03..2017-07"),
        ("date:(2017 OR 2019..)", "date:(2017 OR 2019..)"),
        ("date:(2017 2019)", "date:(2017 OR 2019)"),
        ("date:(2017 -2017-03)", "date:(2017 AND NOT 2017-03)"),
        ("date:(2017 2018 -2017-03)", "date:((2017 OR 2018) AND NOT 2017-03)"),
        ("kind:(title body)", "kind:(title OR body)"),
        ("topic:(a b -\"c d\")", "topic:((a OR b) AND NOT \"c d\")"),
        ("topic:(+a b)", "topic:a"),
        ("date:unknown", "date:unknown"),
        ("mentions:2017-03-22", "mentions:2017-03-22"),
        ("ISIS date:2017", "ISIS AND date:2017"),
        ("a b date:2017", "a b date:2017"),
        ("*", "*"),
        ("al-Assad", "al-Assad"),
        ("9/11 and/or w/o", "9/11 and/or \\w/o"),
        ("Smith !Jones", "Smith AND NOT Jones"),
        ("Smith AND !Jones", "Smith AND NOT Jones"),
        ("Smith AND not Jones", "Smith AND NOT Jones"),
        ("Smith –Jones", "Smith AND NOT Jones"),
        ("Smith −(a b)", "Smith AND NOT (a b)"),
        ("!title:Jones", "NOT title:Jones"),
        ("a OR not b", "a OR NOT b"),
        ("C++ C#", "C C"),
        ("\\near3 \\AND/OR a\\|b", "\\near3 \\AND/OR a\\|b"),
        ("(a)", "a"),
        ("(a) b", "+a b"),
        ("speaker:toner (said:x)", "speaker:toner AND (said:x)"),
        ("speaker:toner AND (role:r said:x)", "speaker:toner AND (role:r AND said:x)"),
        ("-(a b)", "NOT (a b)"),
        ("- foreign -- fighters –", "foreign fighters"),
        ("Johnson & Johnson", "Johnson Johnson"),
        ("foreign, fighters.", "foreign fighters"),
        ("+\"68\" nation", "\"68\" nation"),
        ("a \\+5 b", "a 5 b"),
        ("\\AND \\OR", "\\AND \\OR"),
        ("title\\:foreign", "title\\:foreign"),
        ("\"t?n rose\"", "\"t?n rose\""),
        ("\"?in r?se*\"", "\"?in r?se*\""),
        ("\"who is toner?\" \"what?? x\"", "\"who is toner\" AND \"what x\""),
        ("/tin/i", "/tin/"),
        ("``steel tariff''", "\"steel tariff\""),
        ("''steel tariff''", "\"steel tariff\""),
        ("`steel tariff'", "\"steel tariff\""),
        ("date:>2020-03-04", "date:2020-03-05.."),
        ("date:<2020-03-05", "date:..2020-03-04"),
        ("date:>=2020-03 a", "date:2020-03.. AND a"),
        ("date:2020-03-04/2020-03-31", "date:2020-03-04..2020-03-31"),
        ("date:\"[2020-03-01 TO 2020-03-31]\"", "date:2020-03-01..2020-03-31"),
        ("date:[2020-03-01 TO 2020-03-31]", "date:2020-03-01..2020-03-31"),
        ("date:[2020 TO *] a", "date:2020.. AND a"),
        ("date:>2019 <2021 a", "date:2020-01-01..2020-12-31 AND a"),
        ("date:2020-W10", "date:2020-03-02..2020-03-08"),
        ("author:\"Rourke, Ines\"", "author:(\"Rourke Ines\" OR \"Ines Rourke\")"),
        ("\"Rourke, Ines\"", "\"Rourke Ines\""),
        ("+NOT lead tin", "NOT lead AND tin"),
        ("tin NOT +lead", "tin AND NOT lead"),
        ("\\NOT-lead", "\\NOT-lead"),
    ] {
        assert_eq!(canonical(text), expected, "{text}");
        assert_eq!(canonical(expected), expected, "canonical text of {text}");
        assert_eq!(parse(expected).unwrap().expr, parse(text).unwrap().expr, "{text}");
    }
}

#[test]
fn exclusions_agree_however_they_are_written() {
    let [a, b, c] =
        ["ISIS AND NOT propaganda", "ISIS NOT propaganda", "ISIS -propaganda"].map(|q| parse(q).unwrap().expr);
    assert!(a == b && b == c);
}

#[test]
fn all_quotation_marks_mean_the_same() {
    let expected = parse("\"foreign fighters\"").unwrap().expr;
    for (open, close) in
        [('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('\'', '\''), ('‘', '’'), ('“', '"'), ('"', '”')]
    {
        let text = format!("{open}foreign fighters{close}");
        assert_eq!(parse(&text).unwrap().expr, expected, "{text}");
        assert_eq!(notes(&text), ["quotes"], "{text}");
    }
    assert_eq!(canonical("don't ISIS’s"), "don't ISIS");
}

#[test]
fn rewrites_are_told() {
    for (text, code) in [
        ("ISIS AND", "operator"),
        ("OR ISIS", "operator"),
        ("ISIS w/5", "operator"),
        ("ISIS NOT", "operator"),
        ("speker:toner", "unknown-field"),
        ("a AND +b", "plus"),
        ("a +5 b", "distance"),
        ("a & b", "no-word"),
        ("a ()", "no-word"),
        ("a \"...\"", "no-word"),
        ("+NOT a", "signs"),
        ("tin WITHOUT lead", "no-operator"),
        ("tin NEXT lead", "no-operator"),
        ("tin PRE lead", "no-operator"),
        ("tin FOLLOWED BY lead", "no-operator"),
        ("tin 5w lead", "no-operator"),
        ("tin 5W lead", "no-operator"),
        ("date>2020", "no-operator"),
        ("date :2020", "no-operator"),
        ("tin (5w) lead", "no-operator"),
        ("date:between 2019 and 2021", "date"),
        ("date>=2020", "no-operator"),
        ("steel W/10 WORDS tariff", "no-operator"),
        ("\"/t.n/ rose\"", "no-regex"),
        ("/tin/i", "regex-flags"),
        ("``steel tariff''", "quotes"),
        ("date:>2020-03-04", "date"),
        ("date:\"2020-03-04/2020-03-31\"", "date"),
        ("date:[2020-03-01 TO 2020-03-31]", "date"),
        ("mentions:tomorrow", "date"),
        ("date:30d..", "date"),
        ("who is toner?", "question-mark"),
        ("Smith !Jones", "minus"),
        ("Smith AND !Jones", "minus"),
        ("Smith –Jones", "minus"),
        ("Smith — Jones", "no-word"),
        ("Smith AND not Jones", "small-operator"),
        ("Smith And Not Jones", "small-operator"),
        ("trade and industry", "small-operator"),
        ("not Jones", "small-operator"),
        ("Smith w3 Jones", "no-operator"),
        ("shooting near school", "no-operator"),
        ("burger w/", "no-operator"),
        ("speaker=toner", "no-operator"),
        ("C++", "signs-left-out"),
        ("C#", "signs-left-out"),
        ("100%", "signs-left-out"),
        ("allcaps(US)", "function"),
    ] {
        assert_eq!(notes(text), [code], "{text}");
    }
    for text in [
        "\"a b\" AND c w/5 d",
        "\"trade and industry\"",
        "and",
        "path:w/x",
        "\\near a",
        "PRE",
        "not",
        "\"who is toner?\"",
        "date:2020-03..",
        "AT&T",
        "Yahoo!",
        "9/11",
    ] {
        assert!(notes(text).is_empty(), "{text}: {:?}", notes(text));
    }
    let note = &parse("speker:toner").unwrap().notes[0];
    assert!(note.message.contains("speaker"), "{}", note.message);
}

#[test]
fn mistakes_are_errors_at_their_place() {
    for (text, kind, place) in [
        ("", ErrorKind::Empty, ""),
        ("...", ErrorKind::Empty, "..."),
        ("a \"b c", ErrorKind::UnclosedQuote, "\""),
        ("(a b", ErrorKind::Parenthesis, "("),
        ("a) b", ErrorKind::Parenthesis, ")"),
        ("a /b", ErrorKind::Regex, "/b"),
        ("/a(/", ErrorKind::Regex, "/a(/"),
        ("a AND OR b", ErrorKind::MissingOperand, "AND"),
        ("a w/5 -b", ErrorKind::MissingOperand, "-"),
        ("title:", ErrorKind::MissingValue, "title:"),
        ("a title: AND b", ErrorKind::MissingValue, "title:"),
        ("title:(speaker:x)", ErrorKind::Misplaced, "speaker:"),
        ("title:a w/5 b", ErrorKind::Misplaced, "title:a"),
        ("(a AND b) w/5 c", ErrorKind::Misplaced, "(a AND b)"),
        ("a OR (b w/a c)", ErrorKind::Misplaced, "(b w/a c)"),
        ("atleast(a)", ErrorKind::Number, "atleast"),
        ("a w/256 b", ErrorKind::Number, "w/256"),
        ("a w/0 b", ErrorKind::Number, "w/0"),
        ("a~3", ErrorKind::Number, "~3"),
        ("\"a b\"~999", ErrorKind::Number, "~999"),
        ("a^0", ErrorKind::Number, "^0"),
        ("(a b)~2", ErrorKind::Misplaced, "~2"),
        ("date:2017-13", ErrorKind::Date, "2017-13"),
        ("mentions:unknown", ErrorKind::Date, "unknown"),
        ("kind:boddy", ErrorKind::Kind, "boddy"),
        ("Smith w/ Jones", ErrorKind::NoOperator, "w/"),
        ("Smith near3 Jones", ErrorKind::NoOperator, "near3"),
        ("Smith NEAR Jones", ErrorKind::NoOperator, "NEAR"),
        ("Smith w/three Jones", ErrorKind::NoOperator, "w/three"),
        ("Smith w/-1 Jones", ErrorKind::NoOperator, "w/-1"),
        ("Smith n/3 Jones", ErrorKind::NoOperator, "n/3"),
        ("Smith ADJ3 Jones", ErrorKind::NoOperator, "ADJ3"),
        ("Smith w/5Jones x", ErrorKind::NoOperator, "w/5Jones"),
        ("smith w/o jones", ErrorKind::NoOperator, "w/o"),
        ("tin NOT -lead", ErrorKind::NoOperator, "NOT -"),
        ("tin -NOT lead", ErrorKind::NoOperator, "-NOT"),
        ("lead NOT !tin", ErrorKind::NoOperator, "NOT !"),
        ("tin NOT NOT lead", ErrorKind::NoOperator, "NOT NOT"),
        ("tin NOT-lead", ErrorKind::NoOperator, "NOT-lead"),
        ("tin AND-lead", ErrorKind::NoOperator, "AND-lead"),
        ("NOT\u{2013}lead", ErrorKind::NoOperator, "NOT\u{2013}lead"),
        ("tin not(lead)", ErrorKind::NoOperator, "not"),
        ("tin not (lead)", ErrorKind::NoOperator, "not"),
        ("tin and not \"red lead\"", ErrorKind::NoOperator, "not"),
        ("tin not title:lead", ErrorKind::NoOperator, "not"),
        ("tin EXCEPT lead", ErrorKind::NoOperator, "EXCEPT"),
        ("date:2020-03-04,2020-03-31", ErrorKind::Date, "2020-03-04,2020-03-31"),
        ("date:2020-03-04|2021-05-05", ErrorKind::Date, "2020-03-04|2021-05-05"),
        ("date:!2020-03-04", ErrorKind::Date, "!2020-03-04"),
        ("smith ANDNOT jones", ErrorKind::NoOperator, "ANDNOT"),
        ("smith AND/OR jones", ErrorKind::NoOperator, "AND/OR"),
        ("price atleast3 oil", ErrorKind::NoOperator, "atleast3"),
        ("smith --jones", ErrorKind::NoOperator, "--jones"),
        ("smith +-jones", ErrorKind::NoOperator, "+-jones"),
        ("smith NOT:jones", ErrorKind::NoOperator, "NOT:jones"),
        ("smith||jones", ErrorKind::NoOperator, "smith||jones"),
        ("smith|jones", ErrorKind::NoOperator, "smith|jones"),
        ("smith&&jones", ErrorKind::NoOperator, "smith&&jones"),
        ("a AND and b", ErrorKind::MissingOperand, "AND"),
        ("a w/5 !b", ErrorKind::MissingOperand, "!"),
        ("a w/5 not b", ErrorKind::MissingOperand, "not"),
        ("smith^-1", ErrorKind::Number, "smith^-1"),
        ("smith~x", ErrorKind::Number, "smith~x"),
        ("caps(smith", ErrorKind::Parenthesis, "("),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!((error.kind, error.span.of(text)), (kind, place), "{text}: {error}");
        assert!(!error.advice().is_empty(), "{text} has no advice");
        assert!(error::render(&error, text).contains(&error.message));
    }
    assert_eq!(parse("kind:boddy").unwrap_err().candidates, ["body"]);
}

#[test]
fn limits_are_errors() {
    let kind = |text: String| parse(&text).unwrap_err().kind;
    assert_eq!(kind("(".repeat(50_000)), ErrorKind::TooDeep);
    assert_eq!(kind(format!("{}a{}", "(".repeat(65), ")".repeat(65))), ErrorKind::TooDeep);
    assert_eq!(kind(format!("a{}", " w/5 a".repeat(500))), ErrorKind::TooDeep);
    assert_eq!(kind("a ".repeat(2000)), ErrorKind::TooManyTerms);
    assert_eq!(kind(format!("\"{}\"", "a ".repeat(2000))), ErrorKind::TooManyTerms);
    assert_eq!(kind("a".repeat(70_000)), ErrorKind::TooLong);
    assert_eq!(kind(format!("a{}", "^2".repeat(500))), ErrorKind::TooDeep);
    assert_eq!(kind(format!("{}a", "-".repeat(1001))), ErrorKind::NoOperator);
    assert!(parse(&format!("{}a", "! -".repeat(300))).is_ok());
    assert_eq!(kind(format!("{}a", "NOT ".repeat(1000))), ErrorKind::NoOperator);
}

/// Pieces of queries, put together at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "ISIS",
        "\"a b\"",
        "\"a b c*\"~2",
        "AND",
        "OR",
        "NOT",
        "-",
        "+",
        "(",
        ")",
        "(",
        ")",
        "w/5",
        "pre/3",
        "w/s",
        "w/p",
        "w/a",
        "/5",
        "+5",
        "title:",
        "speaker:",
        "said:",
        "topic:",
        "path:",
        "date:2017",
        "date:",
        "2017..",
        "kind:title",
        "atleast2(",
        "caps(US)",
        "=x",
        "x~1",
        "x*",
        "o?e",
        "/x[ab]/",
        "^2",
        "~1",
        "*",
        "foo:",
        "al-Assad",
        "“a”",
        "'b c'",
        "\\",
        "\"",
        "é",
        "not",
        "68",
        "&&",
        "||",
        "!",
        "–",
        "|",
        "near3",
        "w/",
        "and",
        "C++",
        "lang:en",
        "mentions:2017-03",
        "\"t?n *?\"",
        "``a b''",
        "NOT-a",
        ">2017",
        "author:\"A, B\"",
        "서울",
    ]);
    let glue = prop::sample::select(vec![" ", " ", " ", ""]);
    prop::collection::vec((piece, glue), 0..14)
        .prop_map(|all| all.into_iter().map(|(a, b)| format!("{a}{b}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn canonical_text_reads_the_same(text in pieces()) {
        if let Ok(query) = parse(&text) {
            let printed = query.to_string();
            let again = parse(&printed);
            prop_assert!(again.is_ok(), "{text} -> {printed}: {again:?}");
            prop_assert_eq!(again.unwrap().expr, query.expr, "{} -> {}", text, printed);
        }
    }

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,60}") {
        match parse(&text) {
            Ok(query) => prop_assert!(parse(&query.to_string()).is_ok_and(|again| again.expr == query.expr), "{}", query),
            Err(error) => prop_assert!(!error::render(&error, &text).is_empty() && text.get(error.span.range()).is_some()),
        }
    }
}
