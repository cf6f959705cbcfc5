//! `/attempts/{id}/result`: answers, keys and explanations, once the rules release them.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::ids::AttemptId;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::receipt::Score;
use crate::components::button;
use crate::components::choices::Label;
use crate::components::facts::figures;
use crate::components::label_list::label_list;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::text::{figures, pages as text};

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
    /// Points got; none where none can be.
    pub points_hundredths: Option<i64>,
    pub explanation: SafeHtml,
    pub source: String,
    /// How it is scored otherwise than when the round was announced, and why.
    pub corrected: Option<(CorrectionKind, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Partly,
    Wrong,
    Unanswered,
    /// Dropped with its points for everybody, whatever was answered.
    Given,
    /// Predictions, and what was dropped without points.
    NotScored,
}

impl Verdict {
    const fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Right => lang.say("Đúng", "Right"),
            Self::Partly => lang.say("Đúng một phần", "Partly right"),
            Self::Wrong => lang.say("Chưa đúng", "Not right"),
            Self::Unanswered => lang.say("Không trả lời", "Not answered"),
            Self::Given => lang.say("Được tính điểm (câu bị bỏ)", "Points given (dropped)"),
            Self::NotScored => lang.say("Không tính điểm", "Not scored"),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Right => "verdict right",
            Self::Partly => "verdict partly",
            Self::Wrong => "verdict wrong",
            Self::Unanswered | Self::Given | Self::NotScored => "verdict none",
        }
    }
}

pub fn page(lang: Lang, view: ResultView) -> AnyView {
    let right = view
        .items
        .iter()
        .filter(|item| item.verdict == Verdict::Right)
        .count();
    let scored = view
        .items
        .iter()
        .filter(|item| !matches!(item.verdict, Verdict::Given | Verdict::NotScored))
        .count();
    let mut counts = vec![(
        lang.say("Câu đúng", "Right answers"),
        format!("{right} / {scored}"),
    )];
    counts.extend(
        view.score
            .map(|score| (lang.say("Điểm", "Points"), score.words(lang))),
    );
    let complaints = format!("/attempts/{}/complaints", view.attempt_id);
    let objecting = view.may_complain.then_some(complaints.as_str());
    let items = view
        .items
        .into_iter()
        .map(|one| item(lang, one, objecting))
        .collect_view();
    view! {
        <div class="narrow">
            <h1>{lang.say("Kết quả bài thi", "Result")}</h1>
            <p class="soft" lang=lang.of_content()>{format!("{} · {}", view.contest_title, view.round_name)}</p>
            {figures(counts)}
            <ol class="questions">{items}</ol>
            <div class="row">
                {(view.may_complain || view.has_complaints)
                    .then(|| button::quiet_link(complaints.clone(), lang.say("Khiếu nại", "Complaints")))}
                {button::quiet_link(format!("/attempts/{}/receipt", view.attempt_id), lang.say("Về biên nhận", "Back to the receipt"))}
            </div>
        </div>
    }
    .into_any()
}

fn item(lang: Lang, item: ResultItem, complaints: Option<&str>) -> AnyView {
    let points = item
        .points_hundredths
        .map(|hundredths| figures::points(lang, hundredths));
    let points = points.map(|points| text::points(lang, &points));
    let key = (!item.key.is_empty()).then(|| label_list(lang.say("Đáp án", "Key"), item.key, ""));
    view! {
        <li class="sheet judged" id=format!("q-{}", item.position)>
            <h2>
                <span class="soft">{text::question(lang, item.position)}{points}</span>
                " "
                <span class=item.verdict.class()>{item.verdict.words(lang)}</span>
            </h2>
            {safe_html(item.stem)}
            {label_list(lang.say("Ông/bà trả lời", "Your answer"), item.own, lang.say("Không trả lời.", "Not answered."))}
            {key}
            {item.corrected.as_ref().map(|(kind, reason)| corrected(lang, *kind, reason))}
            {why(lang, item.explanation, &item.source)}
            {complaints.map(|path| objecting(lang, path, item.position))}
        </li>
    }
    .into_any()
}

/// The way to object to this question.
fn objecting(lang: Lang, path: &str, position: u16) -> AnyView {
    let which = match lang {
        Lang::Vi => format!(": câu {position}"),
        Lang::En => format!(": question {position}"),
    };
    view! {
        <p class="small">
            <a href=format!("{path}?position={position}")>
                {lang.say("Khiếu nại câu này", "Complain about this question")} <span class="unseen">{which}</span>
            </a>
        </p>
    }
    .into_any()
}

fn corrected(lang: Lang, kind: CorrectionKind, reason: &str) -> AnyView {
    let how = text::correction(lang, kind);
    notice::calm(match lang {
        Lang::Vi => format!("Câu này đã được đính chính sau khi khóa đề: {how}. Lý do: {reason}"),
        Lang::En => {
            format!("This question was corrected after the papers were locked: {how}. Reason: {reason}")
        }
    })
}

fn why(lang: Lang, explanation: SafeHtml, source: &str) -> Option<AnyView> {
    if explanation.is_empty() && source.is_empty() {
        return None;
    }
    let explanation = (!explanation.is_empty()).then(|| {
        view! {
            <h3>{lang.say("Giải thích", "Explanation")}</h3>
            {safe_html(explanation)}
        }
    });
    let source = (!source.is_empty()).then(|| {
        view! { <p class="soft small">{text::source(lang, source)}</p> }
    });
    Some(view! { <div class="why">{explanation} {source}</div> }.into_any())
}
