//! `/console/surveys/{slug}/waves` and `…/waves/{wave}`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::PATH as LIST;
use khao_app::pages::console::surveys::overview::Stands;
use khao_app::pages::console::surveys::wave::{
    NewWaveView, QUOTA_FIELDS, WaveTyped, WaveView, new_page, page,
};
use khao_domain::ids::WaveId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::check::check;
use khao_domain::survey::quota::{QUOTAS_MOST, Quota};
use khao_domain::survey::wave::{Channel, Span};
use khao_domain::time::Timestamp;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use khao_engine::survey::fielding::{NewWave, WaveChange};
use khao_engine::survey::surveys::Wave;

use super::head;
use super::overview::stands;
use super::strata;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::console::setup::numbers::{moment, whole};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::{named, refused};
use crate::routes::table::{Access, Route, get, post};

const NEW: &str = "/console/surveys/{slug}/waves";
const ONE: &str = "/console/surveys/{slug}/waves/{wave}";
/// How long a wave is proposed to take.
const DAYS: i64 = 30;
/// Rows for quotas at the beginning.
const ROWS: usize = 2;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunSurveys);
    vec![
        get(NEW, run, show_new),
        post(NEW, run, field).takes_form(),
        get(ONE, run, show),
        post(ONE, run, send).takes_form(),
    ]
}

async fn show_new(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let survey = page_of.engine().console_survey(page_of.actor(), &slug).await?;
    let tomorrow = page_of.engine().now().local_date().plus_days(1);
    let number = survey.waves.len() + 1;
    let typed = WaveTyped {
        name: match page_of.lang() {
            Lang::Vi => format!("Đợt {number}/{}", tomorrow.year()),
            Lang::En => format!("Wave {number}/{}", tomorrow.year()),
        },
        opens: (tomorrow.vietnamese(), "08:00".to_owned()),
        closes: (tomorrow.plus_days(DAYS).vietnamese(), "17:00".to_owned()),
        channels: vec![Channel::Web.as_str().to_owned(), Channel::Qr.as_str().to_owned()],
        quotas: vec![Default::default(); ROWS],
        ..WaveTyped::default()
    };
    respond_new(&page_of, StatusCode::OK, &slug, typed, Vec::new()).await
}

fn typed(form: &Form) -> WaveTyped {
    let text = |name: &str| form.text(name).to_owned();
    let count = form
        .fields()
        .iter()
        .filter(|(name, _)| name.starts_with(QUOTA_FIELDS[0]))
        .count();
    let quota = |nth: usize| QUOTA_FIELDS.map(|name| text(&format!("{name}.{nth}")));
    WaveTyped {
        name: text("name"),
        opens: (text("opens_on"), text("opens_at")),
        closes: (text("closes_on"), text("closes_at")),
        channels: form.all("channels").map(str::to_owned).collect(),
        quotas: (0..count.min(QUOTAS_MOST)).map(quota).collect(),
        invited_only: text("invited_only") == "yes",
        strata: text("strata"),
    }
}

fn channels(typed: &WaveTyped) -> Vec<Channel> {
    let chosen = |one: &Channel| typed.channels.iter().any(|sent| sent == one.as_str());
    Channel::ALL.into_iter().filter(chosen).collect()
}

/// Rows that hold something, with the places they were typed in.
fn quotas(typed: &WaveTyped, problems: &mut Vec<Problem>) -> (Vec<Quota>, Vec<usize>) {
    let (mut quotas, mut places) = (Vec::new(), Vec::new());
    for (nth, row) in typed.quotas.iter().enumerate() {
        let [name, condition, most] = row.each_ref().map(|cell| cell.trim());
        if [name, condition, most].iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let most = whole(&format!("/quota_most.{nth}"), most, problems);
        places.push(nth);
        quotas.push(Quota {
            name: name.to_owned(),
            condition: condition.to_owned(),
            // Told already where it is no number.
            most: most.unwrap_or(1),
        });
    }
    (quotas, places)
}

/// The engine's pointers at the fields of the form.
fn in_form(pointer: &str, places: &[usize]) -> String {
    let quota = pointer
        .strip_prefix("/quotas/")
        .and_then(|rest| rest.split_once('/'));
    match (quota, pointer) {
        (Some((nth, field)), _) => {
            let place = nth.parse().ok().and_then(|nth: usize| places.get(nth));
            format!("/quota_{field}.{}", place.copied().unwrap_or_default())
        }
        (None, "/opens_at") => "/opens_on".to_owned(),
        (None, "/closes_at") => "/closes_on".to_owned(),
        // The form's own findings stand on its page.
        (None, other) if other.starts_with("/strata") => "/strata".to_owned(),
        (None, other) if other.starts_with("/form") => String::new(),
        (None, other) => other.to_owned(),
    }
}

async fn field(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let mut typed = typed(&form);
    if form.text("action") == "quota" {
        typed.quotas.push(Default::default());
        return respond_new(&page_of, StatusCode::OK, &slug, typed, Vec::new()).await;
    }
    match plan(&page_of, &slug, &typed).await {
        Ok(()) => Ok(see_done(&format!("{LIST}/{slug}"), Done::WaveFielded)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond_new(&page_of, status, &slug, typed, problems).await
        }
    }
}

