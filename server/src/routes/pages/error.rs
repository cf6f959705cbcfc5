//! What went wrong, as a page.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::http::{Extensions, StatusCode};
use axum::response::Response;
use khao_app::pages::error::{ErrorView, WayOn, page};
use khao_domain::lang::Lang;
use khao_engine::policy::Actor;

use super::context::Page;
use super::proof;
use crate::frame::{Frame, Left};
use crate::problem::{Fault, PROOF_NEEDED};
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
    let mut page_of = Page::of(app.clone(), visit);
    let left = request
        .get::<Left>()
        .map_or("/console", |Left(page)| page.as_str());
    if let Some(Left(page)) = request.get() {
        page_of = page_of.standing_in(page);
    }
    let ways = match fault.kind {
        "#totp-required" => vec![WayOn {
            path: "/account".to_owned(),
            label: page_of.lang().say("Tài khoản của tôi", "My account").to_owned(),
        }],
        PROOF_NEEDED => vec![WayOn {
            path: proof::before(left),
            label: page_of
                .lang()
                .say("Nhập lại mật khẩu", "Type the password")
                .to_owned(),
        }],
        _ if fault.status == StatusCode::UNAUTHORIZED => ways_back(&page_of).await,
        _ => Vec::new(),
    };
    with_ways(&page_of, fault, ways).await
}

/// The page of a fault, with links that lead on from it.
pub(super) async fn with_ways(page_of: &Page, fault: Fault, ways: Vec<WayOn>) -> Response {
    let status = fault.status;
    let lang = page_of.lang();
    let mut detail = fault.detail.in_lang(lang).to_owned();
    for problem in &fault.errors {
        detail.push(' ');
        detail.push_str(problem.detail.in_lang(lang));
    }
    let title = fault.title.in_lang(lang);
    let view = ErrorView {
        status: status.as_u16(),
        title: title.to_owned(),
        detail,
        request_id: page_of.visit.request_id.to_string(),
        retry_after_s: fault.retry_after_s,
        ways,
    };
    page_of.show(status, title, page(page_of.lang(), view)).await
}

/// Where a participant comes in again. Without an answer from the database the page does without.
async fn ways_back(page_of: &Page) -> Vec<WayOn> {
    let contests = page_of.engine().public_contests().await.unwrap_or_default();
    contests
        .iter()
        .take(CONTESTS_MOST)
        .map(|contest| WayOn {
            path: format!("/contests/{}/return", contest.slug),
            label: match page_of.lang() {
                Lang::Vi => format!("Vào lại bằng mã: {}", contest.title),
                Lang::En => format!("Return with a code: {}", contest.title),
            },
        })
        .collect()
}

fn anonymous(request: &Extensions, request_id: &str) -> Visit {
    let frame = request.get::<Frame>();
    Visit {
        actor: Actor::Anonymous,
        token: None,
        address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        lang: frame.map(|frame| frame.lang).unwrap_or_default(),
        nonce: frame.map(|frame| frame.nonce.clone()).unwrap_or_default(),
        request_id: request_id.into(),
    }
}
