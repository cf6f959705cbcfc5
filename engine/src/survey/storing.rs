//! Responses of one group commit: each client once, quotas exactly, everything in a few statements.
//!
//! On PostgreSQL several workers and nodes do this at once. Each step takes its locks for the whole batch, and in the order
//! of their keys: clients, then batches of invitations, then quotas, then counts; so no two can wait for each other in a circle.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use khao_domain::ids::{BatchId, WaveId};
use khao_domain::survey::invitation::Marks;

use super::invited::complete;
use crate::store::invitation_batches::BatchRecord;
use crate::store::responses::{QuotaRecord, ResponseRow};
use crate::store::{self, StoreResult, Tx};

/// A response that was checked against its form.
#[derive(Debug)]
pub(crate) struct NewResponse {
    pub(crate) row: ResponseRow,
    pub(crate) client_hash: [u8; 32],
    /// The invitation that it uses up.
    pub(crate) invitation: Option<Place>,
    /// The quotas that count it, and how many each of them takes.
    pub(crate) quotas: Vec<(i64, i64)>,
    /// Taken without a network: stored over quota rather than refused.
    pub(crate) may_be_late: bool,
}

/// Of an invitation, within its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) batch: Uuid,
    pub(crate) bit: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Responded {
    Stored,
    /// The client was answered before.
    Same,
    QuotaFull,
    InvitationUsed,
    /// The batch was taken back.
    InvitationOver,
}

impl NewResponse {
    pub(crate) fn order_key(&self) -> Uuid {
        let [head @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = self.client_hash;
        Uuid::from_bytes(head)
    }
}

/// What becomes of each, in their order.
pub(crate) async fn store_all(tx: &mut Tx, responses: &[&NewResponse]) -> StoreResult<Vec<Responded>> {
    let clients: BTreeSet<[u8; 32]> = responses.iter().map(|one| one.client_hash).collect();
    let sorted: Vec<[u8; 32]> = clients.into_iter().collect();
    let new = store::responses::see(tx, &sorted).await?;
    let mut batches = Batches::lock(tx, responses).await?;
    let mut quotas = Quotas::lock(tx, responses).await?;
    let mut done: HashMap<[u8; 32], Responded> = HashMap::with_capacity(responses.len());
    let mut outcomes = Vec::with_capacity(responses.len());
    let mut rows = Vec::with_capacity(responses.len());
    for response in responses {
        // A twin within the batch is answered as the first was.
        let outcome = match done.get(&response.client_hash) {
            Some(Responded::Stored) => Responded::Same,
            Some(outcome) => *outcome,
            None if !new.contains(&response.client_hash[..]) => Responded::Same,
            None => match batches.refuses(response) {
                Some(refusal) => refusal,
                None => {
                    let fits = quotas.take(response);
                    if fits || response.may_be_late {
                        batches.use_up(response);
                        rows.push(ResponseRow {
                            over_quota: !fits,
                            ..response.row.clone()
                        });
                        Responded::Stored
                    } else {
                        Responded::QuotaFull
                    }
                }
            },
        };
        done.entry(response.client_hash).or_insert(outcome);
        outcomes.push(outcome);
    }
    batches.write(tx).await?;
    write(tx, &rows, &quotas, &done).await?;
    Ok(outcomes)
}

async fn write(
    tx: &mut Tx,
    rows: &[ResponseRow],
    quotas: &Quotas,
    done: &HashMap<[u8; 32], Responded>,
) -> StoreResult<()> {
    // Whoever was refused may come again, when there is more room.
    let refused = done
        .iter()
        .filter(|(_, outcome)| !matches!(outcome, Responded::Stored | Responded::Same));
    let refused: Vec<[u8; 32]> = refused.map(|(hash, _)| *hash).collect();
    if !refused.is_empty() {
        store::responses::forget(tx, &refused).await?;
    }
    for quota in &quotas.changed {
        if let Some(record) = quotas.records.get(quota) {
            store::responses::fill(tx, record).await?;
        }
    }
    store::responses::keep(tx, rows).await
}

/// The batches of the invitations that are used, locked.
#[derive(Default)]
struct Batches {
    records: BTreeMap<Uuid, BatchRecord>,
    changed: BTreeSet<Uuid>,
}

impl Batches {
    async fn lock(tx: &mut Tx, responses: &[&NewResponse]) -> StoreResult<Self> {
        let ids: BTreeSet<Uuid> = responses
            .iter()
            .filter_map(|one| one.invitation.map(|place| place.batch))
            .collect();
        let mut batches = Self::default();
        for id in ids {
            if let Some(record) = store::invitation_batches::lock(tx, BatchId(id)).await? {
                batches.records.insert(id, record);
            }
        }
        Ok(batches)
    }

    /// Why the invitation of a response cannot be used.
    fn refuses(&self, response: &NewResponse) -> Option<Responded> {
        let place = response.invitation?;
        match self.records.get(&place.batch) {
            Some(batch) if Marks::of(batch.completed.clone()).has(place.bit) => {
                Some(Responded::InvitationUsed)
            }
            Some(batch) if !batch.revoked => None,
            _ => Some(Responded::InvitationOver),
        }
    }

    fn use_up(&mut self, response: &NewResponse) {
        let place = response.invitation;
        let found = place.and_then(|place| Some((place, self.records.get_mut(&place.batch)?)));
        if let Some((place, batch)) = found
            && complete(batch, place.bit)
        {
            self.changed.insert(place.batch);
        }
    }

    async fn write(&self, tx: &mut Tx) -> StoreResult<()> {
        for id in &self.changed {
            if let Some(record) = self.records.get(id) {
                store::invitation_batches::update(tx, record).await?;
            }
        }
        Ok(())
    }
}

/// The quotas of the waves that the batch answers, locked.
#[derive(Default)]
struct Quotas {
    records: BTreeMap<(Uuid, i64), QuotaRecord>,
    changed: BTreeSet<(Uuid, i64)>,
}

impl Quotas {
    async fn lock(tx: &mut Tx, responses: &[&NewResponse]) -> StoreResult<Self> {
        let waves: BTreeSet<WaveId> = responses
            .iter()
            .filter(|one| !one.quotas.is_empty())
            .map(|one| one.row.wave)
            .collect();
        let mut quotas = Self::default();
        for wave in waves {
            for record in store::responses::lock_quotas(tx, wave).await? {
                quotas.records.insert((record.wave_id, record.ordinal), record);
            }
        }
        Ok(quotas)
    }

    /// Takes a place in every quota that counts the response, or in none.
    fn take(&mut self, response: &NewResponse) -> bool {
        let wave = response.row.wave.0;
        let has_room = |(ordinal, most): &(i64, i64)| {
            let record = self.records.get(&(wave, *ordinal));
            record.is_some_and(|record| record.taken < *most)
        };
        if !response.quotas.iter().all(has_room) {
            return false;
        }
        for (ordinal, _) in &response.quotas {
            if let Some(record) = self.records.get_mut(&(wave, *ordinal)) {
                record.taken += 1;
                self.changed.insert((wave, *ordinal));
            }
        }
        true
    }
}
