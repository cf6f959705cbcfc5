//! `/console/surveys/{slug}/form/items/{item}`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::PATH as LIST;
use khao_app::pages::console::surveys::item::{ItemView, page};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::form::{Form as Questionnaire, Place};
use khao_domain::survey::typed::TypedItem;
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::editing::{findings, in_languages, is_ticked, refused_edit, save};
use super::head;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/surveys/{slug}/form/items/{item}";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ReadSurveys), show),
        post(PATH, Access::Staff(Action::RunSurveys), send).takes_form(),
    ]
}

async fn show(page_of: Page, InPath((slug, id)): InPath<(String, String)>) -> PageResult {
    respond(&page_of, StatusCode::OK, (&slug, &id), None).await
}

fn typed(draft: &Questionnaire, form: &Form) -> TypedItem {
    let text = |name: &str| form.text(name).to_owned();
    TypedItem {
        id: text("id"),
        kind: text("kind"),
        texts: in_languages(draft, form, "text"),
        hints: in_languages(draft, form, "hint"),
        required: is_ticked(form, "required"),
        factor: text("factor"),
        show_if: text("show_if"),
        skips: text("skips"),
        scale: text("scale"),
        rows: text("rows"),
        options: text("options"),
        least: text("least"),
        most: text("most"),
        variant: is_ticked(form, "variant"),
    }
}

async fn send(page_of: Page, InPath((slug, id)): InPath<(String, String)>, form: Form) -> PageResult {
    let survey = page_of.engine().survey_now(page_of.actor(), &slug).await?;
    let typed = typed(&survey.draft, &form);
    if form.text("action") == "kind" {
        // Drawn anew with the fields of another kind, where the tick means something else.
        let typed = TypedItem {
            variant: false,
            ..typed
        };
        return respond(&page_of, StatusCode::OK, (&slug, &id), Some((typed, Vec::new()))).await;
    }
    match take(&page_of, (&slug, &id), &survey.draft, &typed, &form).await {
        Ok(to) => Ok(see_done(&format!("{LIST}/{slug}/form{to}"), Done::FormSaved)),
        Err(error) => {
            let (status, problems) = refused_edit(error)?;
            respond(&page_of, status, (&slug, &id), Some((typed, problems))).await
        }
    }
}

/// Where it goes on: the item among the others, or the next one's page.
async fn take(
    page_of: &Page,
    (slug, id): (&str, &str),
    draft: &Questionnaire,
    typed: &TypedItem,
    form: &Form,
) -> Result<String, Error> {
    let at = draft.place_of(id).ok_or(Error::NotFound)?;
    let item = typed.read(draft).map_err(Error::Invalid)?;
    let others = draft.items().filter(|(other, _)| *other != at);
    if others.into_iter().any(|(_, other)| other.id == item.id) {
        let detail = said("Câu khác đã dùng mã này.", "Another item has this id.");
        return Err(Error::invalid("/id", detail));
    }
    let mut changed = draft.clone();
    let to = match next_item(&changed, at).filter(|_| form.text("action") == "next") {
        Some(next) => format!("/items/{next}"),
        None => format!("#i-{}", item.id),
    };
    if let Some(place) = changed.item_mut(at) {
        *place = item;
    }
    save(page_of, slug, form, changed).await?;
    Ok(to)
}

fn next_item(draft: &Questionnaire, at: Place) -> Option<String> {
    let mut later = draft.items().skip_while(|(place, _)| *place <= at);
    later.next().map(|(_, item)| item.id.clone())
}

/// Which field of the page a place of the item is.
fn field(rest: &str, main: &str) -> String {
    match rest {
        "/text" | "/hint" => format!("{rest}.{main}"),
        "/ask/scale" => "/scale".to_owned(),
        "/ask" => "/least".to_owned(),
        _ if rest.starts_with("/ask/options") => "/options".to_owned(),
        _ if rest.starts_with("/ask/rows") => "/rows".to_owned(),
        _ if rest.starts_with("/skips") => "/skips".to_owned(),
        other => other.to_owned(),
    }
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    (slug, id): (&str, &str),
    sent: Option<(TypedItem, Vec<Problem>)>,
) -> PageResult {
    let lang = page_of.lang();
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let draft = &survey.draft;
    let at = draft.place_of(id).ok_or_else(Fault::not_found)?;
    let item = draft.item(at).ok_or_else(Fault::not_found)?;
    let is_refused = status != StatusCode::OK;
    let (typed, problems) = sent.unwrap_or_else(|| {
        let place = format!("/sections/{}/items/{}", at.0, at.1);
        let found = findings(draft, &place, |rest| field(rest, draft.main_language()));
        (TypedItem::of(draft, item), found)
    });
    let view = ItemView {
        head: head(page_of, &survey),
        form: draft.clone(),
        revision: survey.revision,
        section: draft.sections.get(at.0).map(|section| section.id.clone()),
        stored_id: id.to_owned(),
        typed,
        is_refused,
        problems,
    };
    let title = format!("{} {id}", lang.say("Câu", "Item"));
    let content = page_of.inspected(Action::RunSurveys, page(lang, &view));
    Ok(page_of
        .show_console_around(None, Section::Surveys, (status, &title), content)
        .await)
}
