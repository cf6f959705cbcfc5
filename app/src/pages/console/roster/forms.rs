//! What organisers do with a roster: load a file, take somebody off, empty it.

use khao_domain::lang::Lang;
use khao_domain::people::roster::HEADERS;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::{Filter, PersonLine};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Pick, choices};
use crate::components::file_field::file_field;

pub(super) fn manage(lang: Lang, path: &str, has_people: bool, problems: &[Problem]) -> AnyView {
    let empty = has_people.then(|| empty(lang, path));
    let columns = HEADERS.join(", ");
    let columns = match lang {
        Lang::Vi => format!("Các cột: {columns}. Hai cột đầu là bắt buộc; cột khác trong tệp được bỏ qua."),
        Lang::En => {
            format!("The columns: {columns}. The first two are needed; others in the file are left out.")
        }
    };
    view! {
        <h2>{lang.say("Nạp danh sách từ tệp", "Load a roster from a file")}</h2>
        <form class="sheet" method="post" action=path.to_owned() enctype="multipart/form-data">
            <p>{columns}</p>
            {file_field(
                "file",
                lang.say("Tệp CSV hoặc XLSX", "CSV or XLSX file"),
                lang.say(
                    "Nặng tối đa 10 MB, tối đa 100.000 người. Chưa có gì được ghi ở bước này.",
                    "Up to 10 MB and 100,000 people. Nothing is written yet.",
                ),
                ".csv,.xlsx",
                problems,
            )} {modes(lang, problems)} {button::submit(lang.say("Xem trước", "Preview"))}
        </form>
        {empty}
    }
    .into_any()
}

fn modes(lang: Lang, problems: &[Problem]) -> AnyView {
    let modes = Choices {
        name: "mode",
        legend: lang.say(
            "Với những người đã có trong danh sách",
            "Those who are on the roster already",
        ),
        hint: "",
        pick: Pick::One,
        options: vec![
            Choice::text(
                "replace",
                lang.say(
                    "Thay cả danh sách: ai không có trong tệp thì bị bỏ",
                    "The file is the whole roster: who is not in it goes",
                ),
                true,
            ),
            Choice::text(
                "add",
                lang.say("Thêm vào: giữ những người đã có", "Add: those who are there stay"),
                false,
            ),
        ],
    };
    choices(modes, problems)
}

fn empty(lang: Lang, path: &str) -> AnyView {
    view! {
        <form class="sheet" method="post" action=format!("{path}/changes")>
            <h2>{lang.say("Xóa danh sách", "Empty the roster")}</h2>
            <p>
                {lang.say(
                    "Bỏ mọi người khỏi danh sách. Người đã ghi danh và bài thi của họ không bị ảnh hưởng.",
                    "Takes everybody off the roster. Those who have entered keep their entries and papers.",
                )}
            </p>
            {button::understood(lang.say("Tôi muốn xóa cả danh sách", "I want to empty the roster"))}
            {button::quiet_action("empty", lang.say("Xóa danh sách", "Empty the roster"))}
        </form>
    }
    .into_any()
}

/// The filter goes along, so that the page comes back as it was.
pub(super) fn remove(lang: Lang, path: &str, filter: &Filter, person: &PersonLine) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Bỏ {} khỏi danh sách", person.full_name),
        Lang::En => format!("Take {} off the roster", person.full_name),
    };
    let kept = [
        ("query", &filter.query),
        ("unit", &filter.unit),
        ("round", &filter.round),
        ("state", &filter.state),
    ];
    let kept = kept
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| button::hidden(name, value))
        .collect_view();
    view! {
        <form method="post" action=format!("{path}/changes")>
            {kept} {button::hidden("person_id", person.id.to_string())}
            {button::link_action("remove", lang.say("Bỏ", "Remove"), label)}
        </form>
    }
    .into_any()
}
