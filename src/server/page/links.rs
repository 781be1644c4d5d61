//! The state of a search page, all of which is its address.

use axum::http::Uri;

use super::words::shown;
use crate::server::http::parameters::Parameters;

/// The parameters of a search page, in the order in which they stand in its address.
pub const STATE: [&str; 18] = [
    "q",
    "speaker",
    "role",
    "topic",
    "outlet",
    "author",
    "url",
    "kind",
    "lang",
    "since",
    "until",
    "include-boilerplate",
    "sort",
    "unit",
    "rank",
    "recent",
    "duplicates",
    "page",
];

/// Those that narrow down, with their names for people.
pub const NARROWING: [(&str, &str); 10] = [
    ("speaker", "speaker"),
    ("role", "role"),
    ("topic", "topic"),
    ("outlet", "outlet"),
    ("author", "author"),
    ("url", "address"),
    ("kind", "kind"),
    ("lang", "language"),
    ("since", "from"),
    ("until", "to"),
];

/// Those that say how results are found, with what each means.
pub const MANNERS: [(&str, &str); 4] = [
    ("include-boilerplate", "with footers and comment forms"),
    ("rank", "ranked by"),
    ("recent", "recent first, by"),
    ("duplicates", "with every copy"),
];

/// A link with words.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
}

/// What a search page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State(Vec<(&'static str, String)>);

impl State {
    /// The state that parameters give.
    pub fn of(parameters: &Parameters) -> Self {
        let given = |name: &'static str| Some((name, parameters.get(name)?.to_owned()));
        State(STATE.into_iter().filter_map(given).collect())
    }

    /// The state that an address gives, right or wrong: the first value of each parameter.
    pub fn of_address(uri: &Uri) -> Self {
        let query = uri.query().unwrap_or_default().as_bytes();
        let value = |name: &str| form_urlencoded::parse(query).find(|(known, _)| known == name);
        let given = |name: &'static str| Some((name, value(name)?.1.into_owned()));
        State(STATE.into_iter().filter_map(given).filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// This state with `value` for the parameter `name`. A new value begins at the first page.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let value_of = |known: &'static str| {
            let value = if known == name { value } else { self.get(known) };
            Some((known, value.to_owned()))
        };
        let kept = STATE.into_iter().filter(|known| *known != "page" || name == "page").filter_map(value_of);
        State(kept.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// This state with other values for parameters, at the first page.
    #[must_use]
    pub fn with_all(&self, values: &[(&str, &str)]) -> Self {
        values.iter().fold(self.clone(), |state, (name, value)| state.with(name, value))
    }

    /// This state without the parameter `name`, at the first page.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        self.with(name, "")
    }

    /// The query, and what a result is.
    #[must_use]
    pub fn query_alone(&self) -> Self {
        let others = NARROWING.iter().chain(&MANNERS).map(|(name, _)| *name);
        others.fold(self.without("page"), |state, name| state.without(name))
    }

    /// Whether results are statements.
    pub fn of_statements(&self) -> bool {
        self.get("unit") == "quote"
    }

    /// What narrows down, as it was given.
    pub fn narrowing(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        NARROWING.into_iter().map(|(name, label)| (name, label, self.get(name))).filter(|(.., value)| !value.is_empty())
    }

    /// How results are found, where that is not as usual.
    pub fn manners(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        MANNERS.into_iter().map(|(name, label)| (name, label, self.get(name))).filter(|(.., value)| !value.is_empty())
    }

    /// Names and values, without those that a form has fields for.
    pub fn hidden(&self, fields: &[&str]) -> Vec<(&'static str, String)> {
        let kept = self.0.iter().filter(|(name, _)| !fields.contains(name) && *name != "page");
        kept.map(|(name, value)| (*name, shown(value).into_owned())).collect()
    }

    /// The address of the page, below `base`.
    pub fn href(&self, base: &str) -> String {
        let query = self.encoded();
        if query.is_empty() { format!("{base}/") } else { format!("{base}/?{query}") }
    }

    /// The parameters as they stand in an address.
    pub fn encoded(&self) -> String {
        encoded(self.0.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// An address of the API, below `base`, with these parameters but for some, and with more of its own.
    pub fn api(&self, base: &str, path: &str, without: &[&str], more: &[(&str, &str)]) -> String {
        let own = self.0.iter().map(|(name, value)| (*name, value.as_str()));
        let own = own.filter(|(name, _)| !without.contains(name) && *name != "page");
        format!("{base}/api/v1/{path}?{}", encoded(own.chain(more.iter().copied())))
    }
}

/// Names and values as they stand in an address, without those that have no value.
pub fn encoded<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    pairs.filter(|(_, value)| !value.is_empty()).for_each(|(name, value)| {
        query.append_pair(name, value);
    });
    query.finish()
}

/// A name as one segment of an address.
pub fn segment(name: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');
    utf8_percent_encode(name, KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(pairs: &[(&'static str, &str)]) -> State {
        State(pairs.iter().map(|&(name, value)| (name, value.to_owned())).collect())
    }

    #[test]
    fn addresses_keep_everything_but_the_page() {
        let state = state(&[("q", "a&b"), ("topic", "x"), ("page", "3")]);
        assert_eq!(state.href("/n"), "/n/?q=a%26b&topic=x&page=3");
        assert_eq!(state.with("speaker", "É O").href(""), "/?q=a%26b&speaker=%C3%89+O&topic=x");
        assert_eq!(state.without("topic").href(""), "/?q=a%26b");
        assert_eq!(state.with("page", "4").href(""), "/?q=a%26b&topic=x&page=4");
        assert_eq!(state.query_alone().href(""), "/?q=a%26b");
        assert_eq!(State::default().href("/n"), "/n/");
        let api = state.api("/n", "facets/topic", &["topic"], &[("n", "20"), ("none", "")]);
        assert_eq!(api, "/n/api/v1/facets/topic?q=a%26b&n=20");
    }

    #[test]
    fn a_name_is_one_segment() {
        assert_eq!(segment("a/b c:1?#.."), "a%2Fb%20c%3A1%3F%23%2E%2E");
        assert_eq!(segment("Ünï-x_~1"), "%C3%9Cn%C3%AF-x_~1");
    }
}
