//! Rounds: set up as drafts, announced (frozen and committed to), closed. Freezing and publication of the ranking
//! stand in `rankings`.

use std::collections::HashMap;

use khao_domain::audit::Detail;
use khao_domain::contest::commitment::{self, Committed, CommittedGroup, hex};
use khao_domain::contest::paper::{Pool, shortages};
use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::ids::{BankId, ContestId, GroupId, RoundId};
use khao_domain::lang::{Lang, Said, said};
use khao_domain::time::Timestamp;

use super::contests::{Contest, load, parse_id};
use super::corrections::Correction;
use super::draft_changes::{as_planned, plan_changes};
use super::drafts::{check, is_taken, taken};
use super::planning::{BankNow, pools};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::groups::RoundGroupRecord;
use crate::store::rounds::RoundRecord;
use crate::store::{self, StoreResult, to_json};

#[derive(Debug, Clone)]
pub struct Round {
    pub id: RoundId,
    pub ordinal: i64,
    pub name: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub duration_s: u32,
    pub state: RoundState,
    pub commitment: Option<String>,
    /// When an organiser closed it.
    pub closed_at: Option<Timestamp>,
    pub published_at: Option<Timestamp>,
    /// Once the ranking is published.
    pub revealed: Option<Revealed>,
    /// How many questions a paper has (the most of all groups).
    pub questions: u32,
}

impl Round {
    pub(crate) fn of(record: &RoundRecord, questions: u32) -> StoreResult<Self> {
        Ok(Self {
            id: RoundId(record.id),
            ordinal: record.ordinal,
            name: record.name.clone(),
            opens_at: Timestamp(record.opens_at),
            closes_at: Timestamp(record.closes_at),
            duration_s: u32::try_from(record.duration_s).unwrap_or(0),
            state: record.state()?,
            commitment: record.commitment.clone(),
            closed_at: record.closed_at.map(Timestamp),
            published_at: record.published_at.map(Timestamp),
            revealed: match record.state()? {
                RoundState::Published => Some(Revealed {
                    secret: hex(&record.secret()?),
                    rules: record.rules.clone().unwrap_or_default(),
                    corrections: Vec::new(),
                }),
                _ => None,
            },
            questions,
        })
    }

    /// When it was closed, where that was before its time.
    pub fn closed_early(&self) -> Option<Timestamp> {
        self.closed_at.filter(|at| *at < self.closes_at)
    }

    pub fn is_public(&self) -> bool {
        self.state != RoundState::Draft
    }

    /// What the public sees; nothing of a draft.
    pub fn status(&self, now: Timestamp) -> Option<RoundStatus> {
        self.state.status(self.opens_at, self.closes_at, now)
    }
}

/// What the commitment hid: with it anybody can check the commitment and draw the papers again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// In lower-case hexadecimal.
    pub secret: String,
    /// The rules at the announcement, in Markdown.
    pub rules: String,
    /// What was corrected after the announcement, the oldest first: with it anybody can score the papers again.
    pub corrections: Vec<Correction>,
}

/// A round to be created, or what to change of a draft.
#[derive(Debug, Clone)]
pub struct RoundPlan {
    pub name: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub duration_s: u32,
}

/// What is public of an announced round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    pub commitment: String,
    /// The highest revision of the banks it draws from.
    pub bank_revision: i64,
}

impl Engine {
    /// The contest of a round, and the round.
    pub async fn contest_of_round(&self, id: RoundId) -> Result<(std::sync::Arc<Contest>, Round)> {
        let contest = match self.caches.frozen.get(&id) {
            Some(frozen) => frozen.contest,
            None => {
                let mut tx = self.store.read().await?;
                ContestId(
                    store::rounds::by_id(&mut tx, id)
                        .await?
                        .ok_or(Error::NotFound)?
                        .contest_id,
                )
            }
        };
        let contest = self.contest(contest).await?;
        let round = match contest.round(id) {
            Some(round) => round.clone(),
            // The cached contest may be older than the round.
            None => self
                .contest_now(contest.id)
                .await?
                .round(id)
                .cloned()
                .ok_or(Error::NotFound)?,
        };
        Ok((contest, round))
    }

