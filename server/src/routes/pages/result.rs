//! `GET /attempts/{id}/result`: keys, once the rules release them.

use axum::http::StatusCode;
use khao_app::components::choices::Label;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::result::{ResultItem, ResultView, Verdict, page};
use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::correction::CorrectionKind;
use khao_domain::ids::AttemptId;
use khao_domain::lang::Lang;
use khao_engine::contest::results;

use super::answers::{labels, option_labels};
use super::context::{Page, PageResult};
use super::receipt::score;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/attempts/{id}/result", Access::Participant, show)]
}

async fn show(page_of: Page, InPath(id): InPath<AttemptId>) -> PageResult {
    let result = page_of.engine().result(page_of.actor(), id).await?;
    let contest = page_of.engine().contest(result.receipt.contest).await?;
    let mine = page_of.engine().my_complaints(page_of.actor(), id).await?;
    let view = ResultView {
        attempt_id: id,
        contest_title: contest.title.clone(),
        round_name: result.receipt.round_name,
        score: result.receipt.score.map(score),
        items: result
            .items
            .into_iter()
            .map(|one| item(page_of.lang(), one))
            .collect(),
        may_complain: mine.open_until.is_some(),
        has_complaints: !mine.complaints.is_empty(),
    };
    Ok(page_of
        .show(
            StatusCode::OK,
            page_of.lang().say("Kết quả bài thi", "Result"),
            page(page_of.lang(), view),
        )
        .await)
}

fn item(lang: Lang, item: results::ResultItem) -> ResultItem {
    let is_scored = item.kind != ItemKindName::Prediction;
    let mut key = option_labels(&item.key, &item.options);
    key.extend(item.key_text.clone().map(Label::Text));
    ResultItem {
        position: item.position,
        verdict: verdict(&item),
        own: labels(lang, item.answer.as_ref(), &item.options),
        key: if is_scored { key } else { Vec::new() },
        points_hundredths: counts(&item).then(|| i64::from(item.score_hundredths)),
        stem: SafeHtml::sanitised(item.stem_html),
        explanation: SafeHtml::sanitised(item.explanation_html),
        source: item.source,
        corrected: item.corrected,
    }
}

/// Predictions are not scored, nor is what was dropped for everybody.
fn counts(item: &results::ResultItem) -> bool {
    let is_dropped = matches!(item.corrected, Some((CorrectionKind::NoPoints, _)));
    item.kind != ItemKindName::Prediction && !is_dropped
}

fn verdict(item: &results::ResultItem) -> Verdict {
    match item.kind {
        _ if !counts(item) => Verdict::NotScored,
        // Nobody's answer counts: whoever met it has its points.
        _ if matches!(item.corrected, Some((CorrectionKind::FullPoints, _))) => Verdict::Given,
        _ if item.answer.is_none() => Verdict::Unanswered,
        _ if item.is_correct => Verdict::Right,
        _ if item.score_hundredths > 0 => Verdict::Partly,
        _ => Verdict::Wrong,
    }
}
