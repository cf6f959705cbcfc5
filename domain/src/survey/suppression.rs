//! Small cells: figures about fewer than [`K`] people are not shown, nor what would give them away.
//!
//! A row of counts is released together with its total. Hidden are first the cells from 1 to k − 1; then, because the
//! hidden ones can be summed up from the total and the rest, further cells, the smallest first, until at least two cells
//! with at least k people between them are hidden. This is complementary suppression in one dimension (Hundepool et al.,
//! *Statistical Disclosure Control*, Wiley 2012, §4.2).

/// The fewest people that a figure may be about.
pub const K: u64 = 5;

/// Which of the cells are hidden. `hidden` are those that must be for another reason, whatever they count.
pub fn suppressed(cells: &[u64], hidden: &[bool]) -> Vec<bool> {
    let mut all: Vec<bool> = cells
        .iter()
        .enumerate()
        .map(|(at, count)| (1..K).contains(count) || hidden.get(at).copied().unwrap_or(false))
        .collect();
    if !all.contains(&true) {
        return all;
    }
    // Of those that are left, the smallest go first: as little as possible is lost.
    let mut left: Vec<usize> = (0..cells.len())
        .filter(|at| !all[*at] && cells[*at] > 0)
        .collect();
    left.sort_by_key(|at| (cells[*at], *at));
    for at in left {
        let people: u64 = (0..cells.len()).filter(|at| all[*at]).map(|at| cells[at]).sum();
        let count = all.iter().filter(|hidden| **hidden).count();
        if count >= 2 && people >= K {
            break;
        }
        all[at] = true;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(cells: &[u64]) -> Vec<Option<u64>> {
        let hidden = suppressed(cells, &[]);
        cells
            .iter()
            .zip(hidden)
            .map(|(count, hidden)| (!hidden).then_some(*count))
            .collect()
    }

    #[test]
    fn a_small_cell_takes_the_smallest_other_with_it() {
        assert_eq!(shown(&[40, 30, 0]), [Some(40), Some(30), Some(0)]);
        assert_eq!(shown(&[40, 3, 12, 9]), [Some(40), None, Some(12), None]);
        // Two small ones hide each other only where they are k people together.
        assert_eq!(shown(&[2, 3, 40, 50]), [None, None, Some(40), Some(50)]);
        assert_eq!(shown(&[1, 2, 40, 50]), [None, None, None, Some(50)]);
        assert_eq!(shown(&[4]), [None]);
        assert_eq!(shown(&[]), []);
    }

    #[test]
    fn what_must_be_hidden_is_hidden_with_company() {
        assert_eq!(
            suppressed(&[40, 30, 20], &[true, false, false]),
            [true, false, true]
        );
    }

    proptest! {
        #[test]
        fn nothing_small_can_be_summed_up(cells in proptest::collection::vec(0_u64..30, 0..12)) {
            let hidden = suppressed(&cells, &[]);
            let of = |wanted: bool| cells.iter().zip(&hidden).filter(move |(_, hidden)| **hidden == wanted);
            prop_assert!(of(false).all(|(count, _)| *count == 0 || *count >= K));
            let people: u64 = of(true).map(|(count, _)| *count).sum();
            let open = of(false).any(|(count, _)| *count > 0);
            // Whatever is hidden is two cells of k people at least, or else everything that holds anybody.
            prop_assert!(of(true).count() == 0 || !open || (of(true).count() >= 2 && people >= K));
        }
    }
}
