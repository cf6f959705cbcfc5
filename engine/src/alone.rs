//! Work that only one node does at a time, and no node twice at once: imports of a bank, rankings of a contest.

use crate::Engine;
use crate::error::Result;
use crate::store::{self, Tx};

/// How long a node that died in the middle keeps the others out.
const LEASE_S: i64 = 120;

impl Engine {
    /// What the work came to; none where it is under way already.
    pub(crate) async fn alone<T>(
        &self,
        name: &str,
        work: impl Future<Output = Result<T>>,
    ) -> Result<Option<T>> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let free = store::leases::take_free(&mut tx, name, self.node, now.plus_seconds(LEASE_S), now).await?;
        tx.commit().await?;
        if !free {
            return Ok(None);
        }
        let done = work.await;
        let mut tx = self.store.write().await?;
        store::leases::release(&mut tx, name, self.node).await?;
        tx.commit().await?;
        done.map(Some)
    }

    /// For long work, with each of its writes: false where it took so long that another node has begun anew.
    pub(crate) async fn still_alone(&self, tx: &mut Tx, name: &str) -> Result<bool> {
        let until = self.now().plus_seconds(LEASE_S);
        Ok(store::leases::extend(tx, name, self.node, until).await?)
    }
}
