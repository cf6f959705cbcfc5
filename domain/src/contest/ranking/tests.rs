use super::*;
use proptest::prelude::*;
use uuid::Uuid;

const CHAIN: [TieBreak; 3] = [TieBreak::Prediction, TieBreak::Duration, TieBreak::SubmissionTime];

fn entry(person: u128, score: u32, error: Option<u64>, duration_ms: u64, submitted: i64) -> Entry {
    Entry {
        participant: ParticipantId(Uuid::from_u128(person)),
        attempt: AttemptId(Uuid::from_u128(person + 1000)),
        score,
        max_score: 1500,
        prediction_error: error,
        duration_ms,
        submitted_at: Timestamp(submitted),
    }
}

fn shown(ranked: &[Ranked]) -> Vec<(u32, u128)> {
    ranked
        .iter()
        .map(|ranked| (ranked.rank, ranked.entry.participant.0.as_u128()))
        .collect()
}

#[test]
fn each_link_breaks_what_the_ones_before_left_open() {
    let entries = vec![
        entry(1, 1500, None, 10, 5),
        entry(2, 1500, Some(7), 99, 9),
        entry(3, 1400, Some(0), 1, 1),
        entry(4, 1500, Some(7), 98, 9),
        entry(5, 1500, Some(7), 98, -3),
        entry(6, 1500, Some(0), 999, 99),
    ];
    assert_eq!(
        shown(&rank(entries.clone(), &CHAIN)),
        [(1, 6), (2, 5), (3, 4), (4, 2), (5, 1), (6, 3)]
    );
    let by_duration = rank(entries.clone(), &[TieBreak::Duration]);
    assert_eq!(
        shown(&by_duration),
        [(1, 1), (2, 4), (2, 5), (4, 2), (5, 6), (6, 3)]
    );
    let by_score = rank(entries, &[]);
    assert_eq!(shown(&by_score), [(1, 1), (1, 2), (1, 4), (1, 5), (1, 6), (6, 3)]);
}

#[test]
fn repeated_links_change_nothing() {
    let entries = vec![
        entry(1, 5, Some(1), 4, 2),
        entry(2, 5, Some(1), 4, 1),
        entry(3, 5, Some(1), 3, 3),
    ];
    let chain = [
        TieBreak::Prediction,
        TieBreak::Prediction,
        TieBreak::Prediction,
        TieBreak::Duration,
    ];
    assert_eq!(shown(&rank(entries, &chain)), [(1, 3), (2, 1), (2, 2)]);
}

#[test]
fn the_rules_say_which_attempt_counts() {
    let attempts = vec![
        entry(1, 5, None, 9, 1),
        entry(1, 9, None, 9, 2),
        entry(1, 9, None, 9, 3),
        entry(1, 7, None, 1, 4),
    ];
    let submitted = |which| {
        counted(attempts.clone(), which, &[TieBreak::Duration])
            .unwrap()
            .submitted_at
            .0
    };
    assert_eq!(submitted(CountedAttempt::First), 1);
    assert_eq!(
        submitted(CountedAttempt::Best),
        2,
        "of equally good ones the first"
    );
    assert_eq!(submitted(CountedAttempt::Last), 4);
    assert_eq!(counted(vec![], CountedAttempt::Best, &CHAIN), None);
}

#[test]
fn rounds_add_up_or_the_best_one_counts() {
    let rounds = [
        vec![entry(1, 500, Some(3), 10, 100), entry(2, 900, Some(1), 10, 50)],
        vec![entry(1, 600, Some(4), 20, 90)],
        vec![entry(2, 100, None, 5, 300)],
    ];
    let sum = overall(&rounds, Overall::SumOfBest, &CHAIN);
    let (one, two) = (&sum[0], &sum[1]);
    assert_eq!(
        (one.score, one.max_score, one.prediction_error, one.duration_ms),
        (1100, 3000, Some(7), 30)
    );
    assert_eq!(
        (one.submitted_at, one.attempt),
        (rounds[0][0].submitted_at, rounds[0][0].attempt)
    );
    assert_eq!(
        (two.score, two.prediction_error, two.submitted_at.0),
        (1000, None, 300)
    );
    let best = overall(&rounds, Overall::BestRound, &CHAIN);
    assert_eq!(best, [rounds[1][0].clone(), rounds[0][1].clone()]);
}

/// Small ranges, so that ties are common.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let values = (0u32..3, prop::option::of(0u64..3), 0u64..3, -1i64..2);
    prop::collection::vec(values, 0..30).prop_map(|list| {
        let numbered = (1u128..).zip(list);
        numbered
            .map(|(person, (score, error, duration, at))| entry(person, score, error, duration, at))
            .collect()
    })
}

fn chain() -> impl Strategy<Value = Vec<TieBreak>> {
    prop::sample::subsequence(CHAIN.to_vec(), 0..=3).prop_shuffle()
}

/// Written anew from the rules: is `one` strictly before `other`?
fn beats(one: &Entry, other: &Entry, chain: &[TieBreak]) -> bool {
    if one.score != other.score {
        return one.score > other.score;
    }
    for link in chain {
        let (ours, theirs) = match link {
            TieBreak::Prediction => match (one.prediction_error, other.prediction_error) {
                (Some(ours), Some(theirs)) => (i128::from(ours), i128::from(theirs)),
                (ours, theirs) => (i128::from(ours.is_none()), i128::from(theirs.is_none())),
            },
            TieBreak::Duration => (i128::from(one.duration_ms), i128::from(other.duration_ms)),
            TieBreak::SubmissionTime => (i128::from(one.submitted_at.0), i128::from(other.submitted_at.0)),
        };
        if ours != theirs {
            return ours < theirs;
        }
    }
    false
}

proptest! {
    #[test]
    fn a_rank_is_one_more_than_the_number_of_better_entries(entries in entries(), chain in chain()) {
        for ranked in rank(entries.clone(), &chain) {
            let better = entries.iter().filter(|other| beats(other, &ranked.entry, &chain)).count();
            prop_assert_eq!(ranked.rank as usize, better + 1);
        }
    }

    #[test]
    fn the_list_does_not_depend_on_the_order_of_entries(
        (entries, shuffled) in entries().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        chain in chain(),
    ) {
        prop_assert_eq!(rank(entries, &chain), rank(shuffled, &chain));
    }
}
