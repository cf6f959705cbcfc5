//! `/console/surveys/{slug}/files` and the files themselves.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::PATH as LIST;
use khao_app::pages::console::surveys::files::{FileLookView, FilesView, look_page, page};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::form::Form as Questionnaire;
use khao_domain::table::RowProblem;
use khao_engine::exports::ExportFormat;
use khao_engine::policy::Action;
use khao_engine::survey::files::FormFile;

use super::editing::{refused_edit, save};
use super::head;
use crate::problem::Fault;
use crate::routes::api::replies::{attachment, file};
use crate::routes::body::{Form, InPath};
use crate::routes::multipart::SentParts;
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

const PATH: &str = "/console/surveys/{slug}/files";
const TAKEN: &str = "/console/surveys/{slug}/files/taken";
/// The form travels in a hidden field, where a letter takes up to nine bytes.
const CARRIED_BYTES_MOST: usize = 300_000;

pub fn routes() -> Vec<Route> {
    let (read, run) = (
        Access::Staff(Action::ReadSurveys),
        Access::Staff(Action::RunSurveys),
    );
    vec![
        get(PATH, read, show),
        post(PATH, run, look).takes_parts(&["kind"]),
        post(TAKEN, run, take).takes_form(),
        get("/console/surveys/{slug}/form.json", read, as_json),
        get("/console/surveys/{slug}/form.xlsx", read, as_workbook),
        get("/console/surveys/{slug}/translations.csv", read, translations_csv),
        get(
            "/console/surveys/{slug}/translations.xlsx",
            read,
            translations_xlsx,
        ),
    ]
}

async fn as_json(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<String>,
) -> Result<Response, Fault> {
    let content = app.engine.form_as_json(&visit.actor, &slug).await?;
    let name = format!("{slug}.json");
    Ok(attachment(&name, "application/json", None, content.into()))
}

async fn as_workbook(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<String>,
) -> Result<Response, Fault> {
    let content = app.engine.form_as_workbook(&visit.actor, &slug).await?;
    Ok(file(&slug, ExportFormat::Xlsx, None, content))
}

async fn translations_csv(app: State<App>, visit: Visit, path: InPath<String>) -> Result<Response, Fault> {
    translations(app, visit, path, ExportFormat::Csv).await
}

async fn translations_xlsx(app: State<App>, visit: Visit, path: InPath<String>) -> Result<Response, Fault> {
    translations(app, visit, path, ExportFormat::Xlsx).await
}

async fn translations(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<String>,
    format: ExportFormat,
) -> Result<Response, Fault> {
    let content = app.engine.translations(&visit.actor, &slug, format).await?;
    Ok(file(&format!("{slug}-translations"), format, None, content))
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    respond(&page_of, StatusCode::OK, &slug, Vec::new()).await
}

async fn respond(page_of: &Page, status: StatusCode, slug: &str, problems: Vec<Problem>) -> PageResult {
    let lang = page_of.lang();
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let view = FilesView {
        head: head(page_of, &survey),
        may_change: page_of.actor().may(Action::RunSurveys).is_ok(),
        problems,
    };
    let title = lang.say(
        "Tệp của phiếu và bản dịch",
        "Files of the form and its translations",
    );
    Ok(page_of
        .show_console(Section::Surveys, status, title, page(lang, &view))
        .await)
}

async fn look(page_of: Page, InPath(slug): InPath<String>, parts: SentParts) -> PageResult {
    let parts = parts.only(&["kind"])?;
    let (engine, actor) = (page_of.engine(), page_of.actor());
    engine.console_survey(actor, &slug).await?;
    if parts.file.content.is_empty() {
        let detail = said(
            "Xin chọn một tệp có nội dung.",
            "Choose a file that holds something.",
        );
        return respond(
            &page_of,
            StatusCode::UNPROCESSABLE_ENTITY,
            &slug,
            vec![Problem::at("", detail)],
        )
        .await;
    }
    let is_sheet = parts.text("kind") == "translations";
    let content = parts.file.content;
    let read = if is_sheet {
        engine.read_translations(actor, &slug, content).await?
    } else {
        engine.read_form(actor, &slug, content).await?
    };
    looked_at(&page_of, &slug, read, is_sheet).await
}

/// Problems of one sheet beside each other.
fn by_sheet(problems: Vec<(&'static str, RowProblem)>) -> Vec<(&'static str, Vec<RowProblem>)> {
    let mut sheets: Vec<(&'static str, Vec<RowProblem>)> = Vec::new();
    for (sheet, problem) in problems {
        match sheets.iter_mut().find(|(known, _)| *known == sheet) {
            Some((_, all)) => all.push(problem),
            None => sheets.push((sheet, vec![problem])),
        }
    }
    sheets
}

async fn looked_at(page_of: &Page, slug: &str, read: FormFile, is_sheet: bool) -> PageResult {
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let form = read
        .form
        .as_ref()
        .map(|form| serde_json::to_string(form).unwrap_or_default());
    let is_small = form.as_ref().is_none_or(|form| form.len() <= CARRIED_BYTES_MOST);
    let refused = (!is_small).then(|| {
        let detail = said(
            "Phiếu dài quá; hãy dùng API để nhập, hoặc rút gọn phiếu.",
            "The form is too long; import it over the API, or shorten it.",
        );
        Problem::at("", detail)
    });
    let view = FileLookView {
        head: head(page_of, &survey),
        revision: survey.revision,
        form: form.filter(|_| is_small),
        translated: is_sheet.then_some(read.translated),
        changes: read.changes.into_iter().collect(),
        problems: by_sheet(read.problems),
        refused: refused.into_iter().collect(),
    };
    let status = if view.form.is_some() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(shown(page_of, status, view).await)
}

async fn shown(page_of: &Page, status: StatusCode, view: FileLookView) -> Response {
    let lang = page_of.lang();
    let title = lang.say("Xem trước khi nhập", "Before the import");
    page_of
        .show_console(Section::Surveys, status, title, look_page(lang, view))
        .await
}

async fn take(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let survey = page_of.engine().survey_now(page_of.actor(), &slug).await?;
    let Ok(draft) = serde_json::from_str::<Questionnaire>(form.text("form")) else {
        let detail = said(
            "Không đọc lại được tệp; xin chọn tệp lần nữa.",
            "The file cannot be read again; choose it once more.",
        );
        let problems = vec![Problem::at("", detail)];
        return respond(&page_of, StatusCode::UNPROCESSABLE_ENTITY, &slug, problems).await;
    };
    match save(&page_of, &slug, &form, draft.clone()).await {
        Ok(_) => Ok(see_done(&format!("{LIST}/{slug}/form"), Done::FormSaved)),
        Err(error) => {
            let (status, problems) = refused_edit(error)?;
            // What it changes of the draft as it is now.
            let view = FileLookView {
                head: head(&page_of, &survey),
                revision: survey.revision,
                form: Some(form.text("form").to_owned()),
                translated: None,
                changes: khao_domain::survey::compare::changes(&survey.draft, &draft)
                    .into_iter()
                    .collect(),
                problems: Vec::new(),
                refused: problems,
            };
            Ok(shown(&page_of, status, view).await)
        }
    }
}
