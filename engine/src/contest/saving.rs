//! Saving answers, and handing the attempt in.

use std::sync::Arc;

use khao_domain::contest::answer::{self, SEQ_MAX, Value, canonical};
use khao_domain::ids::AttemptId;
use khao_domain::lang::{Said, said};
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;

use super::attempts::{AttemptClock, AttemptContext};
use super::sealing::SealOrder;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::journal::{FormRow, SaveOutcome, SavedPosition};
use crate::policy::Actor;
use crate::store::answers::AnswerRow;

/// One answer to be saved.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    pub position: u16,
    pub seq: i64,
    /// None clears.
    pub value: Option<Value>,
}

#[derive(Debug, Clone)]
pub struct Saved {
    pub positions: Vec<SavedPosition>,
    pub deadline: Timestamp,
    pub server_time: Timestamp,
}

impl Engine {
    /// Saves answers; returns after they are durable.
    pub async fn save(&self, actor: &Actor, id: AttemptId, answers: &[NewAnswer]) -> Result<Saved> {
        let (context, rows, clock) = self.to_be_saved(actor, id, answers).await?;
        let positions = if rows.is_empty() {
            Vec::new()
        } else {
            let outcome = self.journal.save(id, rows).await?;
            self.positions(&context, outcome).await?
        };
        Ok(Saved {
            positions,
            deadline: clock.deadline,
            server_time: self.now(),
        })
    }

    /// Saves answers of a plain form, each with the seq it was rendered with; what is newer by then stands.
    pub(super) async fn save_rendered(
        &self,
        actor: &Actor,
        id: AttemptId,
        answers: &[(NewAnswer, i64)],
    ) -> Result<Vec<SavedPosition>> {
        let new: Vec<NewAnswer> = answers.iter().map(|(new, _)| new.clone()).collect();
        let (context, rows, _) = self.to_be_saved(actor, id, &new).await?;
        let rendered = answers.iter().map(|(_, rendered_seq)| *rendered_seq);
        let rows = rows.into_iter().zip(rendered);
        let rows = rows.map(|(row, rendered_seq)| FormRow { row, rendered_seq });
        let outcome = self.journal.save_form(id, rows.collect()).await?;
        self.positions(&context, outcome).await
    }

    /// The attempt if it is the actor's own and open, and its answers checked.
    async fn to_be_saved(
        &self,
        actor: &Actor,
        id: AttemptId,
        answers: &[NewAnswer],
    ) -> Result<(Arc<AttemptContext>, Vec<AnswerRow>, AttemptClock)> {
        let context = self.own(actor, id).await?;
        let rows = check_answers(&context, answers, self.now())?;
        let clock = self.open_clock(&context).await?;
        if clock.sealed {
            return Err(Error::Conflict(Conflict::AttemptClosed));
        }
        Ok((context, rows, clock))
    }

    async fn positions(
        &self,
        context: &Arc<AttemptContext>,
        outcome: SaveOutcome,
    ) -> Result<Vec<SavedPosition>> {
        match outcome {
            SaveOutcome::Saved(positions) => Ok(positions),
            SaveOutcome::Closed => {
                Box::pin(self.attempt_now(context.id)).await?;
                Err(Error::Conflict(Conflict::AttemptClosed))
            }
        }
    }

    /// Seals and scores; repeating it changes nothing.
    pub async fn submit(&self, actor: &Actor, id: AttemptId) -> Result<()> {
        let context = self.own(actor, id).await?;
        let mut clock = self.open_clock(&context).await?;
        let now = self.now();
        if now > clock.deadline {
            // It counts as handed in at the deadline, which may have grown elsewhere.
            clock = Box::pin(self.attempt_now(id)).await?.1;
        }
        if clock.sealed {
            return Ok(());
        }
        let order = SealOrder {
            attempt: context.clone(),
            sealed_at: now,
            submitted_at: now.min(clock.deadline),
        };
        self.journal.seal(order).await?;
        let (_, clock) = self.attempt_now(id).await?;
        if clock.sealed {
            return Ok(());
        }
        // The deadline grew at that very moment, and the seal meant the old one.
        Box::pin(self.submit(actor, id)).await
    }
}

/// One invalid answer refuses the whole call, with a pointer for each.
fn check_answers(context: &AttemptContext, answers: &[NewAnswer], now: Timestamp) -> Result<Vec<AnswerRow>> {
    let mut problems = Vec::new();
    let mut rows = Vec::with_capacity(answers.len());
    for (index, new) in answers.iter().enumerate() {
        match check_answer(context, new) {
            Ok(value) => rows.push(AnswerRow {
                attempt: context.id,
                position: i64::from(new.position),
                seq: new.seq,
                value,
                saved_at: now.0,
            }),
            Err((field, detail)) => problems.push(Problem::at(format!("/answers/{index}/{field}"), detail)),
        }
    }
    Error::if_any(problems).map(|()| rows)
}

fn check_answer(
    context: &AttemptContext,
    new: &NewAnswer,
) -> std::result::Result<Option<String>, (&'static str, Said)> {
    if !(1..=SEQ_MAX).contains(&new.seq) {
        return Err((
            "seq",
            said(
                "Số thứ tự lưu từ 1 đến 2^53 − 1.",
                "The sequence number is 1 to 2^53 − 1.",
            ),
        ));
    }
    let shape = context
        .frozen_group()
        .zip(
            usize::from(new.position)
                .checked_sub(1)
                .and_then(|at| context.paper.questions.get(at)),
        )
        .and_then(|(group, question)| group.view(question.item))
        .map(|view| &view.shape)
        .ok_or_else(|| {
            (
                "position",
                said("Bài thi không có câu này.", "The paper has no such question."),
            )
        })?;
    match &new.value {
        None => Ok(None),
        Some(value) if answer::is_blank(value) => Ok(None),
        Some(value) => answer::check(shape, value)
            .map(|value| Some(canonical(&value)))
            .map_err(|detail| ("value", detail)),
    }
}
