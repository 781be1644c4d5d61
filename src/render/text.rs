//! Search results for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::dates::published_in_words;
use super::sanitize::sanitize;
use super::shown_words::{cut, shown_words, wrap};
use crate::annotate::speaker::QuoteKind;
use onrecord_api::{Address, ArticleHead, Attribution, Hit, Relation, SearchAnswer, Speaker, Statement, Unit};

/// How results are laid out.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// Columns; nothing where lines are not to be wrapped.
    pub width: Option<usize>,
    /// Whether styles are shown. Where they are not, marks stand between brackets.
    pub styled: bool,
}

const TITLE: Style = Style::new().bold();
const NAME: Style = AnsiColor::Cyan.on_default();
const FAINT: Style = Style::new().dimmed();

/// Columns by which what belongs to a result stands in.
const INDENT: usize = 3;

/// Prints the results of an answer, and a line that counts them.
///
/// # Errors
/// When nothing can be written.
pub fn print_hits(answer: &SearchAnswer, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    for hit in &answer.hits {
        print_hit(hit, options, out)?;
    }
    for statement in &answer.statements {
        print_statement(statement, options, out)?;
    }
    print_count(answer, out)
}

fn print_count(answer: &SearchAnswer, out: &mut dyn Write) -> io::Result<()> {
    let total = answer.total.value;
    let unit = match answer.unit {
        Unit::Passage => "passage",
        Unit::Article => "article",
        Unit::Quote => "statement",
    };
    let at_least = if answer.total.relation == Relation::Exact { "" } else { "at least " };
    let units = if total == 1 { unit.to_owned() } else { format!("{unit}s") };
    match (total, answer.returned()) {
        (0, _) => writeln!(out, "no {unit} found"),
        (_, shown) if shown == total => writeln!(out, "{FAINT}{total} {units}{FAINT:#}"),
        (_, shown) => writeln!(out, "{FAINT}{shown} of {at_least}{total} {units}{FAINT:#}"),
    }
}

fn print_hit(hit: &Hit, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    print_title(hit.rank, &hit.article, options, out)?;
    let passage = &hit.passage;
    let shown = hit.view.first().unwrap_or(&passage.span).bytes;
    let words = shown_words(&passage.text, passage.span.bytes[0], shown, &hit.marks, options.styled);
    print_lines(&wrap(&words, columns(options)), out)?;
    for Attribution { speaker, kind, to } in &hit.attributions {
        print_line(&who(speaker, *kind, to.as_deref()), NAME, options, out)?;
    }
    let more = (hit.duplicates > 0).then(|| format!("{} more like this", hit.duplicates));
    let facts = facts(&hit.article, &hit.handle, &passage.address).into_iter().chain(more);
    print_facts(&facts.collect::<Vec<_>>(), options, out)
}

fn print_statement(statement: &Statement, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let base = statement.quote.span.bytes[0];
    let shown = [base, base + statement.text.len() as u32];
    let words = shown_words(&statement.text, base, shown, &statement.marks, options.styled);
    let mut lines = wrap(&words, columns(options)).into_iter();
    writeln!(out, "{TITLE}{}.{TITLE:#} {}", statement.rank, lines.next().unwrap_or_default())?;
    print_lines(&lines.collect::<Vec<_>>(), out)?;
    let said = match &statement.quote.speaker {
        Some(speaker) => who(speaker, statement.quote.kind, statement.to.as_deref()),
        None => "— nobody is named".to_owned(),
    };
    print_line(&said, NAME, options, out)?;
    let title = sanitize(title(&statement.article)).into_owned();
    let mut facts = facts(&statement.article, &statement.handle, &statement.address);
    facts.insert(0, cut(&title, 60));
    print_facts(&facts, options, out)
}

/// "— Mark Toner, State Department spokesman, to reporters (paraphrased)".
fn who(speaker: &Speaker, kind: QuoteKind, to: Option<&str>) -> String {
    let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let to = to.map(|to| format!(", to {to}")).unwrap_or_default();
    let paraphrased = if kind == QuoteKind::Indirect { " (paraphrased)" } else { "" };
    format!("— {}{role}{to}{paraphrased}", speaker.name)
}

fn title(article: &ArticleHead) -> &str {
    if article.title.is_empty() { &article.id } else { &article.title }
}

fn print_title(rank: usize, article: &ArticleHead, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let numbered = format!("{rank}. {}", sanitize(title(article)));
    writeln!(out, "{TITLE}{}{TITLE:#}", cut(&numbered, options.width.unwrap_or(usize::MAX).max(20)))
}

/// When and where an article appeared, and how to come back to it.
fn facts(article: &ArticleHead, handle: &str, address: &Address) -> Vec<String> {
    let outlet = article.outlet.as_ref().or(article.section.as_ref()).cloned();
    let given = [published_in_words(&article.published), outlet, Some(handle.to_owned())];
    given.into_iter().flatten().chain([address.after(&article.path)]).collect()
}

/// Columns for what stands in.
fn columns(options: &TextOptions) -> usize {
    options.width.map_or(usize::MAX, |width| width.saturating_sub(INDENT).max(20))
}

fn print_lines(lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{:INDENT$}{line}", ""))
}

fn print_line(text: &str, style: Style, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    for line in textwrap::wrap(&sanitize(text), columns(options)) {
        writeln!(out, "{:INDENT$}{style}{line}{style:#}", "")?;
    }
    Ok(())
}

/// Facts with a dot between them; a line ends between two facts where it can.
fn print_facts(facts: &[String], options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let whole: Vec<String> = facts.iter().map(|fact| sanitize(fact).replace(' ', "\u{a0}")).collect();
    let joined = whole.join(" · ");
    for line in textwrap::wrap(&joined, columns(options)) {
        writeln!(out, "{:INDENT$}{FAINT}{}{FAINT:#}", "", line.trim_end_matches(" ·").replace('\u{a0}', " "))?;
    }
    Ok(())
}
