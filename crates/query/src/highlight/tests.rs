//! The cases of matching and marking, on texts and on the seed articles.

use jiff::civil::{Date, date};

use super::*;
use crate::Query;
use onrecord_annotate::speaker::QuoteKind;
use onrecord_read::article_from_text;
use onrecord_text::analyze::{Analyzed, Forms, Word, analyze};
use onrecord_text::article::{Article, BlockKind, Metadata};
use onrecord_text::passage::{Passage, split};
use onrecord_text::span::Span;

/// What a test knows of an article beside its text.
#[derive(Default)]
struct Facts<'a> {
    outlet: &'a str,
    path: &'a str,
    lang: Option<&'a str>,
    published: (Option<Date>, Option<Date>),
    /// Kind, words, speaker, role.
    quotes: Vec<(QuoteKind, &'a str, &'a str, &'a str)>,
    topics: Vec<TopicView<'a>>,
    mentions: Vec<(Option<Date>, Option<Date>)>,
    same_article: Vec<bool>,
}

fn parse(text: &str) -> Query {
    crate::parse(text).unwrap_or_else(|error| panic!("{}", crate::error::render(&error, text)))
}

/// The words of a name.
fn words(text: &str, forms: &mut Forms) -> Vec<Word> {
    let article = article_from_text("x", "x", None, text, Metadata::default());
    analyze(&article, forms).words
}

/// Calls `see` with the view of each passage.
fn views(article: &Article, facts: &Facts, mut see: impl FnMut(&PassageView, &Passage)) {
    let mut forms = Forms::new();
    let outlet = words(facts.outlet, &mut forms);
    let quotes: Vec<_> =
        facts.quotes.iter().map(|q| (q.0, q.1, words(q.2, &mut forms), words(q.3, &mut forms))).collect();
    let analyzed = analyze(article, &mut forms);
    let title = article.title_block().map(|block| analyzed.words_in(block.span)).unwrap_or_default();
    for passage in split(&analyzed) {
        let own = analyzed.words_of(&passage.words);
        let positions: Vec<u32> = passage.positions(&analyzed).collect();
        let sentences: Vec<u32> = passage.sentence_starts(&analyzed).collect();
        let paragraphs: Vec<u32> = passage.paragraph_starts(&analyzed).collect();
        let text = passage.span.of(&article.content);
        let found: Vec<QuoteView> = quotes.iter().filter_map(|q| quote_view(q, text, &passage, &analyzed)).collect();
        let view = PassageView {
            sentences: &sentences,
            paragraphs: &paragraphs,
            kind: passage.kind,
            title: &analyzed.words[title.clone()],
            outlet: &outlet,
            path: facts.path,
            lang: facts.lang,
            published: facts.published,
            quotes: &found,
            topics: &facts.topics,
            mentions: &facts.mentions,
            same_article: &facts.same_article,
            ..PassageView::of_words(text, passage.span, own, &positions, &forms)
        };
        see(&view, &passage);
    }
}

fn quote_view<'a>(
    (kind, text, speaker, role): &'a (QuoteKind, &str, Vec<Word>, Vec<Word>),
    passage_text: &str,
    passage: &Passage,
    analyzed: &Analyzed,
) -> Option<QuoteView<'a>> {
    let start = passage.span.start as usize + passage_text.find(text)?;
    let range = analyzed.words_in(Span::new(start, start + text.len()));
    let base = passage.words.start;
    let words = range.start as u32 - base..range.end as u32 - base;
    Some(QuoteView { kind: *kind, words, speaker, role })
}

/// The text with its marks in brackets.
fn bracketed(view: &PassageView, marks: &[Mark]) -> String {
    let ranges: Vec<(Span, ())> = marks.iter().map(|mark| (mark.span, ())).collect();
    let show = |event| match event {
        markup::Event::Open(()) => "[",
        markup::Event::Close(()) => "]",
        markup::Event::Text(text) => text,
    };
    markup::events(view.text, view.span, &ranges).map(show).collect()
}

