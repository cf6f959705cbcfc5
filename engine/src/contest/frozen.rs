//! What an announced round froze: immutable, so every node keeps it in memory.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::{Item, ItemKind, PredictionOf};
use khao_domain::contest::answer::QuestionShape;
use khao_domain::contest::clock;
use khao_domain::contest::draw::paper_seed;
use khao_domain::contest::paper::{Eligibility, Paper, Pool, draw, eligible};
use khao_domain::contest::round::RoundState;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{AttemptId, BankId, ContestId, GroupId, RoundId};
use khao_domain::time::Timestamp;

use crate::Engine;
use crate::error::{Error, Result};
use crate::markdown;
use crate::store::{self, figures::ExportRecord, from_json};

#[derive(Debug)]
pub struct FrozenRound {
    pub id: RoundId,
    pub contest: ContestId,
    pub name: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub duration_s: u32,
    pub settings: ContestSettings,
    pub groups: HashMap<GroupId, FrozenGroup>,
    pub(crate) secret: [u8; 32],
}

#[derive(Debug)]
pub struct FrozenGroup {
    pub(crate) bank: BankId,
    pub bank_revision: i64,
    pub(crate) pool: Pool,
    blueprint: Vec<BlueprintCell>,
    /// Rendered when first drawn: a large bank is not sanitised before it is needed.
    views: Vec<OnceLock<ItemView>>,
}

/// What a participant may see of an item. Holds no key, by construction.
#[derive(Debug, Clone)]
pub struct ItemView {
    pub shape: QuestionShape,
    pub stem_html: Arc<str>,
    /// In the order of the item; a paper shows them in its own.
    pub(crate) options_html: Vec<Arc<str>>,
}

impl FrozenGroup {
    pub(crate) fn draw(&self, seed: [u8; 32]) -> Result<Paper> {
        // The announcement refused blueprints that the bank cannot fill.
        draw(&self.pool, &self.blueprint, seed).map_err(Error::BankTooSmall)
    }

    /// How many questions its papers have.
    pub(crate) fn questions(&self) -> u32 {
        self.blueprint.iter().map(|cell| cell.count).sum()
    }

    /// What the group's prediction question asks for, if its blueprint can draw one.
    pub(crate) fn predicts(&self) -> Option<PredictionOf> {
        self.pool.items().iter().find_map(|item| match item.kind {
            ItemKind::Prediction { of } if self.draws(item) => Some(of),
            _ => None,
        })
    }

    pub(crate) fn draws(&self, item: &Item) -> bool {
        self.blueprint.iter().any(|cell| cell.takes(item))
    }

    pub(crate) fn view(&self, item: u16) -> Option<&ItemView> {
        let source = self.pool.get(item)?;
        Some(
            self.views
                .get(usize::from(item))?
                .get_or_init(|| ItemView::of(source)),
        )
    }
}

impl FrozenRound {
    /// The last moment at which an answer of anybody can still be taken.
    pub(crate) fn last_save_at(&self) -> Timestamp {
        let latest = clock::deadline(
            self.settings.deadline,
            self.closes_at,
            self.duration_s,
            self.closes_at,
            0,
        );
        latest.plus_seconds(i64::from(self.settings.grace_s))
    }

    /// The paper of an attempt, drawn again: the same seed gives the same paper for ever.
    pub(crate) fn paper_of(&self, record: &ExportRecord) -> Option<(&FrozenGroup, Paper)> {
        self.drawn(
            GroupId(record.group_id),
            AttemptId(record.id),
            &record.client_nonce,
        )
    }

    pub(crate) fn drawn(&self, group: GroupId, id: AttemptId, nonce: &str) -> Option<(&FrozenGroup, Paper)> {
        let group = self.groups.get(&group)?;
        let seed = paper_seed(&self.secret, id, nonce.as_bytes());
        Some((group, group.draw(seed).ok()?))
    }
}

