//! The winners of a contest as a file, for the award decision: full names.

use std::sync::Arc;

use khao_domain::contest::prizes::Award;
use khao_domain::decimal::format_hundredths;
use khao_domain::lang::Lang;

use super::rows::{Rows, seconds, text};
use super::{Export, ExportFormat, name_of_contest};
use crate::Engine;
use crate::contest::contests::Contest;
use crate::contest::winners::{Basis, Who, Winner, WinnerList};
use crate::error::Result;
use crate::policy::{Action, Actor};

const COLUMNS: [&str; 16] = [
    "Xếp theo",
    "Bảng thi hoặc khối",
    "Giải",
    "Số tiền (đồng)",
    "Hạng",
    "Người hoặc đơn vị đạt giải",
    "Đơn vị",
    "Điểm",
    "Điểm tối đa",
    "Sai số dự đoán",
    "Thời gian làm bài (giây)",
    "Tỷ lệ (%)",
    "Ghi chú",
    "Lần xếp hạng",
    "Trạng thái",
    "Mã người dự thi",
];

impl Engine {
    pub async fn export_winners(
        self: &Arc<Self>,
        actor: &Actor,
        slug: &str,
        format: ExportFormat,
    ) -> Result<Export> {
        actor.may(Action::ExportPersonalData)?;
        let lists = self.winners(actor, slug).await?;
        let contest = self.console_contest(actor, slug).await?;
        self.proved_lately(actor)?;
        let (sink, chunks) = self.sink(format)?;
        let kind = "winners";
        self.note_export(actor, ("contests.export", contest.id.0), kind)
            .await?;
        let of_list = |list: &WinnerList| -> Vec<Vec<String>> {
            let winners = list.winners.iter();
            winners.map(|winner| row(list, winner, &contest)).collect()
        };
        let rows = lists.iter().flat_map(of_list).collect();
        Ok(Export {
            file_name: name_of_contest(&contest, kind, format),
            format,
            rows: Rows::write(sink, &COLUMNS, rows),
            chunks,
        })
    }
}

fn row(list: &WinnerList, winner: &Winner, contest: &Contest) -> Vec<String> {
    let of = match list.basis {
        Basis::Round(_) => list.round_name.clone(),
        Basis::Contest => "Toàn cuộc thi".to_owned(),
        Basis::Units => "Tập thể".to_owned(),
    };
    let group = list
        .group
        .and_then(|id| contest.group(id))
        .map(|group| group.name.clone());
    let block = list.block.map(|_| list.block_name.clone());
    let (prize, amount, note) = awarded(list, winner.award);
    let state = match (list.published_at, list.may_change) {
        (None, _) => "chưa công bố",
        (Some(_), true) => "còn có thể thay đổi",
        (Some(_), false) => "đã công bố",
    };
    let mut cells = vec![
        text(&of),
        text(&group.or(block).unwrap_or_default()),
        text(&prize),
        amount,
        winner.rank.to_string(),
    ];
    cells.extend(measures(&winner.who));
    cells.extend([text(&note), list.revision.to_string(), state.to_owned()]);
    cells.push(match &winner.who {
        Who::Person(person) => person.participant.to_string(),
        Who::Unit(unit) => text(&unit.code),
    });
    cells
}

/// Name of the prize, its money, and what is still to be decided.
fn awarded(list: &WinnerList, award: Award) -> (String, String, String) {
    let prize = list.prize(award);
    let amount = prize.and_then(|prize| prize.amount);
    (
        prize.map(|prize| prize.name.clone()).unwrap_or_default(),
        amount.map(|amount| amount.to_string()).unwrap_or_default(),
        list.contested(award, Lang::Vi),
    )
}

/// Name, unit, score, most possible, error, duration, rate.
fn measures(who: &Who) -> [String; 7] {
    match who {
        Who::Person(person) => [
            text(person.name.in_lang(Lang::Vi)),
            text(&person.unit_name),
            format_hundredths(person.score_hundredths),
            format_hundredths(person.max_score_hundredths),
            person
                .prediction_error
                .map(|error| error.to_string())
                .unwrap_or_default(),
            seconds(person.duration_ms),
            String::new(),
        ],
        Who::Unit(unit) => [
            text(&unit.name),
            String::new(),
            unit.mean_hundredths().map(format_hundredths).unwrap_or_default(),
            unit.mean_max_hundredths()
                .map(format_hundredths)
                .unwrap_or_default(),
            String::new(),
            String::new(),
            unit.rate()
                .map(|rate| format!("{:.2}", rate * 100.0))
                .unwrap_or_default(),
        ],
    }
}
