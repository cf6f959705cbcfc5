//! Contests with their groups and rounds.

use std::sync::Arc;

use khao_domain::contest::round::RoundStatus;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{ContestId, GroupId, RoundId};
use khao_domain::people::eligibility::Exclusion;
use khao_domain::people::entry::{PARTICIPATE, PUBLISH_NAME};
use khao_domain::problem::Problem;
use khao_domain::text::nfc;
use khao_domain::time::{CivilDate, Timestamp};
use serde::{Deserialize, Serialize};

use super::caches::fresh;
use super::groups::Group;
use super::rounds::Round;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx, contests::ContestRecord, from_json, to_json};

#[derive(Debug, Clone)]
pub struct Contest {
    pub id: ContestId,
    pub slug: String,
    pub title: String,
    pub rules_markdown: String,
    pub rules_html: String,
    pub settings: ContestSettings,
    pub consents: Vec<ConsentText>,
    pub groups: Vec<Group>,
    /// In their order, drafts too.
    pub rounds: Vec<Round>,
    pub exclusions: Vec<Exclusion>,
}

/// A text to consent to; a changed text needs a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentText {
    pub purpose: String,
    pub text_version: String,
    /// Safe Markdown.
    pub text: String,
    pub required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub participants: i64,
    pub attempts: i64,
    pub submitted: i64,
}

/// A contest to be created.
#[derive(Debug, Clone)]
pub struct NewContest {
    pub slug: String,
    pub title: String,
    pub rules: String,
    pub settings: ContestSettings,
    /// None: the two usual ones, taking part and publishing the name.
    pub consents: Option<Vec<ConsentText>>,
}

/// What to change; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct ContestChange {
    pub title: Option<String>,
    pub rules: Option<String>,
    pub settings: Option<ContestSettings>,
    pub consents: Option<Vec<ConsentText>>,
}

/// Somebody who may not take part, as an organiser names them.
#[derive(Debug, Clone)]
pub enum NewExclusion {
    StaffCode(String),
    Person {
        full_name: String,
        birth_date: CivilDate,
    },
}

impl Contest {
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    pub fn round(&self, id: RoundId) -> Option<&Round> {
        self.rounds.iter().find(|round| round.id == id)
    }

    /// The public sees a contest once a round of it is announced.
    pub fn is_public(&self) -> bool {
        self.rounds.iter().any(Round::is_public)
    }

    /// People may enter while a round is open or still to come.
    pub fn takes_entries(&self, now: Timestamp) -> bool {
        let status = self.status(now);
        self.is_public() && status != RoundStatus::Closed
    }

    /// Open if any round is; else upcoming if one is to come; else closed.
    pub fn status(&self, now: Timestamp) -> RoundStatus {
        let has = |wanted| self.rounds.iter().any(|round| round.status(now) == Some(wanted));
        if has(RoundStatus::Open) {
            RoundStatus::Open
        } else if has(RoundStatus::Upcoming) {
            RoundStatus::Upcoming
        } else {
            RoundStatus::Closed
        }
    }
}

impl Engine {
    /// Contests anybody may see, the newest first.
    pub async fn public_contests(&self) -> Result<Vec<Arc<Contest>>> {
        Ok(self
            .all_contests()
            .await?
            .into_iter()
            .filter(|contest| contest.is_public())
            .collect())
    }

    /// Every contest, drafts too.
    pub async fn contests(&self, actor: &Actor) -> Result<Vec<Arc<Contest>>> {
        actor.may(Action::SeeConsole)?;
        self.all_contests().await
    }

    async fn all_contests(&self) -> Result<Vec<Arc<Contest>>> {
        let mut tx = self.store.read().await?;
        let records = store::contests::all(&mut tx).await?;
        drop(tx);
        let mut contests = Vec::with_capacity(records.len());
        for record in records {
            contests.push(self.contest(ContestId(record.id)).await?);
        }
        Ok(contests)
    }

    /// A contest the public may see.
    pub async fn public_contest(&self, slug: &str) -> Result<Arc<Contest>> {
        let id = self.contest_id(slug).await?.ok_or(Error::NotFound)?;
        let contest = self.contest(id).await?;
        if contest.is_public() {
            Ok(contest)
        } else {
            Err(Error::NotFound)
        }
    }

