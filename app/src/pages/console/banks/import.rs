//! `/console/banks/{id}/import`: a file is sent, its columns are named, it is looked over and confirmed.

use khao_domain::bank::formats::csv::LIMITS;
use khao_domain::contest::feasibility::Waiting;
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::table::{RowProblem, Severity};
use leptos::prelude::*;

use super::compare::{self, Difference};
use super::{BankHead, above, waiting_door};
use crate::components::button;
use crate::components::choices::{Choice, Pick, card};
use crate::components::error_summary::error_summary;
use crate::components::facts::figures;
use crate::components::file_field::file_field;
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::row_problems::row_problems;
use crate::pages::console::columns::{self, ColumnsView};
use crate::text::figures::count;

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
    /// So many of the new and changed ones are drafts then.
    pub drafts: u32,
    /// So many of the changed ones are approved now.
    pub fallen: u32,
    /// So many of those that stay the same wait for approval.
    pub waiting: Waiting,
    /// The first changed items.
    pub changes: Vec<ItemChange>,
    pub remarks: Vec<RowProblem>,
    /// The imported items may enter papers at once.
    pub may_approve: bool,
}

/// A changed item beside what it was.
#[derive(Debug, Clone)]
pub struct ItemChange {
    pub row: u64,
    pub code: String,
    /// Only what differs.
    pub rows: Vec<Difference>,
}

pub fn upload_page(lang: Lang, view: &UploadView) -> AnyView {
    let rows = count(lang, i64::try_from(LIMITS.rows).unwrap_or(i64::MAX));
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
            <li>
                {lang.say("Tệp mẫu: ", "Template: ")}
                {file_forms(lang, lang.say("Tệp mẫu", "Template"), tables_at("/api/v1/banks/template", ""))}
            </li>
        </ul>
    }
    .into_any()
}

/// Which column of the file is which.
pub fn columns_page(lang: Lang, bank: &BankHead, view: &ColumnsView) -> AnyView {
    columns::page(lang, above(lang, bank, None), view)
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
    } else {
        decision(lang, &view)
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
    let columns = button::quiet_link(
        format!("{}/columns", view.here),
        lang.say("Xem lại các cột", "Look at the columns"),
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
        <div class="row">{columns} {again}</div>
        {remarks}
        {changes(lang, view.changed, view.changes)}
    }
    .into_any()
}

/// What the import would mean for papers, and the button; where nothing changes, the approval of what waits.
fn decision(lang: Lang, view: &DryRunView) -> AnyView {
    let here = view.here.clone();
    if view.new + view.changed > 0 {
        return view! { {consequences(lang, view)} {confirm(lang, here, view.may_approve)} }.into_any();
    }
    let nothing = lang.say("Tệp không thay đổi gì.", "The file changes nothing.");
    let waiting = view.waiting.total();
    if waiting == 0 {
        return notice::calm(nothing);
    }
    let words = match lang {
        Lang::Vi => format!("{nothing} {waiting} câu trong tệp đã có trong ngân hàng và đang chờ duyệt."),
        Lang::En => format!("{nothing} {waiting} of its items are in the bank and wait for approval."),
    };
    let next = if view.may_approve {
        let label = match lang {
            Lang::Vi => format!("Duyệt {waiting} câu"),
            Lang::En => format!("Approve {waiting} items"),
        };
        let only_if = lang.say(
            "Chỉ duyệt luôn khi các câu này đã được thẩm định bên ngoài hệ thống.",
            "Approve them at once only where they were reviewed outside the system.",
        );
        view! {
            <form class="sheet" method="post" action=here>
                <p>{only_if}</p>
                {button::hidden("approve", "yes".to_owned())}
                <div class="row">{button::submit(label)}</div>
            </form>
        }
        .into_any()
    } else {
        door_to_waiting(lang, view.bank.id, view.waiting)
    };
    view! { {notice::careful(words)} {next} }.into_any()
}

/// To what somebody else judges.
pub(super) fn door_to_waiting(lang: Lang, bank: BankId, waiting: Waiting) -> AnyView {
    let (href, label) = waiting_door(lang, bank, waiting);
    view! { <div class="row">{button::quiet_link(href, label)}</div> }.into_any()
}

fn consequences(lang: Lang, view: &DryRunView) -> Option<AnyView> {
    let mut told = Vec::new();
    if view.drafts > 0 {
        let drafts = view.drafts;
        told.push(match lang {
            Lang::Vi => format!(
                "{drafts} câu sẽ là bản nháp, dù tệp ghi trạng thái gì: người khác phải thẩm định và duyệt thì mới vào đề thi."
            ),
            Lang::En => format!(
                "{drafts} items will be drafts, whatever status the file says: somebody else reviews and approves them before papers hold them."
            ),
        });
    }
    if view.fallen > 0 {
        let fallen = view.fallen;
        told.push(match lang {
            Lang::Vi => {
                format!("{fallen} câu đang được duyệt sẽ trở về bản nháp và không còn vào đề thi mới cho đến khi được duyệt lại.")
            }
            Lang::En => format!(
                "{fallen} approved items become drafts and leave new papers until they are approved again."
            ),
        });
    }
    if view.may_approve && !told.is_empty() {
        told.push(
            lang.say(
                "Trừ khi đánh dấu “Duyệt luôn” dưới đây.",
                "Unless you approve them at once below.",
            )
            .to_owned(),
        );
    }
    (!told.is_empty()).then(|| notice::careful(told.join(" ")))
}

/// What would be changed, old and new.
fn changes(lang: Lang, changed: u32, changes: Vec<ItemChange>) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let shown = changes.len();
    let is_cut = usize::try_from(changed).unwrap_or(usize::MAX) > shown;
    let cut = is_cut.then(|| {
        let words = match lang {
            Lang::Vi => format!("Chỉ hiện {shown} câu thay đổi đầu tiên trong {changed} câu."),
            Lang::En => format!("Only the first {shown} of {changed} changed items are shown."),
        };
        view! { <p class="soft">{words}</p> }
    });
    let labels = (
        lang.say("Đang có", "As it is"),
        lang.say("Theo tệp", "As in the file"),
    );
    let tables = changes.into_iter().map(|change| {
        let title = match lang {
            Lang::Vi => format!("{} (dòng {})", change.code, change.row),
            Lang::En => format!("{} (row {})", change.code, change.row),
        };
        view! { <div class="sheet">{compare::differing(lang, title, labels, change.rows)}</div> }
    });
    let view = view! {
        <h2>{lang.say("Những câu thay đổi", "Changed items")}</h2>
        {cut}
        {tables.collect_view()}
    };
    Some(view.into_any())
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
