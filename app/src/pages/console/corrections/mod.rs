//! `/console/rounds/{id}/corrections`: keys that were wrong and items that should not have been asked; and what became
//! of the ranking.

mod course;
mod preview;

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::proof_fields::proof_fields;
use crate::components::select::{SelectOption, choice_of};
use crate::components::text_area::text_area;
use crate::components::waiting_ranking::WaitsFor;
use crate::text::figures;

pub use course::{RenewedLine, RevisionLine};
pub use preview::{EffectView, MoveLine, PreviewView};

#[derive(Debug, Clone)]
pub struct CorrectionsView {
    pub round: RoundId,
    pub round_name: String,
    pub contest_slug: String,
    pub contest_title: String,
    /// The first one first.
    pub corrections: Vec<CorrectionLine>,
    /// (done, total) while scores and rankings follow the newest correction.
    pub running: Option<(i64, i64)>,
    pub revisions: Vec<RevisionLine>,
    /// What the newest ranking waits for, where the visitor may take the step now.
    pub step: Option<WaitsFor>,
    /// Whom it shows otherwise than the one that it follows: the first ones.
    pub renewed: Vec<RenewedLine>,
    /// None for those who may only read.
    pub form: Option<FormView>,
    pub preview: Option<PreviewView>,
    /// What was typed for making the ranking anew; none where the visitor cannot do so now.
    pub remake: Option<String>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct CorrectionLine {
    pub code: String,
    pub kind: CorrectionKind,
    pub key: String,
    pub reason: String,
    pub at: Timestamp,
}

/// What was typed, and what there is to choose from.
#[derive(Debug, Clone)]
pub struct FormView {
    pub form_id: String,
    /// Bank and code; the label shows code, stem and key.
    pub items: Vec<SelectOption>,
    pub item: String,
    pub kind: String,
    pub key: String,
    pub reason: String,
    /// The password is asked for once more; and the code of the second factor, where there is one.
    pub proof: Option<bool>,
}

pub const FIELDS: [&str; 7] = [
    "item_code",
    "kind",
    "key",
    "reason",
    "password",
    "code",
    "remake_reason",
];

pub fn page(lang: Lang, view: CorrectionsView) -> AnyView {
    let address = format!("/console/rounds/{}", view.round);
    let path = format!("{address}/corrections");
    let running = view.running.map(|(done, total)| running(lang, done, total));
    let form = view
        .form
        .as_ref()
        .map(|form| correct_form(lang, &path, (form, view.preview.is_none()), &view.problems));
    let preview = view
        .preview
        .zip(view.form.as_ref())
        .map(|(preview, form)| preview::section(lang, &path, preview, (form, &view.problems)));
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(format!("/console/contests/{}", view.contest_slug), view.contest_title),
            content_crumb(address, view.round_name),
        ])}
        {heading(lang.say("Đính chính và xếp hạng", "Corrections and rankings"), lang.say("Sửa đáp án sai hoặc bỏ câu hỏng sau khi thi: mọi bài được chấm lại và có bản xếp hạng mới.", "Put a wrong key right or drop a bad question after the exam: papers are scored anew, and ranked anew."))}
        {error_summary(&view.problems, &FIELDS)}
        {running}
        {preview}
        {form}
        <h2>{lang.say("Đã đính chính", "Corrected so far")}</h2>
        {corrections(lang, view.corrections)}
        {course::section(lang, &path, (view.revisions, view.renewed), view.step)}
        {view.remake.map(|typed| course::remake(lang, &path, &typed, &view.problems))}
    }
    .into_any()
}

fn running(lang: Lang, done: i64, total: i64) -> AnyView {
    let (done, total) = (figures::count(lang, done), figures::count(lang, total));
    notice::careful(match lang {
        Lang::Vi => format!("Đang chấm lại: {done} / {total} bài. Tải lại trang để xem tiến độ."),
        Lang::En => format!("Scoring anew: {done} of {total} papers. Reload the page to see how far it is."),
    })
}

