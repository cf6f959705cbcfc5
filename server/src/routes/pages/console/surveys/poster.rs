//! `/console/surveys/{slug}/poster`

use axum::http::{HeaderMap, StatusCode};
use khao_app::components::console_nav::Section;
use khao_app::pages::console::surveys::poster::{PosterView, page};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::wave::Channel;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::head;
use crate::routes::body::{InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::named_unit::unit_named;
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get};
use crate::security::visit::base;

const PATH: &str = "/console/surveys/{slug}/poster";
/// A desk's name on a poster: short enough to be read from the counter.
const DESK_CHARS: usize = 40;

pub fn routes() -> Vec<Route> {
    vec![get(PATH, Access::Staff(Action::ReadSurveys), show)]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// An id, a code or a name.
    unit: String,
    desk: String,
}

async fn show(
    page_of: Page,
    headers: HeaderMap,
    InPath(slug): InPath<String>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let (engine, lang) = (page_of.engine(), page_of.lang());
    let survey = engine.console_survey(page_of.actor(), &slug).await?;
    let units = engine.units().await?;
    let mut problems = Vec::new();
    let unit = unit_named(&units, "/unit", &params.unit).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let unit = unit.filter(|id| units.get(*id).is_some());
    let desk = params.desk.trim();
    if desk.chars().count() > DESK_CHARS {
        let detail = said(
            "Tên quầy có nhiều nhất 40 ký tự.",
            "A desk's name has 40 characters at most.",
        );
        problems.push(Problem::at("/desk", detail));
    }
    let id = unit.map(|id| id.to_string()).unwrap_or_default();
    let public = format!("{}/surveys/{slug}", base(&page_of.app, &headers));
    let fields = [
        ("unit", id.as_str()),
        ("desk", if problems.is_empty() { desk } else { "" }),
    ];
    let stands_at_desks = survey
        .waves
        .iter()
        .any(|wave| wave.channels.contains(&Channel::Kiosk));
    let short = public.split_once("://").map_or(public.as_str(), |(_, rest)| rest);
    let view = PosterView {
        head: head(&page_of, &survey),
        site: page_of.app.settings.site.clone(),
        address: address(&public, fields),
        short_address: short.to_owned(),
        tablet: stands_at_desks.then(|| address(&format!("/kiosk/{slug}"), fields)),
        unit_name: unit.map(|id| units.name(id).to_owned()),
        unit: params.unit.clone(),
        desk: params.desk.clone(),
        problems,
    };
    let status = if view.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = lang.say("Áp phích", "Poster");
    Ok(page_of
        .show_console(Section::Surveys, status, title, page(lang, view))
        .await)
}
