//! People who are taken off a roster, whole rosters that are emptied, and lists that are nobody's any more.

use khao_domain::audit::Detail;
use khao_domain::ids::RosterPersonId;
use uuid::Uuid;

use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;

/// What one transaction clears.
const CLEARED_AT_ONCE: i64 = 1000;
/// A list that was begun so long ago and is nobody's was left behind.
const LEFT_BEHIND_S: i64 = 3600;

impl Engine {
    pub async fn remove_from_roster(&self, actor: &Actor, slug: &str, id: RosterPersonId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let contest = self.console_contest(actor, slug).await?;
        let mut tx = self.store.write().await?;
        store::rosters::lock(&mut tx, contest.id).await?;
        let state = store::rosters::state(&mut tx, contest.id).await?;
        let roster = state.and_then(|state| state.roster_id).ok_or(Error::NotFound)?;
        if !store::rosters::remove(&mut tx, roster, id.0).await? {
            return Err(Error::NotFound);
        }
        store::rosters::note_change(&mut tx, contest.id).await?;
        let object = contest.id.to_string();
        self.record(
            &mut tx,
            actor,
            "roster.remove",
            &object,
            Detail::default().fact("person", id.to_string()),
        )
        .await?;
        tx.commit().await?;
        self.forget_roster_counts(roster, contest.rounds.iter().map(|round| round.id.0));
        Ok(())
    }

    /// The contest has no roster any more. Nothing happens to those who have entered.
    pub async fn empty_roster(&self, actor: &Actor, slug: &str) -> Result<()> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        store::rosters::lock(&mut tx, contest).await?;
        let state = store::rosters::state(&mut tx, contest).await?;
        let state = state.ok_or(Error::NotFound)?;
        let Some(roster) = state.roster_id else {
            return Ok(());
        };
        store::rosters::become_list(&mut tx, contest, None, state.roster_changes).await?;
        self.record(&mut tx, actor, "roster.empty", &contest.to_string(), "")
            .await?;
        tx.commit().await?;
        self.clear_roster(roster).await
    }

    fn forget_roster_counts(&self, roster: Uuid, rounds: impl Iterator<Item = Uuid>) {
        for round in rounds.chain([Uuid::nil()]) {
            self.caches.rosters.invalidate(&(roster, round));
        }
    }

    pub(super) async fn clear_roster(&self, roster: Uuid) -> Result<()> {
        loop {
            let mut tx = self.store.write().await?;
            let gone = store::rosters::clear(&mut tx, roster, CLEARED_AT_ONCE).await?;
            let is_last = gone < CLEARED_AT_ONCE.unsigned_abs();
            if is_last {
                store::rosters::delete(&mut tx, roster).await?;
            }
            tx.commit().await?;
            if is_last {
                return Ok(());
            }
        }
    }

    pub(crate) async fn clear_left_rosters(&self) -> Result<()> {
        let before = self.now().plus_seconds(-LEFT_BEHIND_S);
        let mut tx = self.store.read().await?;
        let left = store::rosters::left(&mut tx, before).await?;
        drop(tx);
        for roster in left {
            self.clear_roster(roster).await?;
        }
        Ok(())
    }
}