/// Marked text and reason of each passage that matches.
fn found_in(article: &Article, facts: &Facts, query: &str) -> Vec<(String, &'static str)> {
    let mut matcher = Matcher::new(&parse(query));
    let mut hits = Vec::new();
    views(article, facts, |view, _| {
        let found = matcher.matches(view);
        hits.extend(found.map(|found| (bracketed(view, &found.marks), found.why.name())));
    });
    hits
}

/// The one marked passage of a text; the empty string if it does not match.
fn marked(query: &str, text: &str) -> String {
    let article = article_from_text("a", "a", Some("Title"), text, Metadata::default());
    let hits = found_in(&article, &Facts::default(), query);
    hits.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(" | ")
}

/// The marks in a seed article, as the words in them.
fn seed(number: &str, query: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let entry =
        std::fs::read_dir(folder).unwrap().flatten().find(|e| e.file_name().to_string_lossy().starts_with(number));
    let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
    let article = article_from_text(number, number, None, &text, Metadata::default());
    let mut matcher = Matcher::new(&parse(query));
    let mut marks = Vec::new();
    views(&article, &Facts::default(), |view, _| {
        if let Some(found) = matcher.matches(view) {
            marks.extend(found.marks.iter().map(|mark| mark.span.of(&article.content).to_owned()));
        }
    });
    marks
}

/// Each line: query, text with marks or the empty string for no match.
fn check(cases: &[(&str, &str, &str)]) {
    for (query, text, expected) in cases {
        assert_eq!(marked(query, text), *expected, "{query} on {text}");
    }
}

#[test]
fn phrases_are_marked_whole_and_alone() {
    assert_eq!(seed("001", "\"foreign terrorist fighters\""), ["foreign terrorist fighters"]);
    assert_eq!(seed("002", "\"foreign terrorist fighters\""), ["Foreign Terrorist Fighters"]);
    check(&[
        ("\"a b\"", "x a b y a b a", "x [a b] y [a b] a"),
        ("\"a b\" \"b c\"", "a b c", "[a b c]"),
        ("\"a b\"", "b a", ""),
        ("\"how do we\"", "how do we or how do we", "[how do we] or [how do we]"),
        ("\"x x\"", "x x x", "[x x x]"),
        ("\"to be or not to be\"", "to be or not to be.", "[to be or not to be]."),
        ("\"the remaining areas it holds\"", "of the remaining areas it holds", "of [the remaining areas it holds]"),
        ("of", "of course", "[of] course"),
        ("“a b” „c d“ «e f» 'g h'", "a b c d e f g h", "[a b] [c d] [e f] [g h]"),
    ]);
}

#[test]
fn one_mark_credits_all_its_clauses() {
    let article = article_from_text("a", "a", Some("Title"), "a b c", Metadata::default());
    let mut matcher = Matcher::new(&parse("\"a b\" \"b c\" -\"x y\" z w"));
    views(&article, &Facts::default(), |view, passage| {
        if passage.kind == BlockKind::Body {
            assert_eq!(matcher.matches(view).unwrap().marks[0].clauses, [0, 1]);
        }
    });
}

#[test]
fn connectors_mark_the_words_and_not_the_gap() {
    check(&[
        ("\"foreign fighters\"~1", "Foreign Terrorist Fighters", "[Foreign] Terrorist [Fighters]"),
        ("foreign w/2 fighters", "Foreign Terrorist Fighters", "[Foreign] Terrorist [Fighters]"),
        ("foreign w/1 fighters", "Foreign Terrorist Fighters", ""),
        ("fighters w/2 foreign", "Foreign Terrorist Fighters", "[Foreign] Terrorist [Fighters]"),
        ("fighters pre/2 foreign", "Foreign Terrorist Fighters", ""),
        ("\"b a\"~3", "a b", ""),
        ("a w/5 b", "a a b", "a [a] [b]"),
        ("a w/5 a", "a", ""),
        ("a w/5 a", "a x a", "[a] x [a]"),
        ("a w/s b", "A here. B there. A and b.", "A here. B there. [A] and [b]."),
        ("(finance OR funding) w/s \"foreign fighters\"", "Funding foreign fighters.", "[Funding] [foreign fighters]."),
        ("(a w/2 b) w/3 c", "a x b y c", "[a] x [b] y [c]"),
        ("(foreign w/5 fighters) w/s terrorist", "foreign terrorist fighters", "[foreign] [terrorist] [fighters]"),
        ("a NOT w/2 b", "a b x x x a", "a b x x x [a]"),
        ("a NOT w/2 b", "a b", ""),
        ("atleast2(a)", "a b a", "[a] b [a]"),
        ("atleast3(a)", "a b a", ""),
        ("atleast2(a OR b)", "a b", "[a] [b]"),
    ]);
}

