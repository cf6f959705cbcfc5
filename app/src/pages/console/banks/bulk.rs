//! Several items of a bank changed at once: those that are ticked, all of the page, or all that fit the filter.

use khao_domain::bank::lifecycle::Step;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::bank::{BankView, difficulties};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Pick, choices};
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::components::select::{choice_of, with_none};
use crate::components::text_area::text_area;

/// What the form carries of what was asked.
pub const ASKED: &str = "asked";

/// What the form held when it came back.
#[derive(Debug, Clone, Default)]
pub struct BulkTyped {
    /// `page`, `all`, or the ticked ones.
    pub scope: String,
    pub ticked: Vec<String>,
    pub topic: String,
    pub difficulty: String,
    pub note: String,
    pub confirm: Option<Confirm>,
}

/// A step that was pressed, and what several items lose by it.
#[derive(Debug, Clone)]
pub struct Confirm {
    pub action: String,
    pub items: usize,
    /// Reviewed or approved, and drafts after it.
    pub drafts_again: usize,
    pub retires: bool,
}

impl Confirm {
    /// What the tick is for.
    pub fn asked(&self) -> String {
        format!("{}:{}:{}", self.action, self.items, self.drafts_again)
    }

    fn loss(&self, lang: Lang) -> String {
        let (items, drafts) = (self.items, self.drafts_again);
        match (self.retires, lang) {
            (true, Lang::Vi) => format!(
                "Ngừng dùng {items} câu: đề lập từ nay không có các câu này nữa. Dùng lại thì câu chưa ai sửa trở về trạng thái hiện nay."
            ),
            (true, Lang::En) => format!(
                "{items} items are retired: papers made from now on hold them no more. Restored, those that nobody changed are again what they are now."
            ),
            (false, Lang::Vi) => {
                format!("Đổi {items} câu; {drafts} câu trong đó mất kết quả thẩm định, duyệt và về Nháp.")
            }
            (false, Lang::En) => format!(
                "{items} items are changed; {drafts} of them lose their review and approval and are drafts again."
            ),
        }
    }

    fn label(&self, lang: Lang) -> &'static str {
        match Step::parse(&self.action) {
            Some(step) => step.name(lang),
            None if self.action == "topic" => lang.say("Đặt chủ đề", "Set the topic"),
            None => lang.say("Đặt độ khó", "Set the difficulty"),
        }
    }
}

/// Asked for where several items lose something: the number, and what is lost.
fn confirm(lang: Lang, asked: &Confirm) -> AnyView {
    let understood = match lang {
        Lang::Vi => format!("Tôi hiểu, và làm như vậy với {} câu.", asked.items),
        Lang::En => format!("I understand, and mean all {} items.", asked.items),
    };
    view! {
        {notice::refused(asked.loss(lang))}
        {button::hidden(ASKED, asked.asked())}
        {button::understood(understood)}
        <div class="row">{button::quiet_action(asked.action.clone(), asked.label(lang))}</div>
    }
    .into_any()
}

pub(super) fn tick(lang: Lang, typed: &BulkTyped, code: &str) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Chọn câu {code}"),
        Lang::En => format!("Choose item {code}"),
    };
    let checked = typed.ticked.iter().any(|ticked| ticked == code);
    view! { <label class="tick"><input type="checkbox" name="codes" value=code.to_owned() checked=checked aria-label=label /></label> }
        .into_any()
}

fn step(lang: Lang, step: Step) -> AnyView {
    button::unasked_action(step.as_str(), step.name(lang))
}

pub(super) fn bulk(lang: Lang, view: &BankView) -> AnyView {
    let shown = view
        .items
        .iter()
        .map(|item| button::hidden("shown", item.code.clone()))
        .collect_view();
    view! {
        <h2>{lang.say("Đổi nhiều câu cùng lúc", "Change several items at once")}</h2>
        {shown}
        {button::hidden("total", view.total.to_string())}
        {scope(lang, view)}
        {view.bulk.confirm.as_ref().map(|asked| confirm(lang, asked))}
        {view.may_judge.then(|| judge(lang, view))}
        {view.may_edit.then(|| edit(lang, view))}
    }
    .into_any()
}

