//! `/attempts/{id}/complaints`: what a participant objects to, and what the organisers answered.

use khao_domain::ids::AttemptId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::notice;
use crate::components::select::{SelectOption, choice_of};
use crate::components::text_area::text_area;
use crate::text::pages::question;

#[derive(Debug, Clone)]
pub struct ComplaintsView {
    pub attempt_id: AttemptId,
    pub contest_title: String,
    pub round_name: String,
    /// Of each question of the paper the beginning of its words; empty where it may not be seen now.
    pub questions: Vec<String>,
    /// None where nothing can be sent now.
    pub open_until: Option<Timestamp>,
    /// Right answers are on the result page.
    pub has_result: bool,
    pub typed: TypedComplaint,
    /// The first one first.
    pub complaints: Vec<ComplaintLine>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default)]
pub struct TypedComplaint {
    /// Of a question; empty where it is about the result.
    pub position: String,
    pub text: String,
}

#[derive(Debug, Clone)]
pub struct ComplaintLine {
    pub position: Option<u16>,
    pub text: String,
    pub filed_at: Timestamp,
    /// What was answered, and when.
    pub answer: Option<(String, Timestamp)>,
    /// None where the answer does not say.
    pub upheld: Option<bool>,
}

const FIELDS: [&str; 2] = ["position", "text"];

pub fn page(lang: Lang, view: ComplaintsView) -> AnyView {
    let path = format!("/attempts/{}/complaints", view.attempt_id);
    let form = view.open_until.map(|until| form(lang, &path, &view, until));
    let fields: &[&str] = if form.is_some() { &FIELDS } else { &[] };
    let closed = view.open_until.is_none().then(|| {
        notice::calm(lang.say(
            "Hiện không gửi khiếu nại được: chưa công bố kết quả, đã hết thời hạn, hoặc đã gửi đủ 5 khiếu nại.",
            "Nothing can be sent now: the results are not published yet, the time is over, or five were sent already.",
        ))
    });
    let result = view.has_result.then(|| {
        let address = format!("/attempts/{}/result", view.attempt_id);
        button::quiet_link(address, lang.say("Về kết quả bài thi", "Back to the result"))
    });
    let receipt = format!("/attempts/{}/receipt", view.attempt_id);
    view! {
        <div class="narrow">
            <h1>{lang.say("Khiếu nại về bài thi", "Complaints about your paper")}</h1>
            <p class="soft">{format!("{} · {}", view.contest_title, view.round_name)}</p>
            <p>
                {lang.say(
                    "Nếu câu hỏi hoặc điểm chưa đúng, gửi ở đây; ban tổ chức trả lời cũng ở trang này.",
                    "If a question or your score is wrong, say so here; the organisers answer on this page too.",
                )}
            </p>
            {error_summary(&view.problems, fields)}
            {sent(lang, view.complaints)}
            {closed}
            {form}
            <div class="row">
                {result}
                {button::quiet_link(receipt, lang.say("Về biên nhận", "Back to the receipt"))}
            </div>
        </div>
    }
    .into_any()
}

fn form(lang: Lang, path: &str, view: &ComplaintsView, until: Timestamp) -> AnyView {
    let until = until.minute_in(lang);
    let window = match lang {
        Lang::Vi => format!("Gửi được đến trước {until}; nhiều nhất 5 khiếu nại cho một bài thi."),
        Lang::En => format!("Until before {until}; five for one paper at most."),
    };
    let mut about = vec![SelectOption::new("", lang.say("Kết quả bài thi", "The result"))];
    about.extend((1..).zip(&view.questions).map(|(number, stem): (u16, _)| {
        let label = question(lang, number);
        let label = if stem.is_empty() {
            label
        } else {
            format!("{label}: {stem}")
        };
        SelectOption::new(number.to_string(), label)
    }));
    let problems = &view.problems;
    view! {
        <form class="sheet" method="post" action=path.to_owned()>
            <h2>{lang.say("Gửi khiếu nại", "Send a complaint")}</h2>
            <p class="soft">{window}</p>
            {choice_of("position".to_owned(), lang.say("Về", "About"), "", about, &view.typed.position, problems)}
            {text_area(
                "text",
                lang.say("Nội dung", "What is wrong"),
                lang.say(
                    "Nêu rõ điều chưa đúng và căn cứ (văn bản, điều, khoản). Nhiều nhất 2.000 ký tự.",
                    "Say what is wrong and on what grounds (document, article). Up to 2,000 characters.",
                ),
                &view.typed.text,
                problems,
            )}
            <div class="row">{button::submit(lang.say("Gửi khiếu nại", "Send"))}</div>
        </form>
    }
    .into_any()
}

/// What a complaint is about, in words.
pub fn about(lang: Lang, position: Option<u16>) -> String {
    match position {
        Some(number) => question(lang, number),
        None => lang.say("Kết quả bài thi", "The result").to_owned(),
    }
}

/// Where a complaint stands: the look of its tag, and the words in it.
pub fn standing(lang: Lang, is_answered: bool, upheld: Option<bool>) -> (&'static str, &'static str) {
    match (is_answered, upheld) {
        (false, _) => ("tag gold", lang.say("Chờ trả lời", "Waits for an answer")),
        (true, Some(true)) => ("tag good", lang.say("Chấp nhận", "Upheld")),
        (true, Some(false)) => ("tag off", lang.say("Không chấp nhận", "Refused")),
        (true, None) => ("tag", lang.say("Đã trả lời", "Answered")),
    }
}

fn sent(lang: Lang, complaints: Vec<ComplaintLine>) -> Option<AnyView> {
    if complaints.is_empty() {
        return None;
    }
    let lines = complaints.into_iter().map(|one| line(lang, one)).collect_view();
    let view = view! {
        <h2>{lang.say("Đã gửi", "Sent")}</h2>
        {lines}
    };
    Some(view.into_any())
}

fn line(lang: Lang, one: ComplaintLine) -> AnyView {
    let (class, state) = standing(lang, one.answer.is_some(), one.upheld);
    let filed = one.filed_at.minute_in(lang);
    let filed = match lang {
        Lang::Vi => format!("Gửi lúc {filed}"),
        Lang::En => format!("Sent at {filed}"),
    };
    let answer = one.answer.map(|(answer, at)| answered(lang, answer, at));
    view! {
        <section class="sheet told">
            <h3>{about(lang, one.position)}</h3>
            <p class="soft small">
                <span class=class>{state}</span>
                " "
                {filed}
            </p>
            <p>{one.text}</p>
            {answer}
        </section>
    }
    .into_any()
}

/// What was answered, set apart from what it answers.
pub fn answered(lang: Lang, answer: String, at: Timestamp) -> AnyView {
    let at = at.minute_in(lang);
    let title = match lang {
        Lang::Vi => format!("Ban tổ chức trả lời lúc {at}"),
        Lang::En => format!("Answered by the organisers at {at}"),
    };
    view! {
        <div class="why">
            <h3>{title}</h3>
            <p>{answer}</p>
        </div>
    }
    .into_any()
}
