//! `/console/surveys/{slug}/form/sections/{section}`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::PATH as LIST;
use khao_app::pages::console::surveys::section::{SectionView, TypedSection, page};
use khao_domain::problem::Problem;
use khao_domain::survey::check::is_id;
use khao_domain::survey::form::Form as Questionnaire;
use khao_domain::survey::typed::{self, NOT_AN_ID, of_languages};
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::editing::{findings, in_languages, is_ticked, refused_edit, save};
use super::head;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/surveys/{slug}/form/sections/{section}";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ReadSurveys), show),
        post(PATH, Access::Staff(Action::RunSurveys), send).takes_form(),
    ]
}

async fn show(page_of: Page, InPath((slug, id)): InPath<(String, String)>) -> PageResult {
    respond(&page_of, StatusCode::OK, (&slug, &id), None).await
}

fn stored(draft: &Questionnaire, at: usize) -> TypedSection {
    let section = &draft.sections[at];
    TypedSection {
        id: section.id.clone(),
        titles: typed::in_languages(draft, &section.title),
        texts: typed::in_languages(draft, &section.text),
        shuffle: section.shuffle,
        show_if: section.show_if.clone(),
    }
}

fn sent(draft: &Questionnaire, form: &Form) -> TypedSection {
    TypedSection {
        id: form.text("id").trim().to_owned(),
        titles: in_languages(draft, form, "title"),
        texts: in_languages(draft, form, "text"),
        shuffle: is_ticked(form, "shuffle"),
        show_if: form.text("show_if").trim().to_owned(),
    }
}

async fn send(page_of: Page, InPath((slug, id)): InPath<(String, String)>, form: Form) -> PageResult {
    let survey = page_of.engine().survey_now(page_of.actor(), &slug).await?;
    let at = survey.draft.section_place(&id).ok_or_else(Fault::not_found)?;
    let typed = sent(&survey.draft, &form);
    let mut draft = survey.draft.clone();
    let section = &mut draft.sections[at];
    section.id.clone_from(&typed.id);
    section.title = of_languages(&survey.draft, &typed.titles);
    section.text = of_languages(&survey.draft, &typed.texts);
    section.shuffle = typed.shuffle;
    section.show_if.clone_from(&typed.show_if);
    let saved = if is_id(&typed.id) {
        save(&page_of, &slug, &form, draft).await
    } else {
        Err(Error::invalid("/id", NOT_AN_ID))
    };
    match saved {
        Ok(_) => {
            let part = format!("{LIST}/{slug}/form#s-{}", typed.id);
            Ok(see_done(&part, Done::FormSaved))
        }
        Err(error) => {
            let (status, problems) = refused_edit(error)?;
            respond(&page_of, status, (&slug, &id), Some((typed, problems))).await
        }
    }
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    (slug, id): (&str, &str),
    sent: Option<(TypedSection, Vec<Problem>)>,
) -> PageResult {
    let lang = page_of.lang();
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let draft = &survey.draft;
    let at = draft.section_place(id).ok_or_else(Fault::not_found)?;
    let main = draft.main_language();
    let is_refused = sent.is_some();
    let (typed, problems) = sent.unwrap_or_else(|| {
        let found = findings(draft, &format!("/sections/{at}"), |rest| match rest {
            "/title" | "/text" => format!("{rest}.{main}"),
            other => other.to_owned(),
        });
        (stored(draft, at), found)
    });
    let view = SectionView {
        head: head(page_of, &survey),
        form: draft.clone(),
        revision: survey.revision,
        stored_id: id.to_owned(),
        typed,
        is_refused,
        problems,
    };
    let title = lang.say("Sửa phần", "Edit the section");
    let content = page_of.inspected(Action::RunSurveys, page(lang, &view));
    Ok(page_of
        .show_console_around(None, Section::Surveys, (status, title), content)
        .await)
}