#[test]
fn connectors_stay_within_blocks_and_paragraphs() {
    let text = "Short a.\n\nShort b.\n\nA w b.";
    check(&[
        ("a w/100 b", text, "Short a.\n\nShort b.\n\n[A] w [b]."),
        ("a w/p b", text, "Short a.\n\nShort b.\n\n[A] w [b]."),
        ("\"short a b\"~254", text, ""),
        ("a w/p short", text, "[Short] [a].\n\nShort b.\n\nA w b."),
    ]);
}

#[test]
fn patterns_mark_whole_words() {
    check(&[
        ("terror*", "terror, terrorists terrorizing", "[terror], [terrorists] [terrorizing]"),
        ("\"foreign fig*\"", "Foreign fighters", "[Foreign fighters]"),
        ("Tilerson~1", "Rex Tillerson", "Rex [Tillerson]"),
        ("organi?ation", "organisation organization", "[organisation] [organization]"),
        ("/terroris[mt]s?/", "terrorism terrorists terror", "[terrorism] [terrorists] terror"),
        ("defeat", "defeat defeated defeating", "[defeat] [defeated] [defeating]"),
        ("\"defeat\"", "defeat defeated defeating", "[defeat] defeated defeating"),
        ("=defeat", "defeat defeated defeating", "[defeat] defeated defeating"),
        ("caps(Toner)", "Toner said toner", "[Toner] said toner"),
    ]);
}

#[test]
fn acronyms_are_their_own() {
    check(&[
        ("ISI", "They fled ISIS again", ""),
        ("isis", "They fled ISIS again", "They fled [ISIS] again"),
        ("ISIS’s", "ISIS's men, and ISIS’s", "[ISIS]'s men, and [ISIS]’s"),
        ("ISIS", "ISIS's men", "[ISIS]'s men"),
        ("U.S.", "Let us see the U.S.-led US men", "Let us see the [U.S.]-led [US] men"),
        ("US", "Let us see the U.S.-led US men", "Let us see the [U.S.]-led [US] men"),
        ("caps(US)", "Let us see the US men", "Let us see the [US] men"),
        ("\"US men\"", "let us men see US men", "let us men see [US men]"),
    ]);
}

#[test]
fn spellings_of_one_word_are_found() {
    check(&[
        ("al-Assad", "al Assad, al-Assad", "[al Assad], [al-Assad]"),
        ("\"68 nation\"", "a 68-nation group", "a [68-nation] group"),
        ("68-nation", "a 68 nation group", "a [68 nation] group"),
        ("\"stated that\"", "stated\u{a0}that", "[stated\u{a0}that]"),
        ("\"networks we\"", "networks…We", "[networks…We]"),
        ("networks", "its networks…We", "its [networks]…We"),
        ("cooperate", "co\u{ad}operate", "[co\u{ad}operate]"),
        ("ab", "a\u{200d}b a\u{200b}b", "[a\u{200d}b] a\u{200b}b"),
        ("cafe", "café cafe\u{301} CAFÉ", "[café] [cafe\u{301}] [CAFÉ]"),
        ("café", "cafe", "[cafe]"),
        ("strasse", "Die Straße in İstanbul x", "Die [Straße] in İstanbul x"),
        ("istanbul", "Die Straße in İstanbul x", "Die Straße in [İstanbul] x"),
        ("x", "Straße İ x", "Straße İ [x]"),
        ("京", "北京市", "北[京]市"),
        ("北京", "在北京市", "在[北京]市"),
        ("ok", "👩‍👩‍👧 ok", "👩‍👩‍👧 [ok]"),
    ]);
}