async fn plan(page_of: &Page, slug: &str, typed: &WaveTyped) -> Result<(), Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    engine.console_survey(actor, slug).await?;
    let mut problems = Vec::new();
    let opens_at = opening(typed, &mut problems);
    let closes_at = closing(typed, &mut problems);
    let (quotas, places) = quotas(typed, &mut problems);
    let strata = strata::read(&*engine.units().await?, &typed.strata, &mut problems);
    let (Some(opens_at), Some(closes_at), true) = (opens_at, closes_at, problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let new = NewWave {
        name: typed.name.clone(),
        span: Span { opens_at, closes_at },
        channels: channels(typed),
        quotas,
        strata,
        invited_only: typed.invited_only,
    };
    let fielded = engine.field_wave(actor, slug, new).await;
    fielded
        .map(|_| ())
        .map_err(|error| named(error, |pointer| in_form(pointer, &places)))
}

fn opening(typed: &WaveTyped, problems: &mut Vec<Problem>) -> Option<Timestamp> {
    let (day, hour) = &typed.opens;
    moment(("/opens_on", day), ("/opens_at", hour), problems)
}

fn closing(typed: &WaveTyped, problems: &mut Vec<Problem>) -> Option<Timestamp> {
    let (day, hour) = &typed.closes;
    moment(("/closes_on", day), ("/closes_at", hour), problems)
}

async fn respond_new(
    page_of: &Page,
    status: StatusCode,
    slug: &str,
    typed: WaveTyped,
    problems: Vec<Problem>,
) -> PageResult {
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let lang = page_of.lang();
    let view = NewWaveView {
        head: head(page_of, &survey),
        typed,
        problems_of_form: check(&survey.draft).len(),
        problems,
    };
    let title = lang.say("Mở đợt thu thập", "Field a wave");
    Ok(page_of
        .show_console(Section::Surveys, status, title, new_page(lang, &view))
        .await)
}

async fn show(page_of: Page, InPath((slug, id)): InPath<(String, WaveId)>) -> PageResult {
    respond(&page_of, StatusCode::OK, (&slug, id), None, Vec::new()).await
}

async fn send(page_of: Page, InPath((slug, id)): InPath<(String, WaveId)>, form: Form) -> PageResult {
    match take(&page_of, (&slug, id), &form).await {
        Ok(done) => Ok(see_done(&format!("{LIST}/{slug}"), done)),
        Err(error) => {
            let (status, problems) = refused(named(error, |pointer| in_form(pointer, &[])))?;
            let typed = (form.text("action") == "save").then(|| typed(&form));
            respond(&page_of, status, (&slug, id), typed, problems).await
        }
    }
}

async fn take(page_of: &Page, (slug, id): (&str, WaveId), form: &Form) -> Result<Done, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let survey = engine.console_survey(actor, slug).await?;
    let wave = survey.wave(id).ok_or(Error::NotFound)?;
    let now = engine.now();
    match form.text("action") {
        "delete" => {
            form.confirmed()?;
            engine.delete_wave(actor, slug, id).await?;
            Ok(Done::WaveDeleted)
        }
        "close" => {
            form.confirmed()?;
            let change = WaveChange {
                span: Some(Span {
                    closes_at: now,
                    ..wave.span
                }),
                ..WaveChange::default()
            };
            engine.change_wave(actor, slug, id, change).await?;
            Ok(Done::WaveClosed)
        }
        _ => {
            let typed = typed(form);
            let mut problems = Vec::new();
            let opens_at = match stands(wave, now) {
                Stands::Planned => opening(&typed, &mut problems),
                // Its beginning stays.
                Stands::Open | Stands::Over => Some(wave.span.opens_at),
            };
            let closes_at = closing(&typed, &mut problems);
            let (Some(opens_at), Some(closes_at), true) = (opens_at, closes_at, problems.is_empty()) else {
                return Err(Error::Invalid(problems));
            };
            let change = WaveChange {
                name: Some(typed.name.clone()),
                span: Some(Span { opens_at, closes_at }),
                channels: Some(channels(&typed)),
            };
            engine.change_wave(actor, slug, id, change).await?;
            Ok(Done::WaveSaved)
        }
    }
}

/// A wave as its form shows it.
fn stored(wave: &Wave) -> WaveTyped {
    let (last_day, last_hour) = wave.span.closes_at.local_end();
    WaveTyped {
        name: wave.name.clone(),
        opens: (
            wave.span.opens_at.local_date().vietnamese(),
            wave.span.opens_at.local_clock(),
        ),
        closes: (last_day.vietnamese(), last_hour),
        channels: wave.channels.iter().map(|one| one.as_str().to_owned()).collect(),
        ..WaveTyped::default()
    }
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    (slug, id): (&str, WaveId),
    typed: Option<WaveTyped>,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, lang) = (page_of.engine(), page_of.lang());
    let survey = engine.console_survey(page_of.actor(), slug).await?;
    let wave = survey.wave(id).ok_or_else(Fault::not_found)?;
    let view = WaveView {
        head: head(page_of, &survey),
        id: id.to_string(),
        stored_name: wave.name.clone(),
        invited_only: wave.invited_only,
        stands: stands(wave, engine.now()),
        typed: typed.unwrap_or_else(|| stored(wave)),
        problems,
    };
    let title = view.stored_name.clone();
    Ok(page_of
        .show_console(Section::Surveys, status, &title, page(lang, &view))
        .await)
}
