//! `/contests/{slug}/ready`: a participant's own page, from where rounds are started.

use khao_domain::ids::{AttemptId, RoundId};
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::receipt::Score;
use crate::components::button;
use crate::components::facts::facts;
use crate::components::notice;
use crate::components::told;
use crate::islands::client_nonce::ClientNonce;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ReadyView {
    pub slug: String,
    pub contest_title: String,
    pub name: String,
    pub unit: String,
    pub re_entry_code: String,
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

pub fn page(view: ReadyView) -> AnyView {
    let rounds = view.rounds.into_iter().map(round).collect_view();
    view! {
        <h1>{view.contest_title}</h1>
        {told::messages(view.messages)}
        <section class="sheet me">
            <h2>"Thí sinh"</h2>
            {facts(vec![
                ("Họ và tên", view.name),
                ("Đơn vị", view.unit),
                ("Mã dự thi", view.re_entry_code),
            ])}
            <p class="soft small">
                "Mã dự thi và ngày sinh đưa ông/bà trở lại trang này trên máy khác."
            </p>
        </section>
        <h2>"Các vòng thi"</h2>
        {notice::calm(
            "Mất mạng không dừng đồng hồ: thời gian tính trên máy chủ từ lúc bắt đầu. Câu trả lời lúc mất mạng được giữ trên máy đang dùng và tự gửi khi có mạng; câu đến máy chủ trước khi hết giờ, hoặc ngay sau đó trong thời gian chờ thêm của thể lệ, vẫn được tính. Hết giờ, bài được nộp với những câu đã lưu.",
        )}
        <p>
            {button::quiet_link(format!("/contests/{}/practice", view.slug), "Làm thử ba câu")}
        </p>
        <div class="cards">{rounds}</div>
        {past(view.past)}
        <p>
            <a href=format!("/contests/{}", view.slug)>"Xem thể lệ cuộc thi"</a>
            {view
                .is_ranked
                .then(|| {
                    view! {
                        " · "
                        <a href=format!("/contests/{}/ranking", view.slug)>"Xếp hạng toàn cuộc thi"</a>
                    }
                })}
        </p>
    }
    .into_any()
}

fn round(round: ReadyRound) -> AnyView {
    let class = match round.next {
        NextStep::Start { .. } | NextStep::Resume { .. } => "sheet now",
        NextStep::Wait | NextStep::NoneLeft | NextStep::Over => "sheet",
    };
    let ranking = round.is_ranked.then(|| {
        view! {
            <p>
                <a href=format!("/rounds/{}/ranking", round.id)>
                    "Xếp hạng"<span class="unseen">{format!(" {}", round.name)}</span>
                </a>
            </p>
        }
    });
    view! {
        <article class=class>
            <h3>{round.name}</h3>
            {facts(vec![
                ("câu hỏi", round.questions.to_string()),
                ("thời gian", text::duration(i64::from(round.duration_s))),
            ])}
            <p class="soft small">
                {format!(
                    "Mở {}; {}.",
                    round.opens_at.local_minute(),
                    text::closing(round.closes_at, round.closed_early),
                )}
            </p>
            {step(round.id, round.next)}
            {ranking}
        </article>
    }
    .into_any()
}

fn step(round: RoundId, step: NextStep) -> AnyView {
    match step {
        NextStep::Wait => said("Chưa đến giờ mở."),
        NextStep::NoneLeft => said("Ông/bà đã dùng hết lượt thi của vòng này."),
        NextStep::Over => said("Vòng thi đã đóng."),
        NextStep::Start {
            form_id,
            ordinal,
            deadline,
        } => view! {
            <p>{format!("Nếu bắt đầu ngay, ông/bà làm bài đến {}.", deadline.local_second())}</p>
            <form class="wide" method="post" action=format!("/rounds/{round}/start")>
                {button::hidden("form_id", form_id)} {button::hidden("ordinal", ordinal.to_string())}
                {button::submit("Bắt đầu làm bài")} <ClientNonce />
            </form>
        }
        .into_any(),
        NextStep::Resume { attempt_id, deadline } => view! {
            <p>{format!("Bài đang làm dở, hết giờ lúc {}.", deadline.local_second())}</p>
            {button::link(format!("/attempts/{attempt_id}"), "Làm tiếp")}
        }
        .into_any(),
    }
}

fn said(sentence: &'static str) -> AnyView {
    view! { <p class="soft">{sentence}</p> }.into_any()
}

fn past(attempts: Vec<PastAttempt>) -> Option<AnyView> {
    if attempts.is_empty() {
        return None;
    }
    let lines = attempts
        .into_iter()
        .map(|attempt| {
            let name = format!("{}, lượt {}", attempt.round_name, attempt.ordinal);
            let line = format!("{name}, nộp lúc {}", attempt.submitted_at.local_second());
            let score = attempt.score.map(|score| format!(" · {} điểm", score.words()));
            let voided = attempt
                .voided
                .map(|reason| view! { <p class="error">{format!("Không được tính: {reason}")}</p> });
            let result = attempt.has_result.then(|| {
                view! {
                    " · "
                    <a href=format!("/attempts/{}/result", attempt.id)>
                        "Xem kết quả"<span class="unseen">{format!(" {name}")}</span>
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
        <h2>"Bài đã nộp"</h2>
        <ul>{lines}</ul>
    };
    Some(view.into_any())
}
