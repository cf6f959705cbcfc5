//! Rankings that are fixed and not public, as console pages tell of them.

use khao_app::components::waiting_ranking::{WaitingView, WaitsFor};
use khao_engine::contest::ranking_course::{WaitingRanking, WaitingStep};
use khao_engine::policy::Action;

use crate::routes::pages::context::Page;

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
