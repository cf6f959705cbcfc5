//! Responses, which clients they came from, how full quotas are, and what was released.

use std::collections::{BTreeMap, HashSet};

use futures_util::TryStreamExt;
use serde_json::json;
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

use khao_domain::ids::WaveId;

use super::{StoreResult, Tx};

#[derive(Debug, Clone)]
pub(crate) struct ResponseRow {
    pub(crate) wave: WaveId,
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) channel: &'static str,
    pub(crate) unit: Option<Uuid>,
    /// The place among the wave's strata.
    pub(crate) stratum: Option<i64>,
    pub(crate) desk: Option<String>,
    pub(crate) language: String,
    pub(crate) day: Option<String>,
    pub(crate) over_quota: bool,
    pub(crate) answers: String,
}

const SEE_SQLITE: &str = "INSERT INTO response_clients (client_hash) SELECT unhex(value) FROM json_each($1)
    WHERE true ON CONFLICT DO NOTHING RETURNING client_hash";
const SEE_POSTGRES: &str = "INSERT INTO response_clients (client_hash)
    SELECT decode(value, 'hex') FROM json_array_elements_text($1::json) ON CONFLICT DO NOTHING RETURNING client_hash";

/// Notes the clients, and returns those that were not known. The hashes come sorted, so that two nodes wait for each other
/// in one direction only.
pub(crate) async fn see(tx: &mut Tx, sorted: &[[u8; 32]]) -> StoreResult<HashSet<Vec<u8>>> {
    let batch = hex_batch(sorted);
    let text = dialect!(tx, SEE_SQLITE, SEE_POSTGRES);
    let new: Vec<Vec<u8>> = on!(tx, db => sqlx::query_scalar(text).bind(&batch).fetch_all(&mut **db).await)?;
    Ok(new.into_iter().collect())
}

const FORGET_SQLITE: &str =
    "DELETE FROM response_clients WHERE client_hash IN (SELECT unhex(value) FROM json_each($1))";
const FORGET_POSTGRES: &str = "DELETE FROM response_clients
    WHERE client_hash IN (SELECT decode(value, 'hex') FROM json_array_elements_text($1::json))";

/// Of clients whose response was refused after all.
pub(crate) async fn forget(tx: &mut Tx, hashes: &[[u8; 32]]) -> StoreResult<()> {
    let batch = hex_batch(hashes);
    let text = dialect!(tx, FORGET_SQLITE, FORGET_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const IS_KNOWN: &str = "SELECT count(*) FROM response_clients WHERE client_hash = $1";

pub(crate) async fn is_known(tx: &mut Tx, hash: &[u8; 32]) -> StoreResult<bool> {
    let count: i64 = on!(tx, db => sqlx::query_scalar(IS_KNOWN).bind(&hash[..]).fetch_one(&mut **db).await)?;
    Ok(count > 0)
}

fn hex_batch(hashes: &[[u8; 32]]) -> String {
    let all: Vec<String> = hashes
        .iter()
        .map(|hash| khao_domain::contest::commitment::hex(hash))
        .collect();
    super::to_json(&all)
}

const INSERT_SQLITE: &str =
    "INSERT INTO responses (wave_id, id, version, channel, unit_id, desk, language, day, over_quota, answers,
        stratum)
    SELECT unhex(v ->> 0), unhex(v ->> 1), v ->> 2, v ->> 3, unhex(v ->> 4), v ->> 5, v ->> 6, v ->> 7, v ->> 8, v ->> 9,
        v ->> 10
    FROM (SELECT value AS v FROM json_each($1))";
const INSERT_POSTGRES: &str =
    "INSERT INTO responses (wave_id, id, version, channel, unit_id, desk, language, day, over_quota, answers,
        stratum)
    SELECT (v ->> 0)::uuid, (v ->> 1)::uuid, (v ->> 2)::bigint, v ->> 3, (v ->> 4)::uuid, v ->> 5, v ->> 6, v ->> 7,
        (v ->> 8)::boolean, v ->> 9, (v ->> 10)::bigint
    FROM (SELECT value AS v FROM json_array_elements($1::json)) AS rows";

/// Stores the rows, and counts them.
pub(crate) async fn keep(tx: &mut Tx, rows: &[ResponseRow]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    insert(tx, rows).await?;
    let mut counts: BTreeMap<CountKey, i64> = BTreeMap::new();
    for row in rows {
        let unit = row.unit.unwrap_or(Uuid::nil());
        *counts
            .entry((row.wave.0, unit, row.channel, row.over_quota))
            .or_default() += 1;
    }
    count(tx, &counts).await
}

