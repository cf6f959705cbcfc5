//! From drafts to approved items, one or many at a time; and what several items are given at once.

use std::collections::{BTreeSet, HashMap, HashSet};

use khao_domain::audit::Detail;
use khao_domain::bank::formats::csv::TOPIC_CHARS_MOST;
use khao_domain::bank::item::{Difficulty, Item, ItemStatus};
use khao_domain::bank::lifecycle::Step;
use khao_domain::ids::BankId;
use khao_domain::lang::said;
use khao_domain::text::{collapse_spaces, nfc};

use super::changes::{Change, RevisionKind};
use super::import_plan::has_content_of;
use super::items::is_own;
use super::snapshot::{BankItem, Snapshot};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::banks::BankRecord;
use crate::store::items::NewVersion;

const NOTE_CHARS_MOST: usize = 1_000;
/// How many items one step takes.
pub const ITEMS_AT_ONCE_MOST: usize = 5_000;

/// What is done with the items that were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkStep {
    Topic(String),
    Difficulty(Difficulty),
    /// With what there is to say about it; whoever sends an item back must say something.
    Step(Step, String),
}

/// Why an item was left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// There is no such item.
    Missing,
    /// The visitor wrote it.
    Own,
    /// The step does not start from its status, or changes nothing.
    Status,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkReport {
    pub changed: Vec<String>,
    pub left_out: Vec<(String, LeftOut)>,
}

impl BulkStep {
    const fn action(&self) -> Action {
        match self {
            Self::Step(step, _) => right_to(*step),
            Self::Topic(_) | Self::Difficulty(_) => Action::ManageBanks,
        }
    }

    fn checked(self) -> Result<Self> {
        match self {
            Self::Topic(topic) => {
                let topic = collapse_spaces(&nfc(&topic));
                if (1..=TOPIC_CHARS_MOST).contains(&topic.chars().count()) {
                    return Ok(Self::Topic(topic));
                }
                Err(Error::invalid(
                    "/topic",
                    said(
                        "Chủ đề có từ 1 đến 120 ký tự.",
                        "A topic has 1 to 120 characters.",
                    ),
                ))
            }
            Self::Step(step, note) => {
                let note = nfc(&note);
                if note.chars().count() > NOTE_CHARS_MOST {
                    return Err(Error::invalid(
                        "/note",
                        said(
                            "Ý kiến dài quá 1.000 ký tự.",
                            "The note has more than 1,000 characters.",
                        ),
                    ));
                }
                if step == Step::SendBack && note.is_empty() {
                    let detail = said(
                        "Khi trả lại, xin ghi ý kiến để người soạn biết cần sửa gì.",
                        "Say what is to be changed when you send a question back.",
                    );
                    return Err(Error::invalid("/note", detail));
                }
                Ok(Self::Step(step, note))
            }
            difficulty @ Self::Difficulty(_) => Ok(difficulty),
        }
    }
}

impl Engine {
    /// Takes a step with each item it can be taken with, and says which ones were left out. All in one revision.
    pub async fn change_items(
        &self,
        actor: &Actor,
        id: BankId,
        codes: &[String],
        step: BulkStep,
    ) -> Result<BulkReport> {
        actor.may(step.action())?;
        self.reached_bank(actor, id).await?;
        let step = step.checked()?;
        check_chosen(codes)?;
        let work = Box::pin(self.change_alone(actor, id, codes, &step));
        self.alone_with(id, work).await
    }

    /// Takes a step with one item, or says why it cannot be taken.
    pub async fn step_item(
        &self,
        actor: &Actor,
        id: BankId,
        code: &str,
        step: Step,
        note: &str,
    ) -> Result<()> {
        let step = BulkStep::Step(step, note.to_owned());
        let report = self.change_items(actor, id, &[code.to_owned()], step).await?;
        match report.left_out.first() {
            None => Ok(()),
            Some((_, LeftOut::Own)) => Err(Error::invalid(
                "",
                said(
                    "Ông/bà soạn nội dung này nên người khác phải thẩm định và duyệt.",
                    "You wrote this content, so somebody else has to review and approve it.",
                ),
            )),
            Some((_, LeftOut::Status)) => Err(Error::invalid(
                "",
                said(
                    "Bước này không hợp với trạng thái hiện tại của câu hỏi.",
                    "This step does not start from the question's present status.",
                ),
            )),
            Some((_, LeftOut::Missing)) => Err(Error::NotFound),
        }
    }

    /// What the step would do, for whoever has to say that it is meant.
    pub async fn weigh_items(
        &self,
        actor: &Actor,
        id: BankId,
        codes: &[String],
        step: &BulkStep,
    ) -> Result<Weighed> {
        actor.may(step.action())?;
        let bank = self.reached_bank(actor, id).await?;
        let step = step.clone().checked()?;
        check_chosen(codes)?;
        let snapshot = self.snapshot(&bank).await?;
        let planned = self.planned(actor, (&bank, &snapshot), codes, &step).await?;
        let judged = planned.versions.iter().filter(|version| {
            let before = snapshot.get(&version.item.code).map(|one| one.item.status);
            let is_judged = matches!(before, Some(ItemStatus::Reviewed | ItemStatus::Approved));
            is_judged && version.item.status == ItemStatus::Draft
        });
        Ok(Weighed {
            changed: planned.versions.len(),
            drafts_again: judged.count(),
        })
    }

