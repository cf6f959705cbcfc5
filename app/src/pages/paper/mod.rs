//! `/attempts/{id}`: the paper as one form that works without scripts, and comes alive as the quiz player.
//!
//! Position `p` is answered in `a.p`; the hidden `s.p` carries the version of the stored answer the page was made
//! from, so that the server, and the player, can tell what has changed here and what elsewhere. Everything the player
//! shows is in this page already: it finds its parts by `data-player`, and what only lives with it is out of sight
//! until then, in its place.

mod bar;
mod panels;
mod question;
mod sheet;

use khao_domain::contest::settings::Presentation;
use khao_domain::ids::AttemptId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

pub(super) use bar::{bar, practice_bar};
pub(super) use panels::practice_panels;
pub use question::{AnswerOption, Conflict, Question};
pub(super) use sheet::{Sheet, dots, sheet};

use crate::components::error_summary::error_summary;
use crate::components::notice;
use crate::components::told::{self, Told};
use crate::document;

#[derive(Debug, Clone)]
pub struct PaperView {
    pub attempt_id: AttemptId,
    pub contest_slug: String,
    pub contest_title: String,
    pub round_name: String,
    pub deadline: Timestamp,
    /// The server's time, from which the countdown goes on.
    pub now: Timestamp,
    pub questions: Vec<Question>,
    /// Stored answers, which are not always those in the fields: a page that came back shows what was sent.
    pub saved: usize,
    /// Pointers are `/a/{position}`.
    pub problems: Vec<Problem>,
    pub presentation: Presentation,
    pub told: Told,
}

/// What `told.js` asks for while somebody is at work: the same words as on the page, and when time is up.
pub fn news(lang: Lang, told: Told, (deadline, now): (Timestamp, Timestamp)) -> String {
    let content = move || {
        view! {
            <p data-told="ends">{bar::until(lang, deadline, now)}</p>
            {told::all(lang, told)}
        }
    };
    document::part(lang, content)
}

/// Where news comes to stand, and stays in sight until it was read.
fn place_of_news(lang: Lang, path: &str, told: Told) -> AnyView {
    view! {
        <div class="news" data-told="place" data-told-at=format!("{path}/told")>
            <div data-told="lines" role="status">
                {told::all(lang, told)}
            </div>
            <button class="btn quiet" type="button" data-told="read" hidden>
                {lang.say("Đã đọc", "I have read it")}
            </button>
        </div>
    }
    .into_any()
}

pub fn page(lang: Lang, view: PaperView) -> AnyView {
    let path = format!("/attempts/{}", view.attempt_id);
    let news = place_of_news(lang, &path, view.told.clone());
    let total = view.questions.len();
    let conflicts = view.questions.iter().any(|question| question.conflict.is_some());
    let fields: Vec<String> = view.questions.iter().map(Question::name).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let summary = error_summary(&view.problems, &fields);
    let bar = bar::player_bar(lang, &view, total);
    let dots = dots(lang, &view.questions, &format!("{path}/overview"));
    let panels = panels::panels(lang, &path, &view.contest_slug);
    let sheet = sheet(
        lang,
        Sheet {
            overview: Some(format!("{path}/overview")),
            path,
            questions: view.questions,
            problems: view.problems,
            presentation: view.presentation,
        },
    );
    view! {
        {bar}
        <div class="narrow paper">
            <h1 lang=lang.of_content()>{view.round_name}</h1>
            <p class="soft" lang=lang.of_content()>{view.contest_title}</p>
            {news}
            {summary}
            {conflicts
                .then(|| {
                    notice::careful(
                        lang.say("Có câu đã được sửa ở một trang hoặc máy khác. Xin xem các câu có ghi chú, chọn lại nếu cần rồi lưu hoặc nộp lần nữa.", "Some questions were changed on another page or device. Look at the ones with a note, choose again where you need to, then save or hand in once more."),
                    )
                })}
            {dots}
            {sheet}
            {panels}
        </div>
    }
    .into_any()
}
