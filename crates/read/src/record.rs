//! One article as a JSON object: the fields that are read, and how forgiving.

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

use super::byline;
use super::cell::{is_address, scalar};
use super::columns::{self, Role};
use super::decode::with_unix_line_ends;
use super::input::Origin;
use super::{ReadError, article_from_text, tags};
use onrecord_text::article::{Address, Article, Lines as ArticleLines, Metadata};

/// `{"id":…,"title":…,"text":…}` with what else an article may come with. Unknown fields are passed over;
/// null counts as absent; numbers do where text is meant.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    #[serde(default, deserialize_with = "text_or_number")]
    id: Option<String>,
    /// The title, which is not part of the text.
    #[serde(default, deserialize_with = "text_or_number")]
    pub title: Option<String>,
    /// The text.
    pub text: String,
    #[serde(default, deserialize_with = "date_text")]
    date: Option<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    outlet: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    author: Vec<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    section: Option<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    url: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    topics: Vec<String>,
}

impl Record {
    /// Its id, unless it has none or an empty one.
    pub(crate) fn take_id(&mut self) -> Option<String> {
        self.id.take().filter(|id| !id.is_empty())
    }

    /// What the record says outside title and text. Empty values are none.
    pub(crate) fn metadata(&mut self) -> Metadata {
        let filled = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
        Metadata {
            date: filled(self.date.take()),
            outlet: filled(self.outlet.take()),
            author: filled(Some(
                self.author.iter().filter_map(|name| byline::authors(name)).collect::<Vec<_>>().join(", "),
            )),
            section: filled(self.section.take()),
            url: filled(self.url.take()),
            topics: std::mem::take(&mut self.topics),
        }
    }
}

/// A record of any source with its fields under the names that [`Record`] has: aliases are known by
/// [`columns`], values within objects (`source.name`, `headline.main`, `content.rendered`) are taken out of them.
pub(crate) fn canonical(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let mut fields = without_envelope(fields);
    if is_canonical(&fields) {
        return Value::Object(fields);
    }
    let role = |name: &String| columns::role(name).map(|(role, rank)| (name.clone(), role, rank));
    let roles: Vec<(String, Role, usize)> = fields.keys().filter_map(role).collect();
    let mut found = Map::new();
    for (name, role, fallback) in CANONICAL {
        let value = best(&mut fields, &roles, name, role).or_else(|| best(&mut fields, &roles, name, fallback));
        if let Some(value) = value {
            found.insert((*name).to_owned(), value);
        }
    }
    while let Some(address) = found.get("outlet").filter(|outlet| outlet.as_str().is_some_and(is_address)).cloned() {
        // A source may be the article's address.
        found.remove("outlet");
        found.entry("url").or_insert(address);
        found.extend(best(&mut fields, &roles, "outlet", &Role::Outlet).map(|outlet| ("outlet".to_owned(), outlet)));
    }
    Value::Object(found)
}

/// The names of [`Record`] with the roles that fill them; the second where the first is not there.
const CANONICAL: &[(&str, &Role, &Role)] = &[
    ("id", &Role::Id, &Role::Id),
    ("title", &Role::Title, &Role::Title),
    ("text", &Role::Text, &Role::Summary),
    ("date", &Role::Date, &Role::Date),
    ("outlet", &Role::Outlet, &Role::Outlet),
    ("author", &Role::Author, &Role::Author),
    ("section", &Role::Section, &Role::Section),
    ("url", &Role::Url, &Role::Url),
    ("topics", &Role::Topics, &Role::Topics),
];

/// Whether all fields that mean something have our own names, as plain values.
fn is_canonical(fields: &Map<String, Value>) -> bool {
    fields
        .iter()
        .all(|(name, _)| CANONICAL.iter().any(|(canonical, ..)| canonical == name) || columns::role(name).is_none())
        && fields.get("text").is_some_and(|text| !text.is_array() && !text.is_object())
}

