//! Lists of winners, as the public and staff read them.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::data_table::{Column, cell, ranking_table};
use crate::components::notice;
use crate::pages::receipt::Score;
use crate::text::figures;

/// Winners who compete with each other.
#[derive(Debug, Clone)]
pub struct WinnerListView {
    /// «Tuần 1 · Cán bộ»
    pub heading: String,
    /// Of which ranking it is, and whether that is public.
    pub standing: String,
    /// It can still change, or is not public: said with weight.
    pub is_provisional: bool,
    pub lines: WinnerLines,
    /// More share the last place than are listed.
    pub is_cut: bool,
}

#[derive(Debug, Clone)]
pub enum WinnerLines {
    People(Vec<PersonWon>),
    Units(Vec<UnitWon>),
}

/// What was won, or why that is still to be decided.
#[derive(Debug, Clone)]
pub struct Won {
    pub prize: Option<String>,
    pub note: Option<String>,
    /// In đồng.
    pub amount: Option<i64>,
    pub rank: u32,
}

#[derive(Debug, Clone)]
pub struct PersonWon {
    pub won: Won,
    pub name: String,
    pub unit: String,
    pub score: Score,
    pub prediction_error: Option<i64>,
    pub duration_ms: i64,
}

#[derive(Debug, Clone)]
pub struct UnitWon {
    pub won: Won,
    pub name: String,
    pub participants: i64,
    pub headcount: Option<i64>,
    pub rate: Option<f64>,
    pub mean: Option<Score>,
}

pub(crate) fn lists(lang: Lang, lists: Vec<WinnerListView>) -> AnyView {
    if lists.is_empty() {
        let none = lang.say("Chưa có danh sách đạt giải.", "There are no winners yet.");
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    lists
        .into_iter()
        .map(|one| list(lang, one))
        .collect_view()
        .into_any()
}

fn list(lang: Lang, list: WinnerListView) -> AnyView {
    let standing = if list.is_provisional {
        notice::careful(list.standing)
    } else {
        view! { <p class="soft small">{list.standing}</p> }.into_any()
    };
    let formula = matches!(list.lines, WinnerLines::Units(_)).then(|| formula(lang));
    let table = match list.lines {
        WinnerLines::People(lines) => people(lang, list.heading.clone(), lines),
        WinnerLines::Units(lines) => units(lang, list.heading.clone(), lines),
    };
    let cut = list.is_cut.then(|| {
        notice::careful(lang.say(
            "Còn nhiều người cùng hạng cuối nữa; xem bảng xếp hạng đầy đủ.",
            "Many more share the last place; see the whole ranking.",
        ))
    });
    view! {
        <h2>{list.heading}</h2>
        {standing}
        {formula}
        {table}
        {cut}
    }
    .into_any()
}

/// The collective formula in words.
fn formula(lang: Lang) -> AnyView {
    let words = lang.say(
        "Cách xếp hạng tập thể: tỷ lệ tham gia cao hơn xếp trước (số lượt người được xếp hạng ở các vòng đã công bố, chia cho số người của đơn vị khi mỗi vòng mở); bằng tỷ lệ thì xét chất lượng (tổng điểm chia cho tổng điểm tối đa). Đơn vị chưa khai số người hoặc không có ai dự thi không được xét.",
        "How units are ranked: the higher rate of participation first (people ranked in the published rounds, by the unit's head-count when each round opened); of equal rates the better quality (points by the most points possible). Units without a head-count, and units from which nobody came, are left out.",
    );
    view! { <p class="soft small">{words}</p> }.into_any()
}

fn people(lang: Lang, caption: String, lines: Vec<PersonWon>) -> AnyView {
    let columns = [
        Column::special(lang.say("Hạng", "Rank"), "rank"),
        Column::heading(lang.say("Họ và tên", "Name")),
        Column::special(lang.say("Đơn vị", "Unit"), "unit"),
        Column::text(lang.say("Giải", "Prize")),
        Column::number(lang.say("Tiền thưởng", "Money")),
        Column::number(lang.say("Điểm", "Score")),
        Column::number(lang.say("Dự đoán lệch", "Prediction off by")),
        Column::number(lang.say("Thời gian", "Duration")),
    ];
    let rows = lines.into_iter().map(|line| {
        vec![
            place(line.won.rank),
            cell(line.name),
            cell(line.unit),
            prize(&line.won),
            cell(money(lang, line.won.amount)),
            cell(line.score.words(lang)),
            cell(
                line.prediction_error
                    .map_or_else(none, |number| figures::count(lang, number)),
            ),
            cell(figures::duration(lang, line.duration_ms / 1000)),
        ]
    });
    sheet(lang, caption, &columns, rows.collect())
}

fn units(lang: Lang, caption: String, lines: Vec<UnitWon>) -> AnyView {
    let columns = [
        Column::special(lang.say("Hạng", "Rank"), "rank"),
        Column::heading(lang.say("Đơn vị", "Unit")),
        Column::text(lang.say("Giải", "Prize")),
        Column::number(lang.say("Tiền thưởng", "Money")),
        Column::number(lang.say("Lượt dự thi", "Took part")),
        Column::number(lang.say("Số người, cộng các vòng", "Head-count, over all rounds")),
        Column::number(lang.say("Tỷ lệ", "Rate")),
        Column::number(lang.say("Điểm trung bình", "Mean score")),
    ];
    let rows = lines.into_iter().map(|line| {
        vec![
            place(line.won.rank),
            cell(line.name),
            prize(&line.won),
            cell(money(lang, line.won.amount)),
            cell(figures::count(lang, line.participants)),
            cell(
                line.headcount
                    .map_or_else(none, |number| figures::count(lang, number)),
            ),
            cell(line.rate.map_or_else(none, |rate| figures::percent(lang, rate))),
            cell(line.mean.map_or_else(none, |mean| mean.words(lang))),
        ]
    });
    sheet(lang, caption, &columns, rows.collect())
}

fn sheet(lang: Lang, caption: String, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    if rows.is_empty() {
        let none = lang.say("Không có ai được xếp hạng.", "Nobody is ranked.");
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    view! { <div class="sheet">{ranking_table(caption, columns, rows)}</div> }.into_any()
}

fn none() -> String {
    "–".to_owned()
}

/// An amount in đồng.
pub(crate) fn money(lang: Lang, amount: Option<i64>) -> String {
    amount.map_or_else(none, |amount| {
        format!(
            "{}\u{a0}{}",
            figures::count(lang, amount),
            lang.say("đồng", "VND")
        )
    })
}

fn place(rank: u32) -> AnyView {
    let class = if rank <= 3 { "place top" } else { "place" };
    view! { <span class=class>{rank.to_string()}</span> }.into_any()
}

fn prize(won: &Won) -> AnyView {
    let name = won.prize.clone().map(|name| view! { <b>{name}</b> });
    let note = won
        .note
        .clone()
        .map(|note| view! { <span class="tag gold">{note}</span> });
    view! { <span>{name} {note}</span> }.into_any()
}
