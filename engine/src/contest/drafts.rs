//! Drafts of rounds: made in series, and taken away.

use khao_domain::audit::Detail;
use khao_domain::contest::round::RoundState;
use khao_domain::contest::series::{Series, next_name, planned};
use khao_domain::ids::{ContestId, RoundId};
use khao_domain::lang::{Lang, Said, said};
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, fold, nfc};
use khao_domain::time::Timestamp;

use super::contests::{Contest, parse_id};
use super::rounds::{Round, RoundPlan};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::rounds::RoundRecord;
use crate::store::{self, Tx};

/// A contest has at most so many rounds.
const ROUNDS_MOST: usize = 200;

impl Engine {
    /// Adds the rounds of a series, all of them or none. The same key again answers with the contest's rounds as they are.
    pub async fn create_series(
        &self,
        actor: &Actor,
        slug: &str,
        series: &Series,
        duration_s: u32,
        key: Option<IdempotencyKey>,
    ) -> Result<Vec<Round>> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let contest = self.reached_contest_id(actor, slug).await?;
        let plans = plans_of(series, duration_s)?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            drop(tx);
            return Ok(rounds_from(&*self.contest_now(contest).await?, parse_id(&id)?));
        }
        let present = store::rounds::of_contest(&mut tx, contest).await?;
        let names = present.iter().map(|round| round.name.as_str());
        if let Some(plan) = plans.iter().find(|plan| is_taken(names.clone(), &plan.name)) {
            return Err(Error::Invalid(vec![taken("/name", &plan.name)]));
        }
        let made = self.insert_rounds(&mut tx, actor, contest, &plans).await?;
        let first = *made.first().ok_or(Error::NotFound)?;
        self.remember(&mut tx, key.as_ref(), &first.to_string()).await?;
        tx.commit().await?;
        Ok(rounds_from(&*self.contest_now(contest).await?, first))
    }

    /// Drafts after the last round of a contest that is locked: all of them or none.
    pub(super) async fn insert_rounds(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: ContestId,
        plans: &[RoundPlan],
    ) -> Result<Vec<RoundId>> {
        let present = store::rounds::of_contest(tx, contest).await?;
        if present.len() + plans.len() > ROUNDS_MOST {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Một cuộc thi có tối đa {ROUNDS_MOST} vòng."),
                Lang::En => format!("A contest has at most {ROUNDS_MOST} rounds."),
            });
            return Err(Error::invalid("/rounds", detail));
        }
        let after = present.last().map_or(0, |last| last.ordinal);
        let mut made = Vec::with_capacity(plans.len());
        for (ordinal, plan) in (after + 1..).zip(plans) {
            let record = self.draft(contest, ordinal, plan);
            store::rounds::insert(tx, &record).await?;
            let detail = Detail::part(contest, &record.name);
            self.record(tx, actor, "rounds.create", &record.id.to_string(), &detail)
                .await?;
            made.push(RoundId(record.id));
        }
        Ok(made)
    }

    /// Another draft like this round, as long and right after the contest's last one.
    pub async fn copy_round(&self, actor: &Actor, id: RoundId, key: Option<IdempotencyKey>) -> Result<()> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let (contest, _) = self.reached_round(actor, id).await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest.id).await?;
        if self.replay(&mut tx, key.as_ref()).await?.is_some() {
            return Ok(());
        }
        let present = store::rounds::of_contest(&mut tx, contest.id).await?;
        let source = present
            .iter()
            .find(|round| round.id == id.0)
            .ok_or(Error::NotFound)?;
        let names: Vec<&str> = present.iter().map(|round| round.name.as_str()).collect();
        let opens_at = present
            .iter()
            .map(|round| round.closes_at)
            .max()
            .unwrap_or(source.closes_at);
        let plan = RoundPlan {
            name: next_name(&source.name, &names),
            opens_at: Timestamp(opens_at),
            closes_at: Timestamp(opens_at + (source.closes_at - source.opens_at)),
            duration_s: u32::try_from(source.duration_s).unwrap_or(0),
        };
        let made = self.insert_rounds(&mut tx, actor, contest.id, &[plan]).await?;
        let made = made.first().ok_or(Error::NotFound)?;
        self.remember(&mut tx, key.as_ref(), &made.to_string()).await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }

    fn draft(&self, contest: ContestId, ordinal: i64, plan: &RoundPlan) -> RoundRecord {
        RoundRecord {
            id: self.random.id::<RoundId>(self.now()).0,
            contest_id: contest.0,
            ordinal,
            name: nfc(&plan.name),
            opens_at: plan.opens_at.0,
            closes_at: plan.closes_at.0,
            duration_s: i64::from(plan.duration_s),
            state: RoundState::Draft.as_str().to_owned(),
            secret: self.random.bytes::<32>().to_vec(),
            settings: None,
            rules: None,
            commitment: None,
            closed_at: None,
            published_at: None,
        }
    }

    /// Only a draft can be taken away.
    pub async fn remove_round(&self, actor: &Actor, id: RoundId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, round) = self.reached_round(actor, id).await?;
        let mut tx = self.store.write().await?;
        if !store::rounds::delete_draft(&mut tx, id).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let detail = Detail::part(contest.id, &round.name);
        self.record(&mut tx, actor, "rounds.remove", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }
}