    /// The same, of a contest the actor looks after: the way to every round that staff work at.
    pub async fn reached_round(
        &self,
        actor: &Actor,
        id: RoundId,
    ) -> Result<(std::sync::Arc<Contest>, Round)> {
        let (contest, round) = self.contest_of_round(id).await?;
        self.reach(actor, contest.unit).await?;
        if !round.is_public() && !actor.sees_drafts() {
            return Err(Error::NotFound);
        }
        Ok((contest, round))
    }

    pub async fn create_round(
        &self,
        actor: &Actor,
        slug: &str,
        plan: RoundPlan,
        key: Option<IdempotencyKey>,
    ) -> Result<Round> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let contest = self.reached_contest_id(actor, slug).await?;
        check(&plan)?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            let id: RoundId = parse_id(&id)?;
            let record = store::rounds::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
            return Ok(Round::of(&record, 0)?);
        }
        let present = store::rounds::of_contest(&mut tx, contest).await?;
        if is_taken(present.iter().map(|round| round.name.as_str()), &plan.name) {
            return Err(Error::Invalid(vec![taken("/name", &plan.name)]));
        }
        let made = self.insert_rounds(&mut tx, actor, contest, &[plan]).await?;
        let id = *made.first().ok_or(Error::NotFound)?;
        self.remember(&mut tx, key.as_ref(), &id.to_string()).await?;
        tx.commit().await?;
        self.forget_contest(contest);
        let (_, round) = self.contest_of_round(id).await?;
        Ok(round)
    }

    /// Only a draft can be changed: an announced round is what its commitment says.
    pub async fn change_round(&self, actor: &Actor, id: RoundId, plan: RoundPlan) -> Result<Round> {
        actor.may(Action::RunContests)?;
        self.reached_round(actor, id).await?;
        check(&plan)?;
        let mut tx = self.store.write().await?;
        let record = store::rounds::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        // Names are given once: whoever adds or renames another round waits.
        store::contests::lock(&mut tx, ContestId(record.contest_id)).await?;
        if store::rounds::lock(&mut tx, id).await? != Some(RoundState::Draft) {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let present = store::rounds::of_contest(&mut tx, ContestId(record.contest_id)).await?;
        let others = present.iter().filter(|round| round.id != id.0);
        if is_taken(others.map(|round| round.name.as_str()), &plan.name) {
            return Err(Error::Invalid(vec![taken("/name", &plan.name)]));
        }
        let next = as_planned(&plan, &record);
        store::rounds::update(&mut tx, &next).await?;
        let detail = plan_changes(&record, &next);
        self.record(&mut tx, actor, "rounds.change", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(ContestId(record.contest_id));
        let (_, round) = self.contest_of_round(id).await?;
        Ok(round)
    }

    /// Freezes bank revisions, blueprints, settings and rules, and publishes the commitment to them: before the round
    /// opens, or it would promise nothing.
    pub async fn announce_round(&self, actor: &Actor, id: RoundId) -> Result<Announcement> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let contest = self.contest_now(contest.id).await?;
        let banks = self.banks_of(&contest).await?;
        self.announce_as_read(actor, &contest, id, &banks).await
    }

    /// The round as this reading of its contest and its banks has it, or not at all.
    pub(super) async fn announce_as_read(
        &self,
        actor: &Actor,
        contest: &Contest,
        id: RoundId,
        banks: &HashMap<BankId, BankNow>,
    ) -> Result<Announcement> {
        let round = contest.round(id).ok_or(Error::NotFound)?;
        if round.state == RoundState::Draft && round.opens_at <= self.now() {
            return Err(Error::invalid(
                "/opens_at",
                said(
                    "Giờ mở của vòng thi đã qua. Cam kết phải được công bố trước giờ mở: hãy đặt lại giờ mở rồi công bố.",
                    "The round's opening has passed. The commitment must be public before it opens: set another time, then announce it.",
                ),
            ));
        }
        self.announce(actor, contest, id, banks).await
    }

    /// The announcement whatever the hour: the demonstration's past rounds need it.
    pub(crate) async fn announce(
        &self,
        actor: &Actor,
        contest: &Contest,
        id: RoundId,
        banks: &HashMap<BankId, BankNow>,
    ) -> Result<Announcement> {
        let round = contest.round(id).ok_or(Error::NotFound)?;
        if round.state != RoundState::Draft {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        if contest.groups.is_empty() {
            return Err(Error::invalid(
                "/groups",
                said("Cuộc thi chưa có bảng thi nào.", "The contest has no group yet."),
            ));
        }
        if let Some(empty) = contest.groups.iter().find(|group| group.blueprint.is_empty()) {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Bảng thi «{}» chưa có ma trận đề.", empty.name),
                Lang::En => format!("The group “{}” has no blueprint yet.", empty.name),
            });
            return Err(Error::invalid("/groups", detail));
        }
        let frozen = pools(contest, round, banks)?;
        let missing: Vec<_> = contest
            .groups
            .iter()
            .zip(&frozen)
            .flat_map(|(group, (_, pool))| shortages(&group.name, pool, &group.blueprint))
            .collect();
        if !missing.is_empty() {
            return Err(Error::BankTooSmall(missing));
        }
        self.write_announcement(actor, contest, round, frozen).await
    }

    async fn write_announcement(
        &self,
        actor: &Actor,
        contest: &Contest,
        round: &Round,
        frozen: Vec<(RoundGroupRecord, Pool)>,
    ) -> Result<Announcement> {
        let settings = to_json(&contest.settings);
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest.id).await?;
        if store::rounds::lock(&mut tx, round.id).await? != Some(RoundState::Draft) {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let record = store::rounds::by_id(&mut tx, round.id)
            .await?
            .ok_or(Error::NotFound)?;
        let present = load(&mut tx, contest.id).await?.ok_or(Error::NotFound)?;
        if !is_as_read(contest, round, &present) {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        let fixed = (settings.as_str(), contest.rules_markdown.as_str());
        let commitment = commit(round, fixed, &frozen, &record.secret()?);
        if !store::rounds::announce(&mut tx, round.id, fixed, &commitment, self.now()).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        for (group, _) in &frozen {
            store::groups::freeze(&mut tx, round.id, group).await?;
        }
        self.record(
            &mut tx,
            actor,
            "rounds.announce",
            &round.id.to_string(),
            Detail::part(contest.id, &round.name).fact("commitment", commitment.as_str()),
        )
        .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        let bank_revision = frozen
            .iter()
            .map(|(group, _)| group.bank_revision)
            .max()
            .unwrap_or(0);
        Ok(Announcement {
            commitment,
            bank_revision,
        })
    }

    /// From here on no attempt starts; those under way run to their deadlines.
    pub async fn close_round(&self, actor: &Actor, id: RoundId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let mut tx = self.store.write().await?;
        if !store::rounds::step(&mut tx, id, RoundState::Closed, self.now()).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        self.record(&mut tx, actor, "rounds.close", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }
}

/// Whether what is to be announced is still what it was when the banks were looked through.
fn is_as_read(contest: &Contest, round: &Round, present: &Contest) -> bool {
    let plan = |round: &Round| (round.opens_at, round.closes_at, round.duration_s);
    present.settings == contest.settings
        && present.rules_markdown == contest.rules_markdown
        && present.groups == contest.groups
        && present.round(round.id).map(plan) == Some(plan(round))
}

/// One hash over the rules, the bank's items and the round's secret.
fn commit(
    round: &Round,
    (settings, rules): (&str, &str),
    frozen: &[(RoundGroupRecord, Pool)],
    secret: &[u8; 32],
) -> String {
    let groups = frozen.iter().map(|(group, pool)| CommittedGroup {
        group: GroupId(group.group_id),
        bank: BankId(group.bank_id),
        bank_revision: group.bank_revision,
        pool_hash: commitment::pool_hash(pool),
        blueprint_json: &group.blueprint,
    });
    let committed = Committed {
        round: round.id,
        settings_json: settings,
        rules,
        groups: groups.collect(),
        opens: round.opens_at,
        closes: round.closes_at,
        duration_s: round.duration_s,
    };
    commitment::commitment(&committed, secret)
}
