//! Groups and exclusions.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::groups::{GroupForm, GroupsView, page};
use khao_domain::ids::GroupId;
use khao_domain::lang::{Lang, Said};
use khao_domain::people::eligibility::Exclusion;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::contest::contests::NewExclusion;
use khao_engine::contest::groups::{Group, GroupChange, NewGroup};
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;

use super::numbers::optional_whole;
use super::{Outcome, Visited, new};
use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::pages::refused::named;

/// Every button saves what stands in the cards and the list first, so that nothing typed is lost.
pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let (engine, actor, slug) = (at.page_of.engine(), at.page_of.actor(), &at.contest.slug);
    let action = form.text("action");
    let new = (action == "add").then(|| new_group(at, form)).transpose()?;
    let changes = changes(at, form)?;
    let excluded = exclusions(form.text("exclusions"))?;
    for (index, id, change) in changes {
        let done = match change {
            Some(change) => engine.change_group(actor, slug, id, change).await.map(drop),
            None => engine.remove_group(actor, slug, id).await,
        };
        done.map_err(|error| at_index(error, index))?;
    }
    if lines(form.text("exclusions")).ne(lines(&exclusion_lines(at))) {
        engine.set_exclusions(actor, slug, &excluded).await?;
    }
    if let Some(new) = new {
        let added = engine.draft_group(actor, slug, new, form.key.clone()).await;
        added.map_err(|error| at_index(error, at.contest.groups.len()))?;
    }
    if let Some(index) = action.strip_prefix("copy.") {
        let id = form.text(&format!("group_id.{index}"));
        let id = id.parse().map_err(|_| Error::NotFound)?;
        engine.copy_group(actor, slug, id, form.key.clone()).await?;
    }
    Ok(Outcome::Stored)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// What becomes of the groups that were sent; what is as it was is left out, and none stands for a removal.
fn changes(at: &Visited, form: &Form) -> Result<Vec<(usize, GroupId, Option<GroupChange>)>> {
    let mut problems = Vec::new();
    let mut changes = Vec::new();
    for index in 0..=at.contest.groups.len() {
        let Some(id) = form.given(&format!("group_id.{index}")) else {
            continue;
        };
        let id: GroupId = id.parse().map_err(|_| Error::NotFound)?;
        let present = at.contest.group(id).ok_or(Error::NotFound)?;
        if form.text(&format!("remove.{index}")) == "yes" {
            changes.push((index, id, None));
            continue;
        }
        let before = shown(present);
        let mut after = before.clone();
        typed(&mut after, form, index);
        let change = change(form, index, at.contest.is_public(), &mut problems);
        if after != before {
            changes.push((index, id, Some(change)));
        }
    }
    if problems.is_empty() {
        Ok(changes)
    } else {
        Err(Error::Invalid(problems))
    }
}

fn min_age(form: &Form, index: usize, problems: &mut Vec<Problem>) -> Option<u8> {
    let name = format!("min_age.{index}");
    optional_whole(&format!("/{name}"), form.text(&name), problems)
}

/// The card below those of the groups there are.
fn new_group(at: &Visited, form: &Form) -> Result<NewGroup> {
    let index = at.contest.groups.len();
    let mut problems = Vec::new();
    let new = NewGroup {
        name: form.text(&format!("name.{index}")).to_owned(),
        bank: form
            .text(&format!("bank_id.{index}"))
            .parse()
            .map_err(|_| Error::NotFound)?,
        blueprint: Vec::new(),
        min_age: min_age(form, index, &mut problems),
    };
    if problems.is_empty() {
        Ok(new)
    } else {
        Err(Error::Invalid(problems))
    }
}

/// Of an announced contest only the bank is on the page.
fn change(form: &Form, index: usize, is_announced: bool, problems: &mut Vec<Problem>) -> GroupChange {
    let bank = form.text(&format!("bank_id.{index}")).parse().ok();
    if is_announced {
        return GroupChange {
            bank,
            ..GroupChange::default()
        };
    }
    GroupChange {
        name: Some(form.text(&format!("name.{index}")).to_owned()),
        min_age: Some(min_age(form, index, problems)),
        bank,
        blueprint: None,
    }
}

