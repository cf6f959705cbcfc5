//! Whom a new revision of a ranking shows under another name or unit than the one before: it takes both as they are when
//! it is made, whatever it was made for.

use std::collections::HashMap;

use khao_domain::contest::because::Because;
use khao_domain::ids::{RoundId, UnitId};
use uuid::Uuid;

use super::contests::Contest;
use super::ranking_units::RankingUnits;
use super::rankings::all_entries;
use crate::Engine;
use crate::error::Result;
use crate::policy::{Action, Actor};
use crate::store::rankings::{EntryRecord, RevisionRecord};
use crate::store::{self, Tx};

/// Nobody reads through a longer list.
const LISTED_MOST: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewedPerson {
    pub name_before: String,
    pub name_now: String,
    pub unit_before: String,
    pub unit_now: String,
}

/// A ranking that is made or about to be.
#[derive(Clone, Copy)]
pub(super) struct Standing<'s> {
    pub(super) entries: &'s [EntryRecord],
    pub(super) fixed_at: i64,
    pub(super) units: &'s RankingUnits,
}

/// Somebody whose name or unit differs.
struct Renewed {
    person: Uuid,
    names: Option<(String, String)>,
    units: (Uuid, Uuid),
}

impl Engine {
    /// How many people a ranking shows otherwise than the revision of `scope` before it.
    pub(super) async fn renewed(
        &self,
        contest: &Contest,
        (scope, before): (Uuid, Option<&RevisionRecord>),
        now: Standing<'_>,
    ) -> Result<i64> {
        let Some(before) = before else { return Ok(0) };
        let mut tx = self.store.read().await?;
        let units = self.kept_units(&mut tx, (scope, before.revision)).await?;
        let renewed = renewed(&mut tx, contest, (scope, before, units.as_deref()), &now).await?;
        Ok(i64::try_from(renewed.len()).unwrap_or(i64::MAX))
    }

    /// Whom the newest ranking of a round, which waits, shows otherwise than the one that it follows: the first ones.
    pub async fn renewed_people(&self, actor: &Actor, id: RoundId) -> Result<Vec<RenewedPerson>> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let mut tx = self.store.read().await?;
        let revisions = store::rankings::revisions(&mut tx, id.0).await?;
        let newest = revisions
            .last()
            .filter(|row| row.published_at.is_none() && Because::read(&row.reason).renewed > 0);
        let (Some(newest), Some(before)) = (newest, followed(&revisions)) else {
            return Ok(Vec::new());
        };
        let entries = all_entries(&mut tx, id.0, newest.revision).await?;
        let then = self.kept_units(&mut tx, (id.0, before.revision)).await?;
        let units = self.kept_units(&mut tx, (id.0, newest.revision)).await?;
        let units = units.unwrap_or_default();
        let now = Standing {
            entries: &entries,
            fixed_at: newest.frozen_at,
            units: &units,
        };
        let mut people = renewed(&mut tx, &contest, (id.0, before, then.as_deref()), &now).await?;
        people.truncate(LISTED_MOST);
        let ids: Vec<Uuid> = people.iter().map(|one| one.person).collect();
        let names = store::participants::names(&mut tx, &ids).await?;
        let names: HashMap<Uuid, String> = names.into_iter().map(|one| (one.id, one.full_name)).collect();
        let unit = |units: Option<&RankingUnits>, id| {
            let unit = units.and_then(|units| units.get(UnitId(id)));
            unit.map(|unit| unit.name.clone()).unwrap_or_default()
        };
        let told = |one: Renewed| {
            let same = names.get(&one.person).cloned().unwrap_or_default();
            let (name_before, name_now) = one.names.unwrap_or_else(|| (same.clone(), same));
            let (home, home_now) = one.units;
            let unit_now = unit(Some(&units), home_now);
            // Of a ranking fixed before units were kept nobody knows what they were called.
            let unit_before = match then.as_deref() {
                None if home == home_now => unit_now.clone(),
                then => unit(then, home),
            };
            RenewedPerson {
                name_before,
                name_now,
                unit_before,
                unit_now,
            }
        };
        Ok(people.into_iter().map(told).collect())
    }
}

/// The revision that the next one is compared with: the newest that is public, or the first.
pub(super) fn followed(revisions: &[RevisionRecord]) -> Option<&RevisionRecord> {
    let public = revisions.iter().rfind(|row| row.published_at.is_some());
    public.or_else(|| revisions.first())
}

async fn renewed(
    tx: &mut Tx,
    contest: &Contest,
    (scope, before, then): (Uuid, &RevisionRecord, Option<&RankingUnits>),
    now: &Standing<'_>,
) -> Result<Vec<Renewed>> {
    let names = Names::load(tx, contest, before.frozen_at).await?;
    let rows = all_entries(tx, scope, before.revision).await?;
    let homes: HashMap<Uuid, Uuid> = rows.iter().map(|row| (row.participant_id, row.unit_id)).collect();
    let unit_name = |units: Option<&RankingUnits>, id: Uuid| {
        let unit = units.and_then(|units| units.get(UnitId(id)));
        unit.map(|unit| unit.name.clone())
    };
    let mut renamed: HashMap<(Uuid, Uuid), bool> = HashMap::new();
    let mut found = Vec::new();
    for row in now.entries {
        let Some(home) = homes.get(&row.participant_id).copied() else {
            continue;
        };
        let names = names.differing(row.participant_id, (before.frozen_at, now.fixed_at));
        let units = (home, row.unit_id);
        let is_renamed = *renamed.entry(units).or_insert_with(|| {
            let (then, now) = (unit_name(then, home), unit_name(Some(now.units), row.unit_id));
            home != row.unit_id || (then.is_some() && now.is_some() && then != now)
        });
        if names.is_some() || is_renamed {
            found.push(Renewed {
                person: row.participant_id,
                names,
                units,
            });
        }
    }
    Ok(found)
}

/// Of everybody who has another name than at a moment.
struct Names {
    /// The oldest first, each with the moment it was given up.
    former: HashMap<Uuid, Vec<(i64, String)>>,
    present: HashMap<Uuid, String>,
}

impl Names {
    async fn load(tx: &mut Tx, contest: &Contest, since: i64) -> Result<Self> {
        let mut former: HashMap<Uuid, Vec<(i64, String)>> = HashMap::new();
        for (person, until, name) in store::former_names::since(tx, contest.id, since).await? {
            former.entry(person).or_default().push((until, name));
        }
        let ids: Vec<Uuid> = former.keys().copied().collect();
        let present = store::participants::names(tx, &ids).await?;
        Ok(Self {
            former,
            present: present.into_iter().map(|one| (one.id, one.full_name)).collect(),
        })
    }

    fn at(&self, person: Uuid, moment: i64) -> Option<&String> {
        let mut former = self.former.get(&person)?.iter();
        let then = former.find(|(until, _)| *until > moment).map(|(_, name)| name);
        then.or_else(|| self.present.get(&person))
    }

    fn differing(&self, person: Uuid, (before, now): (i64, i64)) -> Option<(String, String)> {
        let (before, now) = (self.at(person, before)?, self.at(person, now)?);
        (before != now).then(|| (before.clone(), now.clone()))
    }
}