    /// Any contest, for those who see the console.
    pub async fn console_contest(&self, actor: &Actor, slug: &str) -> Result<Arc<Contest>> {
        actor.may(Action::SeeConsole)?;
        let id = self.contest_id(slug).await?.ok_or(Error::NotFound)?;
        self.contest(id).await
    }

    pub(crate) async fn contest_id(&self, slug: &str) -> Result<Option<ContestId>> {
        if let Some(id) = self.caches.slugs.get(slug) {
            return Ok(Some(id));
        }
        let mut tx = self.store.read().await?;
        let Some(record) = store::contests::by_slug(&mut tx, slug).await? else {
            return Ok(None);
        };
        self.caches.slugs.insert(slug.to_owned(), ContestId(record.id));
        Ok(Some(ContestId(record.id)))
    }

    pub async fn contest(&self, id: ContestId) -> Result<Arc<Contest>> {
        let now = self.now();
        if let Some(contest) = fresh(&self.caches.contests, &id, now) {
            return Ok(contest);
        }
        let mut tx = self.store.read().await?;
        let contest = Arc::new(load(&mut tx, id).await?.ok_or(Error::NotFound)?);
        self.caches.contests.insert(id, (now, contest.clone()));
        Ok(contest)
    }

    /// The contest as the database has it now, for decisions that write.
    pub(crate) async fn contest_now(&self, id: ContestId) -> Result<Arc<Contest>> {
        self.caches.contests.invalidate(&id);
        self.contest(id).await
    }

    pub(crate) fn forget_contest(&self, id: ContestId) {
        self.caches.contests.invalidate(&id);
    }

    /// People, attempts and submissions so far; at most five seconds old.
    pub async fn counts(&self, id: ContestId) -> Result<Counts> {
        let now = self.now();
        if let Some(counts) = fresh(&self.caches.counts, &id, now) {
            return Ok(*counts);
        }
        let mut tx = self.store.read().await?;
        let participants = store::participants::count(&mut tx, id).await?;
        let figures = store::figures::of_contest(&mut tx, id).await?;
        let counts = Counts {
            participants,
            attempts: figures.attempts,
            submitted: figures.submitted,
        };
        self.caches.counts.insert(id, (now, Arc::new(counts)));
        Ok(counts)
    }

    pub async fn create_contest(
        &self,
        actor: &Actor,
        new: NewContest,
        key: Option<IdempotencyKey>,
    ) -> Result<Arc<Contest>> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let consents = new.consents.unwrap_or_else(usual_consents);
        let mut problems = check_slug(&new.slug);
        problems.extend(check_texts(&new.title, &new.rules, &new.settings, &consents));
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let record = ContestRecord {
            id: self.random.id::<ContestId>(self.now()).0,
            slug: new.slug,
            title: nfc(&new.title),
            rules_markdown: nfc(&new.rules),
            settings: to_json(&new.settings),
            consents: to_json(&consents),
            created_at: self.now().0,
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
        self.record(&mut tx, actor, "contests.create", &record.id.to_string(), "")
            .await?;
        self.remember(&mut tx, key.as_ref(), &record.id.to_string())
            .await?;
        tx.commit().await?;
        self.contest(ContestId(record.id)).await
    }

