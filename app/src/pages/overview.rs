//! `/attempts/{id}/overview`: what is still unanswered, and handing in.

use khao_domain::ids::AttemptId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::paper::bar;
use crate::components::button;
use crate::components::notice;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct OverviewView {
    pub attempt_id: AttemptId,
    pub round_name: String,
    pub deadline: Timestamp,
    /// The server's time, from which the countdown goes on.
    pub now: Timestamp,
    /// How many questions the paper has.
    pub total: usize,
    /// Positions without a stored answer.
    pub unanswered: Vec<u16>,
}

pub fn page(lang: Lang, view: OverviewView) -> AnyView {
    let paper = format!("/attempts/{}", view.attempt_id);
    let answered = view.total.saturating_sub(view.unanswered.len());
    view! {
        {bar(lang, &view.round_name, answered, view.total, view.deadline, view.now)}
        <div class="narrow">
            <h1>{lang.say("Xem lại trước khi nộp", "Look it over before you hand in")}</h1>
            {missing(lang, &paper, view.unanswered)}
            <form class="sheet" method="post" action=format!("{paper}/overview")>
                <p>{lang.say("Nộp rồi thì không sửa được nữa.", "Once it is handed in, nothing can be changed.")}</p>
                <div class="row">
                    {button::action("submit", lang.say("Nộp bài", "Hand in"))}
                    {button::quiet_link(paper.clone(), lang.say("Quay lại làm bài", "Back to the paper"))}
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn missing(lang: Lang, paper: &str, unanswered: Vec<u16>) -> AnyView {
    if unanswered.is_empty() {
        return notice::calm(lang.say(
            "Tất cả các câu đã có câu trả lời được lưu.",
            "Every question has a saved answer.",
        ));
    }
    let left = notice::careful(match lang {
        Lang::Vi => format!("Còn {} câu chưa có câu trả lời.", unanswered.len()),
        Lang::En => format!("Questions without an answer: {}.", unanswered.len()),
    });
    let links = unanswered
        .into_iter()
        .map(|position| {
            view! {
                <li>
                    <a href=format!("{paper}#q-{position}") aria-label=text::question(lang, position)>
                        {position.to_string()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        {left}
        <ol class="dots" aria-label=lang.say("Các câu chưa trả lời", "Questions without an answer")>{links}</ol>
    }
    .into_any()
}
