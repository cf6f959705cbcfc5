//! `/console/units/{id}`: one unit, what is known of it, and what can be changed.

use khao_domain::ids::UnitId;
use khao_domain::lang::Lang;
use khao_domain::people::unit::Validity;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use leptos::prelude::*;

use super::form::{self, UnitFields};
use super::lines::{self, UnitLine};
use super::removal::{self, RemovalView};
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::content::content_link;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::{Field, Input};
use crate::components::heading::heading_of_content;
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct UnitView {
    pub id: UnitId,
    /// Whether its reader may do more than read.
    pub may_change: bool,
    pub code: String,
    pub name: String,
    pub validity: Validity,
    pub is_valid: bool,
    /// From the root down, without the unit itself.
    pub above: Vec<(UnitId, String)>,
    pub predecessors: Vec<(UnitId, String)>,
    pub successors: Vec<(UnitId, String)>,
    /// The newest first.
    pub headcounts: Vec<(CivilDate, i64)>,
    pub children: Vec<UnitLine>,
    pub next: Option<String>,
    pub typed: UnitFields,
    /// What closing it would do; none for who may not.
    pub removal: Option<RemovalView>,
    /// Day and number of a head-count that was refused.
    pub counted: (String, String),
    pub problems: Vec<Problem>,
}

const COUNT_FIELDS: [&str; 2] = ["headcount_date", "headcount"];

pub fn page(lang: Lang, view: UnitView) -> AnyView {
    let path = format!("/console/units/{}", view.id);
    let mut above = vec![Section::Units.crumb(lang)];
    let link = |(id, name): &(UnitId, String)| content_crumb(format!("/console/units/{id}"), name);
    above.extend(view.above.iter().map(link));
    let names: Vec<&str> = form::FIELDS.into_iter().chain(COUNT_FIELDS).collect();
    let closed = (!view.is_valid).then(|| {
        notice::careful(lang.say(
            "Đơn vị này hiện không có hiệu lực: không ai chọn được khi ghi danh.",
            "This unit does not exist today: nobody who enters can choose it.",
        ))
    });
    let may = view.may_change;
    let add_below = may.then(|| add_below(lang, &view.code));
    let count_form = may.then(|| count_form(lang, &path, view.counted, &view.problems));
    let change = may.then(|| change_form(lang, &path, view.typed, &view.problems));
    let removal = view.removal.map(|view| removal::section(lang, &path, &view));
    view! {
        {crumbs(above)}
        {heading_of_content(lang, view.name.clone(), lang.say("Đơn vị này ở đâu trong danh mục, có bao nhiêu người, và sửa khi có thay đổi.", "Where this unit stands among the others, how many people it has, and its changes."))}
        {error_summary(&view.problems, &names)}
        {closed}
        {facts(vec![
            (lang.say("Mã", "Code"), view.code.clone()),
            (lang.say("Hiệu lực", "Validity"), lines::validity(lang, view.validity)),
        ])}
        {related(lang, lang.say("Hình thành từ", "Made from"), &view.predecessors)}
        {related(lang, lang.say("Nay thuộc về", "Became"), &view.successors)}
        {children(lang, view.children, view.next, add_below)}
        {headcounts(lang, &path, &view.headcounts, count_form)}
        {change}
        {removal}
    }
    .into_any()
}

fn change_form(lang: Lang, path: &str, typed: UnitFields, problems: &[Problem]) -> AnyView {
    view! {
        <h2>{lang.say("Sửa đơn vị", "Change the unit")}</h2>
        <form class="sheet" method="post" action=path.to_owned()>
            {form::fields(lang, typed, problems)}
            {button::submit(lang.say("Lưu thay đổi", "Save"))}
        </form>
    }
    .into_any()
}

