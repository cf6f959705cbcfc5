//! `/console/rounds/{id}/complaints/{complaint}`: one complaint, the question as it was drawn, and the answer.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::ids::{ComplaintId, RoundId};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::list::name;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Label, Pick, short_choices};
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumb, crumbs};
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::heading::heading;
use crate::components::label_list::label_list;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::components::text_area::text_area;
use crate::pages::complaints::{about, answered, standing};
use crate::pages::receipt::Score;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct CaseView {
    pub id: ComplaintId,
    pub round: RoundId,
    pub round_name: String,
    /// Where the question is corrected.
    pub corrections: String,
    pub contest_slug: String,
    pub contest_title: String,
    pub position: Option<u16>,
    /// Of the question in its bank.
    pub code: String,
    pub name: String,
    pub text: String,
    pub filed_at: Timestamp,
    pub score: Option<Score>,
    pub answer: Option<(String, Timestamp)>,
    pub upheld: Option<bool>,
    /// The visitor may open the bank; the questions come without keys and sources where they may not.
    pub has_keys: bool,
    /// The question complained about; of the whole result, every one.
    pub items: Vec<CaseItem>,
    /// The visitor may answer.
    pub may_answer: bool,
    pub typed: TypedAnswer,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default)]
pub struct TypedAnswer {
    /// `upheld` or `refused`.
    pub ruling: String,
    pub answer: String,
}

/// A question of the paper, with its options in the order drawn.
#[derive(Debug, Clone)]
pub struct CaseItem {
    pub position: u16,
    pub stem: SafeHtml,
    pub options: Vec<Label>,
    pub own: Vec<Label>,
    /// As it is now, after every correction; empty for predictions.
    pub key: Vec<Label>,
    pub points: Option<Score>,
    pub source: String,
    /// How it is scored otherwise than when the round was announced, and why.
    pub corrected: Option<(CorrectionKind, String)>,
}

const FIELDS: [&str; 2] = ["ruling", "answer"];

pub fn page(lang: Lang, view: CaseView) -> AnyView {
    let round = format!("/console/rounds/{}", view.round);
    let contest = format!("/console/contests/{}", view.contest_slug);
    let (class, state) = standing(lang, view.answer.is_some(), view.upheld);
    let form = (view.may_answer && view.answer.is_none()).then(|| form(lang, &view));
    let fields: &[&str] = if form.is_some() { &FIELDS } else { &[] };
    let given = view
        .answer
        .clone()
        .map(|(answer, at)| view! { <section class="sheet told">{answered(lang, answer, at)}</section> });
    // Two who answer at once: nothing that was written is lost.
    let typed = view.typed.answer.clone();
    let unsent = (view.answer.is_some() && !typed.is_empty()).then(|| {
        view! {
            <section class="sheet told">
                <h2>{lang.say("Nội dung chưa gửi", "What was not sent")}</h2>
                <p>{typed}</p>
            </section>
        }
    });
    let keyless = (!view.has_keys).then(|| {
        notice::calm(
            lang.say(
                "Ngân hàng câu hỏi này thuộc cấp trên: bài làm hiện không kèm đáp án và căn cứ.",
                "This question bank belongs to a level above: the paper is shown without keys and sources.",
            )
            .to_owned(),
        )
    });
    let items = items(lang, view.items, view.position.is_none());
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(contest.clone(), view.contest_title),
            content_crumb(round.clone(), view.round_name),
            crumb(format!("{contest}/complaints"), lang.say("Khiếu nại", "Complaints").to_owned()),
        ])}
        {heading(title(lang, view.position, &view.code), lang.say("Đọc khiếu nại bên câu hỏi đúng như đã rút, rồi trả lời một lần.", "Read the complaint beside the question as it was drawn, then answer once."))}
        <p>
            <span class=class>{state}</span>
        </p>
        {error_summary(&view.problems, fields)}
        <section class="sheet told">
            {who(lang, view.name, view.filed_at, view.score)}
            <p>{view.text}</p>
        </section>
        {given}
        {unsent}
        {keyless}
        {items}
        <p>
            <a href=view.corrections>
                {lang.say("Đính chính câu hỏi và các bản xếp hạng", "Corrections and rankings")}
            </a>
        </p>
        {form}
    }
    .into_any()
}

