//! Search results for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use textwrap::WordSplitter::NoHyphenation;
use unicode_width::UnicodeWidthStr;

use super::dates::{published_in_words, with_short_months};
use super::sanitize::sanitize;
use super::shown_words::{ShownWord, cut, plain_words, shown_words, wrap, wrap_with};
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
    let mut before: Option<&Hit> = None;
    for hit in &answer.hits {
        print_hit(hit, Heading::of(hit, before), options, out)?;
        before = Some(hit);
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

/// What stands over a passage. What was said of its article by the result before is not said again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    /// The title of its article.
    Title,
    /// Nothing but its number: it is of the same article as the result before.
    Number,
    /// Nothing: it is one more passage of the same result.
    Nothing,
}

impl Heading {
    fn of(hit: &Hit, before: Option<&Hit>) -> Self {
        let article = |hit: &Hit| hit.handle.split(':').next().map(str::to_owned);
        match before.filter(|before| article(before) == article(hit)) {
            Some(before) if before.rank == hit.rank => Heading::Nothing,
            Some(_) => Heading::Number,
            None => Heading::Title,
        }
    }
}

fn print_hit(hit: &Hit, heading: Heading, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let passage = &hit.passage;
    let shown = hit.view.first().unwrap_or(&passage.span).bytes;
    let words = |shown| shown_words(&passage.text, passage.span.bytes[0], shown, &hit.marks, options.styled);
    let said = (!hit.attributions.is_empty()).then(|| speakers(&hit.attributions));
    match &hit.lead {
        Some(lead) => {
            print_numbered(hit.rank, &words(passage.span.bytes), options, out)?;
            print_lead(lead, options, out)?;
            print_said(said.as_deref(), options, out)?;
        }
        None if heading == Heading::Number => {
            print_numbered(hit.rank, &words(shown), options, out)?;
            print_said(said.as_deref(), options, out)?;
        }
        None => {
            if heading == Heading::Title {
                print_title(hit.rank, &hit.article, options, out)?;
            }
            print_words(&words(shown), said.as_deref(), options, out)?;
        }
    }
    if let Some(Saying { words, attribution }) = &hit.statement {
        let words = cut(&sanitize(words), columns(options).min(LEAD_COLUMNS));
        print_words(&plain_words(&words), Some(&speakers(std::slice::from_ref(attribution))), options, out)?;
    }
    let more = (hit.duplicates > 0).then(|| format!("{} more like this", hit.duplicates));
    let is_told = heading != Heading::Title;
    let mut facts = if is_told { vec![Fact::new(&hit.handle)] } else { facts(&hit.article, &hit.handle) };
    facts.extend(more.map(|more| Fact::new(&more)));
    print_facts(&facts, &Source::new(&hit.article, &passage.address, hit.location.as_deref()), options, out)
}

/// Words, and who said them: behind the words where there is room, else below.
fn print_words(words: &[ShownWord], said: Option<&str>, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let end = said.map(|said| ShownWord::styled(&sanitize(said), NAME));
    match end.filter(|_| options.width.is_some()).and_then(|end| wrap_with(words, &end, columns(options) - 1)) {
        Some(lines) => print_lines(&lines, out),
        None => {
            print_lines(&without_lone_sign(wrap(words, columns(options) - 1)), out)?;
            print_said(said, options, out)
        }
    }
}

fn print_said(said: Option<&str>, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    said.map_or(Ok(()), |said| print_line(said, NAME, options, out))
}

/// A headline that is the passage found, or a passage without a headline of its own: a number and the words.
fn print_numbered(rank: usize, words: &[ShownWord], options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = without_lone_sign(wrap(words, columns(options) - 1)).into_iter();
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
            speakers(&[Attribution { speaker, kind, to }])
        }
        None => "— nobody is named".to_owned(),
    };
    print_line(&said, NAME, options, out)?;
    let title = sanitize(title(&statement.article)).into_owned();
    let mut facts = facts(&statement.article, &statement.handle);
    facts.insert(0, Fact::new(&cut(&title, columns(options).min(60))));
    let source = Source::new(&statement.article, &statement.address, statement.location.as_deref());
    print_facts(&facts, &source, options, out)
}

