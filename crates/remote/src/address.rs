//! The address of an index in a cluster: `https://host:9200/NAME`, or with several nodes `https://a:9200,b:9200/NAME`.

use std::fmt;

use crate::error::RemoteError;

/// Where servers are, and the name of the index there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `http://` or `https://`.
    scheme: &'static str,
    /// Hosts with their ports, one at least. Any of them will do.
    hosts: Vec<String>,
    /// Whatever path stands before the name: empty, or from a slash on.
    before: String,
    /// The name of the index.
    name: String,
}

impl Address {
    /// Whether a text is meant as an address and not as a folder.
    pub fn is_meant(text: &str) -> bool {
        scheme(text).is_some()
    }

    /// Reads `http://host:port/NAME` or `https://…`. A path before the name is kept, as behind a proxy.
    ///
    /// # Errors
    /// When the text is no such address, holds a user or password, or the name is none that an index can have.
    pub fn parse(text: &str) -> Result<Self, RemoteError> {
        let wrong =
            |why: &str| RemoteError::Address(format!("{why}: write http://HOST:PORT/NAME or https://HOST/NAME"));
        let Some((scheme, rest)) = scheme(text) else { return Err(wrong("this is no address of an index")) };
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.contains('@') {
            let message = "the address holds a user or a password, which others can read there: leave them out of it";
            return Err(RemoteError::Address(message.into()));
        }
        let hosts: Vec<String> = host.split(',').map(str::to_owned).collect();
        let is_host =
            |host: &String| !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]_".contains(c));
        if !hosts.iter().all(is_host) {
            return Err(wrong("the address names no host"));
        }
        let path = path.trim_end_matches('/');
        let (before, name) = path.rsplit_once('/').map_or(("", path), |(before, name)| (before, name));
        check_name(name)?;
        if !before.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/".contains(c)) {
            return Err(wrong("the address has characters that no path has"));
        }
        let before = if before.is_empty() { String::new() } else { format!("/{before}") };
        Ok(Address { scheme, hosts, before, name: name.to_owned() })
    }

    /// The name of the index.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address of another index of the same cluster.
    ///
    /// # Errors
    /// When the name is none that an index can have.
    pub fn beside(&self, name: &str) -> Result<Self, RemoteError> {
        check_name(name)?;
        Ok(Address { name: name.to_owned(), ..self.clone() })
    }

    /// How many servers there are.
    pub(crate) fn servers(&self) -> usize {
        self.hosts.len()
    }

    /// The URL of a path of a server.
    pub(crate) fn url(&self, server: usize, path: &str) -> String {
        format!("{}://{}{}{path}", self.scheme, self.hosts[server % self.hosts.len()], self.before)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}/{}", self.scheme, self.hosts.join(","), self.before, self.name)
    }
}

fn scheme(text: &str) -> Option<(&'static str, &str)> {
    let after = |scheme: &str| {
        let begins = text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
        begins.then(|| &text[scheme.len()..])
    };
    after("http://").map(|rest| ("http", rest)).or_else(|| after("https://").map(|rest| ("https", rest)))
}

/// The rules of OpenSearch for names: small letters, digits, `-`, `_`, `.`; not first `-`, `_`, `.`.
fn check_name(name: &str) -> Result<(), RemoteError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    let message = match name {
        "" => "the address names no index: write its name after the host, as in http://HOST:PORT/NAME",
        _ if name.len() > 200 || name.starts_with(['-', '_', '.']) || !name.chars().all(fits) => {
            "the name of an index in a cluster has small letters, digits and -, _ or . within"
        }
        _ => return Ok(()),
    };
    Err(RemoteError::Address(message.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (text, shown) in [
            ("http://127.0.0.1:9201/press", "http://127.0.0.1:9201/press"),
            ("HTTPS://search.example.org/press/", "https://search.example.org/press"),
            ("https://example.org/es/press-2", "https://example.org/es/press-2"),
            ("http://[::1]:9200/a", "http://[::1]:9200/a"),
            ("http://a:9200,b:9200/press", "http://a:9200,b:9200/press"),
        ] {
            assert_eq!(Address::parse(text).map(|address| address.to_string()), Ok(shown.to_owned()));
        }
        let address = Address::parse("https://example.org/es/press").unwrap();
        assert_eq!(
            (address.name(), address.url(0, "/press/_search").as_str()),
            ("press", "https://example.org/es/press/_search")
        );
    }

    #[test]
    fn what_is_no_address_is_refused_and_no_password_is_repeated() {
        for text in [
            "http://",
            "http://host",
            "http://host/",
            "http://host/Press",
            "http://host/_all",
            "http://host/a,b",
            "http://host/a*",
            "http://a,,b/press",
            "http://ho st/a",
            "https://host/a?pretty",
            "http://user:secret@host/a",
            "index",
        ] {
            let error = Address::parse(text).expect_err(text).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
        assert!(Address::is_meant("Http://x") && !Address::is_meant("httpd/index") && !Address::is_meant("index"));
    }
}
