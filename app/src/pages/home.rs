//! `/`: the contests there are.

use leptos::prelude::*;

use crate::components::button;
use crate::components::facts::figures;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct HomeView {
    /// Open ones first.
    pub contests: Vec<ContestCard>,
    /// The authority's own opening; empty: the usual one.
    pub welcome: String,
}

const WELCOME: &str =
    "Cải cách hành chính và chuyển đổi số. Không cần cài đặt; làm bài được trên điện thoại.";

#[derive(Debug, Clone)]
pub struct ContestCard {
    pub slug: String,
    pub title: String,
    pub status: ContestStatus,
    /// Such as "Tuần 3 · 15 câu · 20 phút"; may be empty.
    pub summary: String,
    pub participants: i64,
    pub submitted: i64,
}

/// The life of a contest as the public sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContestStatus {
    Upcoming,
    Open,
    Closed,
}

impl ContestStatus {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Upcoming => "Sắp mở",
            Self::Open => "Đang mở",
            Self::Closed => "Đã kết thúc",
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Open => "tag",
            Self::Upcoming | Self::Closed => "tag off",
        }
    }
}

pub fn page(view: HomeView) -> AnyView {
    let welcome = if view.welcome.is_empty() {
        WELCOME.to_owned()
    } else {
        view.welcome
    };
    let list = if view.contests.is_empty() {
        view! { <p class="soft">"Hiện chưa có cuộc thi nào được công bố."</p> }.into_any()
    } else {
        let cards = view.contests.into_iter().map(card).collect_view();
        view! { <div class="cards">{cards}</div> }.into_any()
    };
    view! {
        <h1>"Cuộc thi tìm hiểu"</h1>
        <p class="lead soft">{welcome}</p>
        {list}
    }
    .into_any()
}

fn card(contest: ContestCard) -> AnyView {
    let address = format!("/contests/{}", contest.slug);
    let figures = figures(vec![
        ("người ghi danh", text::count(contest.participants)),
        ("bài đã nộp", text::count(contest.submitted)),
    ]);
    let summary =
        (!contest.summary.is_empty()).then(|| view! { <p class="terms">{contest.summary}</p> }.into_any());
    let (class, way) = match contest.status {
        ContestStatus::Open => ("sheet contest open", button::link(address, "Vào cuộc thi")),
        ContestStatus::Upcoming => ("sheet contest", button::quiet_link(address, "Xem và ghi danh")),
        ContestStatus::Closed => ("sheet contest", button::quiet_link(address, "Xem cuộc thi")),
    };
    view! {
        <article class=class>
            <div>
                <span class=contest.status.class()>{contest.status.label()}</span>
                <h2>{contest.title}</h2>
                {summary}
            </div>
            <div class="contest-act">{figures} {way}</div>
        </article>
    }
    .into_any()
}