    async fn change_alone(
        &self,
        actor: &Actor,
        id: BankId,
        codes: &[String],
        step: &BulkStep,
    ) -> Result<BulkReport> {
        let bank = self.reached_bank(actor, id).await?;
        let snapshot = self.snapshot(&bank).await?;
        let planned = self.planned(actor, (&bank, &snapshot), codes, step).await?;
        let changes: Vec<Change> = planned.versions.into_iter().map(Change::to).collect();
        if !changes.is_empty() {
            let detail = Detail::default()
                .fact("step", word(step))
                .fact("items", changes.len());
            self.flip(actor, &bank, &changes, RevisionKind::Step, detail)
                .await?;
        }
        Ok(planned.report)
    }

    async fn planned(
        &self,
        actor: &Actor,
        (bank, snapshot): (&BankRecord, &Snapshot),
        codes: &[String],
        step: &BulkStep,
    ) -> Result<Planned> {
        let before = match step {
            BulkStep::Step(Step::Restore, _) => self.before_retirement(bank, snapshot, codes).await?,
            _ => HashMap::new(),
        };
        let mut planned = Planned::default();
        let mut met = HashSet::new();
        for code in codes.iter().filter(|code| met.insert(code.as_str())) {
            let one = snapshot.get(code).ok_or(LeftOut::Missing);
            match one.and_then(|one| version_after(one, step, actor)) {
                Ok(mut version) => {
                    if let Some(status) = before.get(code) {
                        version.item.status = *status;
                    }
                    planned.report.changed.push(code.clone());
                    planned.versions.push(version);
                }
                Err(why) => planned.report.left_out.push((code.clone(), why)),
            }
        }
        Ok(planned)
    }

    /// What retired items were before, where nobody changed them since: what was approved once need not be again.
    async fn before_retirement(
        &self,
        bank: &BankRecord,
        snapshot: &Snapshot,
        codes: &[String],
    ) -> Result<HashMap<String, ItemStatus>> {
        let retired = codes.iter().filter_map(|code| snapshot.get(code));
        let retired = retired.filter(|one| one.item.status == ItemStatus::Retired);
        let by_code: HashMap<&str, &BankItem> = retired.map(|one| (one.item.code.as_str(), &**one)).collect();
        let revisions: BTreeSet<i64> = by_code.values().map(|one| one.from_revision).collect();
        let mut before = HashMap::new();
        let mut tx = self.store.read().await?;
        for revision in revisions {
            for row in store::items::ended_in(&mut tx, BankId(bank.id), revision).await? {
                let writer = row.content_by;
                let old = row.item()?;
                let is_same = |one: &&BankItem| {
                    one.from_revision == revision
                        && one.content_by == writer
                        && has_content_of(&old, &one.item)
                };
                let now = by_code.get(old.code.as_str()).copied().filter(is_same);
                if now.is_some() && old.status != ItemStatus::Retired {
                    before.insert(old.code.clone(), old.status);
                }
            }
        }
        Ok(before)
    }
}

fn check_chosen(codes: &[String]) -> Result<()> {
    if (1..=ITEMS_AT_ONCE_MOST).contains(&codes.len()) {
        return Ok(());
    }
    Err(Error::invalid(
        "/codes",
        said("Xin chọn từ 1 đến 5.000 câu.", "Choose 1 to 5,000 questions."),
    ))
}

/// What a step does with the items it was taken with.
#[derive(Default)]
struct Planned {
    report: BulkReport,
    versions: Vec<NewVersion>,
}

/// What a step would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    pub changed: usize,
    /// Reviewed or approved, and drafts after it.
    pub drafts_again: usize,
}

const fn word(step: &BulkStep) -> &'static str {
    match step {
        BulkStep::Topic(_) => "topic",
        BulkStep::Difficulty(_) => "difficulty",
        BulkStep::Step(step, _) => step.as_str(),
    }
}

/// What whoever takes a step must be allowed to.
pub const fn right_to(step: Step) -> Action {
    if step.judges() {
        Action::ApproveItems
    } else {
        Action::ManageBanks
    }
}

fn status_after(one: &BankItem, step: Step, actor: &Actor) -> std::result::Result<ItemStatus, LeftOut> {
    let status = step.from(one.item.status).ok_or(LeftOut::Status)?;
    if step.judges() && is_own(one, actor) {
        return Err(LeftOut::Own);
    }
    Ok(status)
}

/// What the actor can do with the item as it is.
pub(super) fn steps_of(one: &BankItem, actor: &Actor) -> Vec<Step> {
    let is_open = |step: &Step| actor.may(right_to(*step)).is_ok() && status_after(one, *step, actor).is_ok();
    Step::ALL.into_iter().filter(is_open).collect()
}

fn version_after(one: &BankItem, step: &BulkStep, actor: &Actor) -> std::result::Result<NewVersion, LeftOut> {
    let mut item: Item = one.item.clone();
    match step {
        BulkStep::Step(step, note) => {
            item.status = status_after(one, *step, actor)?;
            return Ok(NewVersion {
                item,
                content_by: one.content_by,
                note: note.clone(),
            });
        }
        BulkStep::Topic(topic) => item.topic.clone_from(topic),
        BulkStep::Difficulty(difficulty) => item.difficulty = *difficulty,
    }
    if has_content_of(&one.item, &item) {
        return Err(LeftOut::Status);
    }
    item.status = one.item.status.after_change();
    Ok(NewVersion {
        item,
        content_by: actor.account().map(|account| account.0),
        note: String::new(),
    })
}
