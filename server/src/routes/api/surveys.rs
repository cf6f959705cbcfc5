//! `GET|POST /surveys`, `GET|PATCH /surveys/{slug}`, `GET /surveys/{slug}/form`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use khao_domain::ids::UnitId;
use khao_domain::lang::said;
use khao_domain::survey::check::check;
use khao_domain::survey::form::Form;
use khao_domain::survey::strata::Stratum;
use khao_domain::survey::template::Template;
use khao_domain::survey::texts::Texts;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use khao_engine::survey::changing::{NewSurvey, SurveyChange};
use khao_engine::survey::surveys::Survey;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{after, cut, limit};
use super::replies::{Reply, revalidated};
use super::survey_view::{SurveyList, SurveyPage, SurveyShown, survey_page, survey_shown};
use super::values::{Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::table::{Access, Route, get, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

const AFTER: &str = r#"{"type":"string","pattern":"^[a-z0-9-]{3,64}$"}"#;
const LANG: &str = r#"{"type":"string"}"#;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunSurveys);
    vec![
        get("/api/v1/surveys", Access::Public, list)
            .says("Surveys that were fielded, the newest first; drafts too for those who prepare them.")
            .paged(AFTER)
            .answers::<SurveyList>(200)
            .answers_nothing(304),
        post("/api/v1/surveys", run, create)
            .says("Creates a survey from a template or a form; nobody else sees it before a wave fields it.")
            .takes::<NewSurveyBody>()
            .answers::<SurveyDraft>(201)
            .may_fail(&[409])
            .once(),
        get("/api/v1/surveys/{slug}", Access::Public, show)
            .says("The form that is fielded, in one of its languages.")
            .query("lang", LANG, "A language of the form; its first one where it does not have this.")
            .answers::<SurveyPage>(200),
        patch("/api/v1/surveys/{slug}", run, change)
            .says("Changes what is sent. A form may be half-done: what keeps it from being fielded is answered.")
            .takes::<SurveyChangeBody>()
            .answers::<SurveyDraft>(200)
            .may_fail(&[409]),
        get("/api/v1/surveys/{slug}/form", Access::Staff(Action::ReadSurveys), form)
            .says("The form as it is being edited, with what keeps it from being fielded.")
            .answers::<SurveyDraft>(200),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    limit: Option<u32>,
    after: Option<Slug>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShowQuery {
    lang: Option<String>,
}

/// Texts by language: `{"vi": "…", "en": "…"}`.
type ByLanguage = BTreeMap<String, String>;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSurveyBody {
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$")]
    slug: String,
    /// By language.
    title: ByLanguage,
    /// `sipas`, `desk`, `awareness` or `blank`; absent where a form is sent.
    #[serde(default)]
    #[schema(max_length = 40)]
    template: Option<String>,
    /// See the documentation of forms.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    form: Option<Value>,
    /// Whose it is: within one's own unit, which is also what a bound account leaves out.
    #[serde(default)]
    unit_id: Option<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyChangeBody {
    #[serde(default)]
    title: Option<ByLanguage>,
    /// Whether anybody may read the figures.
    #[serde(default)]
    published: Option<bool>,
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    form: Option<Value>,
    /// The revision that was edited; with a form only.
    #[serde(default)]
    #[schema(minimum = 1)]
    revision: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyDraft {
    #[serde(flatten)]
    survey: SurveyShown,
    revision: i64,
    #[schema(value_type = Object)]
    form: Value,
    /// What keeps the form from being fielded.
    problems: Vec<FormProblem>,
    waves: Vec<WaveShown>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FormProblem {
    /// A JSON pointer into the form.
    pointer: String,
    detail: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct WaveShown {
    id: Uuid,
    name: String,
    version: i64,
    opens_at: Time,
    closes_at: Time,
    channels: Vec<String>,
    strata: Vec<StratumShown>,
    invited_only: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct StratumShown {
    name: String,
    unit_ids: Vec<Uuid>,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    InQuery(query): InQuery<Query>,
) -> Result<Response, Fault> {
    let limit = limit(query.limit)?;
    let for_staff = visit.actor.may(Action::ReadSurveys).is_ok();
    let mut surveys = if for_staff {
        app.engine.surveys(&visit.actor).await?
    } else {
        app.engine.public_surveys().await?
    };
    if let Some(last) = query.after
        && !after(&mut surveys, |survey| survey.slug == last.0)
    {
        surveys.clear();
    }
    let next = cut(&mut surveys, limit, |survey| survey.slug.clone());
    let now = app.engine.now();
    let shown = |survey: &Arc<Survey>| survey_shown(survey, visit.lang.tag(), now);
    let body = SurveyList {
        surveys: surveys.iter().map(shown).collect(),
        next,
    };
    if for_staff {
        return Ok(Reply(body).into_response());
    }
    revalidated(&headers, &body)
}

async fn show(
    State(app): State<App>,
    InPath(slug): InPath<Slug>,
    InQuery(query): InQuery<ShowQuery>,
) -> Result<Reply<SurveyPage>, Fault> {
    let survey = app.engine.public_survey(&slug.0).await?;
    let now = app.engine.now();
    let wave = survey.shown_wave(now).ok_or(Error::NotFound)?;
    let course = app.engine.fielded(survey.id, wave.version).await?;
    let form = course.form();
    let wanted = query.lang.filter(|lang| form.languages.contains(lang));
    let language = wanted.as_deref().unwrap_or(form.main_language());
    let form = (form, app.engine.texts_of_forms());
    Ok(Reply(survey_page(&survey, wave, form, language, now)))
}

async fn form(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<Reply<SurveyDraft>, Fault> {
    let survey = app.engine.console_survey(&visit.actor, &slug.0).await?;
    Ok(draft(&app, &visit, &survey))
}

pub fn draft(app: &App, visit: &Visit, survey: &Survey) -> Reply<SurveyDraft> {
    let lang = visit.lang;
    let problems = check(&survey.draft).into_iter().map(|problem| FormProblem {
        detail: problem.detail.in_lang(lang).to_owned(),
        pointer: problem.pointer,
    });
    let waves = survey.waves.iter().map(|wave| WaveShown {
        id: wave.id.0,
        name: wave.name.clone(),
        version: wave.version,
        opens_at: Time(wave.span.opens_at),
        closes_at: Time(wave.span.closes_at),
        channels: wave.channels.iter().map(|one| one.as_str().to_owned()).collect(),
        strata: wave.strata.iter().map(stratum).collect(),
        invited_only: wave.invited_only,
    });
    Reply(SurveyDraft {
        survey: survey_shown(survey, lang.tag(), app.engine.now()),
        revision: survey.revision,
        form: serde_json::to_value(&survey.draft).unwrap_or_default(),
        problems: problems.collect(),
        waves: waves.collect(),
    })
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    Json { value, key }: Json<NewSurveyBody>,
) -> Result<(StatusCode, Reply<SurveyDraft>), Fault> {
    let form = match (value.template, value.form) {
        (None, Some(form)) => form_of(form)?,
        (Some(template), None) => Template::parse(&template)
            .ok_or_else(|| {
                Fault::invalid(
                    "/template",
                    said("Không có mẫu này.", "There is no such template."),
                )
            })?
            .form(),
        _ => {
            let detail = said(
                "Hãy gửi hoặc mẫu phiếu («template»), hoặc phiếu («form»).",
                "Send either a template (“template”) or a form (“form”).",
            );
            return Err(Fault::invalid("/template", detail));
        }
    };
    let new = NewSurvey {
        slug: value.slug,
        title: texts(&value.title),
        form,
        unit: value.unit_id.map(UnitId),
    };
    let survey = app.engine.create_survey(&visit.actor, new, key).await?;
    Ok((StatusCode::CREATED, draft(&app, &visit, &survey)))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, .. }: Json<SurveyChangeBody>,
) -> Result<Reply<SurveyDraft>, Fault> {
    let edited = match (value.form, value.revision) {
        (Some(form), Some(revision)) => Some((revision, form_of(form)?)),
        (None, None) => None,
        _ => {
            let detail = said(
                "Phiếu phải đi cùng số lần sửa («revision») đã đọc.",
                "A form comes with the “revision” that was read.",
            );
            return Err(Fault::invalid("/revision", detail));
        }
    };
    let change = SurveyChange {
        title: value.title.as_ref().map(texts),
        published: value.published,
        draft: edited,
    };
    let survey = app.engine.change_survey(&visit.actor, &slug.0, change).await?;
    Ok(draft(&app, &visit, &survey))
}

fn stratum(stratum: &Stratum) -> StratumShown {
    StratumShown {
        name: stratum.name.clone(),
        unit_ids: stratum.units.iter().map(|unit| unit.0).collect(),
    }
}

fn texts(by_language: &ByLanguage) -> Texts {
    Texts::of(
        by_language
            .iter()
            .map(|(language, text)| (language.as_str(), text.as_str())),
    )
}

/// A form as JSON; a member that is not a form's is told with its line.
fn form_of(value: Value) -> Result<Form, Fault> {
    serde_json::from_value(value).map_err(|error| {
        let detail = khao_domain::lang::Said::of(|lang| match lang {
            khao_domain::lang::Lang::Vi => format!("Phiếu không đúng cấu trúc: {error}."),
            khao_domain::lang::Lang::En => format!("This is no form: {error}."),
        });
        Fault::invalid("/form", detail)
    })
}
