//! The answer log: append-only; of a position the highest seq counts.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::AttemptId;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnswerRow {
    pub(crate) attempt: AttemptId,
    pub(crate) position: i64,
    pub(crate) seq: i64,
    /// Canonical JSON, or none where the answer was cleared.
    pub(crate) value: Option<String>,
    pub(crate) saved_at: i64,
}

/// SQLite takes the batch as one JSON text: a bind per column would cost more than parsing it.
const APPEND_SQLITE: &str = "INSERT INTO answers (attempt_id, position, seq, value, saved_at)
    SELECT a.id, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4
    FROM json_each($1) r CROSS JOIN attempts a
    WHERE a.id = unhex(r.value ->> 0) AND a.sealed_at IS NULL
    ON CONFLICT DO NOTHING";
/// Which rows of a batch that was taken whole have something newer: rarely any, so that few rows travel back.
const OVERTAKEN_SQLITE: &str = "SELECT r.key FROM json_each($1) r WHERE EXISTS (
    SELECT 1 FROM answers b WHERE b.attempt_id = unhex(r.value ->> 0) AND b.position = r.value ->> 1
        AND b.seq > r.value ->> 2)";
/// Which rows of a batch that was not taken whole do not stand as they were sent, as the newest, in an open attempt.
const CHANGED_SQLITE: &str = "SELECT r.key FROM json_each($1) r WHERE NOT EXISTS (
        SELECT 1 FROM answers b JOIN attempts a ON a.id = b.attempt_id
        WHERE b.attempt_id = unhex(r.value ->> 0) AND b.position = r.value ->> 1 AND b.seq = r.value ->> 2
            AND b.value IS r.value ->> 3 AND a.sealed_at IS NULL)
    OR EXISTS (
        SELECT 1 FROM answers b WHERE b.attempt_id = unhex(r.value ->> 0) AND b.position = r.value ->> 1
            AND b.seq > r.value ->> 2)";

/// A row that PostgreSQL took, and the highest seq of its position before or with it.
#[derive(Debug, FromRow)]
struct Appended {
    attempt_id: Uuid,
    position: i64,
    seq: i64,
    newest: Option<i64>,
}

/// PostgreSQL takes arrays, and locks the attempts against a seal that comes at the same moment.
const APPEND_POSTGRES: &str = "WITH open AS (
        SELECT id FROM attempts WHERE id = ANY($1) AND sealed_at IS NULL ORDER BY id FOR SHARE)
    INSERT INTO answers (attempt_id, position, seq, value, saved_at)
    SELECT r.attempt_id, r.position, r.seq, r.value, r.saved_at
    FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
        AS r (attempt_id, position, seq, value, saved_at)
    JOIN open ON open.id = r.attempt_id
    ORDER BY r.attempt_id, r.position, r.seq
    ON CONFLICT DO NOTHING
    RETURNING attempt_id, position, seq, (SELECT max(b.seq) FROM answers b
        WHERE b.attempt_id = answers.attempt_id AND b.position = answers.position) AS newest";

/// Appends the rows of attempts that are not sealed. Returned are the indices of rows that may not stand as they were
/// sent: refused, repeated with another value, or overtaken by a newer one.
pub(crate) async fn append(tx: &mut Tx, rows: &[AnswerRow]) -> StoreResult<HashSet<usize>> {
    match tx {
        Tx::Sqlite(db) => {
            let batch = batch_json(rows);
            let done = sqlx::query(APPEND_SQLITE).bind(&batch).execute(&mut **db).await?;
            let is_whole = done.rows_affected() == rows.len() as u64;
            let doubtful = if is_whole {
                OVERTAKEN_SQLITE
            } else {
                CHANGED_SQLITE
            };
            let keys: Vec<i64> = sqlx::query_scalar(doubtful)
                .bind(&batch)
                .fetch_all(&mut **db)
                .await?;
            Ok(keys
                .into_iter()
                .filter_map(|key| usize::try_from(key).ok())
                .collect())
        }
        Tx::Postgres(db) => {
            let attempts: Vec<Uuid> = rows.iter().map(|row| row.attempt.0).collect();
            let positions: Vec<i64> = rows.iter().map(|row| row.position).collect();
            let seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
            let values: Vec<Option<&str>> = rows.iter().map(|row| row.value.as_deref()).collect();
            let times: Vec<i64> = rows.iter().map(|row| row.saved_at).collect();
            let appended = sqlx::query_as(APPEND_POSTGRES)
                .bind(attempts)
                .bind(positions)
                .bind(seqs)
                .bind(values)
                .bind(times)
                .fetch_all(&mut **db)
                .await?;
            Ok(doubtful(rows, &appended))
        }
    }
}

