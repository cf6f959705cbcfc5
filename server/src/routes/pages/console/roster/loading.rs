//! A file of people waits between its upload and the decision.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::roster::load::{Counts, LoadView, LostLine, page};
use khao_domain::ids::UploadId;
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::error::Error;
use khao_engine::people::roster::{LoadMode, LostPerson, RosterLoad};
use serde::Deserialize;

use super::{Params, RUN, path_of, respond};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::multipart::SentParts;
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::table::{Route, get, post};

const STAGED: &str = "/console/contests/{slug}/roster/uploads/{id}";

pub fn routes() -> Vec<Route> {
    vec![
        post("/console/contests/{slug}/roster", RUN, stage).takes_parts(&["mode"]),
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
    let outcome = preview(&page_of, &slug, id, mode_of(&params.mode)).await?;
    previewed(&page_of, (&slug, id), outcome, Vec::new()).await
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
        load: engine.preview_roster(actor, slug, &file.content, mode).await,
    })
}

async fn decide(page_of: Page, InPath((slug, id)): InPath<(String, UploadId)>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let mode = mode_of(form.text("mode"));
    let seen = preview(&page_of, &slug, id, mode).await?;
    if form.text("action") != "load" {
        return previewed(&page_of, (&slug, id), seen, Vec::new()).await;
    }
    let loses = seen.load.as_ref().is_ok_and(|load| load.lost > 0);
    if loses && form.text("understood") != "yes" {
        let detail = said(
            "Xin đánh dấu vào ô xác nhận: có người bị bỏ khỏi danh sách.",
            "Tick the box first: people go from the roster.",
        );
        return previewed(&page_of, (&slug, id), seen, vec![Problem::at("", detail)]).await;
    }
    match engine.load_staged_roster(actor, &slug, id, mode).await {
        Ok(_) => Ok(see_done(&path_of(&slug), Done::RosterLoaded)),
        // What was right when it was shown may not be so any more.
        Err(error @ Error::InvalidRows(_)) => {
            let seen = Preview {
                load: Err(error),
                ..seen
            };
            previewed(&page_of, (&slug, id), seen, Vec::new()).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn previewed(
    page_of: &Page,
    (slug, id): (&str, UploadId),
    seen: Preview,
    problems: Vec<Problem>,
) -> PageResult {
    let lang = page_of.lang();
    let contest = page_of.engine().console_contest(page_of.actor(), slug).await?;
    let frame = frame(&contest, id, &seen, problems);
    let (status, view) = match seen.load {
        Ok(load) if frame.problems.is_empty() => (StatusCode::OK, filled(frame, load)),
        Ok(load) => (StatusCode::UNPROCESSABLE_ENTITY, filled(frame, load)),
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
        lost: Vec::new(),
        remarks: Vec::new(),
        problems,
    }
}

fn filled(frame: LoadView, load: RosterLoad) -> LoadView {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let lost = |person: LostPerson| LostLine {
        full_name: person.full_name,
        unit_code: person.unit_code,
        has_entered: person.has_entered,
    };
    LoadView {
        counts: Counts {
            new: count(load.new),
            same: count(load.same),
            lost: count(load.lost),
            people: count(load.people),
            entered: count(load.entered),
        },
        lost: load.lost_people.into_iter().map(lost).collect(),
        remarks: load.warnings,
        ..frame
    }
}
