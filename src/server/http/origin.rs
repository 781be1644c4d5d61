//! Whether a request that changes something comes from a page of this server.
//!
//! A browser says where a request comes from (`Sec-Fetch-Site`, `Origin`), and no script can make it say otherwise.

use axum::http::{HeaderMap, header};

use super::host::Hosts;

/// Whether a request comes from a page of this server.
pub fn is_own(headers: &HeaderMap, hosts: &Hosts) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = value(header::ORIGIN.as_str()).map(|origin| host_of(origin).is_some_and(|host| hosts.knows(host)));
    match value("sec-fetch-site") {
        Some(site) => site == "same-origin" && origin != Some(false),
        None => origin == Some(true),
    }
}

/// What stands behind the scheme of an origin.
fn host_of(origin: &str) -> Option<&str> {
    origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))
}

/// Whether a body is JSON, or a form of a page.
pub fn is_own_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["application/json", "application/x-www-form-urlencoded"].iter().any(|own| kind.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_sites_and_unknown_ones_are_not_own() {
        let hosts = Hosts::new(([127, 0, 0, 1], 7878).into(), &[]);
        let own = |site: Option<&str>, origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            site.map(|site| headers.insert("sec-fetch-site", site.parse().expect("a value")));
            origin.map(|origin| headers.insert(header::ORIGIN, origin.parse().expect("a value")));
            is_own(&headers, &hosts)
        };
        assert!(own(Some("same-origin"), Some("http://localhost:7878")));
        assert!(own(Some("same-origin"), None));
        assert!(own(None, Some("http://127.0.0.1:7878")));
        for (site, origin) in [
            (None, None),
            (Some("cross-site"), None),
            (Some("same-site"), Some("http://localhost:7878")),
            (Some("none"), None),
            (Some("same-origin"), Some("http://evil.example")),
            (None, Some("http://localhost:1")),
            (None, Some("null")),
        ] {
            assert!(!own(site, origin), "{site:?} {origin:?}");
        }
    }
}
