//! People of a contest, and the proof of what they consented to.

use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{ContestId, ParticipantId};
use khao_domain::people::eligibility::Exclusion;
use khao_domain::time::{CivilDate, Timestamp};

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct ParticipantRecord {
    pub(crate) id: Uuid,
    pub(crate) contest_id: Uuid,
    pub(crate) identity_key: String,
    /// The key without the telephone number.
    pub(crate) identity_base: String,
    pub(crate) full_name: String,
    pub(crate) name_folded: String,
    pub(crate) sort_key: Vec<u8>,
    pub(crate) birth_date: String,
    pub(crate) sex: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) unit_id: Uuid,
    pub(crate) group_id: Uuid,
    pub(crate) staff_code: Option<String>,
    pub(crate) guardian: Option<String>,
    pub(crate) publish_name: bool,
    pub(crate) code_issue: i64,
    pub(crate) code_hash: Vec<u8>,
    pub(crate) created_at: i64,
}

impl ParticipantRecord {
    /// Stands for the contest and the person, as far as all entries of that person have it.
    pub(crate) fn lock(&self) -> i64 {
        lock_of(&[self.contest_id.as_bytes(), self.identity_base.as_bytes()])
    }

    pub(crate) fn is_named_by(&self, exclusion: &Exclusion) -> bool {
        CivilDate::parse(&self.birth_date)
            .is_some_and(|born| exclusion.names(&self.name_folded, born, self.staff_code.as_deref()))
    }
}

/// Stands for the list of people that a contest expects.
pub(crate) fn roster_lock(contest: Uuid) -> i64 {
    lock_of(&[b"roster", contest.as_bytes()])
}

fn lock_of(parts: &[&[u8]]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    i64::from_be_bytes(first)
}

/// Entries with one base wait for each other: whether somebody is there already no constraint can say where one of
/// two gave no telephone number. All entries share the lock of the contest's roster: none slips in while another list
/// takes its place. On SQLite the write connection is both locks.
const LOCK_POSTGRES: &str = "SELECT 1::bigint FROM (
    SELECT pg_advisory_xact_lock_shared($2), pg_advisory_xact_lock($1)) AS locked";

/// Two looks at an index each: however many people share a base, who enters does not read them all.
const INSERT: &str = "INSERT INTO participants (id, contest_id, identity_key, identity_base, full_name, name_folded,
    sort_key, birth_date, sex, phone, email, unit_id, group_id, staff_code, guardian, publish_name, code_issue,
    code_hash, created_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19
    WHERE NOT EXISTS (SELECT 1 FROM participants AS other WHERE other.contest_id = $2 AND other.identity_key = $4)
        AND NOT ($3 = $4
            AND EXISTS (SELECT 1 FROM participants AS other WHERE other.contest_id = $2 AND other.identity_base = $4))
    ON CONFLICT DO NOTHING
    RETURNING (SELECT c.roster_id FROM contests c WHERE c.id = participants.contest_id)";

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inserted {
    /// The contest has this person already.
    Known,
    New {
        /// The list of those whom the contest expects, told by the same statement.
        roster: Option<Uuid>,
    },
}

pub(crate) async fn insert(tx: &mut Tx, person: &ParticipantRecord) -> StoreResult<Inserted> {
    lock(tx, person).await?;
    let rows: Vec<Option<Uuid>> = on!(tx, db => sqlx::query_scalar(INSERT)
        .bind(person.id).bind(person.contest_id).bind(&person.identity_key).bind(&person.identity_base)
        .bind(&person.full_name).bind(&person.name_folded).bind(&person.sort_key).bind(&person.birth_date)
        .bind(&person.sex).bind(&person.phone).bind(&person.email).bind(person.unit_id).bind(person.group_id)
        .bind(&person.staff_code).bind(&person.guardian).bind(person.publish_name).bind(person.code_issue)
        .bind(&person.code_hash).bind(person.created_at)
        .fetch_all(&mut **db).await)?;
    let inserted = rows.first().map(|roster| Inserted::New { roster: *roster });
    Ok(inserted.unwrap_or(Inserted::Known))
}

async fn lock(tx: &mut Tx, person: &ParticipantRecord) -> StoreResult<()> {
    if let Tx::Postgres(db) = tx {
        sqlx::query(LOCK_POSTGRES)
            .bind(person.lock())
            .bind(roster_lock(person.contest_id))
            .execute(&mut **db)
            .await?;
    }
    Ok(())
}

const DELETE: &str = "DELETE FROM participants WHERE id = $1";

