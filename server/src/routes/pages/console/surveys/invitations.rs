//! `/console/surveys/{slug}/waves/{wave}/invitations` and `…/{batch}`

use std::collections::BTreeMap;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::surveys::invitations::{
    BatchLine, BatchView, InvitationsView, NewBatchView, OfWave, batch_page, page,
};
use khao_app::pages::console::surveys::slips::{MadeView, made_page};
use khao_domain::ids::{BatchId, UnitId, WaveId};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::turnout::Turnout;
use khao_engine::error::Error;
use khao_engine::people::units::UnitTree;
use khao_engine::policy::Action;
use khao_engine::survey::batches::{Batch, BatchChange, NewBatch};
use khao_engine::survey::surveys::{Survey, Wave};
use serde::Deserialize;

use super::head;
use crate::problem::Fault;
use crate::routes::api::paging::{after, cut};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::console::setup::numbers::{moment, whole};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::named_unit::unit_named;
use crate::routes::pages::refused::{named, refused};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/surveys/{slug}/waves/{wave}/invitations";
const BATCH: &str = "/console/surveys/{slug}/waves/{wave}/invitations/{batch}";
const SHOWN: usize = 50;
const UNITS_SHOWN: usize = 100;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunSurveys);
    vec![
        get(PATH, Access::Staff(Action::ReadSurveys), show),
        post(PATH, run, make).takes_form(),
        get(BATCH, run, show_batch),
        post(BATCH, run, change).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    after: String,
}

pub(super) fn of_wave(page_of: &Page, survey: &Survey, wave: &Wave) -> OfWave {
    OfWave {
        head: head(page_of, survey),
        id: wave.id.to_string(),
        name: wave.name.clone(),
    }
}

async fn show(
    page_of: Page,
    InPath((slug, wave)): InPath<(String, WaveId)>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let typed = NewBatchView {
        count: "20".to_owned(),
        ..NewBatchView::default()
    };
    respond(&page_of, StatusCode::OK, (&slug, wave), &params.after, typed).await
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    (slug, id): (&str, WaveId),
    after_batch: &str,
    typed: NewBatchView,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let survey = engine.console_survey(actor, slug).await?;
    let wave = survey.wave(id).ok_or_else(Fault::not_found)?;
    let units = engine.units().await?;
    let mut batches = engine.batches(actor, slug, id).await?;
    let of = of_wave(page_of, &survey, wave);
    let may_change = actor.may(Action::RunSurveys).is_ok();
    let may_invite = may_change && wave.invited_only && engine.now() < wave.span.closes_at;
    let strata: Vec<String> = wave.strata.iter().map(|one| one.name.clone()).collect();
    let (whole, by_stratum, mut by_unit) = sums(wave, &units, &batches);
    let more_units = by_unit.len() > UNITS_SHOWN;
    by_unit.truncate(UNITS_SHOWN);
    if !after_batch.is_empty() {
        after(&mut batches, |batch| batch.id.to_string() == after_batch);
    }
    let next = cut(&mut batches, SHOWN, |batch| batch.id.to_string());
    let view = InvitationsView {
        new: may_invite.then_some(NewBatchView { strata, ..typed }),
        whole,
        by_stratum,
        by_unit,
        more_units,
        batches: batches
            .iter()
            .map(|batch| line(lang, wave, &units, batch))
            .collect(),
        next: next.map(|last| address(&of.path(), [("after", last.as_str())])),
        may_change,
        of,
    };
    let title = lang.say("Thư mời", "Invitations");
    Ok(page_of
        .show_console(Section::Surveys, status, title, page(lang, view))
        .await)
}

type Sums = (Turnout, Vec<(String, Turnout)>, Vec<(String, Turnout)>);

/// Of all, by stratum in the wave's order, by unit in the order of their names.
fn sums(wave: &Wave, units: &UnitTree, batches: &[Batch]) -> Sums {
    let mut whole = Turnout::default();
    let mut strata: BTreeMap<usize, Turnout> = BTreeMap::new();
    let mut of_units: BTreeMap<UnitId, Turnout> = BTreeMap::new();
    for batch in batches {
        whole += batch.turnout;
        if let Some(place) = batch.stratum {
            *strata.entry(place).or_default() += batch.turnout;
        }
        if let Some(unit) = batch.unit {
            *of_units.entry(unit).or_default() += batch.turnout;
        }
    }
    let by_stratum = strata
        .into_iter()
        .filter_map(|(place, of)| Some((wave.strata.get(place)?.name.clone(), of)));
    let mut by_unit: Vec<(String, Turnout)> = of_units
        .into_iter()
        .map(|(unit, of)| (units.name(unit).to_owned(), of))
        .collect();
    by_unit.sort_by(|one, other| one.0.cmp(&other.0));
    (whole, by_stratum.collect(), by_unit)
}

fn line(lang: Lang, wave: &Wave, units: &UnitTree, batch: &Batch) -> BatchLine {
    let stratum = batch.stratum.and_then(|place| wave.strata.get(place));
    BatchLine {
        id: batch.id.to_string(),
        ordinal: batch.ordinal,
        stratum: stratum.map(|one| one.name.clone()).unwrap_or_default(),
        unit: batch
            .unit
            .map(|unit| units.name(unit).to_owned())
            .unwrap_or_default(),
        made_on: batch.made_at.local_date().in_lang(lang),
        revoked: batch.revoked,
        turnout: batch.turnout,
    }
}

