//! `/console/contests/new` and `/console/contests/{slug}/setup/{step}`: the guided path of a contest.

mod basics;
mod groups;
mod new;
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
use khao_app::pages::console::setup::{Frame, step_name};
use khao_domain::contest::review::Step;
use khao_domain::contest::round::RoundState;
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use leptos::prelude::AnyView;
use serde::Deserialize;

use crate::problem::Fault;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_other};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/contests/{slug}/setup/{step}";

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    let mut routes = vec![get(PATH, run, show), post(PATH, run, send).takes_form()];
    routes.extend(new::routes());
    routes
}

/// A step of a contest, as somebody looks at it or has just sent it.
struct Visited {
    page_of: Page,
    contest: Arc<Contest>,
    step: Step,
    is_saved: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    saved: String,
}

async fn visited(page_of: Page, slug: &str, step: &str) -> Result<Visited, Fault> {
    let step = Step::parse(step).ok_or_else(Fault::not_found)?;
    let contest = page_of.engine().console_contest(page_of.actor(), slug).await?;
    Ok(Visited {
        page_of,
        contest,
        step,
        is_saved: false,
    })
}

async fn show(
    page_of: Page,
    InPath((slug, step)): InPath<(String, String)>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let mut at = visited(page_of, &slug, &step).await?;
    at.is_saved = params.saved == "yes";
    at.respond(None).await
}

async fn send(page_of: Page, InPath((slug, step)): InPath<(String, String)>, form: Form) -> PageResult {
    let at = visited(page_of, &slug, &step).await?;
    let done = match at.step {
        Step::Basics => basics::take(&at, &form).await,
        Step::Groups => groups::take(&at, &form).await,
        Step::Rounds => rounds::take(&at, &form).await,
        Step::Papers => papers::take(&at, &form).await,
        Step::Rules => rules::take(&at, &form).await,
        Step::Review => review::take(&at, &form).await,
        Step::Units => Err(Error::NotFound),
    };
    match done {
        Ok(Done::Stored) => Ok(see_other(&format!("{}?saved=yes", at.path()))),
        Ok(Done::Gone(to)) => Ok(see_other(&to)),
        Ok(Done::Shown) => at.respond(Some((&form, Vec::new()))).await,
        Err(error) => {
            let problems = refused(error)?;
            at.respond(Some((&form, problems))).await
        }
    }
}

/// What became of a form.
enum Done {
    Stored,
    /// To be shown again with what was typed; nothing was stored.
    Shown,
    /// The visitor goes on elsewhere.
    Gone(String),
}

/// What the visitor can mend stands on the page; anything else is a page of its own.
pub(super) fn refused(error: Error) -> Result<Vec<Problem>, Fault> {
    if !matches!(
        error,
        Error::Invalid(_) | Error::Conflict(_) | Error::BankTooSmall(_)
    ) {
        return Err(error.into());
    }
    let fault = Fault::from(error);
    Ok(if fault.errors.is_empty() {
        vec![Problem::at("", fault.detail)]
    } else {
        fault.errors
    })
}

impl Visited {
    fn path(&self) -> String {
        format!(
            "/console/contests/{}/setup/{}",
            self.contest.slug,
            self.step.as_str()
        )
    }

    /// The step's page: as it is stored, or with what was sent.
    async fn respond(&self, sent: Option<(&Form, Vec<Problem>)>) -> PageResult {
        let (form, problems) = match sent {
            Some((form, problems)) => (Some(form), problems),
            None => (None, Vec::new()),
        };
        let status = if problems.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let frame = self.frame(problems).await?;
        let content = match self.step {
            Step::Basics => basics::content(self, frame, form),
            Step::Groups => groups::content(self, frame, form).await?,
            Step::Rounds => rounds::content(self, frame, form),
            Step::Papers => papers::content(self, frame, form).await?,
            Step::Rules => rules::content(self, frame, form),
            Step::Units => units::content(self, frame).await?,
            Step::Review => review::content(self, frame),
        };
        Ok(self.render(status, content).await)
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
            is_saved: self.is_saved,
            is_announced: self.contest.is_public(),
        })
    }

    async fn render(&self, status: StatusCode, content: AnyView) -> Response {
        let title = step_name(self.page_of.lang(), self.step);
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