#[test]
fn only_what_makes_the_query_true_is_marked() {
    check(&[
        ("ISIS -\"small group\"", "ISIS has small working groups", "[ISIS] has small working groups"),
        ("ISIS -\"small group\"", "ISIS is a small group", ""),
        ("(x AND y) OR z", "x z", "x [z]"),
        ("(x AND y) OR z", "x y z", "[x] [y] [z]"),
        ("x OR z", "x z", "[x] [z]"),
        ("+x y", "x z", "[x] z"),
        ("+x y", "y z", ""),
        ("x y", "y z", "[y] z"),
        ("x \"y z\"", "y z", "[y z]"),
        ("x date:2017", "y", ""),
        ("-x", "y z", "Title | y z"),
    ]);
    for query in ["ISIS AND NOT propaganda", "ISIS NOT propaganda", "ISIS -propaganda"] {
        check(&[(query, "ISIS and propaganda", ""), (query, "ISIS alone", "[ISIS] alone")]);
    }
    assert!(seed("003", "ISIS -\"small group\"").iter().all(|mark| mark == "ISIS"));
}

#[test]
fn fields_are_reasons_and_not_marks() {
    let article =
        article_from_text("a", "a", Some("Foreign ministers meet"), "The foreign guests came.", Metadata::default());
    let facts = Facts {
        outlet: "The Daily News",
        path: "news/001_x.txt",
        lang: Some("en"),
        published: (Some(date(2017, 3, 4)), Some(date(2017, 3, 21))),
        topics: vec![TopicView { id: "medtop:04", label: "Foreign policy" }],
        mentions: vec![(Some(date(2017, 3, 22)), Some(date(2017, 3, 22)))],
        ..Facts::default()
    };
    let why = |query: &str| found_in(&article, &facts, query).into_iter().map(|(_, why)| why).collect::<Vec<_>>();
    let body = |query: &str| found_in(&article, &facts, query).pop();
    assert_eq!(body("title:foreign"), Some(("The foreign guests came.".to_owned(), "title")));
    assert_eq!(body("title:foreign AND guests"), Some(("The foreign [guests] came.".to_owned(), "text")));
    for (query, reason) in [
        ("title:\"foreign ministers\"", "title"),
        ("title:(ministers -guests)", "title"),
        ("outlet:daily", "outlet"),
        ("outlet:\"daily news\"", "outlet"),
        ("path:news", "path"),
        ("path:001*", "path"),
        ("lang:en", "lang"),
        ("date:2017-03", "date"),
        ("date:..2017", "date"),
        ("mentions:2017-03-22", "mentions"),
        ("mentions:2017", "mentions"),
        ("topic:medtop:04", "topic"),
        ("topic:\"foreign policy\"", "topic"),
        ("topic:(x OR medtop*)", "topic"),
        ("* title:foreign", "title"),
        ("*", "all"),
        ("-zebra", "not"),
    ] {
        assert_eq!(why(query), [reason, reason], "{query}");
    }
    for query in [
        "title:guests",
        "title:minister -title:meet",
        "outlet:dail",
        "lang:de",
        "date:2018",
        "date:unknown",
        "mentions:2017-04",
        "topic:domestic",
        "path:002",
        "kind:list",
    ] {
        assert!(why(query).is_empty(), "{query}");
    }
    assert_eq!(why("kind:title"), ["kind"]);
}

