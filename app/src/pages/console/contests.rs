//! `/console`: the contests the visitor looks after.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::content::content_link;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::heading::heading;
use crate::components::waiting_ranking::{self, WaitingView};
use crate::pages::console::banks::list::BankLine;
use crate::pages::console::{banks, work};
use crate::pages::home::ContestStatus;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct ContestsView {
    /// The role looks after contests at all.
    pub may_read: bool,
    pub contests: Vec<ContestLine>,
    /// The visitor may set up contests.
    pub may_create: bool,
    /// What comes before the first contest, and whether it is there: units, banks. None once there is a contest.
    pub first_steps: Option<(bool, bool)>,
    /// How much of the visitor's long work runs; none where there was none lately.
    pub running: Option<usize>,
    /// Of whoever writes or judges items and looks after no contest.
    pub banks: Option<Vec<BankLine>>,
    /// And makes banks.
    pub may_make_banks: bool,
    /// Rankings that are fixed and not public.
    pub waiting: Vec<WaitingView>,
}

#[derive(Debug, Clone)]
pub struct ContestLine {
    pub slug: String,
    pub title: String,
    /// `None` while it is a draft.
    pub status: Option<ContestStatus>,
    pub rounds: u32,
    pub participants: i64,
}

fn columns(lang: Lang) -> [Column; 4] {
    [
        Column::heading(lang.say("Cuộc thi", "Contest")),
        Column::text(lang.say("Trạng thái", "State")),
        Column::number(lang.say("Số vòng", "Rounds")),
        Column::number(lang.say("Người ghi danh", "People entered")),
    ]
}

pub fn page(lang: Lang, view: ContestsView) -> AnyView {
    let purpose = if view.banks.is_some() {
        lang.say(
            "Các ngân hàng câu hỏi và số câu đang chờ; bấm vào một con số để mở đúng những câu ấy.",
            "The question banks and how many items wait; a number opens exactly those.",
        )
    } else {
        lang.say(
            "Các cuộc thi mà ông/bà lo; mở một cuộc thi để xem các vòng và việc cần làm.",
            "The contests you are in charge of; open one to see its rounds and what there is to do.",
        )
    };
    let list = if let Some(banks) = view.banks {
        banks::list::table(lang, banks, view.may_make_banks)
    } else if !view.may_read {
        view! { <p class="soft">{lang.say("Vai trò của ông/bà chưa có phần việc nào ở trang này. Chọn một mục ở đầu trang, hoặc hỏi người quản trị.", "Your role has nothing to do on this page. Choose a section above, or ask an administrator.")}</p> }.into_any()
    } else if view.contests.is_empty() {
        let next = if view.may_create {
            lang.say(
                "Chưa có cuộc thi nào. Bấm Cuộc thi mới để bắt đầu từ một mẫu có sẵn.",
                "There is no contest yet. Press New contest to start from a ready template.",
            )
        } else {
            lang.say(
                "Chưa có cuộc thi nào. Cuộc thi hiện ra ở đây khi ban tổ chức đã lập.",
                "There is no contest yet. Contests appear here once the organisers have set them up.",
            )
        };
        view! { <p class="soft">{next}</p> }.into_any()
    } else {
        data_table(
            lang.say("Các cuộc thi", "Contests"),
            &columns(lang),
            view.contests.into_iter().map(|one| cells(lang, one)).collect(),
        )
    };
    view! {
        {heading(lang.say("Bảng điều hành", "Console"), purpose)}
        {view
            .may_create
            .then(|| {
                view! { <div class="row">{button::link("/console/contests/new".to_owned(), lang.say("Cuộc thi mới", "New contest"))}</div> }
            })}
        {view.first_steps.map(|done| first_steps(lang, done))}
        {view.running.map(|running| work_link(lang, running))}
        {view.waiting.into_iter().map(|one| waiting_ranking::notice(lang, &one)).collect_view()}
        <div class="sheet">{list}</div>
    }
    .into_any()
}

/// The order in which an empty site is filled: whoever begins with the contest is stopped at its last step.
fn first_steps(lang: Lang, (has_units, has_banks): (bool, bool)) -> AnyView {
    let steps = [
        (
            "/console/units",
            lang.say(
                "Đơn vị: nhập danh mục hoặc dùng danh mục có sẵn",
                "Units: import a list or take a ready one",
            ),
            has_units,
        ),
        (
            "/console/banks",
            lang.say(
                "Ngân hàng câu hỏi: nhập câu hỏi và duyệt",
                "Question bank: import questions and approve them",
            ),
            has_banks,
        ),
        (
            "/console/contests/new",
            lang.say(
                "Cuộc thi: chọn mẫu, rà soát rồi thông báo",
                "Contest: choose a template, review it, announce",
            ),
            false,
        ),
    ];
    let lines = steps
        .into_iter()
        .map(|(href, label, is_done)| {
            let mark = is_done.then(|| view! { <span class="tag">{lang.say("đã có", "there")}</span> });
            view! {
                <li>
                    <a href=href>{label}</a>
                    " "
                    {mark}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>{lang.say("Thứ tự nên làm", "What to do first")}</h2>
            <ol>{lines}</ol>
        </section>
    }
    .into_any()
}

fn work_link(lang: Lang, running: usize) -> AnyView {
    let words = match (running, lang) {
        (0, _) => lang
            .say("Việc đã chạy gần đây", "What was done lately")
            .to_owned(),
        (_, Lang::Vi) => format!("Việc đang chạy ({running})"),
        (_, Lang::En) => format!("Work under way ({running})"),
    };
    view! {
        <p class="pages">
            <a href=work::PATH>{words}</a>
        </p>
    }
    .into_any()
}

fn cells(lang: Lang, contest: ContestLine) -> Vec<AnyView> {
    vec![
        content_link(lang, format!("/console/contests/{}", contest.slug), contest.title),
        cell(
            contest
                .status
                .map_or(lang.say("Bản nháp", "Draft"), |status| status.label(lang)),
        ),
        cell(contest.rounds.to_string()),
        cell(figures::count(lang, contest.participants)),
    ]
}
