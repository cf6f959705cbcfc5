//! `/rounds/{id}/ranking` and `/contests/{slug}/ranking`: who came where.

use khao_domain::contest::because::Because;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::receipt::Score;
use crate::components::because::because;
use crate::components::button;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, ranking_table};
use crate::components::facts::figures;
use crate::components::next_page::other_pages;
use crate::components::select::{SelectOption, select};
use crate::components::title_block::title_block;
use crate::components::unit_choice::{UnitOptions, unit_choice};
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct RankingView {
    /// Of the round, or of the whole contest.
    pub title: String,
    pub contest_slug: String,
    pub contest_title: String,
    /// This page's own path, without a query.
    pub path: String,
    pub published_at: Timestamp,
    pub revision: i64,
    /// Why it was made anew; empty for the first.
    pub because: Because,
    /// Whether no later one is public.
    pub newest: bool,
    /// The other public revisions, the first one first.
    pub other_revisions: Vec<(i64, Timestamp)>,
    /// The truth behind predictions: how many took part, and how many had everything right.
    pub participants: i64,
    pub all_correct: i64,
    pub scope: Scope,
    pub groups: Vec<SelectOption>,
    pub units: UnitOptions,
    /// The filters in force.
    pub group: Option<String>,
    pub unit: Option<String>,
    pub rows: Vec<RankingRow>,
    pub total: i64,
    /// The addresses of the neighbouring pages.
    pub first_page: Option<String>,
    pub next_page: Option<String>,
}

/// What the ranking is of, and with it who counts as having everything right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Round,
    /// All rounds, added up.
    Sum,
    /// Each person's best round.
    Best,
}

impl Scope {
    const fn all_correct(self, lang: Lang) -> &'static str {
        match self {
            Self::Round => lang.say("Người đúng tất cả: người có bài được tính đạt điểm tối đa của vòng này.", "All right: people whose counted paper has every point of this round."),
            Self::Sum => {
                lang.say("Người đúng tất cả: người có bài được tính đạt điểm tối đa ở mọi vòng mình đã dự, trong các vòng đã công bố.", "All right: people whose counted papers have every point in all the published rounds they took.")
            }
            Self::Best => {
                lang.say("Người đúng tất cả: người có bài được tính đạt điểm tối đa ở vòng được dùng để xếp hạng, tức vòng cao điểm nhất của người ấy.", "All right: people whose counted paper has every point in the round they are ranked by, which is their best.")
            }
        }
    }
}

#[derive(Debug, Clone)]
pub struct RankingRow {
    pub rank: u32,
    pub group: String,
    /// Masked where its owner has not consented.
    pub name: String,
    pub unit: String,
    pub score: Score,
    pub prediction_error: Option<i64>,
    pub duration_ms: i64,
    /// Not for a whole contest.
    pub submitted_at: Option<Timestamp>,
    /// Why it stands above the next line of the same score, where the name is public.
    pub tie: Option<String>,
}

/// The staff's list has the same.
pub(super) fn columns(lang: Lang) -> [Column; 8] {
    [
        Column::special(lang.say("Hạng", "Rank"), "rank"),
        Column::heading(lang.say("Thí sinh", "Participant")),
        Column::special(lang.say("Đơn vị", "Unit"), "unit"),
        Column::special(lang.say("Điểm", "Points"), "n score"),
        Column::number(lang.say("Dự đoán lệch", "Off by")),
        Column::number(lang.say("Thời gian", "Time")),
        Column::text(lang.say("Nộp lúc", "Handed in")),
        Column::text(lang.say("So với dòng dưới", "Against the next line")),
    ]
}

pub fn page(lang: Lang, view: RankingView) -> AnyView {
    let revisions = revisions(lang, &view);
    let caption = caption(lang, &view);
    let counts = vec![
        (
            lang.say("người dự thi", "took part"),
            figures::count(lang, view.participants),
        ),
        (
            lang.say("người đúng tất cả", "had all right"),
            figures::count(lang, view.all_correct),
        ),
    ];
    let table = if view.rows.is_empty() {
        view! { <p class="soft">{lang.say("Không có ai khớp với bộ lọc.", "Nobody matches the filter.")}</p> }
            .into_any()
    } else {
        ranks(
            lang,
            caption,
            view.rows,
            view.group.is_none() && view.groups.len() > 1,
        )
    };
    // A filter stays within the revision that is read.
    let earlier = (!view.newest)
        .then(|| view! { <input type="hidden" name="revision" value=view.revision.to_string() /> });
    let address = format!("/contests/{}", view.contest_slug);
    view! {
        {title_block(view.contest_title.clone(), view.published_at.minute_in(lang))}
        {crumbs(vec![content_crumb(address, view.contest_title)])}
        <h1>{view.title}</h1>
        {revisions}
        {figures(counts)}
        <p class="soft small">{view.scope.all_correct(lang)}</p>
        <form class="row filter" method="get" action=view.path.clone()>
            {earlier}
            {select("group", lang.say("Bảng thi", "Group"), lang.say("Tất cả các bảng", "All groups"), view.groups, view.group.as_deref())}
            {unit_choice(
                lang,
                "unit",
                lang.say("Đơn vị", "Unit"),
                Some(lang.say("Tất cả đơn vị", "All units")),
                view.units,
                view.unit.as_deref().unwrap_or_default(),
                &[],
            )}
            {button::submit(lang.say("Lọc", "Filter"))}
        </form>
        <div class="sheet">{table}</div>
        {other_pages(lang, view.first_page, None, view.next_page)}
        <p class="soft small">
            {lang.say("Hạng tính trong từng bảng thi. Tên được rút gọn khi thí sinh không đồng ý công bố; cột So với dòng dưới chỉ ghi cho người có tên đầy đủ và bằng điểm với dòng dưới.", "Ranks are within each group. Names are shortened where a participant has not agreed to their publication; the comparison with the next line is given only beside full names with equal points.")}
        </p>
    }
    .into_any()
}

