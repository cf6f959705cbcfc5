//! `POST /units/imports`, `GET /units/exports/units.{csv|xlsx}`, `GET|POST /units/starting-set`.

use axum::extract::State;
use axum::response::Response;
use khao_engine::exports::ExportFormat;
use khao_engine::people::units::starting_set::provinces;
use khao_engine::people::units::{UnitChange, UnitField, UnitImport};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::exports::media;
use super::paging::FLAG;
use super::replies::{Reply, file};
use crate::problem::Fault;
use crate::routes::body::{InQuery, Json};
use crate::routes::multipart::Upload;
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

const MANAGE: Access = Access::Staff(Action::ManageUnits);

pub fn routes() -> Vec<Route> {
    vec![
        post("/api/v1/units/imports", MANAGE, import)
            .says(
                "Imports units and head-counts from CSV or XLSX: code, name, parent_code, headcount, headcount_date, \
                 valid_from, valid_until, predecessor_codes (separated by semicolons). All rows or none.",
            )
            .query("dry_run", FLAG, "Say what would happen, and change nothing.")
            .takes_file()
            .answers::<UnitsImported>(200),
        units_file("/api/v1/units/exports/units.csv", ExportFormat::Csv),
        units_file("/api/v1/units/exports/units.xlsx", ExportFormat::Xlsx),
        get("/api/v1/units/starting-set", MANAGE, list)
            .says("The provinces that come with the software, each with its communes.")
            .answers::<StartingSets>(200),
        post("/api/v1/units/starting-set", MANAGE, begin)
            .says("Adds a province and its communes; units whose codes are known stay as they are.")
            .takes::<StartingSetChoice>()
            .answers::<UnitsImported>(200),
    ]
}

fn units_file(path: &'static str, format: ExportFormat) -> Route {
    let handler =
        move |State(app): State<App>, visit: Visit| async move { export(&app, &visit, format).await };
    get(path, Access::Staff(Action::ReadUnits), handler)
        .says("All units as the file that imports them again.")
        .answers_with(200, media(format))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    #[serde(default)]
    dry_run: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartingSetChoice {
    #[schema(pattern = "^[0-9]{2}$")]
    province_code: String,
    /// Say what would happen, and change nothing.
    #[serde(default)]
    dry_run: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitsImported {
    dry_run: bool,
    new: u32,
    changed: u32,
    /// How many of the changed ones get another unit above them.
    moved: u32,
    same: u32,
    /// What is new or changed, in the order of the file.
    changes: Vec<UnitChanged>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitChanged {
    /// As a spreadsheet counts: the header is row 1.
    row: u64,
    code: String,
    name: String,
    is_new: bool,
    fields: Vec<FieldChanged>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FieldChanged {
    /// The column.
    field: &'static str,
    from: String,
    to: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StartingSets {
    provinces: Vec<ProvinceShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProvinceShown {
    code: &'static str,
    name: &'static str,
    communes: u64,
}

async fn import(
    State(app): State<App>,
    visit: Visit,
    InQuery(query): InQuery<ImportQuery>,
    Upload(file): Upload,
) -> Result<Reply<UnitsImported>, Fault> {
    let done = if query.dry_run {
        app.engine.preview_units(&visit.actor, &file).await?
    } else {
        let work = app.engine.begin_unit_import(&visit.actor, file).await?;
        work.ended().await?
    };
    Ok(Reply(imported(done, query.dry_run)))
}

async fn export(app: &App, visit: &Visit, format: ExportFormat) -> Result<Response, Fault> {
    let (bytes, rows) = app.engine.export_units(&visit.actor, format).await?;
    Ok(file("units", format, Some(rows), bytes))
}

async fn list() -> Result<Reply<StartingSets>, Fault> {
    let provinces = provinces().into_iter().map(|province| ProvinceShown {
        code: province.code,
        name: province.name,
        communes: province.communes as u64,
    });
    Ok(Reply(StartingSets {
        provinces: provinces.collect(),
    }))
}

async fn begin(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<StartingSetChoice>,
) -> Result<Reply<UnitsImported>, Fault> {
    let (engine, code) = (&app.engine, &value.province_code);
    let done = if value.dry_run {
        engine.preview_starting_set(&visit.actor, code).await?
    } else {
        let work = engine.begin_starting_set(&visit.actor, code.clone()).await?;
        work.ended().await?
    };
    Ok(Reply(imported(done, value.dry_run)))
}

fn imported(done: UnitImport, dry_run: bool) -> UnitsImported {
    UnitsImported {
        dry_run,
        new: done.new,
        changed: done.changed,
        moved: done.moved,
        same: done.same,
        changes: done.changes.into_iter().map(changed).collect(),
    }
}

fn changed(change: UnitChange) -> UnitChanged {
    let field = |(field, from, to): (UnitField, String, String)| FieldChanged {
        field: field.as_str(),
        from,
        to,
    };
    UnitChanged {
        row: change.row,
        code: change.code,
        name: change.name,
        is_new: change.is_new,
        fields: change.fields.into_iter().map(field).collect(),
    }
}
