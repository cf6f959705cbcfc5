//! `/console/contests/{slug}/participants`: finding a person to issue the re-entry code anew.

use khao_domain::ids::ParticipantId;
use khao_domain::lang::Lang;
use khao_domain::time::CivilDate;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::crumbs;
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::field::{Field, Input};
use crate::components::notice;

#[derive(Debug, Clone)]
pub struct ParticipantsView {
    pub slug: String,
    pub contest_title: String,
    pub query: String,
    /// `None` before the first search.
    pub people: Option<Vec<PersonLine>>,
    /// The search found more than are shown.
    pub more: bool,
    /// Shown once, right after it was issued.
    pub issued: Option<IssuedCode>,
}

#[derive(Debug, Clone)]
pub struct PersonLine {
    pub id: ParticipantId,
    pub name: String,
    /// As stored: `1990-01-05`. The person is checked against it.
    pub birth_date: String,
    pub unit: String,
    /// Where the person's attempts are, for those who may see them.
    pub path: Option<String>,
}

#[derive(Debug, Clone)]
pub struct IssuedCode {
    pub name: String,
    pub re_entry_code: String,
}

const COLUMNS: [Column; 4] = [
    Column::heading("Thí sinh"),
    Column::text("Ngày sinh"),
    Column::text("Đơn vị"),
    Column::text("Mã dự thi"),
];

pub fn page(view: ParticipantsView) -> AnyView {
    let path = format!("/console/contests/{}/participants", view.slug);
    let people = view
        .people
        .map(|people| found(&path, &view.query, people, view.more));
    view! {
        {crumbs(vec![
            console_crumb(Lang::Vi),
            (format!("/console/contests/{}", view.slug), view.contest_title),
        ])}
        <h1>"Cấp lại mã dự thi"</h1>
        {view.issued.map(issued)}
        <form class="sheet" method="get" action=path>
            <div class="finder">
                {Field::new("query", "Họ tên thí sinh", Input::Text)
                    .value(view.query)
                    .hint("Có dấu hay không dấu đều được.")
                    .required()
                    .view()}
                {button::submit("Tìm thí sinh")}
            </div>
        </form>
        {people}
    }
    .into_any()
}

fn issued(code: IssuedCode) -> AnyView {
    view! {
        <section class="note calm" role="status">
            <h2>{format!("Mã mới của {}", code.name)}</h2>
            <p class="code">{code.re_entry_code}</p>
            <p>"Mã cũ không dùng được nữa. Mã này chỉ hiện một lần ở đây."</p>
        </section>
    }
    .into_any()
}

fn found(path: &str, query: &str, people: Vec<PersonLine>, more: bool) -> AnyView {
    if people.is_empty() {
        return notice::careful("Không tìm thấy thí sinh nào khớp.");
    }
    let shown = people.len();
    let more = more.then(|| {
        let hint = format!("Chỉ hiện {shown} người đầu tiên; còn nữa. Hãy gõ thêm họ tên để tìm đúng người.");
        notice::careful(hint)
    });
    let rows = people
        .into_iter()
        .map(|person| {
            let birth_date = CivilDate::parse(&person.birth_date).map(CivilDate::vietnamese);
            let birth_date = birth_date.unwrap_or(person.birth_date);
            vec![
                match person.path {
                    Some(path) => link_cell(path, person.name.clone()),
                    None => cell(person.name.clone()),
                },
                cell(birth_date),
                cell(person.unit),
                reissue(path, query, person.id, &person.name),
            ]
        })
        .collect();
    view! {
        <div class="sheet">
            {notice::careful("Kiểm tra đúng người trước khi cấp lại; việc này được ghi vào nhật ký.")}
            {data_table("Thí sinh tìm thấy", &COLUMNS, rows)} {more}
        </div>
    }
    .into_any()
}

/// The query goes along, so that the person is found again by what the visitor may see.
fn reissue(path: &str, query: &str, person: ParticipantId, name: &str) -> AnyView {
    view! {
        <form method="post" action=path.to_owned()>
            {button::hidden("query", query)} {button::hidden("participant_id", person.to_string())}
            {button::link_action("reissue", "Cấp lại mã", format!("Cấp lại mã cho {name}"))}
        </form>
    }
    .into_any()
}
