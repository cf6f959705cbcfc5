//! What a participant may see of an attempt after its end, as the rules release it.

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::answer::Value;
use khao_domain::contest::correction::CorrectionKind;
use khao_domain::contest::release::Shown;
use khao_domain::contest::round::RoundState;
use khao_domain::contest::settings::Release;
use khao_domain::ids::{AttemptId, ContestId};
use khao_domain::time::Timestamp;
use std::sync::Arc;

use super::attempts::AttemptContext;
use super::extra_time::{OwnGrant, grants_of};
use super::frozen::FrozenRound;
use super::rulings::RoundRulings;
use super::sealing::{Folded, by_position};
use crate::Engine;
use crate::error::{Error, Result};
use crate::markdown;
use crate::policy::Actor;
use crate::store::{self, Tx, attempts::AttemptRecord, from_json};

/// Proof that an attempt was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub attempt: AttemptId,
    pub contest: ContestId,
    pub round_name: String,
    pub submitted_at: Timestamp,
    pub receipt: String,
    /// (score, most possible) in hundredths, where the rules release it now.
    pub score: Option<(u32, u32)>,
    pub score_shown: Shown,
    /// Right answers and explanations.
    pub keys_shown: Shown,
    pub answered: usize,
    /// Why the attempt does not count, where it was voided.
    pub voided: Option<String>,
    /// What its time has grown by.
    pub grants: Vec<OwnGrant>,
    pub questions: usize,
}

/// One item with its key: only for those to whom the rules release it.
#[derive(Debug, Clone)]
pub struct ResultItem {
    pub position: u16,
    pub kind: ItemKindName,
    /// As it was written.
    pub stem: String,
    pub stem_html: Arc<str>,
    /// (id, text), in the order of the paper.
    pub options: Vec<(String, Arc<str>)>,
    pub answer: Option<Value>,
    pub is_correct: bool,
    pub score_hundredths: u32,
    pub max_score_hundredths: u32,
    /// The ids of the right options.
    pub key: Vec<String>,
    /// The right number or text, in words.
    pub key_text: Option<String>,
    /// How it is scored otherwise than when the round was announced, and why.
    pub corrected: Option<(CorrectionKind, String)>,
    pub explanation_html: String,
    pub source: String,
}

impl ResultItem {
    /// For whoever may not open the bank: what an answer was worth would tell the key, too.
    pub(super) fn without_key(self) -> Self {
        Self {
            is_correct: false,
            score_hundredths: 0,
            key: Vec::new(),
            key_text: None,
            explanation_html: String::new(),
            source: String::new(),
            ..self
        }
    }
}

#[derive(Debug, Clone)]
pub struct AttemptResult {
    pub receipt: Receipt,
    pub items: Vec<ResultItem>,
}

impl Engine {
    /// The receipt of a sealed attempt; an open one has none.
    pub async fn receipt(&self, actor: &Actor, id: AttemptId) -> Result<Receipt> {
        let context = self.own(actor, id).await?;
        let row = self.sealed_row(&context).await?;
        self.receipt_of(&context, &row).await
    }

    /// Items with own answers, keys and explanations, once the rules release them.
    pub async fn result(&self, actor: &Actor, id: AttemptId) -> Result<AttemptResult> {
        let context = self.own(actor, id).await?;
        let row = match self.sealed_row(&context).await {
            Err(Error::NotFound) => return Err(Error::NotPublished),
            row => row?,
        };
        let receipt = self.receipt_of(&context, &row).await?;
        if receipt.keys_shown != Shown::Now {
            return Err(Error::NotPublished);
        }
        let folded = folded_of(&row)?;
        let rulings = self.rulings(&context.round).await?;
        Ok(AttemptResult {
            items: result_items(&context, &rulings, &folded),
            receipt,
        })
    }

    /// The row with its result; seals it where its time has run out.
    async fn sealed_row(&self, context: &Arc<AttemptContext>) -> Result<AttemptRecord> {
        self.open_clock(context).await?;
        let mut tx = self.store.read().await?;
        let row = store::attempts::by_id(&mut tx, context.id)
            .await?
            .ok_or(Error::NotFound)?;
        if row.sealed_at.is_some() {
            Ok(row)
        } else {
            Err(Error::NotFound)
        }
    }

