//! The corrections of a round as scoring needs them: per group, the items that are ruled anew.

use std::collections::HashMap;

use khao_domain::contest::correction::{CorrectionKind, Rulings};
use khao_domain::ids::{GroupId, RoundId};

use super::frozen::FrozenRound;
use crate::Engine;
use crate::error::Result;
use crate::store::corrections::CorrectionRecord;
use crate::store::{self, StoreResult, Tx};

#[derive(Debug, Default)]
pub(crate) struct RoundRulings {
    groups: HashMap<GroupId, Rulings>,
    /// Of a group in which nothing is corrected.
    none: Rulings,
    /// By the bank's item code, the newest correction of each item: how, and why.
    corrected: HashMap<(GroupId, String), (CorrectionKind, String)>,
}

impl RoundRulings {
    /// `records`: the oldest first.
    pub(crate) fn of(round: &FrozenRound, records: &[CorrectionRecord]) -> Self {
        let mut rulings = Self::default();
        for record in records {
            let Some(kind) = CorrectionKind::parse(&record.kind) else {
                continue;
            };
            let groups = round
                .groups
                .iter()
                .filter(|(_, group)| group.bank.0 == record.bank_id);
            for (id, group) in groups {
                let of_group = rulings.groups.entry(*id).or_default();
                of_group.add(&group.pool, &record.item_code, kind, &record.right_answer);
                let item = (*id, record.item_code.clone());
                // What was taken back is scored as it was frozen: nothing of it is to be explained.
                if kind == CorrectionKind::AsFrozen {
                    rulings.corrected.remove(&item);
                } else {
                    rulings.corrected.insert(item, (kind, record.reason.clone()));
                }
            }
        }
        rulings
    }

    pub(crate) fn group(&self, id: GroupId) -> &Rulings {
        self.groups.get(&id).unwrap_or(&self.none)
    }

    /// How the item is scored otherwise than it was frozen, and why.
    pub(crate) fn correction(&self, group: GroupId, code: &str) -> Option<(CorrectionKind, String)> {
        self.corrected.get(&(group, code.to_owned())).cloned()
    }
}

/// Inside a transaction that scores: no correction is added until it ends, so that whatever it scores either has all of
/// them, or is found by the scoring anew.
pub(crate) async fn held(tx: &mut Tx, round: &FrozenRound) -> StoreResult<RoundRulings> {
    if store::corrections::hold(tx, round.id).await? == 0 {
        return Ok(RoundRulings::default());
    }
    let records = store::corrections::of_round(tx, round.id).await?;
    Ok(RoundRulings::of(round, &records))
}

impl Engine {
    /// The corrections as they are now, for what is only shown.
    pub(crate) async fn rulings(&self, round: &FrozenRound) -> Result<RoundRulings> {
        let records = self.correction_records(round.id).await?;
        Ok(RoundRulings::of(round, &records))
    }

    pub(crate) async fn correction_records(&self, id: RoundId) -> Result<Vec<CorrectionRecord>> {
        let mut tx = self.store.read().await?;
        Ok(store::corrections::of_round(&mut tx, id).await?)
    }
}
