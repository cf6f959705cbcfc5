//! `/console/contests/{slug}/messages`: what everybody in a contest is told.

use khao_domain::ids::MessageId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::text_area::text_area;

#[derive(Debug, Clone)]
pub struct MessagesView {
    pub slug: String,
    pub contest_title: String,
    pub form_id: String,
    pub typed: TypedMessage,
    pub messages: Vec<MessageLine>,
    pub problems: Vec<Problem>,
}

/// Days and hours as typed.
#[derive(Debug, Clone, Default)]
pub struct TypedMessage {
    pub text: String,
    pub from: (String, String),
    pub until: (String, String),
}

#[derive(Debug, Clone)]
pub struct MessageLine {
    pub id: MessageId,
    pub text: String,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    /// To be read now.
    pub is_shown: bool,
}

const FIELDS: [&str; 5] = ["text", "from_on", "from_at", "until_on", "until_at"];

pub fn page(lang: Lang, view: MessagesView) -> AnyView {
    let contest = format!("/console/contests/{}", view.slug);
    let path = format!("{contest}/messages");
    let form = form(lang, &path, &view);
    let lines = lines(lang, &path, view.messages);
    view! {
        {crumbs(vec![console_crumb(lang), content_crumb(contest, view.contest_title)])}
        {heading(lang.say("Thông báo cho thí sinh", "Messages to participants"), lang.say("Điều mọi thí sinh cần biết ngay: sự cố, đổi giờ, nhắc việc.", "What every participant should know now: incidents, other hours, reminders."))}
        {error_summary(&view.problems, &FIELDS)}
        {form}
        {lines}
    }
    .into_any()
}

fn lines(lang: Lang, path: &str, messages: Vec<MessageLine>) -> AnyView {
    if messages.is_empty() {
        let none = lang.say(
            "Chưa có thông báo nào. Viết nội dung vào ô trên rồi bấm Đăng thông báo.",
            "There is no message. Write one above and press Publish.",
        );
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    let lines = messages
        .into_iter()
        .map(|message| line(lang, path, message))
        .collect_view();
    let withdrawing = lang.say(
        "Thông báo rút rồi thì mất khỏi mọi trang ngay và không lấy lại được; nội dung còn trong nhật ký.",
        "A message that is withdrawn leaves every page at once and does not come back; the audit keeps its words.",
    );
    view! { <p class="soft small">{withdrawing}</p> {lines} }.into_any()
}

fn form(lang: Lang, path: &str, view: &MessagesView) -> AnyView {
    let typed = &view.typed;
    let field = |name: &'static str, label: &'static str, value: &str, input| {
        Field::new(name, label, input)
            .value(value)
            .problems(&view.problems)
            .view()
    };
    view! {
        <form class="sheet" method="post" action=path.to_owned()>
            {button::hidden("form_id", view.form_id.clone())}
            {text_area(
                "text",
                lang.say("Nội dung", "Text"),
                lang
                    .say(
                        "Tối đa 500 ký tự. Hiện trên trang cuộc thi và trang dự thi khi thí sinh tải trang; người đang làm bài thấy trong vòng một phút.",
                        "Up to 500 characters. Shown on the contest's page and in the lobby as they are loaded, and within a minute to people at work.",
                    ),
                &typed.text,
                &view.problems,
            )}
            <p class="soft small">
                {lang
                    .say(
                        "Để trống ngày giờ thì hiện ngay, và hiện đến khi được rút.",
                        "Without days and hours it is shown at once, and until it is withdrawn.",
                    )}
            </p>
            <div class="pair">
                {field("from_on", lang.say("Hiện từ ngày", "Shown from"), &typed.from.0, Input::Date)}
                {field("from_at", lang.say("lúc", "at"), &typed.from.1, Input::Code)}
            </div>
            <div class="pair">
                {field("until_on", lang.say("Đến ngày", "Until"), &typed.until.0, Input::Date)}
                {field("until_at", lang.say("trước lúc", "before"), &typed.until.1, Input::Code)}
            </div>
            <div class="row">{button::action("add", lang.say("Đăng thông báo", "Publish"))}</div>
        </form>
    }
    .into_any()
}

fn line(lang: Lang, path: &str, message: MessageLine) -> AnyView {
    let from = message.from.minute_in(lang);
    let times = match (lang, message.until) {
        (Lang::Vi, Some(until)) => format!("Hiện từ {from} đến trước {}", until.minute_in(lang)),
        (Lang::Vi, None) => format!("Hiện từ {from} đến khi rút"),
        (Lang::En, Some(until)) => format!("From {from} until before {}", until.minute_in(lang)),
        (Lang::En, None) => format!("From {from} until withdrawn"),
    };
    let (class, state) = if message.is_shown {
        ("tag", lang.say("Đang hiện", "Shown"))
    } else {
        ("tag off", lang.say("Không hiện", "Not shown"))
    };
    view! {
        <section class="sheet told">
            <p>{message.text}</p>
            <p class="soft small">
                <span class=class>{state}</span>
                " "
                {times}
            </p>
            <form method="post" action=path.to_owned()>
                {button::hidden("message_id", message.id.to_string())}
                {button::quiet_action("withdraw", lang.say("Rút thông báo", "Withdraw"))}
            </form>
        </section>
    }
    .into_any()
}