/// Takes back an entry of this transaction.
pub(crate) async fn delete(tx: &mut Tx, id: ParticipantId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

#[derive(Debug, Clone)]
pub(crate) struct ConsentRecord {
    pub(crate) purpose: String,
    pub(crate) given_by: &'static str,
    pub(crate) text_version: String,
}

const INSERT_CONSENT: &str =
    "INSERT INTO consents (participant_id, purpose, given_by, text_version, given_at)
    VALUES ($1, $2, $3, $4, $5)";

pub(crate) async fn insert_consent(
    tx: &mut Tx,
    id: ParticipantId,
    consent: &ConsentRecord,
    at: Timestamp,
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_CONSENT)
        .bind(id.0).bind(&consent.purpose).bind(consent.given_by).bind(&consent.text_version).bind(at.0)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "SELECT id, contest_id, identity_key, identity_base, full_name, name_folded, sort_key, birth_date, sex, phone, email,
            unit_id, group_id, staff_code, guardian, publish_name, code_issue, code_hash, created_at
            FROM participants ", $($rest),+
        )
    };
}

pub(crate) async fn by_id(tx: &mut Tx, id: ParticipantId) -> StoreResult<Option<ParticipantRecord>> {
    const BY_ID: &str = select!("WHERE id = $1");
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

pub(crate) async fn by_code(tx: &mut Tx, code_hash: &[u8; 32]) -> StoreResult<Option<ParticipantRecord>> {
    const BY_CODE: &str = select!("WHERE code_hash = $1");
    Ok(on!(tx, db => sqlx::query_as(BY_CODE).bind(&code_hash[..]).fetch_optional(&mut **db).await)?)
}

/// People of a contest whose name holds `folded`, in units whose lineage lies in [from, to).
pub(crate) async fn search(
    tx: &mut Tx,
    contest: ContestId,
    folded: &str,
    lineage: (&str, &str),
    limit: i64,
) -> StoreResult<Vec<ParticipantRecord>> {
    const SEARCH: &str = select!(
        "WHERE contest_id = $1 AND name_folded LIKE '%' || $2 || '%'
        AND unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $3 AND u.lineage < $4)
        ORDER BY sort_key, id LIMIT $5"
    );
    Ok(
        on!(tx, db => sqlx::query_as(SEARCH).bind(contest.0).bind(folded).bind(lineage.0).bind(lineage.1)
        .bind(limit).fetch_all(&mut **db).await)?,
    )
}

const SET_CODE: &str =
    "UPDATE participants SET code_issue = $3, code_hash = $4 WHERE id = $1 AND code_issue = $2";

pub(crate) async fn set_code(
    tx: &mut Tx,
    id: ParticipantId,
    from_issue: i64,
    to_issue: i64,
    code_hash: &[u8; 32],
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(SET_CODE).bind(id.0).bind(from_issue).bind(to_issue).bind(&code_hash[..])
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Only where nobody else has this identity, by the rule of an entry.
const CORRECT: &str = "UPDATE participants SET identity_key = $3, identity_base = $4, full_name = $5,
    name_folded = $6, sort_key = $7, birth_date = $8, phone = $9, email = $10, unit_id = $11, group_id = $12
    WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM participants AS other
        WHERE other.contest_id = $2 AND other.id <> $1 AND other.identity_base = $4
        AND (other.identity_key = $4 OR other.identity_key = $3 OR $3 = $4))";

/// False where the contest has somebody else with these data.
pub(crate) async fn correct(tx: &mut Tx, person: &ParticipantRecord) -> StoreResult<bool> {
    lock(tx, person).await?;
    let rows = on!(tx, db => sqlx::query(CORRECT)
        .bind(person.id).bind(person.contest_id).bind(&person.identity_key).bind(&person.identity_base)
        .bind(&person.full_name).bind(&person.name_folded).bind(&person.sort_key).bind(&person.birth_date)
        .bind(&person.phone).bind(&person.email).bind(person.unit_id).bind(person.group_id)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const COUNT: &str = "SELECT count(*) FROM participants WHERE contest_id = $1";

pub(crate) async fn count(tx: &mut Tx, contest: ContestId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(COUNT).bind(contest.0).fetch_one(&mut **db).await)?)
}

/// What a list for organisers shows of a person.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct PersonName {
    pub(crate) id: Uuid,
    pub(crate) full_name: String,
    pub(crate) birth_date: String,
    pub(crate) staff_code: Option<String>,
}

/// SQLite knows no arrays: the ids come as a JSON list of hexadecimal texts.
const NAMES_SQLITE: &str = "SELECT id, full_name, birth_date, staff_code FROM participants
    WHERE id IN (SELECT unhex(value) FROM json_each($1))";
const NAMES_POSTGRES: &str =
    "SELECT id, full_name, birth_date, staff_code FROM participants WHERE id = ANY($1)";

pub(crate) async fn names(tx: &mut Tx, ids: &[Uuid]) -> StoreResult<Vec<PersonName>> {
    Ok(match tx {
        Tx::Sqlite(db) => {
            sqlx::query_as(NAMES_SQLITE)
                .bind(super::ids_json(ids))
                .fetch_all(&mut **db)
                .await?
        }
        Tx::Postgres(db) => {
            sqlx::query_as(NAMES_POSTGRES)
                .bind(ids)
                .fetch_all(&mut **db)
                .await?
        }
    })
}
