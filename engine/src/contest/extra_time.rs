//! Extra time while a round runs: for the attempts that are open at that moment, of one person, of a unit with all
//! below it, or of everybody. Deadlines only grow; an attempt that starts later gets none of it.

use std::collections::HashMap;

use khao_domain::audit::Detail;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{AttemptId, GrantId, ParticipantId, RoundId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, nfc};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::contests::{Contest, parse_id};
use super::texts::has_words;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::people::codes::whole_tree;
use crate::people::units::no_such_unit;
use crate::policy::{Action, Actor};
use crate::store::participants::PersonName;
use crate::store::{self, Tx, time_grants::GrantRecord};

pub const SECONDS_LEAST: u32 = 60;
pub const SECONDS_MOST: u32 = 6 * 3600;
pub const REASON_CHARS: usize = 200;
/// Attempts that grow in one transaction: no save waits longer than for those.
const GROW_AT_ONCE: usize = 200;
const MICROS: i64 = 1_000_000;

/// Whose open attempts grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantScope {
    Everybody,
    /// With all below it.
    Unit(UnitId),
    Person(ParticipantId),
}

#[derive(Debug, Clone)]
pub struct NewGrant {
    pub seconds: u32,
    pub reason: String,
    pub scope: GrantScope,
}

/// Extra time as the organisers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: GrantId,
    pub scope: GrantScope,
    pub seconds: u32,
    pub reason: String,
    pub granted_at: Timestamp,
    /// How many attempts have grown.
    pub attempts: i64,
}

/// Extra time as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnGrant {
    pub seconds: u32,
    pub reason: String,
}

impl Engine {
    /// Lets open attempts grow; returns when all of them have. Sent again under its key, it goes on where it broke off.
    pub async fn give_time(
        &self,
        actor: &Actor,
        round: RoundId,
        new: NewGrant,
        key: Option<IdempotencyKey>,
    ) -> Result<Grant> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let (contest, standing) = self.reached_round(actor, round).await?;
        if !matches!(standing.state, RoundState::Announced | RoundState::Closed) {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let reason = checked(&new)?;
        let lineage = self.grant_lineage(&contest, new.scope).await?;
        let given = self.grant_record(round, &new, reason);
        let mut open = self.to_grow(&given, &lineage).await?;
        let mut tx = self.store.write().await?;
        let replayed = self.replay(&mut tx, key.as_ref()).await?;
        let grant = match replayed {
            Some(id) => {
                let found = store::time_grants::by_id(&mut tx, parse_id(&id)?).await?;
                // What this one has not grown yet is looked for.
                open.clear();
                found.ok_or(Error::NotFound)?
            }
            None if open.is_empty() => return Err(Error::Conflict(Conflict::NoAttemptOpen)),
            None => {
                self.insert_grant(&mut tx, actor, &given).await?;
                self.remember(&mut tx, key.as_ref(), &given.id.to_string())
                    .await?;
                given
            }
        };
        tx.commit().await?;
        self.grow_all(&grant, &lineage, open).await?;
        let mut tx = self.store.read().await?;
        let counts = store::time_grants::grown_counts(&mut tx, round).await?;
        Ok(shown(grant, &counts))
    }

    /// How many attempts of a round are under way: those that time for everybody reaches.
    pub async fn attempts_under_way(&self, actor: &Actor, round: RoundId) -> Result<i64> {
        actor.may(Action::InspectContests)?;
        self.reached_round(actor, round).await?;
        let mut tx = self.store.read().await?;
        Ok(store::attempts::open_count(&mut tx, round).await?)
    }

    /// What was given in a round, the newest first.
    pub async fn grants_of_round(&self, actor: &Actor, round: RoundId) -> Result<Vec<Grant>> {
        actor.may(Action::InspectContests)?;
        self.reached_round(actor, round).await?;
        let mut tx = self.store.read().await?;
        let counts = store::time_grants::grown_counts(&mut tx, round).await?;
        let grants = store::time_grants::of_round(&mut tx, round).await?;
        Ok(grants.into_iter().map(|grant| shown(grant, &counts)).collect())
    }

