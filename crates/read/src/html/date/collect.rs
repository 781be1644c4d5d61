//! One walk over a page, noting every place that may say when it was published.

use dom_query::{Document, NodeRef};
use onrecord_text::date::{Order, field};

use super::{Place, Said, day_in, is_to_the_day, is_universal, linked_data, names, order_of};

/// Most characters between the headline and a day that stands beside it.
const NEAR: usize = 1200;
/// Longest text of an element that is a day, in bytes.
const MAX_DAY_TEXT: usize = 160;

/// What the page says, and the order of day and month that its language tells.
pub(super) fn collect(page: &Document) -> (Vec<Said>, Option<Order>) {
    let mut walk = Walk { said: Vec::new(), texts: 0, headline: None, order: None };
    let mut open: Vec<NodeRef> = vec![page.root()];
    while let Some(node) = open.pop() {
        if node.is_text() {
            walk.texts += node.text().trim().len();
        } else if walk.element(&node) {
            open.extend(node.children_it(true));
        }
    }
    walk.finish()
}

struct Walk {
    said: Vec<Said>,
    /// Bytes of text so far.
    texts: usize,
    /// Where the headline stands.
    headline: Option<usize>,
    order: Option<Order>,
}

impl Walk {
    /// Notes what the element says; whether to go into it.
    fn element(&mut self, node: &NodeRef) -> bool {
        let Some(name) = node.node_name() else { return true };
        match &*name {
            "html" => self.order = node.attr("lang").and_then(|lang| order_of(&lang)),
            "meta" => self.meta(node),
            "script" => self.script(node),
            "h1" if self.headline.is_none() => self.headline = Some(self.texts),
            "head" | "body" => return true,
            _ => {}
        }
        let class = class(node);
        if names::is_aside(&name) || &*name != "article" && &*name != "main" && names::is_other(&class) {
            return false;
        }
        self.marked(node, &name, &class);
        true
    }

    fn meta(&mut self, node: &NodeRef) {
        let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| node.attr(key));
        let (Some(key), Some(content)) = (key, node.attr("content")) else { return };
        let key = key.trim().to_lowercase();
        if names::is_published(&key) {
            self.field(Place::Meta, &content);
        } else if names::is_dated(&key) {
            self.field(Place::MetaDate, &content);
        }
    }

    fn script(&mut self, node: &NodeRef) {
        if node.attr("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json")) {
            for (place, day) in linked_data::days(&node.text()) {
                self.field(place, &day);
            }
        }
    }

    /// A field for machines, whose first words are the day.
    fn field(&mut self, place: Place, text: &str) {
        if let Some(day) = field::read(text).filter(is_to_the_day) {
            let universal = is_universal(text);
            self.said.push(Said { place, day, text: text.to_owned(), universal, distance: 0 });
        }
    }

    /// An element that is marked as a day, by what it is, its microdata or its class.
    fn marked(&mut self, node: &NodeRef, name: &str, class: &str) {
        let property = node.attr("itemprop").or_else(|| node.attr("property")).map(|p| p.to_lowercase());
        let published = property.as_deref().is_some_and(|p| p.contains("datepublished"));
        let changed = property.as_deref().is_some_and(|p| p.contains("datemodified")) || names::is_change(class);
        if changed || !(published || name == "time" || names::is_day(class)) {
            return;
        }
        let place = match (published || name == "time" && node.has_attr("pubdate"), name) {
            (true, _) => Place::Marked,
            (_, "time") => Place::Time,
            _ => Place::Visible,
        };
        for attribute in ["datetime", "content"] {
            if let Some(value) = node.attr(attribute)
                && let Some(day) = field::read(&value).filter(is_to_the_day)
            {
                let universal = is_universal(&value);
                self.say(place, day, value.to_string(), universal);
            }
        }
        self.words(node, place.max(Place::Time));
    }

    /// The words of an element, as far as they are short.
    fn words(&mut self, node: &NodeRef, place: Place) {
        let text = node.text();
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_DAY_TEXT {
            return;
        }
        for part in text.split(['|', '•', '·', '\n']) {
            if let Some((day, rest)) = day_in(part) {
                let label = &part[..part.len() - rest.len()];
                if !names::is_change(label) && !names::is_of_something_else(label) {
                    self.say(place, day, rest, false);
                }
            }
        }
    }

    fn say(&mut self, place: Place, day: onrecord_text::date::FieldDate, text: String, universal: bool) {
        self.said.push(Said { place, day, text, universal, distance: self.texts });
    }

    /// What was said, times and words far from the headline left out.
    fn finish(self) -> (Vec<Said>, Option<Order>) {
        let headline = self.headline.unwrap_or(0);
        let mut said = self.said;
        for said in &mut said {
            if said.place > Place::Address || said.place == Place::Marked {
                // What stands above the headline is rather of the page as a whole.
                let above = if said.distance < headline { 2 } else { 1 };
                said.distance = said.distance.abs_diff(headline) * above;
            }
        }
        said.retain(|said| said.place <= Place::Address || said.distance <= NEAR);
        (said, self.order)
    }
}

/// Class and id in small letters.
fn class(node: &NodeRef) -> String {
    let mut class = node.attr("class").map(|class| class.to_lowercase()).unwrap_or_default();
    if let Some(id) = node.attr("id") {
        class.push(' ');
        class.push_str(&id.to_lowercase());
    }
    class
}
