//! `/console/rounds/{id}`: how a round goes, unit by unit, and its data as files.

use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::roster::missing_words;
use crate::components::console_nav::console_crumb;
use crate::components::content::content;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::facts::figures;
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading_of_content;
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::components::waiting_ranking::{self, WaitingView};
use crate::text::{figures, pages as text};

#[derive(Debug, Clone)]
pub struct ConsoleRoundView {
    pub id: RoundId,
    pub contest_slug: String,
    pub contest_title: String,
    pub name: String,
    pub state: RoundState,
    /// What the public sees now.
    pub status: Option<RoundStatus>,
    pub closed_early: Option<Timestamp>,
    /// When the figures were counted.
    pub as_of: Timestamp,
    pub participants: i64,
    pub submitted: i64,
    /// Of the whole round; not for those who see only their own units.
    pub open_attempts: Option<i64>,
    pub units: Vec<UnitLine>,
    /// Where the units that follow these are listed.
    pub next_units: Option<String>,
    /// The visitor may give extra time.
    pub may_run: bool,
    /// Announced, and the visitor's role may see keys.
    pub may_see_corrections: bool,
    /// Its ranking is fixed, and the visitor may look through it.
    pub has_ranking: bool,
    /// A ranking that is fixed and not public.
    pub waiting: Option<WaitingView>,
    /// Complaints that wait for an answer, for those who may read them.
    pub open_complaints: Option<i64>,
    /// How many of the roster have not submitted in this round; none where there is no roster.
    pub missing: Option<i64>,
    /// The files the visitor's role may download, by the names they have in the API.
    pub downloads: Vec<&'static str>,
}

#[derive(Debug, Clone)]
pub struct UnitLine {
    pub name: String,
    pub headcount: Option<i64>,
    pub participants: i64,
    pub submitted: i64,
    /// Submitted by headcount; above 1 it is shown as it is.
    pub rate: Option<f64>,
}

fn unit_columns(lang: Lang) -> [Column; 5] {
    [
        Column::heading(lang.say("Đơn vị", "Unit")),
        Column::number(lang.say("Số người", "Headcount")),
        Column::number(lang.say("Người dự thi", "Took part")),
        Column::number(lang.say("Đã nộp", "Handed in")),
        Column::number(lang.say("Tỷ lệ", "Share")),
    ]
}

/// Name of the file in the API, and what it holds.
const fn all_downloads(lang: Lang) -> [(&'static str, &'static str); 5] {
    [
        ("ranking", lang.say("Xếp hạng", "Ranking")),
        ("attempts", lang.say("Các lượt thi", "Attempts")),
        ("answers", lang.say("Câu trả lời", "Answers")),
        (
            "participation",
            lang.say("Tỷ lệ tham gia theo đơn vị", "Participation by unit"),
        ),
        ("items", lang.say("Phân tích câu hỏi", "Item analysis")),
    ]
}

pub fn page(lang: Lang, view: ConsoleRoundView) -> AnyView {
    let mut counts = vec![
        (
            lang.say("người dự thi", "took part"),
            figures::count(lang, view.participants),
        ),
        (
            lang.say("người đã nộp", "handed in"),
            figures::count(lang, view.submitted),
        ),
    ];
    let closed_early = view.closed_early.map(|at| match lang {
        Lang::Vi => format!(" Đã đóng sớm lúc {}.", at.minute_in(lang)),
        Lang::En => format!(" Closed early on {}.", at.minute_in(lang)),
    });
    counts.extend(view.open_attempts.map(|open| {
        (
            lang.say("bài đang làm", "papers open"),
            figures::count(lang, open),
        )
    }));
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(format!("/console/contests/{}", view.contest_slug), view.contest_title),
        ])}
        {heading_of_content(lang, view.name, lang.say("Vòng thi đang ở bước nào, từng đơn vị tham gia ra sao, và các tệp dữ liệu.", "Where the round stands, how each unit takes part, and the data as files."))}
        <p>
            <span class=state_class(view.state)>{text::round_standing(lang, view.state, view.status)}</span>
            {closed_early}
        </p>
        {standing(lang, view.id, view.state)}
        {view.waiting.map(|one| waiting_ranking::notice(lang, &one))}
        {figures(counts)} {ways(lang, view.id, view.state, view.may_run)}
        {downloads(lang, view.id, &view.downloads)}
        {view.has_ranking.then(|| ranking(lang, view.id))}
        {view.may_see_corrections.then(|| corrections(lang, view.id))}
        {view.open_complaints.map(|open| complaints(lang, &view.contest_slug, view.id, open))}
        {view.missing.map(|missing| roster(lang, &view.contest_slug, view.id, missing))}
        <h2>{lang.say("Tham gia theo đơn vị", "Participation by unit")}</h2>
        {units(lang, view.units, view.as_of)} {next_page(lang, view.next_units)}
    }
    .into_any()
}

/// The look of the tag that carries a state.
const fn state_class(state: RoundState) -> &'static str {
    match state {
        RoundState::Announced => "tag",
        RoundState::Frozen | RoundState::Published => "tag gold",
        RoundState::Draft | RoundState::Closed => "tag off",
    }
}

