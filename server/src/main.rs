//! The binary `khao`.

use std::process::ExitCode;

use clap::Parser;

/// The system's allocator took a quarter of a save's processor time (`docs/benchmarks.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match khao::config::Cli::try_parse() {
        Ok(cli) => khao::commands::run(cli),
        Err(error) => khao::config::with_commands(error).exit(),
    }
}
