//! One walk over a page, noting every place that may say when it was published.

use dom_query::{Document, NodeRef};
use onrecord_text::date::{FieldDate, Order, field};

use super::{Place, Said, day_in, is_to_the_day, is_universal, linked_data, names, order_of};

/// Most bytes of text between the headline and a day that stands beside it.
const NEAR: usize = 1200;
/// How much further away a day seems that no `<time>` holds, but an element whose class speaks of one.
const BY_CLASS: usize = 60;
/// The same where nothing but its words make it one.
const BY_WORDS: usize = 120;
/// Longest text of an element that is a day, in bytes.
const MAX_DAY_TEXT: usize = 160;
/// Most bytes before and after a day in a text that is little else.
const MAX_LABEL: usize = 48;
/// Shortest headline that is looked for in the page's title, in bytes.
const MIN_HEADLINE: usize = 8;

/// What the page says, and the order of day and month that its language tells.
pub(super) fn collect(page: &Document) -> (Vec<Said>, Option<Order>) {
    let mut walk = Walk { said: Vec::new(), texts: 0, titles: Vec::new(), headlines: Vec::new(), order: None };
    let mut open: Vec<NodeRef> = vec![page.root()];
    while let Some(node) = open.pop() {
        if node.is_text() {
            walk.text(&node.text());
        } else if is_heading_of_others(&node) {
            pass_over(&node, &mut open);
        } else if walk.element(&node) {
            open.extend(node.children_it(true));
        }
    }
    walk.finish()
}

/// Whether a heading below the headline says that other stories follow it.
fn is_heading_of_others(node: &NodeRef) -> bool {
    is_lower_heading(node) && names::is_of_others(&node.text())
}

fn is_lower_heading(node: &NodeRef) -> bool {
    node.node_name().is_some_and(|name| matches!(&*name, "h2" | "h3" | "h4" | "h5" | "h6"))
}

/// Takes what follows a heading up to the next from what is yet to be looked at. Where the heading is all that its element
/// has, what follows that.
fn pass_over(heading: &NodeRef, open: &mut Vec<NodeRef>) {
    let mut around = *heading;
    while let Some(parent) = around.parent() {
        let follows = |node: &NodeRef| node.parent().is_some_and(|other| other.id == parent.id);
        while open.last().is_some_and(|next| follows(next) && !is_lower_heading(next)) {
            open.pop();
        }
        let alone = around.prev_element_sibling().is_none() && around.next_element_sibling().is_none();
        if !alone || parent.node_name().is_none_or(|name| matches!(&*name, "body" | "main" | "article")) {
            return;
        }
        around = parent;
    }
}