impl ItemView {
    pub(crate) fn of(item: &Item) -> Self {
        let options_html = match &item.kind {
            ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } => options
                .iter()
                .map(|option| markdown::inline(&option.text).into())
                .collect(),
            ItemKind::TrueFalse { .. } => vec!["Đúng".into(), "Sai".into()],
            ItemKind::Number { .. } | ItemKind::Text { .. } | ItemKind::Prediction { .. } => Vec::new(),
        };
        Self {
            shape: QuestionShape::of(item),
            stem_html: markdown::inline(&item.stem).into(),
            options_html,
        }
    }

    /// The options as a paper shows them: (id, text).
    pub(crate) fn options_in(&self, order: &[u8]) -> Vec<(String, Arc<str>)> {
        let shown: Vec<&Arc<str>> = if order.is_empty() {
            self.options_html.iter().collect()
        } else {
            order
                .iter()
                .filter_map(|index| self.options_html.get(usize::from(*index)))
                .collect()
        };
        shown
            .into_iter()
            .enumerate()
            .map(|(place, html)| ((place + 1).to_string(), html.clone()))
            .collect()
    }
}

/// The items that are true and usable on every day of [opens, closes).
fn eligible_pool(
    items: Vec<Item>,
    (opens, closes): (Timestamp, Timestamp),
    allow_drafts: bool,
    language: &str,
) -> Pool {
    let rules = Eligibility::of_round(opens, closes, allow_drafts, language);
    Pool::new(items.into_iter().filter(|item| eligible(item, &rules)).collect())
}

impl Engine {
    /// The settings that an announced round took over; those of the contest may have changed since.
    pub async fn settings_of_round(&self, id: RoundId) -> Result<ContestSettings> {
        Ok(self.frozen_round(id).await?.settings.clone())
    }

    /// An announced round; drafts are not found.
    pub(crate) async fn frozen_round(&self, id: RoundId) -> Result<Arc<FrozenRound>> {
        if let Some(frozen) = self.caches.frozen.get(&id) {
            return Ok(frozen);
        }
        let _reading = self.caches.freezing.lock().await;
        if let Some(frozen) = self.caches.frozen.get(&id) {
            return Ok(frozen);
        }
        let frozen = Arc::new(self.read_frozen_round(id).await?);
        self.caches.frozen.insert(id, frozen.clone());
        Ok(frozen)
    }

    async fn read_frozen_round(&self, id: RoundId) -> Result<FrozenRound> {
        let mut tx = self.store.read().await?;
        let record = store::rounds::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let settings = record
            .settings
            .as_deref()
            .filter(|_| record.state != RoundState::Draft.as_str());
        let settings: ContestSettings =
            from_json(settings.ok_or(Error::NotFound)?, "rounds", "settings", &record.id)?;
        let times = (Timestamp(record.opens_at), Timestamp(record.closes_at));
        let mut groups = HashMap::new();
        for row in store::groups::frozen(&mut tx, id).await? {
            let bank = store::banks::by_id(&mut tx, BankId(row.bank_id))
                .await?
                .ok_or(Error::NotFound)?;
            let items = store::items::of_revision(&mut tx, BankId(row.bank_id), row.bank_revision).await?;
            let pool = eligible_pool(items, times, settings.allow_drafts, &bank.language);
            let group = FrozenGroup {
                bank: BankId(row.bank_id),
                bank_revision: row.bank_revision,
                views: pool.items().iter().map(|_| OnceLock::new()).collect(),
                pool,
                blueprint: from_json(&row.blueprint, "round_groups", "blueprint", &row.group_id)?,
            };
            groups.insert(GroupId(row.group_id), group);
        }
        Ok(FrozenRound {
            id,
            contest: ContestId(record.contest_id),
            name: record.name.clone(),
            opens_at: times.0,
            closes_at: times.1,
            duration_s: u32::try_from(record.duration_s).unwrap_or(0),
            settings,
            groups,
            secret: record.secret()?,
        })
    }
}
