//! The secret that a client has to know where others can reach the server.
//!
//! A program sends it as `Authorization: Bearer`. A browser gets a form, and after it a cookie that scripts cannot
//! read and that is not sent along with requests from other sites. It never stands in an address.

use std::fmt;

use axum::http::{HeaderMap, header};

/// Fewest characters of a token.
pub const SHORTEST: usize = 32;

/// The name of the cookie.
pub const COOKIE: &str = "onrecord";

/// The secret.
#[derive(Clone)]
pub struct Token(String);

/// A token that is too short, or cannot stand in a header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token must have at least {SHORTEST} letters, digits or any of - . _ ~ + / =")]
pub struct WeakToken;

impl Token {
    /// The token in a text; white space around it is left out.
    ///
    /// # Errors
    /// When it is too short, or has characters that cannot stand in a header or cookie.
    pub fn new(text: &str) -> Result<Self, WeakToken> {
        let text = text.trim();
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b));
        if plain && text.len() >= SHORTEST { Ok(Token(text.to_owned())) } else { Err(WeakToken) }
    }

    /// Whether somebody knows it. Takes as long for a near guess as for a wild one.
    pub fn is(&self, given: &str) -> bool {
        let (own, given) = (self.0.as_bytes(), given.as_bytes());
        let differences = own.iter().enumerate().fold(own.len() ^ given.len(), |sum, (i, byte)| {
            let other = given.get(i).copied().unwrap_or_default();
            std::hint::black_box(sum | usize::from(byte ^ other))
        });
        differences == 0
    }

    /// Whether a request comes with it.
    pub fn comes_with(&self, headers: &HeaderMap) -> bool {
        bearer(headers).into_iter().chain(cookies(headers)).any(|given| self.is(given))
    }

    /// The header that makes a browser keep it.
    pub fn cookie(&self, path: &str, secure: bool) -> String {
        let path = if path.is_empty() { "/" } else { path };
        let secure = if secure { "; Secure" } else { "" };
        format!("{COOKIE}={}; Path={path}; HttpOnly; SameSite=Strict; Max-Age=2592000{secure}", self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn weak_tokens_are_refused() {
        assert!(Token::new(&format!(" {GOOD}\n")).is_ok());
        for weak in ["", "short", &GOOD[1..], &format!("{GOOD};"), &format!("{GOOD} x"), "ä".repeat(40).as_str()] {
            assert_eq!(Token::new(weak).err(), Some(WeakToken), "{weak}");
        }
    }

    #[test]
    fn only_the_whole_token_will_do() {
        let token = Token::new(GOOD).expect("long enough");
        assert!(token.is(GOOD));
        for wrong in ["", &GOOD[1..], &format!("{GOOD}0"), "x123456789abcdef0123456789abcdef"] {
            assert!(!token.is(wrong), "{wrong}");
        }
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn header_or_cookie() {
        let token = Token::new(GOOD).expect("long enough");
        let with = |name: header::HeaderName, value: String| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().expect("a value"));
            token.comes_with(&headers)
        };
        assert!(with(header::AUTHORIZATION, format!("Bearer {GOOD}")));
        assert!(with(header::COOKIE, format!("a=b; onrecord={GOOD}")));
        assert!(!with(header::AUTHORIZATION, format!("Basic {GOOD}")));
        assert!(!with(header::COOKIE, format!("other={GOOD}")));
        assert!(!token.comes_with(&HeaderMap::new()));
    }
}
