//! `/console/units/import` and what follows: a file waits between its upload and the decision; a province is named again.

use std::ops::ControlFlow;

use axum::http::StatusCode;
use axum::response::Response;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::units::import::{
    ChangeLine, ChooseView, Counts, DoneView, PreviewView, SHOWN_MOST, choose, done, preview,
};
use khao_domain::ids::UploadId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::people::units::starting_set::provinces;
use khao_engine::people::units::{UnitChange, UnitField, UnitImport};
use leptos::prelude::AnyView;
use uuid::Uuid;

use super::{MANAGE, PATH};
use crate::routes::body::{Form, InPath};
use crate::routes::multipart::SentParts;
use crate::routes::pages::console::columns::looked_at;
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Route, get, post};

const CHOOSE: &str = "/console/units/import";

pub fn routes() -> Vec<Route> {
    vec![
        get(CHOOSE, MANAGE, show),
        post(CHOOSE, MANAGE, stage).takes_parts(&[]),
        get("/console/units/uploads/{id}", MANAGE, look),
        post("/console/units/uploads/{id}", MANAGE, decide).takes_form(),
        post("/console/units/starting-set", MANAGE, begin).takes_form(),
        get("/console/units/imports/{id}", MANAGE, tell),
        post("/console/units/imports/{id}", MANAGE, undo).takes_form(),
    ]
}

async fn respond(page_of: &Page, status: StatusCode, content: AnyView) -> Response {
    let title = page_of.lang().say("Nhập đơn vị", "Import of units");
    page_of.show_console(Section::Units, status, title, content).await
}

async fn show(page_of: Page) -> PageResult {
    chosen(&page_of, StatusCode::OK, Vec::new()).await
}

async fn chosen(page_of: &Page, status: StatusCode, problems: Vec<Problem>) -> PageResult {
    let option = |province: khao_engine::people::units::starting_set::Province| {
        SelectOption::content(
            province.code,
            format!("{} ({})", province.name, province.communes),
        )
    };
    let view = ChooseView {
        provinces: provinces().into_iter().map(option).collect(),
        problems,
    };
    Ok(respond(page_of, status, choose(page_of.lang(), view)).await)
}

