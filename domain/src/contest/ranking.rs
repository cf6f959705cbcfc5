//! Rankings: score first, then the links of the tie chain; who is equal in all of them shares a rank.

use std::collections::BTreeMap;

use crate::contest::settings::{CountedAttempt, Overall, TieBreak};
use crate::ids::{AttemptId, ParticipantId};
use crate::time::Timestamp;

/// One person's attempt as the ranking sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub participant: ParticipantId,
    pub attempt: AttemptId,
    /// Hundredths of a point.
    pub score: u32,
    pub max_score: u32,
    /// |prediction − truth|, in whole persons.
    pub prediction_error: Option<u64>,
    pub duration_ms: u64,
    pub submitted_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    pub rank: u32,
    pub entry: Entry,
}

/// Smaller is better; equal merits share a rank.
type Merit = [u64; 4];

fn merit(entry: &Entry, chain: &[TieBreak]) -> Merit {
    let mut merit = [u64::from(u32::MAX - entry.score), 0, 0, 0];
    let mut seen: [Option<TieBreak>; 3] = [None; 3];
    let mut place = 0;
    for &link in chain {
        // A repeated link cannot break a tie that it left open, so three places are enough.
        if place == seen.len() || seen.contains(&Some(link)) {
            continue;
        }
        seen[place] = Some(link);
        place += 1;
        merit[place] = match link {
            TieBreak::Prediction => entry
                .prediction_error
                .map_or(u64::MAX, |error| error.min(u64::MAX - 1)),
            TieBreak::Duration => entry.duration_ms,
            // Flipping the sign bit keeps the order of signed numbers.
            TieBreak::SubmissionTime => entry.submitted_at.0.cast_unsigned() ^ (1 << 63),
        };
    }
    merit
}

/// Ranks entries by score, then along the chain. Equal entries share a rank, and the next rank is skipped (1, 2, 2, 4);
/// they are listed by participant, so that the list is the same whatever the order of `entries`.
pub fn rank(entries: Vec<Entry>, chain: &[TieBreak]) -> Vec<Ranked> {
    let mut keyed: Vec<(Merit, Entry)> = entries
        .into_iter()
        .map(|entry| (merit(&entry, chain), entry))
        .collect();
    keyed.sort_unstable_by(|(merit, entry), (other_merit, other)| {
        merit
            .cmp(other_merit)
            .then_with(|| (entry.participant, entry.attempt).cmp(&(other.participant, other.attempt)))
    });
    let mut best: Option<(Merit, u32)> = None;
    let ranked = (1u32..).zip(keyed).map(|(place, (merit, entry))| {
        let rank = best
            .filter(|(last, _)| *last == merit)
            .map_or(place, |(_, rank)| rank);
        best = Some((merit, rank));
        Ranked { rank, entry }
    });
    ranked.collect()
}

/// The attempt of one person that counts; `attempts` are in the order of their ordinals. Of equally good ones the first.
pub fn counted(attempts: Vec<Entry>, which: CountedAttempt, chain: &[TieBreak]) -> Option<Entry> {
    match which {
        CountedAttempt::First => attempts.into_iter().next(),
        CountedAttempt::Last => attempts.into_iter().next_back(),
        CountedAttempt::Best => attempts.into_iter().min_by_key(|entry| merit(entry, chain)),
    }
}

/// One entry per person for the whole contest, from the counted entries of each round, in the order of participants.
///
/// The sum adds score, maximum, prediction error and duration; the prediction error is missing if any of them is;
/// submission time and attempt are those of the last submission.
pub fn overall(rounds: &[Vec<Entry>], how: Overall, chain: &[TieBreak]) -> Vec<Entry> {
    let mut people: BTreeMap<ParticipantId, Entry> = BTreeMap::new();
    for entry in rounds.iter().flatten() {
        people
            .entry(entry.participant)
            .and_modify(|so_far| match how {
                Overall::SumOfBest => add(so_far, entry),
                Overall::BestRound if merit(entry, chain) < merit(so_far, chain) => *so_far = entry.clone(),
                Overall::BestRound => {}
            })
            .or_insert_with(|| entry.clone());
    }
    people.into_values().collect()
}

fn add(sum: &mut Entry, entry: &Entry) {
    sum.score = sum.score.saturating_add(entry.score);
    sum.max_score = sum.max_score.saturating_add(entry.max_score);
    sum.prediction_error = sum
        .prediction_error
        .zip(entry.prediction_error)
        .map(|(one, other)| one.saturating_add(other));
    sum.duration_ms = sum.duration_ms.saturating_add(entry.duration_ms);
    if entry.submitted_at >= sum.submitted_at {
        sum.submitted_at = entry.submitted_at;
        sum.attempt = entry.attempt;
    }
}

#[cfg(test)]
mod tests;
