//! The number under which an answer is saved: the highest one of a position counts, on every device.

use khao_domain::contest::answer::SEQ_MAX;

/// One more than any that was seen, and at least the server's time: so later answers win over earlier ones of other
/// devices, whatever the devices' own clocks say.
pub fn next_seq(last_seen: i64, server_ms: i64) -> i64 {
    last_seen.saturating_add(1).max(server_ms).clamp(1, SEQ_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_and_keeps_up_with_the_server() {
        assert_eq!(next_seq(0, 1_764_000_000_000), 1_764_000_000_000);
        assert_eq!(next_seq(1_764_000_000_000, 1_764_000_000_000), 1_764_000_000_001);
        assert_eq!(next_seq(7, -5), 8);
        assert_eq!(next_seq(0, -5), 1);
        assert_eq!(next_seq(SEQ_MAX, 0), SEQ_MAX);
        assert_eq!(next_seq(i64::MAX, 0), SEQ_MAX);
    }
}
