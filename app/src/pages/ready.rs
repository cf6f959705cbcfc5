//! `/contests/{slug}/ready`: a participant's own page, from where rounds are started.

use khao_domain::ids::{AttemptId, RoundId};
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::receipt::Score;
use crate::components::button;
use crate::components::corrected::{CorrectionLine, corrected};
use crate::components::facts::facts;
use crate::components::notice;
use crate::components::told;
use crate::islands::client_nonce::ClientNonce;
use crate::text::{figures, pages as text};

#[derive(Debug, Clone)]
pub struct ReadyView {
    pub slug: String,
    pub contest_title: String,
    pub name: String,
    /// As stored: `1990-01-05`.
    pub birth_date: String,
    pub unit: String,
    pub group: String,
    pub re_entry_code: String,
    /// Of the entry, the newest first.
    pub corrections: Vec<CorrectionLine>,
    /// Announced rounds, the open ones first.
    pub rounds: Vec<ReadyRound>,
    pub past: Vec<PastAttempt>,
    /// What the organisers tell everybody.
    pub messages: Vec<String>,
    /// A round's ranking is public, and so there is one of the whole contest.
    pub is_ranked: bool,
}

#[derive(Debug, Clone)]
pub struct ReadyRound {
    pub id: RoundId,
    pub name: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub closed_early: Option<Timestamp>,
    pub duration_s: u32,
    pub questions: u32,
    pub next: NextStep,
    /// Its ranking is public.
    pub is_ranked: bool,
}

/// What the participant can do in a round now.
#[derive(Debug, Clone)]
pub enum NextStep {
    /// Not open yet.
    Wait,
    Start {
        /// The idempotency key of this form.
        form_id: String,
        /// Which attempt it would be, from 1.
        ordinal: u32,
        /// When time would be up if it were started now.
        deadline: Timestamp,
    },
    Resume {
        attempt_id: AttemptId,
        deadline: Timestamp,
        /// Why it does not count.
        voided: Option<String>,
    },
    /// Every attempt allowed is used.
    NoneLeft,
    /// Closed.
    Over,
}

#[derive(Debug, Clone)]
pub struct PastAttempt {
    pub id: AttemptId,
    pub round_name: String,
    pub ordinal: u32,
    pub submitted_at: Timestamp,
    /// Only where the rules release it now.
    pub score: Option<Score>,
    /// Right answers and explanations can be seen.
    pub has_result: bool,
    /// Why it does not count.
    pub voided: Option<String>,
}

pub fn page(lang: Lang, view: ReadyView) -> AnyView {
    let rounds = view.rounds.into_iter().map(|one| round(lang, one)).collect_view();
    view! {
        <h1 lang=lang.of_content()>{view.contest_title}</h1>
        {told::messages(lang, view.messages)}
        <section class="sheet me">
            <h2>{lang.say("Thí sinh", "Participant")}</h2>
            {facts(vec![
                (lang.say("Họ và tên", "Full name"), view.name),
                (lang.say("Ngày sinh", "Born"), text::born(lang, &view.birth_date)),
                (lang.say("Đơn vị", "Unit"), view.unit),
                (lang.say("Bảng thi", "Group"), view.group),
                (lang.say("Mã dự thi", "Code"), view.re_entry_code),
            ])}
            {corrected(lang, &view.corrections)}
            <p class="soft small">
                {lang.say("Mã dự thi và ngày sinh đưa ông/bà trở lại trang này trên máy khác.", "The code and your date of birth take you back to this page on another device.")}
            </p>
        </section>
        <h2>{lang.say("Các vòng thi", "Rounds")}</h2>
        {notice::calm(
            lang.say("Mất mạng không dừng đồng hồ: thời gian tính trên máy chủ từ lúc bắt đầu. Câu trả lời lúc mất mạng được giữ trên máy đang dùng và tự gửi khi có mạng; câu đến máy chủ trước khi hết giờ, hoặc ngay sau đó trong thời gian chờ thêm của thể lệ, vẫn được tính. Hết giờ, bài được nộp với những câu đã lưu.", "Losing the network does not stop the clock: the server counts from the start. Answers given offline are kept on this device and sent once there is a network again; what reaches the server before time is up, or within the extra moment the rules allow, still counts. When time is up, the paper is handed in with the answers that are saved."),
        )}
        <p>
            {button::quiet_link(format!("/contests/{}/practice", view.slug), lang.say("Làm thử ba câu", "Practise on three questions"))}
        </p>
        <div class="cards">{rounds}</div>
        {past(lang, view.past)}
        <p>
            <a href=format!("/contests/{}", view.slug)>{lang.say("Xem thể lệ cuộc thi", "Read the rules")}</a>
            {view
                .is_ranked
                .then(|| {
                    view! {
                        " · "
                        <a href=format!("/contests/{}/ranking", view.slug)>{lang.say("Xếp hạng toàn cuộc thi", "Ranking of the whole contest")}</a>
                    }
                })}
        </p>
    }
    .into_any()
}

