//! Name, rules, and whose the contest is.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::basics::{BasicsView, page};
use khao_engine::contest::contests::{Contest, ContestChange, NewOwner};
use khao_engine::error::Error;
use leptos::prelude::AnyView;

use super::{Outcome, Visited};
use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::pages::console::together::{self, Stored};
use crate::routes::pages::console::{owner, shortened};
use crate::routes::pages::refused::named;

/// Of what somebody else wrote.
const TOLD_CHARS: usize = 160;

pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome, Error> {
    let owner = if is_of_owner(form) {
        Some(NewOwner(owner::typed(&at.page_of, form).await?))
    } else {
        None
    };
    let has_rules = !at.rules_are_promised();
    let decide = |contest: &Contest| {
        if owner.is_some() {
            return Ok(ContestChange {
                owner,
                ..ContestChange::default()
            });
        }
        let form = together::upon(form, &stored(contest, has_rules), |_, now| Some(words(now)))?;
        Ok(ContestChange {
            title: Some(form.text("title").to_owned()),
            rules: has_rules.then(|| form.text("rules").replace("\r\n", "\n")),
            ..ContestChange::default()
        })
    };
    let changed = at
        .page_of
        .engine()
        .change_contest(at.page_of.actor(), &at.contest.slug, decide)
        .await;
    changed.map_err(|error| named(error, owner::in_form))?;
    Ok(Outcome::Stored)
}

/// What the first form shows.
fn stored(contest: &Contest, has_rules: bool) -> Stored {
    let mut stored = vec![("title", contest.title.clone())];
    if has_rules {
        stored.push(("rules", contest.rules_markdown.clone()));
    }
    stored
}

/// Of the rules, their beginning.
fn words(now: &str) -> String {
    shortened(now, TOLD_CHARS)
}

/// The step has two forms: one for the texts, one for whose the contest is.
fn is_of_owner(form: &Form) -> bool {
    form.text("action") == owner::ACTION
}

pub(super) async fn content(at: &Visited, frame: Frame, form: Option<&Form>) -> Result<AnyView, Fault> {
    let stored = stored(&at.contest, !at.rules_are_promised());
    let texts = form.filter(|form| !is_of_owner(form));
    let texts = texts.map(|form| together::followed(form, &stored));
    let texts = texts.as_ref();
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
        shown: together::carried(&stored),
        frame,
    }))
}
