//! The binary `khao`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    khao::commands::run(khao::config::Cli::parse())
}
