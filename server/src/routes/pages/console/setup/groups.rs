//! Groups and exclusions.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::groups::{GroupForm, GroupsView, page};
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

pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let (engine, actor, slug) = (at.page_of.engine(), at.page_of.actor(), &at.contest.slug);
    match form.text("action") {
        "exclude" => {
            let excluded = exclusions(form.text("exclusions"))?;
            engine.set_exclusions(actor, slug, &excluded).await?;
        }
        "remove" => {
            let id = form.text("group_id").parse().map_err(|_| Error::NotFound)?;
            engine.remove_group(actor, slug, id).await?;
        }
        "add" => {
            let new = new_group(form)?;
            let added = engine.draft_group(actor, slug, new, None).await;
            added.map_err(|error| at_index(error, form))?;
        }
        _ => {
            let id = form.text("group_id").parse().map_err(|_| Error::NotFound)?;
            let change = change(form, at.contest.is_public())?;
            let changed = engine.change_group(actor, slug, id, change).await;
            changed.map_err(|error| at_index(error, form))?;
        }
    }
    Ok(Outcome::Stored)
}

/// The name of a field of the group that was sent.
fn field(form: &Form, name: &str) -> String {
    format!("{name}.{}", form.text("index"))
}

fn min_age(form: &Form) -> Result<Option<u8>> {
    let name = field(form, "min_age");
    let mut problems = Vec::new();
    let age = optional_whole(&format!("/{name}"), form.text(&name), &mut problems);
    if problems.is_empty() {
        Ok(age)
    } else {
        Err(Error::Invalid(problems))
    }
}

fn new_group(form: &Form) -> Result<NewGroup> {
    Ok(NewGroup {
        name: form.text(&field(form, "name")).to_owned(),
        bank: form
            .text(&field(form, "bank_id"))
            .parse()
            .map_err(|_| Error::NotFound)?,
        blueprint: Vec::new(),
        min_age: min_age(form)?,
    })
}

/// Of an announced contest only the bank is on the page.
fn change(form: &Form, is_announced: bool) -> Result<GroupChange> {
    let bank = form.text(&field(form, "bank_id")).parse().ok();
    if is_announced {
        return Ok(GroupChange {
            bank,
            ..GroupChange::default()
        });
    }
    Ok(GroupChange {
        name: Some(form.text(&field(form, "name")).to_owned()),
        min_age: Some(min_age(form)?),
        bank,
        blueprint: None,
    })
}

/// The engine's problems of a group, at the fields of the one that was sent.
fn at_index(error: Error, form: &Form) -> Error {
    named(error, |pointer| format!("{pointer}.{}", form.text("index")))
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
    let lines: Vec<String> = at.contest.exclusions.iter().map(exclusion_line).collect();
    let mut exclusions = lines.join("\n");
    if let Some(form) = form {
        let id = form.text("group_id");
        match groups.iter_mut().find(|group| group.id == id) {
            Some(group) => typed(group, form),
            None if form.text("action") == "add" => typed(&mut new, form),
            None => form.text("exclusions").clone_into(&mut exclusions),
        }
    }
    let view = GroupsView {
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
    }
}

fn typed(group: &mut GroupForm, form: &Form) {
    form.text(&field(form, "name")).clone_into(&mut group.name);
    form.text(&field(form, "min_age")).clone_into(&mut group.min_age);
    form.text(&field(form, "bank_id")).clone_into(&mut group.bank);
}
