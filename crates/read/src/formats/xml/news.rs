//! The formats of agencies and databases: NewsML-G2 and NewsML 1 and NITF (IPTC), Factiva's articles.

use super::blocks::paras;
use super::tree::Element;
use crate::draft::{Draft, OwnId, flat};
use onrecord_text::article::BlockKind;

/// A day or moment as these formats write it: `20210304`, `20210304T101500Z`.
fn date(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 { format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..8]) } else { text.to_owned() }
}

fn byline(text: String) -> String {
    ["By ", "BY ", "by "].iter().find_map(|by| text.strip_prefix(by)).map(str::to_owned).unwrap_or(text)
}

/// An article of a NewsML-G2 item.
pub(super) fn newsml_g2(item: &Element) -> Draft {
    let meta = item.child(&["itemMeta"]);
    let content = item.child(&["contentMeta"]);
    let of = |part: Option<&Element>, names: &[&str]| part.and_then(|part| part.find(names)?.text());
    let mut draft = Draft::default();
    let inner = item.find(&["inlineXML"]).map(|xml| xml.find(&["nitf"]).map_or_else(|| html(xml), nitf));
    if let Some(inner) = inner {
        draft = inner;
    } else if let Some(data) = item.find(&["inlineData"]) {
        draft.paras =
            data.raw().split("\n\n").map(flat).filter(|text| !text.is_empty()).map(crate::draft::Para::new).collect();
    }
    draft.title = of(content, &["headline"]).or(draft.title).or_else(|| of(meta, &["title"]));
    let dates = [of(meta, &["firstCreated"]), of(content, &["contentCreated"]), of(meta, &["versionCreated"])];
    draft.metadata.date = dates.into_iter().flatten().next().map(|text| date(&text)).or(draft.metadata.date);
    draft.metadata.outlet = meta
        .and_then(|meta| provider(meta.find(&["provider"])?))
        .or_else(|| of(content, &["creditline"]))
        .or(draft.metadata.outlet);
    draft.metadata.author = of(content, &["by"]).or_else(|| person(content?)).map(byline).or(draft.metadata.author);
    draft.metadata.topics = content
        .map(|content| content.all("subject"))
        .unwrap_or_default()
        .into_iter()
        .filter_map(|s| s.find(&["name"])?.text())
        .collect();
    draft.id = item.attribute("guid").map_or(OwnId::None, |guid| OwnId::Anywhere(guid.to_owned()));
    draft
}

fn provider(provider: &Element) -> Option<String> {
    let name = provider.find(&["name"]).and_then(Element::text);
    let code = || {
        provider
            .attribute("literal")
            .or(provider.attribute("qcode").map(|code| code.rsplit(':').next().unwrap_or(code)))
    };
    name.or_else(|| code().map(str::to_owned))
}

fn person(content: &Element) -> Option<String> {
    content.find(&["creator"]).and_then(|creator| creator.find(&["name"])?.text())
}

fn html(xml: &Element) -> Draft {
    let body = xml.find(&["body"]).unwrap_or(xml);
    Draft { title: xml.find(&["title"]).and_then(Element::text), paras: paras(body), ..Draft::default() }
}

/// An article of a NewsML 1 item.
pub(super) fn newsml_1(item: &Element) -> Draft {
    let text = |names: &[&str]| item.find(names).and_then(Element::text);
    let data = item.find(&["DataContent"]);
    let mut draft = data.map(|data| data.find(&["nitf"]).map_or_else(|| html(data), nitf)).unwrap_or_default();
    draft.title = text(&["HeadLine"]).or(draft.title);
    draft.metadata.date =
        text(&["FirstCreated", "DateId", "ThisRevisionCreated"]).map(|text| date(&text)).or(draft.metadata.date);
    let provider = item
        .find(&["Provider"])
        .and_then(|provider| provider.find(&["Party"])?.attribute("FormalName").map(str::to_owned));
    draft.metadata.outlet = provider.or_else(|| text(&["ProviderId", "CreditLine"])).or(draft.metadata.outlet);
    draft.metadata.author = text(&["ByLine"]).map(byline).or(draft.metadata.author);
    draft.id = text(&["PublicIdentifier"]).map_or(OwnId::None, OwnId::Anywhere);
    draft
}

/// An article in NITF.
pub(super) fn nitf(root: &Element) -> Draft {
    let text = |names: &[&str]| root.find(names).and_then(Element::text);
    let attribute =
        |name: &str, attribute: &str| root.find(&[name]).and_then(|e| e.attribute(attribute).map(str::to_owned));
    let content = root.find(&["body.content"]);
    let mut draft = Draft { title: text(&["hl1", "hedline", "title"]), ..Draft::default() };
    // Archives give the beginning of a text a second time, as its lead.
    let full =
        content.and_then(|c| c.elements().find(|e| e.name == "block" && e.attribute("class") == Some("full_text")));
    draft.paras = full.or(content).map(paras).unwrap_or_default();
    if let Some(dateline) = root.find(&["body.head"]).and_then(|head| head.find(&["dateline"])?.text()) {
        draft.paras.insert(0, crate::draft::Para::new(dateline).kind(BlockKind::Dateline));
    }
    let published = attribute("date.issue", "norm")
        .or_else(|| attribute("pubdata", "date.publication"))
        .or_else(|| attribute("story.date", "norm"));
    draft.metadata.date = published.map(|text| date(&text));
    draft.metadata.outlet = attribute("pubdata", "name")
        .or_else(|| text(&["distributor"]))
        .or_else(|| attribute("doc.copyright", "holder"));
    draft.metadata.section = attribute("pubdata", "position.section");
    draft.metadata.author = root.find(&["byline"]).and_then(|by| by.find(&["person"]).unwrap_or(by).text()).map(byline);
    draft.metadata.url = attribute("pubdata", "ex-ref");
    draft.id = attribute("doc-id", "id-string").map_or(OwnId::None, OwnId::InFile);
    draft
}

/// An article of Factiva.
pub(super) fn factiva(article: &Element) -> Draft {
    let text = |names: &[&str]| article.child(names).and_then(Element::text);
    let mut draft = Draft { title: text(&["headline"]), ..Draft::default() };
    for part in ["leadParagraph", "tailParagraphs"] {
        draft.paras.extend(article.child(&[part]).map(paras).unwrap_or_default());
    }
    draft.metadata.date = article
        .child(&["publicationDate"])
        .and_then(|published| published.find(&["date", "dateTime"]).unwrap_or(published).text());
    draft.metadata.outlet = text(&["sourceName"]);
    draft.metadata.author = text(&["byline"]).map(byline);
    draft.metadata.section = text(&["sectionName", "columnName"]);
    draft.id = text(&["accessionNo"]).map_or(OwnId::None, OwnId::Anywhere);
    draft
}
