//! Files of queries: `id<TAB>query` lines.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::exit::Failure;
use crate::desk::bounded;

/// One line of such a file.
pub(super) struct QueryLine {
    /// Its id.
    pub id: String,
    /// The query's text.
    pub text: String,
}

/// Reads a file of queries; `-` is standard input. Empty lines are passed over.
pub(super) fn read(path: &Path) -> Result<Vec<QueryLine>, Failure> {
    let name = path.display();
    let cannot = |error: std::io::Error| Failure::message(format!("cannot read the queries {name}: {error}"));
    let input: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(cannot)?)
    };
    let mut input = BufReader::new(input.take(bounded::TEXT + 1));
    let (mut queries, mut bytes) = (Vec::new(), 0);
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
        let Some((id, text)) = line.split_once('\t') else {
            let message = format!("{name}:{}: a line has to be an id, a tab and a query", number + 1);
            return Err(Failure::message(message));
        };
        queries.push(QueryLine { id: id.to_owned(), text: text.to_owned() });
    }
    Ok(queries)
}
