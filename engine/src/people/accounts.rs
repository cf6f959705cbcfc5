//! Staff accounts, and the first administrator of an empty database.

use khao_domain::ids::{AccountId, UnitId};
use khao_domain::people::code::ReEntryCode;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use subtle::ConstantTimeEq;

use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::passwords::Passwords;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx, accounts::AccountRecord};

const FIRST_RUN_LEASE: &str = "first run";

#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    pub role: Role,
    pub unit: Option<UnitId>,
    pub created_at: Timestamp,
    /// Cannot log in.
    pub disabled: bool,
}

/// An account to be created.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub username: String,
    pub password: String,
    pub role: Role,
    /// Required for coordinators.
    pub unit: Option<UnitId>,
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

    pub async fn accounts(&self, actor: &Actor, after: &str, limit: u32) -> Result<Vec<Account>> {
        actor.may(Action::ManageAccounts)?;
        let mut tx = self.store.read().await?;
        let rows = store::accounts::page(&mut tx, after, i64::from(limit)).await?;
        rows.iter().map(account_of).collect()
    }

    /// Locks somebody out at once, or lets them in again. Nobody locks themselves out, nor the last administrator.
    pub async fn disable_account(&self, actor: &Actor, id: AccountId, disabled: bool) -> Result<Account> {
        actor.may(Action::ManageAccounts)?;
        if disabled && actor.account() == Some(id) {
            return Err(Error::invalid(
                "/disabled",
                "Không ai tự khóa tài khoản của mình.",
            ));
        }
        let mut tx = self.store.write().await?;
        let mut account = store::accounts::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        account.disabled = disabled;
        if !store::accounts::set_disabled(&mut tx, id, disabled).await? {
            return account_of(&account);
        }
        let action = if disabled {
            "accounts.disable"
        } else {
            "accounts.enable"
        };
        self.record(&mut tx, actor, action, &id.to_string(), &account.role)
            .await?;
        if disabled {
            // The record took its turn in the audit: of two who lock each other out at once, the later one counts the
            // earlier one's work.
            if store::accounts::count_active(&mut tx, Role::Administrator.as_str()).await? == 0 {
                return Err(Error::invalid(
                    "/disabled",
                    "Đây là tài khoản quản trị cuối cùng, không khóa được.",
                ));
            }
            store::sessions::delete_of_account(&mut tx, id).await?;
        }
        tx.commit().await?;
        self.forget_sessions();
        account_of(&account)
    }

    /// The account as it will be stored, or everything that is wrong with it.
    async fn account_row(&self, new: NewAccount) -> Result<AccountRecord> {
        let mut problems = check(&new);
        if let Some(unit) = new.unit
            && self.units().await?.get(unit).is_none()
        {
            problems.push(Problem::at("/unit_id", "Không có đơn vị này."));
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let hash = self.passwords.hash(new.password, self.random.bytes()).await?;
        Ok(AccountRecord {
            id: self.random.id(self.now()),
            username: new.username,
            password_hash: hash,
            role: new.role.as_str().to_owned(),
            unit_id: new.unit.map(|id| id.0),
            created_at: self.now().0,
            disabled: false,
        })
    }

    async fn insert_account(&self, mut tx: Tx, actor: &Actor, row: &AccountRecord) -> Result<Account> {
        if !store::accounts::insert(&mut tx, row).await? {
            return Err(Error::Conflict(Conflict::Taken));
        }
        self.record(&mut tx, actor, "accounts.create", &row.id.to_string(), &row.role)
            .await?;
        tx.commit().await?;
        account_of(row)
    }

    pub async fn has_accounts(&self) -> Result<bool> {
        let mut tx = self.store.read().await?;
        Ok(store::accounts::count(&mut tx).await? > 0)
    }

    /// The one-time code for the first-run page, while there is no account.
    pub async fn first_run_code(&self) -> Result<Option<String>> {
        if self.has_accounts().await? {
            return Ok(None);
        }
        let code = self
            .first_run
            .get_or_init(|| async { ReEntryCode::from_bytes(&self.random.bytes()).to_string() })
            .await;
        Ok(Some(code.clone()))
    }

    /// Creates the first administrator; works once, with the code from the terminal.
    pub async fn first_run(&self, code: &str, username: &str, password: &str) -> Result<Account> {
        let expected = self.first_run_code().await?.ok_or(Error::NotFound)?;
        let given = ReEntryCode::parse(code)
            .map(|code| code.to_string())
            .unwrap_or_default();
        if !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
            return Err(Error::invalid(
                "/code",
                "Mã không đúng. Mã được in trên màn hình dòng lệnh của máy chủ.",
            ));
        }
        let new = NewAccount {
            username: username.trim().to_owned(),
            password: password.to_owned(),
            role: Role::Administrator,
            unit: None,
        };
        let row = self.account_row(new).await?;
        let mut tx = self.store.write().await?;
        // Hashing took a moment, in which a twin may have been faster. The lease makes twins on other nodes wait for
        // this transaction, which gives it back as it ends.
        let (node, now) = (self.node, self.now());
        let first = store::leases::take_free(&mut tx, FIRST_RUN_LEASE, node, now, now).await?
            && store::accounts::count(&mut tx).await? == 0;
        if !first {
            return Err(Error::NotFound);
        }
        store::leases::release(&mut tx, FIRST_RUN_LEASE, node).await?;
        self.insert_account(tx, &Actor::Anonymous, &row).await
    }
}

fn check(new: &NewAccount) -> Vec<Problem> {
    let mut problems = Vec::new();
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@');
    if !(3..=64).contains(&new.username.len()) || !new.username.chars().all(legal) {
        problems.push(Problem::at(
            "/username",
            "Tên đăng nhập có từ 3 đến 64 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch nối, gạch dưới hoặc @.",
        ));
    }
    problems.extend(Passwords::check(&new.password, "/password"));
    if new.role == Role::Coordinator && new.unit.is_none() {
        problems.push(Problem::at("/unit_id", "Đầu mối đơn vị phải gắn với một đơn vị."));
    }
    problems
}

fn account_of(row: &AccountRecord) -> Result<Account> {
    let role = Role::parse(&row.role).ok_or_else(|| store::StoreError::Corrupt {
        table: "accounts",
        column: "role",
        id: row.id.to_string(),
    })?;
    Ok(Account {
        id: AccountId(row.id),
        username: row.username.clone(),
        role,
        unit: row.unit_id.map(UnitId),
        created_at: row.created_at(),
        disabled: row.disabled,
    })
}
