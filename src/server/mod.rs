//! The archive over HTTP: pages for people ([`page`]), JSON for programs ([`api`]).
//!
//! Handlers translate a request for the desk and its answer into a response; they decide nothing. What every
//! request passes through first (who may ask, limits, headers) is [`http`]. Nothing below this module is
//! asynchronous: the desk is asked on threads of its own ([`http::pool`]).

pub mod api;
pub mod app;
pub mod http;
mod named;
pub mod page;
mod refusals;
pub mod requests;
mod routes;

use std::io;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::desk::Archive;
use app::App;
use http::gate::Gate;
use http::host::Hosts;
pub use http::listen::{Listening, ServeError, bind};
pub use http::settings::Settings;
pub use http::token::{Token, WeakToken};

/// Ends a server.
#[derive(Debug)]
pub struct End(oneshot::Sender<()>);

/// What a server waits for.
#[derive(Debug)]
pub struct Ended(oneshot::Receiver<()>);

/// What ends a server, and what the server waits for.
pub fn ending() -> (End, Ended) {
    let (end, ended) = oneshot::channel();
    (End(end), Ended(ended))
}

impl End {
    /// Ends it: no new requests, and a few seconds for those that run.
    pub fn now(self) {
        // A server that has ended already needs no telling.
        let _ = self.0.send(());
    }
}

/// Serves an archive until `ended`.
///
/// # Errors
/// When the system refuses threads, or to go on listening.
pub fn serve(listening: Listening, archive: Archive, settings: &Settings, ended: Ended) -> io::Result<()> {
    // One thread reads requests and writes responses, which takes it some 30 µs each; the work is done by others. Its
    // blocking one brings the index up to date.
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).enable_all().build()?;
    let gate = Gate {
        hosts: Hosts::new(listening.address, &settings.hosts),
        token: settings.token.clone(),
        base_path: settings.base_path.clone(),
        error_page: page::problem::page,
    };
    let app = Arc::new(App::new(archive, settings)?);
    let router = routes::router(app, gate);
    runtime.block_on(listening.serve(router, async {
        let _ = ended.0.await;
    }))?;
    // What still runs is a search that nobody waits for.
    runtime.shutdown_background();
    Ok(())
}