/// What holds the fields of an article in the hits of a search engine (`_source`), in answers of GraphQL (`node`) and
/// of JSON:API (`attributes`), and in content systems (`fields`).
pub(crate) const ENVELOPES: [&str; 4] = ["_source", "fields", "node", "attributes"];

fn without_envelope(mut fields: Map<String, Value>) -> Map<String, Value> {
    for envelope in ENVELOPES {
        if let Some(Value::Object(inner)) = fields.get_mut(envelope) {
            let inner = std::mem::take(inner);
            fields.remove(envelope);
            fields.extend(inner);
        }
    }
    fields
}

/// Takes out the field that fills a role best, by the `roles` of the names: ours, else the surest name with a value.
fn best(
    fields: &mut Map<String, Value>,
    roles: &[(String, Role, usize)],
    canonical: &str,
    role: &Role,
) -> Option<Value> {
    let filled = |value: &Value| !value.is_null() && value.as_str() != Some("");
    let of_role = roles.iter().filter(|(name, found, _)| found == role && fields.get(name).is_some_and(filled));
    let (name, ..) = of_role.min_by_key(|(name, _, rank)| (name != canonical, *rank, name))?;
    fields.remove(name).map(|value| simple(value, *role)).filter(|value| name == canonical || filled(value))
}

/// A value as text, or a list of texts; what else it is stays as it is and is told of.
fn simple(value: Value, role: Role) -> Value {
    match (value, role) {
        (value @ (Value::Array(_) | Value::Object(_)), Role::Text | Role::Summary) => {
            let mut texts = Vec::new();
            push_texts(value, 0, &mut texts);
            Value::String(texts.join("\n\n"))
        }
        (Value::Array(values), Role::Author | Role::Topics) => Value::Array(
            values.into_iter().map(|value| simple(value, role)).filter(|value| !value.is_object()).collect(),
        ),
        (Value::Array(mut values), Role::Title | Role::Outlet | Role::Url | Role::Section) if !values.is_empty() => {
            simple(values.swap_remove(0), role)
        }
        (Value::Object(mut fields), _) => named(&mut fields).unwrap_or(Value::Object(fields)),
        (Value::String(text), Role::Text | Role::Summary) => Value::String(columns::plain(text)),
        (value, _) => value,
    }
}

/// Values within each other that are gone into in search of texts. A list of sections with lists of typed paragraphs is five
/// (list, section, list, paragraph, text).
const MAX_PARTS: usize = 6;

/// Parts of an article's body that are no text of it, by the `type` that content systems give them.
const OTHER_PARTS: [&str; 14] = [
    "title",
    "headline",
    "kicker",
    "byline",
    "author",
    "author_info",
    "date",
    "image",
    "video",
    "gallery",
    "audio",
    "inline_gallery",
    "tweet",
    "link_box",
];

/// The texts of a body that is kept in parts: a list of paragraphs, of sections with headlines, of typed elements.
fn push_texts(value: Value, depth: usize, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(columns::plain(text)),
        Value::Array(values) if depth < MAX_PARTS => values.into_iter().for_each(|v| push_texts(v, depth + 1, texts)),
        Value::Object(mut fields) if depth < MAX_PARTS => {
            let kind = fields.get("type").and_then(Value::as_str);
            if kind.is_some_and(|kind| OTHER_PARTS.contains(&kind)) {
                return;
            }
            if let Some(text) = named(&mut fields) {
                return push_texts(text, depth + 1, texts);
            }
            let parts = PARTS.iter().filter_map(|name| remove(&mut fields, name));
            parts.for_each(|part| push_texts(part, depth + 1, texts));
        }
        _ => {}
    }
}

/// What holds the texts of a part, in the order in which they are read.
const PARTS: [&str; 9] =
    ["summary", "headline", "paragraphs", "content", "sections", "body", "blocks", "children", "html"];

/// Takes out a field, whatever its case.
fn remove(fields: &mut Map<String, Value>, name: &str) -> Option<Value> {
    let name = fields.keys().find(|key| key.eq_ignore_ascii_case(name))?.clone();
    fields.remove(&name)
}