async fn stage(page_of: Page, sent: SentParts) -> PageResult {
    let sent = sent.only(&[])?;
    let staged = page_of
        .engine()
        .stage_units(page_of.actor(), sent.file.name, sent.file.content)
        .await;
    match staged {
        Ok(id) => {
            let columns = page_of.engine().staged_unit_columns(page_of.actor(), id).await?;
            Ok(looked_at(&format!("{PATH}/uploads/{id}"), columns))
        }
        Err(Error::Invalid(problems)) => chosen(&page_of, StatusCode::UNPROCESSABLE_ENTITY, problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn look(page_of: Page, InPath(id): InPath<UploadId>) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let (file_name, outcome) = engine.preview_staged_units(actor, id).await?;
    let frame = preview_of(file_name, format!("{PATH}/uploads/{id}"), Vec::new());
    previewed(&page_of, frame, outcome).await
}

async fn decide(page_of: Page, InPath(id): InPath<UploadId>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let file = engine.staged_units(actor, id).await?;
    if form.text("action") != "import" {
        return Ok(see_other(&format!("{PATH}/uploads/{id}")));
    }
    let work = page_of.app.engine.begin_staged_unit_import(actor, id).await?;
    let imported = match page_of.follow(work).await {
        ControlFlow::Continue(imported) => imported,
        ControlFlow::Break(page) => return Ok(see_other(&page)),
    };
    match imported {
        Ok(report) => Ok(finished(&report)),
        // What was right when it was shown may not be so any more.
        refused @ Err(Error::InvalidRows(_)) => {
            let frame = preview_of(file.file_name, format!("{PATH}/uploads/{id}"), Vec::new());
            previewed(&page_of, frame, refused).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn begin(page_of: Page, form: Form) -> PageResult {
    let page_of = page_of.standing_in(CHOOSE);
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let code = form.text("province_code");
    if form.text("action") == "import" {
        let work = page_of.app.engine.begin_starting_set(actor, code.to_owned());
        return Ok(match page_of.follow(work.await?).await {
            ControlFlow::Continue(imported) => finished(&imported?),
            ControlFlow::Break(page) => see_other(&page),
        });
    }
    match engine.preview_starting_set(actor, code).await {
        Err(Error::Invalid(problems)) => chosen(&page_of, StatusCode::UNPROCESSABLE_ENTITY, problems).await,
        outcome => {
            let province = provinces().into_iter().find(|province| province.code == code);
            let name = province.map_or("", |province| province.name).to_owned();
            let hidden = vec![("province_code", code.to_owned())];
            let frame = preview_of(name, format!("{PATH}/starting-set"), hidden);
            previewed(&page_of, frame, outcome).await
        }
    }
}

fn finished(report: &UnitImport) -> Response {
    match report.id {
        Some(id) => see_other(&format!("{PATH}/imports/{id}")),
        None => see_other(PATH),
    }
}

fn preview_of(source: String, action: String, hidden: Vec<(&'static str, String)>) -> PreviewView {
    PreviewView {
        source,
        action,
        hidden,
        counts: Counts::default(),
        changes: Vec::new(),
        problems: Vec::new(),
    }
}

async fn previewed(page_of: &Page, frame: PreviewView, outcome: Result<UnitImport, Error>) -> PageResult {
    let lang = page_of.lang();
    let (status, view) = match outcome {
        Ok(report) => (StatusCode::OK, filled(lang, frame, report)),
        Err(Error::InvalidRows(problems)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            PreviewView { problems, ..frame },
        ),
        Err(error) => return Err(error.into()),
    };
    Ok(respond(page_of, status, preview(lang, view)).await)
}

fn filled(lang: Lang, frame: PreviewView, report: UnitImport) -> PreviewView {
    let counts = counts(&report);
    let line = |change: UnitChange| ChangeLine {
        row: change.row,
        code: change.code,
        name: change.name,
        is_new: change.is_new,
        fields: change
            .fields
            .into_iter()
            .map(|(field, from, to)| (label(lang, field), from, to))
            .collect(),
    };
    PreviewView {
        counts,
        changes: report.changes.into_iter().take(SHOWN_MOST).map(line).collect(),
        ..frame
    }
}

pub(super) fn counts(report: &UnitImport) -> Counts {
    Counts {
        new: report.new,
        changed: report.changed,
        moved: report.moved,
        same: report.same,
    }
}

const fn label(lang: Lang, field: UnitField) -> &'static str {
    match field {
        UnitField::Name => lang.say("Tên", "Name"),
        UnitField::Parent => lang.say("Mã cấp trên", "Code above"),
        UnitField::ValidFrom => lang.say("Có hiệu lực từ", "Valid from"),
        UnitField::ValidUntil => lang.say("Hết hiệu lực từ", "No longer valid from"),
        UnitField::Predecessors => lang.say("Mã đơn vị trước đó", "Predecessors"),
        UnitField::Headcount => lang.say("Số người", "People"),
    }
}

async fn tell(page_of: Page, InPath(id): InPath<Uuid>) -> PageResult {
    told(&page_of, StatusCode::OK, id, Vec::new()).await
}

async fn told(page_of: &Page, status: StatusCode, id: Uuid, problems: Vec<Problem>) -> PageResult {
    let past = page_of.engine().unit_import(page_of.actor(), id).await?;
    let view = DoneView {
        id: id.to_string(),
        at: past.at,
        counts: counts(&past.report),
        can_be_undone: past.can_be_undone,
        problems,
    };
    Ok(respond(page_of, status, done(page_of.lang(), view)).await)
}

async fn undo(page_of: Page, InPath(id): InPath<Uuid>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let undone = match form.confirmed() {
        Ok(()) => engine.undo_unit_import(actor, id).await,
        Err(error) => Err(error),
    };
    match undone {
        Ok(()) => Ok(see_done(PATH, Done::UnitImportUndone)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            told(&page_of, status, id, problems).await
        }
    }
}
