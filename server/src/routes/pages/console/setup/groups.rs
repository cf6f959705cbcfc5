//! Groups and exclusions.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::groups::{GroupForm, GroupsView, NEW, page};
use khao_domain::ids::GroupId;
use khao_domain::lang::{Lang, Said};
use khao_domain::people::eligibility::Exclusion;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::contest::contests::{Contest, NewExclusion};
use khao_engine::contest::group_changes::{GroupChanges, GroupFate};
use khao_engine::contest::groups::{Group, GroupChange, NewGroup};
use khao_engine::error::{Error, Result};
use leptos::prelude::AnyView;

use super::cards::{Card, Fate, at_card, carried, lines, merged, sent};
use super::numbers::optional_whole;
use super::{Outcome, Visited, new};
use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::pages::refused::named;

/// A card's fields, in the order in which it carries them.
const FIELDS: [&str; 3] = ["name", "min_age", "bank_id"];

/// Every button saves what stands in the cards and the list first, so that nothing typed is lost.
pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let (engine, actor, slug) = (at.page_of.engine(), at.page_of.actor(), &at.contest.slug);
    let banks = engine.drawable_banks(actor).await?;
    let bank_name = |id: &str| {
        let bank = banks.iter().find(|bank| bank.id.to_string() == id);
        bank.map_or_else(String::new, |bank| bank.name.clone())
    };
    let decide = |contest: &Contest| decided(contest, form, bank_name);
    let done = engine.change_groups(actor, slug, decide, form.key.clone()).await;
    done.map_err(|error| named(error, |pointer| at_card(pointer, |field| field)))?;
    Ok(Outcome::Stored)
}

/// What the form changes of the contest as it is now.
fn decided(contest: &Contest, form: &Form, bank_name: impl Fn(&str) -> String) -> Result<GroupChanges> {
    let words = |field: &str, stored: &str| match field {
        "bank_id" => bank_name(stored),
        _ => stored.to_owned(),
    };
    let (mut stale, mut problems) = (Vec::new(), Vec::new());
    let mut changes = GroupChanges::default();
    for card in sent(form, FIELDS)? {
        let id: GroupId = card.id.parse().map_err(|_| Error::NotFound)?;
        let Some(group) = contest.group(id) else {
            stale.extend(card.gone());
            continue;
        };
        let stored = fields(group);
        let card = card.upon(&stored);
        problems.extend(card.copied(form.text("action")));
        match card.fate(&stored, FIELDS, words) {
            Ok(Fate::Stays) => {}
            Ok(Fate::Removed) => changes.groups.push((id, GroupFate::Removed)),
            Ok(Fate::Changes) => {
                let change = change(&card, contest.is_public(), &mut problems);
                changes.groups.push((id, GroupFate::Change(change)));
            }
            Err(told) => stale.extend(told),
        }
    }
    if !stale.is_empty() {
        return Err(Error::Stale(stale));
    }
    changes.exclusions = changed_exclusions(contest, form, &mut problems);
    match form.text("action") {
        "add" => changes.added = Some(new_group(form, &mut problems)?),
        action => {
            let copied = action.strip_prefix("copy.").map(str::parse);
            changes.copied = copied.transpose().map_err(|_| Error::NotFound)?;
            // Whoever has typed a new group's name wants it, whichever button saves.
            let is_named = !form.text(&format!("name.{NEW}")).trim().is_empty();
            if is_named && changes.copied.is_none() {
                changes.added = Some(new_group(form, &mut problems)?);
            }
        }
    }
    if problems.is_empty() {
        Ok(changes)
    } else {
        Err(Error::Invalid(problems))
    }
}

fn min_age(card: &str, typed: &str, problems: &mut Vec<Problem>) -> Option<u8> {
    optional_whole(&format!("/min_age.{card}"), typed, problems)
}

