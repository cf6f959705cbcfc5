//! The time left, from the server's time and a clock nobody can set. Pure: the browser's clock is an argument.

/// Minutes before the end at which people are told, the earliest first.
const ANNOUNCED_AT_MINUTES: [i64; 3] = [10, 5, 1];

/// What is known of the server's clock: its time at one moment of the browser's monotonic clock, and when time is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "units stand last in names")]
pub struct ServerClock {
    server_ms: i64,
    /// The browser's clock at that moment.
    at_ms: i64,
    deadline_ms: i64,
}

impl ServerClock {
    pub const fn read(server_ms: i64, deadline_ms: i64, at_ms: i64) -> Self {
        Self {
            server_ms,
            at_ms,
            deadline_ms,
        }
    }

    /// The server's time, as far as can be told from here.
    pub const fn server_ms(&self, now_ms: i64) -> i64 {
        self.server_ms + (now_ms - self.at_ms)
    }

    pub fn seconds_left(&self, now_ms: i64) -> i64 {
        seconds_left(self.deadline_ms - self.server_ms(now_ms))
    }

    pub fn is_over(&self, now_ms: i64) -> bool {
        self.seconds_left(now_ms) == 0
    }
}

/// Whole seconds, never below zero; a begun second counts.
pub fn seconds_left(left_ms: i64) -> i64 {
    left_ms.max(0).saturating_add(999) / 1000
}

/// `12:47`, from an hour on `1:02:47`, at the end `over`.
pub fn face(left_s: i64, over: &str) -> String {
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

#[cfg(feature = "hydrate")]
pub use browser::{now_ms, response_ms};

#[cfg(feature = "hydrate")]
mod browser {
    use wasm_bindgen::JsCast;
    use web_sys::{Performance, PerformanceNavigationTiming};

    fn performance() -> Option<Performance> {
        web_sys::window().and_then(|window| window.performance())
    }

    #[expect(clippy::cast_possible_truncation, reason = "a page is not open for 2^63 ms")]
    const fn whole(ms: f64) -> i64 {
        ms as i64
    }

    /// Milliseconds since the navigation began, by a clock nobody can set.
    pub fn now_ms() -> i64 {
        performance().map_or(0, |performance| whole(performance.now()))
    }

    /// When the page's first byte came, on the same clock: the server's time in the page is of about then.
    pub fn response_ms() -> i64 {
        let entry = performance().map(|known| known.get_entries_by_type("navigation").get(0));
        entry
            .and_then(|entry| entry.dyn_into::<PerformanceNavigationTiming>().ok())
            .map_or(0, |timing| whole(timing.response_start()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_second_counts_and_time_ends_at_zero() {
        let clock = ServerClock::read(1_000_000, 1_060_000, 5_000);
        let left = |now_ms| clock.seconds_left(now_ms);
        assert_eq!([5_000, 5_001, 6_000].map(left), [60, 60, 59]);
        assert_eq!([64_999, 65_000, 99_000].map(left), [1, 0, 0]);
        assert!(!clock.is_over(64_999) && clock.is_over(65_000));
        assert_eq!(clock.server_ms(7_500), 1_002_500);
        assert_eq!(seconds_left(-5), 0);
    }

    #[test]
    fn the_clock_shows_hours_only_where_there_are_some() {
        assert_eq!(face(767, "hết"), "12:47");
        assert_eq!(face(59, "hết"), "00:59");
        assert_eq!(face(3_600, "hết"), "1:00:00");
        assert_eq!(face(3_767, "hết"), "1:02:47");
        assert_eq!(face(0, "hết"), "hết");
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
