//! What stands before every handler: cross-site check, content type, the visitor, the route's access, the limits of body
//! and time.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::header;
use axum::response::Response;
use khao_engine::error::Error;

use super::cross_site;
use super::visit::Visit;
use crate::problem::Fault;
use crate::routes::table::{Access, BodyKind};
use crate::security::cookies;
use crate::state::App;

/// What the guard of one route knows.
#[derive(Clone)]
pub struct Gate {
    pub app: App,
    pub access: Access,
    pub body: BodyKind,
    /// The handler writes through the journal: sent away before the body is read where that is full.
    pub is_hot: bool,
}

/// Hands the request to the handler if it may pass, and waits as long as the route allows.
pub async fn pass<H, T>(gate: Gate, request: Request, handler: H) -> Response
where
    H: Handler<T, App>,
    T: 'static,
{
    let limit = gate.body.time_limit();
    match tokio::time::timeout(limit, checked(gate, request, handler)).await {
        Ok(response) => response,
        Err(_) => Fault::timed_out().into_unrendered(),
    }
}

async fn checked<H, T>(gate: Gate, mut request: Request, handler: H) -> Response
where
    H: Handler<T, App>,
    T: 'static,
{
    DefaultBodyLimit::max(gate.body.bytes_max()).apply(&mut request);
    let (mut parts, body) = request.into_parts();
    match check(&gate, &parts).await {
        Ok(visit) => {
            let visit = Arc::new(visit);
            parts.extensions.insert(visit.clone());
            let is_step = matches!(gate.access, Access::Staff(_)) && !parts.method.is_safe();
            let run = handler.call(Request::from_parts(parts, body), gate.app);
            let mut response = if is_step { to_its_end(run).await } else { run.await };
            if response.extensions().get::<Fault>().is_some() {
                response.extensions_mut().insert(visit);
            }
            response
        }
        Err(fault) => fault.into_unrendered(),
    }
}

/// What staff began is finished even where they hang up: an import or a publication is never left half-way.
async fn to_its_end(run: impl Future<Output = Response> + Send + 'static) -> Response {
    match tokio::spawn(run).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a handler panicked");
            Fault::internal().into_unrendered()
        }
    }
}

async fn check(gate: &Gate, parts: &axum::http::request::Parts) -> Result<Visit, Fault> {
    let app = &gate.app;
    let has_cookie = parts.headers.get(header::AUTHORIZATION).is_none()
        && cookies::token(&parts.headers, app.settings.secure).is_some();
    if !cross_site::is_allowed(&parts.method, &parts.headers, has_cookie) {
        return Err(Fault::cross_site());
    }
    if !gate.body.accepts(&parts.headers) {
        return Err(Fault::unsupported_media_type(gate.body));
    }
    if gate.is_hot && !app.engine.has_room() {
        return Err(Error::Busy { retry_after_s: 2 }.into());
    }
    let visit = Visit::read(app, parts).await?;
    match gate.access {
        Access::Public => {}
        Access::Session => visit.actor.present()?,
        Access::Participant => {
            visit.actor.participant()?;
        }
        Access::Staff(action) => visit.actor.may(action)?,
    }
    Ok(visit)
}
