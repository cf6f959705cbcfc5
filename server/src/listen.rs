//! The accept loop: no delay of small packets, time limits on headers and idle connections, a graceful end.
//!
//! HTTP/1.1 only: without TLS browsers speak nothing else, proxies speak it to their backends, and telling the versions
//! apart doubles the buffer of every connection (`docs/benchmarks.md`).

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use futures_util::future::{BoxFuture, FutureExt};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// A client gets this long for its headers; afterwards an idle connection is closed as well.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
const DRAIN_TIMEOUT: Duration = Duration::from_secs(20);

/// Serves until `stop` is done, then lets the requests under way finish. `answer` gets each request with the address of
/// the connection's other end.
pub async fn serve<A, F>(listener: TcpListener, answer: A, stop: impl Future<Output = ()>)
where
    A: Fn(Request<Body>, SocketAddr) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    let mut http = Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .keep_alive(true);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => connect(&http, &graceful, stream, peer, answer.clone()),
            // Out of file descriptors, or a connection that was reset while it waited: others may still come.
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(DRAIN_TIMEOUT) => tracing::warn!("some connections did not end in time"),
    }
}

/// A router without a frame.
pub fn plain(router: Router) -> impl Fn(Request<Body>, SocketAddr) -> BoxFuture<'static, Response> + Clone {
    move |request, _| {
        Box::pin(
            router
                .clone()
                .oneshot(request)
                .map(|answered| answered.unwrap_or_else(|never: Infallible| match never {})),
        )
    }
}

fn connect<A, F>(http: &Builder, graceful: &GracefulShutdown, stream: TcpStream, peer: SocketAddr, answer: A)
where
    A: Fn(Request<Body>, SocketAddr) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY was not set");
    }
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let answering = answer(request.map(Body::new), peer);
        async move { Ok::<_, Infallible>(answering.await) }
    });
    let connection = http.serve_connection(TokioIo::new(stream), service);
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}
