//! `/console/rounds/{id}/extra-time`: time for those at work now, and what was given.

use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::unit_choice::{UnitOptions, unit_choice};
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct ExtraTimeView {
    pub round: RoundId,
    pub round_name: String,
    pub form_id: String,
    /// Attempts at work now.
    pub under_way: i64,
    /// Id and name.
    pub units: UnitOptions,
    pub typed: TypedTime,
    pub given: Vec<GivenLine>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default)]
pub struct TypedTime {
    /// A unit's id; empty for everybody.
    pub unit_id: String,
    pub minutes: String,
    pub reason: String,
}

#[derive(Debug, Clone)]
pub struct GivenLine {
    /// A person's or a unit's name; none for everybody.
    pub whom: Option<String>,
    pub seconds: u32,
    pub reason: String,
    pub at: Timestamp,
    pub attempts: i64,
}

const FIELDS: [&str; 3] = ["unit_id", "minutes", "reason"];

pub fn page(lang: Lang, view: ExtraTimeView) -> AnyView {
    let back = format!("/console/rounds/{}", view.round);
    let form = form(lang, &format!("{back}/extra-time"), &view);
    view! {
        {crumbs(vec![console_crumb(lang), content_crumb(back, view.round_name)])}
        {heading(lang.say("Cộng giờ làm bài", "Extra time"), lang.say("Bù giờ cho những người đang làm bài khi có sự cố như mất điện, mất mạng.", "Make up for an incident, such as a power cut, to those at work on their papers."))}
        {error_summary(&view.problems, &FIELDS)}
        {notice::careful(
            lang
                .say(
                    "Chỉ các bài đang làm lúc này được cộng giờ. Bài đã nộp hoặc đã hết giờ không đổi; bài bắt đầu sau lúc này không được cộng. Giờ đã cộng thì không rút lại được. Thí sinh đọc được lý do.",
                    "Only attempts that are open at this moment get the time. Those handed in or run out stay as they are, and those that start later get none of it. Time that was given cannot be taken back. Participants read the reason.",
                ),
        )}
        {under_way(lang, view.under_way)}
        {form}
        <h2>{lang.say("Đã cộng", "Given so far")}</h2>
        {given(lang, view.given)}
    }
    .into_any()
}

fn under_way(lang: Lang, attempts: i64) -> AnyView {
    let count = figures::count(lang, attempts);
    let told = match (attempts, lang) {
        (0, _) => lang
            .say(
                "Lúc này không có bài nào đang làm.",
                "Nobody is at work at this moment.",
            )
            .to_owned(),
        (_, Lang::Vi) => {
            format!("Lúc này có {count} bài đang làm; cộng cho mọi người là cộng cho cả {count} bài.")
        }
        (_, Lang::En) => {
            format!("Attempts at work at this moment: {count}. Time for everybody reaches all of them.")
        }
    };
    view! { <p>{told}</p> }.into_any()
}

fn form(lang: Lang, path: &str, view: &ExtraTimeView) -> AnyView {
    let everybody = lang.say("Mọi người đang làm bài", "Everybody at work");
    view! {
        <form class="sheet" method="post" action=path.to_owned()>
            {button::hidden("form_id", view.form_id.clone())}
            {unit_choice(
                lang,
                "unit_id",
                lang.say("Cho ai (một đơn vị gồm cả các đơn vị bên dưới)", "For whom (a unit counts with all below it)"),
                Some(everybody),
                view.units.clone(),
                &view.typed.unit_id,
                &view.problems,
            )}
            {time_fields(lang, ("minutes", &view.typed.minutes), ("reason", &view.typed.reason), &view.problems)}
            <div class="row">{button::submit(lang.say("Cộng giờ", "Give the time"))}</div>
        </form>
    }
    .into_any()
}

/// How long, and why: each a name and what was typed.
pub(super) fn time_fields(
    lang: Lang,
    (minutes, typed_minutes): (&'static str, &str),
    (reason, typed_reason): (&'static str, &str),
    problems: &[Problem],
) -> AnyView {
    view! {
        {Field::new(minutes, lang.say("Số phút cộng thêm", "Minutes"), Input::Number)
            .value(typed_minutes)
            .hint(lang.say("Từ 1 đến 360 phút.", "From 1 to 360."))
            .required()
            .problems(problems)
            .view()}
        {Field::new(reason, lang.say("Lý do", "Reason"), Input::Text)
            .value(typed_reason)
            .hint(lang.say("Thí sinh đọc được; ví dụ: mất điện.", "Participants read it, such as: power cut."))
            .required()
            .problems(problems)
            .view()}
    }
    .into_any()
}

fn given(lang: Lang, lines: Vec<GivenLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="soft">{lang.say("Chưa cộng giờ lần nào. Cộng cho một người thì mở bài của người ấy.", "Nothing was given yet. To give time to one person, open their attempt.")}</p> }
            .into_any();
    }
    let columns = [
        Column::heading(lang.say("Cho ai", "Whom")),
        Column::number(lang.say("Thời gian", "Time")),
        Column::text(lang.say("Lý do", "Reason")),
        Column::text(lang.say("Lúc", "At")),
        Column::number(lang.say("Số bài", "Attempts")),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let everybody = || lang.say("Mọi người", "Everybody").to_owned();
            vec![
                cell(line.whom.unwrap_or_else(everybody)),
                cell(figures::duration(lang, i64::from(line.seconds))),
                cell(line.reason),
                cell(line.at.second_in(lang)),
                cell(figures::count(lang, line.attempts)),
            ]
        })
        .collect();
    let caption = lang.say("Các lần cộng giờ", "Extra time");
    view! { <div class="sheet">{data_table(caption, &columns, rows)}</div> }.into_any()
}
