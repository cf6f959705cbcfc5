//! `/console/audit`: who did what, on what, when, from where; and whether the record is whole.

use std::collections::HashMap;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::audit::{AuditLine, AuditView, Chain, FilterFields, detail, page, words};
use khao_domain::ids::AccountId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::{CivilDate, NOT_A_DAY};
use khao_engine::audit::{AuditEntry, AuditFilter, ChainState, Subject, Told};
use khao_engine::policy::Action;
use serde::Deserialize;

use crate::routes::api::paging::{cut, one_more};
use crate::routes::body::{Form, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/audit";
const READ: Access = Access::Staff(Action::ReadAudit);
const PAGE_MOST: usize = 50;

pub fn routes() -> Vec<Route> {
    vec![get(PATH, READ, show), post(PATH, READ, verify).takes_form()]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    account: String,
    group: String,
    since: String,
    until: String,
    object: String,
    /// The number of the last line of the page before.
    before: String,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    respond(&page_of, params, None).await
}

async fn verify(page_of: Page, _: Form) -> PageResult {
    let chain = match page_of.engine().check_audit(page_of.actor()).await? {
        ChainState::Whole { rows } => Chain::Whole { rows },
        ChainState::BrokenAt { seq } => Chain::BrokenAt { seq },
    };
    respond(&page_of, Params::default(), Some(chain)).await
}

async fn respond(page_of: &Page, params: Params, chain: Option<Chain>) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let (filter, problems) = filter_of(&params);
    let names = engine.audit_names(actor).await?;
    let before = params.before.parse().ok();
    let mut entries = if problems.is_empty() {
        engine
            .audit_found(actor, &filter, before, one_more(PAGE_MOST))
            .await?
    } else {
        Vec::new()
    };
    let last = cut(&mut entries, PAGE_MOST, |entry| entry.seq);
    let known = names.iter().map(|(id, name)| (*id, name.as_str())).collect();
    let told = engine.audit_told(actor, &entries).await?;
    let lines = entries.into_iter().zip(told);
    let lines = lines
        .map(|(entry, told)| line(page_of, entry, &told, &known))
        .collect();
    let query = address_of("", &filter, None);
    let option = |(id, name): &(AccountId, String)| SelectOption::new(id.to_string(), name.clone());
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let view = AuditView {
        filter: FilterFields {
            account: params.account,
            group: params.group,
            since: params.since,
            until: params.until,
            object: params.object,
        },
        accounts: names.iter().map(option).collect(),
        lines,
        next: last.map(|seq| address_of(PATH, &filter, Some(seq))),
        query,
        chain,
        problems,
    };
    let lang = page_of.lang();
    let title = lang.say("Nhật ký", "Audit");
    Ok(page_of
        .show_console(Section::Audit, status, title, page(lang, view))
        .await)
}

fn filter_of(params: &Params) -> (AuditFilter, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut day = |name: &str, typed: &str| {
        let day = CivilDate::parse(typed);
        if day.is_none() && !typed.trim().is_empty() {
            problems.push(Problem::at(format!("/{name}"), NOT_A_DAY));
        }
        day
    };
    let filter = AuditFilter {
        account: params.account.parse().ok(),
        group: params.group.clone(),
        since: day("since", &params.since),
        until: day("until", &params.until),
        object: params.object.clone(),
    };
    (filter, problems)
}

fn address_of(path: &str, filter: &AuditFilter, before: Option<i64>) -> String {
    let day = |day: Option<CivilDate>| day.map(CivilDate::iso).unwrap_or_default();
    let account = filter.account.map(|id| id.to_string()).unwrap_or_default();
    let before = before.map(|seq| seq.to_string()).unwrap_or_default();
    let fields = [
        ("account", account),
        ("group", filter.group.clone()),
        ("since", day(filter.since)),
        ("until", day(filter.until)),
        ("object", filter.object.clone()),
        ("before", before),
    ];
    address(path, fields.iter().map(|(name, value)| (*name, value.as_str())))
}

fn line(page_of: &Page, entry: AuditEntry, told: &Told, names: &HashMap<AccountId, &str>) -> AuditLine {
    let lang = page_of.lang();
    let who = match entry.actor {
        Some(id) if id.is_nil() => lang.say("dòng lệnh", "the command line").to_owned(),
        Some(id) => names
            .get(&AccountId(id))
            .map_or_else(|| id.to_string(), |name| (*name).to_owned()),
        None => words::nobody(lang, &entry.action).to_owned(),
    };
    let may_look = page_of.actor().may(Action::InspectContests).is_ok();
    AuditLine {
        seq: entry.seq,
        at: entry.at,
        who,
        object: object_in(lang, &entry, told),
        detail: detail_in(lang, &entry, told),
        within: told.within.clone(),
        link: told
            .subject
            .as_ref()
            .and_then(|subject| path_of(subject, &entry.action, may_look)),
        own: (!entry.object.is_empty()).then(|| address(PATH, [("object", entry.object.as_str())])),
        action: entry.action,
        from: entry.from.unwrap_or_default(),
    }
}

/// The words of a row in a file, which is in Vietnamese.
pub fn audit_words(entry: &AuditEntry, told: &Told) -> [String; 3] {
    let object = object_in(Lang::Vi, entry, told);
    let object = match &told.within {
        Some(within) => format!("{object} ({within})"),
        None => object,
    };
    let action = words::action(Lang::Vi, &entry.action).to_owned();
    [action, object, detail_in(Lang::Vi, entry, told)]
}

fn object_in(lang: Lang, entry: &AuditEntry, told: &Told) -> String {
    told.name.clone().unwrap_or_else(|| {
        words::nameless(lang, &entry.action).map_or_else(|| entry.object.clone(), str::to_owned)
    })
}

/// Rows of earlier versions are told as they were written.
fn detail_in(lang: Lang, entry: &AuditEntry, told: &Told) -> String {
    let detail = told.detail.as_ref();
    detail.map_or_else(|| entry.detail.clone(), |detail| detail::told(lang, detail))
}

/// Where it can be looked at; nobody is sent where they may not go.
fn path_of(subject: &Subject, action: &str, may_look: bool) -> Option<String> {
    let path = match subject {
        Subject::Account(id) => format!("/console/accounts/{id}"),
        Subject::Bank(id) => format!("/console/banks/{id}"),
        Subject::Contest(slug) => format!("/console/contests/{slug}"),
        Subject::Groups(slug) => format!("/console/contests/{slug}/setup/groups"),
        Subject::Messages(slug) => format!("/console/contests/{slug}/messages"),
        Subject::Roster(slug) => format!("/console/contests/{slug}/roster"),
        // Which key it is now stands there, for those who may read it; no record holds it.
        Subject::Round(id) if action == "rounds.correct" => format!("/console/rounds/{id}/corrections"),
        Subject::Round(id) => format!("/console/rounds/{id}"),
        Subject::Survey(slug) => format!("/console/surveys/{slug}"),
        Subject::Unit(id) => format!("/console/units/{id}"),
        Subject::Attempt(id) => return may_look.then(|| format!("/console/attempts/{id}")),
        Subject::Participant(id) => return may_look.then(|| format!("/console/participants/{id}")),
        Subject::Complaint(round, id) => {
            return may_look.then(|| format!("/console/rounds/{round}/complaints/{id}"));
        }
    };
    Some(path)
}
