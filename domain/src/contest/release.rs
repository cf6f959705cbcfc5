//! When something of a sealed attempt may be seen by its owner.

use super::round::RoundState;
use super::settings::Release;
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Now,
    /// Later than this moment, when nobody can be answering the round any more.
    After(Timestamp),
    /// Together with the round's ranking; nobody knows yet when that is.
    WithRanking,
    Never,
}

impl Release {
    /// `last_save_at`: the last moment at which an answer of anybody in the round can still be taken.
    pub fn shown(self, state: RoundState, last_save_at: Timestamp, now: Timestamp) -> Shown {
        let is_over = now > last_save_at || matches!(state, RoundState::Frozen | RoundState::Published);
        match self {
            Self::AtOnce => Shown::Now,
            Self::AfterClosing if is_over => Shown::Now,
            Self::AfterClosing => Shown::After(last_save_at),
            Self::AfterPublication if state == RoundState::Published => Shown::Now,
            Self::AfterPublication => Shown::WithRanking,
            Self::Never => Shown::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_opens_at_its_own_moment() {
        let end = Timestamp(1_000_000);
        let (before, after) = (end, end.plus_seconds(1));
        let shown = |release: Release| {
            [
                release.shown(RoundState::Announced, end, before),
                release.shown(RoundState::Closed, end, before),
                release.shown(RoundState::Closed, end, after),
                release.shown(RoundState::Frozen, end, before),
                release.shown(RoundState::Published, end, before),
            ]
        };
        assert_eq!(shown(Release::AtOnce), [Shown::Now; 5]);
        assert_eq!(shown(Release::Never), [Shown::Never; 5]);
        let wait = Shown::After(end);
        assert_eq!(
            shown(Release::AfterClosing),
            [wait, wait, Shown::Now, Shown::Now, Shown::Now]
        );
        let ranking = Shown::WithRanking;
        assert_eq!(
            shown(Release::AfterPublication),
            [ranking, ranking, ranking, ranking, Shown::Now]
        );
    }
}