    pub async fn change_contest(
        &self,
        actor: &Actor,
        slug: &str,
        change: ContestChange,
    ) -> Result<Arc<Contest>> {
        actor.may(Action::RunContests)?;
        let id = self.contest_id(slug).await?.ok_or(Error::NotFound)?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, id).await?;
        let contest = load(&mut tx, id).await?.ok_or(Error::NotFound)?;
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
        };
        let settings = change.settings.unwrap_or(contest.settings.clone());
        let consents = change.consents.unwrap_or(contest.consents.clone());
        let problems = check_texts(&changed.title, &changed.rules_markdown, &settings, &consents);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let has_people = store::participants::count(&mut tx, id).await? > 0;
        if has_people && settings.identity != contest.settings.identity {
            return Err(Error::Conflict(Conflict::InUse));
        }
        store::contests::update(&mut tx, &changed).await?;
        self.record(&mut tx, actor, "contests.change", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        self.contest_now(id).await
    }

    /// Replaces the list of people who may not take part.
    pub async fn set_exclusions(
        &self,
        actor: &Actor,
        slug: &str,
        excluded: &[NewExclusion],
    ) -> Result<usize> {
        actor.may(Action::RunContests)?;
        let id = self.contest_id(slug).await?.ok_or(Error::NotFound)?;
        let rows: Vec<String> = excluded
            .iter()
            .map(|one| match one {
                NewExclusion::StaffCode(code) => to_json(&Exclusion::staff_code(code)),
                NewExclusion::Person {
                    full_name,
                    birth_date,
                } => to_json(&Exclusion::person(full_name, *birth_date)),
            })
            .collect();
        let mut tx = self.store.write().await?;
        store::contests::replace_exclusions(&mut tx, id, &rows).await?;
        let detail = format!("{} rows", rows.len());
        self.record(&mut tx, actor, "contests.exclusions", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(id);
        Ok(rows.len())
    }
}

pub(crate) fn parse_id<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse()
        .map_err(|_| Error::Internal("an idempotency row holds no id".into()))
}

pub(crate) async fn load(tx: &mut Tx, id: ContestId) -> Result<Option<Contest>> {
    let Some(record) = store::contests::by_id(tx, id).await? else {
        return Ok(None);
    };
    let groups = super::groups::load(tx, id).await?;
    let questions = groups.iter().map(Group::questions).max().unwrap_or(0);
    let rounds = store::rounds::of_contest(tx, id).await?;
    let exclusions = store::contests::exclusions(tx, id).await?;
    Ok(Some(Contest {
        id,
        rules_html: crate::markdown::block(&record.rules_markdown),
        settings: from_json(&record.settings, "contests", "settings", &id)?,
        consents: from_json(&record.consents, "contests", "consents", &id)?,
        rounds: rounds
            .iter()
            .map(|round| Round::of(round, questions))
            .collect::<std::result::Result<_, _>>()?,
        exclusions: exclusions
            .iter()
            .map(|one| from_json(one, "exclusions", "excluded", &id))
            .collect::<std::result::Result<_, _>>()?,
        groups,
        slug: record.slug,
        title: record.title,
        rules_markdown: record.rules_markdown,
    }))
}

/// 3 to 64 of a–z, 0–9 and hyphens, no hyphen at either end: it stands in addresses.
fn check_slug(slug: &str) -> Vec<Problem> {
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
        "Địa chỉ cuộc thi có từ 3 đến 64 ký tự: chữ thường không dấu, chữ số và gạch nối.",
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
        problems.push(Problem::at("/title", "Tên cuộc thi có từ 1 đến 200 ký tự."));
    }
    if rules.chars().count() > 50_000 {
        problems.push(Problem::at("/rules", "Thể lệ dài nhất 50.000 ký tự."));
    }
    problems.extend(settings.check());
    if !consents
        .iter()
        .any(|consent| consent.purpose == PARTICIPATE && consent.required)
    {
        problems.push(Problem::at(
            "/consents",
            "Cần có văn bản đồng ý tham gia («participate», bắt buộc).",
        ));
    }
    problems
}

fn usual_consents() -> Vec<ConsentText> {
    vec![
        ConsentText {
            purpose: PARTICIPATE.to_owned(),
            text_version: "1".to_owned(),
            text: "Tôi đồng ý để ban tổ chức xử lý các thông tin tôi khai trên trang này nhằm tổ chức cuộc thi, \
                   chấm điểm và xếp hạng, theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15."
                .to_owned(),
            required: true,
        },
        ConsentText {
            purpose: PUBLISH_NAME.to_owned(),
            text_version: "1".to_owned(),
            text: "Tôi đồng ý công khai họ tên đầy đủ của tôi trên bảng xếp hạng. Nếu không đồng ý, tên của tôi được \
                   viết tắt (ví dụ: Trần Thị M.)."
                .to_owned(),
            required: false,
        },
    ]
}
