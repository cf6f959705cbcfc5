//! Contests that do not begin empty: from a template, or as a copy of another one.
//!
//! Each is made in two steps, the contest and what it holds, and each can be made again: whoever sends the form twice
//! has one contest, and what a fault left undone is done the second time.

use std::sync::Arc;

use khao_domain::contest::series::Series;
use khao_domain::contest::template::Template;
use khao_domain::ids::BankId;
use khao_domain::time::CivilDate;

use super::contests::{Contest, NewContest};
use super::drafts::plans_of;
use super::groups::{Group, NewGroup};
use super::planning::or_today;
use super::rounds::RoundPlan;
use crate::Engine;
use crate::error::Result;
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store;

/// A contest to be made from a template.
#[derive(Debug, Clone)]
pub struct FromTemplate {
    pub template: Template,
    pub slug: String,
    pub title: String,
    /// Where the papers of a template's groups are drawn from; without one the groups wait for it.
    pub bank: Option<BankId>,
    pub series: Option<Series>,
    pub minutes: u32,
}

/// A copy of a contest: its rules, groups, prizes and rounds, without its people.
#[derive(Debug, Clone)]
pub struct CopyOf {
    pub slug: String,
    pub title: String,
    /// The day on which the first round of the copy opens; the others keep their distances to it.
    pub first_day: Option<CivilDate>,
}

impl Engine {
    pub async fn create_from_template(
        &self,
        actor: &Actor,
        new: FromTemplate,
        key: Option<IdempotencyKey>,
    ) -> Result<Arc<Contest>> {
        actor.may(Action::RunContests)?;
        let plans = match &new.series {
            Some(series) => plans_of(series, new.minutes.saturating_mul(60))?,
            None => Vec::new(),
        };
        let mut groups = Vec::new();
        if let Some(bank) = new.bank {
            let first = plans.first().map(|plan| (plan.opens_at, plan.closes_at));
            let blueprint = self
                .suggest_blueprint(actor, bank, new.template.questions(), or_today(first, self.now()))
                .await?;
            groups.extend(new.template.groups().iter().map(|group| NewGroup {
                name: group.name.to_owned(),
                bank,
                blueprint: blueprint.clone(),
                min_age: group.min_age,
            }));
        }
        let contest = NewContest {
            unit: None,
            slug: new.slug,
            title: new.title,
            rules: new.template.rules(),
            settings: new.template.settings(),
            consents: None,
        };
        let contest = self.create_contest(actor, contest, key).await?;
        self.fill(actor, contest, (groups, plans, None)).await
    }

    pub async fn copy_contest(
        &self,
        actor: &Actor,
        slug: &str,
        new: CopyOf,
        key: Option<IdempotencyKey>,
    ) -> Result<Arc<Contest>> {
        actor.may(Action::RunContests)?;
        let source = self.console_contest(actor, slug).await?;
        let copy = NewContest {
            unit: source.unit,
            slug: new.slug,
            title: new.title,
            rules: source.rules_markdown.clone(),
            settings: source.settings.clone(),
            consents: Some(source.consents.clone()),
        };
        let contest = self.create_contest(actor, copy, key).await?;
        let groups = source.groups.iter().map(new_group).collect();
        let plans = new.first_day.map_or_else(Vec::new, |day| shifted(&source, day));
        self.fill(actor, contest, (groups, plans, Some(source))).await
    }

    /// Groups and rounds of a contest that has none yet, as it is while nobody else can give it any: all or nothing. A
    /// copy's groups bring the prizes of those they were copied from.
    async fn fill(
        &self,
        actor: &Actor,
        contest: Arc<Contest>,
        (groups, plans, source): (Vec<NewGroup>, Vec<RoundPlan>, Option<Arc<Contest>>),
    ) -> Result<Arc<Contest>> {
        self.reach(actor, contest.unit).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest.id).await?;
        if store::groups::of_contest(&mut tx, contest.id).await?.is_empty() {
            let who = (actor, &*units);
            self.insert_groups(&mut tx, who, contest.id, &groups).await?;
            let has_none = store::prizes::of_contest(&mut tx, contest.id).await?.is_empty();
            if let Some(source) = source.filter(|_| has_none) {
                self.copy_prizes(&mut tx, actor, &source, contest.id).await?;
            }
        }
        if store::rounds::of_contest(&mut tx, contest.id).await?.is_empty() {
            self.insert_rounds(&mut tx, actor, contest.id, &plans).await?;
        }
        tx.commit().await?;
        self.contest_now(contest.id).await
    }
}

fn new_group(group: &Group) -> NewGroup {
    NewGroup {
        name: group.name.clone(),
        bank: group.bank,
        blueprint: group.blueprint.clone(),
        min_age: group.min_age,
    }
}

/// The rounds of a contest, as far apart as they were, from another day on.
fn shifted(source: &Contest, first_day: CivilDate) -> Vec<RoundPlan> {
    let Some(first) = source.rounds.iter().map(|round| round.opens_at).min() else {
        return Vec::new();
    };
    let by_s = first_day.midnight().seconds_since(first.local_date().midnight());
    let plan = |round: &super::rounds::Round| RoundPlan {
        name: round.name.clone(),
        opens_at: round.opens_at.plus_seconds(by_s),
        closes_at: round.closes_at.plus_seconds(by_s),
        duration_s: round.duration_s,
    };
    source.rounds.iter().map(plan).collect()
}
