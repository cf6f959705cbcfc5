//! Rounds, one by one or in a series.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::rounds::{RoundForm, RoundsView, SeriesForm, page};
use khao_domain::contest::series::{Series, next_number};
use khao_domain::ids::RoundId;
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::draft_changes::DraftChange;
use khao_engine::contest::rounds::{Round, RoundPlan};
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;

use super::cards::{Card, Fate, at_card, carried, sent};
use super::numbers::{day, moment, whole};
use super::{Outcome, Visited};
use crate::routes::body::Form;
use crate::routes::pages::refused::named;

const MINUTES: u32 = 20;

/// A card's fields, in the order in which it carries them.
const FIELDS: [&str; 6] = [
    "name",
    "opens_on",
    "opens_at",
    "closes_on",
    "closes_at",
    "minutes",
];

/// Every button saves what stands in the cards first, so that nothing typed is lost.
pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let (engine, actor, slug) = (at.page_of.engine(), at.page_of.actor(), &at.contest.slug);
    let action = form.text("action");
    let wanted = (action == "series").then(|| series(form));
    let decide = |contest: &Contest| {
        let changes = changes(contest, form)?;
        // Nothing is saved beside a series that is mistyped.
        match &wanted {
            Some(Err(problems)) => Err(Error::Invalid(problems.clone())),
            _ => Ok(changes),
        }
    };
    let changed = engine.change_drafts(actor, slug, decide).await;
    changed.map_err(|error| named(error, |pointer| at_card(pointer, field_of)))?;
    if let Some(Ok((series, minutes))) = wanted {
        let duration_s = minutes.saturating_mul(60);
        let made = engine
            .create_series(actor, slug, &series, duration_s, form.key.clone())
            .await;
        made.map_err(|error| named(error, |pointer| format!("/series{}", of_minutes(pointer))))?;
    }
    if let Some(id) = action.strip_prefix("copy.") {
        let id: RoundId = id.parse().map_err(|_| Error::NotFound)?;
        if at.contest.round(id).is_none() {
            return Err(Error::NotFound);
        }
        engine.copy_round(actor, id, form.key.clone()).await?;
    }
    Ok(Outcome::Stored)
}

/// What the cards change of the drafts as they are now.
fn changes(contest: &Contest, form: &Form) -> Result<Vec<(RoundId, DraftChange)>> {
    let (mut stale, mut problems) = (Vec::new(), Vec::new());
    let mut changes = Vec::new();
    for card in sent(form, FIELDS)? {
        let id: RoundId = card.id.parse().map_err(|_| Error::NotFound)?;
        let Some(round) = contest.round(id) else {
            stale.extend(card.gone());
            continue;
        };
        let stored = fields(round);
        let card = card.upon(&stored);
        problems.extend(card.copied(form.text("action")));
        match card.fate(&stored, FIELDS, |_, stored| stored.to_owned()) {
            Ok(Fate::Stays) => {}
            Ok(Fate::Removed) => changes.push((id, DraftChange::Removed)),
            Ok(Fate::Changes) => {
                let plan = plan(&card, &mut problems);
                changes.extend(plan.map(|plan| (id, DraftChange::Plan(plan))));
            }
            Err(told) => stale.extend(told),
        }
    }
    if !stale.is_empty() {
        return Err(Error::Stale(stale));
    }
    if problems.is_empty() {
        Ok(changes)
    } else {
        Err(Error::Invalid(problems))
    }
}

fn field_of(name: &str) -> &str {
    if name == "duration_s" { "minutes" } else { name }
}

/// The forms ask for minutes, the engine speaks of seconds.
fn of_minutes(pointer: &str) -> &str {
    if pointer == "/duration_s" {
        "/minutes"
    } else {
        pointer
    }
}

fn series(form: &Form) -> std::result::Result<(Series, u32), Vec<Problem>> {
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
        return Err(problems);
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

fn plan(card: &Card<6>, problems: &mut Vec<Problem>) -> Option<RoundPlan> {
    let [name, opens_on, opens_at, closes_on, closes_at, minutes] = &card.typed;
    let pointer = |field: &str| format!("/{field}.{}", card.id);
    let mut time = |(on, day): (&str, &str), (at, hour): (&str, &str)| {
        moment((&pointer(on), day), (&pointer(at), hour), problems)
    };
    let opens_at = time(("opens_on", opens_on), ("opens_at", opens_at));
    let closes_at = time(("closes_on", closes_on), ("closes_at", closes_at));
    let minutes = whole::<u32>(&pointer("minutes"), minutes, problems);
    Some(RoundPlan {
        name: name.clone(),
        opens_at: opens_at?,
        closes_at: closes_at?,
        duration_s: minutes?.saturating_mul(60),
    })
}

pub(super) fn content(at: &Visited, frame: Frame, form: Option<&Form>) -> Result<AnyView> {
    let mut rounds: Vec<RoundForm> = at.contest.rounds.iter().map(shown).collect();
    let mut series = proposed(at);
    if let Some(form) = form {
        for card in sent(form, FIELDS)?.into_iter().filter(Card::is_touched) {
            let stored = at
                .contest
                .rounds
                .iter()
                .find(|round| round.id.to_string() == card.id);
            if let (Some(stored), Some(round)) = (stored, rounds.iter_mut().find(|round| round.id == card.id))
            {
                typed(round, card.upon(&fields(stored)));
            }
        }
        series = typed_series(form);
    }
    Ok(page(RoundsView {
        frame,
        rounds,
        series,
    }))
}

fn fields(round: &Round) -> [String; 6] {
    let (closes_on, closes_at) = round.closes_at.local_end();
    [
        round.name.clone(),
        round.opens_at.local_date().vietnamese(),
        round.opens_at.local_clock(),
        closes_on.vietnamese(),
        closes_at,
        (round.duration_s / 60).to_string(),
    ]
}

fn shown(round: &Round) -> RoundForm {
    let stored = fields(round);
    let carried = carried(&stored);
    let [name, opens_on, opens_at, closes_on, closes_at, minutes] = stored;
    RoundForm {
        id: round.id.to_string(),
        stored: carried,
        state: round.state,
        name,
        opens: (opens_on, opens_at),
        closes: (closes_on, closes_at),
        minutes,
        is_removed: false,
        opens_at: round.opens_at,
        closes_at: round.closes_at,
    }
}

fn typed(round: &mut RoundForm, card: Card<6>) {
    let [name, opens_on, opens_at, closes_on, closes_at, minutes] = card.typed;
    round.name = name;
    round.opens = (opens_on, opens_at);
    round.closes = (closes_on, closes_at);
    round.minutes = minutes;
    round.is_removed = card.is_removed;
}

/// What follows the rounds there are.
fn proposed(at: &Visited) -> SeriesForm {
    let last = at.contest.rounds.iter().max_by_key(|round| round.closes_at);
    let next_monday = at.page_of.engine().now().local_date().next_monday();
    let first_day = last.map_or(next_monday, |round| {
        let (day, _) = round.closes_at.local_end();
        day.plus_days(1).max(next_monday)
    });
    let name = at.page_of.lang().say("Tuần", "Week");
    let minutes = last.map_or(MINUTES, |round| round.duration_s / 60);
    SeriesForm {
        form_id: at.page_of.form_id(),
        number: next_number(name, at.contest.rounds.iter().map(|round| round.name.as_str())).to_string(),
        name: name.to_owned(),
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
