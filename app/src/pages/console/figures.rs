//! `/console/rounds/{id}/figures`: how a round went, as pictures, each with its words, its table and its files.

mod tables;

use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::select::{SelectOption, select};
use crate::components::unit_choice::{UnitOptions, unit_choice};
use crate::figures::arrivals::Arrivals;
use crate::figures::items::Items;
use crate::figures::scores::Scores;
use crate::figures::units::Units;
use crate::figures::{Drawing, inline};

#[derive(Debug, Clone)]
pub struct FiguresView {
    pub round: RoundId,
    pub round_name: String,
    pub contest_slug: String,
    pub contest_title: String,
    pub as_of: Timestamp,
    pub groups: Vec<SelectOption>,
    pub units: UnitOptions,
    /// What is looked at: an id, or nothing.
    pub group: Option<String>,
    pub unit: Option<String>,
    pub scores: Scores,
    pub arrivals: Arrivals,
    pub participation: Units,
    pub items: ItemsPart,
}

/// Items tell of keys: not everybody who sees the rest sees them.
#[derive(Debug, Clone)]
pub enum ItemsPart {
    Hidden,
    /// Under way, and shown when the page is loaded again.
    Counting,
    Counted(Items, Timestamp),
}

/// A picture, and what stands around it.
struct Figure {
    drawing: Drawing,
    /// When, where it is another moment than the page's.
    counted: String,
    table: AnyView,
    /// Without the ending; the query that makes it the same as the picture.
    table_file: String,
    query: String,
}

pub fn page(lang: Lang, view: FiguresView) -> AnyView {
    let round = format!("/console/rounds/{}", view.round);
    let query = query(&view);
    let api = format!("/api/v1/rounds/{}/figures", view.round);
    let filter = filter(lang, &round, &view);
    let drawn = [
        Figure {
            drawing: view.scores.draw(lang),
            counted: String::new(),
            table: tables::scores(lang, &view.scores),
            table_file: format!("{api}/scores"),
            query: query.clone(),
        },
        Figure {
            drawing: view.arrivals.draw(lang),
            counted: String::new(),
            table: tables::arrivals(lang, &view.arrivals),
            table_file: format!("{api}/arrivals"),
            query: query.clone(),
        },
        Figure {
            drawing: view.participation.draw(lang),
            counted: String::new(),
            table: tables::units(lang, &view.participation),
            table_file: format!("{api}/units"),
            query,
        },
    ];
    let drawn = drawn.map(|one| figure(lang, &api, one)).collect_view();
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(format!("/console/contests/{}", view.contest_slug), view.contest_title),
            content_crumb(round, view.round_name),
        ])}
        {heading(lang.say("Biểu đồ", "Figures"), lang.say("Tham gia và điểm số bằng hình, để báo cáo và để thấy câu hỏi cần xem lại.", "Participation and scores as pictures: for reports, and to see which questions are worth a look."))}
        {filter}
        <p class="soft">{lang.say("Tính đến ", "As of ")} {view.as_of.second_in(lang)}</p>
        <div class="figures">{drawn} {items(lang, view.round, &api, view.items)}</div>
        {days(lang, &view.contest_slug)}
    }
    .into_any()
}

/// As addresses carry it: `?group=…&unit=…`, or nothing.
fn query(view: &FiguresView) -> String {
    let parts = [("group", &view.group), ("unit", &view.unit)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter_map(|(name, id)| Some(format!("{name}={}", id.as_ref()?)))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("?{}", parts.join("&"))
    }
}

fn filter(lang: Lang, round: &str, view: &FiguresView) -> AnyView {
    let all = lang.say("Tất cả", "All");
    view! {
        <form class="sheet filter" method="get" action=format!("{round}/figures")>
            <div class="filter-fields">
                {select(
                    "group",
                    lang.say("Bảng thi (điểm và thời gian)", "Group (scores and arrivals)"),
                    all,
                    view.groups.clone(),
                    view.group.as_deref(),
                )}
                {unit_choice(
                    lang,
                    "unit",
                    lang.say("Đơn vị", "Unit"),
                    Some(all),
                    view.units.clone(),
                    view.unit.as_deref().unwrap_or_default(),
                    &[],
                )}
            </div>
            <div class="row">{button::submit(lang.say("Xem", "Show"))}</div>
        </form>
    }
    .into_any()
}

fn figure(lang: Lang, api: &str, figure: Figure) -> AnyView {
    let Figure {
        drawing,
        counted,
        table,
        table_file,
        query,
    } = figure;
    let Drawing { name, title, .. } = drawing;
    let words = format!("{}{counted}", drawing.finding);
    let table_words = lang.say("Bảng số liệu", "The figures as a table");
    let drawn = [(format!("{api}/{name}.svg{query}"), "SVG")];
    let files = drawn.into_iter().chain(tables_at(&table_file, &query));
    view! {
        <section class="sheet figure">
            <h2>{title}</h2>
            <p>{words}</p>
            {inline(&drawing)}
            <p>{file_forms(lang, title, files)}</p>
            <details>
                <summary>{table_words}</summary>
                {table}
            </details>
        </section>
    }
    .into_any()
}

fn items(lang: Lang, round: RoundId, api: &str, part: ItemsPart) -> Option<AnyView> {
    match part {
        ItemsPart::Hidden => None,
        ItemsPart::Counting => {
            let words = lang.say(
                "Đang đọc lại các bài để phân tích câu hỏi. Việc này vẫn tiếp tục khi ông/bà rời trang; tải lại trang sau ít phút để xem.",
                "Papers are being read to analyse the questions. This goes on when you leave the page; reload it in a few minutes.",
            );
            let view = view! {
                <section class="sheet figure">
                    <h2>{Items::title(lang)}</h2>
                    {notice::careful(words)}
                </section>
            };
            Some(view.into_any())
        }
        ItemsPart::Counted(items, as_of) => {
            let counted = match lang {
                Lang::Vi => format!(" Đếm lúc {}.", as_of.minute_in(lang)),
                Lang::En => format!(" Counted at {}.", as_of.minute_in(lang)),
            };
            let shown = Figure {
                drawing: items.draw(lang),
                counted,
                table: tables::items(lang, &items),
                // The export of the round, which tells more of each.
                table_file: format!("/api/v1/rounds/{round}/exports/items"),
                query: String::new(),
            };
            Some(figure(lang, api, shown))
        }
    }
}

/// Of the whole contest.
fn days(lang: Lang, slug: &str) -> AnyView {
    let title = lang.say("Tham gia theo từng ngày", "Participation day by day");
    let words = lang.say(
        "Mỗi ngày, từ khi thông báo vòng đầu tiên, phần mềm ghi lại số người ghi danh, vào thi và đã nộp của từng đơn vị lúc 24:00 và giữ nguyên số ấy. Ngày mà máy chủ không chạy suốt ngày hôm sau thì không có số liệu.",
        "Each day from the announcement of the first round on, the software writes down how many people of each unit had entered, begun and handed in by 24:00, and keeps it. A day is missing where no server ran on the whole day after it.",
    );
    let tables = tables_at(
        &format!("/api/v1/contests/{slug}/exports/daily-participation"),
        "",
    );
    view! {
        <h2>{title}</h2>
        <p>{words}</p>
        <p>{file_forms(lang, title, tables)}</p>
    }
    .into_any()
}
