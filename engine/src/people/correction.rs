//! Correcting what a person entered, by the rules of an entry. What was consented to stays as it was given.

use khao_domain::audit::Detail;
use khao_domain::ids::{AccountId, ContestId, ParticipantId, UnitId};
use khao_domain::lang::said;
use khao_domain::people::eligibility::{age_on, identity_base, identity_key};
use khao_domain::people::entry::{Consent, Entry, EntryForm, EntryRules};
use khao_domain::time::Timestamp;

use super::roster::meeting::{comer_of_entered, meet_anew};
use crate::Engine;
use crate::contest::contests::Contest;
use crate::contest::extra_time::reason_of;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::entry_corrections::EntryCorrectionRecord;
use crate::store::rosters::EnteredRecord;
use crate::store::{self, Tx, participants::ParticipantRecord};

/// What rows of a roster are compared with.
const COMPARED: [&str; 3] = ["full_name", "birth_date", "unit_id"];

/// What is absent stays; a telephone number or e-mail address that is empty is taken away.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    pub full_name: Option<String>,
    pub birth_date: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub unit_id: Option<String>,
    pub group_id: Option<String>,
    /// Why; its person reads it.
    pub reason: String,
}

/// A correction that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryCorrection {
    pub at: Timestamp,
    /// None on the command line.
    pub account: Option<AccountId>,
    /// What was changed, as [`Correction`] names it.
    pub fields: Vec<String>,
    pub reason: String,
}

