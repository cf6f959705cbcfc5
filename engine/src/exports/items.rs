//! Figures per item: how often drawn, answered and right.

use std::collections::BTreeMap;

use khao_domain::bank::item::Item;
use khao_domain::ids::{GroupId, RoundId};
use tokio::sync::mpsc;

use super::Sink;
use super::rows::{Rows, text};
use crate::Engine;
use crate::contest::frozen::FrozenRound;
use crate::contest::rulings::RoundRulings;
use crate::contest::sealing::{Folded, by_position};
use crate::error::Result;
use crate::store::{self, figures::ExportRecord};

const COLUMNS: [&str; 9] = [
    "Mã câu hỏi",
    "Chủ đề",
    "Độ khó",
    "Loại",
    "Số lượt gặp",
    "Số lượt trả lời",
    "Số lượt đúng",
    "Tỷ lệ đúng (%)",
    "Điểm trung bình",
];

/// Counts of one item over the sealed attempts of a round.
#[derive(Debug, Default)]
struct ItemFigures {
    drawn: u64,
    answered: u64,
    correct: u64,
    hundredths: u64,
    topic: String,
    difficulty: u8,
    kind: &'static str,
}

impl Engine {
    pub(super) async fn export_item_figures(&self, id: RoundId, sink: Sink) -> Result<i64> {
        let round = self.frozen_round(id).await?;
        let rulings = self.rulings(&round).await?;
        let mut tx = self.store.snapshot().await?;
        let (out, mut records) = mpsc::channel(256);
        let reading = tokio::spawn(async move { store::figures::export(&mut tx, id, &out).await });
        let mut figures = BTreeMap::new();
        while let Some(record) = records.recv().await {
            count(&mut figures, &record, &round, &rulings);
        }
        reading
            .await
            .map_err(|error| crate::error::Error::Internal(error.to_string()))??;
        let rows = i64::try_from(figures.len()).unwrap_or(i64::MAX);
        tokio::spawn(async move {
            let mut file = Rows::new(sink, &COLUMNS);
            for (code, item) in figures {
                file.push(row(&code, &item)).await;
            }
            file.finish().await;
        });
        Ok(rows)
    }
}

fn count(
    figures: &mut BTreeMap<String, ItemFigures>,
    record: &ExportRecord,
    round: &FrozenRound,
    rulings: &RoundRulings,
) {
    let usable = record.sealed_at.is_some() && !record.voided;
    let Some((group, paper)) = round.paper_of(record).filter(|_| usable) else {
        return;
    };
    let ruled = rulings.group(GroupId(record.group_id));
    let folded: Folded = record
        .answers
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let answers = by_position(&folded, paper.questions.len());
    for (question, answer) in paper.questions.iter().zip(&answers) {
        let Some(item) = group.pool.get(question.item) else {
            continue;
        };
        let counted = figures
            .entry(item.code.clone())
            .or_insert_with(|| ItemFigures::of(item));
        counted.drawn += 1;
        counted.answered += u64::from(answer.is_some());
        counted.correct += u64::from(ruled.is_correct(item, question, answer.as_ref()));
        counted.hundredths += u64::from(ruled.score(item, question, answer.as_ref()));
    }
}

impl ItemFigures {
    fn of(item: &Item) -> Self {
        Self {
            topic: item.topic.clone(),
            difficulty: item.difficulty.level(),
            kind: khao_domain::bank::formats::csv::kind_name(&item.kind),
            ..Self::default()
        }
    }
}

fn row(code: &str, item: &ItemFigures) -> Vec<String> {
    let share = |part: u64, scale: f64| format!("{:.2}", part as f64 * scale / item.drawn.max(1) as f64);
    vec![
        text(code),
        text(&item.topic),
        item.difficulty.to_string(),
        item.kind.to_owned(),
        item.drawn.to_string(),
        item.answered.to_string(),
        item.correct.to_string(),
        share(item.correct, 100.0),
        share(item.hundredths, 0.01),
    ]
}
