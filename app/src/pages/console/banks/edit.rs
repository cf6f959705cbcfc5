//! `/console/banks/{id}/new` and `/console/banks/{id}/items/{code}/edit`: an item of any kind as a plain form.

use khao_domain::bank::formats::csv::form::ItemForm;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::compare::{Difference, table};
use super::item::{LookView, look};
use super::item_form::{item_form, labels};
use super::{BankHead, above};
use crate::components::button;
use crate::components::crumbs::content_crumb;
use crate::components::done::{self, Done};
use crate::components::error_summary::error_summary_naming;
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::said::words;

#[derive(Debug, Clone)]
pub struct EditView {
    pub bank: BankHead,
    /// The item's code; none where it is new.
    pub code: Option<String>,
    /// The version the form was filled with; 0 where it is new.
    pub from_revision: i64,
    pub form: ItemForm,
    pub problems: Vec<Problem>,
    /// Worth a look, and no obstacle.
    pub remarks: Vec<Problem>,
    /// What was written, as participants would see it.
    pub preview: Option<LookView>,
    /// Nothing stands in the way of saving it.
    pub is_checked: bool,
    /// Of the bank, to be proposed.
    pub topics: Vec<String>,
    /// It is stored; what is worth a look is told on this page.
    pub is_saved: bool,
    /// Somebody else was faster: what is stored beside what was typed.
    pub conflict: Vec<Difference>,
}

pub fn page(lang: Lang, view: &EditView) -> AnyView {
    let here = match &view.code {
        Some(code) => format!("{}/edit", view.bank.item_path(code)),
        None => format!("{}/new", view.bank.path()),
    };
    let title = match (&view.code, lang) {
        (Some(code), Lang::Vi) => format!("Sửa câu {code}"),
        (Some(code), Lang::En) => format!("Change item {code}"),
        (None, _) => lang.say("Thêm câu hỏi", "Add an item").to_owned(),
    };
    let between = view
        .code
        .as_ref()
        .map(|code| content_crumb(view.bank.item_path(code), code));
    let saved = view.is_saved.then(|| saved(lang, view));
    let checked = view.is_checked.then(|| checked(lang));
    view! {
        {above(lang, &view.bank, between)}
        {heading(title, lang.say("Mỗi lần lưu là một bản mới, các bản cũ vẫn còn; câu vào đề khi người khác đã duyệt.", "Every save is a new version and the old ones stay; it enters papers once somebody else has approved it."))}
        {error_summary_naming(&view.problems, &labels(lang))}
        {saved}
        {conflict(lang, view.conflict.clone())}
        {checked}
        <div class="writing">
            {item_form(lang, here.clone(), view)}
            <div class="beside" id="look" tabindex="-1">
                {live(lang, &view.remarks, view.preview.clone())}
            </div>
        </div>
    }
    .into_any()
}

/// What stands beside the form, and what a script replaces there while somebody writes.
pub fn live(lang: Lang, worth_a_look: &[Problem], preview: Option<LookView>) -> AnyView {
    let shown = match preview {
        Some(shown) => look(lang, shown),
        None => view! {
            <section class="sheet">
                <h2>{lang.say("Như người thi thấy", "As participants see it")}</h2>
                <p class="soft">{lang.say("Viết nội dung rồi bấm Kiểm tra.", "Write the question, then press Check.")}</p>
            </section>
        }
        .into_any(),
    };
    view! {
        <div data-live="remarks" role="status">
            {remarks(lang, worth_a_look)}
        </div>
        <div data-live="look">{shown}</div>
    }
    .into_any()
}

fn checked(lang: Lang) -> AnyView {
    view! {
        <p class="note" role="status">
            {lang.say("Lưu được. ", "It can be saved. ")}
            <a href="#look">{lang.say("Xem câu hỏi như người thi thấy", "See it as participants do")}</a>
        </p>
    }
    .into_any()
}

fn saved(lang: Lang, view: &EditView) -> AnyView {
    let back = view
        .code
        .as_ref()
        .map(|code| button::quiet_link(view.bank.item_path(code), lang.say("Xem câu hỏi", "See the item")));
    view! {
        {done::notice(lang, Done::ItemSaved)}
        <div class="row">{back}</div>
    }
    .into_any()
}

fn conflict(lang: Lang, rows: Vec<Difference>) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let said = lang.say(
        "Người khác vừa sửa câu này. Nội dung ông/bà gõ vẫn ở dưới; bấm Lưu lần nữa sẽ thay bản đang lưu.",
        "Somebody else has just changed this item. What you typed is below; saving again replaces what is stored.",
    );
    let labels = (lang.say("Đang lưu", "Stored"), lang.say("Của ông/bà", "Yours"));
    let view = view! {
        <section role="alert">
            {notice::careful(said)} <div class="sheet">{table(lang, labels, rows)}</div>
        </section>
    };
    Some(view.into_any())
}

fn remarks(lang: Lang, remarks: &[Problem]) -> Option<AnyView> {
    if remarks.is_empty() {
        return None;
    }
    let lines = remarks
        .iter()
        .map(|remark| view! { <li>{words(remark.detail.clone())}</li> })
        .collect_view();
    let view = view! {
        <div class="note">
            <h2>{lang.say("Nên xem lại (vẫn lưu được)", "Worth a look (you can still save)")}</h2>
            <ul>{lines}</ul>
        </div>
    };
    Some(view.into_any())
}
