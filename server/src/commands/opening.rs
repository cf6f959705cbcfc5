//! Opening the database: data folder, lock, server key, engine.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use khao_engine::clock::Clock;
use khao_engine::error::Error;
use khao_engine::people::sessions::{STAFF_IDLE_S, STAFF_PROOF_S, StaffTotp};
use khao_engine::random::Random;
use khao_engine::secrets::ServerKey;
use khao_engine::{Address, Engine, JOURNAL_QUEUE, Setup, StoreError};

use super::Failure;
use crate::config::{Listen, Place};

/// An open engine; SQLite's data folder stays locked as long as this lives.
pub struct Opened {
    pub engine: Arc<Engine>,
    _lock: Option<File>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Write,
    /// Makes neither a database nor a key: a mistyped folder would look like an empty one.
    Read,
}

/// Makes what is not there yet.
pub async fn open(place: &Place) -> Result<Opened, Failure> {
    open_for(place, Purpose::Write, NO_STAFF).await
}

/// As [`open`], for a server, whose staff may be idle for so long.
pub async fn open_to_serve(place: &Place, listen: &Listen, totp: StaffTotp) -> Result<Opened, Failure> {
    let staff = Staff {
        idle_s: listen.staff_idle_minutes * 60,
        proof_s: listen.staff_proof_minutes * 60,
        totp,
    };
    open_for(place, Purpose::Write, staff).await
}

/// Opens what is there already.
pub async fn open_existing(place: &Place) -> Result<Opened, Failure> {
    open_for(place, Purpose::Read, NO_STAFF).await
}

/// Commands open no sessions.
const NO_STAFF: Staff = Staff {
    idle_s: STAFF_IDLE_S,
    proof_s: STAFF_PROOF_S,
    totp: StaffTotp::Optional,
};

/// What holds for sessions of staff.
struct Staff {
    idle_s: i64,
    proof_s: i64,
    totp: StaffTotp,
}

async fn open_for(place: &Place, purpose: Purpose, staff: Staff) -> Result<Opened, Failure> {
    let address = address_of(place)?;
    let is_sqlite = matches!(address, Address::SqliteFile(_));
    if !is_sqlite && place.secret_file.is_none() {
        return Err(Failure::new(
            "On PostgreSQL all nodes need the same server key: name its file with --secret-file or KHAO_SECRET_FILE. \
             Make one with: head -c 32 /dev/urandom > server.key",
        ));
    }
    if let Address::SqliteFile(path) = &address {
        check_file(path, place, purpose)?;
    }
    make_private(&place.data).map_err(|error| {
        Failure::new(format!(
            "The data folder {} cannot be made: {error}. Choose another with --data.",
            place.data.display()
        ))
    })?;
    warn_if_open(&place.data);
    let lock = if is_sqlite { Some(lock(&place.data)?) } else { None };
    let random =
        Random::from_system().map_err(|error| Failure::new(format!("No randomness to be had: {error}")))?;
    let key_file = place
        .secret_file
        .clone()
        .unwrap_or_else(|| place.data.join("server.key"));
    let may_make = place.secret_file.is_none() && purpose == Purpose::Write;
    let key = server_key(&key_file, may_make, &random)?;
    if let Address::SqliteFile(path) = &address
        && !path.exists()
    {
        // SQLite's own files take over the mode of the first one.
        write_private(path, b"").map_err(|error| {
            Failure::new(format!(
                "{} cannot be written: {error}. Choose another place with --data or --database.",
                path.display()
            ))
        })?;
    }
    let engine = start(Setup {
        address,
        clock: Clock::System,
        random,
        key,
        staff_idle_s: staff.idle_s,
        staff_proof_s: staff.proof_s,
        staff_totp: staff.totp,
        journal_queue: JOURNAL_QUEUE,
    })
    .await?;
    Ok(Opened { engine, _lock: lock })
}

async fn start(setup: Setup) -> Result<Arc<Engine>, Failure> {
    let shown = match &setup.address {
        Address::SqliteFile(path) => path.display().to_string(),
        Address::Postgres(_) => "the PostgreSQL database".to_owned(),
    };
    Engine::open(setup).await.map_err(|error| match error {
        Error::Store(error @ StoreError::Unreachable { .. }) => Failure::new(format!(
            "There is {error}. Check that it runs there, and the address in --database or KHAO_DATABASE."
        )),
        error => Failure::new(format!("{shown} cannot be opened: {error}")),
    })
}

