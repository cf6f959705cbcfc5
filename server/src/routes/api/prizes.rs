//! `GET|POST /contests/{slug}/prizes`, `PUT|DELETE …/{prize}`, `PUT …/{prize}/place`, `GET /contests/{slug}/winners` and its files.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use khao_domain::contest::prizes::GivenFor;
use khao_domain::ids::{GroupId, PrizeId, UnitId};
use khao_domain::lang::Lang;
use khao_engine::contest::prizes::{NewPrize, Prize};
use khao_engine::contest::winners::{Basis, Who, Winner, WinnerList};
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::exports::media;
use super::replies::{Reply, file_stream};
use super::values::{Points, Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, delete, get, post, put};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    let mut routes = vec![
        get(
            "/api/v1/contests/{slug}/prizes",
            Access::Staff(Action::ReadContests),
            list,
        )
        .says("What a contest gives, the best prize first.")
        .answers::<Prizes>(200),
        post("/api/v1/contests/{slug}/prizes", run, add)
            .says("Adds a prize at the end of the list, until a ranking of the contest is public.")
            .takes::<PrizeSent>()
            .answers::<PrizeShown>(201)
            .may_fail(&[409])
            .once(),
        put("/api/v1/contests/{slug}/prizes/{prize}", run, change)
            .says("Replaces what a prize says, until a ranking of the contest is public; it keeps its place.")
            .takes::<PrizeSent>()
            .answers::<PrizeShown>(200)
            .may_fail(&[409]),
        put("/api/v1/contests/{slug}/prizes/{prize}/place", run, place)
            .says("Puts a prize in another place of the list, until a ranking of the contest is public.")
            .takes::<PlaceSent>()
            .answers::<Prizes>(200)
            .may_fail(&[409]),
        delete("/api/v1/contests/{slug}/prizes/{prize}", run, remove)
            .says("Removes a prize, until a ranking of the contest is public.")
            .answers_nothing(204)
            .may_fail(&[409]),
        get("/api/v1/contests/{slug}/winners", Access::Public, winners)
            .says("Who has won, by the public rankings; what is of the whole contest once every round's is public.")
            .answers::<Winners>(200),
    ];
    routes.extend(ExportFormat::ALL.map(file));
    routes
}

fn file(format: ExportFormat) -> Route {
    let path = match format {
        ExportFormat::Csv => "/api/v1/contests/{slug}/exports/winners.csv",
        ExportFormat::Xlsx => "/api/v1/contests/{slug}/exports/winners.xlsx",
    };
    let handler = move |State(app): State<App>, visit: Visit, InPath(slug): InPath<Slug>| async move {
        download(&app, &visit, &slug.0, format).await
    };
    get(path, Access::Staff(Action::ExportPersonalData), handler)
        .says("The winners with full names, by the newest rankings.")
        .answers_with(200, media(format))
}

async fn download(app: &App, visit: &Visit, slug: &str, format: ExportFormat) -> Result<Response, Fault> {
    let export = app.engine.export_winners(&visit.actor, slug, format).await?;
    Ok(file_stream(export))
}

/// What a prize is given for: `round` to people in each round, `contest` to people in the whole contest, `units` to units.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum For {
    Round,
    Contest,
    Units,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrizeSent {
    given_for: For,
    /// Of people: one group; absent: each group by itself.
    group_id: Option<Uuid>,
    /// Of units: those right below this one; absent: those below the root.
    block_id: Option<Uuid>,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[schema(minimum = 1, maximum = 1000)]
    number: u32,
    /// In đồng, for each.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    amount: Option<i64>,
}

