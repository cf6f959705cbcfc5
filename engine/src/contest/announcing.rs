//! The announcement of what somebody has looked through: an irrevocable step takes what was reviewed, or nothing.

use std::collections::HashMap;

use khao_domain::contest::commitment::hex;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{BankId, RoundId};
use sha2::{Digest, Sha256};

use super::contests::Contest;
use super::planning::BankNow;
use super::rounds::Announcement;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::to_json;

impl Engine {
    /// Stands for everything an announcement would fix, as this reading of the contest has it.
    pub async fn reviewed(&self, contest: &Contest) -> Result<String> {
        Ok(fingerprint(contest, &self.banks_of(contest).await?))
    }

    /// The banks that a contest draws from, each in its newest revision.
    pub(crate) async fn banks_of(&self, contest: &Contest) -> Result<HashMap<BankId, BankNow>> {
        self.banks_now(contest.groups.iter().map(|group| group.bank))
            .await
    }

    /// The banks in the revisions that were `reviewed`: what is announced is drawn from these, whatever comes meanwhile.
    async fn banks_as_reviewed(&self, contest: &Contest, reviewed: &str) -> Result<HashMap<BankId, BankNow>> {
        let banks = self.banks_of(contest).await?;
        if fingerprint(contest, &banks) == reviewed {
            Ok(banks)
        } else {
            Err(Error::Conflict(Conflict::ReviewStale))
        }
    }

    /// One draft, as it was `reviewed`.
    pub async fn announce_round_reviewed(
        &self,
        actor: &Actor,
        id: RoundId,
        reviewed: &str,
    ) -> Result<Announcement> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let contest = self.contest_now(contest.id).await?;
        let banks = self.banks_as_reviewed(&contest, reviewed).await?;
        self.announce_as_read(actor, &contest, id, &banks).await
    }

    /// Announces the first `most` drafts, one after the other, as they were `reviewed`; what is announced stays so where a
    /// later one fails. Sent twice, it finds nothing left to do.
    pub async fn announce_reviewed(
        &self,
        actor: &Actor,
        slug: &str,
        reviewed: &str,
        most: usize,
    ) -> Result<()> {
        actor.may(Action::RunContests)?;
        let id = self.reached_contest_id(actor, slug).await?;
        let contest = self.contest_now(id).await?;
        let drafts: Vec<RoundId> = contest
            .rounds
            .iter()
            .filter(|round| round.state == RoundState::Draft)
            .map(|round| round.id)
            .collect();
        if drafts.is_empty() {
            return Ok(());
        }
        let banks = self.banks_as_reviewed(&contest, reviewed).await?;
        for id in drafts.into_iter().take(most) {
            self.announce_as_read(actor, &contest, id, &banks).await?;
        }
        Ok(())
    }
}

fn fingerprint(contest: &Contest, banks: &HashMap<BankId, BankNow>) -> String {
    let rounds: Vec<_> = contest
        .rounds
        .iter()
        .map(|round| {
            let times = (round.opens_at.0, round.closes_at.0, round.duration_s);
            (round.id.0, &round.name, times, round.state.as_str())
        })
        .collect();
    let groups: Vec<_> = contest
        .groups
        .iter()
        .map(|group| {
            let revision = banks.get(&group.bank).map(BankNow::revision);
            let bank = (group.bank.0, revision);
            (group.id.0, &group.name, group.min_age, bank, &group.blueprint)
        })
        .collect();
    let whole = to_json(&(&contest.settings, &contest.rules_markdown, groups, rounds));
    hex(&Sha256::digest(whole))
}
