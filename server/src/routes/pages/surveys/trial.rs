//! `/console/surveys/{slug}/trial`: a form as respondents will meet it, for those who prepare it. Nothing is stored.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use khao_app::pages::survey::form::Note;
use khao_app::pages::survey::trial::{TrialView, Tried, broken, page, sent};
use khao_domain::survey::course::{Answers, Course};
use khao_domain::survey::pages::{Leaf, Pages};
use khao_domain::survey::typed_answers::Typed;
use khao_domain::survey::wave::Channel;
use khao_engine::survey::surveys::Survey;
use khao_engine::survey::travelling::{Travelling, Trial};
use leptos::prelude::AnyView;
use serde::Deserialize;

use super::drawing::{Drawn, Stage, draw};
use super::{Turned, language, texts, turned};
use crate::problem::Fault;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::query;

pub const PATH: &str = "/console/surveys/{slug}/trial";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// One that was fielded; none is the draft.
    version: Option<i64>,
    lang: Option<String>,
    /// Where it begins.
    section: Option<String>,
    /// Any word: it stands within a page of the editor.
    frame: Option<String>,
}

pub fn path(survey: &Survey) -> String {
    format!("/console/surveys/{}/trial", survey.slug)
}

/// The first page of the same trial.
pub fn address(survey: &Survey, trial: &Trial, tag: Option<&str>) -> String {
    let version = trial.version.map(|version| version.to_string());
    let fields = [
        ("version", version.as_deref().unwrap_or_default()),
        ("lang", tag.unwrap_or_default()),
        ("frame", if trial.framed { "yes" } else { "" }),
    ];
    query::address(&path(survey), fields)
}

pub async fn show(page_of: Page, InPath(slug): InPath<String>, InQuery(asked): InQuery<Asked>) -> PageResult {
    let survey = page_of.engine().console_survey(page_of.actor(), &slug).await?;
    begin(page_of, &survey, asked, (StatusCode::OK, Note::None)).await
}

async fn begin(
    mut page_of: Page,
    survey: &Survey,
    asked: Asked,
    (status, note): (StatusCode, Note),
) -> PageResult {
    let framed = asked.frame.is_some();
    let Some(course) = course_of(&page_of, survey, asked.version).await? else {
        return unreadable(&page_of, survey, framed).await;
    };
    let pages = Pages::of(&course, &Answers::new());
    let wanted = asked.section.and_then(|id| course.form().section_place(&id));
    let wanted = wanted.and_then(|at| u16::try_from(at).ok());
    let found = wanted.and_then(|at| pages.section(at));
    let is_unmet = wanted.is_some() && found.is_none();
    let leaf = found.or_else(|| pages.first()).unwrap_or(Leaf {
        section: 0,
        items: Vec::new(),
    });
    let trial = Trial {
        version: asked.version,
        framed,
        course: Travelling {
            version: asked.version.unwrap_or(survey.revision),
            client_id: page_of.engine().random().untimed_id().to_string(),
            channel: Channel::Web,
            unit: None,
            desk: None,
            language: language(&course, asked.lang.as_deref(), &page_of),
            section: leaf.section,
            shown: leaf.items,
            seen: Vec::new(),
            typed: Typed::new(),
            invitation: None,
        },
    };
    texts::write_in(&mut page_of, &trial.course.language);
    let page_of = page_of.standing_in(address(survey, &trial, None));
    let drawn = Drawn {
        status,
        note: if is_unmet { Note::NotMetYet } else { note },
        is_fresh: true,
        problems: Vec::new(),
    };
    draw(&page_of, survey, &course, &Stage::Tried(&trial), drawn).await
}

/// None where a condition of the draft cannot be read.
async fn course_of(
    page_of: &Page,
    survey: &Survey,
    version: Option<i64>,
) -> Result<Option<Arc<Course<'static>>>, Fault> {
    match version {
        None => Ok(Course::kept(survey.draft.clone()).map(Arc::new)),
        Some(version) => Ok(Some(page_of.engine().fielded(survey.id, version).await?)),
    }
}

pub async fn turn(mut page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let engine = page_of.engine();
    let survey = engine.console_survey(page_of.actor(), &slug).await?;
    let again = |trial: Option<Trial>| Asked {
        version: trial.as_ref().and_then(|trial| trial.version),
        lang: trial.as_ref().map(|trial| trial.course.language.clone()),
        section: None,
        frame: trial.filter(|trial| trial.framed).map(|_| "yes".to_owned()),
    };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let Some(mut trial) = engine.open_trial(survey.id, form.text("course")) else {
        return begin(page_of, &survey, again(None), (unprocessable, Note::BeganAgain)).await;
    };
    if trial.version.is_none() && trial.course.version != survey.revision {
        let note = (StatusCode::CONFLICT, Note::Rewritten);
        return begin(page_of, &survey, again(Some(trial)), note).await;
    }
    let Some(course) = course_of(&page_of, &survey, trial.version).await? else {
        return unreadable(&page_of, &survey, trial.framed).await;
    };
    let turned = turned(&course, &form, &mut trial.course);
    texts::write_in(&mut page_of, &trial.course.language);
    let page_of = page_of.standing_in(address(&survey, &trial, None));
    match turned {
        Turned::Page(drawn) | Turned::Answered(drawn) => {
            draw(&page_of, &survey, &course, &Stage::Tried(&trial), drawn).await
        }
        Turned::Sent(written) => {
            let lang = page_of.lang();
            let answered = course.check(&written.sent).map_or(0, |answers| answers.len());
            let title = lang.say("Đã thử xong phiếu", "The trial is over");
            let content = sent(lang, answered, address(&survey, &trial, None));
            shown(&page_of, &survey, &trial, (StatusCode::OK, title), content).await
        }
    }
}

/// A page of a trial, which says that it is one.
pub async fn shown(
    page_of: &Page,
    survey: &Survey,
    trial: &Trial,
    (status, title): (StatusCode, &str),
    content: AnyView,
) -> PageResult {
    let mut versions: Vec<i64> = survey.waves.iter().map(|wave| wave.version).collect();
    versions.sort_unstable();
    versions.dedup();
    let of_version = |version: Option<i64>| {
        let other = Trial {
            version,
            ..trial.clone()
        };
        address(survey, &other, None)
    };
    let others = std::iter::once(None).chain(versions.into_iter().map(Some));
    let view = TrialView {
        editor: format!("/console/surveys/{}/form", survey.slug),
        version: trial.version,
        others: others
            .filter(|version| *version != trial.version)
            .map(|version| (version, of_version(version)))
            .collect(),
        tried: if trial.framed {
            Tried::InFrame
        } else {
            Tried::Alone
        },
    };
    let lang = page_of.lang();
    let title = if trial.framed {
        Cow::Borrowed(title)
    } else {
        Cow::Owned(format!("{} · {title}", lang.say("Thử phiếu", "Trial")))
    };
    Ok(framed_or_not(page_of, trial.framed, (status, &title), page(lang, view, content)).await)
}

async fn unreadable(page_of: &Page, survey: &Survey, framed: bool) -> PageResult {
    let lang = page_of.lang();
    let title = lang.say("Chưa thử được phiếu", "The form cannot be tried yet");
    let content = broken(lang, format!("/console/surveys/{}/form", survey.slug));
    Ok(framed_or_not(page_of, framed, (StatusCode::OK, title), content).await)
}

async fn framed_or_not(
    page_of: &Page,
    framed: bool,
    (status, title): (StatusCode, &str),
    content: AnyView,
) -> Response {
    if framed {
        page_of.show_in_frame(status, title, content).await
    } else {
        page_of.show(status, title, content).await
    }
}
