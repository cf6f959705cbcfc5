//! Every revision of the ranking, and who did what with it.

use khao_domain::contest::because::Because;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::because::because;
use crate::components::button;
use crate::components::content::content;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::components::waiting_ranking::WaitsFor;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct RevisionLine {
    pub revision: i64,
    pub because: Because,
    /// When, and by whom where that is known.
    pub frozen: (Timestamp, Option<String>),
    pub approved: Option<(Timestamp, Option<String>)>,
    pub published: Option<(Timestamp, Option<String>)>,
}

/// Somebody whom the newest ranking shows under another name or unit.
#[derive(Debug, Clone)]
pub struct RenewedLine {
    pub name: (String, String),
    pub unit: (String, String),
}

/// Whoever approves sees who it is: a reason that names a paper says nothing of them.
fn renewed_people(lang: Lang, people: Vec<RenewedLine>) -> Option<AnyView> {
    if people.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Thí sinh", "Participant")),
        Column::text(lang.say("Đơn vị", "Unit")),
    ];
    let changed = |(before, now): (String, String)| {
        let text = if before == now {
            now
        } else {
            format!("{before} → {now}")
        };
        content(lang, text)
    };
    let rows = people
        .into_iter()
        .map(|one| vec![changed(one.name), changed(one.unit)])
        .collect();
    let caption = lang.say(
        "Tên hoặc đơn vị được cập nhật ở bản chờ",
        "Names and units brought up to date in the waiting one",
    );
    let note = notice::calm(lang.say(
        "Bản đang chờ ghi tên và đơn vị như hiện nay, nên ngoài lý do của nó, những người sau cũng hiện khác bản trước.",
        "The waiting ranking shows names and units as they are now: beside what it was made for, these people stand otherwise than before.",
    ));
    Some(view! { {note} <div class="sheet">{data_table(caption, &columns, rows)}</div> }.into_any())
}

pub(super) fn section(
    lang: Lang,
    path: &str,
    (lines, renewed): (Vec<RevisionLine>, Vec<RenewedLine>),
    step: Option<WaitsFor>,
) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Lần", "Revision")),
        Column::text(lang.say("Lý do", "Reason")),
        Column::text(lang.say("Chốt", "Fixed")),
        Column::text(lang.say("Duyệt", "Approved")),
        Column::text(lang.say("Công bố", "Published")),
    ];
    let newest = lines.iter().map(|line| line.revision).max().unwrap_or(0);
    let rows = lines.into_iter().map(|line| cells(lang, line)).collect();
    let waiting = match step {
        Some(WaitsFor::Approval) => Some(notice::careful(lang.say(
            "Bảng xếp hạng mới nhất chờ một người khác với người đã chốt duyệt.",
            "The newest ranking waits for the approval of another person than the one who fixed it.",
        ))),
        Some(WaitsFor::ApprovalByOthers) => Some(notice::careful(lang.say(
            "Bảng xếp hạng mới nhất chờ duyệt. Ông/bà đã chốt hoặc đã đính chính nên không tự duyệt được: cần một người tổ chức hoặc quản trị khác.",
            "The newest ranking waits for approval. You fixed it or corrected what is in it, so it takes another organiser or administrator.",
        ))),
        _ => None,
    };
    let caption = lang.say("Các bản xếp hạng của vòng thi", "The rankings of the round");
    let view = view! {
        <h2 id="rankings">{lang.say("Các bản xếp hạng", "Rankings")}</h2>
        {waiting}
        {renewed_people(lang, renewed)}
        <div class="sheet">{data_table(caption, &columns, rows)} {step.and_then(|step| step_form(lang, path, step, newest))}</div>
    };
    Some(view.into_any())
}

fn step_form(lang: Lang, path: &str, step: WaitsFor, revision: i64) -> Option<AnyView> {
    let button = match step {
        WaitsFor::Approval => {
            button::action("approve", lang.say("Duyệt bảng xếp hạng", "Approve the ranking"))
        }
        WaitsFor::ApprovalByOthers => return None,
        WaitsFor::Publication => {
            button::action("publish", lang.say("Công bố bản mới", "Publish the new one"))
        }
    };
    let form = view! {
        <form class="step" method="post" action=path.to_owned()>
            {button::hidden("revision", revision.to_string())}
            {button::understood(text::understood(lang))}
            <div class="row">{button}</div>
        </form>
    };
    Some(form.into_any())
}

/// What was put right of people, units and attempts since is in the next ranking only.
pub(super) fn remake(lang: Lang, path: &str, typed: &str, problems: &[Problem]) -> AnyView {
    view! {
        <h2>{lang.say("Lập lại bảng xếp hạng", "Make the ranking anew")}</h2>
        <form class="sheet" method="post" action=path.to_owned()>
            <p class="soft small">
                {lang.say(
                    "Bảng đã chốt giữ nguyên họ tên, đơn vị và số người như lúc chốt. Khi đã sửa những điều ấy, lập một bản mới theo dữ liệu hiện nay; bản mới phải được duyệt (nếu cuộc thi đòi hỏi) và công bố, đến khi đó bản cũ vẫn công khai.",
                    "A fixed ranking keeps names, units and head-counts as they were. Once these are put right, make a new one from the data as they are now; it has to be approved (where the contest asks for it) and published, and until then the earlier one stays public.",
                )}
            </p>
            {Field::new("remake_reason", lang.say("Lý do lập lại", "Why it is made anew"), Input::Text)
                .value(typed.to_owned())
                .hint(lang.say("Được công bố cùng bảng xếp hạng.", "Published with the ranking."))
                .required()
                .problems(problems)
                .view()}
            <div class="row">{button::quiet_action("remake", lang.say("Lập lại bảng xếp hạng", "Make the ranking anew"))}</div>
        </form>
    }
    .into_any()
}

fn cells(lang: Lang, line: RevisionLine) -> Vec<AnyView> {
    let none = || "–".to_owned();
    let step = |(at, by): (Timestamp, Option<String>)| match by {
        Some(by) => format!("{} · {by}", at.minute_in(lang)),
        None => at.minute_in(lang),
    };
    vec![
        cell(line.revision.to_string()),
        if line.because.is_empty() {
            cell(none())
        } else {
            view! { <span>{because(lang, &line.because)}</span> }.into_any()
        },
        cell(step(line.frozen)),
        cell(line.approved.map_or_else(none, step)),
        cell(line.published.map_or_else(none, step)),
    ]
}