/// Which items; what a page does not show is never taken without its number.
fn scope(lang: Lang, view: &BankView) -> AnyView {
    let chosen = match view.bulk.scope.as_str() {
        known @ ("page" | "all") => known,
        _ => "ticked",
    };
    let choice = |value: &str, label: String| Choice::text(value, label, value == chosen);
    let (here, total) = (view.items.len(), view.total);
    let mut options = vec![choice(
        "ticked",
        lang.say("Các câu đã đánh dấu ở trên", "The items ticked above")
            .to_owned(),
    )];
    options.push(choice(
        "page",
        match lang {
            Lang::Vi => format!("Tất cả trên trang này ({here} câu)"),
            Lang::En => format!("All on this page ({here} items)"),
        },
    ));
    if total > here {
        options.push(choice(
            "all",
            match lang {
                Lang::Vi => format!("Tất cả {total} câu khớp bộ lọc, kể cả ở các trang khác"),
                Lang::En => format!("All {total} items that fit the filter, also on other pages"),
            },
        ));
    }
    let group = Choices {
        name: "scope",
        legend: lang.say("Với những câu nào", "With which items"),
        hint: "",
        pick: Pick::One,
        options,
    };
    choices(group, &view.problems)
}

fn judge(lang: Lang, view: &BankView) -> AnyView {
    view! {
        <p class="hint">
            {lang.say(
                "Đi hai bước: câu Nháp được xác nhận đã thẩm định, rồi câu Đã thẩm định được duyệt. Không ai thẩm định hay duyệt câu mình soạn.",
                "Two steps: a draft is marked as reviewed, then a reviewed item is approved. Nobody reviews or approves what they wrote.",
            )}
        </p>
        <div class="row">{step(lang, Step::Review)} {step(lang, Step::Approve)}</div>
        {text_area("note", lang.say("Ý kiến khi trả lại", "What to change"), "", &view.bulk.note, &view.problems)}
        <div class="row">{step(lang, Step::SendBack)}</div>
    }
    .into_any()
}

fn edit(lang: Lang, view: &BankView) -> AnyView {
    view! {
        <p class="hint">
            {lang.say(
                "Câu đã thẩm định hoặc đã duyệt mà đổi chủ đề, độ khó thì về Nháp.",
                "A reviewed or approved item that gets another topic or difficulty is a draft again.",
            )}
        </p>
        <div class="filter-fields">
            <div>
                {Field::new("new_topic", lang.say("Chủ đề mới", "New topic"), Input::Text)
                    .value(&view.bulk.topic)
                    .suggestions(&view.topics)
                    .required_sometimes()
                    .problems(&view.problems)
                    .view()}
                {button::unasked_action("topic", lang.say("Đặt chủ đề", "Set the topic"))}
            </div>
            <div>
                {choice_of(
                    "new_difficulty".to_owned(),
                    lang.say("Độ khó mới", "New difficulty"),
                    "",
                    with_none(lang.say("Chọn", "Choose"), difficulties()),
                    &view.bulk.difficulty,
                    &view.problems,
                )}
                {button::unasked_action("difficulty", lang.say("Đặt độ khó", "Set the difficulty"))}
            </div>
        </div>
        <p class="hint">
            {lang.say(
                "Câu dùng lại trở về trạng thái trước khi ngừng dùng; câu đã sửa sau đó thì về Nháp.",
                "A restored item is again what it was before it was retired; changed since, it is a draft.",
            )}
        </p>
        <div class="row">{step(lang, Step::Retire)} {step(lang, Step::Restore)}</div>
    }
    .into_any()
}
