//! Staff accounts.

use khao_domain::audit::Detail;
use khao_domain::ids::{AccountId, UnitId};
use khao_domain::lang::said;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, fold, nfc};
use khao_domain::time::Timestamp;

use crate::Engine;
use crate::audit::Author;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::passwords::Passwords;
use crate::people::units::{UnitTree, no_such_unit};
use crate::policy::{Action, Actor};
use crate::store::accounts::{AccountRecord, Part};
use crate::store::{self, Tx};

#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    /// Empty where nobody said it.
    pub full_name: String,
    pub role: Role,
    pub unit: Option<UnitId>,
    pub created_at: Timestamp,
    /// Cannot log in.
    pub disabled: bool,
    /// Is asked for a code as well.
    pub has_second_factor: bool,
}

/// An account to be created.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub username: String,
    pub password: String,
    pub role: Role,
    /// What the account is bound to; required for coordinators.
    pub unit: Option<UnitId>,
    pub full_name: String,
}

/// What to change; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct AccountChange {
    pub full_name: Option<String>,
    pub role: Option<Role>,
    pub unit: Option<Option<UnitId>>,
    pub disabled: Option<bool>,
}

/// Which accounts to list.
#[derive(Debug, Clone, Default)]
pub struct AccountQuery {
    /// In username and name, without diacritics and signs.
    pub text: String,
    pub role: Option<Role>,
    pub disabled: Option<bool>,
    /// The username of the last one seen.
    pub after: String,
    pub limit: u32,
}

impl Engine {
    pub async fn create_account(&self, actor: &Actor, new: NewAccount) -> Result<Account> {
        self.create_account_once(actor, new, None).await
    }

    /// The same key again answers with the account it made.
    pub async fn create_account_once(
        &self,
        actor: &Actor,
        new: NewAccount,
        key: Option<IdempotencyKey>,
    ) -> Result<Account> {
        actor.may(Action::ManageAccounts)?;
        let key = key.map(|key| key.of(actor));
        let row = self.account_row(new).await?;
        let mut tx = self.store.write().await?;
        if let Some(username) = self.replay(&mut tx, key.as_ref()).await? {
            let made = store::accounts::by_username(&mut tx, &username).await?;
            return account_of(&made.ok_or(Error::NotFound)?);
        }
        self.remember(&mut tx, key.as_ref(), &row.username).await?;
        self.insert_account(tx, actor, &row).await
    }

    /// Accounts by username; whoever is bound to a unit sees those of its subtree.
    pub async fn accounts(&self, actor: &Actor, query: &AccountQuery) -> Result<Vec<Account>> {
        actor.may(Action::ReadAccounts)?;
        let folded = fold(&query.text);
        // Signs alone are in nobody's name.
        if folded.is_empty() && !query.text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let span = self.span_of(actor).await?;
        let part = Part {
            folded: &folded,
            role: query.role.map_or("", Role::as_str),
            disabled: query.disabled,
            span: (&span.0, &span.1),
        };
        let mut tx = self.store.read().await?;
        let rows = store::accounts::page(&mut tx, &query.after, &part, i64::from(query.limit)).await?;
        rows.iter().map(account_of).collect()
    }

    pub async fn account(&self, actor: &Actor, id: AccountId) -> Result<Account> {
        actor.may(Action::ReadAccounts)?;
        let mut tx = self.store.read().await?;
        let account = store::accounts::by_id(&mut tx, id).await?;
        drop(tx);
        let account = account_of(&account.ok_or(Error::NotFound)?)?;
        self.reach(actor, account.unit).await?;
        Ok(account)
    }

    /// What the lineages of an actor's units lie between; empty is everything.
    pub(crate) async fn span_of(&self, actor: &Actor) -> Result<(String, String)> {
        match actor.bound_to() {
            Some(unit) => Ok(self
                .units()
                .await?
                .get(unit)
                .ok_or(Error::Forbidden)?
                .lineage_span()),
            None => Ok(<(String, String)>::default()),
        }
    }

