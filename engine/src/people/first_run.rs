//! The first administrator of an empty database.

use std::net::IpAddr;

use khao_domain::lang::said;
use khao_domain::people::code::ReEntryCode;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use subtle::ConstantTimeEq;

use super::accounts::{Account, NewAccount};
use crate::Engine;
use crate::audit::Author;
use crate::error::{Error, Result};
use crate::store;

const FIRST_RUN_LEASE: &str = "first run";

impl Engine {
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

    /// Everything that is wrong with what was typed; what is wrong with the account says nothing that the page does not.
    pub async fn wrong_with_first_run(
        &self,
        code: &str,
        (username, full_name): (&str, &str),
        password: &str,
    ) -> Result<Vec<Problem>> {
        let expected = self.first_run_code().await?.ok_or(Error::NotFound)?;
        let given = ReEntryCode::parse(code)
            .map(|code| code.to_string())
            .unwrap_or_default();
        let mut problems = Vec::new();
        if !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
            problems.push(Problem::at(
                "/code",
                said(
                    "Mã không đúng. Mã được in trên màn hình dòng lệnh của máy chủ.",
                    "The code is wrong. It is printed on the server's console.",
                ),
            ));
        }
        let new = first_account((username, full_name), password);
        problems.extend(self.wrong_with_account(&new).await?);
        Ok(problems)
    }

    /// Creates the first administrator; works once, with the code from the terminal. All mistakes are told at once.
    pub async fn first_run(
        &self,
        code: &str,
        (username, full_name): (&str, &str),
        password: &str,
        from: Option<IpAddr>,
    ) -> Result<Account> {
        let problems = self
            .wrong_with_first_run(code, (username, full_name), password)
            .await?;
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let row = self
            .account_row(first_account((username, full_name), password))
            .await?;
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
        self.insert_account(tx, Author::visitor(from), &row).await
    }
}

fn first_account((username, full_name): (&str, &str), password: &str) -> NewAccount {
    NewAccount {
        username: username.trim().to_owned(),
        password: password.to_owned(),
        role: Role::Administrator,
        unit: None,
        full_name: full_name.to_owned(),
    }
}
