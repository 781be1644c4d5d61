//! Under which names the server answers. A page elsewhere whose name was made to lead here (DNS rebinding) asks
//! under its own name, and gets nothing.

use std::net::SocketAddr;

use axum::http::{HeaderMap, Uri, header};

/// The names, as they stand in a `Host` header.
#[derive(Clone, Debug)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// The local names and the address itself with its port, and those that were allowed: a name without a port
    /// holds with the server's own port and without one.
    pub fn new(address: SocketAddr, allowed: &[String]) -> Self {
        let port = address.port();
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")).into();
        if !address.ip().is_unspecified() {
            names.push(address.to_string());
        }
        if port == 80 {
            names.extend(names.clone().iter().map(|name| name.trim_end_matches(":80").to_owned()));
        }
        for name in allowed.iter().map(|name| name.to_ascii_lowercase()) {
            names.push(format!("{name}:{port}"));
            names.push(name);
        }
        Hosts(names)
    }

    /// Whether a request asks under one of the names, and no other.
    pub fn has(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(header::HOST).iter();
        let one = (given.next(), given.next());
        let (Some(host), None) = one else { return false };
        let in_uri = uri.authority().is_none_or(|authority| self.knows(authority.as_str()));
        in_uri && host.to_str().is_ok_and(|host| self.knows(host))
    }

    /// Whether a name with its port is one of them.
    pub fn knows(&self, name: &str) -> bool {
        self.0.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_names_only() {
        let hosts = Hosts::new(([127, 0, 0, 1], 7878).into(), &["News.example".to_owned()]);
        for known in ["localhost:7878", "LOCALHOST:7878", "127.0.0.1:7878", "[::1]:7878", "news.example"] {
            assert!(hosts.knows(known), "{known}");
        }
        for other in
            ["localhost", "localhost:80", "evil.example", "127.0.0.1:7878.evil.example", "x@localhost:7878", ""]
        {
            assert!(!hosts.knows(other), "{other}");
        }
    }

    #[test]
    fn one_host_and_the_same_in_the_address() {
        let hosts = Hosts::new(([127, 0, 0, 1], 80).into(), &[]);
        let mut headers = HeaderMap::new();
        let uri = |text: &str| text.parse::<Uri>().expect("an address");
        assert!(!hosts.has(&uri("/"), &headers), "none");
        headers.append(header::HOST, "localhost".parse().expect("a value"));
        assert!(hosts.has(&uri("/"), &headers));
        assert!(!hosts.has(&uri("http://evil.example/"), &headers));
        headers.append(header::HOST, "localhost".parse().expect("a value"));
        assert!(!hosts.has(&uri("/"), &headers), "two");
    }
}
