//! `GET /attempts/{id}/receipt`

use axum::http::StatusCode;
use khao_app::components::told::GrantLine;
use khao_app::pages::receipt::{ReceiptView, Score, page};
use khao_domain::ids::AttemptId;
use khao_engine::contest::extra_time::OwnGrant;

use super::context::{Page, PageResult, see_other};
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/attempts/{id}/receipt", Access::Participant, show)]
}

async fn show(page_of: Page, InPath(id): InPath<AttemptId>) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let attempt = engine.attempt(actor, id).await?;
    if !attempt.sealed {
        return Ok(see_other(&format!("/attempts/{id}")));
    }
    let receipt = engine.receipt(actor, id).await?;
    let contest = engine.contest(receipt.contest).await?;
    // Before publication, when everybody hands in, there is nothing to look for.
    let published = contest
        .round(attempt.round)
        .is_some_and(|round| round.published_at.is_some());
    let has_complaints = if published {
        let mine = engine.my_complaints(actor, id).await?;
        mine.open_until.is_some() || !mine.complaints.is_empty()
    } else {
        false
    };
    let view = ReceiptView {
        attempt_id: id,
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        round_name: receipt.round_name,
        receipt: receipt.receipt,
        submitted_at: receipt.submitted_at,
        answered: receipt.answered,
        questions: receipt.questions,
        by_time: receipt.submitted_at == attempt.deadline,
        score: receipt.score.map(score),
        score_shown: receipt.score_shown,
        keys_shown: receipt.keys_shown,
        voided: receipt.voided,
        grants: grant_lines(receipt.grants),
        has_complaints,
    };
    Ok(page_of
        .show(
            StatusCode::OK,
            page_of.lang().say("Biên nhận", "Receipt"),
            page(page_of.lang(), view),
        )
        .await)
}

pub(super) fn grant_lines(grants: Vec<OwnGrant>) -> Vec<GrantLine> {
    let line = |grant: OwnGrant| GrantLine {
        seconds: grant.seconds,
        reason: grant.reason,
    };
    grants.into_iter().map(line).collect()
}

pub(super) fn score((hundredths, max_hundredths): (u32, u32)) -> Score {
    Score {
        hundredths: i64::from(hundredths),
        max_hundredths: i64::from(max_hundredths),
    }
}
