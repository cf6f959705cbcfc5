//! `khao admin`: what only the owner of the database may do.

use std::io::BufRead;

use khao_domain::people::role::Role;
use khao_engine::audit::ChainState;
use khao_engine::people::accounts::NewAccount;
use khao_engine::policy::Actor;

use super::{Failure, opening};
use crate::config::{AdminCommand, AuditCommand, Place, RoleName};

pub async fn run(command: AdminCommand) -> Result<(), Failure> {
    match command {
        AdminCommand::CreateAccount {
            place,
            username,
            role,
            unit,
        } => create_account(&place, username, role, unit).await,
        AdminCommand::VerifyAudit(place) => verify_audit(&place).await,
    }
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command tells its user"
)]
async fn create_account(
    place: &Place,
    username: String,
    role: RoleName,
    unit: Option<String>,
) -> Result<(), Failure> {
    let opened = opening::open(place).await?;
    let units = opened.engine.units().await?;
    let unit = match unit {
        None => None,
        Some(code) => {
            let found = units.by_code(&code).map(|unit| unit.id);
            Some(found.ok_or_else(|| Failure::new(format!("There is no unit with the code «{code}».")))?)
        }
    };
    eprintln!("Password (12 to 128 characters), then Enter:");
    let mut password = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(|error| Failure::new(format!("no password: {error}")))?;
    let role = match role {
        RoleName::Administrator => Role::Administrator,
        RoleName::Organiser => Role::Organiser,
        RoleName::QuestionWriter => Role::QuestionWriter,
        RoleName::Reviewer => Role::Reviewer,
        RoleName::Coordinator => Role::Coordinator,
        RoleName::Marker => Role::Marker,
        RoleName::Interviewer => Role::Interviewer,
        RoleName::Auditor => Role::Auditor,
    };
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let account = opened
        .engine
        .create_account(
            &Actor::owner(),
            NewAccount {
                username,
                password,
                role,
                unit,
                full_name: String::new(),
            },
        )
        .await?;
    println!("{} ({})", account.username, role.as_str());
    opened.engine.close().await;
    Ok(())
}

pub async fn audit(command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::Verify(place) => verify_audit(&place).await,
    }
}

#[expect(clippy::print_stdout, reason = "a command tells its user")]
async fn verify_audit(place: &Place) -> Result<(), Failure> {
    let opened = opening::open_existing(place).await?;
    match opened.engine.verify_audit().await? {
        ChainState::Whole { rows } => {
            println!("The audit is whole: {rows} rows.");
            Ok(())
        }
        ChainState::BrokenAt { seq } => Err(Failure::new(format!(
            "The audit is broken at row {seq}: it, or what stood before it, was changed or removed."
        ))),
    }
}
