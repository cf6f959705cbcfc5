//! What a contest still needs before it can be announced: the supply of every cell, a blueprint its bank can fill, and
//! everything that is missing or risky.

use std::collections::HashMap;

use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::{Item, ItemKind};
use khao_domain::contest::feasibility::{self, CellSupply, TopicSupply};
use khao_domain::contest::paper::Pool;
use khao_domain::contest::review::{self, Finding, GroupPlan, Plan, RoundPlan};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{BankId, GroupId, RoundId};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::contests::Contest;
use super::frozen::eligible_pool;
use super::groups::{Group, may_draw_from};
use super::rounds::Round;
use crate::Engine;
use crate::bank::banks::{Bank, bank_of};
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;

const DAY_S: i64 = 24 * 3600;
/// More banks than any instance has.
const BANKS_MOST: i64 = 10_000;

/// What a group's bank has for its blueprint.
#[derive(Debug, Clone)]
pub struct GroupSupply {
    pub group: GroupId,
    pub bank_name: String,
    /// Of the first round that is not announced; without one, of today.
    pub topics: Vec<TopicSupply>,
    pub cells: Vec<CellSupply>,
    /// Of every round that is not announced yet.
    pub rounds: Vec<(RoundId, Vec<CellSupply>)>,
}

/// A bank as it is now.
pub(super) struct BankNow {
    name: String,
    language: String,
    items: Vec<Item>,
}

impl BankNow {
    /// What a round open in [opens, closes) may draw.
    pub(super) fn pool(&self, times: (Timestamp, Timestamp), allow_drafts: bool) -> Pool {
        eligible_pool(self.items.clone(), times, allow_drafts, &self.language)
    }
}

impl Engine {
    /// Need and supply of every group.
    pub async fn feasibility(&self, actor: &Actor, slug: &str) -> Result<Vec<GroupSupply>> {
        actor.may(Action::RunContests)?;
        let contest = self.console_contest(actor, slug).await?;
        self.supplies(&contest).await
    }

    async fn supplies(&self, contest: &Contest) -> Result<Vec<GroupSupply>> {
        let banks = self
            .banks_now(contest.groups.iter().map(|group| group.bank))
            .await?;
        let drafts: Vec<&Round> = contest.rounds.iter().filter(|round| !round.is_public()).collect();
        let today = self.now().local_date().midnight();
        let mut supplies = Vec::with_capacity(contest.groups.len());
        for group in &contest.groups {
            let bank = banks.get(&group.bank).ok_or(Error::NotFound)?;
            let pool = |times| bank.pool(times, contest.settings.allow_drafts);
            let first = drafts.first().map_or_else(
                || (today, today.plus_seconds(DAY_S)),
                |round| (round.opens_at, round.closes_at),
            );
            let first = pool(first);
            supplies.push(GroupSupply {
                group: group.id,
                bank_name: bank.name.clone(),
                topics: feasibility::topics(&first),
                cells: feasibility::supply_of(&first, &group.blueprint),
                rounds: drafts
                    .iter()
                    .map(|round| {
                        let pool = pool((round.opens_at, round.closes_at));
                        (round.id, feasibility::supply_of(&pool, &group.blueprint))
                    })
                    .collect(),
            });
        }
        Ok(supplies)
    }

    /// The banks whose items the visitor's papers may hold: those within reach, and those of nobody.
    pub async fn drawable_banks(&self, actor: &Actor) -> Result<Vec<Bank>> {
        actor.may(Action::RunContests)?;
        let units = self.units().await?;
        let mut tx = self.store.read().await?;
        let rows = store::banks::page(&mut tx, Uuid::nil(), ("", ""), BANKS_MOST).await?;
        let drawable = rows.into_iter().filter(|bank| may_draw_from(actor, &units, bank));
        Ok(drawable.map(bank_of).collect())
    }