fn caption(lang: Lang, view: &RankingView) -> String {
    match lang {
        Lang::Vi => format!(
            "{}: {} người, công bố lúc {}, lần {}",
            view.title,
            figures::count(lang, view.total),
            view.published_at.minute_in(lang),
            view.revision
        ),
        Lang::En => format!(
            "{}: {} people, published {}, revision {}",
            view.title,
            figures::count(lang, view.total),
            view.published_at.minute_in(lang),
            view.revision
        ),
    }
}

/// Which of several rankings this is, why it was made anew, and the way to the others.
fn revisions(lang: Lang, view: &RankingView) -> Option<AnyView> {
    if view.because.is_empty() && view.other_revisions.is_empty() {
        return None;
    }
    let at = view.published_at.minute_in(lang);
    let words = match lang {
        Lang::Vi => format!("Bản xếp hạng lần {}, công bố lúc {at}", view.revision),
        Lang::En => format!("Revision {} of the ranking, published {at}", view.revision),
    };
    let reason = (!view.because.is_empty())
        .then(|| view! { {lang.say(", vì: ", ", because: ")} {because(lang, &view.because)} });
    let old = (!view.newest).then_some(lang.say(
        "Đây là bản cũ, đã được thay bằng bản mới hơn. ",
        "This is an old one, replaced by a newer. ",
    ));
    let links = view.other_revisions.iter().map(|(number, at)| {
        let address = format!("{}?revision={number}", view.path);
        let label = match lang {
            Lang::Vi => format!("Bản lần {number}, công bố lúc {}", at.minute_in(lang)),
            Lang::En => format!("Revision {number}, published {}", at.minute_in(lang)),
        };
        view! { <li><a href=address>{label}</a></li> }
    });
    let view = view! {
        <div class="note">
            <p>{old} {words} {reason} "."</p>
            <ul class="plain">{links.collect_view()}</ul>
        </div>
    };
    Some(view.into_any())
}

/// The group stands beneath the unit where several groups are listed together. A column that nobody has anything in is
/// left out.
fn ranks(lang: Lang, caption: String, rows: Vec<RankingRow>, with_group: bool) -> AnyView {
    let shown = Shown {
        group: with_group,
        submitted_at: rows.iter().any(|row| row.submitted_at.is_some()),
        tie: rows.iter().any(|row| row.tie.is_some()),
    };
    let [rank, name, unit, score, error, time, submitted_at, tie] = columns(lang);
    let mut columns = vec![rank, name, unit, score, error, time];
    columns.extend(shown.submitted_at.then_some(submitted_at));
    columns.extend(shown.tie.then_some(tie));
    let rows = rows.into_iter().map(|row| cells(lang, row, shown)).collect();
    ranking_table(caption, &columns, rows)
}

/// What a table has beyond what every ranking has.
#[derive(Clone, Copy)]
struct Shown {
    group: bool,
    submitted_at: bool,
    tie: bool,
}

fn cells(lang: Lang, row: RankingRow, shown: Shown) -> Vec<AnyView> {
    let none = || "–".to_owned();
    let mut cells = vec![
        place(row.rank.into()),
        cell(row.name),
        unit(row.unit, shown.group.then_some(row.group)),
        cell(row.score.words(lang)),
        cell(
            row.prediction_error
                .map_or_else(none, |error| figures::count(lang, error)),
        ),
        cell(figures::duration(lang, row.duration_ms / 1000)),
    ];
    if shown.submitted_at {
        cells.push(cell(row.submitted_at.map_or_else(none, |at| at.second_in(lang))));
    }
    if shown.tie {
        cells.push(cell(row.tie.unwrap_or_else(none)));
    }
    cells
}

pub(super) fn unit(unit: String, group: Option<String>) -> AnyView {
    let group = group.map(|group| view! { <span class="opt-note">{group}</span> });
    view! { <span>{unit} " " {group}</span> }.into_any()
}

/// The first three are honoured, without a podium.
pub(super) fn place(rank: i64) -> AnyView {
    let class = if rank <= 3 { "place top" } else { "place" };
    view! { <span class=class>{rank.to_string()}</span> }.into_any()
}
