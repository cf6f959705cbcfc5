//! What stays in sight above a paper: where one is, what is stored, how long there is.

use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::PaperView;
use crate::islands::clock::seconds_left;
use crate::islands::countdown::Countdown;
use crate::islands::quiz_player::QuizPlayer;
use crate::text::figures;
use crate::text::islands::player::words;

/// For pages about an attempt that are not its paper.
pub(in crate::pages) fn bar(
    lang: Lang,
    round: &str,
    saved: usize,
    total: usize,
    deadline: Timestamp,
    now: Timestamp,
) -> AnyView {
    let left = left(lang, deadline, now);
    let at_opening = match lang {
        Lang::Vi => format!("{left} (lúc mở trang)"),
        Lang::En => format!("{left} (when the page opened)"),
    };
    view! {
        <div class="bar top">
            <div>
                <b class="small">{round.to_owned()}</b>
                <span class="saved">{saved_count(lang, saved, total)}</span>
                <span class="small soft">{until(lang, deadline, now)}</span>
                <span class="small soft asleep">{at_opening}</span>
                <Countdown
                    deadline_ms=deadline.millis()
                    server_now_ms=now.millis()
                    words=words(lang)
                />
            </div>
        </div>
    }
    .into_any()
}

pub(super) fn player_bar(lang: Lang, view: &PaperView, total: usize) -> AnyView {
    // Words stand in the clock's place until it ticks.
    let player = view! {
        <span class="clock asleep sleepy">{left(lang, view.deadline, view.now)}</span>
        <QuizPlayer
            attempt_id=view.attempt_id.to_string()
            deadline_ms=view.deadline.millis()
            server_now_ms=view.now.millis()
            words=words(lang)
        />
        <span class="small soft" data-told="ends">{until(lang, view.deadline, view.now)}</span>
    };
    // The note gives its place to the button when the clock begins to tick.
    let hide = view! {
        <span class="player-hide">
            <span class="sleepy small soft">{lang.say("lúc mở trang", "when the page opened")}</span>
            <button class="btn quiet lively" type="button" data-player="hide" aria-pressed="false">
                {lang.say("Ẩn giờ", "Hide clock")}
            </button>
        </span>
    };
    framed(
        &view.round_name,
        &saved_count(lang, view.saved, total),
        player.into_any(),
        Some(hide.into_any()),
    )
}

/// Practice has no clock.
pub(in crate::pages) fn practice_bar(lang: Lang, name: &str) -> AnyView {
    let player = view! {
        <QuizPlayer attempt_id=String::new() deadline_ms=0 server_now_ms=0 words=words(lang) />
    };
    framed(
        name,
        lang.say("Không gửi về máy chủ", "Nothing is sent"),
        player.into_any(),
        None,
    )
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

fn left(lang: Lang, deadline: Timestamp, now: Timestamp) -> String {
    figures::left(lang, seconds_left(deadline.millis() - now.millis()))
}

fn saved_count(lang: Lang, saved: usize, total: usize) -> String {
    match lang {
        Lang::Vi => format!("Đã lưu {saved}/{total} câu"),
        Lang::En => format!("{saved}/{total} saved"),
    }
}

/// The hour alone where it is of today: the bar has little room.
pub(super) fn until(lang: Lang, deadline: Timestamp, now: Timestamp) -> String {
    let hour = deadline.local_clock();
    if deadline.local_date() == now.local_date() {
        return match lang {
            Lang::Vi => format!("Hết giờ lúc {hour}"),
            Lang::En => format!("Ends at {hour}"),
        };
    }
    let day = deadline.local_date().in_lang(lang);
    match lang {
        Lang::Vi => format!("Hết giờ lúc {hour}, {day}"),
        Lang::En => format!("Ends at {hour}, {day}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_named_where_it_is_another() {
        let evening = Timestamp::parse_rfc3339("2026-10-05T16:50:30.000Z").unwrap();
        assert_eq!(
            until(Lang::Vi, evening.plus_seconds(540), evening),
            "Hết giờ lúc 23:59"
        );
        assert_eq!(
            until(Lang::Vi, evening.plus_seconds(1200), evening),
            "Hết giờ lúc 00:10, 06/10/2026"
        );
        let english = until(Lang::En, evening.plus_seconds(1200), evening);
        assert_eq!(english, "Ends at 00:10, 6 Oct 2026");
    }
}
