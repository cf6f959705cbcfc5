//! Setting a contest up: creation, changes, whom it excludes.

use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::contest::round::RoundState;
use khao_domain::contest::rules_text;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{ContestId, UnitId};
use khao_domain::lang::said;
use khao_domain::people::eligibility::Exclusion;
use khao_domain::people::entry::PARTICIPATE;
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, nfc};
use khao_domain::time::CivilDate;

use super::contests::{ConsentText, Contest, load, parse_id};
use super::usual_consents::usual_consents;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor, next_owner, owners_told};
use crate::store::{self, Tx, contests::ContestRecord, to_json};

/// A contest to be created.
#[derive(Debug, Clone)]
pub struct NewContest {
    pub slug: String,
    pub title: String,
    pub rules: String,
    pub settings: ContestSettings,
    /// None: the two usual ones, taking part and publishing the name, in the instance's words where it has some.
    pub consents: Option<Vec<ConsentText>>,
    /// Whose it is; none is the unit of whoever creates it.
    pub unit: Option<UnitId>,
}

/// What to change; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct ContestChange {
    pub title: Option<String>,
    pub rules: Option<String>,
    pub settings: Option<ContestSettings>,
    pub consents: Option<Vec<ConsentText>>,
    /// Whose it becomes.
    pub owner: Option<NewOwner>,
}

impl ContestChange {
    const fn says_more_than_the_owner(&self) -> bool {
        self.title.is_some() || self.rules.is_some() || self.settings.is_some() || self.consents.is_some()
    }
}

/// A unit, or the whole authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewOwner(pub Option<UnitId>);

/// Somebody who may not take part, as an organiser names them.
#[derive(Debug, Clone)]
pub enum NewExclusion {
    StaffCode(String),
    Person {
        full_name: String,
        birth_date: CivilDate,
    },
}

