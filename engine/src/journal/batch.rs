//! One transaction for whatever gathered: entries, sessions, starts, then saves, then seals.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use khao_domain::ids::AttemptId;
use sqlx::error::ErrorKind;
use uuid::Uuid;

use super::{Command, FormRow, RETRY_AFTER_S, Reply, SaveOutcome, SavedPosition, State};
use crate::contest::frozen::FrozenRound;
use crate::contest::rulings::{RoundRulings, held};
use crate::contest::sealing;
use crate::error::{Error, Result};
use crate::people::entry::{self, EntryOutcome};
use crate::store::answers::{AnswerRow, StoredAnswer};
use crate::store::{self, Store, StoreError, StoreResult, Tx};
use crate::survey::storing::{self, NewResponse, Responded};

/// Runs the commands and answers each. Where a whole batch fails, each command is tried alone, so that one bad row
/// never takes its neighbours with it.
pub(super) async fn run(store: &Store, commands: Vec<Command>, state: &State) {
    // On PostgreSQL seals lock rows that saves share; in transactions of their own, both in order of id, the two
    // can never wait for each other in a circle.
    let apart = matches!(store, Store::Postgres { .. });
    let (seals, others): (Vec<_>, Vec<_>) = commands
        .into_iter()
        .partition(|command| apart && matches!(command, Command::Seal(..)));
    for mut part in [others, seals] {
        if part.is_empty() {
            continue;
        }
        part.sort_by_key(order);
        match apply(store, &part).await {
            Ok(outcomes) => answer_all(part, outcomes),
            Err(error) if is_fatal(&error) => state.fail(&error),
            Err(error) if part.len() == 1 => refuse(part, &error),
            Err(error) => {
                tracing::warn!(%error, commands = part.len(), "a batch failed; its commands are tried one by one");
                one_by_one(store, part, state).await;
            }
        }
    }
}

async fn one_by_one(store: &Store, commands: Vec<Command>, state: &State) {
    for command in commands {
        let single = vec![command];
        match apply(store, &single).await {
            Ok(outcomes) => answer_all(single, outcomes),
            Err(error) if is_fatal(&error) => return state.fail(&error),
            Err(error) => refuse(single, &error),
        }
    }
}

/// The kernel may have dropped what a failed write or sync held: no later commit can be trusted.
fn is_fatal(error: &StoreError) -> bool {
    const SQLITE_IOERR: i32 = 10;
    const SQLITE_CORRUPT: i32 = 11;
    let StoreError::Database(sqlx::Error::Database(cause)) = error else {
        return false;
    };
    let Some(code) = cause
        .try_downcast_ref::<sqlx::sqlite::SqliteError>()
        .and_then(|_| cause.code())
    else {
        return false;
    };
    code.parse::<i32>()
        .is_ok_and(|code| matches!(code & 0xff, SQLITE_IOERR | SQLITE_CORRUPT))
}

/// Kinds in their order, and within a kind by key, so that locks are always taken in one order.
fn order(command: &Command) -> (u8, Uuid) {
    match command {
        Command::Enter(rows, _) => (0, rows.order_key()),
        Command::OpenSession(..) => (1, Uuid::nil()),
        Command::Start(row, _) => (2, row.id),
        Command::Save(rows, _) => (3, rows.first().map_or(Uuid::nil(), |row| row.attempt.0)),
        Command::SaveForm(rows, _) => (4, rows.first().map_or(Uuid::nil(), |form| form.row.attempt.0)),
        Command::Seal(order, _) => (5, order.attempt.id.0),
        // By client, as their rows are locked.
        Command::Respond(response, _) => (6, response.order_key()),
    }
}

enum Outcome {
    Done(bool),
    Entered(EntryOutcome),
    Saved(SaveOutcome),
    Responded(Responded),
}

