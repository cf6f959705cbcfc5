//! `khao demo`: a whole contest in one command.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_engine::demo::{DEMO_SLUG, DemoAccount};
use khao_engine::people::sessions::StaffTotp;
use serde::{Deserialize, Serialize};

use super::serve::{base_url, bind, resolve, run_until_stopped, settings_of};
use super::{Failure, opening, tell};
use crate::config::{Demo, Place};
use crate::state::App;

const FILE: &str = "demo.json";
const ROLES: [Role; 3] = [Role::Administrator, Role::Organiser, Role::Coordinator];

/// What `demo.json` holds.
#[derive(Debug, Serialize, Deserialize)]
struct DemoFile {
    base_url: String,
    accounts: Vec<AccountEntry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct AccountEntry {
    role: Role,
    username: String,
    password: String,
}

pub async fn run(options: Demo) -> Result<(), Failure> {
    let address = resolve(&options.listen.listen).await?;
    let mut settings = settings_of(&options.listen, address, true)?;
    if settings.site == "Khảo" {
        "Tỉnh Vĩnh Long (bản dùng thử)".clone_into(&mut settings.site);
    }
    let listener = bind(address).await?;
    let base = base_url(&listener)?;
    let folder = match options.data {
        Some(folder) => folder,
        None => fresh_folder()?,
    };
    let place = Place {
        database: None,
        data: folder.clone(),
        secret_file: None,
    };
    let opened = opening::open_to_serve(&place, &options.listen, StaffTotp::Optional).await?;
    let accounts = accounts(&folder, opened.engine.random())?;
    let app = App::new(opened.engine.clone(), settings);
    app.set_loaded(false);
    tell(format_args!("Khảo (bản dùng thử): {base}"));
    tell(format_args!("  Cuộc thi: {base}/contests/{DEMO_SLUG}"));
    tell(format_args!("  Bảng điều hành: {base}/console"));
    // The terminal is where the accounts are shown.
    for account in &accounts {
        tell(format_args!(
            "  {:<14} {:<14} {}",
            account.role.name(Lang::Vi),
            account.username,
            account.password
        ));
    }
    tell(format_args!("  Dữ liệu: {}", folder.display()));
    let loading = app.clone();
    let path = folder.join(FILE);
    tokio::spawn(async move {
        if let Err(error) = loading.engine.load_demo(&accounts).await {
            tracing::error!(%error, "the demonstration was not loaded");
            return;
        }
        match write_file(&path, base, &accounts) {
            Ok(()) => loading.set_loaded(true),
            Err(error) => tracing::error!(%error, path = %path.display(), "demo.json was not written"),
        }
    });
    run_until_stopped(listener, app).await
}

fn fresh_folder() -> Result<PathBuf, Failure> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("khao-demo-");
    // Everybody may enter a temporary folder unless it is told otherwise.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    builder.tempdir().map(tempfile::TempDir::keep).map_err(|error| {
        Failure::new(format!(
            "No temporary folder to be had: {error}. Name one with --data."
        ))
    })
}

/// The accounts of the folder's earlier run, or new ones with random passwords.
fn accounts(folder: &Path, random: &khao_engine::random::Random) -> Result<Vec<DemoAccount>, Failure> {
    let path = folder.join(FILE);
    if let Ok(text) = fs::read_to_string(&path) {
        let file: DemoFile = serde_json::from_str(&text).map_err(|error| {
            Failure::new(format!(
                "{} is damaged: {error}. Delete the folder to begin anew.",
                path.display()
            ))
        })?;
        return Ok(file
            .accounts
            .into_iter()
            .map(|entry| DemoAccount {
                role: entry.role,
                username: entry.username,
                password: entry.password,
            })
            .collect());
    }
    let new = |role: Role| DemoAccount {
        role,
        username: role.as_str().to_owned(),
        password: BASE32_NOPAD.encode(&random.bytes::<10>()).to_lowercase(),
    };
    let accounts: Vec<DemoAccount> = ROLES.map(new).into();
    // Written before the accounts are made, so that a demo that was stopped half-way continues with them.
    write_file(&path, String::new(), &accounts)
        .map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display())))?;
    Ok(accounts)
}

fn write_file(path: &Path, base_url: String, accounts: &[DemoAccount]) -> std::io::Result<()> {
    let entry = |account: &DemoAccount| AccountEntry {
        role: account.role,
        username: account.username.clone(),
        password: account.password.clone(),
    };
    let file = DemoFile {
        base_url,
        accounts: accounts.iter().map(entry).collect(),
    };
    let text = serde_json::to_string_pretty(&file).map_err(std::io::Error::other)?;
    opening::write_private(path, text.as_bytes())
}
