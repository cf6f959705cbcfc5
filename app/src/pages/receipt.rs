//! `/attempts/{id}/receipt`: proof that a paper was handed in.

use khao_domain::contest::release::Shown;
use khao_domain::ids::AttemptId;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::facts::facts;
use crate::components::notice;
use crate::components::title_block::title_block;
use crate::components::told::{self, GrantLine};
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ReceiptView {
    pub attempt_id: AttemptId,
    pub contest_slug: String,
    pub contest_title: String,
    pub round_name: String,
    pub receipt: String,
    pub submitted_at: Timestamp,
    /// Questions with an answer that counts, of all.
    pub answered: usize,
    pub questions: usize,
    /// Time was up before the participant handed it in.
    pub by_time: bool,
    /// Only where the rules release it now.
    pub score: Option<Score>,
    pub score_shown: Shown,
    /// Right answers and explanations, which are on the result page.
    pub keys_shown: Shown,
    /// Why the attempt does not count.
    pub voided: Option<String>,
    pub grants: Vec<GrantLine>,
    /// Something can be objected to, or has been.
    pub has_complaints: bool,
}

/// Points got, and points there were to get.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    pub hundredths: i64,
    pub max_hundredths: i64,
}

impl Score {
    /// `13,5 / 15`.
    pub(crate) fn words(self) -> String {
        format!(
            "{} / {}",
            text::points(self.hundredths),
            text::points(self.max_hundredths)
        )
    }
}

/// What cannot be seen yet, and when it can.
fn when(what: &str, shown: Shown) -> Option<AnyView> {
    let words = match shown {
        Shown::Now => return None,
        Shown::After(end) => {
            format!(
                "{what} xem được sau {}, khi không còn ai làm bài của vòng này.",
                end.local_minute()
            )
        }
        Shown::WithRanking => format!("{what} xem được khi bảng xếp hạng của vòng này được công bố."),
        Shown::Never => format!("{what} không được công bố trong cuộc thi này."),
    };
    Some(view! { <p class="soft small">{words}</p> }.into_any())
}

pub fn page(view: ReceiptView) -> AnyView {
    let mut lines = vec![
        ("Nộp lúc", view.submitted_at.local_second()),
        ("Đã trả lời", format!("{}/{} câu", view.answered, view.questions)),
    ];
    lines.extend(view.score.as_ref().map(|score| ("Điểm", score.words())));
    let score = when("Điểm", view.score_shown).filter(|_| view.score.is_none());
    let keys = when("Đáp án và giải thích", view.keys_shown);
    view! {
        <div class="narrow">
            {title_block(view.contest_title.clone(), "Biên nhận nộp bài")}
            <h1>"Đã nộp bài"</h1>
            <p class="soft">{format!("{} · {}", view.contest_title, view.round_name)}</p>
            {view
                .by_time
                .then(|| notice::calm("Đã hết giờ; bài được nộp với những câu đã lưu."))}
            {told::voided(view.voided)}
            {told::grants(&view.grants)}
            <section class="sheet ticket">
                <h2>"Mã biên nhận"</h2>
                <p class="code long">{view.receipt}</p>
                {facts(lines)}
                {score}
                {keys}
            </section>
            <div class="row">
                {(view.keys_shown == Shown::Now)
                    .then(|| {
                        button::link(
                            format!("/attempts/{}/result", view.attempt_id),
                            "Xem đáp án và giải thích",
                        )
                    })}
                {view
                    .has_complaints
                    .then(|| button::quiet_link(format!("/attempts/{}/complaints", view.attempt_id), "Khiếu nại"))}
                {button::quiet_link(
                    format!("/contests/{}/ready", view.contest_slug),
                    "Về trang dự thi",
                )}
            </div>
        </div>
    }
    .into_any()
}
