//! `/console/surveys/{slug}/form`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::PATH as LIST;
use khao_app::pages::console::surveys::form::{FormView, page};
use khao_domain::lang::{Lang, said};
use khao_domain::problem::Problem;
use khao_domain::survey::check::check;
use khao_domain::survey::form::Form as Questionnaire;
use khao_domain::survey::outline::{Part, Removed};
use khao_domain::survey::texts::LANGUAGES;
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::editing::{refused_edit, save};
use super::head;
use crate::assets;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/surveys/{slug}/form";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ReadSurveys), show),
        post(PATH, Access::Staff(Action::RunSurveys), send).takes_form(),
    ]
}

/// What became of a step.
enum Step {
    /// The part of the page to go to.
    At(String),
    /// The page of something new.
    To(String),
    Removed(Removed),
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    respond(&page_of, StatusCode::OK, &slug, None, Vec::new()).await
}

async fn send(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    match take(&page_of, &slug, &form).await {
        Ok(Step::At(part)) => Ok(see_done(&format!("{LIST}/{slug}/form{part}"), Done::FormSaved)),
        Ok(Step::To(page)) => Ok(see_other(&format!("{LIST}/{slug}/form/{page}"))),
        // The page itself answers: only it can hand over what was taken out, to be put back.
        Ok(Step::Removed(removed)) => {
            respond(&page_of, StatusCode::OK, &slug, Some(removed), Vec::new()).await
        }
        Err(error) => {
            let (status, problems) = refused_edit(error)?;
            respond(&page_of, status, &slug, None, problems).await
        }
    }
}

async fn take(page_of: &Page, slug: &str, form: &Form) -> Result<Step, Error> {
    let survey = page_of.engine().survey_now(page_of.actor(), slug).await?;
    let mut draft = survey.draft.clone();
    let step = changed(&mut draft, form)?;
    save(page_of, slug, form, draft).await?;
    Ok(step)
}

/// Takes the step that was pressed: `up.{item}`, `section_delete.{section}`, `add_item` …
fn changed(draft: &mut Questionnaire, form: &Form) -> Result<Step, Error> {
    let (action, id) = form
        .text("action")
        .split_once('.')
        .unwrap_or((form.text("action"), ""));
    let item = || draft.place_of(id).ok_or(Error::NotFound);
    let section = || draft.section_place(id).ok_or(Error::NotFound);
    match action {
        "up" | "down" => {
            let at = item()?;
            // At the end of the form it stays where it is.
            draft.move_item(at, action == "up");
            Ok(Step::At(format!("#i-{id}")))
        }
        "section_up" | "section_down" => {
            let at = section()?;
            draft.move_section(at, action == "section_up");
            Ok(Step::At(format!("#s-{id}")))
        }
        "place" => {
            let to = draft.section_place(form.text("section")).ok_or(Error::NotFound)?;
            let place = number(form, "place").ok_or(Error::NotFound)?;
            draft.place_item(item()?, (to, place)).ok_or(Error::NotFound)?;
            Ok(Step::At(format!("#i-{id}")))
        }
        "section_place" => {
            let place = number(form, "place").ok_or(Error::NotFound)?;
            draft.place_section(section()?, place).ok_or(Error::NotFound)?;
            Ok(Step::At(format!("#s-{id}")))
        }
        "delete" => {
            let at = item()?;
            draft.remove_item(at).map(Step::Removed).ok_or(Error::NotFound)
        }
        "section_delete" => {
            let at = section()?;
            draft.remove_section(at).map(Step::Removed).ok_or(Error::NotFound)
        }
        "undo" => put_back(draft, form.text("removed")),
        "add_section" => Ok(Step::To(format!("sections/{}", draft.add_section()))),
        "add_item" => add_item(draft, form),
        "languages" => {
            let chosen: Vec<&str> = form.all("language").collect();
            choose_languages(draft, &chosen);
            Ok(Step::At(String::new()))
        }
        _ => Err(Error::invalid(
            "",
            said("Không có bước này.", "There is no such step."),
        )),
    }
}

fn number(form: &Form, name: &str) -> Option<usize> {
    form.text(name).parse().ok()
}

fn put_back(draft: &mut Questionnaire, removed: &str) -> Result<Step, Error> {
    let unreadable = || {
        Error::invalid(
            "",
            said(
                "Không đặt lại được phần đã xóa.",
                "What was deleted cannot be put back.",
            ),
        )
    };
    let removed: Removed = serde_json::from_str(removed).map_err(|_| unreadable())?;
    let part = match &removed.part {
        Part::Item(item) => format!("#i-{}", item.id),
        Part::Section(section) => format!("#s-{}", section.id),
    };
    draft.put_back(removed).ok_or_else(unreadable)?;
    Ok(Step::At(part))
}

fn add_item(draft: &mut Questionnaire, form: &Form) -> Result<Step, Error> {
    let id = form.text("section");
    let section = draft.section_place(id).ok_or(Error::NotFound)?;
    let kind = form.text(&format!("kind.{id}"));
    let item = draft
        .add_item(section, kind)
        .ok_or_else(|| Error::invalid("", said("Không có kiểu câu này.", "There is no such kind.")))?;
    Ok(Step::To(format!("items/{item}")))
}

/// The first language stays; what is not chosen any more goes with its translations.
fn choose_languages(draft: &mut Questionnaire, chosen: &[&str]) {
    let main = draft.main_language().to_owned();
    let others = LANGUAGES.iter().map(|(tag, _)| *tag);
    let others = others.filter(|tag| *tag != main && chosen.contains(tag));
    let languages: Vec<String> = [main.as_str()]
        .into_iter()
        .chain(others)
        .map(str::to_owned)
        .collect();
    draft.languages = languages;
    draft.drop_other_languages();
}

/// What was taken out, in words and for the form that puts it back.
fn handed_over(lang: Lang, removed: &Removed) -> (String, String) {
    let words = match (&removed.part, lang) {
        (Part::Item(item), Lang::Vi) => format!("câu {}", item.id),
        (Part::Item(item), Lang::En) => format!("Item {}", item.id),
        (Part::Section(section), Lang::Vi) => format!("phần {} với {} câu", section.id, section.items.len()),
        (Part::Section(section), Lang::En) => {
            format!("Section {} with {} items", section.id, section.items.len())
        }
    };
    (words, serde_json::to_string(removed).unwrap_or_default())
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    slug: &str,
    removed: Option<Removed>,
    problems: Vec<Problem>,
) -> PageResult {
    let lang = page_of.lang();
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let view = FormView {
        head: head(page_of, &survey),
        findings: check(&survey.draft),
        form: survey.draft.clone(),
        revision: survey.revision,
        removed: removed.as_ref().map(|removed| handed_over(lang, removed)),
        problems,
    };
    let title = lang.say("Soạn phiếu", "Edit the form");
    let script = assets::manifest().arranging;
    let content = page_of.inspected(Action::RunSurveys, page(lang, &view));
    Ok(page_of
        .show_console_around(Some(script), Section::Surveys, (status, title), content)
        .await)
}

#[cfg(test)]
mod tests {
    use khao_domain::survey::template::Template;

    use super::*;

    #[test]
    fn a_language_goes_with_its_translations() {
        let mut draft = Template::Desk.form();
        choose_languages(&mut draft, &["km", "xx"]);
        assert_eq!(draft.languages, ["vi", "km"]);
        assert_eq!(draft.sections[0].title.get("en"), None);
        assert!(draft.sections[0].title.get("km").is_some());
        assert!(check(&draft).is_empty());
    }
}