struct Walk {
    said: Vec<Said>,
    /// Bytes of text so far.
    texts: usize,
    /// What the head gives as the page's title.
    titles: Vec<String>,
    /// Where headlines stand, with their rank and words.
    headlines: Vec<(usize, u8, String)>,
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
            "title" if self.titles.is_empty() => self.titles.push(words(&node.text())),
            "h1" => self.headlines.push((self.texts, 1, words(&node.text()))),
            "h2" => self.headlines.push((self.texts, 2, words(&node.text()))),
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
        } else if key == "og:title" {
            self.titles.push(words(&content));
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
        let (place, far) = match name {
            _ if published || name == "time" && node.has_attr("pubdate") => (Place::Marked, 0),
            "time" => (Place::Beside, 0),
            _ => (Place::Beside, BY_CLASS),
        };
        let text = node.text();
        let printed = if is_short(&text) { day_in(text.trim()).map(|(day, _)| day) } else { None };
        for attribute in ["datetime", "content", "title"] {
            if let Some(value) = node.attr(attribute)
                && let Some(day) = field::read(&value).filter(is_to_the_day)
                && printed.is_none_or(|printed| may_be_one(printed, day))
            {
                let universal = is_universal(&value);
                self.say(place, day, value.to_string(), universal, far);
            }
        }
        if is_short(&text) {
            self.words(&text, MAX_DAY_TEXT, place, far);
        }
    }

    /// Text of the page: where it is a day and little else, that may be the page's.
    fn text(&mut self, text: &str) {
        let bare = text.trim();
        if bare.bytes().take(MAX_LABEL).any(|b| b.is_ascii_digit()) {
            self.words(bare, MAX_LABEL, Place::Beside, BY_WORDS);
        }
        self.texts += bare.len();
    }

    /// The days in a text, with at most `label` bytes before and after each.
    fn words(&mut self, text: &str, most: usize, place: Place, far: usize) {
        for part in text.split(['|', '•', '·', '\n']).filter(|part| part.len() <= 2 * MAX_DAY_TEXT) {
            let Some((day, rest)) = day_in(part) else { continue };
            let label = &part[..part.len() - rest.len()];
            let own = !names::is_change(label) && !names::is_of_something_else(label);
            if own && label.len() <= most && rest.len() <= 2 * most {
                self.say(place, day, rest, false, far);
            }
        }
    }

    fn say(&mut self, place: Place, day: FieldDate, text: String, universal: bool, far: usize) {
        // Where it stands, for now; how far from the headline that is shows at the end.
        self.said.push(Said { place, day, text, universal, distance: self.texts << 8 | far });
    }

    /// What was said, times and words far from the headline left out.
    fn finish(self) -> (Vec<Said>, Option<Order>) {
        let headline = self.headline();
        let mut said = self.said;
        for said in said.iter_mut().filter(|said| matches!(said.place, Place::Beside | Place::Marked)) {
            let (at, far) = (said.distance >> 8, said.distance & 0xff);
            // What stands above the headline is rather of the page as a whole.
            let above = if at < headline { 2 } else { 1 };
            said.distance = at.abs_diff(headline) * above + far;
            // Words above the headline that nothing marks are often the day on which the page was saved.
            if far == BY_WORDS && at < headline {
                said.place = Place::Elsewhere;
            }
        }
        said.retain(|said| said.place != Place::Beside || said.distance <= NEAR);
        // A mark far from the headline is, as a rule, that of another story.
        said.iter_mut()
            .filter(|said| said.place == Place::Marked && said.distance > NEAR)
            .for_each(|said| said.place = Place::Elsewhere);
        (said, self.order)
    }

    /// Where the headline stands: the one that the title repeats, else the first of the highest rank.
    fn headline(&self) -> usize {
        let in_title = |text: &str| text.len() >= MIN_HEADLINE && self.titles.iter().any(|title| title.contains(text));
        let titled = self.headlines.iter().find(|(_, _, text)| in_title(text));
        titled.or_else(|| self.headlines.iter().min_by_key(|(at, rank, _)| (*rank, *at))).map_or(0, |(at, ..)| *at)
    }
}

/// Whether the text of an element is a day and little else.
fn is_short(text: &str) -> bool {
    text.len() <= 2 * MAX_DAY_TEXT && text.trim().len() <= MAX_DAY_TEXT
}

/// Whether what an element prints and what it says to machines may be one day: neighbours, since the latter is often
/// in universal time. Where they are not, machines are told of a change, and readers of the publication.
fn may_be_one(printed: FieldDate, told: FieldDate) -> bool {
    match (printed.days(), told.days()) {
        (Some((first, last)), Some((told, _))) => {
            let (before, after) = (first.yesterday().unwrap_or(first), last.tomorrow().unwrap_or(last));
            (before..=after).contains(&told)
        }
        _ => true,
    }
}

/// The words of a headline, to be compared: in small letters, white space made one, without the soft hyphens and the
/// other marks between letters that nobody sees.
fn words(text: &str) -> String {
    let is_unseen = |c: &char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    let text: String = text.chars().filter(|c| !is_unseen(c)).take(400).collect();
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
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
