//! Figures per item: how often drawn, answered and right, and what it tells apart.

use std::sync::Arc;

use khao_domain::ids::RoundId;

use super::Sink;
use super::rows::{Rows, text};
use crate::Engine;
use crate::error::Result;
use crate::figures::items::ItemFigures;
use crate::policy::Actor;

const COLUMNS: [&str; 10] = [
    "Mã câu hỏi",
    "Chủ đề",
    "Độ khó",
    "Loại",
    "Số lượt gặp",
    "Số lượt trả lời",
    "Số lượt đúng",
    "Tỷ lệ đúng (%)",
    "Điểm trung bình",
    "Độ phân biệt",
];

impl Engine {
    pub(super) async fn export_item_figures(
        self: &Arc<Self>,
        actor: &Actor,
        id: RoundId,
        sink: Sink,
    ) -> Result<i64> {
        let analysis = self.item_analysis(actor, id).await?;
        let rows = analysis.items.iter().map(row).collect();
        Ok(Rows::write(sink, &COLUMNS, rows))
    }
}

fn row(item: &ItemFigures) -> Vec<String> {
    let tally = &item.tally;
    let share = |part: u64, scale: f64| format!("{:.2}", part as f64 * scale / tally.drawn.max(1) as f64);
    vec![
        text(&item.code),
        text(&item.topic),
        item.difficulty.to_string(),
        item.kind.to_owned(),
        tally.drawn.to_string(),
        tally.answered.to_string(),
        tally.correct.to_string(),
        share(tally.correct, 100.0),
        share(tally.hundredths, 0.01),
        // Below zero it begins like a formula, and is a number.
        tally
            .discrimination()
            .map(|figure| format!("{figure:.2}"))
            .unwrap_or_default(),
    ]
}
