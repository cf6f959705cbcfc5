//! Surveys, the versions of their forms, and their waves.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{SurveyId, WaveId};

use super::{StoreResult, Tx, is_unique_violation};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct SurveyRecord {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) draft: String,
    pub(crate) revision: i64,
    pub(crate) published: bool,
    pub(crate) created_at: i64,
}

const INSERT: &str = "INSERT INTO surveys (id, slug, title, unit_id, draft, revision, published, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// False where the slug is taken.
pub(crate) async fn insert(tx: &mut Tx, survey: &SurveyRecord) -> StoreResult<bool> {
    let done = on!(tx, db => sqlx::query(INSERT)
        .bind(survey.id).bind(&survey.slug).bind(&survey.title).bind(survey.unit_id).bind(&survey.draft)
        .bind(survey.revision).bind(survey.published).bind(survey.created_at)
        .execute(&mut **db).await.map(drop));
    match done {
        Ok(()) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

const UPDATE: &str = "UPDATE surveys SET title = $2, draft = $3, revision = $4, published = $5 WHERE id = $1";

pub(crate) async fn update(tx: &mut Tx, survey: &SurveyRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPDATE)
        .bind(survey.id).bind(&survey.title).bind(&survey.draft).bind(survey.revision).bind(survey.published)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BY_ID: &str =
    "SELECT id, slug, title, unit_id, draft, revision, published, created_at FROM surveys WHERE id = $1";
/// On SQLite the write connection is the lock.
const LOCK_POSTGRES: &str =
    "SELECT id, slug, title, unit_id, draft, revision, published, created_at FROM surveys
    WHERE id = $1 FOR NO KEY UPDATE";

pub(crate) async fn by_id(tx: &mut Tx, id: SurveyId) -> StoreResult<Option<SurveyRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

/// The same, and nobody else changes the survey until this transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: SurveyId) -> StoreResult<Option<SurveyRecord>> {
    let text = dialect!(tx, BY_ID, LOCK_POSTGRES);
    Ok(on!(tx, db => sqlx::query_as(text).bind(id.0).fetch_optional(&mut **db).await)?)
}

const ID_OF: &str = "SELECT id FROM surveys WHERE slug = $1";

pub(crate) async fn id_of(tx: &mut Tx, slug: &str) -> StoreResult<Option<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(ID_OF).bind(slug).fetch_optional(&mut **db).await)?)
}

const ALL: &str = "SELECT id FROM surveys ORDER BY created_at DESC, slug";

/// The newest first.
pub(crate) async fn all(tx: &mut Tx) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(ALL).fetch_all(&mut **db).await)?)
}

/// What a survey that was never fielded consists of, the referring first.
const DELETE: [&str; 2] = [
    "DELETE FROM survey_versions WHERE survey_id = $1",
    "DELETE FROM surveys WHERE id = $1",
];

pub(crate) async fn delete(tx: &mut Tx, id: SurveyId) -> StoreResult<()> {
    for text in DELETE {
        on!(tx, db => sqlx::query(text).bind(id.0).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct VersionRecord {
    pub(crate) number: i64,
    pub(crate) form: String,
}

const INSERT_VERSION: &str = "INSERT INTO survey_versions (survey_id, number, form) VALUES ($1, $2, $3)";

pub(crate) async fn insert_version(
    tx: &mut Tx,
    survey: SurveyId,
    version: &VersionRecord,
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_VERSION).bind(survey.0).bind(version.number).bind(&version.form)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const LAST_VERSION: &str = "SELECT number, form FROM survey_versions WHERE survey_id = $1
    ORDER BY number DESC LIMIT 1";

pub(crate) async fn last_version(tx: &mut Tx, survey: SurveyId) -> StoreResult<Option<VersionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(LAST_VERSION).bind(survey.0).fetch_optional(&mut **db).await)?)
}

const VERSION: &str = "SELECT number, form FROM survey_versions WHERE survey_id = $1 AND number = $2";

pub(crate) async fn version(
    tx: &mut Tx,
    survey: SurveyId,
    number: i64,
) -> StoreResult<Option<VersionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(VERSION).bind(survey.0).bind(number).fetch_optional(&mut **db).await)?)
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct WaveRecord {
    pub(crate) id: Uuid,
    pub(crate) survey_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) name: String,
    pub(crate) version: i64,
    pub(crate) opens_at: i64,
    pub(crate) closes_at: i64,
    pub(crate) channels: String,
    pub(crate) quotas: String,
    pub(crate) strata: String,
    pub(crate) invited_only: bool,
}

const INSERT_WAVE: &str =
    "INSERT INTO waves (id, survey_id, ordinal, name, version, opens_at, closes_at, channels, quotas, strata,
        invited_only)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(crate) async fn insert_wave(tx: &mut Tx, wave: &WaveRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_WAVE)
        .bind(wave.id).bind(wave.survey_id).bind(wave.ordinal).bind(&wave.name).bind(wave.version)
        .bind(wave.opens_at).bind(wave.closes_at).bind(&wave.channels).bind(&wave.quotas).bind(&wave.strata)
        .bind(wave.invited_only)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const UPDATE_WAVE: &str =
    "UPDATE waves SET name = $2, opens_at = $3, closes_at = $4, channels = $5 WHERE id = $1";

/// Its version, its quotas and whom it asks stay.
pub(crate) async fn update_wave(tx: &mut Tx, wave: &WaveRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPDATE_WAVE)
        .bind(wave.id).bind(&wave.name).bind(wave.opens_at).bind(wave.closes_at).bind(&wave.channels)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const WAVES: &str = "SELECT id, survey_id, ordinal, name, version, opens_at, closes_at, channels, quotas,
        strata, invited_only FROM waves WHERE survey_id = $1 ORDER BY ordinal";

pub(crate) async fn waves(tx: &mut Tx, survey: SurveyId) -> StoreResult<Vec<WaveRecord>> {
    Ok(on!(tx, db => sqlx::query_as(WAVES).bind(survey.0).fetch_all(&mut **db).await)?)
}

const DELETE_WAVE: [&str; 4] = [
    "DELETE FROM invitation_tokens WHERE batch_id IN (SELECT id FROM invitation_batches WHERE wave_id = $1)",
    "DELETE FROM invitation_batches WHERE wave_id = $1",
    "DELETE FROM quotas WHERE wave_id = $1",
    "DELETE FROM waves WHERE id = $1",
];

/// For a wave that has no responses.
pub(crate) async fn delete_wave(tx: &mut Tx, id: WaveId) -> StoreResult<()> {
    for text in DELETE_WAVE {
        on!(tx, db => sqlx::query(text).bind(id.0).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}

/// Every wave that has opened, with its survey: the newest first.
const BEGUN: &str = "SELECT id, survey_id, ordinal, name, version, opens_at, closes_at, channels, quotas,
        strata, invited_only FROM waves WHERE opens_at <= $1 AND closes_at > $2 ORDER BY opens_at DESC";

/// Waves that have opened by `now` and had not closed before `since`.
pub(crate) async fn begun(tx: &mut Tx, now: i64, since: i64) -> StoreResult<Vec<WaveRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BEGUN).bind(now).bind(since).fetch_all(&mut **db).await)?)
}
