//! `/console/participants/{id}`: one person of a contest and their attempts.

use khao_domain::ids::{AttemptId, ParticipantId, RoundId};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::corrected::{CorrectionLine, corrected};
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::select::{SelectOption, choice_of};
use crate::components::unit_choice::{UnitOptions, unit_choice};
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct PersonView {
    pub id: ParticipantId,
    pub contest_slug: String,
    pub contest_title: String,
    pub name: String,
    /// As stored: `1990-01-05`.
    pub birth_date: String,
    pub unit: String,
    pub group: String,
    pub attempts: Vec<AttemptLine>,
    /// Fixed rankings that go on showing a former name.
    pub ranked_as: Vec<RankedLine>,
    /// The newest first.
    pub corrections: Vec<CorrectionLine>,
    /// Id and name.
    pub units: UnitOptions,
    pub groups: Vec<SelectOption>,
    pub typed: TypedEntry,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct RankedLine {
    pub round: RoundId,
    pub round_name: String,
    pub revision: i64,
    pub name: String,
}

/// What stands in the form: as stored, or as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TypedEntry {
    pub full_name: String,
    pub birth_date: String,
    pub phone: String,
    pub email: String,
    pub unit_id: String,
    pub group_id: String,
    pub reason: String,
}

const FIELDS: [&str; 7] = [
    "full_name",
    "birth_date",
    "phone",
    "email",
    "unit_id",
    "group_id",
    "reason",
];

#[derive(Debug, Clone)]
pub struct AttemptLine {
    pub id: AttemptId,
    pub round_name: String,
    pub ordinal: i64,
    pub started_at: Timestamp,
    pub state: AttemptState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    Open,
    Submitted,
    Voided,
}

impl AttemptState {
    const fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::Open => lang.say("Đang làm", "Open"),
            Self::Submitted => lang.say("Đã nộp", "Handed in"),
            Self::Voided => lang.say("Không được tính", "Void"),
        }
    }
}

pub fn page(lang: Lang, view: PersonView) -> AnyView {
    let contest = format!("/console/contests/{}", view.contest_slug);
    let form = form(lang, &view);
    view! {
        {crumbs(vec![console_crumb(lang), content_crumb(contest, view.contest_title)])}
        {heading(view.name, lang.say("Thông tin ghi danh và các lượt thi của một người; sửa khi ghi danh nhầm.", "The entry and the attempts of one person; put right what was entered wrongly."))}
        {error_summary(&view.problems, &FIELDS)}
        <div class="sheet">
            {facts(vec![
                (lang.say("Ngày sinh", "Born"), text::born(lang, &view.birth_date)),
                (lang.say("Đơn vị", "Unit"), view.unit),
                (lang.say("Bảng thi", "Group"), view.group),
            ])}
            {corrected(lang, &view.corrections)}
        </div>
        {view.ranked_as.into_iter().map(|line| ranked_as(lang, line)).collect_view()}
        <h2>{lang.say("Các lượt thi", "Attempts")}</h2>
        {attempts(lang, view.attempts)}
        {form}
    }
    .into_any()
}

fn ranked_as(lang: Lang, line: RankedLine) -> AnyView {
    let RankedLine {
        round,
        round_name,
        revision,
        name,
    } = line;
    let words = match lang {
        Lang::Vi => format!("{round_name}: bảng xếp hạng lần {revision} vẫn ghi họ tên cũ, {name}."),
        Lang::En => format!("{round_name}: ranking {revision} still shows the former name, {name}."),
    };
    let link = lang.say("Lập lại bảng xếp hạng", "Make the ranking anew");
    view! {
        <div class="note">
            <p>{words} " " <a href=format!("/console/rounds/{round}/corrections#rankings")>{link}</a></p>
        </div>
    }
    .into_any()
}

fn form(lang: Lang, view: &PersonView) -> AnyView {
    let typed = &view.typed;
    let field = |name: &'static str, label: &'static str, value: &str, input| {
        Field::new(name, label, input)
            .value(value)
            .problems(&view.problems)
    };
    let list = |name: &str, label: &'static str, hint, all: &[SelectOption], chosen: &str| {
        choice_of(name.to_owned(), label, hint, all.to_vec(), chosen, &view.problems)
    };
    let group_hint = lang.say(
        "Chỉ đổi được khi thí sinh chưa có lượt thi nào.",
        "Only while the person has no attempt.",
    );
    view! {
        <h2>{lang.say("Sửa thông tin ghi danh", "Correct the entry")}</h2>
        <form class="sheet" method="post" action=format!("/console/participants/{}", view.id)>
            {field("full_name", lang.say("Họ và tên", "Full name"), &typed.full_name, Input::Text).required().view()}
            {field("birth_date", lang.say("Ngày sinh", "Born"), &typed.birth_date, Input::Date).required().view()}
            {field("phone", lang.say("Số điện thoại", "Telephone"), &typed.phone, Input::Phone).view()}
            {field("email", lang.say("Thư điện tử", "E-mail"), &typed.email, Input::Email).view()}
            {unit_choice(lang, "unit_id", lang.say("Đơn vị", "Unit"), None, view.units.clone(), &typed.unit_id, &view.problems)}
            {list("group_id", lang.say("Bảng thi", "Group"), group_hint, &view.groups, &typed.group_id)}
            {field("reason", lang.say("Lý do sửa", "Reason"), &typed.reason, Input::Text)
                .hint(lang.say("Thí sinh đọc được ở trang dự thi, cùng các mục đã sửa.", "The person reads it in the lobby, with what was changed."))
                .required()
                .view()}
            <p class="soft small">
                {lang.say(
                    "Thông tin cũ bị thay ngay; bảng xếp hạng đã chốt vẫn ghi họ tên và đơn vị cũ cho đến khi được lập lại. Việc này được ghi vào nhật ký.",
                    "The old details are replaced at once; a fixed ranking goes on showing the old name and unit until it is made anew. It goes into the audit log.",
                )}
            </p>
            <div class="row">{button::submit(lang.say("Lưu thông tin", "Save"))}</div>
        </form>
    }
    .into_any()
}

fn attempts(lang: Lang, lines: Vec<AttemptLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="soft">{lang.say("Chưa có lượt thi nào. Lượt thi hiện ra khi người này bắt đầu làm bài.", "There is none yet. An attempt appears as soon as it is begun.")}</p> }
            .into_any();
    }
    let columns = [
        Column::heading(lang.say("Lượt thi", "Attempt")),
        Column::text(lang.say("Bắt đầu", "Started")),
        Column::text(lang.say("Trạng thái", "State")),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let name = match lang {
                Lang::Vi => format!("{}, lượt {}", line.round_name, line.ordinal),
                Lang::En => format!("{}, attempt {}", line.round_name, line.ordinal),
            };
            vec![
                link_cell(format!("/console/attempts/{}", line.id), name),
                cell(line.started_at.second_in(lang)),
                cell(line.state.say(lang)),
            ]
        })
        .collect();
    let caption = lang.say("Các lượt thi của thí sinh", "The person's attempts");
    view! { <div class="sheet">{data_table(caption, &columns, rows)}</div> }.into_any()
}
