//! `/console/contests/{slug}/roster`: who is expected to take part, who of them has come and who has not.

mod forms;
pub mod load;

use khao_domain::contest::settings::EntryPolicy;
use khao_domain::ids::{ParticipantId, RosterPersonId};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::content::{content, content_link};
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::error_summary::error_summary;
use crate::components::facts::figures;
use crate::components::field::{Field, Input};
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::components::select::{SelectOption, select};
use crate::components::unit_choice::{UnitOptions, unit_choice};
use crate::text::{figures, pages as text};

#[derive(Debug, Clone)]
pub struct RosterView {
    pub slug: String,
    pub contest_title: String,
    pub entry: EntryPolicy,
    /// The visitor may load, change and empty the roster.
    pub may_run: bool,
    pub filter: Filter,
    /// Announced rounds.
    pub rounds: Vec<SelectOption>,
    /// The way up from the unit that is looked at, and those right below it.
    pub unit_options: UnitOptions,
    pub counts: Counts,
    pub units: Vec<UnitLine>,
    /// So many units more have people on the roster.
    pub units_left: usize,
    pub people: Vec<PersonLine>,
    pub next: Option<String>,
    /// What the files are asked for, after their address: `?unit_id=…`, or nothing.
    pub files_query: String,
    pub problems: Vec<Problem>,
}

/// What was looked for, as it stands in the address.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub query: String,
    pub unit: String,
    pub round: String,
    /// `all`, `done` or `missing`.
    pub state: String,
}

impl Filter {
    const fn of_round(&self) -> bool {
        !self.round.is_empty()
    }

    fn is_empty(&self) -> bool {
        self.query.is_empty() && self.unit.is_empty() && self.round.is_empty() && self.state == "all"
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub people: i64,
    /// Entered, or submitted in the round.
    pub done: i64,
}

#[derive(Debug, Clone)]
pub struct UnitLine {
    pub name: String,
    /// The same page, of this unit.
    pub path: String,
    pub counts: Counts,
}

#[derive(Debug, Clone)]
pub struct PersonLine {
    pub id: RosterPersonId,
    pub full_name: String,
    pub staff_code: String,
    /// As stored: `1990-01-05`, or empty.
    pub birth_date: String,
    pub unit: String,
    pub participant: Option<ParticipantId>,
    /// In the round that was asked for.
    pub submitted: bool,
}

pub fn page(lang: Lang, view: &RosterView) -> AnyView {
    let path = format!("/console/contests/{}/roster", view.slug);
    let is_empty = view.counts.people == 0 && view.filter.is_empty();
    let content = if is_empty {
        notice::calm(lang.say("Chưa có danh sách người phải dự thi.", "There is no roster yet."))
    } else {
        listed(lang, &path, view)
    };
    let manage = view
        .may_run
        .then(|| forms::manage(lang, &path, !is_empty, &view.problems));
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(format!("/console/contests/{}", view.slug), view.contest_title.clone()),
        ])}
        {heading(
            lang.say("Danh sách dự thi", "Roster"),
            lang.say(
                "Những người phải dự thi, để biết ai chưa vào. Danh sách chỉ giữ họ tên, đơn vị, mã cán bộ và ngày sinh; không giữ số điện thoại và thư điện tử.",
                "The people who are expected, to see who is still to come. Only name, unit, staff code and birth date are kept; no telephone numbers and no e-mail addresses.",
            ),
        )}
        {error_summary(&view.problems, &["file", "mode"])}
        {listed_only(lang, view.entry)}
        {content}
        {manage}
    }
    .into_any()
}

fn listed_only(lang: Lang, entry: EntryPolicy) -> Option<AnyView> {
    (entry == EntryPolicy::Roster).then(|| {
        notice::careful(lang.say(
            "Chỉ người trong danh sách này được ghi danh.",
            "Only people of this roster may enter.",
        ))
    })
}

fn listed(lang: Lang, path: &str, view: &RosterView) -> AnyView {
    let list = if view.people.is_empty() {
        notice::careful(lang.say("Không có ai khớp.", "Nobody matches."))
    } else {
        let columns = columns(lang, view.may_run);
        let rows = view.people.iter().map(|person| cells(lang, path, view, person));
        let caption = lang.say("Người trong danh sách", "People of the roster");
        view! {
            <div class="sheet">
                {data_table(caption, &columns, rows.collect())} {next_page(lang, view.next.clone())}
            </div>
        }
        .into_any()
    };
    view! {
        {counts(lang, view)} {downloads(lang, view)} {filter(lang, path, view)} {list} {units(lang, view)}
    }
    .into_any()
}

fn counts(lang: Lang, view: &RosterView) -> AnyView {
    let Counts { people, done } = view.counts;
    let words = if view.filter.of_round() {
        [
            lang.say("đã nộp bài vòng này", "submitted in this round"),
            lang.say("chưa nộp bài vòng này", "still to submit in this round"),
        ]
    } else {
        [
            lang.say("đã ghi danh", "entered"),
            lang.say("chưa dự thi", "still to come"),
        ]
    };
    let count = |number| figures::count(lang, number);
    figures(vec![
        (lang.say("người trong danh sách", "on the roster"), count(people)),
        (words[0], count(done)),
        (words[1], count(people - done)),
    ])
}

