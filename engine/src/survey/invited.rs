//! Whoever holds an invitation: what it lets them answer, and how far they have come.
//!
//! A response that was invited keeps the stratum and the unit of its batch, no day and no desk. That its token is used
//! stands in the batch's one row, as a bit among at least twenty; so neither the order of rows nor the transactions that
//! wrote them lead from one to the other.

use khao_domain::ids::BatchId;
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::invitation::{InvitationToken, Marks};

use super::surveys::{Survey, Wave};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::store;
use crate::store::invitation_batches::BatchRecord;

/// A token that may be used, as far as it is known before the response is stored.
#[derive(Debug, Clone)]
pub(crate) struct Invited {
    pub(crate) batch: BatchRecord,
    pub(crate) place: usize,
}

/// How far somebody has come who was invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Opened,
    Started,
}

impl Engine {
    /// Notes once that the holder of a token has come so far; says why they cannot go on.
    pub async fn invited_step(&self, survey: &Survey, token: &str, step: Step) -> Result<()> {
        let now = self.now();
        let wave = survey
            .open_wave(now)
            .ok_or(Error::Conflict(Conflict::SurveyClosed))?;
        let invited = self.invited(wave, token).await?;
        if has_come(&invited.batch, invited.place, step) {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        let batch = store::invitation_batches::lock(&mut tx, BatchId(invited.batch.id)).await?;
        let mut batch = batch.ok_or(Error::NotFound)?;
        mark(&mut batch.opened, invited.place);
        if step == Step::Started {
            mark(&mut batch.started, invited.place);
        }
        store::invitation_batches::update(&mut tx, &batch).await?;
        Ok(tx.commit().await?)
    }

    /// The place that a token has, where it can still be used.
    pub(crate) async fn invited(&self, wave: &Wave, token: &str) -> Result<Invited> {
        let token = InvitationToken::parse(token)
            .map_err(|detail| Error::Invalid(vec![Problem::at("/token", detail)]))?;
        let mut tx = self.store.read().await?;
        let found = store::invitation_batches::token(&mut tx, &self.invitation_hash(&token)).await?;
        let Some(found) = found else {
            return Err(unknown());
        };
        let batch = store::invitation_batches::by_id(&mut tx, BatchId(found.batch_id)).await?;
        drop(tx);
        let batch = batch.ok_or_else(unknown)?;
        let place = usize::try_from(found.place).unwrap_or(usize::MAX);
        // One of an earlier wave, and one whose time is up, are told alike.
        let is_late = batch.valid_until.is_some_and(|until| until <= self.now().0);
        if Marks::of(batch.completed.clone()).has(place) {
            Err(Error::Conflict(Conflict::InvitationUsed))
        } else if batch.wave_id != wave.id.0 || batch.revoked || is_late {
            Err(Error::Conflict(Conflict::InvitationOver))
        } else {
            Ok(Invited { batch, place })
        }
    }
}

fn has_come(batch: &BatchRecord, place: usize, step: Step) -> bool {
    let marks = match step {
        Step::Opened => &batch.opened,
        Step::Started => &batch.started,
    };
    Marks::of(marks.clone()).has(place)
}

fn unknown() -> Error {
    Error::invalid(
        "/token",
        said(
            "Không có thư mời nào mang mã này cho cuộc khảo sát; xin so lại với thư mời.",
            "No invitation to this survey has this code; please compare it with your letter.",
        ),
    )
}

/// False where it was marked before.
fn mark(marks: &mut Vec<u8>, place: usize) -> bool {
    let mut all = Marks::of(std::mem::take(marks));
    let is_new = all.mark(place);
    *marks = all.bytes().to_vec();
    is_new
}

/// Uses a token up; false where it was used before.
pub(crate) fn complete(batch: &mut BatchRecord, place: usize) -> bool {
    let is_new = mark(&mut batch.completed, place);
    if is_new {
        mark(&mut batch.opened, place);
        mark(&mut batch.started, place);
    }
    is_new
}
