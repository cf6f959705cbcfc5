//! Pages for what went wrong; the causes stay in the log, found by the request's id.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;

#[derive(Debug, Clone)]
pub struct ErrorView {
    pub status: u16,
    pub title: String,
    /// What happened and what to do, in a sentence or two.
    pub detail: String,
    pub request_id: String,
    /// For 429 and 503.
    pub retry_after_s: Option<u32>,
    /// Where to go from here, besides the home page.
    pub ways: Vec<WayOn>,
}

#[derive(Debug, Clone)]
pub struct WayOn {
    pub path: String,
    pub label: String,
}

pub fn page(lang: Lang, view: ErrorView) -> AnyView {
    let wait = view.retry_after_s.map(|seconds| {
        view! { <p>{match lang {
        Lang::Vi => format!("Xin thử lại sau {seconds} giây."),
        Lang::En => format!("Try again in {seconds} seconds."),
        }}</p> }
    });
    let ways = view
        .ways
        .into_iter()
        .map(|way| button::quiet_link(way.path, way.label))
        .collect_view();
    view! {
        <div class="narrow">
            <h1>{view.title}</h1>
            <p>{view.detail}</p>
            {wait}
            <div class="row">
                {ways} {(view.status == 401).then(|| button::quiet_link("/login".to_owned(), lang.say("Đăng nhập (ban tổ chức, đầu mối)", "Log in (organisers, coordinators)")))}
                {button::quiet_link("/".to_owned(), lang.say("Về trang chủ", "Back to the home page"))}
            </div>
            <p class="soft small">
                {match lang {
                    Lang::Vi => format!("Lỗi {}. Mã yêu cầu: ", view.status),
                    Lang::En => format!("Error {}. Request code: ", view.status),
                }}
                <span class="mono">{view.request_id}</span>
            </p>
        </div>
    }
    .into_any()
}