    /// Names of the people to whom the grants of a round were given; whoever was erased since has none.
    pub async fn people_given_time(
        &self,
        actor: &Actor,
        round: RoundId,
        grants: &[Grant],
    ) -> Result<HashMap<ParticipantId, String>> {
        actor.may(Action::InspectContests)?;
        self.reached_round(actor, round).await?;
        let person = |grant: &Grant| match grant.scope {
            GrantScope::Person(id) => Some(id.0),
            GrantScope::Everybody | GrantScope::Unit(_) => None,
        };
        let ids: Vec<Uuid> = grants.iter().filter_map(person).collect();
        let mut tx = self.store.read().await?;
        let people = store::participants::names(&mut tx, &ids).await?;
        let named = |person: PersonName| (ParticipantId(person.id), person.full_name);
        Ok(people.into_iter().map(named).collect())
    }

    pub(crate) async fn grants_of(&self, attempt: AttemptId) -> Result<Vec<OwnGrant>> {
        let mut tx = self.store.read().await?;
        grants_of(&mut tx, attempt).await
    }

    /// The span of units meant; a person or unit that is none of this contest's is refused.
    async fn grant_lineage(&self, contest: &Contest, scope: GrantScope) -> Result<(String, String)> {
        match scope {
            GrantScope::Everybody => {}
            GrantScope::Unit(id) => {
                let units = self.units().await?;
                let unit = units.get(id);
                let unit = unit.ok_or_else(|| Error::invalid("/unit_id", no_such_unit()))?;
                return Ok(unit.lineage_span());
            }
            GrantScope::Person(id) => {
                let mut tx = self.store.read().await?;
                let person = store::participants::by_id(&mut tx, id).await?;
                if person.is_none_or(|person| person.contest_id != contest.id.0) {
                    let detail = said(
                        "Cuộc thi không có thí sinh này.",
                        "The contest has no such participant.",
                    );
                    return Err(Error::invalid("/participant_id", detail));
                }
            }
        }
        Ok(whole_tree())
    }

    fn grant_record(&self, round: RoundId, new: &NewGrant, reason: String) -> GrantRecord {
        let (person, unit) = match new.scope {
            GrantScope::Everybody => (None, None),
            GrantScope::Unit(id) => (None, Some(id.0)),
            GrantScope::Person(id) => (Some(id.0), None),
        };
        GrantRecord {
            id: self.random.id::<GrantId>(self.now()).0,
            round_id: round.0,
            participant_id: person,
            unit_id: unit,
            seconds: i64::from(new.seconds),
            reason,
            granted_at: self.now().0,
            last_save_at: 0,
        }
    }

    async fn insert_grant(&self, tx: &mut Tx, actor: &Actor, grant: &GrantRecord) -> Result<()> {
        store::time_grants::insert(tx, grant).await?;
        let detail = Detail::default()
            .fact("seconds", grant.seconds)
            .fact("reason", grant.reason.as_str());
        let detail = match (grant.participant_id, grant.unit_id) {
            (Some(person), _) => detail.fact("participant", person.to_string()),
            (None, Some(unit)) => detail.fact("unit", unit.to_string()),
            (None, None) => detail.fact("everybody", true),
        };
        let round = grant.round_id.to_string();
        self.record(tx, actor, "rounds.extra_time", &round, &detail).await
    }

    async fn to_grow(&self, grant: &GrantRecord, lineage: &(String, String)) -> Result<Vec<Uuid>> {
        let mut tx = self.store.read().await?;
        Ok(store::time_grants::to_grow(&mut tx, grant, (&lineage.0, &lineage.1)).await?)
    }

    /// In short transactions: those that are known, then looked for until there is nothing left.
    async fn grow_all(
        &self,
        grant: &GrantRecord,
        lineage: &(String, String),
        mut attempts: Vec<Uuid>,
    ) -> Result<()> {
        loop {
            for some in attempts.chunks(GROW_AT_ONCE) {
                self.grow_some(grant, some).await?;
            }
            attempts = self.to_grow(grant, lineage).await?;
            if attempts.is_empty() {
                return Ok(());
            }
        }
    }

