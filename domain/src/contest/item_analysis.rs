//! What a round tells of an item: how many knew it, and whether those who did were those who knew the rest.
//!
//! Facility is the share of right answers among the papers that held the item. Discrimination is the correlation
//! between a right answer and the share of the points that the same paper earned on its other questions, so that the
//! item is not held against itself. The sums are whole numbers: in whatever order papers are counted, the figures are
//! the same.

/// Shares of points are counted in ten-thousandths.
const WHOLE: u64 = 10_000;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ItemTally {
    pub drawn: u64,
    pub answered: u64,
    pub correct: u64,
    pub hundredths: u64,
    /// Papers with other questions that earn points; the sums are over them.
    compared: u64,
    /// Σx, and Σx² as well: a right answer is one, any other none.
    right: u64,
    /// Σy, Σy² and Σxy of the shares on the other questions.
    rest: u64,
    rest_squares: u64,
    right_rests: u64,
}

/// What one paper says of one of its items, in hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub is_answered: bool,
    pub is_correct: bool,
    pub score: u32,
    pub max_score: u32,
    /// Of the whole paper, this item included.
    pub paper_score: u32,
    pub paper_max_score: u32,
}

impl ItemTally {
    pub fn count(&mut self, seen: Seen) {
        self.drawn += 1;
        self.answered += u64::from(seen.is_answered);
        self.correct += u64::from(seen.is_correct);
        self.hundredths += u64::from(seen.score);
        let most = u64::from(seen.paper_max_score.saturating_sub(seen.max_score));
        let earned = u64::from(seen.paper_score.saturating_sub(seen.score));
        let Some(share) = (earned * WHOLE).checked_div(most) else {
            return;
        };
        self.compared += 1;
        self.rest += share;
        self.rest_squares += share * share;
        if seen.is_correct {
            self.right += 1;
            self.right_rests += share;
        }
    }

    /// Between 0 and 1; none where nobody met the item.
    pub fn facility(&self) -> Option<f64> {
        (self.drawn > 0).then(|| self.correct as f64 / self.drawn as f64)
    }

    /// Between -1 and 1; none where all answers, or all papers, are alike.
    pub fn discrimination(&self) -> Option<f64> {
        let [n, x, y, yy, xy] = [
            self.compared,
            self.right,
            self.rest,
            self.rest_squares,
            self.right_rests,
        ]
        .map(i128::from);
        let (spread_x, spread_y) = (n * x - x * x, n * yy - y * y);
        if spread_x <= 0 || spread_y <= 0 {
            return None;
        }
        let (spread_x, spread_y) = (to_float(spread_x).sqrt(), to_float(spread_y).sqrt());
        Some(to_float(n * xy - x * y) / spread_x / spread_y)
    }
}

fn to_float(number: i128) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An item of one point in a paper of four; `rest` is what the other three earned.
    fn seen(is_correct: bool, rest: u32) -> Seen {
        let score = if is_correct { 100 } else { 0 };
        Seen {
            is_answered: true,
            is_correct,
            score,
            max_score: 100,
            paper_score: score + rest,
            paper_max_score: 400,
        }
    }

    fn tally(papers: &[(bool, u32)]) -> ItemTally {
        let mut tally = ItemTally::default();
        for (is_correct, rest) in papers {
            tally.count(seen(*is_correct, *rest));
        }
        tally
    }

    fn rounded(tally: &ItemTally) -> Option<String> {
        tally.discrimination().map(|figure| format!("{figure:.3}"))
    }

    #[test]
    fn whoever_knows_the_rest_knows_a_good_item() {
        let good = tally(&[(true, 300), (true, 300), (false, 0), (false, 0)]);
        assert_eq!(rounded(&good).as_deref(), Some("1.000"));
        let bad = tally(&[(false, 300), (false, 300), (true, 0), (true, 0)]);
        assert_eq!(rounded(&bad).as_deref(), Some("-1.000"));
        // Pearson over x = 1 1 1 0 and y = 1, 2/3, 0, 1/3, in ten-thousandths.
        let mixed = tally(&[(true, 300), (true, 200), (true, 0), (false, 100)]);
        assert_eq!(rounded(&mixed).as_deref(), Some("0.258"));
        assert_eq!(mixed.facility(), Some(0.75));
        assert_eq!((mixed.drawn, mixed.correct, mixed.hundredths), (4, 3, 300));
    }

    #[test]
    fn where_all_are_alike_nothing_is_told_apart() {
        assert_eq!(ItemTally::default().facility(), None);
        assert_eq!(ItemTally::default().discrimination(), None);
        assert_eq!(tally(&[(true, 300), (true, 0)]).discrimination(), None);
        assert_eq!(tally(&[(true, 100), (false, 100)]).discrimination(), None);
        // A paper of this one question has no rest.
        let mut alone = ItemTally::default();
        alone.count(Seen {
            paper_score: 100,
            paper_max_score: 100,
            ..seen(true, 0)
        });
        assert_eq!((alone.facility(), alone.discrimination()), (Some(1.0), None));
    }

    #[test]
    fn the_order_of_papers_changes_nothing() {
        let papers = [(true, 300), (false, 100), (true, 0), (false, 200), (true, 200)];
        let mut reversed = papers;
        reversed.reverse();
        assert_eq!(tally(&papers), tally(&reversed));
    }
}
