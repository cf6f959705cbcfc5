//! `/console/surveys`

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::surveys::PATH;
use khao_app::pages::console::surveys::list::{SurveyLine, SurveysView, page};
use khao_domain::ids::WaveId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use khao_engine::policy::Action;
use khao_engine::survey::releases::Progress;
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
    let now = engine.now();
    let shown = |survey: &Arc<Survey>| survey.shown_wave(now).map(|wave| wave.id);
    let waves: Vec<_> = surveys
        .iter()
        .filter_map(|survey| Some((&**survey, shown(survey)?)))
        .collect();
    let progress = engine.progress_of_waves(actor, &waves).await?;
    let view = SurveysView {
        surveys: surveys
            .iter()
            .map(|survey| line(lang, now, survey, &progress))
            .collect(),
        may_create: actor.may(Action::RunSurveys).is_ok(),
        first: is_further.then(|| PATH.to_owned()),
        next,
    };
    let title = lang.say("Khảo sát", "Surveys");
    Ok(page_of
        .show_console(Section::Surveys, StatusCode::OK, title, page(lang, view))
        .await)
}

fn line(lang: Lang, now: Timestamp, survey: &Survey, progress: &HashMap<WaveId, Progress>) -> SurveyLine {
    let wave = survey.shown_wave(now).map(|wave| {
        let responses = progress.get(&wave.id).map_or(0, |progress| progress.responses);
        (wave.name.clone(), responses)
    });
    SurveyLine {
        slug: survey.slug.clone(),
        title: survey.title_in(lang.tag()).to_owned(),
        status: survey.status(now),
        wave,
    }
}
