//! The tables beside the pictures: for those who cannot see them, and those who want numbers.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::data_table::{Column, cell, data_table};
use crate::figures::arrivals::Arrivals;
use crate::figures::items::{Item, Items, PAPERS_FEWEST};
use crate::figures::scores::Scores;
use crate::figures::units::{Unit, Units};
use crate::figures::words::{decimal, percent, share};
use crate::text::figures::count;

/// Beyond it the file is better to look at.
const ROWS_MOST: usize = 100;

pub(super) fn scores(lang: Lang, scores: &Scores) -> AnyView {
    let columns = [
        Column::heading(lang.say("Mức điểm", "Score")),
        Column::number(lang.say("Số bài", "Papers")),
        Column::number(lang.say("Tỷ lệ", "Share")),
    ];
    let all = scores.all();
    let row = |(tenth, papers): (usize, &i64)| {
        vec![
            cell(Scores::span(lang, tenth)),
            cell(count(lang, *papers)),
            cell(percent(lang, *papers, all)),
        ]
    };
    let rows = scores.0.iter().enumerate().map(row).collect();
    let caption = lang.say(
        "Số bài theo phần trăm điểm tối đa",
        "Papers by percent of the full score",
    );
    data_table(caption, &columns, rows)
}

pub(super) fn arrivals(lang: Lang, arrivals: &Arrivals) -> AnyView {
    let columns = [
        Column::heading(lang.say("Khoảng thời gian", "Span of time")),
        Column::number(lang.say("Bắt đầu", "Began")),
        Column::number(lang.say("Đã nộp", "Handed in")),
    ];
    let spans = arrivals.0.iter();
    let rows = spans
        .map(|span| {
            vec![
                cell(span.words(lang)),
                cell(count(lang, span.started)),
                cell(count(lang, span.submitted)),
            ]
        })
        .collect();
    data_table(Arrivals::title(lang), &columns, rows)
}

pub(super) fn units(lang: Lang, units: &Units) -> AnyView {
    let columns = [
        Column::heading(lang.say("Đơn vị", "Unit")),
        Column::number(lang.say("Số người", "People")),
        Column::number(lang.say("Dự thi", "Taking part")),
        Column::number(lang.say("Đã nộp", "Handed in")),
        Column::number(lang.say("Tỷ lệ", "Share")),
    ];
    let unknown = || "–".to_owned();
    let row = |unit: &Unit| {
        vec![
            cell(unit.name.clone()),
            cell(unit.headcount.map_or_else(unknown, |people| count(lang, people))),
            cell(count(lang, unit.participants)),
            cell(count(lang, unit.submitted)),
            cell(unit.rate().map_or_else(unknown, |rate| share(lang, rate))),
        ]
    };
    let shown = units.all().iter().take(ROWS_MOST).map(row).collect();
    let caption = first_of(lang, Units::title(lang), units.all().len());
    data_table(caption, &columns, shown)
}

pub(super) fn items(lang: Lang, items: &Items) -> AnyView {
    let columns = [
        Column::heading(lang.say("Câu hỏi", "Question")),
        Column::text(lang.say("Chủ đề", "Topic")),
        Column::number(lang.say("Số bài", "Papers")),
        Column::number(lang.say("Trả lời đúng", "Right")),
        Column::number(lang.say("Độ phân biệt", "Discrimination")),
        Column::text(lang.say("Nhận xét", "Judgement")),
    ];
    let unknown = || "–".to_owned();
    let row = |item: &Item| {
        vec![
            cell(item.code.clone()),
            cell(item.topic.clone()),
            cell(count(lang, i64::try_from(item.drawn).unwrap_or(i64::MAX))),
            cell(share(lang, item.facility)),
            cell(
                item.discrimination
                    .map_or_else(unknown, |figure| decimal(lang, figure)),
            ),
            cell(judgement(lang, item)),
        ]
    };
    let shown = items.all().iter().take(ROWS_MOST).map(row).collect();
    let title = lang.say(
        "Câu phân biệt kém nhất đứng đầu",
        "What tells least apart comes first",
    );
    data_table(first_of(lang, title, items.all().len()), &columns, shown)
}

fn judgement(lang: Lang, item: &Item) -> &'static str {
    if item.drawn < PAPERS_FEWEST {
        lang.say("chưa đủ bài", "too few papers")
    } else if item.is_weak() {
        lang.say("nên xem lại", "worth a look")
    } else {
        ""
    }
}

fn first_of(lang: Lang, title: &str, rows: usize) -> String {
    if rows <= ROWS_MOST {
        return title.to_owned();
    }
    match lang {
        Lang::Vi => format!("{title}; {ROWS_MOST} dòng đầu trong {rows}, tệp có tất cả"),
        Lang::En => format!("{title}; the first {ROWS_MOST} rows of {rows}, the file has them all"),
    }
}
