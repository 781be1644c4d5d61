//! An article for people: its passages with who speaks in them, when and about what.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::dates::published_in_words;
use super::sanitize::sanitize;
use crate::annotate::CanonicalNames;
use crate::annotate::speaker::{Quote, QuoteKind};
use crate::index::record::{ArticleRecord, PassageRecord};

const TITLE: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Cyan.on_default();

/// Prints an article, or some of its passages.
///
/// # Errors
/// When nothing can be written.
pub fn print_article(
    article: &ArticleRecord,
    passages: &[&PassageRecord],
    names: &dyn CanonicalNames,
    _width: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{TITLE}{}{TITLE:#}", sanitize(if article.title.is_empty() { &article.id } else { &article.title }))?;
    for (name, value) in facts(article) {
        writeln!(out, "{FAINT}{name:>10}{FAINT:#}  {}", sanitize(&value))?;
    }
    for evidence in &article.found.published.evidence {
        writeln!(out, "{FAINT}{:>10}{FAINT:#}  {}", "because", sanitize(&evidence.rule))?;
    }
    for passage in passages {
        writeln!(out)?;
        print_passage(passage, names, out)?;
    }
    Ok(())
}

fn facts(article: &ArticleRecord) -> Vec<(&'static str, String)> {
    let metadata = &article.metadata;
    let topics: Vec<&str> = article.found.topics.iter().map(|topic| topic.label.as_str()).collect();
    let given = [
        ("id", Some(article.id.clone())),
        ("path", Some(article.path.clone())),
        ("outlet", metadata.outlet.clone()),
        ("author", metadata.author.clone()),
        ("section", article.section().map(str::to_owned)),
        ("published", published_in_words(&article.found.published)),
        ("language", article.found.language.clone()),
        ("topics", Some(topics.join(", ")).filter(|topics| !topics.is_empty())),
    ];
    given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn print_passage(passage: &PassageRecord, names: &dyn CanonicalNames, out: &mut dyn Write) -> io::Result<()> {
    let kind = passage.kind.name();
    writeln!(out, "{FAINT}{} · line {} · {kind}{FAINT:#}", passage.ordinal, passage.line)?;
    writeln!(out, "{}", sanitize(&passage.text))?;
    for quote in &passage.quotes {
        writeln!(out, "    {}", quote_line(quote, passage, names))?;
    }
    for date in &passage.dates {
        let words = within(passage, date.span.start, date.span.end);
        writeln!(out, "    {FAINT}date{FAINT:#} {} = {}", sanitize(words), sanitize(&date.value))?;
    }
    if !passage.topics.is_empty() {
        let labels: Vec<String> = passage.topics.iter().map(|t| format!("{} {:.2}", t.label, t.score)).collect();
        writeln!(out, "    {FAINT}about{FAINT:#} {}", sanitize(&labels.join(", ")))?;
    }
    Ok(())
}

fn quote_line(quote: &Quote, passage: &PassageRecord, names: &dyn CanonicalNames) -> String {
    let verb = match quote.kind {
        QuoteKind::Direct | QuoteKind::Mixed => "said",
        QuoteKind::Indirect => "reported",
    };
    let who = quote.speaker.as_ref().map_or("somebody".to_owned(), |speaker| {
        let name = sanitize(&names.canonical(speaker)).into_owned();
        speaker.role.as_ref().map_or(name.clone(), |role| format!("{name} ({})", sanitize(role)))
    });
    let words = within(passage, quote.span.start, quote.span.end);
    format!("{NAME}{who}{NAME:#} {FAINT}{verb} {:.2}{FAINT:#} {}", quote.confidence, sanitize(&shortened(words)))
}

/// The part of the passage's text from byte `start` to `end` of the content, as far as it lies in it.
fn within(passage: &PassageRecord, start: u32, end: u32) -> &str {
    let base = passage.span.start;
    let from = start.saturating_sub(base) as usize;
    let to = (end.saturating_sub(base) as usize).min(passage.text.len());
    passage.text.get(from..to).unwrap_or_default()
}

/// The first words of a long text.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 80;
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    let cut = start.rfind(' ').unwrap_or(start.len());
    format!("{} …", &start[..cut])
}
