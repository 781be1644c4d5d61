//! Statements for programs: JSON Lines and CSV.

use std::io::{self, Write};

use serde::Serialize;

use super::json::write_line;
use super::table::Table;
use super::wire;
use onrecord_api::{SearchAnswer, Statement};

/// Prints statements as JSON Lines: a `quote` each.
///
/// # Errors
/// When nothing can be written.
pub fn json(statements: &[Statement], out: &mut dyn Write) -> io::Result<()> {
    statements.iter().try_for_each(|statement| write_line(&wire::statement(statement), out))
}

/// The columns of a table of statements.
const COLUMNS: [&str; 13] =
    ["date", "speaker", "type", "role", "kind", "words", "title", "outlet", "author", "url", "handle", "path", "line"];

/// Prints statements as comma-separated values, a row each.
///
/// # Errors
/// When nothing can be written.
pub fn csv(answer: &SearchAnswer, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out);
    table.row(COLUMNS)?;
    for statement in &answer.statements {
        let article = &statement.article;
        let speaker = statement.quote.speaker.as_ref();
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = [
            given(&article.published.best),
            speaker.map(|speaker| speaker.name.clone()).unwrap_or_default(),
            speaker.map(|speaker| name(&speaker.kind)).unwrap_or_default(),
            speaker.map(|speaker| given(&speaker.role)).unwrap_or_default(),
            name(&statement.quote.kind),
            statement.text.clone(),
            article.title.clone(),
            given(&article.outlet),
            given(&article.author),
            given(&article.url),
            statement.handle.clone(),
            article.path.clone(),
            statement.line.to_string(),
        ];
        table.row(row.iter().map(String::as_str))?;
    }
    table.finish()
}

/// The name that JSON has for a kind or type.
fn name(kind: &impl Serialize) -> String {
    let value = serde_json::to_value(kind).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
