//! The form of a paper, and the way between its questions.

use khao_domain::contest::settings::Presentation;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::question::{self, Question};
use crate::components::button;

pub(in crate::pages) struct Sheet {
    /// Where the form posts to.
    pub(in crate::pages) path: String,
    /// Where one looks over a paper before it is handed in; practice has none.
    pub(in crate::pages) overview: Option<String>,
    pub(in crate::pages) questions: Vec<Question>,
    pub(in crate::pages) problems: Vec<Problem>,
    pub(in crate::pages) presentation: Presentation,
}

/// Browsers fill a form in again after a reload, and would bring back what was changed elsewhere: hence `autocomplete`.
pub(in crate::pages) fn sheet(sheet: Sheet) -> AnyView {
    let layout = match sheet.presentation {
        Presentation::OneAtATime => "one",
        Presentation::All => "all",
    };
    // The fields of a page that came back hold what was sent and is not stored.
    let is_unsettled = !sheet.problems.is_empty() || sheet.questions.iter().any(|one| one.conflict.is_some());
    let questions = sheet
        .questions
        .into_iter()
        .map(|question| question::card(question, &sheet.problems))
        .collect_view();
    view! {
        <form
            id="paper"
            method="post"
            action=sheet.path
            autocomplete="off"
            data-player="form"
            data-layout=layout
            data-unsettled=is_unsettled.then_some("true")
        >
            {button::default_action("save")}
            <ol class="questions">{questions}</ol>
            {hand_in(sheet.overview)}
            <div class="bar bottom">
                <div>
                    {button::action("save", "Lưu bài")}
                    <button class="btn quiet" type="button" data-player="back" hidden>"Câu trước"</button>
                    <button class="btn" type="button" data-player="next" hidden>"Câu tiếp"</button>
                    <button class="btn" type="button" data-player="finish" hidden>"Xem lại và nộp bài"</button>
                </div>
            </div>
        </form>
    }
    .into_any()
}

fn hand_in(overview: Option<String>) -> AnyView {
    let before = overview.map(|overview| {
        view! {
            <span class="sleepy">
                " Lưu bài trước khi "
                <a href=overview>"xem các câu chưa trả lời"</a>
                "."
            </span>
        }
    });
    view! {
        <section class="sheet" data-player="hand-in">
            <p>"Nộp rồi thì không sửa được nữa." {before}</p>
            <div class="row">{button::quiet_action("submit", "Nộp bài")}</div>
        </section>
    }
    .into_any()
}

/// One link a question; the player keeps them up to date.
pub(in crate::pages) fn dots(questions: &[Question], overview: &str) -> AnyView {
    let dots = questions.iter().map(dot).collect_view();
    view! {
        <nav aria-label="Các câu hỏi" class="player-ways" data-player="ways">
            <ol class="dots" data-player="dots">{dots}</ol>
            <p>
                <a href=overview.to_owned() data-player="overview">"Xem lại và nộp bài"</a>
                <button class="link lively" type="button" data-player="help">"Phím tắt"</button>
            </p>
        </nav>
    }
    .into_any()
}

fn dot(question: &Question) -> AnyView {
    let (class, state) = if question.is_answered() {
        (Some("done"), "đã trả lời")
    } else {
        (None, "chưa trả lời")
    };
    let position = question.position;
    view! {
        <li>
            <a
                class=class
                href=format!("#q-{position}")
                aria-label=format!("Câu {position}, {state}")
            >
                {position.to_string()}
            </a>
        </li>
    }
    .into_any()
}
