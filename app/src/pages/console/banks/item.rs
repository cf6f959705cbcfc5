//! `/console/banks/{id}/items/{code}`: an item as participants see it, its key, its history, and the next steps.

use khao_domain::bank::item::ItemStatus;
use khao_domain::bank::lifecycle::Step;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::{BankHead, above};
use crate::components::button;
use crate::components::choices::Label;
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::heading::heading;
use crate::components::label_list::label_list;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::components::text_area::text_area;

#[derive(Debug, Clone)]
pub struct ItemPageView {
    pub bank: BankHead,
    pub code: String,
    pub kind: &'static str,
    pub look: LookView,
    pub topic: String,
    pub difficulty: u8,
    pub points: String,
    pub source: String,
    /// Days of validity, in words; empty where it has none.
    pub validity: String,
    pub status: ItemStatus,
    /// What a reviewer said last.
    pub note: String,
    pub versions: Vec<VersionLine>,
    pub may_edit: bool,
    /// The steps this visitor can take now.
    pub steps: Vec<Step>,
    /// Only somebody else can judge it.
    pub is_own: bool,
    /// Typed before.
    pub typed_note: String,
    pub problems: Vec<Problem>,
}

/// The question as a paper shows it, with its key.
#[derive(Debug, Clone)]
pub struct LookView {
    pub stem: SafeHtml,
    pub options: Vec<SafeHtml>,
    pub key: Vec<Label>,
    pub explanation: SafeHtml,
}

#[derive(Debug, Clone)]
pub struct VersionLine {
    pub from_revision: i64,
    pub changed_at: Timestamp,
    pub changed_by: String,
    pub status: ItemStatus,
    pub note: String,
}

pub fn page(lang: Lang, view: ItemPageView) -> AnyView {
    let here = view.bank.item_path(&view.code);
    let edit = view.may_edit.then(|| {
        let copy = view.bank.copy_path(&view.code);
        view! {
            {button::link(format!("{here}/edit"), lang.say("Sửa câu hỏi", "Change the item"))}
            {button::quiet_link(copy, lang.say("Sao chép thành câu mới", "Copy into a new item"))}
        }
    });
    let note = (!view.note.is_empty()).then(|| {
        notice::careful(format!(
            "{}: {}",
            lang.say("Ý kiến thẩm định", "Reviewer's note"),
            view.note
        ))
    });
    let steps = steps(lang, &here, &view);
    view! {
        {above(lang, &view.bank, None)}
        {heading(view.code.clone(), lang.say("Câu hỏi đúng như người thi thấy, đáp án, và bước tiếp theo trước khi vào đề.", "The item as participants see it, its key, and the next step on its way into papers."))}
        {error_summary(&view.problems, &["note"])}
        {note}
        {look(lang, view.look)}
        {facts(vec![
            (lang.say("Trạng thái", "Status"), view.status.name(lang).to_owned()),
            (lang.say("Loại", "Kind"), view.kind.to_owned()),
            (lang.say("Chủ đề", "Topic"), view.topic),
            (lang.say("Độ khó", "Difficulty"), view.difficulty.to_string()),
            (lang.say("Điểm", "Points"), view.points),
            (lang.say("Nguồn", "Source"), view.source),
            (lang.say("Hiệu lực", "Validity"), view.validity),
        ])}
        <div class="row">{edit}</div>
        {steps}
        {history(lang, &here, view.versions)}
    }
    .into_any()
}

/// Also the preview of what is being written.
pub(super) fn look(lang: Lang, look: LookView) -> AnyView {
    let options = look
        .options
        .into_iter()
        .map(|option| view! { <li>{safe_html(option)}</li> })
        .collect_view();
    let key = (!look.key.is_empty()).then(|| label_list(lang.say("Đáp án", "Key"), look.key, ""));
    let explanation = (!look.explanation.is_empty()).then(|| safe_html(look.explanation));
    view! {
        <section class="sheet">
            <h2>{lang.say("Như người thi thấy", "As participants see it")}</h2>
            {safe_html(look.stem)}
            <ol class="letters">{options}</ol>
            <div class="why">{key} {explanation}</div>
        </section>
    }
    .into_any()
}

fn steps(lang: Lang, here: &str, view: &ItemPageView) -> AnyView {
    let own = view.is_own.then(|| {
        notice::calm(lang.say(
            "Ông/bà soạn nội dung này nên người khác phải thẩm định và duyệt.",
            "You wrote this content, so somebody else has to review and approve it.",
        ))
    });
    let plain = view.steps.iter().filter(|step| **step != Step::SendBack);
    let buttons = plain
        .map(|step| button::quiet_action(step.as_str(), step.name(lang)))
        .collect_view();
    let back = view.steps.contains(&Step::SendBack).then(|| {
        view! {
            {text_area(
                "note",
                lang.say("Ý kiến khi trả lại", "What to change"),
                "",
                &view.typed_note,
                &view.problems,
            )}
            <div class="row">{button::quiet_action(Step::SendBack.as_str(), Step::SendBack.name(lang))}</div>
        }
    });
    let form = (!view.steps.is_empty()).then(|| {
        view! {
            <form class="sheet" method="post" action=here.to_owned()>
                <h2>{lang.say("Bước tiếp theo", "Next steps")}</h2>
                <div class="row">{buttons}</div>
                {back}
            </form>
        }
    });
    view! { {own} {form} }.into_any()
}

fn history(lang: Lang, here: &str, versions: Vec<VersionLine>) -> AnyView {
    let columns = [
        Column::heading(lang.say("Bản", "Version")),
        Column::text(lang.say("Lúc", "When")),
        Column::text(lang.say("Người sửa", "Who")),
        Column::text(lang.say("Trạng thái", "Status")),
        Column::text(lang.say("Ý kiến", "Note")),
    ];
    let older: Vec<Option<i64>> = versions
        .iter()
        .skip(1)
        .map(|one| Some(one.from_revision))
        .collect();
    let rows = versions
        .into_iter()
        .zip(older.into_iter().chain([None]))
        .map(|(version, older)| {
            let number = version.from_revision;
            let label = match lang {
                Lang::Vi => format!("Bản {number}"),
                Lang::En => format!("Version {number}"),
            };
            let when = if version.changed_at.millis() == 0 {
                String::new()
            } else {
                version.changed_at.minute_in(lang)
            };
            vec![
                match older {
                    Some(older) => link_cell(format!("{here}/compare?a={older}&b={number}"), label),
                    None => cell(label),
                },
                cell(when),
                cell(version.changed_by),
                cell(version.status.name(lang)),
                cell(version.note),
            ]
        });
    let table = data_table(
        lang.say("Các bản của câu hỏi", "Versions"),
        &columns,
        rows.collect(),
    );
    view! {
        <div class="sheet">
            {table}
            <p class="hint">
                {lang.say("Mở một bản để so với bản liền trước.", "Open a version to compare it with the one before.")}
            </p>
        </div>
    }
    .into_any()
}
