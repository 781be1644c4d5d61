//! Files of queries: `id<TAB>query` lines, perhaps with the day of the query as a third column.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::exit::Failure;
use crate::desk::bounded;
use crate::query::period::Period;

/// One line of such a file.
pub(super) struct QueryLine {
    /// Its id.
    pub id: String,
    /// The query's text.
    pub text: String,
    /// Its day, where a third column gives one.
    pub day: Option<String>,
}

/// Reads a file of queries; `-` is standard input. Empty lines are passed over; no two may have one id.
pub(super) fn read(path: &Path) -> Result<Vec<QueryLine>, Failure> {
    let name = path.display();
    let cannot = |error: std::io::Error| Failure::message(format!("cannot read the queries {name}: {error}"));
    let input: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(cannot)?)
    };
    let mut input = BufReader::new(input.take(bounded::TEXT + 1));
    let (mut queries, mut bytes, mut ids) = (Vec::new(), 0, HashSet::new());
    for (number, line) in input.by_ref().split(b'\n').enumerate() {
        let line = line.map_err(cannot)?;
        bytes += line.len() as u64 + 1;
        if bytes > bounded::TEXT || queries.len() == bounded::LINES {
            let (megabytes, lines) = (bounded::TEXT >> 20, bounded::LINES);
            let message = format!("{name} has more than {megabytes} MB or {lines} queries: give it in parts");
            return Err(Failure::message(message));
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches('\r').trim_start_matches('\u{FEFF}');
        if line.trim().is_empty() {
            continue;
        }
        let query = query_of(line).map_err(|message| Failure::message(format!("{name}:{}: {message}", number + 1)))?;
        if !ids.insert(query.id.clone()) {
            let message = format!("{name}:{}: the id {} stands twice in this file", number + 1, query.id);
            return Err(Failure::message(message));
        }
        queries.push(query);
    }
    Ok(queries)
}

/// The query of a line.
fn query_of(line: &str) -> Result<QueryLine, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let (id, text, day) = match columns[..] {
        [id, text] => (id, text, ""),
        [id, text, day] => (id, text, day.trim()),
        _ => return Err("a line has to be an id, a tab and a query, and perhaps a tab and a day".to_owned()),
    };
    if !day.is_empty() && !matches!(Period::parse(day), Ok(Period::Between(Some(_), Some(_)))) {
        return Err(format!("the third column has to be the day of the query, such as 2017-03-22: {day}"));
    }
    let day = Some(day.to_owned()).filter(|day| !day.is_empty());
    Ok(QueryLine { id: id.to_owned(), text: text.to_owned(), day })
}
