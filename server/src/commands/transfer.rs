//! `khao import` and `khao export`: on the database itself, or through a running server.

use std::fs;
use std::io::Write;
use std::path::Path;

use khao_domain::ids::{BankId, RoundId};
use khao_domain::lang::Lang;
use khao_domain::table::{RowProblem, Severity};
use khao_engine::Engine;
use khao_engine::exports::{ExportFormat, ExportKind};
use khao_engine::policy::Actor;

use super::remote::Server;
use super::{Failure, opening};
use crate::config::{Export, FormatName, Import};
use crate::problem::RowProblemShown;

pub async fn import(options: Import) -> Result<(), Failure> {
    let source = Source::of(&options)?;
    if let Some(server) = Server::of(&options.remote)? {
        return match &source {
            Source::Items { bank, file } => server.import_items(bank, file, options.dry_run, options.approve),
            Source::Units { file } => server.import_units(file, options.dry_run),
            Source::StartingSet { province } => server.import_starting_set(province, options.dry_run),
        };
    }
    let opened = if options.dry_run {
        opening::open_existing(&options.place).await?
    } else {
        opening::open(&options.place).await?
    };
    let (engine, actor) = (&opened.engine, Actor::owner());
    match source {
        Source::Items { bank, file } => import_items(engine, bank, file, &options).await?,
        Source::Units { file } => {
            let done = if options.dry_run {
                engine.preview_units(&actor, &file).await?
            } else {
                engine.import_units(&actor, &file).await?
            };
            tell_counts(None, done.new, done.changed, done.same);
        }
        Source::StartingSet { province } => {
            let done = if options.dry_run {
                engine.preview_starting_set(&actor, province).await?
            } else {
                engine.import_starting_set(&actor, province).await?
            };
            tell_counts(None, done.new, done.changed, done.same);
        }
    }
    engine.close().await;
    Ok(())
}

