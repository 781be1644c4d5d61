//! TEI, in which parliaments and archives publish, and JATS, in which journals do.

use super::blocks::{block, paras};
use super::tree::Element;
use crate::draft::{Draft, OwnId, Para};

/// The articles of a TEI file: one, or those of a corpus.
pub(super) fn tei(root: &Element) -> Vec<Draft> {
    let documents = root.all("TEI").into_iter().chain(root.all("TEI.2")).collect::<Vec<_>>();
    if documents.is_empty() { vec![document(root)] } else { documents.into_iter().map(document).collect() }
}

fn document(root: &Element) -> Draft {
    let header = root.child(&["teiHeader"]);
    let of = |names: &[&str]| header.and_then(|header| header.find(names));
    let mut draft = Draft { title: of(&["titleStmt"]).and_then(|s| s.find(&["title"])?.text()), ..Draft::default() };
    let text = root.child(&["text"]);
    draft.paras = text.map(|text| text.find(&["body"]).unwrap_or(text)).map(spoken).unwrap_or_default();
    let dated = |part: &Element| {
        part.find(&["date"]).and_then(|date| date.attribute("when").map(str::to_owned).or_else(|| date.text()))
    };
    let parts = ["setting", "sourceDesc", "publicationStmt"];
    draft.metadata.date = parts.iter().find_map(|part| of(&[part]).and_then(dated));
    draft.metadata.outlet = of(&["publicationStmt"]).and_then(|part| part.find(&["publisher", "distributor"])?.text());
    draft.metadata.author = of(&["titleStmt"]).and_then(|part| part.find(&["author"])?.text());
    draft.id = root.attribute("id").map_or(OwnId::None, |id| OwnId::InFile(id.to_owned()));
    draft
}

/// Paragraphs, those of a speech with the speaker's name before the first.
fn spoken(body: &Element) -> Vec<Para> {
    let mut found = Vec::new();
    for child in body.elements() {
        match child.name.as_str() {
            "u" => speech(child, child.attribute("who").map(|who| who.trim_start_matches('#').to_owned()), &mut found),
            "sp" => {
                let speaker = child.child(&["speaker"]).and_then(Element::text);
                let speaker = speaker.map(|name| name.trim_end_matches([':', '.']).to_owned());
                speech(child, speaker, &mut found);
            }
            name if name.starts_with("div") || matches!(name, "body" | "group") => found.extend(spoken(child)),
            _ => found.extend(block(child)),
        }
    }
    if found.is_empty() { paras(body) } else { found }
}

fn speech(element: &Element, speaker: Option<String>, found: &mut Vec<Para>) {
    let parts = paras(element)
        .into_iter()
        .filter(|para| element.child(&["speaker"]).and_then(Element::text) != Some(para.text.clone()));
    for (number, para) in parts.enumerate() {
        let text = match (&speaker, number) {
            (Some(speaker), 0) => format!("{speaker}: {}", para.text),
            _ => para.text,
        };
        found.push(Para::new(text));
    }
}

/// An article of a journal.
pub(super) fn jats(root: &Element) -> Draft {
    let front = root.child(&["front"]);
    let of = |names: &[&str]| front.and_then(|front| front.find(names));
    let mut draft = Draft { title: of(&["article-title"]).and_then(Element::text), ..Draft::default() };
    draft.paras = of(&["abstract"]).map(paras).unwrap_or_default();
    draft.paras.extend(root.child(&["body"]).map(paras).unwrap_or_default());
    draft.metadata.outlet = of(&["journal-title"]).and_then(Element::text);
    draft.metadata.date = of(&["pub-date"]).and_then(date);
    let names = front.map(|front| front.all("contrib")).unwrap_or_default();
    let authors: Vec<String> = names.into_iter().filter_map(name).collect();
    draft.metadata.author = Some(authors.join("; ")).filter(|authors| !authors.is_empty());
    draft.id = of(&["article-id"]).and_then(Element::text).map_or(OwnId::None, OwnId::Anywhere);
    draft
}

fn name(contrib: &Element) -> Option<String> {
    let part = |name: &str| contrib.find(&[name]).and_then(Element::text).unwrap_or_default();
    let whole = format!("{} {}", part("given-names"), part("surname"));
    let whole = whole.trim().to_owned();
    (!whole.is_empty()).then_some(whole).or_else(|| contrib.find(&["collab", "string-name"])?.text())
}

fn date(published: &Element) -> Option<String> {
    let part = |name: &str| published.child(&[name]).and_then(Element::text).and_then(|text| text.parse::<u32>().ok());
    let year = part("year")?;
    Some(match (part("month"), part("day")) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    })
}
