//! Blueprints beside the supply of their banks.

use std::collections::BTreeMap;

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::papers::{GroupPapers, PapersView, TopicRow, cell_name, page};
use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::Difficulty;
use khao_domain::contest::feasibility::{self, TopicSupply};
use khao_domain::ids::GroupId;
use khao_domain::lang::{Lang, Said};
use khao_domain::problem::Problem;
use khao_engine::contest::groups::{Group, GroupChange};
use khao_engine::contest::planning::GroupSupply;
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;

use super::numbers::{optional_whole, whole};
use super::{Outcome, Visited};
use crate::problem::Fault;
use crate::routes::body::Form;

/// Topics on the page at most: a form with more is none of ours.
const TOPICS_MOST: usize = 500;
const QUESTIONS_MOST: u32 = 200;
/// What most contests ask.
const QUESTIONS: u32 = 15;

pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let id = sent_group(form)?;
    at.contest.group(id).ok_or(Error::NotFound)?;
    match form.text("action") {
        "check" => cells(form).map(|_| Outcome::Shown),
        "suggest" => wanted(form).map(|_| Outcome::Shown),
        _ => {
            let change = GroupChange {
                blueprint: Some(cells(form)?),
                ..GroupChange::default()
            };
            at.page_of
                .engine()
                .change_group(at.page_of.actor(), &at.contest.slug, id, change)
                .await?;
            Ok(Outcome::Stored)
        }
    }
}

fn sent_group(form: &Form) -> Result<GroupId> {
    form.text("group_id").parse().map_err(|_| Error::NotFound)
}

fn index(form: &Form) -> usize {
    form.text("index").parse().unwrap_or(0)
}

/// How many questions to suggest.
fn wanted(form: &Form) -> Result<u32> {
    let name = format!("suggest.{}", form.text("index"));
    let mut problems = Vec::new();
    let questions = whole::<u32>(&format!("/{name}"), form.text(&name), &mut problems);
    match questions {
        Some(questions) if (1..=QUESTIONS_MOST).contains(&questions) => Ok(questions),
        Some(_) => {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Số câu từ 1 đến {QUESTIONS_MOST}."),
                Lang::En => format!("The number of questions is 1 to {QUESTIONS_MOST}."),
            });
            Err(Error::Invalid(vec![Problem::at(format!("/{name}"), detail)]))
        }
        None => Err(Error::Invalid(problems)),
    }
}

/// The topics of the form in their order.
fn topics(form: &Form) -> impl Iterator<Item = (usize, &str)> {
    (0..TOPICS_MOST).map_while(|topic| Some((topic, form.given(&format!("t.{topic}"))?)))
}

/// The blueprint of the form.
fn cells(form: &Form) -> Result<Vec<BlueprintCell>> {
    let mut problems = Vec::new();
    let mut cells = Vec::new();
    for (topic, name) in topics(form) {
        for level in 1..=5u8 {
            let field = cell_name(index(form), topic, usize::from(level));
            let count = optional_whole::<u32>(&format!("/{field}"), form.text(&field), &mut problems);
            let count = count.filter(|count| *count > 0);
            cells.extend(
                count
                    .zip(Difficulty::new(level))
                    .map(|(count, difficulty)| BlueprintCell {
                        topic: name.to_owned(),
                        difficulty,
                        count,
                    }),
            );
        }
    }
    if problems.is_empty() {
        Ok(cells)
    } else {
        Err(Error::Invalid(problems))
    }
}

pub(super) async fn content(
    at: &Visited,
    frame: Frame,
    form: Option<&Form>,
) -> std::result::Result<AnyView, Fault> {
    let (engine, actor) = (at.page_of.engine(), at.page_of.actor());
    let supplies = engine.feasibility(actor, &at.contest.slug).await?;
    let mut groups = Vec::with_capacity(supplies.len());
    for (group, supply) in at.contest.groups.iter().zip(&supplies) {
        let sent = form.filter(|form| sent_group(form).is_ok_and(|id| id == group.id));
        groups.push(match sent {
            None => stored(group, supply),
            Some(form) if form.text("action") == "suggest" && frame.problems.is_empty() => {
                suggested(group, supply, wanted(form)?)
            }
            Some(form) => typed(group, supply, form),
        });
    }
    Ok(page(PapersView { frame, groups }))
}

fn stored(group: &Group, supply: &GroupSupply) -> GroupPapers {
    of_cells(group, supply, &group.blueprint)
}

fn suggested(group: &Group, supply: &GroupSupply, questions: u32) -> GroupPapers {
    let cells = feasibility::suggested(&supply.topics, questions);
    let found = scored(supply, &cells);
    GroupPapers {
        suggest: questions.to_string(),
        is_trial: true,
        only: Some(found).filter(|found| *found < questions),
        ..of_cells(group, supply, &cells)
    }
}

fn of_cells(group: &Group, supply: &GroupSupply, cells: &[BlueprintCell]) -> GroupPapers {
    let mut rows: BTreeMap<&str, TopicRow> = supply
        .topics
        .iter()
        .map(|topic| (topic.topic.as_str(), row(topic.clone())))
        .collect();
    for cell in cells {
        let at = usize::from(cell.difficulty.level() - 1);
        let unknown = || row(without_supply(&cell.topic));
        let row = rows.entry(&cell.topic).or_insert_with(unknown);
        row.counts[at] = cell.count.to_string();
    }
    let scored = scored(supply, cells);
    GroupPapers {
        id: group.id.to_string(),
        name: group.name.clone(),
        bank: supply.bank,
        bank_name: supply.bank_name.clone(),
        waiting: supply.waiting,
        topics: rows.into_values().collect(),
        suggest: if scored == 0 { QUESTIONS } else { scored }.to_string(),
        is_trial: false,
        only: None,
    }
}

/// How many scored questions a blueprint asks.
fn scored(supply: &GroupSupply, cells: &[BlueprintCell]) -> u32 {
    let scored = cells
        .iter()
        .filter(|cell| !feasibility::only_predicts(&supply.topics, cell));
    scored.map(|cell| cell.count).sum()
}

fn row(supply: TopicSupply) -> TopicRow {
    TopicRow {
        supply,
        counts: Default::default(),
    }
}

/// A topic that the bank has no usable item of.
fn without_supply(topic: &str) -> TopicSupply {
    TopicSupply {
        topic: topic.to_owned(),
        scored: [0; 5],
        predictions: [0; 5],
    }
}

/// As it was sent, mistakes and all.
fn typed(group: &Group, supply: &GroupSupply, form: &Form) -> GroupPapers {
    let known = |name: &str| supply.topics.iter().find(|topic| topic.topic == name);
    let rows = topics(form).map(|(topic, name)| TopicRow {
        supply: known(name).cloned().unwrap_or_else(|| without_supply(name)),
        counts: [1, 2, 3, 4, 5].map(|level| form.text(&cell_name(index(form), topic, level)).to_owned()),
    });
    GroupPapers {
        topics: rows.collect(),
        suggest: form.text(&format!("suggest.{}", form.text("index"))).to_owned(),
        is_trial: true,
        ..of_cells(group, supply, &[])
    }
}