    /// Each bank once, however many groups draw from it.
    pub(super) async fn banks_now(
        &self,
        ids: impl Iterator<Item = BankId> + Send,
    ) -> Result<HashMap<BankId, BankNow>> {
        let mut tx = self.store.read().await?;
        let mut banks = HashMap::new();
        for id in ids {
            if banks.contains_key(&id) {
                continue;
            }
            let record = store::banks::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
            let items = store::items::of_revision(&mut tx, id, record.revision).await?;
            let bank = BankNow {
                name: record.name,
                language: record.language,
                items,
            };
            banks.insert(id, bank);
        }
        Ok(banks)
    }

    /// A blueprint of so many scored questions, and a prediction if the bank has one, for a round in [opens, closes).
    pub async fn suggest_blueprint(
        &self,
        actor: &Actor,
        bank: BankId,
        questions: u32,
        times: (Timestamp, Timestamp),
    ) -> Result<Vec<BlueprintCell>> {
        actor.may(Action::RunContests)?;
        if !self.drawable_banks(actor).await?.iter().any(|one| one.id == bank) {
            return Err(Error::invalid("/bank_id", "Không có ngân hàng câu hỏi này."));
        }
        let banks = self.banks_now(std::iter::once(bank)).await?;
        let bank = banks.get(&bank).ok_or(Error::NotFound)?;
        Ok(feasibility::suggested(&bank.pool(times, false), questions, true))
    }

    /// Everything missing or risky, the weightiest first.
    pub async fn review_contest(&self, actor: &Actor, slug: &str) -> Result<Vec<Finding>> {
        actor.may(Action::RunContests)?;
        let contest = self.console_contest(actor, slug).await?;
        let supplies = self.supplies(&contest).await?;
        let units = self.units().await?;
        let today = self.now().local_date();
        let childless = units
            .all()
            .iter()
            .filter(|unit| units.children(Some(unit.id)).next().is_none());
        let without = childless
            .filter(|unit| units.headcount(unit.id, today).is_none())
            .count();
        let instance = self.instance().await?;
        let plan = Plan {
            has_rules: !contest.rules_markdown.trim().is_empty(),
            settings: &contest.settings,
            groups: contest.groups.iter().zip(&supplies).map(group_plan).collect(),
            rounds: contest
                .rounds
                .iter()
                .map(|round| round_plan(round, &supplies))
                .collect(),
            units: u32::try_from(units.all().len()).unwrap_or(u32::MAX),
            units_without_headcount: u32::try_from(without).unwrap_or(u32::MAX),
            exclusions: contest.exclusions.len(),
            documents: contest.attachments.len(),
            has_contact: !instance.text.hotline.is_empty() || !instance.text.email.is_empty(),
        };
        Ok(review::findings(&plan, self.now()))
    }
}

fn group_plan((group, supply): (&Group, &GroupSupply)) -> GroupPlan {
    let is_prediction_cell = |cell: &BlueprintCell| {
        let topic = supply.topics.iter().find(|topic| topic.topic == cell.topic);
        let at = usize::from(cell.difficulty.level() - 1);
        topic.is_some_and(|topic| topic.predictions[at] > 0)
    };
    GroupPlan {
        name: group.name.clone(),
        questions: group.questions(),
        predicts: group.blueprint.iter().any(is_prediction_cell),
    }
}

fn round_plan(round: &Round, supplies: &[GroupSupply]) -> RoundPlan {
    let of_group = |supply: &GroupSupply| {
        let found = supply.rounds.iter().find(|(id, _)| *id == round.id);
        found.map(|(_, cells)| cells.clone())
    };
    RoundPlan {
        name: round.name.clone(),
        state: round.state,
        opens_at: round.opens_at,
        closes_at: round.closes_at,
        duration_s: round.duration_s,
        supplies: match round.state {
            RoundState::Draft => supplies.iter().filter_map(of_group).collect(),
            _ => Vec::new(),
        },
    }
}

/// Whether the item is one that a paper scores.
pub(super) fn is_scored(item: &Item) -> bool {
    !matches!(item.kind, ItemKind::Prediction { .. })
}
