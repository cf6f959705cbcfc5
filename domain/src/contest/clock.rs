//! When an attempt ends.

use crate::contest::settings::DeadlineRule;
use crate::time::Timestamp;

/// The end of an attempt. Extra time granted to it comes on top, also past the end of the round: it makes up for time
/// that was lost.
pub fn deadline(
    rule: DeadlineRule,
    started: Timestamp,
    duration_s: u32,
    closes: Timestamp,
    extra_s: u32,
) -> Timestamp {
    let full = started.plus_seconds(i64::from(duration_s));
    let end = match rule {
        DeadlineRule::EndOfRound => full.min(closes),
        DeadlineRule::FullDuration => full,
    };
    end.plus_seconds(i64::from(extra_s))
}

/// Whether answers are still taken: up to and including deadline + grace.
pub fn takes_answers(deadline: Timestamp, grace_s: u32, now: Timestamp) -> bool {
    now <= deadline.plus_seconds(i64::from(grace_s))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_000_000_000_000);

    #[test]
    fn the_round_ends_attempts_where_the_rule_says_so() {
        let closes = START.plus_seconds(600);
        for (rule, extra_s, seconds) in [
            (DeadlineRule::EndOfRound, 0, 600),
            (DeadlineRule::FullDuration, 0, 1200),
            (DeadlineRule::EndOfRound, 60, 660),
            (DeadlineRule::FullDuration, 60, 1260),
        ] {
            assert_eq!(
                deadline(rule, START, 1200, closes, extra_s).seconds_since(START),
                seconds
            );
        }
        let far = START.plus_seconds(86_400);
        assert_eq!(
            deadline(DeadlineRule::EndOfRound, START, 1200, far, 0).seconds_since(START),
            1200
        );
    }

    #[test]
    fn grace_is_inclusive_to_the_microsecond() {
        let deadline = START.plus_seconds(100);
        let last = deadline.plus_seconds(30);
        assert!(takes_answers(deadline, 30, last));
        assert!(!takes_answers(deadline, 30, Timestamp(last.0 + 1)));
        assert!(!takes_answers(deadline, 0, Timestamp(deadline.0 + 1)));
    }
}
