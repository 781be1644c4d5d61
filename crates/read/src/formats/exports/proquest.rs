//! ProQuest, as HTML, text, RTF or a mail: a headline, then labels (`Author:`, `Publication title:`, `Full text:`).

use crate::draft::{Draft, OwnId, Para, flat};
use crate::tags::runs;
use onrecord_text::article::BlockKind;

/// What a label says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Title,
    Author,
    Outlet,
    Info,
    Abstract,
    Text,
    Section,
    Date,
    Url,
    Id,
    Other,
}

/// The labels in small letters.
const LABELS: &[(Label, &[&str])] = &[
    (Label::Title, &["title"]),
    (Label::Author, &["author", "authors", "byline"]),
    (Label::Outlet, &["publication title", "publication"]),
    (Label::Info, &["publication info"]),
    (Label::Abstract, &["abstract"]),
    (Label::Text, &["full text"]),
    (Label::Section, &["section"]),
    (Label::Date, &["publication date", "date"]),
    (Label::Url, &["document url", "url"]),
    (Label::Id, &["proquest document id"]),
    (
        Label::Other,
        &[
            "links",
            "subject",
            "location",
            "company / organization",
            "people",
            "pages",
            "page",
            "publication year",
            "year",
            "publisher",
            "place of publication",
            "country of publication",
            "publication subject",
            "issn",
            "source type",
            "language of publication",
            "language",
            "document type",
            "copyright",
            "last updated",
            "database",
            "classification",
            "identifier / keyword",
            "volume",
            "issue",
            "number of pages",
            "first page",
            "start page",
            "supplement",
            "document feature",
            "accession number",
            "journal subject",
            "e-issn",
            "title",
            "column",
            "dateline",
            "correspondence author",
            "publication history",
            "document page",
            "credit",
            "product name",
            "business indexing term",
        ],
    ),
];

/// The articles of a page; none where it is no such export.
pub(super) fn split_html(html: &str) -> Option<Vec<Draft>> {
    let bytes = html.as_bytes();
    let anchors = memchr::memmem::find_iter(bytes, b"DocID_")
        .filter(|&at| html[..at].trim_end_matches(['"', '\'']).ends_with("name="));
    let starts: Vec<usize> = anchors.filter_map(|at| html[..at].rfind('<')).collect();
    if starts.is_empty() && memchr::memmem::find(bytes, b"ProQuest document ID").is_none() {
        return None;
    }
    let starts = if starts.is_empty() { vec![0] } else { starts };
    let ends = starts.iter().skip(1).copied().chain([html.len()]);
    let drafts = starts.iter().zip(ends).filter_map(|(&start, end)| {
        let runs = runs(&html[start..end]);
        article(&runs.into_iter().map(|run| Para::new(run.text)).collect::<Vec<_>>())
    });
    Some(drafts.collect::<Vec<_>>()).filter(|drafts| !drafts.is_empty())
}

/// The articles of paragraphs; none where they are no such export.
pub(super) fn split(paras: &[Para]) -> Option<Vec<Draft>> {
    if !paras
        .iter()
        .any(|para| para.text.contains("ProQuest document ID") || para.text.contains("ProQuest document link"))
    {
        return None;
    }
    let lines: Vec<Para> = paras.iter().flat_map(lines).collect();
    let drafts: Vec<Draft> = lines.split(is_rule).filter_map(article).collect();
    (!drafts.is_empty()).then_some(drafts)
}

/// The lines of a paragraph that begin with labels, each by itself; lines without one go on with the line before.
fn lines(para: &Para) -> Vec<Para> {
    let mut lines: Vec<Para> = Vec::new();
    for (number, line) in para.text.lines().enumerate() {
        let at = if para.line == 0 { 0 } else { para.line + number as u32 };
        match lines.last_mut().filter(|_| label(line).is_none() && !is_rule_text(line)) {
            Some(last) => {
                last.text.push('\n');
                last.text.push_str(line);
            }
            None => lines.push(Para { text: line.to_owned(), line: at, ..para.clone() }),
        }
    }
    lines
}

/// A line of underscores, or "Document 1 of 20".
fn is_rule(para: &Para) -> bool {
    is_rule_text(&para.text)
}

