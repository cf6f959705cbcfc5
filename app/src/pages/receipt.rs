//! `/attempts/{id}/receipt`: proof that a paper was handed in.

use khao_domain::contest::release::Shown;
use khao_domain::ids::AttemptId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::facts::facts;
use crate::components::notice;
use crate::components::title_block::title_block;
use crate::components::told::{self, GrantLine};
use crate::text::figures;

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
    pub(crate) fn words(self, lang: Lang) -> String {
        format!(
            "{} / {}",
            figures::points(lang, self.hundredths),
            figures::points(lang, self.max_hundredths)
        )
    }
}

/// What cannot be seen yet, and when it can.
fn when(lang: Lang, what: &str, shown: Shown) -> Option<AnyView> {
    let words = match shown {
        Shown::Now => return None,
        Shown::After(end) => match lang {
            Lang::Vi => format!(
                "{what} xem được sau {}, khi không còn ai làm bài của vòng này.",
                end.minute_in(lang)
            ),
            Lang::En => format!(
                "{what} can be seen after {}, when nobody is working on this round any more.",
                end.minute_in(lang)
            ),
        },
        Shown::WithRanking => match lang {
            Lang::Vi => format!("{what} xem được khi bảng xếp hạng của vòng này được công bố."),
            Lang::En => format!("{what} can be seen once the ranking of this round is published."),
        },
        Shown::Never => match lang {
            Lang::Vi => format!("{what} không được công bố trong cuộc thi này."),
            Lang::En => format!("{what} are not published in this contest."),
        },
    };
    Some(view! { <p class="soft small">{words}</p> }.into_any())
}

pub fn page(lang: Lang, view: ReceiptView) -> AnyView {
    let mut lines = vec![
        (
            lang.say("Nộp lúc", "Handed in"),
            view.submitted_at.second_in(lang),
        ),
        (
            lang.say("Đã trả lời", "Answered"),
            match lang {
                Lang::Vi => format!("{}/{} câu", view.answered, view.questions),
                Lang::En => format!("{}/{} questions", view.answered, view.questions),
            },
        ),
    ];
    lines.extend(
        view.score
            .as_ref()
            .map(|score| (lang.say("Điểm", "Points"), score.words(lang))),
    );
    let score = when(lang, lang.say("Điểm", "Points"), view.score_shown).filter(|_| view.score.is_none());
    let keys = when(
        lang,
        lang.say("Đáp án và giải thích", "Keys and explanations"),
        view.keys_shown,
    );
    let ways = ways(lang, &view);
    view! {
        <div class="narrow">
            {title_block(view.contest_title.clone(), lang.say("Biên nhận nộp bài", "Receipt"))}
            <h1>{lang.say("Đã nộp bài", "Your paper is handed in")}</h1>
            <p class="soft" lang=lang.of_content()>{format!("{} · {}", view.contest_title, view.round_name)}</p>
            {view
                .by_time
                .then(|| notice::calm(lang.say("Đã hết giờ; bài được nộp với những câu đã lưu.", "Time was up; the paper was handed in with the answers that were saved.")))}
            {told::voided(lang, view.voided)}
            {told::grants(lang, &view.grants)}
            <section class="sheet ticket">
                <h2>{lang.say("Mã biên nhận", "Receipt code")}</h2>
                <p class="code long">{view.receipt}</p>
                {facts(lines)}
                {score}
                {keys}
            </section>
            {ways}
        </div>
    }
    .into_any()
}

/// Where to go from here.
fn ways(lang: Lang, view: &ReceiptView) -> AnyView {
    view! {
        <div class="row">
            {(view.keys_shown == Shown::Now)
                .then(|| {
                    button::link(
                        format!("/attempts/{}/result", view.attempt_id),
                        lang.say("Xem đáp án và giải thích", "See keys and explanations"),
                    )
                })}
            {view
                .has_complaints
                .then(|| button::quiet_link(format!("/attempts/{}/complaints", view.attempt_id), lang.say("Khiếu nại", "Complaints")))}
            {button::quiet_link(
                format!("/contests/{}/ready", view.contest_slug),
                lang.say("Về trang dự thi", "Back to my own page"),
            )}
        </div>
    }
    .into_any()
}