/// What a correction does, in words.
pub fn kind_words(lang: Lang, kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::NewKey => lang.say("Đáp án đúng là", "The right answer is"),
        CorrectionKind::AlsoAccept => lang.say("Chấp nhận thêm", "Also accept"),
        CorrectionKind::FullPoints => lang.say(
            "Bỏ câu, ai gặp cũng được trọn điểm",
            "Drop it: everybody gets the points",
        ),
        CorrectionKind::NoPoints => lang.say(
            "Bỏ câu, không tính điểm (điểm tối đa giảm)",
            "Drop it without points: the maximum shrinks",
        ),
        CorrectionKind::AsFrozen => lang.say("Giữ như khi khóa đề", "As it was announced"),
    }
}

/// The password, before anybody is at the end of the work it is needed for.
fn proof(lang: Lang, form: &FormView, problems: &[Problem]) -> Option<AnyView> {
    let needs_code = form.proof?;
    let fields = view! {
        <p class="soft small">
            {lang.say(
                "Ông/bà nhập mật khẩu đã lâu: xin nhập lại cùng biểu mẫu này, những gì đã ghi được giữ nguyên.",
                "You typed your password a while ago: type it once more with this form, which keeps what you wrote.",
            )}
        </p>
        {proof_fields(lang, needs_code, problems)}
    };
    Some(fields.into_any())
}

/// One of the two forms of a page asks for the password.
fn correct_form(lang: Lang, path: &str, (form, asks): (&FormView, bool), problems: &[Problem]) -> AnyView {
    let kinds = CorrectionKind::ALL
        .map(|kind| SelectOption::new(kind.as_str(), kind_words(lang, kind)))
        .to_vec();
    let intro = lang.say(
        "Câu hỏi đã khóa và mã cam kết không thay đổi; phần đính chính được công bố cùng bảng xếp hạng. Đính chính mới nhất của một câu thay cho các lần trước.",
        "The frozen question and the commitment stay as they are; corrections are published with the ranking. The newest correction of a question replaces the earlier ones.",
    );
    view! {
        <h2>{lang.say("Đính chính một câu", "Correct a question")}</h2>
        <p class="soft">{intro}</p>
        <form class="sheet" method="post" action=path.to_owned()>
            {choice_of("item_code".to_owned(), lang.say("Câu hỏi", "Question"), "", form.items.clone(), &form.item, problems)}
            {choice_of("kind".to_owned(), lang.say("Cách đính chính", "What is corrected"), "", kinds, &form.kind, problems)}
            {Field::new("key", lang.say("Đáp án", "Answer"), Input::Code)
                .value(&form.key)
                .hint(lang.say(
                    "Viết như trong tệp ngân hàng: «A, C», «Đúng», «12,5 ± 0,5», «Hoà Bình | HB». Để trống khi bỏ câu.",
                    "As in the bank's file: “A, C”, “Đúng”, “12,5 ± 0,5”, “Hoà Bình | HB”. Leave empty to drop the question.",
                ))
                .problems(problems)
                .view()}
            {text_area(
                "reason",
                lang.say("Lý do", "Reason"),
                lang.say("Được công bố cùng bảng xếp hạng.", "Published with the ranking."),
                &form.reason,
                problems,
            )}
            {asks.then(|| proof(lang, form, problems))}
            <div class="row">
                {button::action("preview", lang.say("Xem ai bị ảnh hưởng", "See who is affected"))}
            </div>
        </form>
    }
    .into_any()
}

fn corrections(lang: Lang, lines: Vec<CorrectionLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="soft">{lang.say("Chưa có đính chính nào: mọi câu được chấm như khi khóa đề.", "Nothing was corrected: every question is scored as it was announced.")}</p> }
            .into_any();
    }
    let columns = [
        Column::heading(lang.say("Câu", "Question")),
        Column::text(lang.say("Đính chính", "Correction")),
        Column::text(lang.say("Lý do", "Reason")),
        Column::text(lang.say("Lúc", "At")),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let what = format!("{} {}", kind_words(lang, line.kind), line.key);
            vec![
                cell(line.code),
                cell(what.trim_end().to_owned()),
                cell(line.reason),
                cell(line.at.minute_in(lang)),
            ]
        })
        .collect();
    let caption = lang.say("Cũ trước, mới sau", "The oldest first");
    view! { <div class="sheet">{data_table(caption, &columns, rows)}</div> }.into_any()
}
