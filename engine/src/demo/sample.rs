//! Who was invited to the demo's sample: batches of which nobody holds a token, with how far people came.

use khao_domain::ids::{BatchId, WaveId};
use khao_domain::survey::invitation::Marks;
use khao_domain::time::Timestamp;

use super::surveys::Place;
use crate::Engine;
use crate::error::Result;
use crate::store;
use crate::survey::batches::{NewBatch, record_of};

impl Engine {
    /// A batch for each place; those who completed are as many as answered over the web there.
    pub(super) async fn invite_demo(
        &self,
        wave: WaveId,
        made_at: Timestamp,
        (places, by_web): (&[Place], &[u64]),
    ) -> Result<()> {
        let mut tx = self.store.write().await?;
        for (ordinal, (place, &completed)) in (1..).zip(places.iter().zip(by_web)) {
            let started = completed + self.random.below(completed / 8 + 1);
            let opened = started + self.random.below(completed / 6 + 1);
            let silent = completed / 3 + self.random.below(completed / 3 + 1);
            let sent = u32::try_from(opened + silent).unwrap_or(u32::MAX);
            let new = NewBatch {
                stratum: place.stratum,
                unit: Some(place.unit),
                count: sent,
                valid_until: None,
            };
            let id = BatchId(self.random.untimed_id());
            let mut batch = record_of(id, wave, &new, (ordinal, made_at));
            for (marks, count) in [
                (&mut batch.opened, opened),
                (&mut batch.started, started),
                (&mut batch.completed, completed),
            ] {
                *marks = first_places(sent, count);
            }
            batch.refused = i64::try_from(self.random.below(silent / 4 + 1)).unwrap_or(0);
            batch.not_reached = i64::try_from(self.random.below(silent / 4 + 1)).unwrap_or(0);
            store::invitation_batches::insert(&mut tx, &batch).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn first_places(sent: u32, count: u64) -> Vec<u8> {
    let mut marks = Marks::none(sent);
    for place in 0..usize::try_from(count).unwrap_or(0) {
        marks.mark(place);
    }
    marks.bytes().to_vec()
}
