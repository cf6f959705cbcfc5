//! `/console/banks/{id}/import`: a file is sent, looked over, confirmed, and can be taken back.

use khao_domain::bank::formats::csv::LIMITS;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::table::{RowProblem, Severity};
use leptos::prelude::*;

use super::{BankHead, above};
use crate::components::button;
use crate::components::choices::{Choice, Pick, card};
use crate::components::error_summary::error_summary;
use crate::components::facts::figures;
use crate::components::file_field::file_field;
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::row_problems::row_problems;

#[derive(Debug, Clone)]
pub struct UploadView {
    pub bank: BankHead,
    pub problems: Vec<Problem>,
}

/// What a file would do.
#[derive(Debug, Clone)]
pub struct DryRunView {
    pub bank: BankHead,
    /// Where it is confirmed.
    pub here: String,
    pub file_name: String,
    pub new: u32,
    pub changed: u32,
    pub same: u32,
    pub remarks: Vec<RowProblem>,
    /// The imported items may enter papers at once.
    pub may_approve: bool,
}

/// What an import, or another change, has done.
#[derive(Debug, Clone)]
pub struct RevisionView {
    pub bank: BankHead,
    pub revision: i64,
    pub made_by: String,
    pub made_at: String,
    pub new: i64,
    pub changed: i64,
    pub can_be_undone: bool,
    pub problems: Vec<Problem>,
}

pub fn upload_page(lang: Lang, view: &UploadView) -> AnyView {
    let rows = LIMITS.rows;
    let limits = match lang {
        Lang::Vi => format!("Tệp CSV (UTF-8) hoặc XLSX, tối đa 10 MB và {rows} dòng."),
        Lang::En => format!("A CSV (UTF-8) or XLSX file of at most 10 MB and {rows} rows."),
    };
    view! {
        {above(lang, &view.bank, None)}
        {heading(lang.say("Nhập câu hỏi từ tệp", "Import items from a file"), lang.say("Thêm hoặc thay nhiều câu hỏi cùng lúc; câu được nhận ra theo mã.", "Add or change many items at once; an item is known by its code."))}
        {error_summary(&view.problems, &["file"])}
        <form
            class="sheet"
            method="post"
            enctype="multipart/form-data"
            action=format!("{}/import", view.bank.path())
        >
            <p>{limits}</p>
            {file_field(
                "file",
                lang.say("Tệp câu hỏi", "File of items"),
                lang.say(
                    "Tệp được kiểm tra trước; chưa có gì được nhập cho đến khi ông/bà xác nhận.",
                    "The file is checked first; nothing is imported before you confirm.",
                ),
                ".csv,.xlsx",
                &view.problems,
            )}
            <div class="row">{button::submit(lang.say("Kiểm tra tệp", "Check the file"))}</div>
        </form>
        <ul class="pages plain">
            <li><a href="/api/v1/banks/template.csv">{lang.say("Tệp mẫu CSV", "Template as CSV")}</a></li>
            <li><a href="/api/v1/banks/template.xlsx">{lang.say("Tệp mẫu XLSX", "Template as XLSX")}</a></li>
        </ul>
    }
    .into_any()
}

pub fn dry_run_page(lang: Lang, view: DryRunView) -> AnyView {
    let errors = view
        .remarks
        .iter()
        .any(|remark| remark.severity == Severity::Error);
    let next = if errors {
        notice::bad(lang.say(
            "Tệp có lỗi nên không nhập được. Xin sửa tệp rồi gửi lại.",
            "The file has errors and cannot be imported. Put it right and send it again.",
        ))
    } else if view.new + view.changed == 0 {
        notice::calm(lang.say("Tệp không thay đổi gì.", "The file changes nothing."))
    } else {
        confirm(lang, view.here.clone(), view.may_approve)
    };
    let remarks = (!view.remarks.is_empty()).then(|| {
        row_problems(
            lang,
            lang.say("Những điểm cần xem", "What to look at"),
            view.remarks,
        )
    });
    let again = button::quiet_link(
        format!("{}/import", view.bank.path()),
        lang.say("Chọn tệp khác", "Choose another file"),
    );
    view! {
        {above(lang, &view.bank, None)}
        {heading(lang.say("Kiểm tra trước khi nhập", "Before the import"), lang.say("Tệp này sẽ thêm và thay đổi những câu nào; chưa có gì được ghi.", "What this file would add and change; nothing is written yet."))}
        <p class="soft">{view.file_name}</p>
        {figures(vec![
            (lang.say("Câu mới", "New"), view.new.to_string()),
            (lang.say("Câu thay đổi", "Changed"), view.changed.to_string()),
            (lang.say("Câu giữ nguyên", "Same"), view.same.to_string()),
        ])}
        {next}
        <div class="row">{again}</div>
        {remarks}
    }
    .into_any()
}

fn confirm(lang: Lang, here: String, may_approve: bool) -> AnyView {
    let approve = may_approve.then(|| {
        let label = lang.say(
            "Duyệt luôn các câu trong tệp (chỉ khi đã thẩm định bên ngoài hệ thống)",
            "Approve them at once (only where they were reviewed outside the system)",
        );
        card("approve", Pick::Any, Choice::text("yes", label, false))
    });
    view! {
        <form class="sheet" method="post" action=here>
            {approve} <div class="row">{button::submit(lang.say("Nhập vào ngân hàng", "Import"))}</div>
        </form>
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
    view! {
        {above(lang, &view.bank, None)}
        {heading(title, lang.say("Lần sửa này của ngân hàng đã thêm và thay đổi những gì.", "What this revision of the bank has added and changed."))}
        {error_summary(&view.problems, &[])}
        <p class="soft">{format!("{} · {}", view.made_at, view.made_by)}</p>
        {figures(vec![
            (lang.say("Câu mới", "New"), view.new.to_string()),
            (lang.say("Câu thay đổi", "Changed"), view.changed.to_string()),
        ])}
        <div class="row">{button::link(path.clone(), lang.say("Xem ngân hàng", "See the bank"))}</div>
        {undo}
    }
    .into_any()
}
