//! The Reuters collection in SGML: many stories a file, each with date, topics, title and text.

use crate::draft::flat;
use crate::input::{Input, Origin, Out, Reading};
use crate::source::SkipReason;
use crate::tags::resolved;
use crate::{article_from_text, day};
use onrecord_text::article::{Address, Article, Lines, Metadata};

/// Reads the stories of a file.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let text = input.text()?;
    let mut number = 0;
    let mut rest = text.as_str();
    while let Some(start) = rest.find("<REUTERS") {
        let story = &rest[start..];
        let end = story.find("</REUTERS>").unwrap_or(story.len());
        number += 1;
        if let Some(article) = article(input.origin, &story[..end], number) {
            out.article(article)?;
        }
        rest = &story[end.max(1)..];
    }
    if number == 0 { Err(SkipReason::UnknownKind.into()) } else { Ok(()) }
}

/// The article of a story; none where it has no text.
fn article(origin: &Origin, story: &str, number: u32) -> Option<Article> {
    let attributes = &story[..story.find('>')?];
    let own = crate::tags::attribute(attributes, "NEWID").filter(|id| !id.is_empty());
    let id = own.map_or_else(
        || format!("{}#{number}", origin.id),
        |id| if origin.depth == 0 { id.into_owned() } else { format!("{}#{id}", origin.id) },
    );
    let title = element(story, "TITLE").map(|title| flat(&title));
    let text = text(story)?;
    let date = element(story, "DATE").map(|date| flat(&date));
    let metadata = Metadata {
        date: date.as_deref().and_then(day::iso).or(date),
        outlet: Some("Reuters".into()),
        author: element(story, "AUTHOR").map(|by| flat(&by)),
        topics: topics(story),
        ..Metadata::default()
    };
    let article = article_from_text(&id, &origin.path, title.as_deref(), text.trim_matches('\n'), metadata);
    let address = Address { member: origin.member.clone(), record: Some(number), lines: Lines::None };
    Some(Article { address, ..article })
}

/// The content of the first element of that name.
fn element(story: &str, name: &str) -> Option<String> {
    let start = story.find(&format!("<{name}>"))? + name.len() + 2;
    let end = story[start..].find(&format!("</{name}>"))?;
    Some(resolved(&story[start..start + end]).into_owned())
}

/// Place line and body; of a story that is a title and a line of text, that line.
fn text(story: &str) -> Option<String> {
    let dateline = element(story, "DATELINE").unwrap_or_default();
    let body = match element(story, "BODY") {
        Some(body) => body,
        None => {
            let start = story.find("<TEXT")?;
            let inner = &story[start + story[start..].find('>')? + 1..];
            let inner = inner.split("</TEXT>").next()?;
            let after_title = inner.rsplit("</TITLE>").next()?;
            resolved(after_title).into_owned()
        }
    };
    let body = without_signature(&body);
    let text = format!("{}{}", dateline.trim_start_matches(['\n', ' ']), body);
    (!text.trim().is_empty()).then_some(text)
}

/// The body without the agency's name and the signs that end it.
fn without_signature(body: &str) -> &str {
    let body = body.trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
    let bare = body.strip_suffix("Reuter").or(body.strip_suffix("REUTER")).unwrap_or(body);
    bare.trim_end_matches(|c: char| c.is_whitespace() || c.is_control())
}

fn topics(story: &str) -> Vec<String> {
    let list = story.find("<TOPICS>").and_then(|start| {
        let list = &story[start..];
        list.find("</TOPICS>").map(|end| &list[..end])
    });
    let topics = list.unwrap_or_default().split("<D>").skip(1).filter_map(|topic| topic.split("</D>").next());
    topics.map(str::to_owned).collect()
}
