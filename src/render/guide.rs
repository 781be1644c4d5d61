//! The guide to the query language as a page of a terminal, and as Markdown.

use std::io::{self, Write};

use anstyle::Style;

use crate::query::guide::{Row, guide};

const HEADING: Style = Style::new().bold();
const EXAMPLE: Style = anstyle::AnsiColor::Cyan.on_default();

/// Prints the guide for a terminal of `width` columns.
///
/// # Errors
/// When nothing can be written.
pub fn print_guide(width: usize, out: &mut dyn Write) -> io::Result<()> {
    for (i, section) in guide().iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{HEADING}{}{HEADING:#}", section.title)?;
        let column = section.rows.iter().flat_map(|row| &row.examples).map(|e| e.len()).max().unwrap_or(0) + 4;
        section.rows.iter().try_for_each(|row| print_row(row, column, width, out))?;
        section
            .remarks
            .iter()
            .try_for_each(|remark| wrapped(remark, width, "  ").iter().try_for_each(|line| writeln!(out, "{line}")))?;
    }
    Ok(())
}

/// An example and what it does beside it; more examples below.
fn print_row(row: &Row, column: usize, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let beside = textwrap::wrap(&row.need, width.saturating_sub(column).max(24));
    for i in 0..beside.len().max(row.examples.len()) {
        let example = row.examples.get(i).copied().unwrap_or_default();
        let need = beside.get(i).map_or("", |line| line.as_ref());
        let gap = " ".repeat(column - 2 - example.len());
        writeln!(out, "{}", format!("  {EXAMPLE}{example}{EXAMPLE:#}{gap}{need}").trim_end())?;
    }
    Ok(())
}

fn wrapped(text: &str, width: usize, indent: &str) -> Vec<String> {
    let options = textwrap::Options::new(width.max(40)).initial_indent(indent).subsequent_indent(indent);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// The guide as Markdown, its headings at `level`.
pub fn markdown(level: usize) -> String {
    let mut page = String::new();
    for section in guide() {
        page.push_str(&format!("{} {}\n\n", "#".repeat(level), section.title));
        if !section.rows.is_empty() {
            page.push_str("| you want | you write |\n|---|---|\n");
        }
        for row in &section.rows {
            let code = |example: &&str| format!("`{}`", example.replace('|', "\\|"));
            let examples: Vec<String> = row.examples.iter().map(code).collect();
            page.push_str(&format!("| {} | {} |\n", row.need, examples.join(", ")));
        }
        let after_table = if section.rows.is_empty() || section.remarks.is_empty() { "" } else { "\n" };
        page.push_str(after_table);
        section.remarks.iter().for_each(|remark| page.push_str(&format!("- {remark}\n")));
        page.push('\n');
    }
    page
}
