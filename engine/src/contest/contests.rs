//! Contests with their groups and rounds.

use std::sync::Arc;

use khao_domain::contest::round::RoundStatus;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{ContestId, GroupId, RoundId, UnitId};
use khao_domain::people::eligibility::Exclusion;
use khao_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::attachments::{self, Attachment};
use super::groups::Group;
use super::messages::{self, Message};
use super::rounds::Round;
use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::fresh;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx, from_json};

pub use super::setup::{ContestChange, NewContest, NewExclusion, NewOwner};

#[derive(Debug, Clone)]
pub struct Contest {
    pub id: ContestId,
    pub slug: String,
    pub title: String,
    /// Whose it is; none is the whole authority's.
    pub unit: Option<UnitId>,
    pub rules_markdown: String,
    pub rules_html: String,
    pub settings: ContestSettings,
    pub consents: Vec<ConsentText>,
    pub groups: Vec<Group>,
    /// In their order, drafts too.
    pub rounds: Vec<Round>,
    pub exclusions: Vec<Exclusion>,
    /// The same as they were typed; empty of one that was kept in its folded form only.
    pub exclusions_written: Vec<String>,
    /// In the order they were added.
    pub attachments: Vec<Attachment>,
    /// What its people are told, now or at other times; the newest first.
    pub messages: Vec<Message>,
}

/// A text to consent to; a changed text needs a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentText {
    pub purpose: String,
    pub text_version: String,
    /// Safe Markdown.
    pub text: String,
    pub required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub participants: i64,
    pub attempts: i64,
    pub submitted: i64,
}

impl Contest {
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    pub fn round(&self, id: RoundId) -> Option<&Round> {
        self.rounds.iter().find(|round| round.id == id)
    }

    /// The public sees a contest once a round of it is announced.
    pub fn is_public(&self) -> bool {
        self.rounds.iter().any(Round::is_public)
    }

    /// People may enter while a round is open or still to come.
    pub fn takes_entries(&self, now: Timestamp) -> bool {
        let status = self.status(now);
        self.is_public() && status != RoundStatus::Closed
    }

    /// Open if any round is; else upcoming if one is to come; else closed.
    pub fn status(&self, now: Timestamp) -> RoundStatus {
        let has = |wanted| self.rounds.iter().any(|round| round.status(now) == Some(wanted));
        if has(RoundStatus::Open) {
            RoundStatus::Open
        } else if has(RoundStatus::Upcoming) {
            RoundStatus::Upcoming
        } else {
            RoundStatus::Closed
        }
    }
}

impl Engine {
    /// Contests anybody may see, the newest first.
    pub async fn public_contests(&self) -> Result<Vec<Arc<Contest>>> {
        Ok(self
            .all_contests()
            .await?
            .into_iter()
            .filter(|contest| contest.is_public())
            .collect())
    }

    /// Every contest the actor looks after, with drafts for those who prepare them.
    pub async fn contests(&self, actor: &Actor) -> Result<Vec<Arc<Contest>>> {
        actor.may(Action::ReadContests)?;
        let units = self.units().await?;
        let all = self.all_contests().await?.into_iter();
        Ok(all
            .filter(|contest| actor.reaches(&units, contest.unit))
            .filter(|contest| contest.is_public() || actor.sees_drafts())
            .collect())
    }

    /// What anybody may see, with the drafts of whoever looks after some.
    pub async fn visible_contests(&self, actor: &Actor) -> Result<Vec<Arc<Contest>>> {
        if actor.may(Action::ReadContests).is_err() {
            return self.public_contests().await;
        }
        let units = self.units().await?;
        let all = self.all_contests().await?.into_iter();
        Ok(all
            .filter(|contest| {
                contest.is_public() || (actor.sees_drafts() && actor.reaches(&units, contest.unit))
            })
            .collect())
    }

    /// A contest, and whether it is shown as to those who look after it.
    pub async fn visible_contest(&self, actor: &Actor, slug: &str) -> Result<(Arc<Contest>, bool)> {
        match self.console_contest(actor, slug).await {
            Ok(contest) => Ok((contest, true)),
            Err(Error::LogIn | Error::Forbidden | Error::SecondFactorRequired | Error::NotFound) => {
                Ok((self.public_contest(slug).await?, false))
            }
            Err(error) => Err(error),
        }
    }

    async fn all_contests(&self) -> Result<Vec<Arc<Contest>>> {
        let mut tx = self.store.read().await?;
        let records = store::contests::all(&mut tx).await?;
        drop(tx);
        let mut contests = Vec::with_capacity(records.len());
        for record in records {
            contests.push(self.contest(ContestId(record.id)).await?);
        }
        Ok(contests)
    }

