//! Whole articles in, dates out: what readers of news rely on, and what hostile text must not do.

use proptest::prelude::*;

mod notations;

use super::*;
use onrecord_read::article_from_text;
use onrecord_text::analyze::{Forms, analyze};
use onrecord_text::article::Metadata;

fn dated(text: &str, date: Option<&str>) -> (String, Dated) {
    let metadata = Metadata { date: date.map(Into::into), ..Metadata::default() };
    let article = article_from_text("a", "a.txt", None, text, metadata);
    let mut forms = Forms::new();
    let analyzed = analyze(&article, &mut forms);
    (article.content.clone(), DateAnnotator::new().annotate(&analyzed, &forms))
}

/// Words and values of all mentions.
fn mentions(text: &str, date: Option<&str>) -> Vec<(String, String)> {
    let (content, dated) = dated(text, date);
    dated.mentions.iter().map(|m| (m.span.of(&content).to_owned(), m.value.clone())).collect()
}

fn check(date: &str, cases: &[(&str, &[(&str, &str)])]) {
    for (text, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|(w, v)| (w.to_string(), v.to_string())).collect();
        assert_eq!(mentions(text, Some(date)), expected, "{text}");
    }
}

#[test]
fn calendar_dates_in_both_orders() {
    check(
        "2017-03-09",
        &[
            ("It began on July 4, 2016.", &[("July 4, 2016", "2016-07-04")]),
            ("It began on 4 July 2016.", &[("4 July 2016", "2016-07-04")]),
            ("It began on the 4th of July, 2016.", &[("the 4th of July, 2016", "2016-07-04")]),
            ("It began on Monday, July 4, 2016.", &[("Monday, July 4, 2016", "2016-07-04")]),
            ("It began on Jan. 28 and ended.", &[("Jan. 28", "2017-01-28")]),
            ("It began on 2016-07-04.", &[("2016-07-04", "2016-07-04")]),
            ("It began on 31.12.2016 there.", &[("31.12.2016", "2016-12-31")]),
            ("It began on 12/31/2016 there.", &[("12/31/2016", "2016-12-31")]),
            ("It fell in 2014 and in the 1980s.", &[("2014", "2014"), ("the 1980s", "198")]),
            ("It fell in 218 BC.", &[("218 BC", "BC0218")]),
            ("It was the 18th century.", &[("the 18th century", "17")]),
        ],
    );
}

#[test]
fn numeric_dates_follow_the_article() {
    let british = "He came on 3 May 2016 and on 4 May 2016. It ended on 7/8/2016.";
    assert_eq!(mentions(british, None)[2].1, "2016-08-07");
    let american = "He came on May 3, 2016 and on May 4, 2016. It ended on 7/8/2016.";
    assert_eq!(mentions(american, None)[2].1, "2016-07-08");
}

#[test]
fn parts_of_years() {
    check(
        "2009-11-03",
        &[
            ("Profit rose in the third quarter of last year.", &[("the third quarter of last year", "2008-Q3")]),
            ("Its third-quarter results were good.", &[("third-quarter", "2009-Q3")]),
            ("Sales fell in the first half of 2009.", &[("the first half of 2009", "2009-H1")]),
            ("It ended in the summer of 1942.", &[("the summer of 1942", "1942-SU")]),
            ("It was over by the end of March 2009.", &[("the end of March 2009", "2009-03")]),
            ("It ran until mid-October.", &[("mid-October", "2009-10")]),
            ("They met in late February.", &[("late February", "2009-02")]),
        ],
    );
}

#[test]
fn relative_days_and_tense() {
    // A Thursday.
    check(
        "2017-03-09",
        &[
            ("He spoke today.", &[("today", "2017-03-09")]),
            ("He spoke on Monday.", &[("Monday", "2017-03-06")]),
            ("He will speak on Monday.", &[("Monday", "2017-03-13")]),
            ("He spoke on Thursday.", &[("Thursday", "2017-03-09")]),
            ("They will meet next week.", &[("next week", "2017-W11")]),
            ("He said last month it was over.", &[("last month", "2017-02")]),
            ("He left two years ago.", &[("two years ago", "2015")]),
            ("They will meet on February 6.", &[("February 6", "2018-02-06")]),
            ("They met on February 6.", &[("February 6", "2017-02-06")]),
            (
                "He announced on Tuesday that they will meet on March 22.",
                &[("Tuesday", "2017-03-07"), ("March 22", "2017-03-22")],
            ),
            ("They met in December.", &[("December", "2016-12")]),
            ("He died last night.", &[("last night", "2017-03-08TNI")]),
            ("He spoke on Friday morning.", &[("Friday morning", "2017-03-03TMO")]),
        ],
    );
}

