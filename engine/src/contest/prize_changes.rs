//! Prizes that are listed already: changed, and put in another order.

use khao_domain::audit::Detail;
use khao_domain::ids::PrizeId;

use super::groups;
use super::prizes::{NewPrize, Prize, changeable, is_twin, load, prize_of, twin};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::prizes::PrizeRecord;

impl Engine {
    /// It keeps its place in the list.
    pub async fn change_prize(&self, actor: &Actor, slug: &str, id: PrizeId, new: NewPrize) -> Result<Prize> {
        self.change_prize_upon(actor, slug, id, |_| Ok(new)).await
    }

    /// As [`Self::change_prize`], decided on the prize as it is when nobody else can change it.
    pub async fn change_prize_upon(
        &self,
        actor: &Actor,
        slug: &str,
        id: PrizeId,
        decide: impl FnOnce(&Prize) -> Result<NewPrize> + Send,
    ) -> Result<Prize> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        changeable(&mut tx, contest).await?;
        let present = store::prizes::of_contest(&mut tx, contest).await?;
        let old = present.iter().find(|prize| prize.id == id.0);
        let old = old.ok_or(Error::NotFound)?;
        let new = decide(&prize_of(old.clone())?)?;
        let groups = groups::load(&mut tx, contest).await?;
        let record = PrizeRecord {
            id: old.id,
            ..self.prize_record(contest, (&groups, &units), &new, old.ordinal)?
        };
        if present
            .iter()
            .any(|prize| prize.id != id.0 && is_twin(prize, &record))
        {
            return Err(twin());
        }
        store::prizes::update(&mut tx, &record).await?;
        self.record(
            &mut tx,
            actor,
            "contests.change_prize",
            &contest.to_string(),
            changes(old, &record),
        )
        .await?;
        tx.commit().await?;
        prize_of(record)
    }

    /// Puts a prize in this place of the list, 1 being the best; beyond the end is the end.
    pub async fn move_prize(
        &self,
        actor: &Actor,
        slug: &str,
        id: PrizeId,
        place: usize,
    ) -> Result<Vec<Prize>> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        changeable(&mut tx, contest).await?;
        let mut list = store::prizes::of_contest(&mut tx, contest).await?;
        let at = list.iter().position(|prize| prize.id == id.0);
        let at = at.ok_or(Error::NotFound)?;
        let after = list.iter().map(|prize| prize.ordinal).max().unwrap_or(0);
        let moved = list.remove(at);
        let to = place.saturating_sub(1).min(list.len());
        let detail = Detail::default()
            .fact("prize", moved.name.as_str())
            .change("place", at + 1, to + 1);
        list.insert(to, moved);
        if at != to {
            // Numbers that nobody has yet: no two prizes ever share one.
            for (ordinal, prize) in (after + 1..).zip(&list) {
                store::prizes::place(&mut tx, prize.id, ordinal).await?;
            }
            self.record(
                &mut tx,
                actor,
                "contests.move_prize",
                &contest.to_string(),
                &detail,
            )
            .await?;
        }
        let prizes = load(&mut tx, contest).await?;
        tx.commit().await?;
        Ok(prizes)
    }
}

fn changes(old: &PrizeRecord, new: &PrizeRecord) -> Detail {
    Detail::default()
        .fact("prize", old.name.as_str())
        .change("name", old.name.as_str(), new.name.as_str())
        .change("number", old.number, new.number)
        .change("amount", old.amount, new.amount)
        .touched("given_for", old.given_for != new.given_for)
        .touched("group", old.group_id != new.group_id)
        .touched("block", old.block_id != new.block_id)
}
