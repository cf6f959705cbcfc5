//! That a fixed ranking is not public yet: what it waits for, who may do it, and where.

use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use leptos::prelude::*;

#[derive(Debug, Clone)]
pub struct WaitingView {
    pub round: RoundId,
    /// Of the contest and the round, as far as the page does not say it already.
    pub of: String,
    pub revision: i64,
    pub waits_for: WaitsFor,
    /// An earlier one is public, and stays so until then.
    pub replaces: bool,
    /// The visitor's role takes such steps.
    pub may_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    Approval,
    /// The visitor made it, or corrected what is in it.
    ApprovalByOthers,
    Publication,
}

pub fn notice(lang: Lang, view: &WaitingView) -> AnyView {
    let address = format!("/console/rounds/{}/corrections#rankings", view.round);
    let link = match (view.waits_for, view.may_run) {
        (WaitsFor::Approval, true) => lang.say("Mở để duyệt", "Open it to approve"),
        (WaitsFor::Publication, true) if view.replaces => lang.say("Mở để công bố", "Open it to publish"),
        _ => lang.say("Xem các bản xếp hạng", "See the rankings"),
    };
    view! {
        <div class="note">
            <p>{words(lang, view)} " " <a href=address>{link}</a></p>
        </div>
    }
    .into_any()
}

fn words(lang: Lang, view: &WaitingView) -> String {
    let of = if view.of.is_empty() {
        String::new()
    } else {
        format!("{}: ", view.of)
    };
    let number = view.revision;
    let stays = if view.replaces {
        lang.say(
            " Đến khi đó trang công khai vẫn là bản cũ.",
            " Until then the public page shows the earlier one.",
        )
    } else {
        ""
    };
    let waits = match (view.waits_for, lang) {
        (WaitsFor::Approval, Lang::Vi) => {
            format!("bảng xếp hạng lần {number} chờ một người tổ chức khác với người đã chốt duyệt.")
        }
        (WaitsFor::Approval, Lang::En) => {
            format!("ranking {number} waits for the approval of another organiser than the one who fixed it.")
        }
        (WaitsFor::ApprovalByOthers, Lang::Vi) => format!(
            "bảng xếp hạng lần {number} chờ duyệt. Ông/bà đã chốt hoặc đã đính chính nên không tự duyệt được: cần một \
             người tổ chức hoặc quản trị khác."
        ),
        (WaitsFor::ApprovalByOthers, Lang::En) => format!(
            "ranking {number} waits for approval. You fixed it or corrected what is in it, so it takes another \
             organiser or administrator."
        ),
        (WaitsFor::Publication, Lang::Vi) => format!("bảng xếp hạng lần {number} chờ công bố."),
        (WaitsFor::Publication, Lang::En) => format!("ranking {number} waits for its publication."),
    };
    let sentence = format!("{of}{waits}{stays}");
    let mut letters = sentence.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
