//! When a tablet at a desk is left alone in the middle of a form. Pure: the clock is an argument.

/// So long nobody touches it before it asks whether anybody is there.
const CALM_S: i64 = 30;
/// So long it waits for an answer to that.
const WARNED_S: i64 = 20;
/// So long the thanks stand.
const THANKS_S: i64 = 12;
/// So long a finger rests on the mark of somebody who knows what it is for.
const PRESS_MS: i64 = 3_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Somebody is there.
    Busy,
    /// The form goes away in so many seconds.
    Warned(i64),
    /// What was answered is cleared.
    Over,
}

/// So long after the last touch.
pub const fn idle(quiet_ms: i64) -> Idle {
    let quiet_s = quiet_ms.div_euclid(1000);
    if quiet_s < CALM_S {
        Idle::Busy
    } else if quiet_s < CALM_S + WARNED_S {
        Idle::Warned(CALM_S + WARNED_S - quiet_s)
    } else {
        Idle::Over
    }
}

/// Whether the next one may begin.
pub const fn thanks_are_over(since_ms: i64) -> bool {
    since_ms >= THANKS_S * 1000
}

pub const fn is_long_press(held_ms: i64) -> bool {
    held_ms >= PRESS_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_asks_after_half_a_minute_and_clears_twenty_seconds_later() {
        assert_eq!([0, 29_999].map(idle), [Idle::Busy; 2]);
        assert_eq!(idle(30_000), Idle::Warned(20));
        assert_eq!(idle(49_999), Idle::Warned(1));
        assert_eq!(idle(50_000), Idle::Over);
        assert!(!thanks_are_over(11_999) && thanks_are_over(12_000));
        assert!(!is_long_press(2_999) && is_long_press(3_000));
    }
}
