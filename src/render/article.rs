//! An article for people: its passages with who speaks in them, when and about what.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::dates::published_in_words;
use super::sanitize::sanitize;
use super::shown_words::{cut, shown_words, wrap};
use super::text::TextOptions;
use crate::annotate::speaker::QuoteKind;
use onrecord_api::{AnnotatedArticle, PassageHead, Place, Quote, Shown};

const TITLE: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Cyan.on_default();

/// Prints an article, or some of its passages.
///
/// # Errors
/// When nothing can be written.
pub fn print_article(shown: &Shown, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let article = &shown.article;
    let title = sanitize(if article.title.is_empty() { &article.id } else { &article.title });
    for line in textwrap::wrap(&title, options.width.unwrap_or(usize::MAX)) {
        writeln!(out, "{TITLE}{line}{TITLE:#}")?;
    }
    for (name, value) in facts(shown) {
        print_fact(name, &value, options, out)?;
    }
    for evidence in &article.published.evidence {
        print_fact("because", &evidence.rule, options, out)?;
    }
    for passage in &article.passages {
        writeln!(out)?;
        print_passage(shown, passage, options, out)?;
    }
    Ok(())
}

/// The words at a place of a shown article.
pub fn words<'a>(shown: &'a Shown, place: &Place) -> &'a str {
    let text = if place.within.is_some() { &shown.article.title } else { &shown.text };
    text.get(place.range()).unwrap_or_default()
}

fn facts(shown: &Shown) -> Vec<(&'static str, String)> {
    let article: &AnnotatedArticle = &shown.article;
    let topics: Vec<&str> = article.topics.iter().map(|topic| topic.label.as_str()).collect();
    let given = [
        ("handle", Some(shown.handle.clone())),
        ("id", Some(article.id.clone())),
        ("path", Some(article.path.clone())),
        ("outlet", article.outlet.clone()),
        ("author", article.author.clone()),
        ("url", article.url.clone()),
        ("section", article.section.clone()),
        ("published", published_in_words(&article.published)),
        ("language", article.language.clone()),
        ("topics", Some(topics.join(", ")).filter(|topics| !topics.is_empty())),
    ];
    given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Columns of the names of facts.
const NAMES: usize = 12;

fn print_fact(name: &str, value: &str, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let width = options.width.map_or(usize::MAX, |width| width.saturating_sub(NAMES).max(20));
    for (i, line) in textwrap::wrap(&sanitize(value), width).iter().enumerate() {
        let name = if i == 0 { name } else { "" };
        writeln!(out, "{FAINT}{name:>10}{FAINT:#}  {line}")?;
    }
    Ok(())
}

fn print_passage(shown: &Shown, passage: &PassageHead, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let (kind, article) = (passage.kind.name(), &shown.article);
    writeln!(out, "{FAINT}{}:{} · line {} · {kind}{FAINT:#}", shown.handle, passage.ordinal, passage.line)?;
    let span = &passage.span;
    let marks: Vec<_> = shown.marks.iter().filter(|mark| mark.span.within == span.within).cloned().collect();
    let text = shown_words(words(shown, span), span.bytes[0], span.bytes, &marks, options.styled);
    for line in wrap(&text, options.width.unwrap_or(usize::MAX)) {
        writeln!(out, "{line}")?;
    }
    for quote in article.quotes.iter().filter(|quote| span.overlaps(&quote.span)) {
        print_quote(quote, passage, shown, options, out)?;
    }
    for date in article.dates.iter().filter(|date| span.overlaps(&date.span)) {
        writeln!(out, "    {FAINT}date{FAINT:#} {} = {}", sanitize(&date.text), sanitize(&date.value))?;
    }
    if !passage.topics.is_empty() {
        let labels: Vec<String> = passage.topics.iter().map(|t| format!("{} {:.2}", t.label, t.score)).collect();
        print_indented("about", &labels.join(", "), options, out)?;
    }
    Ok(())
}

fn print_indented(name: &str, value: &str, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let width = options.width.map_or(usize::MAX, |width| width.saturating_sub(5 + name.len()).max(20));
    for (i, line) in textwrap::wrap(&sanitize(value), width).iter().enumerate() {
        let name = if i == 0 { name } else { "" };
        writeln!(out, "    {FAINT}{name}{FAINT:#} {line}")?;
    }
    Ok(())
}

/// Who said a quote, and the words below: names stay readable in narrow terminals.
fn print_quote(
    quote: &Quote,
    passage: &PassageHead,
    shown: &Shown,
    options: &TextOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let verb = match quote.kind {
        QuoteKind::Direct | QuoteKind::Mixed => "said",
        QuoteKind::Indirect => "is paraphrased",
    };
    let who = quote.speaker.as_ref().map_or("somebody".to_owned(), |speaker| {
        let name = sanitize(&speaker.name).into_owned();
        speaker.role.as_ref().map_or(name.clone(), |role| format!("{name} ({})", sanitize(role)))
    });
    let width = options.width.map_or(SHOWN, |width| width.saturating_sub(6).max(20));
    writeln!(out, "    {NAME}{who}{NAME:#} {FAINT}{verb}, {:.0} %{FAINT:#}", quote.confidence * 100.0)?;
    let words = words(shown, &within(&quote.span, &passage.span));
    writeln!(out, "      {}", cut(&sanitize(words), width))
}

/// Columns of a quote's words where the terminal does not say how many it has.
const SHOWN: usize = 80;

/// The part of a place that lies in another.
fn within(place: &Place, other: &Place) -> Place {
    let bytes = [place.bytes[0].max(other.bytes[0]), place.bytes[1].min(other.bytes[1])];
    Place { bytes, ..*place }
}
