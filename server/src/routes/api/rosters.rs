//! `GET|DELETE /contests/{slug}/roster`, `POST …/imports`, `DELETE …/{id}`, `GET …/exports/{roster|missing}.{csv|xlsx}`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use khao_domain::ids::RosterPersonId;
use khao_domain::time::CivilDate;
use khao_engine::exports::ExportFormat;
use khao_engine::people::roster::{LoadMode, RosterCount, RosterFile, RosterFilter, RosterLine, Standing};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::exports::media;
use super::paging::{self, FLAG, UUID, cut, one_more};
use super::replies::{Reply, file_stream};
use super::values::{Day, Slug};
use crate::problem::Fault;
use crate::problem::RowProblemShown;
use crate::routes::body::{InPath, InQuery};
use crate::routes::multipart::Upload;
use crate::routes::table::{Access, Route, delete, get, post};
use crate::security::visit::Visit;
use crate::state::App;

const READ: Access = Access::Staff(Action::ReadContests);
const RUN: Access = Access::Staff(Action::RunContests);
const TEXT: &str =
    r#"{"type":"string","maxLength":200,"pattern":"^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$"}"#;
const STANDING: &str = r#"{"type":"string","enum":["all","done","missing"],"default":"all"}"#;
const MODE: &str = r#"{"type":"string","enum":["replace","add"],"default":"replace"}"#;
const UNIT_WORDS: &str = "With everything below it; a coordinator's is within the own unit.";
const ROUND_WORDS: &str = "Count who submitted in this round, not who entered the contest.";

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        get("/api/v1/contests/{slug}/roster", READ, list)
            .says("Who is expected to take part, by name; a coordinator sees the own units.")
            .query("unit_id", UUID, UNIT_WORDS)
            .query("round_id", UUID, ROUND_WORDS)
            .query("state", STANDING, "Who has come, or is still to come.")
            .query("query", TEXT, "Part of a name or of a staff code, without regard to diacritics.")
            .paged(UUID)
            .answers::<RosterShown>(200),
        delete("/api/v1/contests/{slug}/roster", RUN, empty)
            .says("Takes everybody off the roster; entries and papers stay.")
            .answers_nothing(204),
        delete("/api/v1/contests/{slug}/roster/{id}", RUN, remove)
            .says("Takes somebody off the roster.")
            .answers_nothing(204),
        post("/api/v1/contests/{slug}/roster/imports", RUN, import)
            .says(
                "Loads people from CSV or XLSX: full_name, unit_code, staff_code, birth_date. Other columns are left \
                 out. All rows or none.",
            )
            .query("dry_run", FLAG, "Say what would happen, and change nothing.")
            .query("mode", MODE, "Whether the file is the whole roster, or its people are added.")
            .takes_file()
            .answers::<RosterImported>(200),
    ];
    let of_kind = |kind| ExportFormat::ALL.map(|format| file(kind, format));
    routes.extend(RosterFile::ALL.into_iter().flat_map(of_kind));
    routes
}

fn file(kind: RosterFile, format: ExportFormat) -> Route {
    let handler = move |State(app): State<App>,
                        visit: Visit,
                        InPath(slug): InPath<Slug>,
                        InQuery(query): InQuery<FileQuery>| async move {
        download(&app, &visit, &slug.0, &query, (kind, format)).await
    };
    get(path(kind, format), READ, handler)
        .says(match kind {
            RosterFile::Whole => "The roster as the file that loads it again.",
            RosterFile::Missing => "Who of the roster is still to come.",
        })
        .query("unit_id", UUID, UNIT_WORDS)
        .query("round_id", UUID, ROUND_WORDS)
        .answers_with(200, media(format))
}

