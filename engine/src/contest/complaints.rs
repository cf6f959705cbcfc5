//! Complaints: for some days after publication a participant can object to a question or the result; organisers answer.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::ids::{AttemptId, ComplaintId, ParticipantId, RoundId};
use khao_domain::lang::said;
use khao_domain::text::nfc;
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::attempts::AttemptContext;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::complaints::ComplaintRecord;

const TEXT_MOST: usize = 2000;
const PER_ATTEMPT: usize = 5;
/// So many are listed, those that wait first.
const LISTED: i64 = 200;
const DAY_S: i64 = 24 * 3600;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    pub id: ComplaintId,
    /// The question of the paper; none where it is about the result.
    pub position: Option<u16>,
    pub text: String,
    pub filed_at: Timestamp,
    /// The answer, and when it was given.
    pub answer: Option<(String, Timestamp)>,
}

/// The complaints about an attempt, and until when more can be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyComplaints {
    pub complaints: Vec<Complaint>,
    /// None where nothing can be filed now.
    pub open_until: Option<Timestamp>,
}

/// A complaint as organisers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintCase {
    pub complaint: Complaint,
    pub attempt: AttemptId,
    pub participant: ParticipantId,
    /// Empty where the person is not known any more.
    pub name: String,
    /// Code of the question.
    pub item: Option<String>,
}

impl Engine {
    pub async fn my_complaints(&self, actor: &Actor, id: AttemptId) -> Result<MyComplaints> {
        let context = self.own(actor, id).await?;
        let mut tx = self.store.read().await?;
        let records = store::complaints::of_attempt(&mut tx, id).await?;
        drop(tx);
        let open_until = self.complaints_open(&context).await?;
        Ok(MyComplaints {
            open_until: open_until.filter(|_| records.len() < PER_ATTEMPT),
            complaints: records.into_iter().map(complaint_of).collect(),
        })
    }

    /// The end of the window, while it is open.
    async fn complaints_open(&self, context: &Arc<AttemptContext>) -> Result<Option<Timestamp>> {
        let (_, round) = self.contest_of_round(context.round.id).await?;
        let days = i64::from(context.round.settings.complaint_days);
        let until = round.published_at.map(|at| at.plus_seconds(days * DAY_S));
        Ok(until.filter(|until| self.now() < *until))
    }

    /// The same text about the same question again is the complaint there is.
    pub async fn complain(
        &self,
        actor: &Actor,
        id: AttemptId,
        position: Option<u16>,
        text: &str,
    ) -> Result<Complaint> {
        let context = self.own(actor, id).await?;
        if self.complaints_open(&context).await?.is_none() {
            return Err(Error::Conflict(Conflict::ComplaintsClosed));
        }
        let body = checked("/text", text)?;
        let questions = context.paper.questions.len();
        if position.is_some_and(|position| !(1..=questions).contains(&usize::from(position))) {
            return Err(Error::invalid(
                "/position",
                said("Bài thi không có câu này.", "The paper has no such question."),
            ));
        }
        let record = ComplaintRecord {
            id: self.random.id::<ComplaintId>(self.now()).0,
            round_id: context.round.id.0,
            attempt_id: id.0,
            participant_id: context.participant.0,
            position: position.map(i64::from),
            body,
            filed_at: self.now().0,
            answer: None,
            answered_at: None,
        };
        let mut tx = self.store.write().await?;
        store::complaints::lock_attempt(&mut tx, id).await?;
        let present = store::complaints::of_attempt(&mut tx, id).await?;
        let twin = |row: &&ComplaintRecord| (row.position, &row.body) == (record.position, &record.body);
        if let Some(twin) = present.iter().find(twin) {
            return Ok(complaint_of(twin.clone()));
        }
        if present.len() >= PER_ATTEMPT {
            return Err(Error::invalid(
                "/text",
                said(
                    "Mỗi bài thi gửi được nhiều nhất 5 khiếu nại.",
                    "At most 5 complaints can be made about a paper.",
                ),
            ));
        }
        store::complaints::insert(&mut tx, &record).await?;
        tx.commit().await?;
        Ok(complaint_of(record))
    }

    /// Those that wait for an answer first.
    pub async fn complaints(&self, actor: &Actor, id: RoundId) -> Result<Vec<ComplaintCase>> {
        actor.may(Action::RunContests)?;
        self.reached_round(actor, id).await?;
        let mut tx = self.store.read().await?;
        let records = store::complaints::of_round(&mut tx, id, LISTED).await?;
        let ids: Vec<Uuid> = records.iter().map(|row| row.participant_id).collect();
        let people = store::participants::names(&mut tx, &ids).await?;
        drop(tx);
        let names: HashMap<Uuid, String> = people.into_iter().map(|one| (one.id, one.full_name)).collect();
        let mut cases = Vec::with_capacity(records.len());
        for record in records {
            let item = match record.position {
                Some(position) => self.code_at(AttemptId(record.attempt_id), position).await?,
                None => None,
            };
            cases.push(ComplaintCase {
                attempt: AttemptId(record.attempt_id),
                participant: ParticipantId(record.participant_id),
                name: names.get(&record.participant_id).cloned().unwrap_or_default(),
                item,
                complaint: complaint_of(record),
            });
        }
        Ok(cases)
    }

    async fn code_at(&self, attempt: AttemptId, position: i64) -> Result<Option<String>> {
        let (context, _) = self.attempt_now(attempt).await?;
        let place = usize::try_from(position - 1).ok();
        let question = place.and_then(|place| context.paper.questions.get(place));
        let group = context.frozen_group();
        let item = question
            .zip(group)
            .and_then(|(question, group)| group.pool.get(question.item));
        Ok(item.map(|item| item.code.clone()))
    }

    /// Once: what was answered is not changed behind the participant's back.
    pub async fn answer_complaint(
        &self,
        actor: &Actor,
        (round, id): (RoundId, ComplaintId),
        answer: &str,
    ) -> Result<()> {
        actor.may(Action::RunContests)?;
        self.reached_round(actor, round).await?;
        let answer = checked("/answer", answer)?;
        let by = actor.account().map(|account| account.0);
        let mut tx = self.store.write().await?;
        if !store::complaints::answer(&mut tx, (round, id), &answer, (self.now(), by)).await? {
            return Err(Error::NotFound);
        }
        self.record(&mut tx, actor, "complaints.answer", &id.to_string(), "")
            .await?;
        Ok(tx.commit().await?)
    }
}

fn checked(pointer: &str, text: &str) -> Result<String> {
    let text = nfc(text.trim()).replace('\r', "");
    let odd = text
        .chars()
        .any(|character| character.is_control() && character != '\n');
    if odd || !(1..=TEXT_MOST).contains(&text.chars().count()) {
        return Err(Error::invalid(
            pointer,
            said("Hãy viết từ 1 đến 2.000 ký tự.", "Write 1 to 2,000 characters."),
        ));
    }
    Ok(text)
}

fn complaint_of(record: ComplaintRecord) -> Complaint {
    Complaint {
        id: ComplaintId(record.id),
        position: record.position.and_then(|position| u16::try_from(position).ok()),
        text: record.body,
        filed_at: Timestamp(record.filed_at),
        answer: record.answer.zip(record.answered_at.map(Timestamp)),
    }
}
