//! `/console/contests/{slug}/roster/uploads/{id}`: what a file would make of the roster, before it is decided.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::table::{RowProblem, Severity};
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::facts::figures;
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::row_problems::row_problems;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct LoadView {
    pub slug: String,
    pub contest_title: String,
    /// Where the decision is sent.
    pub path: String,
    pub file_name: String,
    /// The file is the whole roster.
    pub replaces: bool,
    pub counts: Counts,
    /// Stands for all that would be done; the decision is about that.
    pub seen: String,
    /// The first of those who go.
    pub lost: Vec<LostLine>,
    /// Mistakes, or what is worth a look.
    pub remarks: Vec<RowProblem>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub new: i64,
    pub same: i64,
    pub lost: i64,
    pub people: i64,
    pub entered: i64,
}

#[derive(Debug, Clone)]
pub struct LostLine {
    pub full_name: String,
    pub unit_code: String,
    pub has_entered: bool,
}

pub fn page(lang: Lang, view: LoadView) -> AnyView {
    let contest = format!("/console/contests/{}", view.slug);
    let has_errors = view
        .remarks
        .iter()
        .any(|remark| remark.severity == Severity::Error);
    let outcome = if has_errors {
        mistakes(lang, &contest)
    } else {
        decision(lang, &contest, &view)
    };
    let remarks = (!view.remarks.is_empty()).then(|| {
        row_problems(
            lang,
            lang.say("Những điểm cần xem", "What to look at"),
            view.remarks,
        )
    });
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(contest.clone(), view.contest_title),
            crumb(format!("{contest}/roster"), lang.say("Danh sách dự thi", "Roster").to_owned()),
        ])}
        {heading(
            lang.say("Xem trước khi nạp", "Before it is loaded"),
            lang.say(
                "Xem tệp sẽ thêm ai, bỏ ai; chưa có gì được ghi.",
                "Whom the file would add and whom it would take away; nothing is written yet.",
            ),
        )}
        {error_summary(&view.problems, &[])}
        <p>{view.file_name}</p>
        {outcome}
        {remarks}
    }
    .into_any()
}

fn mistakes(lang: Lang, contest: &str) -> AnyView {
    view! {
        {notice::refused(lang.say("Tệp có lỗi nên không nạp được. Xin sửa các chỗ dưới đây rồi tải lên lại.", "The file has mistakes. Please correct them and send it again."))}
        <p>{button::link(format!("{contest}/roster"), lang.say("Chọn tệp khác", "Choose another file"))}</p>
    }
    .into_any()
}

fn decision(lang: Lang, contest: &str, view: &LoadView) -> AnyView {
    let counts = view.counts;
    let count = |number: i64| figures::count(lang, number);
    let all = figures(vec![
        (lang.say("Thêm mới", "New"), count(counts.new)),
        (lang.say("Đã có", "There already"), count(counts.same)),
        (lang.say("Bị bỏ", "Lost"), count(counts.lost)),
        (
            lang.say("Danh sách sẽ có", "The roster will have"),
            count(counts.people),
        ),
        (
            lang.say("Trong đó đã ghi danh", "Of them entered"),
            count(counts.entered),
        ),
    ]);
    let form = if counts.new + counts.lost == 0 {
        notice::calm(lang.say(
            "Danh sách đã đúng như vậy; không có gì để nạp.",
            "The roster is like that already; there is nothing to load.",
        ))
    } else {
        confirm(lang, contest, view)
    };
    view! { {all} {other_mode(lang, view)} {form} {lost(lang, view)} }.into_any()
}

/// What the same file would do the other way.
fn other_mode(lang: Lang, view: &LoadView) -> AnyView {
    let (now, other, mode) = if view.replaces {
        (
            lang.say("Thay cả danh sách. ", "The file is the whole roster. "),
            lang.say("Xem nếu chỉ thêm vào", "See what adding would do"),
            "add",
        )
    } else {
        (
            lang.say("Thêm vào danh sách. ", "The people are added. "),
            lang.say("Xem nếu thay cả danh sách", "See what replacing would do"),
            "replace",
        )
    };
    view! {
        <p>
            {now}
            <a href=format!("{}?mode={mode}", view.path)>{other}</a>
        </p>
    }
    .into_any()
}

fn confirm(lang: Lang, contest: &str, view: &LoadView) -> AnyView {
    let mode = if view.replaces { "replace" } else { "add" };
    let lost = view.counts.lost;
    let understood = (lost > 0).then(|| {
        let lost = figures::count(lang, lost);
        button::understood(match lang {
            Lang::Vi => format!("Tôi hiểu rằng {lost} người bị bỏ khỏi danh sách"),
            Lang::En => format!("I understand that {lost} people go from the roster"),
        })
    });
    view! {
        <form class="sheet" method="post" action=view.path.clone()>
            {button::hidden("mode", mode)}
            {button::hidden("seen", view.seen.clone())}
            {button::hidden("lost", lost.to_string())}
            <p>{lang.say("Chưa có gì được ghi. Xem rồi quyết định.", "Nothing is written yet. Look, then decide.")}</p>
            {understood}
            <div class="row">
                {button::action("load", lang.say("Nạp danh sách", "Load the roster"))}
                {button::quiet_link(format!("{contest}/roster"), lang.say("Bỏ qua", "Leave it"))}
            </div>
        </form>
    }
    .into_any()
}

fn lost(lang: Lang, view: &LoadView) -> Option<AnyView> {
    if view.lost.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Họ và tên", "Full name")),
        Column::text(lang.say("Mã đơn vị", "Unit code")),
        Column::text(lang.say("Tình trạng", "State")),
    ];
    let rows = view.lost.iter().map(|person| {
        let state = if person.has_entered {
            lang.say("đã ghi danh", "entered")
        } else {
            lang.say("chưa dự thi", "still to come")
        };
        vec![
            cell(person.full_name.clone()),
            cell(person.unit_code.clone()),
            cell(state),
        ]
    });
    let caption = lang.say("Những người bị bỏ khỏi danh sách", "Who goes from the roster");
    let shown = view.lost.len();
    let is_cut = usize::try_from(view.counts.lost).unwrap_or(usize::MAX) > shown;
    let cut = is_cut.then(|| {
        notice::calm(match lang {
            Lang::Vi => format!("Chỉ hiện {shown} người đầu tiên."),
            Lang::En => format!("Only the first {shown} are shown."),
        })
    });
    Some(view! { <div class="sheet">{data_table(caption, &columns, rows.collect())} {cut}</div> }.into_any())
}