fn related(lang: Lang, label: &'static str, units: &[(UnitId, String)]) -> Option<AnyView> {
    if units.is_empty() {
        return None;
    }
    let links = units
        .iter()
        .map(|(id, name)| {
            view! {
                <li>
                    {content_link(lang, format!("/console/units/{id}"), name)}
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <h2>{label}</h2>
        <ul class="plain sheet">{links}</ul>
    };
    Some(view.into_any())
}

fn children(lang: Lang, lines: Vec<UnitLine>, next: Option<String>, add_below: Option<AnyView>) -> AnyView {
    let list = if lines.is_empty() {
        view! { <p class="soft">{lang.say("Không có đơn vị cấp dưới. Người dự thi chọn chính đơn vị này.", "No units below it. People choose this unit itself.")}</p> }.into_any()
    } else {
        let caption = lang.say("Đơn vị cấp dưới", "Units below");
        view! { {lines::table(lang, caption, lines)} {next_page(lang, next)} }.into_any()
    };
    view! {
        <h2>{lang.say("Đơn vị cấp dưới", "Units below")}</h2>
        <div class="sheet">
            {list} {add_below}
        </div>
    }
    .into_any()
}

fn add_below(lang: Lang, code: &str) -> AnyView {
    view! {
        <form method="get" action="/console/units/new">
            {button::hidden("parent", code)}
            <button class="btn quiet" type="submit">
                {lang.say("Thêm đơn vị cấp dưới", "Add a unit below")}
            </button>
        </form>
    }
    .into_any()
}

/// With what a number is removed and set by, where there is a form.
fn headcounts(lang: Lang, path: &str, counts: &[(CivilDate, i64)], form: Option<AnyView>) -> AnyView {
    let mut columns = vec![
        Column::heading(lang.say("Tính từ ngày", "From")),
        Column::number(lang.say("Số người", "People")),
    ];
    if form.is_some() {
        columns.push(Column::text(lang.say("Xóa", "Remove")));
    }
    let row = |(day, people): &(CivilDate, i64)| {
        let told = [cell(day.in_lang(lang)), cell(figures::count(lang, *people))];
        let removed = form.is_some().then(|| remove_count(lang, path, *day));
        told.into_iter().chain(removed).collect()
    };
    let rows: Vec<Vec<AnyView>> = counts.iter().map(row).collect();
    let list = (!rows.is_empty()).then(|| {
        data_table(
            lang.say("Số người theo thời gian", "People over time"),
            &columns,
            rows,
        )
    });
    let none = (counts.is_empty() && form.is_none())
        .then(|| view! { <p class="soft">{lang.say("Chưa có số liệu.", "No numbers yet.")}</p> });
    view! {
        <h2 id="headcounts">{lang.say("Số người", "People")}</h2>
        <div class="sheet">{list} {none} {form}</div>
    }
    .into_any()
}

fn count_form(lang: Lang, path: &str, (day, people): (String, String), problems: &[Problem]) -> AnyView {
    view! {
        <form method="post" action=format!("{path}/headcounts")>
            {Field::new("headcount_date", lang.say("Tính từ ngày", "From"), Input::Date)
                .value(day)
                .hint(lang.say("Ví dụ: 01/07/2025.", "For example 01/07/2025."))
                .required()
                .problems(problems)
                .view()}
            {Field::new("headcount", lang.say("Số người", "People"), Input::Number)
                .value(people)
                .required()
                .problems(problems)
                .view()} {button::action("set", lang.say("Ghi số người", "Save the number"))}
        </form>
    }
    .into_any()
}

fn remove_count(lang: Lang, path: &str, day: CivilDate) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Xóa số người tính từ {}", day.in_lang(lang)),
        Lang::En => format!("Remove the number from {}", day.in_lang(lang)),
    };
    view! {
        <form method="post" action=format!("{path}/headcounts")>
            {button::hidden("headcount_date", day.iso())}
            {button::link_action("remove", lang.say("Xóa", "Remove"), label)}
        </form>
    }
    .into_any()
}