fn title(lang: Lang, position: Option<u16>, code: &str) -> String {
    let about = about(lang, position);
    let of = lang.say("Khiếu nại", "Complaint");
    if code.is_empty() {
        format!("{of}: {about}")
    } else {
        format!("{of}: {about} · {code}")
    }
}

fn who(lang: Lang, person: String, filed_at: Timestamp, score: Option<Score>) -> AnyView {
    let mut lines = vec![
        (lang.say("Thí sinh", "Participant"), name(lang, person)),
        (lang.say("Gửi lúc", "Sent at"), filed_at.minute_in(lang)),
    ];
    lines.extend(score.map(|score| (lang.say("Điểm hiện nay", "Score now"), score.words(lang))));
    facts(lines)
}

/// One question stands open; a whole paper is folded away.
fn items(lang: Lang, items: Vec<CaseItem>, whole: bool) -> AnyView {
    let items = items.into_iter().map(|one| item(lang, one)).collect_view();
    if whole {
        let title = lang.say("Xem bài làm", "See the paper");
        view! {
            <details class="sheet">
                <summary>{title}</summary>
                {items}
            </details>
        }
        .into_any()
    } else {
        items.into_any()
    }
}

fn item(lang: Lang, item: CaseItem) -> AnyView {
    let points = item.points.map(|points| text::points(lang, &points.words(lang)));
    let options = (!item.options.is_empty()).then(|| {
        label_list(
            lang.say("Các phương án, theo thứ tự đã hiện", "Options in the order shown"),
            item.options,
            "",
        )
    });
    let key = (!item.key.is_empty()).then(|| label_list(lang.say("Đáp án", "Key"), item.key, ""));
    let corrected = item.corrected.map(|(kind, reason)| {
        let how = text::correction(lang, kind);
        notice::calm(match lang {
            Lang::Vi => format!("Đã đính chính: {how}. Lý do: {reason}"),
            Lang::En => format!("Corrected: {how}. Reason: {reason}"),
        })
    });
    let source = (!item.source.is_empty()).then(|| {
        view! { <p class="soft small">{text::source(lang, &item.source)}</p> }
    });
    view! {
        <section class="sheet judged">
            <h2>
                <span class="soft">{about(lang, Some(item.position))}{points}</span>
            </h2>
            {safe_html(item.stem)}
            {options}
            {label_list(
                lang.say("Thí sinh trả lời", "Answered"),
                item.own,
                lang.say("Không trả lời.", "Nothing."),
            )}
            {key}
            {corrected}
            {source}
        </section>
    }
    .into_any()
}

fn form(lang: Lang, view: &CaseView) -> AnyView {
    let path = format!("/console/rounds/{}/complaints/{}", view.round, view.id);
    let ruling = |value: &'static str, label| Choice::text(value, label, view.typed.ruling == value);
    let rulings = Choices {
        name: "ruling",
        legend: lang.say("Kết luận", "Ruling"),
        hint: lang.say(
            "Nếu chấp nhận vì câu hỏi sai, xin ghi đính chính trước: mọi bài có câu ấy được chấm lại.",
            "Where a question is wrong, record the correction first: every paper with it is scored anew.",
        ),
        pick: Pick::One,
        options: vec![
            ruling("upheld", lang.say("Chấp nhận", "Upheld")),
            ruling("refused", lang.say("Không chấp nhận", "Refused")),
        ],
    };
    view! {
        <form class="sheet" method="post" action=path>
            <h2>{lang.say("Trả lời", "Answer")}</h2>
            {short_choices(rulings, &view.problems)}
            {text_area(
                "answer",
                lang.say("Nội dung trả lời", "What is answered"),
                lang.say(
                    "Thí sinh đọc được ở trang kết quả. Trả lời một lần, không sửa được.",
                    "The participant reads it beside the result. Answered once, and not changed.",
                ),
                &view.typed.answer,
                &view.problems,
            )}
            <div class="row">{button::submit(lang.say("Gửi trả lời", "Send the answer"))}</div>
        </form>
    }
    .into_any()
}
