//! What stays in sight above a paper: where one is, what is stored, how long there is.

use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::PaperView;
use crate::islands::countdown::Countdown;
use crate::islands::quiz_player::QuizPlayer;

/// For pages about an attempt that are not its paper.
pub(in crate::pages) fn bar(
    round: &str,
    saved: usize,
    total: usize,
    deadline: Timestamp,
    now: Timestamp,
) -> AnyView {
    view! {
        <div class="bar top">
            <div>
                <b class="small">{round.to_owned()}</b>
                <span class="saved">{saved_count(saved, total)}</span>
                <span class="small soft">{until(deadline)}</span>
                <Countdown
                    deadline_ms=deadline.millis()
                    server_now_ms=now.millis()
                    lang="vi".to_owned()
                />
            </div>
        </div>
    }
    .into_any()
}

pub(super) fn player_bar(view: &PaperView, total: usize) -> AnyView {
    let player = view! {
        <QuizPlayer
            attempt_id=view.attempt_id.to_string()
            deadline_ms=view.deadline.millis()
            server_now_ms=view.now.millis()
        />
        <span class="small soft">{until(view.deadline)}</span>
    };
    let hide = view! {
        <button class="btn quiet lively" type="button" data-player="hide" aria-pressed="false">
            "Ẩn giờ"
        </button>
    };
    framed(
        &view.round_name,
        &saved_count(view.saved, total),
        player.into_any(),
        Some(hide.into_any()),
    )
}

/// Practice has no clock.
pub(in crate::pages) fn practice_bar(name: &str) -> AnyView {
    let player = view! { <QuizPlayer attempt_id=String::new() deadline_ms=0 server_now_ms=0 /> };
    framed(name, "Không gửi về máy chủ", player.into_any(), None)
}

/// Two lines of fixed height beside the clock, so that nothing moves when they change.
fn framed(place: &str, saved: &str, clock: AnyView, more: Option<AnyView>) -> AnyView {
    view! {
        <div class="bar top">
            <div class="player-bar">
                <div class="player-where">
                    <b data-player="place">{place.to_owned()}</b>
                    <span class="saved" data-player="saved" role="status">{saved.to_owned()}</span>
                </div>
                <div class="player-clock">{clock}</div>
                {more}
            </div>
        </div>
    }
    .into_any()
}

fn saved_count(saved: usize, total: usize) -> String {
    format!("Đã lưu {saved}/{total} câu")
}

/// The hour alone: the bar has room for no more, and no paper runs for days.
fn until(deadline: Timestamp) -> String {
    let at = deadline.local_second();
    format!("Đến {}", at.split(' ').next().unwrap_or_default())
}