#[test]
fn times_of_day() {
    check(
        "2009-06-01",
        &[
            ("It began at 18:00 UTC Monday.", &[("18:00 UTC Monday", "2009-06-01T18:00Z")]),
            ("He spoke at 6:40 p.m. (GMT +8) here.", &[("6:40 p.m. (GMT +8", "2009-06-01T18:40+08")]),
            ("They left at 5pm.", &[("5pm", "2009-06-01T17:00")]),
            ("They left at noon.", &[("noon", "2009-06-01T12:00")]),
            ("They left at 9:30 a.m. EST.", &[("9:30 a.m. EST", "2009-06-01T09:30-05")]),
        ],
    );
}

#[test]
fn lengths_and_recurrences() {
    check(
        "2017-03-09",
        &[
            ("It took two and a half years.", &[("two and a half years", "P2.5Y")]),
            ("It took 30 days.", &[("30 days", "P30D")]),
            ("A 56-year-old man came.", &[]),
            ("It took 2 1/2 years.", &[("2 1/2 years", "P2.5Y")]),
            ("It took two more weeks.", &[("two more weeks", "P2W")]),
            ("It will take 12 to 18 months.", &[("12 to 18 months", "P12M")]),
            ("It took several months.", &[("several months", "PXM")]),
            ("It lasted for hours.", &[("hours", "PTXH")]),
            ("It grew over the past four years.", &[("the past four years", "P4Y")]),
            ("They meet every day.", &[("every day", "P1D")]),
            ("They earn $600 million a year.", &[("a year", "P1Y")]),
            ("They meet every two weeks.", &[("every two weeks", "P2W")]),
        ],
    );
}

#[test]
fn quarters_halves_and_fiscal_years() {
    let one = |text: &str, value: &str| {
        let found = mentions(&format!("Sales in {text} fell."), Some("2013-04-22"));
        assert_eq!(found, [(text.to_owned(), value.to_owned())], "{text}");
    };
    for text in
        ["Q1/2012", "Q1 of 2012", "1Q12", "1Q 2012", "Q1-2012", "Quarter 1 2012", "Q1, 2012", "2012 Q1", "2012Q1"]
    {
        one(text, "2012-Q1");
    }
    for (text, value) in [
        ("2012-Q1", "2012-Q1"),
        ("the 2012 first quarter", "2012-Q1"),
        ("the first half of 2012", "2012-H1"),
        ("the first two quarters of 2012", "2012-H1"),
        ("the last half of 2012", "2012-H2"),
        ("H1 2012", "2012-H1"),
        ("1H12", "2012-H1"),
        ("FY2012", "2012"),
        ("FY 2012/13", "2012"),
        ("FY13", "2013"),
        ("the fourth quarter of fiscal 2012", "2012-Q4"),
    ] {
        one(text, value);
    }
    let found = mentions("Fourth-quarter fiscal 2012 sales fell.", Some("2013-04-22"));
    assert_eq!(found, [("Fourth-quarter fiscal 2012".to_owned(), "2012-Q4".to_owned())]);
}

#[test]
fn figures_and_the_same_quarter_a_year_before() {
    check(
        "2017-04-25",
        &[
            (
                "Net rose in the first quarter to $5 million from $4 million a year earlier.",
                &[("the first quarter", "2017-Q1"), ("a year earlier", "2016-Q1")],
            ),
            ("For the quarter, sales fell.", &[("the quarter", "2017-Q1")]),
            ("It compares with a year-ago loss of $3 million.", &[("year-ago", "2016-Q1")]),
            ("It said in the latest period sales fell.", &[("the latest period", "2017-Q1")]),
            ("He left the country a year ago.", &[("a year ago", "2016")]),
            ("It expects to report a loss for the first quarter.", &[("the first quarter", "2017-Q1")]),
        ],
    );
}

