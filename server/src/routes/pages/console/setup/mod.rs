//! `/console/contests/new` and `/console/contests/{slug}/setup/{step}`: the guided path of a contest.

mod basics;
pub(super) mod cards;
mod groups;
pub(super) mod new;
pub(super) mod numbers;
mod papers;
mod review;
mod rounds;
mod rules;
mod units;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::setup::{Frame, step_name};
use khao_domain::contest::review::Step;
use khao_domain::contest::round::RoundState;
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use leptos::prelude::AnyView;

use crate::assets;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/contests/{slug}/setup/{step}";

/// The button that saves and goes on to the next step.
const NEXT: &str = "next";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    let mut routes = vec![get(PATH, read, show), post(PATH, run, send).takes_form()];
    routes.extend(new::routes());
    routes
}

/// A step of a contest, as somebody looks at it or has just sent it.
struct Visited {
    page_of: Page,
    contest: Arc<Contest>,
    step: Step,
}

async fn visited(page_of: Page, slug: &str, step: &str) -> Result<Visited, Fault> {
    let step = Step::parse(step).ok_or_else(Fault::not_found)?;
    let contest = page_of.engine().console_contest(page_of.actor(), slug).await?;
    Ok(Visited {
        page_of,
        contest,
        step,
    })
}

async fn show(page_of: Page, InPath((slug, step)): InPath<(String, String)>) -> PageResult {
    visited(page_of, &slug, &step)
        .await?
        .respond(StatusCode::OK, None)
        .await
}

async fn send(page_of: Page, InPath((slug, step)): InPath<(String, String)>, form: Form) -> PageResult {
    let at = visited(page_of, &slug, &step).await?;
    let outcome = match at.step {
        Step::Basics => basics::take(&at, &form).await,
        Step::Groups => groups::take(&at, &form).await,
        Step::Rounds => rounds::take(&at, &form).await,
        Step::Papers => papers::take(&at, &form).await,
        Step::Rules => rules::take(&at, &form).await,
        Step::Review => review::take(&at, &form).await,
        Step::Units => Err(Error::NotFound),
    };
    match outcome {
        Ok(Outcome::Stored) => Ok(see_done(&at.path_after(&form), Done::SetupSaved)),
        Ok(Outcome::Announced) => {
            let contest = format!("/console/contests/{}", at.contest.slug);
            Ok(see_done(&contest, Done::Announced))
        }
        Ok(Outcome::Shown) => at.respond(StatusCode::OK, Some((&form, Vec::new()))).await,
        Err(error) => {
            let (status, problems) = refused(error)?;
            // Of several steps, the first ones may have been taken.
            let at = visited(at.page_of, &slug, &step).await?;
            at.respond(status, Some((&form, problems))).await
        }
    }
}

/// What became of a form.
enum Outcome {
    Stored,
    /// To be shown again with what was typed; nothing was stored.
    Shown,
    Announced,
}

impl Visited {
    /// Where a form that was stored leads: the same step, or the one after it.
    fn path_after(&self, form: &Form) -> String {
        let next = self.step.next().filter(|_| form.text("action") == NEXT);
        let step = next.unwrap_or(self.step).as_str();
        format!("/console/contests/{}/setup/{step}", self.contest.slug)
    }

    /// The step's page: as it is stored, or with what was sent.
    async fn respond(&self, status: StatusCode, sent: Option<(&Form, Vec<Problem>)>) -> PageResult {
        let (form, problems) = match sent {
            Some((form, problems)) => (Some(form), problems),
            None => (None, Vec::new()),
        };
        let reviewed = self.reviewed().await?;
        let frame = self.frame(problems).await?;
        let content = match self.step {
            Step::Basics => basics::content(self, frame, form).await?,
            Step::Groups => groups::content(self, frame, form).await?,
            Step::Rounds => rounds::content(self, frame, form)?,
            Step::Papers => papers::content(self, frame, form).await?,
            Step::Rules => rules::content(self, frame, form),
            Step::Units => units::content(self, frame).await?,
            Step::Review => review::content(self, frame, reviewed),
        };
        Ok(self.render(status, content).await)
    }

    /// What an announcement would fix. It is read before the findings: what changes between the two is found changed.
    async fn reviewed(&self) -> Result<String, Fault> {
        Ok(match self.step {
            Step::Review => self.page_of.engine().reviewed(&self.contest).await?,
            _ => String::new(),
        })
    }

    async fn frame(&self, problems: Vec<Problem>) -> Result<Frame, Fault> {
        let (engine, actor) = (self.page_of.engine(), self.page_of.actor());
        Ok(Frame {
            lang: self.page_of.lang(),
            slug: self.contest.slug.clone(),
            title: self.contest.title.clone(),
            step: self.step,
            findings: engine.review_contest(actor, &self.contest.slug).await?,
            problems,
            is_announced: self.contest.is_public(),
        })
    }

    async fn render(&self, status: StatusCode, content: AnyView) -> Response {
        let title = step_name(self.page_of.lang(), self.step);
        let content = self.page_of.inspected(Action::RunContests, content);
        if !matches!(self.step, Step::Units | Step::Review) {
            let script = assets::manifest().setup;
            return self
                .page_of
                .show_console_with(script, Section::Contests, (status, title), content)
                .await;
        }
        self.page_of
            .show_console(Section::Contests, status, title, content)
            .await
    }

    /// A round of the contest that is open or still to be closed has promised its rules.
    fn rules_are_promised(&self) -> bool {
        let mut rounds = self.contest.rounds.iter();
        rounds.any(|round| round.state == RoundState::Announced)
    }
}