    /// Changes role, unit and name, locks somebody out at once, or lets them in again. Nobody locks themselves out, and
    /// there is always an administrator left.
    pub async fn change_account(
        &self,
        actor: &Actor,
        id: AccountId,
        change: AccountChange,
    ) -> Result<Account> {
        actor.may(Action::ManageAccounts)?;
        if change.disabled == Some(true) && actor.account() == Some(id) {
            return Err(Error::invalid(
                "/disabled",
                said(
                    "Không ai tự khóa tài khoản của mình.",
                    "Nobody can lock their own account.",
                ),
            ));
        }
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::accounts::lock(&mut tx, id).await?;
        let old = store::accounts::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        let new = changed(&old, &change);
        let role = role_of(&new.role, "accounts", new.id)?;
        if change.role.is_some() || change.unit.is_some() || change.full_name.is_some() {
            let problems = check_place(&units, role, new.unit_id.map(UnitId), &new.full_name);
            Error::if_any(problems)?;
        }
        let steps = steps_between(&old, &new);
        if steps.is_empty() {
            return account_of(&old);
        }
        store::accounts::update(&mut tx, &new).await?;
        for (action, detail) in steps {
            self.record(&mut tx, actor, action, &id.to_string(), &detail)
                .await?;
        }
        let administers = |row: &AccountRecord| row.role == Role::Administrator.as_str() && !row.disabled;
        if administers(&old) && !administers(&new) {
            // The record took its turn in the audit: of two who lock each other out at once, the later one counts the
            // earlier one's work.
            if store::accounts::count_active(&mut tx, Role::Administrator.as_str()).await? == 0 {
                return Err(last_administrator(new.disabled));
            }
        }
        if new.disabled {
            store::sessions::delete_of_account(&mut tx, id).await?;
        }
        tx.commit().await?;
        self.forget_sessions();
        account_of(&new)
    }

    /// Everything that is wrong with a new account.
    pub(super) async fn wrong_with_account(&self, new: &NewAccount) -> Result<Vec<Problem>> {
        let units = self.units().await?;
        let mut problems = check(new);
        let full_name = collapse_spaces(&nfc(&new.full_name));
        problems.extend(check_place(&units, new.role, new.unit, &full_name));
        Ok(problems)
    }

    /// The account as it will be stored, or everything that is wrong with it.
    pub(crate) async fn account_row(&self, new: NewAccount) -> Result<AccountRecord> {
        let full_name = collapse_spaces(&nfc(&new.full_name));
        let problems = self.wrong_with_account(&new).await?;
        Error::if_any(problems)?;
        let hash = self.passwords.hash(new.password, self.random.bytes()).await?;
        Ok(AccountRecord {
            id: self.random.id(self.now()),
            folded: folded(&new.username, &full_name),
            username: new.username,
            password_hash: hash,
            role: new.role.as_str().to_owned(),
            unit_id: new.unit.map(|id| id.0),
            full_name,
            created_at: self.now().0,
            disabled: false,
            confirmed_at: None,
        })
    }

