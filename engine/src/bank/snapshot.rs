//! A bank's newest revision in memory: looked through without the database, and brought up to date by what changed.

use std::collections::HashSet;
use std::sync::Arc;

use khao_domain::bank::item::{Item, ItemKind};
use khao_domain::ids::BankId;
use khao_domain::text::fold;
use khao_domain::time::Timestamp;
use moka::sync::Cache;
use uuid::Uuid;

use crate::Engine;
use crate::error::Result;
use crate::store::banks::BankRecord;
use crate::store::items::VersionRecord;
use crate::store::{self, StoreResult};

/// Banks that are worked on at the same time on one node.
const KEPT: u64 = 8;

/// An item with whoever made it what it is.
#[derive(Debug, Clone)]
pub struct BankItem {
    pub item: Item,
    /// The revision that brought this version.
    pub from_revision: i64,
    pub changed_at: Timestamp,
    pub(crate) content_by: Option<Uuid>,
    /// What was said when it was sent back.
    pub note: String,
    /// What is searched in.
    pub(crate) folded: String,
    pub(crate) folded_stem: String,
}

/// All items of one revision, by code.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    pub(crate) revision: i64,
    pub(crate) items: Vec<Arc<BankItem>>,
    /// Of all items, in their order.
    pub(crate) topics: Vec<String>,
}

impl Snapshot {
    pub(crate) fn get(&self, code: &str) -> Option<&Arc<BankItem>> {
        let place = self
            .items
            .binary_search_by(|one| one.item.code.as_str().cmp(code));
        place.ok().and_then(|place| self.items.get(place))
    }

    /// The next revision: without what ended, with what began.
    fn advanced(&self, revision: i64, ended: &HashSet<String>, begun: Vec<Arc<BankItem>>) -> Self {
        let kept = self.items.iter().filter(|one| !ended.contains(&one.item.code));
        let mut items: Vec<Arc<BankItem>> = kept.cloned().chain(begun).collect();
        items.sort_by(|a, b| a.item.code.cmp(&b.item.code));
        let mut topics: Vec<&str> = items.iter().map(|one| one.item.topic.as_str()).collect();
        topics.sort_unstable();
        topics.dedup();
        let topics = topics.into_iter().map(str::to_owned).collect();
        Self {
            revision,
            items,
            topics,
        }
    }
}

impl BankItem {
    pub(crate) fn of(record: VersionRecord) -> StoreResult<Self> {
        let item = record.item()?;
        let (folded, folded_stem) = (folded(&item), fold(&item.stem));
        Ok(Self {
            item,
            from_revision: record.from_revision,
            changed_at: Timestamp(record.changed_at),
            content_by: record.content_by,
            note: record.note,
            folded,
            folded_stem,
        })
    }
}

fn folded(item: &Item) -> String {
    let mut texts = vec![item.code.as_str(), &item.stem, &item.source];
    match &item.kind {
        ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } => {
            texts.extend(options.iter().map(|option| option.text.as_str()));
        }
        ItemKind::Text { accepted } => texts.extend(accepted.iter().map(String::as_str)),
        ItemKind::TrueFalse { .. } | ItemKind::Number { .. } | ItemKind::Prediction { .. } => {}
    }
    fold(&texts.join(" "))
}

/// What a node keeps of banks.
#[derive(Debug)]
pub(crate) struct Snapshots(Cache<BankId, Arc<Snapshot>>);

impl Default for Snapshots {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl Engine {
    /// The bank as it is in the revision of the record.
    pub(crate) async fn snapshot(&self, bank: &BankRecord) -> Result<Arc<Snapshot>> {
        let id = BankId(bank.id);
        // What is newer than the record was read by somebody who came later.
        let known = self
            .snapshots
            .0
            .get(&id)
            .filter(|known| known.revision <= bank.revision);
        if let Some(known) = known.clone().filter(|known| known.revision == bank.revision) {
            return Ok(known);
        }
        let known = known.unwrap_or_default();
        let mut tx = self.store.read().await?;
        let records = store::items::since(&mut tx, id, known.revision, bank.revision).await?;
        let ended = store::items::ended(&mut tx, id, known.revision, bank.revision).await?;
        drop(tx);
        let revision = bank.revision;
        let work = tokio::task::spawn_blocking(move || {
            let begun = records
                .into_iter()
                .map(|record| BankItem::of(record).map(Arc::new));
            let begun = begun.collect::<StoreResult<Vec<_>>>()?;
            Ok(known.advanced(revision, &ended.into_iter().collect(), begun))
        });
        let snapshot: StoreResult<Snapshot> = work
            .await
            .map_err(|error| crate::error::Error::Internal(format!("snapshot: {error}")))?;
        let snapshot = Arc::new(snapshot?);
        self.snapshots.0.insert(id, snapshot.clone());
        Ok(snapshot)
    }
}
