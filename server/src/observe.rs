//! Request ids and the log of requests. Never a body, a token, a query or a name.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, Uri};
use axum::response::Response;
use data_encoding::HEXLOWER;
use khao_engine::random::Random;

use crate::state::App;

pub fn request_id(random: &Random) -> Arc<str> {
    HEXLOWER.encode(&random.bytes::<8>()).into()
}

pub fn log(method: &Method, uri: &Uri, response: &Response, request_id: &str) {
    let (path, status) = (uri.path(), response.status());
    // The time of a line would say when somebody answered.
    if is_of_respondents(path) && !status.is_server_error() {
        return;
    }
    if status.is_server_error() && status.as_u16() != 503 {
        tracing::error!(%method, path, status = status.as_u16(), request_id, "failed");
    } else {
        tracing::debug!(%method, path, status = status.as_u16(), request_id, "answered");
    }
}

/// What respondents ask for, whom nobody may follow.
fn is_of_respondents(path: &str) -> bool {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    path == "/surveys" || ["/surveys/", "/kiosk/"].iter().any(|part| path.starts_with(part))
}

/// Logs to standard error; `RUST_LOG` chooses what.
pub fn start_logging() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,khao=info"));
    // A second call in one process (tests) keeps the first.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .try_init(),
    );
}

/// `GET /metrics` for Prometheus, on a listener of its own.
pub fn metrics_router(app: App) -> axum::Router {
    axum::Router::new()
        .route("/metrics", axum::routing::get(metrics))
        .with_state(app)
}

async fn metrics(State(app): State<App>) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for (name, help, value) in app.engine.figures() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "# HELP khao_{name} {help}\n# TYPE khao_{name} counter\nkhao_{name} {value}"
        );
    }
    text
}
