//! `/console/units`: the tree of units, from its roots or by a search.

pub mod form;
pub mod import;
pub mod imports;
pub mod lines;
pub mod removal;
pub mod unit;

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::field::{Field, Input};
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::components::select::{SelectOption, select};
use crate::text::figures;
use lines::UnitLine;

#[derive(Debug, Clone)]
pub struct UnitsView {
    pub query: String,
    /// Which units: empty (those of today), `closed` or `all`.
    pub state: String,
    /// Whether its reader may do more than read.
    pub may_change: bool,
    /// All units that are known.
    pub total: i64,
    /// The roots, or what was found.
    pub lines: Vec<UnitLine>,
    /// The next page of them.
    pub next: Option<String>,
}

pub fn page(lang: Lang, view: UnitsView) -> AnyView {
    let count = figures::count(lang, view.total);
    let known = match lang {
        Lang::Vi => format!("Danh mục có {count} đơn vị."),
        Lang::En => format!("There are {count} units."),
    };
    let list = if view.lines.is_empty() {
        notice::careful(nothing(lang, view.total, view.may_change))
    } else {
        let caption = if view.query.is_empty() {
            lang.say("Đơn vị cấp cao nhất", "Top units")
        } else {
            lang.say("Đơn vị tìm thấy", "Units found")
        };
        view! { <div class="sheet">{lines::table(lang, caption, view.lines)} {next_page(lang, view.next)}</div> }
            .into_any()
    };
    view! {
        {heading(lang.say("Đơn vị", "Units"), lang.say("Danh mục cơ quan, địa phương mà người dự thi chọn và số liệu tham gia tính theo.", "The authorities and places that people choose from, and that participation is counted by."))}
        <p>{known}</p>
        {view.may_change.then(|| ways_to_add(lang))}
        <p>
            {lang.say("Tải về: ", "Download: ")}
            {file_forms(lang, lang.say("Đơn vị", "Units"), tables_at("/api/v1/units/exports/units", ""))}
        </p>
        {filter(lang, view.query, &view.state)}
        {list}
    }
    .into_any()
}

/// What to do where nothing is listed.
const fn nothing(lang: Lang, total: i64, may_change: bool) -> &'static str {
    match (total, may_change) {
        (0, true) => lang.say(
            "Chưa có đơn vị nào. Nhập từ tệp hoặc danh mục có sẵn, hoặc thêm từng đơn vị.",
            "There is no unit yet. Import a file or a ready list, or add them one by one.",
        ),
        (0, false) => lang.say(
            "Chưa có đơn vị nào; người quản trị nhập danh mục.",
            "There is no unit yet; an administrator imports them.",
        ),
        _ => lang.say(
            "Không có đơn vị nào khớp. Gõ ít chữ hơn, hoặc chọn Tất cả.",
            "No unit matches. Type less, or choose All.",
        ),
    }
}

fn ways_to_add(lang: Lang) -> AnyView {
    view! {
        <p class="row">
            {button::quiet_link("/console/units/new".to_owned(), lang.say("Thêm đơn vị", "Add a unit"))}
            {button::quiet_link(
                "/console/units/import".to_owned(),
                lang.say("Nhập từ tệp hoặc danh mục có sẵn", "Import from a file or a ready list"),
            )}
        </p>
    }
    .into_any()
}

fn filter(lang: Lang, query: String, state: &str) -> AnyView {
    let option = |value: &str, label: &str| SelectOption::new(value, label);
    let states = vec![
        option("closed", lang.say("Không còn hiệu lực", "Closed")),
        option("all", lang.say("Tất cả", "All")),
    ];
    let chosen = Some(state).filter(|state| !state.is_empty());
    view! {
        <form class="sheet" method="get" action="/console/units">
            <div class="row filter">
                {Field::new("query", lang.say("Tên hoặc mã", "Name or code"), Input::Text)
                    .value(query)
                    .hint(lang.say("Có dấu hay không dấu đều được.", "With or without diacritics."))
                    .view()}
                {select("state", lang.say("Hiệu lực", "State"), lang.say("Đang có hiệu lực", "In force"), states, chosen)}
            </div>
            {button::submit(lang.say("Tìm đơn vị", "Find units"))}
        </form>
    }
    .into_any()
}
