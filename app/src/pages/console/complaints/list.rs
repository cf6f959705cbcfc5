//! `/console/contests/{slug}/complaints`: what participants object to.

use khao_domain::ids::{ComplaintId, RoundId};
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::content::content;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::facts::figures;
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::select::{SelectOption, choice_of, select};
use crate::pages::complaints::{about, standing};
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct CaseListView {
    pub slug: String,
    pub contest_title: String,
    /// In the whole contest.
    pub open: i64,
    pub answered: i64,
    pub rounds: Vec<SelectOption>,
    /// The filters in force.
    pub round: Option<String>,
    pub shows_answered: bool,
    pub lines: Vec<CaseLine>,
    pub next: Option<String>,
}

#[derive(Debug, Clone)]
pub struct CaseLine {
    pub id: ComplaintId,
    pub round: RoundId,
    pub round_name: String,
    pub position: Option<u16>,
    /// Of the question in its bank.
    pub code: String,
    /// Empty where the person is not known any more.
    pub name: String,
    /// Its beginning.
    pub text: String,
    pub filed_at: Timestamp,
    pub is_answered: bool,
    pub upheld: Option<bool>,
}

pub fn page(lang: Lang, view: CaseListView) -> AnyView {
    let contest = format!("/console/contests/{}", view.slug);
    let path = format!("{contest}/complaints");
    let counts = vec![
        (
            lang.say("chờ trả lời", "waiting"),
            figures::count(lang, view.open),
        ),
        (
            lang.say("đã trả lời", "answered"),
            figures::count(lang, view.answered),
        ),
    ];
    let states = vec![
        SelectOption::new("open", lang.say("Chờ trả lời", "Waiting")),
        SelectOption::new("answered", lang.say("Đã trả lời", "Answered")),
    ];
    let state = if view.shows_answered { "answered" } else { "open" };
    view! {
        {crumbs(vec![console_crumb(lang), content_crumb(contest, view.contest_title)])}
        {heading(lang.say("Khiếu nại", "Complaints"), lang.say("Thí sinh cho rằng câu hỏi hoặc điểm chưa đúng; mở từng khiếu nại để xem và trả lời.", "What participants hold to be wrong, in a question or a score; open each to see and answer it."))}
        {figures(counts)}
        <form class="row filter" method="get" action=path>
            {choice_of("state".to_owned(), lang.say("Tình trạng", "State"), "", states, state, &[])}
            {select(
                "round",
                lang.say("Vòng thi", "Round"),
                lang.say("Tất cả các vòng", "All rounds"),
                view.rounds,
                view.round.as_deref(),
            )}
            {button::submit(lang.say("Lọc", "Filter"))}
        </form>
        {lines(lang, view.lines, view.open + view.answered == 0)}
        {next_page(lang, view.next)}
    }
    .into_any()
}

fn lines(lang: Lang, lines: Vec<CaseLine>, are_none: bool) -> AnyView {
    if lines.is_empty() {
        let none = if are_none {
            lang.say(
                "Chưa có khiếu nại nào. Thí sinh gửi được trong thời hạn sau khi công bố kết quả.",
                "There are no complaints. Participants can send them for a time after the publication.",
            )
        } else {
            lang.say(
                "Không có khiếu nại nào khớp. Đổi tình trạng hoặc chọn tất cả các vòng.",
                "No complaint matches. Choose the other state, or all rounds.",
            )
        };
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    let columns = [
        Column::heading(lang.say("Khiếu nại", "Complaint")),
        Column::text(lang.say("Về", "About")),
        Column::text(lang.say("Thí sinh", "Participant")),
        Column::text(lang.say("Vòng thi", "Round")),
        Column::text(lang.say("Gửi lúc", "Sent at")),
        Column::text(lang.say("Tình trạng", "State")),
    ];
    let rows = lines.into_iter().map(|line| cells(lang, line)).collect();
    let caption = lang.say("Cũ trước, mới sau", "The oldest first");
    view! { <div class="sheet">{data_table(caption, &columns, rows)}</div> }.into_any()
}

fn cells(lang: Lang, line: CaseLine) -> Vec<AnyView> {
    let (class, state) = standing(lang, line.is_answered, line.upheld);
    let mut of = about(lang, line.position);
    if !line.code.is_empty() {
        of = format!("{of} · {}", line.code);
    }
    let address = format!("/console/rounds/{}/complaints/{}", line.round, line.id);
    vec![
        link_cell(address, line.text),
        cell(of),
        cell(name(lang, line.name)),
        content(lang, line.round_name),
        cell(line.filed_at.minute_in(lang)),
        view! { <span class=class>{state}</span> }.into_any(),
    ]
}

/// Of an erased person nothing is left.
pub(super) fn name(lang: Lang, name: String) -> String {
    if name.is_empty() {
        lang.say("(đã xóa)", "(erased)").to_owned()
    } else {
        name
    }
}
