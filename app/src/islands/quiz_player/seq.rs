//! The number under which an answer is saved: the highest one of a position counts, on every device.

/// The largest whole number that JavaScript and the API hold exactly: 2^53 − 1.
const MOST: i64 = (1 << 53) - 1;

/// One more than any that was seen, and at least the server's time: so later answers win over earlier ones of other
/// devices, whatever the devices' own clocks say.
pub fn next_seq(last_seen: i64, server_ms: i64) -> i64 {
    last_seen.saturating_add(1).max(server_ms).clamp(1, MOST)
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
        assert_eq!(next_seq(MOST, 0), MOST);
        assert_eq!(next_seq(i64::MAX, 0), MOST);
    }
}
