//! The time left of an attempt: text from the server, ticking once the island is awake.
//!
//! It never trusts the visitor's clock: it counts on from the server's time with the browser's monotonic one. At the
//! end it only says so; sealing is the server's part.

use leptos::prelude::*;

use crate::text::islands as text;

/// Minutes before the end at which people are told, the earliest first.
const ANNOUNCED_AT_MINUTES: [i64; 3] = [10, 5, 1];

#[island]
pub fn Countdown(
    /// When time is up, in Unix milliseconds.
    deadline_ms: i64,
    /// The server's time when it made the page.
    server_now_ms: i64,
    /// The language of the page.
    lang: String,
) -> impl IntoView {
    let words = text::countdown(&lang);
    let total_ms = deadline_ms - server_now_ms;
    let (left_s, set_left_s) = signal(seconds_left(total_ms, 0));
    let (awake, set_awake) = signal(false);
    let (said, set_said) = signal(String::new());
    let (label, over) = (words.label, words.over);
    Effect::new(move |_| {
        set_awake.set(true);
        let words = text::countdown(&lang);
        tick(total_ms, move |now_s| {
            let before_s = left_s.get_untracked();
            if now_s == before_s {
                return;
            }
            set_left_s.set(now_s);
            if now_s == 0 {
                set_said.set(words.over.to_owned());
            } else if let Some(minutes) = announced_between(before_s, now_s) {
                set_said.set(words.left(minutes));
            }
        });
    });
    view! {
        <span class="countdown" data-awake=move || awake.get().then_some("true")>
            <span class="clock" role="timer" aria-label=label>{move || clock(left_s.get(), over)}</span>
            <span class="unseen" aria-live="assertive">{said}</span>
        </span>
    }
}

/// Whole seconds left after `elapsed_ms` of `total_ms`, never below zero; a begun second counts.
pub fn seconds_left(total_ms: i64, elapsed_ms: i64) -> i64 {
    (total_ms - elapsed_ms).max(0).saturating_add(999) / 1000
}

/// `12:47`, from an hour on `1:02:47`, at the end `over`.
pub fn clock(left_s: i64, over: &str) -> String {
    let (hours, minutes, seconds) = (left_s / 3600, left_s / 60 % 60, left_s % 60);
    match (hours, left_s) {
        (_, ..=0) => over.to_owned(),
        (0, _) => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// The announcement that falls due when the time left goes from `before_s` to `now_s`; the latest where several do.
pub fn announced_between(before_s: i64, now_s: i64) -> Option<i64> {
    let due = |minutes: &&i64| now_s <= **minutes * 60 && **minutes * 60 < before_s;
    ANNOUNCED_AT_MINUTES.iter().rev().find(due).copied()
}

/// Calls `show` with the seconds left, now and whenever they may have changed.
#[cfg(feature = "hydrate")]
fn tick(total_ms: i64, show: impl Fn(i64) + 'static) {
    let step = move || show(seconds_left(total_ms, browser::since_response_ms()));
    step();
    set_interval(step, std::time::Duration::from_millis(250));
}

/// Effects do not run on the server; this only keeps both sides alike.
#[cfg(not(feature = "hydrate"))]
fn tick(total_ms: i64, show: impl Fn(i64) + 'static) {
    show(seconds_left(total_ms, 0));
}

#[cfg(feature = "hydrate")]
mod browser {
    use wasm_bindgen::JsCast;
    use web_sys::{Performance, PerformanceNavigationTiming};

    /// Milliseconds since the page's first byte came, by a clock nobody can set.
    pub(super) fn since_response_ms() -> i64 {
        let Some(performance) = web_sys::window().and_then(|window| window.performance()) else {
            return 0;
        };
        let elapsed_ms = performance.now() - response_start_ms(&performance);
        #[expect(clippy::cast_possible_truncation, reason = "a page is not open for 2^63 ms")]
        let whole_ms = elapsed_ms as i64;
        whole_ms
    }

    /// From the start of the navigation, which is where `performance.now()` counts from.
    fn response_start_ms(performance: &Performance) -> f64 {
        let entry = performance.get_entries_by_type("navigation").get(0);
        entry
            .dyn_into::<PerformanceNavigationTiming>()
            .map_or(0.0, |timing| timing.response_start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_second_counts_and_time_ends_at_zero() {
        assert_eq!(seconds_left(60_000, 0), 60);
        assert_eq!(seconds_left(60_000, 1), 60);
        assert_eq!(seconds_left(60_000, 1_000), 59);
        assert_eq!(seconds_left(60_000, 60_000), 0);
        assert_eq!(seconds_left(60_000, 99_000), 0);
        assert_eq!(seconds_left(-5, 0), 0);
    }

    #[test]
    fn the_clock_shows_hours_only_where_there_are_some() {
        assert_eq!(clock(767, "hết"), "12:47");
        assert_eq!(clock(59, "hết"), "00:59");
        assert_eq!(clock(3_600, "hết"), "1:00:00");
        assert_eq!(clock(3_767, "hết"), "1:02:47");
        assert_eq!(clock(0, "hết"), "hết");
    }

    #[test]
    fn each_announcement_falls_due_once() {
        assert_eq!(announced_between(601, 600), Some(10));
        assert_eq!(announced_between(600, 599), None);
        assert_eq!(announced_between(301, 299), Some(5));
        assert_eq!(announced_between(61, 60), Some(1));
        assert_eq!(announced_between(59, 58), None);
        // A phone that slept through two of them is told the last.
        assert_eq!(announced_between(700, 45), Some(1));
    }
}
