//! How the server is to behave.

use std::net::SocketAddr;
use std::time::Duration;

use super::token::Token;

/// How the server is to behave. Plain data; the command line fills it in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one.
    pub bind: SocketAddr,
    /// Names beside the local ones under which the archive is reached, as in the `Host` header.
    pub hosts: Vec<String>,
    /// The access token that a client must send; none where none is asked for.
    pub token: Option<Token>,
    /// How long a search may take.
    pub timeout: Duration,
    /// The path that all addresses begin with: nothing, or `/news`.
    pub base_path: String,
    /// Whether `POST /api/v1/index` may bring the index up to date.
    pub allow_write: bool,
    /// How many requests may work at once. [`WAITING_LINE`](super::pool::WAITING_LINE) more may wait.
    pub workers: usize,
}

impl Settings {
    /// The base path as addresses have it: without a slash at its end; nothing where it is not a path.
    pub fn base_path(text: &str) -> Option<String> {
        let path = text.trim_end_matches('/');
        let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
        let whole = path.is_empty() || path.starts_with('/');
        (whole && path.chars().all(plain) && !path.contains("//")).then(|| path.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn a_base_path_is_a_path() {
        for (given, path) in [("", Some("")), ("/", Some("")), ("/x", Some("/x")), ("/x/y/", Some("/x/y"))] {
            assert_eq!(Settings::base_path(given).as_deref(), path);
        }
        for wrong in ["x", "/a b", "/a\"b", "//x", "/{x}", "http://x"] {
            assert_eq!(Settings::base_path(wrong), None, "{wrong}");
        }
    }
}
