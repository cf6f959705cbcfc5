//! The time left of an attempt: text from the server, ticking once the island is awake.
//!
//! At the end it only says so; sealing is the server's part. The paper itself has the quiz player, which counts too.

use leptos::prelude::*;

use super::clock::{announced_between, face, seconds_left};
use crate::text::islands::player::{Word, fill, of};

#[island]
pub fn Countdown(
    /// When time is up, in Unix milliseconds.
    deadline_ms: i64,
    /// The server's time when it made the page.
    server_now_ms: i64,
    /// What it says, in the language of the page.
    words: String,
) -> impl IntoView {
    let total_ms = deadline_ms - server_now_ms;
    let (left_s, set_left_s) = signal(seconds_left(total_ms));
    let (awake, set_awake) = signal(false);
    let (said, set_said) = signal(String::new());
    let label = of(&words, Word::TimeLeft).to_owned();
    let over = of(&words, Word::TimeUp).to_owned();
    Effect::new(move |_| {
        set_awake.set(true);
        let words = words.clone();
        tick(total_ms, move |now_s| {
            let before_s = left_s.get_untracked();
            if now_s == before_s {
                return;
            }
            set_left_s.set(now_s);
            if now_s == 0 {
                set_said.set(of(&words, Word::TimeUp).to_owned());
            } else if let Some(minutes) = announced_between(before_s, now_s) {
                set_said.set(fill(&words, Word::MinutesLeft, &[&minutes.to_string()]));
            }
        });
    });
    view! {
        <span class="countdown" data-awake=move || awake.get().then_some("true")>
            <span class="clock" role="timer" aria-label=label>{move || face(left_s.get(), &over)}</span>
            <span class="unseen" aria-live="assertive">{said}</span>
        </span>
    }
}

/// Calls `show` with the seconds left, now and whenever they may have changed.
#[cfg(feature = "hydrate")]
fn tick(total_ms: i64, show: impl Fn(i64) + 'static) {
    use super::clock::{now_ms, response_ms};

    let step = move || show(seconds_left(total_ms - (now_ms() - response_ms())));
    step();
    set_interval(step, std::time::Duration::from_millis(250));
}

/// Effects do not run on the server; this only keeps both sides alike.
#[cfg(not(feature = "hydrate"))]
fn tick(total_ms: i64, show: impl Fn(i64) + 'static) {
    show(seconds_left(total_ms));
}