#[test]
fn periods_that_are_compared() {
    check(
        "2017-04-25",
        &[
            ("It fell from last year's fourth quarter.", &[("last year's fourth quarter", "2016-Q4")]),
            ("It starts in next year's first half.", &[("next year's first half", "2018-H1")]),
            (
                "Sales rose 4 percent in February compared to the same month a year ago.",
                &[("February", "2017-02"), ("the same month a year ago", "2016-02")],
            ),
            (
                "Net rose in the first quarter from the corresponding period last year.",
                &[("the first quarter", "2017-Q1"), ("the corresponding period last year", "2016-Q1")],
            ),
            (
                "In the first quarter, costs fell. Costs rose in the 2015 period.",
                &[("the first quarter", "2017-Q1"), ("the 2015 period", "2015-Q1")],
            ),
            ("For the year ended Dec. 31, net was flat.", &[("the year", "P1Y"), ("Dec. 31", "2016-12-31")]),
            ("Prices rise in the latter half of 2018.", &[("the latter half of 2018", "2018-H2")]),
            ("Growth slows in the second half of the year.", &[("the second half of the year", "2017-H2")]),
            ("It will close by year-end.", &[("year-end", "2017")]),
        ],
    );
}

#[test]
fn what_is_told_in_passing() {
    check(
        "2017-04-25",
        &[
            ("The group will soon publish it.", &[("soon", "FUTURE_REF")]),
            ("He soon left the town.", &[]),
            ("Rates will rise in coming months.", &[("coming months", "FUTURE_REF")]),
            ("It rained this past spring.", &[("this past spring", "2016-SP")]),
            ("The festival takes place every July.", &[("every July", "XXXX-07")]),
            ("They signed a three-year contract.", &[("three-year", "P3Y")]),
            ("The crash of Black Monday is remembered.", &[("Monday", "XXXX-WXX-1")]),
            ("She writes for USA Today.", &[]),
            ("The record was set on Aug. 6.", &[("Aug. 6", "2016-08-06")]),
            ("A still unspecified date in January would be chosen.", &[("January", "2018-01")]),
        ],
    );
    let story = "In May 1944 the war went on. In June 1944 the town fell. The army had held it since late 1943. \
                 In July it moved on.";
    let told = [("May 1944", "1944-05"), ("June 1944", "1944-06"), ("late 1943", "1943"), ("July", "1944-07")];
    check("2009-12-19", &[(story, &told)]);
}

#[test]
fn deadlines_and_what_is_fixed_beforehand() {
    check(
        "2017-03-08",
        &[
            (
                "The dividend is payable April 3 to holders of record March 20.",
                &[("April 3", "2017-04-03"), ("March 20", "2017-03-20")],
            ),
            ("Regulators kept the market closed until Friday.", &[("Friday", "2017-03-10")]),
            ("Trading is to resume Monday.", &[("Monday", "2017-03-13")]),
            ("The vote is on Thursday.", &[("Thursday", "2017-03-09")]),
            ("The envoy to Canada said on Tuesday that they would go.", &[("Tuesday", "2017-03-07")]),
            ("Over the weekend 20 people died.", &[("the weekend", "2017-W09-WE")]),
            ("This weekend they will vote.", &[("This weekend", "2017-W10-WE")]),
        ],
    );
}

#[test]
fn past_present_and_future() {
    check(
        "2017-03-09",
        &[
            ("It has recently changed.", &[("recently", "PAST_REF")]),
            ("It is now smaller.", &[("now", "PRESENT_REF")]),
            ("It may come in the future.", &[("the future", "FUTURE_REF")]),
            ("The progress to date was good.", &[("to date", "PRESENT_REF")]),
        ],
    );
}

#[test]
fn what_is_no_date() {
    for text in [
        "He may march on, and the sun sat high.",
        "Prime Minister May met April Jones.",
        "They won 3-2 after a 1-0 lead in 24 games.",
        "It cost $2000 and 1,998 people came.",
        "Flight 1549 landed.",
        "In 31 February they met at 25:61.",
    ] {
        let found = mentions(text, Some("2017-03-09"));
        assert!(found.iter().all(|(words, _)| words == "February"), "{text}: {found:?}");
    }
}