/// The engine's problems of a group, at the fields of its card.
fn at_index(error: Error, index: usize) -> Error {
    named(error, |pointer| format!("{pointer}.{index}"))
}

/// One a line: a staff code, or `name; birth date`.
fn exclusions(typed: &str) -> Result<Vec<NewExclusion>> {
    let mut excluded = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(typed.lines()) {
        match line.split_once(';') {
            _ if line.trim().is_empty() => {}
            None => excluded.push(NewExclusion::StaffCode(line.trim().to_owned())),
            Some((name, date)) => match CivilDate::parse(date) {
                Some(birth_date) => excluded.push(NewExclusion::Person {
                    full_name: name.trim().to_owned(),
                    birth_date,
                }),
                None => {
                    let number: u32 = number;
                    let detail = Said::of(|lang| match lang {
                        Lang::Vi => format!("Dòng {number}: ngày sinh chưa đúng, xin viết như 05/01/1990."),
                        Lang::En => format!(
                            "Line {number}: the date of birth is not right; write it like 05/01/1990."
                        ),
                    });
                    problems.push(Problem::at("/exclusions", detail));
                }
            },
        }
    }
    if problems.is_empty() {
        Ok(excluded)
    } else {
        Err(Error::Invalid(problems))
    }
}

fn exclusion_line(one: &Exclusion) -> String {
    match one {
        Exclusion::StaffCode(code) => code.clone(),
        Exclusion::Person {
            name_folded,
            birth_date,
        } => format!("{name_folded}; {}", birth_date.vietnamese()),
    }
}

fn exclusion_lines(at: &Visited) -> String {
    let lines: Vec<String> = at.contest.exclusions.iter().map(exclusion_line).collect();
    lines.join("\n")
}

pub(super) async fn content(
    at: &Visited,
    frame: Frame,
    form: Option<&Form>,
) -> std::result::Result<AnyView, Fault> {
    let banks = new::banks(&at.page_of).await?;
    let mut groups: Vec<GroupForm> = at.contest.groups.iter().map(shown).collect();
    let mut new = GroupForm {
        bank: banks.first().map_or_else(String::new, |bank| bank.value.clone()),
        ..GroupForm::default()
    };
    let mut exclusions = exclusion_lines(at);
    if let Some(form) = form {
        let last = groups.len();
        for (index, group) in groups.iter_mut().enumerate() {
            if form.text(&format!("group_id.{index}")) == group.id {
                typed(group, form, index);
                group.is_removed = form.text(&format!("remove.{index}")) == "yes";
            }
        }
        if !form.text(&format!("bank_id.{last}")).is_empty() {
            typed(&mut new, form, last);
        }
        form.text("exclusions").clone_into(&mut exclusions);
    }
    let view = GroupsView {
        form_id: match form {
            Some(form) => form.text("form_id").to_owned(),
            None => at.page_of.form_id(),
        },
        frame,
        groups,
        new,
        banks,
        exclusions,
    };
    Ok(page(view))
}

fn shown(group: &Group) -> GroupForm {
    GroupForm {
        id: group.id.to_string(),
        name: group.name.clone(),
        min_age: group.min_age.map_or_else(String::new, |age| age.to_string()),
        bank: group.bank.to_string(),
        questions: group.questions(),
        is_removed: false,
    }
}

fn typed(group: &mut GroupForm, form: &Form, index: usize) {
    let fields = [
        ("name", &mut group.name),
        ("min_age", &mut group.min_age),
        ("bank_id", &mut group.bank),
    ];
    let sent = fields
        .into_iter()
        .map(|(name, field)| (format!("{name}.{index}"), field));
    // Of an announced contest not every field is on the page.
    for (name, field) in sent {
        if form.fields().iter().any(|(sent, _)| *sent == name) {
            form.text(&name).trim().clone_into(field);
        }
    }
}