impl Engine {
    pub async fn create_contest(
        &self,
        actor: &Actor,
        new: NewContest,
        key: Option<IdempotencyKey>,
    ) -> Result<Arc<Contest>> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let owner = self.owner_of_new(actor, new.unit).await?;
        let consents = match new.consents {
            Some(consents) => consents,
            None => usual_consents(&self.instance().await?.text),
        };
        let mut problems = check_slug(&new.slug);
        problems.extend(check_texts(&new.title, &new.rules, &new.settings, &consents));
        Error::if_any(problems)?;
        let record = ContestRecord {
            id: self.random.id::<ContestId>(self.now()).0,
            slug: new.slug,
            title: nfc(&new.title),
            rules_markdown: nfc(&new.rules),
            settings: to_json(&new.settings),
            consents: to_json(&consents),
            created_at: self.now().0,
            unit_id: owner.map(|unit| unit.0),
        };
        let mut tx = self.store.write().await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            drop(tx);
            return self.contest(parse_id(&id)?).await;
        }
        if !store::contests::insert(&mut tx, &record).await? {
            drop(tx);
            // The slug may have been taken by a twin of this request.
            let mut tx = self.store.read().await?;
            let twin = self.replay(&mut tx, key.as_ref()).await?;
            drop(tx);
            return match twin {
                Some(id) => self.contest(parse_id(&id)?).await,
                None => Err(Error::Conflict(Conflict::Taken)),
            };
        }
        let detail = Detail::named(&record.title);
        self.record(&mut tx, actor, "contests.create", &record.id.to_string(), &detail)
            .await?;
        self.remember(&mut tx, key.as_ref(), &record.id.to_string())
            .await?;
        tx.commit().await?;
        self.contest(ContestId(record.id)).await
    }

    /// What changes is decided on the contest as it is when nobody else can change it.
    pub async fn change_contest(
        &self,
        actor: &Actor,
        slug: &str,
        decide: impl FnOnce(&Contest) -> Result<ContestChange> + Send,
    ) -> Result<Arc<Contest>> {
        actor.may(Action::RunContests)?;
        let id = self.reached_contest_id(actor, slug).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, id).await?;
        let contest = load(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let change = with_rules_that_follow(decide(&contest)?, &contest);
        let says_more = change.says_more_than_the_owner();
        let owner = match change.owner {
            Some(NewOwner(named)) => next_owner(actor, &units, contest.unit, named)?,
            None => contest.unit,
        };
        let changed = ContestRecord {
            id: id.0,
            slug: contest.slug.clone(),
            title: change
                .title
                .map_or_else(|| contest.title.clone(), |title| nfc(&title)),
            rules_markdown: change
                .rules
                .map_or_else(|| contest.rules_markdown.clone(), |rules| nfc(&rules)),
            settings: to_json(change.settings.as_ref().unwrap_or(&contest.settings)),
            consents: to_json(change.consents.as_ref().unwrap_or(&contest.consents)),
            created_at: 0,
            unit_id: owner.map(|unit| unit.0),
        };
        let settings = change.settings.unwrap_or(contest.settings.clone());
        let consents = change.consents.unwrap_or(contest.consents.clone());
        Error::if_any(check_texts(
            &changed.title,
            &changed.rules_markdown,
            &settings,
            &consents,
        ))?;
        if is_promised(&contest) && changed.rules_markdown != contest.rules_markdown {
            return Err(Error::Conflict(Conflict::RulesPromised));
        }
        let knows_otherwise = settings.identity != contest.settings.identity;
        if knows_otherwise && store::participants::count(&mut tx, id).await? > 0 {
            return Err(Error::Conflict(Conflict::InUse));
        }
        store::contests::update(&mut tx, &changed).await?;
        let owners = owners_told(&units, contest.unit, owner);
        let detail = changes_told(&contest, &changed, (&settings, &consents));
        self.tell_change(&mut tx, (actor, id), (owners, detail), says_more)
            .await?;
        tx.commit().await?;
        self.contest_now(id).await
    }

    /// A contest that is given away is told apart from one whose texts or rules changed.
    async fn tell_change(
        &self,
        tx: &mut Tx,
        (actor, id): (&Actor, ContestId),
        (owners, detail): (Detail, Detail),
        says_more: bool,
    ) -> Result<()> {
        let object = id.to_string();
        if !owners.changed.is_empty() {
            self.record(tx, actor, "contests.owner", &object, &owners).await?;
        }
        if says_more || owners.changed.is_empty() {
            self.record(tx, actor, "contests.change", &object, &detail)
                .await?;
        }
        Ok(())
    }

    /// Takes a contest away for good: only while all of it is draft and nobody has entered.
    pub async fn remove_contest(&self, actor: &Actor, slug: &str) -> Result<()> {
        actor.may(Action::RunContests)?;
        let id = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, id).await?;
        let contest = load(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if contest.is_public() || store::participants::count(&mut tx, id).await? > 0 {
            return Err(Error::Conflict(Conflict::InUse));
        }
        if !contest.attachments.is_empty() {
            return Err(Error::invalid(
                "",
                said(
                    "Xin xóa các tài liệu của cuộc thi trước.",
                    "Remove the contest's documents first.",
                ),
            ));
        }
        if store::rosters::of_contest(&mut tx, id).await? > 0 {
            return Err(Error::invalid(
                "",
                said(
                    "Xin xóa danh sách dự thi của cuộc thi trước; nếu vừa xóa, xin chờ một lát rồi làm lại.",
                    "Empty the contest's roster first; if you just did, wait a little and try again.",
                ),
            ));
        }
        store::contests::delete_draft(&mut tx, id).await?;
        let detail = Detail::named(&contest.title).fact("slug", contest.slug.as_str());
        self.record(&mut tx, actor, "contests.remove", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.caches.slugs.invalidate(slug);
        self.forget_contest(id);
        Ok(())
    }

    /// Replaces the list of people who may not take part.
    pub async fn set_exclusions(
        &self,
        actor: &Actor,
        slug: &str,
        excluded: &[NewExclusion],
    ) -> Result<usize> {
        actor.may(Action::RunContests)?;
        let id = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        self.write_exclusions(&mut tx, actor, id, excluded).await?;
        tx.commit().await?;
        self.forget_contest(id);
        Ok(excluded.len())
    }

    pub(super) async fn write_exclusions(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: ContestId,
        excluded: &[NewExclusion],
    ) -> Result<()> {
        let rows: Vec<(String, String)> = excluded
            .iter()
            .map(|one| match one {
                NewExclusion::StaffCode(code) => (
                    to_json(&Exclusion::staff_code(code)),
                    in_a_line(code).unwrap_or_default(),
                ),
                NewExclusion::Person {
                    full_name,
                    birth_date,
                } => {
                    let name = in_a_line(full_name);
                    let written = name.map(|name| format!("{name}; {}", birth_date.vietnamese()));
                    let excluded = Exclusion::person(full_name, *birth_date);
                    (to_json(&excluded), written.unwrap_or_default())
                }
            })
            .collect();
        store::contests::replace_exclusions(tx, id, &rows).await?;
        let detail = Detail::default().fact("people", rows.len());
        self.record(tx, actor, "contests.exclusions", &id.to_string(), &detail)
            .await
    }
}