async fn apply(store: &Store, commands: &[Command]) -> StoreResult<Vec<Outcome>> {
    let mut tx = store.write().await?;
    // The rounds first, here as wherever else somebody locks a round and its attempts.
    let rulings = hold_rulings(&mut tx, commands).await?;
    let none = RoundRulings::default();
    let mut saves: Option<Saves> = None;
    let mut responses: Option<std::vec::IntoIter<Responded>> = None;
    let mut outcomes = Vec::with_capacity(commands.len());
    for command in commands {
        outcomes.push(match command {
            Command::Enter(rows, _) => Outcome::Entered(entry::insert(&mut tx, rows).await?),
            Command::OpenSession(session, _) => {
                store::sessions::insert(&mut tx, session).await?;
                Outcome::Done(true)
            }
            Command::Start(row, _) => Outcome::Done(store::attempts::start(&mut tx, row).await?),
            Command::Save(rows, _) => {
                // All rows of the batch at its first save: the starts before it have locked their rounds.
                let saves = match &mut saves {
                    Some(saves) => saves,
                    None => saves.insert(append_saves(&mut tx, commands).await?),
                };
                Outcome::Saved(saves.outcome(&mut tx, rows).await?)
            }
            Command::SaveForm(rows, _) => Outcome::Saved(append_form(&mut tx, rows).await?),
            Command::Respond(..) => {
                // All responses of the batch at its first one, in their order.
                let responses = match &mut responses {
                    Some(responses) => responses,
                    None => responses.insert(store_responses(&mut tx, commands).await?.into_iter()),
                };
                // There is one for each.
                Outcome::Responded(responses.next().unwrap_or(Responded::QuotaFull))
            }
            Command::Seal(order, _) => {
                let rulings = rulings.get(&order.attempt.round.id.0);
                Outcome::Done(sealing::seal(&mut tx, order, rulings.unwrap_or(&none)).await?)
            }
        });
    }
    tx.commit().await?;
    Ok(outcomes)
}

/// The corrections of every round of which the batch seals an attempt, read once: none is added before it ends.
async fn hold_rulings(tx: &mut Tx, commands: &[Command]) -> StoreResult<HashMap<Uuid, RoundRulings>> {
    let rounds: BTreeMap<Uuid, &FrozenRound> = commands
        .iter()
        .filter_map(|command| match command {
            Command::Seal(order, _) => Some((order.attempt.round.id.0, &*order.attempt.round)),
            _ => None,
        })
        .collect();
    let mut rulings = HashMap::with_capacity(rounds.len());
    for (id, round) in rounds {
        rulings.insert(id, held(tx, round).await?);
    }
    Ok(rulings)
}

async fn append_saves(tx: &mut Tx, commands: &[Command]) -> StoreResult<Saves> {
    let rows: Vec<AnswerRow> = commands
        .iter()
        .filter_map(|command| match command {
            Command::Save(rows, _) => Some(rows),
            _ => None,
        })
        .flatten()
        .cloned()
        .collect();
    let mut saves = Saves::default();
    if !rows.is_empty() {
        saves.doubtful = store::answers::append(tx, &rows).await?;
    }
    Ok(saves)
}

async fn store_responses(tx: &mut Tx, commands: &[Command]) -> StoreResult<Vec<Responded>> {
    let responses: Vec<&NewResponse> = commands
        .iter()
        .filter_map(|command| match command {
            Command::Respond(response, _) => Some(&**response),
            _ => None,
        })
        .collect();
    storing::store_all(tx, &responses).await
}

/// A form's answers, each only where the log has not gone past what the form was rendered with.
async fn append_form(tx: &mut Tx, rows: &[FormRow]) -> StoreResult<SaveOutcome> {
    let Some(attempt) = rows.first().map(|form| form.row.attempt) else {
        return Ok(SaveOutcome::Saved(Vec::new()));
    };
    if !store::attempts::lock_open(tx, attempt).await? {
        return Ok(SaveOutcome::Closed);
    }
    let stored = store::answers::newest_of_attempt(tx, attempt).await?;
    let is_current = |form: &&FormRow| {
        let newest = stored.iter().find(|answer| answer.position == form.row.position);
        newest.is_none_or(|newest| newest.seq <= form.rendered_seq)
    };
    let current: Vec<AnswerRow> = rows
        .iter()
        .filter(is_current)
        .map(|form| form.row.clone())
        .collect();
    store::answers::append(tx, &current).await?;
    let saved = rows.iter().map(|form| {
        if is_current(&form) {
            plain(&form.row)
        } else {
            compared(&form.row, &stored)
        }
    });
    Ok(SaveOutcome::Saved(saved.collect()))
}

/// What the batch's one statement did, and what must be looked up besides.
#[derive(Default)]
struct Saves {
    /// Of all rows of the batch, by their place in it.
    doubtful: HashSet<usize>,
    /// How many rows the commands answered so far had.
    answered: usize,
    looked_up: HashMap<Uuid, Option<Vec<StoredAnswer>>>,
}

