//! How a form ends: with a receipt, or with a kind word why it was not taken.

use axum::http::StatusCode;
use khao_app::pages::survey::told::{Told, ToldView, page};
use khao_engine::survey::surveys::Survey;

use super::texts::title;
use crate::routes::pages::context::{Page, PageResult};

/// Why a form that was sent is not stored.
pub enum Refusal {
    Full,
    Newer,
    Used,
    Over,
}

/// The answer to what was sent is the page itself: a receipt stands in no address.
pub async fn receipt(page_of: Page, survey: &Survey, number: String) -> PageResult {
    tell(&page_of, survey, StatusCode::OK, Told::Thanks(number)).await
}

pub async fn refused(page_of: Page, survey: &Survey, why: Refusal) -> PageResult {
    let told = match why {
        Refusal::Full => Told::Full,
        Refusal::Newer => Told::Newer,
        Refusal::Used => Told::Used,
        Refusal::Over => Told::Over,
    };
    tell(&page_of, survey, StatusCode::CONFLICT, told).await
}

/// Before the first wave, between two of them, or after the last one.
pub async fn not_open(page_of: Page, survey: &Survey, status: StatusCode) -> PageResult {
    let (now, lang) = (page_of.engine().now(), page_of.lang());
    let next = survey.waves.iter().find(|wave| now < wave.span.opens_at);
    let told = match (next, survey.waves.last()) {
        (Some(next), _) => Told::NotYet(next.span.opens_at.minute_in(lang)),
        (None, Some(last)) => Told::Closed(last.span.closes_at.minute_in(lang)),
        (None, None) => return Err(khao_engine::error::Error::NotFound.into()),
    };
    tell(&page_of, survey, status, told).await
}

pub async fn elsewhere(page_of: Page, survey: &Survey) -> PageResult {
    tell(&page_of, survey, StatusCode::OK, Told::Elsewhere).await
}

async fn tell(page_of: &Page, survey: &Survey, status: StatusCode, told: Told) -> PageResult {
    let lang = page_of.lang();
    let heading = told.title(lang);
    let view = ToldView {
        slug: survey.slug.clone(),
        title: title(survey, lang.tag()),
        told,
        has_results: survey.published,
    };
    Ok(page_of.show(status, heading, page(lang, view)).await)
}
