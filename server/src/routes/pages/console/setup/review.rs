//! What is missing or risky, and the announcement.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::review::{DraftRound, ReviewView, page};
use khao_domain::lang::said;
use khao_engine::error::{Error, Result};
use khao_engine::policy::Action;
use leptos::prelude::AnyView;

use super::{Outcome, Visited};
use crate::routes::body::Form;

/// Announces what the page showed: where something has changed since, the fresh review comes instead.
pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    form.confirmed()?;
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
    let (engine, actor) = (at.page_of.engine(), at.page_of.actor());
    engine
        .announce_reviewed(actor, &at.contest.slug, form.text("reviewed"), most)
        .await?;
    Ok(Outcome::Announced)
}

pub(super) fn content(at: &Visited, frame: Frame, reviewed: String) -> AnyView {
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
        reviewed,
        may_set_instance: at.page_of.actor().may(Action::ManageInstance).is_ok(),
        frame,
    };
    page(&view)
}
