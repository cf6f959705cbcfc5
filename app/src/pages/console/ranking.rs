//! `/console/rounds/{id}/ranking`: the fixed ranking with full names, looked through by group, unit and name.

use khao_domain::ids::{AttemptId, RoundId};
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{cell, link_cell, ranking_table};
use crate::components::facts::figures;
use crate::components::field::{Field, Input};
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::components::select::{SelectOption, select};
use crate::components::title_block::title_block;
use crate::components::unit_choice::{UnitOptions, unit_choice};
use crate::pages::ranking::{columns, place, unit};
use crate::pages::receipt::Score;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct StaffRankingView {
    pub round: RoundId,
    pub round_name: String,
    pub contest_slug: String,
    pub contest_title: String,
    pub revision: i64,
    pub frozen_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub participants: i64,
    pub all_correct: i64,
    pub groups: Vec<SelectOption>,
    /// Units that hold others.
    pub blocks: Vec<SelectOption>,
    pub units: UnitOptions,
    /// The filters in force.
    pub group: Option<String>,
    pub block: Option<String>,
    pub unit: Option<String>,
    pub name: String,
    pub lines: Vec<StaffRankingLine>,
    pub next: Option<String>,
    /// The visitor may open the attempts.
    pub may_open: bool,
}

#[derive(Debug, Clone)]
pub struct StaffRankingLine {
    pub rank: i64,
    pub group: String,
    pub attempt: AttemptId,
    /// None where the person was erased.
    pub name: Option<String>,
    pub unit: String,
    pub score: Score,
    pub prediction_error: Option<i64>,
    pub duration_ms: i64,
    pub submitted_at: Timestamp,
    /// Why it stands above the next line, in words.
    pub tie: Option<String>,
}

pub fn page(lang: Lang, view: StaffRankingView) -> AnyView {
    let round = format!("/console/rounds/{}", view.round);
    let contest = format!("/console/contests/{}", view.contest_slug);
    let title = match lang {
        Lang::Vi => format!("Xếp hạng {}", view.round_name),
        Lang::En => format!("Ranking of {}", view.round_name),
    };
    let counts = vec![
        (
            lang.say("người dự thi", "participants"),
            figures::count(lang, view.participants),
        ),
        (
            lang.say("người đúng tất cả", "with everything right"),
            figures::count(lang, view.all_correct),
        ),
    ];
    let files = tables_at(&format!("/api/v1/rounds/{}/exports/ranking", view.round), "");
    let filter = filter(lang, &format!("{round}/ranking"), &view);
    view! {
        {title_block(view.contest_title.clone(), view.frozen_at.minute_in(lang))}
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(contest.clone(), view.contest_title.clone()),
            content_crumb(round.clone(), view.round_name.clone()),
        ])}
        {heading(title, lang.say("Mọi người được xếp hạng, với họ tên đầy đủ, để rà soát trước khi công bố và tra cứu về sau.", "Everybody ranked, with full names, to look through before it is published and to look up later."))}
        {standing(lang, &view)}
        {figures(counts)}
        <p class="no-print">
            <a href=format!("{round}/corrections")>
                {lang.say("Duyệt, công bố, các bản xếp hạng", "Approve, publish, all revisions")}
            </a>
            " · "
            {file_forms(lang, lang.say("Bảng xếp hạng", "Ranking"), files)}
        </p>
        {filter}
        {lines(lang, view.lines, view.may_open)}
        {next_page(lang, view.next)}
        <p class="soft small">
            {lang.say(
                "Hạng tính trong từng bảng thi và không đổi theo bộ lọc. Cột cuối so với dòng ngay dưới trong danh sách này.",
                "Ranks are within a group and do not change with the filter. The last column compares with the line right below.",
            )}
        </p>
    }
    .into_any()
}

fn standing(lang: Lang, view: &StaffRankingView) -> AnyView {
    let (revision, fixed) = (view.revision, view.frozen_at.minute_in(lang));
    match (lang, view.published_at.map(|at| at.minute_in(lang))) {
        (Lang::Vi, Some(at)) => {
            notice::calm(format!("Bản lần {revision}, chốt lúc {fixed}, công bố lúc {at}."))
        }
        (Lang::Vi, None) => notice::careful(format!("Bản lần {revision}, chốt lúc {fixed}, chưa công bố.")),
        (Lang::En, Some(at)) => notice::calm(format!(
            "Revision {revision}, fixed at {fixed}, published at {at}."
        )),
        (Lang::En, None) => notice::careful(format!(
            "Revision {revision}, fixed at {fixed}, not published yet."
        )),
    }
}

fn filter(lang: Lang, path: &str, view: &StaffRankingView) -> AnyView {
    let blocks = (!view.blocks.is_empty()).then(|| {
        select(
            "block",
            lang.say("Khối", "Block"),
            lang.say("Tất cả các khối", "All blocks"),
            view.blocks.clone(),
            view.block.as_deref(),
        )
    });
    view! {
        <form class="filter" method="get" action=path.to_owned()>
            <div class="filter-fields">
                {select(
                    "group",
                    lang.say("Bảng thi", "Group"),
                    lang.say("Tất cả các bảng", "All groups"),
                    view.groups.clone(),
                    view.group.as_deref(),
                )}
                {blocks}
                {unit_choice(
                    lang,
                    "unit",
                    lang.say("Đơn vị", "Unit"),
                    Some(lang.say("Tất cả đơn vị", "All units")),
                    view.units.clone(),
                    view.unit.as_deref().unwrap_or_default(),
                    &[],
                )}
                {Field::new("name", lang.say("Họ tên", "Name"), Input::Text)
                    .value(&view.name)
                    .hint(lang.say("Không cần dấu.", "Diacritics are not needed."))
                    .required_sometimes()
                    .view()}
            </div>
            <div class="row">{button::submit(lang.say("Lọc", "Filter"))}</div>
        </form>
    }
    .into_any()
}

fn lines(lang: Lang, lines: Vec<StaffRankingLine>, may_open: bool) -> AnyView {
    if lines.is_empty() {
        let none = lang.say(
            "Không có ai khớp với bộ lọc. Bỏ bớt điều kiện, hoặc gõ ít chữ hơn.",
            "Nobody matches. Take a filter away, or type less.",
        );
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    let rows = lines
        .into_iter()
        .map(|line| cells(lang, line, may_open))
        .collect();
    let caption = lang.say("Theo bảng thi, rồi theo hạng", "By group, then by rank");
    view! { <div class="sheet">{ranking_table(caption, &columns(lang), rows)}</div> }.into_any()
}

fn cells(lang: Lang, line: StaffRankingLine, may_open: bool) -> Vec<AnyView> {
    let none = || "–".to_owned();
    let name = match line.name {
        None => cell(lang.say("(đã xóa)", "(erased)")),
        Some(name) if may_open => link_cell(format!("/console/attempts/{}", line.attempt), name),
        Some(name) => cell(name),
    };
    vec![
        place(line.rank),
        name,
        unit(line.unit, Some(line.group)),
        cell(line.score.words(lang)),
        cell(
            line.prediction_error
                .map_or_else(none, |number| figures::count(lang, number)),
        ),
        cell(figures::duration(lang, line.duration_ms / 1000)),
        cell(line.submitted_at.second_in(lang)),
        cell(line.tie.unwrap_or_else(none)),
    ]
}