/// The rounds of a series as they would be made.
pub fn plans_of(series: &Series, duration_s: u32) -> Result<Vec<RoundPlan>> {
    let rounds = planned(series).map_err(Error::Invalid)?;
    let plans: Vec<RoundPlan> = rounds
        .into_iter()
        .map(|round| RoundPlan {
            name: round.name,
            opens_at: round.opens_at,
            closes_at: round.closes_at,
            duration_s,
        })
        .collect();
    for plan in &plans {
        check(plan)?;
    }
    Ok(plans)
}

/// The rounds from this one on.
fn rounds_from(contest: &Contest, first: RoundId) -> Vec<Round> {
    let rounds = contest.rounds.iter();
    rounds.skip_while(|round| round.id != first).cloned().collect()
}

pub(super) fn check(plan: &RoundPlan) -> Result<()> {
    let problems = wrong_with(plan);
    Error::if_any(problems)
}

pub(super) fn wrong_with(plan: &RoundPlan) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !(1..=100).contains(&plan.name.trim().chars().count()) {
        problems.push(Problem::at(
            "/name",
            said(
                "Tên vòng thi có từ 1 đến 100 ký tự.",
                "A round's name has 1 to 100 characters.",
            ),
        ));
    }
    if plan.opens_at >= plan.closes_at {
        problems.push(Problem::at(
            "/closes_at",
            said("Giờ đóng phải sau giờ mở.", "A round closes after it opens."),
        ));
    }
    if !(60..=86_400).contains(&plan.duration_s) {
        problems.push(Problem::at(
            "/duration_s",
            said(
                "Thời gian làm bài từ 1 phút đến 24 giờ.",
                "The time for a paper is 1 minute to 24 hours.",
            ),
        ));
    }
    problems
}

/// Two rounds of one name could not be told apart, neither by those who take part nor in the files.
pub(super) fn is_taken<'n>(mut names: impl Iterator<Item = &'n str>, name: &str) -> bool {
    let plain = |name: &str| fold(&collapse_spaces(name.trim()));
    let own = plain(name);
    names.any(|other| plain(other) == own)
}

pub(super) fn taken(pointer: &str, name: &str) -> Problem {
    let name = name.trim().to_owned();
    let detail = Said::of(|lang| match lang {
        Lang::Vi => format!("Cuộc thi đã có vòng mang tên «{name}»."),
        Lang::En => format!("The contest has a round called “{name}” already."),
    });
    Problem::at(pointer, detail)
}
