//! The row of the roster that somebody meets, in the transaction of the entry or of its correction.

use khao_domain::ids::{ContestId, ParticipantId, UnitId};
use khao_domain::people::entry::Entry;
use khao_domain::people::roster::{Comer, Expected, first_met};
use khao_domain::text::fold;
use khao_domain::time::CivilDate;
use uuid::Uuid;

use crate::people::units::UnitTree;
use crate::store::rosters::{EnteredRecord, RosterRecord};
use crate::store::{self, StoreResult, Tx};

pub(crate) fn comer_of(units: &UnitTree, entry: &Entry) -> Comer {
    Comer {
        name_folded: entry.full_name.folded(),
        staff_folded: entry.staff_code.as_deref().map(fold),
        birth_date: Some(entry.birth_date),
        units: units.with_ancestors(entry.unit).collect(),
    }
}

/// Somebody who has entered, with what was corrected.
pub(crate) fn comer_of_entered(units: &UnitTree, person: &EnteredRecord) -> Comer {
    Comer {
        name_folded: person.name_folded.clone(),
        staff_folded: person.staff_code.as_deref().map(fold),
        birth_date: CivilDate::parse(&person.birth_date),
        units: units.with_ancestors(UnitId(person.unit_id)).collect(),
    }
}

pub(super) fn expected_of(row: &RosterRecord) -> Expected {
    Expected {
        name_folded: row.name_folded.clone(),
        staff_folded: row.staff_folded.clone(),
        birth_date: row.birth_date.as_deref().and_then(CivilDate::parse),
        unit: UnitId(row.unit_id),
    }
}

/// False where no free row means the person: one look-up by name and code, and one row written where there is one.
pub(crate) async fn meet_row(
    tx: &mut Tx,
    roster: Uuid,
    id: ParticipantId,
    comer: &Comer,
) -> StoreResult<bool> {
    let code = comer.staff_folded.as_deref().unwrap_or_default();
    let mut free = store::rosters::free(tx, roster, &comer.name_folded, code).await?;
    let mut rows: Vec<Expected> = free.iter().map(expected_of).collect();
    while let Some(at) = first_met(&rows, comer) {
        if store::rosters::meet(tx, free.remove(at).id, id).await? {
            return Ok(true);
        }
        // Somebody of the same name was faster.
        rows.remove(at);
    }
    Ok(false)
}

/// After a correction: the row that was met may mean somebody else now, and another one this person.
pub(crate) async fn meet_anew(
    tx: &mut Tx,
    contest: ContestId,
    id: ParticipantId,
    comer: &Comer,
) -> StoreResult<()> {
    let state = store::rosters::state(tx, contest).await?;
    if let Some(roster) = state.and_then(|state| state.roster_id) {
        store::rosters::release(tx, roster, id).await?;
        meet_row(tx, roster, id, comer).await?;
    }
    store::rosters::note_change(tx, contest).await
}
