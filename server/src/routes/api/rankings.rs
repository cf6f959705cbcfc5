//! The public figures of rounds and contests: rankings of people and of units, participation.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use khao_domain::ids::{GroupId, RoundId, UnitId};
use khao_domain::lang::Lang;
use khao_engine::contest::participation::UnitParticipation;
use khao_engine::contest::rankings::{RankingLine, RankingPage, RankingQuery};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::collective::{UnitRanking, by_unit};
use super::paging::{UUID, cut, limit};
use super::replies::{Reply, revalidated};
use super::values::{Points, Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::table::{Access, Route, get};
use crate::state::App;

const AFTER: &str = r#"{"type":"string","pattern":"^[0-9]{1,9}\\.[0-9]{1,9}$"}"#;
const REVISION: &str = r#"{"type":"integer","minimum":1,"maximum":1000000}"#;
const BY: &str = r#"{"type":"string","enum":["unit"]}"#;

pub fn routes() -> Vec<Route> {
    vec![
        parts(get("/api/v1/rounds/{round_id}/ranking", Access::Public, of_round))
            .says("The published ranking of a round.")
            .answers::<Ranking>(200)
            .answers_nothing(304),
        parts(get("/api/v1/contests/{slug}/ranking", Access::Public, of_contest))
            .query(
                "by",
                BY,
                "The units right below `unit`, by participation, then by mean score; of the newest revision only.",
            )
            .says("The ranking over all published rounds.")
            .answers::<PeopleOrUnits>(200)
            .answers_nothing(304),
        get(
            "/api/v1/rounds/{round_id}/participation",
            Access::Public,
            participation,
        )
        .says("Who took part, per unit.")
        .query("parent", UUID, "The units right below this one.")
        .paged(UUID)
        .answers::<ParticipationPage>(200),
    ]
}

fn parts(route: Route) -> Route {
    route
        .query("group", UUID, "Only this group.")
        .query("revision", REVISION, "An earlier revision; the newest otherwise.")
        .query("unit", UUID, "Only this unit and those below it; ranks stay.")
        .paged(AFTER)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundQuery {
    revision: Option<i64>,
    group: Option<Uuid>,
    unit: Option<Uuid>,
    limit: Option<u32>,
    after: Option<Cursor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestQuery {
    pub revision: Option<i64>,
    pub group: Option<Uuid>,
    pub unit: Option<Uuid>,
    pub limit: Option<u32>,
    pub after: Option<Cursor>,
    by: Option<By>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    Unit,
}

/// The group's ordinal and the place of the last line seen: `1.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(pub i64, pub i64);

impl Cursor {
    fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str| {
            let legal = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse().ok().filter(|_| legal)
        };
        let (group, place) = text.split_once('.')?;
        Some(Self(number(group)?, number(place)?))
    }

    pub fn text(self) -> String {
        format!("{}.{}", self.0, self.1)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("trang sau bắt đầu từ «next» của trang trước"))
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Ranking {
    revision: i64,
    /// Why a published ranking was made anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    published_at: Time,
    /// What predictions of the number of participants were compared with.
    participants: i64,
    all_correct: i64,
    entries: Vec<Entry>,
    /// Of the groups and units asked for.
    total: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    /// Within the group.
    rank: u32,
    group: String,
    group_id: Uuid,
    /// Masked without the consent to publish.
    name: String,
    unit: String,
    unit_id: Uuid,
    score: Points,
    max_score: Points,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    prediction_error: Option<i64>,
    duration_ms: i64,
    submitted_at: Time,
}

/// People, or with `by=unit` units.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum PeopleOrUnits {
    People(Ranking),
    Units(UnitRanking),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ParticipationQuery {
    parent: Option<Uuid>,
    limit: Option<u32>,
    after: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ParticipationPage {
    as_of: Time,
    units: Vec<UnitFigures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<Uuid>,
}

/// A unit with everything below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitFigures {
    id: Uuid,
    code: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    headcount: Option<i64>,
    participants: i64,
    submitted: i64,
    /// submitted / headcount; above 1 where more took part than were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rate: Option<f64>,
}

async fn of_round(
    State(app): State<App>,
    headers: HeaderMap,
    InPath(id): InPath<RoundId>,
    InQuery(query): InQuery<RoundQuery>,
) -> Result<Response, Fault> {
    let part = RankingQuery {
        revision: query.revision,
        ..part(query.group, query.unit, query.after, query.limit)?
    };
    let page = app.engine.round_ranking(id, &part).await?;
    revalidated(&headers, &ranking(page))
}

async fn of_contest(
    State(app): State<App>,
    headers: HeaderMap,
    InPath(slug): InPath<Slug>,
    InQuery(query): InQuery<ContestQuery>,
) -> Result<Response, Fault> {
    let body = if let Some(By::Unit) = query.by {
        PeopleOrUnits::Units(by_unit(&app, &slug.0, &query).await?)
    } else {
        let part = RankingQuery {
            revision: query.revision,
            ..part(query.group, query.unit, query.after, query.limit)?
        };
        PeopleOrUnits::People(ranking(app.engine.contest_ranking(&slug.0, &part).await?))
    };
    revalidated(&headers, &body)
}

fn part(
    group: Option<Uuid>,
    unit: Option<Uuid>,
    after: Option<Cursor>,
    given: Option<u32>,
) -> Result<RankingQuery, Fault> {
    Ok(RankingQuery {
        revision: None,
        group: group.map(GroupId),
        unit: unit.map(UnitId),
        after: after.map_or((0, 0), |Cursor(group, place)| (group, place)),
        limit: u32::try_from(limit(given)?).unwrap_or(u32::MAX),
    })
}

fn ranking(page: RankingPage) -> Ranking {
    Ranking {
        revision: page.revision,
        reason: (!page.because.is_empty()).then(|| page.because.words(Lang::Vi)),
        published_at: Time(page.published_at),
        participants: page.truth.participants,
        all_correct: page.truth.all_correct,
        entries: page.lines.into_iter().map(entry).collect(),
        total: page.total,
        next: page.next.map(|(group, place)| Cursor(group, place).text()),
    }
}

fn entry(line: RankingLine) -> Entry {
    Entry {
        rank: line.rank,
        group: line.group_name,
        group_id: line.group.0,
        name: line.name.in_lang(Lang::Vi).to_owned(),
        unit: line.unit_name,
        unit_id: line.unit.0,
        score: Points(line.score_hundredths),
        max_score: Points(line.max_score_hundredths),
        prediction_error: line.prediction_error,
        duration_ms: line.duration_ms,
        submitted_at: Time(line.submitted_at),
    }
}

async fn participation(
    State(app): State<App>,
    InPath(id): InPath<RoundId>,
    InQuery(query): InQuery<ParticipationQuery>,
) -> Result<Reply<ParticipationPage>, Fault> {
    let limit = limit(query.limit)?;
    let figures = app.engine.participation(id, query.parent.map(UnitId)).await?;
    let seen = |unit: &UnitParticipation| query.after.is_some_and(|after| unit.id.0 != after);
    let left = figures
        .units
        .into_iter()
        .skip_while(seen)
        .skip(usize::from(query.after.is_some()));
    let mut units: Vec<UnitParticipation> = left.take(limit + 1).collect();
    let next = cut(&mut units, limit, |unit| unit.id.0);
    let unit = |unit: UnitParticipation| UnitFigures {
        id: unit.id.0,
        code: unit.code,
        name: unit.name,
        headcount: unit.headcount,
        participants: unit.participants,
        submitted: unit.submitted,
        rate: unit.rate,
    };
    Ok(Reply(ParticipationPage {
        as_of: Time(figures.as_of),
        units: units.into_iter().map(unit).collect(),
        next,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_two_numbers() {
        assert_eq!(Cursor::parse("1.50"), Some(Cursor(1, 50)));
        assert_eq!(Cursor(1, 50).text(), "1.50");
        for bad in ["", "1", "1.", ".1", "+1.2", "1.2.3", "1234567890.1"] {
            assert_eq!(Cursor::parse(bad), None, "{bad}");
        }
    }
}
