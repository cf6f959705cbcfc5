//! Changes of several drafts at once: all of them or none.

use khao_domain::audit::Detail;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{ContestId, RoundId};
use khao_domain::problem::Problem;
use khao_domain::text::nfc;

use super::contests::{Contest, load};
use super::drafts::{is_taken, taken, wrong_with};
use super::rounds::RoundPlan;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::rounds::RoundRecord;
use crate::store::{self, Tx};

/// What becomes of a draft.
#[derive(Debug, Clone)]
pub enum DraftChange {
    Plan(RoundPlan),
    Removed,
}

impl Engine {
    /// Takes and leaves whole what is decided on the contest as it is when nobody else can change it: problems point at
    /// `/{id of the round}/{field}`. What is as it was is not touched.
    pub async fn change_drafts(
        &self,
        actor: &Actor,
        slug: &str,
        decide: impl FnOnce(&Contest) -> Result<Vec<(RoundId, DraftChange)>> + Send,
    ) -> Result<()> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        let changes = decide(&load(&mut tx, contest).await?.ok_or(Error::NotFound)?)?;
        let present = store::rounds::of_contest(&mut tx, contest).await?;
        let problems = problems(&present, &changes);
        Error::if_any(problems)?;
        for (id, change) in &changes {
            let record = present
                .iter()
                .find(|record| record.id == id.0)
                .ok_or(Error::NotFound)?;
            self.change_draft(&mut tx, actor, record, change).await?;
        }
        tx.commit().await?;
        self.forget_contest(contest);
        Ok(())
    }

    async fn change_draft(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        present: &RoundRecord,
        change: &DraftChange,
    ) -> Result<()> {
        let id = RoundId(present.id);
        let mut detail = Detail::part(ContestId(present.contest_id), &present.name);
        let (action, is_done) = match change {
            DraftChange::Plan(plan) => {
                let next = as_planned(plan, present);
                if is_same(&next, present) {
                    return Ok(());
                }
                let is_draft = store::rounds::lock(tx, id).await? == Some(RoundState::Draft);
                if is_draft {
                    store::rounds::update(tx, &next).await?;
                }
                detail = plan_changes(present, &next);
                ("rounds.change", is_draft)
            }
            DraftChange::Removed => ("rounds.remove", store::rounds::delete_draft(tx, id).await?),
        };
        if !is_done {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        self.record(tx, actor, action, &id.to_string(), &detail).await
    }
}

/// A draft under another plan.
pub(super) fn as_planned(plan: &RoundPlan, present: &RoundRecord) -> RoundRecord {
    RoundRecord {
        name: nfc(&plan.name),
        opens_at: plan.opens_at.0,
        closes_at: plan.closes_at.0,
        duration_s: i64::from(plan.duration_s),
        ..present.clone()
    }
}

/// What is not as it was of a round's plan.
pub(super) fn plan_changes(before: &RoundRecord, after: &RoundRecord) -> Detail {
    Detail::part(ContestId(before.contest_id), &before.name)
        .change("name", before.name.as_str(), after.name.as_str())
        .change("opens_at", before.opens_at, after.opens_at)
        .change("closes_at", before.closes_at, after.closes_at)
        .change("duration_s", before.duration_s, after.duration_s)
}

fn is_same(next: &RoundRecord, present: &RoundRecord) -> bool {
    let plan = |round: &RoundRecord| (round.opens_at, round.closes_at, round.duration_s);
    next.name == present.name && plan(next) == plan(present)
}

/// Names are held against each other as they will be.
fn problems(present: &[RoundRecord], changes: &[(RoundId, DraftChange)]) -> Vec<Problem> {
    let untouched = present
        .iter()
        .filter(|round| !changes.iter().any(|(id, _)| id.0 == round.id));
    let mut names: Vec<&str> = untouched.map(|round| round.name.as_str()).collect();
    let mut problems = Vec::new();
    for (id, change) in changes {
        let DraftChange::Plan(plan) = change else { continue };
        let wrong = wrong_with(plan).into_iter();
        problems.extend(wrong.map(|one| Problem::at(format!("/{id}{}", one.pointer), one.detail)));
        if is_taken(names.iter().copied(), &plan.name) {
            problems.push(taken(&format!("/{id}/name"), &plan.name));
        }
        names.push(&plan.name);
    }
    problems
}
