//! What stands around every request: its id, a net for panics, faults turned into documents or pages, and the headers
//! and the log line of every answer.
//!
//! It is a plain function around the router and not a stack of layers: every layer costs each request a boxed future and
//! a clone of everything below it.

use std::any::Any;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{Extensions, HeaderValue, header};
use axum::response::Response;
use futures_util::FutureExt;
use khao_domain::lang::Lang;
use tower::ServiceExt;

use crate::observe;
use crate::problem::{Audience, Fault, PROOF_NEEDED};
use crate::routes;
use crate::routes::pages::context::see_other;
use crate::routes::pages::{language, proof};
use crate::security::visit::Visit;
use crate::security::{headers, lang};
use crate::state::App;

/// What handlers and error pages know of the frame they stand in.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What the answer, its problem document and the log share.
    pub request_id: Arc<str>,
    /// Of the page's scripts; empty for programs, whose answers run none.
    pub nonce: Arc<str>,
    pub peer: SocketAddr,
    pub lang: Lang,
}

impl Frame {
    fn new(app: &App, audience: Audience, peer: SocketAddr, lang: Lang) -> Self {
        let random = app.engine.random();
        Self {
            request_id: observe::request_id(random),
            nonce: match audience {
                Audience::Person => headers::nonce(random),
                Audience::Program => "".into(),
            },
            peer,
            lang,
        }
    }
}

/// The page that a form was sent from.
#[derive(Debug, Clone)]
pub struct Left(pub String);

/// Everything behind one address.
#[derive(Clone)]
pub struct Site {
    app: App,
    router: Router,
}

impl Site {
    pub fn new(app: App) -> Self {
        Self {
            router: routes::router(app.clone()),
            app,
        }
    }

    pub async fn answer(self, mut request: Request, peer: SocketAddr) -> Response {
        let Self { app, router } = self;
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let audience = Audience::of(uri.path());
        let lang = lang::of(audience, request.headers());
        let frame = Frame::new(&app, audience, peer, lang);
        request.extensions_mut().insert(frame.clone());
        // A form's own address may be no page.
        let is_form = audience == Audience::Person && !method.is_safe();
        let is_led = is_led(audience, &request);
        let left = is_form.then(|| Left(language::left(request.headers())));
        let answered = AssertUnwindSafe(router.oneshot(request)).catch_unwind().await;
        let mut response = match answered {
            Ok(routed) => routed.unwrap_or_else(|never: Infallible| match never {}),
            Err(panic) => panicked(&*panic),
        };
        if let Some(fault) = response.extensions_mut().remove::<Fault>() {
            let asked = uri.path_and_query();
            let to_proof = asked.filter(|_| is_led && fault.kind == PROOF_NEEDED);
            if let Some(asked) = to_proof {
                response = see_other(&proof::before(asked.as_str()));
            } else {
                // Boxed: few answers are faults, and every future would be as large as an error page's.
                response = Box::pin(rendered(&app, audience, fault, response, (frame.clone(), left))).await;
            }
        }
        headers::set(&mut response, uri.path(), &frame.nonce, app.settings.secure);
        observe::log(&method, &uri, &response, &frame.request_id);
        if let Ok(value) = HeaderValue::from_str(&frame.request_id) {
            response.headers_mut().insert("x-request-id", value);
        }
        response
    }
}

/// Whether a browser goes where it asks, to a page or a file; not of forms and of programs.
fn is_led(audience: Audience, request: &Request) -> bool {
    let says = |name: &str, words: &str| {
        let header = request.headers().get(name).and_then(|value| value.to_str().ok());
        header.is_some_and(|value| value.contains(words))
    };
    // Somebody who saves a link's target sends no type that they would read.
    let is_browser = || says("accept", "text/html") || says("sec-fetch-mode", "navigate");
    request.method().is_safe() && (audience == Audience::Person || is_browser())
}

/// A handler's fault as a document or a page.
async fn rendered(
    app: &App,
    audience: Audience,
    fault: Fault,
    mut unrendered: Response,
    (frame, left): (Frame, Option<Left>),
) -> Response {
    // Whoever passed the guard keeps the frame of a signed-in visitor on the error's page.
    let visit = unrendered.extensions_mut().remove::<Arc<Visit>>();
    let mut extensions = Extensions::new();
    extensions.insert(frame);
    left.map(|left| extensions.insert(left));
    visit.map(|visit| extensions.insert(visit));
    // The router knows which methods there are; a session may have begun before the fault.
    let kept = [header::ALLOW, header::SET_COOKIE]
        .map(|name| unrendered.headers_mut().remove(&name).map(|value| (name, value)));
    let mut rendered = fault.respond(app, audience, &extensions).await;
    rendered.headers_mut().extend(kept.into_iter().flatten());
    rendered
}

/// A panic is caught, logged and answered like any failure.
fn panicked(panic: &(dyn Any + Send)) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(panic = message, "a handler panicked");
    Fault::internal().into_unrendered()
}
