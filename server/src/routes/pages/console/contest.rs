//! `/console/contests/{slug}`: the rounds and their next steps.

use std::ops::ControlFlow;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::attachments::DocumentsView;
use khao_app::pages::console::contest::{ConsoleContestView, RoundCard, SetUp, page};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::RoundId;
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::ranking_course::{WaitingRanking, WaitingStep};
use khao_engine::contest::rounds::Round;
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::{attachments, complaints, roster, round, waiting_rankings};
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

/// The button that takes a draft contest away.
const REMOVE: &str = "remove";

pub fn routes() -> Vec<Route> {
    vec![
        get(
            "/console/contests/{slug}",
            Access::Staff(Action::ReadContests),
            show,
        ),
        post(
            "/console/contests/{slug}",
            Access::Staff(Action::RunContests),
            step,
        )
        .takes_form(),
    ]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let contest = page_of.engine().console_contest(page_of.actor(), &slug).await?;
    let documents = attachments::documents(&page_of, &contest, "");
    respond(&page_of, &contest, StatusCode::OK, Vec::new(), documents).await
}

pub(super) async fn respond(
    page_of: &Page,
    contest: &Contest,
    status: StatusCode,
    problems: Vec<Problem>,
    documents: DocumentsView,
) -> PageResult {
    let may_step = page_of.actor().may(Action::RunContests).is_ok();
    let may_download = !round::downloads(page_of).is_empty();
    let engine = page_of.engine();
    let now = engine.now();
    let waiting = page_of.engine().waiting_rankings(page_of.actor()).await?;
    let waiting_of = |round: &Round| waiting.iter().find(|one| one.round == round.id);
    let is_approved = |round: &Round| {
        waiting_of(round).is_some_and(|one| one.step == WaitingStep::Publication)
            || round.state == RoundState::Published
    };
    let told = |one: &&WaitingRanking| one.replaces || one.step != WaitingStep::Publication;
    let rounds = contest.rounds.iter().map(|round| RoundCard {
        id: round.id,
        name: round.name.clone(),
        state: round.state,
        status: round.status(now),
        opens_at: round.opens_at,
        closes_at: round.closes_at,
        closed_early: round.closed_early(),
        may_step,
        has_files: may_download && round.state != RoundState::Draft,
        approved: contest.settings.second_approval.then(|| is_approved(round)),
        waiting: waiting_of(round)
            .filter(told)
            .map(|one| waiting_rankings::view(page_of, one, String::new())),
    });
    let view = ConsoleContestView {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        set_up: set_up(page_of),
        participants: engine.counts(contest.id).await?.participants,
        may_read_winners: page_of.actor().may(Action::ExportPersonalData).is_ok(),
        is_public: contest.is_public(),
        rounds: rounds.collect(),
        open_complaints: complaints::open(page_of, contest, None).await?,
        missing: roster::missing(page_of, contest, None).await?,
        documents,
        problems,
    };
    Ok(page_of
        .show_console(
            Section::Contests,
            status,
            &contest.title,
            page(page_of.lang(), view),
        )
        .await)
}

fn set_up(page_of: &Page) -> SetUp {
    let may = |action| page_of.actor().may(action).is_ok();
    if may(Action::RunContests) {
        SetUp::Changed
    } else if may(Action::InspectContests) {
        SetUp::Read
    } else {
        SetUp::Hidden
    }
}

async fn step(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let engine = page_of.engine();
    let contest = engine.console_contest(page_of.actor(), &slug).await?;
    let is_removed = form.text("action") == REMOVE;
    let id: Option<RoundId> = form.text("round_id").parse().ok();
    let id = id.filter(|id| contest.round(*id).is_some());
    if id.is_none() && !is_removed {
        return Err(Fault::not_found());
    }
    let taken = match (form.confirmed(), id) {
        (Err(error), _) => Err(error),
        (Ok(()), Some(id)) if !is_removed => take(&page_of, id, form.text("action")).await,
        (Ok(()), _) => {
            let removed = engine.remove_contest(page_of.actor(), &slug).await;
            let to = Done::ContestRemoved.at("/console");
            removed.map(|()| ControlFlow::Break(to))
        }
    };
    match taken {
        Ok(ControlFlow::Continue(done)) => Ok(see_done(&format!("/console/contests/{slug}"), done)),
        Ok(ControlFlow::Break(elsewhere)) => Ok(see_other(&elsewhere)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            let contest = engine.console_contest(page_of.actor(), &slug).await?;
            let documents = attachments::documents(&page_of, &contest, "");
            respond(&page_of, &contest, status, problems, documents).await
        }
    }
}

/// What was done, or the page that shows how far it is.
async fn take(page_of: &Page, id: RoundId, action: &str) -> Result<ControlFlow<String, Done>, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let done = match action {
        "close" => engine.close_round(actor, id).await.map(|()| Done::Closed),
        "freeze" => {
            let work = page_of.app.engine.begin_freezing(actor, id).await?;
            return match page_of.follow(work).await {
                ControlFlow::Continue(frozen) => frozen.map(|_| ControlFlow::Continue(Done::Frozen)),
                ControlFlow::Break(page) => Ok(ControlFlow::Break(page)),
            };
        }
        "publish" => engine.publish_round(actor, id).await.map(|()| Done::Published),
        _ => Err(Error::invalid(
            "/action",
            said("Không có bước này.", "There is no such step."),
        )),
    };
    done.map(ControlFlow::Continue)
}
