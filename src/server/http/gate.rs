//! The gate that every request passes: host, token, method and origin, limits, then the handler behind a fence for
//! panics; and on the way out the form of errors, and the headers.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use super::host::Hosts;
use super::problem::Problem;
use super::token::Token;
use super::{headers, limits, origin};

/// What the gate goes by.
#[derive(Clone)]
pub struct Gate {
    /// Names under which the server answers.
    pub hosts: Hosts,
    /// The access token that a client must send; none where none is asked for.
    pub token: Option<Token>,
    /// The path that all addresses begin with.
    pub base_path: String,
    /// Makes the page of a problem, for browsers.
    pub error_page: fn(&Problem, &Context) -> Response,
}

/// What an error page has to know of a request.
#[derive(Clone, Debug)]
pub struct Context {
    /// The path that all addresses begin with.
    pub base_path: String,
    /// The address that was asked for, below the base path.
    pub uri: Uri,
}

/// The gate as a layer around all routes.
pub async fn pass(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let context = Context { base_path: gate.base_path.clone(), uri: below(&gate.base_path, request.uri()) };
    let response = match gate.admit(request).await {
        Ok(request) => fenced(next.run(request)).await,
        Err(problem) => axum::response::IntoResponse::into_response(problem),
    };
    let mut response = gate.dressed(response, &context);
    headers::add(response.headers_mut());
    response
}

impl Gate {
    /// The request, if it may come in.
    async fn admit(&self, request: Request) -> Result<Request, Problem> {
        if !self.hosts.has(request.uri(), request.headers()) {
            return Err(misdirected(request.headers()));
        }
        if let Some(token) = &self.token
            && !token.comes_with(request.headers())
            && !is_open(below(&self.base_path, request.uri()).path())
        {
            return Err(Problem::named(StatusCode::UNAUTHORIZED, "token", "This archive asks for a token", TOKEN));
        }
        self.check_origin(&request)?;
        limits::check_address(request.uri())?;
        let (parts, body) = request.into_parts();
        let body = limits::body(&parts.method, body).await?;
        Ok(Request::from_parts(parts, Body::from(body)))
    }

    /// Whether a request that changes something comes from where it may.
    fn check_origin(&self, request: &Request) -> Result<(), Problem> {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(());
        }
        if !origin::is_own(request.headers(), &self.hosts) {
            let detail = "what changes something is taken from pages of this archive only, and from programs that \
                          send its address as Origin";
            return Err(Problem::named(StatusCode::FORBIDDEN, "cross-site", "Not from there", detail));
        }
        if request.method() == Method::POST && !origin::is_own_form(request.headers()) {
            let detail = "a body is JSON (application/json), or the form of a page";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        Ok(())
    }

    /// Gives an error its form: a page for browsers, a problem in JSON for programs.
    fn dressed(&self, mut response: Response, context: &Context) -> Response {
        let status = response.status();
        if !(status.is_client_error() || status.is_server_error()) {
            return response;
        }
        let known = response.extensions_mut().remove::<Problem>();
        if known.is_none() && response.body().size_hint().exact() != Some(0) {
            return response;
        }
        let problem = known.unwrap_or_else(|| Problem::new(status, detail(status, context)));
        let mut dressed =
            if is_api(context.uri.path()) { problem.json() } else { (self.error_page)(&problem, context) };
        for name in [header::ALLOW, header::RETRY_AFTER] {
            if let Some(value) = response.headers_mut().remove(&name) {
                dressed.headers_mut().insert(name, value);
            }
        }
        if status == StatusCode::UNAUTHORIZED {
            let value = header::HeaderValue::from_static("Bearer realm=\"onrecord\"");
            dressed.headers_mut().insert(header::WWW_AUTHENTICATE, value);
        }
        dressed
    }
}

const TOKEN: &str = "send it as `Authorization: Bearer TOKEN`, or give it in the form of the page";

fn misdirected(given: &HeaderMap) -> Problem {
    let host = given.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("none");
    let detail = format!("this archive does not go by the name {host}; `--allow-host` allows one");
    Problem::named(StatusCode::MISDIRECTED_REQUEST, "host", "Not here", detail)
}

fn detail(status: StatusCode, context: &Context) -> String {
    match status {
        StatusCode::NOT_FOUND => format!("nothing is at {}", context.uri.path()),
        StatusCode::METHOD_NOT_ALLOWED => format!("{} does not take this method", context.uri.path()),
        _ => "the request cannot be answered".to_owned(),
    }
}

/// Whether programs ask there, so that errors are JSON.
fn is_api(path: &str) -> bool {
    path.starts_with("/api/") || path == "/healthz" || path == "/mcp"
}

/// What is answered without a token: what the page that asks for it needs, and whether the server lives.
fn is_open(path: &str) -> bool {
    path.starts_with("/static/") || ["/token", "/healthz", "/api/v1/healthz"].contains(&path)
}

/// The address below the base path.
fn below(base_path: &str, uri: &Uri) -> Uri {
    let whole = uri.path_and_query().map_or("/", |path| path.as_str());
    let rest = whole.strip_prefix(base_path).unwrap_or(whole);
    let rest = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
    rest.parse().unwrap_or_default()
}

/// The response of a handler; a panic in it is an error of this request alone.
async fn fenced(handler: impl Future<Output = Response>) -> Response {
    let mut handler = pin!(handler);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| handler.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(axum::response::IntoResponse::into_response(Problem::internal())))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_below_the_base_path() {
        let uri = |text: &str| text.parse::<Uri>().expect("an address");
        assert_eq!(below("", &uri("/a?q=1")), uri("/a?q=1"));
        assert_eq!(below("/x", &uri("/x/a?q=1")), uri("/a?q=1"));
        assert_eq!(below("/x", &uri("/x")), uri("/"));
        assert_eq!(below("/x", &uri("/x?q=1")), uri("/?q=1"));
    }
}
