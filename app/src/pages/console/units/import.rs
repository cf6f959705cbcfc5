//! `/console/units/import` and what follows it: choose a file or a province, see what it would do, do it, undo it.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::table::RowProblem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::crumbs::{crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::facts::figures;
use crate::components::file_field::file_field;
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::row_problems::row_problems;
use crate::components::select::{SelectOption, choice_of, with_none};
use crate::text::figures;

/// What is shown of a long list.
pub const SHOWN_MOST: usize = 200;

#[derive(Debug, Clone)]
pub struct ChooseView {
    pub provinces: Vec<SelectOption>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub new: u32,
    pub changed: u32,
    pub moved: u32,
    pub same: u32,
}

#[derive(Debug, Clone)]
pub struct PreviewView {
    /// The file, or the province.
    pub source: String,
    /// Where the decision is sent.
    pub action: String,
    /// What goes with it: name and value.
    pub hidden: Vec<(&'static str, String)>,
    pub counts: Counts,
    /// At most [`SHOWN_MOST`].
    pub changes: Vec<ChangeLine>,
    pub problems: Vec<RowProblem>,
}

#[derive(Debug, Clone)]
pub struct ChangeLine {
    pub row: u64,
    pub code: String,
    pub name: String,
    pub is_new: bool,
    /// What changes, from what, to what.
    pub fields: Vec<(&'static str, String, String)>,
}

#[derive(Debug, Clone)]
pub struct DoneView {
    pub id: String,
    pub at: Timestamp,
    pub counts: Counts,
    pub can_be_undone: bool,
    /// Why it was not undone.
    pub problems: Vec<Problem>,
}

pub(super) fn way_back(lang: Lang) -> AnyView {
    crumbs(vec![
        Section::Units.crumb(lang),
        crumb(
            "/console/units/import".to_owned(),
            lang.say("Nhập đơn vị", "Import of units").to_owned(),
        ),
    ])
}

pub fn choose(lang: Lang, view: ChooseView) -> AnyView {
    view! {
        <div class="narrow">
            {crumbs(vec![Section::Units.crumb(lang)])}
            {heading(lang.say("Nhập đơn vị", "Import units"), lang.say("Đưa cả danh mục vào một lần, từ tệp của ông/bà hoặc danh mục có sẵn; xem trước rồi mới ghi.", "Bring all units in at once, from your file or the ready list; see it first, then decide."))}
            {error_summary(&view.problems, &["file", "province_code"])}
            <form class="sheet" method="post" action="/console/units/import" enctype="multipart/form-data">
                <h2>{lang.say("Từ một tệp", "From a file")}</h2>
                <p>
                    {lang.say(
                        "Các cột: Mã, Tên, Mã cấp trên, Số người, Ngày tính, Có hiệu lực từ, Hết hiệu lực từ, Mã đơn vị trước đó. Cột nào không có thì giữ nguyên dữ liệu đang có.",
                        "The columns: code, name, parent_code, headcount, headcount_date, valid_from, valid_until, predecessor_codes. What has no column stays as it is.",
                    )}
                </p>
                {file_field(
                    "file",
                    lang.say("Tệp CSV hoặc XLSX", "CSV or XLSX file"),
                    lang.say("Nặng tối đa 10 MB, tối đa 20.000 đơn vị. Chưa có gì được ghi ở bước này.", "Up to 10 MB and 20,000 units. Nothing is written yet."),
                    ".csv,.xlsx",
                    &view.problems,
                )} {button::submit(lang.say("Xem trước", "Preview"))}
            </form>
            <p>
                <a href="/api/v1/units/exports/units.xlsx">
                    {lang.say("Tệp mẫu: danh mục đang có (XLSX)", "Template: the units as they are (XLSX)")}
                </a>
                " · "
                <a href=super::imports::PATH>{lang.say("Các lần nhập trước", "Earlier imports")}</a>
            </p>
            <form class="sheet" method="post" action="/console/units/starting-set">
                <h2>{lang.say("Từ danh mục có sẵn", "From the ready list")}</h2>
                <p>
                    {lang.say(
                        "Một tỉnh, thành phố và các xã, phường, đặc khu của nó từ ngày 01/07/2025. Đơn vị đã có mã trong danh mục được giữ nguyên.",
                        "A province with its communes since 1 July 2025. Units whose codes are known stay as they are.",
                    )}
                </p>
                {choice_of(
                    "province_code".to_owned(),
                    lang.say("Tỉnh, thành phố", "Province"),
                    "",
                    with_none(lang.say("Chọn tỉnh, thành phố", "Choose a province"), view.provinces),
                    "",
                    &view.problems,
                )} {button::action("preview", lang.say("Xem trước", "Preview"))}
            </form>
        </div>
    }
    .into_any()
}

pub fn preview(lang: Lang, view: PreviewView) -> AnyView {
    let PreviewView {
        source,
        action,
        hidden,
        counts,
        changes,
        problems,
    } = view;
    // The built-in set has no rows that anybody could look up.
    let has_rows = !action.ends_with("/starting-set");
    let outcome = if problems.is_empty() {
        view! { {all_counts(lang, &counts)} {decision(lang, action, hidden, &counts)} {change_list(lang, (&counts, has_rows), changes)} }
            .into_any()
    } else {
        problem_list(lang, problems)
    };
    view! {
        {way_back(lang)}
        {heading(lang.say("Xem trước khi nhập", "Before the import"), lang.say("Tệp này sẽ thêm và thay đổi những gì; chưa có gì được ghi.", "What this file would add and change; nothing is written yet."))}
        <p>{source}</p>
        {outcome}
    }
    .into_any()
}

fn all_counts(lang: Lang, counts: &Counts) -> AnyView {
    let count = |count: u32| figures::count(lang, i64::from(count));
    figures(vec![
        (lang.say("Thêm mới", "New"), count(counts.new)),
        (lang.say("Thay đổi", "Changed"), count(counts.changed)),
        (
            lang.say("Trong đó chuyển cấp trên", "Of them moved"),
            count(counts.moved),
        ),
        (lang.say("Giữ nguyên", "The same"), count(counts.same)),
    ])
}

fn decision(lang: Lang, action: String, hidden: Vec<(&'static str, String)>, counts: &Counts) -> AnyView {
    if counts.new + counts.changed == 0 {
        return notice::calm(lang.say(
            "Danh mục đã đúng như vậy; không có gì để nhập.",
            "The units are like that already; there is nothing to import.",
        ));
    }
    let hidden = hidden
        .into_iter()
        .map(|(name, value)| button::hidden(name, value))
        .collect_view();
    view! {
        <form class="sheet" method="post" action=action>
            {hidden}
            <p>{lang.say("Chưa có gì được ghi. Xem bảng thay đổi bên dưới rồi quyết định.", "Nothing is written yet. Look at the changes below, then decide.")}</p>
            <div class="row">
                {button::action("import", lang.say("Nhập vào danh mục", "Import"))}
                {button::quiet_link("/console/units/import".to_owned(), lang.say("Bỏ qua", "Leave it"))}
            </div>
        </form>
    }
    .into_any()
}

fn change_list(lang: Lang, (counts, has_rows): (&Counts, bool), changes: Vec<ChangeLine>) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let mut columns = vec![
        Column::heading(lang.say("Đơn vị", "Unit")),
        Column::text(lang.say("Mã", "Code")),
    ];
    columns.extend(has_rows.then(|| Column::number(lang.say("Dòng", "Row"))));
    columns.push(Column::text(lang.say("Thay đổi", "Change")));
    let shown = changes.len();
    let is_cut = usize::try_from(counts.new + counts.changed).unwrap_or(usize::MAX) > shown;
    let cut = is_cut.then(|| {
        notice::calm(match lang {
            Lang::Vi => format!("Chỉ hiện {shown} thay đổi đầu tiên."),
            Lang::En => format!("Only the first {shown} changes are shown."),
        })
    });
    let row = |change: ChangeLine| {
        let words = if change.is_new {
            lang.say("mới", "new").to_owned()
        } else {
            let fields = change.fields.iter().map(|(field, from, to)| {
                let dash = |value: &str| {
                    if value.is_empty() {
                        "–".to_owned()
                    } else {
                        value.to_owned()
                    }
                };
                format!("{field}: {} → {}", dash(from), dash(to))
            });
            fields.collect::<Vec<_>>().join("; ")
        };
        let mut cells = vec![cell(change.name), cell(change.code)];
        cells.extend(has_rows.then(|| cell(change.row.to_string())));
        cells.push(cell(words));
        cells
    };
    let rows = changes.into_iter().map(row).collect();
    let view = view! {
        <div class="sheet">{data_table(lang.say("Các thay đổi", "Changes"), &columns, rows)} {cut}</div>
    };
    Some(view.into_any())
}

fn problem_list(lang: Lang, problems: Vec<RowProblem>) -> AnyView {
    view! {
        {notice::refused(lang.say("Tệp có lỗi nên không nhập được. Xin sửa các chỗ dưới đây rồi tải lên lại.", "The file has mistakes. Please correct them and send it again."))}
        {row_problems(lang, lang.say("Các lỗi của tệp", "Mistakes"), problems)}
        <p>{button::link("/console/units/import".to_owned(), lang.say("Chọn tệp khác", "Choose another file"))}</p>
    }
    .into_any()
}

pub fn done(lang: Lang, view: DoneView) -> AnyView {
    let DoneView {
        id,
        at,
        counts,
        can_be_undone,
        problems,
    } = view;
    let undo = if can_be_undone {
        view! {
            <form class="sheet" method="post" action=format!("/console/units/imports/{id}")>
                <p>
                    {lang.say(
                        "Nếu nhập nhầm, có thể đưa danh mục về như trước lần nhập này, chừng nào chưa có gì khác được sửa.",
                        "If it was a mistake, the units can be put back as they were, as long as nothing else was changed.",
                    )}
                </p>
                {button::understood(lang.say("Tôi muốn hoàn tác lần nhập này", "I want to undo this import"))}
                <button class="btn quiet" type="submit">
                    {lang.say("Hoàn tác", "Undo")}
                </button>
            </form>
        }
        .into_any()
    } else {
        notice::calm(lang.say(
            "Lần nhập này không hoàn tác được nữa.",
            "This import can no longer be undone.",
        ))
    };
    view! {
        {way_back(lang)}
        {heading(lang.say("Đã nhập đơn vị", "Units imported"), lang.say("Lần nhập này đã thêm và thay đổi những gì, và cách hoàn tác nếu nhầm.", "What this import has added and changed, and how to undo a mistake."))}
        {error_summary(&problems, &[])}
        <p>{at.second_in(lang)}</p>
        {all_counts(lang, &counts)}
        <p>{button::link("/console/units".to_owned(), lang.say("Xem danh mục đơn vị", "See the units"))}</p>
        {undo}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_that_is_cut_says_so() {
        let change = ChangeLine {
            row: 2,
            code: "VL".to_owned(),
            name: "Tỉnh".to_owned(),
            is_new: true,
            fields: vec![],
        };
        let html = |new| {
            let counts = Counts {
                new,
                ..Counts::default()
            };
            let list = change_list(Lang::Vi, (&counts, true), vec![change.clone(); SHOWN_MOST]);
            list.map(RenderHtml::to_html).unwrap_or_default()
        };
        assert!(!html(200).contains("Chỉ hiện"));
        assert!(html(201).contains("Chỉ hiện 200 thay đổi đầu tiên."));
    }
}
