//! What organisers corrected of people's entries: which fields, never what they held.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::ParticipantId;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct EntryCorrectionRecord {
    pub(crate) id: Uuid,
    pub(crate) participant_id: Uuid,
    /// None on the command line.
    pub(crate) account_id: Option<Uuid>,
    pub(crate) at: i64,
    /// Their names, with commas between.
    pub(crate) fields: String,
    pub(crate) reason: String,
}

const INSERT: &str = "INSERT INTO entry_corrections (id, participant_id, account_id, at, fields, reason)
    VALUES ($1, $2, $3, $4, $5, $6)";

pub(crate) async fn insert(tx: &mut Tx, one: &EntryCorrectionRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(one.id).bind(one.participant_id).bind(one.account_id).bind(one.at).bind(&one.fields).bind(&one.reason)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const OF_PERSON: &str = "SELECT id, participant_id, account_id, at, fields, reason FROM entry_corrections
    WHERE participant_id = $1 ORDER BY at DESC, id DESC";

/// The newest first.
pub(crate) async fn of_person(tx: &mut Tx, id: ParticipantId) -> StoreResult<Vec<EntryCorrectionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_PERSON).bind(id.0).fetch_all(&mut **db).await)?)
}
