//! `GET|POST /contests`, `GET|PATCH|DELETE /contests/{slug}`, `PUT /contests/{slug}/exclusions`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::UnitId;
use khao_domain::lang::{Said, said};
use khao_engine::contest::contests::{
    ConsentText, Contest, ContestChange, NewContest, NewExclusion, NewOwner,
};
use khao_engine::error::Error;
use khao_engine::policy::Action;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

use super::contest_view::{ContestList, ContestPage, ContestShown, Status, contest_page};
use super::paging::{after, cut, limit};
use super::replies::{Reply, revalidated};
use super::settings::{merged, settings_schema};
use super::values::{Day, Slug, nullable};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::objects::{object, objects, optional_objects};
use crate::routes::table::{Access, Route, delete, get, patch, post, put};
use crate::security::visit::Visit;
use crate::state::App;

const AFTER: &str = r#"{"type":"string","pattern":"^[a-z0-9-]{3,64}$"}"#;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    vec![
        get("/api/v1/contests", Access::Public, list)
            .says("Contests with an announced round, the newest first; drafts too for those who see the console.")
            .paged(AFTER)
            .answers::<ContestList>(200)
            .answers_nothing(304),
        post("/api/v1/contests", run, create)
            .says("Creates a contest; nobody else sees it before a round is announced.")
            .takes::<NewContestBody>()
            .answers::<ContestPage>(201)
            .may_fail(&[409])
            .once(),
        get("/api/v1/contests/{slug}", Access::Public, show)
            .says("A contest with its groups, rounds and consents.")
            .answers::<ContestPage>(200),
        patch("/api/v1/contests/{slug}", run, change)
            .says("Changes what is sent; settings that are not sent stay.")
            .takes::<ContestChangeBody>()
            .answers::<ContestPage>(200)
            .may_fail(&[409]),
        delete("/api/v1/contests/{slug}", run, remove)
            .says("Removes a contest that is all draft, that nobody has entered, and that has no documents.")
            .answers_nothing(204)
            .may_fail(&[409, 422]),
        put("/api/v1/contests/{slug}/exclusions", run, exclude)
            .says("Replaces the list of people who may not take part.")
            .takes::<Exclusions>()
            .answers::<ExclusionCount>(200),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    limit: Option<u32>,
    after: Option<Slug>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContestBody {
    /// Stands in addresses.
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$")]
    slug: String,
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// Safe Markdown.
    #[serde(default)]
    #[schema(max_length = 50_000)]
    rules: String,
    #[serde(default, deserialize_with = "object")]
    #[schema(schema_with = settings_schema)]
    settings: ContestSettings,
    /// Without them the two usual ones: taking part, and publishing the name.
    #[serde(default, deserialize_with = "optional_objects")]
    #[schema(max_items = 10)]
    consents: Option<Vec<ConsentBody>>,
    /// Whose it is: within one's own unit, which is also what a bound account leaves out.
    #[serde(default)]
    unit_id: Option<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub struct ContestChangeBody {
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    #[schema(max_length = 50_000)]
    rules: Option<String>,
    #[schema(schema_with = settings_schema)]
    settings: Option<Map<String, Value>>,
    #[serde(default, deserialize_with = "optional_objects")]
    #[schema(max_items = 10)]
    consents: Option<Vec<ConsentBody>>,
    /// Whose it becomes: within what the account looks after. `null` is the whole authority.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Uuid>)]
    unit_id: Option<Option<Uuid>>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentBody {
    #[schema(min_length = 1, max_length = 40)]
    purpose: String,
    #[schema(min_length = 1, max_length = 40)]
    text_version: String,
    /// Safe Markdown.
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
    required: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusions {
    #[serde(deserialize_with = "objects")]
    #[schema(max_items = 5000)]
    exclusions: Vec<ExcludedPerson>,
}

/// Named by staff code, or by name and birth date.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcludedPerson {
    #[schema(min_length = 1, max_length = 40)]
    staff_code: Option<String>,
    #[schema(min_length = 1, max_length = 100)]
    full_name: Option<String>,
    birth_date: Option<Day>,
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct ExclusionCount {
    count: u32,
}

fn sees_drafts(visit: &Visit) -> bool {
    visit.actor.may(Action::ReadContests).is_ok()
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    InQuery(query): InQuery<Query>,
) -> Result<Response, Fault> {
    let limit = limit(query.limit)?;
    let mut contests = app.engine.visible_contests(&visit.actor).await?;
    if let Some(last) = query.after
        && !after(&mut contests, |contest| contest.slug == last.0)
    {
        contests.clear();
    }
    let next = cut(&mut contests, limit, |contest| contest.slug.clone());
    let now = app.engine.now();
    let shown = |contest: &Arc<Contest>| ContestShown {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        status: Status::of_contest(contest, now),
    };
    let body = ContestList {
        contests: contests.iter().map(shown).collect(),
        next,
    };
    if sees_drafts(&visit) {
        return Ok(Reply(body).into_response());
    }
    revalidated(&headers, &body)
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<Reply<ContestPage>, Fault> {
    let (contest, for_staff) = app.engine.visible_contest(&visit.actor, &slug.0).await?;
    page(&app, &contest, for_staff).await
}

async fn page(app: &App, contest: &Contest, for_staff: bool) -> Result<Reply<ContestPage>, Fault> {
    let counts = app.engine.counts(contest.id).await?;
    Ok(Reply(contest_page(contest, counts, app.engine.now(), for_staff)))
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    Json { value, key }: Json<NewContestBody>,
) -> Result<(StatusCode, Reply<ContestPage>), Fault> {
    let new = NewContest {
        slug: value.slug,
        title: value.title,
        rules: value.rules,
        settings: value.settings,
        consents: value.consents.map(consents_of).transpose()?,
        unit: value.unit_id.map(UnitId),
    };
    let contest = app.engine.create_contest(&visit.actor, new, key).await?;
    Ok((StatusCode::CREATED, page(&app, &contest, true).await?))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, .. }: Json<ContestChangeBody>,
) -> Result<Reply<ContestPage>, Fault> {
    let consents = value.consents.map(consents_of).transpose()?;
    let (title, rules, settings) = (value.title, value.rules, value.settings);
    let owner = value.unit_id.map(|unit| NewOwner(unit.map(UnitId)));
    let decide = |present: &Contest| {
        Ok(ContestChange {
            title,
            rules,
            settings: settings
                .map(|changed| merged(&present.settings, changed))
                .transpose()?,
            consents,
            owner,
        })
    };
    let contest = app.engine.change_contest(&visit.actor, &slug.0, decide).await?;
    page(&app, &contest, true).await
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<StatusCode, Fault> {
    app.engine.remove_contest(&visit.actor, &slug.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn exclude(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, .. }: Json<Exclusions>,
) -> Result<Reply<ExclusionCount>, Fault> {
    if value.exclusions.len() > 5000 {
        return Err(Fault::invalid(
            "/exclusions",
            said(
                "Danh sách có tối đa 5.000 người.",
                "The list has at most 5,000 people.",
            ),
        ));
    }
    let people: Vec<NewExclusion> = value
        .exclusions
        .into_iter()
        .enumerate()
        .map(|(index, person)| exclusion_of(index, person))
        .collect::<Result<_, _>>()?;
    let count = app.engine.set_exclusions(&visit.actor, &slug.0, &people).await?;
    Ok(Reply(ExclusionCount {
        count: u32::try_from(count).unwrap_or(u32::MAX),
    }))
}

fn exclusion_of(index: usize, person: ExcludedPerson) -> Result<NewExclusion, Fault> {
    let wrong = |detail: Said| Err(Fault::invalid(&format!("/exclusions/{index}"), detail));
    let fits = |text: &Option<String>, most: usize| {
        let chars = text.as_ref().map(|text| text.trim().chars().count());
        chars.is_none_or(|chars| (1..=most).contains(&chars))
    };
    if !fits(&person.staff_code, 40) || !fits(&person.full_name, 100) {
        return wrong(said(
            "Mã cán bộ có từ 1 đến 40 ký tự, họ và tên từ 1 đến 100 ký tự.",
            "A staff code has 1 to 40 characters, a full name 1 to 100.",
        ));
    }
    match (person.staff_code, person.full_name, person.birth_date) {
        (Some(code), None, None) => Ok(NewExclusion::StaffCode(code)),
        (None, Some(full_name), Some(Day(birth_date))) => Ok(NewExclusion::Person {
            full_name,
            birth_date,
        }),
        _ => wrong(said(
            "Ghi mã cán bộ («staff_code»), hoặc họ tên và ngày sinh («full_name», «birth_date»).",
            "Give a staff code (“staff_code”), or name and date of birth (“full_name”, “birth_date”).",
        )),
    }
}

fn consents_of(texts: Vec<ConsentBody>) -> Result<Vec<ConsentText>, Fault> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: String, detail: Said| {
        problems.push(khao_domain::problem::Problem::at(pointer, detail));
    };
    if texts.len() > 10 {
        wrong(
            "/consents".into(),
            said(
                "Cuộc thi có tối đa 10 văn bản đồng ý.",
                "A contest has at most 10 consents.",
            ),
        );
    }
    for (index, text) in texts.iter().enumerate() {
        for (name, value, most) in [
            ("purpose", &text.purpose, 40),
            ("text_version", &text.text_version, 40),
            ("text", &text.text, 10_000),
        ] {
            if value.trim().is_empty() || value.chars().count() > most {
                wrong(
                    format!("/consents/{index}/{name}"),
                    said(
                        "Ô này không được để trống hoặc quá dài.",
                        "This must be filled in and not too long.",
                    ),
                );
            }
        }
        if texts[..index].iter().any(|other| other.purpose == text.purpose) {
            wrong(
                format!("/consents/{index}/purpose"),
                said("Mục đích này đã có ở trên.", "This purpose is above already."),
            );
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems).into());
    }
    let consent = |text: ConsentBody| ConsentText {
        purpose: text.purpose,
        text_version: text.text_version,
        text: text.text,
        required: text.required,
    };
    Ok(texts.into_iter().map(consent).collect())
}