fn is_rule_text(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    (text.len() >= 20 && text.bytes().all(|b| b == b'_'))
        || matches!(words[..], ["Document", a, "of", b] if a.parse::<u32>().is_ok() && b.parse::<u32>().is_ok())
}

fn label(text: &str) -> Option<(Label, &str)> {
    let text = text.trim_start();
    let colon = text.bytes().take(40).position(|b| b == b':')?;
    let name = text.get(..colon)?;
    if !name.starts_with(char::is_uppercase) {
        return None;
    }
    let lower = name.trim().to_lowercase();
    let known = LABELS.iter().find(|(_, names)| names.contains(&lower.as_str()))?;
    Some((known.0, text[colon + 1..].trim()))
}

/// The article of a record's paragraphs; none where they have no labels.
fn article(paras: &[Para]) -> Option<Draft> {
    let first = paras.iter().position(|para| label(&para.text).is_some())?;
    let mut draft =
        Draft { title: paras[..first].iter().rev().map(Para::flat).find(|t| !t.is_empty()), ..Draft::default() };
    let (mut summary, mut text, mut open) = (Vec::new(), Vec::new(), Label::Other);
    for para in &paras[first..] {
        let value = match label(&para.text) {
            Some((found, value)) => {
                open = found;
                value
            }
            None => para.text.as_str(),
        };
        let piece = || Para { text: value.to_owned(), ..para.clone() };
        match open {
            Label::Text if !is_leftover(value) => text.push(piece()),
            Label::Abstract => summary.push(piece()),
            _ => take(open, value, &mut draft),
        }
    }
    let has_text = text.iter().any(|para| !para.text.trim().is_empty());
    draft.paras = if has_text { text } else { summary };
    let known = draft.title.is_some() && (draft.metadata.date.is_some() || draft.metadata.outlet.is_some());
    known.then(|| labelled(draft))
}

/// What remains of tags that the mail's text has cut in two.
fn is_leftover(text: &str) -> bool {
    text.trim() == "html>"
}

fn labelled(mut draft: Draft) -> Draft {
    draft.paras.iter_mut().filter(|para| para.kind == Some(BlockKind::Title)).for_each(|para| para.kind = None);
    draft
}

/// Notes what a label says; the first of each counts.
fn take(label: Label, value: &str, draft: &mut Draft) {
    let value = flat(value);
    if value.is_empty() {
        return;
    }
    let metadata = &mut draft.metadata;
    match label {
        Label::Title if draft.title.is_none() => draft.title = Some(value),
        Label::Author if metadata.author.is_none() => metadata.author = Some(value.trim_end_matches('.').to_owned()),
        Label::Outlet => metadata.outlet = value.split(';').next().map(str::trim).map(str::to_owned),
        Label::Info if metadata.outlet.is_none() => {
            metadata.outlet = value.split(';').next().map(str::trim).map(str::to_owned);
            metadata.date = metadata.date.take().or_else(|| super::published(&value));
        }
        Label::Section if metadata.section.is_none() => metadata.section = Some(value),
        Label::Date => metadata.date = super::published(&value),
        Label::Url => metadata.url = value.split(' ').next().map(str::to_owned),
        Label::Id => draft.id = OwnId::Anywhere(value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::paras_of_text;
    use super::*;

    #[test]
    fn text_with_rules_between() {
        let record = |n: u32| {
            format!(
                "____________________________________________________________\n\nDocument {n} of 2\n\nMinisters meet {n}\n\nAuthor: \
                 Roe, Jane.\n\nProQuest document link\n\nAbstract: They met.\n\nFull text: Ministers met\nin Oslo. \n\nHe said: \
                 \"Yes.\"\n\nSubject: Talks\n\nPublication title: The Post; Oslo\n\nPublication date: May {n}, 2010\n\nProQuest \
                 document ID: 12345{n}\n\n"
            )
        };
        let drafts = split(&paras_of_text(&(record(1) + &record(2)))).expect("an export");
        assert_eq!(drafts.len(), 2);
        assert_eq!(drafts[1].title.as_deref(), Some("Ministers meet 2"));
        assert_eq!(drafts[1].metadata.date.as_deref(), Some("2010-05-02"));
        assert_eq!(drafts[1].metadata.outlet.as_deref(), Some("The Post"));
        assert_eq!(drafts[1].paras.len(), 2);
        assert_eq!(drafts[1].id, OwnId::Anywhere("123452".into()));
    }
}