#[test]
fn both_ends_of_a_range_carry_it() {
    let (content, dated) = dated("The meeting will be held on March 22 to 23.", Some("2017-03-09"));
    let day = |d| Date::new(2017, 3, d).unwrap();
    let ends: Vec<_> = dated.mentions.iter().map(|m| (m.span.of(&content), m.value.as_str(), m.range)).collect();
    let range = Some((day(22), day(23)));
    assert_eq!(ends, [("March 22", "2017-03-22", range), ("23", "2017-03-23", range)]);
}

#[test]
fn a_range_shares_its_year() {
    check(
        "2009-12-19",
        &[
            ("It ran from April to June 1941.", &[("April", "1941-04"), ("June 1941", "1941-06")]),
            ("It ran from November to February 1941.", &[("November", "1940-11"), ("February 1941", "1941-02")]),
            ("It ran from 15 to 22 February 1984.", &[("15", "1984-02-15"), ("22 February 1984", "1984-02-22")]),
            ("It ran in 1947-54.", &[("1947", "1947"), ("54", "1954")]),
        ],
    );
}

#[test]
fn a_narrative_goes_on_from_date_to_date() {
    let text = "On 17 May 1940 the army crossed the river. By 28 May it held the coast. In November 1940 it rested. \
                In February it moved again. The next day was quiet.\n\nOn 3 June 1941 it began anew, and in September \
                it fell back. Two years later it was gone.";
    let values: Vec<String> = mentions(text, Some("2009-12-19")).into_iter().map(|m| m.1).collect();
    let expected = ["1940-05-17", "1940-05-28", "1940-11", "1941-02", "1941-02-XX", "1941-06-03", "1941-09", "1943"];
    assert_eq!(values, expected);
}

#[test]
fn a_year_that_nothing_gives_is_not_invented() {
    let text = "Members meet for the first time since 2014\n\nThe spokesman told reporters today that the March 22 \
                meeting will include ministers. It is the first since 2014.";
    let (_, dated) = dated(text, None);
    assert_eq!(dated.published.best, None);
    assert_eq!(dated.published.latest, None);
    assert!(dated.mentions.iter().any(|m| m.value == "XXXX-03-22"));
}

fn published(text: &str) -> (String, Basis) {
    published_by(text, None)
}

/// The same where a field beside the text says something.
fn published_by(text: &str, date: Option<&str>) -> (String, Basis) {
    let published = dated(text, date).1.published;
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    (format!("{}..{}", day(published.earliest), day(published.latest)), published.basis)
}

#[test]
fn stated_dates() {
    let body = "\n\nThe ministers met in the city and spoke at length about the matter before they left again.";
    for head in [
        "Ministers meet\n\nWashington, DC July 5, 2017",
        "Ministers meet\n\nJuly 5, 2017",
        "Ministers meet\n\nBy Jane Roe\n\nPublished: 5 July 2017 10:33",
        "Ministers meet\n\nWednesday, July 5, 2017",
    ] {
        assert_eq!(published(&format!("{head}{body}")), ("2017-07-05..2017-07-05".into(), Basis::Stated), "{head}");
    }
    let agency = "Ministers meet\n\nWASHINGTON, July 5, 2017 (Reuters) - The ministers met in the city and spoke.";
    assert_eq!(published(agency), ("2017-07-05..2017-07-05".into(), Basis::Stated));
}

#[test]
fn dates_that_state_nothing() {
    let body = "The ministers met in the city and spoke at length about the matter before they left again.";
    for text in [
        format!("Ministers meet\n\nAn old tunnel near Mosul, Iraq, March 4, 2017. | Reuters/Jane Roe\n\n{body}"),
        format!("Ministers meet\n\nThe treaty of July 5, 2017 was signed by all the ministers who came.\n\n{body}"),
        format!("Ministers meet\n\n{body}\n\nThey last met in Washington on July 5, 2017."),
    ] {
        assert_ne!(published(&text).1, Basis::Stated, "{text}");
    }
}

