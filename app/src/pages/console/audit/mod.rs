//! `/console/audit`: who did what, on what, when, from where.

pub mod detail;
mod fields;
pub mod words;

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::content::{content, content_link};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::components::select::{SelectOption, select};
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct AuditView {
    pub filter: FilterFields,
    /// Everybody with an account.
    pub accounts: Vec<SelectOption>,
    pub lines: Vec<AuditLine>,
    /// The next page.
    pub next: Option<String>,
    /// What follows the address of the files that hold what is looked for: `?…`, or nothing.
    pub query: String,
    /// What the check of the chain came to, where it was asked for.
    pub chain: Option<Chain>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default)]
pub struct FilterFields {
    pub account: String,
    pub group: String,
    pub since: String,
    pub until: String,
    pub object: String,
}

#[derive(Debug, Clone)]
pub struct AuditLine {
    pub seq: i64,
    pub at: Timestamp,
    pub who: String,
    /// As it is recorded.
    pub action: String,
    pub detail: String,
    /// The name it has or had, else the id.
    pub object: String,
    /// Where it belongs.
    pub within: Option<String>,
    pub link: Option<String>,
    /// Everything that was done to it; none where it has no id.
    pub own: Option<String>,
    pub from: String,
}

#[derive(Debug, Clone, Copy)]
pub enum Chain {
    Whole { rows: i64 },
    BrokenAt { seq: i64 },
}

pub fn page(lang: Lang, view: AuditView) -> AnyView {
    let suffix = view.query.clone();
    let list = if view.lines.is_empty() {
        notice::calm(lang.say(
            "Không có việc nào khớp. Bỏ bớt điều kiện lọc, hoặc nới khoảng ngày.",
            "Nothing matches. Take a filter away, or widen the days.",
        ))
    } else {
        view! { <div class="sheet">{table(lang, view.lines)} {next_page(lang, view.next)}</div> }.into_any()
    };
    view! {
        {heading(lang.say("Nhật ký", "Audit"), lang.say("Ai đã làm gì, lúc nào, từ đâu. Không ai sửa hay xóa được; Kiểm tra chuỗi cho biết nhật ký còn nguyên vẹn.", "Who did what, when and from where. Nobody can change or remove it; Check the chain tells whether it is whole."))}
        {error_summary(&view.problems, &["since", "until"])}
        {view.chain.map(|chain| chain_notice(lang, chain))}
        {filter(lang, view.filter, view.accounts, &view.problems)}
        <form class="row" method="post" action="/console/audit">
            {button::quiet_action("verify", lang.say("Kiểm tra chuỗi", "Check the chain"))}
        </form>
        <p>
            {lang.say("Tải về: ", "Download: ")}
            {file_forms(lang, lang.say("Nhật ký", "Audit"), tables_at("/api/v1/audit/exports/audit", &suffix))}
        </p>
        {list}
    }
    .into_any()
}

fn chain_notice(lang: Lang, chain: Chain) -> AnyView {
    match (chain, lang) {
        (Chain::Whole { rows }, Lang::Vi) => {
            notice::calm(format!("Chuỗi nguyên vẹn: {} dòng.", figures::count(lang, rows)))
        }
        (Chain::Whole { rows }, Lang::En) => notice::calm(format!(
            "The chain is whole: {} rows.",
            figures::count(lang, rows)
        )),
        (Chain::BrokenAt { seq }, Lang::Vi) => notice::bad(format!(
            "Chuỗi bị đứt ở dòng {seq}: dòng này, hoặc dòng trước nó, đã bị sửa hoặc xóa."
        )),
        (Chain::BrokenAt { seq }, Lang::En) => notice::bad(format!(
            "The chain is broken at row {seq}: it, or what stood before it, was changed or removed."
        )),
    }
}

fn filter(lang: Lang, typed: FilterFields, accounts: Vec<SelectOption>, problems: &[Problem]) -> AnyView {
    let groups = words::GROUPS
        .into_iter()
        .map(|group| SelectOption::new(group, words::group(lang, group)))
        .collect();
    let all = lang.say("Tất cả", "All");
    let chosen = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
    let (account, group) = (chosen(&typed.account), chosen(&typed.group));
    let day = |name, label, value: String| {
        Field::new(name, label, Input::Date)
            .value(value)
            .problems(problems)
    };
    view! {
        <form class="sheet" method="get" action="/console/audit">
            <div class="row filter">
                {select("account", lang.say("Tài khoản", "Account"), all, accounts, account.as_deref())}
                {select("group", lang.say("Nhóm việc", "What about"), all, groups, group.as_deref())}
                {day("since", lang.say("Từ ngày", "From"), typed.since).view()}
                {day("until", lang.say("Đến hết ngày", "To the end of"), typed.until).view()}
                {Field::new("object", lang.say("Mã đối tượng", "Id of the object"), Input::Code)
                    .value(typed.object)
                    .view()}
            </div>
            {button::submit(lang.say("Lọc nhật ký", "Filter"))}
        </form>
    }
    .into_any()
}

fn object(lang: Lang, line: &AuditLine) -> AnyView {
    let name = match line.link.clone() {
        Some(href) => content_link(lang, href, line.object.clone()),
        None => content(lang, line.object.clone()),
    };
    let within = line.within.clone();
    let within =
        within.map(|within| view! { <br /> <span class="hint" lang=lang.of_content()>{within}</span> });
    let label = match lang {
        Lang::Vi => format!("Chỉ các việc với {}", line.object),
        Lang::En => format!("Only what was done to {}", line.object),
    };
    let own = line.own.clone().map(|href| {
        view! {
            <br />
            <a class="small" href=href aria-label=label>
                {lang.say("Chỉ đối tượng này", "Only this")}
            </a>
        }
    });
    view! { <span>{name} {within} {own}</span> }.into_any()
}

fn table(lang: Lang, lines: Vec<AuditLine>) -> AnyView {
    let columns = [
        Column::heading(lang.say("Việc", "What")),
        Column::text(lang.say("Lúc", "When")),
        Column::text(lang.say("Ai", "Who")),
        Column::special(lang.say("Đối tượng", "On what"), "breaks"),
        Column::special(lang.say("Chi tiết", "Detail"), "breaks"),
        Column::text(lang.say("Từ đâu", "From where")),
    ];
    let row = |line: AuditLine| {
        vec![
            cell(words::action(lang, &line.action)),
            cell(line.at.second_in(lang)),
            cell(line.who.clone()),
            object(lang, &line),
            cell(line.detail),
            cell(line.from),
        ]
    };
    data_table(
        lang.say("Việc đã làm, mới nhất trước", "What was done, the newest first"),
        &columns,
        lines.into_iter().map(row).collect(),
    )
}
