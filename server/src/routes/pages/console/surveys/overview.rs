//! `/console/surveys/{slug}`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::overview::{OverviewView, Stands, WaveCard, page};
use khao_app::pages::console::surveys::{PATH as LIST, language_words};
use khao_domain::problem::Problem;
use khao_domain::survey::check::{check, gaps};
use khao_domain::survey::texts::Texts;
use khao_domain::time::Timestamp;
use khao_engine::error::Error;
use khao_engine::people::units::UnitTree;
use khao_engine::policy::Action;
use khao_engine::survey::changing::SurveyChange;
use khao_engine::survey::releases::Progress;
use khao_engine::survey::surveys::Wave;

use super::head;
use super::new::{at_title, title};
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/surveys/{slug}";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ReadSurveys), show),
        post(PATH, Access::Staff(Action::RunSurveys), send).takes_form(),
    ]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    respond(&page_of, StatusCode::OK, &slug, None, Vec::new()).await
}

async fn send(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    match take(&page_of, &slug, &form).await {
        Ok(Done::SurveyDeleted) => Ok(see_done(LIST, Done::SurveyDeleted)),
        Ok(done) => Ok(see_done(&format!("{LIST}/{slug}"), done)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            let problems = problems.into_iter().map(at_title).collect();
            let typed = (form.text("action") == "title")
                .then(|| (form.text("title.vi").to_owned(), form.text("title.en").to_owned()));
            respond(&page_of, status, &slug, typed, problems).await
        }
    }
}

async fn take(page_of: &Page, slug: &str, form: &Form) -> Result<Done, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    // A survey of another unit's is not there, whatever was typed.
    let survey = engine.console_survey(actor, slug).await?;
    let publish = |published| SurveyChange {
        published: Some(published),
        ..SurveyChange::default()
    };
    match form.text("action") {
        "publish" => {
            form.confirmed()?;
            engine.change_survey(actor, slug, publish(true)).await?;
            Ok(Done::SurveyPublished)
        }
        "withdraw" => {
            engine.change_survey(actor, slug, publish(false)).await?;
            Ok(Done::SurveyWithdrawn)
        }
        "delete" => {
            form.confirmed()?;
            engine.delete_survey(actor, slug).await?;
            Ok(Done::SurveyDeleted)
        }
        _ => {
            let mut all = survey.title.clone();
            for (language, text) in [("vi", form.text("title.vi")), ("en", form.text("title.en"))] {
                all.set(language, text);
            }
            // Of both languages, the Vietnamese one is always there.
            if title(form).get("vi").is_none() {
                all = Texts::default();
            }
            let change = SurveyChange {
                title: Some(all),
                ..SurveyChange::default()
            };
            engine.change_survey(actor, slug, change).await?;
            Ok(Done::SetupSaved)
        }
    }
}

pub(super) fn stands(wave: &Wave, now: Timestamp) -> Stands {
    if now < wave.span.opens_at {
        Stands::Planned
    } else if wave.span.is_open(now) {
        Stands::Open
    } else {
        Stands::Over
    }
}

fn card(units: &UnitTree, now: Timestamp, wave: &Wave, progress: Progress) -> WaveCard {
    let mut by_unit: Vec<(String, i64)> = progress
        .units
        .iter()
        .map(|(unit, number)| (units.name(*unit).to_owned(), *number))
        .collect();
    by_unit.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let quotas = wave.quotas.iter().enumerate().map(|(nth, quota)| {
        let taken = progress.quotas.get(nth).copied();
        (quota.name.clone(), taken, quota.most)
    });
    WaveCard {
        id: wave.id.to_string(),
        name: wave.name.clone(),
        version: wave.version,
        stands: stands(wave, now),
        opens_at: wave.span.opens_at,
        closes_at: wave.span.closes_at,
        channels: wave.channels.iter().map(|one| one.as_str()).collect(),
        responses: progress.responses,
        over_quota: progress.over_quota,
        by_channel: progress.channels.into_iter().collect(),
        by_unit,
        quotas: quotas.collect(),
        strata: wave.strata.iter().map(|stratum| stratum.name.clone()).collect(),
        invited_only: wave.invited_only,
    }
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    slug: &str,
    typed: Option<(String, String)>,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let survey = engine.console_survey(actor, slug).await?;
    let (units, now) = (engine.units().await?, engine.now());
    let asked: Vec<_> = survey.waves.iter().map(|wave| (&*survey, wave.id)).collect();
    let mut progress = engine.progress_of_waves(actor, &asked).await?;
    let newest = survey.waves.iter().rev();
    let waves = newest.map(|wave| {
        let of_wave = progress.remove(&wave.id).unwrap_or_default();
        card(&units, now, wave, of_wave)
    });
    let waves: Vec<WaveCard> = waves.collect();
    let gaps = gaps(&survey.draft);
    let languages = survey.draft.languages.iter().map(|language| {
        let lacking = gaps.iter().filter(|gap| gap.language == *language).count();
        (language_words(lang, language).to_owned(), lacking)
    });
    let is_changed = match survey.waves.last() {
        Some(last) => *engine.fielded(survey.id, last.version).await?.form() != survey.draft,
        None => false,
    };
    let in_language = |language| survey.title.get(language).unwrap_or_default().to_owned();
    let view = OverviewView {
        status: survey.status(now),
        published: survey.published,
        sections: survey.draft.sections.len(),
        questions: survey.draft.questions().len(),
        languages: languages.collect(),
        problems_of_form: check(&survey.draft).len(),
        is_changed,
        waves,
        may_change: actor.may(Action::RunSurveys).is_ok(),
        title: typed.unwrap_or_else(|| (in_language("vi"), in_language("en"))),
        problems,
        head: head(page_of, &survey),
    };
    let title = view.head.title.clone();
    Ok(page_of
        .show_console(Section::Surveys, status, &title, page(lang, view))
        .await)
}
