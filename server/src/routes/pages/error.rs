//! What went wrong, as a page.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::http::{Extensions, StatusCode};
use axum::response::Response;
use khao_app::pages::error::{ErrorView, WayOn, page};
use khao_domain::lang::Lang;
use khao_engine::policy::Actor;

use super::context::Page;
use crate::frame::Frame;
use crate::problem::Fault;
use crate::security::visit::Visit;
use crate::state::App;

/// A person without a session is offered the way back into this many contests.
const CONTESTS_MOST: usize = 5;

pub async fn response(app: &App, fault: Fault, request: &Extensions, request_id: &str) -> Response {
    // Before the guard there is no visit: the frame is then an anonymous one.
    let visit = match request.get::<Arc<Visit>>() {
        Some(visit) => Visit::clone(visit),
        None => anonymous(request, request_id),
    };
    let page_of = Page::of(app.clone(), visit);
    let ways = match fault.kind {
        "#totp-required" => vec![WayOn {
            path: "/account".to_owned(),
            label: "Tài khoản của tôi".to_owned(),
        }],
        _ if fault.status == StatusCode::UNAUTHORIZED => ways_back(&page_of).await,
        _ => Vec::new(),
    };
    with_ways(&page_of, fault, ways).await
}

/// The page of a fault, with links that lead on from it.
pub(super) async fn with_ways(page_of: &Page, fault: Fault, ways: Vec<WayOn>) -> Response {
    let status = fault.status;
    let mut detail = fault.detail;
    for problem in &fault.errors {
        detail.push(' ');
        detail.push_str(&problem.detail);
    }
    let title = fault.title;
    let view = ErrorView {
        status: status.as_u16(),
        title,
        detail,
        request_id: page_of.visit.request_id.to_string(),
        retry_after_s: fault.retry_after_s,
        ways,
    };
    page_of.show(status, title, page(view)).await
}

/// Where a participant comes in again. Without an answer from the database the page does without.
async fn ways_back(page_of: &Page) -> Vec<WayOn> {
    let contests = page_of.engine().public_contests().await.unwrap_or_default();
    contests
        .iter()
        .take(CONTESTS_MOST)
        .map(|contest| WayOn {
            path: format!("/contests/{}/return", contest.slug),
            label: format!("Vào lại bằng mã: {}", contest.title),
        })
        .collect()
}

fn anonymous(request: &Extensions, request_id: &str) -> Visit {
    Visit {
        actor: Actor::Anonymous,
        token: None,
        address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        lang: Lang::default(),
        nonce: request
            .get::<Frame>()
            .map(|frame| frame.nonce.clone())
            .unwrap_or_default(),
        request_id: request_id.into(),
    }
}
