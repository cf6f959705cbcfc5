//! `/contests/{slug}/enter`: finding the unit, and registering.

use axum::http::StatusCode;
use axum::response::Response;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::enter::{ConsentLine, EnterView, GroupChoice, TypedEntry, UnitMatch, page};
use khao_domain::contest::settings::EntryPolicy;
use khao_domain::ids::UnitId;
use khao_domain::lang::said;
use khao_domain::people::entry::{Consent, EntryForm, GuardianForm, PARTICIPATE};
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::contest::contests::Contest;
use khao_engine::error::{Conflict, Error};
use khao_engine::markdown;
use khao_engine::people::units::{Unit, UnitTree};

use super::context::{Page, PageResult, see_other};
use super::site::controller_of;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::table::{Access, Route, get, post};

/// More would fill screens; a longer query finds fewer.
const MATCHES_MOST: usize = 12;
const OWN: &str = "consent";
const GUARDIANS: &str = "guardian.consent";

pub fn routes() -> Vec<Route> {
    vec![
        get("/contests/{slug}/enter", Access::Public, show),
        post("/contests/{slug}/enter", Access::Public, send)
            .takes_form()
            .hot(),
    ]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let contest = page_of.engine().public_contest(&slug).await?;
    if !contest.takes_entries(page_of.engine().now()) {
        return Ok(see_other(&format!("/contests/{slug}")));
    }
    let view = view_of(&page_of, &contest).await?;
    Ok(page_of
        .show(
            StatusCode::OK,
            page_of.lang().say("Ghi danh", "Enter the contest"),
            page(page_of.lang(), view),
        )
        .await)
}

