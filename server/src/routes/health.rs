//! `GET /healthz`, `GET /readyz`, and the embedded files.

use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::StatusCode;

use super::table::{Access, Route, get};
use crate::assets;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    vec![
        get("/healthz", Access::Public, alive),
        get("/readyz", Access::Public, ready),
        get("/assets/{name}", Access::Public, assets::serve),
        get("/sw.js", Access::Public, assets::service_worker),
    ]
}

async fn alive() -> &'static str {
    "ok\n"
}

/// The database is reachable, migrations are done, and under `demo` its data is there.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if app.loaded.load(Ordering::SeqCst) && app.engine.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