impl Engine {
    pub async fn correct_entry(&self, actor: &Actor, id: ParticipantId, change: Correction) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (present, contest) = self.reached_person(actor, id).await?;
        let mut problems = Vec::new();
        let reason = reason_of(&change.reason, &mut problems);
        let entry = match self.corrected_entry(&contest, &present, change).await {
            Err(Error::Invalid(mut more)) => {
                more.append(&mut problems);
                return Err(Error::Invalid(more));
            }
            _ if !problems.is_empty() => return Err(Error::Invalid(problems)),
            entry => entry?,
        };
        let changes_group = entry.group.0 != present.group_id;
        if changes_group && !self.attempts_of(&contest, id).await?.is_empty() {
            let detail = said(
                "Thí sinh đã có lượt thi nên không đổi được bảng thi.",
                "The participant has taken attempts, so the group cannot be changed.",
            );
            return Err(Error::invalid("/group_id", detail));
        }
        let corrected = corrected(&contest, &present, &entry);
        let fields = changed_fields(&present, &corrected);
        if fields.is_empty() {
            return Ok(());
        }
        // Alone: a freezing under way has read the attempts with their units already.
        let work = Box::pin(self.write_correction(actor, &corrected, &fields, reason));
        self.rank_alone(&contest, work).await?;
        for round in &contest.rounds {
            self.caches.forget_figures(round.id);
        }
        Ok(())
    }

    /// What was corrected of one's own entry.
    pub async fn own_corrections(&self, actor: &Actor) -> Result<Vec<EntryCorrection>> {
        let (id, _) = actor.participant()?;
        let mut tx = self.store.read().await?;
        corrections_of(&mut tx, id).await
    }

    async fn corrected_entry(
        &self,
        contest: &Contest,
        present: &ParticipantRecord,
        change: Correction,
    ) -> Result<Entry> {
        // Consent was given at the entry, and by the guardian where there is one: neither is asked for again.
        let agreed = Consent {
            purpose: "participate".to_owned(),
            text_version: String::new(),
        };
        let form = EntryForm {
            full_name: change.full_name.unwrap_or_else(|| present.full_name.clone()),
            birth_date: change.birth_date.unwrap_or_else(|| present.birth_date.clone()),
            sex: present.sex.clone(),
            phone: change.phone.or_else(|| present.phone.clone()),
            email: change.email.or_else(|| present.email.clone()),
            unit_id: change.unit_id.unwrap_or_else(|| present.unit_id.to_string()),
            group_id: change.group_id.unwrap_or_else(|| present.group_id.to_string()),
            staff_code: present.staff_code.clone(),
            guardian: None,
            consents: vec![agreed.clone()],
        };
        let asked = self.entry_rules(contest, &form);
        let rules = EntryRules {
            guardian_below_age: 0,
            consents: vec![(agreed.purpose, agreed.text_version, true)],
            ..asked
        };
        let entry = self
            .judge_entry(contest, &form, &rules, Some(UnitId(present.unit_id)))
            .await?;
        let guarded_below = i32::from(contest.settings.guardian_below_age);
        if present.guardian.is_none() && age_on(entry.birth_date, rules.today) < guarded_below {
            let detail = said(
                "Với ngày sinh này cần có sự đồng ý của cha, mẹ hoặc người giám hộ: thí sinh phải ghi danh lại.",
                "With this date of birth a parent or guardian has to consent: the participant must enter anew.",
            );
            return Err(Error::invalid("/birth_date", detail));
        }
        Ok(entry)
    }

    async fn write_correction(
        &self,
        actor: &Actor,
        person: &ParticipantRecord,
        fields: &[&str],
        reason: String,
    ) -> Result<()> {
        let id = ParticipantId(person.id);
        let comer = comer_of_entered(&*self.units().await?, &EnteredRecord::of(person));
        let mut tx = self.store.write().await?;
        if fields.contains(&"full_name") {
            // A ranking that is fixed goes on showing it.
            store::former_names::keep(&mut tx, person.id, self.now()).await?;
        }
        if !store::participants::correct(&mut tx, person).await? {
            return Err(Error::Conflict(Conflict::SamePerson));
        }
        if fields.contains(&"unit_id") {
            let home = (ContestId(person.contest_id), UnitId(person.unit_id));
            store::attempts::move_to_unit(&mut tx, id, home).await?;
        }
        if fields.iter().any(|field| COMPARED.contains(field)) {
            meet_anew(&mut tx, ContestId(person.contest_id), id, &comer).await?;
        }
        let detail = fields.iter().fold(
            Detail::default().of(ContestId(person.contest_id)),
            |detail, field| detail.touched(field, true),
        );
        let told = EntryCorrectionRecord {
            id: self.random.untimed_id(),
            participant_id: person.id,
            account_id: actor.account().map(|id| id.0),
            at: self.now().0,
            fields: fields.join(", "),
            reason,
        };
        store::entry_corrections::insert(&mut tx, &told).await?;
        self.record(&mut tx, actor, "participants.correct", &id.to_string(), &detail)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// What was corrected of somebody's entry, the newest first.
pub(super) async fn corrections_of(tx: &mut Tx, id: ParticipantId) -> Result<Vec<EntryCorrection>> {
    let rows = store::entry_corrections::of_person(tx, id).await?;
    let one = |row: EntryCorrectionRecord| EntryCorrection {
        at: Timestamp(row.at),
        account: row.account_id.map(AccountId),
        fields: row.fields.split(", ").map(str::to_owned).collect(),
        reason: row.reason,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn corrected(contest: &Contest, present: &ParticipantRecord, entry: &Entry) -> ParticipantRecord {
    let identity = &contest.settings.identity;
    ParticipantRecord {
        identity_key: identity_key(identity, entry),
        identity_base: identity_base(identity, entry),
        full_name: entry.full_name.as_str().to_owned(),
        name_folded: entry.full_name.folded(),
        sort_key: entry.full_name.sort_key(),
        birth_date: entry.birth_date.iso(),
        phone: entry.phone.clone(),
        email: entry.email.clone(),
        unit_id: entry.unit.0,
        group_id: entry.group.0,
        ..present.clone()
    }
}

/// By name only: the audit holds no personal data.
fn changed_fields(present: &ParticipantRecord, corrected: &ParticipantRecord) -> Vec<&'static str> {
    let fields = [
        ("full_name", present.full_name != corrected.full_name),
        ("birth_date", present.birth_date != corrected.birth_date),
        ("phone", present.phone != corrected.phone),
        ("email", present.email != corrected.email),
        ("unit_id", present.unit_id != corrected.unit_id),
        ("group_id", present.group_id != corrected.group_id),
    ];
    fields
        .into_iter()
        .filter_map(|(name, is_changed)| is_changed.then_some(name))
        .collect()
}
