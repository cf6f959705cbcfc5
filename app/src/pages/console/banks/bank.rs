//! `/console/banks/{id}`: the bank's items, filtered and counted; several of them changed at once.

use khao_domain::bank::item::ItemStatus;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::bulk::{BulkTyped, bulk, tick};
use super::{BankHead, PATH};
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::content::content;
use crate::components::crumbs::crumbs;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading_of_content;
use crate::components::next_page::other_pages;
use crate::components::notice;
use crate::components::select::{SelectOption, select};
use crate::pages::console::owner;

#[derive(Debug, Clone)]
pub struct BankView {
    pub bank: BankHead,
    pub filter: Filter,
    /// Where the items' form is sent to: this page with its filter.
    pub here: String,
    pub topics: Vec<String>,
    pub items: Vec<ItemLine>,
    pub total: usize,
    /// A topic's items by difficulty.
    pub counts: Vec<(String, [u32; 5])>,
    /// The address of the next page.
    pub next: Option<String>,
    /// The address of the page before; none on the first.
    pub before: Option<String>,
    pub may_edit: bool,
    pub may_judge: bool,
    /// What became of a step that was not taken with every item.
    pub report: Vec<String>,
    pub bulk: BulkTyped,
    /// As typed, of the form that renames the bank.
    pub name: String,
    /// Nothing draws from it.
    pub can_be_deleted: bool,
    /// Items of the whole bank.
    pub size: usize,
    /// Code of the unit whose it is; empty is the whole authority.
    pub unit: String,
    pub problems: Vec<Problem>,
}

/// As typed and chosen; empty asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub query: String,
    pub topic: String,
    pub difficulty: String,
    pub status: String,
    pub valid_on: String,
}

#[derive(Debug, Clone)]
pub struct ItemLine {
    pub code: String,
    pub stem: String,
    pub topic: String,
    pub difficulty: u8,
    pub status: ItemStatus,
}

const FIELDS: [&str; 7] = [
    "valid_on",
    "scope",
    "note",
    "new_topic",
    "new_difficulty",
    "unit",
    "name",
];

pub fn page(lang: Lang, view: BankView) -> AnyView {
    let ways = other_pages(lang, None, view.before.clone(), view.next.clone());
    let total = match lang {
        Lang::Vi => format!("{} câu khớp", view.total),
        Lang::En => format!("{} items fit", view.total),
    };
    let owner = view
        .may_edit
        .then(|| owner::form(lang, view.bank.path(), &view.unit, &view.problems));
    let manage = view.may_edit.then(|| keeping(lang, &view));
    let looked_through = if view.size == 0 {
        begin(lang, &view)
    } else {
        view! {
            {filters(lang, &view)}
            <p class="soft" role="status">{total}</p>
            {items(lang, &view)}
        }
        .into_any()
    };
    // One sentence says that all of it was done; what was left out follows.
    let report = match view.report.len() {
        0 => None,
        1 => Some(notice::status(view.report.join(" "))),
        _ => Some(notice::careful(view.report.join(" "))),
    };
    view! {
        {crumbs(vec![Section::Banks.crumb(lang)])}
        {heading_of_content(lang, view.bank.name.clone(), lang.say("Tìm, soạn và duyệt câu hỏi; đánh dấu nhiều câu để đổi cùng một lúc.", "Find, write and approve items; tick several to change them at once."))}
        {error_summary(&view.problems, &FIELDS)}
        <div role="status">{report}</div>
        {doors(lang, &view)}
        {looked_through}
        {ways}
        {manage}
        {owner}
        {counts(lang, view.counts)}
    }
    .into_any()
}

