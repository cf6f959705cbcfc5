//! The answer log: append-only; of a position the highest seq counts.

use sqlx::FromRow;
use std::fmt::Write as _;
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

/// A row the log took, and the highest seq of its position before or with it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Appended {
    pub(crate) attempt_id: Uuid,
    pub(crate) position: i64,
    pub(crate) seq: i64,
    pub(crate) newest: Option<i64>,
}

/// SQLite takes the batch as one JSON text: a bind per column would cost more than parsing it.
const APPEND_SQLITE: &str = "INSERT INTO answers (attempt_id, position, seq, value, saved_at)
    SELECT a.id, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4
    FROM json_each($1) r CROSS JOIN attempts a
    WHERE a.id = unhex(r.value ->> 0) AND a.sealed_at IS NULL
    ON CONFLICT DO NOTHING
    RETURNING attempt_id, position, seq, (SELECT max(b.seq) FROM answers b
        WHERE b.attempt_id = answers.attempt_id AND b.position = answers.position) AS newest";

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

/// Appends the rows of attempts that are not sealed, and returns which it took.
pub(crate) async fn append(tx: &mut Tx, rows: &[AnswerRow]) -> StoreResult<Vec<Appended>> {
    Ok(match tx {
        Tx::Sqlite(db) => {
            let batch = batch_json(rows);
            sqlx::query_as(APPEND_SQLITE)
                .bind(batch)
                .fetch_all(&mut **db)
                .await?
        }
        Tx::Postgres(db) => {
            let attempts: Vec<Uuid> = rows.iter().map(|row| row.attempt.0).collect();
            let positions: Vec<i64> = rows.iter().map(|row| row.position).collect();
            let seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
            let values: Vec<Option<&str>> = rows.iter().map(|row| row.value.as_deref()).collect();
            let times: Vec<i64> = rows.iter().map(|row| row.saved_at).collect();
            sqlx::query_as(APPEND_POSTGRES)
                .bind(attempts)
                .bind(positions)
                .bind(seqs)
                .bind(values)
                .bind(times)
                .fetch_all(&mut **db)
                .await?
        }
    })
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
