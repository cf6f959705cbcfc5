//! Rounds, one by one or in a series.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::rounds::{RoundForm, RoundsView, SeriesForm, page};
use khao_domain::contest::series::Series;
use khao_engine::contest::rounds::{Round, RoundPlan};
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;

use super::numbers::{day, moment, whole};
use super::{Outcome, Visited};
use crate::routes::body::Form;
use crate::routes::pages::refused::named;

const MINUTES: u32 = 20;

pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let (engine, actor) = (at.page_of.engine(), at.page_of.actor());
    match form.text("action") {
        "series" => {
            let (series, minutes) = series(form)?;
            let duration_s = minutes.saturating_mul(60);
            let made = engine
                .create_series(actor, &at.contest.slug, &series, duration_s, form.key.clone())
                .await;
            made.map_err(|error| named(error, |pointer| format!("/series{}", of_minutes(pointer))))?;
        }
        action => {
            let id = form.text("round_id").parse().map_err(|_| Error::NotFound)?;
            if at.contest.round(id).is_none() {
                return Err(Error::NotFound);
            }
            if action == "remove" {
                engine.remove_round(actor, id).await?;
            } else {
                let plan = plan(form)?;
                let index = form.text("index");
                let changed = engine.change_round(actor, id, plan).await;
                changed
                    .map_err(|error| named(error, |pointer| format!("{}.{index}", of_minutes(pointer))))?;
            }
        }
    }
    Ok(Outcome::Stored)
}

/// The forms ask for minutes, the engine speaks of seconds.
fn of_minutes(pointer: &str) -> &str {
    if pointer == "/duration_s" {
        "/minutes"
    } else {
        pointer
    }
}

fn series(form: &Form) -> Result<(Series, u32)> {
    let mut problems = Vec::new();
    let mut number = |name: &str| {
        whole::<u32>(
            &format!("/series.{name}"),
            form.text(&format!("series.{name}")),
            &mut problems,
        )
    };
    let (number, rounds, days, minutes) = (
        number("number"),
        number("rounds"),
        number("days"),
        number("minutes"),
    );
    let first_day = day("/series.first_day", form.text("series.first_day"), &mut problems);
    let (Some(number), Some(rounds), Some(days), Some(minutes), Some(first_day)) =
        (number, rounds, days, minutes, first_day)
    else {
        return Err(Error::Invalid(problems));
    };
    let series = Series {
        name: form.text("series.name").to_owned(),
        number,
        first_day,
        rounds,
        days,
    };
    Ok((series, minutes))
}

fn plan(form: &Form) -> Result<RoundPlan> {
    let index = form.text("index");
    let name = |field: &str| format!("{field}.{index}");
    let pointer = |field: &str| format!("/{field}.{index}");
    let mut problems = Vec::new();
    let mut time = |on: &str, at: &str| {
        moment(
            (&pointer(on), form.text(&name(on))),
            (&pointer(at), form.text(&name(at))),
            &mut problems,
        )
    };
    let (opens_at, closes_at) = (time("opens_on", "opens_at"), time("closes_on", "closes_at"));
    let minutes = whole::<u32>(&pointer("minutes"), form.text(&name("minutes")), &mut problems);
    let (Some(opens_at), Some(closes_at), Some(minutes)) = (opens_at, closes_at, minutes) else {
        return Err(Error::Invalid(problems));
    };
    Ok(RoundPlan {
        name: form.text(&name("name")).to_owned(),
        opens_at,
        closes_at,
        duration_s: minutes.saturating_mul(60),
    })
}

pub(super) fn content(at: &Visited, frame: Frame, form: Option<&Form>) -> AnyView {
    let mut rounds: Vec<RoundForm> = at.contest.rounds.iter().map(shown).collect();
    let mut series = proposed(at);
    if let Some(form) = form {
        let id = form.text("round_id");
        match rounds.iter_mut().find(|round| round.id == id) {
            Some(round) => typed(round, form),
            None => series = typed_series(form),
        }
    }
    page(RoundsView {
        frame,
        rounds,
        series,
    })
}

fn shown(round: &Round) -> RoundForm {
    let (closes_on, closes_hour) = round.closes_at.local_end();
    RoundForm {
        id: round.id.to_string(),
        state: round.state,
        name: round.name.clone(),
        opens: (
            round.opens_at.local_date().vietnamese(),
            round.opens_at.local_clock(),
        ),
        closes: (closes_on.vietnamese(), closes_hour),
        minutes: (round.duration_s / 60).to_string(),
        opens_at: round.opens_at,
        closes_at: round.closes_at,
    }
}

fn typed(round: &mut RoundForm, form: &Form) {
    let index = form.text("index");
    let field = |name: &str| form.text(&format!("{name}.{index}")).to_owned();
    round.name = field("name");
    round.opens = (field("opens_on"), field("opens_at"));
    round.closes = (field("closes_on"), field("closes_at"));
    round.minutes = field("minutes");
}

/// What follows the rounds there are.
fn proposed(at: &Visited) -> SeriesForm {
    let last = at.contest.rounds.iter().max_by_key(|round| round.closes_at);
    let next_monday = at.page_of.engine().now().local_date().next_monday();
    let first_day = last.map_or(next_monday, |round| {
        let (day, _) = round.closes_at.local_end();
        day.plus_days(1).max(next_monday)
    });
    let minutes = last.map_or(MINUTES, |round| round.duration_s / 60);
    SeriesForm {
        form_id: at.page_of.form_id(),
        name: at.page_of.lang().say("Tuần", "Week").to_owned(),
        number: (at.contest.rounds.len() + 1).to_string(),
        first_day: first_day.vietnamese(),
        rounds: "4".to_owned(),
        days: "7".to_owned(),
        minutes: minutes.to_string(),
    }
}

fn typed_series(form: &Form) -> SeriesForm {
    let field = |name: &str| form.text(&format!("series.{name}")).to_owned();
    SeriesForm {
        form_id: form.text("form_id").to_owned(),
        name: field("name"),
        number: field("number"),
        first_day: field("first_day"),
        rounds: field("rounds"),
        days: field("days"),
        minutes: field("minutes"),
    }
}
