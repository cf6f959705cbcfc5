//! `/console/surveys`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::surveys::PATH;
use khao_app::pages::console::surveys::list::{SurveyLine, SurveysView, page};
use khao_engine::error::Error;
use khao_engine::policy::Action;
use khao_engine::survey::surveys::Survey;
use serde::Deserialize;

use crate::routes::api::paging::{after, cut};
use crate::routes::body::InQuery;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get};

/// How many surveys a page shows.
const SHOWN: usize = 50;

pub fn routes() -> Vec<Route> {
    vec![get(PATH, Access::Staff(Action::ReadSurveys), show)]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The address of the last survey of the page before.
    after: String,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let mut surveys = engine.surveys(actor).await?;
    let is_further = !params.after.is_empty() && after(&mut surveys, |one| one.slug == params.after);
    let next = cut(&mut surveys, SHOWN, |last| {
        address(PATH, [("after", last.slug.as_str())])
    });
    let mut lines = Vec::with_capacity(surveys.len());
    for survey in &surveys {
        lines.push(line(&page_of, survey).await?);
    }
    let view = SurveysView {
        surveys: lines,
        may_create: actor.may(Action::RunSurveys).is_ok(),
        first: is_further.then(|| PATH.to_owned()),
        next,
    };
    let title = lang.say("Khảo sát", "Surveys");
    Ok(page_of
        .show_console(Section::Surveys, StatusCode::OK, title, page(lang, view))
        .await)
}

async fn line(page_of: &Page, survey: &Survey) -> Result<SurveyLine, Error> {
    let engine = page_of.engine();
    let now = engine.now();
    let wave = match survey.shown_wave(now) {
        Some(wave) => {
            let progress = engine
                .wave_progress(page_of.actor(), &survey.slug, wave.id)
                .await?;
            Some((wave.name.clone(), progress.responses))
        }
        None => None,
    };
    Ok(SurveyLine {
        slug: survey.slug.clone(),
        title: survey.title_in(page_of.lang().tag()).to_owned(),
        status: survey.status(now),
        wave,
    })
}
