//! `/console/contests/{slug}/participants`: finding a person to issue the re-entry code anew.

use khao_domain::ids::ParticipantId;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::notice;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ParticipantsView {
    pub slug: String,
    pub contest_title: String,
    pub query: String,
    /// `None` before the first search.
    pub people: Option<Vec<PersonLine>>,
    /// The search found more than are shown.
    pub more: bool,
    /// Somebody was chosen who is about to lose the present code.
    pub asked: Option<AskedCode>,
    /// Shown once, right after it was issued.
    pub issued: Option<IssuedCode>,
    pub may_reissue: bool,
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
pub struct AskedCode {
    pub id: ParticipantId,
    pub name: String,
    pub form_id: String,
}

#[derive(Debug, Clone)]
pub struct IssuedCode {
    pub name: String,
    pub re_entry_code: String,
}

fn columns(lang: Lang, may_reissue: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::heading(lang.say("Thí sinh", "Participant")),
        Column::text(lang.say("Ngày sinh", "Date of birth")),
        Column::text(lang.say("Đơn vị", "Unit")),
    ];
    if may_reissue {
        columns.push(Column::text(lang.say("Mã dự thi", "Code")));
    }
    columns
}

pub fn page(lang: Lang, view: ParticipantsView) -> AnyView {
    let path = format!("/console/contests/{}/participants", view.slug);
    let people = view
        .people
        .map(|people| found(lang, (&path, view.may_reissue), &view.query, people, view.more));
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(format!("/console/contests/{}", view.slug), view.contest_title),
        ])}
        {heading(lang.say("Cấp lại mã dự thi", "Issue a code anew"), lang.say("Tìm người đã ghi danh mà mất mã dự thi, và cấp mã mới để vào thi lại.", "Find somebody who has entered and lost the code, and issue a new one to return with."))}
        {view.asked.map(|one| asked(lang, &path, &view.query, one))}
        {view.issued.map(|one| issued(lang, one))}
        <form class="sheet" method="get" action=path>
            <div class="finder">
                {Field::new("query", lang.say("Họ tên thí sinh", "Participant's name"), Input::Text)
                    .value(view.query)
                    .hint(lang.say("Có dấu hay không dấu đều được.", "With or without accents."))
                    .required()
                    .view()}
                {button::submit(lang.say("Tìm thí sinh", "Find"))}
            </div>
        </form>
        {people}
    }
    .into_any()
}

fn asked(lang: Lang, path: &str, query: &str, who: AskedCode) -> AnyView {
    let loss = match lang {
        Lang::Vi => format!(
            "Cấp mã mới cho {}: mã đang dùng mất hiệu lực ngay, và mọi máy đang vào bằng mã ấy phải vào lại.",
            who.name
        ),
        Lang::En => format!(
            "A new code for {}: the present one stops working at once, and every device has to return with the new one.",
            who.name
        ),
    };
    view! {
        <form class="sheet" method="post" action=path.to_owned()>
            {notice::refused(loss)}
            {button::hidden("query", query)} {button::hidden("participant_id", who.id.to_string())}
            {button::hidden("form_id", who.form_id)}
            {button::understood(lang.say(
                "Tôi đã kiểm tra đúng người, và cấp mã mới.",
                "I have made sure that it is the right person.",
            ))}
            <div class="row">{button::action("reissue", lang.say("Cấp lại mã", "Issue anew"))}</div>
        </form>
    }
    .into_any()
}

fn issued(lang: Lang, code: IssuedCode) -> AnyView {
    view! {
        <section class="note calm" role="status">
            <h2>{match lang {
                Lang::Vi => format!("Mã mới của {}", code.name),
                Lang::En => format!("New code of {}", code.name),
            }}</h2>
            <p class="code">{code.re_entry_code}</p>
            <p>{lang.say("Mã cũ không dùng được nữa. Mã này chỉ hiện một lần ở đây.", "The old code no longer works. This one is shown here once only.")}</p>
        </section>
    }
    .into_any()
}

fn found(
    lang: Lang,
    (path, may_reissue): (&str, bool),
    query: &str,
    people: Vec<PersonLine>,
    more: bool,
) -> AnyView {
    if people.is_empty() {
        return notice::careful(lang.say(
            "Không tìm thấy thí sinh nào khớp. Gõ ít chữ hơn, hoặc hỏi lại họ tên lúc ghi danh.",
            "No participant matches. Type less, or ask for the name that was entered.",
        ));
    }
    let shown = people.len();
    let more = more.then(|| {
        let hint = match lang {
            Lang::Vi => {
                format!("Chỉ hiện {shown} người đầu tiên; còn nữa. Hãy gõ thêm họ tên để tìm đúng người.")
            }
            Lang::En => format!(
                "The first {shown} are shown; there are more. Type more of the name to find the right person."
            ),
        };
        notice::careful(hint)
    });
    let rows = people
        .into_iter()
        .map(|person| {
            let mut cells = vec![
                match person.path {
                    Some(path) => link_cell(path, person.name.clone()),
                    None => cell(person.name.clone()),
                },
                cell(text::born(lang, &person.birth_date)),
                cell(person.unit),
            ];
            if may_reissue {
                cells.push(reissue(lang, path, query, person.id, &person.name));
            }
            cells
        })
        .collect();
    view! {
        <div class="sheet">
            {may_reissue.then(|| notice::careful(lang.say("Kiểm tra đúng người trước khi cấp lại. Mã cũ hết dùng được ngay, thí sinh phải vào lại bằng mã mới trên mọi máy, bài đã lưu không mất; việc này được ghi vào nhật ký.", "Make sure it is the right person. The old code stops working at once and the person has to return with the new one on every device; nothing saved is lost. This goes into the audit log.")))}
            {data_table(lang.say("Thí sinh tìm thấy", "Participants found"), &columns(lang, may_reissue), rows)} {more}
        </div>
    }
    .into_any()
}

/// The query goes along, so that the person is found again by what the visitor may see.
fn reissue(lang: Lang, path: &str, query: &str, person: ParticipantId, name: &str) -> AnyView {
    view! {
            <form method="post" action=path.to_owned()>
                {button::hidden("query", query)} {button::hidden("participant_id", person.to_string())}
                {button::link_action("reissue", lang.say("Cấp lại mã", "Issue anew"), match lang {
    Lang::Vi => format!("Cấp lại mã cho {name}"),
    Lang::En => format!("Issue a new code to {name}"),
    })}
            </form>
        }
    .into_any()
}
