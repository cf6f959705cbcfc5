//! A lost re-entry code is issued anew, after the person was checked; the old code and its sessions end.

use khao_domain::ids::{ContestId, ParticipantId, UnitId};
use khao_domain::people::code::ReEntryCode;
use khao_domain::text::fold;

use super::check_sought;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::{self, participants::ParticipantRecord};

/// How many people a search shows.
pub const FOUND_MOST: usize = 50;

/// A person as the one who looks them up sees them.
#[derive(Debug, Clone)]
pub struct FoundPerson {
    pub id: ParticipantId,
    pub full_name: String,
    pub birth_date: String,
    pub unit: String,
}

impl Engine {
    /// People of a contest by name, without diacritics; a coordinator finds only those of the own units.
    ///
    /// One more than [`FOUND_MOST`] where there are more: a list is cut by whoever shows it, and says so.
    pub async fn find_people(
        &self,
        actor: &Actor,
        contest: ContestId,
        query: &str,
    ) -> Result<Vec<FoundPerson>> {
        actor.may(Action::FindPeople)?;
        check_sought(query)?;
        self.reach(actor, self.contest(contest).await?.unit).await?;
        let units = self.units().await?;
        let span = match actor.unit_scope() {
            Some(scope) => units.get(scope).ok_or(Error::Forbidden)?.lineage_span(),
            None => whole_tree(),
        };
        let folded = fold(query);
        // Signs alone (`%`, `_`) are in nobody's name.
        if folded.is_empty() && !query.trim().is_empty() {
            return Ok(Vec::new());
        }
        let most = i64::try_from(FOUND_MOST).unwrap_or(i64::MAX).saturating_add(1);
        let mut tx = self.store.read().await?;
        let people = store::participants::search(&mut tx, contest, &folded, (&span.0, &span.1), most).await?;
        Ok(people
            .into_iter()
            .map(|person| FoundPerson {
                id: ParticipantId(person.id),
                unit: units.name(UnitId(person.unit_id)).to_owned(),
                full_name: person.full_name,
                birth_date: person.birth_date,
            })
            .collect())
    }

    pub async fn reissue_code(&self, actor: &Actor, id: ParticipantId) -> Result<ReEntryCode> {
        self.reissue_code_once(actor, id, None).await
    }

    /// As [`Self::reissue_code`]; the same key gets the same code, as long as nobody issued another one since.
    pub async fn reissue_code_once(
        &self,
        actor: &Actor,
        id: ParticipantId,
        key: Option<IdempotencyKey>,
    ) -> Result<ReEntryCode> {
        actor.may(Action::ReissueCodes)?;
        let key = key.map(|key| key.of(actor));
        let units = self.units().await?;
        // Asked before the write connection is taken: a contest is read on another one.
        self.reached_person(actor, id).await?;
        let mut tx = self.store.write().await?;
        let person = store::participants::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        if let Some(scope) = actor.unit_scope()
            && !units.is_within(UnitId(person.unit_id), scope)
        {
            return Err(Error::NotFound);
        }
        if let Some(issue) = self.replay(&mut tx, key.as_ref()).await? {
            if issue == person.code_issue.to_string() {
                return Ok(self.current_code(&person));
            }
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let next = person.code_issue + 1;
        let code = self.key.code(id, next);
        let hash = self.key.code_hash(ContestId(person.contest_id), &code);
        if !store::participants::set_code(&mut tx, id, person.code_issue, next, &hash).await? {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        store::sessions::delete_of_participant(&mut tx, id).await?;
        self.record(&mut tx, actor, "participants.reissue_code", &id.to_string(), "")
            .await?;
        self.remember(&mut tx, key.as_ref(), &next.to_string()).await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(code)
    }

    /// The code a person may see again with the session that entered.
    pub(crate) fn current_code(&self, person: &ParticipantRecord) -> ReEntryCode {
        self.key.code(ParticipantId(person.id), person.code_issue)
    }
}

/// The span of lineages that holds every unit.
pub(crate) fn whole_tree() -> (String, String) {
    (String::new(), "\u{10ffff}".to_owned())
}