    async fn receipt_of(&self, context: &AttemptContext, row: &AttemptRecord) -> Result<Receipt> {
        let submitted_at = Timestamp(row.submitted_at.unwrap_or(row.deadline));
        let round = self.contest_of_round(context.round.id).await?.1;
        let mut tx = self.store.read().await?;
        let released = Released::of(&mut tx, &context.round, round.state, self.now()).await?;
        let grants = grants_of(&mut tx, context.id).await?;
        drop(tx);
        let answers = row.answers.as_deref().unwrap_or("[]");
        Ok(Receipt {
            attempt: context.id,
            contest: context.round.contest,
            round_name: context.round.name.clone(),
            submitted_at,
            receipt: self.key.receipt(context.id, submitted_at, answers),
            score: released_score(row, released.score),
            score_shown: released.score,
            keys_shown: released.keys,
            voided: row.void_reason.clone().filter(|_| row.voided),
            grants,
            answered: folded_of(row)?
                .iter()
                .filter(|(_, _, value)| value.is_some())
                .count(),
            questions: context.paper.questions.len(),
        })
    }
}

/// What the rules of a round let its participants see now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Released {
    pub(super) score: Shown,
    pub(super) keys: Shown,
}

impl Released {
    pub(super) async fn of(
        tx: &mut Tx,
        round: &FrozenRound,
        state: RoundState,
        now: Timestamp,
    ) -> Result<Self> {
        let last_save_at = last_save_of_all(tx, round, state).await?;
        let shown = |release: Release| release.shown(state, last_save_at, now);
        Ok(Self {
            score: shown(round.settings.score_shown),
            keys: shown(round.settings.keys_shown),
        })
    }
}

/// (score, most possible) in hundredths, once it may be seen.
pub(super) fn released_score(row: &AttemptRecord, shown: Shown) -> Option<(u32, u32)> {
    let hundredths = |score: Option<i64>| score.and_then(|score| u32::try_from(score).ok());
    let score = hundredths(row.score_hundredths).zip(hundredths(row.max_score_hundredths));
    score.filter(|_| shown == Shown::Now)
}

/// When the last answers of a round are taken. Those who were given time are asked for only while something waits for
/// them.
async fn last_save_of_all(tx: &mut Tx, round: &FrozenRound, state: RoundState) -> Result<Timestamp> {
    let planned = round.last_save_at();
    let releases = [round.settings.score_shown, round.settings.keys_shown];
    let is_fixed = matches!(state, RoundState::Frozen | RoundState::Published);
    if is_fixed || !releases.contains(&Release::AfterClosing) {
        return Ok(planned);
    }
    let given = store::time_grants::latest_end(tx, round.id).await?;
    Ok(given.map_or(planned, |end| planned.max(Timestamp(end))))
}

pub(super) fn folded_of(row: &AttemptRecord) -> Result<Folded> {
    Ok(from_json(
        row.answers.as_deref().unwrap_or("[]"),
        "attempts",
        "answers",
        &row.id,
    )?)
}

pub(super) fn result_items(
    context: &AttemptContext,
    rulings: &RoundRulings,
    folded: &Folded,
) -> Vec<ResultItem> {
    let Some(group) = context.frozen_group() else {
        return Vec::new();
    };
    let ruled = rulings.group(context.group);
    let answers = by_position(folded, context.paper.questions.len());
    (1..)
        .zip(context.paper.questions.iter().zip(answers))
        .filter_map(|(position, (question, answer))| {
            let item = group.pool.get(question.item)?;
            let view = group.view(question.item)?;
            Some(ResultItem {
                position,
                kind: view.shape.kind,
                stem: item.stem.clone(),
                stem_html: view.stem_html.clone(),
                options: view.options_in(&question.order),
                is_correct: ruled.is_correct(item, question, answer.as_ref()),
                score_hundredths: ruled.score(item, question, answer.as_ref()),
                max_score_hundredths: ruled.max_points(item, question),
                key: ruled.key_ids(item, question),
                key_text: ruled.key_text(item, question),
                corrected: rulings.correction(context.group, &item.code),
                explanation_html: markdown::block(&item.explanation),
                source: item.source.clone(),
                answer,
            })
        })
        .collect()
}
