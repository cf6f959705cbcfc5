//! `/console/accounts`: staff accounts, and the invitations under way.

mod new;
mod one;

use axum::http::{HeaderMap, StatusCode};
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::accounts::{AccountLine, AccountsView, InvitationLine, PATH, page};
use khao_app::pages::console::new_account::LinkView;
use khao_domain::ids::UnitId;
use khao_domain::lang::said;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::people::accounts::{Account, AccountQuery};
use khao_engine::people::invitations::{Invitation, OneTimeLink};
use khao_engine::people::units::UnitTree;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::owner;
use crate::routes::api::paging::{cut, one_more};
use crate::routes::body::{Form, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::base;

/// How many accounts a page shows.
const SHOWN: usize = 50;

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        get(PATH, Access::Staff(Action::ReadAccounts), show),
        post(PATH, Access::Staff(Action::ManageAccounts), revoke).takes_form(),
    ];
    routes.extend(new::routes());
    routes.extend(one::routes());
    routes
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    query: String,
    role: String,
    state: String,
    after: String,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let role = Role::parse(&params.role);
    let wanted = AccountQuery {
        text: params.query.chars().take(100).collect(),
        role,
        disabled: match params.state.as_str() {
            "active" => Some(false),
            "locked" => Some(true),
            _ => None,
        },
        after: params.after.clone(),
        limit: one_more(SHOWN),
    };
    let mut accounts = engine.accounts(actor, &wanted).await?;
    let next = cut(&mut accounts, SHOWN, |last| next_page(&params, &last.username));
    let units = engine.units().await?;
    let view = AccountsView {
        query: params.query,
        role,
        state: params.state,
        accounts: accounts.into_iter().map(|one| line(one, &units)).collect(),
        next,
        invitations: engine
            .invitations(actor)
            .await?
            .into_iter()
            .map(|one| invitation(one, &units))
            .collect(),
        may_change: actor.may(Action::ManageAccounts).is_ok(),
    };
    let title = lang.say("Tài khoản", "Accounts");
    Ok(page_of
        .show_console(Section::Accounts, StatusCode::OK, title, page(lang, view))
        .await)
}

fn next_page(params: &Params, after: &str) -> String {
    let fields = [
        ("query", params.query.as_str()),
        ("role", &params.role),
        ("state", &params.state),
        ("after", after),
    ];
    address(PATH, fields)
}

async fn revoke(page_of: Page, form: Form) -> PageResult {
    let id = form.text("invitation_id").parse().map_err(|_| Error::NotFound)?;
    page_of.engine().revoke_invitation(page_of.actor(), id).await?;
    Ok(see_done(PATH, Done::InvitationRevoked))
}

fn unit_name(units: &UnitTree, unit: Option<UnitId>) -> String {
    unit.map_or("", |unit| units.name(unit)).to_owned()
}

fn line(account: Account, units: &UnitTree) -> AccountLine {
    AccountLine {
        id: account.id,
        username: account.username,
        full_name: account.full_name,
        role: account.role,
        unit: unit_name(units, account.unit),
        disabled: account.disabled,
        has_second_factor: account.has_second_factor,
    }
}

fn invitation(one: Invitation, units: &UnitTree) -> InvitationLine {
    InvitationLine {
        id: one.id,
        full_name: one.full_name,
        role: one.role,
        unit: unit_name(units, one.unit),
        expires_at: one.expires_at,
    }
}

/// The role and the unit a form names, or what is wrong with them.
async fn place_of(page_of: &Page, form: &Form) -> Result<(Role, Option<UnitId>), Error> {
    let mut problems = Vec::new();
    let role = Role::parse(form.text("role"));
    if role.is_none() {
        problems.push(Problem::at("/role", said("Xin chọn vai trò.", "Choose a role.")));
    }
    let unit = match owner::typed(page_of, form).await {
        Err(Error::Invalid(mistakes)) => {
            problems.extend(mistakes);
            None
        }
        typed => typed?,
    };
    match role {
        Some(role) if problems.is_empty() => Ok((role, unit)),
        _ => Err(Error::Invalid(problems)),
    }
}

/// The whole address, to be sent to its reader: of the name under which this page was asked for.
fn link_view(page_of: &Page, headers: &HeaderMap, path: &str, link: &OneTimeLink) -> LinkView {
    LinkView {
        link: format!("{}{path}#{}", base(&page_of.app, headers), link.code.expose()),
        expires_at: link.expires_at,
    }
}