fn downloads(lang: Lang, view: &RosterView) -> AnyView {
    let missing = if view.filter.of_round() {
        lang.say("Người chưa nộp bài", "Who has not submitted")
    } else {
        lang.say("Người chưa dự thi", "Who is still to come")
    };
    let whole = lang.say("Cả danh sách", "The whole roster");
    let line = |name: &'static str, file: &str| {
        let address = format!("/api/v1/contests/{}/roster/exports/{file}", view.slug);
        let tables = tables_at(&address, &view.files_query);
        view! {
            <li>
                <span>{name}</span>
                " "
                {file_forms(lang, name, tables)}
            </li>
        }
    };
    view! {
        <h2>{lang.say("Tải về", "Downloads")}</h2>
        <ul class="sheet plain files">{line(missing, "missing")} {line(whole, "roster")}</ul>
    }
    .into_any()
}

fn filter(lang: Lang, path: &str, view: &RosterView) -> AnyView {
    let Filter {
        query,
        unit,
        round,
        state,
    } = view.filter.clone();
    let states = vec![
        SelectOption::new("done", lang.say("Đã dự thi (đã nộp bài)", "Has come (submitted)")),
        SelectOption::new("missing", lang.say("Chưa dự thi (chưa nộp bài)", "Still to come")),
    ];
    view! {
        <form class="sheet" method="get" action=path.to_owned()>
            <div class="row filter">
                {Field::new("query", lang.say("Họ tên hoặc mã cán bộ", "Name or staff code"), Input::Text)
                    .value(query)
                    .hint(lang.say("Có dấu hay không dấu đều được.", "With or without diacritics."))
                    .view()}
                {unit_choice(
                    lang,
                    "unit",
                    lang.say("Đơn vị", "Unit"),
                    Some(lang.say("Tất cả", "All")),
                    view.unit_options.clone(),
                    &unit,
                    &[],
                )}
                {select(
                    "round",
                    lang.say("Tính theo", "Counted by"),
                    lang.say("Ghi danh cuộc thi", "Entering the contest"),
                    view.rounds.clone(),
                    Some(&round),
                )}
                {select("state", lang.say("Tình trạng", "State"), lang.say("Tất cả", "All"), states, Some(&state))}
            </div>
            {button::submit(lang.say("Lọc", "Filter"))}
        </form>
    }
    .into_any()
}

fn columns(lang: Lang, may_run: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::heading(lang.say("Họ và tên", "Full name")),
        Column::text(lang.say("Mã cán bộ", "Staff code")),
        Column::text(lang.say("Ngày sinh", "Date of birth")),
        Column::text(lang.say("Đơn vị", "Unit")),
        Column::text(lang.say("Tình trạng", "State")),
    ];
    if may_run {
        columns.push(Column::text(lang.say("Danh sách", "Roster")));
    }
    columns
}

fn cells(lang: Lang, path: &str, view: &RosterView, person: &PersonLine) -> Vec<AnyView> {
    let name = person.full_name.clone();
    let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    let mut cells = vec![
        match person.participant.filter(|_| view.may_run) {
            Some(id) => link_cell(format!("/console/participants/{id}"), name),
            None => cell(name),
        },
        cell(dash(person.staff_code.clone())),
        cell(dash(text::born(lang, &person.birth_date))),
        content(lang, &person.unit),
        standing(lang, view.filter.of_round(), person),
    ];
    if view.may_run {
        cells.push(forms::remove(lang, path, &view.filter, person));
    }
    cells
}

fn standing(lang: Lang, of_round: bool, person: &PersonLine) -> AnyView {
    let (class, words) = match (of_round, person.participant.is_some(), person.submitted) {
        (true, _, true) => ("tag", lang.say("đã nộp bài", "submitted")),
        (true, true, false) => (
            "tag off",
            lang.say("đã ghi danh, chưa nộp", "entered, not submitted"),
        ),
        (false, true, _) => ("tag", lang.say("đã ghi danh", "entered")),
        _ => ("tag off", lang.say("chưa dự thi", "still to come")),
    };
    view! { <span class=class>{words}</span> }.into_any()
}

fn units(lang: Lang, view: &RosterView) -> Option<AnyView> {
    if view.units.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Đơn vị", "Unit")),
        Column::number(lang.say("Trong danh sách", "On the roster")),
        Column::number(lang.say("Đã dự thi", "Have come")),
        Column::number(lang.say("Chưa dự thi", "Still to come")),
    ];
    let rows = view.units.iter().map(|unit| {
        let Counts { people, done } = unit.counts;
        let count = |number| cell(figures::count(lang, number));
        vec![
            content_link(lang, unit.path.clone(), &unit.name),
            count(people),
            count(done),
            count(people - done),
        ]
    });
    let left = (view.units_left > 0).then(|| {
        notice::calm(match lang {
            Lang::Vi => format!("Và {} đơn vị nữa.", view.units_left),
            Lang::En => format!("And {} more units.", view.units_left),
        })
    });
    let caption = lang.say("Các đơn vị cấp dưới", "Units below");
    let table = data_table(caption, &columns, rows.collect());
    Some(
        view! { <h2>{lang.say("Theo đơn vị", "By unit")}</h2> <div class="sheet">{table} {left}</div> }
            .into_any(),
    )
}

/// Where the roster is linked to: how many are still to come, if there is one.
pub fn missing_words(lang: Lang, missing: Option<i64>) -> String {
    let Some(missing) = missing else {
        return lang.say("Danh sách dự thi", "Roster").to_owned();
    };
    let missing = figures::count(lang, missing);
    match lang {
        Lang::Vi => format!("Chưa dự thi: {missing} người"),
        Lang::En => format!("Still to come: {missing}"),
    }
}
