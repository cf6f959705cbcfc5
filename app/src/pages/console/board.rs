//! `/console/rounds/{id}/live`: a round as it goes, to be read from the back of a hall. A small script keeps the figures
//! up to date where there is one; the page is whole without it.

use khao_domain::ids::{RoundId, UnitId};
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{Crumb, content_crumb, crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::heading::heading_of_content;
use crate::figures::scores::Scores;
use crate::text::figures;

/// Units that a sentence names.
const UNCOUNTED_MOST: usize = 5;

#[derive(Debug, Clone)]
pub struct BoardView {
    pub round: RoundId,
    pub round_name: String,
    pub contest_title: String,
    pub slug: String,
    /// The unit that was chosen; none is all.
    pub chosen: Option<(UnitId, String)>,
    /// How many people there are, and the share of them who have handed in.
    pub whole: Option<(i64, f64)>,
    /// Why there is none: units without a head-count.
    pub uncounted: Vec<String>,
    pub as_of: Timestamp,
    pub entered: i64,
    pub in_progress: i64,
    pub submitted: i64,
    /// By tenths of the most possible score.
    pub scores: [i64; 10],
    pub units: Vec<BoardUnit>,
    /// Of whom these have the most people taking part, where there are more.
    pub units_total: usize,
}

#[derive(Debug, Clone)]
pub struct BoardUnit {
    pub id: UnitId,
    /// Below it, to go down to.
    pub has_units: bool,
    pub name: String,
    pub headcount: Option<i64>,
    pub participants: i64,
    pub submitted: i64,
    pub rate: Option<f64>,
}

pub fn page(lang: Lang, view: BoardView) -> AnyView {
    let round = format!("/console/rounds/{}", view.round);
    let query = view
        .chosen
        .as_ref()
        .map_or_else(String::new, |(id, _)| format!("?unit={id}"));
    let events = format!("/api/v1/rounds/{}/board/events{query}", view.round);
    let live = format!("{round}/live");
    let figures = [
        ("entered", lang.say("Đã ghi danh", "Entered"), view.entered),
        (
            "in_progress",
            lang.say("Đang làm bài", "At work"),
            view.in_progress,
        ),
        ("submitted", lang.say("Đã nộp bài", "Handed in"), view.submitted),
    ];
    let cut = lang.say(
        "Mất kết nối: số liệu đứng ở thời điểm ghi bên dưới và tự cập nhật tiếp khi có kết nối lại.",
        "The line is cut: the figures stand as of the time below, and go on by themselves once it is back.",
    );
    let figures = figures
        .map(|(name, label, count)| figure(lang, name, label, count))
        .collect_view();
    let uncounted = view.whole.is_none().then(|| uncounted(lang, &view.uncounted));
    view! {
        {crumbs(above(lang, &round, &view))}
        {heading_of_content(lang, view.round_name, lang.say("Bảng trực tiếp: số người và điểm tự cập nhật, chiếu được lên màn hình lớn.", "The live board: people and scores as they come in, made for a large screen."))}
        <p class="soft" lang=lang.of_content()>{view.contest_title}{view.chosen.map(|(_, name)| format!(" · {name}"))}</p>
        <div class="board" data-board-events=events data-board-cut=cut>
            <p class="board-line" role="status" data-board="line"></p>
            <dl class="board-figures">{figures} {whole(lang, view.whole)}</dl>
            {uncounted}
            <h2>{lang.say("Phân bố điểm", "Scores")}</h2>
            {histogram(lang, view.scores)}
            <h2>{lang.say("Theo đơn vị", "By unit")}</h2>
            {cut_units(lang, view.units.len(), view.units_total)}
            {units(lang, &live, view.units)}
            <p class="soft">
                {lang.say("Tính đến ", "As of ")} <span data-board="as_of">{view.as_of.second_in(lang)}</span>
            </p>
            <p>{button::quiet_link(format!("{live}{query}"), lang.say("Tải lại", "Load again"))}</p>
        </div>
    }
    .into_any()
}

/// The contest, the round, and the whole board above that of a unit.
fn above(lang: Lang, round: &str, view: &BoardView) -> Vec<Crumb> {
    let mut above = vec![
        console_crumb(lang),
        content_crumb(
            format!("/console/contests/{}", view.slug),
            view.contest_title.clone(),
        ),
        content_crumb(round, view.round_name.clone()),
    ];
    if view.chosen.is_some() {
        let whole = lang.say("Mọi đơn vị", "All units");
        above.push(crumb(format!("{round}/live"), whole));
    }
    above
}

/// Why the share of all people is not there.
fn uncounted(lang: Lang, units: &[String]) -> Option<AnyView> {
    if units.is_empty() {
        return None;
    }
    let named = units.iter().take(UNCOUNTED_MOST).map(String::as_str);
    let mut named: Vec<&str> = named.collect();
    named.extend((units.len() > UNCOUNTED_MOST).then_some("…"));
    let view = view! {
        <p class="soft">
            {lang.say(
                "Chưa có tỷ lệ chung vì các đơn vị sau chưa có số người: ",
                "There is no share of all: these units have no head-count: ",
            )} <span lang=lang.of_content()>{named.join(", ")}</span> "."
        </p>
    };
    Some(view.into_any())
}

/// The share of all people who have handed in.
fn whole(lang: Lang, whole: Option<(i64, f64)>) -> Option<AnyView> {
    let (headcount, rate) = whole?;
    let label = match lang {
        Lang::Vi => format!("Tỷ lệ trên {} người", figures::count(lang, headcount)),
        Lang::En => format!("Share of {} people", figures::count(lang, headcount)),
    };
    let view = view! {
        <div>
            <dt>{label}</dt>
            <dd data-board="whole.rate">{figures::percent(lang, rate)}</dd>
        </div>
    };
    Some(view.into_any())
}

fn figure(lang: Lang, name: &'static str, label: &'static str, count: i64) -> AnyView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd data-board=name>{figures::count(lang, count)}</dd>
        </div>
    }
    .into_any()
}