/// What is imported.
enum Source<'o> {
    Items { bank: &'o str, file: Vec<u8> },
    Units { file: Vec<u8> },
    StartingSet { province: &'o str },
}

impl<'o> Source<'o> {
    fn of(options: &'o Import) -> Result<Self, Failure> {
        if let Some(province) = &options.starting_set {
            return Ok(Self::StartingSet { province });
        }
        let file = || match &options.file {
            Some(path) => read(path),
            None => Err(Failure::new("Name the file to import.")),
        };
        match &options.bank {
            Some(bank) => Ok(Self::Items { bank, file: file()? }),
            None if options.units => Ok(Self::Units { file: file()? }),
            None => Err(Failure::new(
                "Say what the file holds: --bank BANK for questions (an id, a name, or a new name), or --units for \
                 units and head-counts.",
            )),
        }
    }
}

async fn import_items(engine: &Engine, bank: &str, file: Vec<u8>, options: &Import) -> Result<(), Failure> {
    let actor = Actor::owner();
    let id = find_or_make(engine, bank, options.dry_run).await?;
    let report = match (id, options.dry_run) {
        (None, _) => engine.preview_new_bank(&actor, file).await?,
        (Some(id), true) => engine.preview_import(&actor, id, file).await?,
        (Some(id), false) => engine.import_items(&actor, id, file, options.approve).await?,
    };
    let has_errors = report.has_errors();
    tell_problems(&in_vietnamese(report.problems));
    if has_errors {
        return Err(Failure::new("The file has errors; nothing was imported."));
    }
    tell_counts(report.revision, report.new, report.changed, report.same);
    Ok(())
}

pub async fn export(options: Export) -> Result<(), Failure> {
    let wanted = Wanted::of(&options)?;
    let format = match options.format {
        FormatName::Csv => ExportFormat::Csv,
        FormatName::Xlsx => ExportFormat::Xlsx,
    };
    if let Some(server) = Server::of(&options.remote)? {
        let bytes = match wanted {
            Wanted::Items { bank } => server.export_items(bank, format)?,
            Wanted::Figures { round, kind } => server.export_round(round, kind, format)?,
        };
        return write(options.output.as_deref(), &bytes);
    }
    let opened = opening::open_existing(&options.place).await?;
    let bytes = match wanted {
        Wanted::Items { bank } => {
            let id = find(&opened.engine, bank)
                .await?
                .ok_or_else(|| Failure::new(format!("There is no bank «{bank}».")))?;
            let written = opened.engine.export_items(&Actor::owner(), id, format).await?;
            written.0
        }
        Wanted::Figures { round, kind } => round_file(&opened.engine, round, kind, format).await?,
    };
    write(options.output.as_deref(), &bytes)
}

/// What an export writes.
enum Wanted<'o> {
    Items { bank: &'o str },
    Figures { round: &'o str, kind: ExportKind },
}

impl<'o> Wanted<'o> {
    fn of(options: &'o Export) -> Result<Self, Failure> {
        let kinds = "ranking, attempts, answers, participation or items";
        match (&options.bank, &options.round, &options.kind) {
            (Some(bank), ..) => Ok(Self::Items { bank }),
            (None, Some(round), Some(kind)) => match ExportKind::parse(kind) {
                Some(kind) => Ok(Self::Figures { round, kind }),
                None => Err(Failure::new(format!("--kind is {kinds}, not «{kind}»."))),
            },
            (None, Some(_), None) => Err(Failure::new(format!(
                "Say which figures of the round: --kind {kinds}."
            ))),
            (None, None, _) => Err(Failure::new(format!(
                "Say what to write: --bank BANK for a bank's questions, or --round ROUND with --kind {kinds} for a \
                 round's figures."
            ))),
        }
    }
}

async fn round_file(
    engine: &std::sync::Arc<Engine>,
    round: &str,
    kind: ExportKind,
    format: ExportFormat,
) -> Result<Vec<u8>, Failure> {
    let id: RoundId = round
        .parse()
        .map_err(|_| Failure::new(format!("«{round}» is not a round's id.")))?;
    let mut export = engine.export(&Actor::owner(), id, kind, format).await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = export.chunks.recv().await {
        let chunk = chunk?;
        if chunk.is_empty() {
            return Ok(bytes);
        }
        bytes.extend(chunk);
    }
    // Only the empty chunk says that the file is whole.
    Err(Failure::new("The export broke off; nothing was written."))
}

async fn find(engine: &Engine, bank: &str) -> Result<Option<BankId>, Failure> {
    let banks = engine.banks(&Actor::owner(), None, 1000).await?;
    Ok(banks
        .into_iter()
        .find(|known| known.name == bank || known.id.to_string() == bank)
        .map(|known| known.id))
}

/// None for a dry run into a bank that is not there yet.
async fn find_or_make(engine: &Engine, bank: &str, is_dry: bool) -> Result<Option<BankId>, Failure> {
    match find(engine, bank).await? {
        None if !is_dry => Ok(Some(
            engine.create_bank(&Actor::owner(), bank, "vi", None).await?.id,
        )),
        found => Ok(found),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::new(format!("{} cannot be read: {error}", path.display())))
}

fn write(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match path {
        Some(path) => fs::write(path, bytes)
            .map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display()))),
        None => std::io::stdout()
            .write_all(bytes)
            .map_err(|error| Failure::new(format!("standard output was closed: {error}"))),
    }
}

#[expect(clippy::print_stdout, reason = "a command tells its user")]
pub fn tell_counts(revision: Option<i64>, new: u32, changed: u32, same: u32) {
    println!("Mới: {new}, thay đổi: {changed}, giữ nguyên: {same}.");
    if let Some(revision) = revision {
        println!("Ngân hàng ở bản sửa đổi {revision}.");
    }
}

/// As commands speak.
pub fn in_vietnamese(problems: Vec<RowProblem>) -> Vec<RowProblemShown> {
    let problems = problems.into_iter();
    problems.map(|one| RowProblemShown::of(Lang::Vi, one)).collect()
}

#[expect(clippy::print_stderr, reason = "a command tells its user")]
pub fn tell_problems(problems: &[RowProblemShown]) {
    for problem in problems {
        let kind = match problem.severity {
            Severity::Error => "lỗi",
            Severity::Warning => "lưu ý",
        };
        let column = problem
            .column
            .as_deref()
            .map(|column| format!(", cột «{column}»"))
            .unwrap_or_default();
        eprintln!("Dòng {}{column}: {kind}: {}", problem.row, problem.detail);
    }
}