/// What can be done while the round runs.
fn ways(lang: Lang, round: RoundId, state: RoundState, may_run: bool) -> Option<AnyView> {
    if state == RoundState::Draft {
        return None;
    }
    let runs = matches!(state, RoundState::Announced | RoundState::Closed);
    let time = (runs && may_run).then(|| {
        view! {
            " · "
            <a href=format!("/console/rounds/{round}/extra-time")>{lang.say("Cộng giờ làm bài", "Give extra time")}</a>
        }
    });
    let view = view! {
        <p>
            <a href=format!("/console/rounds/{round}/live")>{lang.say("Bảng trực tiếp", "Live board")}</a>
            " · "
            <a href=format!("/console/rounds/{round}/figures")>{lang.say("Biểu đồ", "Charts")}</a>
            {time}
        </p>
    };
    Some(view.into_any())
}

/// What the ranking is at this point.
fn standing(lang: Lang, round: RoundId, state: RoundState) -> AnyView {
    match state {
        RoundState::Draft => notice::careful(lang.say("Vòng thi chưa được thông báo; thí sinh chưa thấy.", "The round is not announced; participants do not see it.")),
        RoundState::Announced | RoundState::Closed => {
            notice::careful(lang.say("Kết quả còn tạm tính cho đến khi được chốt.", "Results are provisional until they are fixed."))
        }
        RoundState::Frozen => notice::calm(lang.say("Kết quả đã chốt, chưa công bố.", "The results are fixed and not published yet.")),
        RoundState::Published => view! {
            <p>
                {lang.say("Kết quả đã công bố: ", "The results are published: ")}<a href=format!("/rounds/{round}/ranking")>{lang.say("xem bảng xếp hạng", "see the ranking")}</a>
            </p>
        }
        .into_any(),
    }
}

fn corrections(lang: Lang, round: RoundId) -> AnyView {
    view! {
        <p>
            <a href=format!("/console/rounds/{round}/corrections")>{lang.say("Đính chính câu hỏi và các bản xếp hạng", "Corrections and rankings")}</a>
        </p>
    }
    .into_any()
}

fn ranking(lang: Lang, round: RoundId) -> AnyView {
    view! {
        <p>
            <a href=format!("/console/rounds/{round}/ranking")>
                {lang.say("Bảng xếp hạng đầy đủ, tìm theo tên và đơn vị", "The full ranking, searched by name and unit")}
            </a>
        </p>
    }
    .into_any()
}

fn complaints(lang: Lang, slug: &str, round: RoundId, open: i64) -> AnyView {
    let address = format!("/console/contests/{slug}/complaints?round={round}");
    view! {
        <p>
            <a href=address>{text::open_complaints(lang, open)}</a>
        </p>
    }
    .into_any()
}

fn roster(lang: Lang, slug: &str, round: RoundId, missing: i64) -> AnyView {
    let address = format!("/console/contests/{slug}/roster?round={round}&state=missing");
    view! {
        <p>
            <a href=address>{missing_words(lang, Some(missing))}</a>
            {lang.say(" trong danh sách dự thi", " on the roster")}
        </p>
    }
    .into_any()
}

fn downloads(lang: Lang, round: RoundId, files: &[&str]) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let links = all_downloads(lang)
        .into_iter()
        .filter(|(file, _)| files.contains(file))
        .map(|(file, label)| {
            let tables = tables_at(&format!("/api/v1/rounds/{round}/exports/{file}"), "");
            view! {
                <li>
                    <span>{label}</span>
                    " "
                    {file_forms(lang, label, tables)}
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <h2>{lang.say("Tải dữ liệu", "Downloads")}</h2>
        <ul class="sheet plain files">{links}</ul>
    };
    Some(view.into_any())
}

fn units(lang: Lang, units: Vec<UnitLine>, as_of: Timestamp) -> AnyView {
    if units.is_empty() {
        return view! { <p class="soft">{lang.say("Chưa có ai dự thi. Số liệu hiện ra khi có người bắt đầu làm bài.", "Nobody has taken part yet. Figures appear once somebody has begun.")}</p> }
            .into_any();
    }
    let rows = units.into_iter().map(|one| unit_cells(lang, one)).collect();
    let caption = match lang {
        Lang::Vi => format!("Tính đến {}", as_of.second_in(lang)),
        Lang::En => format!("As of {}", as_of.second_in(lang)),
    };
    view! { <div class="sheet">{data_table(caption, &unit_columns(lang), rows)}</div> }.into_any()
}

fn unit_cells(lang: Lang, unit: UnitLine) -> Vec<AnyView> {
    let unknown = || "–".to_owned();
    vec![
        content(lang, unit.name),
        cell(
            unit.headcount
                .map_or_else(unknown, |number| figures::count(lang, number)),
        ),
        cell(figures::count(lang, unit.participants)),
        cell(figures::count(lang, unit.submitted)),
        cell(
            unit.rate
                .map_or_else(unknown, |share| figures::percent(lang, share)),
        ),
    ]
}