impl Saves {
    /// Called for each command in the order of the batch.
    async fn outcome(&mut self, tx: &mut Tx, rows: &[AnswerRow]) -> StoreResult<SaveOutcome> {
        let first = self.answered;
        self.answered += rows.len();
        let mut saved = Vec::with_capacity(rows.len());
        for (place, row) in (first..).zip(rows) {
            if !self.doubtful.contains(&place) {
                saved.push(plain(row));
                continue;
            }
            let Some(stored) = self.look_up(tx, row.attempt).await? else {
                return Ok(SaveOutcome::Closed);
            };
            saved.push(compared(row, stored));
        }
        Ok(SaveOutcome::Saved(saved))
    }

    /// The stored answers, or none where the attempt is sealed or unknown.
    async fn look_up(&mut self, tx: &mut Tx, attempt: AttemptId) -> StoreResult<Option<&[StoredAnswer]>> {
        if let Entry::Vacant(place) = self.looked_up.entry(attempt.0) {
            let row = store::attempts::by_id(tx, attempt).await?;
            let stored = match row.filter(|row| row.sealed_at.is_none()) {
                Some(_) => Some(store::answers::newest_of_attempt(tx, attempt).await?),
                None => None,
            };
            place.insert(stored);
        }
        Ok(self.looked_up.get(&attempt.0).and_then(Option::as_deref))
    }
}

fn position_of(row: &AnswerRow) -> u16 {
    u16::try_from(row.position).unwrap_or(u16::MAX)
}

fn plain(row: &AnswerRow) -> SavedPosition {
    SavedPosition {
        position: position_of(row),
        seq: row.seq,
        other: None,
        conflict: false,
    }
}

fn compared(row: &AnswerRow, stored: &[StoredAnswer]) -> SavedPosition {
    let Some(newest) = stored.iter().find(|answer| answer.position == row.position) else {
        return plain(row);
    };
    let same = newest.value == row.value;
    SavedPosition {
        position: position_of(row),
        seq: newest.seq,
        other: (!same).then(|| newest.value.clone()),
        conflict: newest.seq == row.seq && !same,
    }
}

fn answer_all(commands: Vec<Command>, outcomes: Vec<Outcome>) {
    for (command, outcome) in commands.into_iter().zip(outcomes) {
        // A caller that went away is told nothing; what it sent is stored all the same.
        match (command, outcome) {
            (Command::Enter(_, reply), Outcome::Entered(entered)) => drop(reply.send(Ok(entered))),
            (Command::Start(_, reply) | Command::Seal(_, reply), Outcome::Done(done)) => {
                drop(reply.send(Ok(done)));
            }
            (Command::OpenSession(_, reply), Outcome::Done(_)) => drop(reply.send(Ok(()))),
            (Command::Save(_, reply) | Command::SaveForm(_, reply), Outcome::Saved(saved)) => {
                drop(reply.send(Ok(saved)));
            }
            (Command::Respond(_, reply), Outcome::Responded(done)) => drop(reply.send(Ok(done))),
            (command, _) => refuse_with(command, || {
                Error::Internal("journal outcome of another kind".into())
            }),
        }
    }
}

fn refuse(commands: Vec<Command>, error: &StoreError) {
    tracing::error!(%error, "a journal command failed");
    let busy = is_passing(error);
    for command in commands {
        refuse_with(command, || {
            if busy {
                Error::Busy {
                    retry_after_s: RETRY_AFTER_S,
                }
            } else {
                Error::Internal("journal".into())
            }
        });
    }
}

/// A full disk, a lost connection, a lock that did not come: the same request may succeed in a moment.
fn is_passing(error: &StoreError) -> bool {
    match error {
        StoreError::Database(sqlx::Error::Database(cause)) => {
            let constraint = !matches!(cause.kind(), ErrorKind::Other);
            // PostgreSQL's class of values that no column takes; SQLite's codes begin with other figures.
            let value = cause
                .code()
                .is_some_and(|code| code.len() == 5 && code.starts_with("22"));
            !constraint && !value
        }
        StoreError::Database(sqlx::Error::ColumnDecode { .. }) | StoreError::Corrupt { .. } => false,
        _ => true,
    }
}

fn refuse_with(command: Command, error: impl Fn() -> Error) {
    fn tell<T>(reply: Reply<T>, error: Error) {
        drop(reply.send(Result::Err(error)));
    }
    match command {
        Command::Enter(_, reply) => tell(reply, error()),
        Command::Start(_, reply) | Command::Seal(_, reply) => tell(reply, error()),
        Command::OpenSession(_, reply) => tell(reply, error()),
        Command::Respond(_, reply) => tell(reply, error()),
        Command::Save(_, reply) | Command::SaveForm(_, reply) => tell(reply, error()),
    }
}
