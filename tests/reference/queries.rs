//! Random queries, written as people write them.

use crate::Random;

const WORDS: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "fight", "fighters", "fights", "the", "us", "US", "U.S.", "ISIS", "isis",
    "cafe", "al-beta", "ISIS's", "so", "Toner", "zeta",
];

const PATTERNS: &[&str] = &[
    "alpha*",
    "fight*",
    "*a",
    "?eta",
    "fighte?s",
    "=fight",
    "=fighters",
    "caps(Gamma)",
    "caps(US)",
    "caps(isis)",
    "betta~1",
    "fihgter~1",
    "gama~2",
    "/fight(er|ers)?/",
    "/[ab].*a/",
    "is?s",
    "alph!",
];

/// A query of the whole language.
pub fn random(random: &mut Random) -> String {
    let clauses = 1 + random.below(3);
    match random.below(7) {
        0 => joined(random, clauses, " AND "),
        1 => joined(random, clauses, " OR "),
        2 => format!("{} AND NOT {}", clause(random, 1), clause(random, 1)),
        3 => format!("{} w/a {}", operand(random, 0), operand(random, 0)),
        _ => {
            let signed: Vec<String> = (0..clauses).map(|_| signed(random)).collect();
            signed.join(" ")
        }
    }
}

fn signed(random: &mut Random) -> String {
    let sign = random.one_of(&["", "", "", "", "+", "-"]);
    format!("{sign}{}", clause(random, 2))
}

fn joined(random: &mut Random, count: usize, by: &str) -> String {
    (0..=count).map(|_| clause(random, 1)).collect::<Vec<_>>().join(by)
}

/// A part of a query that can take a sign.
fn clause(random: &mut Random, depth: usize) -> String {
    match random.below(12) {
        0 if depth > 0 => format!("({} OR {})", clause(random, depth - 1), clause(random, depth - 1)),
        1 if depth > 0 => format!("({} AND {})", clause(random, depth - 1), clause(random, depth - 1)),
        2 if depth > 0 => format!("({} -{})", clause(random, depth - 1), clause(random, depth - 1)),
        3 | 4 => field(random),
        5 | 6 => format!("({})", near(random, 1)),
        7 => format!("atleast{}({})", 1 + random.below(3), operand(random, 0)),
        8 => format!("{}^2", random.one_of(WORDS)),
        _ => operand(random, 0),
    }
}

/// What a connector takes.
fn operand(random: &mut Random, depth: usize) -> String {
    match random.below(8) {
        0 | 1 => phrase(random),
        2 => random.one_of(PATTERNS).to_owned(),
        3 => format!("({} OR {})", random.one_of(WORDS), random.one_of(WORDS)),
        4 if depth > 0 => format!("({})", near(random, depth - 1)),
        _ => random.one_of(WORDS).to_owned(),
    }
}

fn near(random: &mut Random, depth: usize) -> String {
    let connector =
        random.one_of(&["w/1", "w/2", "w/5", "pre/1", "pre/3", "w/s", "w/p", "pre/s", "NOT w/2", "NOT w/s", "near/3"]);
    format!("{} {connector} {}", operand(random, depth), operand(random, depth))
}

fn phrase(random: &mut Random) -> String {
    let words: Vec<&str> = (0..2 + random.below(2)).map(|_| random.one_of(WORDS)).collect();
    let end = random.one_of(&["", "", "", "*"]);
    let slop = random.one_of(&["", "", "~1", "~3"]);
    format!("\"{}{end}\"{slop}", words.join(" "))
}

fn field(random: &mut Random) -> String {
    match random.below(15) {
        0 => format!("title:{}", random.one_of(WORDS)),
        1 => format!("title:{}", phrase(random)),
        2 => format!("title:({} OR {})", random.one_of(WORDS), random.one_of(WORDS)),
        3 => random.one_of(&["kind:title", "kind:body"]).to_owned(),
        4 => random.one_of(&["date:2017", "date:2016-05..2017-03", "date:..2016", "date:unknown"]).to_owned(),
        5 => random.one_of(&["mentions:2017", "mentions:2017-02", "mentions:2017-03-15..2017-04-10"]).to_owned(),
        6 => random.one_of(&["topic:t1", "topic:\"first topic\"", "topic:medtop:04"]).to_owned(),
        7 => random.one_of(&["outlet:daily", "outlet:\"beta times\"", "lang:en", "path:01*"]).to_owned(),
        8 | 9 => format!("said:{}", operand(random, 0)),
        10 => format!("paraphrased:{}", random.one_of(WORDS)),
        11 => random.one_of(&["speaker:toner", "speaker:\"mark toner\"", "speaker:*"]).to_owned(),
        12 => random.one_of(&["role:spokesman", "role:\"acting spokesman\""]).to_owned(),
        13 => format!("(speaker:toner said:{})", operand(random, 0)),
        _ => format!("(role:secretary AND said:({} OR {}))", random.one_of(WORDS), random.one_of(WORDS)),
    }
}
