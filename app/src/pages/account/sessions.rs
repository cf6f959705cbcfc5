//! The sessions of an account: when they were opened and used, and in what.

use khao_domain::ids::SessionId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::data_table::{Column, cell, data_table};

#[derive(Debug, Clone)]
pub struct SessionLine {
    pub id: SessionId,
    pub opened_at: Timestamp,
    pub used_at: Timestamp,
    /// Empty where it is not known.
    pub browser: String,
    pub is_current: bool,
}

/// `path`: where the form that ends one posts to; none for those who only look.
pub fn table(lang: Lang, lines: Vec<SessionLine>, path: Option<&str>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="soft">{lang.say("Không có phiên nào.", "There are none.")}</p> }.into_any();
    }
    let columns = [
        Column::heading(lang.say("Trình duyệt", "Browser")),
        Column::text(lang.say("Mở lúc", "Opened")),
        Column::text(lang.say("Dùng lần cuối", "Last used")),
        Column::text(lang.say("Kết thúc", "End")),
    ];
    let rows = lines.into_iter().map(|line| row(lang, line, path)).collect();
    data_table(lang.say("Các phiên", "Sessions"), &columns, rows)
}

fn row(lang: Lang, line: SessionLine, path: Option<&str>) -> Vec<AnyView> {
    let browser = if line.browser.is_empty() {
        lang.say("Không rõ", "Unknown").to_owned()
    } else {
        line.browser
    };
    let end = match path {
        _ if line.is_current => cell(lang.say("Phiên này", "This session")),
        Some(path) => end(lang, path, line.id, &browser),
        None => cell(""),
    };
    vec![
        cell(browser),
        cell(line.opened_at.minute_in(lang)),
        cell(line.used_at.minute_in(lang)),
        end,
    ]
}

fn end(lang: Lang, path: &str, id: SessionId, browser: &str) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Kết thúc phiên {browser}"),
        Lang::En => format!("End the session {browser}"),
    };
    view! {
        <form method="post" action=path.to_owned()>
            {button::hidden("session_id", id.to_string())}
            {button::link_action("end", lang.say("Kết thúc", "End"), label)}
        </form>
    }
    .into_any()
}
