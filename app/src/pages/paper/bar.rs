//! What stays in sight above a paper: where one is, what is stored, how long there is.

use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::PaperView;
use crate::islands::clock::seconds_left;
use crate::islands::countdown::Countdown;
use crate::islands::quiz_player::QuizPlayer;
use crate::text::pages as text;

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
                <span class="small soft">{until(deadline, now)}</span>
                <span class="small soft asleep">{format!("{} (lúc mở trang)", left(deadline, now))}</span>
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
    // Words stand in the clock's place until it ticks.
    let player = view! {
        <span class="clock asleep sleepy">{left(view.deadline, view.now)}</span>
        <QuizPlayer
            attempt_id=view.attempt_id.to_string()
            deadline_ms=view.deadline.millis()
            server_now_ms=view.now.millis()
        />
        <span class="small soft">{until(view.deadline, view.now)}</span>
    };
    // The note gives its place to the button when the clock begins to tick.
    let hide = view! {
        <span class="player-hide">
            <span class="sleepy small soft">"lúc mở trang"</span>
            <button class="btn quiet lively" type="button" data-player="hide" aria-pressed="false">
                "Ẩn giờ"
            </button>
        </span>
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
    let player = view! {
        <QuizPlayer attempt_id=String::new() deadline_ms=0 server_now_ms=0 />
    };
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

fn left(deadline: Timestamp, now: Timestamp) -> String {
    text::left(seconds_left(deadline.millis() - now.millis()))
}

fn saved_count(saved: usize, total: usize) -> String {
    format!("Đã lưu {saved}/{total} câu")
}

/// The hour alone where it is of today: the bar has little room.
fn until(deadline: Timestamp, now: Timestamp) -> String {
    let at = deadline.local_minute();
    let hour = at.split(' ').next().unwrap_or_default();
    if deadline.local_date() == now.local_date() {
        return format!("Hết giờ lúc {hour}");
    }
    let day = deadline.local_date().vietnamese();
    format!("Hết giờ lúc {hour}, {day}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_named_where_it_is_another() {
        let evening = Timestamp::parse_rfc3339("2026-10-05T16:50:30.000Z").unwrap();
        assert_eq!(until(evening.plus_seconds(540), evening), "Hết giờ lúc 23:59");
        assert_eq!(
            until(evening.plus_seconds(1200), evening),
            "Hết giờ lúc 00:10, 06/10/2026"
        );
    }
}
