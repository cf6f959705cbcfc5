//! `/console/banks`: every bank with what waits in it, and a form for a new one.

use khao_domain::bank::item::ItemStatus;
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::PATH;
use crate::components::button;
use crate::components::content::{content, content_link};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::next_page::other_pages;

#[derive(Debug, Clone, Default)]
pub struct BanksView {
    pub banks: Vec<BankLine>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Of the first page, where this is another.
    pub first: Option<String>,
    /// Or only reads.
    pub may_create: bool,
    pub name: String,
    pub language: String,
    /// Code of the owner's unit.
    pub unit: String,
    /// Id and name of the bank whose items the new one begins with.
    pub copy: Option<(String, String)>,
    /// Sent twice, the form makes one bank.
    pub form_id: String,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct BankLine {
    pub id: BankId,
    pub name: String,
    pub language: String,
    pub items: i64,
    pub drafts: i64,
    pub reviewed: i64,
    /// Empty where it is the whole authority's.
    pub unit: String,
}

pub fn page(lang: Lang, view: BanksView) -> AnyView {
    let ways = other_pages(lang, view.first.clone(), None, view.next.clone());
    let new = view.may_create.then(|| new_bank(lang, &view));
    view! {
        {heading(lang.say("Ngân hàng câu hỏi", "Question banks"), lang.say("Câu hỏi để rút đề; chỉ câu đã được người khác duyệt mới vào đề.", "What papers are drawn from; only items that somebody else has approved enter them."))}
        {error_summary(&view.problems, &["name", "language", "unit"])}
        <div class="sheet">{table(lang, view.banks, view.may_create)} {ways}</div>
        {new}
    }
    .into_any()
}

/// `may_create`: or banks are others' to make.
pub fn table(lang: Lang, banks: Vec<BankLine>, may_create: bool) -> AnyView {
    if banks.is_empty() {
        let none = if may_create {
            lang.say(
                "Chưa có ngân hàng nào. Tạo một ngân hàng, rồi viết câu hỏi hoặc nhập từ tệp.",
                "There is no bank yet. Create one, then write its items or import a file.",
            )
        } else {
            lang.say(
                "Chưa có ngân hàng câu hỏi nào. Ngân hàng hiện ra ở đây khi đã được lập.",
                "There is no question bank yet. Banks appear here once they are made.",
            )
        };
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    let columns = [
        Column::heading(lang.say("Tên ngân hàng", "Bank")),
        Column::text(lang.say("Ngôn ngữ", "Language")),
        Column::number(lang.say("Số câu", "Items")),
        Column::number(lang.say("Nháp, chờ thẩm định", "Drafts to review")),
        Column::number(lang.say("Chờ duyệt", "To approve")),
        Column::text(lang.say("Đơn vị", "Unit")),
    ];
    let rows = banks.into_iter().map(|bank| {
        let unit = if bank.unit.is_empty() {
            cell(lang.say("Toàn cơ quan", "The whole authority"))
        } else {
            content(lang, bank.unit)
        };
        vec![
            content_link(lang, format!("{PATH}/{}", bank.id), bank.name),
            cell(bank.language),
            cell(bank.items.to_string()),
            waiting(bank.id, ItemStatus::Draft, bank.drafts),
            waiting(bank.id, ItemStatus::Reviewed, bank.reviewed),
            unit,
        ]
    });
    data_table(lang.say("Các ngân hàng", "Banks"), &columns, rows.collect())
}

/// How many items have a status; a link to them where there are any.
fn waiting(bank: BankId, status: ItemStatus, count: i64) -> AnyView {
    if count == 0 {
        return cell("0");
    }
    link_cell(
        format!("{PATH}/{bank}?status={}", status.as_str()),
        count.to_string(),
    )
}

fn new_bank(lang: Lang, view: &BanksView) -> AnyView {
    let title = match view.copy {
        Some(_) => lang.say("Sao chép ngân hàng", "Copy a bank"),
        None => lang.say("Thêm ngân hàng", "Add a bank"),
    };
    let copied = view.copy.as_ref().map(|(id, name)| copied(lang, id, name));
    // A copy speaks the language of its source.
    let language = view.copy.is_none().then(|| {
        Field::new("language", lang.say("Ngôn ngữ", "Language"), Input::Code)
            .value(&view.language)
            .hint(lang.say("Mã như vi, en, km.", "A code such as vi, en, km."))
            .required()
            .problems(&view.problems)
            .view()
    });
    view! {
        <form class="sheet" id="new" method="post" action=PATH>
            <h2>{title}</h2>
            {button::hidden("form_id", view.form_id.clone())}
            {Field::new("name", lang.say("Tên ngân hàng", "Name"), Input::Text)
                .value(&view.name)
                .required()
                .problems(&view.problems)
                .view()}
            {copied}
            {language}
            {Field::new("unit", lang.say("Đơn vị (mã hoặc một phần tên)", "Unit (its code, or a part of its name)"), Input::Text)
                .value(&view.unit)
                .hint(lang.say(
                    "Để trống: thuộc đơn vị của tài khoản, hoặc toàn cơ quan.",
                    "Empty: your own unit, or the whole authority.",
                ))
                .required_sometimes()
                .problems(&view.problems)
                .view()}
            <div class="row">{button::submit(lang.say("Tạo ngân hàng", "Create the bank"))}</div>
        </form>
    }
    .into_any()
}

/// What a copy begins with.
fn copied(lang: Lang, id: &str, name: &str) -> AnyView {
    let words = match lang {
        Lang::Vi => format!(
            "Ngân hàng mới có mọi câu hỏi của «{name}» như hiện nay, cùng trạng thái duyệt; sửa ở bản sao không đổi bản gốc.",
        ),
        Lang::En => format!(
            "The new bank has every item of “{name}” as it is now, with its status; changing the copy leaves the first as it is.",
        ),
    };
    view! {
        {button::hidden("copy", id)}
        <p class="soft">{words}</p>
    }
    .into_any()
}
