//! Random queries of the whole language, written as people write them.

use crate::random::Random;

const WORDS: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "fight", "fighters", "fights", "the", "us", "US", "U.S.", "IT", "it", "ISIS",
    "isis", "cafe", "Café", "al-beta", "US-Beta", "ISIS's", "so", "Toner", "zeta", "don’t", "3,000", "2017",
    "FIGHTERS",
];

const PATTERNS: &[&str] = &[
    "alpha*",
    "fight*",
    "*a",
    "?eta",
    "fighte?s",
    "*",
    "al-b*",
    "=fight",
    "=fighters",
    "=US",
    "caps(Gamma)",
    "caps(US)",
    "caps(isis)",
    "caps(gamma)",
    "caps(al-Beta)",
    "betta~1",
    "fihgter~1",
    "gama~2",
    "tonre~1",
    "us~1",
    "/fight(er|ers)?/",
    "/[ab].*a/",
    "/u|it/",
    "is?s",
    "alph!",
    "caf*",
];

const CONNECTORS: &[&str] = &[
    "w/1",
    "w/2",
    "w/5",
    "near/3",
    "/4",
    "w/255",
    "pre/1",
    "pre/3",
    "+2",
    "w/s",
    "w/p",
    "pre/s",
    "pre/p",
    "NOT w/1",
    "NOT w/4",
    "NOT pre/2",
    "NOT w/s",
    "NOT w/p",
];

/// A query of the whole language.
pub(crate) fn random(random: &mut Random) -> String {
    let query = match random.below(8) {
        0 => same_article(random),
        1 => words(random),
        _ => group(random, 2),
    };
    if random.once_in(2) { query } else { format!("({query}) {}", filter(random)) }
}

/// What narrows a query down: values of articles and passages, speakers and what they say, words that are not wanted.
fn filter(random: &mut Random) -> String {
    let sign = random.one_of(&["", "", "AND ", "AND NOT ", "-"]);
    match random.below(6) {
        0 => format!("{sign}{} {}", of_speaker(random).trim_start_matches('-'), said(random, "said")),
        1 => format!("{sign}{}", in_words(random, "speaker", &["toner", "\"mark toner\"", "official", "mark"])),
        2 => format!("{sign}{}", value(random, "date", &["2017", "2016-05..2017-03", "..2016", "2018..", "2017-03"])),
        3 => format!("{sign}{}", value(random, "kind", &["title", "body", "list", "boilerplate"])),
        4 => format!("-{}", operand(random, 0)),
        _ => format!("{sign}{}", field(random)),
    }
}

/// Words and nothing else, which are ranked in a way of their own.
fn words(random: &mut Random) -> String {
    (0..1 + random.below(4)).map(|_| random.one_of(WORDS)).collect::<Vec<_>>().join(" ")
}

fn same_article(random: &mut Random) -> String {
    let operands: Vec<String> = (0..2 + random.below(2)).map(|_| operand_of_article(random)).collect();
    let operands = operands.join(" w/a ");
    match random.below(4) {
        0 => format!("{operands} AND {}", clause(random, 1)),
        1 => format!("({operands}) {}", clause(random, 1)),
        2 => format!("{} -{} ({operands})", clause(random, 1), clause(random, 1)),
        _ => operands,
    }
}

fn operand_of_article(random: &mut Random) -> String {
    match random.below(5) {
        0 => field(random),
        1 => format!("({})", group(random, 1)),
        2 => near(random, 1),
        _ => operand(random, 0),
    }
}

/// Parts put together in one of the ways there are.
fn group(random: &mut Random, depth: usize) -> String {
    let count = 1 + random.below(3);
    match random.below(7) {
        0 => joined(random, count + 1, " AND ", depth),
        1 => joined(random, count + 1, " OR ", depth),
        2 => format!("{} AND NOT {}", clause(random, depth), clause(random, depth)),
        3 => format!("{} OR {} AND {}", clause(random, depth), clause(random, depth), clause(random, depth)),
        4 => format!("{} OR {} {}", random.one_of(WORDS), random.one_of(WORDS), clause(random, depth)),
        _ => (0..count).map(|_| signed(random, depth)).collect::<Vec<_>>().join(" "),
    }
}

fn joined(random: &mut Random, count: usize, by: &str, depth: usize) -> String {
    (0..count).map(|_| clause(random, depth)).collect::<Vec<_>>().join(by)
}

fn signed(random: &mut Random, depth: usize) -> String {
    let sign = random.one_of(&["", "", "", "", "", "+", "-", "NOT "]);
    format!("{sign}{}", clause(random, depth))
}

/// A part of a query that can take a sign.
fn clause(random: &mut Random, depth: usize) -> String {
    match random.below(14) {
        0..=2 if depth > 0 => format!("({})", group(random, depth - 1)),
        3 if depth > 0 => format!("({})^0.5", group(random, depth - 1)),
        4..=6 => field(random),
        7 | 8 => format!("({})", near(random, 1)),
        9 => format!("atleast{}({})", 1 + random.below(3), operand(random, 1)),
        10 => format!("{}^2", random.one_of(WORDS)),
        _ => operand(random, 0),
    }
}

