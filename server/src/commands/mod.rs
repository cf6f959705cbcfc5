//! The commands of the command line. Every failure says what to do about it.

mod admin;
mod demo;
mod opening;
mod remote;
mod serve;
mod transfer;

use khao_domain::lang::Lang;
use std::fmt::{Display, Write as _};
use std::io::{self, Write as _};
use std::process::ExitCode;

use khao_engine::error::Error;

use crate::config::{Cli, Command};
use crate::observe;

/// What stopped a command, in words for whoever typed it.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    pub fn new(words: impl Display) -> Self {
        Self(words.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let fault = crate::problem::Fault::from(error);
        let mut words = fault.detail.in_lang(Lang::Vi).to_owned();
        for problem in fault.errors {
            // Writing to a String cannot fail.
            let _ = write!(
                words,
                "\n  {}: {}",
                problem.pointer,
                problem.detail.in_lang(Lang::Vi)
            );
        }
        Self(words)
    }
}

pub fn run(cli: Cli) -> ExitCode {
    observe::start_logging();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Failure::new(format!("The runtime did not start: {error}"))),
    };
    match runtime.block_on(dispatch(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure),
    }
}

async fn dispatch(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => serve::run(options).await,
        Command::Demo(options) => demo::run(options).await,
        Command::Migrate(place) => opening::migrate(&place).await,
        Command::Admin(options) => admin::run(options.command).await,
        Command::Audit(options) => admin::audit(options.command).await,
        Command::Import(options) => transfer::import(options).await,
        Command::Export(options) => transfer::export(options).await,
    }
}

/// Tells the terminal of a server that goes on; whether anybody still reads it must not end it, as `println!` would.
fn tell(words: impl Display) {
    drop(writeln!(io::stdout(), "{words}"));
}

#[expect(
    clippy::print_stderr,
    reason = "a command line tells its user on standard error"
)]
fn fail(failure: &Failure) -> ExitCode {
    eprintln!("khao: {}", failure.0);
    ExitCode::FAILURE
}
