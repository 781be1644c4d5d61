//! Requests over HTTP: who asks, how long, how often, and what an answer has to have.
//!
//! Every request that this crate makes can be made twice without harm, so that all are tried again where a server is
//! too busy or a connection breaks.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use ureq::http::{Method, Request, StatusCode};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::address::Address;
use crate::error::RemoteError;
use onrecord_query::Stop;

/// Who asks, and whom to believe.
#[derive(Clone, Default)]
pub struct Access {
    /// The value of the header `Authorization`, if there is one.
    authorization: Option<String>,
    /// Certificates in PEM of those who vouch for the server, in the place of those that everybody knows.
    authority: Option<Vec<u8>>,
}

impl Access {
    /// Sends no credentials.
    pub fn anonymous() -> Self {
        Access::default()
    }

    /// A user with a password.
    pub fn user(name: &str, password: &str) -> Self {
        use base64::Engine as _;
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}"));
        Access { authorization: Some(format!("Basic {pair}")), authority: None }
    }

    /// Whoever has an API key.
    pub fn key(key: &str) -> Self {
        Access { authorization: Some(format!("ApiKey {key}")), authority: None }
    }
}

impl Access {
    /// The same, to a server for which the certificates of this PEM vouch.
    #[must_use]
    pub fn with_authority(self, pem: Vec<u8>) -> Self {
        Access { authority: Some(pem), ..self }
    }
}

/// Says nothing of what is secret.
impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("is_anonymous", &self.authorization.is_none()).finish_non_exhaustive()
    }
}

/// How long a server is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How often it is asked at most.
    pub tries: u32,
    /// The pause before the second try; it doubles with each.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// How long one answer may take.
    pub answer: Duration,
}

impl Default for Patience {
    /// Half a minute of pauses in all: longer than a cluster takes to make another copy of a part the first one.
    fn default() -> Self {
        Patience {
            tries: 10,
            first: Duration::from_millis(100),
            longest: Duration::from_secs(10),
            answer: Duration::from_secs(120),
        }
    }
}

/// How often a server is tried that has never answered: a wrong address should be told soon. One that has answered
/// once is tried longer.
const STRANGER_TRIES: u32 = 3;

/// Most bytes of one answer. It only bounds memory against a server that is none of ours: pages are far smaller.
const MAX_ANSWER: u64 = 1 << 30;

/// Sends requests to a cluster.
pub struct Client {
    agent: ureq::Agent,
    address: Address,
    authorization: Option<String>,
    patience: Patience,
    /// The server that answered last.
    server: AtomicUsize,
    /// Whether any ever did: somebody who never was there is not waited for as long as one who will be back.
    has_answered: AtomicBool,
}

/// What was answered.
#[derive(Debug)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The body; null where it is no JSON.
    pub body: Value,
}

impl Answered {
    /// Whether what was asked for is not there.
    pub fn is_missing(&self) -> bool {
        self.status == StatusCode::NOT_FOUND.as_u16()
    }
}

