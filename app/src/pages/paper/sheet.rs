//! The form of a paper, and the way between its questions.

use khao_domain::contest::settings::Presentation;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::question::{self, Question};
use crate::components::button;
use crate::text::pages as text;

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
pub(in crate::pages) fn sheet(lang: Lang, sheet: Sheet) -> AnyView {
    let layout = match sheet.presentation {
        Presentation::OneAtATime => "one",
        Presentation::All => "all",
    };
    // The fields of a page that came back hold what was sent and is not stored.
    let is_unsettled = !sheet.problems.is_empty() || sheet.questions.iter().any(|one| one.conflict.is_some());
    let questions = sheet
        .questions
        .into_iter()
        .map(|question| question::card(lang, question, &sheet.problems))
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
            {hand_in(lang, sheet.overview)}
            <div class="bar bottom">
                <div>
                    {button::action("save", lang.say("Lưu bài", "Save"))}
                    <button class="btn quiet" type="button" data-player="back" hidden>{lang.say("Câu trước", "Previous")}</button>
                    <button class="btn" type="button" data-player="next" hidden>{lang.say("Câu tiếp", "Next")}</button>
                    <button class="btn" type="button" data-player="finish" hidden>{lang.say("Xem lại và nộp bài", "Look over and hand in")}</button>
                </div>
            </div>
        </form>
    }
    .into_any()
}

fn hand_in(lang: Lang, overview: Option<String>) -> AnyView {
    let before = overview.map(|overview| {
        view! {
            <span class="sleepy">
                {lang.say(" Lưu bài trước khi ", " Save before you ")}
                <a href=overview>{lang.say("xem các câu chưa trả lời", "look at the questions without an answer")}</a>
                "."
            </span>
        }
    });
    view! {
        <section class="sheet" data-player="hand-in">
            <p>{lang.say("Nộp rồi thì không sửa được nữa.", "Once it is handed in, nothing can be changed.")} {before}</p>
            <div class="row">{button::quiet_action("submit", lang.say("Nộp bài", "Hand in"))}</div>
        </section>
    }
    .into_any()
}

/// One link a question; the player keeps them up to date.
pub(in crate::pages) fn dots(lang: Lang, questions: &[Question], overview: &str) -> AnyView {
    let dots = questions.iter().map(|one| dot(lang, one)).collect_view();
    view! {
        <nav aria-label=lang.say("Các câu hỏi", "Questions") class="player-ways" data-player="ways">
            <ol class="dots" data-player="dots">{dots}</ol>
            <p>
                <a href=overview.to_owned() data-player="overview">{lang.say("Xem lại và nộp bài", "Look over and hand in")}</a>
                <button class="link lively" type="button" data-player="help">{lang.say("Phím tắt", "Keys")}</button>
            </p>
        </nav>
    }
    .into_any()
}

fn dot(lang: Lang, question: &Question) -> AnyView {
    let (class, state) = if question.is_answered() {
        (Some("done"), lang.say("đã trả lời", "answered"))
    } else {
        (None, lang.say("chưa trả lời", "not answered"))
    };
    let position = question.position;
    view! {
        <li>
            <a
                class=class
                href=format!("#q-{position}")
                aria-label=format!("{}, {state}", text::question(lang, position))
            >
                {position.to_string()}
            </a>
        </li>
    }
    .into_any()
}
