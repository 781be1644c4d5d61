//! The paragraphs below an element, whatever vocabulary names them.

use super::tree::{Element, Node};
use crate::draft::{Para, flat};
use onrecord_text::article::BlockKind;

/// The paragraphs below an element, in order.
pub(super) fn paras(element: &Element) -> Vec<Para> {
    let mut paras = Vec::new();
    let mut loose = String::new();
    collect(element, &mut loose, &mut paras);
    end(&mut loose, &mut paras);
    paras
}

/// The paragraphs that an element is or holds.
pub(super) fn block(element: &Element) -> Vec<Para> {
    match role(&element.name) {
        Role::Nothing | Role::Break => Vec::new(),
        Role::Inline | Role::Container => paras(element),
        Role::Block(kind) => element.text().map(|text| Para { kind, ..Para::new(text) }).into_iter().collect(),
    }
}

fn collect(element: &Element, loose: &mut String, paras: &mut Vec<Para>) {
    for node in &element.children {
        match node {
            Node::Text(text) => loose.push_str(text),
            Node::Element(child) => match role(&child.name) {
                Role::Inline => collect(child, loose, paras),
                Role::Nothing => {}
                Role::Break => end(loose, paras),
                Role::Container => {
                    end(loose, paras);
                    collect(child, loose, paras);
                    end(loose, paras);
                }
                Role::Block(kind) => {
                    end(loose, paras);
                    let text = child.text().unwrap_or_default();
                    paras.extend((!text.is_empty()).then(|| Para { kind, ..Para::new(text) }));
                }
            },
        }
    }
}

/// Text that stands between elements is a paragraph of its own.
fn end(loose: &mut String, paras: &mut Vec<Para>) {
    let text = flat(loose);
    loose.clear();
    if !text.is_empty() {
        paras.push(Para::new(text));
    }
}

enum Role {
    Block(Option<BlockKind>),
    Container,
    Inline,
    Break,
    Nothing,
}

fn role(name: &str) -> Role {
    match name {
        "p" | "para" | "paragraph" | "seg" | "l" | "td" | "th" | "lead" => Role::Block(None),
        "li" | "item" => Role::Block(Some(BlockKind::List)),
        "head" | "title" | "hl2" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Block(Some(BlockKind::Heading)),
        "caption" | "figcaption" | "media-caption" => Role::Block(Some(BlockKind::Caption)),
        "br" | "lb" | "hr" => Role::Break,
        "script" | "style" | "note" | "fn" | "ref-list" | "xref" | "media-metadata" | "figDesc" => Role::Nothing,
        "b" | "i" | "em" | "strong" | "a" | "span" | "hi" | "italic" | "bold" | "sup" | "sub" | "q" | "person"
        | "org" | "location" | "hlt" | "w" | "s" | "name" | "persName" | "placeName" | "orgName" | "date"
        | "ext-link" | "num" | "chron" | "money" => Role::Inline,
        _ => Role::Container,
    }
}
