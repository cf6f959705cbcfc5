//! The tables of the figures, as files: the same rows as on the page.

use std::sync::Arc;

use khao_domain::ids::RoundId;

use super::{Arrivals, FigureFilter};
use crate::Engine;
use crate::contest::board::BARS;
use crate::error::Result;
use crate::exports::rows::Rows;
use crate::exports::{Export, ExportFormat, PARTICIPATION_COLUMNS, name_of_round, participation_row};
use crate::policy::Actor;

/// Which table; that of the items is an export of the round, with more columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureTable {
    Scores,
    Arrivals,
    Units,
}

impl FigureTable {
    pub const ALL: [Self; 3] = [Self::Scores, Self::Arrivals, Self::Units];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Arrivals => "arrivals",
            Self::Units => "units",
        }
    }
}

const SCORE_COLUMNS: [&str; 3] = ["Từ mức điểm (%)", "Số bài", "Tỷ lệ (%)"];
const ARRIVAL_COLUMNS: [&str; 4] = ["Từ lúc", "Đến lúc", "Số lượt bắt đầu", "Số lượt nộp"];

impl Engine {
    pub async fn export_figures(
        self: &Arc<Self>,
        actor: &Actor,
        id: RoundId,
        filter: FigureFilter,
        (table, format): (FigureTable, ExportFormat),
    ) -> Result<Export> {
        let figures = self.round_figures(actor, id, filter).await?;
        let (contest, round) = self.reached_round(actor, id).await?;
        let (columns, rows): (&[&str], Vec<Vec<String>>) = match table {
            FigureTable::Scores => (&SCORE_COLUMNS, score_rows(&figures.scores)),
            FigureTable::Arrivals => (
                &ARRIVAL_COLUMNS,
                figures.arrivals.iter().map(arrival_row).collect(),
            ),
            FigureTable::Units => (
                &PARTICIPATION_COLUMNS,
                figures.units.iter().map(participation_row).collect(),
            ),
        };
        let (sink, chunks) = self.sink(format)?;
        self.note_export(actor, ("rounds.export", id.0), table.as_str())
            .await?;
        Ok(Export {
            file_name: name_of_round(&contest, &round, table.as_str(), format),
            format,
            rows: Rows::write(sink, columns, rows),
            chunks,
        })
    }
}

fn score_rows(scores: &[i64; BARS]) -> Vec<Vec<String>> {
    let all = scores.iter().sum::<i64>().max(1);
    let row = |(tenth, attempts): (usize, &i64)| {
        vec![
            (tenth * 10).to_string(),
            attempts.to_string(),
            format!("{:.2}", *attempts as f64 * 100.0 / all as f64),
        ]
    };
    scores.iter().enumerate().map(row).collect()
}

fn arrival_row(arrivals: &Arrivals) -> Vec<String> {
    vec![
        arrivals.from.local_csv(),
        arrivals.until.local_csv(),
        arrivals.started.to_string(),
        arrivals.submitted.to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_all_attempts() {
        let rows = score_rows(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
        assert_eq!(rows[0], ["0", "1", "25.00"]);
        assert_eq!(rows[9], ["90", "3", "75.00"]);
        assert_eq!(score_rows(&[0; BARS])[0], ["0", "0", "0.00"]);
    }
}
