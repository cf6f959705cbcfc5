//! The command line. `docs/settings.md` documents every option; a tidy test compares the two.
#![expect(
    clippy::doc_markdown,
    reason = "these comments are the help text, which knows no Markdown"
)]

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use khao_engine::people::sessions::{STAFF_IDLE_S, STAFF_PROOF_S};

use crate::address::ListenAddress;

/// Khảo: contests and surveys for provinces.
#[derive(Debug, Parser)]
#[command(name = "khao", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Where nothing is near the command that was typed, those there are stand beside the refusal.
pub fn with_commands(mut error: clap::Error) -> clap::Error {
    let is_lost =
        error.kind() == ErrorKind::InvalidSubcommand && error.get(ContextKind::SuggestedSubcommand).is_none();
    if is_lost {
        let cli = Cli::command();
        let names: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).collect();
        let tip = format!("the commands are: {}", names.join(", "));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve contests and surveys. An empty database shows a first-run page
    Serve(Serve),
    /// Serve a demonstration: a contest with questions, units, people and results, on a database of its own
    Demo(Demo),
    /// Bring the database up to date and stop
    Migrate(Place),
    /// Create staff accounts, check the audit
    Admin(Admin),
    /// The record of staff actions
    Audit(Audit),
    /// Import a question bank or the units from a CSV or XLSX file
    Import(Import),
    /// Write a bank's questions or a round's figures as CSV or XLSX
    Export(Export),
}

const STAFF_IDLE_MINUTES: i64 = STAFF_IDLE_S / 60;
const STAFF_PROOF_MINUTES: i64 = STAFF_PROOF_S / 60;

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The database: sqlite://PATH for one node, postgres://… for many [default: SQLite in the data folder]
    #[arg(long, env = "KHAO_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// The folder of the SQLite file, the lock file and the server key
    #[arg(long, env = "KHAO_DATA", value_name = "FOLDER", default_value = "khao-data")]
    pub data: PathBuf,
    /// The file with the server key, 32 bytes [default: server.key in the data folder]
    #[arg(long, env = "KHAO_SECRET_FILE", value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub struct Listen {
    /// Where to listen: ADDRESS:PORT, NAME:PORT, or a port of this machine; port 0 takes a free one and prints it
    #[arg(
        long,
        env = "KHAO_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3000"
    )]
    pub listen: ListenAddress,
    /// The authority's name, in the head of every page
    #[arg(long, env = "KHAO_SITE", value_name = "NAME", default_value = "Khảo")]
    pub site: String,
    /// A staff session that is not used for so many minutes ends, 5 to 720
    #[arg(
        long,
        env = "KHAO_STAFF_IDLE_MINUTES",
        value_name = "MINUTES",
        default_value_t = STAFF_IDLE_MINUTES,
        value_parser = clap::value_parser!(i64).range(5..=720)
    )]
    pub staff_idle_minutes: i64,
    /// Keys, scoring anew and personal data take a password that was typed within so many minutes, 5 to 720
    #[arg(
        long,
        env = "KHAO_STAFF_PROOF_MINUTES",
        value_name = "MINUTES",
        default_value_t = STAFF_PROOF_MINUTES,
        value_parser = clap::value_parser!(i64).range(5..=720)
    )]
    pub staff_proof_minutes: i64,
    /// A proxy of yours stands before the server and ends TLS
    #[arg(long, env = "KHAO_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Allow session cookies over plain HTTP beyond the loopback; for trials in a closed network only
    #[arg(long, env = "KHAO_INSECURE_HTTP")]
    pub insecure_http: bool,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub listen: Listen,
    /// Serve Prometheus metrics at /metrics on a listener of their own
    #[arg(long, env = "KHAO_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<ListenAddress>,
    /// Whether staff may log in without a second factor
    #[arg(long, env = "KHAO_STAFF_TOTP", value_name = "WHETHER", value_enum, default_value_t = TotpName::Optional)]
    pub staff_totp: TotpName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TotpName {
    /// Each account decides for itself
    Optional,
    /// Without one an account can do nothing but set one up
    Required,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Keep the demonstration in this folder and continue with it [default: a fresh temporary folder]
    #[arg(long, env = "KHAO_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    #[command(flatten)]
    pub listen: Listen,
}

#[derive(Debug, Args)]
pub struct Admin {
    #[command(subcommand)]
    pub command: AdminCommand,
}

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Create a staff account; the password is read from standard input
    CreateAccount {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        username: String,
        #[arg(long)]
        role: RoleName,
        /// The code of the unit the account is bound to; coordinators need one, administrators have none
        #[arg(long, value_name = "CODE")]
        unit: Option<String>,
    },
    /// Walk the chain of staff actions and say whether it is whole
    VerifyAudit(Place),
}

#[derive(Debug, Args)]
pub struct Audit {
    #[command(subcommand)]
    pub command: AuditCommand,
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Walk the chain of staff actions and say whether it is whole, or where it breaks
    Verify(Place),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    Administrator,
    Organiser,
    #[value(name = "question_writer")]
    QuestionWriter,
    Reviewer,
    Coordinator,
    Marker,
    Interviewer,
    Auditor,
}

/// A running server to talk to instead of opening the database.
#[derive(Debug, Clone, Args)]
pub struct Remote {
    /// Talk to a running server; the session token of a staff account is in KHAO_TOKEN
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    #[arg(long, env = "KHAO_TOKEN", hide = true, hide_env_values = true)]
    pub token: Option<String>,
}

#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub remote: Remote,
    /// The bank to import into, by id or by name; a new name makes a new bank
    #[arg(long, value_name = "BANK")]
    pub bank: Option<String>,
    /// The file holds units and head-counts
    #[arg(long, conflicts_with_all = ["bank", "approve"])]
    pub units: bool,
    /// Instead of a file: add the province with this code and its communes, as they are since July 2025
    #[arg(long, value_name = "CODE", conflicts_with_all = ["bank", "approve", "units", "file"])]
    pub starting_set: Option<String>,
    /// Say what would happen, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Imported questions may enter papers at once; administrators only
    #[arg(long)]
    pub approve: bool,
    /// The file: CSV or XLSX, whatever its name
    #[arg(required_unless_present = "starting_set")]
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    pub remote: Remote,
    /// The bank whose questions are written, by id or by name
    #[arg(long, value_name = "BANK", conflicts_with = "round")]
    pub bank: Option<String>,
    /// The round whose figures are written, by id
    #[arg(long, value_name = "ROUND")]
    pub round: Option<String>,
    /// Which figures: ranking, attempts, answers, participation or items
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// What kind of file to write
    #[arg(long, value_enum, default_value_t = FormatName::Csv)]
    pub format: FormatName,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormatName {
    Csv,
    Xlsx,
}
