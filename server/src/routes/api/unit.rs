//! One unit: `POST /units`, `GET|PATCH|DELETE /units/{id}`, `PUT|DELETE /units/{id}/headcounts/{day}`.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::UnitId;
use khao_domain::lang::said;
use khao_domain::people::unit::SEPARATOR;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::error::Error;
use khao_engine::people::units::changes::TypedUnit;
use khao_engine::people::units::removal::Removal;
use khao_engine::people::units::{Unit, UnitTree, no_such_unit};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::values::{Day, nullable};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, delete, get, patch, post, put};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let (read, manage) = (
        Access::Staff(Action::ReadUnits),
        Access::Staff(Action::ManageUnits),
    );
    vec![
        post("/api/v1/units", manage, add)
            .says("Adds a unit.")
            .takes::<NewUnit>()
            .answers::<UnitPage>(201)
            .may_fail(&[409]),
        get("/api/v1/units/{id}", read, show)
            .says("A unit with its head-counts, also one that no longer exists.")
            .answers::<UnitPage>(200),
        patch("/api/v1/units/{id}", manage, change)
            .says("Changes what is sent; `valid_until` closes the unit from that day on. Its code stays.")
            .takes::<UnitPatch>()
            .answers::<UnitPage>(200)
            .may_fail(&[409]),
        delete("/api/v1/units/{id}", manage, remove)
            .says("Removes a unit that nothing refers to; any other is closed from today on.")
            .answers::<UnitRemoved>(200)
            .may_fail(&[409]),
        put("/api/v1/units/{id}/headcounts/{day}", manage, count)
            .says("Adds the head-count that is in force from this day on, or corrects it.")
            .takes::<HeadCount>()
            .answers::<UnitPage>(200)
            .may_fail(&[409]),
        delete("/api/v1/units/{id}/headcounts/{day}", manage, uncount)
            .says("Removes the head-count of a day.")
            .answers_nothing(204)
            .may_fail(&[409]),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// What files know the unit by; it stays.
    #[schema(min_length = 1, max_length = 40)]
    code: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The unit above; absent at the top.
    #[serde(default)]
    parent_id: Option<Uuid>,
    /// The first day on which it exists.
    #[serde(default)]
    valid_from: Option<Day>,
    /// The first day on which it no longer exists.
    #[serde(default)]
    valid_until: Option<Day>,
    /// The units it was made from.
    #[serde(default)]
    #[schema(max_items = 200)]
    predecessor_ids: Vec<Uuid>,
}

