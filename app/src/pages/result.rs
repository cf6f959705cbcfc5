//! `/attempts/{id}/result`: answers, keys and explanations, once the rules release them.

use khao_domain::ids::AttemptId;
use leptos::prelude::*;

use super::receipt::Score;
use crate::components::button;
use crate::components::choices::Label;
use crate::components::facts::figures;
use crate::components::label_list::label_list;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ResultView {
    pub attempt_id: AttemptId,
    pub contest_title: String,
    pub round_name: String,
    /// Only where the rules release it now.
    pub score: Option<Score>,
    pub items: Vec<ResultItem>,
    /// A question can be objected to now.
    pub may_complain: bool,
    pub has_complaints: bool,
}

#[derive(Debug, Clone)]
pub struct ResultItem {
    pub position: u16,
    pub stem: SafeHtml,
    /// What was answered; empty where nothing was.
    pub own: Vec<Label>,
    /// What is right; empty for predictions.
    pub key: Vec<Label>,
    pub verdict: Verdict,
    /// Points got; none for predictions.
    pub points_hundredths: Option<i64>,
    pub explanation: SafeHtml,
    pub source: String,
    /// Why it is not scored as it was when the round was announced.
    pub corrected_because: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Partly,
    Wrong,
    Unanswered,
    /// Predictions.
    NotScored,
}

impl Verdict {
    const fn words(self) -> &'static str {
        match self {
            Self::Right => "Đúng",
            Self::Partly => "Đúng một phần",
            Self::Wrong => "Chưa đúng",
            Self::Unanswered => "Không trả lời",
            Self::NotScored => "Không tính điểm",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Right => "verdict right",
            Self::Partly => "verdict partly",
            Self::Wrong => "verdict wrong",
            Self::Unanswered | Self::NotScored => "verdict none",
        }
    }
}

pub fn page(view: ResultView) -> AnyView {
    let right = view
        .items
        .iter()
        .filter(|item| item.verdict == Verdict::Right)
        .count();
    let scored = view
        .items
        .iter()
        .filter(|item| item.verdict != Verdict::NotScored)
        .count();
    let mut counts = vec![("Câu đúng", format!("{right} / {scored}"))];
    counts.extend(view.score.map(|score| ("Điểm", score.words())));
    let complaints = format!("/attempts/{}/complaints", view.attempt_id);
    let objecting = view.may_complain.then_some(complaints.as_str());
    let items = view
        .items
        .into_iter()
        .map(|one| item(one, objecting))
        .collect_view();
    view! {
        <div class="narrow">
            <h1>"Kết quả bài thi"</h1>
            <p class="soft">{format!("{} · {}", view.contest_title, view.round_name)}</p>
            {figures(counts)}
            <ol class="questions">{items}</ol>
            <div class="row">
                {(view.may_complain || view.has_complaints)
                    .then(|| button::quiet_link(complaints.clone(), "Khiếu nại"))}
                {button::quiet_link(format!("/attempts/{}/receipt", view.attempt_id), "Về biên nhận")}
            </div>
        </div>
    }
    .into_any()
}

fn item(item: ResultItem, complaints: Option<&str>) -> AnyView {
    let points = item.points_hundredths.map(text::points);
    let points = points.map(|points| format!(" · {points} điểm"));
    let key = (!item.key.is_empty()).then(|| label_list("Đáp án", item.key, ""));
    view! {
        <li class="sheet judged" id=format!("q-{}", item.position)>
            <h2>
                <span class="soft">{format!("Câu {}", item.position)}{points}</span>
                " "
                <span class=item.verdict.class()>{item.verdict.words()}</span>
            </h2>
            {safe_html(item.stem)}
            {label_list("Ông/bà trả lời", item.own, "Không trả lời.")}
            {key}
            {item.corrected_because.as_deref().map(corrected)}
            {why(item.explanation, &item.source)}
            {complaints.map(|path| objecting(path, item.position))}
        </li>
    }
    .into_any()
}

/// The way to object to this question.
fn objecting(path: &str, position: u16) -> AnyView {
    view! {
        <p class="small">
            <a href=format!("{path}?position={position}")>
                "Khiếu nại câu này" <span class="unseen">{format!(": câu {position}")}</span>
            </a>
        </p>
    }
    .into_any()
}

fn corrected(reason: &str) -> AnyView {
    notice::calm(format!(
        "Câu này đã được đính chính sau khi khóa đề. Lý do: {reason}"
    ))
}

fn why(explanation: SafeHtml, source: &str) -> Option<AnyView> {
    if explanation.is_empty() && source.is_empty() {
        return None;
    }
    let explanation = (!explanation.is_empty()).then(|| {
        view! {
            <h3>"Giải thích"</h3>
            {safe_html(explanation)}
        }
    });
    let source =
        (!source.is_empty()).then(|| view! { <p class="soft small">{format!("Căn cứ: {source}")}</p> });
    Some(view! { <div class="why">{explanation} {source}</div> }.into_any())
}
