//! The quiz player: brings a paper's plain form to life. The form stays the only markup; the player listens to it,
//! saves every change at once, and shows one question after the other where the contest wants it so.
//!
//! Map, from the decisions to the browser:
//! - [`outbox`] what is to be sent; [`seq`] under which number; [`pace`] when; [`course`] the next call, and its outcome;
//! - [`keys`] what keys mean;
//! - `browser` the page itself: fields, panels, the store on the device, other tabs, and the calls.

pub mod course;
pub mod keys;
pub mod outbox;
pub mod pace;
pub mod seq;

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(feature = "hydrate")]
use browser::wake;

/// Effects do not run on the server; this only keeps both sides alike.
#[cfg(not(feature = "hydrate"))]
const fn wake(_attempt_id: &str, _words: &str, _deadline_ms: i64, _server_now_ms: i64) {}

use leptos::prelude::*;

use super::clock::{face, seconds_left};
use crate::text::islands::player::{Word, of};

/// The clock in the bar, and everything around it once it is awake.
#[island]
pub fn QuizPlayer(
    /// Empty for practice, which has no clock and sends nothing.
    attempt_id: String,
    /// When time is up, in Unix milliseconds.
    deadline_ms: i64,
    /// The server's time when it made the page.
    server_now_ms: i64,
    /// What it says, in the language of the page.
    words: String,
) -> impl IntoView {
    let shown = if attempt_id.is_empty() {
        of(&words, Word::Practice).to_owned()
    } else {
        let left_s = seconds_left(deadline_ms - server_now_ms);
        face(left_s, of(&words, Word::TimeUp))
    };
    let label = of(&words, Word::TimeLeft).to_owned();
    Effect::new(move |_| wake(&attempt_id, &words, deadline_ms, server_now_ms));
    view! {
        <span class="countdown" data-player="countdown">
            <span class="clock" role="timer" aria-label=label data-player="clock">
                {shown}
            </span>
            <span class="unseen" aria-live="assertive" data-player="said"></span>
            <span class="unseen" role="status" data-player="told"></span>
        </span>
    }
}
