//! What a contest still needs before it can be announced: the supply of every cell, a blueprint its bank can fill, and
//! everything that is missing or risky.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::Item;
use khao_domain::contest::feasibility::{self, CellSupply, TopicSupply, Waiting};
use khao_domain::contest::paper::{Eligibility, Pool, eligible};
use khao_domain::contest::review::{self, Finding, GroupPlan, Plan, RoundPlan};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{BankId, GroupId, RoundId, UnitId};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::contests::Contest;
use super::groups::{Group, check_bank, may_draw_from};
use super::rounds::Round;
use crate::Engine;
use crate::bank::banks::{Bank, bank_of};
use crate::bank::snapshot::Snapshot;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::groups::RoundGroupRecord;
use crate::store::{self, to_json};

/// More banks than any instance has.
const BANKS_MOST: i64 = 10_000;

/// What a group's bank has for its blueprint.
#[derive(Debug, Clone)]
pub struct GroupSupply {
    pub group: GroupId,
    pub bank: BankId,
    pub bank_name: String,
    /// What papers of that round could hold if it were approved.
    pub waiting: Waiting,
    /// Of the first round that is not announced; without one, of today.
    pub topics: Vec<TopicSupply>,
    pub cells: Vec<CellSupply>,
    /// Of every round that is not announced yet.
    pub rounds: Vec<(RoundId, Vec<CellSupply>)>,
}

/// A bank as it is now.
pub(crate) struct BankNow {
    name: String,
    /// Whose it is; none is the whole authority's.
    pub(super) unit: Option<UnitId>,
    language: String,
    snapshot: Arc<Snapshot>,
}

impl BankNow {
    pub(super) fn revision(&self) -> i64 {
        self.snapshot.revision
    }

    /// What a round open in [opens, closes) may draw.
    pub(super) fn eligible(
        &self,
        (opens, closes): (Timestamp, Timestamp),
        allow_drafts: bool,
    ) -> impl Iterator<Item = &Item> {
        let rules = Eligibility::of_round(opens, closes, allow_drafts, &self.language);
        let items = self.snapshot.items.iter().map(|one| &one.item);
        items.filter(move |item| eligible(item, &rules))
    }
}

/// The times of a round, or today where there is none.
pub(super) fn or_today(times: Option<(Timestamp, Timestamp)>, now: Timestamp) -> (Timestamp, Timestamp) {
    let today = now.local_date();
    times.unwrap_or_else(|| (today.midnight(), today.plus_days(1).midnight()))
}

const fn times(round: &Round) -> (Timestamp, Timestamp) {
    (round.opens_at, round.closes_at)
}

impl Engine {
    /// Need and supply of every group.
    pub async fn feasibility(&self, actor: &Actor, slug: &str) -> Result<Vec<GroupSupply>> {
        actor.may(Action::InspectContests)?;
        let contest = self.console_contest(actor, slug).await?;
        self.supplies(&contest).await
    }

    async fn supplies(&self, contest: &Contest) -> Result<Vec<GroupSupply>> {
        let banks = self
            .banks_now(contest.groups.iter().map(|group| group.bank))
            .await?;
        let drafts: Vec<&Round> = contest.rounds.iter().filter(|round| !round.is_public()).collect();
        let first = or_today(drafts.first().map(|round| times(round)), self.now());
        // Groups that draw from one bank share what is counted of it.
        let mut counted: HashMap<(BankId, (Timestamp, Timestamp)), Vec<TopicSupply>> = HashMap::new();
        let mut waiting = HashMap::new();
        for (id, bank) in &banks {
            if !contest.settings.allow_drafts {
                waiting.insert(*id, Waiting::of(bank.eligible(first, true)));
            }
            for days in drafts.iter().map(|round| times(round)).chain([first]) {
                let items = bank.eligible(days, contest.settings.allow_drafts);
                counted
                    .entry((*id, days))
                    .or_insert_with(|| feasibility::topics(items));
            }
        }
        let topics = |group: &Group, days| counted.get(&(group.bank, days)).map_or(&[][..], Vec::as_slice);
        let mut supplies = Vec::with_capacity(contest.groups.len());
        for group in &contest.groups {
            let bank = banks.get(&group.bank).ok_or(Error::NotFound)?;
            supplies.push(GroupSupply {
                group: group.id,
                bank: group.bank,
                bank_name: bank.name.clone(),
                waiting: waiting.get(&group.bank).copied().unwrap_or_default(),
                topics: topics(group, first).to_vec(),
                cells: feasibility::supply_of(topics(group, first), &group.blueprint),
                rounds: drafts
                    .iter()
                    .map(|round| {
                        let topics = topics(group, times(round));
                        (round.id, feasibility::supply_of(topics, &group.blueprint))
                    })
                    .collect(),
            });
        }
        Ok(supplies)
    }

