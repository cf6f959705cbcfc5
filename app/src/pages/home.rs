//! `/`: the contests there are.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::facts::figures;
use crate::components::safe_html::{SafeHtml, safe_inline};
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct HomeView {
    /// Open ones first.
    pub contests: Vec<ContestCard>,
    /// The authority's own opening; empty: the usual one.
    pub welcome: String,
    /// Those that take answers now.
    pub surveys: Vec<SurveyLine>,
}

#[derive(Debug, Clone)]
pub struct SurveyLine {
    pub slug: String,
    pub title: SafeHtml,
    /// Until when.
    pub until: String,
}

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
    pub(super) const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Upcoming => lang.say("Sắp mở", "Upcoming"),
            Self::Open => lang.say("Đang mở", "Open"),
            Self::Closed => lang.say("Đã kết thúc", "Over"),
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Open => "tag",
            Self::Upcoming | Self::Closed => "tag off",
        }
    }
}

pub fn page(lang: Lang, view: HomeView) -> AnyView {
    // Where there are surveys only, nobody is told of contests.
    if view.contests.is_empty() && !view.surveys.is_empty() {
        return surveys_only(lang, view.welcome, view.surveys);
    }
    let welcome = if view.welcome.is_empty() {
        lang.say(
            "Cải cách hành chính và chuyển đổi số. Không cần cài đặt; làm bài được trên điện thoại.",
            "Administrative reform and digital transformation. Nothing to install; a phone will do.",
        )
        .to_owned()
    } else {
        view.welcome
    };
    let list = if view.contests.is_empty() {
        view! { <p class="soft">{lang.say("Hiện chưa có cuộc thi nào được công bố.", "No contest has been announced yet.")}</p> }.into_any()
    } else {
        let cards = view
            .contests
            .into_iter()
            .map(|one| card(lang, one))
            .collect_view();
        view! { <div class="cards">{cards}</div> }.into_any()
    };
    view! {
        <h1>{lang.say("Cuộc thi tìm hiểu", "Quiz contests")}</h1>
        <p class="lead soft">{welcome}</p>
        {list}
        {surveys(lang, view.surveys)}
    }
    .into_any()
}

fn surveys_only(lang: Lang, welcome: String, surveys: Vec<SurveyLine>) -> AnyView {
    let welcome = if welcome.is_empty() {
        lang.say(
            "Không cần ghi tên, không cần đăng nhập; trả lời được trên điện thoại.",
            "No name and no log-in are needed; a phone will do.",
        )
        .to_owned()
    } else {
        welcome
    };
    let cards = surveys.into_iter().map(|one| survey(lang, one)).collect_view();
    view! {
        <h1>{lang.say("Khảo sát ý kiến", "Surveys")}</h1>
        <p class="lead soft">{welcome}</p>
        <h2>{lang.say("Đang nhận câu trả lời", "Open now")}</h2>
        <div class="cards">{cards}</div>
    }
    .into_any()
}

fn surveys(lang: Lang, surveys: Vec<SurveyLine>) -> Option<AnyView> {
    if surveys.is_empty() {
        return None;
    }
    let cards = surveys.into_iter().map(|one| survey(lang, one)).collect_view();
    let view = view! {
        <section>
            <h2>{lang.say("Khảo sát ý kiến", "Surveys")}</h2>
            <div class="cards">{cards}</div>
        </section>
    };
    Some(view.into_any())
}

fn survey(lang: Lang, survey: SurveyLine) -> AnyView {
    let until = match lang {
        Lang::Vi => format!("Nhận câu trả lời đến {}", survey.until),
        Lang::En => format!("Open until {}", survey.until),
    };
    view! {
        <article class="sheet">
            <h3>{safe_inline(survey.title)}</h3>
            <p class="soft">{until}</p>
            {button::link(format!("/surveys/{}", survey.slug), lang.say("Trả lời khảo sát", "Answer"))}
        </article>
    }
    .into_any()
}

fn card(lang: Lang, contest: ContestCard) -> AnyView {
    let address = format!("/contests/{}", contest.slug);
    let figures = figures(vec![
        (
            lang.say("người ghi danh", "people entered"),
            figures::count(lang, contest.participants),
        ),
        (
            lang.say("bài đã nộp", "papers handed in"),
            figures::count(lang, contest.submitted),
        ),
    ]);
    let summary =
        (!contest.summary.is_empty()).then(|| view! { <p class="terms">{contest.summary}</p> }.into_any());
    let (class, way) = match contest.status {
        ContestStatus::Open => (
            "sheet contest open",
            button::link(address, lang.say("Vào cuộc thi", "Go to the contest")),
        ),
        ContestStatus::Upcoming => (
            "sheet contest",
            button::quiet_link(address, lang.say("Xem và ghi danh", "See and enter")),
        ),
        ContestStatus::Closed => (
            "sheet contest",
            button::quiet_link(address, lang.say("Xem cuộc thi", "See the contest")),
        ),
    };
    view! {
        <article class=class>
            <div>
                <span class=contest.status.class()>{contest.status.label(lang)}</span>
                <h2 lang=lang.of_content()>{contest.title}</h2>
                {summary}
            </div>
            <div class="contest-act">{figures} {way}</div>
        </article>
    }
    .into_any()
}
