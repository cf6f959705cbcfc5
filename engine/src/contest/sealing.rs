//! Sealing: the log is folded into the attempt's row and scored, once, by whoever comes first, with the same result.

use std::sync::Arc;

use futures_util::future::try_join_all;
use khao_domain::contest::answer::{Value, parse_canonical};
use khao_domain::contest::scoring::score_paper;
use khao_domain::ids::AttemptId;
use khao_domain::time::Timestamp;

use super::attempts::AttemptContext;
use super::rulings::RoundRulings;
use crate::Engine;
use crate::error::Result;
use crate::store::answers::StoredAnswer;
use crate::store::{self, StoreResult, Tx, to_json};

/// How many overdue attempts one sweep takes at a time.
const SWEEP: i64 = 500;

#[derive(Debug)]
pub(crate) struct SealOrder {
    pub(crate) attempt: Arc<AttemptContext>,
    pub(crate) sealed_at: Timestamp,
    pub(crate) submitted_at: Timestamp,
}

/// The log of an attempt, folded: what its row keeps, [[position, seq, value], …].
pub(crate) type Folded = Vec<(u16, i64, Option<Value>)>;

fn fold(answers: &[StoredAnswer]) -> Folded {
    answers
        .iter()
        .filter_map(|answer| {
            let position = u16::try_from(answer.position).ok()?;
            Some((
                position,
                answer.seq,
                answer.value.as_deref().and_then(parse_canonical),
            ))
        })
        .collect()
}

/// The answers by position, from 1 up, of a paper of `questions`.
pub(crate) fn by_position(folded: &Folded, questions: usize) -> Vec<Option<Value>> {
    let mut answers = vec![None; questions];
    for (position, _, value) in folded {
        if let Some(place) = usize::from(*position)
            .checked_sub(1)
            .and_then(|at| answers.get_mut(at))
        {
            place.clone_from(value);
        }
    }
    answers
}

/// As [`by_position`], of what the row of a sealed attempt keeps.
pub(crate) fn answers_in(kept: Option<&str>, questions: usize) -> Vec<Option<Value>> {
    let folded: Folded = kept
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    by_position(&folded, questions)
}

/// Runs inside the journal's transaction, which holds the round with its corrections. First the seal, which no save can
/// pass, then what was saved before it.
pub(crate) async fn seal(tx: &mut Tx, order: &SealOrder, rulings: &RoundRulings) -> StoreResult<bool> {
    let attempt = &order.attempt;
    let duration_ms = (order.submitted_at.0 - attempt.started_at.0).max(0) / 1000;
    if !store::attempts::seal(tx, attempt.id, order.sealed_at, order.submitted_at, duration_ms).await? {
        return Ok(false);
    }
    let folded = fold(&store::answers::newest_of_attempt(tx, attempt.id).await?);
    let answers = by_position(&folded, attempt.paper.questions.len());
    let Some(group) = attempt.frozen_group() else {
        return Ok(true);
    };
    let score = score_paper(
        &group.pool,
        rulings.group(attempt.group),
        &attempt.paper,
        &answers,
    );
    store::attempts::set_result(
        tx,
        attempt.id,
        &to_json(&folded),
        i64::from(score.hundredths),
        i64::from(score.max_hundredths),
        score.prediction.map(|(_, guess)| guess.millionths()),
    )
    .await?;
    Ok(true)
}

impl Engine {
    /// Seals an attempt whose time has run out; it counts as submitted at its deadline.
    pub(crate) async fn seal_overdue(&self, attempt: Arc<AttemptContext>, deadline: Timestamp) -> Result<()> {
        let order = SealOrder {
            attempt,
            sealed_at: self.now(),
            submitted_at: deadline,
        };
        self.journal.seal(order).await?;
        Ok(())
    }

    async fn seal_swept(&self, id: AttemptId) -> Result<()> {
        let (attempt, clock) = self.attempt_now(id).await?;
        self.seal_overdue(attempt, clock.deadline).await
    }

    /// Seals every attempt past deadline and grace; returns how many.
    pub async fn sweep(&self) -> Result<usize> {
        let mut swept = 0;
        loop {
            let mut tx = self.store.read().await?;
            let overdue = store::attempts::overdue(&mut tx, self.now(), SWEEP).await?;
            drop(tx);
            if overdue.is_empty() {
                return Ok(swept);
            }
            // Side by side, so that they share the journal's commits.
            let sealed = try_join_all(overdue.into_iter().map(|id| self.seal_swept(AttemptId(id)))).await?;
            swept += sealed.len();
        }
    }
}
