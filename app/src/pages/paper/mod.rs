//! `/attempts/{id}`: the paper as one form that works without scripts.
//!
//! Position `p` is answered in `a.p`; the hidden `s.p` carries the version of the stored answer the page was made
//! from, so that the server can tell what has changed here and what elsewhere.

mod question;

use khao_domain::ids::AttemptId;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

pub use question::{AnswerOption, Conflict, Question};

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::notice;
use crate::islands::countdown::Countdown;

#[derive(Debug, Clone)]
pub struct PaperView {
    pub attempt_id: AttemptId,
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
}

pub fn page(view: PaperView) -> AnyView {
    let path = format!("/attempts/{}", view.attempt_id);
    let total = view.questions.len();
    let conflicts = view.questions.iter().any(|question| question.conflict.is_some());
    let fields: Vec<String> = view.questions.iter().map(Question::name).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let summary = error_summary(&view.problems, &fields);
    let dots = view.questions.iter().map(dot).collect_view();
    let questions = view
        .questions
        .into_iter()
        .map(|question| question::card(question, &view.problems))
        .collect_view();
    view! {
        {bar(&view.round_name, view.saved, total, view.deadline, view.now)}
        <div class="narrow">
            <h1>{view.round_name}</h1>
            <p class="soft">{view.contest_title}</p>
            {summary}
            {conflicts
                .then(|| {
                    notice::careful(
                        "Có câu đã được sửa ở một trang hoặc máy khác. Xin xem các câu có ghi chú, chọn lại nếu cần rồi lưu hoặc nộp lần nữa.",
                    )
                })}
            <nav aria-label="Các câu hỏi">
                <ol class="dots">{dots}</ol>
            </nav>
            <form id="paper" method="post" action=path.clone()>
                {button::default_action("save")}
                <ol class="questions">{questions}</ol>
                <section class="sheet">
                    <p>
                        "Nộp rồi thì không sửa được nữa. Lưu bài trước khi "
                        <a href=format!("{path}/overview")>"xem các câu chưa trả lời"</a>"."
                    </p>
                    <div class="row">{button::quiet_action("submit", "Nộp bài")}</div>
                </section>
                <div class="bar bottom">
                    <div>{button::action("save", "Lưu bài")}</div>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// Stays in sight: where one is, what is stored, how long there is.
pub(super) fn bar(round: &str, saved: usize, total: usize, deadline: Timestamp, now: Timestamp) -> AnyView {
    view! {
        <div class="bar top">
            <div>
                <b class="small">{round.to_owned()}</b>
                <span class="saved">{format!("Đã lưu {saved}/{total} câu")}</span>
                <span class="small soft">{format!("Đến {}", time_of_day(deadline))}</span>
                <Countdown
                    deadline_ms=deadline.millis()
                    server_now_ms=now.millis()
                    lang="vi".to_owned()
                />
            </div>
        </div>
    }
    .into_any()
}

/// The hour alone: the bar has room for no more, and no paper runs for days.
fn time_of_day(at: Timestamp) -> String {
    at.local_second().split(' ').next().unwrap_or_default().to_owned()
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
