//! Groups of participants of a contest, each with its own bank and blueprint.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{ContestId, GroupId, RoundId};

use super::{StoreResult, Tx, is_unique_violation};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct GroupRecord {
    pub(crate) id: Uuid,
    pub(crate) contest_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) name: String,
    pub(crate) bank_id: Uuid,
    pub(crate) blueprint: String,
    pub(crate) min_age: Option<i64>,
}

const INSERT: &str = "INSERT INTO contest_groups (id, contest_id, ordinal, name, bank_id, blueprint, min_age)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// False where the contest has a group of that name.
pub(crate) async fn insert(tx: &mut Tx, group: &GroupRecord) -> StoreResult<bool> {
    let done = on!(tx, db => sqlx::query(INSERT)
        .bind(group.id).bind(group.contest_id).bind(group.ordinal).bind(&group.name).bind(group.bank_id)
        .bind(&group.blueprint).bind(group.min_age)
        .execute(&mut **db).await.map(drop));
    unless_taken(done)
}

const UPDATE: &str =
    "UPDATE contest_groups SET name = $2, bank_id = $3, blueprint = $4, min_age = $5 WHERE id = $1";

/// False where the contest has another group of that name.
pub(crate) async fn update(tx: &mut Tx, group: &GroupRecord) -> StoreResult<bool> {
    let done = on!(tx, db => sqlx::query(UPDATE)
        .bind(group.id).bind(&group.name).bind(group.bank_id).bind(&group.blueprint).bind(group.min_age)
        .execute(&mut **db).await.map(drop));
    unless_taken(done)
}

const RENAME: &str = "UPDATE contest_groups SET name = $2 WHERE id = $1";

pub(crate) async fn rename(tx: &mut Tx, id: GroupId, name: &str) -> StoreResult<()> {
    on!(tx, db => sqlx::query(RENAME).bind(id.0).bind(name).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM contest_groups WHERE id = $1";

pub(crate) async fn delete(tx: &mut Tx, id: GroupId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

fn unless_taken(done: sqlx::Result<()>) -> StoreResult<bool> {
    match done {
        Ok(()) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

const OF_CONTEST: &str =
    "SELECT id, contest_id, ordinal, name, bank_id, blueprint, min_age FROM contest_groups
    WHERE contest_id = $1 ORDER BY ordinal";

pub(crate) async fn of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<GroupRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_CONTEST).bind(contest.0).fetch_all(&mut **db).await)?)
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct RoundGroupRecord {
    pub(crate) group_id: Uuid,
    pub(crate) bank_id: Uuid,
    pub(crate) bank_revision: i64,
    pub(crate) blueprint: String,
}

const FREEZE: &str = "INSERT INTO round_groups (round_id, group_id, bank_id, bank_revision, blueprint)
    VALUES ($1, $2, $3, $4, $5)";

pub(crate) async fn freeze(tx: &mut Tx, round: RoundId, group: &RoundGroupRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(FREEZE)
        .bind(round.0).bind(group.group_id).bind(group.bank_id).bind(group.bank_revision).bind(&group.blueprint)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const FROZEN: &str =
    "SELECT group_id, bank_id, bank_revision, blueprint FROM round_groups WHERE round_id = $1";

pub(crate) async fn frozen(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<RoundGroupRecord>> {
    Ok(on!(tx, db => sqlx::query_as(FROZEN).bind(round.0).fetch_all(&mut **db).await)?)
}