/// The card below those of the groups there are.
fn new_group(form: &Form, problems: &mut Vec<Problem>) -> Result<NewGroup> {
    let field = |name: &str| form.text(&format!("{name}.{NEW}"));
    Ok(NewGroup {
        name: field("name").to_owned(),
        bank: field("bank_id").parse().map_err(|_| Error::NotFound)?,
        blueprint: Vec::new(),
        min_age: min_age(NEW, field("min_age"), problems),
    })
}

/// Of an announced contest only the bank is on the page.
fn change(card: &Card<3>, is_announced: bool, problems: &mut Vec<Problem>) -> GroupChange {
    let [name, age, bank] = &card.typed;
    let bank = bank.parse().ok();
    if is_announced {
        return GroupChange {
            bank,
            ..GroupChange::default()
        };
    }
    GroupChange {
        name: Some(name.clone()),
        min_age: Some(min_age(&card.id, age, problems)),
        bank,
        blueprint: None,
    }
}

/// The list as it shall be; none where nothing was changed here.
fn changed_exclusions(
    contest: &Contest,
    form: &Form,
    problems: &mut Vec<Problem>,
) -> Option<Vec<NewExclusion>> {
    let stored = exclusion_lines(contest);
    let typed = form.text("exclusions");
    let shown = form.given("shown_exclusions").unwrap_or_default();
    // Mistakes are told by the lines that were typed.
    let checked = exclusions(typed);
    if let Err(wrong) = checked {
        problems.extend(wrong);
        return None;
    }
    let merged = merged(shown, typed, &stored);
    if lines(&merged).eq(lines(&stored)) {
        return None;
    }
    exclusions(&merged).ok()
}

/// One a line: a staff code, or `name; birth date`.
fn exclusions(typed: &str) -> std::result::Result<Vec<NewExclusion>, Vec<Problem>> {
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
        Err(problems)
    }
}

/// Of one that was kept in its folded form only.
fn exclusion_line(one: &Exclusion) -> String {
    match one {
        Exclusion::StaffCode(code) => code.clone(),
        Exclusion::Person {
            name_folded,
            birth_date,
        } => format!("{name_folded}; {}", birth_date.vietnamese()),
    }
}

fn exclusion_lines(contest: &Contest) -> String {
    let written = contest.exclusions.iter().zip(&contest.exclusions_written);
    let line = |(one, written): (&Exclusion, &String)| match written.as_str() {
        "" => exclusion_line(one),
        written => written.to_owned(),
    };
    let lines: Vec<String> = written.map(line).collect();
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
    let stored = exclusion_lines(&at.contest);
    let mut exclusions = stored.clone();
    if let Some(form) = form {
        for card in sent(form, FIELDS)?.into_iter().filter(Card::is_touched) {
            if let Some(group) = groups.iter_mut().find(|group| group.id == card.id) {
                let stored = [group.name.clone(), group.min_age.clone(), group.bank.clone()];
                let card = card.upon(&stored);
                [group.name, group.min_age, group.bank] = card.typed;
                group.is_removed = card.is_removed;
            }
        }
        let field = |name: &str| form.text(&format!("{name}.{NEW}")).to_owned();
        if !field("bank_id").is_empty() {
            [new.name, new.min_age, new.bank] = FIELDS.map(field);
        }
        let shown = form.given("shown_exclusions").unwrap_or_default();
        exclusions = merged(shown, form.text("exclusions"), &stored);
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
        exclusions_stored: stored,
    };
    Ok(page(view))
}

fn fields(group: &Group) -> [String; 3] {
    let age = group.min_age.map_or_else(String::new, |age| age.to_string());
    [group.name.clone(), age, group.bank.to_string()]
}

fn shown(group: &Group) -> GroupForm {
    let stored = fields(group);
    let carried = carried(&stored);
    let [name, min_age, bank] = stored;
    GroupForm {
        id: group.id.to_string(),
        stored: carried,
        name,
        min_age,
        bank,
        questions: group.questions(),
        is_removed: false,
    }
}