fn doubtful(rows: &[AnswerRow], appended: &[Appended]) -> HashSet<usize> {
    let mut newest: HashMap<(Uuid, i64), i64> = HashMap::with_capacity(appended.len());
    for row in appended {
        let known = newest.entry((row.attempt_id, row.position)).or_insert(row.seq);
        *known = (*known).max(row.seq).max(row.newest.unwrap_or(row.seq));
    }
    let key = |row: &AnswerRow| (row.attempt.0, row.position, row.seq);
    let taken: HashSet<(Uuid, i64, i64)> = appended
        .iter()
        .map(|row| (row.attempt_id, row.position, row.seq))
        .collect();
    let mut times: HashMap<(Uuid, i64, i64), u32> = HashMap::with_capacity(rows.len());
    for row in rows {
        *times.entry(key(row)).or_default() += 1;
    }
    let stands = |row: &AnswerRow| {
        // Of two rows with one key, one at most was taken, and nobody knows which.
        taken.contains(&key(row))
            && times.get(&key(row)) == Some(&1)
            && newest.get(&(row.attempt.0, row.position)) == Some(&row.seq)
    };
    let all = rows.iter().enumerate();
    all.filter(|(_, row)| !stands(row))
        .map(|(index, _)| index)
        .collect()
}

fn batch_json(rows: &[AnswerRow]) -> String {
    let mut text = String::with_capacity(rows.len() * 110 + 2);
    text.push('[');
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        let value = row
            .value
            .as_ref()
            .map_or_else(|| "null".to_owned(), super::to_json);
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "[\"{}\",{},{},{value},{}]",
            row.attempt.0.simple(),
            row.position,
            row.seq,
            row.saved_at
        );
    }
    text.push(']');
    text
}

/// An answer as it stands.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct StoredAnswer {
    pub(crate) position: i64,
    pub(crate) seq: i64,
    pub(crate) value: Option<String>,
}

const NEWEST_OF_ATTEMPT: &str = "SELECT position, seq, value FROM answers WHERE attempt_id = $1
    ORDER BY position, seq";

/// Of every answered position the answer with the highest seq, in order of position.
pub(crate) async fn newest_of_attempt(tx: &mut Tx, id: AttemptId) -> StoreResult<Vec<StoredAnswer>> {
    let log: Vec<StoredAnswer> =
        on!(tx, db => sqlx::query_as(NEWEST_OF_ATTEMPT).bind(id.0).fetch_all(&mut **db).await)?;
    let mut newest: Vec<StoredAnswer> = Vec::with_capacity(log.len());
    for answer in log {
        match newest.last_mut() {
            Some(last) if last.position == answer.position => *last = answer,
            _ => newest.push(answer),
        }
    }
    Ok(newest)
}

const AT: &str = "SELECT value FROM answers WHERE attempt_id = $1 AND position = $2 AND seq = $3";

/// The value under one seq of a position; none where it was cleared or there is no such row.
pub(crate) async fn at(tx: &mut Tx, id: AttemptId, position: i64, seq: i64) -> StoreResult<Option<String>> {
    let found: Option<Option<String>> = on!(tx, db => sqlx::query_scalar(AT).bind(id.0).bind(position).bind(seq)
        .fetch_optional(&mut **db).await)?;
    Ok(found.flatten())
}