    /// The banks whose items the visitor's papers may hold: those within reach, and those of nobody.
    pub async fn drawable_banks(&self, actor: &Actor) -> Result<Vec<Bank>> {
        actor.may(Action::InspectContests)?;
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
        let mut banks = HashMap::new();
        for id in ids {
            if let Entry::Vacant(place) = banks.entry(id) {
                place.insert(self.bank_now(id).await?);
            }
        }
        Ok(banks)
    }

    pub(super) async fn bank_now(&self, id: BankId) -> Result<BankNow> {
        let mut tx = self.store.read().await?;
        let record = store::banks::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        drop(tx);
        Ok(BankNow {
            snapshot: self.snapshot(&record).await?,
            unit: record.unit_id.map(UnitId),
            name: record.name,
            language: record.language,
        })
    }

    /// A blueprint of so many scored questions, and a prediction if the bank has one, for a round in [opens, closes).
    pub(super) async fn suggest_blueprint(
        &self,
        actor: &Actor,
        bank: BankId,
        questions: u32,
        times: (Timestamp, Timestamp),
    ) -> Result<Vec<BlueprintCell>> {
        actor.may(Action::RunContests)?;
        let units = self.units().await?;
        let mut tx = self.store.read().await?;
        if let Some(problem) = check_bank(&mut tx, (actor, &units), bank).await? {
            return Err(Error::Invalid(vec![problem]));
        }
        drop(tx);
        let bank = self.bank_now(bank).await?;
        let topics = feasibility::topics(bank.eligible(times, false));
        Ok(feasibility::suggested(&topics, questions))
    }

    /// Everything missing or risky, the weightiest first.
    pub async fn review_contest(&self, actor: &Actor, slug: &str) -> Result<Vec<Finding>> {
        actor.may(Action::InspectContests)?;
        let contest = self.console_contest(actor, slug).await?;
        let supplies = self.supplies(&contest).await?;
        let units = self.units().await?;
        let today = self.now().local_date();
        let without = units.uncounted(today).count();
        let instance = self.instance().await?;
        let roster = self.roster_totals(actor, slug, None, None).await?;
        let prizes = self.prizes(actor, slug).await?.prizes;
        let plan = Plan {
            rules: &contest.rules_markdown,
            settings: &contest.settings,
            groups: contest.groups.iter().zip(&supplies).map(group_plan).collect(),
            rounds: contest
                .rounds
                .iter()
                .map(|round| round_plan(round, &supplies))
                .collect(),
            units: u32::try_from(units.all().len()).unwrap_or(u32::MAX),
            units_without_headcount: u32::try_from(without).unwrap_or(u32::MAX),
            has_roster: roster.all.people > 0,
            roster_without_unit: u32::try_from(roster.without_unit).unwrap_or(u32::MAX),
            exclusions: contest.exclusions.len(),
            documents: contest.attachments.len(),
            prizes: prizes.len(),
            has_contact: !instance.text.hotline.is_empty() || !instance.text.email.is_empty(),
        };
        Ok(review::findings(&plan, self.now()))
    }
}

fn group_plan((group, supply): (&Group, &GroupSupply)) -> GroupPlan {
    GroupPlan {
        name: group.name.clone(),
        questions: group.questions(),
        predicts: group
            .blueprint
            .iter()
            .any(|cell| feasibility::may_predict(&supply.topics, cell)),
        bank: supply.bank,
        bank_name: supply.bank_name.clone(),
        waiting: supply.waiting,
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

/// Each group's bank revision, with the items the round may draw from.
pub(super) fn pools(
    contest: &Contest,
    round: &Round,
    banks: &HashMap<BankId, BankNow>,
) -> Result<Vec<(RoundGroupRecord, Pool)>> {
    let times = (round.opens_at, round.closes_at);
    let pool = |group: &Group| {
        let bank = banks.get(&group.bank).ok_or(Error::NotFound)?;
        let items = bank.eligible(times, contest.settings.allow_drafts);
        let record = RoundGroupRecord {
            group_id: group.id.0,
            bank_id: group.bank.0,
            bank_revision: bank.revision(),
            blueprint: to_json(&group.blueprint),
        };
        Ok((record, Pool::new(items.cloned().collect())))
    };
    contest.groups.iter().map(pool).collect()
}