/// "— Mark Toner, State Department spokesman, to reporters (paraphrased)". Of several who are all paraphrased, that is
/// said once.
fn speakers(said: &[Attribution]) -> String {
    let is_paraphrased = |said: &Attribution| said.kind == QuoteKind::Indirect;
    let (together, each) = match said.len() {
        _ if !said.iter().all(is_paraphrased) => ("", " (paraphrased)"),
        1 => (" (paraphrased)", ""),
        2 => (" (both paraphrased)", ""),
        _ => (" (all paraphrased)", ""),
    };
    let all = said.iter().map(|said| format!("{}{}", who(said), if is_paraphrased(said) { each } else { "" }));
    format!("— {}{together}", all.collect::<Vec<_>>().join("; "))
}

/// "Mark Toner, State Department spokesman, to reporters".
fn who(Attribution { speaker, to, .. }: &Attribution) -> String {
    let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let to = to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default();
    format!("{}{role}{to}", speaker.name)
}

fn title(article: &ArticleHead) -> &str {
    if article.title.is_empty() { &article.id } else { &article.title }
}

fn print_title(rank: usize, article: &ArticleHead, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let numbered = format!("{rank}. {}", sanitize(title(article)));
    writeln!(out, "{TITLE}{}{TITLE:#}", cut(&numbered, options.width.unwrap_or(usize::MAX).max(20)))
}

/// Something to be said of a result, in full and as briefly as can be.
struct Fact {
    full: String,
    brief: String,
}

impl Fact {
    fn new(text: &str) -> Self {
        let text = sanitize(text).replace(' ', "\u{a0}");
        Fact { brief: text.clone(), full: text }
    }

    fn date(text: &str) -> Self {
        Fact { brief: Fact::new(&with_short_months(text)).full, ..Fact::new(text) }
    }
}

/// When and where an article appeared, and how to come back to it.
fn facts(article: &ArticleHead, handle: &str) -> Vec<Fact> {
    let date = published_in_words(&article.published).map(|date| Fact::date(&date));
    let outlet = article.outlet.as_ref().or(article.section.as_ref()).map(|outlet| Fact::new(outlet));
    [date, outlet, Some(Fact::new(handle))].into_iter().flatten().collect()
}

/// Where the words of a result stand.
#[derive(Clone)]
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

    /// Without the folders that the file lies in.
    fn without_folders(self) -> Self {
        let shown = self.shown.rsplit_once('/').map(|(_, name)| format!("…/{name}"));
        Source { shown: shown.unwrap_or(self.shown), ..self }
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

/// The lines of words, without a last one that would be nothing but the sign that there is more.
fn without_lone_sign(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > 1 && lines.last().is_some_and(|line| line == "…") {
        lines.pop();
        lines.last_mut().into_iter().for_each(|line| line.push('…'));
    }
    lines
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

/// Facts and the address with dots between them. Where that takes more than a line, the folders of the file are left
/// out and months are short, if all fits then. Elsewhere a line ends between two facts where it can, and the address
/// stays whole, so that it can be copied.
fn print_facts(facts: &[Fact], source: &Source, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let joined = |fact: fn(&Fact) -> &String, source: &Source| {
        let facts = facts.iter().map(|it| fact(it).clone()).chain([source.shown.replace(' ', "\u{a0}")]);
        facts.collect::<Vec<_>>().join(" · ")
    };
    let (full, short) = (joined(|fact| &fact.full, source), source.clone().without_folders());
    let ways = [joined(|fact| &fact.full, &short), joined(|fact| &fact.brief, &short)];
    let fits = |line: &String| line.width() <= columns(options);
    let (joined, source) = match ways.into_iter().find(fits).filter(|_| !fits(&full)) {
        Some(line) => (line, &short),
        None => (full, source),
    };
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
