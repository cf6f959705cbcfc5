//! `/attempts/{id}/receipt`: proof that a paper was handed in.

use khao_domain::ids::AttemptId;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::facts::facts;
use crate::components::notice;
use crate::components::title_block::title_block;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ReceiptView {
    pub attempt_id: AttemptId,
    pub contest_slug: String,
    pub contest_title: String,
    pub round_name: String,
    pub receipt: String,
    pub submitted_at: Timestamp,
    /// Time was up before the participant handed it in.
    pub by_time: bool,
    /// Only where the rules release it now.
    pub score: Option<Score>,
    /// The result page is open to the participant now.
    pub result_open: bool,
}

/// Points got, and points there were to get.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    pub hundredths: i64,
    pub max_hundredths: i64,
}

impl Score {
    /// `13,5 / 15`.
    pub(super) fn words(self) -> String {
        format!(
            "{} / {}",
            text::points(self.hundredths),
            text::points(self.max_hundredths)
        )
    }
}

pub fn page(view: ReceiptView) -> AnyView {
    let mut lines = vec![("Nộp lúc", view.submitted_at.local_second())];
    lines.extend(view.score.as_ref().map(|score| ("Điểm", score.words())));
    let unreleased = view.score.is_none();
    view! {
        <div class="narrow">
            {title_block(view.contest_title.clone(), "Biên nhận nộp bài")}
            <h1>"Đã nộp bài"</h1>
            <p class="soft">{format!("{} · {}", view.contest_title, view.round_name)}</p>
            {view
                .by_time
                .then(|| notice::calm("Đã hết giờ; bài được nộp với những câu đã lưu."))}
            <section class="sheet ticket">
                <h2>"Mã biên nhận"</h2>
                <p class="code long">{view.receipt}</p>
                {facts(lines)}
                {unreleased
                    .then(|| {
                        view! { <p class="soft small">"Điểm sẽ được công bố theo thể lệ cuộc thi."</p> }
                    })}
            </section>
            <div class="row">
                {view
                    .result_open
                    .then(|| {
                        button::link(
                            format!("/attempts/{}/result", view.attempt_id),
                            "Xem đáp án và giải thích",
                        )
                    })}
                {button::quiet_link(
                    format!("/contests/{}/ready", view.contest_slug),
                    "Về trang dự thi",
                )}
            </div>
        </div>
    }
    .into_any()
}
