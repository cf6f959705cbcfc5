//! Complaints as organisers work through them: those of a contest, and one with the question as it was drawn.

use std::collections::HashMap;

use khao_domain::audit::Detail;
use khao_domain::ids::{AttemptId, ComplaintId, GroupId, ParticipantId, RoundId};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::complaints::{Complaint, checked, complaint_of};
use super::frozen::FrozenRound;
use super::results::{ResultItem, folded_of, result_items};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::complaints::{CaseRecord, ComplaintPart};

/// So many are listed by round, those that wait first.
const LISTED: i64 = 200;

/// A complaint as organisers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintCase {
    pub complaint: Complaint,
    pub round: RoundId,
    pub attempt: AttemptId,
    pub participant: ParticipantId,
    /// Empty where the person is not known any more.
    pub name: String,
    /// Code of the question.
    pub item: Option<String>,
}

/// Which complaints of a contest to list.
#[derive(Debug, Clone, Copy)]
pub struct CaseQuery {
    pub round: Option<RoundId>,
    /// Those that are answered, or those that wait.
    pub answered: bool,
    /// The last one seen.
    pub after: Option<(Timestamp, ComplaintId)>,
    pub limit: u16,
}

#[derive(Debug, Clone)]
pub struct CasePage {
    pub cases: Vec<ComplaintCase>,
    /// Where the next page begins.
    pub next: Option<(Timestamp, ComplaintId)>,
}

/// How many complaints a round has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaseCount {
    pub open: i64,
    pub answered: i64,
}

/// One complaint, and the paper it is about.
#[derive(Debug, Clone)]
pub struct CaseFile {
    pub case: ComplaintCase,
    /// In hundredths, as the attempt is scored now.
    pub score: Option<(i64, i64)>,
    /// Whether the visitor may open the bank: without it the questions come without keys, explanations and sources.
    pub has_keys: bool,
    /// The question complained about; of the whole result, every question.
    pub items: Vec<ResultItem>,
}

impl Engine {
    /// Those that wait for an answer first.
    pub async fn complaints(&self, actor: &Actor, id: RoundId) -> Result<Vec<ComplaintCase>> {
        actor.may(Action::ExportPersonalData)?;
        self.reached_round(actor, id).await?;
        let mut tx = self.store.read().await?;
        let records = store::complaints::of_round(&mut tx, id, LISTED).await?;
        drop(tx);
        self.cases(records).await
    }

    /// Those of a contest, the first one first.
    pub async fn complaints_of_contest(
        &self,
        actor: &Actor,
        slug: &str,
        query: &CaseQuery,
    ) -> Result<CasePage> {
        actor.may(Action::ExportPersonalData)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let (filed_at, id) = query
            .after
            .unwrap_or((Timestamp(i64::MIN), ComplaintId(Uuid::nil())));
        let part = ComplaintPart {
            round: query.round.map(|round| round.0),
            answered: query.answered,
            after: (filed_at.0, id.0),
            limit: i64::from(query.limit) + 1,
        };
        let mut tx = self.store.read().await?;
        let mut records = store::complaints::of_contest(&mut tx, contest, &part).await?;
        drop(tx);
        let more = records.len() > usize::from(query.limit);
        records.truncate(usize::from(query.limit));
        let last = records.last().filter(|_| more);
        Ok(CasePage {
            next: last.map(|row| (Timestamp(row.complaint.filed_at), ComplaintId(row.complaint.id))),
            cases: self.cases(records).await?,
        })
    }

    /// How many each round of a contest has; a round that is not named has none.
    pub async fn complaint_counts(&self, actor: &Actor, slug: &str) -> Result<HashMap<RoundId, CaseCount>> {
        actor.may(Action::ExportPersonalData)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.read().await?;
        let rows = store::complaints::counts(&mut tx, contest).await?;
        let count = |row: &store::complaints::ComplaintCount| CaseCount {
            open: row.filed - row.answered,
            answered: row.answered,
        };
        Ok(rows
            .iter()
            .map(|row| (RoundId(row.round_id), count(row)))
            .collect())
    }

