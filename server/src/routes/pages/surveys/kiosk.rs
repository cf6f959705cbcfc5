//! `GET /kiosk/{slug}`: the shell of a tablet at a desk, the same with and without a network. The address that it is set up
//! with may name a unit and a desk; afterwards the tablet remembers them.

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse};
use data_encoding::BASE64;
use khao_app::document::offline::{OfflinePage, render, script};
use khao_app::pages::survey::kiosk::{KioskView, page};
use khao_domain::lang::Lang;
use khao_domain::survey::wave::Channel;
use khao_engine::error::Error;
use khao_engine::survey::responding::DESK_CHARS_MOST;
use sha2::{Digest, Sha256};

use super::Query;
use crate::assets;
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::site::site;
use crate::routes::query;

pub async fn show(page_of: Page, InPath(slug): InPath<String>, InQuery(asked): InQuery<Query>) -> PageResult {
    let survey = page_of.engine().public_survey(&slug).await?;
    // Also once the wave is over: what waits on a tablet is still to be sent.
    let stands_at_desks = survey
        .waves
        .iter()
        .any(|wave| wave.channels.contains(&Channel::Kiosk));
    if !stands_at_desks {
        return Err(Error::NotFound.into());
    }
    let lang = page_of.lang();
    let units = page_of.engine().units().await?;
    let unit = asked.unit.and_then(|unit| unit.parse().ok());
    let unit = unit.and_then(|unit| units.get(unit));
    let desk = asked.desk.map(|desk| desk.trim().to_owned());
    let desk = desk.filter(|desk| (1..=DESK_CHARS_MOST).contains(&desk.chars().count()));
    let site = site(&page_of.app).await.short_name;
    let view = KioskView {
        plain: query::address(&format!("/surveys/{slug}"), [("lang", lang.tag())]),
        unit: unit.map(|unit| unit.id.to_string()).unwrap_or_default(),
        place: place(lang, unit.map(|unit| unit.name.as_str()), desk.as_deref()),
        desk: desk.clone().unwrap_or_default(),
        site,
        slug,
    };
    let frame = OfflinePage {
        title: survey.title_in(lang.tag()).to_owned(),
        lang,
        assets: assets::manifest(),
    };
    let html = render(frame, page(lang, view));
    let headers = [
        (CONTENT_SECURITY_POLICY, policy()?),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    Ok((StatusCode::OK, headers, Html(html)).into_response())
}

/// What visitors read of where they are; a desk that is only a number is called one.
fn place(lang: Lang, unit: Option<&str>, desk: Option<&str>) -> String {
    let desk = desk.map(|desk| {
        if desk.chars().all(|c| c.is_ascii_digit()) {
            format!("{} {desk}", lang.say("Quầy", "Desk"))
        } else {
            desk.to_owned()
        }
    });
    let parts: Vec<String> = unit.map(str::to_owned).into_iter().chain(desk).collect();
    parts.join(" · ")
}

/// A kept page is shown with the headers that it came with: its script is known by its hash, since a nonce would not change.
fn policy() -> Result<HeaderValue, Fault> {
    let hash = BASE64.encode(&Sha256::digest(script(assets::manifest())));
    let policy = format!(
        "default-src 'self'; script-src 'self' 'sha256-{hash}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self'"
    );
    HeaderValue::from_str(&policy).map_err(|_| Error::Internal("the policy is no header".into()).into())
}