/// What an object is called or holds: `{"name":…}`, `{"main":…}`, `{"given":…,"family":…}`, `{"date-parts":…}`.
fn named(fields: &mut Map<String, Value>) -> Option<Value> {
    if let Some(family) = fields.get("family").and_then(Value::as_str) {
        let given = fields.get("given").and_then(Value::as_str).unwrap_or_default();
        return Some(Value::String(format!("{given} {family}").trim().to_owned()));
    }
    if let Some(parts) = fields.get("date-parts").and_then(|parts| parts.get(0)?.as_array()) {
        let number = |part: &Value| part.as_u64().or_else(|| part.as_str()?.parse().ok());
        let numbers: Vec<String> = parts.iter().filter_map(number).map(|n| format!("{n:02}")).collect();
        return Some(Value::String(numbers.join("-")));
    }
    const NAMES: [&str; 10] =
        ["rendered", "name", "main", "original", "title", "text", "value", "label", "#text", "$t"];
    let (name, value) = NAMES.iter().find_map(|name| Some((*name, remove(fields, name)?)))?;
    Some(match value {
        // WordPress renders everything, titles included.
        Value::String(text) if name == "rendered" => Value::String(tags::text(&text)),
        Value::String(text) => Value::String(columns::plain(text)),
        value => value,
    })
}

fn text_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    scalar(Value::deserialize(from)?).map_err(|()| de::Error::custom("expected text or a number"))
}

/// A date's text, whatever holds it: the first of a list, MongoDB's `{"$date":…}` and `{"$numberLong":…}`. What
/// else there may be is kept as it is, to be told of.
fn date_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let mut value = Value::deserialize(from)?;
    loop {
        let inner = match &mut value {
            Value::Array(values) => values.first_mut(),
            Value::Object(fields) if fields.contains_key("$date") => fields.get_mut("$date"),
            Value::Object(fields) => fields.get_mut("$numberLong"),
            _ => None,
        };
        let Some(inner) = inner else { break };
        value = inner.take();
    }
    let kept = value.to_string();
    Ok(scalar(value).unwrap_or(Some(kept)))
}

fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let values = match Value::deserialize(from)? {
        Value::Array(values) => values,
        value => vec![value],
    };
    let texts: Result<Vec<_>, ()> = values.into_iter().map(scalar).collect();
    let texts = texts.map_err(|()| de::Error::custom("expected text or a list of texts"))?;
    Ok(texts.into_iter().flatten().collect())
}

/// The article of a record: its own id, or one made of its number.
pub(crate) fn article(origin: &Origin, own: Option<String>, number: Option<u32>, mut record: Record) -> Article {
    let id = match (own, number) {
        (Some(own), _) if origin.depth == 0 => own,
        (Some(own), _) => format!("{}#{own}", origin.id),
        (None, Some(number)) => format!("{}#{number}", origin.id),
        (None, None) => origin.id.clone(),
    };
    let metadata = record.metadata();
    let text = with_unix_line_ends(record.text);
    let title = record.title.map(with_unix_line_ends);
    let article = article_from_text(&id, &origin.path, title.as_deref(), &text, metadata);
    let address = Address { member: origin.member.clone(), record: number, lines: ArticleLines::None };
    Article { address, ..article }
}

/// The parser's error at `line` of the file; its own line is of the record.
pub(crate) fn malformed(path: &str, line: u64, error: &serde_json::Error) -> ReadError {
    let message = message(error);
    ReadError::Malformed { path: path.into(), line, column: error.column().max(1) as u64, message }
}

