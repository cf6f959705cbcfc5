//! Items of a bank: `GET|POST /banks/{id}/items`, `GET|PUT /banks/{id}/items/{code}`, and the steps of one item. Each
//! holds its key: only whoever may open the bank is told of it.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::bank::item::{Difficulty, ItemStatus};
use khao_domain::bank::lifecycle::Step;
use khao_domain::ids::BankId;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::bank::editing::{Checked, Edited};
use khao_engine::bank::items::{ItemDetail, ItemQuery};
use khao_engine::bank::review::right_to;
use khao_engine::bank::snapshot::BankItem;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item_content::{ItemContent, ItemKindShown, at_member};
use super::paging::{cut, limit};
use super::replies::Reply;
use super::units::WORDS;
use super::values::{Time, one_of};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::objects::object;
use crate::routes::table::{Access, Route, get, post, put};
use crate::security::visit::Visit;
use crate::state::App;

const ONE: &str = "/api/v1/banks/{id}/items/{code}";
const LEVEL: &str = r#"{"type":"integer","minimum":1,"maximum":5}"#;
const STATUS: &str = r#"{"type":"string","enum":["draft","reviewed","approved","retired"]}"#;
const DAY: &str = r#"{"type":"string","format":"date"}"#;

pub fn routes() -> Vec<Route> {
    let (read, manage) = (
        Access::Staff(Action::ReadBanks),
        Access::Staff(Action::ManageBanks),
    );
    vec![
        get("/api/v1/banks/{id}/items", read, list)
            .says("The bank's items with their keys, by code.")
            .query("query", WORDS, "Words of the code, question, options or source.")
            .query("topic", WORDS, "Only this topic.")
            .query("difficulty", LEVEL, "Only this difficulty.")
            .query("status", STATUS, "Only what has this status.")
            .query("valid_on", DAY, "Only what is true on this day.")
            .paged(WORDS)
            .answers::<ItemList>(200),
        post("/api/v1/banks/{id}/items", manage, create)
            .says("Adds an item as a draft; somebody else reviews and approves it.")
            .takes::<NewItem>()
            .answers::<ItemSaved>(201)
            .may_fail(&[409]),
        get(ONE, read, show)
            .says("An item with its key and its versions.")
            .answers::<ItemShown>(200),
        put(ONE, manage, change)
            .says("Writes an item anew, as a draft; refused where somebody else changed it since `from_revision`.")
            .takes::<ItemChange>()
            .answers::<ItemSaved>(200)
            .may_fail(&[409]),
        step("/api/v1/banks/{id}/items/{code}/review", Step::Review)
            .says("Somebody else than its author has looked at a draft."),
        step("/api/v1/banks/{id}/items/{code}/approval", Step::Approve)
            .says("A reviewed item may enter papers."),
        step("/api/v1/banks/{id}/items/{code}/return", Step::SendBack)
            .says("Sends an item back to its author, with a note of what to change."),
        step("/api/v1/banks/{id}/items/{code}/retirement", Step::Retire).says("Papers hold the item no more."),
        step("/api/v1/banks/{id}/items/{code}/restoration", Step::Restore)
            .says("What was retired is what it was before, or a draft again where it was changed since."),
    ]
}

