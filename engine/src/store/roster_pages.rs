//! Who of a list has come and who has not: pages, files and totals.

use futures_util::TryStreamExt;
use sqlx::FromRow;
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

use super::{StoreResult, Tx};

/// A row with what its person has done.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct RosterLineRecord {
    pub(crate) id: Uuid,
    pub(crate) full_name: String,
    pub(crate) unit_id: Uuid,
    pub(crate) staff_code: Option<String>,
    pub(crate) birth_date: Option<String>,
    pub(crate) participant_id: Option<Uuid>,
    pub(crate) submitted: bool,
}

/// Which rows.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) roster: Uuid,
    /// Of units whose lineage lies in [from, to).
    pub(crate) lineage: (String, String),
    /// Nil: no round; then having entered counts, otherwise having submitted in it.
    pub(crate) round: Uuid,
    /// `all`, `done` or `missing`.
    pub(crate) state: &'static str,
    /// Without diacritics; empty is everybody.
    pub(crate) text: String,
}

macro_rules! submitted {
    () => {
        "EXISTS (SELECT 1 FROM attempts a WHERE a.round_id = $2 AND a.participant_id = r.participant_id
            AND a.sealed_at IS NOT NULL AND NOT a.voided)"
    };
}

macro_rules! wanted {
    () => {
        concat!(
            "r.roster_id = $1 AND u.lineage >= $3 AND u.lineage < $4
            AND ($5 = 'all' OR ($5 = 'done') = (CASE WHEN $6 THEN ",
            submitted!(),
            " ELSE r.participant_id IS NOT NULL END))
            AND (r.name_folded LIKE '%' || $7 || '%' OR r.staff_folded LIKE '%' || $7 || '%')"
        )
    };
}

macro_rules! lines {
    ($($rest:expr),+) => {
        concat!(
            "SELECT r.id, r.full_name, r.unit_id, r.staff_code, r.birth_date, r.participant_id, ",
            submitted!(),
            " AS submitted FROM roster_people r JOIN units u ON u.id = r.unit_id WHERE ",
            wanted!(),
            $($rest),+
        )
    };
}

macro_rules! bound {
    ($text:expr, $wanted:expr) => {
        sqlx::query_as($text)
            .bind($wanted.roster)
            .bind($wanted.round)
            .bind(&$wanted.lineage.0)
            .bind(&$wanted.lineage.1)
            .bind($wanted.state)
            .bind(!$wanted.round.is_nil())
            .bind(&$wanted.text)
    };
}

/// By name; the first page comes after nobody.
const PAGE: &str = lines!(" AND (r.sort_key, r.id) > ($8, $9) ORDER BY r.sort_key, r.id LIMIT $10");

pub(crate) async fn page(
    tx: &mut Tx,
    wanted: &Wanted,
    (sort_key, id): (&[u8], Uuid),
    limit: i64,
) -> StoreResult<Vec<RosterLineRecord>> {
    Ok(
        on!(tx, db => bound!(PAGE, wanted).bind(sort_key).bind(id).bind(limit)
        .fetch_all(&mut **db).await)?,
    )
}

const PLACE: &str = "SELECT sort_key FROM roster_people WHERE id = $1 AND roster_id = $2";

/// Where a row stands in the order of pages.
pub(crate) async fn place(tx: &mut Tx, roster: Uuid, row: Uuid) -> StoreResult<Option<Vec<u8>>> {
    Ok(on!(tx, db => sqlx::query_scalar(PLACE).bind(row).bind(roster).fetch_optional(&mut **db).await)?)
}

/// Unit by unit, each by name: who reminds people does it unit by unit.
const EXPORT: &str = lines!(" ORDER BY u.lineage, r.sort_key, r.id");

/// Streams the rows into a channel, in constant memory; stops where nobody listens any more.
pub(crate) async fn export(tx: &mut Tx, wanted: &Wanted, out: &Sender<RosterLineRecord>) -> StoreResult<()> {
    on!(tx, db => {
        let mut rows = bound!(EXPORT, wanted).fetch(&mut **db);
        while let Some(row) = rows.try_next().await? {
            if out.send(row).await.is_err() {
                break;
            }
        }
    });
    Ok(())
}

const COUNT: &str = concat!(
    "SELECT count(*) FROM roster_people r JOIN units u ON u.id = r.unit_id WHERE ",
    wanted!()
);

pub(crate) async fn count(tx: &mut Tx, wanted: &Wanted) -> StoreResult<i64> {
    let (rows,): (i64,) = on!(tx, db => bound!(COUNT, wanted).fetch_one(&mut **db).await)?;
    Ok(rows)
}

/// How many of a unit are on the list and have come.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct UnitRosterRecord {
    pub(crate) unit_id: Uuid,
    pub(crate) people: i64,
    pub(crate) entered: i64,
    pub(crate) submitted: i64,
}

const PER_UNIT: &str = concat!(
    "SELECT r.unit_id, count(*) AS people, count(r.participant_id) AS entered, count(CASE WHEN ",
    submitted!(),
    " THEN 1 END) AS submitted FROM roster_people r WHERE r.roster_id = $1 GROUP BY r.unit_id"
);

/// `round`: nil is none.
pub(crate) async fn per_unit(tx: &mut Tx, roster: Uuid, round: Uuid) -> StoreResult<Vec<UnitRosterRecord>> {
    Ok(on!(tx, db => sqlx::query_as(PER_UNIT).bind(roster).bind(round).fetch_all(&mut **db).await)?)
}
