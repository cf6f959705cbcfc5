//! Names as rankings were fixed with them. They hang on their person: erasing one takes them along.

use std::collections::HashMap;

use uuid::Uuid;

use khao_domain::ids::ContestId;
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

/// Only where a ranking of the contest can show the old name; the first of one moment is the one it was fixed with.
const KEEP: &str = "INSERT INTO former_names (participant_id, changed_at, full_name, name_folded)
    SELECT p.id, $2, p.full_name, p.name_folded FROM participants p
    WHERE p.id = $1 AND EXISTS (SELECT 1 FROM rounds r JOIN ranking_revisions v ON v.scope_id = r.id
        WHERE r.contest_id = p.contest_id)
    ON CONFLICT DO NOTHING";

/// Keeps the present name, which is about to be another.
pub(crate) async fn keep(tx: &mut Tx, person: Uuid, now: Timestamp) -> StoreResult<()> {
    on!(tx, db => sqlx::query(KEEP).bind(person).bind(now.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// The last one named of a person is the one that held at that moment.
const AT: &str = "SELECT f.participant_id, f.full_name FROM former_names f
    JOIN participants p ON p.id = f.participant_id
    WHERE p.contest_id = $1 AND f.changed_at > $2 ORDER BY f.changed_at DESC";

/// The names that somebody of a contest had at a moment, and has no more.
pub(crate) async fn at(
    tx: &mut Tx,
    contest: ContestId,
    moment: Timestamp,
) -> StoreResult<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> =
        on!(tx, db => sqlx::query_as(AT).bind(contest.0).bind(moment.0).fetch_all(&mut **db).await)?;
    Ok(rows.into_iter().collect())
}

const SINCE: &str = "SELECT f.participant_id, f.changed_at, f.full_name FROM former_names f
    JOIN participants p ON p.id = f.participant_id
    WHERE p.contest_id = $1 AND f.changed_at > $2 ORDER BY f.changed_at";

/// (person, moment it was given up, name) of every name of a contest that was given up after a moment, the oldest first.
pub(crate) async fn since(
    tx: &mut Tx,
    contest: ContestId,
    moment: i64,
) -> StoreResult<Vec<(Uuid, i64, String)>> {
    Ok(on!(tx, db => sqlx::query_as(SINCE).bind(contest.0).bind(moment).fetch_all(&mut **db).await)?)
}

const OF_PERSON: &str =
    "SELECT changed_at, full_name FROM former_names WHERE participant_id = $1 ORDER BY changed_at";

/// The oldest first, each with the moment it was given up.
pub(crate) async fn of_person(tx: &mut Tx, person: Uuid) -> StoreResult<Vec<(i64, String)>> {
    Ok(on!(tx, db => sqlx::query_as(OF_PERSON).bind(person).fetch_all(&mut **db).await)?)
}
