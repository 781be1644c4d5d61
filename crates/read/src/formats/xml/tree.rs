//! XML as a small tree, read forgivingly: references that nobody declared stay as they are, wrong closing tags close what
//! is open. Depth and number of elements are bounded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::input::End;
use crate::tags::resolved;

/// Elements within elements that are gone into.
const MAX_DEPTH: usize = 256;
/// Elements and texts of a file.
const MAX_NODES: usize = 4_000_000;

/// What the tree consists of.
#[derive(Debug)]
pub(super) enum Node {
    /// An element with its attributes, its children after it.
    Element(Element),
    /// A text.
    Text(String),
}

/// An element. Names are without prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// Reads a text as a tree.
///
/// # Errors
/// When it is malformed, too deep or too large.
pub(super) fn parse(xml: &str) -> Result<Element, End> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open = vec![Element::default()];
    let mut nodes = 0;
    loop {
        let event = reader.read_event().map_err(|error| {
            let line = xml[..(reader.error_position() as usize).min(xml.len())].matches('\n').count() + 1;
            End::Failed(format!("line {line}: malformed XML ({error}); correct it or fetch it anew"))
        })?;
        nodes += 1;
        if nodes > MAX_NODES || open.len() > MAX_DEPTH {
            return Err(End::Failed("it has too many elements, or too many within each other; split it".into()));
        }
        match event {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => push(&mut open, Node::Element(element(&start))),
            Event::End(_) => close(&mut open),
            Event::Text(text) => text_of(&mut open, &resolved(&text)),
            Event::CData(text) => text_of(&mut open, &text),
            Event::GeneralRef(name) => text_of(&mut open, &resolved(&format!("&{};", &*name))),
            Event::Eof => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let document = open.pop().unwrap_or_default();
    let root = document.children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    Ok(root.unwrap_or_default())
}

fn element(start: &BytesStart) -> Element {
    let name = local(start.name().as_ref()).to_owned();
    let mut attributes = start.attributes();
    let attributes = attributes
        .with_checks(false)
        .flatten()
        .map(|attribute| (local(attribute.key.as_ref()).to_owned(), resolved(&attribute.value).into_owned()));
    Element { name, attributes: attributes.take(256).collect(), children: Vec::new() }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn text_of(open: &mut [Element], text: &str) {
    let Some(last) = open.last_mut() else { return };
    match last.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => last.children.push(Node::Text(text.to_owned())),
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
    {
        push(open, Node::Element(done));
    }
}

impl Element {
    /// The elements right below it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element right below it of one of these names, the names in order of preference.
    pub(super) fn child(&self, names: &[&str]) -> Option<&Element> {
        names.iter().find_map(|name| self.elements().find(|element| element.name == *name))
    }

    /// All elements below it of that name, in order, those within each other too.
    pub(super) fn all<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        self.collect(&|element| element.name == name, &mut found);
        found
    }

    fn collect<'a>(&'a self, wanted: &dyn Fn(&Element) -> bool, found: &mut Vec<&'a Element>) {
        for element in self.elements() {
            if wanted(element) {
                found.push(element);
            }
            element.collect(wanted, found);
        }
    }

    /// The first element below it of one of these names, the names in order of preference.
    pub(super) fn find(&self, names: &[&str]) -> Option<&Element> {
        names.iter().find_map(|name| self.first(name))
    }

    fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.first(name) })
    }

    /// The value of an attribute, unless it is empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// All text below it, white space as one space each; none where there is none.
    pub(super) fn text(&self) -> Option<String> {
        let text = crate::draft::flat(&self.raw());
        (!text.is_empty()).then_some(text)
    }

    /// All text below it as it stands.
    pub(super) fn raw(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(found) => text.push_str(found),
                Node::Element(element) => element.push_text(text),
            }
        }
    }
}
