//! Sealed attempts with what their papers and points follow from: for counting items.

use futures_util::TryStreamExt;
use sqlx::FromRow;
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

use khao_domain::ids::RoundId;

use super::{StoreResult, Tx};

#[derive(Debug, FromRow)]
pub(crate) struct PaperRecord {
    pub(crate) id: Uuid,
    pub(crate) group_id: Uuid,
    pub(crate) client_nonce: String,
    pub(crate) answers: Option<String>,
}

const SEALED: &str = "SELECT id, group_id, client_nonce, answers FROM attempts
    WHERE round_id = $1 AND sealed_at IS NOT NULL AND NOT voided";

/// Streams them into a channel, in constant memory and in no order; stops where nobody listens any more.
pub(crate) async fn sealed(tx: &mut Tx, round: RoundId, out: &Sender<PaperRecord>) -> StoreResult<()> {
    on!(tx, db => {
        let mut rows = sqlx::query_as(SEALED).bind(round.0).fetch(&mut **db);
        while let Some(row) = rows.try_next().await? {
            if out.send(row).await.is_err() {
                break;
            }
        }
    });
    Ok(())
}
