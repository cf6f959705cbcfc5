//! Looking through a bank: its items filtered and counted, one item with its versions.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use khao_domain::bank::item::{Difficulty, Item, ItemKind, ItemStatus};
use khao_domain::bank::lifecycle::Step;
use khao_domain::contest::scoring::{key_ids, key_text};
use khao_domain::ids::{AccountId, BankId};
use khao_domain::text::fold;
use khao_domain::time::{CivilDate, Timestamp};
use uuid::Uuid;

use super::banks::{Bank, bank_of};
use super::keeping::deletable;
use super::review::steps_of;
use super::snapshot::BankItem;
use crate::Engine;
use crate::contest::frozen::ItemView;
use crate::error::{Error, Result};
use crate::markdown;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx};

/// Which items; what is none or empty asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct ItemQuery {
    /// In code, question, options or source; with or without diacritics.
    pub text: String,
    pub topic: Option<String>,
    pub difficulty: Option<Difficulty>,
    pub status: Option<ItemStatus>,
    /// True on this day.
    pub valid_on: Option<CivilDate>,
    /// The code of the last one shown.
    pub after: String,
    /// One more than a page shows, to know whether there is another.
    pub limit: usize,
}

#[derive(Debug, Clone)]
pub struct ItemPage {
    pub bank: Bank,
    pub items: Vec<Arc<BankItem>>,
    /// How many there are on all pages.
    pub total: usize,
    /// What the page before this one comes after; none where this is the first.
    pub before: Option<String>,
    /// Of all pages: a topic's items by difficulty.
    pub counts: BTreeMap<String, [u32; 5]>,
    /// Of the whole bank.
    pub topics: Vec<String>,
    /// Items of the whole bank.
    pub size: usize,
}

#[derive(Debug, Clone)]
pub struct BankSummary {
    pub bank: Bank,
    /// Without those that are retired.
    pub items: i64,
    /// They wait for somebody else to review them.
    pub drafts: i64,
    /// They wait for approval.
    pub reviewed: i64,
}

/// An item as it was or is.
#[derive(Debug, Clone)]
pub struct Version {
    pub from_revision: i64,
    pub changed_at: Timestamp,
    /// Empty where nobody knows.
    pub changed_by: String,
    pub note: String,
    pub item: Item,
}

/// An item as participants see it, and its key.
#[derive(Debug, Clone)]
pub struct ItemLook {
    pub stem_html: Arc<str>,
    /// (id, text).
    pub options: Vec<(String, Arc<str>)>,
    pub key: Vec<String>,
    pub key_text: Option<String>,
    pub explanation_html: String,
}

#[derive(Debug, Clone)]
pub struct ItemDetail {
    pub bank: Bank,
    pub item: Arc<BankItem>,
    pub look: ItemLook,
    /// The newest first.
    pub versions: Vec<Version>,
    /// Whether the visitor wrote what it asks, and so cannot judge it.
    pub is_own: bool,
    /// What the visitor can do with it as it is.
    pub steps: Vec<Step>,
    /// Whether [`Engine::delete_item`] would take it away.
    pub can_be_deleted: bool,
}

impl ItemLook {
    pub fn of(item: &Item) -> Self {
        let view = ItemView::of(item);
        let options = view.options_in(&[]);
        let order: Vec<u8> = (0..).take(options.len()).collect();
        Self {
            stem_html: view.stem_html.clone(),
            key: key_ids(item, &order),
            key_text: match &item.kind {
                ItemKind::Text { accepted } => Some(accepted.join(" · ")).filter(|text| !text.is_empty()),
                _ => key_text(item),
            },
            explanation_html: markdown::block(&item.explanation),
            options,
        }
    }
}

impl Engine {
    /// Banks with what waits in them.
    pub async fn bank_summaries(
        &self,
        actor: &Actor,
        after: Option<BankId>,
        limit: u32,
    ) -> Result<Vec<BankSummary>> {
        let banks = self.banks(actor, after, limit).await?;
        let mut tx = self.store.read().await?;
        let mut summaries = Vec::new();
        for bank in banks {
            let counts = store::items::counts(&mut tx, bank.id, bank.revision).await?;
            let of = |wanted: &[ItemStatus]| {
                let counted = counts.iter().filter(|(status, _)| {
                    ItemStatus::parse(status).is_some_and(|status| wanted.contains(&status))
                });
                counted.map(|(_, count)| count).sum()
            };
            summaries.push(BankSummary {
                bank,
                items: of(&[ItemStatus::Draft, ItemStatus::Reviewed, ItemStatus::Approved]),
                drafts: of(&[ItemStatus::Draft]),
                reviewed: of(&[ItemStatus::Reviewed]),
            });
        }
        Ok(summaries)
    }