impl PrizeSent {
    fn into_new(self) -> NewPrize {
        NewPrize {
            given_for: match self.given_for {
                For::Round => GivenFor::Round,
                For::Contest => GivenFor::Contest,
                For::Units => GivenFor::Units,
            },
            group: self.group_id.map(GroupId),
            block: self.block_id.map(UnitId),
            name: self.name,
            number: self.number,
            amount: self.amount,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceSent {
    /// 1 is the best; beyond the end is the end.
    #[schema(minimum = 1, maximum = 1000)]
    place: u16,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PrizeShown {
    id: Uuid,
    given_for: For,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    group_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    block_id: Option<Uuid>,
    name: String,
    number: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    amount: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Prizes {
    prizes: Vec<PrizeShown>,
    /// A ranking is public: the list changes no more.
    fixed: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Winners {
    lists: Vec<ListShown>,
}

/// Winners who compete with each other.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListShown {
    given_for: For,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    round_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    group_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    block_id: Option<Uuid>,
    /// Of the ranking.
    revision: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    published_at: Option<Time>,
    winners: Vec<WinnerShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WinnerShown {
    rank: u32,
    /// Absent where equals share places of several prizes: the organisers decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    prize: Option<String>,
    /// In đồng.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    amount: Option<i64>,
    /// Of the person, masked without consent; or of the unit.
    name: String,
    /// Of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit: Option<String>,
    /// Of the person; of a unit the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    score: Option<Points>,
    /// Of a unit: participants / headcount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rate: Option<f64>,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<Reply<Prizes>, Fault> {
    let list = app.engine.prizes(&visit.actor, &slug.0).await?;
    Ok(Reply(Prizes {
        prizes: list.prizes.into_iter().map(shown).collect(),
        fixed: list.is_fixed,
    }))
}

async fn add(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, key }: Json<PrizeSent>,
) -> Result<(StatusCode, Reply<PrizeShown>), Fault> {
    let new = value.into_new();
    let prize = app.engine.add_prize(&visit.actor, &slug.0, new, key).await?;
    Ok((StatusCode::CREATED, Reply(shown(prize))))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, PrizeId)>,
    Json { value, .. }: Json<PrizeSent>,
) -> Result<Reply<PrizeShown>, Fault> {
    let new = value.into_new();
    let prize = app.engine.change_prize(&visit.actor, &slug.0, id, new).await?;
    Ok(Reply(shown(prize)))
}

async fn place(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, PrizeId)>,
    Json { value, .. }: Json<PlaceSent>,
) -> Result<Reply<Prizes>, Fault> {
    let place = usize::from(value.place);
    let prizes = app.engine.move_prize(&visit.actor, &slug.0, id, place).await?;
    Ok(Reply(Prizes {
        prizes: prizes.into_iter().map(shown).collect(),
        fixed: false,
    }))
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, PrizeId)>,
) -> Result<StatusCode, Fault> {
    app.engine.remove_prize(&visit.actor, &slug.0, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A contest without a public ranking has no winners yet.
async fn winners(State(app): State<App>, InPath(slug): InPath<Slug>) -> Result<Reply<Winners>, Fault> {
    let lists = match app.engine.public_winners(&slug.0).await {
        Err(Error::NotPublished) => Vec::new(),
        lists => lists?,
    };
    Ok(Reply(Winners {
        lists: lists.iter().map(list_shown).collect(),
    }))
}

const fn given_for(given_for: GivenFor) -> For {
    match given_for {
        GivenFor::Round => For::Round,
        GivenFor::Contest => For::Contest,
        GivenFor::Units => For::Units,
    }
}

fn shown(prize: Prize) -> PrizeShown {
    PrizeShown {
        id: prize.id.0,
        given_for: given_for(prize.given_for),
        group_id: prize.group.map(|id| id.0),
        block_id: prize.block.map(|id| id.0),
        name: prize.name,
        number: prize.number,
        amount: prize.amount,
    }
}

fn list_shown(list: &WinnerList) -> ListShown {
    let (given_for, round_id) = match list.basis {
        Basis::Round(id) => (For::Round, Some(id.0)),
        Basis::Contest => (For::Contest, None),
        Basis::Units => (For::Units, None),
    };
    ListShown {
        given_for,
        round_id,
        group_id: list.group.map(|id| id.0),
        block_id: list.block.map(|id| id.0),
        revision: list.revision,
        published_at: list.published_at.map(Time),
        winners: list.winners.iter().map(|one| winner_shown(one, list)).collect(),
    }
}

fn winner_shown(winner: &Winner, list: &WinnerList) -> WinnerShown {
    let prize = list.prize(winner.award);
    let (name, unit, score, rate) = match &winner.who {
        Who::Person(person) => (
            person.name.in_lang(Lang::Vi).to_owned(),
            Some(person.unit_name.clone()),
            Some(person.score_hundredths),
            None,
        ),
        Who::Unit(line) => (line.name.clone(), None, line.mean_hundredths(), line.rate()),
    };
    WinnerShown {
        rank: winner.rank,
        prize: prize.map(|prize| prize.name.clone()),
        amount: prize.and_then(|prize| prize.amount),
        name,
        unit,
        score: score.map(Points),
        rate,
    }
}
