//! The one route table: it feeds the router, the access check, the OpenAPI description and the matrix test.

pub mod api;
pub mod body;
mod controls;
pub mod health;
pub mod objects;
pub mod pages;
mod reasons;
pub mod table;

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;

use crate::problem::Fault;
use crate::security::headers;
use crate::state::App;
use crate::{observe, problem};
use table::Route;

/// How long a handler may take; downloads stream on after it returned.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Every route there is.
pub fn table() -> Vec<Route> {
    let mut routes = health::routes();
    routes.extend(api::routes());
    routes.extend(pages::routes());
    routes
}

pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in table() {
        router = route.mount(router, &app);
    }
    router
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found)
        .layer(from_fn(time_limit))
        .layer(CatchPanicLayer::custom(problem::panic_response))
        .layer(from_fn_with_state(app.clone(), problem::render_faults))
        .layer(from_fn_with_state(app.clone(), headers::set))
        .layer(from_fn_with_state(app.clone(), observe::identify))
        .with_state(app)
}

async fn not_found() -> Fault {
    Fault::not_found()
}

async fn method_not_allowed() -> Fault {
    Fault::method_not_allowed()
}

async fn time_limit(request: Request, next: axum::middleware::Next) -> Response {
    match tokio::time::timeout(TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Fault::timed_out().into_unrendered(),
    }
}
