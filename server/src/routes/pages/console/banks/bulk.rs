//! One step taken with several items of a bank, and what is told of it.

use khao_app::pages::console::banks::bulk::{ASKED, BulkTyped, Confirm};
use khao_domain::bank::item::Difficulty;
use khao_domain::bank::lifecycle::Step;
use khao_domain::ids::BankId;
use khao_domain::lang::{Lang, said};
use khao_engine::bank::items::ItemQuery;
use khao_engine::bank::review::{BulkReport, BulkStep, ITEMS_AT_ONCE_MOST, LeftOut, Weighed};
use khao_engine::error::Error;

use super::bank::{Params, query_of};
use crate::routes::body::Form;
use crate::routes::pages::context::Page;

/// Codes that a sentence names.
const NAMED_MOST: usize = 20;

pub(super) async fn take(page_of: &Page, id: BankId, params: &Params, form: &Form) -> Result<Taken, Error> {
    let step = step_of(form)?;
    let codes = match form.text("scope") {
        "page" => form.all("shown").map(str::to_owned).collect(),
        "all" => all_that_fit(page_of, id, params, form.text("total")).await?,
        _ => form.all("codes").map(str::to_owned).collect::<Vec<String>>(),
    };
    let (engine, actor) = (page_of.engine(), page_of.actor());
    if takes_away(&step) && !codes.is_empty() {
        let Weighed {
            changed,
            drafts_again,
        } = engine.weigh_items(actor, id, &codes, &step).await?;
        let retires = matches!(step, BulkStep::Step(Step::Retire, _)) && changed > 1;
        let confirm = Confirm {
            action: form.text("action").to_owned(),
            items: changed,
            drafts_again,
            retires,
        };
        // The tick is for what was asked, not for another button or other items.
        let is_meant = form.is_understood() && form.text(ASKED) == confirm.asked();
        if (retires || drafts_again > 1) && !is_meant {
            return Ok(Taken::Asked(confirm));
        }
    }
    let report = engine.change_items(actor, id, &codes, step).await?;
    Ok(Taken::Done(report))
}

pub(super) enum Taken {
    Done(BulkReport),
    /// Several items lose something: whoever presses says that it is meant.
    Asked(Confirm),
}

const fn takes_away(step: &BulkStep) -> bool {
    matches!(
        step,
        BulkStep::Topic(_) | BulkStep::Difficulty(_) | BulkStep::Step(Step::Retire | Step::SendBack, _)
    )
}

/// Every item of the filter, on all its pages. Whoever was shown another number has not seen what would be changed.
async fn all_that_fit(
    page_of: &Page,
    id: BankId,
    params: &Params,
    shown: &str,
) -> Result<Vec<String>, Error> {
    let mut problems = Vec::new();
    let query = ItemQuery {
        after: String::new(),
        limit: ITEMS_AT_ONCE_MOST + 1,
        ..query_of(params, &mut problems)
    };
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let found = page_of.engine().items(page_of.actor(), id, &query).await?;
    if found.total.to_string() != shown {
        return Err(Error::invalid(
            "/scope",
            said(
                "Số câu khớp bộ lọc vừa thay đổi; xin xem lại rồi bấm lần nữa.",
                "The number of items that fit has just changed; look at them again, then press once more.",
            ),
        ));
    }
    Ok(found.items.iter().map(|one| one.item.code.clone()).collect())
}

/// What the form held.
pub(super) fn typed(form: &Form) -> BulkTyped {
    BulkTyped {
        scope: form.text("scope").to_owned(),
        ticked: form.all("codes").map(str::to_owned).collect(),
        topic: form.text("new_topic").to_owned(),
        difficulty: form.text("new_difficulty").to_owned(),
        note: form.text("note").to_owned(),
        confirm: None,
    }
}

/// As [`typed`], with the items ticked that the step was not taken with.
pub(super) fn left(form: &Form, report: &BulkReport) -> BulkTyped {
    BulkTyped {
        scope: String::new(),
        ticked: report.left_out.iter().map(|(code, _)| code.clone()).collect(),
        ..typed(form)
    }
}

