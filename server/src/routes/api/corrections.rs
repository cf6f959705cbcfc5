//! `GET|POST /rounds/{id}/corrections`: keys corrected and items dropped after the announcement.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use khao_domain::contest::correction::CorrectionKind;
use khao_domain::ids::{BankId, RoundId};
use khao_engine::contest::corrections::{Correction, NewCorrection, Progress};
use khao_engine::contest::preview_correction::{CorrectionPreview, Move};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::FLAG;
use super::replies::Reply;
use super::values::{Points, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    vec![
        get(
            "/api/v1/rounds/{id}/corrections",
            Access::Staff(Action::ExportFigures),
            list,
        )
        .says("What was corrected since the announcement, and how far scores and rankings follow it.")
        .answers::<CorrectionList>(200),
        post(
            "/api/v1/rounds/{id}/corrections",
            Access::Staff(Action::RunContests),
            add,
        )
        .query("preview", FLAG, "Say whom it would move, and store nothing.")
        .says("Corrects a key or drops an item. Attempts are scored anew in the background.")
        .takes::<CorrectionSent>()
        .answers::<PreviewShown>(200)
        .answers::<CorrectionShown>(201)
        .may_fail(&[409])
        .once(),
    ]
}

/// What is said of the item. The newest correction of an item counts alone.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WrittenKind {
    /// `key` instead of the frozen one.
    NewKey,
    /// `key` is right as well.
    AlsoAccept,
    /// Everybody who met the item gets its points.
    FullPoints,
    /// It counts for nobody: the most possible shrinks.
    NoPoints,
    /// As it was announced.
    AsFrozen,
}

impl From<WrittenKind> for CorrectionKind {
    fn from(kind: WrittenKind) -> Self {
        match kind {
            WrittenKind::NewKey => Self::NewKey,
            WrittenKind::AlsoAccept => Self::AlsoAccept,
            WrittenKind::FullPoints => Self::FullPoints,
            WrittenKind::NoPoints => Self::NoPoints,
            WrittenKind::AsFrozen => Self::AsFrozen,
        }
    }
}

impl From<CorrectionKind> for WrittenKind {
    fn from(kind: CorrectionKind) -> Self {
        match kind {
            CorrectionKind::NewKey => Self::NewKey,
            CorrectionKind::AlsoAccept => Self::AlsoAccept,
            CorrectionKind::FullPoints => Self::FullPoints,
            CorrectionKind::NoPoints => Self::NoPoints,
            CorrectionKind::AsFrozen => Self::AsFrozen,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionSent {
    /// Needed only where two banks of the round use the same code.
    #[serde(default)]
    bank_id: Option<Uuid>,
    #[schema(min_length = 1, max_length = 100)]
    item_code: String,
    kind: WrittenKind,
    /// As the bank's file writes right answers: `A, C`, `Đúng`, `12,5 ± 0,5`, `Hoà Bình | HB`.
    #[serde(default)]
    #[schema(max_length = 5000)]
    key: String,
    /// Published with the ranking.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// As everybody can read it once the ranking is published.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionShown {
    ordinal: i64,
    bank_id: Uuid,
    item_code: String,
    kind: WrittenKind,
    /// Empty where the kind has none.
    key: String,
    reason: String,
    at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionList {
    corrections: Vec<CorrectionShown>,
    /// `done` once scores and rankings hold all of them.
    state: WorkState,
    /// Attempts scored anew for the newest of them.
    done: i64,
    total: i64,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkState {
    Running,
    Done,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewShown {
    item_code: String,
    kind: WrittenKind,
    key: String,
    reason: String,
    /// Submitted attempts that met the item.
    touched: i64,
    /// Absent, as are the next two, for whoever may not open the question's bank: who would move tells the right answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    up: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    down: Option<i64>,
    /// People with another score or rank; the first 200 of them stand in `moves`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    moved: Option<i64>,
    moves: Vec<MoveShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MoveShown {
    participant_id: Uuid,
    name: String,
    group: String,
    old_score: Points,
    new_score: Points,
    old_rank: i64,
    new_rank: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    preview: bool,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<Reply<CorrectionList>, Fault> {
    let (corrections, progress) = app.engine.corrections(&visit.actor, id).await?;
    let Progress { is_done, done, total } = progress;
    Ok(Reply(CorrectionList {
        corrections: corrections.iter().map(correction_shown).collect(),
        state: if is_done {
            WorkState::Done
        } else {
            WorkState::Running
        },
        done,
        total,
    }))
}

async fn add(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    InQuery(asked): InQuery<Asked>,
    Json { value, key }: Json<CorrectionSent>,
) -> Result<Response, Fault> {
    let new = NewCorrection {
        bank: value.bank_id.map(BankId),
        item_code: value.item_code,
        kind: value.kind.into(),
        key: value.key,
        reason: value.reason,
    };
    if asked.preview {
        let preview = app.engine.preview_correction(&visit.actor, id, &new).await?;
        return Ok(Reply(preview_shown(preview)).into_response());
    }
    let made = app.engine.correct(&visit.actor, id, &new, key).await?;
    Ok((StatusCode::CREATED, Reply(correction_shown(&made))).into_response())
}

pub fn correction_shown(correction: &Correction) -> CorrectionShown {
    CorrectionShown {
        ordinal: correction.ordinal,
        bank_id: correction.bank.0,
        item_code: correction.item_code.clone(),
        kind: correction.kind.into(),
        key: correction.key.clone(),
        reason: correction.reason.clone(),
        at: Time(correction.at),
    }
}

fn preview_shown(preview: CorrectionPreview) -> PreviewShown {
    let (up, down, moved) = match &preview.effect {
        Some(effect) => (Some(effect.up), Some(effect.down), Some(effect.moved)),
        None => (None, None, None),
    };
    let moves = preview.effect.map(|effect| effect.moves).unwrap_or_default();
    PreviewShown {
        item_code: preview.item_code,
        kind: preview.kind.into(),
        key: preview.key,
        reason: preview.reason,
        touched: preview.touched,
        up,
        down,
        moved,
        moves: moves.into_iter().map(move_shown).collect(),
    }
}

fn move_shown(moved: Move) -> MoveShown {
    MoveShown {
        participant_id: moved.participant.0,
        name: moved.name,
        group: moved.group,
        old_score: Points(moved.old_score),
        new_score: Points(moved.new_score),
        old_rank: moved.old_rank,
        new_rank: moved.new_rank,
    }
}
