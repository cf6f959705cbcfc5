//! Entering a contest: one person, once; consents with their text and time; a re-entry code to keep.

use khao_domain::contest::settings::EntryPolicy;
use khao_domain::ids::{ContestId, GroupId, ParticipantId, UnitId};
use khao_domain::lang::{Said, said};
use khao_domain::people::code::ReEntryCode;
use khao_domain::people::eligibility::{identity_base, identity_key};
use khao_domain::people::entry::{Entry, EntryForm, EntryRules};
use khao_domain::people::roster::Comer;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::roster::meeting::{comer_of, meet_row};
use super::sessions::Opened;
use crate::Engine;
use crate::contest::contests::Contest;
use crate::contest::groups::Group;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::people::units::Unit;
use crate::policy::Actor;
use crate::store::participants::{ConsentRecord, Inserted, ParticipantRecord};
use crate::store::sessions::NewSession;
use crate::store::{self, StoreResult, Tx, to_json};

/// What a person who entered gets.
#[derive(Debug, Clone)]
pub struct Entered {
    pub participant: ParticipantId,
    pub code: ReEntryCode,
    pub session: Opened,
}

/// Everything one entry writes, in one commit.
#[derive(Debug)]
pub(crate) struct EntryRows {
    person: ParticipantRecord,
    consents: Vec<ConsentRecord>,
    session: NewSession,
    replay: Option<([u8; 32], [u8; 32])>,
    /// As the rows of the contest's roster are compared with the person.
    comer: Comer,
    listed_only: bool,
    now: Timestamp,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryOutcome {
    Entered,
    /// The contest has this person already; nothing is written.
    Known,
    /// Only people of the roster may enter, and no free row of it means this one; nothing is written.
    NotListed,
}

impl EntryRows {
    /// Entries of one person meet in one worker, with a telephone number or without.
    pub(crate) fn lane(&self) -> usize {
        self.person.identity_base.bytes().map(usize::from).sum()
    }

    /// In the order of the locks that an entry takes.
    pub(crate) fn order_key(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.person.lock().cast_unsigned()))
    }
}

/// The person meets a row of the roster, if the contest has one, in the same transaction.
pub(crate) async fn insert(tx: &mut Tx, rows: &EntryRows) -> StoreResult<EntryOutcome> {
    let Inserted::New { roster } = store::participants::insert(tx, &rows.person).await? else {
        return Ok(EntryOutcome::Known);
    };
    let id = ParticipantId(rows.person.id);
    let is_listed = match roster {
        Some(roster) => meet_row(tx, roster, id, &rows.comer).await?,
        None => false,
    };
    if rows.listed_only && !is_listed {
        store::participants::delete(tx, id).await?;
        return Ok(EntryOutcome::NotListed);
    }
    for consent in &rows.consents {
        store::participants::insert_consent(tx, id, consent, rows.now).await?;
    }
    store::sessions::insert(tx, &rows.session).await?;
    if let Some((key, body)) = &rows.replay {
        store::idempotency::insert(tx, key, body, &rows.person.id.to_string(), rows.now).await?;
    }
    Ok(EntryOutcome::Entered)
}

impl Contest {
    /// How old one must be to enter in this group: its own rule, or else the contest's. None where anybody may.
    pub fn min_age_in(&self, group: &Group) -> Option<u8> {
        let age = group.min_age.unwrap_or(self.settings.min_age);
        Some(age).filter(|age| *age > 0)
    }

    /// Below what age a guardian has to agree. None where nobody so young may enter any group.
    pub fn guardian_below_age(&self) -> Option<u8> {
        let below = self.settings.guardian_below_age;
        let youngest = |group: &Group| self.min_age_in(group).unwrap_or(0);
        let youngest = self.groups.iter().map(youngest).min();
        Some(below).filter(|below| youngest.unwrap_or(self.settings.min_age) < *below)
    }
}

