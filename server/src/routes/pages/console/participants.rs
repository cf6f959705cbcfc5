//! `/console/contests/{slug}/participants`: finding a person, issuing the re-entry code anew.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::participants::{AskedCode, IssuedCode, ParticipantsView, PersonLine, page};
use khao_domain::ids::ParticipantId;
use khao_engine::contest::contests::Contest;
use khao_engine::people::codes::{FOUND_MOST, FoundPerson};
use khao_engine::policy::Action;
use serde::Deserialize;

use crate::problem::Fault;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/contests/{slug}/participants";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::FindPeople), show),
        post(PATH, Access::Staff(Action::ReissueCodes), reissue).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    query: String,
}

async fn show(page_of: Page, InPath(slug): InPath<String>, InQuery(params): InQuery<Params>) -> PageResult {
    let contest = page_of.engine().console_contest(page_of.actor(), &slug).await?;
    let people = match params.query.trim() {
        "" => None,
        query => Some(find(&page_of, &contest, query).await?),
    };
    respond(&page_of, &contest, &params.query, people, None).await
}

async fn find(page_of: &Page, contest: &Contest, query: &str) -> Result<Vec<FoundPerson>, Fault> {
    let people = page_of
        .engine()
        .find_people(page_of.actor(), contest.id, query)
        .await?;
    Ok(people)
}

async fn reissue(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let engine = page_of.engine();
    let contest = engine.console_contest(page_of.actor(), &slug).await?;
    let id: Option<ParticipantId> = form.text("participant_id").parse().ok();
    let query = form.text("query");
    let people = find(&page_of, &contest, query).await?;
    // Only somebody this search shows the visitor in this contest.
    let name = people
        .iter()
        .find(|person| Some(person.id) == id)
        .map(|person| person.full_name.clone());
    let (Some(id), Some(name)) = (id, name) else {
        return Err(Fault::not_found());
    };
    let step = if form.is_understood() {
        let code = engine
            .reissue_code_once(page_of.actor(), id, form.key.clone())
            .await?;
        Step::Issued(IssuedCode {
            name,
            re_entry_code: code.to_string(),
        })
    } else {
        Step::Asked(AskedCode {
            id,
            name,
            form_id: page_of.form_id(),
        })
    };
    respond(&page_of, &contest, query, Some(people), Some(step)).await
}

/// Nobody's code is lost by one press.
enum Step {
    Asked(AskedCode),
    Issued(IssuedCode),
}

async fn respond(
    page_of: &Page,
    contest: &Contest,
    query: &str,
    people: Option<Vec<FoundPerson>>,
    step: Option<Step>,
) -> PageResult {
    let (asked, issued) = match step {
        Some(Step::Asked(asked)) => (Some(asked), None),
        Some(Step::Issued(issued)) => (None, Some(issued)),
        None => (None, None),
    };
    let status = if asked.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let more = people.as_ref().is_some_and(|people| people.len() > FOUND_MOST);
    let may_open = page_of.actor().may(Action::InspectContests).is_ok();
    let line = |person: FoundPerson| PersonLine {
        id: person.id,
        path: may_open.then(|| format!("/console/participants/{}", person.id)),
        name: person.full_name,
        birth_date: person.birth_date,
        unit: person.unit,
    };
    let view = ParticipantsView {
        slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        query: query.to_owned(),
        people: people.map(|people| people.into_iter().take(FOUND_MOST).map(line).collect()),
        more,
        asked,
        issued,
        may_reissue: page_of.actor().may(Action::ReissueCodes).is_ok(),
    };
    Ok(page_of
        .show_console(
            Section::Contests,
            status,
            page_of.lang().say("Cấp lại mã dự thi", "Issue a code anew"),
            page(page_of.lang(), view),
        )
        .await)
}
