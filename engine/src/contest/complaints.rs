//! Complaints: for some days after publication a participant can object to a question or the result. What organisers
//! do with them stands in `complaint_cases`.

use std::sync::Arc;

use khao_domain::ids::{AttemptId, ComplaintId};
use khao_domain::lang::said;
use khao_domain::text::nfc;
use khao_domain::time::Timestamp;

use super::attempts::AttemptContext;
use super::texts::has_words;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::Actor;
use crate::store;
use crate::store::complaints::ComplaintRecord;

const TEXT_MOST: usize = 2000;
const PER_ATTEMPT: usize = 5;
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
    /// Whether it was right; none where the answer does not say.
    pub upheld: Option<bool>,
}

/// The complaints about an attempt, and until when more can be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyComplaints {
    pub complaints: Vec<Complaint>,
    /// None where nothing can be filed now.
    pub open_until: Option<Timestamp>,
    /// How many the paper has.
    pub questions: u16,
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
            questions: u16::try_from(context.paper.questions.len()).unwrap_or(u16::MAX),
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
            upheld: None,
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
}

pub(super) fn checked(pointer: &str, text: &str) -> Result<String> {
    let text = nfc(text);
    if has_words(&text, TEXT_MOST) {
        Ok(text)
    } else {
        Err(Error::invalid(
            pointer,
            said("Hãy viết từ 1 đến 2.000 ký tự.", "Write 1 to 2,000 characters."),
        ))
    }
}

pub(super) fn complaint_of(record: ComplaintRecord) -> Complaint {
    Complaint {
        id: ComplaintId(record.id),
        position: record.position.and_then(|position| u16::try_from(position).ok()),
        text: record.body,
        filed_at: Timestamp(record.filed_at),
        answer: record.answer.zip(record.answered_at.map(Timestamp)),
        upheld: record.upheld,
    }
}
