//! The one route table: it feeds the router, the access check, the OpenAPI description and the matrix test.

pub mod api;
pub mod body;
mod controls;
mod figures;
pub mod health;
mod multipart;
pub mod objects;
pub mod pages;
mod query;
mod reasons;
pub mod table;

use axum::Router;

use crate::problem::Fault;
use crate::state::App;
use table::Route;

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
        .with_state(app)
}

async fn not_found() -> Fault {
    Fault::not_found()
}

async fn method_not_allowed() -> Fault {
    Fault::method_not_allowed()
}
