//! `/console/audit`: who did what, on what, when, from where; and whether the record is whole.

use std::collections::{HashMap, HashSet};

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::audit::{AuditLine, AuditView, Chain, FilterFields, page, words};
use khao_domain::ids::{AccountId, AttemptId, BankId, ContestId, ParticipantId, RoundId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::audit::{AuditEntry, AuditFilter, ChainState};
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
    let known = Known {
        accounts: names.iter().map(|(id, name)| (*id, name.as_str())).collect(),
        banks: banks_of(page_of, &entries).await,
    };
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        lines.push(line(page_of, entry, &known).await?);
    }
    let query = address_of("", &filter, None);
    let option = |(id, name): &(AccountId, String)| SelectOption {
        value: id.to_string(),
        label: name.clone(),
    };
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
            let detail = said(
                "Ngày phải có dạng ngày/tháng/năm, ví dụ 01/07/2025.",
                "A date is day/month/year, such as 01/07/2025.",
            );
            problems.push(Problem::at(format!("/{name}"), detail));
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

/// The names of what the lines speak of.
struct Known<'a> {
    accounts: HashMap<AccountId, &'a str>,
    /// Without those that are gone.
    banks: HashMap<BankId, String>,
}

/// Each bank is read once, however many of the lines are about it.
async fn banks_of(page_of: &Page, entries: &[AuditEntry]) -> HashMap<BankId, String> {
    let of_banks = entries.iter().filter(|entry| group_of(entry) == "banks");
    let ids: HashSet<BankId> = of_banks.filter_map(|entry| entry.object.parse().ok()).collect();
    let mut names = HashMap::with_capacity(ids.len());
    for id in ids {
        if let Ok(bank) = page_of.engine().bank(page_of.actor(), id).await {
            names.insert(id, bank.name);
        }
    }
    names
}

/// What stands before the dot of an action.
fn group_of(entry: &AuditEntry) -> &str {
    entry.action.split('.').next().unwrap_or_default()
}

async fn line(
    page_of: &Page,
    entry: AuditEntry,
    known: &Known<'_>,
) -> Result<AuditLine, khao_engine::error::Error> {
    let (object, link) = object_of(page_of, &entry, known).await?;
    let lang = page_of.lang();
    let who = match entry.actor {
        Some(id) if id.is_nil() => lang.say("dòng lệnh", "the command line").to_owned(),
        Some(id) => known
            .accounts
            .get(&AccountId(id))
            .map_or_else(|| id.to_string(), |name| (*name).to_owned()),
        None => words::nobody(lang, &entry.action).to_owned(),
    };
    Ok(AuditLine {
        seq: entry.seq,
        at: entry.at,
        who,
        action: entry.action,
        detail: entry.detail,
        object,
        link,
        from: entry.from.unwrap_or_default(),
    })
}

/// What was acted on by its name, with its page, where it is still there.
async fn object_of(
    page_of: &Page,
    entry: &AuditEntry,
    known: &Known<'_>,
) -> Result<(String, Option<String>), khao_engine::error::Error> {
    let engine = page_of.engine();
    let group = group_of(entry);
    let found = match group {
        "units" => {
            let units = engine.units().await?;
            let unit = entry.object.parse().ok().and_then(|id: UnitId| units.get(id));
            unit.map(|unit| (unit.name.clone(), format!("/console/units/{}", unit.id)))
        }
        "banks" => {
            let id = entry.object.parse().ok();
            let named = id.and_then(|id: BankId| Some((id, known.banks.get(&id)?)));
            named.map(|(id, name)| (name.clone(), format!("/console/banks/{id}")))
        }
        "contests" | "roster" => match entry.object.parse::<ContestId>() {
            Ok(id) => {
                let contest = engine.contest(id).await.ok();
                let page = if group == "roster" { "/roster" } else { "" };
                contest.map(|one| {
                    let path = format!("/console/contests/{}{page}", one.slug);
                    (one.title.clone(), path)
                })
            }
            Err(_) => None,
        },
        "rounds" => match entry.object.parse::<RoundId>() {
            Ok(id) => {
                let round = engine.contest_of_round(id).await.ok();
                round.map(|(_, round)| (round.name.clone(), format!("/console/rounds/{id}")))
            }
            Err(_) => None,
        },
        _ => person_of(page_of, group, &entry.object, &known.accounts),
    };
    Ok(match found {
        Some((name, path)) => (name, Some(path)),
        None => (entry.object.clone(), None),
    })
}

/// Accounts by their names, participants and their attempts by their ids; nobody is sent where they may not go.
fn person_of(
    page_of: &Page,
    group: &str,
    object: &str,
    names: &HashMap<AccountId, &str>,
) -> Option<(String, String)> {
    let runs = || page_of.actor().may(Action::InspectContests).ok();
    match group {
        "account" | "accounts" | "invitations" => {
            let id = object.parse::<AccountId>().ok()?;
            let name = names.get(&id)?;
            Some(((*name).to_owned(), format!("/console/accounts/{id}")))
        }
        "participants" => {
            let id = object.parse::<ParticipantId>().ok()?;
            runs().map(|()| (object.to_owned(), format!("/console/participants/{id}")))
        }
        "attempts" => {
            let id = object.parse::<AttemptId>().ok()?;
            runs().map(|()| (object.to_owned(), format!("/console/attempts/{id}")))
        }
        _ => None,
    }
}