async fn send(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    page_of.app.limits.entry(page_of.visit.address)?;
    let contest = page_of.engine().public_contest(&slug).await?;
    if form.text("action") == "find" || looks_for_a_unit(&form) {
        return found(&page_of, &contest, &form).await;
    }
    let entry = entry_form(&contest, &form);
    let refuse = |status, problems| again(&page_of, &contest, &form, status, problems);
    match page_of.engine().enter(&slug, &entry, form.key.clone()).await {
        Ok(entered) => {
            let to = format!("/contests/{slug}/entered");
            Ok(page_of.enter(&to, &entered.session).await)
        }
        Err(Error::Invalid(problems)) => refuse(StatusCode::UNPROCESSABLE_ENTITY, problems).await,
        Err(error @ Error::Conflict(Conflict::EnterWithCode)) => {
            let problem = Problem::at("", *Fault::from(error).detail);
            refuse(StatusCode::CONFLICT, vec![problem]).await
        }
        Err(error @ Error::NotListed) => {
            let problem = Problem::at("", *Fault::from(error).detail);
            refuse(StatusCode::FORBIDDEN, vec![problem]).await
        }
        Err(Error::KeyReused) => {
            let problem = Problem::at(
                "",
                said(
                    "Biểu mẫu này đã được gửi một lần. Nếu muốn ghi danh cho người khác, xin kiểm tra lại rồi bấm Ghi danh.",
                    "This form has been sent once. To enter somebody else, check it again and press Enter.",
                ),
            );
            refuse(StatusCode::UNPROCESSABLE_ENTITY, vec![problem]).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Enter in the field of the unit sends the entry like Enter anywhere else, before anything was found for what stands there.
fn looks_for_a_unit(form: &Form) -> bool {
    let is_chosen = form.given("unit_id").is_some();
    let found_for = form.all("found_for").next();
    let is_news = found_for.is_some_and(|found_for| found_for.trim() != form.text("unit_query").trim());
    form.given("unit_query").is_some() && (!is_chosen || is_news)
}

/// The page with the units that match; everything typed stays.
async fn found(page_of: &Page, contest: &Contest, form: &Form) -> PageResult {
    let mut view = came_back(page_of, contest, form).await?;
    if form.given("unit_query").is_none() {
        view.units = None;
        view.problems = vec![Problem::at(
            "/unit_query",
            said(
                "Xin gõ một phần tên đơn vị rồi bấm Tìm đơn vị.",
                "Type part of the unit's name and press Find unit.",
            ),
        )];
    } else if let Some([only]) = view.units.as_deref() {
        view.typed.unit_id = only.id.to_string();
    }
    Ok(page_of
        .show(
            StatusCode::OK,
            page_of.lang().say("Ghi danh", "Enter the contest"),
            page(page_of.lang(), view),
        )
        .await)
}

async fn again(
    page_of: &Page,
    contest: &Contest,
    form: &Form,
    status: StatusCode,
    problems: Vec<Problem>,
) -> Result<Response, Fault> {
    let mut view = came_back(page_of, contest, form).await?;
    view.problems = problems;
    Ok(page_of
        .show(
            status,
            page_of.lang().say("Ghi danh", "Enter the contest"),
            page(page_of.lang(), view),
        )
        .await)
}

/// What was typed, under a new form id: what was sent under the old one stays bound to it.
async fn came_back(page_of: &Page, contest: &Contest, form: &Form) -> Result<EnterView, Fault> {
    let units = page_of.engine().units().await?;
    let mut view = view_of(page_of, contest).await?;
    view.typed = typed(form);
    let found = matches(&units, &view.typed, page_of.engine().now().local_date());
    view.units_left = found.as_ref().map_or(0, |(_, left)| *left);
    view.units = found.map(|(found, _)| found);
    for (lines, prefix) in [
        (&mut view.consents, OWN),
        (&mut view.guardian_consents, GUARDIANS),
    ] {
        for line in lines {
            line.given = form.text(&format!("{prefix}.{}", line.purpose)) == line.text_version;
        }
    }
    Ok(view)
}

async fn view_of(page_of: &Page, contest: &Contest) -> Result<EnterView, Fault> {
    let instance = page_of.engine().instance().await?;
    let groups = contest.groups.iter().map(|group| GroupChoice {
        id: group.id,
        name: group.name.clone(),
        min_age: contest.min_age_in(group),
    });
    let settings = &contest.settings;
    Ok(EnterView {
        slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        form_id: page_of.form_id(),
        controller: controller_of(&instance),
        typed: TypedEntry::default(),
        groups: groups.collect(),
        units: None,
        units_left: 0,
        consents: consents(contest, |_, required| required),
        // A guardian has to agree to the taking part only.
        guardian_consents: consents(contest, |purpose, _| purpose == PARTICIPATE),
        phone_required: settings.phone_required,
        staff_code_asked: settings.staff_code_asked,
        listed_only: settings.entry == EntryPolicy::Roster,
        guardian_below_age: contest.guardian_below_age(),
        problems: Vec::new(),
    })
}

fn consents(contest: &Contest, is_required: impl Fn(&str, bool) -> bool) -> Vec<ConsentLine> {
    let line = |consent: &khao_engine::contest::contests::ConsentText| ConsentLine {
        purpose: consent.purpose.clone(),
        text_version: consent.text_version.clone(),
        text: SafeHtml::sanitised(markdown::inline(&consent.text)),
        required: is_required(&consent.purpose, consent.required),
        given: false,
    };
    contest.consents.iter().map(line).collect()
}

fn typed(form: &Form) -> TypedEntry {
    let text = |name| form.text(name).to_owned();
    TypedEntry {
        full_name: text("full_name"),
        birth_date: text("birth_date"),
        sex: text("sex"),
        phone: text("phone"),
        email: text("email"),
        unit_query: text("unit_query"),
        unit_id: text("unit_id"),
        group_id: text("group_id"),
        staff_code: text("staff_code"),
        guardian_full_name: text("guardian.full_name"),
        guardian_phone: text("guardian.phone"),
    }
}

/// The unit chosen before, then what the query finds, and how many more it would; none where neither is there.
fn matches(units: &UnitTree, typed: &TypedEntry, today: CivilDate) -> Option<(Vec<UnitMatch>, usize)> {
    let chosen = typed.unit_id.parse::<UnitId>().ok().and_then(|id| units.get(id));
    let chosen = chosen.filter(|unit| unit.validity.holds_on(today));
    let query = typed.unit_query.trim();
    if chosen.is_none() && query.is_empty() {
        return None;
    }
    let found = if query.is_empty() {
        Vec::new()
    } else {
        units.search_valid(query, None, today, usize::MAX)
    };
    let left = found.len().saturating_sub(MATCHES_MOST);
    let others = found
        .into_iter()
        .take(MATCHES_MOST)
        .filter(|unit| chosen.is_none_or(|chosen| chosen.id != unit.id));
    let line = |unit: &Unit| UnitMatch {
        id: unit.id,
        name: unit.name.clone(),
        within: unit
            .path
            .strip_suffix(&unit.name)
            .map(|above| above.trim_end_matches(" › "))
            .unwrap_or_default()
            .to_owned(),
    };
    Some((chosen.into_iter().chain(others).map(line).collect(), left))
}

fn entry_form(contest: &Contest, form: &Form) -> EntryForm {
    let text = |name| form.text(name).to_owned();
    let given = |name| form.given(name).map(str::to_owned);
    let ticked = |prefix: &str| -> Vec<Consent> {
        let consent = |purpose: &String| {
            Some(Consent {
                purpose: purpose.clone(),
                text_version: form.given(&format!("{prefix}.{purpose}"))?.to_owned(),
            })
        };
        let purposes = contest.consents.iter().map(|consent| &consent.purpose);
        purposes.filter_map(consent).collect()
    };
    let guardian = GuardianForm {
        full_name: text("guardian.full_name"),
        phone: text("guardian.phone"),
        consents: ticked(GUARDIANS),
    };
    let no_guardian = guardian.full_name.trim().is_empty()
        && guardian.phone.trim().is_empty()
        && guardian.consents.is_empty();
    EntryForm {
        full_name: text("full_name"),
        birth_date: text("birth_date"),
        sex: given("sex"),
        phone: given("phone"),
        email: given("email"),
        unit_id: text("unit_id"),
        group_id: text("group_id"),
        staff_code: given("staff_code"),
        guardian: (!no_guardian).then_some(guardian),
        consents: ticked(OWN),
    }
}
