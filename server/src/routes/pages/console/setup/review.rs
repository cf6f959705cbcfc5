//! What is missing or risky, and the announcement.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::review::{DraftRound, ReviewView, page};
use khao_domain::ids::RoundId;
use khao_domain::lang::said;
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;

use super::{Outcome, Visited};
use crate::routes::body::Form;

/// Announces the rounds one after the other; what is announced stays so where a later one fails.
pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    if form.text("understood") != "yes" {
        return Err(Error::invalid(
            "",
            said(
                "Xin đánh dấu vào ô xác nhận trước khi thông báo.",
                "Tick the box before you announce.",
            ),
        ));
    }
    let drafts = at.contest.rounds.iter().filter(|round| !round.is_public());
    let most = match form.text("action") {
        "announce" => usize::MAX,
        "announce_first" => 1,
        _ => {
            return Err(Error::invalid(
                "/action",
                said("Không có bước này.", "There is no such step."),
            ));
        }
    };
    let ids: Vec<RoundId> = drafts.map(|round| round.id).take(most).collect();
    for id in ids {
        at.page_of.engine().announce_round(at.page_of.actor(), id).await?;
    }
    Ok(Outcome::Announced)
}

pub(super) fn content(at: &Visited, frame: Frame) -> AnyView {
    let rounds = at.contest.rounds.iter();
    let (announced, drafts): (Vec<_>, Vec<_>) = rounds.partition(|round| round.is_public());
    let view = ReviewView {
        drafts: drafts
            .into_iter()
            .map(|round| DraftRound {
                id: round.id,
                name: round.name.clone(),
                opens_at: round.opens_at,
                closes_at: round.closes_at,
            })
            .collect(),
        announced: announced.into_iter().map(|round| round.name.clone()).collect(),
        frame,
    };
    page(&view)
}
