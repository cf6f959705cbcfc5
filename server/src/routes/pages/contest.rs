//! `GET /contests/{slug}`

use axum::http::StatusCode;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::contest::{ContestView, DocumentLink, GroupLine, RoundRow, page};
use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::time::Timestamp;
use khao_engine::contest::attachments::Attachment;
use khao_engine::contest::contests::Contest;
use khao_engine::policy::Actor;

use super::context::{Page, PageResult};
use super::home::public_status;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/contests/{slug}", Access::Public, show)]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let contest = page_of.engine().public_contest(&slug).await?;
    let counts = page_of.engine().counts(contest.id).await?;
    let now = page_of.engine().now();
    let entered = matches!(page_of.actor(), Actor::Participant { contest: own, .. } if *own == contest.id);
    let groups = contest.groups.iter().map(|group| GroupLine {
        name: group.name.clone(),
        min_age: contest.min_age_in(group),
    });
    let view = ContestView {
        slug,
        title: contest.title.clone(),
        status: public_status(contest.status(now)),
        rules: SafeHtml::sanitised(contest.rules_html.clone()),
        rounds: rows(&contest, now),
        groups: groups.collect(),
        participants: counts.participants,
        attempts: counts.attempts,
        submitted: counts.submitted,
        entered,
        documents: documents(&contest),
        messages: shown_messages(&contest, now),
        ranked: contest
            .rounds
            .iter()
            .any(|round| round.state == RoundState::Published),
    };
    Ok(page_of
        .show(StatusCode::OK, &contest.title, page(page_of.lang(), view))
        .await)
}

pub(super) fn shown_messages(contest: &Contest, now: Timestamp) -> Vec<String> {
    let shown = contest.shown_messages(now);
    shown.map(|message| message.text.clone()).collect()
}

fn documents(contest: &Contest) -> Vec<DocumentLink> {
    let link = |one: &Attachment| DocumentLink {
        title: one.title.clone(),
        path: one.path(&contest.slug),
        bytes: one.bytes,
    };
    contest.attachments.iter().map(link).collect()
}

fn rows(contest: &Contest, now: Timestamp) -> Vec<RoundRow> {
    let announced = contest.rounds.iter().filter(|round| round.is_public());
    announced
        .map(|round| RoundRow {
            id: round.id,
            name: round.name.clone(),
            opens_at: round.opens_at,
            closes_at: round.closes_at,
            closed_early: round.closed_early(),
            duration_s: round.duration_s,
            questions: round.questions,
            status: round.status(now).unwrap_or(RoundStatus::Upcoming),
            commitment: round.commitment.clone(),
            revealed_secret: round.revealed.as_ref().map(|revealed| revealed.secret.clone()),
        })
        .collect()
}