    /// One complaint with the question as it was drawn, what was answered, and the key as it is now, where the visitor
    /// may open the bank.
    pub async fn complaint_case(
        &self,
        actor: &Actor,
        (round, id): (RoundId, ComplaintId),
    ) -> Result<CaseFile> {
        actor.may(Action::ExportPersonalData)?;
        self.reached_round(actor, round).await?;
        let mut tx = self.store.read().await?;
        let record = store::complaints::by_id(&mut tx, round, id).await?;
        let record = record.ok_or(Error::NotFound)?;
        let attempt = AttemptId(record.complaint.attempt_id);
        let row = store::attempts::by_id(&mut tx, attempt).await?;
        drop(tx);
        let row = row.ok_or(Error::NotFound)?;
        let (context, _) = self.attempt_now(attempt).await?;
        let rulings = self.rulings(&context.round).await?;
        let mut items = result_items(&context, &rulings, &folded_of(&row)?);
        if let Some(position) = record.complaint.position {
            items.retain(|item| i64::from(item.position) == position);
        }
        let opened = self.opened_banks(actor, &context.round).await?;
        let has_keys = context
            .frozen_group()
            .is_some_and(|group| opened.contains(&group.bank));
        if !has_keys {
            items = items.into_iter().map(ResultItem::without_key).collect();
        }
        let cases = self.cases(vec![record]).await?;
        Ok(CaseFile {
            case: cases.into_iter().next().ok_or(Error::NotFound)?,
            score: row.score_hundredths.zip(row.max_score_hundredths),
            has_keys,
            items,
        })
    }

    async fn cases(&self, records: Vec<CaseRecord>) -> Result<Vec<ComplaintCase>> {
        let ids: Vec<Uuid> = records.iter().map(|row| row.complaint.participant_id).collect();
        let mut tx = self.store.read().await?;
        let people = store::participants::names(&mut tx, &ids).await?;
        drop(tx);
        let names: HashMap<Uuid, String> = people.into_iter().map(|one| (one.id, one.full_name)).collect();
        let mut cases = Vec::with_capacity(records.len());
        for record in records {
            // Frozen rounds are kept: no read for each.
            let round = self.frozen_round(RoundId(record.complaint.round_id)).await?;
            let item = item_of(&round, &record);
            let complaint = record.complaint;
            cases.push(ComplaintCase {
                round: RoundId(complaint.round_id),
                attempt: AttemptId(complaint.attempt_id),
                participant: ParticipantId(complaint.participant_id),
                name: names.get(&complaint.participant_id).cloned().unwrap_or_default(),
                item,
                complaint: complaint_of(complaint),
            });
        }
        Ok(cases)
    }

    /// Once: what was answered is not changed behind the participant's back. `upheld`: whether the complaint was right,
    /// where the answer says so.
    pub async fn answer_complaint(
        &self,
        actor: &Actor,
        (round, id): (RoundId, ComplaintId),
        answer: &str,
        upheld: Option<bool>,
    ) -> Result<()> {
        actor.may(Action::RunContests)?;
        self.reached_round(actor, round).await?;
        let answer = checked("/answer", answer)?;
        let by = actor.account().map(|account| account.0);
        let mut tx = self.store.write().await?;
        let given = (answer.as_str(), upheld);
        if !store::complaints::answer(&mut tx, (round, id), given, (self.now(), by)).await? {
            store::complaints::by_id(&mut tx, round, id)
                .await?
                .ok_or(Error::NotFound)?;
            return Err(Error::Conflict(Conflict::AnsweredAlready));
        }
        let detail = Detail::default().fact("round", round.to_string());
        let detail = match upheld {
            Some(upheld) => detail.fact("upheld", upheld),
            None => detail,
        };
        self.record(&mut tx, actor, "complaints.answer", &id.to_string(), detail)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// The code of the question that is complained of, from the paper drawn again.
fn item_of(round: &FrozenRound, case: &CaseRecord) -> Option<String> {
    let place = usize::try_from(case.complaint.position? - 1).ok()?;
    let attempt = AttemptId(case.complaint.attempt_id);
    let (group, paper) = round.drawn(GroupId(case.group_id), attempt, &case.client_nonce)?;
    let item = group.pool.get(paper.questions.get(place)?.item)?;
    Some(item.code.clone())
}
