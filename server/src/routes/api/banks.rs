//! `GET|POST /banks`, `GET|PATCH|DELETE /banks/{id}`, `POST /banks/{id}/imports`, `GET /banks/{id}/exports/items.{csv|xlsx}`,
//! `GET /banks/template.{csv|xlsx}`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use khao_domain::ids::{BankId, UnitId};
use khao_domain::lang::{Lang, said};
use khao_engine::bank::banks::{self, Bank};
use khao_engine::bank::imports::ImportReport;
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::exports::media;
use super::paging::{FLAG, UUID, cut, limit, one_more};
use super::replies::{Reply, file};
use super::values::nullable;
use crate::problem::{Fault, RowProblemShown};
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::multipart::Upload;
use crate::routes::table::{Access, Route, delete, get, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageBanks);
    vec![
        get("/api/v1/banks", Access::Staff(Action::ReadBanks), list)
            .says("Question banks.")
            .paged(UUID)
            .answers::<BankList>(200),
        post("/api/v1/banks", manage, create)
            .says("Creates an empty bank.")
            .takes::<NewBank>()
            .answers::<BankShown>(201)
            .once(),
        get("/api/v1/banks/{id}", Access::Staff(Action::ReadBanks), show)
            .says("One bank.")
            .answers::<BankShown>(200),
        patch("/api/v1/banks/{id}", manage, change)
            .says("Renames a bank, or gives it to another unit; what is not sent stays.")
            .takes::<BankChange>()
            .answers::<BankShown>(200),
        delete("/api/v1/banks/{id}", manage, remove)
            .says("Deletes a bank that no contest draws from, with its items and their versions.")
            .answers_nothing(204)
            .may_fail(&[409, 422]),
        post("/api/v1/banks/{id}/imports", manage, import)
            .says("Imports questions from CSV or XLSX, told apart by content: all rows or none.")
            .query("dry_run", FLAG, "Say what would happen, and change nothing.")
            .query(
                "approve",
                FLAG,
                "Imported questions may enter papers at once: administrators only, and no content of one's own where somebody \
                 else could approve it.",
            )
            .takes_file()
            .answers::<Imported>(200)
            .may_fail(&[409]),
        items_file("/api/v1/banks/{id}/exports/items.csv", ExportFormat::Csv),
        items_file("/api/v1/banks/{id}/exports/items.xlsx", ExportFormat::Xlsx),
        example("/api/v1/banks/template.csv", ExportFormat::Csv),
        example("/api/v1/banks/template.xlsx", ExportFormat::Xlsx),
    ]
}

fn items_file(path: &'static str, format: ExportFormat) -> Route {
    let handler = move |State(app): State<App>, visit: Visit, InPath(id): InPath<BankId>| async move {
        export(&app, &visit, id, format).await
    };
    get(path, Access::Staff(Action::ReadBanks), handler)
        .says("The bank's questions as the file that imports them again.")
        .answers_with(200, media(format))
}

fn example(path: &'static str, format: ExportFormat) -> Route {
    let handler = move || async move { template(format) };
    get(path, Access::Staff(Action::ReadBanks), handler)
        .says("An example of a file of questions.")
        .answers_with(200, media(format))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    limit: Option<u32>,
    after: Option<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBank {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// BCP 47 tag.
    #[schema(pattern = "^[A-Za-z0-9-]{2,16}$")]
    language: String,
    /// Whose it is: within one's own unit, which is also what a bound account leaves out.
    #[serde(default)]
    unit_id: Option<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub struct BankChange {
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// Whose it becomes: within what the account looks after. `null` is the whole authority.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Uuid>)]
    unit_id: Option<Option<Uuid>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BankList {
    banks: Vec<BankShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BankShown {
    id: Uuid,
    name: String,
    language: String,
    /// 0 while nothing was imported.
    revision: i64,
    /// Whose it is; absent where it is the whole authority's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit_id: Option<Uuid>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    approve: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Imported {
    dry_run: bool,
    /// The bank's revision afterwards; absent where nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    revision: Option<i64>,
    new: u32,
    changed: u32,
    same: u32,
    problems: Vec<RowProblemShown>,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InQuery(query): InQuery<Query>,
) -> Result<Reply<BankList>, Fault> {
    let limit = limit(query.limit)?;
    let after = query.after.map(BankId);
    let mut banks = app.engine.banks(&visit.actor, after, one_more(limit)).await?;
    let next = cut(&mut banks, limit, |bank| bank.id.0);
    Ok(Reply(BankList {
        banks: banks.into_iter().map(shown).collect(),
        next,
    }))
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    Json { value, key }: Json<NewBank>,
) -> Result<(StatusCode, Reply<BankShown>), Fault> {
    let bank = app
        .engine
        .create_bank_of(
            &visit.actor,
            value.unit_id.map(UnitId),
            &value.name,
            &value.language,
            key,
        )
        .await?;
    Ok((StatusCode::CREATED, Reply(shown(bank))))
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
) -> Result<Reply<BankShown>, Fault> {
    Ok(Reply(shown(app.engine.bank(&visit.actor, id).await?)))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
    Json { value, .. }: Json<BankChange>,
) -> Result<Reply<BankShown>, Fault> {
    let (engine, actor) = (&app.engine, &visit.actor);
    let bank = match (value.name, value.unit_id) {
        (None, None) => engine.bank(actor, id).await?,
        (Some(name), None) => engine.rename_bank(actor, id, &name).await?,
        (None, Some(unit)) => engine.change_bank_owner(actor, id, unit.map(UnitId)).await?,
        (Some(_), Some(_)) => {
            engine.bank(actor, id).await?;
            return Err(Fault::invalid(
                "/name",
                said(
                    "Đổi tên và chuyển cho đơn vị khác là hai việc; xin gửi riêng từng việc.",
                    "A new name and another unit are two steps; send one after the other.",
                ),
            ));
        }
    };
    Ok(Reply(shown(bank)))
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
) -> Result<StatusCode, Fault> {
    app.engine.delete_bank(&visit.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(bank: Bank) -> BankShown {
    BankShown {
        id: bank.id.0,
        name: bank.name,
        language: bank.language,
        revision: bank.revision,
        unit_id: bank.unit.map(|unit| unit.0),
    }
}

async fn import(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
    InQuery(query): InQuery<ImportQuery>,
    Upload(uploaded): Upload,
) -> Result<Reply<Imported>, Fault> {
    if query.approve {
        visit.actor.may(Action::ApproveItems)?;
    }
    let report = if query.dry_run {
        app.engine.preview_import(&visit.actor, id, uploaded).await?
    } else {
        let work = app.engine.begin_import(&visit.actor, id, uploaded, query.approve);
        work.await?.ended().await?
    };
    if report.has_errors() {
        return Err(Error::InvalidRows(report.problems).into());
    }
    Ok(Reply(imported(visit.lang, report, query.dry_run)))
}

fn imported(lang: Lang, report: ImportReport, dry_run: bool) -> Imported {
    let problems = report.problems.into_iter();
    Imported {
        dry_run,
        revision: report.revision,
        new: report.new,
        changed: report.changed,
        same: report.same,
        problems: problems.map(|one| RowProblemShown::of(lang, one)).collect(),
    }
}

async fn export(app: &App, visit: &Visit, id: BankId, format: ExportFormat) -> Result<Response, Fault> {
    let (bytes, rows) = app.engine.export_items(&visit.actor, id, format).await?;
    Ok(file("items", format, Some(rows), bytes))
}

fn template(format: ExportFormat) -> Result<Response, Fault> {
    Ok(file("template", format, None, banks::template(format)?))
}
