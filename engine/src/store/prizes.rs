//! What a contest gives, in the order of its list.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{ContestId, PrizeId};

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct PrizeRecord {
    pub(crate) id: Uuid,
    pub(crate) contest_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) given_for: String,
    pub(crate) group_id: Option<Uuid>,
    pub(crate) block_id: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) number: i64,
    pub(crate) amount: Option<i64>,
}

const INSERT: &str = "INSERT INTO prizes
    (id, contest_id, ordinal, given_for, group_id, block_id, name, number, amount)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(crate) async fn insert(tx: &mut Tx, prize: &PrizeRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(prize.id).bind(prize.contest_id).bind(prize.ordinal).bind(&prize.given_for).bind(prize.group_id)
        .bind(prize.block_id).bind(&prize.name).bind(prize.number).bind(prize.amount)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const OF_CONTEST: &str = "SELECT id, contest_id, ordinal, given_for, group_id, block_id, name, number, amount
    FROM prizes WHERE contest_id = $1 ORDER BY ordinal";

/// The best first, as they were listed.
pub(crate) async fn of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<PrizeRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_CONTEST).bind(contest.0).fetch_all(&mut **db).await)?)
}

const UPDATE: &str = "UPDATE prizes SET given_for = $2, group_id = $3, block_id = $4, name = $5, number = $6,
    amount = $7 WHERE id = $1";

/// Everything but its place.
pub(crate) async fn update(tx: &mut Tx, prize: &PrizeRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPDATE)
        .bind(prize.id).bind(&prize.given_for).bind(prize.group_id).bind(prize.block_id).bind(&prize.name)
        .bind(prize.number).bind(prize.amount)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const PLACE: &str = "UPDATE prizes SET ordinal = $2 WHERE id = $1";

pub(crate) async fn place(tx: &mut Tx, id: Uuid, ordinal: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(PLACE).bind(id).bind(ordinal).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM prizes WHERE id = $1 AND contest_id = $2";

pub(crate) async fn delete(tx: &mut Tx, contest: ContestId, id: PrizeId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(id.0).bind(contest.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}