fn round(lang: Lang, round: ReadyRound) -> AnyView {
    let class = match round.next {
        NextStep::Start { .. } | NextStep::Resume { .. } => "sheet now",
        NextStep::Wait | NextStep::NoneLeft | NextStep::Over => "sheet",
    };
    let ranking = round.is_ranked.then(|| {
        view! {
            <p>
                <a href=format!("/rounds/{}/ranking", round.id)>
                    {lang.say("Xếp hạng", "Ranking")}<span class="unseen">{format!(" {}", round.name)}</span>
                </a>
            </p>
        }
    });
    view! {
        <article class=class>
            <h3 lang=lang.of_content()>{round.name}</h3>
            {facts(vec![
                (lang.say("câu hỏi", "questions"), round.questions.to_string()),
                (lang.say("thời gian", "time"), figures::duration(lang, i64::from(round.duration_s))),
            ])}
            <p class="soft small">
                {match lang {
                    Lang::Vi => format!("Mở {}; {}.", round.opens_at.minute_in(lang), figures::closing(lang, round.closes_at, round.closed_early)),
                    Lang::En => format!("Opens {}; {}.", round.opens_at.minute_in(lang), figures::closing(lang, round.closes_at, round.closed_early)),
                }}
            </p>
            {step(lang, round.id, round.next)}
            {ranking}
        </article>
    }
    .into_any()
}

fn step(lang: Lang, round: RoundId, step: NextStep) -> AnyView {
    match step {
        NextStep::Wait => told_line(lang.say("Chưa đến giờ mở.", "Not open yet.")),
        NextStep::NoneLeft => told_line(lang.say(
            "Ông/bà đã dùng hết lượt thi của vòng này.",
            "You have used all your attempts of this round.",
        )),
        NextStep::Over => told_line(lang.say("Vòng thi đã đóng.", "The round is closed.")),
        NextStep::Start {
            form_id,
            ordinal,
            deadline,
        } => view! {
                    <p>{match lang {
        Lang::Vi => format!("Nếu bắt đầu ngay, ông/bà làm bài đến {}.", deadline.second_in(lang)),
        Lang::En => format!("If you start now, you have until {}.", deadline.second_in(lang)),
        }}</p>
                    <form class="wide" method="post" action=format!("/rounds/{round}/start")>
                        {button::hidden("form_id", form_id)} {button::hidden("ordinal", ordinal.to_string())}
                        {button::submit(lang.say("Bắt đầu làm bài", "Start"))} {client_nonce(lang)}
                    </form>
                }
        .into_any(),
        NextStep::Resume {
            attempt_id,
            deadline,
            voided,
        } => view! {
                    {told::voided(lang, voided)}
                    <p>{match lang {
        Lang::Vi => format!("Bài đang làm dở, hết giờ lúc {}.", deadline.second_in(lang)),
        Lang::En => format!("You have a paper open; time is up at {}.", deadline.second_in(lang)),
        }}</p>
                    {button::link(format!("/attempts/{attempt_id}"), lang.say("Làm tiếp", "Go on"))}
                }
        .into_any(),
    }
}

fn told_line(sentence: &'static str) -> AnyView {
    view! { <p class="soft">{sentence}</p> }.into_any()
}

fn client_nonce(lang: Lang) -> AnyView {
    let title = lang.say(
        "Góp chữ ngẫu nhiên vào việc bốc đề (không bắt buộc)",
        "Add random letters to the draw of your paper (optional)",
    );
    let label = lang.say(
        "Đề được bốc từ khóa bí mật của ban tổ chức và các chữ dưới đây, nên không ai chọn trước được đề. Có thể gõ chữ bất kỳ.",
        "Your paper is drawn from the organisers' secret and the letters below, so that nobody can choose a paper beforehand. Type whatever you like.",
    );
    view! {
        <details class="small soft">
            <summary>{title}</summary>
            <label>{label} " " <ClientNonce /></label>
        </details>
    }
    .into_any()
}

fn past(lang: Lang, attempts: Vec<PastAttempt>) -> Option<AnyView> {
    if attempts.is_empty() {
        return None;
    }
    let lines = attempts
        .into_iter()
        .map(|attempt| {
            let name = match lang {
                Lang::Vi => format!("{}, lượt {}", attempt.round_name, attempt.ordinal),
                Lang::En => format!("{}, attempt {}", attempt.round_name, attempt.ordinal),
            };
            let line = match lang {
                Lang::Vi => format!("{name}, nộp lúc {}", attempt.submitted_at.second_in(lang)),
                Lang::En => format!("{name}, handed in {}", attempt.submitted_at.second_in(lang)),
            };
            let score = attempt.score.map(|score| text::points(lang, &score.words(lang)));
            let voided = attempt
                .voided
                .map(|reason| view! { <p class="error">{match lang {
                    Lang::Vi => format!("Không được tính: {reason}"),
                    Lang::En => format!("Does not count: {reason}"),
                }}</p> });
            let result = attempt.has_result.then(|| {
                view! {
                    " · "
                    <a href=format!("/attempts/{}/result", attempt.id)>
                        {lang.say("Xem kết quả", "See the result")}<span class="unseen">{format!(" {name}")}</span>
                    </a>
                }
            });
            view! {
                <li>
                    <a href=format!("/attempts/{}/receipt", attempt.id)>{line}</a>
                    {score}
                    {result}
                    {voided}
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <h2>{lang.say("Bài đã nộp", "Papers handed in")}</h2>
        <ul>{lines}</ul>
    };
    Some(view.into_any())
}
