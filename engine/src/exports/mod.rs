//! The files organisers download: streamed, in constant memory, the same figures as the pages.

mod answers;
mod audit;
mod items;
mod rankings;
pub(crate) mod rows;
mod winners;

use khao_domain::audit::Detail;
use khao_domain::decimal::{Decimal, format_hundredths};
use khao_domain::ids::{GroupId, RoundId, UnitId};
use khao_domain::time::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use uuid::Uuid;

use crate::contest::contests::Contest;
use crate::contest::participation::UnitParticipation;
use crate::contest::rounds::Round;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::figures::ExportRecord;
use crate::store::{self, Tx};
use crate::{Engine, people::units::UnitTree};
use rows::Rows;

/// Which file of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    Ranking,
    Attempts,
    Answers,
    Participation,
    Items,
}

impl ExportKind {
    pub const ALL: [Self; 5] = [
        Self::Ranking,
        Self::Attempts,
        Self::Answers,
        Self::Participation,
        Self::Items,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ranking => "ranking",
            Self::Attempts => "attempts",
            Self::Answers => "answers",
            Self::Participation => "participation",
            Self::Items => "items",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub const fn action(self) -> Action {
        match self {
            Self::Ranking | Self::Attempts | Self::Answers => Action::ExportPersonalData,
            Self::Participation | Self::Items => Action::ExportFigures,
        }
    }
}

/// What kind of file. The cells are the same in each, guarded against formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// UTF-8 with BOM, RFC 4180.
    Csv,
    /// The rows in the first sheet, or in as many as it takes to hold them.
    Xlsx,
}

impl ExportFormat {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// How names of such files end.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A file on its way.
#[derive(Debug)]
pub struct Export {
    pub file_name: String,
    pub format: ExportFormat,
    /// Rows below the header.
    pub rows: i64,
    /// An empty chunk is the end of the file. An error, or no more chunks without that end, is a file that broke off.
    pub chunks: mpsc::Receiver<Result<Vec<u8>>>,
}

/// How many files are written at the same time: each may hold a connection for as long as its reader is slow.
pub(crate) const AT_ONCE: usize = 4;

/// Where an export's rows go; makes room for another export when it is dropped.
pub(crate) struct Sink {
    /// Given back first: who has read a file to its end finds room.
    _permit: OwnedSemaphorePermit,
    format: ExportFormat,
    chunks: mpsc::Sender<Result<Vec<u8>>>,
}

impl Sink {
    /// Waits for a slow reader; one that has gone is told nothing.
    async fn send(&self, chunk: Result<Vec<u8>>) {
        drop(self.chunks.send(chunk).await);
    }
}

impl Engine {
    /// Starts an export; the rest of it is written as it is read.
    pub async fn export(
        self: &std::sync::Arc<Self>,
        actor: &Actor,
        id: RoundId,
        kind: ExportKind,
        format: ExportFormat,
    ) -> Result<Export> {
        actor.may(kind.action())?;
        let (contest, round) = self.reached_round(actor, id).await?;
        if kind.action() == Action::ExportPersonalData {
            self.proved_lately(actor)?;
        }
        let (sink, chunks) = self.sink(format)?;
        let file_name = name_of_round(&contest, &round, kind.as_str(), format);
        self.note_export(actor, ("rounds.export", id.0), kind.as_str())
            .await?;
        let rows = match kind {
            ExportKind::Ranking => self.export_ranking(id, sink).await?,
            ExportKind::Attempts => self.export_attempts(contest, id, sink).await?,
            ExportKind::Answers => self.export_answers(actor, id, sink).await?,
            ExportKind::Participation => self.export_participation(actor, id, sink).await?,
            ExportKind::Items => self.export_item_figures(actor, id, sink).await?,
        };
        Ok(Export {
            file_name,
            format,
            rows,
            chunks,
        })
    }

    /// Room for one more file, and where its chunks arrive.
    pub(crate) fn sink(&self, format: ExportFormat) -> Result<(Sink, mpsc::Receiver<Result<Vec<u8>>>)> {
        let permit = self
            .exports
            .clone()
            .try_acquire_owned()
            .map_err(|_| Error::Busy { retry_after_s: 5 })?;
        let (sender, chunks) = mpsc::channel(8);
        let sink = Sink {
            _permit: permit,
            format,
            chunks: sender,
        };
        Ok((sink, chunks))
    }