/// Written out, so that it can be searched for.
const fn path(kind: RosterFile, format: ExportFormat) -> &'static str {
    use ExportFormat::{Csv, Xlsx};
    match (kind, format) {
        (RosterFile::Whole, Csv) => "/api/v1/contests/{slug}/roster/exports/roster.csv",
        (RosterFile::Whole, Xlsx) => "/api/v1/contests/{slug}/roster/exports/roster.xlsx",
        (RosterFile::Missing, Csv) => "/api/v1/contests/{slug}/roster/exports/missing.csv",
        (RosterFile::Missing, Xlsx) => "/api/v1/contests/{slug}/roster/exports/missing.xlsx",
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    unit_id: Option<Uuid>,
    round_id: Option<Uuid>,
    #[serde(default)]
    state: StandingSent,
    #[serde(default)]
    query: String,
    limit: Option<u32>,
    after: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StandingSent {
    #[default]
    All,
    Done,
    Missing,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQuery {
    unit_id: Option<Uuid>,
    round_id: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ModeSent {
    #[default]
    Replace,
    Add,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    mode: ModeSent,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RosterShown {
    counts: RosterCounts,
    people: Vec<RosterPerson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<Uuid>,
}

/// Of the unit that was asked for, whatever the state and the text; at most five seconds old.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterCounts {
    people: i64,
    entered: i64,
    /// In the round that was asked for.
    submitted: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RosterPerson {
    id: Uuid,
    full_name: String,
    unit_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    staff_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    birth_date: Option<Day>,
    entered: bool,
    /// In the round that was asked for.
    submitted: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RosterImported {
    dry_run: bool,
    new: u64,
    same: u64,
    /// On the roster before, and not any more.
    lost: u64,
    /// The first 200 of them.
    lost_people: Vec<LostShown>,
    /// On the roster then.
    people: u64,
    /// How many of them have entered already.
    entered: u64,
    /// Worth a look; the file is taken.
    warnings: Vec<RowProblemShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LostShown {
    full_name: String,
    unit_code: String,
    entered: bool,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    InQuery(query): InQuery<ListQuery>,
) -> Result<Reply<RosterShown>, Fault> {
    let limit = paging::limit(query.limit)?;
    let filter = RosterFilter {
        unit: query.unit_id.map(Into::into),
        round: query.round_id.map(Into::into),
        standing: match query.state {
            StandingSent::All => Standing::All,
            StandingSent::Done => Standing::Done,
            StandingSent::Missing => Standing::Missing,
        },
        text: query.query,
    };
    let (engine, actor) = (&app.engine, &visit.actor);
    let page = (query.after.map(RosterPersonId), one_more(limit));
    let found = engine.roster(actor, &slug.0, &filter, page).await?;
    let (mut people, totals) = (found.people, found.totals);
    let next = cut(&mut people, limit, |person| person.id.0);
    Ok(Reply(RosterShown {
        counts: counts(totals.all),
        people: people.into_iter().map(shown).collect(),
        next,
    }))
}

const fn counts(count: RosterCount) -> RosterCounts {
    RosterCounts {
        people: count.people,
        entered: count.entered,
        submitted: count.submitted,
    }
}

fn shown(person: RosterLine) -> RosterPerson {
    RosterPerson {
        id: person.id.0,
        full_name: person.full_name,
        unit_id: person.unit.0,
        staff_code: person.staff_code,
        birth_date: person.birth_date.as_deref().and_then(CivilDate::parse).map(Day),
        entered: person.participant.is_some(),
        submitted: person.submitted,
    }
}

async fn import(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    InQuery(query): InQuery<ImportQuery>,
    Upload(file): Upload,
) -> Result<Reply<RosterImported>, Fault> {
    let mode = match query.mode {
        ModeSent::Replace => LoadMode::Replace,
        ModeSent::Add => LoadMode::Add,
    };
    let (engine, actor) = (&app.engine, &visit.actor);
    let done = if query.dry_run {
        engine.preview_roster(actor, &slug.0, &file, mode).await?
    } else {
        let work = engine.begin_roster_load(actor, &slug.0, file, mode).await?;
        work.ended().await?
    };
    let lost = done.lost_people.into_iter().map(|person| LostShown {
        full_name: person.full_name,
        unit_code: person.unit_code,
        entered: person.has_entered,
    });
    Ok(Reply(RosterImported {
        dry_run: query.dry_run,
        new: done.new,
        same: done.same,
        lost: done.lost,
        lost_people: lost.collect(),
        people: done.people,
        entered: done.entered,
        warnings: done
            .warnings
            .into_iter()
            .map(|row| RowProblemShown::of(visit.lang, row))
            .collect(),
    }))
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, RosterPersonId)>,
) -> Result<StatusCode, Fault> {
    app.engine.remove_from_roster(&visit.actor, &slug.0, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn empty(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<StatusCode, Fault> {
    app.engine.empty_roster(&visit.actor, &slug.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn download(
    app: &App,
    visit: &Visit,
    slug: &str,
    query: &FileQuery,
    file: (RosterFile, ExportFormat),
) -> Result<Response, Fault> {
    let filter = RosterFilter {
        unit: query.unit_id.map(Into::into),
        round: query.round_id.map(Into::into),
        ..RosterFilter::default()
    };
    let export = app
        .engine
        .export_roster(&visit.actor, slug, &filter, file)
        .await?;
    Ok(file_stream(export))
}
