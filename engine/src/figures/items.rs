//! What a round tells of its items. All papers are drawn again and scored question by question, which takes seconds for a
//! hundred thousand: one reader at a time does it, apart from whoever asked, and all others are told what came out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use khao_domain::bank::item::Item;
use khao_domain::contest::item_analysis::{ItemTally, Seen};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{BankId, GroupId, RoundId};
use khao_domain::time::Timestamp;
use tokio::sync::mpsc;

use crate::Engine;
use crate::contest::frozen::FrozenRound;
use crate::contest::rulings::RoundRulings;
use crate::contest::sealing::answers_in;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::{self, papers::PaperRecord};

/// While a round runs a page shows what was counted so long ago; a file always holds what is true now.
const KEPT_S: i64 = 300;
/// A page does not wait longer than that.
const PATIENCE: Duration = Duration::from_secs(3);

/// One item over the sealed attempts of a round.
#[derive(Debug, Clone)]
pub struct ItemFigures {
    pub code: String,
    pub topic: String,
    pub difficulty: u8,
    /// As the bank's file names it.
    pub kind: &'static str,
    /// Nobody can be right or wrong before the round is over.
    pub is_prediction: bool,
    pub tally: ItemTally,
}

#[derive(Debug)]
pub struct ItemAnalysis {
    pub as_of: Timestamp,
    /// In the order of their codes; two banks of the round may use the same one.
    pub items: Vec<ItemFigures>,
    /// How many corrections the scores followed.
    corrections: usize,
    /// Scores were fixed when it was counted.
    is_final: bool,
}

impl ItemAnalysis {
    fn still_holds(&self, corrections: usize, now: Timestamp, kept_s: i64) -> bool {
        let is_young = (0..kept_s).contains(&now.seconds_since(self.as_of));
        self.corrections == corrections && (self.is_final || is_young)
    }
}

impl Engine {
    /// Waits until the items are counted; for files.
    pub async fn item_analysis(self: &Arc<Self>, actor: &Actor, id: RoundId) -> Result<Arc<ItemAnalysis>> {
        let counting = self.counting_items(actor, id, 0).await?;
        counting
            .await
            .map_err(|error| Error::Internal(error.to_string()))?
    }

    /// As [`Self::item_analysis`], without much patience: none where it is still under way, and goes on.
    pub async fn item_analysis_soon(
        self: &Arc<Self>,
        actor: &Actor,
        id: RoundId,
    ) -> Result<Option<Arc<ItemAnalysis>>> {
        let counting = self.counting_items(actor, id, KEPT_S).await?;
        match tokio::time::timeout(PATIENCE, counting).await {
            Ok(counted) => counted
                .map_err(|error| Error::Internal(error.to_string()))?
                .map(Some),
            Err(_) => Ok(None),
        }
    }

    /// A task of its own: it comes to its end when nobody waits for it any more.
    async fn counting_items(
        self: &Arc<Self>,
        actor: &Actor,
        id: RoundId,
        kept_s: i64,
    ) -> Result<tokio::task::JoinHandle<Result<Arc<ItemAnalysis>>>> {
        actor.may(Action::ExportFigures)?;
        let (_, round) = self.reached_round(actor, id).await?;
        let is_final = matches!(round.state, RoundState::Frozen | RoundState::Published);
        let engine = self.clone();
        Ok(tokio::spawn(async move {
            engine.items_counted_once(id, is_final, kept_s).await
        }))
    }

    async fn items_counted_once(
        &self,
        id: RoundId,
        is_final: bool,
        kept_s: i64,
    ) -> Result<Arc<ItemAnalysis>> {
        let round = self.frozen_round(id).await?;
        let known = |corrections: usize| {
            let analysis = self.caches.items.get(&id);
            analysis.filter(|analysis| analysis.still_holds(corrections, self.now(), kept_s))
        };
        if let Some(analysis) = known(self.correction_records(id).await?.len()) {
            return Ok(analysis);
        }
        let _one = self.caches.counting_items.lock().await;
        let records = self.correction_records(id).await?;
        if let Some(analysis) = known(records.len()) {
            return Ok(analysis);
        }
        let rulings = RoundRulings::of(&round, &records);
        let as_of = self.now();
        let items = self.count_items(round, rulings).await?;
        let analysis = Arc::new(ItemAnalysis {
            as_of,
            items,
            corrections: records.len(),
            is_final,
        });
        self.caches.items.insert(id, analysis.clone());
        Ok(analysis)
    }

    async fn count_items(&self, round: Arc<FrozenRound>, rulings: RoundRulings) -> Result<Vec<ItemFigures>> {
        let id = round.id;
        let mut tx = self.store.snapshot().await?;
        let (out, mut records) = mpsc::channel(256);
        let reading = tokio::spawn(async move { store::papers::sealed(&mut tx, id, &out).await });
        // Drawing and scoring would keep a thread from answering others.
        let counting = tokio::task::spawn_blocking(move || {
            let mut figures = Figures::new();
            while let Some(record) = records.blocking_recv() {
                count(&mut figures, &record, &round, &rulings);
            }
            figures.into_values().flat_map(BTreeMap::into_values).collect()
        });
        let failed = |error: tokio::task::JoinError| Error::Internal(error.to_string());
        reading.await.map_err(failed)??;
        counting.await.map_err(failed)
    }
}

/// By code, then by bank.
type Figures = BTreeMap<String, BTreeMap<BankId, ItemFigures>>;

fn count(figures: &mut Figures, record: &PaperRecord, round: &FrozenRound, rulings: &RoundRulings) {
    let (group_id, id) = (GroupId(record.group_id), record.id.into());
    let Some((group, paper)) = round.drawn(group_id, id, &record.client_nonce) else {
        return;
    };
    let ruled = rulings.group(group_id);
    let answers = answers_in(record.answers.as_deref(), paper.questions.len());
    let seen: Vec<(&Item, Seen)> = paper
        .questions
        .iter()
        .zip(&answers)
        .filter_map(|(question, answer)| {
            let item = group.pool.get(question.item)?;
            let seen = Seen {
                is_answered: answer.is_some(),
                is_correct: ruled.is_correct(item, question, answer.as_ref()),
                score: ruled.score(item, question, answer.as_ref()),
                max_score: ruled.max_points(item, question),
                paper_score: 0,
                paper_max_score: 0,
            };
            Some((item, seen))
        })
        .collect();
    let paper_score = seen.iter().map(|(_, one)| one.score).sum();
    let paper_max_score = seen.iter().map(|(_, one)| one.max_score).sum();
    for (item, one) in seen {
        // The code is copied for the first paper only.
        if !figures.contains_key(&item.code) {
            figures.insert(item.code.clone(), BTreeMap::new());
        }
        if let Some(of_code) = figures.get_mut(&item.code) {
            let counted = of_code.entry(group.bank).or_insert_with(|| ItemFigures::of(item));
            counted.tally.count(Seen {
                paper_score,
                paper_max_score,
                ..one
            });
        }
    }
}

impl ItemFigures {
    fn of(item: &Item) -> Self {
        Self {
            code: item.code.clone(),
            topic: item.topic.clone(),
            difficulty: item.difficulty.level(),
            kind: khao_domain::bank::formats::csv::kind_name(&item.kind),
            is_prediction: item.is_prediction(),
            tally: ItemTally::default(),
        }
    }
}
