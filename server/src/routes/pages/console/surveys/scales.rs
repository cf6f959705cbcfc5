//! `/console/surveys/{slug}/form/scales`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::PATH as LIST;
use khao_app::pages::console::surveys::scales::{ScalesView, TypedScale, page};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::check::{SCALES_MOST, check, is_id};
use khao_domain::survey::form::{Form as Questionnaire, Scale};
use khao_domain::survey::typed::{NOT_AN_ID, lines};
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::editing::{refused_edit, save};
use super::head;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/surveys/{slug}/form/scales";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ReadSurveys), show),
        post(PATH, Access::Staff(Action::RunSurveys), send).takes_form(),
    ]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    respond(&page_of, StatusCode::OK, &slug, None).await
}

fn sent(form: &Form) -> Vec<TypedScale> {
    let text = |name: &str, nth: usize| form.text(&format!("{name}.{nth}")).to_owned();
    let is_there = |nth: &usize| form.fields().iter().any(|(name, _)| *name == format!("id.{nth}"));
    let scale = |nth| TypedScale {
        id: text("id", nth),
        steps: text("steps", nth),
        unknown: text("unknown", nth),
        is_removed: text("remove", nth) == "yes",
    };
    // One more than a form may have, so that nothing is dropped unsaid.
    (0..=SCALES_MOST).take_while(is_there).map(scale).collect()
}

fn read(draft: &Questionnaire, typed: &[TypedScale], factors: &str) -> Result<Questionnaire, Vec<Problem>> {
    let (mut problems, mut scales) = (Vec::new(), Vec::new());
    for (nth, scale) in typed.iter().enumerate().filter(|(_, scale)| !scale.is_removed) {
        let id = scale.id.trim().to_owned();
        if !is_id(&id) {
            problems.push(Problem::at(format!("/id.{nth}"), NOT_AN_ID));
        }
        let mut steps = |name: &str, text: &str| {
            lines::read_steps(draft, text).unwrap_or_else(|detail| {
                problems.push(Problem::at(format!("/{name}.{nth}"), detail));
                Vec::new()
            })
        };
        let own = steps("steps", &scale.steps);
        let mut unknown = steps("unknown", &scale.unknown).into_iter();
        let first = unknown.next();
        if unknown.next().is_some() {
            let detail = said(
                "Chỉ có một trả lời “không biết”: xin viết một dòng.",
                "There is one answer “I do not know”: write one line.",
            );
            problems.push(Problem::at(format!("/unknown.{nth}"), detail));
        }
        scales.push(Scale {
            id,
            steps: own,
            unknown: first,
        });
    }
    let factors = lines::read_factors(draft, factors).unwrap_or_else(|detail| {
        problems.push(Problem::at("/factors", detail));
        Vec::new()
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Questionnaire {
        scales,
        factors,
        ..draft.clone()
    })
}

async fn send(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let survey = page_of.engine().survey_now(page_of.actor(), &slug).await?;
    let (typed, factors) = (sent(&form), form.text("factors").to_owned());
    let saved = match read(&survey.draft, &typed, &factors) {
        Ok(mut draft) => {
            if form.text("action") == "add" {
                add(&mut draft);
            }
            save(&page_of, &slug, &form, draft).await
        }
        Err(problems) => Err(Error::Invalid(problems)),
    };
    match saved {
        Ok(_) => Ok(see_done(&format!("{LIST}/{slug}/form/scales"), Done::FormSaved)),
        Err(error) => {
            let (status, problems) = refused_edit(error)?;
            respond(&page_of, status, &slug, Some((typed, factors, problems))).await
        }
    }
}

/// One too many is refused as the form is saved.
fn add(draft: &mut Questionnaire) {
    let is_taken = |id: &str| draft.scale(id).is_some();
    let mut ids = (1..=SCALES_MOST + 1).map(|number| format!("scale{number}"));
    let id = ids.find(|id| !is_taken(id)).unwrap_or_default();
    draft.scales.push(Scale {
        id,
        steps: Vec::new(),
        unknown: None,
    });
}

fn stored(draft: &Questionnaire) -> Vec<TypedScale> {
    let scale = |scale: &Scale| TypedScale {
        id: scale.id.clone(),
        steps: lines::steps(draft, &scale.steps),
        unknown: lines::steps(draft, &scale.unknown),
        is_removed: false,
    };
    draft.scales.iter().map(scale).collect()
}

/// `/scales/0/steps/2/label` is the field `steps.0`.
fn in_form(problem: Problem) -> Option<Problem> {
    let mut parts = problem.pointer.split('/').skip(1);
    let field = match (parts.next()?, parts.next(), parts.next()) {
        ("scales", Some(nth), Some("id")) => format!("/id.{nth}"),
        ("scales", Some(nth), Some("unknown")) => format!("/unknown.{nth}"),
        ("scales", Some(nth), _) => format!("/steps.{nth}"),
        ("factors", ..) => "/factors".to_owned(),
        _ => return None,
    };
    Some(Problem::at(field, problem.detail))
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    slug: &str,
    sent: Option<(Vec<TypedScale>, String, Vec<Problem>)>,
) -> PageResult {
    let lang = page_of.lang();
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let draft = &survey.draft;
    let is_refused = sent.is_some();
    let (scales, factors, problems) = sent.unwrap_or_else(|| {
        let found = check(draft).into_iter().filter_map(in_form).collect();
        (stored(draft), lines::factors(draft), found)
    });
    let view = ScalesView {
        head: head(page_of, &survey),
        form: draft.clone(),
        revision: survey.revision,
        scales,
        factors,
        is_refused,
        problems,
    };
    let title = lang.say("Thang và nhân tố", "Scales and factors");
    let content = page_of.inspected(Action::RunSurveys, page(lang, &view));
    Ok(page_of
        .show_console(Section::Surveys, status, title, content)
        .await)
}
