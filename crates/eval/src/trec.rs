//! TREC runs (`query Q0 document rank score tag`) and judgements (`query 0 document relevance`).
//!
//! Fields are separated by blanks or tabs; empty lines and lines that begin with `#` are passed over, and
//! what follows the last field is ignored, all as trec_eval has it. The rank is ignored too: the order is that
//! of the scores.

use std::collections::HashMap;
use std::io::BufRead;

/// The scored documents of each query of a run, best first, ties by document id descending.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Query → documents with scores.
    pub queries: HashMap<String, Vec<(String, f64)>>,
}

/// The judged documents of each query, queries in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qrels {
    /// Queries with their documents' grades; a grade of 0 or less says "not relevant".
    pub queries: Vec<(String, HashMap<String, i64>)>,
}

/// What is wrong with a run or with judgements, and where.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct TrecError {
    /// The file as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What was found there.
    pub problem: TrecProblem,
}

/// What can be wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum TrecProblem {
    /// It has too few fields.
    #[error("{found} fields where a line needs {wanted}: {form}")]
    Fields {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
        /// What they should be.
        form: &'static str,
    },
    /// A field that should be a number is none.
    #[error("the {name} {text:?} is not {wanted}")]
    Number {
        /// Which field.
        name: &'static str,
        /// What stands there.
        text: String,
        /// What should.
        wanted: &'static str,
    },
    /// A query has the same document twice.
    #[error("document {document:?} occurs twice for query {query:?}")]
    Twice {
        /// The query.
        query: String,
        /// The document.
        document: String,
    },
    /// A line is longer than any line of such a file has reason to be.
    #[error("the line is longer than {MAX_LINE} bytes: this is not a {0} file")]
    Long(&'static str),
    /// A line is not text.
    #[error("the line is not UTF-8")]
    Encoding,
    /// The file cannot be read on.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

const RUN_FORM: &str = "query Q0 document rank score tag";
const QRELS_FORM: &str = "query 0 document relevance";

/// Longest line read, in bytes: ids are short, and a file without line breaks must not fill the memory.
const MAX_LINE: u64 = 1 << 16;

/// Reads a run. `file` names it in errors.
///
/// # Errors
/// At the first line that is not one of a run, or that repeats a document of its query.
pub fn read_run(file: &str, reader: impl BufRead) -> Result<Run, TrecError> {
    let mut scores: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for_each_line(file, "run", reader, |line| {
        let [query, _, document, _, score, _] = fields::<6>(line, RUN_FORM)?;
        insert_once(entry(&mut scores, query), query, document, parse_score(score)?)
    })?;
    let ranked = scores.into_iter().map(|(query, documents)| (query, ranked(documents)));
    Ok(Run { queries: ranked.collect() })
}

/// Reads judgements. `file` names them in errors.
///
/// # Errors
/// At the first line that is not a judgement, or that judges a document a second time.
pub fn read_qrels(file: &str, reader: impl BufRead) -> Result<Qrels, TrecError> {
    let mut qrels = Qrels::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for_each_line(file, "judgements", reader, |line| {
        let [query, _, document, grade] = fields::<4>(line, QRELS_FORM)?;
        let place = places.get(query).copied().unwrap_or_else(|| {
            places.insert(query.to_owned(), qrels.queries.len());
            qrels.queries.push((query.to_owned(), HashMap::new()));
            qrels.queries.len() - 1
        });
        insert_once(&mut qrels.queries[place].1, query, document, parse_grade(grade)?)
    })?;
    Ok(qrels)
}

fn ranked(documents: HashMap<String, f64>) -> Vec<(String, f64)> {
    let mut ranked: Vec<_> = documents.into_iter().collect();
    ranked.sort_unstable_by(|(doc_a, a), (doc_b, b)| b.total_cmp(a).then_with(|| doc_b.cmp(doc_a)));
    ranked
}

fn for_each_line(
    file: &str,
    what: &'static str,
    mut reader: impl BufRead,
    mut take: impl FnMut(&str) -> Result<(), TrecProblem>,
) -> Result<(), TrecError> {
    let mut bytes = Vec::new();
    for line in 1.. {
        let at = |problem: TrecProblem| TrecError { file: file.to_owned(), line, problem };
        bytes.clear();
        let read = std::io::Read::take(&mut reader, MAX_LINE).read_until(b'\n', &mut bytes);
        if read.map_err(|error| at(error.into()))? == 0 {
            break;
        }
        if bytes.len() as u64 == MAX_LINE && !bytes.ends_with(b"\n") {
            return Err(at(TrecProblem::Long(what)));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| at(TrecProblem::Encoding))?;
        let text = if line == 1 { text.trim_start_matches('\u{FEFF}') } else { text };
        if !text.trim().is_empty() && !text.trim_start().starts_with('#') {
            take(text).map_err(at)?;
        }
    }
    Ok(())
}

fn fields<'a, const N: usize>(line: &'a str, form: &'static str) -> Result<[&'a str; N], TrecProblem> {
    let mut fields = [""; N];
    let mut found = 0;
    for (place, field) in fields.iter_mut().zip(line.split_ascii_whitespace()) {
        *place = field;
        found += 1;
    }
    if found == N { Ok(fields) } else { Err(TrecProblem::Fields { found, wanted: N, form }) }
}

fn entry<'m, V: Default>(map: &'m mut HashMap<String, V>, key: &str) -> &'m mut V {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), V::default());
    }
    map.get_mut(key).expect("just inserted")
}

fn insert_once<V>(
    documents: &mut HashMap<String, V>,
    query: &str,
    document: &str,
    value: V,
) -> Result<(), TrecProblem> {
    match documents.insert(document.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(TrecProblem::Twice { query: query.to_owned(), document: document.to_owned() }),
    }
}

fn parse_score(text: &str) -> Result<f64, TrecProblem> {
    // Adding zero turns -0 into 0: the two are one score.
    let score = text.parse::<f64>().ok().filter(|score| !score.is_nan()).map(|score| score + 0.0);
    score.ok_or_else(|| TrecProblem::Number { name: "score", text: text.to_owned(), wanted: "a number" })
}

fn parse_grade(text: &str) -> Result<i64, TrecProblem> {
    let grade = text.parse::<i64>().ok();
    grade.ok_or_else(|| TrecProblem::Number { name: "relevance", text: text.to_owned(), wanted: "a whole number" })
}
