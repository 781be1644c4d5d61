//! Front matter: what stands between `---` (YAML) or `+++` (TOML) at the head of a Markdown file, or without a fence,
//! as MultiMarkdown and Pelican (`Title: …` and other fields up to a blank line) and Pandoc (`% title`, `% author`,
//! `% date`) have it.
//!
//! Of YAML only what front matter uses is read: `key: value`, quoted values, lists in brackets or on lines
//! of their own, and folded text. Anything else is passed over, never an error: the article matters more.

use std::ops::Range;

use super::cell::is_address;
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
        _ => return unfenced(text).or_else(|| percent_block(text)),
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

/// Fields up to the first blank line, the first of which is the title, and the byte after them. One that nobody knows, or a line that is none,
/// may be the text's own.
pub(crate) fn unfenced(text: &str) -> Option<(FrontMatter, usize)> {
    let head = &text[..text.find("\n\n")?];
    if !head.get(..6)?.eq_ignore_ascii_case("title:") {
        return None;
    }
    let fields = yaml_fields(head);
    let is_one_each = fields.len() == head.lines().count();
    let known = fields.iter().filter(|(key, _)| NAMES.iter().any(|names| names.contains(&key.as_str()))).count();
    (is_one_each && known >= 2).then(|| (from_fields(fields), head.len() + 1))
}

/// Pandoc's title block: up to three lines that begin with a percent sign.
fn percent_block(text: &str) -> Option<(FrontMatter, usize)> {
    let lines: Vec<&str> = text.split_inclusive('\n').take_while(|line| line.starts_with("% ")).take(3).collect();
    let mut values = lines.iter().map(|line| line[2..].trim().to_owned()).map(|v| Some(v).filter(|v| !v.is_empty()));
    let after: usize = lines.iter().map(|line| line.len()).sum();
    let title = values.next()?;
    let (author, date) = (values.next().flatten(), values.next().flatten());
    let metadata = Metadata { author: author.map(|authors| authors.replace("; ", ", ")), date, ..Metadata::default() };
    text[after..].starts_with('\n').then_some((FrontMatter { title, metadata }, after))
}

const TITLE: &[&str] = &["title", "headline"];
const DATE: &[&str] = &["date", "published", "publish_date", "pubdate", "published_at", "publishdate", "created"];
const OUTLET: &[&str] = &["outlet", "publisher", "publication", "source", "site"];
const AUTHOR: &[&str] = &["author", "authors", "byline", "by"];
const SECTION: &[&str] = &["section", "category", "desk"];
const URL: &[&str] = &["url", "link", "canonical_url", "permalink"];
const TOPICS: &[&str] = &["topics", "tags", "topic", "keywords", "categories"];
const NAMES: [&[&str]; 7] = [TITLE, DATE, OUTLET, AUTHOR, SECTION, URL, TOPICS];

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
    let (source, url) = (one(OUTLET), one(URL));
    // A source may be where the text was clipped from.
    let (clipped, outlet) = if source.as_deref().is_some_and(is_address) { (source, None) } else { (None, source) };
    FrontMatter {
        title: one(TITLE),
        metadata: Metadata {
            date: one(DATE),
            outlet,
            author: one(AUTHOR).as_deref().and_then(byline::authors),
            section: one(SECTION),
            url: url.or(clipped),
            topics: find(TOPICS).unwrap_or_default(),
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
    let text = match (inside('"'), inside('\'')) {
        (Some(text), _) => text.replace("\\\"", "\"").replace("\\\\", "\\"),
        (_, Some(text)) => text.replace("''", "'"),
        _ => return value.to_owned(),
    };
    // A note's link to another note: `"[[Jane Roe]]"`, `"[[people/roe|Jane Roe]]"`.
    match text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) {
        Some(link) => link.rsplit('|').next().unwrap_or(link).to_owned(),
        None => text,
    }
}

fn toml_fields(text: &str) -> Vec<Field> {
    let Ok(table) = text.parse::<toml::Table>() else { return Vec::new() };
    let field = |(key, value): (String, toml::Value)| (key.to_lowercase(), toml_values(value));
    // What a site generator does not know itself stands in a table of its own: Hugo's and Zola's.
    let own = ["params", "extra"].into_iter().filter_map(|name| table.get(name)?.as_table().cloned()).flatten();
    let own: Vec<Field> = own.map(field).collect();
    table.into_iter().map(field).chain(own).collect()
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
        let text = "+++\ntitle = 'T'\ndate = 2017-03-22\ntags = ['a', 'b']\n[params]\nauthor = 'Jane Roe'\n+++\nBody";
        let (found, _) = front_matter(text).expect("front matter");
        assert_eq!((found.title.as_deref(), found.metadata.date.as_deref()), (Some("T"), Some("2017-03-22")));
        assert_eq!(found.metadata.topics, ["a", "b"]);
        assert_eq!(found.metadata.author.as_deref(), Some("Jane Roe"));
    }

    #[test]
    fn without_a_fence() {
        let text = "Title: Talks: day one\nDate: 4 March 2017\nSlug: talks\nAuthor: Jane Roe\n\nThey met.";
        let (found, after) = front_matter(text).expect("front matter");
        assert_eq!((found.title.as_deref(), &text[after..]), (Some("Talks: day one"), "\nThey met."));
        assert_eq!(found.metadata.date.as_deref(), Some("4 March 2017"));
        for text in
            ["Title: A\n\nText", "Title: A\nThey met.\n\nText", "Title: A\nNote: b\n\nText", "Title: A\nDate: b"]
        {
            assert_eq!(front_matter(text), None, "{text:?}");
        }
        let (found, after) =
            front_matter("% Talks\n% Jane Roe; John Doe\n% March 4, 2017\n\nThey met.").expect("a block");
        assert_eq!((found.title.as_deref(), after), (Some("Talks"), 45));
        assert_eq!(found.metadata.author.as_deref(), Some("Jane Roe, John Doe"));
        assert_eq!(front_matter("% of them agreed.\nMore."), None);
    }

    #[test]
    fn clippings() {
        let text =
            "---\nsource: \"https://example.org/a\"\nauthor:\n  - \"[[Jane Roe]]\"\n  - \"[[p/doe|John Doe]]\"\n---\n";
        let metadata = front_matter(text).expect("front matter").0.metadata;
        assert_eq!((metadata.url.as_deref(), metadata.outlet), (Some("https://example.org/a"), None));
        assert_eq!(metadata.author.as_deref(), Some("Jane Roe, John Doe"));
    }

    #[test]
    fn none() {
        for text in ["", "---", "---\nno end", "Text\n---\n", "--- \n"] {
            assert_eq!(front_matter(text), None, "{text:?}");
        }
        assert_eq!(front_matter("---\n: [\"\n- \n---\n").map(|(found, _)| found), Some(FrontMatter::default()));
    }
}
