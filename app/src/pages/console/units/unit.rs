//! `/console/units/{id}`: one unit, what is known of it, and what can be changed.

use khao_domain::ids::UnitId;
use khao_domain::lang::Lang;
use khao_domain::people::unit::Validity;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use leptos::prelude::*;

use super::form::{self, UnitFields};
use super::lines::{self, UnitLine};
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::crumbs::crumbs;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::{Field, Input};
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct UnitView {
    pub id: UnitId,
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
    /// Day and number of a head-count that was refused.
    pub counted: (String, String),
    pub problems: Vec<Problem>,
}

const COUNT_FIELDS: [&str; 2] = ["headcount_date", "headcount"];

pub fn page(lang: Lang, view: UnitView) -> AnyView {
    let path = format!("/console/units/{}", view.id);
    let mut above = vec![Section::Units.crumb(lang)];
    let link = |(id, name): &(UnitId, String)| (format!("/console/units/{id}"), name.clone());
    above.extend(view.above.iter().map(link));
    let names: Vec<&str> = form::FIELDS.into_iter().chain(COUNT_FIELDS).collect();
    let closed = (!view.is_valid).then(|| {
        notice::careful(lang.say(
            "Đơn vị này hiện không có hiệu lực: không ai chọn được khi ghi danh.",
            "This unit does not exist today: nobody who enters can choose it.",
        ))
    });
    view! {
        {crumbs(above)}
        <h1>{view.name.clone()}</h1>
        {error_summary(&view.problems, &names)}
        {closed}
        {facts(vec![
            (lang.say("Mã", "Code"), view.code.clone()),
            (lang.say("Hiệu lực", "Validity"), lines::validity(lang, view.validity)),
        ])}
        {related(lang.say("Hình thành từ", "Made from"), &view.predecessors)}
        {related(lang.say("Nay thuộc về", "Became"), &view.successors)}
        {children(lang, &view.code, view.children, view.next)}
        {headcounts(lang, &path, &view.headcounts, view.counted, &view.problems)}
        <h2>{lang.say("Sửa đơn vị", "Change the unit")}</h2>
        <form class="sheet" method="post" action=path.clone()>
            {form::fields(lang, view.typed, &view.problems)}
            {button::submit(lang.say("Lưu thay đổi", "Save"))}
        </form>
        {removal(lang, &path)}
    }
    .into_any()
}

fn related(label: &'static str, units: &[(UnitId, String)]) -> Option<AnyView> {
    if units.is_empty() {
        return None;
    }
    let links = units
        .iter()
        .map(|(id, name)| {
            view! {
                <li>
                    <a href=format!("/console/units/{id}")>{name.clone()}</a>
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

fn children(lang: Lang, code: &str, lines: Vec<UnitLine>, next: Option<String>) -> AnyView {
    let list = if lines.is_empty() {
        view! { <p class="soft">{lang.say("Không có đơn vị cấp dưới.", "No units below it.")}</p> }.into_any()
    } else {
        let caption = lang.say("Đơn vị cấp dưới", "Units below");
        view! { {lines::table(lang, caption, lines)} {next_page(lang, next)} }.into_any()
    };
    view! {
        <h2>{lang.say("Đơn vị cấp dưới", "Units below")}</h2>
        <div class="sheet">
            {list}
            <form method="get" action="/console/units/new">
                {button::hidden("parent", code)}
                <button class="btn quiet" type="submit">
                    {lang.say("Thêm đơn vị cấp dưới", "Add a unit below")}
                </button>
            </form>
        </div>
    }
    .into_any()
}

fn headcounts(
    lang: Lang,
    path: &str,
    counts: &[(CivilDate, i64)],
    (day, people): (String, String),
    problems: &[Problem],
) -> AnyView {
    let columns = [
        Column::heading(lang.say("Tính từ ngày", "From")),
        Column::number(lang.say("Số người", "People")),
        Column::text(lang.say("Xóa", "Remove")),
    ];
    let rows: Vec<Vec<AnyView>> = counts
        .iter()
        .map(|(day, people)| {
            vec![
                cell(day.vietnamese()),
                cell(figures::count(lang, *people)),
                remove_count(lang, path, *day),
            ]
        })
        .collect();
    let list = (!rows.is_empty()).then(|| {
        data_table(
            lang.say("Số người theo thời gian", "People over time"),
            &columns,
            rows,
        )
    });
    view! {
        <h2 id="headcounts">{lang.say("Số người", "People")}</h2>
        <div class="sheet">
            {list}
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
        </div>
    }
    .into_any()
}

fn remove_count(lang: Lang, path: &str, day: CivilDate) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Xóa số người tính từ {}", day.vietnamese()),
        Lang::En => format!("Remove the number from {}", day.vietnamese()),
    };
    view! {
        <form method="post" action=format!("{path}/headcounts")>
            {button::hidden("headcount_date", day.iso())}
            {button::link_action("remove", lang.say("Xóa", "Remove"), label)}
        </form>
    }
    .into_any()
}

fn removal(lang: Lang, path: &str) -> AnyView {
    view! {
        <h2>{lang.say("Xóa hoặc đóng đơn vị", "Remove or close the unit")}</h2>
        <form class="sheet" method="post" action=format!("{path}/removal")>
            <p class="soft">
                {lang.say(
                    "Đơn vị chưa có gì gắn với nó thì được xóa hẳn; nếu đã có người hoặc dữ liệu thì được đóng từ hôm nay.",
                    "A unit that nothing refers to is removed; any other is closed from today on.",
                )}
            </p>
            {button::understood(lang.say("Tôi muốn xóa hoặc đóng đơn vị này", "I want to remove or close this unit"))}
            <button class="btn quiet" type="submit">
                {lang.say("Xóa hoặc đóng", "Remove or close")}
            </button>
        </form>
    }
    .into_any()
}