/// Ten bars; the counts stand below, for those who cannot see them.
fn histogram(lang: Lang, scores: [i64; 10]) -> AnyView {
    let most = scores.into_iter().max().unwrap_or(0);
    let bars = (0..)
        .zip(scores)
        .map(|(at, count): (i64, i64)| {
            let height = height(count, most);
            let (x, y) = (at * 20 + 1, 100 - height);
            view! { <rect x=x.to_string() y=y.to_string() width="18" height=height.to_string() data-board-bar="" /> }
        })
        .collect_view();
    let counts = scores
        .into_iter()
        .enumerate()
        .map(|(tenth, count)| {
            let name = format!("score.{tenth}");
            view! {
                <div>
                    <dt>{Scores::span(lang, tenth)}</dt>
                    <dd data-board=name>{figures::count(lang, count)}</dd>
                </div>
            }
        })
        .collect_view();
    let about = lang.say(
        "Số bài theo phần trăm điểm tối đa",
        "Attempts by percent of the full score",
    );
    view! {
        <p class="soft">{about}</p>
        <svg class="board-bars" viewBox="0 0 200 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {bars}
        </svg>
        <dl class="board-counts">{counts}</dl>
    }
    .into_any()
}

/// Of the highest bar's 100.
fn height(count: i64, most: i64) -> i64 {
    if most == 0 { 0 } else { count * 100 / most }
}

/// What a list that is cut says of itself.
fn cut_units(lang: Lang, shown: usize, total: usize) -> Option<AnyView> {
    let words = (shown < total).then(|| match lang {
        Lang::Vi => format!(
            "{shown} đơn vị có nhiều người dự thi nhất trong {total}; trang vòng thi có đủ mọi đơn vị."
        ),
        Lang::En => {
            format!("The {shown} units with the most people of {total}; the round's page has them all.")
        }
    });
    words.map(|words| view! { <p class="soft">{words}</p> }.into_any())
}

fn units(lang: Lang, path: &str, units: Vec<BoardUnit>) -> AnyView {
    let columns = [
        Column::heading(lang.say("Đơn vị", "Unit")),
        Column::number(lang.say("Số người", "People")),
        Column::number(lang.say("Dự thi", "Taking part")),
        Column::number(lang.say("Đã nộp", "Handed in")),
        Column::number(lang.say("Tỷ lệ", "Share")),
    ];
    let rows = units
        .into_iter()
        .map(|unit| {
            let unknown = || "–".to_owned();
            let live = |name: &str, text: String| {
                view! { <span data-board=format!("{}.{name}", unit.id)>{text}</span> }.into_any()
            };
            vec![
                if unit.has_units {
                    link_cell(format!("{path}?unit={}", unit.id), unit.name)
                } else {
                    cell(unit.name)
                },
                cell(
                    unit.headcount
                        .map_or_else(unknown, |one| figures::count(lang, one)),
                ),
                live("participants", figures::count(lang, unit.participants)),
                live("submitted", figures::count(lang, unit.submitted)),
                live(
                    "rate",
                    unit.rate.map_or_else(unknown, |one| figures::percent(lang, one)),
                ),
            ]
        })
        .collect();
    let caption = lang.say("Tham gia theo đơn vị", "Participation by unit");
    data_table(caption, &columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_is_whole_and_nothing_has_no_height() {
        assert_eq!([0, 1, 2, 4].map(|count| height(count, 4)), [0, 25, 50, 100]);
        assert_eq!(height(0, 0), 0);
    }
}
