//! Rounds, one by one or in a series.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::rounds::{RoundForm, RoundsView, SeriesForm, page};
use khao_domain::contest::series::Series;
use khao_domain::ids::RoundId;
use khao_domain::problem::Problem;
use khao_engine::contest::draft_changes::DraftChange;
use khao_engine::contest::rounds::{Round, RoundPlan};
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;

use super::numbers::{day, moment, whole};
use super::{Outcome, Visited};
use crate::routes::body::Form;
use crate::routes::pages::refused::named;

const MINUTES: u32 = 20;

/// Every button saves what stands in the cards first, so that nothing typed is lost.
pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let (engine, actor, slug) = (at.page_of.engine(), at.page_of.actor(), &at.contest.slug);
    let action = form.text("action");
    let series = (action == "series").then(|| series(form)).transpose()?;
    let (indices, changes) = changes(at, form)?;
    let changed = engine.change_drafts(actor, slug, &changes).await;
    changed.map_err(|error| named(error, |pointer| at_card(pointer, &indices)))?;
    if let Some((series, minutes)) = series {
        let duration_s = minutes.saturating_mul(60);
        let made = engine
            .create_series(actor, slug, &series, duration_s, form.key.clone())
            .await;
        made.map_err(|error| named(error, |pointer| format!("/series{}", of_minutes(pointer))))?;
    }
    if let Some(index) = action.strip_prefix("copy.") {
        let id = form.text(&format!("round_id.{index}"));
        let id: RoundId = id.parse().map_err(|_| Error::NotFound)?;
        if at.contest.round(id).is_none() {
            return Err(Error::NotFound);
        }
        engine.copy_round(actor, id, form.key.clone()).await?;
    }
    Ok(Outcome::Stored)
}

type Drafts = Vec<(RoundId, DraftChange)>;

/// What the cards say of the drafts that were sent, and which cards those are.
fn changes(at: &Visited, form: &Form) -> Result<(Vec<usize>, Drafts)> {
    let mut problems = Vec::new();
    let (mut indices, mut changes) = (Vec::new(), Vec::new());
    for index in 0..=at.contest.rounds.len() {
        let Some(id) = form.given(&format!("round_id.{index}")) else {
            continue;
        };
        let id: RoundId = id.parse().map_err(|_| Error::NotFound)?;
        let change = if form.text(&format!("remove.{index}")) == "yes" {
            Some(DraftChange::Removed)
        } else {
            plan(form, index, &mut problems).map(DraftChange::Plan)
        };
        indices.push(index);
        changes.extend(change.map(|change| (id, change)));
    }
    if problems.is_empty() {
        Ok((indices, changes))
    } else {
        Err(Error::Invalid(problems))
    }
}

/// The engine names the change, the page its card.
fn at_card(pointer: &str, indices: &[usize]) -> String {
    let found = pointer.strip_prefix('/').and_then(|rest| {
        let (change, field) = rest.split_once('/')?;
        let index = indices.get(change.parse::<usize>().ok()?)?;
        Some(format!("{}.{index}", of_minutes(&format!("/{field}"))))
    });
    found.unwrap_or_else(|| pointer.to_owned())
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

fn plan(form: &Form, index: usize, problems: &mut Vec<Problem>) -> Option<RoundPlan> {
    let name = |field: &str| format!("{field}.{index}");
    let pointer = |field: &str| format!("/{field}.{index}");
    let mut time = |on: &str, at: &str| {
        moment(
            (&pointer(on), form.text(&name(on))),
            (&pointer(at), form.text(&name(at))),
            problems,
        )
    };
    let (opens_at, closes_at) = (time("opens_on", "opens_at"), time("closes_on", "closes_at"));
    let minutes = whole::<u32>(&pointer("minutes"), form.text(&name("minutes")), problems);
    Some(RoundPlan {
        name: form.text(&name("name")).to_owned(),
        opens_at: opens_at?,
        closes_at: closes_at?,
        duration_s: minutes?.saturating_mul(60),
    })
}

pub(super) fn content(at: &Visited, frame: Frame, form: Option<&Form>) -> AnyView {
    let mut rounds: Vec<RoundForm> = at.contest.rounds.iter().map(shown).collect();
    let mut series = proposed(at);
    if let Some(form) = form {
        for (index, round) in rounds.iter_mut().enumerate() {
            if form.text(&format!("round_id.{index}")) == round.id {
                typed(round, form, index);
            }
        }
        series = typed_series(form);
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
        is_removed: false,
        opens_at: round.opens_at,
        closes_at: round.closes_at,
    }
}

fn typed(round: &mut RoundForm, form: &Form, index: usize) {
    let field = |name: &str| form.text(&format!("{name}.{index}")).to_owned();
    round.name = field("name");
    round.opens = (field("opens_on"), field("opens_at"));
    round.closes = (field("closes_on"), field("closes_at"));
    round.minutes = field("minutes");
    round.is_removed = field("remove") == "yes";
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