impl Engine {
    /// Registers a person. Whoever is registered or excluded gets the same neutral conflict.
    pub async fn enter(&self, slug: &str, form: &EntryForm, key: Option<IdempotencyKey>) -> Result<Entered> {
        if let Some(entered) = self.entered_before(key.as_ref()).await? {
            return Ok(entered);
        }
        let contest = self.public_contest(slug).await?;
        if !contest.takes_entries(self.now()) {
            return Err(Error::Conflict(Conflict::RoundClosed));
        }
        let entry = self.check_entry(&contest, form).await?;
        if contest.exclusions.iter().any(|excluded| excluded.matches(&entry)) {
            return Err(Error::Conflict(Conflict::EnterWithCode));
        }
        let comer = comer_of(&*self.units().await?, &entry);
        let (rows, entered) = self.entry_rows(&contest, &entry, comer, key.as_ref());
        match self.journal.enter(rows).await? {
            EntryOutcome::Entered => return Ok(entered),
            EntryOutcome::NotListed => return Err(Error::NotListed),
            EntryOutcome::Known => {}
        }
        // A twin of this request may have been faster: then both get the same answer.
        match self.entered_before(key.as_ref()).await? {
            Some(entered) => Ok(entered),
            None => Err(Error::Conflict(Conflict::EnterWithCode)),
        }
    }

    async fn entered_before(&self, key: Option<&IdempotencyKey>) -> Result<Option<Entered>> {
        let mut tx = self.store.read().await?;
        let Some(answer) = self.replay(&mut tx, key).await? else {
            return Ok(None);
        };
        let id: ParticipantId = answer
            .parse()
            .map_err(|_| Error::Internal("an idempotency row holds no id".into()))?;
        let person = store::participants::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        if person.code_issue > 1 {
            // The code was issued anew to the real person: whoever entered first does not get it.
            return Err(Error::Conflict(Conflict::EnterWithCode));
        }
        let (session, _) = self.entry_session(id, key.map(IdempotencyKey::key));
        Ok(Some(Entered {
            participant: id,
            code: self.current_code(&person),
            session,
        }))
    }

    async fn check_entry(&self, contest: &Contest, form: &EntryForm) -> Result<Entry> {
        self.judge_entry(contest, form, &self.entry_rules(contest, form), None)
            .await
    }

    pub(super) fn entry_rules(&self, contest: &Contest, form: &EntryForm) -> EntryRules {
        let group = form
            .group_id
            .parse::<GroupId>()
            .ok()
            .and_then(|id| contest.group(id));
        let min_age = group.and_then(|group| contest.min_age_in(group)).unwrap_or(0);
        EntryRules {
            today: self.now().local_date(),
            min_age,
            guardian_below_age: contest.settings.guardian_below_age,
            phone_required: contest.settings.phone_required,
            consents: contest
                .consents
                .iter()
                .map(|consent| {
                    (
                        consent.purpose.clone(),
                        consent.text_version.clone(),
                        consent.required,
                    )
                })
                .collect(),
        }
    }

    /// `own` is the unit that the person belongs to already: it may have been closed since.
    pub(super) async fn judge_entry(
        &self,
        contest: &Contest,
        form: &EntryForm,
        rules: &EntryRules,
        own: Option<UnitId>,
    ) -> Result<Entry> {
        let group = form
            .group_id
            .parse::<GroupId>()
            .ok()
            .and_then(|id| contest.group(id));
        let mut problems = Vec::new();
        let checked = form.check(rules).map_err(|found| problems.extend(found)).ok();
        let points_at = |problems: &[Problem], pointer: &str| problems.iter().any(|p| p.pointer == pointer);
        if group.is_none() && !points_at(&problems, "/group_id") {
            problems.push(Problem::at(
                "/group_id",
                said(
                    "Hãy chọn một bảng thi của cuộc thi này.",
                    "Choose a group of this contest.",
                ),
            ));
        }
        let unit = form.unit_id.parse::<UnitId>().ok();
        let units = self.units().await?;
        let unit = unit.and_then(|id| units.get(id));
        let is_open = |unit: &Unit| own == Some(unit.id) || unit.validity.holds_on(rules.today);
        if !unit.is_some_and(is_open) && !points_at(&problems, "/unit_id") {
            problems.push(Problem::at("/unit_id", unit_problem(unit)));
        }
        match checked {
            Some(entry) if problems.is_empty() => Ok(entry),
            _ => Err(Error::Invalid(problems)),
        }
    }

