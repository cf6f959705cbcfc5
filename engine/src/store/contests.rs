//! Contests and whom they exclude.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::ContestId;

use super::{StoreResult, Tx, is_unique_violation};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct ContestRecord {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) rules_markdown: String,
    pub(crate) settings: String,
    pub(crate) consents: String,
    pub(crate) created_at: i64,
    pub(crate) unit_id: Option<Uuid>,
}

const INSERT: &str =
    "INSERT INTO contests (id, slug, title, rules_markdown, settings, consents, created_at, unit_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// False where the slug is taken.
pub(crate) async fn insert(tx: &mut Tx, contest: &ContestRecord) -> StoreResult<bool> {
    let done = on!(tx, db => sqlx::query(INSERT)
        .bind(contest.id).bind(&contest.slug).bind(&contest.title).bind(&contest.rules_markdown)
        .bind(&contest.settings).bind(&contest.consents).bind(contest.created_at)
        .bind(contest.unit_id)
        .execute(&mut **db).await.map(drop));
    match done {
        Ok(()) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

const UPDATE: &str = "UPDATE contests SET title = $2, rules_markdown = $3, settings = $4, consents = $5, unit_id = $6 WHERE id = $1";

pub(crate) async fn update(tx: &mut Tx, contest: &ContestRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPDATE)
        .bind(contest.id).bind(&contest.title).bind(&contest.rules_markdown)
        .bind(&contest.settings).bind(&contest.consents).bind(contest.unit_id)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BY_SLUG: &str = "SELECT id, slug, title, rules_markdown, settings, consents, created_at, unit_id
    FROM contests WHERE slug = $1";

pub(crate) async fn by_slug(tx: &mut Tx, slug: &str) -> StoreResult<Option<ContestRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_SLUG).bind(slug).fetch_optional(&mut **db).await)?)
}

const BY_ID: &str = "SELECT id, slug, title, rules_markdown, settings, consents, created_at, unit_id
    FROM contests WHERE id = $1";

pub(crate) async fn by_id(tx: &mut Tx, id: ContestId) -> StoreResult<Option<ContestRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

const LOCK: &str = "SELECT 1 FROM contests WHERE id = $1";
/// On SQLite the write connection is the lock. People who enter refer to the contest, and need not wait.
const LOCK_POSTGRES: &str = "SELECT 1 FROM contests WHERE id = $1 FOR NO KEY UPDATE";

/// Until this transaction ends nobody else adds to the contest, so that numbers are given once.
pub(crate) async fn lock(tx: &mut Tx, id: ContestId) -> StoreResult<()> {
    let text = dialect!(tx, LOCK, LOCK_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const ALL: &str =
    "SELECT id, slug, title, rules_markdown, settings, consents, created_at, unit_id FROM contests
    ORDER BY created_at DESC, slug";

pub(crate) async fn all(tx: &mut Tx) -> StoreResult<Vec<ContestRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ALL).fetch_all(&mut **db).await)?)
}

/// What a contest holds before anybody has entered it, the referring first.
const CLEAR_DRAFT: [&str; 6] = [
    "DELETE FROM contest_messages WHERE contest_id = $1",
    "DELETE FROM daily_participation WHERE contest_id = $1",
    "DELETE FROM prizes WHERE contest_id = $1",
    CLEAR_EXCLUSIONS,
    "DELETE FROM rounds WHERE contest_id = $1 AND state = 'draft'",
    "DELETE FROM contest_groups WHERE contest_id = $1",
];
const DELETE: &str = "DELETE FROM contests WHERE id = $1";

/// For a contest that is all draft, has no people and no documents.
pub(crate) async fn delete_draft(tx: &mut Tx, id: ContestId) -> StoreResult<()> {
    for text in CLEAR_DRAFT.into_iter().chain([DELETE]) {
        on!(tx, db => sqlx::query(text).bind(id.0).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}

const CLEAR_EXCLUSIONS: &str = "DELETE FROM exclusions WHERE contest_id = $1";
const INSERT_EXCLUSION: &str = "INSERT INTO exclusions (contest_id, excluded, written, ordinal) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// Each is canonical JSON of `people::eligibility::Exclusion`, and what was typed.
pub(crate) async fn replace_exclusions(
    tx: &mut Tx,
    contest: ContestId,
    excluded: &[(String, String)],
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(CLEAR_EXCLUSIONS).bind(contest.0).execute(&mut **db).await.map(drop))?;
    for (ordinal, (one, written)) in (1_i64..).zip(excluded) {
        on!(tx, db => sqlx::query(INSERT_EXCLUSION).bind(contest.0).bind(one).bind(written).bind(ordinal)
            .execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}

const EXCLUSIONS: &str =
    "SELECT excluded, written FROM exclusions WHERE contest_id = $1 ORDER BY ordinal, excluded";

pub(crate) async fn exclusions(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<(String, String)>> {
    Ok(on!(tx, db => sqlx::query_as(EXCLUSIONS).bind(contest.0).fetch_all(&mut **db).await)?)
}