/// What the parser says, without the place.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgiving_where_the_meaning_is_clear() {
        let json =
            r#"{"id":7,"title":null,"text":"t","author":["A","B"],"topics":"x","date":2017,"other":{"deep":[1]}}"#;
        let mut record: Record = serde_json::from_str(json).expect("a record");
        let metadata = record.metadata();
        assert_eq!((record.id.as_deref(), record.title.as_deref()), (Some("7"), None));
        assert_eq!((metadata.author.as_deref(), metadata.date.as_deref()), (Some("A, B"), Some("2017")));
        assert_eq!((metadata.topics, metadata.outlet), (vec!["x".to_owned()], None));
    }

    #[test]
    fn names_of_other_sources() {
        for (json, outlet, date, text) in [
            (
                r#"{"source":{"id":null,"name":"Example News"},"publishedAt":"2021-03-04T10:00:00Z","content":"t","title":"T"}"#,
                "Example News",
                "2021-03-04T10:00:00Z",
                "t",
            ),
            (
                r#"{"container-title":"Example News","issued":{"date-parts":[[2021,3,4]]},"abstract":"t","id":7}"#,
                "Example News",
                "2021-03-04",
                "t",
            ),
            (
                r#"{"_id":1,"_source":{"outlet":"Example News","pub_date":"2021-03-04","body":["a","b"]}}"#,
                "Example News",
                "2021-03-04",
                "a\n\nb",
            ),
            (
                r#"{"text":"t","source":"Example News","published":"2021-03-04","content":{"rendered":"<p>x</p>"}}"#,
                "Example News",
                "2021-03-04",
                "t",
            ),
            (
                r#"{"source":"https://example.org/a","sitename":"Example News","date":"2021-03-04","text":"t","raw_text":"t"}"#,
                "Example News",
                "2021-03-04",
                "t",
            ),
            (
                r#"{"publisher":"Example News","publishing_date":"2021-03-04","body":{"summary":["a"],"sections":[{"headline":["b"],"paragraphs":["c","d"]}]}}"#,
                "Example News",
                "2021-03-04",
                "a\n\nb\n\nc\n\nd",
            ),
            (
                r#"{"source":"Example News","published_date":"2021-03-04","contents":[{"type":"title","content":"T"},{"type":"date","content":1},{"type":"sanitized_html","content":"<p>a &amp; b</p>"},{"type":"image","fullcaption":"c"},null]}"#,
                "Example News",
                "2021-03-04",
                "a & b",
            ),
            (
                r#"{"Source":{"Name":"Example News"},"Date":"2021-03-04","Document":{"DocumentId":"x","Content":"<entry><p>a</p><p>b</p></entry>"}}"#,
                "Example News",
                "2021-03-04",
                "a\n\nb",
            ),
        ] {
            let value = canonical(serde_json::from_str(json).expect("JSON"));
            let mut record: Record = serde_json::from_value(value).expect("a record");
            assert_eq!(record.text, text, "{json}");
            let metadata = record.metadata();
            assert_eq!((metadata.outlet.as_deref(), metadata.date.as_deref()), (Some(outlet), Some(date)), "{json}");
        }
    }

    #[test]
    fn dates_as_databases_export_them() {
        for (json, date) in [
            (r#"1488670200"#, Some("1488670200")),
            (r#"{"$date":"2017-03-04T23:30:00Z"}"#, Some("2017-03-04T23:30:00Z")),
            (r#"{"$date":{"$numberLong":"1488670200000"}}"#, Some("1488670200000")),
            (r#"["2017-03-04","2018-01-01"]"#, Some("2017-03-04")),
            (r#"{"y":2017}"#, Some(r#"{"y":2017}"#)),
            ("null", None),
        ] {
            let mut record: Record =
                serde_json::from_str(&format!(r#"{{"text":"t","date":{json}}}"#)).expect("a record");
            assert_eq!(record.metadata().date.as_deref(), date, "{json}");
        }
    }

    #[test]
    fn strict_where_it_is_not() {
        for json in [r#"{"id":1}"#, r#"{"text":1}"#, r#"{"text":"t","id":[1]}"#, r#"{"text":"t"} x"#] {
            assert!(serde_json::from_str::<Record>(json).is_err(), "{json}");
        }
    }
}
