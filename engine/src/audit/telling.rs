//! What rows of the audit are about, by the names that things have now or had then; people by their short names.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use khao_domain::audit::{Change, Detail};
use khao_domain::ids::{
    AccountId, AttachmentId, AttemptId, BankId, ComplaintId, ContestId, GroupId, ParticipantId, RoundId,
    SurveyId, UnitId, WaveId,
};
use khao_domain::people::name::FullName;
use serde_json::Value;
use uuid::Uuid;

use super::AuditEntry;
use crate::Engine;
use crate::contest::contests::Contest;
use crate::error::Result;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx};

/// What a row says beyond its action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// None where nothing has a name for it any more.
    pub name: Option<String>,
    /// The contest, or the contest and the round, it belongs to.
    pub within: Option<String>,
    pub subject: Option<Subject>,
    /// With names in place of ids; none in rows of plain words.
    pub detail: Option<Detail>,
}

/// What is still there to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Account(AccountId),
    Attempt(AttemptId),
    Bank(BankId),
    Complaint(RoundId, ComplaintId),
    /// By its address.
    Contest(String),
    Groups(String),
    Messages(String),
    Roster(String),
    Participant(ParticipantId),
    Round(RoundId),
    /// By its address.
    Survey(String),
    Unit(UnitId),
}

/// Read once for all rows of a page.
struct Names {
    units: Arc<UnitTree>,
    accounts: HashMap<Uuid, String>,
    /// By participant.
    people: HashMap<Uuid, String>,
    /// Whose, and of which round.
    attempts: HashMap<Uuid, (Uuid, RoundId)>,
    banks: HashMap<Uuid, String>,
}

impl Engine {
    /// In the order of the rows.
    pub async fn audit_told(&self, actor: &Actor, entries: &[AuditEntry]) -> Result<Vec<Told>> {
        actor.may(Action::ReadAudit)?;
        let mut tx = self.store.read().await?;
        let names = self.names_in(&mut tx, entries).await?;
        drop(tx);
        self.told_of(&names, entries).await
    }

    /// For files, which hold a connection already.
    pub(crate) async fn told_in(&self, tx: &mut Tx, entries: &[AuditEntry]) -> Result<Vec<Told>> {
        let names = self.names_in(tx, entries).await?;
        self.told_of(&names, entries).await
    }

    async fn told_of(&self, names: &Names, entries: &[AuditEntry]) -> Result<Vec<Told>> {
        let mut told = Vec::with_capacity(entries.len());
        for entry in entries {
            let detail = Detail::read(&entry.detail);
            let mut one = self.subject_of(entry, detail.as_ref(), names).await;
            if let Some(detail) = &detail {
                one.name = one.name.or_else(|| detail.name.clone());
                if one.within.is_none()
                    && let Some(id) = detail.contest
                {
                    one.within = self.contest(id).await.ok().map(|contest| contest.title.clone());
                }
            }
            one.detail = detail.map(|detail| names.spelled(detail));
            told.push(one);
        }
        Ok(told)
    }

    async fn names_in(&self, tx: &mut Tx, entries: &[AuditEntry]) -> Result<Names> {
        let units = self.units().await?;
        let accounts = store::audit::names(tx).await?.into_iter().collect();
        let (mut people, mut attempts, mut banks) = (HashSet::new(), HashSet::new(), HashSet::new());
        for entry in entries {
            let Ok(id) = entry.object.parse::<Uuid>() else {
                continue;
            };
            match entry.group() {
                "participants" => {
                    people.insert(id);
                }
                "attempts" => {
                    attempts.insert(id);
                }
                "banks" => {
                    banks.insert(id);
                }
                "groups" => banks.extend(banks_in(&entry.detail)),
                "rounds" => people.extend(fact(Detail::read(&entry.detail).as_ref(), "participant")),
                _ => {}
            }
        }
        let attempts = store::attempts::whose(tx, &Vec::from_iter(attempts)).await?;
        people.extend(attempts.iter().map(|(_, person, _)| *person));
        let attempts = attempts
            .into_iter()
            .map(|(id, person, round)| (id, (person, RoundId(round))))
            .collect();
        let banks = store::banks::names(tx, &Vec::from_iter(banks)).await?;
        let banks = banks.into_iter().collect();
        let people = store::participants::names(tx, &Vec::from_iter(people))
            .await?
            .into_iter();
        let people = people
            .map(|person| (person.id, short(&person.full_name)))
            .collect();
        Ok(Names {
            units,
            accounts,
            people,
            attempts,
            banks,
        })
    }

