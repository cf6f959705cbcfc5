//! Name, rules, and whose the contest is.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::basics::{BasicsView, page};
use khao_engine::contest::contests::{ContestChange, NewOwner};
use khao_engine::error::Error;
use leptos::prelude::AnyView;

use super::{Outcome, Visited};
use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::pages::console::owner;
use crate::routes::pages::refused::named;

pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome, Error> {
    let change = if is_of_owner(form) {
        ContestChange {
            owner: Some(NewOwner(owner::typed(&at.page_of, form).await?)),
            ..ContestChange::default()
        }
    } else {
        ContestChange {
            title: Some(form.text("title").to_owned()),
            rules: (!at.rules_are_promised()).then(|| form.text("rules").replace("\r\n", "\n")),
            ..ContestChange::default()
        }
    };
    let changed = at
        .page_of
        .engine()
        .change_contest(at.page_of.actor(), &at.contest.slug, |_| Ok(change))
        .await;
    changed.map_err(|error| named(error, owner::in_form))?;
    Ok(Outcome::Stored)
}

/// The step has two forms: one for the texts, one for whose the contest is.
fn is_of_owner(form: &Form) -> bool {
    form.text("action") == owner::ACTION
}

pub(super) async fn content(at: &Visited, frame: Frame, form: Option<&Form>) -> Result<AnyView, Fault> {
    let texts = form.filter(|form| !is_of_owner(form));
    let or_stored = |name, stored: &str| texts.map_or(stored, |form| form.text(name)).to_owned();
    let unit = match form.filter(|form| is_of_owner(form)) {
        Some(form) => form.text("unit").to_owned(),
        None => owner::code(&at.page_of, at.contest.unit).await?,
    };
    Ok(page(BasicsView {
        title: or_stored("title", &at.contest.title),
        rules: or_stored("rules", &at.contest.rules_markdown),
        documents: at.contest.attachments.len(),
        unit,
        rules_are_promised: at.rules_are_promised(),
        frame,
    }))
}