    async fn grow_some(&self, grant: &GrantRecord, attempts: &[Uuid]) -> Result<()> {
        let micros = grant.seconds.saturating_mul(MICROS);
        let id = GrantId(grant.id);
        let mut tx = self.store.write().await?;
        let growing = store::time_grants::still_to_grow(&mut tx, id, attempts).await?;
        if let Some(end) = growing.iter().map(|attempt| attempt.last_save_at).max() {
            store::time_grants::grow(&mut tx, &growing, (id, micros)).await?;
            store::time_grants::set_end(&mut tx, id, end.saturating_add(micros)).await?;
        }
        tx.commit().await?;
        // Other nodes read their clocks again within seconds, and before they refuse anything.
        for attempt in &growing {
            if let Some(context) = self.caches.attempts.get(&AttemptId(attempt.id)) {
                context.forget_clock();
            }
        }
        Ok(())
    }
}

fn checked(new: &NewGrant) -> Result<String> {
    let mut problems = Vec::new();
    if !(SECONDS_LEAST..=SECONDS_MOST).contains(&new.seconds) {
        problems.push(Problem::at(
            "/seconds",
            said(
                "Thời gian cộng thêm từ 1 phút đến 6 giờ.",
                "Extra time is 1 minute to 6 hours.",
            ),
        ));
    }
    let reason = reason_of(&new.reason, &mut problems);
    Error::if_any(problems).map(|()| reason)
}

/// A reason that its person will read.
pub(crate) fn reason_of(typed: &str, problems: &mut Vec<Problem>) -> String {
    let reason = collapse_spaces(&nfc(typed));
    if !has_words(&reason, REASON_CHARS) {
        problems.push(Problem::at(
            "/reason",
            said(
                "Xin ghi lý do, từ 1 đến 200 ký tự.",
                "Give a reason of 1 to 200 characters.",
            ),
        ));
    }
    reason
}

pub(super) async fn grants_of(tx: &mut Tx, attempt: AttemptId) -> Result<Vec<OwnGrant>> {
    let grants = store::time_grants::of_attempt(tx, attempt).await?;
    let own = |grant: GrantRecord| OwnGrant {
        seconds: seconds(&grant),
        reason: grant.reason,
    };
    Ok(grants.into_iter().map(own).collect())
}

/// `counts`: how many attempts have grown, by grant.
fn shown(grant: GrantRecord, counts: &HashMap<Uuid, i64>) -> Grant {
    let scope = match (grant.participant_id, grant.unit_id) {
        (Some(person), _) => GrantScope::Person(ParticipantId(person)),
        (None, Some(unit)) => GrantScope::Unit(UnitId(unit)),
        (None, None) => GrantScope::Everybody,
    };
    Grant {
        id: GrantId(grant.id),
        scope,
        seconds: seconds(&grant),
        attempts: counts.get(&grant.id).copied().unwrap_or(0),
        granted_at: Timestamp(grant.granted_at),
        reason: grant.reason,
    }
}

fn seconds(grant: &GrantRecord) -> u32 {
    u32::try_from(grant.seconds).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_has_a_measure_and_a_reason() {
        let check = |seconds, reason: &str| {
            let new = NewGrant {
                seconds,
                reason: reason.to_owned(),
                scope: GrantScope::Everybody,
            };
            match checked(&new) {
                Err(Error::Invalid(problems)) => problems.into_iter().map(|one| one.pointer).collect(),
                _ => Vec::new(),
            }
        };
        assert!(check(60, " mất  điện ").is_empty() && check(21_600, "x").is_empty());
        assert_eq!(check(59, "x"), ["/seconds"]);
        assert_eq!(check(21_601, " \u{200b} "), ["/seconds", "/reason"]);
        assert_eq!(check(60, &"x".repeat(201)), ["/reason"]);
    }
}
