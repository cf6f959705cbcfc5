//! Prizes: which places they go to, and what happens where a tie lies across the border of one.

use crate::lang::Lang;

/// By which ranking a prize is given, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenFor {
    /// To people, in each round.
    Round,
    /// To people, in the whole contest.
    Contest,
    /// To units, in the whole contest.
    Units,
}

impl GivenFor {
    pub const ALL: [Self; 3] = [Self::Round, Self::Contest, Self::Units];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Contest => "contest",
            Self::Units => "units",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// What is said beside those who share places of several prizes; `least` is none where somebody would go without.
pub fn contested(lang: Lang, best: &str, least: Option<&str>) -> String {
    match (lang, least) {
        (Lang::Vi, Some(least)) => {
            format!("Đồng hạng ở ranh giới «{best}» và «{least}»: ban tổ chức quyết định theo thể lệ")
        }
        (Lang::Vi, None) => format!("Đồng hạng, không đủ giải «{best}»: ban tổ chức quyết định theo thể lệ"),
        (Lang::En, Some(least)) => {
            format!("Equals at the border of «{best}» and «{least}»: the organisers decide by the rules")
        }
        (Lang::En, None) => format!("Equals, too few of «{best}»: the organisers decide by the rules"),
    }
}

/// What a place in a ranking brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Award {
    /// The prize with this index.
    Prize(usize),
    /// People who are equal in everything share places of several prizes, or of the last one and none: the organiser
    /// decides by the rules. The best prize they could get, and the least; none where somebody would go without.
    Contested { best: usize, least: Option<usize> },
}

/// What each of the first places brings. `ranks` are those of a ranking in its order (1, 2, 2, 4), `counts` how many of each
/// prize there are, the best prize first. Who is not named gets nothing.
///
/// All who share a rank get the same: the prize, if every place they share is a place of it.
pub fn awards(ranks: &[u32], counts: &[u32]) -> Vec<Award> {
    let prizes: Vec<usize> = counts
        .iter()
        .enumerate()
        .flat_map(|(prize, count)| std::iter::repeat_n(prize, *count as usize))
        .take(ranks.len())
        .collect();
    let mut found = Vec::with_capacity(prizes.len());
    for tied in ranks.chunk_by(|one, other| one == other) {
        let first = found.len();
        let Some(&best) = prizes.get(first) else { break };
        let least = prizes.get(first + tied.len() - 1).copied();
        let award = if least == Some(best) {
            Award::Prize(best)
        } else {
            Award::Contested { best, least }
        };
        found.extend(tied.iter().map(|_| award));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_lead_back_to_what_a_prize_is_given_for() {
        for one in GivenFor::ALL {
            assert_eq!(GivenFor::parse(one.as_str()), Some(one));
        }
        assert_eq!(GivenFor::parse(""), None);
    }

    #[test]
    fn places_bring_prizes_in_their_order() {
        use Award::{Contested, Prize};
        assert_eq!(awards(&[1, 2, 3, 4, 5], &[1, 2]), [Prize(0), Prize(1), Prize(1)]);
        // Two who share the second place share one prize; two who share the first do not.
        assert_eq!(awards(&[1, 2, 2, 4], &[1, 2]), [Prize(0), Prize(1), Prize(1)]);
        let first = Contested {
            best: 0,
            least: Some(1),
        };
        assert_eq!(awards(&[1, 1, 3], &[1, 2]), [first, first, Prize(1)]);
        // One prize left for two: both are listed.
        let last = Contested { best: 1, least: None };
        assert_eq!(awards(&[1, 2, 2, 4], &[1, 1]), [Prize(0), last, last]);
        assert_eq!(awards(&[1, 2], &[]), []);
        assert_eq!(awards(&[], &[3]), []);
        assert_eq!(awards(&[1, 1], &[9]), [Prize(0), Prize(0)]);
        assert_eq!(awards(&[1, 2], &[0, 1]), [Prize(1)]);
    }

    /// 1, 2, 2, 4 …, from the sizes of ties.
    fn ranks(ties: &[usize]) -> Vec<u32> {
        let mut ranks = Vec::new();
        for size in ties {
            let rank = u32::try_from(ranks.len()).unwrap_or(0) + 1;
            ranks.extend(std::iter::repeat_n(rank, *size));
        }
        ranks
    }

    proptest! {
        #[test]
        fn nobody_gets_more_than_there_is_and_equals_get_the_same(
            ties in proptest::collection::vec(1usize..4, 0..8),
            counts in proptest::collection::vec(0u32..4, 0..5),
        ) {
            let ranks = ranks(&ties);
            let found = awards(&ranks, &counts);
            let all: usize = counts.iter().map(|count| *count as usize).sum();
            prop_assert!(found.len() >= all.min(ranks.len()), "no place of a prize is left out");
            for (prize, count) in counts.iter().enumerate() {
                let won = found.iter().filter(|award| **award == Award::Prize(prize)).count();
                prop_assert!(won <= *count as usize);
            }
            for (one, award) in ranks.iter().zip(&found) {
                for (other, theirs) in ranks.iter().zip(&found) {
                    prop_assert!(one != other || award == theirs);
                }
            }
            // Whoever shares a rank with somebody named is named.
            prop_assert!(ranks.get(found.len()).is_none_or(|next| found.is_empty() || *next != ranks[found.len() - 1]));
        }
    }
}