async fn make(page_of: Page, InPath((slug, id)): InPath<(String, WaveId)>, form: Form) -> PageResult {
    match plan(&page_of, (&slug, id), &form).await {
        Ok(view) => {
            let lang = page_of.lang();
            let title = lang.say("Thư mời vừa lập", "Invitations just made");
            // Shown this once, so not behind a redirect.
            Ok(page_of
                .show_console(Section::Surveys, StatusCode::OK, title, made_page(lang, &view))
                .await)
        }
        Err(error) => {
            let (status, problems) = refused(error)?;
            let [stratum, unit, count, valid_on] =
                ["stratum", "unit", "count", "valid_on"].map(|name| form.text(name).to_owned());
            let typed = NewBatchView {
                strata: Vec::new(),
                stratum,
                unit,
                count,
                valid_on,
                problems,
            };
            respond(&page_of, status, (&slug, id), "", typed).await
        }
    }
}

async fn plan(page_of: &Page, at: (&str, WaveId), form: &Form) -> Result<MadeView, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let survey = engine.console_survey(actor, at.0).await?;
    let wave = survey.wave(at.1).ok_or(Error::NotFound)?;
    let units = engine.units().await?;
    let mut problems = Vec::new();
    let unit = unit_named(&units, "/unit", form.text("unit")).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let count = whole("/count", form.text("count"), &mut problems);
    let valid_until = match form.given("valid_on") {
        Some(day) => moment(("/valid_on", day), ("/valid_on", "24:00"), &mut problems),
        None => None,
    };
    let (Some(count), true) = (count, problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let new = NewBatch {
        // A place that is none is told by the engine.
        stratum: form
            .given("stratum")
            .map(|place| place.parse().unwrap_or(usize::MAX)),
        unit,
        count,
        valid_until,
    };
    let made = engine.make_batch(actor, at, new).await;
    let (batch, source) = made.map_err(|error| named(error, in_form))?;
    Ok(MadeView {
        of: of_wave(page_of, &survey, wave),
        ordinal: batch.ordinal,
        count: usize::try_from(batch.turnout.sent).unwrap_or(usize::MAX),
        source,
    })
}

/// The engine's pointers at the fields of the form.
fn in_form(pointer: &str) -> String {
    match pointer {
        "/unit_id" => "/unit",
        "/valid_until" => "/valid_on",
        other => other,
    }
    .to_owned()
}

async fn show_batch(
    page_of: Page,
    InPath((slug, wave, batch)): InPath<(String, WaveId, BatchId)>,
) -> PageResult {
    respond_batch(&page_of, StatusCode::OK, (&slug, wave, batch), None, Vec::new()).await
}

async fn change(
    page_of: Page,
    InPath((slug, wave, batch)): InPath<(String, WaveId, BatchId)>,
    form: Form,
) -> PageResult {
    match take(&page_of, (&slug, wave, batch), &form).await {
        Ok(done) => {
            let path = format!("/console/surveys/{slug}/waves/{wave}/invitations");
            Ok(see_done(&path, done))
        }
        Err(error) => {
            let (status, problems) = refused(error)?;
            let typed = ["refused", "not_reached"].map(|name| form.text(name).to_owned());
            let typed = (form.text("action") != "revoke").then_some(typed);
            respond_batch(&page_of, status, (&slug, wave, batch), typed, problems).await
        }
    }
}

async fn take(
    page_of: &Page,
    (slug, wave, batch): (&str, WaveId, BatchId),
    form: &Form,
) -> Result<Done, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    // What is not theirs is not there, whatever was typed.
    engine.batches(actor, slug, wave).await?;
    let (change, done) = if form.text("action") == "revoke" {
        form.confirmed()?;
        let change = BatchChange {
            revoke: true,
            ..BatchChange::default()
        };
        (change, Done::BatchRevoked)
    } else {
        let mut problems = Vec::new();
        let refused = whole("/refused", form.text("refused"), &mut problems);
        let not_reached = whole("/not_reached", form.text("not_reached"), &mut problems);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let change = BatchChange {
            refused,
            not_reached,
            ..BatchChange::default()
        };
        (change, Done::BatchSaved)
    };
    engine.change_batch(actor, (slug, wave), batch, change).await?;
    Ok(done)
}

async fn respond_batch(
    page_of: &Page,
    status: StatusCode,
    (slug, id, batch): (&str, WaveId, BatchId),
    typed: Option<[String; 2]>,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let survey = engine.console_survey(actor, slug).await?;
    let wave = survey.wave(id).ok_or_else(Fault::not_found)?;
    let batches = engine.batches(actor, slug, id).await?;
    let found = batches.iter().find(|one| one.id == batch);
    let found = found.ok_or_else(Fault::not_found)?;
    let stored = [found.turnout.refused, found.turnout.not_reached].map(|number| number.to_string());
    let [refused, not_reached] = typed.unwrap_or(stored);
    let view = BatchView {
        of: of_wave(page_of, &survey, wave),
        line: line(lang, wave, &*engine.units().await?, found),
        valid_until: found.valid_until.map(|until| until.minute_in(lang)),
        refused,
        not_reached,
        problems,
    };
    let title = match lang {
        Lang::Vi => format!("Lô thư mời {}", found.ordinal),
        Lang::En => format!("Batch {}", found.ordinal),
    };
    Ok(page_of
        .show_console(Section::Surveys, status, &title, batch_page(lang, &view))
        .await)
}
