//! `/console/attempts/{id}`: one attempt: time for it, and whether it counts.

use khao_domain::ids::{AttemptId, ParticipantId};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::extra_time::time_fields;
use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::told::GrantLine;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct ConsoleAttemptView {
    pub id: AttemptId,
    pub person: ParticipantId,
    pub person_name: String,
    pub round_name: String,
    pub ordinal: i64,
    pub started_at: Timestamp,
    pub deadline: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub is_open: bool,
    /// Why it does not count.
    pub voided: Option<String>,
    pub grants: Vec<GrantLine>,
    /// The ranking is fixed: what counts from here on is in the next one.
    pub is_ranked: bool,
    pub form_id: String,
    pub typed: TypedAttempt,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default)]
pub struct TypedAttempt {
    pub minutes: String,
    pub time_reason: String,
    pub reason: String,
}

pub fn page(lang: Lang, view: &ConsoleAttemptView) -> AnyView {
    let path = format!("/console/attempts/{}", view.id);
    let title = match lang {
        Lang::Vi => format!("{}, lượt {}", view.round_name, view.ordinal),
        Lang::En => format!("{}, attempt {}", view.round_name, view.ordinal),
    };
    let above = content_crumb(
        format!("/console/participants/{}", view.person),
        &view.person_name,
    );
    let time = takes_time(view).then(|| time_form(lang, &path, view));
    view! {
        {crumbs(vec![console_crumb(lang), above])}
        {heading(title, lang.say("Giờ làm của lượt thi này: cộng giờ khi có sự cố, hoặc hủy kết quả khi bài trái thể lệ.", "The hours of this attempt: give time after an incident, or void a paper that broke the rules."))}
        {error_summary(&view.problems, &fields(view))}
        {standing(lang, view)}
        {time}
        {counting(lang, &path, view)}
    }
    .into_any()
}

/// More time for what does not count would be a wrong signal.
const fn takes_time(view: &ConsoleAttemptView) -> bool {
    view.is_open && view.voided.is_none()
}

/// Those that are on the page.
fn fields(view: &ConsoleAttemptView) -> Vec<&'static str> {
    let time = takes_time(view).then_some(["minutes", "time_reason"]);
    let void = view.voided.is_none().then_some("reason");
    time.into_iter().flatten().chain(void).collect()
}

fn standing(lang: Lang, view: &ConsoleAttemptView) -> AnyView {
    let mut lines = vec![
        (lang.say("Bắt đầu", "Started"), view.started_at.second_in(lang)),
        (lang.say("Hết giờ", "Deadline"), view.deadline.second_in(lang)),
    ];
    let open = || lang.say("Chưa nộp", "Not yet").to_owned();
    let submitted = view.submitted_at.map_or_else(open, |at| at.second_in(lang));
    lines.push((lang.say("Nộp bài", "Handed in"), submitted));
    let grants = view
        .grants
        .iter()
        .map(|GrantLine { seconds, reason }| {
            let time = figures::duration(lang, i64::from(*seconds));
            notice::calm(match lang {
                Lang::Vi => format!("Đã cộng {time}: {reason}"),
                Lang::En => format!("{time} were added: {reason}"),
            })
        })
        .collect_view();
    view! {
        <div class="sheet">{facts(lines)}</div>
        {grants}
    }
    .into_any()
}

fn time_form(lang: Lang, path: &str, view: &ConsoleAttemptView) -> AnyView {
    let typed = &view.typed;
    view! {
        <form class="sheet" method="post" action=path.to_owned()>
            <h2>{lang.say("Cộng giờ cho thí sinh này", "Extra time for this person")}</h2>
            <p class="soft small">
                {lang.say(
                    "Chỉ bài này được cộng giờ, ngay khi bấm. Giờ đã cộng thì không rút lại được.",
                    "Only this attempt gets the time, at once. Time that was given cannot be taken back.",
                )}
            </p>
            {button::hidden("form_id", view.form_id.clone())}
            {time_fields(lang, ("minutes", &typed.minutes), ("time_reason", &typed.time_reason), &view.problems)}
            <div class="row">{button::action("time", lang.say("Cộng giờ", "Give the time"))}</div>
        </form>
    }
    .into_any()
}

fn counting(lang: Lang, path: &str, view: &ConsoleAttemptView) -> AnyView {
    let voided = view.voided.as_ref().map(|reason| {
        notice::bad(match lang {
            Lang::Vi => format!("Bài này không được tính: {reason}"),
            Lang::En => format!("This attempt does not count: {reason}"),
        })
    });
    let ranked = view.is_ranked.then(|| {
        notice::careful(lang.say(
            "Bảng xếp hạng đã chốt: thay đổi ở đây lập ngay một bản xếp hạng mới, chờ duyệt (nếu cuộc thi đòi hỏi) và công bố. Bản đang công khai giữ nguyên đến khi đó.",
            "The ranking is fixed: a change here makes a new one at once, which waits for approval (where the contest asks for it) and publication. What is public stays until then.",
        ))
    });
    let form = match &view.voided {
        Some(_) => view! {
            <form method="post" action=path.to_owned()>
                <p class="soft small">
                    {lang.say(
                        "Bài trở lại trong số liệu và xếp hạng; lý do hủy không hiện với thí sinh nữa.",
                        "It is counted and ranked again; its person no longer reads why it was void.",
                    )}
                </p>
                {button::quiet_action("restore", lang.say("Tính lại bài này", "Let it count again"))}
            </form>
        }
        .into_any(),
        None => void_form(lang, path, view),
    };
    view! {
        {voided}
        {ranked}
        {form}
    }
    .into_any()
}

fn void_form(lang: Lang, path: &str, view: &ConsoleAttemptView) -> AnyView {
    view! {
        <form class="sheet" method="post" action=path.to_owned()>
            <h2>{lang.say("Hủy kết quả bài này", "Void this attempt")}</h2>
            <p class="soft small">
                {lang
                    .say(
                        "Bài không được tính vào số liệu và xếp hạng, nhưng vẫn là một lượt đã dùng. Việc này đổi lại được.",
                        "It is left out of counts and the ranking, and still is a used attempt. This can be undone.",
                    )}
            </p>
            {Field::new("reason", lang.say("Lý do hủy", "Reason for voiding"), Input::Text)
                .value(view.typed.reason.clone())
                .hint(lang.say("Thí sinh đọc được.", "Its person reads it."))
                .required()
                .problems(&view.problems)
                .view()}
            <div class="row">{button::action("void", lang.say("Hủy kết quả", "Void"))}</div>
        </form>
    }
    .into_any()
}
