//! Ways in which newsrooms, companies and tables write dates, each with what English or custom makes of it.

use super::check;

/// Wednesday.
const WRITTEN: &str = "2019-10-16";

/// Each sentence has just these words and values.
fn found(cases: &[(&str, &[(&str, &str)])]) {
    check(WRITTEN, cases);
}

#[test]
fn quarters_with_their_year_glued_on() {
    for (words, value) in [
        ("4Q'18", "2018-Q4"),
        ("Q4 '18", "2018-Q4"),
        ("Q4'18", "2018-Q4"),
        ("Q4\u{2019}18", "2018-Q4"),
        ("H2'18", "2018-H2"),
        ("2H'18", "2018-H2"),
        ("Q4FY19", "2019-Q4"),
        ("4QFY19", "2019-Q4"),
        ("FY19Q4", "2019-Q4"),
        ("Q4/18", "2018-Q4"),
        ("Q4 FY'19", "2019-Q4"),
        ("FY'18", "2018"),
    ] {
        found(&[(&format!("Sales in {words} fell."), &[(words, value)])]);
    }
}

#[test]
fn quarters_that_a_report_looks_back_on() {
    found(&[
        ("Sales fell in Q1 and Q2.", &[("Q1", "2019-Q1"), ("Q2", "2019-Q2")]),
        ("It expects Q1 sales to rise.", &[("Q1", "2020-Q1")]),
        ("It grew from Q3 to Q4.", &[("Q3", "2019-Q3"), ("Q4", "2019-Q4")]),
    ]);
}

#[test]
fn quarters_by_the_month_they_end_with() {
    found(&[
        ("Sales fell in the September quarter.", &[("the September quarter", "2019-Q3")]),
        ("Sales fell in the 2018 December quarter.", &[("the 2018 December quarter", "2018-Q4")]),
        ("Sales fell in the December 2018 quarter.", &[("the December 2018 quarter", "2018-Q4")]),
        ("Sales fell in the December quarter of 2018.", &[("the December quarter of 2018", "2018-Q4")]),
        ("March-quarter profit fell.", &[("March-quarter", "2019-Q1")]),
        ("Sales fell in the June half.", &[("the June half", "2019-H1")]),
        ("The March quarter-final was lost.", &[]),
    ]);
}

#[test]
fn weekdays_with_the_number_of_their_day() {
    found(&[
        ("It happened on Friday the 13th.", &[("Friday the 13th", "2019-09-13")]),
        ("They will meet on Friday the 13th.", &[("Friday the 13th", "2019-12-13")]),
        ("They will meet on Monday 21st and go.", &[("Monday 21st", "2019-10-21")]),
        ("He lives in Friday 13th Street.", &[("Friday", "2019-10-11")]),
    ]);
}

#[test]
fn days_counted_within_a_month() {
    found(&[
        ("It was the last day of August.", &[("the last day of August", "2019-08-31")]),
        ("It closed on the first day of May.", &[("the first day of May", "2019-05-01")]),
        ("It closed on the last day of 2018.", &[("the last day of 2018", "2018-12-31")]),
        ("It was on the last Friday of August.", &[("the last Friday of August", "2019-08-30")]),
        ("It was the first Monday in May 2017.", &[("the first Monday in May 2017", "2017-05-01")]),
        ("It was the second Tuesday in November.", &[("the second Tuesday in November", "2019-11-12")]),
        ("He cried on the last day of school.", &[]),
    ]);
}

#[test]
fn days_that_share_a_month() {
    found(&[
        ("It ran on May 1, 2 and 3, 2018.", &[("May 1", "2018-05-01"), ("2", "2018-05-02"), ("3, 2018", "2018-05-03")]),
        ("It ran on 1, 2 and 3 May 2018.", &[("1", "2018-05-01"), ("2", "2018-05-02"), ("3 May 2018", "2018-05-03")]),
        ("It opened on May 1, 8, and 15.", &[("May 1", "2019-05-01"), ("8", "2019-05-08"), ("15", "2019-05-15")]),
        ("On May 1, 2 people came.", &[("May 1", "2019-05-01")]),
        ("On May 1, 2 men and 3 women came.", &[("May 1", "2019-05-01")]),
    ]);
}

#[test]
fn days_in_digits() {
    found(&[
        ("It was on 4-Feb-18 there.", &[("4-Feb-18", "2018-02-04")]),
        ("It came on 2018.02.04 there.", &[("2018.02.04", "2018-02-04")]),
        ("It came on 20180204 there.", &[("20180204", "2018-02-04")]),
        ("It came on 05.10.19 there.", &[("05.10.19", "2019-10-05")]),
        ("It came on 5.10.19 there.", &[("5.10.19", "2019-10-05")]),
        ("It came in 10/2018 there.", &[("10/2018", "2018-10")]),
        ("It runs version 5.10.19 there.", &[]),
        ("Order 20180204-17 and invoice no. 20180204 were lost.", &[]),
        ("See Resolution 10/2018 and case 3/2018.", &[]),
        ("The score was 10/20 and 9/10 agreed.", &[]),
    ]);
}

#[test]
fn timestamps() {
    found(&[
        ("It came at 2019-09-07T14:00Z there.", &[("2019-09-07T14:00Z", "2019-09-07T14:00Z")]),
        ("It came at 2019-09-07T14:00:05.25+02:00.", &[("2019-09-07T14:00:05.25+02:00", "2019-09-07T14:00+02")]),
        ("It came at 2019-09-07T14:00:05-0530.", &[("2019-09-07T14:00:05-0530", "2019-09-07T14:00-05:30")]),
        ("It came at 2019-09-07T14:00 there.", &[("2019-09-07T14:00", "2019-09-07T14:00")]),
    ]);
}

