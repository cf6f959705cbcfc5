//! Rankings that are fixed and not public, as console pages tell of them.

use khao_app::components::waiting_ranking::{WaitingView, WaitsFor};
use khao_domain::ids::RoundId;
use khao_engine::contest::ranking_course::{WaitingRanking, WaitingStep};
use khao_engine::policy::Action;

use crate::problem::Fault;
use crate::routes::pages::context::Page;

/// Of every contest the visitor looks after; none for those who may not look at rankings that are not public.
pub(super) async fn all(page_of: &Page) -> Result<Vec<WaitingRanking>, Fault> {
    let actor = page_of.actor();
    if actor.may(Action::ExportFigures).is_err() || actor.may(Action::ReadContests).is_err() {
        return Ok(Vec::new());
    }
    Ok(page_of.engine().waiting_rankings(actor).await?)
}

pub(super) async fn of_round(page_of: &Page, id: RoundId) -> Result<Option<WaitingRanking>, Fault> {
    let all = all(page_of).await?;
    Ok(all.into_iter().find(|waiting| waiting.round == id))
}

pub(super) const fn waits_for(step: WaitingStep) -> WaitsFor {
    match step {
        WaitingStep::Approval { is_own: false } => WaitsFor::Approval,
        WaitingStep::Approval { is_own: true } => WaitsFor::ApprovalByOthers,
        WaitingStep::Publication => WaitsFor::Publication,
    }
}

pub(super) fn view(page_of: &Page, waiting: &WaitingRanking, of: String) -> WaitingView {
    WaitingView {
        round: waiting.round,
        of,
        revision: waiting.revision,
        waits_for: waits_for(waiting.step),
        replaces: waiting.replaces,
        may_run: page_of.actor().may(Action::RunContests).is_ok(),
    }
}
