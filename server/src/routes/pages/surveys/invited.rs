//! A wave that asks only those who hold an invitation: the page that takes its code, and what becomes of it.

use axum::http::StatusCode;
use khao_app::pages::survey::form::Note;
use khao_app::pages::survey::invited::{self as view, InvitedView};
use khao_domain::problem::Problem;
use khao_domain::survey::wave::Channel;
use khao_engine::error::{Conflict, Error};
use khao_engine::survey::invited::Step;
use khao_engine::survey::surveys::Survey;
use khao_engine::survey::travelling::Travelling;

use super::ending::{Refusal, not_open, refused};
use super::texts::{title, write_in};
use super::{Query, first_page};
use crate::assets;
use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::pages::context::{Page, PageResult};

/// How the page comes back.
pub struct Asked {
    status: StatusCode,
    language: String,
    token: String,
    began_again: bool,
    problems: Vec<Problem>,
}

impl Asked {
    pub fn first(language: Option<String>, status: StatusCode, note: Note) -> Self {
        Self {
            status,
            language: language.unwrap_or_default(),
            token: String::new(),
            began_again: note == Note::BeganAgain,
            problems: Vec::new(),
        }
    }
}

pub async fn ask(page_of: &Page, survey: &Survey, asked: Asked) -> PageResult {
    let lang = page_of.lang();
    let open = survey.open_wave(page_of.engine().now());
    let content = InvitedView {
        slug: survey.slug.clone(),
        title: title(survey, lang.tag()),
        until: open
            .map(|wave| wave.span.closes_at.minute_in(lang))
            .unwrap_or_default(),
        language: asked.language,
        token: asked.token,
        began_again: asked.began_again,
        problems: asked.problems,
    };
    let named = (asked.status, view::title(lang));
    Ok(page_of
        .show_with(assets::manifest().invited, named, view::page(lang, content))
        .await)
}

/// The code was given: on to the form, which carries it sealed.
pub async fn open(mut page_of: Page, survey: &Survey, form: &Form) -> PageResult {
    page_of.app.limits.one_time_code(page_of.visit.address)?;
    let (language, token) = (form.text("lang").to_owned(), form.text("token"));
    if !language.is_empty() {
        write_in(&mut page_of, &language);
    }
    let now = page_of.engine().now();
    let Some(wave) = survey.open_wave(now) else {
        return not_open(page_of, survey, StatusCode::CONFLICT).await;
    };
    let query = Query {
        lang: Some(language.clone()),
        ..Query::default()
    };
    let usual = (StatusCode::OK, Note::None);
    if !wave.invited_only {
        return super::begin(page_of, survey, query, usual).await;
    }
    match page_of.engine().invited_step(survey, token, Step::Opened).await {
        Ok(()) => {
            let by = (Channel::Web, Some(token.to_owned()));
            first_page(page_of, (survey, wave), by, query, usual).await
        }
        Err(Error::Invalid(problems)) => {
            let again = Asked {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                language,
                token: token.to_owned(),
                began_again: false,
                problems,
            };
            ask(&page_of, survey, again).await
        }
        Err(error) => refused(page_of, survey, refusal(error)?).await,
    }
}

/// The first page is answered; says why they cannot go on.
pub async fn has_started(page_of: &Page, survey: &Survey, on: &Travelling) -> Result<Option<Refusal>, Fault> {
    let Some(token) = &on.invitation else {
        return Ok(None);
    };
    match page_of.engine().invited_step(survey, token, Step::Started).await {
        // What is over is told by whoever looks at the wave next; a form that is sent again was stored, and gets its receipt.
        Ok(()) | Err(Error::Conflict(Conflict::SurveyClosed | Conflict::InvitationUsed)) => Ok(None),
        Err(error) => refusal(error).map(Some),
    }
}

fn refusal(error: Error) -> Result<Refusal, Fault> {
    match error {
        Error::Conflict(Conflict::InvitationUsed) => Ok(Refusal::Used),
        Error::Conflict(Conflict::InvitationOver) => Ok(Refusal::Over),
        error => Err(error.into()),
    }
}
