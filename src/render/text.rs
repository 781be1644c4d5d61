//! Search results for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use textwrap::WordSplitter::NoHyphenation;

use super::dates::published_in_words;
use super::sanitize::sanitize;
use super::shown_words::{ShownWord, cut, shown_words, wrap};
use crate::annotate::speaker::QuoteKind;
use onrecord_api::{Address, ArticleHead, Attribution, Hit, Relation, Saying, SearchAnswer, Statement, Unit};

/// How results are laid out.
#[derive(Clone, Debug)]
pub struct TextOptions {
    /// Columns; nothing where lines are not to be wrapped.
    pub width: Option<usize>,
    /// Whether styles are shown. Where they are not, marks stand between brackets.
    pub styled: bool,
    /// Where addresses are to be links (OSC 8): the name of this machine, which their URLs carry.
    pub links: Option<String>,
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
    let mut before = None;
    for hit in &answer.hits {
        // Passages of one article share its rank where articles are the results.
        print_hit(hit, before == Some(hit.rank), options, out)?;
        before = Some(hit.rank);
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
        (_, 0) => writeln!(out, "{FAINT}{at_least}{total} {units}{FAINT:#}"),
        (_, shown) if shown == total => writeln!(out, "{FAINT}{total} {units}{FAINT:#}"),
        (_, shown) => writeln!(out, "{FAINT}{shown} of {at_least}{total} {units}{FAINT:#}"),
    }
}

/// Prints a hit. `goes_on`: it is another passage of the article just printed, whose title and date need no saying.
fn print_hit(hit: &Hit, goes_on: bool, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let passage = &hit.passage;
    let shown = hit.view.first().unwrap_or(&passage.span).bytes;
    let words = |shown| shown_words(&passage.text, passage.span.bytes[0], shown, &hit.marks, options.styled);
    match &hit.lead {
        Some(lead) => {
            print_marked_title(hit.rank, &words(passage.span.bytes), options, out)?;
            print_lead(lead, options, out)?;
        }
        None => {
            if !goes_on {
                print_title(hit.rank, &hit.article, options, out)?;
            }
            print_lines(&wrap(&words(shown), columns(options)), out)?;
        }
    }
    for said in &hit.attributions {
        print_line(&who(said), NAME, options, out)?;
    }
    if let Some(Saying { words, attribution }) = &hit.statement {
        print_lines(&[cut(&sanitize(words), columns(options).min(LEAD_COLUMNS))], out)?;
        print_line(&who(attribution), NAME, options, out)?;
    }
    let more = (hit.duplicates > 0).then(|| format!("{} more like this", hit.duplicates));
    let mut facts = if goes_on { vec![hit.handle.clone()] } else { facts(&hit.article, &hit.handle) };
    facts.extend(more);
    print_facts(&facts, &Source::new(&hit.article, &passage.address, hit.location.as_deref()), options, out)
}

/// A headline that is the passage found, with its marks.
fn print_marked_title(rank: usize, words: &[ShownWord], options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = wrap(words, columns(options)).into_iter();
    writeln!(out, "{TITLE}{rank}.{TITLE:#} {}", lines.next().unwrap_or_default())?;
    print_lines(&lines.collect::<Vec<_>>(), out)
}

/// Lines of an article's beginning that are shown below its headline.
const LEAD_LINES: usize = 2;

/// Columns of such a line where lines are not wrapped.
const LEAD_COLUMNS: usize = 150;

fn print_lead(lead: &str, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let room = columns(options).min(LEAD_COLUMNS) - " …".len();
    let lead = sanitize(lead);
    let lines = textwrap::wrap(&lead, room);
    let more = if lines.len() > LEAD_LINES { " …" } else { "" };
    let shown: Vec<&str> = lines.iter().take(LEAD_LINES).map(AsRef::as_ref).collect();
    print_lines(&[shown.join(&format!("\n{:INDENT$}", "")) + more], out)
}

fn print_statement(statement: &Statement, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let base = statement.quote.span.bytes[0];
    let shown = [base, base + statement.text.len() as u32];
    let words = shown_words(&statement.text, base, shown, &statement.marks, options.styled);
    let mut lines = wrap(&words, columns(options)).into_iter();
    writeln!(out, "{TITLE}{}.{TITLE:#} {}", statement.rank, lines.next().unwrap_or_default())?;
    print_lines(&lines.collect::<Vec<_>>(), out)?;
    let said = match &statement.quote.speaker {
        Some(speaker) => {
            let (speaker, kind, to) = (speaker.clone(), statement.quote.kind, statement.to.clone());
            who(&Attribution { speaker, kind, to })
        }
        None => "— nobody is named".to_owned(),
    };
    print_line(&said, NAME, options, out)?;
    let title = sanitize(title(&statement.article)).into_owned();
    let mut facts = facts(&statement.article, &statement.handle);
    facts.insert(0, cut(&title, columns(options).min(60)));
    let source = Source::new(&statement.article, &statement.address, statement.location.as_deref());
    print_facts(&facts, &source, options, out)
}

/// "— Mark Toner, State Department spokesman, to reporters (paraphrased)".
fn who(Attribution { speaker, kind, to }: &Attribution) -> String {
    let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let to = to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default();
    let paraphrased = if *kind == QuoteKind::Indirect { " (paraphrased)" } else { "" };
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
fn facts(article: &ArticleHead, handle: &str) -> Vec<String> {
    let outlet = article.outlet.as_ref().or(article.section.as_ref()).cloned();
    [published_in_words(&article.published), outlet, Some(handle.to_owned())].into_iter().flatten().collect()
}

/// Where the words of a result stand.
struct Source<'a> {
    /// As people write it.
    shown: String,
    /// The absolute path of the file.
    location: Option<&'a str>,
}

impl<'a> Source<'a> {
    fn new(article: &ArticleHead, address: &Address, location: Option<&'a str>) -> Self {
        Source { shown: sanitize(&address.after(&article.path)).into_owned(), location }
    }

    /// The address as a link of the terminal
    /// (<https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>); as it is where it cannot be one.
    fn linked(&self, options: &TextOptions) -> String {
        let (Some(host), Some(location)) = (&options.links, self.location) else { return self.shown.clone() };
        let path = percent_encode(location.as_bytes(), NOT_IN_PATHS);
        format!("\u{1b}]8;;file://{}{path}\u{1b}\\{}\u{1b}]8;;\u{1b}\\", sanitize(host), self.shown)
    }
}

/// What stands for itself in the path of a URL; all else is written in percents.
const NOT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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

/// Facts and the address with dots between them. A line ends between two facts where it can; an address stays whole,
/// so that it can be copied.
fn print_facts(facts: &[String], source: &Source, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let facts = facts.iter().map(|fact| sanitize(fact).into_owned()).chain([source.shown.clone()]);
    let whole: Vec<String> = facts.map(|fact| fact.replace(' ', "\u{a0}")).collect();
    let joined = whole.join(" · ");
    let lines = textwrap::wrap(
        &joined,
        textwrap::Options::new(columns(options)).break_words(false).word_splitter(NoHyphenation),
    );
    for (number, line) in lines.iter().enumerate() {
        let line = line.trim_end_matches(" ·").replace('\u{a0}', " ");
        let address = line.strip_suffix(&source.shown).filter(|_| number + 1 == lines.len());
        let line = address.map_or_else(|| line.clone(), |before| format!("{before}{}", source.linked(options)));
        writeln!(out, "{:INDENT$}{FAINT}{line}{FAINT:#}", "")?;
    }
    Ok(())
}