/// What a connector takes.
fn operand(random: &mut Random, depth: usize) -> String {
    match random.below(9) {
        0 | 1 => phrase(random),
        2 | 3 => pattern(random),
        4 => format!("({} OR {})", operand(random, 0), random.one_of(WORDS)),
        5 if depth > 0 => format!("({})", near(random, depth - 1)),
        _ => random.one_of(WORDS).to_owned(),
    }
}

/// A pattern; a lone `*` is no word.
fn pattern(random: &mut Random) -> String {
    let pattern = random.one_of(PATTERNS);
    if pattern == "*" { "*a*".to_owned() } else { pattern.to_owned() }
}

fn near(random: &mut Random, depth: usize) -> String {
    let connector = random.one_of(CONNECTORS);
    let more = random.once_in(4).then(|| format!(" {} {}", random.one_of(CONNECTORS), operand(random, 0)));
    format!("{} {connector} {}{}", operand(random, depth), operand(random, depth), more.unwrap_or_default())
}

fn phrase(random: &mut Random) -> String {
    let words: Vec<&str> = (0..1 + random.below(3)).map(|_| random.one_of(WORDS)).collect();
    let end = random.one_of(&["", "", "", "*", " *", " f*"]);
    let slop = random.one_of(&["", "", "", "~1", "~3"]);
    let (open, close) = random.one_of(&[("\"", "\""), ("\"", "\""), ("“", "”"), ("«", "»")]);
    format!("{open}{}{end}{close}{slop}", words.join(" "))
}

fn field(random: &mut Random) -> String {
    match random.below(24) {
        22 => in_words(random, "author", &["jane", "\"jane alpha\"", "US", "us", "fighter", "gamma", "*"]),
        23 => value(random, "url", &["example.org", "2017/*", "ALPHA/", "org/?lpha", "*"]),
        0..=2 => in_words(random, "title", &["alpha", "\"beta gamma\"", "US", "the", "fight", "\"so *\""]),
        3 => in_words(random, "outlet", &["daily", "\"beta times\"", "US", "us", "U.S.", "alph", "the"]),
        4 => in_words(random, "section", &["fight", "US", "us", "world", "news", "gamma"]),
        5..=7 => {
            in_words(random, "speaker", &["toner", "\"mark toner\"", "US", "\"U.S. officials\"", "official", "mark"])
        }
        8 | 9 => in_words(random, "role", &["spokesman", "\"acting spokesman\"", "US", "fight", "official"]),
        10 | 11 => said(random, "said"),
        12 => said(random, "paraphrased"),
        13 => value(random, "kind", &["title", "body", "list", "boilerplate", "section"]),
        14 => value(random, "lang", &["en", "EN", "de", "*", "e?"]),
        15 => value(random, "path", &["daily", "wire/0*", "1?.txt", "news/wire", "*"]),
        16 => value(random, "topic", &["t1", "\"first topic\"", "medtop:04", "economy", "medtop*", "*"]),
        17 => value(random, "date", &["2017", "2016-05..2017-03", "..2016", "2018..", "unknown", "2017-03"]),
        18 => value(random, "mentions", &["2017", "2017-02", "2017-03-15..2017-04-10", "2017-01.."]),
        19 => format!("({} {})", of_speaker(random), said(random, "said")),
        20 => format!("({} AND {} AND {})", of_speaker(random), said(random, "said"), said(random, "paraphrased")),
        _ => format!("({} AND {})", of_speaker(random), said(random, "paraphrased")),
    }
}

fn of_speaker(random: &mut Random) -> String {
    random.one_of(&["speaker:toner", "role:spokesman", "speaker:*", "-speaker:toner", "speaker:(-toner)"]).to_owned()
}

/// A field whose values are words: one of `known`, or what else can be asked of a text.
fn in_words(random: &mut Random, field: &str, known: &[&str]) -> String {
    match random.below(9) {
        0 => format!("{field}:*"),
        1 => format!("{field}:(-{})", random.one_of(known)),
        2 => format!("{field}:({} {})", random.one_of(known), random.one_of(known)),
        3 => format!("{field}:({} -{})", random.one_of(known), random.one_of(known)),
        4 => format!("{field}:({})", near(random, 0)),
        5 => format!("{field}:{}", pattern(random)),
        6 => format!("{field}:({} OR NOT {})", random.one_of(known), random.one_of(known)),
        _ => format!("{field}:{}", random.one_of(known)),
    }
}

fn said(random: &mut Random, field: &str) -> String {
    match random.below(8) {
        0 => format!("{field}:*"),
        1 => format!("{field}:({})", near(random, 1)),
        2 => format!("{field}:(-{})", operand(random, 0)),
        3 => format!("{field}:({} {} -{})", operand(random, 0), operand(random, 0), operand(random, 0)),
        4 => format!("{field}:(atleast2({}))", operand(random, 0)),
        5 => format!("{field}:({} OR NOT ({}))", operand(random, 0), near(random, 0)),
        _ => format!("{field}:{}", operand(random, 0)),
    }
}

/// A field whose values are taken as they stand.
fn value(random: &mut Random, field: &str, known: &[&str]) -> String {
    match random.below(7) {
        0 => format!("{field}:({} {})", random.one_of(known), random.one_of(known)),
        1 => format!("{field}:({} AND NOT {})", random.one_of(known), random.one_of(known)),
        2 => format!("{field}:(-{})", random.one_of(known)),
        _ => format!("{field}:{}", random.one_of(known)),
    }
}