/// The body of a request.
#[derive(Clone, Copy)]
pub enum Sent<'a> {
    /// None.
    Nothing,
    /// JSON.
    Json(&'a Value),
    /// Lines of JSON.
    Lines(&'a [u8]),
}

impl Client {
    /// Asks the server of `address`.
    ///
    /// # Errors
    /// When the certificates of `access` cannot be read.
    pub fn new(address: Address, access: &Access, patience: Patience) -> Result<Self, RemoteError> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(10)))
            .tls_config(tls(access)?)
            .user_agent(concat!("onrecord/", env!("CARGO_PKG_VERSION")));
        let agent = config.build().new_agent();
        let authorization = access.authorization.clone();
        Ok(Client {
            agent,
            address,
            authorization,
            patience,
            server: AtomicUsize::new(0),
            has_answered: AtomicBool::new(false),
        })
    }

    /// The address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The address as messages have it.
    pub fn place(&self) -> String {
        self.address.to_string()
    }

    /// Asks, and again while the server is too busy or does not answer. Status 404 is an answer, not an error.
    ///
    /// # Errors
    /// When there is no answer, or the server refuses or fails.
    pub fn ask(&self, method: &Method, path: &str, sent: Sent, stop: &Stop) -> Result<Answered, RemoteError> {
        let mut pause = self.patience.first;
        let most = self.patience.tries.saturating_mul(self.address.servers() as u32);
        for tried in 1.. {
            let is_last = tried >= most;
            let server = self.server.load(Ordering::Relaxed);
            let answer = self.once(server, method, path, sent);
            if answer.as_ref().map_or(true, |answered| is_busy(answered.status)) {
                // Perhaps another one can.
                self.server.store(server + 1, Ordering::Relaxed);
            }
            if answer.is_ok() {
                self.has_answered.store(true, Ordering::Relaxed);
            }
            let is_stranger = !self.has_answered.load(Ordering::Relaxed) && tried >= most.min(STRANGER_TRIES);
            match answer {
                Ok(Answered { status: 503, body }) if is_lacking(&body) => {
                    return Err(RemoteError::Lacking { place: self.place(), reason: lacking(&body) });
                }
                Ok(answered) if is_busy(answered.status) && is_last => {
                    return Err(RemoteError::Busy { place: self.place(), tries: tried });
                }
                Ok(answered) if !is_busy(answered.status) => return self.checked(answered),
                Err(error) if is_last || is_stranger || !may_pass(&error) => {
                    return Err(RemoteError::Unreachable { place: self.place(), reason: plain(&error) });
                }
                _ => {}
            }
            if (tried as usize).is_multiple_of(self.address.servers()) {
                self.pause(&mut pause, stop)?;
            }
        }
        unreachable!("the tries end")
    }

    /// Waits, and doubles the pause. Several who wait do not all come back at once.
    ///
    /// # Errors
    /// When it is to stop.
    pub fn pause(&self, pause: &mut Duration, stop: &Stop) -> Result<(), RemoteError> {
        let step = Duration::from_millis(20);
        let spread = f64::from(std::process::id() % 7) / 20.0;
        let mut left = pause.mul_f64(1.0 + spread);
        while !left.is_zero() {
            stop.check()?;
            let now = left.min(step);
            std::thread::sleep(now);
            left -= now;
        }
        *pause = (*pause * 2).min(self.patience.longest);
        Ok(())
    }

    /// How long the server is waited for.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    fn once(&self, server: usize, method: &Method, path: &str, sent: Sent) -> Result<Answered, ureq::Error> {
        let mut request = Request::builder().method(method).uri(self.address.url(server, path));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let (kind, body) = match sent {
            Sent::Nothing => (None, Vec::new()),
            Sent::Json(value) => (Some("application/json"), value.to_string().into_bytes()),
            Sent::Lines(lines) => (Some("application/x-ndjson"), lines.to_vec()),
        };
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let mut response = if kind.is_some() {
            self.run(request.body(body).map_err(ureq::Error::Http)?)?
        } else {
            self.run(request.body(()).map_err(ureq::Error::Http)?)?
        };
        let status = response.status().as_u16();
        let bytes = response.body_mut().with_config().limit(MAX_ANSWER).read_to_vec()?;
        Ok(Answered { status, body: serde_json::from_slice(&bytes).unwrap_or_default() })
    }

    fn run(&self, request: Request<impl ureq::AsSendBody>) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let configured = self.agent.configure_request(request);
        self.agent.run(configured.timeout_global(Some(self.patience.answer)).build())
    }

    fn checked(&self, answered: Answered) -> Result<Answered, RemoteError> {
        let place = self.place();
        match answered.status {
            200..300 | 404 => Ok(answered),
            401 | 403 => Err(RemoteError::Refused { place }),
            status => Err(RemoteError::Failed { place, reason: reason(status, &answered.body) }),
        }
    }
}

fn tls(access: &Access) -> Result<TlsConfig, RemoteError> {
    let Some(pem) = &access.authority else { return Ok(TlsConfig::default()) };
    let wrong = || RemoteError::Address("the file of certificates holds none in PEM".into());
    let mut certificates = Vec::new();
    for item in ureq::tls::parse_pem(pem) {
        if let ureq::tls::PemItem::Certificate(certificate) = item.map_err(|_| wrong())? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(wrong());
    }
    let certificates: Vec<Certificate<'static>> = certificates;
    Ok(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&certificates)).build())
}

/// Whether a server says that it has too much to do, or somebody between says that it does not answer.
pub fn is_busy(status: u16) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}

/// Whether a server says that parts of the index are not there, and not that it has too much to do.
fn is_lacking(body: &Value) -> bool {
    body["error"]["type"] == "search_phase_execution_exception"
}

/// What a server says of parts that are not there.
fn lacking(body: &Value) -> String {
    let error = &body["error"];
    let reasons = [&error["caused_by"]["reason"], &error["root_cause"][0]["reason"], &error["reason"]];
    let reason = reasons.into_iter().filter_map(Value::as_str).find(|reason| !reason.is_empty());
    // The server goes on to advise what leaves hits out.
    reason
        .map_or("a node that has one is not there", |reason| reason.split(". Consider").next().unwrap_or(reason))
        .into()
}

/// Whether another try may help.
fn may_pass(error: &ureq::Error) -> bool {
    matches!(
        error,
        ureq::Error::Io(_) | ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed | ureq::Error::Protocol(_)
    )
}

fn plain(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "the name of the host is not known".into(),
        ureq::Error::Timeout(_) => "it took too long".into(),
        other => other.to_string(),
    }
}

/// What a server gives as the reason of an error.
fn reason(status: u16, body: &Value) -> String {
    let error = &body["error"];
    let cause = error["root_cause"].get(0).filter(|cause| cause["reason"].is_string()).unwrap_or(error);
    match (cause["type"].as_str(), cause["reason"].as_str().or(error.as_str())) {
        (Some(kind), Some(reason)) => format!("{kind}: {reason}"),
        (_, Some(reason)) => reason.to_owned(),
        _ => format!("the server answers with status {status}"),
    }
}
