//! `POST /contests/{slug}/groups`, and what becomes of a group before its first round is announced.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::Difficulty;
use khao_domain::ids::{BankId, GroupId};
use khao_engine::contest::groups::{Group, GroupChange, NewGroup};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::values::{Slug, nullable};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::objects::{objects, optional_objects};
use crate::routes::table::{Access, Route, delete, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

const ONE: &str = "/api/v1/contests/{slug}/groups/{id}";

pub fn routes() -> Vec<Route> {
    vec![
        post(
            "/api/v1/contests/{slug}/groups",
            Access::Staff(Action::RunContests),
            create,
        )
        .says("Adds a group of participants with its bank and blueprint.")
        .takes::<NewGroupBody>()
        .answers::<GroupCreated>(201)
        .may_fail(&[409])
        .once(),
        patch(ONE, Access::Staff(Action::RunContests), change)
            .says("Changes a group; once a round is announced, only bank and blueprint, for the rounds to come.")
            .takes::<GroupPatch>()
            .answers::<GroupCreated>(200)
            .may_fail(&[409]),
        delete(ONE, Access::Staff(Action::RunContests), remove)
            .says("Removes a group, while no round is announced.")
            .answers_nothing(204)
            .may_fail(&[409]),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGroupBody {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    bank_id: Uuid,
    #[serde(deserialize_with = "objects")]
    #[schema(min_items = 1, max_items = 200)]
    blueprint: Vec<Cell>,
    /// In place of the contest's.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 120)]
    min_age: Option<u8>,
}

/// `count` questions of one topic and difficulty.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    #[schema(min_length = 1, max_length = 200)]
    topic: String,
    #[schema(value_type = u8, minimum = 1, maximum = 5)]
    difficulty: Difficulty,
    #[schema(minimum = 1, maximum = 200)]
    count: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GroupCreated {
    id: Uuid,
    name: String,
    bank_id: Uuid,
    blueprint: Vec<Cell>,
    /// How many questions a paper of the group has.
    questions: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    min_age: Option<u8>,
}

/// What is not sent stays; `min_age: null` takes it away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub struct GroupPatch {
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    bank_id: Option<Uuid>,
    /// Empty while it is not decided.
    #[serde(default, deserialize_with = "optional_objects")]
    #[schema(max_items = 200)]
    blueprint: Option<Vec<Cell>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<u8>, minimum = 0, maximum = 120)]
    min_age: Option<Option<u8>>,
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, GroupId)>,
    Json { value, .. }: Json<GroupPatch>,
) -> Result<Reply<GroupCreated>, Fault> {
    let change = GroupChange {
        name: value.name,
        bank: value.bank_id.map(BankId),
        blueprint: value
            .blueprint
            .map(|cells| cells.into_iter().map(cell_of).collect()),
        min_age: value.min_age,
    };
    let group = app.engine.change_group(&visit.actor, &slug.0, id, change).await?;
    Ok(Reply(created(group)))
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, GroupId)>,
) -> Result<StatusCode, Fault> {
    app.engine.remove_group(&visit.actor, &slug.0, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn cell_of(cell: Cell) -> BlueprintCell {
    BlueprintCell {
        topic: cell.topic,
        difficulty: cell.difficulty,
        count: cell.count,
    }
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, key }: Json<NewGroupBody>,
) -> Result<(StatusCode, Reply<GroupCreated>), Fault> {
    let new = NewGroup {
        name: value.name,
        bank: BankId(value.bank_id),
        blueprint: value.blueprint.into_iter().map(cell_of).collect(),
        min_age: value.min_age,
    };
    let group = app.engine.create_group(&visit.actor, &slug.0, new, key).await?;
    Ok((StatusCode::CREATED, Reply(created(group))))
}

fn created(group: Group) -> GroupCreated {
    let questions = group.questions();
    let cell = |cell: BlueprintCell| Cell {
        topic: cell.topic,
        difficulty: cell.difficulty,
        count: cell.count,
    };
    GroupCreated {
        id: group.id.0,
        name: group.name,
        bank_id: group.bank.0,
        blueprint: group.blueprint.into_iter().map(cell).collect(),
        questions,
        min_age: group.min_age,
    }
}