#[test]
fn fields_of_quotes_speak_of_one_quote() {
    let text = "“We will defeat ISIS,” Mark Toner said. “They face foreign fighters,” said Rex Tillerson. An official said ISIS fled.";
    let article = article_from_text("a", "a", Some("Title"), text, Metadata::default());
    let facts = Facts {
        quotes: vec![
            (QuoteKind::Direct, "“We will defeat ISIS,”", "Mark Toner", "acting spokesman"),
            (QuoteKind::Mixed, "“They face foreign fighters,”", "Rex Tillerson", "secretary of state"),
            (QuoteKind::Indirect, "An official said ISIS fled", "an official", ""),
        ],
        ..Facts::default()
    };
    let found = |query: &str| found_in(&article, &facts, query).pop();
    let marks = |query: &str| {
        found(query).map(|(text, _)| {
            text.split('[').skip(1).map(|s| s.split(']').next().unwrap().to_owned()).collect::<Vec<_>>()
        })
    };
    let some = |words: &[&str]| Some(words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
    assert_eq!(found("speaker:toner"), Some((text.to_owned(), "speaker")));
    assert_eq!(marks("said:ISIS"), some(&["ISIS"]));
    assert!(found("said:ISIS").unwrap().0.contains("defeat [ISIS]"));
    assert!(found("paraphrased:ISIS").unwrap().0.contains("said [ISIS] fled"));
    assert_eq!(marks("speaker:toner said:\"foreign fighters\""), None);
    assert_eq!(marks("speaker:tillerson said:\"foreign fighters\""), some(&["foreign fighters"]));
    assert_eq!(marks("speaker:toner (said:\"foreign fighters\")"), some(&["foreign fighters"]));
    assert_eq!(marks("speaker:toner AND role:secretary"), None);
    assert_eq!(marks("speaker:\"Mark Toner\" role:spokesman"), some(&[]));
    assert_eq!(marks("speaker:toner -said:\"foreign fighters\""), None);
    assert_eq!(marks("said:(defeat AND fighters)"), None);
    assert_eq!(marks("said:(defeat OR fighters)"), some(&["defeat", "fighters"]));
    assert_eq!(marks("speaker:toner OR said:zebra"), some(&[]));
    assert_eq!(marks("speaker:* said:ISIS"), some(&["ISIS"]));
    assert_eq!(marks("said:(ISIS w/5 fighters)"), None);
    let flagged = parse("said:\"foreign fighters\"").and_field(crate::Field::Speaker, "Toner").unwrap();
    let mut matcher = Matcher::new(&flagged);
    views(&article, &facts, |view, _| assert!(!matcher.is_match(view)));
}

#[test]
fn the_whole_article_is_asked_by_the_caller() {
    let article = article_from_text("a", "a", Some("Title"), "a x", Metadata::default());
    for (answer, expected) in [(true, 1), (false, 0)] {
        let facts = Facts { same_article: vec![answer], ..Facts::default() };
        assert_eq!(found_in(&article, &facts, "a w/a b").len(), expected);
        assert_eq!(found_in(&article, &facts, "b w/a c").len(), 0);
        assert_eq!(found_in(&article, &facts, "x AND (a w/a b)").len(), expected);
    }
}

#[test]
fn title_and_body_do_not_mix_their_offsets() {
    let article = article_from_text("a", "a", Some("Fighters fled"), "Then fighters fled.", Metadata::default());
    let hits: Vec<String> =
        found_in(&article, &Facts::default(), "fighters").into_iter().map(|(text, _)| text).collect();
    assert_eq!(hits, ["[Fighters] fled", "Then [fighters] fled."]);
}

#[test]
fn a_matcher_forgets_with_its_forms() {
    let mut forms = Forms::new();
    let mut matcher = Matcher::new(&parse("beta"));
    for (text, expected) in [("alpha beta", true), ("gamma alpha", false), ("beta gamma", true)] {
        forms.clear();
        let words = words(text, &mut forms);
        let positions: Vec<u32> = (0..words.len() as u32).collect();
        let view = PassageView::of_words(text, Span::new(0, text.len()), &words, &positions, &forms);
        assert_eq!(matcher.is_match(&view), expected, "{text}");
    }
}

#[test]
fn many_words_are_told_apart() {
    let query: Vec<String> = (0..200).map(|i| format!("w{i}x")).collect();
    check(&[(&query.join(" "), "w0x w64x w199x w200x", "[w0x] [w64x] [w199x] w200x")]);
}
