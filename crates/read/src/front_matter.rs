//! Front matter: what stands between `---` (YAML) or `+++` (TOML) at the head of a Markdown file.
//!
//! Of YAML only what front matter uses is read: `key: value`, quoted values, lists in brackets or on lines
//! of their own, and folded text. Anything else is passed over, never an error: the article matters more.

use std::ops::Range;

use crate::byline;
use onrecord_text::article::Metadata;

/// What the front matter says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    /// The title.
    pub title: Option<String>,
    /// The rest.
    pub metadata: Metadata,
}

/// The front matter of `text` and the byte at which the Markdown begins; none where there is no front matter.
pub(crate) fn front_matter(text: &str) -> Option<(FrontMatter, usize)> {
    let (fence, toml) = match text.get(..4)? {
        "---\n" => ("---", false),
        "+++\n" => ("+++", true),
        _ => return None,
    };
    let (inner, after) = enclosed(text, fence)?;
    let fields = if toml { toml_fields(&text[inner]) } else { yaml_fields(&text[inner]) };
    Some((from_fields(fields), after))
}

/// The lines up to the closing fence, and the byte after it.
fn enclosed(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    let mut at = fence.len() + 1;
    for line in text[at..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return Some((fence.len() + 1..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// A key in small letters with its values.
type Field = (String, Vec<String>);

fn from_fields(fields: Vec<Field>) -> FrontMatter {
    let find = |names: &[&str]| {
        let values = names.iter().find_map(|name| fields.iter().find(|(key, _)| key == name).map(|(_, values)| values));
        values
            .map(|values| values.iter().filter(|v| !v.is_empty()).cloned().collect::<Vec<_>>())
            .filter(|v| !v.is_empty())
    };
    let one = |names: &[&str]| find(names).map(|values| values.join(", "));
    FrontMatter {
        title: one(&["title", "headline"]),
        metadata: Metadata {
            date: one(&["date", "published", "publish_date", "pubdate", "published_at", "publishdate", "created"]),
            outlet: one(&["outlet", "publisher", "publication", "source", "site"]),
            author: one(&["author", "authors", "byline", "by"]).as_deref().and_then(byline::authors),
            section: one(&["section", "category", "desk"]),
            url: one(&["url", "link", "canonical_url", "permalink"]),
            topics: find(&["topics", "tags", "topic", "keywords", "categories"]).unwrap_or_default(),
        },
    }
}

fn yaml_fields(text: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for line in text.lines() {
        let bare = line.trim();
        let nested = line.starts_with([' ', '\t']) || bare.starts_with("- ");
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        match (nested, fields.last_mut(), bare.split_once(':')) {
            (true, Some((_, values)), _) => continue_field(values, bare),
            (false, _, Some((key, value))) => fields.push((key.trim().to_lowercase(), yaml_values(value.trim()))),
            _ => {}
        }
    }
    fields
}

/// An indented line or list item: one more value, or folded text that goes on.
fn continue_field(values: &mut Vec<String>, bare: &str) {
    match (bare.strip_prefix("- "), values.last_mut()) {
        (Some(item), _) => values.push(unquote(item.trim())),
        (None, Some(text)) => {
            text.push(' ');
            text.push_str(bare);
        }
        (None, None) => values.push(unquote(bare)),
    }
}

fn yaml_values(value: &str) -> Vec<String> {
    match value {
        "" | ">" | "|" | ">-" | "|-" | "null" | "~" => Vec::new(),
        _ => match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
            Some(list) => split_list(list),
            None => vec![unquote(without_comment(value))],
        },
    }
}

/// The items of a list in brackets; a comma within quotes does not separate.
fn split_list(list: &str) -> Vec<String> {
    let (mut items, mut start, mut quote) = (Vec::new(), 0, None);
    for (i, c) in list.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) if list[start..i].trim().is_empty() => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (',', None) => {
                items.push(unquote(list[start..i].trim()));
                start = i + 1;
            }
            _ => {}
        }
    }
    items.push(unquote(list[start..].trim()));
    items
}

/// The value before a comment (` #`), unless it is quoted.
fn without_comment(value: &str) -> &str {
    if value.starts_with(['"', '\'']) {
        return value;
    }
    value.find(" #").map_or(value, |at| value[..at].trim_end())
}

fn unquote(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote));
    match (inside('"'), inside('\'')) {
        (Some(text), _) => text.replace("\\\"", "\"").replace("\\\\", "\\"),
        (_, Some(text)) => text.replace("''", "'"),
        _ => value.to_owned(),
    }
}

fn toml_fields(text: &str) -> Vec<Field> {
    let Ok(table) = text.parse::<toml::Table>() else { return Vec::new() };
    table.into_iter().map(|(key, value)| (key.to_lowercase(), toml_values(value))).collect()
}

fn toml_values(value: toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text],
        toml::Value::Array(values) => values.into_iter().flat_map(toml_values).collect(),
        toml::Value::Table(_) => Vec::new(),
        other => vec![other.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml() {
        let text = "---\ntitle: \"Ministers: a \\\"meeting\\\"\"\ndate: 2017-03-22  # day\nAuthor:\n  - Jane Roe\n  - John Doe\n\
                    tags: [a, 'b, c']\nurl: https://example.org/a\nsection:\nempty: ~\noutlet: >\n  The Daily\n  Example\n---\n# Body";
        let (found, after) = front_matter(text).expect("front matter");
        assert_eq!(&text[after..], "# Body");
        assert_eq!(found.title.as_deref(), Some("Ministers: a \"meeting\""));
        let metadata = found.metadata;
        assert_eq!(metadata.date.as_deref(), Some("2017-03-22"));
        assert_eq!(metadata.author.as_deref(), Some("Jane Roe, John Doe"));
        assert_eq!(metadata.topics, ["a", "b, c"]);
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(metadata.outlet.as_deref(), Some("The Daily Example"));
        assert_eq!(metadata.section, None);
    }

    #[test]
    fn toml() {
        let text = "+++\ntitle = 'T'\ndate = 2017-03-22\ntags = ['a', 'b']\n+++\nBody";
        let (found, _) = front_matter(text).expect("front matter");
        assert_eq!((found.title.as_deref(), found.metadata.date.as_deref()), (Some("T"), Some("2017-03-22")));
        assert_eq!(found.metadata.topics, ["a", "b"]);
    }

    #[test]
    fn none() {
        for text in ["", "---", "---\nno end", "Text\n---\n", "--- \n"] {
            assert_eq!(front_matter(text), None, "{text:?}");
        }
        assert_eq!(front_matter("---\n: [\"\n- \n---\n").map(|(found, _)| found), Some(FrontMatter::default()));
    }
}
