//! Feeds: RSS 0.9 to 2.0 and Atom. Each entry is an article, with as much text as the feed carries.

use super::tree::Element;
use crate::day;
use crate::draft::{Draft, OwnId, Para};
use crate::tags::runs;

/// The articles of an RSS feed.
pub(super) fn rss(root: &Element) -> Vec<Draft> {
    let channel = root.find(&["channel"]).unwrap_or(root);
    let outlet = channel.child(&["title"]).and_then(Element::text);
    root.all("item").into_iter().map(|item| self::item(item, outlet.clone())).collect()
}

fn item(item: &Element, outlet: Option<String>) -> Draft {
    let text = |names: &[&str]| item.child(names).and_then(Element::text);
    let mut draft = Draft { title: text(&["title"]).map(|title| plain(&title)), ..Draft::default() };
    let link = text(&["link"]).or_else(|| text(&["guid"]).filter(|guid| guid.starts_with("http")));
    draft.paras = longest(item, &["encoded", "description", "summary", "content"]);
    draft.metadata.date = text(&["pubDate", "date", "published", "issued"]).map(date);
    draft.metadata.outlet = text(&["source"]).or(outlet);
    draft.metadata.author = text(&["creator", "author"]);
    draft.metadata.topics = item.elements().filter(|e| e.name == "category").filter_map(Element::text).collect();
    draft.id = text(&["guid"]).or_else(|| link.clone()).map_or(OwnId::None, OwnId::Anywhere);
    draft.metadata.url = link;
    draft
}

/// The articles of an Atom feed.
pub(super) fn atom(root: &Element) -> Vec<Draft> {
    let outlet = root.child(&["title"]).and_then(Element::text);
    root.elements().filter(|element| element.name == "entry").map(|entry| self::entry(entry, outlet.clone())).collect()
}

/// The article of an entry.
pub(super) fn entry(entry: &Element, outlet: Option<String>) -> Draft {
    let text = |names: &[&str]| entry.child(names).and_then(Element::text);
    let mut draft = Draft { title: text(&["title"]).map(|title| plain(&title)), ..Draft::default() };
    let links = || entry.elements().filter(|element| element.name == "link");
    let page =
        links().find(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate")).or_else(|| links().next());
    draft.paras = longest(entry, &["content", "summary"]);
    draft.metadata.date = text(&["published", "issued", "created", "updated", "modified"]);
    draft.metadata.outlet = entry.child(&["source"]).and_then(|source| source.child(&["title"])?.text()).or(outlet);
    draft.metadata.author =
        entry.child(&["author"]).and_then(|author| author.child(&["name"]).unwrap_or(author).text());
    draft.metadata.url = page.and_then(|link| link.attribute("href")).map(str::to_owned);
    draft.id = text(&["id"]).map_or(OwnId::None, OwnId::Anywhere);
    let topics = entry.elements().filter(|element| element.name == "category");
    draft.metadata.topics =
        topics.filter_map(|topic| topic.attribute("label").or(topic.attribute("term"))).map(str::to_owned).collect();
    draft
}

/// The paragraphs of the element with the longest text among these.
fn longest(element: &Element, names: &[&str]) -> Vec<Para> {
    let candidates = element.elements().filter(|child| names.contains(&child.name.as_str()));
    candidates
        .map(paras)
        .max_by_key(|paras| paras.iter().map(|para| para.text.len()).sum::<usize>())
        .unwrap_or_default()
}

/// Text with tags in it, as most feeds have it, or tags of the feed itself.
fn paras(element: &Element) -> Vec<Para> {
    if element.elements().next().is_some() {
        return super::blocks::paras(element);
    }
    runs(&element.raw()).into_iter().map(|run| Para::new(run.text)).collect()
}

fn plain(title: &str) -> String {
    if title.contains(['<', '&']) { crate::draft::flat(&crate::tags::text(title)) } else { title.to_owned() }
}

/// A mail's date as a day; others as they are.
fn date(date: String) -> String {
    if date.starts_with(|c: char| c.is_ascii_digit()) && date.contains('-') {
        date
    } else {
        day::iso(&date).unwrap_or(date)
    }
}
