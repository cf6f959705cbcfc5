//! Non-response is data: of those who were invited, how many came how far.

use std::ops::AddAssign;

use crate::lang::said;
use crate::problem::Problem;

/// Of a batch, a stratum, a unit or a wave. Everybody who completed has started, and everybody who started has opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turnout {
    pub sent: u64,
    /// Have read the form's first page.
    pub opened: u64,
    /// Have answered its first page.
    pub started: u64,
    pub completed: u64,
    /// Have said that they will not, as somebody has written down.
    pub refused: u64,
    /// Moved away, unknown at the address, the letter came back.
    pub not_reached: u64,
}

impl Turnout {
    /// Of whom nothing is known.
    pub const fn silent(&self) -> u64 {
        let known = self.completed + self.refused + self.not_reached;
        self.sent.saturating_sub(known)
    }

    /// Per cent of those who were sent an invitation that have completed: the response rate RR1 of AAPOR (*Standard
    /// Definitions*, 10th ed. 2023), in which everybody who was not reached counts as one who might have been.
    pub fn response_rate(&self) -> Option<f64> {
        (self.sent > 0).then(|| self.completed as f64 * 100.0 / self.sent as f64)
    }

    /// What is wrong with what somebody has written down.
    pub fn check(&self) -> Vec<Problem> {
        if self.completed + self.refused + self.not_reached <= self.sent {
            return Vec::new();
        }
        let detail = said(
            "Số từ chối, không liên hệ được và đã trả lời cộng lại nhiều hơn số thư mời của lô.",
            "Refused, not reached and completed together are more than the batch has invitations.",
        );
        vec![Problem::at("/refused", detail)]
    }
}

impl AddAssign for Turnout {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.opened += other.opened;
        self.started += other.started;
        self.completed += other.completed;
        self.refused += other.refused;
        self.not_reached += other.not_reached;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_everybody_who_was_invited() {
        let mut all = Turnout {
            sent: 40,
            opened: 20,
            started: 15,
            completed: 10,
            refused: 5,
            not_reached: 5,
        };
        assert_eq!((all.response_rate(), all.silent()), (Some(25.0), 20));
        all += all;
        assert_eq!(
            (all.sent, all.response_rate(), all.silent()),
            (80, Some(25.0), 40)
        );
        assert_eq!(Turnout::default().response_rate(), None);
    }

    #[test]
    fn nobody_is_counted_twice() {
        let fits = Turnout {
            sent: 20,
            completed: 10,
            refused: 6,
            not_reached: 4,
            ..Turnout::default()
        };
        assert!(fits.check().is_empty());
        let over = Turnout { refused: 7, ..fits };
        assert_eq!(over.check()[0].pointer, "/refused");
    }
}
