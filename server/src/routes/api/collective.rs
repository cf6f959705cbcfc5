//! `GET /contests/{slug}/ranking?by=unit`: units, ranked.

use khao_domain::ids::{GroupId, UnitId};
use khao_domain::lang::said;
use khao_engine::contest::collective::UnitLine;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{cut, limit};
use super::rankings::{ContestQuery, Cursor};
use super::values::{Points, Time};
use crate::problem::Fault;
use crate::state::App;

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitRanking {
    revision: i64,
    published_at: Time,
    units: Vec<RankedUnit>,
    total: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// A unit with everything below it, over all published rounds.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankedUnit {
    rank: u32,
    unit: String,
    unit_id: Uuid,
    code: String,
    /// The sum of the head-counts in force when the rounds opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    headcount: Option<i64>,
    /// The sum of the persons ranked in the rounds.
    participants: i64,
    /// participants / headcount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mean_score: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mean_max_score: Option<Points>,
}

pub async fn by_unit(app: &App, slug: &str, query: &ContestQuery) -> Result<UnitRanking, Fault> {
    if query.revision.is_some() {
        let detail = said(
            "Xếp hạng theo đơn vị chỉ có bản mới nhất; xin bỏ «revision».",
            "The ranking of units has its newest revision only; leave out “revision”.",
        );
        return Err(Fault::invalid("/revision", detail));
    }
    let limit = limit(query.limit)?;
    let parent = query.unit.map(UnitId);
    let collective = app
        .engine
        .collective_ranking(slug, parent, query.group.map(GroupId))
        .await?;
    let total = u32::try_from(collective.lines.len()).unwrap_or(u32::MAX);
    let seen = query
        .after
        .map_or(0, |Cursor(_, place)| usize::try_from(place).unwrap_or(usize::MAX));
    let mut lines: Vec<(i64, UnitLine)> = (1..).zip(collective.lines).skip(seen).collect();
    let next = cut(&mut lines, limit, |(place, _)| Cursor(0, *place).text());
    Ok(UnitRanking {
        revision: collective.revision,
        published_at: Time(collective.published_at),
        units: lines.into_iter().map(|(_, line)| ranked(line)).collect(),
        total,
        next,
    })
}

fn ranked(line: UnitLine) -> RankedUnit {
    RankedUnit {
        rank: line.rank,
        rate: line.rate(),
        mean_score: line.mean_hundredths().map(Points),
        mean_max_score: line.mean_max_hundredths().map(Points),
        unit: line.name,
        unit_id: line.id.0,
        code: line.code,
        headcount: line.headcount,
        participants: line.participants,
    }
}