/// As a line of the list is written, which ends a name at a semicolon: what holds one is kept in its folded form only.
fn in_a_line(written: &str) -> Option<String> {
    let written = collapse_spaces(&nfc(written));
    (!written.contains(';')).then_some(written)
}

/// Texts of a contest by their names, its settings with their values.
fn changes_told(
    before: &Contest,
    after: &ContestRecord,
    (settings, consents): (&ContestSettings, &[ConsentText]),
) -> Detail {
    Detail::default()
        .change("title", before.title.as_str(), after.title.as_str())
        .touched("rules", before.rules_markdown != after.rules_markdown)
        .changes("settings.", &before.settings, settings)
        .touched("consents", before.consents != consents)
}

/// A template's text that nobody has rewritten says what is set, until a round has promised it.
fn with_rules_that_follow(change: ContestChange, contest: &Contest) -> ContestChange {
    let rules = match (&change.rules, &change.settings) {
        (None, Some(next)) if !is_promised(contest) => {
            rules_text::followed(&contest.rules_markdown, &contest.settings, next)
        }
        _ => return change,
    };
    ContestChange { rules, ..change }
}

/// 3 to 64 of a–z, 0–9 and hyphens, no hyphen at either end: it stands in addresses.
pub fn check_slug(slug: &str) -> Vec<Problem> {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = (3..=64).contains(&slug.len())
        && slug.chars().all(legal)
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if good {
        return Vec::new();
    }
    vec![Problem::at(
        "/slug",
        said(
            "Địa chỉ cuộc thi có từ 3 đến 64 ký tự: chữ thường không dấu, chữ số và gạch nối.",
            "A contest's address has 3 to 64 characters: small letters, digits and hyphens.",
        ),
    )]
}

fn check_texts(
    title: &str,
    rules: &str,
    settings: &ContestSettings,
    consents: &[ConsentText],
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !(1..=200).contains(&title.trim().chars().count()) {
        problems.push(Problem::at(
            "/title",
            said(
                "Tên cuộc thi có từ 1 đến 200 ký tự.",
                "A contest's title has 1 to 200 characters.",
            ),
        ));
    }
    if rules.chars().count() > 50_000 {
        problems.push(Problem::at(
            "/rules",
            said(
                "Thể lệ dài nhất 50.000 ký tự.",
                "The rules have at most 50,000 characters.",
            ),
        ));
    }
    problems.extend(settings.check());
    if !consents
        .iter()
        .any(|consent| consent.purpose == PARTICIPATE && consent.required)
    {
        problems.push(Problem::at(
            "/consents",
            said(
                "Cần có văn bản đồng ý tham gia («participate», bắt buộc).",
                "A consent to take part is needed (“participate”, required).",
            ),
        ));
    }
    problems
}

/// Announced rounds commit to the text of the rules.
fn is_promised(contest: &Contest) -> bool {
    let mut rounds = contest.rounds.iter();
    rounds.any(|round| round.state == RoundState::Announced)
}

#[cfg(test)]
mod tests {
    use super::in_a_line;

    #[test]
    fn what_would_be_several_lines_or_fields_is_kept_folded_only() {
        assert_eq!(in_a_line(" CB\n01 ").as_deref(), Some("CB 01"));
        assert_eq!(in_a_line("Lê Văn; Trưởng"), None);
    }
}
