//! Whether the client already has the answer: the same path and query, asked of the same state of the index by the
//! same program, have the same answer. So a tag is known before anything is searched.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::Xxh3;

/// The tag of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ETag(String);

impl ETag {
    /// The tag of what `uri` is answered with at `revision` of the index; `program` is a hash of what makes the answer.
    pub fn new(revision: &str, program: &str, uri: &Uri, headers: &HeaderMap) -> Self {
        let mut hash = Xxh3::new();
        let path = uri.path_and_query().map_or("", |path| path.as_str());
        let accept = headers.get(header::ACCEPT).map_or(&[][..], |value| value.as_bytes());
        for part in [revision.as_bytes(), program.as_bytes(), path.as_bytes(), accept] {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        ETag(format!("\"{:032x}\"", hash.digest128()))
    }

    /// Whether the client says that it has it.
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        given.flat_map(|value| value.split(',')).any(|tag| {
            let tag = tag.trim();
            tag == "*" || tag.trim_start_matches("W/") == self.0
        })
    }

    /// The header's value.
    pub fn value(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("\"\""))
    }

    /// "You have it": 304.
    pub fn not_modified(&self) -> Response {
        (StatusCode::NOT_MODIFIED, [(header::ETAG, self.value())]).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_makes_an_answer_makes_the_tag() {
        let uri = |text: &str| text.parse::<Uri>().expect("an address");
        let none = HeaderMap::new();
        let tag = ETag::new("1", "a", &uri("/x?q=1"), &none);
        assert_eq!(tag, ETag::new("1", "a", &uri("/x?q=1"), &none));
        let mut json = HeaderMap::new();
        json.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        for other in [
            ETag::new("2", "a", &uri("/x?q=1"), &none),
            ETag::new("1", "b", &uri("/x?q=1"), &none),
            ETag::new("1", "a", &uri("/x?q=2"), &none),
            ETag::new("1", "a", &uri("/x?q=1"), &json),
        ] {
            assert_ne!(tag, other);
        }
        let mut known = HeaderMap::new();
        assert!(!tag.is_known(&known));
        known.insert(header::IF_NONE_MATCH, HeaderValue::from_str(&format!("\"x\", W/{}", tag.0)).expect("a value"));
        assert!(tag.is_known(&known));
    }
}
