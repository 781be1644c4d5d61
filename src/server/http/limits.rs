//! Limits on the size of requests.

use axum::body::{Body, to_bytes};
use axum::http::{Method, StatusCode, Uri};

use super::problem::Problem;

/// Most bytes of an address.
pub const URL: usize = 8 << 10;
/// Most bytes of all headers of a request.
pub const HEADERS: usize = 32 << 10;
/// Most bytes of a body.
pub const BODY: usize = 64 << 10;
/// Most results of a search.
pub const RESULTS: usize = 200;
/// Most results of an export.
pub const EXPORTED: usize = 10_000;
/// How far results may be paged through: offset and number together.
pub const DEPTH: usize = 10_000;

/// Whether the address is short enough.
///
/// # Errors
/// When it is not.
pub fn check_address(uri: &Uri) -> Result<(), Problem> {
    let length = uri.path_and_query().map_or(0, |path| path.as_str().len());
    if length <= URL {
        return Ok(());
    }
    let detail = format!("the address has {length} bytes, and {URL} are the most; shorten the query");
    Err(Problem::new(StatusCode::URI_TOO_LONG, detail))
}

/// The body, as far as it is not too long. Only requests that change something have one.
///
/// # Errors
/// When it is too long, or cannot be read.
pub async fn body(method: &Method, body: Body) -> Result<Vec<u8>, Problem> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(Vec::new());
    }
    let too_long = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body has more than {BODY} bytes"));
    Ok(to_bytes(body, BODY).await.map_err(|_| too_long())?.to_vec())
}