    fn entry_rows(
        &self,
        contest: &Contest,
        entry: &Entry,
        comer: Comer,
        key: Option<&IdempotencyKey>,
    ) -> (EntryRows, Entered) {
        let now = self.now();
        let id = ParticipantId(self.random.untimed_id());
        let code = self.key.code(id, 1);
        let (session, session_row) = self.entry_session(id, key.map(IdempotencyKey::key));
        let person = ParticipantRecord {
            id: id.0,
            contest_id: contest.id.0,
            identity_key: identity_key(&contest.settings.identity, entry),
            identity_base: identity_base(&contest.settings.identity, entry),
            full_name: entry.full_name.as_str().to_owned(),
            name_folded: entry.full_name.folded(),
            sort_key: entry.full_name.sort_key(),
            birth_date: entry.birth_date.iso(),
            sex: entry.sex.map(|sex| sex.as_str().to_owned()),
            phone: entry.phone.clone(),
            email: entry.email.clone(),
            unit_id: entry.unit.0,
            group_id: entry.group.0,
            staff_code: entry.staff_code.clone(),
            guardian: entry.guardian.as_ref().map(guardian_json),
            publish_name: entry.publish_name,
            code_issue: 1,
            code_hash: self.key.code_hash(ContestId(contest.id.0), &code).to_vec(),
            created_at: now.0,
        };
        let rows = EntryRows {
            person,
            consents: consents_of(entry),
            session: session_row,
            replay: key.map(|key| (*key.hash(), self.body_mac(key))),
            comer,
            listed_only: contest.settings.entry == EntryPolicy::Roster,
            now,
        };
        (
            rows,
            Entered {
                participant: id,
                code,
                session,
            },
        )
    }

    /// The signed-in person's name, code and unit, for the ready page.
    pub async fn me(&self, actor: &Actor) -> Result<Me> {
        let (id, contest) = actor.participant()?;
        let mut tx = self.store.read().await?;
        let person = store::participants::by_id(&mut tx, id)
            .await?
            .ok_or(Error::LogIn)?;
        drop(tx);
        let units = self.units().await?;
        Ok(Me {
            id,
            contest,
            group: GroupId(person.group_id),
            unit: UnitId(person.unit_id),
            unit_name: units.name(UnitId(person.unit_id)).to_owned(),
            code: self.current_code(&person),
            full_name: person.full_name,
            birth_date: person.birth_date,
        })
    }
}

/// The participant behind a session.
#[derive(Debug, Clone)]
pub struct Me {
    pub id: ParticipantId,
    pub contest: ContestId,
    pub group: GroupId,
    pub unit: UnitId,
    pub unit_name: String,
    pub full_name: String,
    /// As stored: `1990-01-05`.
    pub birth_date: String,
    pub code: ReEntryCode,
}

fn unit_problem(unit: Option<&Unit>) -> Said {
    match unit {
        None => said("Hãy chọn đơn vị trong danh sách.", "Choose a unit from the list."),
        Some(_) => said(
            "Đơn vị này không còn, hoặc chưa có hiệu lực; hãy chọn đơn vị hiện nay.",
            "This unit is no longer there, or not yet; choose one of today's.",
        ),
    }
}

fn guardian_json(guardian: &khao_domain::people::entry::Guardian) -> String {
    to_json(&serde_json::json!({ "full_name": guardian.full_name.as_str(), "phone": guardian.phone }))
}

fn consents_of(entry: &Entry) -> Vec<ConsentRecord> {
    let own = entry.consents.iter().map(|consent| ("participant", consent));
    let guardians = entry
        .guardian
        .iter()
        .flat_map(|guardian| &guardian.consents)
        .map(|consent| ("guardian", consent));
    own.chain(guardians)
        .map(|(given_by, consent)| ConsentRecord {
            purpose: consent.purpose.clone(),
            given_by,
            text_version: consent.text_version.clone(),
        })
        .collect()
}
