//! What went wrong, as a page.

use axum::http::Extensions;
use axum::response::Response;
use khao_app::pages::error::{ErrorView, page, title};
use khao_engine::policy::Actor;
use std::net::{IpAddr, Ipv4Addr};

use super::context::Page;
use crate::problem::Fault;
use crate::security::headers::Nonce;
use crate::security::visit::Visit;
use crate::state::App;

pub async fn response(app: &App, fault: Fault, request: &Extensions, request_id: &str) -> Response {
    // Before the guard there is no visit: the frame is then an anonymous one.
    let visit = request.get::<Visit>().cloned().unwrap_or_else(|| Visit {
        actor: Actor::Anonymous,
        token: None,
        address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        nonce: request
            .get::<Nonce>()
            .map(|nonce| nonce.0.clone())
            .unwrap_or_default(),
        request_id: request_id.to_owned(),
    });
    let page_of = Page {
        app: app.clone(),
        visit,
    };
    let status = fault.status;
    let mut detail = fault.detail;
    for problem in &fault.errors {
        detail.push(' ');
        detail.push_str(&problem.detail);
    }
    let view = ErrorView {
        status: status.as_u16(),
        detail: Some(detail),
        request_id: request_id.to_owned(),
        retry_after_s: fault.retry_after_s,
        retry_path: None,
    };
    page_of.show(status, title(status.as_u16()), page(view)).await
}
