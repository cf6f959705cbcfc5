//! Spans of time for arrivals: as fine as can still be read, and beginning with the clock's hours and days.

use khao_domain::time::Timestamp;

/// Spans of one width, from midnight in Việt Nam on, so that days and hours begin with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spans {
    origin: Timestamp,
    width_s: i64,
}

const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 60 * MINUTE_S;
const DAY_S: i64 = 24 * HOUR_S;
const WIDTHS_S: [i64; 7] = [
    15 * MINUTE_S,
    HOUR_S,
    3 * HOUR_S,
    6 * HOUR_S,
    DAY_S,
    7 * DAY_S,
    30 * DAY_S,
];
/// More cannot be told apart.
const MOST: i64 = 60;

impl Spans {
    /// Those beyond are added to the last: somebody was given extra time for weeks.
    pub(super) const MOST_SHOWN: i64 = 2 * MOST;

    pub(super) fn of(opens_at: Timestamp, closes_at: Timestamp) -> Self {
        let midnight = opens_at.local_date().midnight();
        let starting = |width_s: i64| {
            let since = opens_at.seconds_since(midnight);
            midnight.plus_seconds(since - since.rem_euclid(width_s))
        };
        let fits = |width_s: &i64| closes_at.seconds_since(starting(*width_s)) <= MOST * width_s;
        let width_s = WIDTHS_S.into_iter().find(fits).unwrap_or(30 * DAY_S);
        Self {
            origin: starting(width_s),
            width_s,
        }
    }

    pub(super) const fn in_microseconds(&self) -> (Timestamp, i64) {
        (self.origin, self.width_s * 1_000_000)
    }

    pub(super) const fn start(&self, span: i64) -> Timestamp {
        self.origin.plus_seconds(span * self.width_s)
    }

    /// Negative before the first.
    pub(super) const fn of_moment(&self, at: Timestamp) -> i64 {
        at.seconds_since(self.origin).div_euclid(self.width_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_begin_with_the_clock_and_are_few() {
        // Half past ten in Việt Nam.
        let opens = Timestamp::parse_rfc3339("2026-10-05T03:30:00Z").unwrap();
        let spans = |seconds: i64| Spans::of(opens, opens.plus_seconds(seconds));
        for (length_s, width_s, begins) in [
            (HOUR_S, 15 * MINUTE_S, "10:30"),
            (DAY_S, HOUR_S, "10:00"),
            (7 * DAY_S, 3 * HOUR_S, "09:00"),
            (14 * DAY_S, 6 * HOUR_S, "06:00"),
            (30 * DAY_S, DAY_S, "00:00"),
            (365 * DAY_S, 7 * DAY_S, "00:00"),
        ] {
            let spans = spans(length_s);
            assert_eq!(spans.width_s, width_s);
            assert_eq!(spans.origin.local_clock(), begins);
            assert!(spans.of_moment(opens.plus_seconds(length_s - 1)) < MOST);
            assert_eq!(spans.of_moment(opens), 0);
            assert_eq!(spans.of_moment(spans.start(3)), 3);
        }
        assert_eq!(spans(DAY_S).of_moment(opens.plus_seconds(-HOUR_S)), -1);
    }
}
