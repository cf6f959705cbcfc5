//! `/console/banks/{id}/revisions`: what was done to a bank, one after the other, and an import taken back.

use khao_domain::contest::feasibility::Waiting;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::import::door_to_waiting;
use super::{BankHead, above};
use crate::components::button;
use crate::components::crumbs::{Crumb, crumb};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::error_summary::error_summary;
use crate::components::facts::figures;
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::notice;

/// What an import, or another change, has done.
#[derive(Debug, Clone)]
pub struct RevisionView {
    pub bank: BankHead,
    pub revision: i64,
    pub made_by: String,
    pub made_at: String,
    pub new: i64,
    pub changed: i64,
    /// So many of what it brought still wait for approval.
    pub waiting: Waiting,
    pub can_be_undone: bool,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct RevisionsView {
    pub bank: BankHead,
    /// The newest first.
    pub lines: Vec<RevisionLine>,
    /// The address of the next page.
    pub next: Option<String>,
}

#[derive(Debug, Clone)]
pub struct RevisionLine {
    pub revision: i64,
    /// What kind of change it was.
    pub what: &'static str,
    pub made_by: String,
    pub made_at: String,
    pub new: i64,
    pub changed: i64,
    pub can_be_undone: bool,
}

fn revisions_crumb(lang: Lang, bank: &BankHead) -> Crumb {
    let name = lang.say("Các lần nhập, sửa", "Imports and changes");
    crumb(bank.revisions_path(), name)
}

pub fn revisions_page(lang: Lang, view: RevisionsView) -> AnyView {
    let columns = [
        Column::heading(lang.say("Lần", "Number")),
        Column::text(lang.say("Việc", "What")),
        Column::text(lang.say("Lúc", "When")),
        Column::text(lang.say("Người làm", "By")),
        Column::number(lang.say("Câu mới", "New")),
        Column::number(lang.say("Câu thay đổi", "Changed")),
        Column::text(lang.say("Hoàn tác", "Undo")),
    ];
    let path = view.bank.revisions_path();
    let rows = view.lines.into_iter().map(|line| {
        let undo = if line.can_be_undone {
            lang.say("Được", "Can be undone")
        } else {
            ""
        };
        vec![
            link_cell(format!("{path}/{}", line.revision), line.revision.to_string()),
            cell(line.what),
            cell(line.made_at),
            cell(line.made_by),
            cell(line.new.to_string()),
            cell(line.changed.to_string()),
            cell(undo),
        ]
    });
    let title = lang.say("Các lần nhập, sửa", "Imports and changes");
    let rows: Vec<_> = rows.collect();
    let list = if rows.is_empty() {
        view! { <p class="soft">{lang.say("Ngân hàng chưa có câu hỏi nào được nhập hay soạn.", "Nothing was imported or written yet.")}</p> }
            .into_any()
    } else {
        view! { <div class="sheet">{data_table(title, &columns, rows)}</div> }.into_any()
    };
    view! {
        {above(lang, &view.bank, None)}
        {heading(title, lang.say("Ai đã làm gì với ngân hàng này, lúc nào; lần nhập cuối cùng hoàn tác được chừng nào chưa có gì khác được sửa.", "Who did what to this bank, and when; the last import can be undone as long as nothing else was changed."))}
        {list}
        {next_page(lang, view.next)}
    }
    .into_any()
}

pub fn revision_page(lang: Lang, view: &RevisionView) -> AnyView {
    let path = view.bank.path();
    let title = match lang {
        Lang::Vi => format!("Lần sửa thứ {}", view.revision),
        Lang::En => format!("Revision {}", view.revision),
    };
    let undo = view.can_be_undone.then(|| {
        let label = lang.say(
            "Tôi hiểu rằng các câu trong lần nhập này trở lại như trước",
            "I understand that the items of this import become what they were before",
        );
        view! {
            <form class="sheet" method="post" action=format!("{path}/revisions/{}", view.revision)>
                <h2>{lang.say("Hoàn tác", "Undo")}</h2>
                {button::understood(label)}
                <div class="row">{button::quiet_action("undo", lang.say("Hoàn tác lần nhập", "Undo the import"))}</div>
            </form>
        }
    });
    let waiting = view.waiting.total();
    let waiting = (waiting > 0).then(|| {
        let words = match lang {
            Lang::Vi => format!(
                "{waiting} câu của lần này còn chờ duyệt, chưa vào đề thi. Câu hỏi do một người đưa vào thì người khác thẩm định và duyệt."
            ),
            Lang::En => format!(
                "{waiting} of these items wait for approval and enter no paper yet. What one person brings in, another reviews and approves."
            ),
        };
        view! { {notice::careful(words)} {door_to_waiting(lang, view.bank.id, view.waiting)} }
    });
    view! {
        {above(lang, &view.bank, Some(revisions_crumb(lang, &view.bank)))}
        {heading(title, lang.say("Lần sửa này của ngân hàng đã thêm và thay đổi những gì.", "What this revision of the bank has added and changed."))}
        {error_summary(&view.problems, &[])}
        <p class="soft">{format!("{} · {}", view.made_at, view.made_by)}</p>
        {figures(vec![
            (lang.say("Câu mới", "New"), view.new.to_string()),
            (lang.say("Câu thay đổi", "Changed"), view.changed.to_string()),
        ])}
        {waiting}
        <div class="row">{button::link(path.clone(), lang.say("Xem ngân hàng", "See the bank"))}</div>
        {undo}
    }
    .into_any()
}
