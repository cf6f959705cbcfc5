//! `/attempts/{id}/overview`: what is still unanswered, and handing in.

use khao_domain::ids::AttemptId;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::paper::bar;
use crate::components::button;
use crate::components::notice;

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

pub fn page(view: OverviewView) -> AnyView {
    let paper = format!("/attempts/{}", view.attempt_id);
    let answered = view.total.saturating_sub(view.unanswered.len());
    view! {
        {bar(&view.round_name, answered, view.total, view.deadline, view.now)}
        <div class="narrow">
            <h1>"Xem lại trước khi nộp"</h1>
            {missing(&paper, view.unanswered)}
            <form class="sheet" method="post" action=format!("{paper}/overview")>
                <p>"Nộp rồi thì không sửa được nữa."</p>
                <div class="row">
                    {button::action("submit", "Nộp bài")}
                    {button::quiet_link(paper.clone(), "Quay lại làm bài")}
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn missing(paper: &str, unanswered: Vec<u16>) -> AnyView {
    if unanswered.is_empty() {
        return notice::calm("Tất cả các câu đã có câu trả lời được lưu.");
    }
    let left = notice::careful(format!("Còn {} câu chưa có câu trả lời.", unanswered.len()));
    let links = unanswered
        .into_iter()
        .map(|position| {
            view! {
                <li>
                    <a href=format!("{paper}#q-{position}") aria-label=format!("Câu {position}")>
                        {position.to_string()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        {left}
        <ol class="dots" aria-label="Các câu chưa trả lời">{links}</ol>
    }
    .into_any()
}
