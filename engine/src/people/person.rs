//! One person of a contest, and their attempts, as the organisers see them.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::contest::round::RoundState;
use khao_domain::ids::{AttemptId, GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::correction::{EntryCorrection, corrections_of};
use crate::Engine;
use crate::contest::contests::Contest;
use crate::contest::extra_time::OwnGrant;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::participants::ParticipantRecord;
use crate::store::{self, attempts::AttemptRecord};

#[derive(Debug, Clone)]
pub struct Person {
    pub id: ParticipantId,
    pub contest: Arc<Contest>,
    pub full_name: String,
    /// As stored: `1990-01-05`.
    pub birth_date: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub unit: UnitId,
    pub group: GroupId,
    /// Round by round, in their order.
    pub attempts: Vec<PersonsAttempt>,
    /// Of the entry, the newest first.
    pub corrections: Vec<PersonsCorrection>,
}

/// A correction, and the name of the account that made it.
#[derive(Debug, Clone)]
pub struct PersonsCorrection {
    pub made: EntryCorrection,
    pub by: String,
}

#[derive(Debug, Clone)]
pub struct PersonsAttempt {
    pub id: AttemptId,
    pub round: RoundId,
    pub round_name: String,
    pub round_state: RoundState,
    pub ordinal: i64,
    pub started_at: Timestamp,
    pub deadline: Timestamp,
    pub submitted_at: Option<Timestamp>,
    /// Takes answers now.
    pub is_open: bool,
    /// Why it does not count.
    pub voided: Option<String>,
}

/// One attempt with whose it is.
#[derive(Debug, Clone)]
pub struct AttemptFile {
    pub attempt: PersonsAttempt,
    pub person: Person,
    pub grants: Vec<OwnGrant>,
}

impl Engine {
    pub async fn person(&self, actor: &Actor, id: ParticipantId) -> Result<Person> {
        actor.may(Action::InspectContests)?;
        let (record, contest) = self.reached_person(actor, id).await?;
        let attempts = self.attempts_of(&contest, id).await?;
        let corrections = self.corrections_with_names(id).await?;
        Ok(person_of(record, contest, attempts, corrections))
    }

    async fn corrections_with_names(&self, id: ParticipantId) -> Result<Vec<PersonsCorrection>> {
        let mut tx = self.store.read().await?;
        let made = corrections_of(&mut tx, id).await?;
        if made.is_empty() {
            return Ok(Vec::new());
        }
        let names: HashMap<Uuid, String> = store::audit::names(&mut tx).await?.into_iter().collect();
        let named = |made: EntryCorrection| {
            let by = made.account.and_then(|account| names.get(&account.0));
            PersonsCorrection {
                by: by.cloned().unwrap_or_else(|| "–".to_owned()),
                made,
            }
        };
        Ok(made.into_iter().map(named).collect())
    }

    pub async fn attempt_file(&self, actor: &Actor, id: AttemptId) -> Result<AttemptFile> {
        actor.may(Action::InspectContests)?;
        let mut tx = self.store.read().await?;
        let row = store::attempts::by_id(&mut tx, id).await?;
        drop(tx);
        let row = row.ok_or(Error::NotFound)?;
        let person = self.person(actor, ParticipantId(row.participant_id)).await?;
        let attempt = person.attempts.iter().find(|one| one.id == id);
        Ok(AttemptFile {
            attempt: attempt.cloned().ok_or(Error::NotFound)?,
            person,
            grants: self.grants_of(id).await?,
        })
    }

    /// The way to everybody who is looked at or changed: people of a contest that the actor looks after.
    pub(crate) async fn reached_person(
        &self,
        actor: &Actor,
        id: ParticipantId,
    ) -> Result<(ParticipantRecord, Arc<Contest>)> {
        let mut tx = self.store.read().await?;
        let record = store::participants::by_id(&mut tx, id).await?;
        drop(tx);
        let record = record.ok_or(Error::NotFound)?;
        let contest = self.contest(record.contest_id.into()).await?;
        self.reach(actor, contest.unit).await?;
        Ok((record, contest))
    }

    pub(super) async fn attempts_of(
        &self,
        contest: &Contest,
        id: ParticipantId,
    ) -> Result<Vec<PersonsAttempt>> {
        let now = self.now();
        let mut tx = self.store.read().await?;
        let mut attempts = Vec::new();
        for round in contest.rounds.iter().filter(|round| round.is_public()) {
            let rows = store::attempts::of_person(&mut tx, round.id, id).await?;
            attempts.extend(rows.into_iter().map(|row| PersonsAttempt {
                id: AttemptId(row.id),
                round: round.id,
                round_name: round.name.clone(),
                round_state: round.state,
                ordinal: row.ordinal,
                started_at: Timestamp(row.started_at),
                deadline: Timestamp(row.deadline),
                submitted_at: row.submitted_at.map(Timestamp),
                is_open: is_open(&row, now),
                voided: row.void_reason.filter(|_| row.voided),
            }));
        }
        Ok(attempts)
    }
}

fn is_open(row: &AttemptRecord, now: Timestamp) -> bool {
    row.sealed_at.is_none() && now.0 <= row.last_save_at
}

fn person_of(
    record: ParticipantRecord,
    contest: Arc<Contest>,
    attempts: Vec<PersonsAttempt>,
    corrections: Vec<PersonsCorrection>,
) -> Person {
    Person {
        id: ParticipantId(record.id),
        contest,
        full_name: record.full_name,
        birth_date: record.birth_date,
        phone: record.phone,
        email: record.email,
        unit: UnitId(record.unit_id),
        group: GroupId(record.group_id),
        attempts,
        corrections,
    }
}