/// What is not sent stays; `null` takes it away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub struct UnitPatch {
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Uuid>)]
    parent_id: Option<Option<Uuid>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Day>)]
    valid_from: Option<Option<Day>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Day>)]
    valid_until: Option<Option<Day>>,
    #[schema(max_items = 200)]
    predecessor_ids: Option<Vec<Uuid>>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadCount {
    /// How many people could take part.
    #[schema(minimum = 0, maximum = 100_000_000)]
    people: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitPage {
    id: Uuid,
    code: String,
    name: String,
    /// Names from the root down.
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parent_id: Option<Uuid>,
    /// The first day on which it exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_from: Option<Day>,
    /// The first day on which it no longer exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_until: Option<Day>,
    predecessor_ids: Vec<Uuid>,
    /// The oldest first.
    headcounts: Vec<HeadCountShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HeadCountShown {
    /// In force from this day on.
    day: Day,
    people: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitRemoved {
    /// False: it is closed.
    removed: bool,
    /// The day from which it no longer exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_until: Option<String>,
}

async fn page(app: &App, id: UnitId) -> Result<Reply<UnitPage>, Fault> {
    let tree = app.engine.units().await?;
    let unit = tree.get(id).ok_or_else(Fault::not_found)?;
    Ok(Reply(UnitPage {
        id: unit.id.0,
        code: unit.code.clone(),
        name: unit.name.clone(),
        path: unit.path.clone(),
        parent_id: unit.parent.map(|id| id.0),
        valid_from: unit.validity.from.map(Day),
        valid_until: unit.validity.until.map(Day),
        predecessor_ids: unit.predecessors.iter().map(|id| id.0).collect(),
        headcounts: unit
            .headcounts
            .iter()
            .map(|(day, people)| HeadCountShown {
                day: Day(*day),
                people: *people,
            })
            .collect(),
    }))
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<UnitId>,
) -> Result<Reply<UnitPage>, Fault> {
    app.engine.units_seen(&visit.actor, id).await?;
    page(&app, id).await
}

async fn add(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<NewUnit>,
) -> Result<(StatusCode, Reply<UnitPage>), Fault> {
    let tree = app.engine.units().await?;
    let typed = TypedUnit {
        code: value.code,
        name: value.name,
        parent_code: parent_code(&tree, value.parent_id)?,
        valid_from: typed_day(value.valid_from),
        valid_until: typed_day(value.valid_until),
        predecessor_codes: predecessor_codes(&tree, &value.predecessor_ids)?,
    };
    let added = app.engine.add_unit(&visit.actor, &typed).await;
    let id = added.map_err(by_ids)?;
    Ok((StatusCode::CREATED, page(&app, id).await?))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<UnitId>,
    Json { value, .. }: Json<UnitPatch>,
) -> Result<Reply<UnitPage>, Fault> {
    let decide = |tree: &UnitTree, present: TypedUnit| changed(tree, present, value);
    let done = app.engine.change_unit_from(&visit.actor, id, decide).await;
    done.map_err(by_ids)?;
    page(&app, id).await
}

fn changed(tree: &UnitTree, present: TypedUnit, change: UnitPatch) -> Result<TypedUnit, Error> {
    Ok(TypedUnit {
        code: present.code,
        name: change.name.unwrap_or(present.name),
        parent_code: match change.parent_id {
            Some(parent) => parent_code(tree, parent)?,
            None => present.parent_code,
        },
        valid_from: change.valid_from.map_or(present.valid_from, typed_day),
        valid_until: change.valid_until.map_or(present.valid_until, typed_day),
        predecessor_codes: match change.predecessor_ids {
            Some(ids) => predecessor_codes(tree, &ids)?,
            None => present.predecessor_codes,
        },
    })
}

fn parent_code(tree: &UnitTree, parent: Option<Uuid>) -> Result<String, Error> {
    let Some(parent) = parent else {
        return Ok(String::new());
    };
    Ok(named(tree, parent, "/parent_id")?.code.clone())
}

fn predecessor_codes(tree: &UnitTree, ids: &[Uuid]) -> Result<String, Error> {
    if ids.len() > 200 {
        return Err(Error::invalid(
            "/predecessor_ids",
            said(
                "Danh sách có tối đa 200 đơn vị.",
                "The list has at most 200 units.",
            ),
        ));
    }
    let code = |(at, id): (usize, &Uuid)| {
        let unit = named(tree, *id, &format!("/predecessor_ids/{at}"))?;
        Ok(unit.code.clone())
    };
    let codes: Vec<String> = ids.iter().enumerate().map(code).collect::<Result<_, Error>>()?;
    Ok(codes.join(&SEPARATOR.to_string()))
}

fn named<'t>(tree: &'t UnitTree, id: Uuid, pointer: &str) -> Result<&'t Unit, Error> {
    let missing = || Error::invalid(pointer, no_such_unit());
    tree.get(UnitId(id)).ok_or_else(missing)
}

fn typed_day(day: Option<Day>) -> String {
    day.map(|day| day.0.iso()).unwrap_or_default()
}

/// The engine speaks of codes and head-counts, as files do, where the API has ids and people.
fn by_ids(error: Error) -> Error {
    let Error::Invalid(problems) = error else {
        return error;
    };
    let pointer = |pointer: &str| match pointer {
        "/parent_code" => "/parent_id".to_owned(),
        "/predecessor_codes" => "/predecessor_ids".to_owned(),
        "/headcount" => "/people".to_owned(),
        other => other.to_owned(),
    };
    let renamed = |problem: Problem| Problem::at(pointer(&problem.pointer), problem.detail);
    Error::Invalid(problems.into_iter().map(renamed).collect())
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<UnitId>,
) -> Result<Reply<UnitRemoved>, Fault> {
    let done = app.engine.remove_unit(&visit.actor, id).await?;
    let valid_until = match done {
        Removal::Removed => None,
        Removal::Closed(day) => Some(day.iso()),
    };
    Ok(Reply(UnitRemoved {
        removed: valid_until.is_none(),
        valid_until,
    }))
}

async fn count(
    State(app): State<App>,
    visit: Visit,
    InPath((id, day)): InPath<(UnitId, CivilDate)>,
    Json { value, .. }: Json<HeadCount>,
) -> Result<Reply<UnitPage>, Fault> {
    let people = value.people.to_string();
    let counted = app
        .engine
        .set_headcount(&visit.actor, id, &day.iso(), &people)
        .await;
    counted.map_err(by_ids)?;
    page(&app, id).await
}

async fn uncount(
    State(app): State<App>,
    visit: Visit,
    InPath((id, day)): InPath<(UnitId, CivilDate)>,
) -> Result<StatusCode, Fault> {
    app.engine.remove_headcount(&visit.actor, id, &day.iso()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_at_the_members_there_are() {
        let wrong = Error::Invalid(vec![
            Problem::at("/parent_code", "Không có."),
            Problem::at("/name", "Trống."),
            Problem::at("/headcount", "Quá nhiều."),
        ]);
        let Error::Invalid(told) = by_ids(wrong) else {
            panic!("a mistake stays one");
        };
        let pointers: Vec<&str> = told.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, ["/parent_id", "/name", "/people"]);
    }

    #[test]
    fn what_is_not_sent_stays_and_null_takes_away() {
        let present = TypedUnit {
            code: "X".to_owned(),
            name: "Xã".to_owned(),
            valid_from: "2026-01-01".to_owned(),
            valid_until: "2026-02-01".to_owned(),
            ..TypedUnit::default()
        };
        let change = serde_json::from_str(r#"{"valid_until": null, "valid_from": "2026-01-02"}"#).unwrap();
        let changed = changed(&UnitTree::default(), present.clone(), change).unwrap();
        let expected = TypedUnit {
            valid_from: "2026-01-02".to_owned(),
            valid_until: String::new(),
            ..present
        };
        assert_eq!(changed, expected);
    }
}
