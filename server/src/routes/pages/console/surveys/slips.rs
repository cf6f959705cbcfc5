//! `/console/surveys/{slug}/waves/{wave}/invitations/slips` and `…/file`: the codes of a batch, for whoever has made it.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::surveys::slips::{MadeView, SLIPS, SlipsView, slips_page};
use khao_domain::ids::WaveId;
use khao_domain::survey::invitation::InvitationToken;
use khao_engine::policy::Action;

use super::invitations::of_wave;
use crate::problem::Fault;
use crate::routes::api::batches::{address, file};
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::table::{Access, Route, post};
use crate::security::visit::base;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunSurveys);
    vec![
        post(
            "/console/surveys/{slug}/waves/{wave}/invitations/slips",
            run,
            show,
        )
        .takes_form(),
        post(
            "/console/surveys/{slug}/waves/{wave}/invitations/file",
            run,
            download,
        )
        .takes_form(),
    ]
}

async fn download(
    page_of: Page,
    headers: HeaderMap,
    InPath((slug, id)): InPath<(String, WaveId)>,
    form: Form,
) -> Result<Response, Fault> {
    let engine = page_of.engine();
    let survey = engine.console_survey(page_of.actor(), &slug).await?;
    let wave = survey.wave(id).ok_or_else(Fault::not_found)?;
    let slips = engine
        .slips(page_of.actor(), (&slug, id), form.text("source"))
        .await?;
    file(&page_of.app, &headers, &slug, wave, &slips).await
}

async fn show(
    page_of: Page,
    headers: HeaderMap,
    InPath((slug, id)): InPath<(String, WaveId)>,
    form: Form,
) -> PageResult {
    let (engine, lang) = (page_of.engine(), page_of.lang());
    let survey = engine.console_survey(page_of.actor(), &slug).await?;
    let wave = survey.wave(id).ok_or_else(Fault::not_found)?;
    let source = form.text("source");
    let slips = engine.slips(page_of.actor(), (&slug, id), source).await?;
    let last = slips.tokens.len().div_ceil(SLIPS).saturating_sub(1);
    let nth = form.text("page").parse::<usize>().unwrap_or(0).min(last);
    let base = base(&page_of.app, &headers);
    let public = format!("{base}/surveys/{slug}");
    let short = public.split_once("://").map_or(public.as_str(), |(_, rest)| rest);
    let until = slips.batch.valid_until.unwrap_or(wave.span.closes_at);
    let slip = |token: &InvitationToken| (address(&base, &slug, token), token.to_string());
    let first = nth.saturating_mul(SLIPS);
    let view = SlipsView {
        made: MadeView {
            of: of_wave(&page_of, &survey, wave),
            ordinal: slips.batch.ordinal,
            count: slips.tokens.len(),
            source: source.to_owned(),
        },
        site: page_of.app.settings.site.clone(),
        short_address: short.to_owned(),
        until: until.minute_in(lang),
        nth,
        slips: slips.tokens.iter().skip(first).take(SLIPS).map(slip).collect(),
    };
    let title = lang.say("Thư mời để in", "Slips to print");
    // No address leads back here: another language begins at the list.
    let page_of = page_of.standing_in(format!("/console/surveys/{slug}/waves/{id}/invitations"));
    Ok(page_of
        .show_console(Section::Surveys, StatusCode::OK, title, slips_page(lang, &view))
        .await)
}
