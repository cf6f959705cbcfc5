//! Setting a contest up in larger steps, and what it still needs: series of rounds, copies, feasibility, the review.

use axum::extract::State;
use axum::http::StatusCode;
use khao_app::pages::console::setup::finding;
use khao_domain::contest::review::{Finding, Weight};
use khao_domain::contest::series::Series;
use khao_domain::lang::Lang;
use khao_engine::contest::beginnings::CopyOf;
use khao_engine::contest::planning::GroupSupply;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::contest_view::{ContestPage, RoundShown, contest_page, round_shown};
use super::replies::Reply;
use super::values::{Day, Slug};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    vec![
        post("/api/v1/contests/{slug}/series", run, add_series)
            .says("Adds rounds that follow each other, as drafts: all of them or none.")
            .takes::<NewSeries>()
            .answers::<RoundsShown>(201)
            .once(),
        post("/api/v1/contests/{slug}/copies", run, copy)
            .says("Copies rules, settings, groups and rounds into a new contest, without its people.")
            .takes::<NewCopy>()
            .answers::<ContestPage>(201)
            .may_fail(&[409])
            .once(),
        get("/api/v1/contests/{slug}/feasibility", read, feasibility)
            .says("How many items each bank has for each cell of the blueprints.")
            .answers::<FeasibilityShown>(200),
        get("/api/v1/contests/{slug}/review", read, review)
            .says("What is missing or risky before rounds are announced.")
            .answers::<ReviewShown>(200),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeries {
    /// What every round is called before its number.
    #[schema(min_length = 1, max_length = 90)]
    name: String,
    /// The number of the first round.
    #[serde(default = "one")]
    #[schema(minimum = 0, maximum = 100_000)]
    number: u32,
    /// Opens at 00:00 of this day in Việt Nam.
    first_day: Day,
    #[schema(minimum = 1, maximum = 52)]
    rounds: u32,
    /// How many days each round is open; the next one opens as it closes.
    #[schema(minimum = 1, maximum = 92)]
    days: u32,
    #[schema(minimum = 60, maximum = 86_400)]
    duration_s: u32,
}

const fn one() -> u32 {
    1
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoundsShown {
    rounds: Vec<RoundShown>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCopy {
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$")]
    slug: String,
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// The day on which the first round opens; the others keep their distances. Without it no rounds are copied.
    first_day: Option<Day>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FeasibilityShown {
    groups: Vec<GroupFeasibility>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GroupFeasibility {
    group_id: Uuid,
    /// On the days of the first round that is not announced; without one, today.
    cells: Vec<CellSupplyShown>,
    topics: Vec<TopicSupplyShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CellSupplyShown {
    topic: String,
    #[schema(minimum = 1, maximum = 5)]
    difficulty: u8,
    need: u32,
    have: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TopicSupplyShown {
    topic: String,
    /// Scored items of difficulty 1 to 5.
    scored: Vec<u32>,
    /// Predictions of difficulty 1 to 5.
    predictions: Vec<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewShown {
    /// Stands for what an announcement would fix now; it takes this in `reviewed`.
    reviewed: String,
    findings: Vec<FindingShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FindingShown {
    /// `missing` forbids the announcement.
    #[schema(value_type = String, pattern = "^(missing|risky|advice)$")]
    weight: &'static str,
    /// The step of the console's guided path where it is mended.
    step: &'static str,
    detail: String,
}

async fn add_series(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, key }: Json<NewSeries>,
) -> Result<(StatusCode, Reply<RoundsShown>), Fault> {
    let series = Series {
        name: value.name,
        number: value.number,
        first_day: value.first_day.0,
        rounds: value.rounds,
        days: value.days,
    };
    let made = app
        .engine
        .create_series(&visit.actor, &slug.0, &series, value.duration_s, key)
        .await?;
    let now = app.engine.now();
    let rounds = made.iter().map(|round| round_shown(round, now, true)).collect();
    Ok((StatusCode::CREATED, Reply(RoundsShown { rounds })))
}

async fn copy(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, key }: Json<NewCopy>,
) -> Result<(StatusCode, Reply<ContestPage>), Fault> {
    let new = CopyOf {
        slug: value.slug,
        title: value.title,
        first_day: value.first_day.map(|day| day.0),
    };
    let contest = app.engine.copy_contest(&visit.actor, &slug.0, new, key).await?;
    let counts = app.engine.counts(contest.id).await?;
    let shown = contest_page(&contest, counts, app.engine.now(), true);
    Ok((StatusCode::CREATED, Reply(shown)))
}

async fn feasibility(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<Reply<FeasibilityShown>, Fault> {
    let supplies = app.engine.feasibility(&visit.actor, &slug.0).await?;
    let groups = supplies.into_iter().map(supply_shown).collect();
    Ok(Reply(FeasibilityShown { groups }))
}

fn supply_shown(supply: GroupSupply) -> GroupFeasibility {
    GroupFeasibility {
        group_id: supply.group.0,
        cells: supply
            .cells
            .into_iter()
            .map(|cell| CellSupplyShown {
                topic: cell.cell.topic,
                difficulty: cell.cell.difficulty.level(),
                need: cell.cell.count,
                have: cell.have,
            })
            .collect(),
        topics: supply
            .topics
            .into_iter()
            .map(|topic| TopicSupplyShown {
                topic: topic.topic,
                scored: topic.scored.to_vec(),
                predictions: topic.predictions.to_vec(),
            })
            .collect(),
    }
}

async fn review(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<Reply<ReviewShown>, Fault> {
    // First what was looked at, then what is found: a change in between shows when it is announced.
    let contest = app.engine.console_contest(&visit.actor, &slug.0).await?;
    let reviewed = app.engine.reviewed(&contest).await?;
    let found = app.engine.review_contest(&visit.actor, &slug.0).await?;
    let findings = found.iter().map(|one| finding_shown(visit.lang, one)).collect();
    Ok(Reply(ReviewShown { reviewed, findings }))
}

fn finding_shown(lang: Lang, one: &Finding) -> FindingShown {
    FindingShown {
        weight: match one.weight() {
            Weight::Missing => "missing",
            Weight::Risky => "risky",
            Weight::Advice => "advice",
        },
        step: one.step().as_str(),
        detail: finding(lang, one),
    }
}