/// A bank without items has nothing to look for.
fn begin(lang: Lang, view: &BankView) -> AnyView {
    let next = if view.may_edit {
        lang.say(
            "Ngân hàng chưa có câu hỏi nào. Bấm «Thêm câu hỏi» để soạn từng câu, hoặc «Nhập từ tệp» để đưa vào cả bảng tính; sau đó người khác thẩm định và duyệt.",
            "The bank has no items yet. Press “Add an item” to write them one by one, or “Import a file” for a whole sheet; then somebody else reviews and approves them.",
        )
    } else {
        lang.say(
            "Ngân hàng chưa có câu hỏi nào; người soạn câu hỏi chưa đưa gì vào.",
            "The bank has no items yet; nobody has written any.",
        )
    };
    notice::calm(next)
}

fn doors(lang: Lang, view: &BankView) -> AnyView {
    let path = view.bank.path();
    let files = format!("/api/v1/banks/{}/exports/items", view.bank.id);
    let edit = view.may_edit.then(|| {
        view! {
            {button::link(format!("{path}/new"), lang.say("Thêm câu hỏi", "Add an item"))}
            {button::quiet_link(format!("{path}/import"), lang.say("Nhập từ tệp", "Import a file"))}
            {button::quiet_link(
                format!("{PATH}?copy={}#new", view.bank.id),
                lang.say("Sao chép ngân hàng", "Copy the bank"),
            )}
        }
    });
    view! {
        <div class="row">{edit}</div>
        <ul class="pages plain">
            <li>
                {lang.say("Tải về: ", "Download: ")}
                {file_forms(lang, lang.say("Các câu hỏi", "Items"), tables_at(&files, ""))}
            </li>
            <li><a href=view.bank.revisions_path()>{lang.say("Các lần nhập, sửa", "Imports and changes")}</a></li>
        </ul>
    }
    .into_any()
}

pub(super) fn difficulties() -> Vec<SelectOption> {
    (1..=5)
        .map(|level: u8| SelectOption::new(level.to_string(), level.to_string()))
        .collect()
}

fn filters(lang: Lang, view: &BankView) -> AnyView {
    let filter = &view.filter;
    let chosen = |value: &'_ str| (!value.is_empty()).then(|| value.to_owned());
    let topics = view
        .topics
        .iter()
        .map(|topic| SelectOption::content(topic, topic))
        .collect();
    let statuses = ItemStatus::ALL
        .map(|status| SelectOption::new(status.as_str(), status.name(lang)))
        .into();
    view! {
        <form class="sheet" method="get" action=view.bank.path()>
            {Field::new("query", lang.say("Tìm trong câu hỏi", "Search the items"), Input::Text)
                .value(&filter.query)
                .hint(lang.say("Có dấu hay không dấu đều được.", "With or without diacritics."))
                .required_sometimes()
                .view()}
            <div class="filter-fields">
                {select("topic", lang.say("Chủ đề", "Topic"), lang.say("Mọi chủ đề", "Every topic"), topics, chosen(&filter.topic).as_deref())}
                {select("difficulty", lang.say("Độ khó", "Difficulty"), lang.say("Mọi độ khó", "Every difficulty"), difficulties(), chosen(&filter.difficulty).as_deref())}
                {select("status", lang.say("Trạng thái", "Status"), lang.say("Mọi trạng thái", "Every status"), statuses, chosen(&filter.status).as_deref())}
                {Field::new("valid_on", lang.say("Có hiệu lực vào ngày", "Valid on"), Input::Date)
                    .value(&filter.valid_on)
                    .hint(lang.say("Ví dụ 01/07/2026.", "Such as 01/07/2026."))
                    .required_sometimes()
                    .problems(&view.problems)
                    .view()}
            </div>
            <div class="row">{button::submit(lang.say("Lọc", "Filter"))}</div>
        </form>
    }
    .into_any()
}

