//! Corrections of an announced round: recorded beside what was frozen, worked in by `rescoring`, public with the ranking.

use std::collections::HashSet;

use khao_domain::audit::Detail;
use khao_domain::bank::item::Item;
use khao_domain::contest::correction::{Change, CorrectionKind, Key};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{BankId, ContestId, RoundId, UnitId};
use khao_domain::lang::said;
use khao_domain::text::{collapse_spaces, nfc};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::frozen::{FrozenGroup, FrozenRound};
use super::preview_correction::preview_state;
use super::rounds::Round;
use super::texts::has_words;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::corrections::CorrectionRecord;
use crate::store::{self, Tx};

const REASON_MOST: usize = 500;
/// So many one round can have: each of them scores every attempt anew.
const MOST: i64 = 200;

/// What somebody wants to correct.
#[derive(Debug, Clone)]
pub struct NewCorrection {
    /// Needed only where two banks of the round use the same code.
    pub bank: Option<BankId>,
    pub item_code: String,
    pub kind: CorrectionKind,
    /// As the bank's file writes right answers; empty where the kind has none.
    pub key: String,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// 1, 2, 3 …: the newest of an item counts.
    pub ordinal: i64,
    pub bank: BankId,
    pub item_code: String,
    pub kind: CorrectionKind,
    pub key: String,
    pub reason: String,
    pub by: Option<Uuid>,
    pub at: Timestamp,
}

/// How far the newest corrections are worked into scores and rankings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub is_done: bool,
    /// Attempts scored anew, of how many.
    pub done: i64,
    pub total: i64,
}

/// An item of a round that can be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundItem {
    pub bank: BankId,
    pub code: String,
    pub stem: String,
    /// The frozen key, as a correction would write it; none for whoever may not open the bank.
    pub key: Option<String>,
}

/// A correction read against its item.
pub(super) struct Checked {
    pub(super) bank: BankId,
    pub(super) item: Item,
    pub(super) change: Change,
    pub(super) reason: String,
}

impl Checked {
    pub(super) fn record(&self, ordinal: i64, by: Option<Uuid>, at: Timestamp) -> CorrectionRecord {
        CorrectionRecord {
            ordinal,
            bank_id: self.bank.0,
            item_code: self.item.code.clone(),
            kind: self.change.kind.as_str().to_owned(),
            right_answer: self.change.key_text(),
            reason: self.reason.clone(),
            made_by: by,
            made_at: at.0,
        }
    }
}

