//! `/console/surveys/new`

use std::sync::Arc;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::PATH;
use khao_app::pages::console::surveys::new::{NewSurveyView, page};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::template::Template;
use khao_domain::survey::texts::Texts;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Action;
use khao_engine::survey::changing::NewSurvey;
use khao_engine::survey::surveys::Survey;

use crate::routes::body::Form;
use crate::routes::pages::console::addresses::{at_address, slug_of};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const NEW: &str = "/console/surveys/new";

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunSurveys);
    vec![get(NEW, run, show), post(NEW, run, send).takes_form()]
}

async fn show(page_of: Page) -> PageResult {
    let view = NewSurveyView {
        form_id: page_of.form_id(),
        template: Template::Desk.as_str().to_owned(),
        ..NewSurveyView::default()
    };
    Ok(respond(&page_of, StatusCode::OK, &view).await)
}

async fn send(page_of: Page, form: Form) -> PageResult {
    match create(&page_of, &form).await {
        Ok(survey) => Ok(see_done(&format!("{PATH}/{}", survey.slug), Done::SurveyCreated)),
        Err(error) => {
            let (status, problems) = refused(at_field(error))?;
            let text = |name: &str| form.text(name).to_owned();
            let view = NewSurveyView {
                form_id: text("form_id"),
                title_vi: text("title.vi"),
                title_en: text("title.en"),
                slug: text("slug"),
                template: text("template"),
                problems,
            };
            Ok(respond(&page_of, status, &view).await)
        }
    }
}

/// What is taken is the address; a title that is not there is the Vietnamese one.
fn at_field(error: Error) -> Error {
    match error {
        Error::Conflict(Conflict::Taken) => Error::invalid(
            "/slug",
            said(
                "Đã có cuộc khảo sát ở địa chỉ này; xin chọn địa chỉ khác.",
                "There is a survey at this address; choose another.",
            ),
        ),
        Error::Invalid(problems) => Error::Invalid(problems.into_iter().map(at_title).collect()),
        other => other,
    }
}

pub(super) fn at_title(problem: Problem) -> Problem {
    if problem.pointer == "/title" {
        Problem::at("/title.vi", problem.detail)
    } else {
        problem
    }
}

/// The titles of a form: Vietnamese and English.
pub(super) fn title(form: &Form) -> Texts {
    Texts::of([("vi", form.text("title.vi")), ("en", form.text("title.en"))])
}

async fn create(page_of: &Page, form: &Form) -> Result<Arc<Survey>, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let Some(template) = Template::parse(form.text("template")) else {
        let detail = said("Xin chọn một mẫu để bắt đầu.", "Choose a template to start from.");
        return Err(Error::invalid("/template", detail));
    };
    let new = |slug: String| NewSurvey {
        slug,
        title: title(form),
        form: template.form(),
        unit: None,
    };
    let typed = form.text("slug").trim();
    let slug = slug_of(form.text("title.vi"));
    let slug = if slug.len() < 3 {
        format!("khao-sat-{slug}")
    } else {
        slug
    };
    let make = |slug| engine.create_survey(actor, new(slug), form.key.clone());
    at_address((typed, slug.trim_end_matches('-')), make).await
}

async fn respond(page_of: &Page, status: StatusCode, view: &NewSurveyView) -> axum::response::Response {
    let lang = page_of.lang();
    let title = lang.say("Cuộc khảo sát mới", "New survey");
    page_of
        .show_console(Section::Surveys, status, title, page(lang, view))
        .await
}
