//! The best hits against all of them: what is passed over, because it cannot be among the best, is not.

use onrecord::analyze::{Forms, analyze};
use onrecord::annotate::Findings;
use onrecord::article::Metadata;
use onrecord::index::document::{Annotated, article_key, documents, source_key};
use onrecord::index::options::WriterOptions;
use onrecord::index::{Snapshot, Writer};
use onrecord::passage;
use onrecord::query;
use onrecord::read::article_from_text;
use onrecord::search::top::Admission;
use onrecord::search::{Engine, Ranked, Ranking, Sort};

use crate::random::Random;

/// The words of texts, from the most common to the rarest, several of one stem among them. So many stand between
/// one and the next that posting lists have from one to dozens of blocks.
const WORDS: &[&str] = &[
    "price", "prices", "bank", "march", "US", "us", "banks", "rally", "vote", "voted", "ISIS", "rallies", "priced",
    "isis", "Votes", "banking", "marching", "quorum",
];

/// Words that are only asked for by their beginning, with which there are more than are looked for one by one.
const MORE: &[&str] = &[
    "mail", "maple", "mayor", "meal", "melon", "metal", "mile", "milk", "mint", "moon", "moss", "mud", "mule", "myth",
];

/// How many articles an index has, of two or three passages each.
const ARTICLES: usize = 4000;

/// An index of random texts, in three segments of different lengths.
pub(crate) fn snapshot(random: &mut Random) -> Snapshot {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut writer = Writer::open(folder.path(), WriterOptions::default()).expect("an index");
    for number in 0..ARTICLES {
        add(&mut writer, &format!("{number:05}"), &text(random));
        if number == ARTICLES / 2 || number == ARTICLES * 7 / 8 {
            writer.commit().expect("a commit");
        }
    }
    writer.commit().expect("a commit");
    writer.close().expect("the end");
    Snapshot::open(folder.path()).expect("the index")
}

fn add(writer: &mut Writer, id: &str, text: &str) {
    let article = article_from_text(id, id, None, text, Metadata::default());
    let mut forms = Forms::new();
    let text = analyze(&article, &mut forms);
    let (passages, findings, source) = (passage::split(&text), Findings::default(), source_key(id));
    let annotated = Annotated { text: &text, forms: &forms, passages: &passages, findings: &findings };
    let docs = documents(writer.fields(), &source, &annotated);
    writer.put_article(&article_key(&source, id), docs, 1).expect("memory");
}

fn text(random: &mut Random) -> String {
    let paragraph = |random: &mut Random| {
        let length = [4, 9, 20, 60][random.below(4)];
        (0..1 + random.below(length)).map(|_| word(random)).collect::<Vec<_>>().join(" ") + "."
    };
    (0..2 + random.below(2)).map(|_| paragraph(random)).collect::<Vec<_>>().join("\n\n")
}

/// A word that a query may ask for, or another; common ones more often than rare ones.
fn word(random: &mut Random) -> &'static str {
    let mut rank = 0;
    while rank < WORDS.len() && !random.once_in(4) {
        rank += 1;
    }
    if random.once_in(2) { "other" } else { WORDS.get(rank).copied().unwrap_or_else(|| random.one_of(MORE)) }
}

/// A query for words, within a filter or not.
pub(crate) fn random_query(random: &mut Random) -> String {
    let query = words(random);
    let filter = random.one_of(&FILTERS);
    if filter.is_empty() || random.once_in(2) { query } else { format!("({query}) {filter}") }
}

/// From those that most passages are in to those that few are.
const FILTERS: [&str; 9] = [
    "-path:3999",
    "-quorum",
    "kind:body",
    "-\"price bank\"",
    "-path:*1*",
    "path:2?5",
    "path:00*",
    "path:123*",
    "path:03999",
];

/// Words in all the ways in which the best are found by other means than the rest.
fn words(random: &mut Random) -> String {
    let mut word = || random.one_of(WORDS).to_owned();
    let (a, b, c) = (word(), word(), word());
    match random.below(24) {
        0 => a,
        1 => format!("={a}"),
        2 => format!("{a} AND {b}"),
        3 => format!("{a} AND {b} AND {c}"),
        4 => format!("{a} OR {b}"),
        5 => format!("{a} {b} {c}"),
        6 => format!("+{a} {b} {c}"),
        7 => format!("{a} OR {b}^3 OR quorum"),
        8 => format!("\"{a} {b}\""),
        9 => format!("\"{a} {b}\"~3 OR {c}"),
        10 => format!("{a} w/3 {b}"),
        11 => format!("{}* OR {b}", &a[..1 + random.below(2)]),
        12 => format!("m* {} {b}", ["AND", "OR"][random.below(2)]),
        13 => format!("{a} -{b}"),
        14 => format!("\"{a} {b} {c}\""),
        15 => format!("={a} w/5 ={b} w/5 ={c}"),
        16 => format!("=quorum AND m* AND {b}"),
        17 => format!("\"{a} {b} {a}\"~4"),
        18 => format!("+\"{a} {b}\" {c} {b}"),
        19 => format!("\"{a} {b}\" AND \"{b} {c}\""),
        20 => format!("({a} w/3 {b}) AND m* AND {c}"),
        21 => format!("{a} AND ({b} OR {c}) w/4 {b}"),
        22 => format!("{a} AND {b}^0.1"),
        _ => format!("\"{a} {b}\" AND {c}"),
    }
}

/// Asserts that the first of the best are those of all; how many there are in all.
pub(crate) fn compare(engine: &Engine, text: &str, plain: bool) -> usize {
    let query = query::parse(text).unwrap_or_else(|e| panic!("{}", query::error::render(&e, text)));
    let admission = Admission { boilerplate: false };
    let ranking = Ranking { plain, by_article: false, sort: Sort::Score, admission, recent: None };
    let best =
        |k| engine.rank(&query, &ranking, k, &query::Stop::NEVER).unwrap_or_else(|error| panic!("{text}\n{error}"));
    let all: Vec<Ranked> = best(1_000_000);
    for k in [1, 2, 10, 100, 1000] {
        assert_eq!(best(k), all[..k.min(all.len())], "the best {k} for {text}");
    }
    all.len()
}
