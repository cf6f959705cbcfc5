//! Name and rules.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::basics::{BasicsView, page};
use khao_engine::contest::contests::ContestChange;
use khao_engine::error::Result;
use leptos::prelude::AnyView;

use super::{Outcome, Visited};
use crate::routes::body::Form;

pub(super) async fn take(at: &Visited, form: &Form) -> Result<Outcome> {
    let change = ContestChange {
        title: Some(form.text("title").to_owned()),
        rules: (!at.rules_are_promised()).then(|| form.text("rules").replace("\r\n", "\n")),
        ..ContestChange::default()
    };
    at.page_of
        .engine()
        .change_contest(at.page_of.actor(), &at.contest.slug, |_| Ok(change))
        .await?;
    Ok(Outcome::Stored)
}

pub(super) fn content(at: &Visited, frame: Frame, form: Option<&Form>) -> AnyView {
    let or_stored = |name, stored: &str| form.map_or(stored, |form| form.text(name)).to_owned();
    page(BasicsView {
        title: or_stored("title", &at.contest.title),
        rules: or_stored("rules", &at.contest.rules_markdown),
        documents: at.contest.attachments.len(),
        rules_are_promised: at.rules_are_promised(),
        frame,
    })
}
