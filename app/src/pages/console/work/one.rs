//! `/console/work/{id}`: one piece of work, while it runs and afterwards.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::table::RowProblem;
use khao_domain::time::Timestamp;
use khao_domain::work::WorkKind;
use leptos::prelude::*;

use super::{PATH, counted_words, kind_words};
use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{crumb, crumbs};
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, figures};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::row_problems::row_problems;

#[derive(Debug, Clone)]
pub struct WorkView {
    pub id: String,
    pub kind: WorkKind,
    /// What it is about, where there is something: its page and its name.
    pub subject: Option<(String, String)>,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub state: StateView,
    /// Where one goes on: address and words.
    pub next: (String, String),
}

#[derive(Debug, Clone)]
pub enum StateView {
    Running {
        /// How much is done, of how much.
        counted: (i64, i64),
        /// The page asks again by itself.
        refreshes: bool,
    },
    Done {
        /// One sentence.
        told: String,
        counts: Vec<(&'static str, String)>,
    },
    Refused {
        told: String,
        problems: Vec<Problem>,
        rows: Vec<RowProblem>,
    },
    Stopped,
}

pub fn page(lang: Lang, view: WorkView) -> AnyView {
    let mut known = vec![(lang.say("Bắt đầu", "Begun"), view.started_at.second_in(lang))];
    known.extend(
        view.ended_at
            .map(|at| (lang.say("Kết thúc", "Ended"), at.second_in(lang))),
    );
    let subject = view.subject.map(|(href, name)| {
        view! {
            <p class="pages">
                <a href=href>{name}</a>
            </p>
        }
    });
    let is_running = matches!(view.state, StateView::Running { .. });
    let (href, words) = view.next;
    let next = if is_running {
        button::quiet_link(href, words)
    } else {
        button::link(href, words)
    };
    view! {
        {crumbs(vec![
            console_crumb(lang),
            crumb(PATH.to_owned(), lang.say("Việc đang chạy", "Work under way").to_owned()),
        ])}
        {heading(
            kind_words(lang, view.kind),
            lang.say(
                "Việc này chạy trên máy chủ; ông/bà rời trang thì nó vẫn chạy tiếp.",
                "This work runs on the server; it goes on when you leave the page.",
            ),
        )}
        {subject}
        {state(lang, &view.id, view.state)}
        {facts(known)}
        <div class="row">{next}</div>
    }
    .into_any()
}

fn state(lang: Lang, id: &str, state: StateView) -> AnyView {
    match state {
        StateView::Running { counted, refreshes } => running(lang, id, counted, refreshes),
        StateView::Done { told, counts } => view! { {notice::status(told)} {figures(counts)} }.into_any(),
        StateView::Refused { told, problems, rows } => {
            let rows = (!rows.is_empty())
                .then(|| row_problems(lang, lang.say("Những điểm cần sửa", "What to mend"), rows));
            view! { {notice::bad(told)} {error_summary(&problems, &[])} {rows} }.into_any()
        }
        StateView::Stopped => notice::bad(lang.say(
            "Máy chủ đã dừng giữa chừng, nên chưa có gì được ghi nửa vời. Xin xem lại rồi làm lại từ đầu.",
            "The server stopped in between; nothing was left half done. Look at it, then do it again.",
        )),
    }
}

fn running(lang: Lang, id: &str, (done, total): (i64, i64), refreshes: bool) -> AnyView {
    let label = lang.say("Tiến độ", "Progress");
    let bar = if total == 0 {
        view! { <progress aria-label=label></progress> }.into_any()
    } else {
        view! { <progress aria-label=label max=total.to_string() value=done.to_string()></progress> }
            .into_any()
    };
    let (words, again, link) = if refreshes {
        (
            lang.say(
                "Trang này tự tải lại vài giây một lần.",
                "This page reloads by itself every few seconds.",
            ),
            format!("{PATH}/{id}?still=true"),
            lang.say("Dừng tự tải lại", "Stop reloading"),
        )
    } else {
        (
            lang.say(
                "Trang này đứng yên; bấm để xem tiến độ mới.",
                "This page stands still; press to see how far it is.",
            ),
            format!("{PATH}/{id}"),
            lang.say("Tải lại", "Reload"),
        )
    };
    view! {
        <div class="sheet">
            {bar}
            <p>
                <b>{counted_words(lang, (done, total))}</b>
            </p>
            <p class="soft">
                {lang.say(
                    "Ông/bà rời trang hay tắt máy đều được: việc vẫn chạy tiếp trên máy chủ, và kết quả ở lại đây một tuần. ",
                    "You may leave the page or switch off: it goes on on the server, and what comes out stays here for a week. ",
                )} {words}
            </p>
            <div class="row">{button::quiet_link(again, link)}</div>
        </div>
    }
    .into_any()
}
