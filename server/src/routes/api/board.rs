//! `GET /rounds/{id}/board`, and the same as events while somebody looks on.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use khao_domain::ids::{RoundId, UnitId};
use khao_domain::lang::said;
use khao_engine::contest::board::Board;
use khao_engine::contest::participation::UnitParticipation;
use khao_engine::error::Error;
use khao_engine::policy::{Action, Actor};
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Interval, MissedTickBehavior, interval};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::UUID;
use super::replies::Reply;
use super::values::Time;
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::table::{Access, Route, get};
use crate::security::visit::Visit;
use crate::state::App;

/// At most one event in so long.
const PACE: Duration = Duration::from_secs(2);
/// Every so many paces the session is looked at, and a comment keeps proxies from closing a line without events.
const BEAT_PACES: u32 = 7;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ReadContests);
    vec![
        get("/api/v1/rounds/{id}/board", read, show)
            .says("How a round goes: attempts, scores, units; at most five seconds old.")
            .query("unit", UUID, "Of this unit and those below it.")
            .answers::<BoardShown>(200),
        get("/api/v1/rounds/{id}/board/events", read, events)
            .says("The board as server-sent events, until the session or the server ends.")
            .query("unit", UUID, "Of this unit and those below it.")
            .query(
                "events",
                r#"{"type":"integer","minimum":1,"maximum":1000000}"#,
                "Ends after so many events.",
            )
            .answers_with(200, "text/event-stream"),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BoardShown {
    as_of: Time,
    /// People of the contest.
    entered: i64,
    in_progress: i64,
    /// Attempts handed in, without voided ones.
    submitted: i64,
    /// Ten counts of attempts, by tenths of the most possible score.
    scores: Vec<i64>,
    /// Of all units counted: people with an attempt handed in, people there are, and their share; absent without a
    /// head-count.
    whole: WholeShown,
    /// Those where nobody takes part come last. The units right below the chosen one or the caller's own: all of them, or the 200 with the most people taking part.
    units: Vec<BoardUnitShown>,
    /// How many there are.
    units_total: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WholeShown {
    submitted: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    headcount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rate: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BoardUnitShown {
    id: Uuid,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    headcount: Option<i64>,
    participants: i64,
    submitted: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    unit: Option<UnitId>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Params {
    unit: Option<UnitId>,
    events: Option<u32>,
}

fn shown(board: Board) -> BoardShown {
    let unit = |unit: UnitParticipation| BoardUnitShown {
        id: unit.id.0,
        name: unit.name,
        headcount: unit.headcount,
        participants: unit.participants,
        submitted: unit.submitted,
        rate: unit.rate,
    };
    BoardShown {
        as_of: Time(board.as_of),
        entered: board.entered,
        in_progress: board.in_progress,
        submitted: board.submitted,
        scores: board.scores.to_vec(),
        whole: WholeShown {
            submitted: board.whole.submitted,
            headcount: board.whole.headcount,
            rate: board.whole.rate,
        },
        units: board.units.into_iter().map(unit).collect(),
        units_total: u64::try_from(board.units_total).unwrap_or(u64::MAX),
    }
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    InQuery(query): InQuery<Query>,
) -> Result<Reply<BoardShown>, Fault> {
    let board = app.engine.board(&visit.actor, id, query.unit).await?;
    Ok(Reply(shown(board)))
}

async fn events(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    InQuery(params): InQuery<Params>,
) -> Result<Response, Fault> {
    if params
        .events
        .is_some_and(|events| !(1..=1_000_000).contains(&events))
    {
        return Err(Fault::invalid(
            "/events",
            said(
                "Số sự kiện từ 1 đến 1.000.000.",
                "The number of events is 1 to 1,000,000.",
            ),
        ));
    }
    // Refused as a problem, before anything is streamed.
    app.engine.board(&visit.actor, id, params.unit).await?;
    let room = Arc::clone(&app.listeners).try_acquire_owned();
    let room = room.map_err(|_| Error::Busy { retry_after_s: 30 })?;
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let watch = Watch {
        app,
        visit,
        id,
        unit: params.unit,
        sent: None,
        pace,
        paces: 0,
        left: params.events,
        _room: room,
    };
    let body = Body::from_stream(stream::unfold(watch, |watch| async {
        let (text, watch) = watch.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(text)), watch))
    }));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream"),
        ),
        // Proxies that gather answers would hold the events back.
        (
            header::HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    Ok((headers, body).into_response())
}

/// One listener.
struct Watch {
    app: App,
    visit: Visit,
    id: RoundId,
    unit: Option<UnitId>,
    sent: Option<Board>,
    pace: Interval,
    paces: u32,
    left: Option<u32>,
    _room: OwnedSemaphorePermit,
}

impl Watch {
    /// What is sent next; none at the end.
    async fn next(mut self) -> Option<(String, Self)> {
        if self.left == Some(0) {
            return None;
        }
        loop {
            tokio::select! {
                biased;
                () = self.app.stopped() => return None,
                _ = self.pace.tick() => {}
            }
            self.paces = self.paces.wrapping_add(1);
            let is_due = self.paces.is_multiple_of(BEAT_PACES);
            if is_due {
                self.visit.actor = self.actor_now().await?;
            }
            let board = self.app.engine.board(&self.visit.actor, self.id, self.unit);
            let board = board.await.ok()?;
            if self.sent.as_ref().is_none_or(|sent| is_news(sent, &board)) {
                return self.event(board);
            }
            if is_due {
                return Some((":\n\n".to_owned(), self));
            }
        }
    }

    fn event(mut self, board: Board) -> Option<(String, Self)> {
        self.sent = Some(board.clone());
        self.left = self.left.map(|left| left - 1);
        let data = serde_json::to_string(&shown(board)).ok()?;
        Some((format!("event: board\ndata: {data}\n\n"), self))
    }

    /// With the role and the unit the account has by now; none where the session has ended.
    async fn actor_now(&self) -> Option<Actor> {
        let token = self.visit.token.as_ref()?;
        let actor = self.app.engine.actor_unprolonged(token).await.ok()?;
        (actor != Actor::Anonymous).then(|| actor.coming_from(self.visit.address))
    }
}

/// Whether there is more to tell than that time has passed.
fn is_news(sent: &Board, board: &Board) -> bool {
    let same_time = Board {
        as_of: sent.as_of,
        ..board.clone()
    };
    same_time != *sent
}
