//! The first step: what the contest is called, and its rules.

use leptos::prelude::*;

use super::{FORM, Frame, framed, locked};
use crate::components::button;
use crate::components::field::{Field, Input};
use crate::components::text_area::text_area;
use crate::pages::console::owner;

#[derive(Debug, Clone)]
pub struct BasicsView {
    pub frame: Frame,
    pub title: String,
    pub rules: String,
    pub documents: usize,
    /// Code of the unit whose it is; empty is the whole authority.
    pub unit: String,
    /// An announced round has promised the rules.
    pub rules_are_promised: bool,
    /// The texts as they were stored when the page was made.
    pub shown: String,
}

pub fn page(view: BasicsView) -> AnyView {
    let BasicsView {
        frame,
        title,
        rules,
        documents,
        unit,
        rules_are_promised,
        shown,
    } = view;
    let lang = frame.lang;
    let title = Field::new("title", lang.say("Tên cuộc thi", "Title"), Input::Text)
        .value(title)
        .required()
        .problems(&frame.problems);
    let rules = if rules_are_promised {
        locked(lang.say(
            "Một vòng thi đã thông báo cùng thể lệ này, nên thể lệ không sửa được cho đến khi vòng đó đóng.",
            "A round was announced with these rules, so they stay until it is closed.",
        ))
    } else {
        text_area(
            "rules",
            lang.say("Thể lệ", "Rules"),
            lang.say(
                "Viết bằng Markdown: ## Đề mục, - gạch đầu dòng, **đậm**.",
                "In Markdown: ## heading, - list, **bold**.",
            ),
            &rules,
            &frame.problems,
        )
    };
    let address = format!("/contests/{}", frame.slug);
    let console = format!("/console/contests/{}#documents", frame.slug);
    let documents = match lang {
        khao_domain::lang::Lang::Vi => format!("Tài liệu kèm theo: {documents}"),
        khao_domain::lang::Lang::En => format!("Attached documents: {documents}"),
    };
    let form = view! {
        <form id=FORM method="post" action=frame.path() data-guarded>
            {button::hidden("shown", shown)}
            {title.view()} {rules} <div class="row">{button::action("save", lang.say("Lưu", "Save"))}</div>
        </form>
        <p class="soft small">
            {lang.say("Địa chỉ: ", "Address: ")} <code>{address}</code> " · " <a href=console>{documents}</a>
        </p>
        {owner::form(lang, frame.path(), &unit, &frame.problems)}
    }
    .into_any();
    let lead = lang.say(
        "Người dự thi đọc những điều này trước khi ghi danh.",
        "What people read before they enter.",
    );
    framed(&frame, lead, &["title", "rules", "unit"], form)
}