fn step(path: &'static str, step: Step) -> Route {
    let handler = move |State(app): State<App>,
                        visit: Visit,
                        InPath((id, code)): InPath<(BankId, String)>,
                        Json { value, .. }: Json<StepNote>| async move {
        app.engine
            .step_item(&visit.actor, id, &code, step, &value.note)
            .await?;
        shown(&app, &visit, id, &code).await.map(Reply)
    };
    post(path, Access::Staff(right_to(step)), handler)
        .takes::<StepNote>()
        .answers::<ItemShown>(200)
        .may_fail(&[409])
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    query: String,
    topic: Option<String>,
    difficulty: Option<Difficulty>,
    status: Option<ItemStatus>,
    valid_on: Option<CivilDate>,
    #[serde(default)]
    after: String,
    limit: Option<u32>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewItem {
    #[schema(min_length = 1, max_length = 64)]
    code: String,
    #[serde(deserialize_with = "object")]
    content: ItemContent,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemChange {
    /// That of the version which was changed.
    from_revision: i64,
    #[serde(deserialize_with = "object")]
    content: ItemContent,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepNote {
    /// Whoever sends an item back must say what to change.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    note: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemList {
    items: Vec<ItemLine>,
    /// How many there are on all pages.
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemLine {
    code: String,
    #[schema(schema_with = status)]
    status: ItemStatus,
    /// The bank's revision that brought this version.
    from_revision: i64,
    changed_at: Time,
    /// What was said with the last step.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    note: String,
    content: ItemContent,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemShown {
    item: ItemLine,
    /// Whether the caller wrote what it asks, and so cannot judge it.
    is_own: bool,
    /// What the caller can do with it as it is.
    #[schema(value_type = Vec<String>)]
    steps: Vec<&'static str>,
    /// The newest first.
    versions: Vec<ItemVersion>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemVersion {
    from_revision: i64,
    changed_at: Time,
    /// Empty where nobody knows.
    changed_by: String,
    #[schema(schema_with = status)]
    status: ItemStatus,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    note: String,
    content: ItemContent,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ItemSaved {
    item: ItemLine,
    /// Worth a look, and no obstacle; among them items that ask nearly the same.
    remarks: Vec<Remark>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Remark {
    /// Of the member it is about; empty for the item.
    pointer: String,
    detail: String,
}

fn status() -> utoipa::openapi::schema::Object {
    one_of(&ItemStatus::ALL.map(ItemStatus::as_str))
}

fn line(one: &BankItem) -> ItemLine {
    ItemLine {
        code: one.item.code.clone(),
        status: one.item.status,
        from_revision: one.from_revision,
        changed_at: Time(one.changed_at),
        note: one.note.clone(),
        content: ItemContent::of(&one.item),
    }
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
    InQuery(query): InQuery<Search>,
) -> Result<Reply<ItemList>, Fault> {
    let limit = limit(query.limit)?;
    let query = ItemQuery {
        text: query.query,
        topic: query.topic.filter(|topic| !topic.is_empty()),
        difficulty: query.difficulty,
        status: query.status,
        valid_on: query.valid_on,
        after: query.after,
        limit: limit + 1,
    };
    let mut found = app.engine.items(&visit.actor, id, &query).await?;
    let next = cut(&mut found.items, limit, |last| last.item.code.clone());
    Ok(Reply(ItemList {
        items: found.items.iter().map(|one| line(one)).collect(),
        total: found.total as u64,
        next,
    }))
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    InPath((id, code)): InPath<(BankId, String)>,
) -> Result<Reply<ItemShown>, Fault> {
    shown(&app, &visit, id, &code).await.map(Reply)
}

async fn shown(app: &App, visit: &Visit, id: BankId, code: &str) -> Result<ItemShown, Fault> {
    let detail: ItemDetail = app.engine.item(&visit.actor, id, code).await?;
    let versions = detail.versions.into_iter().map(|one| ItemVersion {
        from_revision: one.from_revision,
        changed_at: Time(one.changed_at),
        changed_by: one.changed_by,
        status: one.item.status,
        note: one.note,
        content: ItemContent::of(&one.item),
    });
    Ok(ItemShown {
        item: line(&detail.item),
        is_own: detail.is_own,
        steps: detail.steps.into_iter().map(Step::as_str).collect(),
        versions: versions.collect(),
    })
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
    Json { value, .. }: Json<NewItem>,
) -> Result<(StatusCode, Reply<ItemSaved>), Fault> {
    let saved = save(&app, &visit, id, Edited::New, (value.code, value.content)).await?;
    Ok((StatusCode::CREATED, Reply(saved)))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath((id, code)): InPath<(BankId, String)>,
    Json { value, .. }: Json<ItemChange>,
) -> Result<Reply<ItemSaved>, Fault> {
    let edited = Edited::Of {
        code: code.clone(),
        from_revision: value.from_revision,
    };
    save(&app, &visit, id, edited, (code, value.content))
        .await
        .map(Reply)
}

async fn save(
    app: &App,
    visit: &Visit,
    id: BankId,
    edited: Edited,
    (code, content): (String, ItemContent),
) -> Result<ItemSaved, Fault> {
    let (engine, actor) = (&app.engine, &visit.actor);
    // What is not there for the caller is said first.
    engine.bank(actor, id).await?;
    let kind = content.kind();
    let saved = engine.save_item(actor, id, &edited, &content.form(code)?).await;
    let Checked { item, remarks } = saved.map_err(|error| by_member(kind, error))?;
    let detail = engine.item(actor, id, &item.code).await?;
    let remark = |problem: Problem| {
        let told = at_member(kind, problem);
        Remark {
            pointer: told.pointer,
            detail: told.detail.in_lang(visit.lang).to_owned(),
        }
    };
    Ok(ItemSaved {
        item: line(&detail.item),
        remarks: remarks.into_iter().map(remark).collect(),
    })
}

fn by_member(kind: ItemKindShown, error: Error) -> Error {
    let Error::Invalid(problems) = error else {
        return error;
    };
    let problems = problems.into_iter().map(|problem| at_member(kind, problem));
    Error::Invalid(problems.collect())
}
