//! Listening, serving, and ending: no new requests, and a few seconds for those that run.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::limits;
use super::settings::Settings;

/// How long running requests may take to end.
pub const DRAIN: Duration = Duration::from_secs(5);
/// How long a client may take to send its headers, the time between two requests of one connection included.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most connections at once; more wait to be taken up.
const CONNECTIONS: usize = 1024;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there.
    #[error("something already listens on {0}")]
    InUse(SocketAddr),
    /// Others could reach it, and nothing keeps them out.
    #[error("{0} can be reached by others, and there is no token")]
    Open(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
}

/// A socket that listens.
#[derive(Debug)]
pub struct Listening {
    listener: std::net::TcpListener,
    /// Where.
    pub address: SocketAddr,
}

/// Listens where the settings say.
///
/// # Errors
/// When somebody else listens there, when others could reach it without a token, or when the system refuses.
pub fn bind(settings: &Settings) -> Result<Listening, ServeError> {
    let address = settings.bind;
    if !address.ip().is_loopback() && settings.token.is_none() {
        return Err(ServeError::Open(address));
    }
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::InUse(address),
        _ => ServeError::Listen { address, error },
    };
    let listener = std::net::TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok(Listening { listener, address })
}

impl Listening {
    /// Serves until `end` is ready, then lets running requests end, for [`DRAIN`] at most.
    ///
    /// # Errors
    /// When the system refuses to go on listening.
    pub async fn serve(self, router: Router, end: impl Future<Output = ()>) -> io::Result<()> {
        let listener = TcpListener::from_std(self.listener)?;
        let (running, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(CONNECTIONS)));
        let mut end = std::pin::pin!(end);
        loop {
            let Ok(place) = room.clone().acquire_owned().await else { break };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut end => break,
            };
            let Ok((stream, _)) = accepted else {
                // Out of file descriptors, most likely: connections that end make room.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            let connection = connection(stream, &router);
            let connection = running.watch(connection);
            tokio::spawn(async move {
                let _ = connection.await;
                drop(place);
            });
        }
        drop(listener);
        let _ = timeout(DRAIN, running.shutdown()).await;
        Ok(())
    }
}

/// A connection with one client.
fn connection(
    stream: TcpStream,
    router: &Router,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(limits::HEADERS);
    builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()))
}
