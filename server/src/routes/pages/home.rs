//! `GET /`

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use khao_app::pages::home::{ContestCard, ContestStatus, HomeView, SurveyLine, page};
use khao_app::text::figures;
use khao_domain::contest::round::RoundStatus;
use khao_domain::lang::Lang;
use khao_domain::survey::wave::Channel;
use khao_domain::time::Timestamp;
use khao_engine::contest::contests::Contest;

use super::context::{Page, PageResult, see_other};
use crate::problem::Fault;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/", Access::Public, show)]
}

async fn show(page_of: Page) -> PageResult {
    let contests = page_of.engine().public_contests().await?;
    // A demonstration makes its own accounts while it loads.
    let is_fresh = contests.is_empty() && page_of.app.loaded.load(Ordering::SeqCst);
    if is_fresh && !page_of.engine().has_accounts().await? {
        return Ok(see_other("/first-run"));
    }
    let view = HomeView {
        contests: cards(&page_of, &contests).await?,
        surveys: open_surveys(&page_of).await?,
        welcome: page_of.engine().instance().await?.text.welcome.clone(),
    };
    Ok(page_of
        .show(
            StatusCode::OK,
            page_of.lang().say("Cuộc thi", "Contests"),
            page(page_of.lang(), view),
        )
        .await)
}

async fn open_surveys(page_of: &Page) -> Result<Vec<SurveyLine>, Fault> {
    let (now, lang) = (page_of.engine().now(), page_of.lang());
    let surveys = page_of.engine().public_surveys().await?;
    let open = surveys.iter().filter_map(|survey| {
        let wave = survey.open_wave(now)?;
        // Nobody answers one from here that is asked at a desk only.
        wave.channels.contains(&Channel::Web).then(|| SurveyLine {
            slug: survey.slug.clone(),
            title: super::surveys::title(survey, lang.tag()),
            until: wave.span.closes_at.minute_in(lang),
        })
    });
    Ok(open.collect())
}

async fn cards(page_of: &Page, contests: &[Arc<Contest>]) -> Result<Vec<ContestCard>, Fault> {
    let now = page_of.engine().now();
    let mut cards = Vec::with_capacity(contests.len());
    for contest in contests {
        let counts = page_of.engine().counts(contest.id).await?;
        cards.push(ContestCard {
            slug: contest.slug.clone(),
            title: contest.title.clone(),
            status: public_status(contest.status(now)),
            summary: summary(page_of.lang(), contest, now),
            participants: counts.participants,
            submitted: counts.submitted,
        });
    }
    cards.sort_by_key(|card| match card.status {
        ContestStatus::Open => 0,
        ContestStatus::Upcoming => 1,
        ContestStatus::Closed => 2,
    });
    Ok(cards)
}

/// For those who want to take part, a published contest is as closed as one that waits for its ranking.
pub(super) const fn public_status(status: RoundStatus) -> ContestStatus {
    match status {
        RoundStatus::Open => ContestStatus::Open,
        RoundStatus::Upcoming => ContestStatus::Upcoming,
        RoundStatus::Closed | RoundStatus::Published => ContestStatus::Closed,
    }
}

/// The round that is open or comes next: "Tuần 3 · 16 câu · 20 phút".
fn summary(lang: Lang, contest: &Contest, now: Timestamp) -> String {
    let has = |wanted| {
        let mut rounds = contest.rounds.iter();
        rounds.find(|round| round.status(now) == Some(wanted))
    };
    let open = has(RoundStatus::Open).map(|round| (round, figures::closing(lang, round.closes_at, None)));
    let next = has(RoundStatus::Upcoming).map(|round| (round, opening(lang, round.opens_at)));
    open.or(next).map_or_else(String::new, |(round, when)| {
        let length = figures::duration(lang, i64::from(round.duration_s));
        match lang {
            Lang::Vi => format!("{} · {} câu · {length} · {when}", round.name, round.questions),
            Lang::En => format!(
                "{} · {} questions · {length} · {when}",
                round.name, round.questions
            ),
        }
    })
}

fn opening(lang: Lang, at: Timestamp) -> String {
    match lang {
        Lang::Vi => format!("mở {}", at.minute_in(lang)),
        Lang::En => format!("opens {}", at.minute_in(lang)),
    }
}