    /// A bank that this visitor may look into.
    pub async fn bank(&self, actor: &Actor, id: BankId) -> Result<Bank> {
        actor.may(Action::ReadBanks)?;
        Ok(bank_of(self.reached_bank(actor, id).await?))
    }

    pub async fn items(&self, actor: &Actor, id: BankId, query: &ItemQuery) -> Result<ItemPage> {
        actor.may(Action::ReadBanks)?;
        let bank = self.reached_bank(actor, id).await?;
        let snapshot = self.snapshot(&bank).await?;
        let mut page = ItemPage {
            bank: bank_of(bank),
            items: Vec::new(),
            total: 0,
            before: None,
            counts: BTreeMap::new(),
            topics: snapshot.topics.clone(),
            size: snapshot.items.len(),
        };
        let words = fold(&query.text);
        let mut passed: Vec<&str> = Vec::new();
        for one in snapshot.items.iter().filter(|one| fits(one, query, &words)) {
            page.total += 1;
            let place = usize::from(one.item.difficulty.level()).saturating_sub(1);
            if !page.counts.contains_key(&one.item.topic) {
                page.counts.insert(one.item.topic.clone(), [0; 5]);
            }
            if let Some(count) = page
                .counts
                .get_mut(&one.item.topic)
                .and_then(|row| row.get_mut(place))
            {
                *count += 1;
            }
            if one.item.code.as_str() <= query.after.as_str() {
                passed.push(&one.item.code);
            } else if page.items.len() < query.limit {
                page.items.push(one.clone());
            }
        }
        if !passed.is_empty() {
            let first = passed.len().checked_sub(query.limit);
            page.before = Some(
                first
                    .and_then(|place| passed.get(place))
                    .copied()
                    .unwrap_or("")
                    .to_owned(),
            );
        }
        Ok(page)
    }

    pub async fn item(&self, actor: &Actor, id: BankId, code: &str) -> Result<ItemDetail> {
        actor.may(Action::ReadBanks)?;
        let bank = self.reached_bank(actor, id).await?;
        let item = self
            .snapshot(&bank)
            .await?
            .get(code)
            .cloned()
            .ok_or(Error::NotFound)?;
        let mut tx = self.store.read().await?;
        let records = store::items::history(&mut tx, id, code, bank.revision).await?;
        let can_be_deleted = deletable(&mut tx, actor, (id, &item.item), records.last()).await?;
        let names = names_of(&mut tx, records.iter().filter_map(|record| record.changed_by)).await?;
        drop(tx);
        let mut versions = Vec::new();
        for record in records {
            let name = record.changed_by.and_then(|id| names.get(&id));
            versions.push(Version {
                from_revision: record.from_revision,
                changed_at: Timestamp(record.changed_at),
                changed_by: name.cloned().unwrap_or_default(),
                item: record.item()?,
                note: record.note,
            });
        }
        Ok(ItemDetail {
            bank: bank_of(bank),
            look: ItemLook::of(&item.item),
            is_own: is_own(&item, actor),
            steps: steps_of(&item, actor),
            can_be_deleted,
            item,
            versions,
        })
    }
}

/// Whether the actor wrote what the item asks.
pub(super) fn is_own(item: &BankItem, actor: &Actor) -> bool {
    item.content_by.is_some() && item.content_by == actor.account().map(|account| account.0)
}

fn fits(one: &BankItem, query: &ItemQuery, words: &str) -> bool {
    let item = &one.item;
    query.status.is_none_or(|status| item.status == status)
        && query
            .difficulty
            .is_none_or(|difficulty| item.difficulty == difficulty)
        && query.topic.as_ref().is_none_or(|topic| item.topic == *topic)
        && query.valid_on.is_none_or(|day| item.is_true_on(day, day))
        && (words.is_empty() || one.folded.contains(words))
}

/// Names of accounts; whoever works on the machine itself has none.
pub(super) async fn names_of(tx: &mut Tx, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::from([(Uuid::nil(), "khao".to_owned())]);
    for id in ids {
        if names.contains_key(&id) {
            continue;
        }
        if let Some(account) = store::accounts::by_id(tx, AccountId(id)).await? {
            let name = if account.full_name.is_empty() {
                account.username
            } else {
                account.full_name
            };
            names.insert(id, name);
        }
    }
    Ok(names)
}