fn items(lang: Lang, view: &BankView) -> AnyView {
    if view.items.is_empty() {
        return view! { <p class="soft">{lang.say("Không có câu hỏi nào khớp. Bỏ bớt điều kiện lọc, thêm câu hỏi hoặc nhập từ tệp.", "No item fits. Take a filter away, add an item or import a file.")}</p> }
            .into_any();
    }
    let can_choose = view.may_edit || view.may_judge;
    let mut columns = vec![
        Column::heading(lang.say("Mã câu hỏi", "Code")),
        Column::text(lang.say("Nội dung", "Question")),
        Column::text(lang.say("Chủ đề", "Topic")),
        Column::number(lang.say("Độ khó", "Difficulty")),
        Column::text(lang.say("Trạng thái", "Status")),
    ];
    if can_choose {
        columns.push(Column::text(lang.say("Chọn", "Choose")));
    }
    let rows = view.items.iter().map(|item| {
        let mut cells = vec![
            code_cell(view.bank.item_path(&item.code), item.code.clone()),
            content(lang, &item.stem),
            content(lang, &item.topic),
            cell(item.difficulty.to_string()),
            cell(item.status.name(lang)),
        ];
        if can_choose {
            cells.push(tick(lang, &view.bulk, &item.code));
        }
        cells
    });
    let table = data_table(lang.say("Các câu hỏi", "Items"), &columns, rows.collect());
    if !can_choose {
        return view! { <div class="sheet">{table}</div> }.into_any();
    }
    view! {
        <form class="sheet" method="post" action=view.here.clone()>{table} {bulk(lang, view)}</form>
    }
    .into_any()
}

/// A code of usual length stays in one line.
fn code_cell(href: String, code: String) -> AnyView {
    view! { <a class="item-code" href=href>{code}</a> }.into_any()
}

/// The bank's name, and its end.
fn keeping(lang: Lang, view: &BankView) -> AnyView {
    let path = view.bank.path();
    let lost = match (view.size, lang) {
        (0, _) => lang
            .say(
                "Tôi hiểu: ngân hàng trống này bị xóa hẳn.",
                "I understand: this empty bank is deleted for good.",
            )
            .to_owned(),
        (size, Lang::Vi) => {
            format!("Tôi hiểu: ngân hàng cùng {size} câu hỏi và các bản cũ bị xóa hẳn, không lấy lại được.")
        }
        (size, Lang::En) => {
            format!("I understand: the bank, its {size} items and their old versions are deleted for good.")
        }
    };
    let delete = if view.can_be_deleted {
        view! {
            <form class="sheet" method="post" action=path.clone()>
                <h2>{lang.say("Xóa ngân hàng", "Delete the bank")}</h2>
                {button::understood(lost)}
                <div class="row">{button::quiet_action("delete", lang.say("Xóa ngân hàng này", "Delete this bank"))}</div>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="soft">{lang.say("Có cuộc thi dùng ngân hàng này nên không xóa được.", "A contest draws from this bank, so it cannot be deleted.")}</p> }
            .into_any()
    };
    view! {
        <form class="sheet" method="post" action=path>
            <h2>{lang.say("Tên ngân hàng", "Name of the bank")}</h2>
            {Field::new("name", lang.say("Tên ngân hàng", "Name"), Input::Text)
                .value(&view.name)
                .required()
                .problems(&view.problems)
                .view()}
            <div class="row">{button::quiet_action("rename", lang.say("Đổi tên", "Rename"))}</div>
        </form>
        {delete}
    }
    .into_any()
}

fn counts(lang: Lang, counts: Vec<(String, [u32; 5])>) -> Option<AnyView> {
    if counts.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Chủ đề", "Topic")),
        Column::number(lang.say("Độ khó 1", "Difficulty 1")),
        Column::number(lang.say("Độ khó 2", "Difficulty 2")),
        Column::number(lang.say("Độ khó 3", "Difficulty 3")),
        Column::number(lang.say("Độ khó 4", "Difficulty 4")),
        Column::number(lang.say("Độ khó 5", "Difficulty 5")),
    ];
    let rows = counts.into_iter().map(|(topic, levels)| {
        let mut cells = vec![content(lang, topic)];
        cells.extend(levels.map(|count| cell(count.to_string())));
        cells
    });
    let title = lang.say("Số câu theo chủ đề và độ khó", "Items by topic and difficulty");
    let table = data_table(title, &columns, rows.collect());
    Some(view! { <div class="sheet">{table}</div> }.into_any())
}