#[test]
fn the_stronger_source_wins() {
    let text = "Ministers meet\n\nJuly 5, 2017\n\nThe ministers met in the city and spoke about the matter at length.";
    let (_, given) = dated(text, Some("2017-07-06T10:00:00Z"));
    assert_eq!(
        (given.published.basis, given.published.best.unwrap().to_string()),
        (Basis::Metadata, "2017-07-06".into())
    );
    let metadata = Metadata { url: Some("https://example.org/2017/03/09/meet/".into()), ..Metadata::default() };
    let article = article_from_text("a", "a.txt", None, "Ministers meet\n\nThey spoke.", metadata);
    let mut forms = Forms::new();
    let found = DateAnnotator::new().annotate(&analyze(&article, &mut forms), &forms).published;
    assert_eq!((found.basis, found.best.unwrap().to_string()), (Basis::Filename, "2017-03-09".into()));
}

#[test]
fn bounds_make_an_interval() {
    let text = "Ministers to meet\n\nA tunnel in the hills near Mosul, Iraq, March 4, 2017. | Reuters/Jane Roe\n\nThe \
                spokesman announced on Thursday that the meeting will be held in Washington on March 22 to 23.";
    assert_eq!(published(text), ("2017-03-04..2017-03-21".into(), Basis::Inferred));
}

#[test]
fn a_capture_is_an_upper_bound() {
    let captured = Some("..2019-04-05");
    assert_eq!(published_by("Title\n\nThe minister spoke.", captured), ("..2019-04-05".into(), Basis::Inferred));
    let stated = "Ministers meet\n\nJuly 5, 2017\n\nThe ministers met in the city and spoke about it at length.";
    assert_eq!(published_by(stated, captured), ("2017-07-05..2017-07-05".into(), Basis::Stated));
    let told = "Title\n\nThe flood of March 4, 2019 killed nine people, the mayor said after it was over.";
    assert_eq!(published_by(told, captured), ("2019-03-04..2019-04-05".into(), Basis::Inferred));
}

#[test]
fn an_article_is_the_same_whatever_came_before() {
    let texts = ["They met on 4 July 2016.", "He spoke on Monday, two years ago.", "In the 1980s, now and then."];
    let (mut forms, mut annotator) = (Forms::new(), DateAnnotator::new());
    for text in texts {
        let metadata = Metadata { date: Some("2017-03-09".into()), ..Metadata::default() };
        let article = article_from_text("a", "a.txt", None, text, metadata);
        let analyzed = analyze(&article, &mut forms);
        assert_eq!(annotator.annotate(&analyzed, &forms), dated(text, Some("2017-03-09")).1);
    }
}

/// Text made of what dates are made of, in any order.
fn date_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "May",
        "March",
        "31",
        "0",
        "9999",
        "99999999",
        "2017",
        "1",
        "the",
        "of",
        "last",
        "next",
        "week",
        "years",
        "ago",
        "later",
        "and a half",
        "BC",
        "-",
        "/",
        ":",
        ",",
        ".",
        "'82",
        "’",
        "a",
        "every",
        "Monday",
        "night",
        "p.m.",
        "UTC",
        "+14",
        "(",
        "quarter",
        "century",
        "decades",
        "31st",
        "to",
        "between",
        "since",
        "will",
        "was",
        "1980s",
        "Easter",
        "\n\n",
        "\n",
        "“",
        "”",
        "\u{a0}",
        "é",
        "half",
        "several",
        "first",
        "early",
        "end",
        "hundred",
        "fortnight",
        "Published:",
        "W",
        "2017-02-31",
        "29.02.2017",
        "12/31/99",
        "24:60",
        "1000000000",
        "million",
        "millennium",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

fn check_sound(text: &str, date: Option<&str>) {
    let (content, dated) = dated(text, date);
    let mut last = 0;
    for m in &dated.mentions {
        assert!(m.span.start >= last && !m.span.of(&content).is_empty());
        assert!(m.earliest.is_none() || m.earliest <= m.latest);
        assert!(!m.value.is_empty());
        last = m.span.end;
    }
    let p = &dated.published;
    assert!(p.earliest.is_none() || p.latest.is_none() || p.earliest <= p.latest);
}

proptest! {
    #[test]
    fn any_text_is_dated_without_harm(text in any::<String>()) {
        check_sound(&text, None);
    }

    #[test]
    fn any_mixture_of_date_words_is_dated_without_harm(text in date_like(), dated in any::<bool>()) {
        check_sound(&text, dated.then_some("9999-12-31"));
        check_sound(&text, dated.then_some("1000-01-01"));
    }
}