    /// Told before anything of it is sent; `detail`: which file.
    pub(crate) async fn note_export(
        &self,
        actor: &Actor,
        (action, object): (&str, Uuid),
        detail: &str,
    ) -> Result<()> {
        let mut tx = self.store.write().await?;
        let detail = Detail::default().fact("file", detail);
        self.record(&mut tx, actor, action, &object.to_string(), &detail)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn export_attempts(
        &self,
        contest: std::sync::Arc<Contest>,
        id: RoundId,
        sink: Sink,
    ) -> Result<i64> {
        let units = self.units().await?;
        let mut tx = self.store.snapshot().await?;
        let count = store::figures::count_of_round(&mut tx, id).await?;
        tokio::spawn(async move {
            let file = Rows::new(sink, &ATTEMPT_COLUMNS);
            stream(tx, id, file, |record| {
                vec![attempt_row(&record, &contest, &units)]
            })
            .await;
        });
        Ok(count)
    }

    async fn export_participation(&self, actor: &Actor, id: RoundId, sink: Sink) -> Result<i64> {
        let figures = self.seen_participation(actor, id).await?;
        let rows = figures.units.iter().map(participation_row).collect();
        Ok(Rows::write(sink, &PARTICIPATION_COLUMNS, rows))
    }
}

/// What a file of a contest is called; `kind`: what it holds.
pub(crate) fn name_of_contest(contest: &Contest, kind: &str, format: ExportFormat) -> String {
    format!("{}-{kind}.{}", contest.slug, format.as_str())
}

/// As [`name_of_contest`], of a file of a round.
pub(crate) fn name_of_round(contest: &Contest, round: &Round, kind: &str, format: ExportFormat) -> String {
    name_of_contest(contest, &format!("{}-{kind}", round.ordinal), format)
}

pub(crate) fn participation_row(unit: &UnitParticipation) -> Vec<String> {
    let rate = unit.rate.map(|rate| format!("{:.2}", rate * 100.0));
    vec![
        rows::text(&unit.code),
        rows::text(&unit.name),
        unit.headcount.map(|count| count.to_string()).unwrap_or_default(),
        unit.participants.to_string(),
        unit.submitted.to_string(),
        rate.unwrap_or_default(),
    ]
}

pub(crate) const PARTICIPATION_COLUMNS: [&str; 6] = [
    "Mã đơn vị",
    "Đơn vị",
    "Số người",
    "Số người vào thi",
    "Số người đã nộp",
    "Tỷ lệ (%)",
];

const ATTEMPT_COLUMNS: [&str; 16] = [
    "Họ và tên",
    "Ngày sinh",
    "Mã cán bộ",
    "Bảng thi",
    "Đơn vị",
    "Lượt",
    "Bắt đầu",
    "Hạn nộp",
    "Nộp lúc",
    "Thời gian làm bài (giây)",
    "Điểm",
    "Điểm tối đa",
    "Dự đoán",
    "Trạng thái",
    "Mã người dự thi",
    "Mã lượt thi",
];

/// Reads the attempts of a round and pushes what `rows` makes of each; where the database fails, the file ends with an
/// error instead of looking whole.
pub(crate) async fn stream(
    mut tx: Tx,
    id: RoundId,
    mut file: Rows,
    mut rows: impl FnMut(ExportRecord) -> Vec<Vec<String>>,
) {
    let (out, mut records) = mpsc::channel(256);
    let reading = tokio::spawn(async move { store::figures::export(&mut tx, id, &out).await });
    while let Some(record) = records.recv().await {
        for row in rows(record) {
            file.push(row).await;
        }
    }
    match reading.await {
        Ok(Ok(())) => file.finish().await,
        failed => {
            tracing::error!(?failed, "an export broke off");
            file.fail().await;
        }
    }
}

fn attempt_row(record: &ExportRecord, contest: &Contest, units: &UnitTree) -> Vec<String> {
    let time = |at: Option<i64>| at.map(|at| Timestamp(at).local_csv()).unwrap_or_default();
    let points = |score: Option<i64>| score.map(format_hundredths).unwrap_or_default();
    let state = match (record.voided, record.sealed_at) {
        (true, _) => "đã hủy",
        (false, Some(_)) => "đã nộp",
        (false, None) => "đang làm",
    };
    vec![
        rows::text(record.full_name.as_deref().unwrap_or("")),
        record.birth_date.clone().unwrap_or_default(),
        rows::text(record.staff_code.as_deref().unwrap_or("")),
        rows::text(
            contest
                .group(GroupId(record.group_id))
                .map_or("", |group| &group.name),
        ),
        rows::text(units.name(UnitId(record.unit_id))),
        record.ordinal.to_string(),
        time(Some(record.started_at)),
        time(Some(record.deadline)),
        time(record.submitted_at),
        record.duration_ms.map(rows::seconds).unwrap_or_default(),
        points(record.score_hundredths),
        points(record.max_score_hundredths),
        record
            .prediction
            .and_then(Decimal::from_millionths)
            .map(|guess| guess.to_string())
            .unwrap_or_default(),
        state.to_owned(),
        record.participant_id.to_string(),
        record.id.to_string(),
    ]
}
