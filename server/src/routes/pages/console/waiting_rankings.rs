//! Rankings that are fixed and not public, as console pages tell of them.

use khao_app::components::waiting_ranking::{WaitingView, WaitsFor};
use khao_engine::contest::ranking_course::{WaitingRanking, WaitingStep};
use khao_engine::policy::Action;

use crate::routes::pages::context::Page;

pub(super) fn view(page_of: &Page, waiting: &WaitingRanking, of: String) -> WaitingView {
    WaitingView {
        round: waiting.round,
        of,
        revision: waiting.revision,
        waits_for: match waiting.step {
            WaitingStep::Approval { is_own: false } => WaitsFor::Approval,
            WaitingStep::Approval { is_own: true } => WaitsFor::ApprovalByOthers,
            WaitingStep::Publication => WaitsFor::Publication,
        },
        replaces: waiting.replaces,
        may_run: page_of.actor().may(Action::RunContests).is_ok(),
    }
}
