//! `/console/work`: the visitor's own long work, the newest first.

use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use khao_domain::work::WorkKind;
use leptos::prelude::*;

use super::{PATH, counted_words, kind_words};
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::crumbs;
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::heading::heading;

#[derive(Debug, Clone)]
pub struct WorkLine {
    pub id: String,
    pub kind: WorkKind,
    pub started_at: Timestamp,
    pub state: LineState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// How much is done, of how much.
    Running((i64, i64)),
    Done,
    Refused,
    Stopped,
}

pub fn page(lang: Lang, lines: &[WorkLine]) -> AnyView {
    let list = if lines.is_empty() {
        view! {
            <p class="soft">
                {lang.say(
                    "Trong tuần qua ông/bà chưa bắt đầu việc nào cần chạy lâu, như nhập tệp hay chốt kết quả.",
                    "In the past week you have begun nothing that takes long, such as an import or the fixing of results.",
                )}
            </p>
        }
        .into_any()
    } else {
        let columns = [
            Column::heading(lang.say("Việc", "Work")),
            Column::text(lang.say("Bắt đầu", "Begun")),
            Column::text(lang.say("Tình trạng", "State")),
        ];
        let caption = lang.say("20 việc mới nhất, mới trước", "The newest 20, the newest first");
        data_table(
            caption,
            &columns,
            lines.iter().map(|line| cells(lang, line)).collect(),
        )
    };
    view! {
        {crumbs(vec![console_crumb(lang)])}
        {heading(
            lang.say("Việc đang chạy", "Work under way"),
            lang.say(
                "Việc nhập tệp, nhân bản và chốt kết quả chạy tiếp trên máy chủ khi ông/bà rời trang.",
                "Imports, copies and the fixing of results go on on the server when you leave the page.",
            ),
        )}
        <div class="sheet">{list}</div>
    }
    .into_any()
}

fn cells(lang: Lang, line: &WorkLine) -> Vec<AnyView> {
    let state = match line.state {
        LineState::Running(counted) => counted_words(lang, counted),
        LineState::Done => lang.say("Đã xong", "Done").to_owned(),
        LineState::Refused => lang.say("Không thực hiện được", "Refused").to_owned(),
        LineState::Stopped => lang.say("Dừng giữa chừng", "Stopped").to_owned(),
    };
    vec![
        link_cell(format!("{PATH}/{}", line.id), kind_words(lang, line.kind)),
        cell(line.started_at.minute_in(lang)),
        cell(state),
    ]
}