    /// A contest the public may see.
    pub async fn public_contest(&self, slug: &str) -> Result<Arc<Contest>> {
        let id = self.contest_id(slug).await?.ok_or(Error::NotFound)?;
        let contest = self.contest(id).await?;
        if contest.is_public() {
            Ok(contest)
        } else {
            Err(Error::NotFound)
        }
    }

    /// A contest the actor looks after, with drafts for those who prepare them.
    pub async fn console_contest(&self, actor: &Actor, slug: &str) -> Result<Arc<Contest>> {
        actor.may(Action::ReadContests)?;
        let id = self.reached_contest_id(actor, slug).await?;
        let contest = self.contest(id).await?;
        if actor.sees_drafts() || contest.rounds.iter().all(Round::is_public) {
            return Ok(contest);
        }
        let mut announced = Contest::clone(&contest);
        announced.rounds.retain(Round::is_public);
        Ok(Arc::new(announced))
    }

    /// The way to every contest that somebody wants to change.
    pub(crate) async fn reached_contest_id(&self, actor: &Actor, slug: &str) -> Result<ContestId> {
        let id = self.contest_id(slug).await?.ok_or(Error::NotFound)?;
        let contest = self.contest(id).await?;
        self.reach(actor, contest.unit).await?;
        if contest.is_public() || actor.sees_drafts() {
            Ok(id)
        } else {
            Err(Error::NotFound)
        }
    }

    pub(crate) async fn contest_id(&self, slug: &str) -> Result<Option<ContestId>> {
        if let Some(id) = self.caches.slugs.get(slug) {
            return Ok(Some(id));
        }
        let mut tx = self.store.read().await?;
        let Some(record) = store::contests::by_slug(&mut tx, slug).await? else {
            return Ok(None);
        };
        self.caches.slugs.insert(slug.to_owned(), ContestId(record.id));
        Ok(Some(ContestId(record.id)))
    }

    pub async fn contest(&self, id: ContestId) -> Result<Arc<Contest>> {
        let now = self.now();
        if let Some(contest) = fresh(&self.caches.contests, &id, now) {
            return Ok(contest);
        }
        let mut tx = self.store.read().await?;
        let contest = Arc::new(load(&mut tx, id).await?.ok_or(Error::NotFound)?);
        self.caches.contests.insert(id, (now, contest.clone()));
        Ok(contest)
    }

    /// The contest as the database has it now, for decisions that write.
    pub(crate) async fn contest_now(&self, id: ContestId) -> Result<Arc<Contest>> {
        self.caches.contests.invalidate(&id);
        self.contest(id).await
    }

    pub(crate) fn forget_contest(&self, id: ContestId) {
        self.caches.contests.invalidate(&id);
    }

    /// People, attempts and submissions so far; at most five seconds old.
    pub async fn counts(&self, id: ContestId) -> Result<Counts> {
        let now = self.now();
        if let Some(counts) = fresh(&self.caches.counts, &id, now) {
            return Ok(*counts);
        }
        let mut tx = self.store.read().await?;
        let participants = store::participants::count(&mut tx, id).await?;
        let figures = store::figures::of_contest(&mut tx, id).await?;
        let counts = Counts {
            participants,
            attempts: figures.attempts,
            submitted: figures.submitted,
        };
        self.caches.counts.insert(id, (now, Arc::new(counts)));
        Ok(counts)
    }
}

pub(crate) fn parse_id<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse()
        .map_err(|_| Error::Internal("an idempotency row holds no id".into()))
}

pub(crate) async fn load(tx: &mut Tx, id: ContestId) -> Result<Option<Contest>> {
    let Some(record) = store::contests::by_id(tx, id).await? else {
        return Ok(None);
    };
    let groups = super::groups::load(tx, id).await?;
    let questions = groups.iter().map(Group::questions).max().unwrap_or(0);
    let records = store::rounds::of_contest(tx, id).await?;
    let mut rounds = records
        .iter()
        .map(|round| Round::of(round, questions))
        .collect::<std::result::Result<Vec<_>, _>>()?;
    super::corrections::reveal(tx, id, &mut rounds).await?;
    let exclusions = store::contests::exclusions(tx, id).await?;
    let attachments = attachments::load(tx, id).await?;
    let messages = messages::load(tx, id).await?;
    Ok(Some(Contest {
        id,
        messages,
        attachments,
        rules_html: crate::markdown::block(&record.rules_markdown),
        settings: from_json(&record.settings, "contests", "settings", &id)?,
        consents: from_json(&record.consents, "contests", "consents", &id)?,
        rounds,
        exclusions: exclusions
            .iter()
            .map(|(one, _)| from_json(one, "exclusions", "excluded", &id))
            .collect::<std::result::Result<_, _>>()?,
        exclusions_written: exclusions.into_iter().map(|(_, written)| written).collect(),
        groups,
        slug: record.slug,
        title: record.title,
        unit: record.unit_id.map(UnitId),
        rules_markdown: record.rules_markdown,
    }))
}
