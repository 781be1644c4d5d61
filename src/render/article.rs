//! An article for people: its passages with who speaks in them, when and about what.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::dates::published_in_words;
use super::sanitize::sanitize;
use crate::annotate::speaker::QuoteKind;
use onrecord_api::{AnnotatedArticle, PassageHead, Place, Quote, Shown};

const TITLE: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const NAME: Style = AnsiColor::Cyan.on_default();

/// Prints an article, or one of its passages.
///
/// # Errors
/// When nothing can be written.
pub fn print_article(shown: &Shown, out: &mut dyn Write) -> io::Result<()> {
    let article = &shown.article;
    writeln!(out, "{TITLE}{}{TITLE:#}", sanitize(if article.title.is_empty() { &article.id } else { &article.title }))?;
    for (name, value) in facts(article) {
        writeln!(out, "{FAINT}{name:>10}{FAINT:#}  {}", sanitize(&value))?;
    }
    for evidence in &article.published.evidence {
        writeln!(out, "{FAINT}{:>10}{FAINT:#}  {}", "because", sanitize(&evidence.rule))?;
    }
    for passage in &article.passages {
        writeln!(out)?;
        print_passage(shown, passage, out)?;
    }
    Ok(())
}

/// The words at a place of a shown article.
pub fn words<'a>(shown: &'a Shown, place: &Place) -> &'a str {
    let text = if place.within.is_some() { &shown.article.title } else { &shown.text };
    text.get(place.range()).unwrap_or_default()
}

fn facts(article: &AnnotatedArticle) -> Vec<(&'static str, String)> {
    let topics: Vec<&str> = article.topics.iter().map(|topic| topic.label.as_str()).collect();
    let given = [
        ("id", Some(article.id.clone())),
        ("path", Some(article.path.clone())),
        ("outlet", article.outlet.clone()),
        ("author", article.author.clone()),
        ("section", article.section.clone()),
        ("published", published_in_words(&article.published)),
        ("language", article.language.clone()),
        ("topics", Some(topics.join(", ")).filter(|topics| !topics.is_empty())),
    ];
    given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn print_passage(shown: &Shown, passage: &PassageHead, out: &mut dyn Write) -> io::Result<()> {
    let (kind, article) = (passage.kind.name(), &shown.article);
    writeln!(out, "{FAINT}{} · line {} · {kind}{FAINT:#}", passage.ordinal, passage.line)?;
    writeln!(out, "{}", sanitize(words(shown, &passage.span)))?;
    for quote in article.quotes.iter().filter(|quote| passage.span.overlaps(&quote.span)) {
        writeln!(out, "    {}", quote_line(quote, passage, shown))?;
    }
    for date in article.dates.iter().filter(|date| passage.span.overlaps(&date.span)) {
        writeln!(out, "    {FAINT}date{FAINT:#} {} = {}", sanitize(&date.text), sanitize(&date.value))?;
    }
    if !passage.topics.is_empty() {
        let labels: Vec<String> = passage.topics.iter().map(|t| format!("{} {:.2}", t.label, t.score)).collect();
        writeln!(out, "    {FAINT}about{FAINT:#} {}", sanitize(&labels.join(", ")))?;
    }
    Ok(())
}

fn quote_line(quote: &Quote, passage: &PassageHead, shown: &Shown) -> String {
    let verb = match quote.kind {
        QuoteKind::Direct | QuoteKind::Mixed => "said",
        QuoteKind::Indirect => "reported",
    };
    let who = quote.speaker.as_ref().map_or("somebody".to_owned(), |speaker| {
        let name = sanitize(&speaker.name).into_owned();
        speaker.role.as_ref().map_or(name.clone(), |role| format!("{name} ({})", sanitize(role)))
    });
    let words = words(shown, &within(&quote.span, &passage.span));
    format!("{NAME}{who}{NAME:#} {FAINT}{verb} {:.2}{FAINT:#} {}", quote.confidence, sanitize(&shortened(words)))
}

/// The part of a place that lies in another.
fn within(place: &Place, other: &Place) -> Place {
    let bytes = [place.bytes[0].max(other.bytes[0]), place.bytes[1].min(other.bytes[1])];
    Place { bytes, ..*place }
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