/// "It takes effect on 1 January 2020; it was passed on 3 July", written in 2019: the 3 July is that of 2019, for what was
/// done cannot lie in the future.
#[test]
fn what_was_done_is_not_of_a_year_to_come() {
    let effect = ("1 January 2020", "2020-01-01");
    for (words, tail) in
        [("3 July", "it was passed on 3 July."), ("the 3rd of July", "it was passed on the 3rd of July.")]
    {
        found(&[(&format!("It takes effect on 1 January 2020; {tail}"), &[effect, (words, "2019-07-03")])]);
    }
    found(&[("It starts on 1 January 2020; it will end on 3 July.", &[effect, ("3 July", "2020-07-03")])]);
}

#[test]
fn anniversaries() {
    found(&[
        ("Two years ago this week the bank failed.", &[("Two years ago this week", "2017-W42")]),
        ("A year ago today the bank failed.", &[("A year ago today", "2018-10-16")]),
        ("Ten years ago this month the bank failed.", &[("Ten years ago this month", "2009-10")]),
        ("Ten years ago, this week was hot.", &[("Ten years ago", "2009"), ("this week", "2019-W42")]),
    ]);
}

#[test]
fn years_of_account() {
    found(&[
        ("In the year to March 2019 sales fell.", &[("the year", "P1Y"), ("March 2019", "2019-03")]),
        ("In the year to 31 March 2019 sales fell.", &[("the year", "P1Y"), ("31 March 2019", "2019-03-31")]),
        ("Sales in the year to date fell.", &[("the year", "2019"), ("to date", "PRESENT_REF")]),
    ]);
}

#[test]
fn decades_and_years_with_an_apostrophe() {
    found(&[
        ("It was so in the 1990's there.", &[("the 1990's", "199")]),
        ("It was so in the early 1990\u{2019}s there.", &[("the early 1990\u{2019}s", "199")]),
        ("1990's best film was long.", &[("1990", "1990")]),
        ("It was the summer of '68.", &[("the summer of '68", "1968-SU")]),
        ("It was in Feb '18 there.", &[("Feb '18", "2018-02")]),
        ("He came in '68.", &[("68", "1968")]),
        ("He came in \u{2019}68 and left.", &[("68", "1968")]),
        ("The class of '92 and the '68 riots.", &[("92", "1992"), ("68", "1968")]),
        ("He played at Euro '96 there.", &[("96", "1996")]),
        ("He said '10 people died' there.", &[]),
    ]);
}

#[test]
fn days_of_history() {
    found(&[
        ("The Sept. 11 attacks changed it.", &[("Sept. 11", "2001-09-11")]),
        ("The attacks of September 11 changed it.", &[("September 11", "2001-09-11")]),
        ("The attack of September 11 failed.", &[("September 11", "2019-09-11")]),
        ("The attacks after 9/11 changed it.", &[("9/11", "2001-09-11")]),
        ("The 7/7 bombings changed it.", &[("7/7", "2005-07-07")]),
        ("After 7/7 it changed.", &[("7/7", "2005-07-07")]),
        ("They won 7/7 games.", &[]),
        ("The Sept. 11 meeting was short.", &[("Sept. 11", "2019-09-11")]),
        // Written before that day had its name.
        ("He was hurt in the Oct. 7 attacks.", &[("Oct. 7", "2019-10-07")]),
    ]);
    check("1999-10-16", &[("They agree 9/11 of the time.", &[])]);
}

#[test]
fn years_that_stand_bare() {
    found(&[
        ("The firm (founded 1887, in York) closed.", &[("1887", "1887")]),
        ("It says Est. 1887 there.", &[("1887", "1887")]),
        ("He scored in the 2018/2019 season.", &[("2018", "2018"), ("2019", "2019")]),
        ("He scored in the 2018/19 season.", &[("2018", "2018"), ("19", "2019")]),
        ("He scored in the 2018-19 season.", &[("2018", "2018"), ("19", "2019")]),
        ("The 2015 elections and 2018 earnings were bad.", &[("2015", "2015"), ("2018", "2018")]),
        ("In 2015 workers struck.", &[("2015", "2015")]),
    ]);
}

#[test]
fn numbers_that_are_no_years() {
    found(&[
        ("The hall has 1945 seats.", &[]),
        ("They sold 1999 tickets and 2014 copies.", &[]),
        ("It employs 2015 workers and 2019 nurses.", &[]),
        ("He read 2014 of them and 1999 of the 3,000.", &[]),
        ("A total of 2014, or a sum of 2015, was spent.", &[]),
        ("Call 555-2018 or see 978-2018.", &[]),
        (
            "It ran in 1871-1914 and 2016-2018.",
            &[("1871", "1871"), ("1914", "1914"), ("2016", "2016"), ("2018", "2018")],
        ),
        ("Write to PO Box 1954, York.", &[]),
        ("Call 1800 2019 or 0800 2019 2020.", &[]),
        ("Sales 2017 2018 2019 there.", &[("2017", "2017"), ("2018", "2018"), ("2019", "2019")]),
    ]);
}

#[test]
fn that_may_open_a_clause() {
    found(&[
        ("He said in March that April would come.", &[("March", "2019-03"), ("April", "2020-04")]),
        ("He said that April sales fell.", &[("April", "2019-04")]),
        ("He left that April.", &[("that April", "2019-04")]),
    ]);
}