fn step_of(form: &Form) -> Result<BulkStep, Error> {
    match form.text("action") {
        "topic" => Ok(BulkStep::Topic(form.text("new_topic").to_owned())),
        "difficulty" => {
            let level = form.text("new_difficulty").parse().ok().and_then(Difficulty::new);
            let missing = || {
                Error::invalid(
                    "/new_difficulty",
                    said("Xin chọn độ khó mới.", "Choose the new difficulty."),
                )
            };
            level.map(BulkStep::Difficulty).ok_or_else(missing)
        }
        action => {
            let step = Step::parse(action);
            let step = step.ok_or_else(|| {
                Error::invalid("/action", said("Không có bước này.", "There is no such step."))
            })?;
            Ok(BulkStep::Step(step, form.text("note").to_owned()))
        }
    }
}

pub(super) fn in_form(pointer: &str) -> String {
    match pointer {
        "/topic" => "/new_topic",
        "/codes" => "/scope",
        other => other,
    }
    .to_owned()
}

/// How many items a step was taken with.
pub(super) fn changed(lang: Lang, items: usize) -> String {
    match (lang, items) {
        (Lang::Vi, _) => format!("Đã cập nhật {items} câu."),
        (Lang::En, 1) => "1 item was changed.".to_owned(),
        (Lang::En, _) => format!("{items} items were changed."),
    }
}

pub(super) fn sentences(lang: Lang, action: &str, report: &BulkReport) -> Vec<String> {
    let mut told = vec![changed(lang, report.changed.len())];
    let own = lang.say(
        "Do ông/bà soạn nên người khác phải thẩm định và duyệt:",
        "Yours, so somebody else must review and approve them:",
    );
    let missing = lang.say("Không còn trong ngân hàng:", "No longer in the bank:");
    for (why, words) in [
        (LeftOut::Own, own),
        (LeftOut::Status, starts_from(lang, Step::parse(action))),
        (LeftOut::Missing, missing),
    ] {
        let left = report.left_out.iter().filter(|(_, reason)| *reason == why);
        let codes: Vec<&str> = left.map(|(code, _)| code.as_str()).collect();
        if !codes.is_empty() {
            told.push(format!("{words} {}.", listed(lang, &codes)));
        }
    }
    told
}

/// From which status the step starts, and which one comes before it.
const fn starts_from(lang: Lang, step: Option<Step>) -> &'static str {
    match step {
        Some(Step::Review) => lang.say(
            "Chỉ xác nhận thẩm định được câu Nháp, nên các câu sau giữ nguyên:",
            "Only drafts can be marked as reviewed, so these stay as they are:",
        ),
        Some(Step::Approve) => lang.say(
            "Chỉ duyệt được câu Đã thẩm định; câu Nháp xin bấm «Xác nhận đã thẩm định» trước, rồi mới «Duyệt»:",
            "Only reviewed items can be approved; press “Mark as reviewed” for drafts first, then “Approve”:",
        ),
        Some(Step::SendBack) => lang.say(
            "Chỉ trả lại được câu Đã thẩm định hoặc Đã duyệt, nên các câu sau giữ nguyên:",
            "Only reviewed or approved items can be sent back, so these stay as they are:",
        ),
        Some(Step::Retire) => lang.say("Đã ngừng dùng từ trước:", "Retired already:"),
        Some(Step::Restore) => lang.say(
            "Chỉ dùng lại được câu Ngừng dùng, nên các câu sau giữ nguyên:",
            "Only retired items can be restored, so these stay as they are:",
        ),
        None => lang.say("Không có gì để đổi ở các câu:", "Nothing to change in:"),
    }
}

fn listed(lang: Lang, codes: &[&str]) -> String {
    let named: Vec<&str> = codes.iter().copied().take(NAMED_MOST).collect();
    let named = named.join(", ");
    match (codes.len().saturating_sub(NAMED_MOST), lang) {
        (0, _) => named,
        (more, Lang::Vi) => format!("{named} và {more} câu khác"),
        (more, Lang::En) => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let codes = vec!["A"; 23];
        let told = listed(Lang::Vi, &codes);
        assert!(told.ends_with("A và 3 câu khác"), "{told}");
        assert_eq!(listed(Lang::En, &["A", "B"]), "A, B");
    }
}