    pub(super) async fn insert_account(
        &self,
        mut tx: Tx,
        by: impl Into<Author>,
        row: &AccountRecord,
    ) -> Result<Account> {
        if !store::accounts::insert(&mut tx, row).await? {
            return Err(Error::Conflict(Conflict::Taken));
        }
        let detail = Detail::default().fact("role", row.role.as_str());
        self.record(&mut tx, by, "accounts.create", &row.id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        account_of(row)
    }
}

fn check(new: &NewAccount) -> Vec<Problem> {
    let mut problems = Vec::new();
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@');
    if !(3..=64).contains(&new.username.len()) || !new.username.chars().all(legal) {
        problems.push(Problem::at(
            "/username",
            said("Tên đăng nhập có từ 3 đến 64 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch nối, gạch dưới hoặc @.", "A username has 3 to 64 characters: small letters, digits, full stop, hyphen, underscore or @."),
        ));
    }
    problems.extend(Passwords::check(&new.password, "/password"));
    problems
}

/// What is wrong with a role at a unit, and with a name.
pub(crate) fn check_place(
    units: &UnitTree,
    role: Role,
    unit: Option<UnitId>,
    full_name: &str,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let wrong_unit = match unit {
        None if role.needs_unit() => Some(said(
            "Đầu mối đơn vị phải gắn với một đơn vị.",
            "A coordinator must belong to a unit.",
        )),
        Some(_) if !role.takes_unit() => Some(said(
            "Tài khoản quản trị không gắn với đơn vị nào.",
            "An administrator belongs to no unit.",
        )),
        Some(unit) if units.get(unit).is_none() => Some(no_such_unit()),
        _ => None,
    };
    problems.extend(wrong_unit.map(|detail| Problem::at("/unit_id", detail)));
    if full_name.chars().count() > 100 {
        problems.push(Problem::at(
            "/full_name",
            said(
                "Họ và tên dài nhất 100 ký tự.",
                "A full name has at most 100 characters.",
            ),
        ));
    }
    problems
}

fn folded(username: &str, full_name: &str) -> String {
    fold(&format!("{username} {full_name}"))
}

fn changed(old: &AccountRecord, change: &AccountChange) -> AccountRecord {
    let mut new = old.clone();
    if let Some(full_name) = &change.full_name {
        new.full_name = collapse_spaces(&nfc(full_name));
        new.folded = folded(&new.username, &new.full_name);
    }
    if let Some(role) = change.role {
        role.as_str().clone_into(&mut new.role);
    }
    if let Some(unit) = change.unit {
        new.unit_id = unit.map(|unit| unit.0);
    }
    if let Some(disabled) = change.disabled {
        new.disabled = disabled;
    }
    new
}

/// What the audit tells of a change: ids and roles, never a name.
fn steps_between(old: &AccountRecord, new: &AccountRecord) -> Vec<(&'static str, Detail)> {
    let mut steps = Vec::new();
    if old.role != new.role || old.unit_id != new.unit_id {
        let unit = |row: &AccountRecord| row.unit_id.map(|unit| unit.to_string());
        let told = Detail::default()
            .change("role", old.role.as_str(), new.role.as_str())
            .change("unit_id", unit(old), unit(new));
        steps.push(("accounts.place", told));
    }
    if old.full_name != new.full_name {
        steps.push(("accounts.rename", Detail::default().touched("full_name", true)));
    }
    let role = Detail::default().fact("role", new.role.as_str());
    match (old.disabled, new.disabled) {
        (false, true) => steps.push(("accounts.disable", role)),
        (true, false) => steps.push(("accounts.enable", role)),
        _ => {}
    }
    steps
}

pub(crate) fn role_of(role: &str, table: &'static str, id: uuid::Uuid) -> Result<Role> {
    let column = "role";
    Role::parse(role).ok_or_else(|| {
        let id = id.to_string();
        store::StoreError::Corrupt { table, column, id }.into()
    })
}

pub(crate) fn account_of(row: &AccountRecord) -> Result<Account> {
    Ok(Account {
        id: AccountId(row.id),
        username: row.username.clone(),
        full_name: row.full_name.clone(),
        role: role_of(&row.role, "accounts", row.id)?,
        unit: row.unit_id.map(UnitId),
        created_at: row.created_at(),
        disabled: row.disabled,
        has_second_factor: row.confirmed_at.is_some(),
    })
}

fn last_administrator(is_locked: bool) -> Error {
    let pointer = if is_locked { "/disabled" } else { "/role" };
    let detail = said(
        "Đây là tài khoản quản trị cuối cùng, không khóa và không đổi vai trò được.",
        "This is the last administrator: it cannot be locked or given another role.",
    );
    Error::invalid(pointer, detail)
}