impl Engine {
    /// What was corrected, the oldest first, and how far it is worked in.
    pub async fn corrections(&self, actor: &Actor, id: RoundId) -> Result<(Vec<Correction>, Progress)> {
        actor.may(Action::ExportFigures)?;
        self.reached_round(actor, id).await?;
        let mut tx = self.store.read().await?;
        let counted = store::corrections::counted(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        let is_done = counted.corrected >= counted.corrections;
        let begun = store::corrections::rescoring(&mut tx, id)
            .await?
            .filter(|row| row.corrections == counted.corrections);
        let (done, total) = match begun {
            Some(row) => (row.done, row.total),
            // Nothing waits: all papers of a round are not counted for a page that does not show them.
            None if is_done => (0, 0),
            None => (0, store::corrections::scored_count(&mut tx, id).await?),
        };
        drop(tx);
        let corrections = self.correction_records(id).await?;
        let progress = Progress { is_done, done, total };
        Ok((
            corrections.into_iter().filter_map(correction_of).collect(),
            progress,
        ))
    }

    /// What of a round can be corrected, by code.
    pub async fn round_items(&self, actor: &Actor, id: RoundId) -> Result<Vec<RoundItem>> {
        actor.may(Action::RunContests)?;
        self.reached_round(actor, id).await?;
        let round = self.frozen_round(id).await?;
        let opened = self.opened_banks(actor, &round).await?;
        let mut items: Vec<RoundItem> = round
            .groups
            .values()
            .flat_map(|group| items_of(group, opened.contains(&group.bank)))
            .collect();
        items.sort_by(|one, other| (&one.code, one.bank.0).cmp(&(&other.code, other.bank.0)));
        items.dedup_by(|one, other| (&one.code, one.bank.0) == (&other.code, other.bank.0));
        Ok(items)
    }

    /// The round's banks whose keys the visitor may read: whoever is bound to a unit draws from others too.
    pub(crate) async fn opened_banks(&self, actor: &Actor, round: &FrozenRound) -> Result<HashSet<BankId>> {
        let units = self.units().await?;
        let banks: HashSet<BankId> = round.groups.values().map(|group| group.bank).collect();
        let mut opened = HashSet::new();
        let mut tx = self.store.read().await?;
        for id in banks {
            let bank = store::banks::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
            if actor.reaches(&units, bank.unit_id.map(UnitId)) {
                opened.insert(id);
            }
        }
        Ok(opened)
    }

    /// Whether the actor opens the item's bank. Whoever does not changes no key: who moves under a guessed one would tell
    /// the right one.
    pub(super) async fn may_correct(
        &self,
        actor: &Actor,
        round: &FrozenRound,
        checked: &Checked,
    ) -> Result<bool> {
        let opens = self.opened_banks(actor, round).await?.contains(&checked.bank);
        if checked.change.kind.needs_key() && !opens {
            return Err(Error::ForeignBank);
        }
        Ok(opens)
    }

    /// Records a correction; scores and rankings follow in the background.
    pub async fn correct(
        &self,
        actor: &Actor,
        id: RoundId,
        new: &NewCorrection,
        key: Option<IdempotencyKey>,
    ) -> Result<Correction> {
        self.correct_seen(actor, id, new, key, None).await
    }

    /// As [`Self::correct`]; `seen` is what the preview was computed of that somebody has looked at.
    pub async fn correct_seen(
        &self,
        actor: &Actor,
        id: RoundId,
        new: &NewCorrection,
        key: Option<IdempotencyKey>,
        seen: Option<&str>,
    ) -> Result<Correction> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let (contest, _) = self.reached_round(actor, id).await?;
        self.proved_lately(actor)?;
        let round = self.correctable(id).await?;
        let checked = check(&round, new)?;
        self.may_correct(actor, &round, &checked).await?;
        let mut tx = self.store.write().await?;
        // Whoever seals an attempt holds the round: it counts with this correction, or is scored anew after it.
        if matches!(
            store::rounds::lock(&mut tx, id).await?,
            None | Some(RoundState::Draft)
        ) {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        if let Some(ordinal) = self.replay(&mut tx, key.as_ref()).await? {
            let made = store::corrections::of_round(&mut tx, id).await?;
            let found = made.into_iter().find(|row| row.ordinal.to_string() == ordinal);
            return found.and_then(correction_of).ok_or(Error::NotFound);
        }
        if let Some(seen) = seen
            && preview_state(&mut tx, id).await? != seen
        {
            return Err(Error::Conflict(Conflict::PreviewOlder));
        }
        let counted = store::corrections::counted(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        if counted.corrections >= MOST {
            return Err(Error::invalid(
                "/item_code",
                said(
                    "Vòng thi đã có quá nhiều lần đính chính.",
                    "The round has had too many corrections.",
                ),
            ));
        }
        let by = actor.account().map(|account| account.0);
        let record = checked.record(counted.corrections + 1, by, self.now());
        store::corrections::insert(&mut tx, id, &record).await?;
        let detail = Detail::default()
            .fact("kind", record.kind.as_str())
            .fact("item", record.item_code.as_str())
            .fact("reason", record.reason.as_str());
        self.record(&mut tx, actor, "rounds.correct", &id.to_string(), &detail)
            .await?;
        self.remember(&mut tx, key.as_ref(), &record.ordinal.to_string())
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        correction_of(record).ok_or_else(|| Error::Internal("a correction does not read as one".into()))
    }

    /// Announced at least: a draft has nothing frozen that could be corrected.
    pub(super) async fn correctable(&self, id: RoundId) -> Result<std::sync::Arc<FrozenRound>> {
        match self.frozen_round(id).await {
            Err(Error::NotFound) => Err(Error::Conflict(Conflict::WrongState)),
            found => found,
        }
    }
}

/// Adds to what a contest's published rounds reveal what their newest public rankings were corrected by: what is not
/// worked in yet, or waits for a second person, is not public.
pub(crate) async fn reveal(tx: &mut Tx, contest: ContestId, rounds: &mut [Round]) -> Result<()> {
    if rounds.iter().all(|round| round.revealed.is_none()) {
        return Ok(());
    }
    for record in store::corrections::public_of_contest(tx, contest).await? {
        let round = rounds.iter_mut().find(|round| round.id.0 == record.round_id);
        if let Some(revealed) = round.and_then(|round| round.revealed.as_mut()) {
            revealed.corrections.extend(correction_of(record.correction));
        }
    }
    Ok(())
}

pub(crate) fn correction_of(record: CorrectionRecord) -> Option<Correction> {
    Some(Correction {
        ordinal: record.ordinal,
        bank: BankId(record.bank_id),
        item_code: record.item_code,
        kind: CorrectionKind::parse(&record.kind)?,
        key: record.right_answer,
        reason: record.reason,
        by: record.made_by,
        at: Timestamp(record.made_at),
    })
}

fn items_of(group: &FrozenGroup, with_keys: bool) -> impl Iterator<Item = RoundItem> + '_ {
    let plain =
        |item: &Item| group.draws(item) && Change::parse(item, CorrectionKind::AsFrozen, "").is_some();
    group
        .pool
        .items()
        .iter()
        .filter(move |item| plain(item))
        .map(move |item| RoundItem {
            bank: group.bank,
            code: item.code.clone(),
            stem: item.stem.clone(),
            key: Key::of(&item.kind).filter(|_| with_keys).map(|key| key.text()),
        })
}

/// The item that is meant, what is said of it, and why.
pub(super) fn check(round: &FrozenRound, new: &NewCorrection) -> Result<Checked> {
    let code = nfc(new.item_code.trim());
    let mut found: Vec<(BankId, &Item)> = Vec::new();
    for group in round.groups.values() {
        let item = group.pool.index_of(&code).and_then(|index| group.pool.get(index));
        let is_new = found.iter().all(|(bank, _)| *bank != group.bank);
        if let Some(item) = item.filter(|_| is_new && new.bank.is_none_or(|bank| bank == group.bank)) {
            found.push((group.bank, item));
        }
    }
    let (bank, item) = match found[..] {
        [] => {
            return Err(Error::invalid(
                "/item_code",
                said(
                    "Vòng thi không có câu hỏi mang mã này.",
                    "The round has no item with this code.",
                ),
            ));
        }
        [one] => one,
        _ => {
            return Err(Error::invalid(
                "/bank_id",
                said(
                    "Mã này có ở nhiều ngân hàng câu hỏi: hãy chọn ngân hàng.",
                    "Several banks have this code: choose a bank.",
                ),
            ));
        }
    };
    let change = Change::parse(item, new.kind, &new.key).ok_or_else(|| {
        Error::invalid(
            "/key",
            said(
                "Đáp án không hợp với câu hỏi này, hoặc không dùng với cách đính chính đã chọn.",
                "The key does not fit this item, or is not used with this kind of correction.",
            ),
        )
    })?;
    let reason = collapse_spaces(&nfc(&new.reason));
    if !has_words(&reason, REASON_MOST) {
        return Err(Error::invalid(
            "/reason",
            said(
                "Lý do có từ 1 đến 500 ký tự, sẽ được công bố cùng bảng xếp hạng.",
                "The reason has 1 to 500 characters and is published with the ranking.",
            ),
        ));
    }
    Ok(Checked {
        bank,
        item: item.clone(),
        change,
        reason,
    })
}