async fn insert(tx: &mut Tx, rows: &[ResponseRow]) -> StoreResult<()> {
    let row = |row: &ResponseRow| {
        json!([
            super::hex(row.wave.0),
            super::hex(row.id),
            row.version,
            row.channel,
            row.unit.map(super::hex),
            row.desk,
            row.language,
            row.day,
            row.over_quota,
            row.answers,
            row.stratum,
        ])
    };
    let batch = super::to_json(&rows.iter().map(row).collect::<Vec<_>>());
    let text = dialect!(tx, INSERT_SQLITE, INSERT_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// Where a response is counted.
type CountKey = (Uuid, Uuid, &'static str, bool);

const COUNT: &str = "INSERT INTO response_counts (wave_id, unit_id, channel, over_quota, responses)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (wave_id, unit_id, channel, over_quota)
    DO UPDATE SET responses = response_counts.responses + excluded.responses";

/// In the order of the keys, so that two nodes wait for each other in one direction only.
async fn count(tx: &mut Tx, more: &BTreeMap<CountKey, i64>) -> StoreResult<()> {
    for ((wave, unit, channel, over), responses) in more {
        on!(tx, db => sqlx::query(COUNT).bind(wave).bind(unit).bind(*channel).bind(over).bind(responses)
            .execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}

/// How many responses to a wave came from a unit (nil: none) over a channel.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct CountRecord {
    pub(crate) wave_id: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) channel: String,
    pub(crate) over_quota: bool,
    pub(crate) responses: i64,
}

/// SQLite knows no arrays: the ids come as a JSON list of hexadecimal texts.
const COUNTS_SQLITE: &str = "SELECT wave_id, unit_id, channel, over_quota, responses FROM response_counts
    WHERE wave_id IN (SELECT unhex(value) FROM json_each($1))";
const COUNTS_POSTGRES: &str = "SELECT wave_id, unit_id, channel, over_quota, responses FROM response_counts
    WHERE wave_id = ANY($1)";

pub(crate) async fn counts(tx: &mut Tx, waves: &[WaveId]) -> StoreResult<Vec<CountRecord>> {
    of_waves(tx, (COUNTS_SQLITE, COUNTS_POSTGRES), waves).await
}

/// The rows of several waves, by the text of either database.
async fn of_waves<R>(
    tx: &mut Tx,
    (sqlite, postgres): (&'static str, &'static str),
    waves: &[WaveId],
) -> StoreResult<Vec<R>>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let ids: Vec<Uuid> = waves.iter().map(|wave| wave.0).collect();
    Ok(match tx {
        Tx::Sqlite(db) => {
            let ids = super::ids_json(&ids);
            sqlx::query_as(sqlite).bind(ids).fetch_all(&mut **db).await?
        }
        Tx::Postgres(db) => sqlx::query_as(postgres).bind(ids).fetch_all(&mut **db).await?,
    })
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct QuotaRecord {
    pub(crate) wave_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) taken: i64,
}

const INSERT_QUOTA: &str = "INSERT INTO quotas (wave_id, ordinal, taken) VALUES ($1, $2, 0)";

pub(crate) async fn insert_quotas(tx: &mut Tx, wave: WaveId, count: usize) -> StoreResult<()> {
    for ordinal in (0_i64..).take(count) {
        on!(tx, db => sqlx::query(INSERT_QUOTA).bind(wave.0).bind(ordinal).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}

const QUOTAS: &str = "SELECT wave_id, ordinal, taken FROM quotas WHERE wave_id = $1 ORDER BY ordinal";
/// On SQLite the write connection is the lock.
const LOCK_QUOTAS_POSTGRES: &str =
    "SELECT wave_id, ordinal, taken FROM quotas WHERE wave_id = $1 ORDER BY ordinal FOR UPDATE";

const ALL_QUOTAS_SQLITE: &str = "SELECT wave_id, ordinal, taken FROM quotas
    WHERE wave_id IN (SELECT unhex(value) FROM json_each($1)) ORDER BY ordinal";
const ALL_QUOTAS_POSTGRES: &str = "SELECT wave_id, ordinal, taken FROM quotas
    WHERE wave_id = ANY($1) ORDER BY ordinal";

/// Of several waves, each one's in their order.
pub(crate) async fn quotas(tx: &mut Tx, waves: &[WaveId]) -> StoreResult<Vec<QuotaRecord>> {
    of_waves(tx, (ALL_QUOTAS_SQLITE, ALL_QUOTAS_POSTGRES), waves).await
}

/// The same, and nobody else counts until this transaction ends.
pub(crate) async fn lock_quotas(tx: &mut Tx, wave: WaveId) -> StoreResult<Vec<QuotaRecord>> {
    let text = dialect!(tx, QUOTAS, LOCK_QUOTAS_POSTGRES);
    Ok(on!(tx, db => sqlx::query_as(text).bind(wave.0).fetch_all(&mut **db).await)?)
}

const FILL: &str = "UPDATE quotas SET taken = $3 WHERE wave_id = $1 AND ordinal = $2";

pub(crate) async fn fill(tx: &mut Tx, quota: &QuotaRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(FILL).bind(quota.wave_id).bind(quota.ordinal).bind(quota.taken)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// What figures are made of.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct AnsweredRecord {
    pub(crate) version: i64,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) stratum: Option<i64>,
    pub(crate) answers: String,
}

const ANSWERED: &str =
    "SELECT version, unit_id, stratum, answers FROM responses WHERE wave_id = $1 AND NOT over_quota";

/// Sends every response that counts, and stops where nobody listens any more.
pub(crate) async fn answered(tx: &mut Tx, wave: WaveId, out: &Sender<AnsweredRecord>) -> StoreResult<()> {
    on!(tx, db => {
        let mut rows = sqlx::query_as(ANSWERED).bind(wave.0).fetch(&mut **db);
        while let Some(row) = rows.try_next().await? {
            if out.send(row).await.is_err() {
                break;
            }
        }
    });
    Ok(())
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct ReleasedRecord {
    pub(crate) as_of: String,
    pub(crate) figures: String,
}

const RELEASED: &str = "SELECT as_of, figures FROM released_figures WHERE wave_id = $1";

pub(crate) async fn released(tx: &mut Tx, wave: WaveId) -> StoreResult<Option<ReleasedRecord>> {
    Ok(on!(tx, db => sqlx::query_as(RELEASED).bind(wave.0).fetch_optional(&mut **db).await)?)
}

const RELEASE: &str = "INSERT INTO released_figures (wave_id, as_of, figures) VALUES ($1, $2, $3)
    ON CONFLICT (wave_id) DO UPDATE SET as_of = excluded.as_of, figures = excluded.figures";

pub(crate) async fn release(tx: &mut Tx, wave: WaveId, released: &ReleasedRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(RELEASE).bind(wave.0).bind(&released.as_of).bind(&released.figures)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}
