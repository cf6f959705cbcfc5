//! A file of people waits between its upload and the decision.

use std::ops::ControlFlow;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::roster::load::{Counts, LoadView, LostLine, page};
use khao_domain::ids::UploadId;
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::error::Error;
use khao_engine::people::roster::{LoadMode, LostPerson, RosterLoad, SeenLoad};
use serde::Deserialize;

use super::super::whole;
use super::{Params, RUN, path_of, respond};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::multipart::SentParts;
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Route, get, post};

const STAGED: &str = "/console/contests/{slug}/roster/uploads/{id}";

pub fn routes() -> Vec<Route> {
    vec![
        post("/console/contests/{slug}/roster/uploads", RUN, stage).takes_parts(&["mode"]),
        get(STAGED, RUN, look),
        post(STAGED, RUN, decide).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Mode {
    mode: String,
}

/// Where nothing is said the file is the whole roster, and who goes is named before it is done.
fn mode_of(text: &str) -> LoadMode {
    LoadMode::parse(text).unwrap_or(LoadMode::Replace)
}

async fn stage(page_of: Page, InPath(slug): InPath<String>, sent: SentParts) -> PageResult {
    let page_of = page_of.standing_in(path_of(&slug));
    let sent = sent.only(&["mode"])?;
    let mode = mode_of(sent.text("mode"));
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let contest = engine.console_contest(actor, &slug).await?;
    let staged = engine
        .stage_roster(actor, &slug, sent.file.name, sent.file.content)
        .await;
    match staged {
        Ok(id) => {
            let mode = mode.as_str();
            Ok(see_other(&format!("{}/uploads/{id}?mode={mode}", path_of(&slug))))
        }
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            respond(&page_of, &contest, status, Params::default(), problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn look(
    page_of: Page,
    InPath((slug, id)): InPath<(String, UploadId)>,
    InQuery(params): InQuery<Mode>,
) -> PageResult {
    previewed(&page_of, (&slug, id), mode_of(&params.mode), None).await
}

/// A file that waits, the way it would be loaded, and what that would do.
struct Preview {
    file_name: String,
    mode: LoadMode,
    load: Result<RosterLoad, Error>,
}

async fn preview(page_of: &Page, slug: &str, id: UploadId, mode: LoadMode) -> Result<Preview, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let file = engine.staged_roster(actor, slug, id).await?;
    Ok(Preview {
        file_name: file.file_name,
        mode,
        load: engine.preview_roster(actor, slug, &file.sent.content, mode).await,
    })
}

async fn decide(page_of: Page, InPath((slug, id)): InPath<(String, UploadId)>, form: Form) -> PageResult {
    let mode = mode_of(form.text("mode"));
    if form.text("action") != "load" {
        return previewed(&page_of, (&slug, id), mode, None).await;
    }
    match load(&page_of, &slug, id, &form).await {
        Ok(ControlFlow::Continue(())) => Ok(see_done(&path_of(&slug), Done::RosterLoaded)),
        Ok(ControlFlow::Break(page)) => Ok(see_other(&page)),
        // What was right when it was shown may not be so any more: it is looked through anew.
        Err(Error::InvalidRows(_)) => previewed(&page_of, (&slug, id), mode, None).await,
        // The same form sent twice: a file that was loaded is not kept.
        Err(Error::NotFound) => {
            page_of.engine().console_contest(page_of.actor(), &slug).await?;
            Ok(see_done(&path_of(&slug), Done::RosterFileGone))
        }
        Err(error) => {
            let refusal = refused(error)?;
            previewed(&page_of, (&slug, id), mode, Some(refusal)).await
        }
    }
}

/// Loads what the form shows, or nothing.
async fn load(page_of: &Page, slug: &str, id: UploadId, form: &Form) -> Result<ControlFlow<String>, Error> {
    if form.text("lost") != "0" {
        form.confirmed()?;
    }
    let seen = SeenLoad {
        mode: mode_of(form.text("mode")),
        fingerprint: form.text("seen").to_owned(),
    };
    let engine = &page_of.app.engine;
    let work = engine.begin_staged_roster_load(page_of.actor(), slug, id, seen);
    Ok(match page_of.follow(work.await?).await {
        ControlFlow::Continue(load) => ControlFlow::Continue(load.map(drop)?),
        ControlFlow::Break(page) => ControlFlow::Break(page),
    })
}

async fn previewed(
    page_of: &Page,
    (slug, id): (&str, UploadId),
    mode: LoadMode,
    refusal: Option<(StatusCode, Vec<Problem>)>,
) -> PageResult {
    let lang = page_of.lang();
    let seen = preview(page_of, slug, id, mode).await?;
    let contest = page_of.engine().console_contest(page_of.actor(), slug).await?;
    let (refused, problems) = refusal.unwrap_or_default();
    let frame = frame(&contest, id, &seen, problems);
    let (status, view) = match seen.load {
        Ok(load) => (refused, filled(frame, load)),
        Err(Error::InvalidRows(remarks)) => (StatusCode::UNPROCESSABLE_ENTITY, LoadView { remarks, ..frame }),
        Err(error) => return Err(error.into()),
    };
    let title = lang.say("Xem trước khi nạp", "Before it is loaded");
    Ok(page_of
        .show_console(Section::Contests, status, title, page(lang, view))
        .await)
}

fn frame(contest: &Contest, id: UploadId, seen: &Preview, problems: Vec<Problem>) -> LoadView {
    LoadView {
        slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        path: format!("{}/uploads/{id}", path_of(&contest.slug)),
        file_name: seen.file_name.clone(),
        replaces: seen.mode == LoadMode::Replace,
        counts: Counts::default(),
        seen: String::new(),
        lost: Vec::new(),
        remarks: Vec::new(),
        problems,
    }
}

fn filled(frame: LoadView, load: RosterLoad) -> LoadView {
    let lost = |person: LostPerson| LostLine {
        full_name: person.full_name,
        unit_code: person.unit_code,
        has_entered: person.has_entered,
    };
    LoadView {
        counts: Counts {
            new: whole(load.new),
            same: whole(load.same),
            lost: whole(load.lost),
            people: whole(load.people),
            entered: whole(load.entered),
        },
        seen: load.fingerprint,
        lost: load.lost_people.into_iter().map(lost).collect(),
        remarks: load.warnings,
        ..frame
    }
}