#[expect(clippy::print_stdout, reason = "a command tells its user")]
pub async fn migrate(place: &Place) -> Result<(), Failure> {
    let opened = open(place).await?;
    match opened.engine.migrations_applied() {
        0 => println!("Cơ sở dữ liệu đã ở bản mới nhất."),
        steps => println!("Đã áp dụng {steps} bước; cơ sở dữ liệu đã ở bản mới nhất."),
    }
    opened.engine.close().await;
    Ok(())
}

fn address_of(place: &Place) -> Result<Address, Failure> {
    match &place.database {
        None => Ok(Address::SqliteFile(place.data.join("khao.db"))),
        // What was given is not repeated: it may hold a password.
        Some(text) => text.parse().map_err(|_| {
            Failure::new(
                "--database starts with sqlite:// or postgres://, such as sqlite:///srv/khao/khao.db.",
            )
        }),
    }
}

/// Says what stands in the way of a SQLite file before anything is made.
fn check_file(path: &Path, place: &Place, purpose: Purpose) -> Result<(), Failure> {
    let shown = path.display();
    if path.as_os_str().is_empty() {
        return Err(Failure::new(
            "sqlite:// needs the path of a file, such as sqlite:///srv/khao/khao.db.",
        ));
    }
    if path.is_dir() {
        return Err(Failure::new(format!(
            "{shown} is a folder, not a database. Name a file in it: sqlite://{}.",
            path.join("khao.db").display()
        )));
    }
    if path.exists() {
        return Ok(());
    }
    if purpose == Purpose::Read {
        return Err(Failure::new(format!(
            "There is no database at {shown}. Check --data and --database."
        )));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        // The data folder is made; a folder that somebody names in an address is not guessed at.
        Some(folder) if place.database.is_some() && folder != place.data && !folder.is_dir() => {
            Err(Failure::new(format!(
                "There is no folder {} for the database. Make it, or choose another with --database.",
                folder.display()
            )))
        }
        _ => Ok(()),
    }
}

/// One process at a time writes a SQLite file.
fn lock(folder: &Path) -> Result<File, Failure> {
    let path = folder.join("khao.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| {
            Failure::new(format!(
                "The data folder {} cannot be written: {error}. Choose another with --data.",
                folder.display()
            ))
        })?;
    file.try_lock().map_err(|_| {
        Failure::new(format!(
            "Another khao uses {}. Stop it, choose another folder with --data, or talk to it with --server URL.",
            folder.display()
        ))
    })?;
    Ok(file)
}

fn server_key(path: &PathBuf, may_make: bool, random: &Random) -> Result<ServerKey, Failure> {
    match File::open(path) {
        Ok(mut file) => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)
                .map_err(|error| Failure::new(format!("{} cannot be read: {error}", path.display())))?;
            <[u8; 32]>::try_from(bytes.as_slice())
                .map(ServerKey::new)
                .map_err(|_| {
                    Failure::new(format!(
                        "{} must hold exactly 32 bytes, not {}.",
                        path.display(),
                        bytes.len()
                    ))
                })
        }
        Err(error) if error.kind() == ErrorKind::NotFound && may_make => {
            let bytes: [u8; 32] = random.bytes();
            write_whole(path, &bytes)
                .map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display())))?;
            Ok(ServerKey::new(bytes))
        }
        Err(error) => Err(Failure::new(format!(
            "The server key {} cannot be read: {error}",
            path.display()
        ))),
    }
}

/// A folder that only its owner enters: it holds personal data and the server key.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// A folder that was there before keeps its mode: somebody chose it. But they should know what it means.
fn warn_if_open(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder).map_or(0, |about| about.permissions().mode() & 0o777);
        if mode & 0o077 != 0 {
            let folder = folder.display();
            tracing::warn!("others on this machine may enter {folder} (mode {mode:o}): chmod 700 {folder}");
        }
    }
}

/// As [`write_private`], and whatever happens on the way the file holds everything or is not there.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    write_private(&beside, bytes)?;
    fs::rename(&beside, path)?;
    // A name is durable once its folder is; elsewhere than on Unix folders cannot be opened.
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A file that only its owner reads.
pub fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a power cut left half written beside it is in nobody's way.
    #[test]
    fn a_key_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.key");
        fs::write(folder.path().join("server.new"), b"half").unwrap();
        write_whole(&path, &[7; 32]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), [7; 32]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        // A file that cannot take its place leaves what stood there.
        fs::create_dir(folder.path().join("server.new")).unwrap();
        assert!(write_whole(&path, &[8; 32]).is_err());
        assert_eq!(fs::read(&path).unwrap(), [7; 32]);
    }
}
