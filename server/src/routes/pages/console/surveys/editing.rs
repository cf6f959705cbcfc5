//! A form being edited: what every page of it does alike.

use std::sync::Arc;

use axum::http::StatusCode;
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::check::check;
use khao_domain::survey::form::Form as Questionnaire;
use khao_engine::error::{Conflict, Error};
use khao_engine::survey::changing::SurveyChange;
use khao_engine::survey::surveys::Survey;

use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::pages::context::Page;
use crate::routes::pages::refused::refused;

/// Keeps the form as the next draft, where nobody has changed it since the page was shown.
pub(super) async fn save(
    page_of: &Page,
    slug: &str,
    form: &Form,
    draft: Questionnaire,
) -> Result<Arc<Survey>, Error> {
    let revision = form.text("revision").parse().unwrap_or(0);
    let change = SurveyChange {
        draft: Some((revision, draft)),
        ..SurveyChange::default()
    };
    page_of
        .engine()
        .change_survey(page_of.actor(), slug, change)
        .await
}

/// As forms are refused elsewhere; of a form that changed meanwhile, that what was typed stands here still.
pub(super) fn refused_edit(error: Error) -> Result<(StatusCode, Vec<Problem>), Fault> {
    if !matches!(error, Error::Conflict(Conflict::FormChanged)) {
        return refused(error);
    }
    let detail = said(
        "Người khác vừa sửa phiếu này, nên chưa lưu gì. Những gì ông/bà gõ còn nguyên ở đây; xin xem lại rồi lưu lần nữa.",
        "Somebody else has just changed this form, so nothing was saved. What you typed stands here still; look again, then save once more.",
    );
    Ok((StatusCode::CONFLICT, vec![Problem::at("", detail)]))
}

/// What keeps a place of the form from being fielded, at the fields of its page.
pub(super) fn findings(draft: &Questionnaire, place: &str, field: impl Fn(&str) -> String) -> Vec<Problem> {
    let own = check(draft).into_iter().filter_map(|problem| {
        let rest = problem.pointer.strip_prefix(place)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Problem::at(field(rest), problem.detail.clone()))
    });
    own.collect()
}

/// The text typed for each language of the form.
pub(super) fn in_languages(draft: &Questionnaire, form: &Form, name: &str) -> Vec<String> {
    let text = |language: &String| form.text(&format!("{name}.{language}")).to_owned();
    draft.languages.iter().map(text).collect()
}

pub(super) fn is_ticked(form: &Form, name: &str) -> bool {
    form.text(name) == "yes"
}