    async fn subject_of(&self, entry: &AuditEntry, detail: Option<&Detail>, names: &Names) -> Told {
        let Ok(id) = entry.object.parse::<Uuid>() else {
            return Told::default();
        };
        let one = |name: Option<&String>, subject| Told {
            name: name.cloned(),
            subject: name.map(|_| subject),
            ..Told::default()
        };
        match entry.group() {
            "account" | "accounts" | "invitations" => {
                one(names.accounts.get(&id), Subject::Account(AccountId(id)))
            }
            "banks" => one(names.banks.get(&id), Subject::Bank(BankId(id))),
            "participants" => one(names.people.get(&id), Subject::Participant(ParticipantId(id))),
            "units" => {
                let unit = names.units.get(UnitId(id));
                one(unit.map(|unit| &unit.name), Subject::Unit(UnitId(id)))
            }
            "attempts" => match names.attempts.get(&id) {
                Some((person, round)) => Told {
                    within: self.round_named(*round).await,
                    ..one(names.people.get(person), Subject::Attempt(AttemptId(id)))
                },
                None => Told::default(),
            },
            "rounds" => match self.contest_of_round(RoundId(id)).await {
                Ok((contest, round)) => Told {
                    within: Some(contest.title.clone()),
                    ..one(Some(&round.name), Subject::Round(RoundId(id)))
                },
                Err(_) => Told::default(),
            },
            "complaints" => match fact(detail, "round").map(RoundId) {
                Some(round) => Told {
                    within: self.round_named(round).await,
                    subject: Some(Subject::Complaint(round, ComplaintId(id))),
                    ..Told::default()
                },
                None => Told::default(),
            },
            "surveys" => self.of_survey(SurveyId(id), None).await,
            "waves" => match detail.and_then(|detail| detail.survey) {
                Some(survey) => self.of_survey(survey, Some(WaveId(id))).await,
                None => Told::default(),
            },
            group => self.of_contest(group, id, detail).await,
        }
    }

    /// Contests and what is found in them.
    async fn of_contest(&self, group: &str, id: Uuid, detail: Option<&Detail>) -> Told {
        let contest = match group {
            "contests" | "roster" => Some(ContestId(id)),
            _ => detail.and_then(|detail| detail.contest),
        };
        let Some(contest) = contest else {
            return Told::default();
        };
        match self.contest(contest).await {
            Ok(contest) => part_of(&contest, group, id),
            Err(_) => Told::default(),
        }
    }

    /// A survey, or a wave of it.
    async fn of_survey(&self, survey: SurveyId, wave: Option<WaveId>) -> Told {
        let Ok(survey) = self.survey(survey).await else {
            return Told::default();
        };
        let title = survey.title_in(survey.draft.main_language()).to_owned();
        let subject = Some(Subject::Survey(survey.slug.clone()));
        match wave {
            None => Told {
                name: Some(title),
                subject,
                ..Told::default()
            },
            Some(wave) => Told {
                name: survey.wave(wave).map(|wave| wave.name.clone()),
                within: Some(title),
                subject,
                ..Told::default()
            },
        }
    }

    async fn round_named(&self, id: RoundId) -> Option<String> {
        let (contest, round) = self.contest_of_round(id).await.ok()?;
        Some(format!("{}, {}", round.name, contest.title))
    }
}

fn part_of(contest: &Contest, group: &str, id: Uuid) -> Told {
    let slug = contest.slug.clone();
    let part = |name: Option<String>, subject| Told {
        name,
        within: Some(contest.title.clone()),
        subject: Some(subject),
        detail: None,
    };
    match group {
        "contests" | "roster" => Told {
            within: None,
            ..part(
                Some(contest.title.clone()),
                if group == "roster" {
                    Subject::Roster(slug)
                } else {
                    Subject::Contest(slug)
                },
            )
        },
        "groups" => {
            let found = contest.group(GroupId(id));
            part(found.map(|found| found.name.clone()), Subject::Groups(slug))
        }
        "attachments" => {
            let found = contest.attachment(AttachmentId(id));
            part(found.map(|found| found.title.clone()), Subject::Contest(slug))
        }
        "messages" => part(None, Subject::Messages(slug)),
        _ => Told::default(),
    }
}

impl Names {
    /// A detail with names where it has ids.
    fn spelled(&self, detail: Detail) -> Detail {
        let facts = detail.facts.into_iter().map(|(name, value)| {
            let spelled = match name.as_str() {
                "participant" => id_in(&value).and_then(|id| self.people.get(&id).cloned()),
                "unit" => self.unit(&value),
                _ => None,
            };
            (name, spelled.map_or(value, Value::String))
        });
        let changed = detail.changed.into_iter().map(|change| {
            let spelled = |value: Value| match change.field.as_str() {
                "unit_id" => self.unit(&value).map_or(value, Value::String),
                "bank" => {
                    let bank = id_in(&value).and_then(|id| self.banks.get(&id).cloned());
                    bank.map_or(value, Value::String)
                }
                _ => value,
            };
            Change {
                from: spelled(change.from),
                to: spelled(change.to),
                field: change.field.clone(),
            }
        });
        Detail {
            facts: facts.collect(),
            changed: changed.collect(),
            ..detail
        }
    }

    fn unit(&self, value: &Value) -> Option<String> {
        let unit = self.units.get(UnitId(id_in(value)?))?;
        Some(unit.name.clone())
    }
}

/// The banks that a group drew from, and draws from.
fn banks_in(detail: &str) -> impl Iterator<Item = Uuid> {
    let changed = Detail::read(detail).unwrap_or_default().changed.into_iter();
    let banks = changed.filter(|change| change.field == "bank");
    banks.flat_map(|change| [id_in(&change.from), id_in(&change.to)].into_iter().flatten())
}

fn fact(detail: Option<&Detail>, name: &str) -> Option<Uuid> {
    id_in(detail?.facts.get(name)?)
}

fn id_in(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

fn short(name: &str) -> String {
    FullName::parse(name).map_or_else(|_| String::new(), |name| name.masked())
}
